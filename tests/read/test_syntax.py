from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from onrecord.read import syntax
from onrecord.read.syntax import Parser, best_tree


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


def parser_of(n: int, labels: int, *, seed: int, rel: np.ndarray | None = None) -> Parser:
    rng = np.random.default_rng(seed)

    def array(*shape: int) -> np.ndarray:
        return rng.normal(size=shape).astype(np.float32)

    arrays = {
        "root": array(7), "arc": array(9, 8), "rel": array(labels, n + 1, n + 1) if rel is None else rel,
        "arc_dependent.weight": array(8, 7), "arc_dependent.bias": array(8),
        "arc_head.weight": array(8, 7), "arc_head.bias": array(8),
        "rel_dependent.weight": array(n, 7), "rel_dependent.bias": array(n),
        "rel_head.weight": array(n, 7), "rel_head.bias": array(n),
    }  # fmt: skip
    return Parser(arrays, ("root", *(f"r{k}" for k in range(1, labels))))


def relations_in_full(parser: Parser, vectors: np.ndarray, heads: list[int | None]) -> list[str]:
    a = parser._a

    def side(kind: str, x: np.ndarray) -> np.ndarray:
        return np.append(np.maximum(x @ a[f"rel_{kind}.weight"].T + a[f"rel_{kind}.bias"], 0), 1)

    labels = []
    for vector, head in zip(vectors, heads, strict=True):
        above = a["root"] if head is None else vectors[head]
        scores = np.array([side("dependent", vector) @ m @ side("head", above) for m in a["rel"]])
        scores[0] = np.inf if head is None else -np.inf
        labels.append(parser._deprels[int(scores.argmax())])
    return labels


@pytest.mark.parametrize("n", [9, 50])
def test_relations_after_a_first_look_are_those_of_all_scores(
    n: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(syntax, "_SURE", 1e9 if n > 31 else 0.0)  # with few directions nothing is cut off
    monkeypatch.setattr(syntax, "_RIVAL", 1e9)
    parser = parser_of(n, 6, seed=n)
    vectors = np.random.default_rng(1).normal(size=(20, 7)).astype(np.float32)
    heads, relations = parser.parse(vectors, [(0, 20)])
    assert relations == relations_in_full(parser, vectors, heads)


def test_a_relation_far_behind_in_the_first_look_is_not_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    parser = parser_of(50, 6, seed=50)
    vectors = np.random.default_rng(1).normal(size=(20, 7)).astype(np.float32)
    monkeypatch.setattr(syntax, "_SURE", 0.0)
    first_look = parser.parse(vectors, [(0, 20)])
    monkeypatch.setattr(syntax, "_SURE", 1e9)
    monkeypatch.setattr(syntax, "_RIVAL", 0.0)  # none but the best itself
    assert parser.parse(vectors, [(0, 20)]) == first_look


def test_a_scorer_of_few_directions_needs_no_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syntax, "_SURE", 0.0)
    rng = np.random.default_rng(5)
    few = rng.normal(size=(51, 20)) @ rng.normal(size=(6, 20, 20)) @ rng.normal(size=(20, 51))
    parser = parser_of(50, 6, seed=3, rel=few.astype(np.float32))
    vectors = np.random.default_rng(2).normal(size=(300, 7)).astype(np.float32)
    heads, relations = parser.parse(vectors, [(0, 150), (150, 300)])
    assert relations == relations_in_full(parser, vectors, heads)
