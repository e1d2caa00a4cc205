"""An event being put together."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.model import Attribution, EventPlace, EventTime, Participant, Quantity, Span, Statement
from onrecord.record.happenings import Happening
from onrecord.record.outlook import Outlook
from onrecord.record.verdicts import Verdict


@dataclass
class EventDraft:
    """An event being put together.

    Attributes:
        happening: the word that stands for it.
        actors: who did it.
        recipients: to whom it was done.
        chain: on whose word.
        statements: those that it stands in, outermost first.
        verdicts: what the report says of each of them.
        outlook: how the innermost voice stands to it.
        places: where.
        time: when.
        quantities: its figures.
        reports: id of the statement that its word is the cue of, or None.
        also: other words of the same voice for it.
        reasons: rules that took part.
    """

    happening: Happening
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    chain: tuple[Attribution, ...]
    statements: tuple[Statement, ...]
    verdicts: tuple[Verdict | None, ...]
    outlook: Outlook
    places: tuple[EventPlace, ...]
    time: EventTime | None
    quantities: tuple[Quantity, ...] = ()
    reports: str | None = None
    also: list[Span] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
