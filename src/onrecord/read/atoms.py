"""Atoms: the finest pieces of a text that the weights look at.

An atom is a run of letters, a run of digits, a run of one repeated mark, or a single other
character; contractions are cut where Universal Dependencies cuts them ("do|n't", "can|not").
Words are made of atoms: the weights say which atoms join the one before, so nothing about
words has to be decided before the text is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from onrecord.model import Span

_ATOM = re.compile(
    r"[^\W\d_]+|\d+|([.\-_=*!?~#])\1+|[^\s\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad]"
)
_CONTRACTED_NOT = re.compile(r"['\u2019][tT](?![^\W\d_])")
_FUSED = re.compile(r"(?i)^(can)(not)$|^(gon|got|wan)(na|ta)$|^(lem|gim)(me)$")
_BLANK_LINE = re.compile(r"\n\s*\n")


class Shape(IntEnum):
    """How an atom is written; the encoder itself reads lower case only."""

    PAD = 0
    LOWER = 1
    TITLE = 2
    UPPER = 3
    INITIAL = 4
    MIXED = 5
    DIGITS = 6
    OPENING = 7
    CLOSING = 8
    MARK = 9


class Gap(IntEnum):
    """What stands between an atom and the one before it."""

    NONE = 0
    SPACE = 1
    LINE = 2
    PARAGRAPH = 3


@dataclass(frozen=True, slots=True)
class Atom:
    """One atom: its characters, how they are written, and what stands before it."""

    span: Span
    shape: Shape
    gap: Gap


N_SHAPES = len(Shape)
N_GAPS = len(Gap)


def find_atoms(text: str) -> tuple[Atom, ...]:
    """Return the atoms of a text, in order; white space and invisible characters are in none.

    >>> [a.span.cut("He can't go.") for a in find_atoms("He can't go.")]
    ['He', 'ca', 'n', "'", 't', 'go', '.']
    """
    atoms: list[Atom] = []
    end = 0
    for match in _ATOM.finditer(text):
        start, stop = match.span()
        gap = _gap(text, end, start) if atoms else Gap.PARAGRAPH
        cut = _contraction(text, start, stop)
        if cut is not None:
            atoms.append(Atom(Span(start, cut), _shape(text[start:cut]), gap))
            start, gap = cut, Gap.NONE
        atoms.append(Atom(Span(start, stop), _shape(text[start:stop]), gap))
        end = stop
    return tuple(atoms)


def _contraction(text: str, start: int, stop: int) -> int | None:
    """Return the offset at which a run of letters falls into two words, or None."""
    if stop - start < 2:
        return None
    if text[stop - 1] in "nN" and _CONTRACTED_NOT.match(text, stop):
        return stop - 1
    if 5 <= stop - start <= 6:
        match = _FUSED.match(text[start:stop])
        if match:
            first = next(part for part in match.groups() if part)
            return start + len(first)
    return None


def _gap(text: str, end: int, start: int) -> Gap:
    if end == start:
        return Gap.NONE
    between = text[end:start]
    if between == " ":
        return Gap.SPACE
    if "\n" not in between:
        return Gap.SPACE if any(c.isspace() for c in between) else Gap.NONE
    return Gap.PARAGRAPH if _BLANK_LINE.search(between) else Gap.LINE


def _shape(piece: str) -> Shape:
    first = piece[0]
    if first.isalpha():
        if piece.islower():
            return Shape.LOWER
        if len(piece) == 1:
            return Shape.INITIAL if piece.isupper() else Shape.LOWER
        if piece.isupper():
            return Shape.UPPER
        return Shape.TITLE if first.isupper() and piece[1:].islower() else Shape.MIXED
    if first.isdigit():
        return Shape.DIGITS
    if first in "([{\u201c\u2018\u00ab":
        return Shape.OPENING
    if first in ")]}\u201d\u2019\u00bb":
        return Shape.CLOSING
    return Shape.MARK
