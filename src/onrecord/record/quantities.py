"""Figures of events as ranges: "at least 40 were killed", "dozens injured", "some 2,000 protesters".

How a figure becomes a range: "40" is 40 to 40; "at least 40" and "40 or more" have no high; "more than 40" starts at
41; "up to 40" has no low; "fewer than 40" ends at 39; "some", "about", "around" and "nearly" 40 give half of the
last round digit either way (35 to 45), "nearly" nothing above; "dozens", "hundreds" and the like start at two of
them; "between 20 and 30" and "20-30" are what they say; "no" and "nobody" are 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from onrecord.lexicons import load_table
from onrecord.model import Quantity, Span, Timex
from onrecord.record.parse import Parse
from onrecord.record.timex_numbers import read_number

_WORD_NUMBERS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    "nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million"
)
_FIGURE = rf"(?:\d[\d,]*(?:\.\d+)?(?:\s(?:hundred|thousand|million))?|(?:{_WORD_NUMBERS})(?:[\s-](?:{_WORD_NUMBERS}|and))*)"
_SCALED = r"(?:dozens|scores|hundreds|thousands|tens\sof\sthousands|hundreds\sof\sthousands|millions)"
_FEW = r"(?:several|a\sfew|a\scouple|a\sdozen|half\sa\sdozen|many)"
_LOW = r"at\sleast|no\sfewer\sthan|no\sless\sthan|a\sminimum\sof"
_ABOVE = r"more\sthan|over|above|upwards?\sof"
_HIGH = r"up\sto|at\smost|as\smany\sas|a\smaximum\sof"
_BELOW = r"fewer\sthan|less\sthan|under|below"
_ABOUT = r"some|about|around|roughly|approximately|an\sestimated|estimated|close\sto"
_NEARLY = r"nearly|almost"
_QUANTITY = re.compile(
    rf"\b(?=[\dabcdefhlmnorstu])(?:(?P<low>{_LOW})\s|(?P<above>{_ABOVE})\s|(?P<high>{_HIGH})\s|(?P<below>{_BELOW})\s|(?P<about>{_ABOUT})\s|"
    rf"(?P<nearly>{_NEARLY})\s)?(?:between\s)?(?P<figure>{_FIGURE}|{_SCALED}|{_FEW})"
    rf"(?:\s?(?:to|and|-|–)\s?(?P<second>{_FIGURE}))?(?P<more>\sor\smore)?\b",
    re.I,
)
_SCALE = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "tens of thousands": 20_000,
          "hundreds of thousands": 200_000, "millions": 2_000_000, "several": 3, "a few": 3, "many": None}  # fmt: skip
_EXACT = {"a couple": 2, "a dozen": 12, "half a dozen": 6}
_OTHER_UNIT = re.compile(
    r"-\w|\s?%|\s?per\s?cent|[.:]\d|(?:st|nd|rd|th)\b|"
    r"\s(?:(?:nautical|square|cubic|metric)\s)?(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|miles?|km|"
    r"kilomet(?:re|er)s?|met(?:re|er)s?|yards?|feet|hectares?|acres?|tons?|tonnes?|lit(?:re|er)s?|degrees?|percentage|times)\b"
)
_AGE_BEFORE = re.compile(r"(?:\b[A-Z]\w*[.’']?(?:,\s|\s\()|\b(?:aged?|age\sof)\s)$")
"""What stands before an age: a name with a comma or a bracket, or "aged"."""

_AGE_AFTER = re.compile(r"\s?[,;.)]")
_OLDEST = 122
_UNIT_LETTERS = 24
"""Characters after a figure in which its unit is looked for."""

_POS = {"VERB": "verb", "NOUN": "noun", "ADJ": "adj"}
_ALSO_THINGS = frozenset({"book", "capture", "hold", "seize"})
"""Verbs of figures of people that have things for objects as often."""

_FARTHEST = 6
"""Steps from a figure up the tree to the word that tells what it counts."""


@dataclass(frozen=True, slots=True)
class QuantityWord:
    """A row of quantity_words.tsv: a word that tells what a figure counts.

    Attributes:
        word: lemma of a verb, noun or adjective.
        what: dead, injured, arrested ...
        pos: verb, noun or adj.
    """

    word: str
    what: str
    pos: str


@cache
def _rows() -> dict[tuple[str, str], str]:
    return {(row.word, row.pos): row.what for row in load_table("quantity_words.tsv", QuantityWord)}


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return, by verb, the words that make a phrase with it, and what that counts; the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for (word, pos), what in _rows().items():
        verb, *rest = word.split(" ")
        if pos == "verb" and rest:
            found.setdefault(verb, []).append((tuple(rest), what))
    return {verb: tuple(sorted(rows, key=lambda row: -len(row[0]))) for verb, rows in found.items()}


def read_range(words: str) -> tuple[int | None, int | None] | None:
    """Return the least and the most that the words of a figure can mean, or None where they are no figure.

    >>> read_range("at least 40"), read_range("some 40"), read_range("dozens"), read_range("between 20 and 30")
    ((40, None), (35, 45), (24, None), (20, 30))
    >>> read_range("more than 1,500"), read_range("up to twenty"), read_range("three")
    ((1501, None), (None, 20), (3, 3))
    """
    match = _QUANTITY.fullmatch(words.strip())
    return None if match is None else _range(match)


def _range(match: re.Match[str]) -> tuple[int | None, int | None] | None:
    figure = re.sub(r"\s", " ", match["figure"].lower())
    if figure in _SCALE:
        return (None, None) if match["below"] or match["high"] else (_SCALE[figure], None)
    number = _EXACT.get(figure) or _whole(figure)
    if number is None:
        return None
    if match["second"]:
        second = _whole(match["second"].lower())
        return (number, second) if second is not None and second >= number else (number, number)
    if match["low"] or match["more"]:
        return number, None
    if match["above"]:
        return number + 1, None
    if match["high"]:
        return None, number
    if match["below"]:
        return None, number - 1
    if match["about"] or match["nearly"]:
        half = _half_step(number)
        return number - half, number if match["nearly"] else number + half
    return number, number


def _whole(figure: str) -> int | None:
    number = read_number(figure.replace("-", " "))
    return int(number) if number is not None and number == int(number) else None


def _half_step(number: int) -> int:
    """Return half of the last round digit of a number: 5 for 40, 50 for 300, 0 for 3."""
    if number < 10:
        return 0
    zeros = len(str(number)) - len(str(number).rstrip("0"))
    return 10**zeros // 2 if zeros else 0


class QuantityFinder:
    """Finds the figures of the events of one report.

    Args:
        parse: the reading.
        times: the time expressions of the report; their numbers count nobody.
        happenings: the head word of each happening, by each word that may carry its figure: itself, and a verb such as
            "carried out" of "carried out ten executions".
        is_person: tells of a word whether it stands for people.
    """

    def __init__(
        self,
        parse: Parse,
        times: tuple[Timex, ...],
        happenings: Mapping[int, int],
        is_person: Callable[[int], bool],
    ) -> None:
        self.parse, self.words, self._is_person = parse, parse.words, is_person
        self._times = [time.span for time in times]
        self._found: dict[int, list[Quantity]] = {}
        for carriers, quantity in self._figures():
            head = next((happenings[word] for word in carriers if word in happenings), None)
            if head is not None:
                self._found.setdefault(head, []).append(quantity)

    def of(self, head: int) -> tuple[Quantity, ...]:
        """Return the figures of the event of a head word, in order of offset."""
        return tuple(self._found.get(head, ()))

    def _figures(self) -> Iterator[tuple[tuple[int, ...], Quantity]]:
        """Yield each figure that counts something known, with the words that may carry it, the likeliest first."""
        for match in _QUANTITY.finditer(self.parse.text):
            span = Span(match.start(), match.end())
            low_high = _range(match)
            if low_high is None or self._counts_else(span):
                continue
            counted = self._counted(span)
            if counted is not None:
                carriers, what = counted
                yield carriers, Quantity(span, what, *low_high)

    def _counts_else(self, span: Span) -> bool:
        """Tell whether a figure is a date, an age, a share or a sum: "2012", "14-year-old", "5 percent", "$40"."""
        text = self.parse.text
        before, after = text[max(0, span.start - 2) : span.start], text[span.end : span.end + _UNIT_LETTERS]
        if text[max(0, span.start - 3) : span.start].lower() == "no ":
            return True  # "no one"
        if any(sign in before for sign in "$€£¥") or _OTHER_UNIT.match(after):
            return True
        if self._is_age(span, after):
            return True
        return any(time.overlaps(span) for time in self._times)

    def _is_age(self, span: Span, after: str) -> bool:
        """Tell whether a figure is somebody's age: "Ann Lee, 28, died", "Ann Lee (28)", "aged 28"."""
        figure = span.cut(self.parse.text)
        if not (figure.isdecimal() and int(figure) <= _OLDEST and _AGE_AFTER.match(after)):
            return False
        return (
            _AGE_BEFORE.search(self.parse.text[max(0, span.start - _UNIT_LETTERS) : span.start]) is not None
        )

    def _counted(self, span: Span) -> tuple[tuple[int, ...], str] | None:
        """Return the words that a figure hangs on and what it counts there, or None where it counts nothing known."""
        inside = [i for i in self.parse.inside(span) if self.words[i].upos in ("NUM", "NOUN", "ADJ", "DET")]
        if not inside:
            return None
        what: str | None = None
        counting: list[int] = []
        current, before = inside[-1], inside[-1]
        for _ in range(_FARTHEST):
            word = self.words[current]
            pos = _POS.get(word.upos)
            if pos is not None and current not in inside[:-1]:
                if pos == "verb":
                    found = self._by_verb(current, before, what)
                    return ((*found[0], *counting), found[1]) if found is not None else None
                own = _rows().get((word.lemma.lower(), pos))
                if own is not None:
                    what = own
                    counting.append(current)
            beside = self._beside(current)
            if beside is not None:
                above = (word.head,) if word.head is not None and self.words[word.head].upos == "VERB" else ()
                return (beside[0], current, *above), beside[1]
            if word.head is None or word.deprel in ("root", "parataxis", "acl:relcl"):
                return ((current,), what) if what is not None else None
            beside_it = self.parse.relations[current] == "nmod" and self.parse.case(current) not in ("", "of")
            if what is None and word.upos == "NOUN" and beside_it:
                return None  # "15 percent over the limit of 10,000" counts none of those before it
            current, before = word.head, current
        return None

    def _beside(self, index: int) -> tuple[int, str] | None:
        """Return the word on a noun that tells what a figure before it counts: "nine arrested men", "two men killed in it"."""
        for child in self.parse.children[index]:
            pos = _POS.get(self.words[child].upos)
            if pos is not None and self.parse.relations[child] in ("amod", "acl", "compound"):
                what = _rows().get((self.parse.lemmas[child], pos)) or _rows().get(
                    (self.parse.form(child).lower(), "adj")
                )
                if what is not None:
                    return child, what
        return None

    def _by_verb(self, verb: int, before: int, what: str | None) -> tuple[tuple[int, ...], str] | None:
        """Return what a figure under a verb counts: by the verb, what becomes of its object, or its subject.

        "Gunned down four", "left forty hurt", "the toll rose to 40".
        """
        own = (
            self._phrase(verb)
            or _rows().get((self.parse.lemmas[verb], "verb"))
            or _rows().get((self.parse.form(verb).lower(), "adj"))
        )
        if self.parse.lemmas[verb] in _ALSO_THINGS and not self._is_person(before):
            own = None  # "will hold two meetings" detains nobody
        if own is not None or what is not None:
            return (verb,), own or what or ""
        relation, subject = self.parse.relations[before], self.parse.child(verb, "nsubj")
        if relation in ("obj", "iobj", "nsubj"):
            for child in self.parse.children[verb]:
                pos, told = _POS.get(self.words[child].upos), self.parse.relations[child]
                own_clause = told == "advcl" and (
                    self.words[child].xpos != "VBN" or self.parse.child(child, "nsubj") is not None
                )
                if pos not in ("adj", "verb") or told not in ("xcomp", "ccomp", "obj", "advcl") or own_clause:
                    continue
                became = _rows().get((self.parse.lemmas[child], pos)) or _rows().get(
                    (self.parse.form(child).lower(), "adj")
                )
                if became is not None:  # of "the attack left forty hurt" the attack
                    doer = (subject,) if subject is not None and subject != before else ()
                    return (*doer, child, verb), became
        if relation == "obl" and subject is not None:
            of_subject = _rows().get((self.parse.lemmas[subject], "noun"))
            if of_subject is not None:
                return (verb,), of_subject
        return None

    def _phrase(self, verb: int) -> str | None:
        """Return what a verb counts together with other words: "gunned down", "took hostage", "burned to death"."""
        rows = _phrases().get(self.parse.lemmas[verb], ())
        if not rows:
            return None
        near = {
            self.parse.lemmas[word]
            for child in self.parse.children[verb]
            for word in (child, *self.parse.children[child])
            if word > verb
        }
        return next((what for rest, what in rows if near.issuperset(rest)), None)
