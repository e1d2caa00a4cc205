"""The words of a report cut into runs that lie under the same marks, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.export.outline import shorten
from onrecord.export.visible import make_visible
from onrecord.model import Record, Span

LONGEST_HINT = 600
"""Characters of what is said when words are pointed at: all that lies over them, and a name can have many roles."""

HAPPENING = "hap"
"""The class of words that stand for an event."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text to be marked: its classes, and what to say when it is pointed at."""

    span: Span
    classes: tuple[str, ...]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """A small link before the words of an item, back to its entry in the list.

    Attributes:
        anchor: what the entry jumps to, without the key of the article.
        target: the entry, without the key of the article.
        shown: the words of the link.
        about: what it leads to, for those who hear the page.
        classes: classes besides "ref".
    """

    anchor: str
    target: str
    shown: str
    about: str
    classes: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text under one and the same marks, with the items that begin here."""

    text: str
    classes: str
    hint: str
    opens: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the report; `role` is headline, standfirst or body."""

    role: str
    segments: tuple[Segment, ...]


def marked_blocks(
    record: Record,
    marks: Sequence[Mark],
    openings: Iterable[tuple[int, Opening]],
    *,
    part: Span | None = None,
) -> tuple[Block, ...]:
    """Return the paragraphs of the report, or of a part of it, with everything marked in them.

    Args:
        record: the record.
        marks: what is to be marked, in any order; marks may overlap.
        openings: where an item begins, and the link that stands there.
        part: the part of the text that is wanted; None for all of it.
    """
    report, text = record.report, record.report.text
    part = part or Span(0, len(text))
    opens: dict[int, list[Opening]] = {}
    for offset, opening in openings:
        if part.start <= offset < part.end:
            opens.setdefault(offset, []).append(opening)
    paragraphs = _paragraphs(text, part)
    segments = list(_segments(text, marks, opens, paragraphs, part))
    blocks = []
    position = 0
    for paragraph in paragraphs:
        while position < len(segments) and segments[position][0].end <= paragraph.start:
            position += 1
        inside, at = [], position
        while at < len(segments) and segments[at][0].start < paragraph.end:
            inside.append(segments[at][1])
            at += 1
        role = "body"
        if report.parts.headline and report.parts.headline.holds(paragraph):
            role = "headline"
        elif report.parts.standfirst and report.parts.standfirst.holds(paragraph):
            role = "standfirst"
        blocks.append(Block(role, tuple(inside)))
        position = at
    return tuple(blocks)


def _paragraphs(text: str, part: Span) -> list[Span]:
    """Return the paragraphs of a part: what blank lines set apart."""
    found, start = [], part.start
    for gap in re.compile(r"\s*\n\s*\n\s*|\Z").finditer(text, part.start, part.end):
        if make_visible(text[start : gap.start()]).strip():  # a lone control is shown, not dropped
            found.append(Span(start, gap.start()))
        start = gap.end()
    return found


def _segments(
    text: str,
    marks: Sequence[Mark],
    opens: dict[int, list[Opening]],
    paragraphs: Iterable[Span],
    part: Span,
) -> Iterable[tuple[Span, Segment]]:
    """Yield a part of the text cut wherever a mark or a paragraph begins or ends, with the marks over each cut."""
    begin: dict[int, list[Mark]] = {}
    finish: dict[int, list[Mark]] = {}
    bounds = {part.start, part.end, *opens}
    for mark in marks:
        if mark.span.overlaps(part):
            start, end = max(mark.span.start, part.start), min(mark.span.end, part.end)
            begin.setdefault(start, []).append(mark)
            finish.setdefault(end, []).append(mark)
            bounds |= {start, end}
    for paragraph in paragraphs:
        bounds |= {paragraph.start, paragraph.end}
    active: dict[int, Mark] = {}
    for start, end in pairwise(sorted(bounds)):
        for mark in finish.get(start, ()):
            active.pop(id(mark), None)
        for mark in begin.get(start, ()):
            active[id(mark)] = mark
        classes = dict.fromkeys(name for mark in active.values() for name in mark.classes)
        if sum(HAPPENING in mark.classes for mark in active.values()) > 1:
            # A filter that hides one of two happenings must not hide the words of the other.
            classes["haps"] = None
        hints = dict.fromkeys(mark.hint for mark in active.values() if mark.hint)
        yield (
            Span(start, end),
            Segment(
                text[start:end],
                " ".join(classes),
                shorten(" · ".join(hints), LONGEST_HINT),
                tuple(opens.get(start, ())),
            ),
        )
