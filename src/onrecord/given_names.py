"""Given names that one sex bears far more often: who "he" or "she" may stand for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from onrecord.lexicons import load_table


@dataclass(frozen=True, slots=True)
class GivenNames:
    """Given names of one sex with one first letter."""

    gender: Literal["m", "f"]
    names: tuple[str, ...]


@cache
def _genders() -> dict[str, Literal["m", "f"]]:
    return {name: row.gender for row in load_table("given_names.tsv", GivenNames) for name in row.names}


def given_gender(name: str) -> Literal["m", "f"] | None:
    """Return the sex that bears a given name far more often, None where both do or the name is not known.

    >>> given_gender("Robert"), given_gender("Leslie")
    ('m', None)
    """
    return _genders().get(name.lower())
