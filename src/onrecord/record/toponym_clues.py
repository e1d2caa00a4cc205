"""What a text tells of where its toponyms lie: containers, countries spoken of, spellings of a name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from urllib.parse import urlsplit

from onrecord.gazetteer import Gazetteer, PlaceRow, normalise_name
from onrecord.model import Span

_DIRECTIONS = (
    r"(?:the )?(?:(?:far |mid-?)?(?:north|south|east|west)(?:[- ]?(?:east|west))?(?:ern)?|central|downtown|"
    r"inner|outer|upper|lower|greater|rural|mainland|metropolitan|metro|suburban|coastal|old|nearby)"
)
_BEFORE = re.compile(rf"^(?:{_DIRECTIONS})[- ]", re.IGNORECASE)
_KIND_BEFORE = re.compile(
    r"^(?:the )?(?:city|town|village|province|state|county|region|district|governorate|republic|port|"
    r"borough|island|isle|municipality) of ",
    re.IGNORECASE,
)
_KIND_AFTER = re.compile(
    r"[- ](?:province|governorate|region|oblast|district|city|town|village|state|prefecture|republic|"
    r"peninsula|canton|metro area|metropolitan area|area|suburbs?|borough|municipality|shire|island)$",
    re.IGNORECASE,
)
_DIVISION_WORDS = re.compile(
    r"\b(?:province|governorate|region|oblast|district|prefecture|county|parish|state|canton)s?\b",
    re.IGNORECASE,
)
_DIVISION_OF = re.compile(
    r"\b(?:province|governorate|region|oblast|prefecture|state|canton)s? of\s+$", re.IGNORECASE
)
_KIND_REACH = 16
"""Characters beside a name in which the word for its kind stands."""
_ENUMERATED = re.compile(r"\s*(?:[,;]|[,;]?\s*(?:and|or|&))\s*")
_SHORTEST_ENUMERATION = 3
_ARTICLES = re.compile(r"^(?:al|el|ad|as|ash|an|ar|at|az)\s", re.IGNORECASE)
_NEXT = re.compile(
    r"(?:,\s*|\s+\(|,?\s+in\s+(?:the\s+)?)((?:[A-Z][\w.’'-]*)(?:[ ](?:[A-Z][\w.’'-]*|of|the|and))*)"
)
_NAME = re.compile(r"(?:[A-Z]\.){2,}|[A-Z][\w’'-]+\.?")
_OF_PLACE = re.compile(
    r"([A-Z][\w-]+)(?:[’']s)?\s+(?:[a-z-]+\s+){0,2}?(?:city|town|village|province|region|district|capital|port|"
    r"state|suburb|governorate|enclave|border|airport|county)(?:\s+town)?(?:\s+of)?\s+$"
)
_POSSESSOR = re.compile(r"([A-Z][\w-]+(?:[ ][A-Z][\w-]+)?)[’']s?\s+(?:[a-z-]+\s+)?$")
_POSSESSIVE = re.compile(r"[’']s?$")
_LONGEST_CONTAINER = 4
_WINDOW = 60
_SHORTEST_IN_HOST = 4
_NO_COUNTRY = frozenset({"tv", "io", "me", "co", "fm", "ai", "cc", "ly", "eu"})
_LONGEST_ACRONYM = 5
_KNOWN_TOWN = 20_000
"""Inhabitants from which a short name in capitals is taken for a town rather than an acronym."""
_LISTED = frozenset({"USA", "CAN", "AUS", "GBR"})
"""Countries whose states and provinces are in the table of subdivisions."""


@dataclass(frozen=True, slots=True)
class Container:
    """Words beside a toponym that tell in what it lies: a country, a first- or second-order division.

    `start` is where the words stand in the text when they follow the toponym, -1 otherwise.
    """

    words: str
    country: str | None
    admin1: str | None = None
    admin2: str | None = None
    start: int = -1

    def holds(self, row: PlaceRow) -> bool:
        """Tell whether a row lies in it, and is not the thing itself."""
        if self.country is not None and row.country != self.country:
            return False
        if self.admin2 is not None:
            return row.feature not in ("PCLI", "ADM1", "ADM2") and row.admin2 == self.admin2
        if self.admin1 is not None:
            return row.feature not in ("PCLI", "ADM1") and row.admin1 == self.admin1
        return row.feature != "PCLI"


def wants_division(name: str, span: Span, text: str) -> bool:
    """Tell whether a name, or the words beside it, say that a division is meant.

    That is so of "Aleppo province" and "the state of Washington".
    """
    before, after = (
        text[max(0, span.start - _KIND_REACH) : span.start],
        text[span.end : span.end + _KIND_REACH],
    )
    return bool(
        _DIVISION_WORDS.search(name) or _DIVISION_WORDS.match(after.lstrip()) or _DIVISION_OF.search(before)
    )


def listed_divisions(
    names: Sequence[tuple[Span, str]], text: str, gazetteer: Gazetteer
) -> dict[Span, PlaceRow]:
    """Return the states and provinces that an enumeration of such names holds, by where they stand.

    In "cases in Oregon, Washington, West Virginia and Wyoming" nothing lies in West Virginia: three or more
    names in a row, each of a listed state or province, are all of these.
    """
    found: dict[Span, PlaceRow] = {}
    run: list[tuple[Span, PlaceRow]] = []
    for span, name in names:
        row = _division_named(name, gazetteer)
        if run and not _ENUMERATED.fullmatch(text, run[-1][0].end, span.start):
            run = []
        if row is None:
            run = []
            continue
        run.append((span, row))
        if len(run) >= _SHORTEST_ENUMERATION:
            found.update(run)
    return found


def _division_named(name: str, gazetteer: Gazetteer) -> PlaceRow | None:
    """Return the listed state or province that bears just this name, or None."""
    key = normalise_name(name)
    for row in gazetteer.find(name):
        if row.feature == "ADM1" and row.country in _LISTED and normalise_name(row.name) == key:
            return row
    return None


def rows_of(name: str, gazetteer: Gazetteer) -> tuple[PlaceRow, ...]:
    """Return the gazetteer's rows for a name as a text writes it.

    Tried in turn: an abbreviated state, the name as it stands, a demonym, the name without the words that
    tell its kind or part ("Province of Homs", "northern Homs"), and other spellings of an Arabic article.
    """
    name = _POSSESSIVE.sub("", name.strip())
    division = gazetteer.division(name)
    if division is not None and name.endswith("."):
        return (division,)
    country = gazetteer.demonym(name)
    if country is not None and gazetteer.country(name) is country:
        return (country.place,)
    if country is None and name.isupper() and len(name) <= 3:
        country = gazetteer.country(name) if _country_of(name, gazetteer) else None
        division = gazetteer.division(name, codes=True)
        return (country.place,) if country is not None else (division,) if division is not None else ()
    if rows := gazetteer.find(name):
        letters = name.replace(".", "")
        if letters.isupper() and len(letters) <= _LONGEST_ACRONYM and " " not in name:
            # An acronym is seldom one of the many short names of towns; "PARIS" in a dateline is Paris.
            key = normalise_name(name)
            return tuple(
                row
                for row in rows
                if row.feature == "PCLI"
                or (normalise_name(row.name) == key and row.population >= _KNOWN_TOWN)
            )
        return rows
    division = gazetteer.division(name, codes=True)
    if division is not None:
        return (division,)
    bare = name
    for pattern in (_KIND_BEFORE, _BEFORE, _KIND_AFTER):
        bare = pattern.sub("", bare)
        if bare != name and (rows := gazetteer.find(bare)):
            return rows
    key = normalise_name(bare)
    if key.startswith("county ") and (rows := gazetteer.find(f"{key[7:]} county") or gazetteer.find(key[7:])):
        return rows
    stem = _ARTICLES.sub("", key)
    for spelling in (stem, f"al {stem}", f"ar {stem}", f"as {stem}", f"ad {stem}"):
        if spelling != key and len(stem) > 3 and (rows := gazetteer.find(spelling)):
            return rows
    return ()


def container_beside(
    span: Span, text: str, gazetteer: Gazetteer, rows: tuple[PlaceRow, ...]
) -> Container | None:
    """Return what the words beside a toponym say it lies in, or None.

    Looked at: "X, Y" and "X (Y" and "X in Y", then "the Ruritanian city of X" and "Ruritania's X". Y counts
    only where one of the rows of X lies in it, so that a list of places is no container.
    """
    if match := _NEXT.match(text, span.end):
        words = match.group(1).split()
        for length in range(min(len(words), _LONGEST_CONTAINER), 0, -1):
            found = _container(" ".join(words[:length]), gazetteer, rows)
            if found is not None:
                return replace(found, start=match.start(1))
    before = text[max(0, span.start - _WINDOW) : span.start]
    for pattern in (_OF_PLACE, _POSSESSOR):
        if match := pattern.search(before):
            found = _container(match.group(1), gazetteer, rows)
            if found is not None:
                return found
    return None


def _container(words: str, gazetteer: Gazetteer, rows: tuple[PlaceRow, ...]) -> Container | None:
    """Return the container that words name, if it holds one of the rows."""
    options: list[Container] = []
    division = gazetteer.division(words, codes=True) or gazetteer.division(f"{words}.")
    if division is not None:
        listed = any(row.feature == "ADM1" and row.country == division.country for row in rows)
        if not listed or "." in words or words.isupper():
            options.append(Container(words, division.country, admin1=division.admin1))
    country = _country_of(words, gazetteer)
    if country is not None and not any(row.feature == "PCLI" for row in rows):
        options.append(Container(words, country))
    if division is None:
        for area in gazetteer.find(words):
            if area.feature == "ADM1":
                options.append(Container(words, area.country, admin1=area.admin1))
            elif area.feature == "ADM2" and normalise_name(area.name) == normalise_name(words):
                options.append(Container(words, area.country, admin1=area.admin1, admin2=area.admin2))
    return next((option for option in options if any(option.holds(row) for row in rows)), None)


def _country_of(words: str, gazetteer: Gazetteer) -> str | None:
    """Return the country of a name or demonym; of capitals only where they are no bare ISO code."""
    if (
        words.isupper()
        and len(words) <= 3
        and not any(words in country.names for country in (gazetteer.country(words),) if country is not None)
    ):
        return None
    country = gazetteer.country(words)
    return country.alpha3 if country is not None else None


@dataclass(frozen=True, slots=True)
class Spoken:
    """How often a text names each country and listed division, by the words it does so with.

    Attributes:
        countries: alpha-3 code to normalised words to count.
        divisions: (alpha-3 code, name of the first-order division) to normalised words to count.
    """

    countries: dict[str, Counter[str]]
    divisions: dict[tuple[str, str], Counter[str]]

    def country(self, code: str | None, *, but: str) -> int:
        """Return how often a country is named, in other words than `but` (normalised)."""
        counts = self.countries.get(code) if code is not None else None
        return counts.total() - counts[but] if counts is not None else 0

    def share(self, code: str | None, *, but: str) -> float:
        """Return how often a country is named, over the count of the country that is named most."""
        most = max((counts.total() - counts[but] for counts in self.countries.values()), default=0)
        return self.country(code, but=but) / most if most else 0.0

    def division(self, code: str | None, admin1: str | None, *, but: str) -> int:
        """Return how often a division is named, in other words than `but` (normalised)."""
        counts = self.divisions.get((code, admin1)) if code is not None and admin1 is not None else None
        return counts.total() - counts[but] if counts is not None else 0


def areas_spoken_of(text: str, gazetteer: Gazetteer) -> Spoken:
    """Return how often a text names each country, and each state or province that the tables list.

    Counted are names, demonyms and abbreviated states ("Calif."), wherever they stand.
    """
    countries: dict[str, Counter[str]] = defaultdict(Counter)
    divisions: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    named: dict[str, tuple[PlaceRow | None, str | None]] = {}
    words = [found.span() for found in _NAME.finditer(text)]
    together = [text[a:b] in (" ", "-") for (_, a), (b, _) in pairwise(words)]
    at = 0
    while at < len(words):
        taken = 1
        for length in (3, 2, 1):
            if at + length > len(words) or not all(together[at : at + length - 1]):
                continue
            phrase = _POSSESSIVE.sub("", text[words[at][0] : words[at + length - 1][1]])
            if phrase not in named:
                named[phrase] = _area_named(phrase, gazetteer)
            listed, country = named[phrase]
            if listed is not None and listed.country is not None:
                divisions[listed.country, listed.name][normalise_name(phrase)] += 1
                countries[listed.country][normalise_name(phrase)] += 1
            elif country is not None:
                countries[country][normalise_name(phrase)] += 1
            else:
                continue
            taken = length
            break
        at += taken
    return Spoken(dict(countries), dict(divisions))


def _area_named(phrase: str, gazetteer: Gazetteer) -> tuple[PlaceRow | None, str | None]:
    """Return the listed state or province that a phrase names if it names no country, and the country."""
    bare = phrase.rstrip(".")
    country = _country_of(phrase, gazetteer) or _country_of(bare, gazetteer)
    if country is not None:
        return None, country
    division = gazetteer.division(phrase) or gazetteer.division(bare)
    listed = next((row for row in gazetteer.find(phrase)[:2] if row.feature == "ADM1"), division)
    return (listed if listed is not None and listed.country in _LISTED else None), None


@dataclass(frozen=True, slots=True)
class Outlet:
    """What an address tells: the country of its top-level domain, and the letters of its host."""

    country: str | None
    letters: str

    def names(self, key: str) -> bool:
        """Tell whether the host bears a name, as papers are called after their town."""
        return len(key) >= _SHORTEST_IN_HOST and key.replace(" ", "") in self.letters


def outlet_of(url: str | None, gazetteer: Gazetteer) -> Outlet:
    """Return what an address tells of where its outlet is at home."""
    host = (urlsplit(url).hostname or "") if url else ""
    label = host.rsplit(".", 1)[-1]
    country = None
    if len(label) == 2 and label not in _NO_COUNTRY:
        country = gazetteer.country("GB" if label == "uk" else label.upper())
    return Outlet(country.alpha3 if country is not None else None, "".join(filter(str.isalpha, host)))
