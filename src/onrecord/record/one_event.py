"""One event for one happening and voice: which words of a report stand for what it has told before."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from onrecord.model import EventTime, Participant, Place, Reading
from onrecord.record.event_drafts import EventDraft
from onrecord.record.event_settings import OWN_CLAUSE
from onrecord.record.parse import Parse

_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "sixth", "last", "next", "previous"})


def joined(
    drafts: list[EventDraft],
    reading: Reading,
    places: tuple[Place, ...],
    told: Callable[[EventDraft], Hashable],
) -> list[EventDraft]:
    """Return the drafts with later words of one voice for the same happening put to the first.

    Args:
        drafts: in order of offset.
        reading: the reading.
        places: those of the report.
        told: gives what tells apart who tells a happening, and how.
    """
    kept: list[EventDraft] = []
    alike: dict[Hashable, list[EventDraft]] = {}
    for draft in drafts:
        rivals = alike.setdefault(told(draft), [])
        first = next((one for one in reversed(rivals) if _is_same(one, draft, reading, places)), None)
        if first is None:
            kept.append(draft)
            rivals.append(draft)
            continue
        first.also.append(draft.happening.anchor)
        first.actors = first.actors or draft.actors
        first.recipients = first.recipients or draft.recipients
        first.places = first.places or draft.places
        first.time = first.time or draft.time
        first.quantities = first.quantities or draft.quantities
    return kept


def _is_same(first: EventDraft, later: EventDraft, reading: Reading, places: tuple[Place, ...]) -> bool:
    """Tell whether a later draft is the happening of an earlier one, told by the same voice in the same way."""
    if first.happening.lemma != later.happening.lemma and not _takes_up(first, later, reading):
        return False
    if _differ(first.time, later.time) or _in_other_towns(first, later, places):
        return False
    if _are_apart(first, later, reading):
        return False
    apart = _differ_in(first.recipients, later.recipients)
    if first.happening.lemma == later.happening.lemma and _shared(first.actors, later.actors) and not apart:
        return True
    if first.happening.type is None and _of_other_things(first, later, reading):
        return False
    return all(
        not one or not other or _shared(one, other)
        for one, other in ((first.actors, later.actors), (first.recipients, later.recipients))
    )


def _are_apart(first: EventDraft, later: EventDraft, reading: Reading) -> bool:
    """Tell whether the words of two happenings show that there are two: by number, rank, clause, or what is told."""
    if first.happening.is_ended != later.happening.is_ended:
        return True  # the strike, and its end
    words = [reading.words[one.happening.head] for one in (first, later)]
    if [word.xpos for word in words] == ["NNS", "NN"]:
        return True  # "attacks have become fewer ... the attack": one, and not all of them
    if words[0].sentence == words[1].sentence and all(word.upos == "VERB" for word in words):
        return True  # "filed one report late and filed others unsigned"
    if first.reports is not None and later.reports is not None:
        return True  # "suggested cuts ... suggested talks"
    ranks = [_ranks(one, reading) for one in (first, later)]
    return all(ranks) and not ranks[0] & ranks[1]


def _ranks(draft: EventDraft, reading: Reading) -> set[str]:
    """Return the ordinals beside a noun or beside what counts it: "second" of "a second round of talks"."""
    parse, head = Parse.of(reading), draft.happening.head
    above = parse.words[head].head
    nouns = [head, above] if above is not None and parse.case(head) == "of" else [head]
    return {parse.lemmas[c] for noun in nouns for c in parse.children[noun] if parse.lemmas[c] in _ORDINALS}


def _of_other_things(first: EventDraft, later: EventDraft, reading: Reading) -> bool:
    """Tell whether two happenings without parties are told of things by different nouns: "profit rose ... sales rose"."""
    if any((first.actors, first.recipients, later.actors, later.recipients)):
        return False
    parse = Parse.of(reading)
    things = [
        {
            parse.lemmas[child]
            for child in parse.children[draft.happening.head]
            if parse.relations[child] in ("nsubj", "obj") and parse.words[child].upos == "NOUN"
        }
        for draft in (first, later)
    ]
    return all(things) and not things[0] & things[1]


def _shared(one: tuple[Participant, ...], other: tuple[Participant, ...]) -> bool:
    return bool({p.entity for p in one if p.entity} & {p.entity for p in other if p.entity})


def _differ_in(one: tuple[Participant, ...], other: tuple[Participant, ...]) -> bool:
    """Tell whether two happenings are done to entities that are not the same: "helped the victims ... will help the state"."""
    known = [{p.entity for p in parties if p.entity} for parties in (one, other)]
    return all(known) and not known[0] & known[1]


def _differ(one: EventTime | None, other: EventTime | None) -> bool:
    return one is not None and other is not None and one.index != other.index


def _in_other_towns(first: EventDraft, later: EventDraft, places: tuple[Place, ...]) -> bool:
    """Tell whether the clauses of two drafts name towns, and none in common: a strike near one is none near the other."""
    one, other = (
        {
            places[place.index].geonames
            for place in draft.places
            if place.because == OWN_CLAUSE and (places[place.index].feature or "").startswith("PPL")
        }
        for draft in (first, later)
    )
    return bool(one and other) and None not in one | other and not one & other


_TAKEN_UP_WITHIN = 3
"""Sentences after which "the attack" takes up another one."""


def _takes_up(first: EventDraft, later: EventDraft, reading: Reading) -> bool:
    """Tell whether a definite noun of the same type takes an earlier event up ("the attack", "the incident")."""
    word = reading.words[later.happening.head]
    if word.upos != "NOUN" or first.happening.type is None or first.happening.type != later.happening.type:
        return False
    if word.sentence - reading.words[first.happening.head].sentence > _TAKEN_UP_WITHIN:
        return False
    before = (
        reading.text[max(0, later.happening.anchor.start - 30) : later.happening.anchor.start].lower().split()
    )
    return bool(before) and before[-1] in ("the", "this", "that", "these", "those")
