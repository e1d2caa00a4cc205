"""Groups out of pairs: connected components, and average linkage, the same for any order of the input."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
