"""Answers as sheets: which columns they have, each named by what it counts or holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.desk.answers import (
    AccountRow,
    ContradictionRow,
    FigureRow,
    HappeningRow,
    LineageRow,
    ReportLine,
    SourcesAnswer,
    StoryRow,
    Words,
)
from onrecord.export.columns import Column, comma_separated


@dataclass(frozen=True)
class Sheet:
    """One table of an answer.

    Attributes:
        name: what it lists ("reports").
        columns: its columns.
        rows: its rows.
    """

    name: str
    columns: Sequence[Column[Any]]
    rows: Sequence[Any]

    @property
    def csv(self) -> bytes:
        """The table, safe to open in a spreadsheet."""
        return comma_separated(self.columns, self.rows)


def column(name: str, meaning: str, path: str, kind: Any = "text") -> Column[Any]:
    """Return a column of a field, or of a field of a field ("words.text")."""

    def value(row: Any) -> Any:
        for step in path.split("."):
            row = row[int(step)] if step.isdecimal() else getattr(row, step)
            if row is None:
                return None
        return row

    return Column(name, meaning, value, kind)


def report_columns(path: str) -> list[Column[Any]]:
    """Return the columns that name a report."""
    return [
        column("report", "key of the report", f"{path}.key"),
        column("outlet", "who published it", f"{path}.outlet"),
        column("published", "when it was published", f"{path}.published"),
        column(
            "reprint_of",
            "key of the report that it copies; empty where it is the outlet's own",
            f"{path}.reprint_of",
        ),
    ]


def words_columns(path: str) -> list[Column[Any]]:
    """Return the columns for words, and where in the report they stand."""
    return [
        column("text", "the words", f"{path}.text"),
        column("start", "offset of their first character in the report's text", f"{path}.start", "integer"),
        column("end", "offset after their last character", f"{path}.end", "integer"),
    ]


_DAY = [
    column("first_day", "first ISO day that it can have been", "day.0"),
    column("last_day", "last ISO day that it can have been", "day.1"),
]

STORIES = [
    column("story", "id of the story", "id"),
    column("title", "headline of the report that stands nearest to all", "title"),
    column("first_published", "when its first report was published", "first"),
    column("last_published", "when its last report was published", "last"),
    column("reports", "how many reports", "n_reports", "integer"),
    column("outlets", "how many outlets", "n_outlets", "integer"),
    column("origins", "independent sources of the happening that has most", "n_origins", "integer"),
    column("happenings", "happenings that several reports tell of", "n_happenings", "integer"),
    column("contradictions", "contradictions between accounts", "n_contradictions", "integer"),
    column("because", "what holds it together", "because"),
]
REPORTS = [
    column("report", "key of the report", "key"),
    column("outlet", "who published it", "outlet"),
    column("agency", "news agency credited", "agency"),
    column("published", "when it was published", "published"),
    column("headline", "its headline", "headline"),
    column(
        "reprint_of", "key of the report that it copies; empty where it is the outlet's own", "reprint_of"
    ),
    column("reprinted_outlet", "who published that one", "reprinted_outlet"),
    column("edit", "what was done to the copy", "edit", "list"),
    column("url", "its address", "url"),
    column("input", "path or address that it was read from", "input"),
]
HAPPENINGS = [
    column("happening", "id of the happening", "id"),
    column("story", "id of its story", "story"),
    *_DAY,
    column("place", "name of its place", "place"),
    column("geonames", "GeoNames id of the place", "geonames", "integer"),
    column("type", "PLOVER type", "type"),
    column("title", "who, what, to whom, where", "title"),
    Column(
        "labels",
        "labels of its accounts, with how many accounts have each",
        lambda row: tuple(f"{label} {number}" for label, number in row.labels),
        "list",
    ),
    column("accounts", "how many accounts, one a sentence", "n_accounts", "integer"),
    column("reports", "how many reports tell of it", "n_reports", "integer"),
    column("origins", "how many independent sources", "n_origins", "integer"),
    column("first_report", "key of the report that gives its first account", "first.report.key"),
    column("first_words", "the sentence of that account", "first.text"),
    column("start", "offset of its first character in that report's text", "first.start", "integer"),
    column("end", "offset after its last character", "first.end", "integer"),
    column("because", "what linked its accounts", "because"),
]
ACCOUNTS = [
    *report_columns("words.report"),
    column("label", "the one word for a reader", "label"),
    column("on_word_of", "voices beyond the outlet, outermost first", "on_word_of", "list"),
    Column("figures", "what it counts", lambda row: tuple(map(told_figure, row.figures)), "list"),
    *_DAY,
    column("copied_from", "key of the report that it came with", "copied_from.key"),
    column("events", "ids of the events of the record that tell it", "events", "list"),
    *words_columns("words"),
]
SOURCES = [
    column("happening", "id of the happening", "happening"),
    column("counted", "whether it counts as an independent source", "counted", "truth"),
    column("origin", "the person, body or reporter; empty where nothing is counted", "origin"),
    *report_columns("report"),
    column("because", "why it counts, or adds no source", "because"),
]
CONTRADICTIONS = [
    column("contradiction", "number of the contradiction in this table, from 1", "number", "integer"),
    column("story", "id of the story", "one.story"),
    column("happening", "id of the happening", "one.happening"),
    column("field", "what the accounts differ in", "one.field"),
    column("kind", "update, dispute, denial, correction or different scope", "one.kind"),
    column("value", "the value that these words give", "value"),
    column("voices", "who holds to the value", "voices", "list"),
    *report_columns("words.report"),
    *words_columns("words"),
    column("because", "the rule that says so", "one.because"),
]
QUOTATIONS = [
    column("utterance", "id of the utterance", "one.id"),
    column("speaker", "who said it", "one.speaker"),
    column("change", "against its fullest wording", "variant.change"),
    *report_columns("variant.words.report"),
    column("statement", "id of the statement in the record", "variant.statement"),
    *words_columns("variant.words"),
    column("because", "what shows it", "variant.because"),
]


@dataclass(frozen=True, slots=True)
class _Source:
    happening: str
    counted: bool
    origin: str | None
    report: ReportLine
    because: str


@dataclass(frozen=True, slots=True)
class _Quote:
    number: int
    one: ContradictionRow
    value: str
    voices: tuple[str, ...]
    words: Words


@dataclass(frozen=True, slots=True)
class _Appearance:
    one: LineageRow
    variant: Any


def stories_sheet(rows: Sequence[StoryRow]) -> Sheet:
    """Return stories, one a line."""
    return Sheet("stories", STORIES, rows)


def reports_sheet(rows: Sequence[ReportLine]) -> Sheet:
    """Return reports, one a line."""
    return Sheet("reports", REPORTS, rows)


def happenings_sheet(rows: Sequence[HappeningRow]) -> Sheet:
    """Return happenings, one a line."""
    return Sheet("happenings", HAPPENINGS, rows)


def accounts_sheet(rows: Sequence[AccountRow]) -> Sheet:
    """Return accounts, one a line."""
    return Sheet("accounts", ACCOUNTS, rows)


def sources_sheet(answer: SourcesAnswer) -> Sheet:
    """Return the sources of a happening, one a line for each report that has it from them, and those not counted."""
    happening = answer.happening.id
    rows = [
        _Source(happening, True, o.name, report, o.because) for o in answer.origins for report in o.reports
    ]
    rows += [_Source(happening, False, None, one.report, one.because) for one in answer.not_counted]
    return Sheet("sources", SOURCES, rows)


def contradictions_sheet(rows: Iterable[ContradictionRow]) -> Sheet:
    """Return contradictions, one a line for each stretch of words that gives a value."""
    quotes = [
        _Quote(number, one, side.value, side.voices, words)
        for number, one in enumerate(rows, 1)
        for side in one.sides
        for words in side.words
    ]
    return Sheet("contradictions", CONTRADICTIONS, quotes)


def quotations_sheet(rows: Iterable[LineageRow]) -> Sheet:
    """Return utterances, one a line for each appearance."""
    return Sheet(
        "quotations", QUOTATIONS, [_Appearance(one, variant) for one in rows for variant in one.variants]
    )


def told_figure(figure: FigureRow) -> str:
    """Return a figure in words: what it counts, its value, and where it tells more, its words.

    >>> told_figure(FigureRow("dead", 3, None, "at least three")), told_figure(FigureRow("aboard", 212, 212, "212"))
    ('dead: 3 or more (“at least three”)', 'aboard: 212')
    """
    low, high = figure.low, figure.high
    if low is not None and low == high:
        value = str(low)
    elif low is not None and high is not None:
        value = f"{low} to {high}"
    elif low is not None:
        value = f"{low} or more"
    else:
        value = f"up to {high}" if high is not None else ""
    words = " ".join(figure.text.split())
    if not value:
        return f"{figure.what}: {words}"
    return f"{figure.what}: {value}" if words == value else f"{figure.what}: {value} (“{words}”)"
