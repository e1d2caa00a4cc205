"""Groups out of pairs: connected components, and average linkage, the same for any order of the input."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray


def components(n_items: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the items that pairs tie together, each group sorted, groups by their first item; items alone too.

    >>> components(4, [(3, 1)])
    [[0], [1, 3], [2]]
    """
    above = list(range(n_items))

    def top(item: int) -> int:
        while above[item] != item:
            above[item] = above[above[item]]
            item = above[item]
        return item

    for one, other in pairs:
        a, b = top(one), top(other)
        above[max(a, b)] = min(a, b)
    groups: dict[int, list[int]] = {}
    for item in range(n_items):
        groups.setdefault(top(item), []).append(item)
    return list(groups.values())


def average_link(
    alike: NDArray[np.float32], least: float, *, sizes: Sequence[int] | None = None
) -> list[list[int]]:
    """Return the clusters that average linkage makes: the two most alike are joined until none reach `least`.

    Args:
        alike: float32, (items, items), symmetric; the diagonal is not looked at.
        least: average likeness of two clusters from which they are joined.
        sizes: how many each item counts for in an average; None for one each.

    >>> average_link(np.array([[1, 0.9, 0.1], [0.9, 1, 0.3], [0.1, 0.3, 1]], np.float32), 0.5)
    [[0, 1], [2]]
    """
    n_items = len(alike)
    table = np.array(alike, np.float64)
    np.fill_diagonal(table, -1.0)
    size = np.ones(n_items) if sizes is None else np.array(sizes, np.float64)
    clusters = [[item] for item in range(n_items)]
    nearest = table.argmax(axis=1) if n_items else np.zeros(0, np.int64)
    best = table[np.arange(n_items), nearest] if n_items else np.zeros(0)
    while n_items:
        one = int(best.argmax())
        if best[one] < least:
            break
        other = int(nearest[one])
        one, other = min(one, other), max(one, other)
        joined = (table[one] * size[one] + table[other] * size[other]) / (size[one] + size[other])
        joined[[one, other]] = -1.0
        joined[size == 0] = -1.0
        table[one], table[:, one] = joined, joined
        table[other], table[:, other] = -1.0, -1.0
        size[one] += size[other]
        size[other] = 0
        clusters[one] += clusters[other]
        clusters[other] = []
        for row in np.flatnonzero((nearest == one) | (nearest == other) | (np.arange(n_items) == one)):
            nearest[row] = table[row].argmax()
            best[row] = table[row, nearest[row]]
        better = table[:, one] > best
        nearest[better] = one
        best[better] = table[better, one]
        best[other] = -1.0
    return [sorted(cluster) for cluster in clusters if cluster]


Between = Callable[[Sequence[int], Sequence[int]], NDArray[np.float32]]
"""Gives how alike some items are with some others: float32, (items, others)."""


def average_link_of_pairs(
    n_items: int,
    pairs: Iterable[tuple[int, int, float]],
    least: float,
    *,
    between: Between | None = None,
    sizes: Sequence[int] | None = None,
) -> list[list[int]]:
    """Return the clusters that `average_link` makes, out of those pairs alone that reach `least`.

    Two clusters of which no two items reach `least` never do so on average, so that no table of all pairs is kept. Nor
    does the average of two that do not reach it with one that does not: `between` is asked only where a cluster that
    does is joined with one of which nothing is known. What it gives is averaged in the order in which the clusters grew:
    each number is the one that the whole table would have.

    Args:
        n_items: how many items there are.
        pairs: each two items that reach `least`, with how alike they are, rounded to float32; others may be among them.
        least: average likeness of two clusters from which they are joined.
        between: how alike items are that are in no pair; None where those share nothing at all.
        sizes: how many each item counts for in an average; None for one each.

    >>> average_link_of_pairs(3, [(0, 1, 0.9), (1, 2, 0.6)], 0.5, sizes=[1, 3, 1])
    [[0, 1], [2]]
    """
    grown = _Grown(n_items, pairs, least, between, sizes)
    while n_items:
        one = int(grown.best.argmax())
        if grown.best[one] < least:
            break
        grown.join(one, int(grown.nearest[one]))
    return [sorted(cluster) for cluster in grown.clusters if cluster]


_CLOSE = 1e-6
"""Distance from the least likeness in which rounding may decide; what lies so close is worked out."""


class _Grown:
    """Clusters as they grow, each with those that it may be near to; any other is less alike than is asked.

    Attributes:
        clusters: the items of each cluster, by its first item.
        nearest: int64, the cluster that each has the highest average with.
        best: float64, this average; -1 where there is none.
    """

    def __init__(
        self,
        n_items: int,
        pairs: Iterable[tuple[int, int, float]],
        least: float,
        between: Between | None,
        sizes: Sequence[int] | None,
    ) -> None:
        self._least, self._between = least, between
        self._size = [1.0] * n_items if sizes is None else [float(size) for size in sizes]
        self._alike: list[dict[int, float]] = [{} for _ in range(n_items)]
        # What was joined to make a cluster: when, the two firsts, and their sizes then.
        self._joined: list[list[tuple[int, int, int, float, float]]] = [[] for _ in range(n_items)]
        self._time = 0
        self.clusters = [[item] for item in range(n_items)]
        self.nearest, self.best = np.zeros(n_items, np.int64), np.full(n_items, -1.0)
        # One object for each number: there are some dozens of pairs to an item.
        number = list(range(n_items))
        for one, other, alike in pairs:
            self._alike[one][number[other]] = self._alike[other][number[one]] = alike
        for item in range(n_items):
            self._look_again(item)

    def join(self, a: int, b: int) -> None:
        """Join two clusters, and bring up to date what others look at."""
        one, other = min(a, b), max(a, b)
        mine, theirs = self._alike[one], self._alike[other]
        del mine[other], theirs[one]
        near = sorted(mine.keys() | theirs.keys())
        mine |= self._missing(one, [k for k in near if k not in mine and self._may_reach(theirs[k])])
        theirs |= self._missing(other, [k for k in near if k not in theirs and self._may_reach(mine[k])])
        own, its = self._size[one], self._size[other]
        average = {
            k: (mine[k] * own + theirs[k] * its) / (own + its) for k in near if k in mine and k in theirs
        }
        self._alike[one], self._alike[other] = average, {}
        self._joined[one] += [*self._joined[other], (self._time, one, other, own, its)]
        self._joined[other] = []
        self._time += 1
        self._size[one], self._size[other] = own + its, 0.0
        self.clusters[one] += self.clusters[other]
        self.clusters[other] = []
        for k in near:
            self._alike[k].pop(other, None)
            self._alike[k].pop(one, None)
            if k in average:
                self._alike[k][one] = average[k]
        for k in (*near, one):
            if k == one or self.nearest[k] in (one, other):
                self._look_again(k)
        for k, alike in average.items():
            if alike > self.best[k]:
                self.nearest[k], self.best[k] = one, alike
        self.best[other] = -1.0

    def _may_reach(self, alike: float) -> bool:
        """Tell whether the average of a likeness with a lesser one may reach what is asked."""
        return self._between is None or alike >= self._least - _CLOSE

    def _look_again(self, item: int) -> None:
        """Find the cluster that is nearest to one, of several the first."""
        alike = self._alike[item]
        if alike:
            self.best[item], first = max((x, -k) for k, x in alike.items())
            self.nearest[item] = -first
        else:
            self.best[item] = -1.0

    def _missing(self, one: int, others: Sequence[int]) -> dict[int, float]:
        """Return how alike a cluster is with others that it has no pair with, averaged as they grew."""
        if self._between is None or not others:
            return dict.fromkeys(others, 0.0)
        rows = sorted(self.clusters[one])
        columns = [item for other in others for item in sorted(self.clusters[other])]
        table = self._between(rows, columns).astype(np.float64)
        row_of, column_of = ({item: n for n, item in enumerate(items)} for items in (rows, columns))
        steps = [(step, True) for step in self._joined[one]]
        steps += [(step, False) for other in others for step in self._joined[other]]
        for (_, a, b, own, its), is_row in sorted(steps):
            if is_row:
                first, second = table[row_of[a]], table[row_of[b]]
            else:
                first, second = table[:, column_of[a]], table[:, column_of[b]]
            first[:] = (first * own + second * its) / (own + its)
        return {other: float(table[row_of[one], column_of[other]]) for other in others}
