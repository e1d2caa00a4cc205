"""Stretches of text between quotation marks, and whether they carry speech."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.model import Span

CARRYING_WORDS = 4
"""Words from which a quoted stretch carries a claim; shorter ones only mark distance (CONVENTIONS, 5 and 6)."""

MARKS = "\"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2018\u2019'"
_DOUBLE = {
    "\u201c": "\u201d\u201c",
    "\u201e": "\u201c\u201d",
    "\u00ab": "\u00bb",
    "\u00bb": "\u00ab",
    '"': '"',
}
_SINGLE_OPEN = re.compile(r"(?<![\w\u2019'])(?:\u2018|')(?=\w)")
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?])(?:\u2019|')(?!\w)")
_WORD = re.compile(r"\w+")
_LONGEST_SINGLE = 600


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted stretch: with its marks (`outer`), without them (`inner`), and how many words it has."""

    outer: Span
    inner: Span
    words: int

    @property
    def carries(self) -> bool:
        """Whether it is long enough to be somebody's claim."""
        return self.words >= CARRYING_WORDS


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Return the quoted stretches of a text, in order; none crosses the end of a paragraph.

    A quotation over several paragraphs opens anew in each of them, and only the last is closed; an
    open mark at the end of a paragraph is taken as closed there. Single marks count outside double
    ones, where an opening mark stands before a word and a closing one after it.
    """
    found: list[Quotation] = []
    offset = 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip()
        doubles = _doubles(body, offset)
        found += doubles
        found += _singles(body, offset, doubles)
        offset += len(line)
    return tuple(sorted(found, key=lambda q: q.outer.start))


def _doubles(line: str, offset: int) -> list[Quotation]:
    found: list[Quotation] = []
    start, closing = -1, ""
    for at, char in enumerate(line):
        if start < 0 and char in _DOUBLE:
            if char == "\u00bb" and "\u00ab" not in line[at:]:
                continue
            start, closing = at, _DOUBLE[char]
        elif start >= 0 and char in closing:
            found.append(_quotation(line, offset, start, at + 1, at))
            start = -1
    if start >= 0 and len(line) - start > 1:
        found.append(_quotation(line, offset, start, len(line), len(line)))
    return found


def _singles(line: str, offset: int, doubles: list[Quotation]) -> list[Quotation]:
    found: list[Quotation] = []
    at = 0
    while opening := _SINGLE_OPEN.search(line, at):
        start = opening.start()
        at = start + 1
        if any(q.outer.start <= offset + start < q.outer.end for q in doubles):
            continue
        closing = _single_end(line, start)
        if closing is not None:
            found.append(_quotation(line, offset, start, closing + 1, closing))
            at = closing + 1
    return found


def _single_end(line: str, start: int) -> int | None:
    """Return the offset of the mark that closes a single quotation, or None.

    An apostrophe after an "s" that another closing mark follows is a plural's, not the end.
    """
    ends = [m.start() for m in _SINGLE_CLOSE.finditer(line, start + 1, start + _LONGEST_SINGLE)]
    for k, end in enumerate(ends):
        plural = line[end - 1] == "s" and end + 1 < len(line) and line[end + 1] == " " and k + 1 < len(ends)
        if not plural:
            return end
    return None


def _quotation(line: str, offset: int, start: int, end: int, inner_end: int) -> Quotation:
    inner = Span(offset + start + 1, offset + max(inner_end, start + 1))
    return Quotation(
        Span(offset + start, offset + end),
        inner,
        len(_WORD.findall(line, start + 1, max(inner_end, start + 1))),
    )
