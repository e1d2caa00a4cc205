"""Builds the file of places and the table of countries.

    python -m gazetteer.build --out src/onrecord/resources

Needs the extra `onrecord[gazetteer]`; the same versions of its packages give the same bytes.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from pathlib import Path

from gazetteer import sources
from gazetteer.countries import country_table
from gazetteer.divisions import Division, second_order, short_names
from gazetteer.geometry import middle
from gazetteer.outlines import read_outlines
from gazetteer.sources import Town
from onrecord.gazetteer import PackedPlace, normalise_name, write_pack
from onrecord.gazetteer.index import PLACES_FILE

_LATIN = re.compile(r"[\u0020-\u024f\u0300-\u036f\u1e00-\u1eff\u2018\u2019\u02bb-\u02bf]+")
_ARTICLE = re.compile(r"(?:al|el|ad|as|ash|an|ar|at|az|de|la|le|les|los|las|s|t|l|d)['’ -]", re.IGNORECASE)


def useful_aliases(town: Town) -> tuple[str, ...]:
    """Return the alternate names worth keeping: those in Latin letters that a report might print.

    Left out are airport codes, and the machine transliterations of GeoNames, which are in lower case
    ("ba er mi la").
    """
    kept: dict[str, str] = {}
    own = normalise_name(town.name)
    for alias in sorted(town.aliases):
        first = _ARTICLE.sub("", alias, count=1)[:1]
        if not _LATIN.fullmatch(alias) or not first.isupper() or (alias.isupper() and len(alias) <= 3):
            continue
        key = normalise_name(alias)
        if key and key != own:
            kept.setdefault(key, alias)
    return tuple(kept.values())


def collect(
    towns: list[Town], alpha3: dict[str, str], capitals: set[int], admin1_names: dict[str, str]
) -> list[PackedPlace]:
    """Return all rows to be packed: by country the first-order, the second-order divisions, then towns."""
    of_town = second_order(towns, sources.read_divisions())
    firsts: dict[tuple[str, str], Division] = {}
    seconds: dict[tuple[str, str, str], Division] = {}
    for town in towns:
        key = (town.country, town.admin1)
        if f"{town.country}.{town.admin1}" in admin1_names:
            firsts.setdefault(key, Division(town.country, town.admin1, None)).towns.append(town)
        if name := of_town.get(town.geonames):
            seconds.setdefault((*key, name), Division(*key, name)).towns.append(town)
    places: list[PackedPlace] = []
    at: dict[tuple[str, ...], int] = {}
    towns = sorted(towns, key=lambda t: (t.country, t.admin1, of_town.get(t.geonames, ""), t.geonames))
    for country in sorted({town.country for town in towns}):
        code = alpha3[country]
        for first in sorted(key for key in firsts if key[0] == country):
            at[first] = len(places)
            name = admin1_names[".".join(first)]
            places.append(_division(name, code, "ADM1", firsts[first], None))
        for second in sorted(key for key in seconds if key[0] == country):
            at[second] = len(places)
            places.append(_division(second[2], code, "ADM2", seconds[second], at.get(second[:2])))
        for town in (one for one in towns if one.country == country):
            second = (country, town.admin1, of_town.get(town.geonames, ""))
            places.append(
                PackedPlace(
                    geonames=town.geonames,
                    name=town.name,
                    aliases=useful_aliases(town),
                    lat=town.lat,
                    lon=town.lon,
                    country=code,
                    admin1=at.get(second[:2]),
                    admin2=at.get(second),
                    feature="PPLC" if town.geonames in capitals else "PPL",
                    population=town.population,
                )
            )
    return places


def _division(name: str, country: str, feature: str, division: Division, admin1: int | None) -> PackedPlace:
    lat, lon = middle((town.lat, town.lon) for town in division.towns)
    return PackedPlace(
        geonames=None,
        name=name,
        aliases=short_names(name),
        lat=lat,
        lon=lon,
        country=country,
        admin1=admin1,
        admin2=None,
        feature=feature,
        population=sum(town.population for town in division.towns),
    )


def capital_ids(towns: Iterable[Town], capitals: dict[str, str]) -> dict[str, int]:
    """Return the GeoNames id of each country's capital: its most populous place of that name."""
    found: dict[str, Town] = {}
    for town in towns:
        wanted = normalise_name(capitals.get(town.country, ""))
        if wanted and wanted in {normalise_name(name) for name in (town.name, *town.aliases)}:
            best = found.get(town.country)
            if best is None or town.population > best.population:
                found[town.country] = town
    return {country: town.geonames for country, town in found.items()}


def main() -> None:
    """Write `gazetteer.places` and `countries.tsv` into the folder given by --out."""
    parser = argparse.ArgumentParser(prog="python -m gazetteer.build", description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path, required=True, help="folder of the data tables")
    out: Path = parser.parse_args().out
    towns = sources.read_towns()
    countries = sources.read_countries()
    table = country_table(
        countries,
        sources.read_country_facts(),
        sources.read_territory_names(),
        towns,
        read_outlines(sources.outlines_path()),
    )
    (out / "countries.tsv").write_text(table, encoding="utf-8")
    capitals = capital_ids(towns, {code: country["capital"] for code, country in countries.items()})
    places = collect(
        towns,
        {code: country["iso3"] for code, country in countries.items()},
        set(capitals.values()),
        sources.read_admin1_names(),
    )
    data = write_pack(places, source=sources.describe())
    (out / PLACES_FILE).write_bytes(data)
    print(f"{out / PLACES_FILE}: {len(places):,} places, {len(data) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
