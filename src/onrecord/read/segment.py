"""Words and sentences, made of atoms as the weights join and part them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onrecord.model import Span
from onrecord.read.atoms import Atom, Gap, Shape

JOINS, WORD, SENTENCE = range(3)
"""Labels of the segment head: joins the atom before, starts a word, starts a sentence."""

MAX_WORD_ATOMS = 64
"""A word is cut after this many atoms: addresses may be long, but nothing is longer."""

_CLOSING_MARKS = frozenset("\"'\u201d\u2019)]}\u00bb.,;:!?%")


@dataclass(frozen=True, slots=True)
class Segments:
    """Words as half-open ranges of atoms, and sentences as half-open ranges of words."""

    words: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int], ...]


def find_segments(text: str, atoms: Sequence[Atom], scores: npt.NDArray[np.float32]) -> Segments:
    """Return the words and sentences of a text.

    Args:
        text: the text.
        atoms: its atoms.
        scores: float32, (n_atoms, 3), of the segment head.

    White space always parts words and a blank line always parts sentences; a closing mark that is
    glued to the sentence before never starts one, which is what splits quotations wrongly; nor does
    anything that stands in the same line after a comma or semicolon.
    """
    labels = scores.argmax(1).tolist()
    words: list[tuple[int, int]] = []
    starts: list[int] = []  # words that start a sentence
    first = 0
    for k, atom in enumerate(atoms):
        if k == 0 or atom.gap == Gap.PARAGRAPH:
            label = SENTENCE
        elif atom.gap == Gap.NONE:
            label = labels[k]
            if label == JOINS and k - first >= MAX_WORD_ATOMS:
                label = WORD
            if label == SENTENCE and _closes(text, atoms, k):
                label = WORD
        else:
            after_comma = atom.gap == Gap.SPACE and text[atoms[k - 1].span.start] in ",;"
            label = SENTENCE if labels[k] == SENTENCE and not after_comma else WORD
        if label == JOINS:
            continue
        if k:
            words.append((first, k))
        first = k
        if label == SENTENCE:
            starts.append(len(words))
    if atoms:
        words.append((first, len(atoms)))
    ends = [*starts[1:], len(words)]
    return Segments(tuple(words), tuple(zip(starts, ends, strict=True)) if atoms else ())


def _closes(text: str, atoms: Sequence[Atom], k: int) -> bool:
    """Tell whether a mark with nothing before it ends something rather than begins it."""
    atom = atoms[k]
    if atom.shape == Shape.OPENING or text[atom.span.start] not in _CLOSING_MARKS:
        return False
    return k + 1 >= len(atoms) or atoms[k + 1].gap != Gap.NONE


def atoms_span(atoms: Sequence[Atom], first: int, end: int) -> Span:
    """Return the characters of the half-open range of atoms."""
    return Span(atoms[first].span.start, atoms[end - 1].span.end)
