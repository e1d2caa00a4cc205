"""What two tellings share and what parts them: those of one story each with each, as arrays.

`telling_table` answers the same questions for a few tellings of an archive and many others.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from onrecord.relate.tellings import Telling
from onrecord.relate.word_space import WordSpace
from onrecord.relate.words import Weights

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

_STEM = 5
"""Letters that two words must begin with alike to be of one stem ("collide", "collision")."""


class Compared(Protocol):
    """Some tellings and others, compared in what they hold: every answer is float32, (ones, others)."""

    def equal(self, part: str) -> FloatArray:
        """Return where a part is the same, neither unknown."""
        ...

    def differ(self, part: str) -> FloatArray:
        """Return where a known part differs from another known one."""
        ...

    def meanings(self) -> FloatArray:
        """Return how near the lemmas are in meaning."""
        ...

    def rarity(self) -> FloatArray:
        """Return the geometric mean of how telling the lemmas are, 0 to 1."""
        ...

    def overlap(self, part: str) -> FloatArray:
        """Return the weight of what two sets share over that of the lighter one; 0 where one is empty."""
        ...

    def cosine(self, part: str) -> FloatArray:
        """Return the cosine of two sets of words by the squares of their weights."""
        ...

    def both(self, part: str) -> FloatArray:
        """Return where neither of two sets is empty."""
        ...

    def meet(self, part: str) -> FloatArray:
        """Return where two sets share anything."""
        ...

    def days(self) -> tuple[FloatArray, FloatArray]:
        """Return where the days of two tellings overlap, and where they exclude each other."""
        ...


CODES: dict[str, Callable[[Telling], Hashable]] = {
    "lemma": lambda t: t.lemma,
    "stem": lambda t: t.lemma[:_STEM] if len(t.lemma) >= _STEM else None,
    "type": lambda t: t.type,
    "mode": lambda t: f"{t.type}/{t.mode}" if t.mode else None,
    "report": lambda t: t.report,
    "denied": lambda t: t.label == "denied",
}
"""Parts that are the same or not."""

SETS: dict[str, Callable[[Telling], frozenset[str]]] = {
    "actors": lambda t: t.actors,
    "recipients": lambda t: t.recipients,
    "parties": lambda t: t.parties,
    "names": lambda t: t.parties | t.names,
    "words": lambda t: t.words,
    "places": lambda t: frozenset(map(str, t.places)),
    "numbers": lambda t: t.numbers,
}
"""Parts that share something or not."""

_UNWEIGHTED = frozenset({"places", "numbers"})
_SQUARED = frozenset({"words"})
"""Sets in which all items count alike, and in which they count by the squares of their weights."""


class _OfTellings:
    """The tellings of one story, compared each with each."""

    def __init__(self, tellings: Sequence[Telling], weights: Weights, space: WordSpace) -> None:
        self._tellings, self._weights, self._space = tellings, weights, space

    def equal(self, part: str) -> FloatArray:
        return equal_values(self._codes(part))

    def differ(self, part: str) -> FloatArray:
        values = self._codes(part)
        return (1 - equal_values(values)) * both_true([value is not None for value in values])

    def meanings(self) -> FloatArray:
        if not self._tellings:
            return np.zeros((0, 0), np.float32)
        vectors = np.stack([self._space.vector(t.lemma) for t in self._tellings])
        return np.asarray(vectors @ vectors.T, np.float32)

    def rarity(self) -> FloatArray:
        rare = np.array([rarity_of(t.lemma, self._weights) for t in self._tellings], np.float32)
        return np.asarray(np.sqrt(np.outer(rare, rare)), np.float32)

    def overlap(self, part: str) -> FloatArray:
        shared, own = self._shared(part)
        return overlap_of(shared, own, own)

    def cosine(self, part: str) -> FloatArray:
        shared, own = self._shared(part)
        return cosine_of(shared, own, own)

    def both(self, part: str) -> FloatArray:
        return both_true([bool(some) for some in self._sets(part)])

    def meet(self, part: str) -> FloatArray:
        return (self._shared(part)[0] > 0).astype(np.float32)

    def days(self) -> tuple[FloatArray, FloatArray]:
        first, last, known = day_codes([t.days for t in self._tellings])
        return days_of(first, last, known, first, last, known)

    def _codes(self, part: str) -> list[Hashable]:
        return [CODES[part](telling) for telling in self._tellings]

    def _sets(self, part: str) -> list[frozenset[str]]:
        return [SETS[part](telling) for telling in self._tellings]

    def _shared(self, part: str) -> tuple[FloatArray, FloatArray]:
        """Return the weight of what each two sets share, and of each set."""
        sets = self._sets(part)
        columns = {item: n for n, item in enumerate(sorted(frozenset().union(*sets)))}
        worth = np.array([weight_of(part, item, self._weights) ** 0.5 for item in columns], np.float32)
        table = np.zeros((len(sets), max(1, len(columns))), np.float32)
        rows = np.repeat(np.arange(len(sets)), [len(items) for items in sets])
        places = np.array([columns[item] for items in sets for item in items], np.int64)
        table[rows, places] = worth[places]
        shared = np.asarray(table @ table.T, np.float32)
        return shared, np.diag(shared).copy()


def each_with_each(tellings: Sequence[Telling], weights: Weights, space: WordSpace) -> Compared:
    """Return the tellings of one story, compared each with each."""
    return _OfTellings(tellings, weights, space)


def rarity_of(lemma: str, weights: Weights) -> float:
    """Return how telling a lemma is, 0 to 1."""
    return min(weights.of_word(lemma), 6.0) / 6.0


def weight_of(part: str, item: str, weights: Weights) -> float:
    """Return how much an item of a set counts."""
    if part in _UNWEIGHTED:
        return 1.0
    weight = weights.of_word(item)
    return weight**2 if part in _SQUARED else weight


def equal_values(values: Sequence[Hashable]) -> FloatArray:
    """Return where two of some values are the same, neither unknown."""
    numbers = {value: n for n, value in enumerate(dict.fromkeys(values))}
    codes = np.array([numbers[value] if value is not None else -1 for value in values], np.int64)
    return np.asarray((codes[:, None] == codes[None, :]) & (codes >= 0)[:, None], np.float32)


def both_true(values: Sequence[bool]) -> FloatArray:
    """Return where two of some values are true."""
    found = np.array(values, np.float32)
    return np.asarray(np.outer(found, found), np.float32)


def overlap_of(shared: FloatArray, own: FloatArray, theirs: FloatArray) -> FloatArray:
    """Return what two sets share over the lighter of them, from the weights of either side; 0 where one is empty."""
    lighter = np.minimum(own[:, None], theirs[None, :])
    return np.asarray(np.where(lighter > 0, shared / np.maximum(lighter, 1e-6), 0), np.float32)


def cosine_of(shared: FloatArray, own: FloatArray, theirs: FloatArray) -> FloatArray:
    """Return the cosine of two sets, from the squares that they share and those of either side."""
    lengths = [np.sqrt(np.maximum(squares, 1e-6)) for squares in (own, theirs)]
    return np.asarray(shared / np.outer(*lengths), np.float32)


def day_codes(spans: Sequence[tuple[str, str] | None]) -> tuple[IntArray, IntArray, BoolArray]:
    """Return the first and last day of each as numbers in order, and which are known."""
    order = {day: n for n, day in enumerate(sorted({day for span in spans if span for day in span}))}
    first, last = (np.array([order[span[end]] if span else 0 for span in spans], np.int64) for end in (0, 1))
    return first, last, np.array([span is not None for span in spans], bool)


def days_of(
    first: IntArray, last: IntArray, known: BoolArray, first2: IntArray, last2: IntArray, known2: BoolArray
) -> tuple[FloatArray, FloatArray]:
    """Return where the days of ones and others overlap and where they exclude each other, from their codes (`day_codes`)."""
    meet = ((first[:, None] <= last2[None, :]) & (first2[None, :] <= last[:, None])).astype(np.float32)
    both = np.outer(known, known2).astype(np.float32)
    return meet * both, (1 - meet) * both
