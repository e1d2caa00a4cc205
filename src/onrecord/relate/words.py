"""Words of reports as they are compared: small letters, plain forms, and how telling each one is."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import ResourceError
from onrecord.lexicons import load_numbers

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")

_STOP = frozenset(
    """
    a al el about after all also am an and any are as at be because been before being but by can could did do does
    each first for from had has have having he her here him his how i if in into is it its just last may me
    more most mr mrs ms my new no not now of on one only or other our out over own said say says she should so
    some such than that the their them then there these they this those to too two under up us very was we
    were what when where which while who whom why will with would you your
    """.split()  # noqa: SIM905
)

_ARTICLE = re.compile(r"^(?:al|el|ul|an|as|ash|at|ad|ar)-(?=\w{3})")
"""The Arabic article before a name, which is written in many ways or not at all."""

_LONG = 5
"""Letters above which a final s is taken for a plural's; shorter words ("gas", "bus") keep it."""

_ELSEWHERE = 50
"""Reports of other matters, as if so many more were there: a few reports on one matter must not make its own words
worthless. Set on ECB+ train (30 to 100 do equally well)."""


@lru_cache(maxsize=200_000)
def plain(word: str) -> str:
    """Return a word in small letters, without possessive or plural s.

    >>> plain("Ferries"), plain("Alkyoni's"), plain("class"), plain("gas"), plain("el-Sherbini")
    ('ferrie', 'alkyoni', 'class', 'gas', 'sherbini')
    """
    form = word.casefold().replace("’", "'")
    form = _ARTICLE.sub("", form.removesuffix("'s").removesuffix("'"))
    if len(form) >= _LONG and form.endswith("s") and not form.endswith(("ss", "us", "is")):
        form = form[:-1]
    return form


def is_telling(word: str) -> bool:
    """Tell whether a plain word says anything of what a text is about."""
    return word not in _STOP and not (len(word) == 1 and word.isalpha())


def words_of(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the telling words of a text, plain, each with whether it begins with a capital."""
    for form in WORD.findall(text):
        word = plain(form)
        if is_telling(word):
            yield word, form[0].isupper()


_MONTHS = {
    short: full
    for full in [
        "january",
        "february",
        "march",
        "april",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
    for short in (full[:3], full[:4])
} | {full: full for full in ("may", "june", "july")}
SMALL_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
"""The numbers below twenty in words, each at its place."""

_NUMBERS = {word: str(n) for n, word in enumerate(SMALL_NUMBERS)} | {"once": "1", "twice": "2", "thrice": "3"}
_STEM_LETTERS, _LEAST_STEM = 5, 4


def claim_words(text: str, spelt: Mapping[str, str]) -> frozenset[str]:
    """Return the telling words of a claim as they are compared across wordings: stems, figures and months as one.

    >>> sorted(claim_words("The crew complained about a faulty radar on Sept. 21", {}))
    ['21', 'compl', 'crew', 'fault', 'radar', 'septe']
    >>> sorted(claim_words("a fault in the radar, entered twice on September 21", {}))
    ['2', '21', 'enter', 'fault', 'radar', 'septe']
    """
    found = set()
    for form in WORD.findall(text):
        word = claim_form(form)
        stem = claim_stem(spelt.get(word, word))
        if stem is not None:
            found.add(stem)
    return frozenset(found)


@lru_cache(maxsize=50_000)
def claim_form(form: str) -> str:
    """Return a word as claims have it before its spelling is settled: plain, a small number in figures, a month in full.

    >>> claim_form("Twice"), claim_form("Sept"), claim_form("Ferries")
    ('2', 'september', 'ferrie')
    """
    small = form.casefold()
    return _NUMBERS.get(small) or _MONTHS.get(small.rstrip(".")) or plain(form)


@lru_cache(maxsize=50_000)
def claim_stem(word: str) -> str | None:
    """Return what of a word is compared in claims: its stem, or a figure as it is; None for a word that says nothing."""
    if not is_telling(word) and not word.isdigit():
        return None
    return _stem(word) if word.isalpha() else word


def _stem(word: str) -> str:
    """Return how a word begins, its ending of a participle off, so that "called" and "calls" are one."""
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            word = word.removesuffix(ending)
            break
    return word[:_STEM_LETTERS]


def tokens(text: str) -> tuple[str, ...]:
    """Return every word of a text in small letters, marks left out: what is compared where copies are looked for."""
    return tuple([token(form) for form in WORD.findall(text)])


def token(form: str) -> str:
    """Return a word as copies are compared: in small letters."""
    return form.casefold().replace("’", "'")


@cache
def rates() -> dict[str, float]:
    """Return in what share of other reports each word stands, of words that two or more have; read once, then kept.

    Raises:
        ResourceError: the table is missing or damaged.
    """
    table = load_numbers("word_rates.json")
    try:
        n = int(table["texts"])
        return {str(word): int(texts) / n for word, texts in table["words"].items()}
    except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError) as error:
        raise ResourceError(
            what=f"the table of word rates cannot be read ({error})",
            where="word_rates.json",
            remedy="install onrecord again, or restore the file from the repository",
        ) from error


@dataclass(frozen=True, slots=True)
class Weights:
    """How telling words are in a set of reports: the fewer hold one, here and elsewhere, the more it tells."""

    n_texts: int
    n_with: Counter[str]
    _known: dict[str, float] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, texts: Iterable[Iterable[str]]) -> Weights:
        """Return the weights of the words of some reports, each given by its words."""
        counted: Counter[str] = Counter()
        n = 0
        for words in texts:
            counted.update(set(words))
            n += 1
        return cls(n, counted)

    @classmethod
    def of_counts(cls, n_texts: int, n_with: NDArray[np.int64], words: Sequence[str]) -> Weights:
        """Return the weights of words, given how many of some reports have each."""
        numbers = np.flatnonzero(n_with).tolist()
        return cls(n_texts, Counter({words[number]: int(n_with[number]) for number in numbers}))

    def of_word(self, word: str) -> float:
        """Return the weight of a word: inverse document frequency, fifty reports of other matters counted in.

        The method is that of Spärck Jones 1972.
        """
        found = self._known.get(word)
        if found is None:
            with_it = self.n_with[word] + _ELSEWHERE * rates().get(word, 0.0)
            found = max(0.0, math.log((self.n_texts + _ELSEWHERE + 1) / (with_it + 0.5)))
            self._known[word] = found
        return found
