"""How near reports are to one another in words and days, for all reports of a store: as arrays, and only where it counts.

The cosine of a report with all that were published up to thirty days before it is added up word by word over lists of
the reports that have each word. What is added up is the same numbers in the same order on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

import numpy as np
from numpy.typing import NDArray

from onrecord.relate.outlines import Outlines
from onrecord.relate.views import View
from onrecord.relate.words import Weights

NAMES = 2.0
"""How much more the names in a report count than its other words. Set on ECB+ train."""

_CLOSE = 1.6
"""What reports of the same days gain on reports without a day: most pairs of that likeness are then of one story."""

_CLOSE_DAYS, _NO_DAYS = 2.0, 30.0
"""Days between two reports up to which they gain in full, and from which they are never of one story."""

_BEGUN = datetime(1, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND, _DAY = 1e6, 86400.0
_NO_DAYS_MICROSECONDS = int(_NO_DAYS * _DAY * _SECOND)

IndexArray = NDArray[np.int64]
Float64Array = NDArray[np.float64]
FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class NearTo:
    """The reports before one that are near to it.

    Attributes:
        index: the report.
        others: int64, the earlier ones, in order.
        likeness: float64, how alike each is in words and days, 0 to 1.6.
        cosines: float64, how alike in words alone, 0 to 1.
        days: float64, the days between; infinite where one is unknown.
    """

    index: int
    others: IndexArray
    likeness: Float64Array
    cosines: Float64Array
    days: Float64Array


@dataclass(frozen=True, slots=True)
class WordVectors:
    """The words of reports with their weights, each report of length 1, in order of publication.

    Attributes:
        starts: int64, (reports + 1,): where the words of each report begin.
        words: uint32, the number of each word.
        values: float64, what each word is worth in its report.
        moments: int64, microseconds at which each report was published, of those alone that have a moment: the first ones.
        n_words: how many words there are in all.
    """

    starts: IndexArray
    words: NDArray[np.uint32]
    values: Float64Array
    moments: IndexArray
    n_words: int

    def __len__(self) -> int:
        return len(self.starts) - 1

    @classmethod
    def of(cls, views: Sequence[View], weights: Weights) -> Self:
        """Return the vectors of reports that are in memory."""
        number: dict[str, int] = {}
        numbers, counts, names = [], [], []
        for view in views:
            numbers.append(np.array([number.setdefault(word, len(number)) for word in view.words], np.uint32))
            counts.append(np.array(list(view.words.values()), np.uint32))
            names.append(np.array([word in view.names for word in view.words], bool))
        return cls._of(numbers, counts, names, [view.moment for view in views], weights, list(number))

    @classmethod
    def of_outlines(cls, outlines: Outlines) -> Self:
        """Return the vectors of all reports of a store."""
        return cls._of(
            outlines.numbers, outlines.counts, outlines.as_name, outlines.moments, outlines.weights, outlines.words
        )  # fmt: skip

    @classmethod
    def _of(
        cls,
        numbers: Sequence[NDArray[np.uint32]],
        counts: Sequence[NDArray[np.uint32]],
        names: Sequence[NDArray[np.bool_]],
        moments: Sequence[datetime | None],
        weights: Weights,
        words: Sequence[str],
    ) -> Self:
        weight = np.array([weights.of_word(word) for word in words])
        most = max((int(own.max()) for own in counts if len(own)), default=0)
        often = np.array([0.0] + [1 + math.log(n) for n in range(1, most + 1)])
        starts = np.cumsum([0, *(len(own) for own in numbers)], dtype=np.int64)
        values = np.empty(int(starts[-1]))
        for index, own in enumerate(numbers):
            found = often[counts[index]] * weight[own] * np.where(names[index], NAMES, 1.0)
            values[starts[index] : starts[index + 1]] = found / (
                math.sqrt(sum((found * found).tolist())) or 1.0
            )
        known = [(moment - _BEGUN) // _MICROSECOND for moment in moments if moment is not None]
        flat = np.concatenate([np.zeros(0, np.uint32), *numbers])
        return cls(starts, flat, values, np.array(known, np.int64), len(words))

    def near(self, least: float) -> Iterator[NearTo]:
        """Yield for each report the earlier ones whose likeness, days counted in, is at least `least`.

        Reports further than thirty days from it are not looked at.
        """
        return Postings.of(self).near(least, range(len(self)))

    def likeness(self, ones: Sequence[int], others: Sequence[int]) -> FloatArray:
        """Return how alike some reports are with some others, days counted in: float32, (ones, others)."""
        there = np.asarray(others, np.int64)
        sizes = self.starts[there + 1] - self.starts[there]
        places = np.repeat(self.starts[there] - (np.cumsum(sizes) - sizes), sizes) + np.arange(
            int(sizes.sum())
        )
        row = np.repeat(np.arange(len(there)), sizes)
        words, values = self.words[places], self.values[places]
        own = np.zeros(self.n_words)
        found = np.empty((len(ones), len(there)), np.float32)
        for n, one in enumerate(ones):
            here = slice(self.starts[one], self.starts[one + 1])
            own[self.words[here]] = self.values[here]
            cosines = np.bincount(row, own[words] * values, minlength=len(there))
            own[self.words[here]] = 0.0
            found[n] = _nearness(self.days(there, one)) * cosines
        return found

    def days(self, others: IndexArray, one: int) -> Float64Array:
        """Return the days between a report and others: float64, infinite where one is unknown."""
        found = np.full(len(others), np.inf)
        if one < len(self.moments):
            dated = others < len(self.moments)
            found[dated] = np.abs(self.moments[one] - self.moments[others[dated]]) / _SECOND / _DAY
        return found


@dataclass(frozen=True, slots=True)
class Postings:
    """For each word the reports that have it, in order of publication: what reports are compared by.

    What is near to a report depends on that report and those before it alone, so that ranges of reports can be gone
    through in several processes.

    Attributes:
        vectors: the words of the reports.
        owners: uint32, the reports, word by word.
        values: float64, what the word is worth in each.
        first: int64, where the reports of each word begin.
    """

    vectors: WordVectors
    owners: NDArray[np.uint32]
    values: Float64Array
    first: IndexArray

    @classmethod
    def of(cls, vectors: WordVectors) -> Self:
        """Return the lists of some vectors."""
        order = np.argsort(vectors.words, kind="stable")
        owners = np.repeat(np.arange(len(vectors), dtype=np.uint32), np.diff(vectors.starts))[order]
        first = np.searchsorted(vectors.words[order], np.arange(vectors.n_words))
        return cls(vectors, owners, vectors.values[order], np.asarray(first, np.int64))

    def near(self, least: float, reports: range) -> Iterator[NearTo]:
        """Yield for each of some reports in a row the earlier ones whose likeness is at least `least`.

        Args:
            least: the likeness, days counted in.
            reports: their indices; reports before the first are looked at as those that are earlier.
        """
        starts, words_of, moments = self.vectors.starts, self.vectors.words, self.vectors.moments
        oldest = self._oldest(reports.start)
        since, until = self._places_of(oldest), self._places_of(reports.start)
        for index in reports:
            here = slice(starts[index], starts[index + 1])
            words = words_of[here]
            if index < len(moments):
                while moments[index] - moments[oldest] >= _NO_DAYS_MICROSECONDS:
                    since[words_of[starts[oldest] : starts[oldest + 1]]] += 1
                    oldest += 1
                begin, lowest = since[words], oldest
            else:
                begin, lowest = self.first[words], 0
            sizes = until[words] - begin
            until[words] += 1
            n_listed = int(sizes.sum())
            if not n_listed:
                continue
            places = np.repeat(begin - (np.cumsum(sizes) - sizes), sizes) + np.arange(n_listed)
            added = self.values[places] * np.repeat(self.vectors.values[here], sizes)
            cosines = np.asarray(
                np.bincount(self.owners[places] - lowest, added, minlength=index - lowest), np.float64
            )
            days = self.vectors.days(np.arange(lowest, index), index)
            likeness = _nearness(days) * cosines
            found = np.flatnonzero(likeness >= least)
            if len(found):
                others = np.asarray(found + lowest, np.int64)
                yield NearTo(index, others, likeness[found], cosines[found], days[found])

    def _oldest(self, index: int) -> int:
        """Return the first report that is not too old for one to be compared with."""
        moments = self.vectors.moments
        if index >= len(moments):
            return 0
        return int(np.searchsorted(moments, moments[index] - _NO_DAYS_MICROSECONDS, side="right"))

    def _places_of(self, index: int) -> IndexArray:
        """Return for each word where in its list the reports from one on begin."""
        earlier = self.vectors.words[: self.vectors.starts[index]]
        return np.asarray(self.first + np.bincount(earlier, minlength=self.vectors.n_words), np.int64)


def _nearness(days: Float64Array) -> Float64Array:
    """Return what the days between two reports make of their likeness: a factor of 0 to 1.6, 1 where a day is unknown.

    The same words tell more of one story where they stand in reports of the same day, and nothing two years apart.
    """
    with_days = _CLOSE * np.minimum(1.0, np.maximum(0.0, 1 - (days - _CLOSE_DAYS) / (_NO_DAYS - _CLOSE_DAYS)))
    return np.where(np.isinf(days), 1.0, with_days)
