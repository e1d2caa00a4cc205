"""How PLOVER codes an event that is not, or not yet, a plain fact.

A record tells what the happening would be and how each voice stands to it. PLOVER has one type for both: what somebody
will do is coded as the promise or the threat that announces it, what he will not do as a rejection, and what he
says that others must do as a request (PLOVER manual, sections AGREE, THREATEN, REJECT and REQUEST).
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model import Event, EventType, Participant, Record

_HELPFUL = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
_HARMFUL = frozenset({"SANCTION", "PROTEST", "MOBILIZE", "COERCE", "ASSAULT"})
_DUTY = ("'must'", "'should'", "'ought'", "'need'", "'have'")


@dataclass(frozen=True, slots=True)
class Coding:
    """An event as PLOVER codes it, with the rule where that is not the event's own type."""

    type: EventType
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    because: str | None = None


def code_event(event: Event, record: Record) -> Coding | None:
    """Return an event as PLOVER codes it, or None where it has no type."""
    if event.type is None:
        return _asked_of(event, record)
    plain = Coding(event.type, event.actors, event.recipients)
    if event.label == "hypothetical":
        return _asked_of(event, record) or plain
    if not _is_own_affair(event):
        return plain
    if event.label in ("future", "intended"):
        if event.type in _HELPFUL:
            return Coding("AGREE", event.actors, event.recipients, "announced, not yet done")
        if event.type in _HARMFUL:
            return Coding("THREATEN", event.actors, event.recipients, "announced, not yet done")
    if event.label == "denied" and event.type in _HELPFUL:
        return Coding("REJECT", event.actors, event.recipients, "not done")
    return plain


def _is_own_affair(event: Event) -> bool:
    """Tell whether whoever does it also says so, or the outlet does: what others expect of him is no promise."""
    voices = [link.entity for link in event.on_word_of]
    return not voices or voices[-1] is None or voices[-1] in {actor.entity for actor in event.actors}


def _asked_of(event: Event, record: Record) -> Coding | None:
    """Return the request that somebody's word on another's duty is, or None where it is none."""
    if not event.on_word_of or not any(word in event.because for word in _DUTY):
        return None
    link = event.on_word_of[-1]
    statement = next((s for s in record.statements if s.id == link.statement), None)
    if statement is None or statement.source is None or link.entity is None:
        return None
    asked = tuple(actor for actor in event.actors if actor.entity != link.entity)
    return Coding("REQUEST", (statement.source,), asked, "said to be a duty") if asked else None
