"""When an event happens as seen from whoever tells it, by the form of its verb or of what it hangs on."""

from __future__ import annotations

import re

from onrecord.model import EventTense
from onrecord.record.parse import Parse

_GOING_ON = frozenset(
    {
        "continue",
        "begin",
        "start",
        "manage",
        "proceed",
        "tend",
        "help",
        "get",
        "happen",
        "seem",
        "appear",
        "dare",
        "cease",
    }
)
"""Verbs whose infinitive tells of what happens when they do."""

_RANKS = frozenset(
    {"first", "last", "only", "latest", "earliest", "second", "third", "fourth", "fifth", "sixth", "tenth"}
)
"""Words that single somebody out of those who did it."""

_IN_FIGURES = re.compile(r"\d+(?:st|nd|rd|th)$")

_SPANS = frozenset({"hour", "day", "week", "month", "year", "decade"})
"""Nouns of how long something went on: "after years of debate"."""

UNDERGOING = frozenset(
    {
        "victim",
        "survivor",
        "witness",
        "scene",
        "site",
        "aftermath",
        "cause",
        "anniversary",
        "perpetrator",
        "memory",
        "trauma",
    }
)
"""Nouns that say of what they are of that it happened."""

_PRESUPPOSING = frozenset(
    {
        "disrupt", "condemn", "denounce", "investigate", "probe", "discuss", "protest", "survive", "avenge", "punish",
        "deplore", "regret", "mourn", "commemorate", "recall", "remember", "forget", "forgive", "witness",
    }
)  # fmt: skip
"""Verbs whose object is there before anybody does this to it: what will be investigated has happened."""


def tense_of(index: int, parse: Parse) -> EventTense:
    """Return when an event happens as seen from whoever tells it, by the form of its verb or of the verb above."""
    word = parse.words[index]
    auxiliaries = auxiliaries_of(index, parse)
    tags = {parse.words[c].xpos for c in parse.children[index] if parse.words[c].deprel.startswith("aux")}
    if {"will", "shall", "would"} & set(auxiliaries) and "have" not in auxiliaries:
        return "future"
    to_be = word.xpos == "VB" or (word.xpos == "VBN" and "to" in _particles(index, parse))
    if to_be and is_singled_out(index, parse):
        return "past"  # "the first to leave" left
    if "have" in auxiliaries or word.xpos in ("VBD", "VBN"):
        future = word.xpos == "VBN" and "be" in auxiliaries and "to" in _particles(index, parse)
        return "future" if future else "past"
    if word.xpos == "VBG" and "be" in auxiliaries:
        return "past" if "VBD" in tags else "present"
    if word.xpos in ("VBZ", "VBP") or tags & {"VBZ", "VBP"}:
        return "present"
    governor = parse.words[word.head] if word.head is not None else None
    if word.xpos == "VB" and word.deprel in ("xcomp", "advcl") and _goes_on(word.head or 0, parse):
        return tense_of(word.head or 0, parse)
    if word.xpos == "VB" and "MD" not in tags:
        bare = parse.child(index, "nsubj") is not None and "to" not in _particles(index, parse)
        return "present" if bare else "future"  # "guards beat detainees" is read as a bare form at times
    if governor is None or _stands_before(index, parse):
        return "past"
    return tense_of(word.head, parse) if word.head is not None and word.head != index and governor.upos in (
        "VERB", "AUX", "NOUN"
    ) and word.deprel != "root" else "past"  # fmt: skip


def _goes_on(verb: int, parse: Parse) -> bool:
    """Tell whether what the infinitive of a verb says happens when the verb does: "continued to", "went on to"."""
    particle = parse.child(verb, "compound:prt", "advmod") if parse.lemmas[verb] == "go" else None
    return parse.lemmas[verb] in _GOING_ON or (particle is not None and parse.form(particle).lower() == "on")


def is_singled_out(index: int, parse: Parse) -> bool:
    """Tell whether an infinitive says of whom somebody is the first: "was the first to leave", "one of the last to leave"."""
    word = parse.words[index]
    if word.head is None or word.deprel not in ("acl", "advcl"):
        return False
    if parse.lemmas[word.head] == "one":
        return any(
            parse.case(c) == "of" and _is_ranked(c, parse) for c in parse.children[word.head] if c < index
        )
    return word.deprel == "acl" and _is_ranked(word.head, parse)


def _is_ranked(noun: int | None, parse: Parse) -> bool:
    """Tell whether a noun says which of those who did it: "the first to leave", "the earliest members to endorse him"."""
    if noun is None or tense_of(noun, parse) == "future":
        return False
    beside = (parse.lemmas[c] for c in parse.children[noun] if parse.words[c].deprel in ("amod", "nummod"))
    forms = [parse.form(c).lower() for c in parse.children[noun]]
    counted = any(_IN_FIGURES.match(form) for form in forms)
    return counted or parse.lemmas[noun] in _RANKS or not _RANKS.isdisjoint(beside) or "earliest" in forms


def _stands_before(index: int, parse: Parse) -> bool:
    """Tell whether a noun names what is there already where something is to be done: "to help victims of attacks"."""
    word = parse.words[index]
    if word.upos != "NOUN" or word.head is None:
        return False
    governor = parse.words[word.head]
    if governor.upos == "VERB" and parse.relations[index] == "obj":
        return parse.lemmas[word.head] in _PRESUPPOSING
    if governor.lemma.lower() in _SPANS and parse.case(index) == "of":
        return parse.case(word.head) in ("after", "amid", "despite", "following", "since")
    if governor.upos == "NOUN" and parse.case(index) == "of":
        return governor.lemma.lower() in UNDERGOING
    return governor.xpos == "VB" and parse.case(index) in ("after", "since", "following")


def _particles(index: int, parse: Parse) -> set[str]:
    return {parse.lemmas[c] for c in parse.children[index] if parse.words[c].deprel == "mark"}


def auxiliaries_of(index: int, parse: Parse) -> list[str]:
    """Return the auxiliaries of a verb; a conjunct without subject shares those of the first."""
    own = [parse.lemmas[c] for c in parse.children[index] if parse.words[c].deprel.startswith("aux")]
    word = parse.words[index]
    if not own and word.deprel == "conj" and word.head is not None and parse.child(index, "nsubj") is None:
        first = parse.words[word.head]
        if first.upos == "VERB" and first.xpos == word.xpos:
            return auxiliaries_of(word.head, parse)
    return own
