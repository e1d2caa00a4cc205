"""Bodies that the tables know by name, and the nouns that describe bodies and groups."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord.lexicons import load_table
from onrecord.model import EntityType, Span
from onrecord.record.names import fold


@dataclass(frozen=True, slots=True)
class Body:
    """A body known by name.

    Attributes:
        name: its full name.
        aliases: its other names and acronyms.
        type: ORG as a rule.
        sector: PLOVER sector, or None.
        country: alpha-3 code of the country it belongs to, or None.
        seat: True for the house of a government that stands for its state ("the Kremlin").
    """

    name: str
    aliases: tuple[str, ...]
    type: str
    sector: str | None
    country: str | None
    seat: bool


@dataclass(frozen=True, slots=True)
class HeadNoun:
    """A noun that heads descriptions of bodies, groups, things and grounds ("troops").

    Attributes:
        head: the noun, in lower case; it may have several words.
        group: nouns of one group take one another up within a country ("army", "troops").
        type: entity type of what it describes.
        sector: PLOVER sector, or None.
        plural: True if the noun is plural in form.
        unnamed: True for words that hide a source when they stand alone ("officials").
        national: True if a bare one belongs to a state ("the army").
        stands_for: sectors of named bodies that "the ..." may take up ("the group": REB, NGO).
    """

    head: str
    group: str
    type: str
    sector: str | None
    plural: bool
    unnamed: bool
    national: bool
    stands_for: tuple[str, ...]


_TYPES: dict[str, EntityType] = {
    "PERSON": "PERSON",
    "ORG": "ORG",
    "GPE": "GPE",
    "LOC": "LOC",
    "FAC": "FAC",
    "NORP": "NORP",
    "EVENT": "EVENT",
}


def entity_type(label: str) -> EntityType:
    """Return the entity type of a label; what is not one is OTHER."""
    return _TYPES.get(label, "OTHER")


@cache
def _bodies() -> tuple[dict[str, Body], dict[str, Body]]:
    """Return bodies by folded name, and by acronym as it is written (its capitals matter)."""
    by_name: dict[str, Body] = {}
    by_acronym: dict[str, Body] = {}
    for row in load_table("bodies.tsv", Body):
        for name in (row.name, *row.aliases):
            if len(name) <= 4:
                by_acronym.setdefault(name, row)
            else:
                by_name.setdefault(fold(name), row)
    return by_name, by_acronym


@cache
def _openings() -> frozenset[str]:
    """Return the first words of the folded names of bodies."""
    return frozenset(name.partition(" ")[0] for name in _bodies()[0])


_PLAIN = frozenset({"conservatives"})
"""Names of bodies that are plain words in small letters."""

WITH_ARTICLE = frozenset({"Conservatives"})
"""Names of bodies that are plain words without an article: "Conservatives thought so"."""


@lru_cache(maxsize=1 << 14)
def find_body(name: str) -> Body | None:
    """Return the body that a name or acronym stands for, or None.

    Acronyms of up to four letters count only as they are written: "IS" is a body, "is" and "Is" are not.
    """
    by_name, by_acronym = _bodies()
    bare = name.strip()
    if bare.removeprefix("the ") in _PLAIN:
        return None
    for article in ("the ", "The "):
        bare = bare.removeprefix(article)
    for ending in ("'s", "’s", "'", "’"):
        bare = bare.removesuffix(ending)
    if bare in by_acronym or len(bare) <= 2:
        return by_acronym.get(bare)
    # Most words that are looked up open no name of a body, and folding one word is quicker than folding all.
    opening = fold(bare.partition(" ")[0]).partition(" ")[0]
    if opening and opening not in ("the", "a", "an") and opening not in _openings():
        return None
    return by_name.get(fold(bare))


_AFTER_TOWN = re.compile(r"[A-Z][\w.'’-]+,\s$")


def is_state_code(span: Span, text: str) -> bool:
    """Tell whether two capitals after a town are the code of its state: "Allentown, PA" is not the Palestinian Authority."""
    code = span.cut(text)
    return len(code) == 2 and code.isupper() and _AFTER_TOWN.search(text[: span.start][-40:]) is not None


@cache
def _heads() -> dict[tuple[str, ...], HeadNoun]:
    return {tuple(row.head.split()): row for row in load_table("heads.tsv", HeadNoun)}


@cache
def _last_words() -> frozenset[str]:
    return frozenset(words[-1] for words in _heads())


def _singulars(word: str) -> tuple[str, ...]:
    if word.endswith("ies"):
        return (word[:-3] + "y",)
    if word.endswith("s") and not word.endswith("ss"):
        return (word[:-1], word[:-2] if word.endswith("es") else word[:-1])
    return (word + "s",)


def find_head(words: Sequence[str], *, last: int) -> HeadNoun | None:
    """Return the longest noun of the table whose last word is `words[last]`, in either number."""
    table = _heads()
    own = words[last].lower()
    if own not in _last_words() and not any(other in _last_words() for other in _singulars(own)):
        return None
    keys = [word.lower() for word in words]
    for start in range(max(0, last - 2), last + 1):
        phrase = tuple(keys[start : last + 1])
        if phrase in table:
            return table[phrase]
    for start in range(max(0, last - 2), last + 1):
        for other in _singulars(keys[last]):
            row = table.get((*keys[start:last], other))
            if row is not None and (row.plural or len(other) < len(keys[last])):
                return row  # "troop" is one of "troops", but "time" is no newspaper
    return None
