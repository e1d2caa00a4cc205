"""Entities across reports: people, bodies and places under one name, with their spellings, titles and days."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.model import Alias, Entity, EntityType, SharedEntity
from onrecord.relate.clusters import components
from onrecord.relate.decided import DecidedNames
from onrecord.relate.houses import same_house
from onrecord.relate.parties import same_person_name
from onrecord.relate.views import View
from onrecord.relate.words import words_of

_KINDS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})
_LEAST_NAME = 2
"""Telling words of a person's name from which it is taken for one person's in all reports."""


@dataclass(frozen=True, slots=True)
class _Named:
    """An entity of one report, with the words of its name."""

    report: int
    entity: Entity
    words: tuple[str, ...]


def find_shared(views: Sequence[View], decided: DecidedNames) -> list[SharedEntity]:
    """Return the entities that reports name, by name.

    People are one by full name, bodies by name or initials, places by their GeoNames id. A bare surname belongs to
    its bearer where all who are named in full with it are one person; else it stands for itself.

    Args:
        views: the reports, in order of publication.
        decided: which entities people joined, and which they set apart.
    """
    named = [one for index, view in enumerate(views) for one in _named(index, view)]
    listed: dict[str, list[int]] = defaultdict(list)
    pairs = []
    for n, one in enumerate(named):
        for handle in _handles(one):
            pairs += [(m, n) for m in listed[handle] if _same(named[m], one)]
            if len(listed[handle]) < _MOST_SPELLINGS or not any(
                named[m].words == one.words for m in listed[handle]
            ):
                listed[handle].append(n)
    pairs += _bare_surnames(named)
    pairs = [(m, n) for m, n in pairs if not {_place(named[m]), _place(named[n])} & decided.apart]
    pairs += decided.forced({_place(one): n for n, one in enumerate(named)})
    groups = components(len(named), pairs)
    found = [_shared([named[n] for n in group], views) for group in groups]
    return sorted(found, key=lambda entity: (entity.name.casefold(), entity.id))


def _place(one: _Named) -> tuple[int, str]:
    return one.report, one.entity.id


def _bare_surnames(named: Sequence[_Named]) -> list[tuple[int, int]]:
    """Return each person named by one word with somebody named in full, where all who bear that surname are one."""
    full: dict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(named):
        if one.entity.type == "PERSON" and len(one.words) >= _LEAST_NAME:
            full[one.words[-1]].append(n)
    found = []
    for n, one in enumerate(named):
        if one.entity.type == "PERSON" and len(one.words) == 1:
            bearers = full.get(one.words[0], [])
            if bearers and all(same_person_name(named[bearers[0]].words, named[m].words) for m in bearers):
                found.append((bearers[0], n))
    return found


_MOST_SPELLINGS = 12
"""Entities that are kept under one handle to compare others with: of further ones, new spellings alone."""


def _named(index: int, view: View) -> Iterable[_Named]:
    for entity in view.record.entities:
        if entity.type in _KINDS and any(mention.kind == "name" for mention in entity.mentions):
            words = tuple(view.spelt.get(word, word) for word, _ in words_of(entity.name))
            if words:
                yield _Named(index, entity, words)


def _handles(one: _Named) -> set[str]:
    if one.entity.ids.geonames is not None:
        return {f"#{one.entity.ids.geonames}"}
    if one.entity.type == "PERSON":
        return {f"person {one.words[-1]}"}
    return {" ".join(one.words), "".join(word[0] for word in one.words)}


def _same(one: _Named, other: _Named) -> bool:
    """Tell whether entities of two reports bear one name."""
    if one.entity.ids.geonames is not None or other.entity.ids.geonames is not None:
        return one.entity.ids.geonames == other.entity.ids.geonames
    if one.entity.country and other.entity.country and one.entity.country != other.entity.country:
        return False
    if (one.entity.type == "PERSON") != (other.entity.type == "PERSON"):
        return False
    if one.entity.type == "PERSON":
        both_full = min(len(one.words), len(other.words)) >= _LEAST_NAME
        return (both_full and same_person_name(one.words, other.words)) or one.words == other.words
    return one.words == other.words or same_house(one.entity.name, other.entity.name)


def _shared(group: Sequence[_Named], views: Sequence[View]) -> SharedEntity:
    names: dict[str, list[int]] = defaultdict(list)
    roles: dict[str, list[int]] = defaultdict(list)
    for one in group:
        names[one.entity.name].append(one.report)
        for role in one.entity.roles:
            roles[role].append(one.report)
    aliases = _aliases(names, views)
    if group[0].entity.type == "PERSON":
        # "Survivor Anna Ilves" is Anna Ilves: of equally common names the one that the others end with.
        aliases = tuple(
            sorted(aliases, key=lambda a: (-a.n_reports, not _ends_others(a, aliases), -len(a.name)))
        )
    kind = max(
        {one.entity.type for one in group},
        key=lambda each: (sum(one.entity.type == each for one in group), each),
    )
    country = next((one.entity.country for one in group if one.entity.country), None)
    geonames = next((one.entity.ids.geonames for one in group if one.entity.ids.geonames is not None), None)
    return SharedEntity(
        id=_id(kind, aliases[0].name, group, views),
        type=kind,
        name=aliases[0].name,
        aliases=aliases,
        roles=_aliases(roles, views),
        country=country,
        geonames=geonames,
        mentions=tuple((views[one.report].key, one.entity.id) for one in group),
        because=_because(kind, geonames, len(aliases)),
    )


def _ends_others(alias: Alias, aliases: Sequence[Alias]) -> bool:
    return len(alias.name.split()) > 1 and any(
        other.name != alias.name and other.name.endswith(alias.name) for other in aliases
    )


def _aliases(reports_of: dict[str, list[int]], views: Sequence[View]) -> tuple[Alias, ...]:
    found = []
    for name, reports in reports_of.items():
        days = sorted(day.isoformat() for index in reports if (day := views[index].day) is not None)
        found.append(Alias(name, len(set(reports)), days[0] if days else None, days[-1] if days else None))
    return tuple(sorted(found, key=lambda alias: (-alias.n_reports, -len(alias.name), alias.name)))


def _id(kind: EntityType, name: str, group: Sequence[_Named], views: Sequence[View]) -> str:
    first = group[0]
    told = f"{kind}\n{name.casefold()}\n{views[first.report].key}\n{first.entity.id}"
    return "P" + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _because(kind: EntityType, geonames: int | None, n_names: int) -> str:
    if geonames is not None:
        return "one GeoNames feature"
    if n_names == 1:
        return "the same name"
    return "spellings of one full name" if kind == "PERSON" else "names and initials of one body"
