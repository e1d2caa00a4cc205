"""Entities across reports: people, bodies and places under one name, with their spellings, titles and days."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from onrecord.model import Alias, EntityType, SharedEntity
from onrecord.relate.clusters import components
from onrecord.relate.decided import DecidedNames
from onrecord.relate.houses import same_house
from onrecord.relate.outlines import Bearer, Mentioned, Outlines
from onrecord.relate.parties import same_person_name

_LEAST_NAME = 2
"""Telling words of a person's name from which it is taken for one person's in all reports."""

_MOST_SPELLINGS = 12
"""Entities that are kept under one handle to compare others with: of further ones, new spellings alone."""


def find_shared(outlines: Outlines, decided: DecidedNames) -> Iterator[SharedEntity]:
    """Yield the entities that reports name, by name.

    People are one by full name, bodies by name or initials, places by their GeoNames id. A bare surname belongs to
    its bearer where all who are named in full with it are one person; else it stands for itself.

    Args:
        outlines: the reports, in order of publication.
        decided: which entities people joined, and which they set apart.
    """
    named = list(outlines.mentioned())
    forced = decided.forced({_place(one): n for n, one in enumerate(named)}) if decided.same else []
    groups = components(len(named), chain(_pairs(named, decided), forced))
    by_hand = {n for pair in forced for n in pair}
    # Each is made twice, so that nothing but the names is in memory while they are put in order.
    names = []
    for n, group in enumerate(groups):
        shared = _shared([named[m] for m in group], outlines, by_hand=False)
        names.append((shared.name.casefold(), shared.id, n))
    for _, _, n in sorted(names):
        group = groups[n]
        yield _shared([named[m] for m in group], outlines, by_hand=not by_hand.isdisjoint(group))


def _pairs(named: Sequence[Mentioned], decided: DecidedNames) -> Iterator[tuple[int, int]]:
    """Yield the pairs of entities that are one by name, unless people set them apart."""
    for m, n in chain(_same_names(named), _bare_surnames(named)):
        if not decided.apart or not {_place(named[m]), _place(named[n])} & decided.apart:
            yield m, n


def _same_names(named: Sequence[Mentioned]) -> Iterator[tuple[int, int]]:
    listed: dict[str, list[int]] = defaultdict(list)
    known: dict[tuple[int, int], bool] = {}
    for n, one in enumerate(named):
        for handle in _handles(one.bearer):
            held = listed[handle]
            for m in held:
                # Names come again and again: each two are compared once.
                pair = id(named[m].bearer), id(one.bearer)
                if pair not in known:
                    known[pair] = _same(named[m].bearer, one.bearer)
                if known[pair]:
                    yield m, n
            if len(held) < _MOST_SPELLINGS or not any(
                named[m].bearer.words == one.bearer.words for m in held
            ):
                held.append(n)


def _place(one: Mentioned) -> tuple[int, str]:
    return one.report, one.entity


def _bare_surnames(named: Sequence[Mentioned]) -> Iterator[tuple[int, int]]:
    """Yield each person named by one word with somebody named in full, where all who bear that surname are one."""
    full: dict[str, dict[tuple[str, ...], int]] = defaultdict(dict)
    for n, one in enumerate(named):
        words = one.bearer.words
        if one.bearer.type == "PERSON" and len(words) >= _LEAST_NAME:
            full[words[-1]].setdefault(words, n)
    bearer_of: dict[str, int | None] = {}
    for n, one in enumerate(named):
        if one.bearer.type == "PERSON" and len(one.bearer.words) == 1:
            (surname,) = one.bearer.words
            if surname not in bearer_of:
                bearers = full.get(surname, {})
                first = next(iter(bearers), ())
                one_person = first and all(same_person_name(first, other) for other in bearers)
                bearer_of[surname] = bearers[first] if one_person else None
            bearer = bearer_of[surname]
            if bearer is not None:
                yield bearer, n


def _handles(one: Bearer) -> set[str]:
    if one.geonames is not None:
        return {f"#{one.geonames}"}
    if one.type == "PERSON":
        return {f"person {one.words[-1]}"}
    return {" ".join(one.words), "".join(word[0] for word in one.words)}


def _same(one: Bearer, other: Bearer) -> bool:
    """Tell whether entities of two reports bear one name."""
    if one.geonames is not None or other.geonames is not None:
        return one.geonames == other.geonames
    if one.country and other.country and one.country != other.country:
        return False
    if (one.type == "PERSON") != (other.type == "PERSON"):
        return False
    if one.type == "PERSON":
        both_full = min(len(one.words), len(other.words)) >= _LEAST_NAME
        return (both_full and same_person_name(one.words, other.words)) or one.words == other.words
    return one.words == other.words or same_house(one.name, other.name)


def _shared(group: Sequence[Mentioned], outlines: Outlines, *, by_hand: bool) -> SharedEntity:
    names: dict[str, list[int]] = defaultdict(list)
    roles: dict[str, list[int]] = defaultdict(list)
    for one in group:
        names[one.bearer.name].append(one.report)
        for role in one.bearer.roles:
            roles[role].append(one.report)
    aliases = _aliases(names, outlines)
    types = Counter(one.bearer.type for one in group)
    if group[0].bearer.type == "PERSON":
        # "Survivor Anna Ilves" is Anna Ilves: of equally common names the one that the others end with.
        aliases = tuple(
            sorted(aliases, key=lambda a: (-a.n_reports, not _ends_others(a, aliases), -len(a.name)))
        )
    kind = max(types, key=lambda each: (types[each], each))
    country = next((one.bearer.country for one in group if one.bearer.country), None)
    geonames = next((one.bearer.geonames for one in group if one.bearer.geonames is not None), None)
    return SharedEntity(
        id=_id(kind, aliases[0].name, group[0], outlines),
        type=kind,
        name=aliases[0].name,
        aliases=aliases,
        roles=_aliases(roles, outlines),
        country=country,
        geonames=geonames,
        mentions=tuple((outlines.keys[one.report], one.entity) for one in group),
        because=_because(kind, geonames, len(aliases), by_hand=by_hand),
    )


def _ends_others(alias: Alias, aliases: Sequence[Alias]) -> bool:
    return len(alias.name.split()) > 1 and any(
        other.name != alias.name and other.name.endswith(alias.name) for other in aliases
    )


def _aliases(reports_of: dict[str, list[int]], outlines: Outlines) -> tuple[Alias, ...]:
    found = []
    for name, reports in reports_of.items():
        days = sorted(day.isoformat() for index in reports if (day := outlines.days[index]) is not None)
        found.append(Alias(name, len(set(reports)), days[0] if days else None, days[-1] if days else None))
    return tuple(sorted(found, key=lambda alias: (-alias.n_reports, -len(alias.name), alias.name)))


def _id(kind: EntityType, name: str, first: Mentioned, outlines: Outlines) -> str:
    told = f"{kind}\n{name.casefold()}\n{outlines.keys[first.report]}\n{first.entity}"
    return "P" + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _because(kind: EntityType, geonames: int | None, n_names: int, *, by_hand: bool) -> str:
    if geonames is not None:
        found = "one GeoNames feature"
    elif n_names == 1:
        found = "the same name"
    else:
        found = "spellings of one full name" if kind == "PERSON" else "names and initials of one body"
    return f"{found}, and joined by a correction" if by_hand else found
