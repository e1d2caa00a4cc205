"""A record as text for a terminal: who said what, about whom, where and when."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import pairwise

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from onrecord.export.outline import (
    Told,
    coordinates,
    day_in_words,
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
from onrecord.export.visible import make_visible
from onrecord.model import Entity, Record, Span

NARROWEST, WIDEST = 40, 120
"""Columns between which the view is laid out; longer lines are hard to read."""
ROOMY = 64
"""Columns from which there is room for blank lines and for the lesser columns of tables."""
CONTENT_LINES = 4
"""Lines after which the content of a statement is shortened."""

_ASCII = str.maketrans({"─": "-", "·": "-", "…": "...", "×": "x", "“": '"', "”": '"', "‘": "'", "’": "'"})
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


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How the text view is to be laid out.

    Attributes:
        width: columns; held between 40 and 120.
        colour: whether to use colours and weights (ANSI escapes).
        ascii: whether to stay within ASCII, for terminals that show nothing else.
    """

    width: int = 80
    colour: bool = False
    ascii: bool = False


def render_text(record: Record, *, style: TextStyle | None = None) -> str:
    """Return the record as text to be read, ending in a line end.

    Control characters and terminal escapes in the report come out spelled, never raw.
    """
    page = _Page(record, style or TextStyle())
    page.head()
    page.statements()
    page.entities()
    page.places()
    page.times()
    return page.finished()


class _Page:
    """The view while it is being laid out."""

    def __init__(self, record: Record, style: TextStyle) -> None:
        self.record, self.style, self.text = record, style, record.report.text
        self.width = min(max(style.width, NARROWEST), WIDEST)
        self.roomy = self.width >= ROOMY
        self.written = io.StringIO()
        self.console = Console(
            file=self.written,
            width=self.width,
            force_terminal=style.colour,
            color_system="standard" if style.colour else None,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
        )

    def finished(self) -> str:
        return "\n".join(line.rstrip() for line in self.written.getvalue().split("\n")).strip("\n") + "\n"

    def say(self, words: str, style: str = "") -> Text:
        """Return the words as styled text, made safe and, where asked for, ASCII."""
        safe = make_visible(words)
        if self.style.ascii and not safe.isascii():
            from anyascii import anyascii

            safe = anyascii(safe.translate(_ASCII))
        # The style belongs to these words alone, not to what is added after them.
        return Text().append(safe, style)

    def put(self, *parts: RenderableType, indent: int = 0) -> None:
        for part in parts:
            self.console.print(Padding(part, (0, 0, 0, indent)) if indent else part)

    def title(self, words: str, count: str) -> None:
        """Write a section title with its count at the far end of a line."""
        rule = "─" * max(3, self.width - len(words) - len(count) - 2)
        self.put("", self.say(f"{words} ", "bold") + self.say(rule, "dim") + self.say(f" {count}", "dim"))

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

    def statements(self) -> None:
        told = told_statements(self.record)
        voices = {one.speaker.told for one in told}
        self.title("WHO SAID WHAT", f"{_counted(len(told), 'statement')}, {_counted(len(voices), 'voice')}")
        if not told:
            self.put(self.say("Nobody is reported to have said anything.", "dim"), indent=1)
        for number, one in enumerate(told):
            if number and self.roomy:
                self.put("")
            self.statement(one)

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

    def shortened(self, text: Text, width: int) -> list[Text]:
        """Return the lines of the text, cut at a word bound after `CONTENT_LINES` of them."""
        lines = list(text.wrap(self.console, max(width, 16)))
        if len(lines) <= CONTENT_LINES:
            return lines
        last = lines[CONTENT_LINES - 1]
        last.rstrip()
        ellipsis = self.say(" …", "dim")
        while last.cell_len + ellipsis.cell_len > width and " " in last.plain:
            last.right_crop(len(last.plain) - last.plain.rstrip().rfind(" "))
        last.rstrip()
        return [*lines[: CONTENT_LINES - 1], last + ellipsis]

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

    def grid(self, *ratios: int) -> Table:
        """Return an empty table without lines; a ratio of 0 makes a column as narrow as it can be."""
        grid = Table.grid(expand=True, padding=(0, 2, 0, 0))
        for ratio in ratios:
            grid.add_column(ratio=ratio or None, no_wrap=not ratio, overflow="fold")
        return grid


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
