"""Features of pairs that the heads for attribution and coreference look at besides vectors."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_DISTANCE_STEPS = np.array([1, 2, 3, 4, 5, 7, 10, 15, 23, 41, 81])
N_CUE_DISTANCES = 2 * (len(_DISTANCE_STEPS) + 1) + 1

_MENTION_STEPS = np.array([1, 2, 3, 4, 6, 9, 14, 22, 40, 80])
_SENTENCE_STEPS = np.array([0, 1, 2, 3, 5, 9, 20])
_KINDS = ("name", "nominal", "pronoun")
N_PAIR_FEATURES = len(_MENTION_STEPS) + 1 + len(_SENTENCE_STEPS) + 1 + len(_KINDS) ** 2 + 4

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float32]


def cue_distances(first: int, end: int, n: int) -> IntArray:
    """Return, for each of n atoms, the bucket of its signed distance from the cue `[first, end)`.

    Returns:
        int64, (n,), 0 within the cue, odd numbers before it, even ones after it.
    """
    where = np.arange(n)
    before = np.clip(first - where, 0, None)
    after = np.clip(where - end + 1, 0, None)
    steps = np.searchsorted(_DISTANCE_STEPS, before + after, side="right")
    return np.where(before > 0, 2 * steps - 1, np.where(after > 0, 2 * steps, 0)).astype(np.int64)


def mention_kind(upos: str) -> int:
    """Return 0 for the head of a name, 1 of a nominal, 2 of a pronoun."""
    return 0 if upos == "PROPN" else 2 if upos in ("PRON", "DET") else 1


def pair_features(
    kinds: IntArray, sentences: IntArray, types: IntArray, forms: IntArray, rows: slice, columns: slice
) -> FloatArray:
    """Return the features of anaphors `rows` with antecedents `columns`.

    Args:
        kinds: int64, (n,), `mention_kind` of each mention of the document.
        sentences: int64, (n,), its sentence.
        types: int64, (n,), its type.
        forms: int64, (n,), a number for the lower-case form of its head.
        rows: which mentions to take as anaphors.
        columns: which mentions to take as antecedents.

    Returns:
        float32, (rows, columns, N_PAIR_FEATURES): one-hot distances in mentions and sentences,
        one-hot pair of kinds, then same head, same type, both with the head not a pronoun.
    """
    n = len(kinds)
    where = np.arange(n)
    i, j = where[rows, None], where[None, columns]
    far = np.searchsorted(_MENTION_STEPS, np.abs(i - j), side="right")
    apart = np.searchsorted(
        _SENTENCE_STEPS, np.abs(sentences[rows, None] - sentences[None, columns]), side="left"
    )
    pair = kinds[rows, None] * len(_KINDS) + kinds[None, columns]
    head = forms[rows, None] == forms[None, columns]
    kind = types[rows, None] == types[None, columns]
    spoken = (kinds[rows, None] != 2) & (kinds[None, columns] != 2)
    parts = [
        np.eye(len(_MENTION_STEPS) + 1, dtype=np.float32)[far],
        np.eye(len(_SENTENCE_STEPS) + 1, dtype=np.float32)[apart],
        np.eye(len(_KINDS) ** 2, dtype=np.float32)[pair],
        np.stack([head, kind, head & spoken, kind & spoken], -1).astype(np.float32),
    ]
    return np.concatenate(parts, -1)
