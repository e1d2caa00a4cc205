"""What a report passes on without saying from whom: "reportedly", "allegedly", "was accused of"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.model import Span, trim
from onrecord.record.charges import ACCUSING
from onrecord.record.cues import CueReading, read_cue
from onrecord.record.event_words import is_event_noun
from onrecord.record.parse import Parse
from onrecord.record.sources import tidy_source

_ADVERBS = frozenset({"reportedly", "allegedly", "purportedly", "supposedly"})
_OTHER_CLAUSES = frozenset({"conj", "parataxis", "advcl", "acl:relcl"})
"""What hangs on a predicate and is no part of what an adverb beside it passes on."""

_ASIDE = re.compile(r",\s(?:who|which|where|whose)\b")
"""Opens a clause that is told beside what an adverb passes on: "allegedly admitted it at the hospital, where he was taken"."""

_LEAST_LETTERS = 4
"""Characters from which a part of a clause is kept as content."""


def hearsay(parse: Parse, taken: Sequence[Span]) -> list[tuple[CueReading, list[Span]]]:
    """Return cue and content of what is passed on without a source.

    The content is the clause of the predicate that the adverb stands beside, without the adverb.

    Args:
        parse: the reading.
        taken: cues that were found before.
    """
    found = []
    touched = parse.touched(taken)
    for index, word in enumerate(parse.words):
        if word.head is None or index in touched:
            continue
        if parse.form(index).lower() in _ADVERBS and word.deprel == "advmod":
            parts = list(_around(index, word.head, parse))
            if parts:
                found.append((read_cue(word.span, parse), parts))
    return found


def accusations(parse: Parse, taken: Sequence[Span]) -> list[tuple[CueReading, Span | None, Span]]:
    """Return cue, source and content of "was accused of lying" and the like; the source is None where nobody is named.

    The content is the deed with the preposition before it.

    Args:
        parse: the reading.
        taken: cues that were found before.
    """
    found = []
    for index, word in enumerate(parse.words):
        if (
            word.xpos != "VBN"
            or parse.lemmas[index] not in ACCUSING
            or parse.child(index, "aux:pass", "nsubj:pass") is None
        ):
            continue
        deed = next((c for c in parse.children[index] if c > index and _is_deed(c, parse)), None)
        if deed is None or any(word.span.overlaps(span) for span in taken):
            continue
        agent = parse.child(index, "obl:agent")
        source = tidy_source(parse.subtree(agent), parse) if agent is not None else None
        found.append((read_cue(word.span, parse), source, trim(parse.subtree(deed), parse.text, ",;.")))
    return found


def _is_deed(index: int, parse: Parse) -> bool:
    """Tell whether a word is what somebody is accused of: a gerund or a noun of an event after "of" or "with"."""
    word, mark = parse.words[index], parse.child(index, "mark", "case")
    if mark is None or parse.form(mark).lower() not in ("of", "with"):
        return False
    return word.xpos == "VBG" or (word.upos == "NOUN" and is_event_noun(parse.lemmas[index]))


def _around(adverb: int, head: int, parse: Parse) -> Iterator[Span]:
    """Yield the parts of the clause of an adverb's predicate before and after the adverb."""
    clause = _clause(head, parse)
    own = parse.words[adverb].span
    for part in (Span(clause.start, own.start), Span(own.end, clause.end)):
        aside = _ASIDE.search(parse.text, part.start, part.end) if part.start == own.end else None
        if aside:
            part = Span(part.start, aside.start())
        if part.start < part.end:
            kept = trim(part, parse.text, ',;.\u201c\u201d" ')
            if len(kept) >= _LEAST_LETTERS:
                yield kept


def _clause(head: int, parse: Parse) -> Span:
    """Return a predicate with what hangs on it, without the clauses beside it and without what joins it to the one above."""
    words = [head]
    for child in parse.children[head]:
        relation = parse.words[child].deprel
        joins = relation == "punct" or (relation in ("mark", "cc") and child < head)
        beside = relation in _OTHER_CLAUSES and parse.child(child, "nsubj", "nsubj:pass") is not None
        if not joins and not beside:
            inside = parse.inside(parse.subtree(child))
            words += [inside[0], inside[-1]]
    return Span(parse.words[min(words)].span.start, parse.words[max(words)].span.end)
