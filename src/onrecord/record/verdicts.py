"""What whoever passes on a claim says of its truth: "falsely claimed", "the claim is unfounded", "proved to be a hoax".

A report that calls a claim false does not merely pass it on: it denies what is claimed, on its own word.
"""

from __future__ import annotations

from typing import Literal

from onrecord.record.parse import Parse

Verdict = Literal["true", "false"]

_WRONGLY = frozenset(
    {"erroneously", "falsely", "inaccurately", "incorrectly", "mistakenly", "untruthfully", "wrongly"}
)
_RIGHTLY = frozenset({"accurately", "correctly", "rightly", "truthfully"})
_FALSE = frozenset(
    {
        "baseless", "bogus", "disinformation", "fabricated", "fabrication", "fake", "false", "falsehood", "groundless",
        "hoax", "inaccurate", "incorrect", "lie", "misinformation", "myth", "nonsense", "unfounded", "untrue", "wrong",
    }
)  # fmt: skip
_TRUE = frozenset({"accurate", "correct", "true"})
_PROVES = frozenset({"turn", "prove"})
_DISPROVES = frozenset({"debunk", "discredit", "disprove"})
_OPEN = frozenset({"can", "could", "may", "might", "would", "should"})
"""Auxiliaries under which nothing is decided: "the claim may be false"."""


def verdict_on(parse: Parse, claim: int) -> Verdict | None:
    """Return what the words around a claim say of its truth, or None where they say nothing.

    Args:
        parse: the reading.
        claim: index of the verb or noun that claims.
    """
    for child in parse.children[claim]:
        lemma, relation = parse.lemmas[child], parse.words[child].deprel
        if relation == "advmod" and lemma in _WRONGLY:
            return "false"
        if relation == "advmod" and lemma in _RIGHTLY:
            return "true"
        if relation == "amod" and lemma in _FALSE:
            return "false"
    above = parse.words[claim].head
    if above is None or parse.relations[claim] != "nsubj" or parse.words[claim].upos != "NOUN":
        return None
    return _by_predicate(above, parse)


def _by_predicate(predicate: int, parse: Parse) -> Verdict | None:
    """Return the verdict of what is said of a claim: "is false", "is not true", "turned out to be a hoax", "was debunked"."""
    helpers = {parse.lemmas[c] for c in parse.children[predicate] if parse.words[c].deprel.startswith("aux")}
    if helpers & _OPEN:
        return None
    denied = any(parse.lemmas[c] in ("not", "n't", "never", "no") for c in parse.children[predicate])
    if parse.words[predicate].upos == "VERB":
        said = parse.child(predicate, "xcomp") if parse.lemmas[predicate] in _PROVES else None
        if said is None:
            return "false" if parse.lemmas[predicate] in _DISPROVES and not denied else None
    else:
        said = predicate if parse.child(predicate, "cop") is not None else None
    if said is None:
        return None
    if parse.lemmas[said] in _TRUE:
        return "false" if denied else "true"
    return "false" if parse.lemmas[said] in _FALSE and not denied else None
