"""Places as GDELT writes them: a type of match, a full name, FIPS codes."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.export.country_codes import codes_of, country_name, state_code
from onrecord.model import Place

_COUNTRY, _STATE, _US_PLACE, _PLACE, _DIVISION = 1, 2, 3, 4, 5


@dataclass(frozen=True, slots=True)
class GeoCells:
    """The eight cells of a place.

    Attributes:
        type: 1 country, 2 state of the USA, 3 other place there, 4 other place, 5 first-order division.
        full_name: "Palmyra, Homs, Syria"; a division "Texas, United States".
        country: FIPS 10-4 code, or None.
        adm1: country and state ("USTX"); None outside the USA, since records do not have FIPS divisions.
        adm2: None.
        lat: degrees north, or None.
        lon: degrees east, or None.
        feature_id: of countries and states their code; None for other places: GeoNames ids are not GNS ids.
    """

    type: int
    full_name: str
    country: str | None
    adm1: str | None
    adm2: str | None
    lat: float | None
    lon: float | None
    feature_id: str | None


def geo_cells(place: Place) -> GeoCells | None:
    """Return a place as GDELT's cells, or None where the gazetteer has no row for it."""
    if place.name is None or place.feature is None:
        return None
    american = place.country == "USA"
    fips = codes_of(place.country).fips
    division = place.name if place.feature == "ADM1" else place.admin1
    state = state_code(division) if american and division else None
    adm1 = f"US{state}" if state else None
    names: tuple[str, ...]
    if place.feature.startswith("PCL"):
        kind, names, feature_id = _COUNTRY, (place.name,), fips
    elif place.feature == "ADM1":
        kind, names = (_STATE if american else _DIVISION), (place.name, country_name(place.country))
        feature_id = adm1
    else:
        kind = _US_PLACE if american else _PLACE
        names, feature_id = (place.name, place.admin1 or "", country_name(place.country)), None
    return GeoCells(
        type=kind,
        full_name=", ".join(name for name in names if name),
        country=fips,
        adm1=None if kind == _COUNTRY else adm1,
        adm2=None,
        lat=place.lat,
        lon=place.lon,
        feature_id=feature_id,
    )
