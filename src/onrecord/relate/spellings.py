"""Spellings of one name: "Alkyoni" and "Alcyone", "el-Sherbini" and "al-Shirbini", out of one alphabet into another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

_PAIRS = (
    ("ph", "f"), ("kh", "k"), ("gh", "g"), ("th", "t"), ("dh", "d"), ("sh", "s"), ("ch", "k"), ("ck", "k"),
    ("c", "k"), ("q", "k"), ("x", "ks"), ("w", "v"), ("z", "s"), ("j", "i"),
)  # fmt: skip
_LEAST_CONSONANTS = 3
_LEAST_LETTERS = 5
_LEAST_RATIO = 60.0
"""Likeness of two spellings, of 100 (normalised Indel similarity), below which equal consonants are chance."""


@lru_cache(maxsize=100_000)
def consonants(word: str) -> str:
    """Return the consonants of a word as they sound whatever alphabet it comes from; "" for a word too short to say.

    >>> consonants("Alkyoni"), consonants("Alcyone"), consonants("Sherbini") == consonants("Shirbini"), consonants("Nour")
    ('lkn', 'lkn', True, '')
    """
    bare, length = _bare(word)
    return bare if length >= _LEAST_LETTERS and len(bare) >= _LEAST_CONSONANTS else ""


def _bare(word: str) -> tuple[str, int]:
    """Return the consonants of a word, and how many letters it has."""
    from anyascii import anyascii

    form = re.sub(r"[^a-z]", "", anyascii(word).casefold())
    length = len(form)
    for spelt, sound in _PAIRS:
        form = form.replace(spelt, sound)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouy]", "", form)), length


def same_sound(one: str, other: str) -> bool:
    """Tell whether two words have the same consonants, however short: for given names before one surname.

    >>> same_sound("nour", "nur"), same_sound("anna", "peeter")
    (True, False)
    """
    a, b = _bare(one)[0], _bare(other)[0]
    return bool(a) and a == b


def same_spelling(one: str, other: str) -> bool:
    """Tell whether two words may be one name written in two ways.

    Some names differ in their vowels alone ("Berlin", "Brolin"): `one_spelling` keeps those apart that are known.

    >>> same_spelling("theofilou", "theofylou"), same_spelling("corfu", "kerfew"), same_spelling("tartu", "narva")
    (True, False, False)
    """
    from rapidfuzz import fuzz

    if one == other:
        return True
    a = consonants(one)
    if not a or a != consonants(other) or _shape(one) != _shape(other):
        return False
    return fuzz.ratio(one, other) >= _LEAST_RATIO


@lru_cache(maxsize=100_000)
def _shape(word: str) -> str:
    """Return where the vowels and consonants of a word stand, each run as one mark."""
    marks = ("V" if letter in "aeiouy" else "C" for letter in re.sub(r"(?<=[aeiouy])h", "", word.casefold()))
    return re.sub(r"(.)\1+", r"\1", "".join(marks))


def one_spelling(names: Iterable[tuple[str, int]], common: Iterable[str]) -> dict[str, str]:
    """Return the spelling that each of some names goes under, those alone that another one takes the place of.

    Args:
        names: words that are names, with how many reports have them; the most frequent spelling takes the others' place.
        common: words known from elsewhere ("Martin", "Morton"): two of them are two names.
    """
    known = frozenset(common)
    by_sound: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for word, n in names:
        sound = consonants(word)
        if sound:
            by_sound[sound].append((-n, word))
    found = {}
    for same in by_sound.values():
        kept: list[str] = []
        for _, word in sorted(same):
            like = next(
                (k for k in kept if not (word in known and k in known) and same_spelling(word, k)), None
            )
            if like is None:
                kept.append(word)
            else:
                found[word] = like
    return found
