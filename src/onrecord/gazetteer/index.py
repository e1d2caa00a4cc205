"""Looking names up."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path

import numpy as np

from onrecord.errors import ResourceError
from onrecord.gazetteer.names import normalise_name
from onrecord.gazetteer.pack import Pack, read_pack
from onrecord.gazetteer.rows import Country, PlaceRow
from onrecord.gazetteer.tables import read_countries, read_divisions, read_regions

PLACES_FILE = "gazetteer.places"
_TABLES = ("countries.tsv", "country_names.tsv", "subdivisions.tsv", "regions.tsv")
_DEGREE = 100_000
_MOST_KEPT = 20_000
"""Names whose rows are kept at hand."""
_NO_PLURAL = ("ese", "ish", "nch", "tch", "sh", "ss", "s")


class Gazetteer:
    """The places known, by name; one is made by `load` and may be shared by any number of reports."""

    def __init__(
        self,
        pack: Pack,
        *,
        countries: Sequence[Country],
        divisions: Sequence[tuple[PlaceRow, tuple[str, ...], str]],
        regions: Sequence[tuple[PlaceRow, tuple[str, ...]]],
        digest: str,
    ) -> None:
        """Make a gazetteer of an opened pack and the tables that go with it; `load` is the usual way."""
        self._pack = pack
        # A view gives plain integers several times faster than the array does.
        self._key_ends = memoryview(pack.key_ends)  # type: ignore[arg-type]
        self._digest = digest
        self._found: dict[tuple[str, bool], tuple[PlaceRow, ...]] = {}
        self._countries = {country.alpha3: country for country in countries}
        self._by_name: dict[str, Country] = {}
        self._acronyms: set[str] = set()
        self._by_demonym: dict[str, Country] = {}
        self._by_code = {country.alpha2: country for country in countries} | self._countries
        self._divisions: dict[str, list[PlaceRow]] = {}
        self._curated: dict[str, list[PlaceRow]] = {}
        for country in sorted(countries, key=lambda country: -country.population):
            self._add_country(country)
        for row, abbreviations, code in divisions:
            for text in (*abbreviations, code):
                self._divisions.setdefault(text, []).append(row)
            for name in (row.name, *(text for text in abbreviations if len(text) > 5 and "." not in text)):
                self._curated.setdefault(normalise_name(name), []).append(row)
        for row, aliases in regions:
            for key in dict.fromkeys(normalise_name(name) for name in (row.name, *aliases)):
                self._curated.setdefault(key, []).append(row)

    @classmethod
    def load(cls, path: Path | None = None) -> Gazetteer:
        """Return the gazetteer of the package, or the file of places at `path` with its tables.

        Args:
            path: a file made by `write_pack`; None for the one that is shipped.

        Raises:
            ResourceError: the file or a table is missing or damaged.
        """
        folder = resources.files("onrecord").joinpath("resources")
        source = path if path is not None else folder.joinpath(PLACES_FILE)
        where = f"gazetteer '{source.name}'"
        try:
            data = source.read_bytes()
            texts = [folder.joinpath(name).read_bytes() for name in _TABLES]
        except OSError as error:
            remedy = "install onrecord again, or build the file with `python -m gazetteer.build`"
            raise ResourceError(what=f"it cannot be read ({error})", where=where, remedy=remedy) from error
        pack = read_pack(data, where=where)
        digest = hashlib.sha256(pack.digest.encode())
        for text in texts:
            digest.update(hashlib.sha256(text).digest())
        return cls(
            pack,
            countries=read_countries(folder),
            divisions=read_divisions(folder),
            regions=read_regions(folder),
            digest=digest.hexdigest(),
        )

    @property
    def digest(self) -> str:
        """SHA-256 over the file of places and the tables, hexadecimal."""
        return self._digest

    @property
    def source(self) -> str:
        """What the file of places was built from."""
        return self._pack.source

    def __len__(self) -> int:
        """Return how many places the file holds, countries and regions not counted."""
        return len(self._pack.name_ends)

    def find(self, name: str) -> tuple[PlaceRow, ...]:
        """Return every place of a name, the likeliest first: countries, divisions and regions, then towns.

        Spelling is taken as `normalise_name` takes it; a leading article may be missing or too many.
        Abbreviations and demonyms are not looked at: see `division` and `demonym`.
        """
        key, capitals = normalise_name(name), _in_capitals(name)
        if (key, capitals) not in self._found:
            rows = self._rows_of(key, capitals=capitals)
            if not rows and key.startswith("the "):
                rows = self._rows_of(key[4:], capitals=capitals)
            if len(self._found) >= _MOST_KEPT:
                self._found.clear()
            self._found[key, capitals] = tuple(rows)
        return self._found[key, capitals]

    def by_id(self, geonames: int) -> PlaceRow | None:
        """Return the feature of a GeoNames id, or None where the gazetteer has none. All rows are gone through."""
        found = np.flatnonzero(np.asarray(self._pack.columns["geonames"]) == geonames)
        if len(found):
            return self._row(int(found[0]))
        curated = (row for rows in (*self._curated.values(), *self._divisions.values()) for row in rows)
        return next((row for row in curated if row.geonames == geonames), None)

    def country(self, name: str) -> Country | None:
        """Return the country of a name, an alias, a demonym, or an ISO 3166 code in capitals.

        Aliases that are written in capitals have to be: "CAR" is a country, "Car" is none.

        In running text two capitals are seldom a code ("IS" is not Iceland there): that is for the caller
        to rule out.
        """
        found = self._by_code.get(name) if name.isupper() and len(name) <= 3 else None
        key = normalise_name(name).removeprefix("the ")
        return self._named(key, capitals=_in_capitals(name)) or found or self._by_demonym.get(key)

    def _named(self, key: str, *, capitals: bool) -> Country | None:
        return self._by_name.get(key) if capitals or key not in self._acronyms else None

    def demonym(self, word: str) -> Country | None:
        """Return the country of an adjective or a word for its people ("Syrian", "Britons"), or None."""
        return self._by_demonym.get(normalise_name(word))

    def division(self, text: str, *, codes: bool = False) -> PlaceRow | None:
        """Return the state or province that an abbreviation as printed stands for, or None.

        Args:
            text: "La.", "Calif.", "N.S.W."; case and full stops count.
            codes: take bare codes too ("CA", "NSW"), as after the comma in "Fresno, CA".
        """
        for row in self._divisions.get(text, ()):
            if codes or "." in text or len(text) > 3:
                return row
        return None

    def _add_country(self, country: Country) -> None:
        for name in (country.name, *country.names):
            key = normalise_name(name).removeprefix("the ")
            self._by_name.setdefault(key, country)
            if name.isupper():
                self._acronyms.add(key)
        for word in country.adjectives:
            key = normalise_name(word)
            self._by_demonym.setdefault(key, country)
            if not key.endswith(_NO_PLURAL):
                self._by_demonym.setdefault(f"{key}s", country)
        for word in country.people:
            self._by_demonym.setdefault(normalise_name(word), country)

    def _rows_of(self, key: str, *, capitals: bool) -> list[PlaceRow]:
        packed = [self._row(n) for n in self._positions(key)]
        curated = []
        for row in self._curated.get(key, ()):
            doubles = [one for one in packed if _is_double(one, row)]
            packed = [one for one in packed if one not in doubles]
            inhabitants = max((one.population for one in doubles), default=0)
            curated.append(replace(row, population=max(inhabitants, row.population)))
        packed.sort(key=_standing, reverse=True)
        country = self._named(key, capitals=capitals)
        return [*([country.place] if country else ()), *curated, *packed]

    def _positions(self, key: str) -> Iterator[int]:
        pack = self._pack
        wanted = key.encode()
        keys, ends = pack.keys, self._key_ends
        low, high = 0, len(ends)
        while low < high:
            middle = (low + high) // 2
            if keys[ends[middle - 1] + 1 if middle else 0 : ends[middle]] < wanted:
                low = middle + 1
            else:
                high = middle
        if wanted and low < len(ends) and keys[ends[low - 1] + 1 if low else 0 : ends[low]] == wanted:
            first, end = pack.first_postings[low], pack.first_postings[low + 1]
            yield from pack.postings[first:end].tolist()

    def _name(self, n: int) -> str | None:
        if n < 0:
            return None
        ends = self._pack.name_ends
        return self._pack.names[int(ends[n - 1]) + 1 if n else 0 : int(ends[n])].decode()

    def _row(self, n: int) -> PlaceRow:
        pack, columns = self._pack, self._pack.columns
        feature = pack.features[int(columns["feature"][n])]
        return PlaceRow(
            geonames=int(columns["geonames"][n]) or None,
            name=self._name(n) or "",
            lat=int(columns["lat"][n]) / _DEGREE,
            lon=int(columns["lon"][n]) / _DEGREE,
            country=pack.countries[int(columns["country"][n])],
            admin1=self._name(n if feature == "ADM1" else int(columns["admin1"][n])),
            admin2=self._name(n if feature == "ADM2" else int(columns["admin2"][n])),
            feature=feature,
            population=int(columns["population"][n]),
        )


def _standing(row: PlaceRow) -> float:
    """Return the inhabitants of a place; of a division a quarter, so that its own town goes before it."""
    return row.population / 4 if row.feature.startswith("ADM") else float(row.population)


def _in_capitals(name: str) -> bool:
    return name.removeprefix("the ").removeprefix("The ").isupper()


def _is_double(packed: PlaceRow, row: PlaceRow) -> bool:
    """Tell whether a division of the pack is the curated row told again."""
    return (
        packed.feature == row.feature == "ADM1"
        and packed.country == row.country
        and normalise_name(packed.name) == normalise_name(row.name)
    )
