"""What other registers call the countries: ISO numbers, FIPS 10-4, Correlates of War."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from onrecord.lexicons import load_table


@dataclass(frozen=True, slots=True)
class CountryCodes:
    """The codes of one country, each None where the register has none.

    Attributes:
        alpha3: ISO 3166-1 alpha-3, as records have it.
        numeric: ISO 3166-1 numeric, three digits.
        fips: FIPS 10-4, as GDELT has it ("RS" is Russia, not Serbia).
        cow: number in the Correlates of War state system.
        cow_letters: its letters there.
    """

    alpha3: str
    numeric: str | None
    fips: str | None
    cow: str | None
    cow_letters: str | None


@dataclass(frozen=True, slots=True)
class CountryName:
    """A row of `countries.tsv`, as far as exports need it."""

    alpha3: str
    alpha2: str
    name: str


@dataclass(frozen=True, slots=True)
class Subdivision:
    """A row of `subdivisions.tsv`, as far as exports need it."""

    name: str
    country: str
    code: str


@cache
def _codes() -> dict[str, CountryCodes]:
    return {row.alpha3: row for row in load_table("country_codes.tsv", CountryCodes)}


@cache
def _names() -> dict[str, CountryName]:
    return {row.alpha3: row for row in load_table("countries.tsv", CountryName)}


def codes_of(alpha3: str | None) -> CountryCodes:
    """Return the codes of a country; all None where it is unknown.

    >>> codes_of("RUS").fips, codes_of("RUS").cow, codes_of(None).fips
    ('RS', '365', None)
    """
    nothing = CountryCodes(alpha3 or "", None, None, None, None)
    return _codes().get(alpha3, nothing) if alpha3 else nothing


def country_name(alpha3: str | None) -> str:
    """Return the English name of a country, "" where it is unknown.

    >>> country_name("CIV")
    'Ivory Coast'
    """
    row = _names().get(alpha3) if alpha3 else None
    return row.name if row else ""


def alpha2_of(alpha3: str | None) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of a country, or None."""
    row = _names().get(alpha3) if alpha3 else None
    return row.alpha2 if row else None


@cache
def state_code(state: str) -> str | None:
    """Return the postal code of a state of the USA by its name, or None.

    >>> state_code("Texas")
    'TX'
    """
    rows = load_table("subdivisions.tsv", Subdivision)
    return next((row.code for row in rows if row.country == "USA" and row.name == state), None)
