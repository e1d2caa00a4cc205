"""Verbs of headlines: "Two clerks killed in blast" leaves out "were", and reads as if the clerks had killed.

A verb that never goes without an object in the active voice, has none and stands in the past form is a participle
where the sentence ends without a stop, as headlines and captions do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.model import Word

_ALWAYS_WITH_OBJECT = frozenset(
    {
        "abduct", "accuse", "acquit", "adopt", "ambush", "appoint", "approve", "arrest", "assassinate", "assault",
        "attack", "award", "ban", "beat", "behead", "besiege", "blame", "block", "bomb", "bury", "cancel", "capture",
        "charge", "convict", "crush", "damage", "demolish", "deploy", "deport", "destroy", "detain", "dismiss",
        "displace", "elect", "evacuate", "evict", "execute", "expel", "extradite", "find", "fine", "force", "free",
        "hit", "honor", "honour", "imprison", "indict", "injure", "invite", "jail", "kidnap", "kill", "launch",
        "loot", "murder", "name", "nominate", "order", "oust", "postpone", "praise", "rape", "release", "rescue", "rob",
        "sack", "seize", "sentence", "shell", "shoot", "stab", "summon", "suspend", "tell", "torture", "trap", "urge",
        "wound",
    }
)  # fmt: skip
"""Verbs of news whose active voice has an object, a clause or a word after "at" ("Police shot at the van").

Chosen by judgement; in the training parts of UD EWT and GUM their active forms without any of these are a few in a
hundred.
"""

_OBJECTS = frozenset({"obj", "iobj", "ccomp"})
_SUBJECTS = frozenset({"NOUN", "PROPN", "NUM"})
_STOPS = frozenset({".", "!", "?", "\u2026", ":"})


def with_participles(words: Sequence[Word], text: str) -> tuple[Word, ...]:
    """Return words with the participles of headlines tagged as such, and their subjects as those of passives."""
    kept = list(words)
    children: dict[int, list[int]] = {}
    for index, word in enumerate(words):
        if word.head is not None:
            children.setdefault(word.head, []).append(index)
    for index, word in enumerate(words):
        own = children.get(index, [])
        subject = next((c for c in own if words[c].deprel in ("nsubj", "nsubj:pass") and c < index), None)
        if subject is not None and _is_verb_by_its_arguments(word, own, words):
            kept[index] = replace(word, upos="VERB", xpos="VBZ" if word.xpos == "NNS" else "VBP")
            continue
        if subject is None or word.xpos not in ("VBD", "VBN"):
            continue
        told = (
            word.lemma.lower() in _ALWAYS_WITH_OBJECT
            or _is_held(word, own, words, children)
            or words[subject].deprel == "nsubj:pass"
        )
        if not told or words[subject].upos not in _SUBJECTS or not _stands_open(index, words, text):
            continue
        if any(_speaks_against(c, word, words, children) for c in own):
            continue
        kept[index] = replace(word, upos="VERB", xpos="VBN")
        kept[subject] = replace(words[subject], deprel="nsubj:pass")
    return tuple(kept)


def _is_verb_by_its_arguments(word: Word, own: list[int], words: Sequence[Word]) -> bool:
    """Tell whether a word tagged as a noun has a subject and an object as only verbs do: "Forces 'retake' university"."""
    relations = {words[c].deprel for c in own}
    return word.upos == "NOUN" and "obj" in relations and not relations & {"cop", "case", "det"}


def _is_held(verb: Word, own: list[int], words: Sequence[Word], children: dict[int, list[int]]) -> bool:
    """Tell whether somebody is held for something: "Man held over theft" ("Truce held for a week" is active)."""
    particles = {words[c].lemma.lower() for c in own if words[c].deprel == "compound:prt"}
    cases = {words[g].lemma.lower() for c in own for g in children.get(c, ()) if words[g].deprel == "case"}
    return verb.lemma.lower() == "hold" and bool({"over", "without"} & (particles | cases))


def _stands_open(index: int, words: Sequence[Word], text: str) -> bool:
    """Tell whether the sentence of a word ends without a stop, at the end of a line."""
    last = index
    while last + 1 < len(words) and words[last + 1].sentence == words[index].sentence:
        last += 1
    end = words[last].span
    return end.cut(text)[-1:] not in _STOPS and "\n" in text[end.end : end.end + 2] + "\n" * (
        end.end >= len(text)
    )


def _speaks_against(child: int, verb: Word, words: Sequence[Word], children: dict[int, list[int]]) -> bool:
    """Tell whether what hangs on a verb shows that it is active: an object, an auxiliary, whom somebody shot at."""
    word = words[child]
    if word.deprel in _OBJECTS or word.deprel.startswith("aux"):
        return True
    cases = (words[c].lemma.lower() for c in children.get(child, ()) if words[c].deprel == "case")
    return verb.lemma.lower() == "shoot" and "at" in cases and word.upos != "NUM"
