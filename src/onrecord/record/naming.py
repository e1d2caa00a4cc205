"""Joins by name: equal names, surnames, acronyms, short forms, aliases, states and what stands for them."""

from __future__ import annotations

import itertools
import re
from collections import Counter

from onrecord.record.names import fold, is_acronym, is_short_form, surname, tokens
from onrecord.record.parse import Parse
from onrecord.record.partition import PLACE_LABELS, Partition, can_join, names_agree
from onrecord.record.phrases import Phrase

_LEAST_PRONOUNS = 3
"""Pronouns of one gender from which a chain says more of a person's gender than a given name; chosen by judgement."""


def settle_types(phrases: list[Phrase]) -> None:
    """Give every phrase of one name one type: what a title, the tables or most of its phrases say."""
    by_name: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        if phrase.name is not None:
            by_name.setdefault(fold(phrase.name), []).append(phrase)
    for same in by_name.values():
        sure = [p.label for p in same if p.title or p.body is not None or p.state]
        votes = Counter(sure or [p.label for p in same])
        if len(votes) > 1 or sure:
            label = max(votes, key=lambda each: (votes[each], each != "OTHER"))
            for phrase in same:
                if phrase.state is None:
                    phrase.label = label
    persons = [p for p in phrases if p.name and p.label == "PERSON" and len(tokens(p.name)) > 1]
    for phrase in phrases:
        # A surname that the weights took for a body or place, once its bearer is named in full.
        alone = phrase.name is not None and phrase.state is None and phrase.body is None
        if alone and phrase.label != "PERSON" and len(tokens(phrase.name or "")) == 1:
            bearers = [p for p in persons if surname(tokens(p.name or "")) == tokens(phrase.name or "")]
            # "from Trump" looks like ground; a body is never that.
            if bearers and not (phrase.ground and phrase.label in PLACE_LABELS):
                phrase.label = "PERSON"
    _settle_short_forms(phrases, persons)
    _settle_genders(phrases)


def _settle_genders(phrases: list[Phrase]) -> None:
    """Give names the gender of their pronouns where those speak against a given name: "Lauren McDonald ... he ... his".

    Only where a chain of the weights has at least so many pronouns, all of one gender, and no title says otherwise.
    """
    chains: dict[int, list[Phrase]] = {}
    for phrase in phrases:
        if phrase.chain is not None:
            chains.setdefault(phrase.chain, []).append(phrase)
    for chain in chains.values():
        spoken = [p.gender for p in chain if p.kind == "pronoun" and p.gender]
        if len(spoken) < _LEAST_PRONOUNS or len(set(spoken)) > 1:
            continue
        names = [p for p in chain if p.name is not None and p.gender]
        if any(p.role is not None and p.role.gender for p in names):
            continue
        for phrase in names:
            phrase.gender = spoken[0]


def _settle_short_forms(phrases: list[Phrase], persons: list[Phrase]) -> None:
    """Make a body of a bare word that opens the name of a body ("Hofstra" of "Hofstra University") and is no person's."""
    bodies = [p for p in phrases if p.name and p.label in ("ORG", "FAC") and len(tokens(p.name)) > 1]
    borne = {token for person in persons for token in tokens(person.name or "")}
    for phrase in phrases:
        own = tokens(phrase.name or "")
        if phrase.label != "PERSON" or len(own) != 1 or phrase.title or phrase.gender or own[0] in borne:
            continue
        like = next((body for body in bodies if tokens(body.name or "")[0] == own[0]), None)
        if like is not None:
            phrase.label, phrase.plural = like.label, None


def join_names(partition: Partition, parse: Parse) -> None:
    """Join what bears one name."""
    named = [phrase for phrase in partition.phrases if phrase.name is not None]
    _join_states(partition)
    _join_equal(partition, named)
    _join_definitions(partition, named, parse)
    _join_bodies(partition, named)
    _join_persons(partition, named)


def _join_states(partition: Partition) -> None:
    """Join a state with its government, seat and capital where it acts; mere ground stays apart."""
    by_state: dict[str, list[Phrase]] = {}
    for phrase in partition.phrases:
        if phrase.state:
            by_state.setdefault(phrase.state, []).append(phrase)
    for same in by_state.values():
        bare = [p for p in same if p.name is not None and p.noun is None and p.body is None]
        first = bare[0] if bare else same[0]
        acts = any(not p.ground for p in bare) or any(p.noun is None for p in same if p not in bare)
        for phrase in same:
            if phrase in bare:
                partition.join(first, phrase, "")
            elif acts:
                partition.join(first, phrase, "a state and what stands for it")
            elif not bare:
                partition.join(first, phrase, "")
        if bare and not acts:
            # The country is only ground here ("in Afghanistan"); its government is an entity of its own.
            others = [p for p in same if p not in bare]
            for phrase in others[1:]:
                partition.join(others[0], phrase, "same government")


def _join_equal(partition: Partition, named: list[Phrase]) -> None:
    first: dict[str, Phrase] = {}
    for phrase in named:
        key = phrase.body.name if phrase.body is not None else fold(phrase.name or "")
        if phrase.state and phrase.body is None:
            continue
        other = first.setdefault(key, phrase)
        if other is not phrase and (other.label == phrase.label or names_agree(other, phrase)):
            other_form = fold(other.name or "") != fold(phrase.name or "")
            partition.join(other, phrase, "another name in the table of bodies" if other_form else "")


def _join_definitions(partition: Partition, named: list[Phrase], parse: Parse) -> None:
    """Join "National Security Agency (NSA)", the short form in brackets right after the long one."""
    for one, other in itertools.pairwise(named):
        between = parse.text[one.span.end : other.span.start]
        if re.fullmatch(r"\s*[(\[][\"“']?\s*", between) and parse.text[
            other.span.end : other.span.end + 2
        ].strip("”\"' ")[:1] in (")", "]"):
            long, short = (one.name or "", other.name or "")
            if is_acronym(short, long) or is_acronym(long, short) or is_short_form(short, long):
                partition.join(one, other, "short form given in brackets")


def _join_bodies(partition: Partition, named: list[Phrase]) -> None:
    """Join bodies and places whose names agree: acronyms, spellings, short forms of one longer name."""
    bodies = [p for p in named if p.label != "PERSON" and not p.state]
    kinds: dict[tuple[str | None, str, str | None], int] = {}
    keys = [(p.name, p.label, p.body.name if p.body is not None else None) for p in bodies]
    kind_of = [
        kinds.setdefault(key, len(kinds)) for key in keys
    ]  # phrases of one kind agree with the same names
    seen: set[tuple[str, str]] = set()
    apart: set[tuple[int, int]] = set()
    for index, phrase in enumerate(bodies):
        for other, kind in zip(bodies[:index], kind_of, strict=False):
            if (kind_of[index], kind) in apart or partition.of(phrase) is partition.of(other):
                continue
            pair = (phrase.name or "", other.name or "")
            if pair in seen:
                continue
            if not names_agree(phrase, other):
                apart.add((kind_of[index], kind))
                continue
            seen.add(pair)
            if not can_join(partition.of(phrase), partition.of(other)):
                continue
            a, b = pair
            if is_acronym(a, b) or is_acronym(b, a):
                partition.join(other, phrase, "acronym")
            elif not is_short_form(a, b) and not is_short_form(b, a):
                partition.join(other, phrase, "spelling of one name")
            elif _may_be_short(phrase, other, bodies):
                partition.join(other, phrase, "short form of the name")


def _may_be_short(one: Phrase, other: Phrase, bodies: list[Phrase]) -> bool:
    """Tell whether the shorter of two names is a short form that fits only this longer one."""
    short, full = (one, other) if len(one.name or "") < len(other.name or "") else (other, one)
    if short.label in PLACE_LABELS and full.label not in PLACE_LABELS:
        return False
    if "FAC" in (short.label, full.label) and short.label != full.label:
        return False
    # "Narva Harbour Police" and "Narva Harbour security" are no longer forms of "Narva Harbour"; "Argo movement" is
    # one of "Argo".
    opens = fold(full.name or "").startswith(fold(short.name or ""))
    if opens and full.noun is None and (full.name or "")[len(short.name or "") :].lstrip()[:1].islower():
        return False
    if opens and full.noun is not None and not full.noun.stands_for:
        return False
    fits = {fold(p.name or "") for p in bodies if is_short_form(short.name or "", p.name or "")}
    return all(a == b or is_short_form(a, b) or is_short_form(b, a) for a in fits for b in fits)


def _join_persons(partition: Partition, named: list[Phrase]) -> None:
    """Join persons: full names first, then surnames and given names with the bearer that is meant."""
    persons = [p for p in named if p.label == "PERSON"]
    full = [p for p in persons if len(tokens(p.name or "")) > len(surname(tokens(p.name or "")))]
    for index, phrase in enumerate(full):
        for other in full[:index]:
            same = partition.of(other) is partition.of(phrase)
            if (
                not same
                and names_agree(other, phrase)
                and can_join(partition.of(other), partition.of(phrase))
            ):
                partition.join(other, phrase, "" if other.name == phrase.name else "spelling of one name")
    short = [p for p in persons if p not in full]
    for phrase in short:
        bearers = [
            p for p in full if names_agree(p, phrase) and can_join(partition.of(p), partition.of(phrase))
        ]
        groups = {id(partition.of(p)): p for p in bearers}
        if len(groups) > 1:
            bearers = _meant(phrase, list(groups.values()), partition)
        if bearers:
            given = surname(tokens(bearers[0].name or "")) != tokens(phrase.name or "")
            partition.join(bearers[0], phrase, "given name" if given else "surname")
    for index, phrase in enumerate(short):
        for other in short[:index]:
            if names_agree(other, phrase) and can_join(partition.of(other), partition.of(phrase)):
                partition.join(other, phrase, "")
                break


def _meant(phrase: Phrase, bearers: list[Phrase], partition: Partition) -> list[Phrase]:
    """Return the bearer of a shared surname that is meant: by chain, else the one the report speaks of most.

    News copy gives the bare surname to the main bearer and a given name or a kinship to the others.
    """
    own = [b for b in bearers if surname(tokens(b.name or "")) == surname(tokens(phrase.name or ""))]
    bearers = own or bearers
    linked = [b for b in bearers if phrase.chain in {p.chain for p in partition.of(b).names} - {None}]
    if len(linked) == 1:
        return linked
    weight = {id(b): len(partition.of(b).names) for b in bearers}
    top = max(weight.values())
    best = [b for b in bearers if weight[id(b)] == top]
    if len(best) > 1:
        before = [b for b in best if b.span.start < phrase.span.start] or best
        return [max(before, key=lambda b: b.span.start)]
    return best
