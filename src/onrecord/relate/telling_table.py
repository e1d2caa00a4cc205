"""Many tellings of an archive, ready to be compared, a few of them at a time with many others."""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.relate.compared import (
    CODES,
    SETS,
    BoolArray,
    FloatArray,
    IntArray,
    cosine_of,
    day_codes,
    days_of,
    overlap_of,
    rarity_of,
    weight_of,
)
from onrecord.relate.links import LinkModel, chances_of
from onrecord.relate.tellings import Telling
from onrecord.relate.word_space import WordSpace
from onrecord.relate.words import Weights


class TellingTable:
    """Many tellings, ready to be compared, a few of them at a time with many others, again and again.

    Args:
        weights: how telling words are.
        space: how near words are in meaning.
    """

    def __init__(self, weights: Weights, space: WordSpace) -> None:
        self._weights, self._space = weights, space
        self._numbers: dict[str, dict[Hashable, int]] = {part: {} for part in CODES}
        self._codes: dict[str, list[int]] = {part: [] for part in CODES}
        self._vectors: list[FloatArray] = []
        self._rare: list[float] = []
        self._items: dict[str, dict[str, int]] = {part: {} for part in SETS}
        self._worth: dict[str, list[float]] = {part: [] for part in SETS}
        self._places: dict[str, array[int]] = {part: array("I") for part in SETS}
        self._starts: dict[str, array[int]] = {part: array("Q", [0]) for part in SETS}
        self._spans: list[tuple[str, str] | None] = []

    def __len__(self) -> int:
        return len(self._spans)

    def add(self, telling: Telling) -> int:
        """Take in a telling, and return its number."""
        for part, value_of in CODES.items():
            value = value_of(telling)
            numbers = self._numbers[part]
            self._codes[part].append(numbers.setdefault(value, len(numbers)) if value is not None else -1)
        if self._codes["lemma"][-1] == len(self._vectors):
            self._vectors.append(self._space.vector(telling.lemma))
            self._rare.append(rarity_of(telling.lemma, self._weights))
        for part, set_of in SETS.items():
            items, worth = self._items[part], self._worth[part]
            for item in sorted(set_of(telling)):
                place = items.setdefault(item, len(items))
                if place == len(worth):
                    worth.append(weight_of(part, item, self._weights) ** 0.5)
                self._places[part].append(place)
            self._starts[part].append(len(self._places[part]))
        self._spans.append(telling.days)
        return len(self._spans) - 1

    def ready(self) -> ReadyTable:
        """Return the tellings that are there, ready to be compared."""
        sets = {
            part: _Sets.with_roots(
                np.array(self._starts[part], np.int64),
                np.array(self._places[part], np.int64),
                np.array(self._worth[part], np.float32),
            )
            for part in SETS
        }
        codes = {part: np.array(own, np.int64) for part, own in self._codes.items()}
        vectors = np.stack(self._vectors) if self._vectors else np.zeros((0, 1), np.float32)
        return ReadyTable(codes, vectors, np.array(self._rare, np.float32), sets, day_codes(self._spans))


@dataclass(frozen=True, slots=True)
class _Sets:
    """The sets of many tellings, with what is asked of all of them worked out once.

    Attributes:
        starts: where the set of each begins among the items.
        items: the items by number.
        square: float64, the weight of each item.
        filled: of each set whether it has an item.
    """

    starts: IntArray
    items: IntArray
    square: NDArray[np.float64]
    filled: BoolArray

    @classmethod
    def with_roots(cls, starts: IntArray, items: IntArray, worth: FloatArray) -> _Sets:
        """Return sets whose items have these roots of their weights."""
        square = worth.astype(np.float64) ** 2
        return cls(starts, items, square, np.diff(starts) > 0)

    def of(self, rows: IntArray) -> tuple[IntArray, IntArray]:
        """Return the items of some sets, one after the other, and the place of each one's set among them."""
        sizes = self.starts[rows + 1] - self.starts[rows]
        places = np.repeat(self.starts[rows] - (np.cumsum(sizes) - sizes), sizes) + np.arange(
            int(sizes.sum())
        )
        return self.items[places], np.repeat(np.arange(len(rows)), sizes)

    def squares(self, items: IntArray, owner: IntArray, n_rows: int) -> FloatArray:
        """Return the weight of each of some sets."""
        return np.bincount(owner, self.square[items], minlength=n_rows).astype(np.float32)


@dataclass(frozen=True, slots=True)
class ReadyTable:
    """Many tellings as arrays; see `TellingTable`."""

    codes: dict[str, IntArray]
    vectors: FloatArray
    rare: FloatArray
    sets: dict[str, _Sets]
    spans: tuple[IntArray, IntArray, BoolArray]

    def chances(
        self, ones: Sequence[int], others: Sequence[int], alike: FloatArray, model: LinkModel
    ) -> FloatArray:
        """Return how likely each of some tellings is of one happening with each of others: float32, 0 to 1.

        Args:
            ones, others: numbers of the tellings.
            alike: float32, (ones, others), how alike their reports are.
            model: weights of the features.
        """
        compared = _OfTable(self, np.asarray(ones, np.int64), np.asarray(others, np.int64))
        return chances_of(compared, alike, model)


class _OfTable:
    """Some tellings of a table compared with others of it."""

    def __init__(self, table: ReadyTable, ones: IntArray, others: IntArray) -> None:
        self._table, self._ones, self._others = table, ones, others

    def equal(self, part: str) -> FloatArray:
        codes = self._table.codes[part]
        one, other = codes[self._ones], codes[self._others]
        return np.asarray((one[:, None] == other[None, :]) & (one >= 0)[:, None], np.float32)

    def differ(self, part: str) -> FloatArray:
        codes = self._table.codes[part]
        known = np.outer(codes[self._ones] >= 0, codes[self._others] >= 0)
        return np.asarray((1 - self.equal(part)) * known, np.float32)

    def meanings(self) -> FloatArray:
        lemmas, vectors = self._table.codes["lemma"], self._table.vectors
        return np.asarray(vectors[lemmas[self._ones]] @ vectors[lemmas[self._others]].T, np.float32)

    def rarity(self) -> FloatArray:
        lemmas, rare = self._table.codes["lemma"], self._table.rare
        return np.asarray(np.sqrt(np.outer(rare[lemmas[self._ones]], rare[lemmas[self._others]])), np.float32)

    def overlap(self, part: str) -> FloatArray:
        return overlap_of(*self._shared(part))

    def cosine(self, part: str) -> FloatArray:
        return cosine_of(*self._shared(part))

    def both(self, part: str) -> FloatArray:
        filled = self._table.sets[part].filled
        return np.asarray(np.outer(filled[self._ones], filled[self._others]), np.float32)

    def meet(self, part: str) -> FloatArray:
        return (self._shared(part)[0] > 0).astype(np.float32)

    def days(self) -> tuple[FloatArray, FloatArray]:
        first, last, known = self._table.spans
        ones, others = self._ones, self._others
        return days_of(first[ones], last[ones], known[ones], first[others], last[others], known[others])

    def _shared(self, part: str) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the weight of what each two sets share, and of each set on either side."""
        sets = self._table.sets[part]
        items, owner = sets.of(self._others)
        theirs = sets.squares(items, owner, len(self._others))
        own_items, own_owner = sets.of(self._ones)
        own = sets.squares(own_items, own_owner, len(self._ones))
        shared = np.zeros((len(self._ones), len(self._others)), np.float32)
        # What none of the few has is passed over for all of them at once.
        had = np.unique(own_items)
        places = np.searchsorted(had, items)
        kept = np.flatnonzero(places < len(had))
        kept = kept[had[places[kept]] == items[kept]]
        places, owner = places[kept], owner[kept]
        square, mark = sets.square[had], np.zeros(len(had), np.float64)
        own_places = np.searchsorted(had, own_items)
        for n in range(len(self._ones)):
            mine = own_places[own_owner == n]
            mark[mine] = square[mine]
            shared[n] = np.bincount(owner, mark[places], minlength=len(self._others))
            mark[mine] = 0.0
        return shared, own, theirs
