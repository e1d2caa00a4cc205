"""Mentions: names from the name head, nominals and pronouns from the mention head and the tree."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from onrecord.model import MentionKind, Sentence, Span, Word, cover

_TYPES = {
    "person": "PERSON", "organization": "ORG", "place": "LOC", "event": "EVENT", "time": "TIME",
}  # fmt: skip

_OUTSIDE = frozenset({
    "acl:relcl", "advcl", "advcl:relcl", "appos", "aux", "aux:pass", "case", "cc", "cc:preconj", "ccomp", "conj", "cop",
    "csubj", "csubj:outer", "csubj:pass", "dep", "discourse", "dislocated", "expl", "list", "mark", "nsubj",
    "nsubj:outer", "nsubj:pass", "obl", "obl:agent", "obl:unmarked", "orphan", "parataxis", "reparandum", "vocative", "xcomp",
})  # fmt: skip
"""Relations whose dependents are not part of a noun phrase that its head stands for."""


@dataclass(frozen=True, slots=True)
class FoundMention:
    """A mention before coreference."""

    span: Span
    head: int
    kind: MentionKind
    type: str
    name_span: Span | None
    score: float


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name as the name head sees it: a half-open range of words, and its type."""

    first: int
    end: int
    type: str


def find_mentions(
    words: Sequence[Word],
    sentences: Sequence[Sentence],
    names: Sequence[FoundName],
    types: Sequence[str],
    scores: Sequence[float],
) -> tuple[FoundMention, ...]:
    """Return the mentions of a text, in order of offset, one for each head word.

    Args:
        words: the words, with their tree.
        sentences: the sentences.
        names: names, none overlapping another.
        types: per word, the type of the mention it heads, "none" for none.
        scores: per word, how sure the mention head is of that, 0 to 1.
    """
    children: list[list[int]] = [[] for _ in words]
    for k, word in enumerate(words):
        if word.head is not None:
            children[word.head].append(k)
    found: dict[int, FoundMention] = {}
    named: dict[int, FoundName] = {}
    inside: dict[int, FoundName] = {}
    for name in names:
        named[_top(words, name)] = name
        for k in range(name.first, name.end):
            inside[k] = name
    for k, word in enumerate(words):
        own = named.get(k)
        if own is not None:
            found[k] = _named(words, children, own, k, types[k])
        elif types[k] != "none" and k not in inside:
            found[k] = _described(words, sentences, children, k, types[k], scores[k])
        elif word.upos == "PRON" and word.xpos in ("PRP", "PRP$") and word.lemma not in ("it",):
            found[k] = FoundMention(word.span, k, "pronoun", _TYPES.get(types[k], "OTHER"), None, 0.5)
    return tuple(sorted(found.values(), key=lambda m: (m.span.start, -m.span.end)))


def cut_at_openings(name: FoundName, openings: Set[int]) -> list[FoundName]:
    """Return a name in parts that begin where a sentence does.

    No name goes on in the next sentence: two lines of a letter ("Ann", "Ann, I came") hold two.
    """
    bounds = [name.first, *(k for k in range(name.first + 1, name.end) if k in openings), name.end]
    return [FoundName(first, end, name.type) for first, end in pairwise(bounds)]


def join_broken_names(names: Sequence[FoundName], words: Sequence[Word]) -> list[FoundName]:
    """Return the names with persons' names that meet made one where the tree ties their words together.

    "Jean | Marc Vane" is one name; in "Vane Ilves debate" both belong to the debate and stay two.
    """
    joined: list[FoundName] = []
    for name in names:
        before = joined[-1] if joined else None
        if before is not None and before.end == name.first and before.type == name.type == "PERSON":
            own, others = range(name.first, name.end), range(before.first, before.end)
            if any(words[k].head in others for k in own) or any(words[k].head in own for k in others):
                joined[-1] = FoundName(before.first, name.end, name.type)
                continue
        joined.append(name)
    return joined


def _top(words: Sequence[Word], name: FoundName) -> int:
    for k in range(name.first, name.end):
        head = words[k].head
        if (head is None or not name.first <= head < name.end) and words[k].upos not in (
            "PUNCT",
            "DET",
            "ADP",
        ):
            return k
    return name.first


def _named(
    words: Sequence[Word], children: list[list[int]], name: FoundName, top: int, seen_as: str
) -> FoundMention:
    name_span = cover([words[k].span for k in range(name.first, name.end)])
    span = name_span
    if words[top].deprel not in ("compound", "flat", "amod", "nmod:desc"):  # not a modifier of another noun
        first, end = phrase(words, children, top)
        if first <= name.first and name.end <= end:
            span = cover([words[k].span for k in range(first, end)])
        elif first <= name.first:  # the name goes on past the phrase: keep its titles all the same
            span = Span(words[first].span.start, name_span.end)
    kind = name.type
    if kind == "OTHER" and seen_as == "event":
        kind = "EVENT"
    return FoundMention(span, top, "name", kind, name_span, 1.0)


def _described(
    words: Sequence[Word],
    sentences: Sequence[Sentence],
    children: list[list[int]],
    k: int,
    seen_as: str,
    score: float,
) -> FoundMention:
    word = words[k]
    kind: MentionKind = "nominal"
    name_span = None
    if word.upos in ("PRON", "DET"):
        kind = "pronoun"
        return FoundMention(word.span, k, kind, _TYPES.get(seen_as, "OTHER"), None, score)
    first, end = phrase(words, children, k)
    if word.upos == "PROPN" and seen_as != "time":
        kind = "name"
        run_first = run_end = k
        while run_first > first and words[run_first - 1].upos == "PROPN":
            run_first -= 1
        while run_end + 1 < end and words[run_end + 1].upos == "PROPN":
            run_end += 1
        name_span = cover([words[i].span for i in range(run_first, run_end + 1)])
    span = cover([words[i].span for i in range(first, end)])
    return FoundMention(span, k, kind, _TYPES.get(seen_as, "OTHER"), name_span, score)


def phrase(words: Sequence[Word], children: Sequence[Sequence[int]], head: int) -> tuple[int, int]:
    """Return the half-open range of words of the noun phrase that a word heads.

    Relative clauses, appositions, coordinated parts and the preposition before it are left out, as
    is punctuation at its ends.
    """
    members = {head}
    stack = [c for c in children[head] if words[c].deprel not in _OUTSIDE]
    while stack:
        node = stack.pop()
        members.add(node)
        stack += children[node]
    first = end = head
    while first - 1 in members:
        first -= 1
    while end + 1 in members:
        end += 1
    while first < head and words[first].upos == "PUNCT":
        first += 1
    while end > head and words[end].upos == "PUNCT":
        end -= 1
    return first, end + 1
