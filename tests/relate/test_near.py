"""Reports near one another, and clusters out of near pairs: what is skipped changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.relate.clusters import average_link, average_link_of_pairs
from onrecord.relate.near import NearTo, Postings, WordVectors
from onrecord.relate.stories import LEAST_ALIKE, find_stories

_DAY = 86_400_000_000


@st.composite
def alike(draw: st.DrawFn) -> tuple[np.ndarray[Any, Any], list[int]]:
    """Return how alike some items are, mostly in few steps so that many are equally so, and the size of each."""
    n = draw(st.integers(0, 12))
    steps = draw(st.sampled_from([4, 10, 1000]))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    table = (rng.integers(0, steps, (n, n)) / steps).astype(np.float32)
    return np.maximum(table, table.T), draw(st.lists(st.integers(1, 9), min_size=n, max_size=n))


def pairs_of(table: np.ndarray[Any, Any], least: float) -> list[tuple[int, int, float]]:
    n = len(table)
    return [(a, b, float(table[a, b])) for b in range(n) for a in range(b) if table[a, b] >= least]


@given(alike())
def test_near_pairs_make_the_clusters_of_the_whole_table(
    drawn: tuple[np.ndarray[Any, Any], list[int]],
) -> None:
    table, sizes = drawn
    found = average_link_of_pairs(
        len(table), pairs_of(table, 0.5), 0.5, between=lambda a, b: table[np.ix_(a, b)], sizes=sizes
    )
    assert found == average_link(table, 0.5, sizes=sizes)


@given(alike())
def test_items_in_no_pair_share_nothing_where_nothing_else_is_said(
    drawn: tuple[np.ndarray[Any, Any], list[int]],
) -> None:
    table, sizes = drawn
    table = np.where(table >= 0.5, table, 0).astype(np.float32)
    found = average_link_of_pairs(len(table), pairs_of(table, 0.01), 0.4, sizes=sizes)
    assert found == average_link(table, 0.4, sizes=sizes)


@given(alike(), st.randoms())
def test_near_pairs_may_come_in_any_order(
    drawn: tuple[np.ndarray[Any, Any], list[int]], shuffle: Any
) -> None:
    table, _ = drawn
    pairs = pairs_of(table, 0.5)
    other = [(b, a, x) for a, b, x in pairs]
    shuffle.shuffle(other)
    between = lambda a, b: table[np.ix_(a, b)]  # noqa: E731
    assert average_link_of_pairs(len(table), pairs, 0.5, between=between) == average_link_of_pairs(
        len(table), other, 0.5, between=between
    )


@st.composite
def reports(draw: st.DrawFn) -> WordVectors:
    """Return reports of a few words each over some months, the last of them without a day."""
    n, n_words = draw(st.integers(0, 15)), 12
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    words = [rng.permutation(n_words)[: rng.integers(0, n_words + 1)].astype(np.uint32) for _ in range(n)]
    values = []
    for own in words:
        some = rng.random(len(own))
        values.append(some / (np.linalg.norm(some) or 1.0))
    starts = np.cumsum([0, *(len(own) for own in words)], dtype=np.int64)
    days = np.sort(rng.choice([0.0, 1.0, 2.5, 20.0, 29.99, 30.0, 31.0, 70.0], draw(st.integers(0, n))))
    empty: list[Any] = [np.zeros(0)]
    return WordVectors(
        starts,
        np.concatenate([np.zeros(0, np.uint32), *words]),
        np.concatenate(empty + values),
        (days * _DAY).astype(np.int64),
        n_words,
    )


def likeness(vectors: WordVectors, one: int, other: int) -> float:
    """Return how alike two reports are, as it is defined."""
    a, b = (
        dict(zip(vectors.words[here].tolist(), vectors.values[here].tolist(), strict=True))
        for here in (slice(vectors.starts[n], vectors.starts[n + 1]) for n in (one, other))
    )
    cosine = sum(x * b[word] for word, x in a.items() if word in b)
    if max(one, other) >= len(vectors.moments):
        return cosine
    days = abs(int(vectors.moments[one]) - int(vectors.moments[other])) / _DAY
    return cosine * 1.6 * min(1.0, max(0.0, 1 - (days - 2) / 28))


def told(found: Iterable[NearTo]) -> list[tuple[int, list[int], list[float], list[float], list[float]]]:
    return [
        (one.index, one.others.tolist(), one.likeness.tolist(), one.cosines.tolist(), one.days.tolist())
        for one in found
    ]


@given(reports(), st.integers(0, 15), st.integers(0, 15))
def test_the_near_ones_are_the_same_part_by_part(vectors: WordVectors, one: int, other: int) -> None:
    first, second = sorted(min(cut, len(vectors)) for cut in (one, other))
    parts = [range(first), range(first, second), range(second, len(vectors))]
    found = [pair for part in parts for pair in told(Postings.of(vectors).near(0.3, part))]
    assert found == told(vectors.near(0.3))


@given(reports())
def test_the_near_ones_are_all_that_are_near(vectors: WordVectors) -> None:
    found = {
        (other, to.index): x
        for to in vectors.near(0.3)
        for other, x in zip(to.others.tolist(), to.likeness.tolist(), strict=True)
    }
    told = {(a, b): likeness(vectors, a, b) for b in range(len(vectors)) for a in range(b)}
    sure = {pair: x for pair, x in told.items() if abs(x - 0.3) > 1e-9}
    assert {pair for pair in found if pair in sure} == {pair for pair, x in sure.items() if x > 0.3}
    assert found == pytest.approx({pair: told[pair] for pair in found})


@given(reports())
def test_how_alike_some_are_is_what_it_is_among_all(vectors: WordVectors) -> None:
    every = range(len(vectors))
    table = vectors.likeness(every, every)
    assert table == pytest.approx(
        np.array([[likeness(vectors, a, b) for b in every] for a in every]).reshape(table.shape), abs=1e-6
    )


@given(reports())
def test_stories_are_the_clusters_of_the_whole_table(vectors: WordVectors) -> None:
    every = range(len(vectors))
    assert find_stories(vectors) == sorted(average_link(vectors.likeness(every, every), LEAST_ALIKE))
