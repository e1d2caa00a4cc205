from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from onrecord.read.syntax import best_tree


def is_tree(heads: list[int]) -> bool:
    if heads.count(0) != 1:
        return False
    for start in range(1, len(heads) + 1):
        seen, node = set(), start
        while node:
            if node in seen:
                return False
            seen.add(node)
            node = heads[node - 1]
    return True


def best_by_trying_all(scores: np.ndarray) -> float:
    n = len(scores)
    trees = (h for h in product(range(n + 1), repeat=n) if is_tree(list(h)))
    return max(sum(scores[k, h] for k, h in enumerate(heads)) for heads in trees)


@pytest.mark.parametrize("seed", range(40))
def test_best_tree_is_as_good_as_any_tree(seed: int) -> None:
    n = 1 + seed % 5
    scores = np.random.default_rng(seed).normal(size=(n, n + 1)).astype(np.float32)
    scores[np.arange(n), np.arange(1, n + 1)] = -100
    heads = best_tree(scores)
    assert is_tree(heads)
    assert sum(scores[k, h] for k, h in enumerate(heads)) == pytest.approx(
        best_by_trying_all(scores), abs=1e-4
    )


def test_a_cycle_in_the_greedy_choice_is_broken() -> None:
    scores = np.array([[0.0, -9, 5.0], [1.0, 5.0, -9]], dtype=np.float32)  # each word prefers the other
    assert best_tree(scores) == [2, 0]


def test_a_long_sentence_gets_a_tree() -> None:
    scores = np.random.default_rng(7).normal(size=(120, 121)).astype(np.float32)
    assert is_tree(best_tree(scores))
