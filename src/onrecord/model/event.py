"""Who did what to whom, when and where, and on whose word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.model.attribution import Attribution
from onrecord.model.span import Span
from onrecord.model.statement import Participant

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "SANCTION", "PROTEST", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
"""The 16 types of PLOVER (manual of 2021)."""

Label = Literal[
    "asserted", "alleged", "reported", "denied", "possible", "hypothetical", "attempted", "intended", "future"
]
Certainty = Literal["certain", "probable", "possible", "underspecified"]
Polarity = Literal["positive", "negative"]
EventTense = Literal["past", "present", "future"]
Condition = Literal["hypothetical", "attempted", "intended", "question"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """The word or words that stand for an event, with the lemma of their head ("take control": "take control")."""

    span: Span
    lemma: str


@dataclass(frozen=True, slots=True)
class EventPlace:
    """Where an event took place: an index into `Record.places`, and the rule that chose it."""

    index: int
    because: str


@dataclass(frozen=True, slots=True)
class EventTime:
    """When an event took place: an index into `Record.times`, or a TIMEX3 value of its own; one of them is None.

    The rule stands in `because`, also where an event after or before another has neither.
    """

    index: int | None
    value: str | None
    because: str


@dataclass(frozen=True, slots=True)
class Factuality:
    """How one voice of the chain stands to an event.

    Attributes:
        voice: "outlet", an entity id, or "unnamed".
        certainty: how sure the voice is; underspecified where it only passes on what another said.
        polarity: negative where for this voice it did not, does not or will not happen.
        time: when it happens as seen from this voice.
        condition: what keeps it from being a plain fact for this voice, or None.
    """

    voice: str
    certainty: Certainty
    polarity: Polarity
    time: EventTense
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of an event, as a range.

    Attributes:
        span: the words of the figure ("at least 40").
        what: dead, injured, arrested, detained, displaced, missing, abducted, crowd or money.
        low: the least it can be, or None ("up to 40" has none).
        high: the most it can be, or None ("at least 40", "dozens" have none).
    """

    span: Span
    what: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Event:
    """One coded event in one report: a happening as one voice tells it.

    Attributes:
        id: "V1", "V2" ... in order of first offset.
        anchor: the words that stand for it where it is first told.
        also: other words of the same voice for the same happening.
        type: PLOVER type, or None where no type fits.
        mode: PLOVER mode of the type, or None.
        contexts: PLOVER contexts, most likely first.
        cameo: CAMEO code, a string of two to four digits ("190", "0841"), or None.
        actors: who did it; of a reciprocal event all parties.
        recipients: to whom it was done.
        reciprocal: whether the parties did it to one another.
        places: where, with the rule that chose each.
        time: when, or None.
        factuality: how each voice stands to it, the outlet first, then the chain.
        on_word_of: the chain of attribution, outermost first; empty where the outlet tells it in its own voice.
        label: the one word for a reader.
        quantities: its figures.
        background: whether it is told as history or as a standing state, not as news.
        score: how sure the program is that this is an event coded rightly, 0 to 1.
        because: the rules and weights that gave it.
    """

    id: str
    anchor: Anchor
    also: tuple[Span, ...]
    type: EventType | None
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str | None
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    reciprocal: bool
    places: tuple[EventPlace, ...]
    time: EventTime | None
    factuality: tuple[Factuality, ...]
    on_word_of: tuple[Attribution, ...]
    label: Label
    quantities: tuple[Quantity, ...]
    background: bool
    score: float
    because: str
