"""Best label sequences under label bigrams (Viterbi), many sequences at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]

FORBIDDEN = -1e4
"""Score of a label bigram that may not occur."""

_FEW_LABELS = 8
"""Below so many labels sums go several times faster over whole columns, one label each, than along short rows."""


def log_softmax(scores: FloatArray) -> FloatArray:
    """Return log probabilities over the last axis."""
    if scores.shape[-1] < _FEW_LABELS:
        columns = np.ascontiguousarray(np.moveaxis(scores, -1, 0))
        columns = columns - columns.max(0)
        columns -= np.log(np.exp(columns).sum(0))
        return np.moveaxis(columns, 0, -1)
    shifted = scores - scores.max(-1, keepdims=True)
    out: FloatArray = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return out


def best_labels(emissions: FloatArray, start: FloatArray, bigrams: FloatArray, lengths: IntArray) -> IntArray:
    """Return the label sequences of highest score.

    Args:
        emissions: float32, (c, n, k), score of each label at each position; padding may hold anything.
        start: float32, (k,) or for each sequence (c, k), score of beginning with a label.
        bigrams: float32, (k, k) or for each sequence (c, k, k), score of a label (column) after another (row).
        lengths: int64, (c,), true length of each sequence, at least 1.

    Returns:
        int64, (c, n); positions past a sequence's length hold 0.
    """
    c, n, k = emissions.shape
    bigrams = np.broadcast_to(bigrams, (c, k, k))
    # From both ends at once, each sequence in two rows that meet in the middle: half as many steps.
    halves = np.concatenate([(lengths + 1) // 2, lengths // 2])
    half, every = int(halves.max()), np.arange(c)[:, None]
    backwards = np.maximum(lengths[:, None] - 1 - np.arange(half), 0)
    ends = np.concatenate([emissions[:, :half], emissions[every, backwards]])
    ends[:c, 0] += start
    steps = np.concatenate([bigrams, bigrams.transpose(0, 2, 1)])
    order = np.argsort(-halves, kind="stable")  # the longest first, so that those still going on are a prefix
    rank = np.argsort(order)
    going = (halves[:, None] > np.arange(half)).sum(0).tolist()
    scores = _scores_on_the_way(ends[order], steps[order], going)
    met = scores[np.maximum(halves[order] - 1, 0), np.arange(2 * c)][rank]
    left, right = met[:c], np.where((lengths > 1)[:, None], met[c:], 0)
    meeting = (left[:, :, None] + (bigrams + right[:, None])).reshape(c, -1).argmax(1)
    last, first = np.divmod(meeting, k)
    last = np.where(lengths > 1, last, left.argmax(1))
    best = _way_back(np.concatenate([last, first])[order], scores, steps[order], going)[rank]
    labels = np.zeros((c, n), dtype=np.int64)
    labels[:, :half] = best[:c]
    held = np.arange(half) < halves[c:, None]
    labels[np.nonzero(held)[0], backwards[held]] = best[c:][held]
    return labels


def _scores_on_the_way(emissions: FloatArray, steps: FloatArray, going: list[int]) -> FloatArray:
    """Return the score of the best way to each label at each position.

    Args:
        emissions: float32, (c, n, k), the longest rows first.
        steps: float32, (c, k, k), score of a label (column) after another (row).
        going: how many rows are longer than each position.

    Returns:
        float32, (n, c, k); what is past the end of a row may hold anything.
    """
    c, n, k = emissions.shape
    scores = np.ascontiguousarray(emissions.transpose(1, 0, 2))
    steps = np.ascontiguousarray(
        steps.transpose(1, 0, 2)
    )  # labels before first, so that rows are compared whole
    candidates, top = np.empty((k, c, k), dtype=np.float32), np.empty((c, k), dtype=np.float32)
    for t in range(1, n):
        m = going[t]
        before = scores[t - 1, :m].T[:, :, None]
        best = np.maximum.reduce(np.add(before, steps[:, :m], out=candidates[:, :m]), axis=0, out=top[:m])
        scores[t, :m] += best
    return scores


def _way_back(current: IntArray, scores: FloatArray, steps: FloatArray, going: list[int]) -> IntArray:
    """Return the labels of the rows, int64, (c, n), given the label at the end of each; 0 past the end of a row."""
    n, c, _ = scores.shape
    every = np.arange(c)
    into = np.ascontiguousarray(steps.transpose(0, 2, 1))
    best = np.zeros((n, c), dtype=np.int64)
    for t in range(n - 1, -1, -1):
        m = going[t]
        best[t, :m] = current[:m]
        if t:
            current[:m] = (scores[t - 1, :m] + into[every[:m], current[:m]]).argmax(1)
    return best.T


def decode_together(rows: Sequence[FloatArray], start: FloatArray, bigrams: FloatArray) -> list[IntArray]:
    """Return the best labels of sequences of unequal length, decoded together."""
    if not rows:
        return []
    lengths = np.array([len(row) for row in rows], dtype=np.int64)
    padded = np.zeros((len(rows), int(lengths.max()), rows[0].shape[1]), dtype=np.float32)
    for k, row in enumerate(rows):
        padded[k, : len(row)] = row
    labels = best_labels(padded, start, bigrams, lengths)
    return [labels[k, :n] for k, n in enumerate(lengths.tolist())]


def bio_bigrams(labels: tuple[str, ...], counts: FloatArray, weight: float) -> tuple[FloatArray, FloatArray]:
    """Return start and bigram scores for BIO labels from bigram counts.

    Args:
        labels: "O", "B-X", "I-X" ... in the order of the scores.
        counts: float32, (k + 1, k), how often a column followed a row; the last row is the start.
        weight: share of the log probability in the score. An inside label after anything but its
            own begin or inside is forbidden.
    """
    log = np.log((counts + 0.1) / (counts + 0.1).sum(1, keepdims=True)) * weight
    for j, label in enumerate(labels):
        if label.startswith("I-"):
            for i, before in enumerate((*labels, "O")):
                if before[2:] != label[2:] or before == "O":
                    log[i, j] = FORBIDDEN
    return log[-1].astype(np.float32), log[:-1].astype(np.float32)


def label_spans(row: IntArray, labels: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """Return the half-open stretches that a BIO sequence marks, with their kinds; the first label is "O".

    >>> import numpy as np
    >>> label_spans(np.array([1, 2, 0, 1]), ("O", "B-x", "I-x"))
    [(0, 2, 'x'), (3, 4, 'x')]
    """
    spans: list[tuple[int, int, str]] = []
    start, end, kind = -1, -1, ""
    marked = row.nonzero()[0]
    for position, number in zip(marked.tolist(), row[marked].tolist(), strict=True):
        label = labels[number]
        if position == end and label[0] == "I" and label[2:] == kind:
            end += 1
            continue
        if start >= 0:
            spans.append((start, end, kind))
        start, end, kind = position, position + 1, label[2:]
    return [*spans, (start, end, kind)] if start >= 0 else spans
