from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from onrecord.read.viterbi import best_labels, bio_bigrams, label_spans, log_softmax

LABELS = ("O", "B-x", "I-x", "B-y", "I-y")


@pytest.mark.parametrize("seed", range(40))
def test_best_sequence_is_found(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, k = 1 + seed % 5, 3
    emissions = rng.normal(size=(1, n, k)).astype(np.float32)
    start, bigrams = rng.normal(size=k).astype(np.float32), rng.normal(size=(k, k)).astype(np.float32)
    found = best_labels(emissions, start, bigrams, np.array([n]))[0]

    def score(labels: tuple[int, ...]) -> float:
        total = start[labels[0]] + sum(emissions[0, t, x] for t, x in enumerate(labels))
        return float(total + sum(bigrams[a, b] for a, b in pairwise(labels)))

    assert tuple(found.tolist()) == max(product(range(k), repeat=n), key=score)


def test_sequences_of_unequal_length_do_not_touch_one_another() -> None:
    rng = np.random.default_rng(1)
    emissions = rng.normal(size=(2, 6, 5)).astype(np.float32)
    start, bigrams = bio_bigrams(LABELS, np.ones((6, 5), dtype=np.float32), 0.3)
    together = best_labels(emissions, start, bigrams, np.array([6, 3]))
    alone = best_labels(emissions[1:, :3], start, bigrams, np.array([3]))
    assert together[1, :3].tolist() == alone[0].tolist()
    assert together[1, 3:].tolist() == [0, 0, 0]


def test_inside_never_follows_anything_but_its_own_kind() -> None:
    emissions = np.zeros((1, 4, 5), dtype=np.float32)
    emissions[0, :, 2] = 3  # everything wants to be inside x
    emissions[0, 2, 4] = 9  # but for one that wants to be inside y
    start, bigrams = bio_bigrams(LABELS, np.ones((6, 5), dtype=np.float32), 0.3)
    row = best_labels(emissions, start, bigrams, np.array([4]))[0].tolist()
    for before, label in zip(["O", *[LABELS[k] for k in row]], [LABELS[k] for k in row], strict=False):
        assert not label.startswith("I-") or before[2:] == label[2:]


def test_spans_of_touching_labels_stay_apart() -> None:
    assert label_spans(np.array([1, 2, 1, 3, 4, 0, 2]), LABELS) == [
        (0, 2, "x"),
        (2, 3, "x"),
        (3, 5, "y"),
        (6, 7, "x"),
    ]


def test_log_softmax_sums_to_one() -> None:
    rows = log_softmax(np.array([[1.0, 2.0, 300.0]], dtype=np.float32))
    assert np.exp(rows).sum() == pytest.approx(1)
