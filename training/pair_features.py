"""Features of pairs of mentions that the encoder is trained with; the run time's are in `onrecord.read.pairs`."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_MENTION_STEPS = np.array([1, 2, 3, 4, 6, 9, 14, 22, 40, 80])
_SENTENCE_STEPS = np.array([0, 1, 2, 3, 5, 9, 20])
_KINDS = ("name", "nominal", "pronoun")
N_PAIR_FEATURES = len(_MENTION_STEPS) + 1 + len(_SENTENCE_STEPS) + 1 + len(_KINDS) ** 2 + 4

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float32]


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
