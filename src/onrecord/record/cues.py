"""Cues: the words that report a statement, their lemma and their force."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast

from onrecord.lexicons import load_table
from onrecord.model import Force, Span
from onrecord.record.parse import Parse

COLON = ":"
_TAKE_ADDRESSEE = frozenset({
    "tell", "inform", "ask", "urge", "warn", "remind", "assure", "order", "advise", "instruct", "notify", "caution",
    "brief", "promise", "beg", "implore", "command", "call", "press",
})  # fmt: skip
_SUBJECT_SPEAKS = frozenset({"quote", "cite", "hear", "overhear"})


@dataclass(frozen=True, slots=True)
class CueRow:
    """A row of cues.tsv: a lemma, its force, and whether it reports speech without a quotation."""

    lemma: str
    force: str
    speech: bool


@cache
def _rows() -> dict[str, CueRow]:
    return {row.lemma: row for row in load_table("cues.tsv", CueRow)}


def cue_row(lemma: str) -> CueRow | None:
    """Return what the table says of a lemma, or None."""
    return _rows().get(lemma)


def force_of(lemma: str, *, particle: str = "", negated: bool = False) -> Force:
    """Return the force of a cue; "says" for a lemma that the table lacks, "denies" for "did not admit".

    A row for the lemma with its particle goes before that of the lemma: "call for" orders, "call" claims.
    """
    row = cue_row(f"{lemma} {particle}") or cue_row(lemma)
    force = cast("Force", row.force) if row else "says"
    return "denies" if negated and force in ("knows", "claims", "says") else force


_NEGATIONS = frozenset({"not", "never", "n't", "neither", "nor"})


@dataclass(frozen=True, slots=True)
class CueReading:
    """A cue as the tree shows it.

    Attributes:
        span: its words, auxiliaries included, adverbs at its ends left out.
        head: index of the word that carries its force, or None (a colon).
        lemma: lemma of that word; "according" for "according to", ":" for a colon.
        passive: whether its subject is not the one who speaks.
        negated: whether it is denied ("did not say").
        particle: the word right after the head ("for" in "called for"), if it is a preposition or particle.
    """

    span: Span
    head: int | None
    lemma: str
    passive: bool
    negated: bool
    particle: str = ""


def read_cue(span: Span, parse: Parse) -> CueReading:
    """Return a cue tidied after the conventions, with its head and lemma."""
    inside = list(parse.inside(span))
    if not inside or all(parse.words[i].upos in ("PUNCT", "SYM") for i in inside):
        return CueReading(span, None, COLON, passive=False, negated=False)
    if any(parse.lemmas[i] in ("according", "accord") for i in inside):
        return CueReading(span, inside[0], "according", passive=False, negated=False)
    inside = _to_comma(inside, parse)
    head = _head(inside, parse)
    main = parse.words[head].head
    if parse.words[head].deprel in ("aux", "aux:pass") and main is not None and main > head:
        # The weights took the auxiliary alone: the verb it belongs to is the cue.
        inside = list(range(head, main + 1))
        head = main
    kept = _without_edges(inside, head, parse)
    first = _first_auxiliary(kept[0], head, parse)
    span = Span(parse.words[first].span.start, parse.words[kept[-1]].span.end)
    word = parse.words[head]
    passive = word.xpos == "VBN" and parse.child(head, "aux:pass") is not None
    children = {parse.words[c].deprel for c in parse.children[head]}
    if (
        word.deprel == "advcl"
        and word.xpos in ("VBN", "VBD")
        and not children & {"nsubj", "obj", "mark", "aux"}
    ):
        passive = True  # "Asked to leave, he stayed"
    passive = passive or any(
        parse.words[c].deprel in ("nsubj:pass", "aux:pass") for c in parse.children[head]
    )
    follows = parse.words[head + 1] if head + 1 < len(parse.words) else None
    particle = (
        follows.lemma.lower() if follows is not None and follows.upos in ("ADP", "PART", "SCONJ") else ""
    )
    negated = any(parse.lemmas[c] in _NEGATIONS for c in parse.children[head])
    return CueReading(
        span, head, word.lemma.lower(), passive and word.lemma not in _SUBJECT_SPEAKS, negated, particle
    )


def _to_comma(inside: list[int], parse: Parse) -> list[int]:
    """Return the words of a cue up to a comma behind its verb: "said on Tuesday" of "said on Tuesday, after debate over"."""
    verbs = [k for k, i in enumerate(inside) if parse.words[i].upos == "VERB"]
    commas = [k for k, i in enumerate(inside) if parse.form(i) == "," and verbs and k > verbs[0]]
    return inside[: commas[0]] if commas else inside


def takes_addressee(lemma: str) -> bool:
    """Tell whether the object of a verb is whom the words are addressed to."""
    return lemma in _TAKE_ADDRESSEE


def _head(inside: list[int], parse: Parse) -> int:
    verbs = [i for i in inside if parse.words[i].upos == "VERB"]
    known = [i for i in verbs if (row := cue_row(parse.lemmas[i])) and row.speech]
    if known:
        return known[0]
    if verbs:
        return verbs[0]
    nouns = [i for i in inside if parse.words[i].upos in ("NOUN", "ADJ", "ADV", "AUX")]
    return nouns[0] if nouns else inside[0]


def _without_edges(inside: list[int], head: int, parse: Parse) -> list[int]:
    first, last = 0, len(inside) - 1
    loose = ("ADV", "PUNCT", "CCONJ", "PRON", "DET", "SCONJ")
    while first < last and inside[first] < head and parse.words[inside[first]].upos in loose:
        first += 1
    while last > first and inside[last] > head and _trails(inside[last], parse):
        last -= 1
    return inside[first : last + 1]


def _trails(index: int, parse: Parse) -> bool:
    """Tell whether a word after a reporting verb is none of the cue: "later", "Monday"."""
    word = parse.words[index]
    return word.upos in ("ADV", "PUNCT") or word.deprel in ("obl:unmarked", "obl:tmod")


def _first_auxiliary(first: int, head: int, parse: Parse) -> int:
    """Return the first of the auxiliaries that stand right before a cue, adverbs between them or not."""
    earliest = first
    k = first - 1
    while k >= 0 and parse.words[k].sentence == parse.words[head].sentence:
        word = parse.words[k]
        if word.deprel in ("aux", "aux:pass") and word.head == head:
            earliest = k
        elif word.upos not in ("ADV", "PART"):
            break
        k -= 1
    return earliest
