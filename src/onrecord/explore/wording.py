"""Two wordings of one utterance, word against word: what the other left out, and what it put in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from onrecord.desk.answers import LineageRow, VariantRow, Words

Kind = Literal["same", "out", "in"]

_LEAST_ALIKE = 0.3
"""Share of words in common; with less, marks on nearly every word would say less than the words."""
_SHORT = 3
"""Letters; one word as short as this between two changes is no wording that was kept ("the", "of")."""
_SHOWN = 8
"""Words in a row that are left out and shown; more are counted, as the fullest wording stands above."""

_QUOTES = str.maketrans("‘’“”", "''\"\"")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words.

    Attributes:
        kind: whether they stand in both wordings, were left out, or were put in.
        text: the words.
        n_words: how many.
        is_long: whether they are better counted than shown.
    """

    kind: Kind
    text: str
    n_words: int = 1
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class OtherWording:
    """A wording that differs from the fullest one.

    Attributes:
        variants: the appearances of it, in order; all of them in these very words.
        pieces: it, against the fullest; one piece where the two have too little in common.
        is_marked: whether the pieces tell what changed.
    """

    variants: tuple[VariantRow, ...]
    pieces: tuple[Piece, ...]
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Wordings:
    """An utterance in its wordings.

    Attributes:
        speaker: whose it is, or None.
        fullest: the fullest wording.
        same: appearances in the same words.
        others: the other wordings.
    """

    speaker: str | None
    fullest: VariantRow
    same: tuple[VariantRow, ...]
    others: tuple[OtherWording, ...]


def wordings_of(lineage: LineageRow) -> Wordings:
    """Return an utterance with the appearances that share their words put together."""
    fullest, *rest = lineage.variants
    by_words: dict[tuple[str, ...], list[VariantRow]] = {}
    for variant in rest:
        by_words.setdefault(_keys(variant.words), []).append(variant)
    same = by_words.pop(_keys(fullest.words), [])
    return Wordings(
        lineage.speaker, fullest, tuple(same), tuple(_other(fullest, found) for found in by_words.values())
    )


def _other(fullest: VariantRow, variants: Sequence[VariantRow]) -> OtherWording:
    pieces = changed_words(fullest.words.text, variants[0].words.text)
    if pieces is None:
        text = variants[0].words.text
        return OtherWording(tuple(variants), (Piece("same", text, len(text.split())),), False)
    return OtherWording(tuple(variants), pieces, True)


def changed_words(full: str, other: str) -> tuple[Piece, ...] | None:
    """Return another wording in pieces, with what it left out of the full one; None where they have too little in common.

    Case and punctuation are no change.

    >>> [(one.kind, one.text) for one in changed_words("They called four times.", "they called five times") or ()]
    [('same', 'they called'), ('out', 'four'), ('in', 'five'), ('same', 'times')]
    >>> changed_words("Nothing will leave this port", "a ferry was hit") is None
    True
    """
    before, after = full.split(), other.split()
    matcher = SequenceMatcher(None, [_key(w) for w in before], [_key(w) for w in after], autojunk=False)
    if matcher.ratio() < _LEAST_ALIKE and not _is_part(matcher, before, after):
        return None
    pieces: list[Piece] = []
    out: list[str] = []
    put: list[str] = []
    steps = matcher.get_opcodes()
    for number, (step, i, j, k, m) in enumerate(steps):
        inside = 0 < number < len(steps) - 1
        if step == "equal" and not (inside and m - k == 1 and len(_key(after[k])) <= _SHORT):
            pieces += _changed(out, put)
            out, put = [], []
            pieces.append(_piece("same", after[k:m]))
        else:
            out += before[i:j]
            put += after[k:m]
    return tuple(pieces + _changed(out, put))


def _is_part(matcher: SequenceMatcher[str], before: Sequence[str], after: Sequence[str]) -> bool:
    """Tell whether most of a short wording stands in the full one in a row: three words of it are a share too small."""
    longest = matcher.find_longest_match(0, len(before), 0, len(after)).size
    return 2 * longest > len(after)


def _changed(out: Sequence[str], put: Sequence[str]) -> list[Piece]:
    left_out = [_piece("out", out)] if out else []
    return left_out + ([_piece("in", put)] if put else [])


def _piece(kind: Kind, words: Sequence[str]) -> Piece:
    return Piece(kind, " ".join(words), len(words), kind == "out" and len(words) > _SHOWN)


def _keys(words: Words) -> tuple[str, ...]:
    return tuple(_key(word) for word in words.text.split())


def _key(word: str) -> str:
    """Return what two words are compared by; a word of punctuation alone is itself."""
    folded = word.translate(_QUOTES).casefold()
    return re.sub(r"^\W+|\W+$", "", folded) or folded
