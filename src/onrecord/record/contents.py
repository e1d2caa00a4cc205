"""Contents: what was said, cut out after the conventions, and how much of it is quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model import Span, StatementKind, trim
from onrecord.record.parse import Parse
from onrecord.record.quotations import Quotation

DIRECT_SHARE = 0.9
"""Share of a content's characters between quotation marks from which it is direct speech."""

_DISTANCE_WORDS = re.compile(
    r"(?i)\b(?:so[- ]called|self-(?:styled|proclaimed|declared|described)|purported(?:ly)?|supposed(?:ly)?|would-be|"
    r"ostensible|ostensibly|alleged(?:ly)?)\b"
)
_DOUBLE_MARKS = '"\u201c\u201d'
_THAT = re.compile(r"\bthat\s+$")
_NEXT_CLAUSE = re.compile(r",\s+(?:which|who|whom|whose|where)$")
"""Opens a clause about what was said, which is none of it: ", which the rebels denied"."""
_LONGEST_OPENING = 10


def tidy_content(
    spans: Sequence[Span], quotations: Sequence[Quotation], text: str, *, quoted: bool
) -> list[Span]:
    """Return content spans without outer quotation marks, end commas and full stops, in order.

    Args:
        spans: the raw spans.
        quotations: the quoted stretches of the text.
        text: the text.
        quoted: whether a "that" right before a span may belong to it (it does in indirect speech).
    """
    tidied: list[Span] = []
    for span in sorted(spans):
        span = _strip_marks(trim(span, text), quotations, text)
        opened = _NEXT_CLAUSE.search(text, max(span.start, span.end - _LONGEST_OPENING), span.end)
        if opened and opened.start() > span.start:
            span = Span(span.start, opened.start())
        if quoted:
            span = _strip_doubled(span, text)
        else:
            before = _THAT.search(text, max(0, span.start - 6), span.start)
            if before:
                span = Span(before.start(), span.end)
        if len(span) and any(c.isalnum() for c in span.cut(text)):
            tidied.append(span)
    return tidied


def _strip_marks(span: Span, quotations: Sequence[Quotation], text: str) -> Span:
    for _ in range(4):
        start, end = span.start, span.end
        while end > start and (text[end - 1] in ",.;: \n\u2014-" or text[end - 1].isspace()):
            if text[end - 1] == "." and _abbreviates(text, start, end):
                break
            end -= 1
        while start < end and (text[start] in ",;: \n\u2014" or text[start].isspace()):
            start += 1
        for q in quotations:
            closed = q.outer.end > q.inner.end
            mark = max(1, q.outer.end - q.inner.end)
            if q.outer.start == start and q.inner.end >= end - mark:  # it is all of the span
                start = q.inner.start
                if closed and end == q.outer.end:
                    end = q.inner.end
            elif q.outer.start < start and start < q.outer.end == end and closed:
                end = q.inner.end  # a mark whose opening is outside
            elif q.outer.start == start and q.outer.end > end:
                start = q.inner.start
        if (start, end) == (span.start, span.end) or end <= start:
            break
        span = Span(start, end)
    return span if span.end > span.start else Span(span.start, span.start)


def _strip_doubled(span: Span, text: str) -> Span:
    """Return a quoted span without the marks that unbalanced quotations leave at its ends.

    Speech over several paragraphs opens with a mark in each and closes once; doubled marks come from tables.
    """
    cut = span.cut(text)
    unbalanced = cut.count('"') % 2 == 1 or cut.count("\u201c") != cut.count("\u201d")
    doubled = cut[:2] in ('""', "''") or cut[-2:] in ('""', "''")
    if not unbalanced and not doubled:
        return span
    return trim(trim(span, text, _DOUBLE_MARKS), text, ",;") if doubled else _strip_ends(span, text)


def _strip_ends(span: Span, text: str) -> Span:
    """Return a span without one mark at either end, and the comma or full stop before the last."""
    start = span.start + (text[span.start] in _DOUBLE_MARKS)
    end = span.end - (text[span.end - 1] in _DOUBLE_MARKS)
    if end < span.end and end - start > 1 and text[end - 1] in ",.":
        end -= 1
    return Span(start, max(start, end))


def _abbreviates(text: str, start: int, end: int) -> bool:
    """Tell whether a last full stop belongs to an abbreviation such as "U.S."."""
    return bool(re.search(r"(?:\b[A-Za-z]\.){2,}$", text[start:end]))


def extend_quotations(
    spans: list[Span], quotations: Sequence[Quotation], *, barred: Sequence[Span]
) -> list[Span]:
    """Return the spans, each drawn out to the ends of the carrying quotations that it shares.

    Args:
        spans: content spans of one statement.
        quotations: the quoted stretches of the text.
        barred: spans that the content must not reach into (its cue and source, other contents).
    """
    out: list[Span] = []
    for span in spans:
        for q in quotations:
            if not q.carries or not q.inner.overlaps(span):
                continue
            if any(b.overlaps(q.inner) for b in barred):
                continue
            span = Span(min(span.start, q.inner.start), max(span.end, q.inner.end))
        out.append(span)
    return merge_spans(out)


def merge_spans(spans: Sequence[Span]) -> list[Span]:
    """Return the spans in order, overlapping and touching ones joined."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def kind_of(content: Sequence[Span], own: Sequence[Quotation]) -> StatementKind:
    """Return direct, mixed or indirect after the share and the weight of what is quoted.

    Args:
        content: the content of a statement.
        own: quotations that are the statement's own, those left out that hold its cue as well.
    """
    size = sum(len(s) for s in content)
    own = [q for q in own if any(q.inner.start < s.end and s.start < q.inner.end for s in content)]
    quoted = sum(s.shared(q.inner) for s in content for q in own)
    if size and quoted >= DIRECT_SHARE * size:
        return "direct"
    carrying = any(q.carries and q.inner.shared(s) >= 0.8 * len(q.inner) for q in own for s in content)
    return "mixed" if carrying else "indirect"


def distance_marks(content: Sequence[Span], own: Sequence[Quotation], text: str) -> tuple[Span, ...]:
    """Return the scare quotes and distancing words of a content."""
    found = [
        q.inner for q in own
        if not q.carries and q.words and any(s.holds(q.inner) and not q.outer.holds(s) for s in content)
    ]  # fmt: skip
    for span in content:
        found += [Span(m.start(), m.end()) for m in _DISTANCE_WORDS.finditer(text, span.start, span.end)]
    return tuple(sorted(set(found)))


def holds_clause(content: Sequence[Span], parse: Parse) -> bool:
    """Tell whether a content is a clause: it has a verb with a subject, or an infinitive at its start."""
    for span in content:
        inside = parse.inside(span)
        for k in inside:
            word = parse.words[k]
            if word.upos in ("VERB", "AUX", "ADJ", "NOUN") and parse.child(k, "nsubj") in inside:
                return True
        if inside and parse.form(inside[0]).lower() in ("that", "whether", "if", "how", "why"):
            return True
        if len(inside) > 1 and parse.form(inside[0]).lower() == "to" and parse.words[inside[1]].xpos == "VB":
            return True
    return False


def cut_out(span: Span, others: list[Span]) -> list[Span]:
    """Return what is left of a span without the others."""
    parts = [span]
    for other in others:
        kept = []
        for part in parts:
            if not part.overlaps(other):
                kept.append(part)
                continue
            if part.start < other.start:
                kept.append(Span(part.start, other.start))
            if other.end < part.end:
                kept.append(Span(other.end, part.end))
        parts = kept
    return parts
