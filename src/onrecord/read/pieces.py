"""Word pieces of atoms, and the windows of a text that the encoder reads at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from onrecord.read.atoms import Atom, Gap

WINDOW_PIECES = 256
"""Longest window in word pieces, its two boundary marks included (set with the training recipe)."""

_SENTENCE_END = re.compile(r"[.!?]")


@dataclass(frozen=True, slots=True)
class Window:
    """Atoms `first` to `end` (half-open) of a text, read by the encoder in one go."""

    first: int
    end: int


class PieceTable:
    """Turns atoms into word-piece numbers, as the base encoder's vocabulary has them.

    Args:
        vocabulary: path of the `tokenizer.json` that the weights carry.
    """

    def __init__(self, vocabulary: Path) -> None:
        self._path = vocabulary
        self._cache: dict[str, tuple[int, ...]] = {}

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._path))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def boundary_marks(self) -> tuple[int, int]:
        """The numbers of the marks before and after a window."""
        return self._tokenizer.token_to_id("[CLS]"), self._tokenizer.token_to_id("[SEP]")

    @cached_property
    def _unknown(self) -> int:
        return self.number("[UNK]")

    def number(self, piece: str) -> int:
        """Return the number of a piece of the vocabulary, such as a mark of its own."""
        number: int = self._tokenizer.token_to_id(piece)
        return number

    def pieces(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """Return the piece numbers of each atom's characters; at least one for every atom."""
        missing = list({word for word in words if word not in self._cache})
        if missing:
            if len(self._cache) > 200_000:
                self._cache.clear()
                missing = list(set(words))
            asked = [word if word[:2] != word[:1] * 2 or word[0].isalnum() else word[0] for word in missing]
            for word, encoding in zip(
                missing, self._tokenizer.encode_batch(asked, add_special_tokens=False), strict=True
            ):
                self._cache[word] = tuple(encoding.ids[:16]) or (self._unknown,)
        return [self._cache[word] for word in words]


def cut_windows(
    atoms: Sequence[Atom], lengths: Sequence[int], text: str, *, limit: int = WINDOW_PIECES
) -> list[Window]:
    """Cut a text into windows that hold whole paragraphs where they fit.

    Args:
        atoms: the atoms of the text.
        lengths: word pieces of each atom.
        text: the text, for the ends of sentences inside a paragraph that is too long.
        limit: word pieces a window may hold, boundary marks included.

    Returns:
        Windows in order, each atom in exactly one. A paragraph over the limit is cut after a
        full stop where one stands in its second half, otherwise where the limit falls.
    """
    room = limit - 2
    windows: list[Window] = []
    first, size = 0, 0
    paragraph = 0  # where the paragraph being read starts
    for index, length in enumerate(lengths):
        if atoms[index].gap >= Gap.LINE:
            paragraph = index
        if size + length > room:
            cut = paragraph if paragraph > first else _sentence_cut(atoms, text, first, index)
            windows.append(Window(first, cut))
            first = cut
            size = sum(lengths[first:index])
        size += length
    if first < len(atoms):
        windows.append(Window(first, len(atoms)))
    return windows


def _sentence_cut(atoms: Sequence[Atom], text: str, first: int, end: int) -> int:
    for index in range(end - 1, first + (end - first) // 2, -1):
        if atoms[index].gap != Gap.NONE and _SENTENCE_END.search(
            text, atoms[index - 1].span.start, atoms[index - 1].span.end
        ):
            return index
    return end
