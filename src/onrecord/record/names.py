"""When two names stand for one: surnames, acronyms, spellings.

Persons and bodies follow other habits, so each has a comparison of its own. All of them fold case, hyphens,
apostrophes and diacritics first, and drop "the" and a possessive ending.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import Indel

_KEPT = 1 << 15
"""How many comparisons of names are kept; a report compares the same few names over and over."""

OF_A_REGION = re.compile(
    r"(?:(?:(?:north|south|east|west|southeast|southwest|northeast|northwest|central|western|eastern|northern|southern)[ -]?)?"
    r"(?:asian|african|european)|eurasian|nordic|scandinavian|latin american|middle eastern)",
    re.IGNORECASE,
)
"""Adjectives of regions, which stand for no ground and nobody: "the Asian crisis"."""

TIED = re.compile(
    r"(?<=[\w.])[-\u2010\u2011](?:led|held|run|controlled|occupied|owned|backed|based|born|made|sponsored|funded|trained|"
    r"aligned|allied|linked|affiliated|dominated|style|era|registered|flagged|supported|inspired)\b"
)
"""What a hyphen ties to a name and is no part of it: "ISIL-held", "U.S.-led"."""

PARTICLES = frozenset(
    [
        "al",
        "el",
        "ul",
        "de",
        "del",
        "della",
        "der",
        "den",
        "di",
        "da",
        "dos",
        "du",
        "la",
        "le",
        "van",
        "von",
        "bin",
        "ibn",
        "abu",
        "bint",
        "ben",
        "ter",
        "y",
        "e",
    ]
)
"""Words that belong to the surname that follows them."""

APART = frozenset(
    [
        "south",
        "north",
        "east",
        "west",
        "southern",
        "northern",
        "eastern",
        "western",
        "central",
        "new",
        "former",
        "jr",
        "sr",
        "junior",
        "senior",
        "ii",
        "iii",
        "iv",
        "provisional",
        "real",
        "continuity",
    ]
)
"""Words that make a name another one: South Sudan is not Sudan, a junior not his father."""

_GENERATION = frozenset(["jr", "sr", "junior", "senior", "ii", "iii", "iv"])
_SMALL = frozenset(
    ["the", "of", "a", "an", "and", "for", "in", "on", "to", "at", "und", "et", "de", "la", "du", "des", "y"]
)
_LEAST_ALIKE = 88.0
"""Least similarity in percent (indel ratio) of two spellings of one name; chosen by judgement after reading the
alias pairs of re3d, not swept."""


_POSSESSIVE = re.compile(r"(?<=\w)'s\b|(?<=s)'(?=\s|$)")
_UNSEEN = str.maketrans("", "", "`'\u2019\".")
_BREAKS = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=_KEPT)
def fold(name: str) -> str:
    """Return a name in plain lower-case letters and digits, one blank between its words.

    >>> fold("the Al-Ja’afari's")
    'al jaafari'
    """
    plain = name
    if not name.isascii():
        from anyascii import anyascii

        plain = anyascii(name)
    plain = plain.strip()
    if "'" in plain:
        plain = _POSSESSIVE.sub("", plain)
    plain = _BREAKS.sub(" ", plain.lower().translate(_UNSEEN)).strip()
    opening, blank, rest = plain.partition(" ")
    return rest if blank and opening in ("the", "a", "an") else plain


@lru_cache(maxsize=_KEPT)
def tokens(name: str) -> tuple[str, ...]:
    """Return the folded words of a name."""
    return tuple(fold(name).split())


def alike(one: str, other: str) -> float:
    """Return how alike two strings are in percent (indel ratio)."""
    return 100.0 * Indel.normalized_similarity(one, other)


@lru_cache(maxsize=_KEPT)
def _consonants(word: str) -> str:
    plain = re.sub(r"ph", "f", re.sub(r"k?h|q|c", "k", word[1:]))
    return word[:1] + re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyw']", "", plain))


@lru_cache(maxsize=_KEPT)
def _one_spelling(one: str, other: str) -> bool:
    """Tell whether two folded words can be two spellings of one word ("mohammed", "muhammad")."""
    if one == other:
        return True
    if min(len(one), len(other)) < 5:
        return False
    if alike(one, other) >= _LEAST_ALIKE:
        return True
    return _consonants(one) == _consonants(other) and alike(one, other) >= 70.0


@lru_cache(maxsize=_KEPT)
def surname(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of the surname: the last word that tells no generation, with its particles."""
    plain = [word for word in words if word not in _GENERATION] or list(words)
    start = len(plain) - 1
    while start > 0 and plain[start - 1] in PARTICLES:
        start -= 1
    return tuple(plain[start:])


def _generation(words: tuple[str, ...]) -> str | None:
    found = [word for word in words if word in _GENERATION]
    return {"junior": "jr", "senior": "sr"}.get(found[0], found[0]) if found else None


def _core(words: tuple[str, ...]) -> str:
    return "".join(word for word in words if word not in PARTICLES)


@lru_cache(maxsize=_KEPT)
def same_person(one: str, other: str) -> bool:
    """Tell whether two names can be of one person.

    A surname alone fits every bearer of it; which one is meant is the caller's question.
    Two given names fit if they are equal, spelt alike, or one is the initial of the other.

    >>> same_person("Jean-Marc Ayrault", "Ayrault"), same_person("Anna Ilves", "Peeter Ilves")
    (True, False)
    """
    a, b = tokens(one), tokens(other)
    if not a or not b:
        return False
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    if len(short) > 1 and long[-len(short) :] == short:
        return True  # "Abdel Meguid" of "Tarek Abdel Meguid": a surname of two words
    ga, gb = _generation(a), _generation(b)
    if ga and gb and ga != gb:
        return False
    last_a, last_b = _core(surname(a)), _core(surname(b))
    if not last_a or not last_b:
        return False
    if not _one_spelling(last_a, last_b):
        return _given_alone(a, b) or _given_alone(b, a)
    given_a = [w for w in a if w not in surname(a) and w not in _GENERATION and w not in PARTICLES]
    given_b = [w for w in b if w not in surname(b) and w not in _GENERATION and w not in PARTICLES]
    if not given_a or not given_b:
        return last_a == last_b or min(len(last_a), len(last_b)) >= 6
    if ga != gb:
        return False
    return _given_fit(given_a[0], given_b[0])


def _given_fit(one: str, other: str) -> bool:
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return _one_spelling(one, other) or (min(len(one), len(other)) >= 3 and (one in other or other in one))


def _given_alone(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Tell whether a single word is the given name that opens a full name."""
    return len(short) == 1 and len(full) > 1 and len(short[0]) > 2 and short[0] == full[0]


@lru_cache(maxsize=_KEPT)
def is_acronym(short: str, name: str) -> bool:
    """Tell whether a short form is made of the first letters of a name's words.

    >>> is_acronym("ICRC", "International Committee of the Red Cross"), is_acronym("WHO", "World Bank")
    (True, False)
    """
    letters = re.sub(r"[^A-Za-z]", "", short)
    if (
        not 2 <= len(letters) <= 7
        or sum(c.isupper() for c in letters) < len(letters) - 1
        or not letters[0].isupper()
    ):
        return False
    words = re.findall(r"[^\W\d_]+", re.sub(r"[\u2019']s\b", "", name))
    if len(words) < 2:
        return False
    wanted = letters.lower()
    every = "".join(word[0] for word in words).lower()
    main = "".join(word[0] for word in words if word.lower() not in _SMALL).lower()
    return wanted in (every, main) or wanted == every.lstrip("t")


@lru_cache(maxsize=_KEPT)
def same_body(one: str, other: str) -> bool:
    """Tell whether two names can be of one body: equal, spelt alike, an acronym, or one cut short.

    A short form must open or close the long one ("Chronicle", "Amnesty") and what is left out must not tell
    two bodies apart (Sudan and South Sudan).
    """
    a, b = tokens(one), tokens(other)
    if not a or not b:
        return False
    joined_a, joined_b = "".join(a), "".join(b)
    if joined_a == joined_b:
        return True
    if is_acronym(one, other) or is_acronym(other, one):
        return True
    if (set(a) ^ set(b)) & APART:
        return False
    if len(a) == len(b) and min(len(joined_a), len(joined_b)) >= 8:
        return all(_one_spelling(x, y) for x, y in zip(a, b, strict=True))
    return False


@lru_cache(maxsize=_KEPT)
def is_short_form(short: str, full: str) -> bool:
    """Tell whether a name is the opening or the close of a longer one, and nothing tells them apart.

    >>> is_short_form("the Chronicle", "the Narva Chronicle"), is_short_form("Sudan", "South Sudan")
    (True, False)
    """
    a, b = tokens(short), tokens(full)
    if not a or len(a) >= len(b) or (len(a) == 1 and len(a[0]) < 3):
        return False
    # The word beside the short form decides: South Sudan is
    # not Sudan, but the Post may be the New York Post.
    opens = b[: len(a)] == a and b[len(a)] not in APART
    closes = b[-len(a) :] == a and b[-len(a) - 1] not in APART
    return opens or closes
