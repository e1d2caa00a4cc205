"""All that one report puts on record."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model.document import Document
from onrecord.model.entity import Entity
from onrecord.model.event import Event
from onrecord.model.place import Place
from onrecord.model.span import Span
from onrecord.model.statement import Statement
from onrecord.model.timex import Timex

SCHEMA = 1
"""Number of the record format; it rises when a field is renamed or dropped."""


@dataclass(frozen=True, slots=True)
class Record:
    """One report on record. Every list is in order of first offset.

    Attributes:
        schema: number of the record format.
        onrecord: version of the program.
        weights: digest of the weights used.
        report: the document, its dateline resolved.
    """

    schema: int
    onrecord: str
    weights: str
    report: Document
    sentences: tuple[Span, ...]
    entities: tuple[Entity, ...]
    places: tuple[Place, ...]
    times: tuple[Timex, ...]
    statements: tuple[Statement, ...]
    events: tuple[Event, ...] = ()
