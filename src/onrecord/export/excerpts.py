"""The exact words of a report around the words that stand for an event."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model import Span, cover, trim

_BOUNDS = re.compile(r"[,;:]\s|\s[–—-]\s|—")
"""What parts clauses without a parse to ask: a comma in a number or a hyphen in a word does not."""
_LEADING = re.compile(r"that\s+")
"""What joins a content to its cue and says nothing of the event."""
_MARKS = ",;:–—"
_LEAST_CONTEXT = 20
"""Characters of context below which a clause is not cut off before the room is used up."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of the report around an anchor.

    Attributes:
        before: the words before the anchor.
        anchor: the anchor.
        after: the words after it.
        cut_before: whether words of the same clause were left out before them for want of room.
        cut_after: whether words of the same clause were left out after them.
    """

    before: Span
    anchor: Span
    after: Span
    cut_before: bool
    cut_after: bool


def words_around(
    anchor: Span, text: str, *, within: Sequence[Span], parties: Sequence[Span] = (), room: int = 120
) -> Excerpt:
    """Return the clause around an anchor, as near as punctuation tells it.

    The record keeps no parse, so a clause is taken to run from one comma, semicolon, colon or dash
    to the next; those between the anchor and its parties do not count.

    Args:
        anchor: the words that stand for the event.
        text: the report.
        within: stretches that hold the clause (the sentence, the content of the statement);
            those that do not hold the anchor are passed over.
        parties: the words for actors, recipients, place and time, the most wanted first; each is kept
            where there is room.
        room: characters to fill at most, the anchor included; cuts fall between words.
    """
    bounds = Span(0, len(text))
    holding = [span for span in within if span.holds(anchor)]
    if holding:
        bounds = Span(max(span.start for span in holding), min(span.end for span in holding))
    core = anchor
    for span in parties:
        wider = cover([core, span])
        if bounds.holds(span) and len(wider) <= room:
            core = wider
    clause = _clause(core, text, bounds)
    # An anchor that begins or ends in white space or a mark is kept whole all the same.
    window = cover([_window(anchor, core, clause, text, room), anchor])
    return Excerpt(
        before=Span(window.start, anchor.start),
        anchor=anchor,
        after=Span(anchor.end, window.end),
        cut_before=window.start > clause.start,
        cut_after=window.end < clause.end,
    )


def _clause(core: Span, text: str, bounds: Span) -> Span:
    start, end = bounds.start, bounds.end
    for found in _BOUNDS.finditer(text, bounds.start, core.start):
        if core.end - found.end() >= _LEAST_CONTEXT:
            start = found.end()
    for found in _BOUNDS.finditer(text, core.end, bounds.end):
        if found.start() - start >= _LEAST_CONTEXT:
            end = found.start()
            break
    clause = trim(Span(start, end), text, _MARKS)
    leading = _LEADING.match(text, clause.start, core.start)
    return Span(leading.end(), clause.end) if leading else clause


def _window(anchor: Span, core: Span, clause: Span, text: str, room: int) -> Span:
    """Return as much of the clause as there is room for: the core, and more after it than before."""
    if len(clause) <= room:
        return clause
    spare = max(room - len(core), 0)
    start = max(core.start - spare // 3, clause.start)
    end = min(start + spare + len(core), clause.end)
    start = max(end - spare - len(core), clause.start)
    # Cut between words, never inside the anchor.
    while clause.start < start < anchor.start and not text[start - 1].isspace():
        start += 1
    while anchor.end < end < clause.end and not text[end].isspace():
        end -= 1
    return trim(Span(min(start, anchor.start), max(end, anchor.end)), text, _MARKS)
