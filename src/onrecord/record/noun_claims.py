"""Claims that a noun reports, with whose they are: "the mayor's claim that the bridge was safe".

Where somebody else answers such a claim ("the union rejected the mayor's claim that ..."), he is no voice that passes on
what is claimed: the claim is the mayor's, and the answer a second voice on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.model import Span, Statement, Word
from onrecord.record.cues import CueReading, cue_row, read_cue
from onrecord.record.parse import Parse
from onrecord.record.sources import tidy_source

_NOUNS = frozenset({
    "accusation", "acknowledgement", "acknowledgment", "admission", "allegation", "announcement", "argument", "assertion",
    "assurance", "belief", "charge", "claim", "comment", "complaint", "conclusion", "confession", "confirmation",
    "contention", "declaration", "denial", "fear", "finding", "insistence", "prediction", "remark", "report", "revelation",
    "statement", "suggestion", "testimony", "warning",
})  # fmt: skip

_OWN = frozenset({"by", "from", "of"})

_SETTING_ASIDE = frozenset({"criticise", "criticize", "doubt", "ignore", "laugh", "mock", "question"})
"""What is done to a claim without passing it on or answering it."""

CONFIRMING = frozenset({"acknowledge", "admit", "concede", "confirm", "verify"})
"""What is done to a claim by who says that it is so."""

_LEAST_CLAUSE = 3
"""Words from which a clause says something."""


def noun_claims(parse: Parse, taken: Sequence[Span]) -> Iterator[tuple[CueReading, Span, Span]]:
    """Yield cue, source and content of nouns with an owner and a clause with "that", unless a cue is there already.

    Args:
        parse: the reading.
        taken: cues that were found before.
    """
    touched = parse.touched(taken)
    for index, owner, clause in _owned(parse):
        source = tidy_source(parse.subtree(owner), parse) if index not in touched else None
        if source is not None and not source.overlaps(clause):
            yield read_cue(parse.words[index].span, parse), source, clause


def claimants(parse: Parse) -> Iterator[tuple[int, Span]]:
    """Yield the head and the words of those whose claims nouns report."""
    for _, owner, _ in _owned(parse):
        source = tidy_source(parse.subtree(owner), parse)
        if source is not None and source.holds(parse.words[owner].span):
            yield owner, source


def _owned(parse: Parse) -> Iterator[tuple[int, int, Span]]:
    """Yield nouns that report, each with the head of its owner and its clause."""
    for index, word in enumerate(parse.words):
        if word.upos != "NOUN" or parse.lemmas[index] not in _NOUNS:
            continue
        owner, clause = _owner(index, parse), _clause(index, parse)
        if owner is not None and clause is not None and not _is_told_again(owner, word, parse):
            yield index, owner, clause


def _owner(noun: int, parse: Parse) -> int | None:
    for child in parse.children[noun]:
        deprel = parse.words[child].deprel
        if deprel == "nmod:poss" or (deprel == "nmod" and parse.case(child) in _OWN):
            return child
    return None


def _is_told_again(owner: int, noun: Word, parse: Parse) -> bool:
    """Tell whether somebody says his own claim: "he repeated his accusation that ...", which is one statement."""
    verb = noun.head if noun.deprel in ("obj", "obl") else None
    return parse.words[owner].xpos == "PRP$" and verb is not None and cue_row(parse.lemmas[verb]) is not None


def _clause(noun: int, parse: Parse) -> Span | None:
    for child in parse.children[noun]:
        if child < noun or parse.words[child].deprel not in ("acl", "ccomp"):
            continue
        span, mark = parse.subtree(child), parse.child(child, "mark")
        opens = mark is not None and parse.words[mark].span.start == span.start
        if opens and parse.form(mark or 0).lower() == "that" and len(parse.inside(span)) > _LEAST_CLAUSE:
            return span
    return None


def is_of_another(outer: Statement, inner: Statement) -> bool:
    """Tell whether a statement only answers or sets aside the claim within it, and does not pass it on."""
    if outer.cue is None or inner.cue is None or inner.within != outer.id or inner.cue.lemma not in _NOUNS:
        return False
    row = cue_row(outer.cue.lemma)
    denies = row is not None and row.force == "denies"
    apart = outer.source is None or inner.source is None or outer.source.entity != inner.source.entity
    return apart and (denies or outer.cue.lemma in _SETTING_ASIDE | CONFIRMING)
