"""Places: toponyms of a report that stand for ground, and nominals such as "the city" that follow them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.gazetteer import Gazetteer, PlaceRow
from onrecord.model import Document, Place, Reading, Span
from onrecord.record.ground import GroundFinder
from onrecord.record.toponyms import Resolution, Setting, resolve_toponyms

_TOWNS = ("PPL",)
_AREAS = ("ADM", "RGN", "PEN", "ISL", "AREA")
_KINDS: dict[str, tuple[str, ...]] = {
    "city": _TOWNS,
    "town": _TOWNS,
    "village": _TOWNS,
    "suburb": _TOWNS,
    "capital": ("PPLC",),
    "country": ("PCLI",),
    "nation": ("PCLI",),
    "kingdom": ("PCLI",),
    "province": _AREAS,
    "state": ("ADM1",),
    "region": _AREAS,
    "governorate": _AREAS,
    "county": ("ADM2",),
    "district": ("ADM2", "PPL"),
    "island": ("ISL", "ADM1", "PCLI"),
    "peninsula": ("PEN", "RGN"),
    "enclave": ("RGN", "PPL"),
    "territory": ("RGN", "ADM1", "PCLI"),
}
"""What a nominal can stand for: beginnings of GeoNames feature codes, by its head word."""

_DETERMINERS = frozenset({"the", "this", "that"})
_SPECIFIED = re.compile(r"\s+(?:of|called|named|known as)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Antecedent:
    """A name that a nominal may follow; `feature` is None where the gazetteer has no row for it."""

    span: Span
    place: Place
    feature: str | None


def find_places(reading: Reading, *, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Return the places of a report in order of offset, each resolved or with the reason why not.

    Names of states and capitals that stand for a government are left out, but nominals may follow them.
    `entity` is None throughout; another part links places to entities.

    Args:
        reading: the linguistic analysis; its document's dateline may be resolved already.
        gazetteer: the places known.
    """
    document = reading.document
    houses = _houses(document)
    names = [
        name
        for name in GroundFinder(reading, gazetteer).find()
        if not _is_house(name.name, name.span, houses, document)
    ]
    resolutions = resolve_toponyms(
        [(name.span, name.name) for name in names],
        text=document.text,
        gazetteer=gazetteer,
        setting=Setting(url=document.url, dateline=_dateline_row(document)),
    )
    antecedents, places = [], []
    filed = document.dateline
    for name, resolution in zip(names, resolutions, strict=True):
        place = as_place(resolution)
        if filed is not None and filed.place is not None and filed.place_span == name.span:
            place = filed.place
        antecedents.append(_Antecedent(name.span, place, place.feature))
        in_dateline = filed is not None and filed.span.holds(name.span)
        if name.ground or in_dateline:
            places.append(place)
    taken = [one.span for one in antecedents]
    places.extend(_nominals(reading, antecedents, taken))
    if filed is not None and filed.place is not None:
        span = filed.place.span
        if not any(place.span.overlaps(span) for place in places):
            places.append(filed.place)
    return tuple(sorted(places, key=lambda place: (place.span.start, place.span.end)))


def _houses(document: Document) -> frozenset[str]:
    """Return the names of the outlet and the agency of a report, which are no places ("Meridian", "Northgate")."""
    return frozenset(name.casefold() for name in (document.outlet, document.agency) if name)


def _is_house(name: str, span: Span, houses: frozenset[str], document: Document) -> bool:
    credit = document.parts.agency_credit
    return name.casefold() in houses or (credit is not None and credit.overlaps(span))


def resolve_dateline(document: Document, *, gazetteer: Gazetteer) -> Document:
    """Return the document with the place of its dateline resolved; unchanged where there is none."""
    dateline = document.dateline
    if dateline is None or dateline.place_span is None:
        return document
    span = dateline.place_span
    name = span.cut(document.text).split(",")[0].rstrip()
    head = Span(span.start, span.start + len(name))
    [resolution] = resolve_toponyms(
        [(head, name)], text=document.text, gazetteer=gazetteer, setting=Setting(url=document.url)
    )
    place = replace(as_place(resolution), because=f"dateline; {resolution.because}")
    return replace(document, dateline=replace(dateline, place=place))


def as_place(resolution: Resolution) -> Place:
    """Return a resolution as a place of the record."""
    row = resolution.row
    if row is None:
        return Place(
            span=resolution.span,
            entity=None,
            geonames=None,
            name=None,
            country=None,
            admin1=None,
            lat=None,
            lon=None,
            feature=None,
            candidates=resolution.candidates,
            because=resolution.because,
        )
    return Place(
        span=resolution.span,
        entity=None,
        geonames=row.geonames,
        name=row.name,
        country=row.country,
        admin1=row.admin1,
        lat=round(row.lat, 5),
        lon=round(row.lon, 5),
        feature=row.feature,
        candidates=resolution.candidates,
        because=resolution.because,
    )


def _dateline_row(document: Document) -> PlaceRow | None:
    place = document.dateline.place if document.dateline is not None else None
    if place is None or place.lat is None or place.lon is None:
        return None
    return PlaceRow(
        place.geonames,
        place.name or "",
        place.lat,
        place.lon,
        place.country,
        place.admin1,
        None,
        place.feature or "PPL",
        0,
    )


def _nominals(reading: Reading, names: Sequence[_Antecedent], taken: Sequence[Span]) -> list[Place]:
    """Return the nominals that follow a name: through their coreference chain, else the last that fits."""
    text, found = reading.text, []
    chains = _chains(reading, names)
    for index, word in enumerate(reading.words):
        kinds = _KINDS.get(word.lemma.lower()) if word.upos in ("NOUN", "PROPN") else None
        if kinds is None or word.span.cut(text) not in _KINDS:
            continue
        span = _with_determiner(reading, index)
        if span is None or _SPECIFIED.match(text, span.end) or _modifies(reading, index):
            continue
        chain = next((one.chain for one in reading.mentions if one.head == index), None)
        followed = chains.get(chain) if chain is not None else None
        because = "corefers with"
        if followed is None or not _fits(followed, kinds, word.lemma):
            before = [one for one in names if one.span.end <= span.start and _fits(one, kinds, word.lemma)]
            # In the dateline it says where the report was filed, not what it is about.
            dateline = reading.document.dateline
            told = [one for one in before if dateline is None or not dateline.span.holds(one.span)]
            followed, because = next(reversed(told or before), None), "follows"
        if followed is None or any(span.overlaps(other) for other in taken):
            continue
        reason = f'"{span.cut(text)}" {because} {followed.span.cut(text)}'
        found.append(replace(followed.place, span=span, because=reason))
    return found


def _chains(reading: Reading, names: Sequence[_Antecedent]) -> dict[int, _Antecedent]:
    """Return the name that each coreference chain holds, where it holds one."""
    chains: dict[int, _Antecedent] = {}
    for mention in reading.mentions:
        if mention.kind == "name" and mention.chain not in chains:
            span = mention.name_span or mention.span
            name = next((one for one in names if one.span.overlaps(span)), None)
            if name is not None:
                chains[mention.chain] = name
    return chains


def _fits(name: _Antecedent, kinds: tuple[str, ...], lemma: str) -> bool:
    if name.feature is None:
        # A name that no gazetteer row fits is small: it can be the town, never the country.
        return lemma.lower() in ("town", "village", "suburb", "district")
    return name.feature.startswith(kinds)


def _with_determiner(reading: Reading, index: int) -> Span | None:
    """Return the span of "the city", "this northern town" that a noun ends, or None."""
    words = reading.words
    start = index - 1
    while start >= 0 and index - start <= 3 and words[start].upos in ("ADJ", "NUM"):
        start -= 1
    if start < 0 or words[start].sentence != words[index].sentence:
        return None
    if words[start].span.cut(reading.text).lower() not in _DETERMINERS:
        return None
    return Span(words[start].span.start, words[index].span.end)


def _modifies(reading: Reading, index: int) -> bool:
    """Tell whether a noun only goes with the next: "the city council", "the city Strelsau"."""
    words = reading.words
    if index + 1 >= len(words) or words[index + 1].sentence != words[index].sentence:
        return False
    after = words[index + 1]
    gap = reading.text[words[index].span.end : after.span.start]
    return gap == " " and after.upos in ("NOUN", "PROPN")
