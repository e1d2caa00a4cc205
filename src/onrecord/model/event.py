"""Who did what to whom, when and where, and on whose word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.model.attribution import Attribution
from onrecord.model.span import Span
from onrecord.model.statement import Participant

Label = Literal[
    "asserted", "alleged", "reported", "denied", "possible", "hypothetical", "attempted", "intended", "future"
]


@dataclass(frozen=True, slots=True)
class Anchor:
    """The word that stands for an event, with its lemma."""

    span: Span
    lemma: str


@dataclass(frozen=True, slots=True)
class EventPlace:
    """Where an event took place: an index into `Record.places`, and the rule that chose it."""

    index: int
    because: str


@dataclass(frozen=True, slots=True)
class EventTime:
    """When an event took place: an index into `Record.times`, or a value of its own."""

    index: int | None
    value: str | None
    because: str


@dataclass(frozen=True, slots=True)
class Factuality:
    """How one voice of the chain stands to an event; "outlet" or an entity id is the voice."""

    voice: str
    certainty: Literal["certain", "probable", "possible", "underspecified"]
    polarity: Literal["positive", "negative"]
    time: Literal["past", "present", "future"]
    condition: Literal["hypothetical", "attempted", "intended", "question"] | None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of an event, as a range: `what` is dead, injured, arrested, displaced, crowd ..."""

    span: Span
    what: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Event:
    """One coded event in one report; RECORD.md tells each field."""

    id: str
    anchor: Anchor
    type: str | None
    mode: str | None
    contexts: tuple[str, ...]
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    places: tuple[EventPlace, ...]
    time: EventTime | None
    factuality: tuple[Factuality, ...]
    on_word_of: tuple[Attribution, ...]
    label: Label
    quantities: tuple[Quantity, ...]
    score: float
