"""Give texts that came all in capitals, or all in small letters, the letters they would have in a newspaper.

Each word takes the form that it has most often inside sentences of other texts; one that these lack is a name unless a
dictionary knows it. It is meant for texts that a teacher reads to a pupil, where a wrong letter does little harm.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from onrecord.read.lemmas import dictionary_lemma

_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[A-Za-z]+(?:['\u2019][A-Za-z]{1,2}\b)?")
_OPENS = re.compile(
    r"""(?:^|(?<!\b\w)[.!?:]["')\u201d\u2019]*\s+|\n\s*|[,:]\s+["\u201c])["'\u201c\u2018(]*$"""
)
"""What stands before the first word of a sentence, or of a quotation."""

_VOWEL = re.compile("[aeiouy]")
_OFTEN = 0.2
"""Share of small letters from which on a word is taken for no name."""

_LOOK_BACK = 8
"""Characters before a word that are looked at for the end of a sentence."""


class CaseTable:
    """How words are written inside sentences, counted on texts in ordinary letters."""

    def __init__(self, texts: Iterable[str]) -> None:
        forms: dict[str, Counter[str]] = {}
        for text in texts:
            for word in _WORD.finditer(text):
                if not _opens(text, word.start()):
                    forms.setdefault(word[0].lower(), Counter())[word[0]] += 1
        self._best = {low: _usual(low, own) for low, own in forms.items()}

    def written(self, text: str) -> str:
        """Return a text of one case in ordinary letters; its length stays as it is."""
        return _WORD.sub(lambda word: self._form(word[0].lower(), opens=_opens(text, word.start())), text)

    def _form(self, low: str, *, opens: bool) -> str:
        form = self._best.get(low)
        if form is None:
            known = dictionary_lemma(low) is not None
            letters = "." in low or not _VOWEL.search(low)  # "U.N.", "FMLN"
            form = low.upper() if letters else low if known else low[0].upper() + low[1:]
        return form[0].upper() + form[1:] if opens else form


def _usual(low: str, forms: Counter[str]) -> str:
    """Return the usual form of a word: small where it often is ("new", for all of "New York")."""
    if forms[low] >= _OFTEN * forms.total():
        return low
    return forms.most_common(1)[0][0]


def _opens(text: str, start: int) -> bool:
    return start == 0 or _OPENS.search(text[max(0, start - _LOOK_BACK) : start]) is not None
