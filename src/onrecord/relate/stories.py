"""Stories: reports on one matter, found by the words that they share and the days that part them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.model import Story
from onrecord.relate.clusters import average_link, components
from onrecord.relate.views import View
from onrecord.relate.words import Weights

LEAST_ALIKE = 0.21
"""Cosine of two stories, on average over their reports, from which they are one. Set on ECB+ train."""

_NAMES = 2.0
"""How much more the names in a report count than its other words. Set on ECB+ train."""

_CLOSE = 1.6
"""What reports of the same days gain on reports without a day: most pairs of that likeness are then of one story."""

_CLOSE_DAYS, _NO_DAYS = 2.0, 30.0
"""Days between two reports up to which they gain in full, and from which they are never of one story."""

Vector = dict[str, float]
FloatArray = NDArray[np.float32]


def vector(view: View, weights: Weights) -> Vector:
    """Return the words of a report with their weights, of length 1."""
    found = {
        word: (1 + math.log(n)) * weights.of_word(word) * (_NAMES if word in view.names else 1.0)
        for word, n in view.words.items()
    }
    length = math.sqrt(sum(x * x for x in found.values())) or 1.0
    return {word: x / length for word, x in found.items()}


def nearness(one: View, other: View) -> float:
    """Return what the days between two reports make of their likeness: a factor of 0 to 1.6, 1 where a day is unknown.

    The same words tell more of one story where they stand in reports of the same day, and nothing two years apart.
    """
    if one.moment is None or other.moment is None:
        return 1.0
    days = abs((one.moment - other.moment).total_seconds()) / 86400
    return _CLOSE * min(1.0, max(0.0, 1 - (days - _CLOSE_DAYS) / (_NO_DAYS - _CLOSE_DAYS)))


def find_stories(views: Sequence[View], weights: Weights) -> list[list[int]]:
    """Return the stories of reports, each the indices of its reports, in order of their first report.

    Reports are joined bottom-up by the average likeness of their stories (average linkage), so that the order in
    which they came makes no difference.

    Args:
        views: the reports, in order of publication.
        weights: how telling their words are.
    """
    vectors = [vector(view, weights) for view in views]
    alike = [
        pair for pair, likeness in near_pairs(views, vectors, weights, LEAST_ALIKE) if likeness >= LEAST_ALIKE
    ]
    groups = components(len(views), alike)
    found: list[list[int]] = []
    for group in groups:
        place = {index: n for n, index in enumerate(group)}
        matrix = np.zeros((len(group), len(group)), np.float32)
        for n, one in enumerate(group):
            for other in group[:n]:
                matrix[n, place[other]] = matrix[place[other], n] = _likeness(
                    views[one], views[other], vectors[one], vectors[other]
                )
        found += [[group[n] for n in cluster] for cluster in average_link(matrix, LEAST_ALIKE)]
    return sorted(sorted(cluster) for cluster in found)


def _likeness(one: View, other: View, a: Vector, b: Vector) -> float:
    near = nearness(one, other)
    return near * cosine(a, b) if near else 0.0


def cosine(a: Vector, b: Vector) -> float:
    """Return the cosine of two vectors of length 1."""
    if len(b) < len(a):
        a, b = b, a
    return sum(x * b[word] for word, x in a.items() if word in b)


def near_pairs(
    views: Sequence[View], vectors: Sequence[Vector], weights: Weights, least: float
) -> Iterator[tuple[tuple[int, int], float]]:
    """Yield the pairs of reports, earlier first, whose likeness is at least `least`, with the likeness.

    Words are walked from the rarest to the commonest, and a report is listed under those alone without which
    it could not reach the likeness (prefix filtering, Bayardo et al. 2007).
    """
    listed: dict[str, list[int]] = defaultdict(list)
    for index, own in enumerate(vectors):
        ranked = sorted(own.items(), key=lambda item: (weights.n_with[item[0]], item[0]))
        rest = sum(x * x for _, x in ranked)
        seen: set[int] = set()
        prefix = []
        for word, x in ranked:
            if _CLOSE * math.sqrt(max(rest, 0.0)) < least:
                break
            prefix.append(word)
            seen.update(listed[word])
            rest -= x * x
        for other in sorted(seen):
            likeness = _likeness(views[other], views[index], vectors[other], own)
            if likeness >= least:
                yield (other, index), likeness
        for word in prefix:
            listed[word].append(index)


def story_of(
    cluster: Sequence[int], views: Sequence[View], weights: Weights, number_of: dict[str, str]
) -> Story:
    """Return a story with its title: the headline of the report that stands nearest to all the others."""
    members = [views[index] for index in cluster]
    vectors = [vector(view, weights) for view in members]
    centre: Vector = defaultdict(float)
    for own in vectors:
        for word, x in own.items():
            centre[word] += x
    best = max(range(len(members)), key=lambda n: (round(cosine(vectors[n], centre), 9), -n))
    shared = sorted(centre, key=lambda word: (-centre[word], word))[:6] if len(members) > 1 else []
    because = f"words in common: {', '.join(shared)}" if shared else "no other report is near it"
    return Story(
        number_of[members[0].key],
        tuple(view.key for view in members),
        members[best].headline.strip(),
        because,
    )


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike reports are in their words, days left out.

    Attributes:
        row_of: the row of each report in the table, by its index among the views.
        table: float32, (reports, reports), 0 to 1.
    """

    row_of: Mapping[int, int]
    table: FloatArray

    @classmethod
    def of(cls, indices: Sequence[int], views: Sequence[View], weights: Weights) -> Likeness:
        """Return how alike some of the views are."""
        vectors = [vector(views[index], weights) for index in indices]
        columns = {word: n for n, word in enumerate(sorted({word for own in vectors for word in own}))}
        table = np.zeros((len(indices), max(1, len(columns))), np.float32)
        for row, own in enumerate(vectors):
            for word, x in own.items():
                table[row, columns[word]] = x
        return cls({index: row for row, index in enumerate(indices)}, np.asarray(table @ table.T, np.float32))

    def between(self, reports: Sequence[int] | NDArray[np.int64]) -> FloatArray:
        """Return how alike each two of some reports are: float32, (reports, reports); one may come more than once."""
        rows = [self.row_of[int(report)] for report in reports]
        return np.asarray(self.table[np.ix_(rows, rows)], np.float32)
