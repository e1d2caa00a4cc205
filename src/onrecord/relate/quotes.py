"""Lineages of quotations: one utterance followed through reports, verbatim, shortened, altered or retold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from onrecord.model import QuoteLineage, QuoteVariant, Span, Statement
from onrecord.relate.clusters import components
from onrecord.relate.parties import Parties
from onrecord.relate.views import View
from onrecord.relate.words import Weights, claim_words, tokens

_LEAST_WORDS = 3
"""Telling words that an utterance must have to be known again."""

_SAME_RUN = 4
"""Words in a row that two quotations must share to be one utterance."""

_RETOLD = 0.4
"""Share of the lighter one's telling words, by weight, from which words of one speaker are one utterance retold."""

_SAME_WORDS = 0.75
"""The same share where the speaker is not known to be the same."""


@dataclass(frozen=True, slots=True)
class _Utterance:
    """One statement as it is compared with others."""

    index: int
    statement: Statement
    span: Span
    tokens: tuple[str, ...]
    words: frozenset[str]
    weight: float
    names: frozenset[str]
    speaker: int | None
    quoted: bool


def find_lineages(
    cluster: Sequence[int], views: Sequence[View], weights: Weights, parties: Parties, copied: dict[int, int]
) -> list[QuoteLineage]:
    """Return the utterances that two or more statements of a story give, each with its fullest wording first.

    Args:
        cluster: indices of the reports of the story.
        views: all reports.
        weights: how telling words are.
        parties: who speaks in the story.
        copied: the origin's index of each reprint.
    """
    said = [one for index in cluster for one in _utterances(index, views[index], parties, weights)]
    listed: dict[str, list[int]] = defaultdict(list)
    pairs = []
    for n, one in enumerate(said):
        near = {m for word in one.words for m in listed[word]}
        pairs += [(m, n) for m in sorted(near) if _one_utterance(said[m], one, weights, parties)]
        for word in one.words:
            listed[word].append(n)
    groups = [group for group in components(len(said), pairs) if len(group) > 1]
    return [_lineage([said[n] for n in group], views, parties, copied) for group in groups]


def _utterances(index: int, view: View, parties: Parties, weights: Weights) -> list[_Utterance]:
    found = []
    all_names = claim_words(" ".join(sorted(view.names)), view.spelt)
    for statement in view.record.statements:
        if not statement.content:
            continue
        span = Span(statement.content[0].start, statement.content[-1].end)
        text = " ".join(part.cut(view.text) for part in statement.content)
        words = claim_words(_quoted_part(text) if statement.kind == "mixed" else text, view.spelt)
        if len(words) < _LEAST_WORDS:
            continue
        party = parties.party(index, statement.source.entity if statement.source else None)
        speaker = parties.root(party).number if party is not None else None
        quoted = statement.kind != "indirect"
        weight, names = _weight(words, weights), words & all_names
        found.append(_Utterance(index, statement, span, tokens(text), words, weight, names, speaker, quoted))
    return found


_MARKED = re.compile(r"[\"“‘](.+?)[\"”’](?!\w)", re.DOTALL)


def _quoted_part(text: str) -> str:
    """Return what stands in quotation marks within a content, or all of it where that says too little."""
    quoted = " ".join(_MARKED.findall(text))
    return quoted if len(claim_words(quoted, {})) >= _LEAST_WORDS else text


def _one_utterance(one: _Utterance, other: _Utterance, weights: Weights, parties: Parties) -> bool:
    shared = one.words & other.words
    if len(shared) < 2 or shared <= one.names & other.names:  # names alone make no two sentences one
        return False
    lighter = min(one.weight, other.weight)
    share = _weight(shared, weights) / lighter if lighter else 0.0
    may_be_one = parties.may_be_one(one.speaker, other.speaker)
    same_speaker = may_be_one and one.speaker is not None and other.speaker is not None
    if one.quoted and other.quoted and _run(one.tokens, other.tokens) >= _SAME_RUN:
        return share >= _RETOLD
    if same_speaker:
        return share >= (_RETOLD if one.quoted or other.quoted else _SAME_WORDS)
    return share >= _SAME_WORDS and may_be_one and (one.quoted or other.quoted)


def _weight(words: frozenset[str], weights: Weights) -> float:
    return sum(weights.of_word(word) for word in words)


def _run(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Return the number of words in the longest run that two texts share."""
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size


def _lineage(
    said: list[_Utterance], views: Sequence[View], parties: Parties, copied: dict[int, int]
) -> QuoteLineage:
    said.sort(key=lambda one: (views[one.index].order, one.span.start))
    fullest = max(said, key=lambda one: (one.quoted, len(one.tokens), -said.index(one)))
    speaker = next((one.speaker for one in (fullest, *said) if one.speaker is not None), None)
    variants = tuple(
        _variant(one, fullest, views, copied)
        for one in sorted(said, key=lambda one: (one is not fullest, views[one.index].order, one.span.start))
    )
    name = f"Q{views[said[0].index].key[:10]}-{said[0].statement.id}"
    return QuoteLineage(name, parties.parties[speaker].name if speaker is not None else None, variants)


def _variant(
    one: _Utterance, fullest: _Utterance, views: Sequence[View], copied: dict[int, int]
) -> QuoteVariant:
    view = views[one.index]
    if one is fullest:
        change, because = "verbatim" if one.quoted else "retold", "the fullest wording"
    elif copied.get(one.index) == fullest.index and one.tokens == fullest.tokens:
        change, because = "copied", f"came with the reprint of {views[fullest.index].outlet or 'the origin'}"
    else:
        change, because = _change(one, fullest)
    return QuoteVariant(view.key, one.span, one.statement.id, change, because)


def _change(one: _Utterance, fullest: _Utterance) -> tuple[str, str]:
    """Return what became of an utterance, and which words show it."""
    if not one.quoted:
        return "paraphrased", "told in other words"
    if one.tokens == fullest.tokens:
        return "verbatim", "the same words"
    matcher = SequenceMatcher(None, fullest.tokens, one.tokens, autojunk=False)
    changed = [
        (tag, a1, a2, b1, b2) for tag, a1, a2, b1, b2 in matcher.get_opcodes() if tag in ("replace", "insert")
    ]
    if not changed:
        return "shortened", "words left out"
    told = "; ".join(
        f"{' '.join(fullest.tokens[a1:a2]) or '-'} > {' '.join(one.tokens[b1:b2])}"
        for _, a1, a2, b1, b2 in changed[:3]
    )
    return "altered", told
