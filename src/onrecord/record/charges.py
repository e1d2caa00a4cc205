"""Deeds that somebody is charged with, cleared of or convicted of: what the words around them make of the deed.

To be arrested for murder is not to have murdered: whoever reads the deed off such words must know whether they accuse,
clear or convict. One place knows these words, for how a deed is told and for who is said to have done it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.record.event_words import known_lemma
from onrecord.record.parse import Parse

ACCUSED = "an accusation"
"""The reason of an outlook by which somebody is only accused of a deed."""

Standing = Literal["accused", "cleared", "convicted"]

ACCUSING = frozenset({"accuse", "charge", "suspect"})
"""Verbs that give the word of whoever accuses: "is accused by the police of lying"."""

_ACCUSE = ACCUSING.union(
    {
        "indict", "arrest", "detain", "cite", "book", "sue", "prosecute", "arraign", "remand", "investigate", "probe",
    }
)  # fmt: skip
_WHEN_PASSIVE = frozenset({"try", "want", "seek"})
"""Verbs that accuse in the passive alone: "tried for murder", "wanted for theft"."""

_CLEAR = frozenset(["acquit", "clear", "exonerate", "absolve"])
_CONVICT = frozenset(["convict", "jail", "imprison", "sentence", "fine"])
_ALLEGED = frozenset(["suspicion", "charge", "accusation", "allegation"])
_COUNTS = frozenset({"count", "string"})
_PROBES = frozenset({"inquiry", "investigation", "probe"})
"""Nouns that with "for" are of whom somebody suspects; an inquiry into a fire does not doubt the fire."""

_BRINGS = frozenset({"of", "with", "for", "to", "including"})
"""Prepositions before a deed: "accused of", "charged with", "arrested for", "pleaded guilty to", "charges including"."""

_NO_DEEDS = frozenset({"questioning", "interview", "trial", "hearing", "sentencing", "extradition"})
"""What somebody is wanted or held for without having done it."""

_DEEPEST = 5


@dataclass(frozen=True, slots=True)
class Charge:
    """The words over a deed.

    Attributes:
        standing: how whom they are about stands to it.
        verb: index of the verb whose object it is, or for "pleaded guilty" whose subject; None where no verb is there.
        pleads: whether it is the subject who speaks ("pleaded guilty to").
        whom: index of whom the tree hangs to "guilty" and not to the verb, or None.
        word: the word that decides, for a reason.
    """

    standing: Standing
    verb: int | None
    pleads: bool
    word: str
    whom: int | None = None


def charge_over(parse: Parse, deed: int) -> Charge | None:
    """Return what a deed is charged by, or None: "murder" in "was found guilty of two counts of murder"."""
    current, alleged = deed, ""
    if parse.lemmas[deed] in _NO_DEEDS:
        return None
    for _ in range(_DEEPEST):
        word = parse.words[current]
        head = word.head
        if head is None:
            break
        joined = parse.relations[current] == "conj"
        lemma, above = parse.lemmas[head], parse.words[head]
        if not joined and not _is_brought(current, parse):
            break
        if joined and above.upos == "VERB":
            current = head  # "charged with robbing and killing", not "charged and extradited"
            continue
        if above.upos == "VERB":
            return _by_verb(head, alleged, parse) or (
                Charge("accused", None, False, alleged) if alleged else None
            )
        if lemma == "guilty":
            return _by_guilt(head, parse)
        probed = lemma in _PROBES and parse.case(current) == "for"
        if (lemma in _ALLEGED or probed) and not joined:  # "accusations and threats" are two acts
            alleged = lemma
        elif lemma not in _COUNTS and not joined:
            break
        current = head
    return Charge("accused", None, False, alleged) if alleged else None


def _is_brought(index: int, parse: Parse) -> bool:
    """Tell whether a preposition brings a word to the one above it, or "on" does ("on suspicion of")."""
    mark = parse.child(index, "case", "mark")
    form = parse.form(mark).lower() if mark is not None else ""
    return form in _BRINGS or (form == "on" and parse.lemmas[index] in _ALLEGED)


def _by_verb(verb: int, alleged: str, parse: Parse) -> Charge | None:
    lemma = known_lemma(parse.lemmas[verb], "verb")
    passive = parse.child(verb, "aux:pass", "nsubj:pass") is not None or parse.words[verb].xpos == "VBN"
    if lemma in _ACCUSE or (lemma in _WHEN_PASSIVE and passive):
        return Charge("accused", verb, False, lemma)
    if alleged:
        return Charge("accused", verb if lemma == "hold" else None, False, alleged)
    if lemma in _CLEAR:
        return Charge("cleared", verb, False, lemma)
    return Charge("convicted", verb, False, lemma) if lemma in _CONVICT else None


def _by_guilt(guilty: int, parse: Parse) -> Charge | None:
    """Return what "guilty" makes of a deed by the verb that it stands with: found, pleaded, is."""
    verb = parse.words[guilty].head
    if verb is None or parse.lemmas[verb] not in ("find", "plead"):
        return None
    pleads, whom = parse.lemmas[verb] == "plead", parse.child(guilty, "nsubj")
    if not is_denied(guilty, parse):
        return Charge("convicted", verb, pleads, "guilty", whom)
    return Charge("accused" if pleads else "cleared", verb, pleads, "not guilty", whom)


def is_denied(index: int, parse: Parse) -> bool:
    """Tell whether "not" stands before a word itself: "not guilty"."""
    return any(parse.lemmas[c] in ("not", "never") and c < index for c in parse.children[index])
