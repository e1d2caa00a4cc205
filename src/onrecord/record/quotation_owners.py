"""Whose a quotation is: each goes to one statement, and one that no statement holds to the speech that it continues."""

from __future__ import annotations

from onrecord.model import Span
from onrecord.record.contents import cut_out
from onrecord.record.cues import cue_row
from onrecord.record.parse import Parse
from onrecord.record.quotations import Quotation
from onrecord.record.speech_drafts import Draft


def settle_quotations(drafts: list[Draft], quotations: tuple[Quotation, ...]) -> None:
    """Leave each carrying quotation to the one statement that holds most of it.

    Statements whose cue stands within the quotation are not rivals: they are told by it.
    """
    for q in quotations:
        if not q.carries:
            continue
        rivals = [
            d for d in drafts
            if any(s.overlaps(q.inner) for s in d.content) and not (d.cue and q.inner.overlaps(d.cue.span))
        ]  # fmt: skip
        if len(rivals) < 2:
            continue
        owner = max(rivals, key=lambda d: (sum(s.shared(q.inner) for s in d.content), d.score))
        for draft in rivals:
            inside = [
                o
                for o in rivals
                if o is not draft and o.cue and any(s.holds(o.cue.span) for s in draft.content)
            ]
            if draft is not owner and not inside:
                draft.content = [part for s in draft.content for part in cut_out(s, [q.outer])]


def attach_quotations(drafts: list[Draft], parse: Parse, quotations: tuple[Quotation, ...]) -> None:
    """Give each carrying quotation that no statement holds to the statement it continues."""
    for q in quotations:
        if not q.carries or any(q.inner.overlaps(s) for d in drafts for s in d.content):
            continue
        if any(q.inner.overlaps(s) for d in drafts for s in d.spans):
            continue
        owner = _owner(q, drafts, parse, quotations)
        if owner is not None:
            owner.content = sorted([*owner.content, q.inner])
            owner.reasons.append("a further quotation of the same speech")
        elif _stands_alone(q, parse):
            drafts.append(Draft(None, None, [q.inner], 0.5, ["a quotation that nothing announces"]))


def _owner(
    q: Quotation, drafts: list[Draft], parse: Parse, quotations: tuple[Quotation, ...]
) -> Draft | None:
    paragraph = parse.paragraph(q.outer.start)
    before = [d for d in drafts if d.cue and d.cue.span.end <= q.outer.start]
    announced = [d for d in before if d.cue and not parse.text[d.cue.span.end : q.outer.start].strip(": \n")]
    if announced:  # "He said:" and the quotation, in a paragraph of its own or not
        return announced[-1]
    direct = [d for d in drafts if any(s.shared(o.inner) for s in d.content for o in quotations if o.carries)]
    here = [d for d in direct if d.cue and parse.paragraph(d.cue.span.start) == paragraph]
    begun = [d for d in here if d.start < q.outer.start]
    if begun:
        return max(begun, key=lambda d: d.start)
    if here:
        return min(here, key=lambda d: d.start)
    same = [
        d for d in drafts
        if d.cue and d.source and cue_row(d.cue.lemma) and _same_sentence(d.cue.span, q.outer, parse)
    ]  # fmt: skip
    if same:
        return same[0]
    if _stands_alone(q, parse):
        earlier = [d for d in direct if max(s.end for s in d.spans) <= q.outer.start]
        last = max(earlier, key=lambda d: max(s.end for s in d.spans), default=None)
        if last is not None and parse.paragraph(q.outer.start) - parse.paragraph(last.content[-1].end) <= 2:
            between = parse.text[max(s.end for s in last.spans) : q.outer.start]
            return last if len(between.split()) <= 1 or "\n" in between.lstrip('".\u201d') else None
    return None


def _same_sentence(one: Span, other: Span, parse: Parse) -> bool:
    return any(s.span.overlaps(one) and s.span.overlaps(other) for s in parse.reading.sentences)


def _stands_alone(q: Quotation, parse: Parse) -> bool:
    """Tell whether a quotation is a paragraph of its own."""
    text = parse.text
    start = text.rfind("\n", 0, q.outer.start) + 1
    end = text.find("\n", q.outer.end)
    rest = text[start : q.outer.start] + text[q.outer.end : end if end >= 0 else len(text)]
    return not any(c.isalnum() for c in rest)
