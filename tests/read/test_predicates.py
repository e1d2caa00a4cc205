"""What the weights say of words as predicates; matrices made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from onrecord.read.encoder import Encoded
from onrecord.read.pieces import Window
from onrecord.read.predicates import SCALES, PredicateJudge


def judge() -> PredicateJudge:
    """Return a judge whose hidden units are the first of both vectors, and that sums them up."""
    hidden = np.zeros((2, 4), dtype=np.float32)
    hidden[0, 0], hidden[1, 2] = 1, 1
    out = np.zeros((1 + len(SCALES), 2), dtype=np.float32)
    out[0, 0], out[1, 1], out[2, 0] = 1, 2, -1
    base = np.zeros(1 + len(SCALES), dtype=np.float32)
    return PredicateJudge(
        {
            "hidden.weight": hidden,
            "hidden.bias": np.zeros(2, dtype=np.float32),
            "out.weight": out,
            "out.bias": base,
        }
    )


def encoded(word: list[float], span: list[float]) -> Encoded:
    rows = [np.array([[x, 0.0] for x in side], dtype=np.float32) for side in (word, span)]
    return Encoded((Window(0, len(word)),), {}, *rows)


def test_a_word_happens_if_any_atom_does_and_its_first_tells_how_factual() -> None:
    (first, second) = judge().judge(encoded([0.0, 4.0, 0.0], [1.0, 0.0, 0.0]), [(0, 2), (2, 3)])
    assert first.happening == pytest.approx(1 / (1 + np.exp(-4.0)), abs=1e-3)
    assert first.factuality == (2.0, 0.0, 0.0, 0.0)
    assert second.happening == 0.5


def test_numbers_stay_between_minus_three_and_three() -> None:
    (one,) = judge().judge(encoded([9.0], [9.0]), [(0, 1)])
    assert one.factuality[:2] == (3.0, -3.0)


def test_no_words_no_judgement() -> None:
    assert judge().judge(encoded([], []), []) == ()
