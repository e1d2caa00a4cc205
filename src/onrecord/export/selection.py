"""Which events of a record a reader wants to see: by voice, type, label and score."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import get_args

from onrecord.errors import InputError
from onrecord.export.outline import entities_by_id, one_line, speaker_of
from onrecord.model import Attribution, Entity, Event, EventType, Label, Record, Statement

OUTLET, UNNAMED = "outlet", "unnamed"
"""What stands for the outlet's own voice, and for every voice that the report does not name."""
UNCODED = "uncoded"
"""What stands for events that no type fits."""

EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)
EVENT_LABELS: tuple[Label, ...] = get_args(Label)


@dataclass(frozen=True, slots=True)
class Voice:
    """One on whose word an event is told.

    Attributes:
        key: what tells it from the other voices of the report; all unnamed ones share a key.
        name: its name, or for an unnamed voice the report's words for it.
    """

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are wanted. What is left empty lets everything pass.

    Attributes:
        voices: parts of names, in either case; also "outlet" (told in the outlet's own voice) and
            "unnamed". One of them must fit one voice of the chain.
        types: PLOVER types; None stands for events that no type fits.
        labels: labels.
        min_score: the score that an event must have at least.

    Raises:
        ValueError: `min_score` is outside 0..1.
    """

    voices: tuple[str, ...] = ()
    types: tuple[EventType | None, ...] = ()
    labels: tuple[Label, ...] = ()
    min_score: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.min_score <= 1:
            raise ValueError(f"a score lies between 0 and 1, not at {self.min_score}")

    def __bool__(self) -> bool:
        return bool(self.voices or self.types or self.labels or self.min_score)

    @property
    def by_event(self) -> bool:
        """Whether more is asked of an event than on whose word it is told."""
        return bool(self.types or self.labels or self.min_score)

    @property
    def told(self) -> str:
        """The filter in words."""
        asked = []
        if self.voices:
            asked.append("voice " + " or ".join(f"“{voice}”" for voice in self.voices))
        if self.types:
            asked.append("type " + " or ".join(one or UNCODED for one in self.types))
        if self.labels:
            asked.append("label " + " or ".join(self.labels))
        if self.min_score:
            asked.append(f"score {self.min_score:g} or more")
        return "; ".join(asked)


def read_filter(
    *, voices: Iterable[str] = (), types: Iterable[str] = (), labels: Iterable[str] = ()
) -> EventFilter:
    """Return the filter that words from outside ask for.

    Types and labels are taken in either case; "uncoded" asks for events that no type fits.

    Raises:
        InputError: there is no such type or label, or a voice is empty.

    >>> read_filter(types=["assault", "uncoded"], labels=["Denied"]).told
    'type ASSAULT or uncoded; label denied'
    """
    voices = tuple(one_line(voice) for voice in voices)
    if not all(voices):
        raise InputError(
            what="the name of a voice is empty",
            where="--voice",
            remedy=f"give a part of a name, '{OUTLET}' or '{UNNAMED}'",
        )
    by_type: dict[str, EventType | None] = {one: one for one in EVENT_TYPES} | {UNCODED: None}
    by_label: dict[str, Label] = {one: one for one in EVENT_LABELS}
    return EventFilter(
        voices=voices,
        types=tuple(by_type[_known(word, by_type, "type")] for word in types),
        labels=tuple(by_label[_known(word, by_label, "label")] for word in labels),
    )


def _known(word: str, known: Collection[str], kind: str) -> str:
    """Return the one of the known words that is meant, in either case."""
    by_folded = {one.casefold(): one for one in known}
    folded = word.strip().casefold()
    if folded in by_folded:
        return by_folded[folded]
    near = difflib.get_close_matches(folded, by_folded, n=1)
    meant = f"did you mean '{by_folded[near[0]]}'? " if near else ""
    raise InputError(
        what=f"there is no {kind} '{word}'",
        where=f"--{kind}",
        remedy=f"{meant}choose from {', '.join(known)}",
    )


def voices_of(
    event: Event, record: Record, *, statements: dict[str, Statement], entities: dict[str, Entity]
) -> tuple[Voice, ...]:
    """Return on whose word an event is told, innermost first, one voice a link of the chain.

    Every voice that the report does not name has the key "unnamed"; the outlet's own voice,
    which speaks alone where the chain is empty, has the key "outlet".
    """
    if not event.on_word_of:
        return (_outlet(record),)
    return tuple(_linked(link, record, statements, entities) for link in reversed(event.on_word_of))


def _linked(
    link: Attribution, record: Record, statements: dict[str, Statement], entities: dict[str, Entity]
) -> Voice:
    statement, entity = statements.get(link.statement), entities.get(link.entity or "")
    if statement is not None and statement.source_type == "unnamed":
        return _speaking(statement, record, entities)
    if entity is not None:
        return Voice(f"entity {entity.id}", one_line(entity.name))
    return _speaking(statement, record, entities) if statement is not None else Voice(UNNAMED, UNNAMED)


def _speaking(statement: Statement, record: Record, entities: dict[str, Entity]) -> Voice:
    """Return the voice of a statement."""
    if statement.source_type == "outlet":
        return _outlet(record)
    name = speaker_of(statement, record, entities).name
    if statement.source_type == "unnamed" or statement.source is None:
        return Voice(UNNAMED, name)
    entity = entities.get(statement.source.entity or "")
    return Voice(f"entity {entity.id}" if entity else f"words {_folded(name)}", name)


def _outlet(record: Record) -> Voice:
    return Voice(OUTLET, one_line(record.report.outlet or "the outlet"))


def chosen_events(record: Record, chosen: EventFilter) -> tuple[Event, ...]:
    """Return the events of the record that the filter lets pass, in their order."""
    statements = {statement.id: statement for statement in record.statements}
    entities = entities_by_id(record)
    return tuple(
        event
        for event in record.events
        if event.score >= chosen.min_score
        and (not chosen.types or event.type in chosen.types)
        and (not chosen.labels or event.label in chosen.labels)
        and (
            not chosen.voices
            or any(
                voice_fits(voice, chosen.voices)
                for voice in voices_of(event, record, statements=statements, entities=entities)
            )
        )
    )


def chosen_statements(record: Record, chosen: EventFilter) -> frozenset[str]:
    """Return the ids of the statements that belong to what the filter lets pass.

    A statement must be in a voice asked for, and where types, labels or a score are asked for,
    one of the chosen events must rest on it.
    """
    entities = entities_by_id(record)
    resting = {link.statement for event in chosen_events(record, chosen) for link in event.on_word_of}
    return frozenset(
        statement.id
        for statement in record.statements
        if (not chosen.by_event or statement.id in resting)
        and (not chosen.voices or voice_fits(_speaking(statement, record, entities), chosen.voices))
    )


def voice_fits(voice: Voice, asked: Iterable[str]) -> bool:
    """Tell whether one of the words asked for is a part of the voice's name, or its kind.

    >>> voice_fits(Voice("entity E1", "Zeynep Çelik"), ["celik"]), voice_fits(Voice("unnamed", "aides"), ["outlet"])
    (True, False)
    """
    return any(
        voice.key == word if word in (OUTLET, UNNAMED) else word in _folded(voice.name)
        for word in map(_folded, asked)
    )


def _folded(name: str) -> str:
    """Return the name without case and accents, so that "Zeynep" typed without its marks is found."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))
