"""Answers about people, bodies and places, as rows: their names, what they said, and the events they took part in."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.desk.answers import HappeningRow, ReportLine, Rows, Words


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name or role of an entity, how many reports give it, and the first and last day of their publication."""

    name: str
    n_reports: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class EntityRow:
    """A person, body or place that reports name, with all its names and roles.

    Attributes:
        id: its id; None where reports describe it and never name it.
        type: PERSON, ORG, GPE, LOC, FAC or NORP.
        name: the name that most reports have.
        names: all its names, the commonest first.
        roles: titles and functions.
        country: ISO 3166 alpha-3, or None.
        geonames: GeoNames id of a place, or None.
        n_reports: reports that name it.
        because: what joined the names.
    """

    id: str | None
    type: str
    name: str
    names: tuple[NameRow, ...]
    roles: tuple[NameRow, ...]
    country: str | None
    geonames: int | None
    n_reports: int
    because: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement.

    Attributes:
        report: the report.
        id: its id in the record.
        speaker: the name that the record gives its source.
        kind: direct, indirect or mixed.
        force: what the source does by saying it.
        cue: the words that report it, or None.
        content: what was said, piece by piece.
        lineage: id of the utterance that it is an appearance of, or None.
        change: against its fullest wording, or None.
    """

    report: ReportLine
    id: str
    speaker: str
    kind: str
    force: str
    cue: str | None
    content: tuple[Words, ...]
    lineage: str | None
    change: str | None


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event in which an entity takes part.

    Attributes:
        id: its id in the record.
        part: "actor" or "recipient".
        day: first and last ISO day, or None.
        place: name of its place, or None.
        type: PLOVER type, or None.
        label: the one word for a reader.
        on_word_of: voices beyond the outlet, outermost first.
        anchor: the words that stand for it.
        words: the sentence that tells of it.
    """

    id: str
    part: str
    day: tuple[str, str] | None
    place: str | None
    type: str | None
    label: str
    on_word_of: tuple[str, ...]
    anchor: str
    words: Words


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """What one voice says of a deed that somebody is accused of.

    Attributes:
        voice: who says or denies it: the innermost voice.
        on_word_of: voices beyond the outlet, outermost first.
        label: the one word for a reader.
        is_own: whether the voice is that of the accused.
        n_reports: reports that tell it so, reprints included.
        words: the first sentence that does.
    """

    voice: str
    on_word_of: tuple[str, ...]
    label: str
    is_own: bool
    n_reports: int
    words: Words


@dataclass(frozen=True, slots=True)
class AccusationRow:
    """A happening that others say somebody brought about.

    Attributes:
        happening: the happening.
        accused_by: who says that it was they; empty where it is only denied.
        denied_by: who says that it did not happen, or was not they; the accused or others.
    """

    happening: HappeningRow
    accused_by: tuple[ClaimRow, ...]
    denied_by: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class Sayings:
    """What one entity is reported to have said."""

    entity: EntityRow
    statements: Rows[StatementRow]


@dataclass(frozen=True, slots=True)
class Profile:
    """One entity with its statements, the events in which it takes part, and what others say that it did."""

    entity: EntityRow
    statements: Rows[StatementRow]
    as_actor: Rows[EventRow]
    as_recipient: Rows[EventRow]
    accused_of: Rows[AccusationRow]
