"""Who is charged with what in one report: deeds told on the word of somebody else than the outlet and the doer."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from onrecord.model import Event, EventType, Force, Label, Record

_SAID: frozenset[Label] = frozenset({"alleged", "reported", "possible", "attempted"})
"""Labels under which a voice says, or thinks it possible, that something was done or tried."""

_HOSTILE: frozenset[EventType] = frozenset({"ASSAULT", "COERCE", "SANCTION", "THREATEN"})
"""Types of deeds that are a charge by themselves. Of any other one somebody is charged where the voice accuses or claims: "the
minister met the farmers, her office said" charges nobody."""

_CHARGING: frozenset[Force] = frozenset({"accuses", "claims"})


def charges_in(record: Record) -> Iterator[tuple[str, str]]:
    """Yield events of a record, each with an entity that it is charged to, or that is defended from it, by their ids.

    Somebody is charged with a deed where a voice beyond the outlet, and not their own, says that they did it. What somebody
    denies in so many words counts too, be it of themselves or of others: nobody denies what was not said. "I have not
    resigned" alone is no denial of a charge.

    Args:
        record: the record, with people's corrections laid over it.
    """
    forces = {statement.id: statement.force for statement in record.statements}
    for event in record.events:
        if not event.on_word_of:
            continue
        voice = event.on_word_of[-1].entity
        told = {forces.get(link.statement, "says") for link in event.on_word_of}
        for doer in dict.fromkeys(party.entity for party in event.actors):
            if doer is not None and _is_charge(event, told, is_own=doer == voice):
                yield event.id, doer


def _is_charge(event: Event, told: Collection[Force], *, is_own: bool) -> bool:
    """Tell whether an event is a charge, as its chain tells it.

    Args:
        event: the event.
        told: what the voices of the chain do by telling it.
        is_own: whether the innermost voice is the doer's own.
    """
    if event.label == "denied":
        return "denies" in told
    if is_own or event.reciprocal or not is_said(event.label) or _is_to_come(event):
        return False
    return event.type in _HOSTILE or not _CHARGING.isdisjoint(told)


def _is_to_come(event: Event) -> bool:
    """Tell whether for the innermost voice an event is yet to come: "the government might send soldiers, an adviser said"."""
    return bool(event.factuality) and event.factuality[-1].time == "future"


def is_said(label: str) -> bool:
    """Tell whether a label says that a voice beyond the outlet holds that something was done, may have been, or was tried."""
    return label in _SAID
