"""A record as text for a terminal: who said what, who did what to whom, where, when, and on whose word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rich.text import Text

from onrecord.export.calendar_words import day_in_words
from onrecord.export.events_terminal import lay_out_events
from onrecord.export.outline import (
    Told,
    coordinates,
    distancing_words,
    filed_from,
    headline_of,
    one_line,
    place_name,
    published_in_words,
    shorten,
    spots,
    told_statements,
)
from onrecord.export.selection import EventFilter, chosen_statements
from onrecord.export.text_page import TextPage, TextStyle, counted
from onrecord.model import Entity, Record, Span

__all__ = ["TextStyle", "render_text"]

_KINDS = {
    "PERSON": "person",
    "ORG": "body",
    "GPE": "state or town",
    "LOC": "region",
    "FAC": "building",
    "NORP": "group",
    "EVENT": "occasion",
    "OTHER": "other",
}


def render_text(record: Record, *, style: TextStyle | None = None, chosen: EventFilter | None = None) -> str:
    """Return the record as text to be read, ending in a line end.

    Control characters and terminal escapes in the report come out spelled, never raw.

    Args:
        record: the record.
        style: the layout; 80 columns without colours where it is not given.
        chosen: which events to show. With a filter, the view keeps to these events and to the
            statements in the voices asked for, or on which the events rest.
    """
    chosen = chosen or EventFilter()
    page = _RecordPage(record, style or TextStyle())
    page.head()
    page.statements(chosen)
    lay_out_events(page, record, chosen)
    if chosen:
        page.note_on(chosen)
    else:
        page.entities()
        page.places()
        page.times()
    return page.finished()


class _RecordPage(TextPage):
    """The view of one record while it is being laid out."""

    def __init__(self, record: Record, style: TextStyle) -> None:
        super().__init__(style)
        self.record, self.text = record, record.report.text

    def head(self) -> None:
        report = self.record.report
        self.put(self.say(headline_of(self.record), "bold"))
        if report.parts.standfirst:
            self.put(self.say(one_line(report.parts.standfirst.cut(self.text)), "italic"))
        credits = [report.outlet or "outlet unknown"]
        if report.agency and report.agency != report.outlet:
            credits.append(f"agency {report.agency}")
        if report.bylines:
            credits.append("by " + ", ".join(report.bylines))
        self.put(self.say(" · ".join(credits), "cyan"))
        where, when = filed_from(self.record), published_in_words(self.record)
        self.put(self.say(f"{where} · {when}" if where else when, "cyan"))

    def statements(self, chosen: EventFilter) -> None:
        every = told_statements(self.record)
        wanted = chosen_statements(self.record, chosen)
        told = _without_gaps([one for one in every if one.statement.id in wanted]) if chosen else every
        voices = {one.speaker.told for one in told}
        count = counted(len(told), "statement", of=len(every))
        self.title("WHO SAID WHAT", f"{count}, {counted(len(voices), 'voice')}")
        if not told:
            none = "No statement fits the filter." if every else "Nobody is reported to have said anything."
            self.put(self.say(none, "dim"), indent=1)
        for number, one in enumerate(told):
            if number and self.roomy:
                self.put("")
            self.statement(one)

    def note_on(self, chosen: EventFilter) -> None:
        """Say what was asked for, so that nobody takes a part for the whole."""
        self.put(
            "", self.say(f"Filtered by {chosen.told}. People, places and times are not shown.", "yellow")
        )

    def statement(self, one: Told) -> None:
        indent = 1 + 4 * min(one.depth, 4)
        inside = indent + 5
        sentence = f"{'sentence' if self.roomy else 's.'} {one.sentence}" if one.sentence else None
        where = " · ".join(filter(None, (one.force, one.statement.kind, sentence)))
        room = self.width - inside - len(where) - 2
        style = "bold italic" if one.speaker.note else "bold"
        speaker = self.say(shorten(one.speaker.name, max(room, 12)), style)
        rest = one.speaker.told[len(one.speaker.name) :]
        if rest and room - len(speaker) >= min(len(rest), 8):
            speaker += self.say(shorten(rest, room - len(speaker)))
        gap = self.width - inside - speaker.cell_len - len(where)
        line = self.say(one.statement.id.ljust(5), "cyan") + speaker
        self.put(line + Text(" " * max(gap, 1)) + self.say(where, "dim"), indent=indent)
        self.put(*self.shortened(self.content(one), self.width - inside), indent=inside)
        held = distancing_words(one.statement, self.text)
        if held:
            self.put(self.say("held at a distance: " + ", ".join(held), "yellow"), indent=inside)

    def content(self, one: Told) -> Text:
        """Return the reporting words and what was said, direct speech within quotation marks."""
        whole = Text()
        if one.saying:
            whole += self.say(f"{shorten(one.saying.rstrip(':'), 60)}: ", "magenta")
        open_mark, close_mark = ("“", "”") if one.statement.kind == "direct" else ("", "")
        whole += self.say(open_mark)
        for number, piece in enumerate(one.pieces):
            if number:
                whole += self.say(" … ", "dim")
            whole += self.marked(piece, one.statement.distance)
        return whole + self.say(close_mark)

    def marked(self, piece: Span, distance: tuple[Span, ...]) -> Text:
        """Return the words of a piece, those held at a distance underlined."""
        bounds = {piece.start, piece.end}
        for span in distance:
            bounds |= {edge for edge in (span.start, span.end) if piece.start < edge < piece.end}
        edges = sorted(bounds)
        whole = Text()
        for start, end in pairwise(edges):
            held = any(span.start <= start and end <= span.end for span in distance)
            cut = self.text[start:end]
            words = one_line(cut)
            lead, tail = " " * cut[:1].isspace(), " " * cut[-1:].isspace() if words else ""
            whole += self.say(f"{lead}{words}{tail}", "underline yellow" if held else "")
        return whole

    def entities(self) -> None:
        speaking = {one.source.entity for one in self.record.statements if one.source and one.source.entity}
        known = [one for one in self.record.entities if one.type not in ("LOC", "FAC")]
        if not known:
            return
        self.title("PEOPLE AND BODIES", f"{len(known)}")
        often = [one for one in known if one.id in speaking or len(one.mentions) > 1 or one.roles]
        grid = self.grid(4, 4, 0, 0, 0) if self.roomy else self.grid(4, 3, 0, 0)
        for entity in sorted(often, key=lambda one: -len(one.mentions)):
            grid.add_row(
                self.say(one_line(entity.name), "bold" if entity.id in speaking else ""),
                self.say("; ".join(map(one_line, entity.roles))),
                *([self.say(_KINDS[entity.type], "dim")] if self.roomy else []),
                self.say(" ".join(filter(None, (entity.country, entity.sector))), "cyan"),
                self.say(f"{len(entity.mentions)}×", "dim"),
            )
        if often:
            self.put(grid, indent=1)
        once = [one for one in known if one not in often]
        if once:
            names = ", ".join(dict.fromkeys(self.with_country(one) for one in once))
            self.put(self.say("once: ", "dim") + self.say(names), indent=1)

    def with_country(self, entity: Entity) -> str:
        name = one_line(entity.name)
        return f"{name} ({entity.country})" if entity.country and entity.type != "GPE" else name

    def places(self) -> None:
        found = spots(self.record)
        if not found:
            return
        self.title("PLACES", f"{len(found)}")
        grid = self.grid(3, 4, 0, 0) if self.roomy else self.grid(3, 4, 0)
        for spot in found:
            place = spot.place
            called = place_name(place)
            grid.add_row(
                self.say(", ".join(spot.words)),
                self.say(called) if called else self.say(f"not placed: {place.because}", "yellow"),
                *([self.say(coordinates(place) or "", "cyan")] if self.roomy else []),
                self.say(f"{spot.times_named}×", "dim"),
            )
        self.put(grid, indent=1)

    def times(self) -> None:
        if not self.record.times:
            return
        self.title("TIMES", f"{len(self.record.times)}")
        grid = self.grid(3, 0, 0, 5)
        for timex in self.record.times:
            value = timex.value or ""
            weekday = (day_in_words(value) or "").partition(" ")[0] if len(value) >= 10 else ""
            grid.add_row(
                self.say(one_line(timex.span.cut(self.text))),
                self.say(value or "unknown", "cyan" if value else "yellow"),
                self.say(weekday[:3], "dim"),
                self.say(timex.because, "dim"),
            )
        self.put(grid, indent=1)


def _without_gaps(told: Sequence[Told]) -> tuple[Told, ...]:
    """Return the statements indented only under those that are shown."""
    shown: list[Told] = []
    outer: list[int] = []
    for one in told:
        while outer and outer[-1] >= one.depth:
            outer.pop()
        shown.append(replace(one, depth=len(outer)))
        outer.append(one.depth)
    return tuple(shown)
