"""Stretches of text between quotation marks, and whether they carry speech."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.model import Span

CARRYING_WORDS = 4
"""Words from which a quoted stretch carries a claim; shorter ones only mark distance (CONVENTIONS, 5 and 6)."""

MARKS = "\"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2018\u2019'"
_DOUBLE = {
    "\u201c": ("\u201d", "\u201c"),
    "\u201e": ("\u201c", "\u201d"),
    "\u00ab": ("\u00bb",),
    "\u00bb": ("\u00ab",),
    '"': ('"',),
    "''": ("''",),
    "``": ("''", '"'),
}
"""Marks that open, and those that close what they open; some wires write a double mark as two single ones."""

_DOUBLE_MARK = re.compile("[\u201c\u201d\u201e\u00ab\u00bb\"]|(?<!')''(?!')|``")
_SINGLE_OPEN = re.compile(r"(?<![\w\u2019'])(?:\u2018|')(?=\w)")
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?])(?:\u2019|')(?!\w)")
_WORD = re.compile(r"\w+")
_LONGEST_SINGLE = 600
_SENTENCE = re.compile(r"[A-Z\u00c0-\u00de][^\n]*[.!?]")
_AFTER_STOP = re.compile(r"[a-z\d\u201d\"')][.!?][\u201d\"']?\s$")
"""What stands before a quotation that begins a sentence behind another."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted stretch: with its marks (`outer`), without them (`inner`), and how many words it has.

    `whole` tells whether it stands as a sentence of its own: 'Vane said. "Not today."'
    """

    outer: Span
    inner: Span
    words: int
    whole: bool = False

    @property
    def carries(self) -> bool:
        """Whether it is long enough to be somebody's claim, or a sentence of its own."""
        return self.words >= CARRYING_WORDS or (self.whole and self.words > 0)


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Return the quoted stretches of a text, in order; none crosses the end of a paragraph.

    A quotation over several paragraphs opens anew in each of them, and only the last is closed; an
    open mark at the end of a paragraph is taken as closed there. Single marks count outside double
    ones, where an opening mark stands before a word and a closing one after it.
    """
    found: list[Quotation] = []
    for offset, body in _lines(text):
        doubles = _doubles(body, offset)
        found += doubles
        found += _singles(body, offset, doubles)
    return tuple(sorted(found, key=lambda q: q.outer.start))


def find_double_quotations(text: str) -> tuple[Quotation, ...]:
    """Return the stretches between double marks alone, in order."""
    return tuple(q for offset, body in _lines(text) for q in _doubles(body, offset))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    offset = 0
    for line in text.splitlines(keepends=True):
        yield offset, line.rstrip()
        offset += len(line)


def _doubles(line: str, offset: int) -> list[Quotation]:
    found: list[Quotation] = []
    opened: re.Match[str] | None = None
    nested = 0
    marks = list(_DOUBLE_MARK.finditer(line))
    for number, mark in enumerate(marks):
        if opened is None:
            if mark[0] in _DOUBLE and not (mark[0] == "\u00bb" and "\u00ab" not in line[mark.start() :]):
                opened, nested = mark, 0
            continue
        rest = [other[0] for other in marks[number + 1 :]]
        nested += mark[0] == "\u201c" and opened[0] == '"'
        if mark[0] in _DOUBLE[opened[0]] or _closes_oddly(opened[0], mark[0], rest, nested):
            found.append(_quotation(offset, line, (opened.start(), opened.end()), (mark.start(), mark.end())))
            opened = None
        nested -= mark[0] == "\u201d" and nested > 0
    if opened is not None and len(line) > opened.end():
        found.append(_quotation(offset, line, (opened.start(), opened.end()), (len(line), len(line))))
    return found


def _closes_oddly(opened: str, mark: str, rest: list[str], nested: int) -> bool:
    """Tell whether a mark of another sort closes what was opened, as desks that paste mix curly and straight ones.

    A curly closing mark ends what a straight one began, unless a curly one was opened in between; a straight one
    ends what a curly one began, where no curly closing mark follows before the next is opened.
    """
    if opened == '"' and mark == "\u201d":
        return not nested
    if opened == "\u201c" and mark == '"':
        until = rest.index("\u201c") if "\u201c" in rest else len(rest)
        return "\u201d" not in rest[:until]
    return False


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
            found.append(_quotation(offset, line, (start, start + 1), (closing, closing + 1)))
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


def _quotation(offset: int, line: str, opened: tuple[int, int], closed: tuple[int, int]) -> Quotation:
    start, end = opened[1], max(closed[0], opened[1])
    words = len(_WORD.findall(line, start, end))
    return Quotation(
        Span(offset + opened[0], offset + closed[1]),
        Span(offset + start, offset + end),
        words,
        _SENTENCE.fullmatch(line, start, end) is not None
        and _AFTER_STOP.search(line, 0, opened[0]) is not None,
    )
