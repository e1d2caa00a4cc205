"""Countries that words name: states, demonyms, and capitals that stand in for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Nation(Protocol):
    """A country as a gazetteer gives it."""

    @property
    def alpha3(self) -> str:
        """ISO 3166 alpha-3 code."""

    @property
    def name(self) -> str:
        """Its usual English name."""

    @property
    def geonames(self) -> int | None:
        """GeoNames id, or None."""


class GroundRow(Protocol):
    """A place as a gazetteer gives it."""

    @property
    def country(self) -> str | None:
        """ISO 3166 alpha-3 code."""

    @property
    def feature(self) -> str:
        """GeoNames feature code."""


class CountryNames(Protocol):
    """What entities ask of a gazetteer."""

    def country(self, name: str) -> Nation | None:
        """Return the country of a name, code or demonym."""

    def demonym(self, word: str) -> Nation | None:
        """Return the country of a demonym ("Syrian", "Syrians")."""

    def find(self, name: str) -> Sequence[GroundRow]:
        """Return the places of a name, the likeliest first."""


_CODES = frozenset({"US", "USA", "UK", "UAE", "DRC", "PRC", "DPRK", "ROK", "EU"})
_OF_A_TOWN = frozenset({"County", "Street", "Avenue", "Road", "Boulevard", "Township", "Parish"})
"""Words that make a county or a street of the name of a country before them."""

_LONGEST = 4


def country_of_name(name: str, gazetteer: CountryNames) -> Nation | None:
    """Return the country that a name means, demonyms left out; two-letter codes count only where usual.

    "US" is a country, "IS" is not Iceland.
    """
    bare = name.strip().removeprefix("the ").removeprefix("The ")
    for ending in ("'s", "’s", "'", "’"):
        bare = bare.removesuffix(ending)
    letters = bare.replace(".", "")
    if (
        not bare
        or not bare[0].isupper()
        or (len(letters) <= 3 and letters.isupper() and letters not in _CODES)
    ):
        return None
    nation = gazetteer.country(bare)
    if nation is not None and gazetteer.demonym(bare) is not None and nation.name.lower() != bare.lower():
        return None
    return nation


def countries_in(words: Sequence[str], gazetteer: CountryNames) -> tuple[Nation, ...]:
    """Return the countries that a phrase names by name or demonym, in order, each once.

    "New Jersey" and "New Mexico" are not Jersey and Mexico, nor is Guernsey County in Guernsey.
    """
    found: dict[str, Nation] = {}
    at = 0
    while at < len(words):
        if not words[at][:1].isupper():
            at += 1
            continue
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            text = " ".join(words[at : at + length])
            after = words[at + length] if at + length < len(words) else ""
            namesake = (at > 0 and words[at - 1] == "New") or after in _OF_A_TOWN
            nation = None if namesake else country_of_name(text, gazetteer)
            nation = nation or (None if after in _OF_A_TOWN else _by_demonym(text, gazetteer))
            if nation is not None:
                found.setdefault(nation.alpha3, nation)
                at += length - 1
                break
        at += 1
    return tuple(found.values())


def _by_demonym(text: str, gazetteer: CountryNames) -> Nation | None:
    for part in (text, *(text.split("-") if "-" in text else ())):
        nation = gazetteer.demonym(part)
        if nation is not None:
            return nation
    return None
