"""The data model: the only ground on which stages meet. Standard library only."""

from onrecord.model.attribution import Attribution
from onrecord.model.document import Dateline, Document, Parts, text_digest
from onrecord.model.entity import Entity, EntityIds, EntityMention, EntityType
from onrecord.model.event import (
    Anchor,
    Certainty,
    Condition,
    Event,
    EventPlace,
    EventTense,
    EventTime,
    EventType,
    Factuality,
    Label,
    Polarity,
    Quantity,
)
from onrecord.model.place import Place
from onrecord.model.reading import (
    Mention,
    MentionKind,
    Predication,
    Reading,
    Sentence,
    SpeechFrame,
    Word,
)
from onrecord.model.record import SCHEMA, Record
from onrecord.model.span import Span, cover, trim
from onrecord.model.statement import Cue, Force, Participant, SourceType, Statement, StatementKind
from onrecord.model.timex import Timex, TimexType

__all__ = [
    "SCHEMA",
    "Anchor",
    "Attribution",
    "Certainty",
    "Condition",
    "Cue",
    "Dateline",
    "Document",
    "Entity",
    "EntityIds",
    "EntityMention",
    "EntityType",
    "Event",
    "EventPlace",
    "EventTense",
    "EventTime",
    "EventType",
    "Factuality",
    "Force",
    "Label",
    "Mention",
    "MentionKind",
    "Participant",
    "Parts",
    "Place",
    "Polarity",
    "Predication",
    "Quantity",
    "Reading",
    "Record",
    "Sentence",
    "SourceType",
    "Span",
    "SpeechFrame",
    "Statement",
    "StatementKind",
    "Timex",
    "TimexType",
    "Word",
    "cover",
    "text_digest",
    "trim",
]
