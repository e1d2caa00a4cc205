"""What the gazetteer gives: places and countries."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One feature of the gazetteer.

    Attributes:
        geonames: GeoNames id, or None where the source has none (divisions, most regions).
        name: its usual name.
        lat: WGS84 degrees north; of a division or region, its middle.
        lon: WGS84 degrees east.
        country: ISO 3166 alpha-3 code, or None for what lies in no single country.
        admin1: name of the first-order division it lies in or is, or None.
        admin2: name of the second-order division it lies in or is, or None.
        feature: GeoNames feature code: PPL, PPLC, PCLI, ADM1, ADM2, SEA, RGN ...
        population: inhabitants as GeoNames counts them (of a division: of its places), 0 where unknown.
        radius_km: how far a region reaches, roughly; None for places.
    """

    geonames: int | None
    name: str
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    admin2: str | None
    feature: str
    population: int
    radius_km: float | None = None


@dataclass(frozen=True, slots=True)
class Country:
    """A country or dependent territory.

    Attributes:
        alpha3: ISO 3166 alpha-3 code ("SYR"; "XKX" for Kosovo).
        alpha2: ISO 3166 alpha-2 code ("SY"; "XK" for Kosovo).
        name: its usual English name.
        geonames: GeoNames id.
        lat: WGS84 degrees north of its middle.
        lon: WGS84 degrees east of its middle.
        population: inhabitants.
        capital: name of its capital, or None.
        tld: its top-level domain, without the dot, or None.
        neighbours: alpha-3 codes of the countries it borders on.
        names: other names ("Britain", "UK").
        adjectives: what belongs to it ("British").
        people: its people, where the word is not the adjective or its plural ("Briton", "Britons").
    """

    alpha3: str
    alpha2: str
    name: str
    geonames: int | None
    lat: float
    lon: float
    population: int
    capital: str | None
    tld: str | None
    neighbours: tuple[str, ...]
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]

    @property
    def place(self) -> PlaceRow:
        """The country as a place on the map."""
        return PlaceRow(
            self.geonames, self.name, self.lat, self.lon, self.alpha3, None, None, "PCLI", self.population
        )
