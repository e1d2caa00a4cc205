"""Answers about people, and what a search found, as sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.desk.answers import HitRow
from onrecord.desk.profiles import AccusationRow, ClaimRow, EntityRow, EventRow, StatementRow
from onrecord.desk.sheets import Sheet, column, report_columns, words_columns
from onrecord.export.columns import Column


def entity_columns(path: str) -> list[Column[Any]]:
    """Return the columns that name a person, body or place."""
    return [
        column(
            "entity",
            "id of the person, body or place; empty where it is described and never named",
            f"{path}.id",
        ),
        column("entity_name", "the name that most reports have", f"{path}.name"),
    ]


ENTITIES = [
    *entity_columns("one"),
    column("type", "PERSON, ORG, GPE, LOC, FAC or NORP", "one.type"),
    column("country", "ISO 3166 alpha-3", "one.country"),
    column("kind", "name or role", "kind"),
    column("words", "the name or role", "name.name"),
    column("reports", "how many reports give it", "name.n_reports", "integer"),
    column("first_day", "first day of their publication", "name.first"),
    column("last_day", "last day of their publication", "name.last"),
]
SAYINGS = [
    *entity_columns("entity"),
    *report_columns("row.report"),
    column("statement", "id of the statement in the record", "row.id"),
    column("kind", "direct, indirect or mixed", "row.kind"),
    column("force", "what the source does by saying it", "row.force"),
    column("cue", "the words that report it", "row.cue"),
    Column("text", "what was said", lambda said: " … ".join(words.text for words in said.row.content)),
    Column(
        "starts",
        "offsets of the pieces of it",
        lambda said: tuple(w.start for w in said.row.content),
        "integers",
    ),
    Column("ends", "offsets after them", lambda said: tuple(w.end for w in said.row.content), "integers"),
    column("utterance", "id of the utterance followed through reports", "row.lineage"),
    column("change", "against its fullest wording", "row.change"),
]
EVENTS = [
    *entity_columns("entity"),
    column("part", "actor or recipient", "row.part"),
    *report_columns("row.words.report"),
    column("event", "id of the event in the record", "row.id"),
    column("first_day", "first ISO day that it can have been", "row.day.0"),
    column("last_day", "last ISO day that it can have been", "row.day.1"),
    column("place", "name of its place", "row.place"),
    column("type", "PLOVER type", "row.type"),
    column("label", "the one word for a reader", "row.label"),
    column("on_word_of", "voices beyond the outlet, outermost first", "row.on_word_of", "list"),
    column("anchor", "the words that stand for it", "row.anchor"),
    *words_columns("row.words"),
]
ACCUSATIONS = [
    *entity_columns("entity"),
    column("happening", "id of the happening", "row.happening.id"),
    column("story", "id of its story", "row.happening.story"),
    column("title", "who, what, to whom, where", "row.happening.title"),
    column("first_day", "first ISO day that it can have been", "row.happening.day.0"),
    column("last_day", "last ISO day that it can have been", "row.happening.day.1"),
    column("place", "name of its place", "row.happening.place"),
    column("type", "PLOVER type", "row.happening.type"),
    column("side", "accuses or denies", "side"),
    column("voice", "who says so", "claim.voice"),
    column("own", "whether that is the accused", "claim.is_own", "truth"),
    column("on_word_of", "voices beyond the outlet, outermost first", "claim.on_word_of", "list"),
    column("label", "the one word for a reader", "claim.label"),
    column("reports", "how many reports tell it so, reprints included", "claim.n_reports", "integer"),
    *report_columns("claim.words.report"),
    *words_columns("claim.words"),
]
HITS = [
    *report_columns("snippet.report"),
    column("headline", "its headline", "snippet.report.headline"),
    column("story", "id of its story", "story"),
    column("matches", "how often the words asked for stand in it, up to 1,000", "n_matches", "integer"),
    column("score", "how well it fits, within this search", "score", "number"),
    *words_columns("snippet"),
]


@dataclass(frozen=True, slots=True)
class _Of:
    """A row of an entity."""

    entity: EntityRow
    row: StatementRow | EventRow


@dataclass(frozen=True, slots=True)
class _Claimed:
    """What one voice says of an accusation."""

    entity: EntityRow
    row: AccusationRow
    side: str
    claim: ClaimRow


@dataclass(frozen=True, slots=True)
class _Named:
    one: EntityRow
    kind: str
    name: Any


def entities_sheet(rows: Iterable[EntityRow]) -> Sheet:
    """Return entities, one a line for each name and role."""
    return Sheet("entities", ENTITIES, list(_named(rows)))


def _named(rows: Iterable[EntityRow]) -> Iterator[_Named]:
    for one in rows:
        yield from (_Named(one, "name", name) for name in one.names)
        yield from (_Named(one, "role", role) for role in one.roles)


def sayings_sheet(rows: Iterable[tuple[EntityRow, StatementRow]]) -> Sheet:
    """Return statements, one a line."""
    return Sheet("statements", SAYINGS, [_Of(entity, row) for entity, row in rows])


def events_sheet(rows: Iterable[tuple[EntityRow, EventRow]]) -> Sheet:
    """Return events, one a line for each part that an entity has in them."""
    return Sheet("events", EVENTS, [_Of(entity, row) for entity, row in rows])


def accusations_sheet(rows: Iterable[tuple[EntityRow, AccusationRow]]) -> Sheet:
    """Return accusations, one a line for each voice that accuses or denies."""
    claimed = [
        _Claimed(entity, row, side, claim)
        for entity, row in rows
        for side, claims in (("accuses", row.accused_by), ("denies", row.denied_by))
        for claim in claims
    ]
    return Sheet("accusations", ACCUSATIONS, claimed)


def hits_sheet(rows: Sequence[HitRow]) -> Sheet:
    """Return what a search found, one report a line."""
    return Sheet("hits", HITS, rows)
