"""Titles and functions of persons: which words name one, and which may stand for another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.lexicons import load_table


@dataclass(frozen=True, slots=True)
class Role:
    """A title or function ("foreign minister").

    Attributes:
        role: the words, in lower case.
        canonical: the one word for all roles that mean the same ("top diplomat" -> "foreign minister").
        stands_for: wider words that may take up this role in a later description ("minister").
        sector: PLOVER sector of whoever holds it, or None where the role alone does not tell.
        gender: "m", "f", or None.
        country: alpha-3 code of the only country in which the canonical role applies, or None.
    """

    role: str
    canonical: str
    stands_for: tuple[str, ...]
    sector: str | None
    gender: str | None
    country: str | None

    def can_stand_for(self, other: Role) -> bool:
        """Tell whether this role's words can take up a holder of the other role."""
        if self.canonical == other.canonical:
            return True
        return self.role in other.stands_for or self.canonical in other.stands_for

    def excludes(self, other: Role) -> bool:
        """Tell whether both are offices by name of which neither's words can take up the other's holder."""
        if min(len(own.role.split()) for own in (self, other)) < _OF_AN_OFFICE:
            return False
        return not (self.can_stand_for(other) or other.can_stand_for(self))


_FORMER = frozenset({"former", "ex", "late", "ousted", "outgoing", "acting", "interim"})
_LONGEST = 5
_OF_AN_OFFICE = 2
"""Words from which on a role names an office ("defence minister"), and is no word for many ("minister")."""
_ALSO_THINGS = frozenset({"anchor", "chair", "coach", "head", "justice", "lead", "miss"})
"""Roles whose word is as often a thing."""


@cache
def _roles() -> dict[tuple[str, ...], Role]:
    return {tuple(row.role.split()): row for row in load_table("roles.tsv", Role)}


@cache
def role_words() -> frozenset[str]:
    """Return the roles of one word that mean a person wherever they stand, in lower case."""
    return frozenset(words[0] for words in _roles() if len(words) == 1) - _ALSO_THINGS


@cache
def _last_words() -> frozenset[str]:
    return frozenset(words[-1] for words in _roles())


def _key(word: str) -> str:
    word = word.lower().replace("'", "’")
    return word[3:] if word.startswith("ex-") else word


def _singular(word: str) -> str:
    if word.endswith("men") and len(word) > 4:
        return word[:-2] + "an"
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def find_role(words: Sequence[str], *, last: int | None = None) -> Role | None:
    """Return the longest role whose last word is `words[last]`; by default the last word that ends a role.

    Words are compared in lower case, as written and with a plural ending taken off. Demonyms and other
    adjectives before a role do not hinder ("French foreign minister").
    """
    table = _roles()
    ends = range(len(words) - 1, -1, -1) if last is None or not words else (last,)
    keys: list[str] = []
    for end in ends:
        own = _key(words[end])
        if own not in _last_words() and _singular(own) not in _last_words():
            continue
        keys = keys or [_key(word) for word in words]
        for start in range(max(0, end + 1 - _LONGEST), end + 1):
            phrase = tuple(keys[start : end + 1])
            row = table.get(phrase) or table.get((*phrase[:-1], _singular(phrase[-1])))
            if row is not None:
                return row
    return None


def is_past_holder(words: Sequence[str]) -> bool:
    """Tell whether a description says that its role is over ("the former minister")."""
    return any(
        word.lower() in {"former", "ex", "late", "ousted"} or word.lower()[:3] == "ex-" for word in words
    )


def is_role_modifier(word: str) -> bool:
    """Tell whether a word qualifies the hold on a role ("acting", "interim")."""
    return word.lower() in _FORMER
