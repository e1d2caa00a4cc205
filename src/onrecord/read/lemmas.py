"""Lemma scripts: how to get from a form to its lemma, as a label that a tagger can predict.

The method is that of UDPipe 2 (Straka 2018): keep the start of the form, strip a number of
characters from its end, and add a suffix; whole lemmas where form and lemma share nothing.
"""

from __future__ import annotations

import re
import threading
from functools import lru_cache

_DICTIONARY = threading.Lock()
_BARE = re.compile(
    r"(?:[aeo][aeiou][dklmnprt]|[aeiou].*(?:er|en|op|it|et|on|or)|nk|[fnlcp]t|ch|[lr]d|sk|[lr]k|mp|[lr]m|[rw]n|ss|ll|ff|ck|sh)$"
)
"""Ends of verbs that take no "e" in the dictionary form."""

IRREGULAR = {
    "fled": "flee", "freed": "free", "hinges": "hinge", "labelled": "label", "labelling": "label", "lent": "lend",
    "modelled": "model", "modelling": "model", "nagging": "nag", "penned": "pen", "reconvened": "reconvene",
    "repaid": "repay", "rewrote": "rewrite", "shook": "shake", "sidestepped": "sidestep", "signalled": "signal",
    "signalling": "signal", "slain": "slay", "slew": "slay", "strung": "string", "swore": "swear", "sworn": "swear",
    "tarred": "tar", "trod": "tread", "wound": "wind", "woven": "weave",
}  # fmt: skip
"""Forms of verbs that the training words or the dictionary have wrongly, or as another word."""


def lemma_script(form: str, lemma: str) -> str:
    """Return the script that turns a form into its lemma.

    A script is "<case><n>:<suffix>": case "k" keeps the form's case and "l" lowers it, n characters
    go from the end, the suffix is added. "=<lemma>" replaces the whole form.

    >>> lemma_script("gives", "give"), lemma_script("was", "be"), lemma_script("Paris", "Paris")
    ('l1:', '=be', 'k0:')
    """
    for case, base in (("k", form), ("l", form.lower())):
        if case == "k" and form == form.lower():
            continue
        shared = 0
        while shared < min(len(base), len(lemma)) and base[shared] == lemma[shared]:
            shared += 1
        if shared and len(base) - shared <= 4 and len(lemma) - shared <= 4:
            return f"{case}{len(base) - shared}:{lemma[shared:]}"
    return f"={lemma}"


def apply_script(form: str, script: str) -> str:
    """Return the lemma that a script makes of a form.

    >>> apply_script("gave", "l3:ive"), apply_script("Was", "=be")
    ('give', 'be')
    """
    if script.startswith("="):
        return script[1:]
    base = form if script[0] == "k" else form.lower()
    count, _, suffix = script[1:].partition(":")
    kept = base[: len(base) - int(count)] if int(count) else base
    return kept + suffix if kept or suffix else base


def inflects(lemma: str, form: str, xpos: str) -> bool:
    """Tell whether a regular form can be one of a lemma; of irregular forms nothing is known, and any lemma will do.

    >>> inflects("deploy", "deplored", "VBD"), inflects("deplore", "deplored", "VBD"), inflects("give", "gave", "VBD")
    (False, True, True)
    >>> inflects("stop", "stopping", "VBG"), inflects("deny", "denied", "VBN"), inflects("tie", "tying", "VBG")
    (True, True, True)
    """
    form, lemma = form.lower(), lemma.lower()
    if xpos in ("VBD", "VBN") and form.endswith("ed"):
        ending = "ed"
    elif xpos == "VBG" and form.endswith("ing"):
        ending = "ing"
    else:
        return True
    stem = form.removesuffix(ending)
    if not any(letter in "aeiouy" for letter in stem):
        return True  # "bled" of "bleed"
    stems = {lemma, lemma + lemma[-1:], lemma.removesuffix("e"), lemma + "k"}
    if ending == "ed" and lemma.endswith("y"):
        stems.add(lemma[:-1] + "i")
    if ending == "ing" and lemma.endswith("ie"):
        stems.add(lemma[:-2] + "y")
    return stem in stems


@lru_cache(maxsize=1 << 14)
def dictionary_lemma(form: str) -> str | None:
    """Return the lemma that a dictionary has for an inflected verb, noun or adjective, or None where it has none.

    The dictionary is that of simplemma, which knows no parts of speech.

    >>> dictionary_lemma("begged"), dictionary_lemma("robberies"), dictionary_lemma("blorked")
    ('beg', 'robbery', None)
    """
    plain = form.lower()
    if not plain.replace("-", "").isalpha():
        return None
    with _DICTIONARY:  # read once, however many ask for it at first
        import simplemma  # slow to import

        lemma = simplemma.lemmatize(plain, lang="en").lower()
        if lemma.endswith("e") and plain == f"{lemma}d" and _BARE.search(lemma[:-1]):
            stem = lemma[:-1]
            if simplemma.is_known(stem, lang="en") and simplemma.lemmatize(stem, lang="en") == stem:
                return stem  # "assail"; the dictionary has "assaile" beside it
        if lemma != plain or (plain[-1] != "s" and simplemma.is_known(plain, lang="en")):
            return lemma  # "keystroke" is no plural, whatever its tag
    return None


def open_dictionary() -> threading.Thread:
    """Open the dictionary beside other work, which takes a third of a second; whoever needs it before that waits."""
    opening = threading.Thread(target=dictionary_lemma, args=("opened",), daemon=True)
    opening.start()
    return opening
