"""The tables of countries, their divisions and regions that go with the file of places."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable

from onrecord.errors import ResourceError
from onrecord.gazetteer.rows import Country, PlaceRow

_REMEDY = "install onrecord again, or restore the file from the repository"


def read_countries(folder: Traversable) -> tuple[Country, ...]:
    """Return the countries of `countries.tsv` with the further words of `country_names.tsv`.

    Raises:
        ResourceError: a table is missing or damaged.
    """
    more: dict[tuple[str, str], list[str]] = {}
    for row in _rows(folder / "country_names.tsv", "word country kind"):
        more.setdefault((row["country"], row["kind"]), []).append(row["word"])
    columns = "alpha3 alpha2 geonames name lat lon population capital tld neighbours names adjectives"
    countries = []
    for row in _rows(folder / "countries.tsv", columns):
        code = row["alpha3"]
        countries.append(
            Country(
                alpha3=code,
                alpha2=row["alpha2"],
                name=row["name"],
                geonames=int(row["geonames"]) if row["geonames"] else None,
                lat=float(row["lat"]),
                lon=float(row["lon"]),
                population=int(row["population"]),
                capital=row["capital"] or None,
                tld=row["tld"] or None,
                neighbours=_parts(row["neighbours"]),
                names=_union(_parts(row["names"]), more.get((code, "name"), ())),
                adjectives=_union(_parts(row["adjectives"]), more.get((code, "adjective"), ())),
                people=tuple(more.get((code, "people"), ())),
            )
        )
    return tuple(countries)


def read_divisions(folder: Traversable) -> tuple[tuple[PlaceRow, tuple[str, ...], str], ...]:
    """Return the states and provinces of `subdivisions.tsv`, each with its abbreviations and its code.

    Raises:
        ResourceError: the table is missing or damaged.
    """
    divisions = []
    for row in _rows(folder / "subdivisions.tsv", "name country code abbreviations lat lon geonames"):
        place = PlaceRow(
            geonames=int(row["geonames"]) if row["geonames"] else None,
            name=row["name"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            country=row["country"],
            admin1=row["name"],
            admin2=None,
            feature="ADM1",
            population=0,
        )
        abbreviations = tuple(part for part in row["abbreviations"].split(";") if part)
        divisions.append((place, abbreviations, row["code"]))
    return tuple(divisions)


def read_regions(folder: Traversable) -> tuple[tuple[PlaceRow, tuple[str, ...]], ...]:
    """Return the regions, seas and landmarks of `regions.tsv`, each with its other names.

    Raises:
        ResourceError: the table is missing or damaged.
    """
    regions = []
    for row in _rows(folder / "regions.tsv", "name aliases country lat lon radius_km feature geonames"):
        feature = row["feature"]
        place = PlaceRow(
            geonames=int(row["geonames"]) if row["geonames"] else None,
            name=row["name"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            country=row["country"] or None,
            admin1=row["name"] if feature == "ADM1" else None,
            admin2=None,
            feature=feature,
            population=0,
            radius_km=float(row["radius_km"]),
        )
        regions.append((place, _parts(row["aliases"])))
    return tuple(regions)


def _rows(source: Traversable, columns: str) -> Iterator[dict[str, str]]:
    where = f"table '{source.name}'"
    try:
        lines = source.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(
            what=f"the table cannot be read ({error})", where=where, remedy=_REMEDY
        ) from error
    head = lines[0].split("\t") if lines else []
    missing = [column for column in columns.split() if column not in head]
    if missing:
        raise ResourceError(what=f"the table has no column {missing[0]!r}", where=where, remedy=_REMEDY)
    for n, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(head):
            what = f"the row has {len(cells)} cells, the table {len(head)} columns"
            raise ResourceError(what=what, where=f"{where}, line {n}", remedy=_REMEDY)
        yield dict(zip(head, cells, strict=True))


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _union(first: tuple[str, ...], second: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
