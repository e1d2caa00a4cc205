"""The people, bodies and places of a report, each with every mention of it.

The weights' chains are strong on pronouns and equal names; who is meant by a description, an acronym or a
capital that speaks is found here by knowledge of names and of news habits. Each join leaves its reason.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from onrecord.model import Entity, EntityType, Place, Reading
from onrecord.record.countries_of import CountryNames
from onrecord.record.descriptions import (
    join_alike,
    join_national_bodies,
    join_neighbours,
    join_places,
    lend_countries,
)
from onrecord.record.naming import join_names, settle_types
from onrecord.record.parse import Parse
from onrecord.record.partition import Group, Partition
from onrecord.record.phrases import Phrase, find_phrases
from onrecord.record.profiles import profile
from onrecord.record.pronouns import join_chains, join_pronouns, join_speakers, join_told
from onrecord.record.role_holders import join_bare_roles, join_roles, join_second_descriptions
from onrecord.record.same_deeds import join_same_deeds

_PLACE_TYPES: tuple[EntityType, ...] = ("GPE", "LOC", "FAC")
_NAMELESS = frozenset({"LOC", "GPE", "FAC", "EVENT", "OTHER"})


def find_entities(
    reading: Reading, *, places: tuple[Place, ...] = (), gazetteer: CountryNames
) -> tuple[Entity, ...]:
    """Return whatever a report names, and whoever speaks or acts in it, in order of first mention.

    Args:
        reading: the linguistic analysis of the report.
        places: the places of the report, if they were resolved before; they decide the type of place names,
            and descriptions given the same feature as a name join it.
        gazetteer: countries, demonyms and capitals.

    Returns:
        Entities "E1", "E2" ... Bare unnamed sources ("officials", "a source") are none.
    """
    parse = Parse.of(reading)
    phrases = find_phrases(parse, gazetteer)
    settle_types(phrases)
    partition = Partition(phrases)
    on_ground = _places_of(phrases, places)
    join_names(partition, parse)
    join_neighbours(partition, parse)
    lend_countries(partition, parse)
    join_national_bodies(partition)
    join_roles(partition, parse)
    join_same_deeds(partition, parse)
    features = {n: on_ground[id(p)].geonames for n, p in enumerate(phrases) if id(p) in on_ground}
    join_places(partition, {n: geonames for n, geonames in features.items() if geonames is not None})
    join_told(partition, parse)
    join_speakers(partition, parse)
    join_chains(partition)
    join_alike(partition, parse)
    join_bare_roles(partition, parse)
    join_second_descriptions(partition, parse)
    join_pronouns(partition, parse)
    kept = [group for group in partition.groups() if _is_entity(group)]
    for group in kept:
        _drop_nested(group)
    kept.sort(key=lambda group: (group.start, -max(len(p.span) for p in group.phrases)))
    within = _countries_within(phrases, places, parse)
    return tuple(
        profile(group, n, reading.text, on_ground, gazetteer, within) for n, group in enumerate(kept, 1)
    )


def _countries_within(
    phrases: list[Phrase], places: tuple[Place, ...], parse: Parse
) -> dict[int, tuple[str, str]]:
    """Return the country that words inside a phrase speak for, and by what, by `id` of the phrase.

    The body in a role ("chairman of the Joint Chiefs of Staff"), and a place before the head word ("a California
    transit chief").
    """
    found: dict[int, tuple[str, str]] = {}
    named = [phrase for phrase in phrases if phrase.body is not None]
    name_starts = [phrase.span.start for phrase in named]
    place_starts = [place.span.start for place in places]
    for phrase in phrases:
        if phrase.kind == "pronoun":
            continue
        start, end = phrase.span.start, phrase.span.end
        inner = named[bisect_left(name_starts, start) : bisect_left(name_starts, end)]
        bodies = [
            q.body.country
            for q in (inner if phrase.role is not None else ())
            if q is not phrase and q.body is not None and q.body.country and q.span.end <= end
        ]
        head = parse.words[phrase.head].span.start
        ground = [
            place.country
            for place in places[bisect_left(place_starts, start) : bisect_left(place_starts, end)]
            if place.country and place.span.end <= min(end, head)
        ]
        if phrase.role is not None and bodies:
            found[id(phrase)] = (bodies[0], "the body in its description")
        elif ground:
            found[id(phrase)] = (ground[0], "the place in its description")
    return found


def _places_of(phrases: list[Phrase], places: tuple[Place, ...]) -> dict[int, Place]:
    """Return the place that a phrase's own words stand for, by `id` of the phrase."""
    found: dict[int, Place] = {}
    for phrase in phrases:
        start, end = phrase.span.start, phrase.span.end
        for place in places:
            if place.span.start >= end:
                break
            if place.span.end > start and place.span.shared(phrase.span) >= 0.5 * len(phrase.span):
                found[id(phrase)] = place
                break
    return found


def _is_entity(group: Group) -> bool:
    """Tell whether a group belongs on record: named, or described and speaking or acting."""
    if group.names:
        return True
    nominals = [phrase for phrase in group.phrases if phrase.kind == "nominal"]
    if not nominals:
        return False
    if all(_hides_source(phrase) for phrase in nominals):
        return False
    if any(phrase.state for phrase in nominals):
        return True
    acts = any(phrase.subject or phrase.source for phrase in group.phrases)
    if group.label in _NAMELESS:
        known = any(phrase.noun is not None for phrase in nominals)
        speaks = any(phrase.source for phrase in nominals) and group.label == "OTHER"
        if any(p.noun is not None and p.noun.group == "document" for p in nominals):
            return speaks  # a poll that is cited is somebody's word, one that is merely mentioned is not
        return speaks or (acts and known and len(group.phrases) > 1)
    if group.label == "PERSON" and any(phrase.argument for phrase in nominals):
        return True
    return (
        acts
        or len(group.phrases) > 1
        or (group.label == "ORG" and any(p.nations or p.noun for p in nominals))
    )


_VAGUE = frozenset(
    {"official", "senior", "anonymous", "unnamed", "unidentified", "informed", "top", "high-ranking", "well-placed", "other",
     "same", "second", "third", "reliable", "knowledgeable"}
)  # fmt: skip
"""Modifiers that tell nothing of who an unnamed source is."""


def _hides_source(phrase: Phrase) -> bool:
    """Tell whether a description only says that somebody unnamed speaks ("officials", "another source")."""
    noun = phrase.noun
    return (
        noun is not None
        and noun.unnamed
        and not phrase.nations
        and phrase.content <= _VAGUE
        and phrase.owner is None
    )


def _drop_nested(group: Group) -> None:
    """Leave out mentions that lie within another mention of the same entity.

    The name inside "militants from the Islamic State" gives the entity its name; it is no second mention.
    """
    group.inner = []
    reach, before = -1, group.phrases[0].span
    for phrase in group.phrases:  # in order of offset, the longest first of those that start together
        if phrase.span != before:
            reach, before = max(reach, before.end), phrase.span
        if phrase.span.end <= reach:
            group.inner.append(phrase)


def link_places(places: tuple[Place, ...], entities: tuple[Entity, ...]) -> tuple[Place, ...]:
    """Return the places with the entity whose mention their words are; None where no mention fits.

    A mention fits if it has at least half its characters in common with the place's words: "Oslo" in "Oslo's
    mayor" is the city, not the mayor.
    """
    linked: list[Place] = []
    for place in places:
        best: tuple[tuple[bool, float], str] | None = None
        for entity in entities:
            for mention in entity.mentions:
                if mention.span.start >= place.span.end or mention.span.end <= place.span.start:
                    continue
                shared = mention.span.shared(place.span)
                if shared < 0.5 * max(len(mention.span), 1) or shared < 0.5 * len(place.span):
                    continue
                rank = (entity.type in _PLACE_TYPES, shared / max(len(mention.span), len(place.span)))
                if best is None or rank > best[0]:
                    best = (rank, entity.id)
        linked.append(replace(place, entity=best[1] if best is not None else None))
    return tuple(linked)
