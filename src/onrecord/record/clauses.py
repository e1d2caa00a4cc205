"""How far the content of a statement goes, by the tree of its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model import Span, cover, trim
from onrecord.record.charges import ACCUSING
from onrecord.record.cues import CueReading
from onrecord.record.parse import Parse
from onrecord.record.quotations import Quotation

LEAST_CLAUSE = 3
"""Words from which a clause can be what somebody said."""

_LEAST_SHARE = 0.3
"""Share of a fronted clause that the weights must have taken as content for the rest to be added."""


def clip_to_sentence(
    content: Sequence[Span], cue: CueReading | None, quotations: Sequence[Quotation], parse: Parse
) -> list[Span]:
    """Return the content without loose words of other sentences than the cue's.

    What is told in a sentence ends with it; only what is quoted goes on. A quotation counts when it
    carries a claim and holds most of the piece.
    """
    if cue is None or cue.head is None:  # a colon often ends the sentence that holds it
        return list(content)
    sentence = next(iter(parse.sentences_over(cue.span)), None)
    if sentence is None:
        return list(content)
    out: list[Span] = []
    for span in content:
        for part in _by_sentence(span, parse):
            quoted = any(q.carries and part.shared(q.inner) >= 0.6 * len(part) for q in quotations)
            if quoted or part.overlaps(sentence):
                out.append(part)
    joined: list[Span] = []
    for part in out:
        if joined and not any(c.isalnum() for c in parse.text[joined[-1].end : part.start]):
            joined[-1] = Span(joined[-1].start, part.end)
        else:
            joined.append(part)
    return joined


def _by_sentence(span: Span, parse: Parse) -> list[Span]:
    parts = [
        Span(max(span.start, sentence.start), min(span.end, sentence.end))
        for sentence in parse.sentences_over(span)
    ]
    return parts or [span]


def clip_to_next_cue(
    content: list[Span], cue: CueReading | None, others: Sequence[CueReading], parse: Parse
) -> list[Span]:
    """Return content that ends where its speaker's next reporting verb begins.

    "Vane reported losses and said the port was shut": the losses end before "and said".
    """
    if cue is None or cue.head is None:
        return content
    for other in others:
        if other.head is None or parse.words[other.head].head != cue.head:
            continue
        if parse.words[other.head].deprel != "conj" or other.span.start < cue.span.end:
            continue
        joint = parse.child(other.head, "cc")
        start = other.span.start if joint is None else min(other.span.start, parse.words[joint].span.start)
        content = [Span(s.start, start) if s.start < start and s.holds(other.span) else s for s in content]
    return content


def complete_fronted(
    content: Sequence[Span], cue: CueReading, source: Span | None, parse: Parse
) -> list[Span]:
    """Return the content with the whole of a clause that stands before a closing "the mayor said".

    Where source and cue close a sentence after a comma, all of it before them was said.
    """
    sentence = next((one for one in parse.sentences_over(cue.span) if one.holds(cue.span)), None)
    if sentence is None or cue.head is None or not (content or source):
        return list(content)
    if any(s.start >= cue.span.end and s.overlaps(sentence) for s in content):
        fronted = _fronted_clause(cue.head, parse)
        if fronted is not None and all(_is_added(s, cue, fronted, parse) for s in content):
            return [fronted]
        return list(content)  # the cue does not close it
    start = min(
        cue.span.start, source.start if source is not None and sentence.holds(source) else cue.span.start
    )
    body = parse.reading.document.parts.body
    opening = body.start if body is not None and sentence.start < body.start < start else sentence.start
    before = trim(
        Span(opening, max(start, opening)), parse.text, ',"\u201d\u2019\u201c'
    )  # without the dateline
    raw = parse.text[before.end : start]
    if "," not in raw or any(c.isalnum() for c in raw) or len(before) < 10:
        return list(content)
    if parse.relations[cue.head] not in ("root", "parataxis", "ccomp", "conj"):
        return list(content)
    inside = [s for s in content if s.overlaps(before)]
    if not content:  # a speaker and a cue at the end of a sentence, and nothing else that they could report
        return [before]
    if sum(s.shared(before) for s in inside) < _LEAST_SHARE * len(before):
        return list(content)
    whole = Span(min([before.start, *(s.start for s in inside)]), max([before.end, *(s.end for s in inside)]))
    return sorted([whole, *(s for s in content if s not in inside)])


def _fronted_clause(verb: int, parse: Parse) -> Span | None:
    """Return the clause before the comma of ", the mayor said", where the tree has it for what is said."""
    subject = parse.child(verb, "nsubj")
    if subject is None:
        return None
    end = min(parse.subtree(subject).start, parse.words[verb].span.start)
    for child in parse.children[verb]:
        clause = parse.subtree(child)
        if parse.words[child].deprel == "ccomp" and child < verb and clause.start < end:
            clause = Span(clause.start, min(clause.end, end))
            said = trim(clause, parse.text, ",")
            if parse.text[said.end : end].strip() == "," and len(parse.inside(said)) >= LEAST_CLAUSE:
                return said
    return None


def _is_added(content: Span, cue: CueReading, fronted: Span, parse: Parse) -> bool:
    """Tell whether words behind a cue are the outlet's: "the mayor said, after years of debate over how to save it"."""
    if content.start < cue.span.end:
        return False
    between = parse.text[cue.span.end : content.start]
    words = parse.inside(Span(cue.span.end, content.start))
    opens = next((i for i in words if parse.form(i) == ","), None)
    adds = (
        opens is not None and opens + 1 < len(parse.words) and parse.words[opens + 1].upos in ("ADP", "SCONJ")
    )
    return adds and not content.overlaps(fronted) and '"' not in between and "\u201c" not in between


_LEAST_PART, _LEAST_OPENING = 0.4, 0.15
"""Shares of a clause from which the rest of it is taken for content too: anywhere in it, and from its first words on."""

_SAME_START = 6
"""Characters that a content may start after its clause ("that ...") and still open it."""


def _accused_of(content: Span, cue: int, parse: Parse) -> list[Span]:
    """Return the deed of which somebody is accused where the content stops before it: "accused them on Friday of lying"."""
    for child in parse.children[cue]:
        deed, mark = parse.subtree(child), parse.child(child, "mark")
        if (
            parse.words[child].xpos == "VBG"
            and mark is not None
            and parse.form(mark).lower() == "of"
            and parse.words[mark].span.start >= content.end
        ):
            return [Span(parse.words[mark].span.start, deed.end)]
    return []


_ANSWERED = re.compile(
    r",\s(?:which|an?\s(?:claim|charge|accusation|allegation|assertion|suggestion)(?:\s(?:that|which))?)\s[^,;.]{0,60}?"
    r"\b(?:den(?:y|ied|ies)|reject(?:s|ed)?|disput(?:e|es|ed)|dismiss(?:es|ed)?|refut(?:e|es|ed)|rebut(?:s|ted)?|"
    r"confirm(?:s|ed)?|acknowledg(?:e|es|ed)|conced(?:e|es|ed)|admit(?:s|ted)?)\b",
    re.I,
)
"""What another voice says of what was said, in the same sentence: ", which the rebels denied"."""


def complete_clause(content: Sequence[Span], cue: CueReading, parse: Parse) -> list[Span]:
    """Return the content with the rest of the clause that depends on the cue, if most of it was found."""
    if cue.head is None:
        return list(content)
    if cue.lemma in ACCUSING and len(content) == 1:
        return [*content, *_accused_of(content[0], cue.head, parse)]
    for child in parse.children[cue.head]:
        if parse.words[child].deprel != "ccomp" or child < cue.head:
            continue
        clause = whole_clause(child, parse)
        inside = [s for s in content if s.overlaps(clause)]
        shared = sum(s.shared(clause) for s in inside)
        opens = any(abs(s.start - clause.start) <= _SAME_START for s in inside)
        least = (_LEAST_OPENING if opens else _LEAST_PART) * len(clause)
        if clause.start >= cue.span.end and least <= shared < len(clause):
            rest = [s for s in content if s not in inside]
            start, end = min(clause.start, *(s.start for s in inside)), max(s.end for s in inside)
            answered = _ANSWERED.search(parse.text, end, clause.end)
            return sorted([Span(start, answered.start() if answered else max(clause.end, end)), *rest])
    return list(content)


_AND_THAT = re.compile(r"(?:and|but|or)\s+that\s")


def whole_clause(clause: int, parse: Parse) -> Span:
    """Return what is said with what is joined to it: "claimed that it was late but that he was tired"."""
    span, head = parse.subtree(clause), parse.words[clause].head
    for other in parse.children[head] if head is not None else ():
        joined = parse.child(other, "cc")
        if other <= clause or joined is None or joined > other:
            continue
        if parse.words[other].deprel == "ccomp" or _AND_THAT.match(parse.text, parse.subtree(other).start):
            span = cover([span, parse.subtree(other)])
    return span


_SOURCE_WORDS = frozenset({"PROPN", "NOUN", "ADJ", "DET"})


def gapped(content: Span, parse: Parse) -> tuple[Span, Span, Span] | None:
    """Return what the first speaker said, the second speaker and what that one said in one sentence with one verb, or None.

    "Rome has said that it was hailed, Cairo that it answered": the second verb is left out (gapping), and the words of
    the second clause are no part of what the first speaker said.
    """
    inside = list(parse.inside(content))
    if not inside or parse.form(inside[0]).lower() != "that":
        return None
    for at in range(len(inside) - 1, 2, -1):
        that = inside[at]
        if parse.form(that).lower() != "that" or parse.words[that].upos != "SCONJ":
            continue
        first = at
        while first > 1 and parse.words[inside[first - 1]].upos in _SOURCE_WORDS:
            first -= 1
        before = parse.form(inside[first - 1]).lower()
        if first == at or before not in (",", ";", "and", "but", "while"):
            continue
        if parse.words[inside[first]].upos not in ("PROPN", "DET"):
            continue
        end = inside[first - 1]
        while end > inside[0] and parse.form(end).lower() in (",", ";", "and", "but", "while"):
            end -= 1
        source = Span(parse.words[inside[first]].span.start, parse.words[that - 1].span.end)
        own = Span(content.start, parse.words[end].span.end)
        return own, source, trim(Span(parse.words[that].span.start, content.end), parse.text)
    return None
