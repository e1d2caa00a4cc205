"""What holds between reports: reprints, stories, happenings, independent sources, contradictions, quotations.

Reports are named by their keys (`onrecord.model.filing`). Every group, link and count carries `because`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.model.entity import EntityType
from onrecord.model.event import Label
from onrecord.model.span import Span

ContradictionKind = Literal["update", "dispute", "denial", "correction", "different scope"]


@dataclass(frozen=True, slots=True)
class Reprint:
    """A report that is another outlet's copy.

    Attributes:
        report: key of the copy.
        edit: what was done to it: "verbatim", "cut", "added", "new headline", "credit removed" ...
        credited: whether it names where it comes from.
        overlap: share of its running text that stands in the origin, 0 to 1.
        because: what shows it.
    """

    report: str
    edit: tuple[str, ...]
    credited: bool
    overlap: float
    because: str


@dataclass(frozen=True, slots=True)
class ReprintGroup:
    """Reports that are one copy: the origin, and those that reprint it."""

    origin: str
    members: tuple[Reprint, ...]

    @property
    def reports(self) -> tuple[str, ...]:
        """Keys of all, the origin first."""
        return (self.origin, *(member.report for member in self.members))


@dataclass(frozen=True, slots=True)
class Story:
    """Reports on one matter, over hours or days.

    Attributes:
        id: "T" and ten digits of the key of its first report.
        reports: keys, by time of publication.
        title: headline of the report that stands nearest to all.
        because: what holds it together.
    """

    id: str
    reports: tuple[str, ...]
    title: str
    because: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that an account gives: what is counted, and the least and the most it can be."""

    what: str
    low: int | None
    high: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Account:
    """One telling of a happening: one sentence of one report.

    Attributes:
        report: key of the report.
        events: ids of the events of its record that tell it; empty where a sentence tells it without a coded event.
        sentence: where the sentence stands in the report's text.
        on_word_of: names of the voices beyond the outlet, outermost first.
        label: the one word for a reader.
        figures: what it counts.
        day: first and last ISO day of the event as told, or None.
        copied_from: key of the report that it came with, where this one is a reprint.
    """

    report: str
    events: tuple[str, ...]
    sentence: Span
    on_word_of: tuple[str, ...]
    label: Label
    figures: tuple[Figure, ...]
    day: tuple[str, str] | None
    copied_from: str | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Somebody with knowledge of their own of a happening.

    Attributes:
        name: the person, body or reporter.
        reports: keys of the reports that have it from them.
        because: why these are one, or why it counts.
    """

    name: str
    reports: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A report that tells of a happening and adds no source, with the reason."""

    report: str
    because: str


@dataclass(frozen=True, slots=True)
class Independence:
    """The independent sources of one happening."""

    happening: str
    origins: tuple[Origin, ...]
    not_counted: tuple[NotCounted, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.origins)


@dataclass(frozen=True, slots=True)
class Happening:
    """What accounts of one or more reports tell of.

    Attributes:
        id: "H" and ten digits that its first account gives.
        story: id of the story that it belongs to.
        type: PLOVER type that most of its accounts have, or None.
        title: words for a reader: who, what, to whom, where.
        day: first and last ISO day that its accounts allow, or None.
        place: GeoNames id of its place, or None; and its name.
        accounts: in order of publication and offset.
        because: what linked them.
    """

    id: str
    story: str
    type: str | None
    title: str
    day: tuple[str, str] | None
    place: int | None
    place_name: str | None
    accounts: tuple[Account, ...]
    because: str


@dataclass(frozen=True, slots=True)
class ClaimedValue:
    """One side of a contradiction: the value, who holds to it, and where it stands."""

    value: str
    voices: tuple[str, ...]
    accounts: tuple[tuple[str, Span], ...]

    @property
    def reports(self) -> tuple[str, ...]:
        """Keys of the reports that give the value, each once."""
        return tuple(dict.fromkeys(report for report, _ in self.accounts))


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Accounts of one happening, of one report or several, that do not go together.

    Attributes:
        happening: id of the happening.
        field: what they differ in: what is counted ("dead", "crowd" ...), "happened" (whether it took place), "naming"
            (what a party is called) or "deed" (whether a party does what it is said not to do).
        kind: update (a later figure takes the place of an earlier one), dispute, denial, correction (somebody
            withdraws their own), or different scope (both may hold: they count different things).
        values: the sides, in order of publication.
        because: the rule that says so.
    """

    happening: str
    field: str
    kind: ContradictionKind
    values: tuple[ClaimedValue, ...]
    because: str


@dataclass(frozen=True, slots=True)
class QuoteVariant:
    """One appearance of an utterance.

    Attributes:
        report: key of the report.
        span: where its words stand.
        statement: id of the statement, or None for words that no statement holds.
        change: against the fullest wording: "verbatim", "shortened", "altered", "paraphrased" ..., or "copied" with a reprint.
        because: what shows it.
    """

    report: str
    span: Span
    statement: str | None
    change: str
    because: str


@dataclass(frozen=True, slots=True)
class QuoteLineage:
    """One utterance followed through reports: who said it, its fullest wording first."""

    id: str
    speaker: str | None
    variants: tuple[QuoteVariant, ...]


@dataclass(frozen=True, slots=True)
class Alias:
    """A name of an entity as reports have it, how many do, and the first and last day of publication of these."""

    name: str
    n_reports: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class SharedEntity:
    """A person, body or place that reports name, whatever its spelling.

    Attributes:
        id: "P" and ten digits that its type and name give.
        type: what it is.
        name: the name that most reports have.
        aliases: all its names, the commonest first.
        roles: titles and functions given to it, as written, with the days between which reports give them.
        country: ISO 3166 alpha-3, or None.
        geonames: GeoNames id of a place, or None.
        mentions: report and id of the entity of its record, in order of publication.
        because: what joined the names.
    """

    id: str
    type: EntityType
    name: str
    aliases: tuple[Alias, ...]
    roles: tuple[Alias, ...]
    country: str | None
    geonames: int | None
    mentions: tuple[tuple[str, str], ...]
    because: str

    @property
    def reports(self) -> tuple[str, ...]:
        """Keys of the reports that name it, each once."""
        return tuple(dict.fromkeys(report for report, _ in self.mentions))


@dataclass(frozen=True, slots=True, order=True)
class NamedAt:
    """A stretch of a report that names an entity: how people point to one, whatever ids it is given."""

    report: str
    span: Span


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided about reports, which goes before all that is found.

    Attributes:
        together: two reports of one story; the first is moved to the story of the second.
        alone: reports that are a story of their own.
        no_reprints: reports that are no copies.
        same: two stretches that name one entity.
        apart: stretches whose entity is not that of other reports.
        undoing: for each of `apart` how many of `same` were decided before it: it goes before those of its entity.
    """

    together: tuple[tuple[str, str], ...] = ()
    alone: tuple[str, ...] = ()
    no_reprints: tuple[str, ...] = ()
    same: tuple[tuple[NamedAt, NamedAt], ...] = ()
    apart: tuple[NamedAt, ...] = ()
    undoing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Relations:
    """All that holds between a set of reports; the same for any order in which they came."""

    reports: tuple[str, ...]
    reprints: tuple[ReprintGroup, ...]
    stories: tuple[Story, ...]
    happenings: tuple[Happening, ...]
    independence: tuple[Independence, ...]
    contradictions: tuple[Contradiction, ...]
    quotes: tuple[QuoteLineage, ...]
    entities: tuple[SharedEntity, ...] = ()
