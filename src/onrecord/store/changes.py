"""What changed between two versions of a report, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from onrecord.model.record import Record
from onrecord.model.span import Span, trim

_ALIKE = 0.5
"""Share of two sentences' words that must be the same for one to be the other, changed; below it, one is gone and
another is new. Half: a sentence with a new figure or name keeps more, two sentences of one report seldom do."""


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that is new, gone, or worded otherwise.

    Attributes:
        kind: added, removed or changed.
        before: where it stands in the text of the older version, or None.
        after: where it stands in the text of the newer one, or None.
        before_text: its words in the older version, or None.
        after_text: its words in the newer one, or None.
    """

    kind: Literal["added", "removed", "changed"]
    before: Span | None
    after: Span | None
    before_text: str | None
    after_text: str | None


def find_changes(old: Record, new: Record) -> tuple[Change, ...]:
    """Return what changed from one record's report to another's, in reading order.

    Sentences are those of the records, and lines of what stands outside them; blanks do not count. A sentence that
    moved is told as removed and added.
    """
    before, after = _pieces(old), _pieces(new)
    old_text, new_text = old.report.text, new.report.text
    old_words, new_words = _words(before, old_text), _words(after, new_text)
    matcher = SequenceMatcher(None, old_words, new_words, autojunk=False)
    found: list[Change] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            continue
        for x, y in _paired(old_words[i:j], new_words[k:m]):
            gone = before[i + x] if x is not None else None
            come = after[k + y] if y is not None else None
            found.append(
                Change(
                    "added" if gone is None else "removed" if come is None else "changed",
                    gone,
                    come,
                    gone.cut(old_text) if gone else None,
                    come.cut(new_text) if come else None,
                )
            )
    return tuple(found)


def _pieces(record: Record) -> list[Span]:
    """Return the sentences of a report, and the lines of its text that lie outside them."""
    text = record.report.text
    pieces: list[Span] = []
    position = 0
    for sentence in (*sorted(record.sentences), Span(len(text), len(text))):
        if sentence.start > position:
            pieces.extend(_lines(Span(position, sentence.start), text))
        if len(trim(sentence, text)):
            pieces.append(trim(sentence, text))
        position = max(position, sentence.end)
    return pieces


def _lines(stretch: Span, text: str) -> Iterator[Span]:
    start = stretch.start
    for line in stretch.cut(text).splitlines(keepends=True):
        span = trim(Span(start, start + len(line)), text)
        if len(span):
            yield span
        start += len(line)


def _words(pieces: Sequence[Span], text: str) -> list[tuple[str, ...]]:
    return [tuple(piece.cut(text).split()) for piece in pieces]


def _paired(
    old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]
) -> Iterator[tuple[int | None, int | None]]:
    """Yield which sentence became which, in order: the first that is alike enough, none before one that was taken."""
    taken = 0
    for x, words in enumerate(old):
        alike = (y for y in range(taken, len(new)) if _likeness(words, new[y]) >= _ALIKE)
        y = next(alike, None)
        if y is None:
            yield x, None
            continue
        yield from ((None, z) for z in range(taken, y))
        yield x, y
        taken = y + 1
    yield from ((None, z) for z in range(taken, len(new)))


def _likeness(old: Sequence[str], new: Sequence[str]) -> float:
    return SequenceMatcher(None, old, new, autojunk=False).ratio()
