"""Stories: reports on one matter, found by the words that they share and the days that part them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.model import Story
from onrecord.relate.clusters import average_link_of_pairs
from onrecord.relate.near import NAMES, NearTo, WordVectors
from onrecord.relate.views import View
from onrecord.relate.words import Weights

LEAST_ALIKE = 0.21
"""Cosine of two stories, on average over their reports, from which they are one. Set on ECB+ train."""

Vector = dict[str, float]
FloatArray = NDArray[np.float32]


def vector(view: View, weights: Weights) -> Vector:
    """Return the words of a report with their weights, of length 1."""
    found = {
        word: (1 + math.log(n)) * weights.of_word(word) * (NAMES if word in view.names else 1.0)
        for word, n in view.words.items()
    }
    length = math.sqrt(sum(x * x for x in found.values())) or 1.0
    return {word: x / length for word, x in found.items()}


def find_stories(vectors: WordVectors, near: Iterable[NearTo] | None = None) -> list[list[int]]:
    """Return the stories of reports, each the indices of its reports, in order of their first report.

    Reports are joined bottom-up by the average likeness of their stories (average linkage), so that the order in
    which they came makes no difference.

    Args:
        vectors: the words of the reports, in order of publication.
        near: those reports whose likeness is `LEAST_ALIKE` or more, and others; None to look for them.
    """
    pairs = (
        (other, to.index, likeness)
        for to in (near if near is not None else vectors.near(LEAST_ALIKE))
        for other, exact, likeness in zip(
            to.others.tolist(), to.likeness.tolist(), to.likeness.astype(np.float32).tolist(), strict=True
        )
        if exact >= LEAST_ALIKE
    )
    return sorted(average_link_of_pairs(len(vectors), pairs, LEAST_ALIKE, between=vectors.likeness))


def cosine(a: Vector, b: Vector) -> float:
    """Return the cosine of two vectors of length 1."""
    if len(b) < len(a):
        a, b = b, a
    return sum(x * b[word] for word, x in a.items() if word in b)


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
