"""How near words are in meaning, after the word vectors of the weights: "collide" and "crash", "buy" and "acquire"."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import WeightsError
from onrecord.weights import locate_weights

_COMMON_DIRECTIONS = 3
"""Directions that all words share and that tell nothing of one: they are taken out (Mu and Viswanath 2018)."""

FloatArray = NDArray[np.float32]


class WordSpace:
    """Vectors of words, of length 1, read from the weights.

    Args:
        folder: folder of the weights.

    Raises:
        WeightsError: the vectors or the vocabulary are missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, FloatArray] = {}
        try:
            with np.load(folder / "embeddings.npz") as stored:
                pieces = stored["words"].astype(np.float32) * stored["scales"].astype(np.float32)[:, None]
        except (OSError, ValueError, KeyError) as error:
            raise WeightsError(
                what=f"the word vectors cannot be read ({error})",
                where=str(folder / "embeddings.npz"),
                remedy="install the weights package again",
            ) from error
        pieces -= pieces.mean(axis=0)
        _, directions = np.linalg.eigh(pieces.T @ pieces)
        common = directions[:, -_COMMON_DIRECTIONS:]
        self._pieces: FloatArray = (pieces - (pieces @ common) @ common.T).astype(np.float32)

    @classmethod
    def load(cls, folder: Path | None = None) -> WordSpace:
        """Return the word space of the weights in a folder; None for those installed."""
        return cls(locate_weights(folder))

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def vector(self, word: str) -> FloatArray:
        """Return the vector of a word or a few: float32, (width,), of length 1; zeros where there is nothing to go by."""
        if word not in self._known:
            numbers = self._tokenizer.encode(word, add_special_tokens=False).ids
            found = (
                self._pieces[numbers].mean(axis=0) if numbers else np.zeros(self._pieces.shape[1], np.float32)
            )
            length = float(np.linalg.norm(found))
            self._known[word] = (found / length if length else found).astype(np.float32)
        return self._known[word]
