"""Answers to what is asked of a store, as rows. Every line of them leads to words: a report's key and offsets in its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Self, TypeVar

_Row = TypeVar("_Row")


class Skip:
    """How many rows at the beginning of a list are not wanted: they are passed over without looking up what they show.

    Attributes:
        n_passed: how many were passed over.
        is_known: whether that is certain, as it is not where the database passed over them.

    Args:
        n_rows: how many are not wanted.
    """

    def __init__(self, n_rows: int = 0) -> None:
        self.n_passed, self.is_known, self._left = 0, True, n_rows

    def over(self, items: Sequence[_Row]) -> Sequence[_Row]:
        """Return what is wanted of the next items of a list."""
        passed = min(self._left, len(items))
        self._left -= passed
        self.n_passed += passed
        return items[passed:] if passed else items

    def by_database(self) -> int:
        """Return how many the database is to pass over, which may have fewer."""
        left, self._left = self._left, 0
        self.n_passed += left
        self.is_known = self.is_known and not left
        return left


class Rows(tuple[_Row, ...]):
    """The rows of a list, all of them or as many as were asked for.

    Attributes:
        is_whole: whether nothing follows.
        total: how many rows there are in all, those that were passed over among them, or None where more were left out
            than it pays to count.
    """

    is_whole: bool
    total: int | None

    @classmethod
    def of(
        cls, found: Iterable[_Row], limit: int | None, *, total: int | None = None, skip: Skip | None = None
    ) -> Self:
        """Return the first rows of a list; no more of it is looked at than that, and one row.

        Args:
            found: all rows.
            limit: how many are wanted, or None for all.
            total: how many there are, where that is known.
            skip: what was passed over before them, or None for nothing.
        """
        source = iter(found)
        rows = cls(source if limit is None else islice(source, limit))
        rows.is_whole = limit is None or next(source, None) is None
        n_passed = skip.n_passed if skip is not None else 0
        counts = skip is None or skip.is_known or len(rows) > 0
        rows.total = n_passed + len(rows) if rows.is_whole and counts else total
        return rows


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report.

    Attributes:
        key: its key among others.
        outlet: who published it, or None.
        agency: news agency credited, or None.
        published: ISO 8601 day or time, as the report or a correction has it, or None.
        headline: its headline, or None.
        url: its address, or None.
        input: path or address that it was read from.
        reprint_of: key of the report that it copies, or None where it is the outlet's own.
        reprinted_outlet: who published that one, or None.
        edit: what was done to the copy; empty where it is no copy.
    """

    key: str
    outlet: str | None
    agency: str | None
    published: str | None
    headline: str | None
    url: str | None
    input: str
    reprint_of: str | None = None
    reprinted_outlet: str | None = None
    edit: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a report: what they are, and where in its text they stand."""

    report: ReportLine
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One story.

    Attributes:
        id: its id.
        title: headline of the report that stands nearest to all.
        first: time of publication of its first report, or None.
        last: that of its last one, or None.
        n_reports: how many reports.
        n_outlets: how many outlets, unknown ones not counted.
        n_origins: the most independent sources that any one of its happenings has.
        n_happenings: happenings that several of its reports tell of.
        n_contradictions: contradictions between accounts of its happenings.
        because: what holds it together.
    """

    id: str
    title: str
    first: str | None
    last: str | None
    n_reports: int
    n_outlets: int
    n_origins: int
    n_happenings: int
    n_contradictions: int
    because: str


@dataclass(frozen=True, slots=True)
class HappeningRow:
    """One happening.

    Attributes:
        id: its id.
        story: id of its story.
        day: first and last ISO day, or None.
        place: name of its place, or None.
        geonames: GeoNames id of that place, or None.
        type: PLOVER type, or None.
        title: who, what, to whom, where.
        labels: how often each label is given to it, the commonest first.
        n_accounts: accounts, one a sentence.
        n_reports: reports that tell of it.
        n_origins: independent sources.
        first: the sentence of its first account that fits what is asked for.
        because: what linked its accounts.
    """

    id: str
    story: str
    day: tuple[str, str] | None
    place: str | None
    geonames: int | None
    type: str | None
    title: str
    labels: tuple[tuple[str, int], ...]
    n_accounts: int
    n_reports: int
    n_origins: int
    first: Words
    because: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure: what it counts, the least and the most it can be (None where open), and its words."""

    what: str
    low: int | None
    high: int | None
    text: str


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account of a happening.

    Attributes:
        words: its sentence.
        events: ids of the events of the record that tell it; empty where a sentence tells it without one.
        label: the one word for a reader.
        on_word_of: voices beyond the outlet, outermost first.
        figures: what it counts.
        day: first and last ISO day as told, or None.
        copied_from: the report that it came with, or None.
    """

    words: Words
    events: tuple[str, ...]
    label: str
    on_word_of: tuple[str, ...]
    figures: tuple[FigureRow, ...]
    day: tuple[str, str] | None
    copied_from: ReportLine | None


@dataclass(frozen=True, slots=True)
class OriginRow:
    """An independent source of a happening: who it is, the reports that have it from there, and why it counts."""

    name: str
    reports: tuple[ReportLine, ...]
    because: str


@dataclass(frozen=True, slots=True)
class NotCountedRow:
    """A report that tells of a happening and adds no source, and why."""

    report: ReportLine
    because: str


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contradiction: the value, who holds to it, and the words."""

    value: str
    voices: tuple[str, ...]
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class ContradictionRow:
    """One contradiction.

    Attributes:
        happening: id of the happening; and its title.
        story: id of the story; and its title.
        field: what the accounts differ in.
        kind: update, dispute, denial, correction or different scope.
        sides: in order of publication.
        because: the rule that says so.
    """

    happening: str
    happening_title: str
    story: str
    story_title: str
    field: str
    kind: str
    sides: tuple[Side, ...]
    because: str


@dataclass(frozen=True, slots=True)
class VariantRow:
    """One appearance of an utterance: its words, the statement that holds them or None, what changed, and why it is one."""

    words: Words
    statement: str | None
    change: str
    because: str


@dataclass(frozen=True, slots=True)
class LineageRow:
    """One utterance followed through reports, its fullest wording first."""

    id: str
    speaker: str | None
    variants: tuple[VariantRow, ...]


@dataclass(frozen=True, slots=True)
class StoryAnswer:
    """A story with what a filter lets pass of its reports, happenings, contradictions and quotations."""

    story: StoryRow
    reports: tuple[ReportLine, ...]
    happenings: tuple[HappeningRow, ...]
    contradictions: tuple[ContradictionRow, ...]
    lineages: tuple[LineageRow, ...]


@dataclass(frozen=True, slots=True)
class OutletColumn:
    """An outlet among those that tell a story in words of their own.

    Attributes:
        name: the outlet, or where it is unknown the agency, or None.
        reports: its reports that are no reprints, in order of publication; empty where reprints alone add words.
        reprints: reports of others that copy these.
    """

    name: str | None
    reports: tuple[ReportLine, ...]
    reprints: tuple[ReportLine, ...]


@dataclass(frozen=True, slots=True)
class TellingRow:
    """How a happening is told by each outlet: a cell a column, all its accounts in it, empty where it is silent.

    What came with a reprint is given where the outlet tells nothing of it in words of its own, and under the outlet
    that was copied where the other has no column; it is not given again where that tells it itself.
    """

    happening: HappeningRow
    cells: tuple[tuple[AccountRow, ...], ...]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place of some happenings.

    Attributes:
        geonames: its GeoNames id.
        name: its name in the gazetteer.
        country: ISO 3166 alpha-3 code, or None.
        lat: WGS84 degrees north.
        lon: WGS84 degrees east.
        feature: GeoNames feature code, or None; the point of a country or a region is its middle.
        happenings: those that took place there, in the order of the story.
    """

    geonames: int
    name: str
    country: str | None
    lat: float
    lon: float
    feature: str | None
    happenings: tuple[HappeningRow, ...]


@dataclass(frozen=True, slots=True)
class TellingsAnswer:
    """A story with how each outlet tells its happenings, and where these took place.

    A filter chooses the happenings; how they are told is given whole, or an outlet would seem silent that is not.
    """

    story: StoryAnswer
    columns: tuple[OutletColumn, ...]
    rows: tuple[TellingRow, ...]
    places: tuple[PlaceRow, ...]


@dataclass(frozen=True, slots=True)
class SourcesAnswer:
    """A happening, its independent sources, and the reports that add none."""

    happening: HappeningRow
    story_title: str
    origins: tuple[OriginRow, ...]
    not_counted: tuple[NotCountedRow, ...]


@dataclass(frozen=True, slots=True)
class HappeningAnswer:
    """A happening with what a filter lets pass of its accounts; its sources and contradictions are given whole."""

    sources: SourcesAnswer
    accounts: tuple[AccountRow, ...]
    contradictions: tuple[ContradictionRow, ...]


@dataclass(frozen=True, slots=True)
class HitRow:
    """A report that a search found.

    Attributes:
        snippet: words of it with as many of those asked for as fit.
        story: id of its story, or None where it is in none.
        score: how well it fits, more is better; comparable within one search alone.
        n_matches: how often the words asked for stand in it, up to 1,000.
    """

    snippet: Words
    story: str | None
    score: float
    n_matches: int
