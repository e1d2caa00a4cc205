"""The events of a record as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from onrecord.export.events_outline import LABELS, SECTION, UNKNOWN, ToldEvent, told_events
from onrecord.export.excerpts import Excerpt
from onrecord.export.outline import flowing, one_line, shorten
from onrecord.export.selection import EventFilter
from onrecord.export.text_page import TextPage, counted
from onrecord.model import Label, Record

WIDE = 100
"""Columns from which days are written out in full."""
_EXCERPT_LINES = 2
"""Lines that the words of the report fill at most."""
_ID_WIDTH, _SIDE_WIDTH, _WIDE_SIDE_WIDTH = 5, 17, 25
"""Columns for the id, and for label, day and place in the narrow and in the wide view."""

_STYLES: dict[Label, str] = {
    "asserted": "bold",
    "alleged": "bold yellow",
    "reported": "bold magenta",
    "denied": "bold red",
}
_OPEN = "bold blue"
"""The style of labels that tell of nothing that is plainly so."""


def lay_out_events(page: TextPage, record: Record, chosen: EventFilter) -> None:
    """Write the section on what happened: each event with its label, parties, words, and chain."""
    side = 0 if not page.roomy else _WIDE_SIDE_WIDTH if page.width >= WIDE else _SIDE_WIDTH
    column = page.width - _ID_WIDTH - 1 - side
    told = told_events(record, chosen=chosen, room=column * _EXCERPT_LINES - 18)
    count = counted(len(told), "event", of=len(record.events))
    voices = {voice.key for one in told for voice in one.voices}
    page.title(SECTION.upper(), f"{count}, {counted(len(voices), 'voice')}" if told else count)
    if not told:
        none = "No event fits the filter." if record.events else "No event was found."
        page.put(page.say(none, "dim"), indent=1)
    in_background = False
    for number, one in enumerate(told):
        if number and page.roomy:
            page.put("")
        if one.event.background and not in_background:
            in_background = True
            page.put(page.say("Background: told as history or as a standing state", "italic"), indent=1)
        _lay_out(page, record, one, side)


def _lay_out(page: TextPage, record: Record, one: ToldEvent, side: int) -> None:
    width = page.width - _ID_WIDTH - 1 - side
    label = _label(page, one)
    settled = [one.day.short if side < _WIDE_SIDE_WIDTH else one.day.words, *one.places]
    words = _words(page, one.excerpt, record.report.text)
    body = [
        *_parties(page, one, width),
        *page.shortened(words, width, lines=_EXCERPT_LINES, ellipsis=" …”"),
    ]
    if one.figures:
        body.append(page.say(" · ".join(one.figures), "bold"))
    body.append(_chain(page, one))
    if not side:
        head = label + page.say(f" · {' · '.join(settled)}", "cyan")
        _columns(page, [(_ID_WIDTH, [page.say(one.event.id, "cyan")]), (width, [head, *body])])
        return
    left = [label, *(page.say(words, "cyan") for words in settled)]
    _columns(page, [(_ID_WIDTH, [page.say(one.event.id, "cyan")]), (side, left), (width, body)])


def _columns(page: TextPage, columns: Sequence[tuple[int, Sequence[Text]]]) -> None:
    grid = Table.grid(padding=0)
    for width, _ in columns:
        grid.add_column(width=width, overflow="fold")
    cells = []
    for number, (width, lines) in enumerate(columns):
        # A blank keeps a column from its neighbour; the last one has none.
        room = width - (number < len(columns) - 1)
        wrapped = [part for line in lines for part in line.wrap(page.console, room, overflow="fold")]
        cells.append(Text("\n").join(wrapped))
    grid.add_row(*cells)
    page.put(grid, indent=1)


def _label(page: TextPage, one: ToldEvent) -> Text:
    label = one.event.label
    sign = LABELS[label].ascii if page.style.ascii else LABELS[label].sign
    return page.say(f"{sign} {label.upper()}", _STYLES.get(label, _OPEN))


def _parties(page: TextPage, one: ToldEvent, width: int) -> list[Text]:
    """Return actors and recipients, with type and mode at the far end where there is room."""
    parties = Text()
    for words, style in ((one.who, "bold"), (f" {one.towards} ", "cyan"), (one.whom, "bold")):
        parties += page.say(words, "italic dim" if words == UNKNOWN else style)
    kind = page.say(one.kind, "cyan" if one.event.type else "dim")
    gap = width - parties.cell_len - kind.cell_len
    return [parties + Text(" " * gap) + kind] if gap >= 2 else [parties, kind]


def _words(page: TextPage, excerpt: Excerpt, text: str) -> Text:
    """Return the words of the report within quotation marks, the anchor underlined."""
    opening, closing = "“… " if excerpt.cut_before else "“", " …”" if excerpt.cut_after else "”"
    whole = page.say(opening, "dim") + page.say(flowing(excerpt.before, text))
    anchor = one_line(excerpt.anchor.cut(text))
    # Without colours nothing is underlined, so low lines do it, as on a typewriter.
    whole += page.say(anchor if page.style.colour else f"_{anchor}_", "bold underline")
    return whole + page.say(flowing(excerpt.after, text)) + page.say(closing, "dim")


def _chain(page: TextPage, one: ToldEvent) -> Text:
    whole = Text()
    for link in one.chain:
        receipt = ", ".join(filter(None, (link.receipt, link.statement)))
        whole += page.say(shorten(link.words, 90)) + page.say(f" ({receipt}); ", "cyan")
    whole += page.say(one.outlet, "dim" if one.chain else "")
    if not one.chain and one.where:
        whole += page.say(f" ({one.where})", "dim")
    if one.again:
        whole += page.say(f"; {one.again}", "dim")
    return whole
