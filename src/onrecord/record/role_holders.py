"""Joins of descriptions by role ("the minister", "his ex-wife") with whoever holds it."""

from __future__ import annotations

from onrecord.record.descriptions import has_tail, nation_of, try_join
from onrecord.record.mention_bounds import AGED
from onrecord.record.parse import Parse
from onrecord.record.partition import Group, Partition, can_join
from onrecord.record.phrases import Phrase

_LEAD_SENTENCES = 3
"""How many sentences after a described lead its name may follow; chosen by judgement, not swept."""


_VARIED_SENTENCES = 2
"""How many sentences back somebody is named whom a second description means; chosen by judgement, not swept."""

_AGAIN = frozenset({"former", "retired", "one-time", "onetime", "longtime", "ex", "billionaire"})

_KIN = frozenset(
    {
        "wife",
        "husband",
        "mother",
        "father",
        "sister",
        "brother",
        "son",
        "daughter",
        "widow",
        "widower",
        "partner",
    }
)


def join_roles(partition: Partition, parse: Parse) -> None:
    """Join descriptions by role and country with the person who holds the role."""
    for phrase in partition.phrases:
        if not _is_role_description(phrase) or partition.of(phrase).names:
            continue
        nation = nation_of(phrase)
        holders = _holders(phrase, partition)
        before = [p for p in holders if p.span.start < phrase.span.start]
        if nation is not None and not phrase.indefinite:
            if before:
                partition.join(_nearest(phrase, before, parse), phrase, "role and country")
            elif holders:
                partition.join(holders[0], phrase, "role and country, named later")
            else:
                _join_only_holder(partition, phrase, "only holder of that role, of whom no country is told")
        elif is_in_headline(phrase, parse):
            _join_only_holder(partition, phrase, "only holder of the role in the headline")
        elif phrase.indefinite or not phrase.definite or not before:
            _join_lead(partition, phrase, holders, parse)


def is_in_headline(phrase: Phrase, parse: Parse) -> bool:
    """Tell whether a phrase stands in the headline of its report."""
    headline = parse.reading.document.parts.headline
    return headline is not None and headline.holds(phrase.span)


def _join_only_holder(partition: Partition, phrase: Phrase, because: str) -> None:
    """Join a description with a person named anywhere in the report, if nobody else holds its very role there.

    "Austria's interior minister said ... Interior Minister Vane said": of the second nothing tells the country.
    """
    own = partition.of(phrase)
    fits: dict[int, Phrase] = {}
    for person in partition.phrases:
        same = person.role is not None and phrase.role is not None
        if same and person.role.canonical == phrase.role.canonical:  # type: ignore[union-attr]
            group = partition.of(person)
            if group is own or not (group.names or group.nations):
                continue
            if group.nations:
                return
            fits.setdefault(id(group), person)
    if len(fits) == 1:
        try_join(partition, next(iter(fits.values())), phrase, because)


def join_bare_roles(partition: Partition, parse: Parse) -> None:
    """Join "the minister" with the holder of such a role who was spoken of last, a subject before others."""
    for phrase in partition.phrases:
        group = partition.of(phrase)
        if not _is_role_description(phrase) or not phrase.definite or group.names or nation_of(phrase):
            continue
        if phrase.owner is not None:
            _join_kin(partition, phrase)
            continue
        if has_tail(phrase, parse):
            continue
        holders = [p for p in _holders(phrase, partition) if p.span.start < phrase.span.start]
        if holders and _is_said_of(phrase, holders, parse):
            several = len({id(partition.of(p)) for p in holders}) > 1
            reason = "nearest subject of that role" if several else "only holder of that role"
            partition.join(_nearest(phrase, holders, parse), phrase, reason)


def join_second_descriptions(partition: Partition, parse: Parse) -> None:
    """Join "the 48-year-old Australian" and "the former clerk" with the only person named in the sentences before."""
    people = [p for p in partition.phrases if p.name is not None and p.label == "PERSON"]
    for phrase in partition.phrases:
        if not _describes_again(phrase, partition, parse):
            continue
        sentence = parse.words[phrase.head].sentence
        near: dict[int, Phrase] = {}
        for person in people:
            distance = sentence - parse.words[person.head].sentence
            if person.span.start < phrase.span.start and 0 <= distance <= _VARIED_SENTENCES:
                near[id(partition.of(person))] = person
        if len(near) == 1:
            try_join(partition, next(iter(near.values())), phrase, "the only person named just before")


def _describes_again(phrase: Phrase, partition: Partition, parse: Parse) -> bool:
    """Tell whether a definite description of one person tells something new of him, and nobody was introduced by it."""
    if phrase.kind != "nominal" or phrase.label != "PERSON" or phrase.plural or not phrase.subject:
        return False
    group = partition.of(phrase)
    if not phrase.definite or phrase.owner is not None or group.names or group.phrases[0] is not phrase:
        return False
    again = phrase.content & _AGAIN or AGED.search(parse.text, phrase.span.start, phrase.span.end)
    return bool(again) and not has_tail(phrase, parse)


def _join_kin(partition: Partition, phrase: Phrase) -> None:
    """Join "his ex-wife" with the only person that the report calls somebody's wife by name ("wife Ivana")."""
    kin = phrase.head_word.removeprefix("ex-")
    if kin not in _KIN:
        return
    bearers = {
        id(partition.of(p)): p
        for p in partition.phrases
        if p.name is not None and p.title and p.title.split()[-1].lower().removeprefix("ex-") == kin
    }
    if len(bearers) == 1:
        try_join(partition, next(iter(bearers.values())), phrase, "only one of that kinship")


def _is_said_of(phrase: Phrase, holders: list[Phrase], parse: Parse) -> bool:
    """Tell whether no noun before the role speaks against its holders: "the band leader" is no party leader."""
    known = {word.lower() for person in holders for word in person.words}
    role = set(phrase.role.role.split()) if phrase.role is not None else set()
    for child in parse.children[phrase.head]:
        word = parse.words[child]
        form = parse.form(child).lower()
        if (
            word.deprel == "compound"
            and word.upos == "NOUN"
            and child < phrase.head
            and form not in known | role
        ):
            return False
    return True


def _is_role_description(phrase: Phrase) -> bool:
    return (
        phrase.kind == "nominal"
        and phrase.role is not None
        and phrase.plural is False
        and phrase.label == "PERSON"
    )


def _holders(phrase: Phrase, partition: Partition) -> list[Phrase]:
    """Return the phrases of the persons that a description by role can mean."""
    fits: dict[int, bool] = {}
    found = []
    for person in partition.phrases:
        if person is phrase or (person.name is None and person.kind != "nominal"):
            continue
        group = partition.of(person)
        if id(group) not in fits:
            fits[id(group)] = _holds(group, phrase, partition)
        if fits[id(group)]:
            found.append(person)
    return found


def _holds(group: Group, phrase: Phrase, partition: Partition) -> bool:
    """Tell whether an entity can be the person that a description means."""
    if phrase.role is None or group is partition.of(phrase) or group.label != "PERSON" or not group.names:
        return False
    roles = [p.role for p in group.phrases if p.role is not None]
    nation = nation_of(phrase)
    if not any(phrase.role.can_stand_for(role) for role in roles):
        return False
    if phrase.role.country and not (group.nations <= {phrase.role.country}):
        return False
    if nation is not None and nation not in group.nations:
        return False
    if all(p.is_past != phrase.is_past for p in group.phrases if p.role is not None):
        return False
    return can_join(group, partition.of(phrase))


def _nearest(phrase: Phrase, holders: list[Phrase], parse: Parse) -> Phrase:
    """Return the holder spoken of last; within the two sentences before it, a subject or source first."""
    sentence = parse.words[phrase.head].sentence
    recent = [p for p in holders if sentence - parse.words[p.head].sentence <= 2]
    leading = [p for p in recent if p.subject or p.source]
    return max(leading or holders, key=lambda p: p.span.start)


def _join_lead(partition: Partition, phrase: Phrase, holders: list[Phrase], parse: Parse) -> None:
    """Join a lead's description with the name that follows ("A police chief ..." - "Chief Ilves")."""
    if not (phrase.source or phrase.subject):
        return
    sentence = parse.words[phrase.head].sentence
    named = {id(partition.of(p)) for p in holders if p.span.start < phrase.span.start and p.name is not None}
    for person in holders:
        distance = parse.words[person.head].sentence - sentence
        if person.name is None or not 0 < distance <= _LEAD_SENTENCES or id(partition.of(person)) in named:
            continue
        first = all(p is person or p.span.start > person.span.start for p in partition.of(person).names)
        if first and (person.subject or person.source):
            partition.join(person, phrase, "described in the lead, then named")
            return
