"""A page on which an answer is laid out: head lines that count, tables with named units, words with where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from rich.table import Table
from rich.text import Text

from onrecord.desk.answers import ReportLine, Rows, Words
from onrecord.export.calendar_words import day_in_words, time_in_words
from onrecord.export.events_outline import LABELS
from onrecord.export.outline import one_line
from onrecord.export.text_page import TextPage
from onrecord.model import Label

_SINGULAR = {"stories": "story", "entities": "entity", "matches": "match"}

_LABEL_STYLES = {"asserted": "bold", "alleged": "yellow", "reported": "magenta", "denied": "bold red"}
_OPEN = "blue"


@dataclass(frozen=True, slots=True)
class Col:
    """A column of a table on the page.

    Attributes:
        name: what stands in it; for numbers, the unit. A line end is where the name may be parted ("contra-\\ndictions").
        kind: words take the room there is, ids are never broken, numbers stand to the right.
    """

    name: str
    kind: Literal["words", "id", "number"] = "words"


Cell = str | Text | Sequence[str | Text]


class AnswerPage(TextPage):
    """A page of text with an answer."""

    def head(self, words: str, *counts: str) -> None:
        """Write the title of a section with what is counted in it; what has no room beside it comes below."""
        words, beside = self.say(words).plain, list(counts)
        while len(beside) > 1 and len(words) + len(", ".join(beside)) + 5 > self.width:
            beside.pop()
        self.title(words, ", ".join(beside))
        if len(beside) < len(counts):
            self.note(f"{', '.join(counts[len(beside) :])}")

    def note(self, words: str) -> None:
        """Write an explanation."""
        self.put(self.say(words, "dim"), indent=1)

    def table(self, columns: Sequence[Col], rows: Sequence[Sequence[Cell]]) -> None:
        """Write a table; where the page is narrow, each row as lines of its own."""
        laid = [[self._lines(cell) for cell in row] for row in rows]
        if not self.roomy:
            for row in laid:
                self._stacked(columns, row)
            return
        table = Table(box=None, expand=True, show_edge=False, padding=(0, 1, 0, 0), pad_edge=False)
        for number, column in enumerate(columns):
            head = Text("\n").join(self.say(part, "dim") for part in column.name.split("\n"))
            if column.kind == "words":
                table.add_column(head, ratio=1, overflow="fold")
                continue
            parts = [part.cell_len for row in laid for part in row[number]]
            width = max([len(part) for part in column.name.split("\n")] + parts)
            justify: Literal["left", "right"] = "right" if column.kind == "number" else "left"
            table.add_column(head, width=width, no_wrap=True, justify=justify, overflow="fold")
        for row in laid:
            table.add_row(*(Text("\n").join(cell) for cell in row))
        self.put(table, indent=1)

    def _stacked(self, columns: Sequence[Col], row: Sequence[Sequence[Text]]) -> None:
        numbers = []
        for position, (column, cell) in enumerate(zip(columns, row, strict=True)):
            if column.kind == "number":
                name = column.name.replace("-\n", "").replace("\n", " ")
                numbers.append(counted(int(cell[0].plain or 0), name))
            elif any(part.plain for part in cell):
                self.put(*cell, indent=1 if not position else 3)
        if numbers:
            self.put(self.say(" · ".join(numbers), "cyan"), indent=3)

    def _lines(self, cell: Cell) -> list[Text]:
        parts = [cell] if isinstance(cell, str | Text) else list(cell)
        return [part if isinstance(part, Text) else self.say(one_line(part)) for part in parts if len(part)]

    def quoted(self, words: Words, *, indent: int, opened: str = "“", closed: str = "”") -> None:
        """Write words of a report within quotation marks, and below them where they stand."""
        self.put(self.say(f"{opened}{one_line(words.text)}{closed}"), indent=indent)
        self.put(self.say(self.where(words), "dim"), indent=indent)

    def where(self, words: Words) -> str:
        """Return outlet, time, and report with offsets, as `onrecord correct` takes them."""
        return f"{told_report(words.report)} · {words.report.key}:{words.start}-{words.end}"

    def label(self, label: str) -> Text:
        """Return a label with its sign."""
        sign = LABELS.get(cast("Label", label))
        shown = "" if sign is None else f"{sign.ascii if self.style.ascii else sign.sign} "
        # The sign is ASCII already where it has to be, so that nothing more is done to it.
        return Text().append(f"{shown}{label}", _LABEL_STYLES.get(label, _OPEN))

    def labels(self, counts: Sequence[tuple[str, int]]) -> list[Text]:
        """Return labels with how many accounts have each, one a line."""
        return [self.label(label) + self.say(f" {number}") for label, number in counts]


def counted(number: int, plural: str, *, of: int | None = None) -> str:
    """Return a number with its noun, where asked for as a part of a whole.

    >>> counted(1, "stories"), counted(2, "reports", of=9), counted(0, "happenings told by several reports")
    ('1 story', '2 of 9 reports', '0 happenings told by several reports')
    """
    if of is not None and of != number:
        return f"{number} of {counted(of, plural)}"
    if number != 1:
        return f"{number} {plural}"
    noun, blank, rest = plural.partition(" ")
    return f"1 {_SINGULAR.get(noun, noun.removesuffix('s'))}{blank}{rest}"


def counted_rows(rows: Rows[Any], plural: str) -> str:
    """Return how many rows there are, of how many, or that there are more.

    >>> counted_rows(Rows.of("abc", 2), "reports"), counted_rows(Rows.of("abc", 2, total=3), "reports")
    ('the first 2 reports', '2 of 3 reports')
    """
    if not rows.is_whole and rows.total is None:
        return f"the first {counted(len(rows), plural)}"
    return counted(len(rows), plural, of=rows.total)


def told_counts(counts: Mapping[str, int]) -> list[str]:
    """Return what is counted in words."""
    return [counted(number, plural) for plural, number in counts.items()]


def told_days(days: tuple[str, str] | None) -> str:
    """Return first and last day of something in a reader's words.

    >>> told_days(("2011-01-01", "2011-12-31")), told_days(("2026-03-04", "2026-03-04")), told_days(None)
    ('2011', 'Wed 4 Mar 2026', 'day unknown')
    """
    if days is None:
        return "day unknown"
    first, last = days
    if first[:4] == last[:4] and first.endswith("-01-01") and last.endswith("-12-31"):
        return first[:4]
    return time_in_words(None, earliest=first, latest=last, short=True) or "day unknown"


def told_time(published: str | None) -> str:
    """Return a time of publication in a reader's words.

    >>> told_time("2026-03-04T17:20:00+01:00"), told_time(None)
    ('Wed 4 Mar 2026, 17:20', 'day unknown')
    """
    if published is None:
        return "day unknown"
    day = day_in_words(published, short=True) or published
    return f"{day}, {published[11:16]}" if "T" in published else day


def told_report(report: ReportLine) -> str:
    """Return outlet and time of a report, and of whom it is a reprint."""
    told = f"{report.outlet or 'outlet unknown'}, {told_time(report.published)}"
    return f"{told} (reprint of {reprinted(report)})" if report.reprint_of else told


def reprinted(report: ReportLine) -> str:
    """Return of whom a report is a reprint: the outlet, or where it is unknown the report's key."""
    return report.reprinted_outlet or str(report.reprint_of)
