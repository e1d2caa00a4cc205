"""What the weights say of words as predicates: whether they stand for happenings, and how factual these are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from onrecord.model import Predication
from onrecord.read.encoder import Encoded

FloatArray = npt.NDArray[np.float32]

SCALES = ("UW", "UDS_IH2", "MEANTIME", "MegaVeridicality2")
"""Corpora of factuality that the weights learnt from, in the order of their numbers; each is judged in its own way."""

_MOST = 3.0


class PredicateJudge:
    """Judges words by the scorer of predicates of the weights.

    Args:
        arrays: its matrices by name (`training.network.PredicateScorer`): hidden.weight (h, 2 width), hidden.bias (h),
            out.weight (1 + scales, h), out.bias.
    """

    def __init__(self, arrays: dict[str, FloatArray]) -> None:
        self._hidden, self._shift = arrays["hidden.weight"].T, arrays["hidden.bias"]
        self._out, self._base = arrays["out.weight"].T, arrays["out.bias"]

    def judge(self, encoded: Encoded, words: Sequence[tuple[int, int]]) -> tuple[Predication, ...]:
        """Return what is said of words, each a half-open range of atoms.

        A word happens if any atom of it does; how factual it is, its first atom tells, as the corpora have it.
        """
        if not words:
            return ()
        vectors = np.concatenate([encoded.word, encoded.span], axis=1)
        scores = np.maximum(vectors @ self._hidden + self._shift, 0) @ self._out + self._base
        chances = 1 / (1 + np.exp(-scores[:, 0]))
        numbers = np.clip(scores[:, 1:], -_MOST, _MOST)
        return tuple(
            Predication(round(float(chances[b:e].max()), 3), tuple(round(float(x), 2) for x in numbers[b]))
            for b, e in words
        )
