"""First- and second-order divisions, and which town lies in which."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from gazetteer.sources import Town
from onrecord.gazetteer import normalise_name

_NEAR_DEGREES = 0.25
"""A town without a row of its own takes the second-order division of the nearest one within this reach."""
_GENERIC = (
    "province|provincia|provincie|governorate|muhafazah|oblast|region|regione|district|distrito|distretto|"
    "county|parish|borough|census area|municipality|municipio|department|departamento|departement|"
    "prefecture|powiat|landkreis|kreis|kommune|comarca|wilaya|raion|rayon|state|canton|departament|"
    "okres|rajon|komuna|gemeente|stadt|kabupaten|division|emirate|provinsi|vilayet|viloyat"
)
_GENERIC_LEAD = re.compile(
    rf"^(?:the )?(?:{_GENERIC}|politischer bezirk|regierungsbezirk|city and county|district|county)"
    r"(?: of| de la| de los| de las| de| du| des| della| del| di| d| da| do| dos)? ",
    re.IGNORECASE,
)
_GENERIC_TRAIL = re.compile(rf" (?:{_GENERIC})$", re.IGNORECASE)


@dataclass(slots=True)
class Division:
    """A division in the making: its towns give its middle and its inhabitants."""

    country: str
    admin1: str
    admin2: str | None
    towns: list[Town] = field(default_factory=list)


def short_names(name: str) -> tuple[str, ...]:
    """Return a division's name without the word for its kind ("Rapides Parish": "Rapides")."""
    plain = " ".join(name.replace("'", " ").split())
    short = {_GENERIC_LEAD.sub("", plain), _GENERIC_TRAIL.sub("", plain)}
    return tuple(sorted(one for one in short if one != plain and len(one) > 2))


def second_order(
    towns: Iterable[Town], rows: list[tuple[float, float, str, str, str, str]]
) -> dict[int, str]:
    """Return the name of the second-order division of each town, by GeoNames id.

    The row of the same name nearest to the town within reach is taken. A town that has none takes the
    nearest row, but only a division that lies in its own first-order division by the towns of the first kind.
    """
    cells: dict[tuple[str, int, int], list[tuple[float, float, str, str]]] = defaultdict(list)
    for lat, lon, name, _, admin2, country in rows:
        if admin2:
            cells[country, *_cell(lat, lon)].append((lat, lon, normalise_name(name), admin2))
    found: dict[int, str] = {}
    doubtful: list[tuple[Town, str]] = []
    known: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for town in towns:
        row, column = _cell(town.lat, town.lon)
        near = [
            (name != normalise_name(town.name), math.hypot(lat - town.lat, lon - town.lon), admin2)
            for x in (row - 1, row, row + 1)
            for y in (column - 1, column, column + 1)
            for lat, lon, name, admin2 in cells.get((town.country, x, y), ())
        ]
        near = [one for one in near if one[1] <= _NEAR_DEGREES]
        if near:
            other_name, _, admin2 = min(near)
            if other_name:
                doubtful.append((town, admin2))
            else:
                found[town.geonames] = admin2
                known[town.country, admin2][town.admin1] += 1
    for town, admin2 in doubtful:
        if known[town.country, admin2][town.admin1]:
            found[town.geonames] = admin2
    return found


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return math.floor(lat / _NEAR_DEGREES), math.floor(lon / _NEAR_DEGREES)
