"""Figures in sentences: how many, of what, and within which bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord.lexicons import load_table
from onrecord.model import Figure, Span
from onrecord.relate.words import SMALL_NUMBERS

_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = (
    {word: n for n, word in enumerate(SMALL_NUMBERS)}
    | {word: 20 + 10 * n for n, word in enumerate(_TENS)}
    | {f"{ten}-{SMALL_NUMBERS[n]}": 20 + 10 * k + n for k, ten in enumerate(_TENS) for n in range(1, 10)}
)
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12}
_WORDS = "|".join(sorted(_VALUES, key=len, reverse=True))
_NUMBER = re.compile(
    r"(?P<bound>\b(?:at least|no fewer than|no less than|a minimum of|more than|over|nearly|almost|up to|as many as|at most|"
    r"fewer than|less than|about|around|some|roughly|only|just|another)\s+)?"
    rf"(?<![\w.,:/$€£-])(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+|{_WORDS})(?:\s+(?P<scale>hundred|thousand|million|dozen))?\b"
    r"(?![.,:]\d|[/%-]\w|\s?%)",
    re.IGNORECASE,
)
_REACH = 60
"""Characters after a number in which what it counts is looked for; a stop, comma or another number ends it."""

_OLDEST = 120
_PART = re.compile(r"\s+of\s+(?:the|them|those|its|their|his|her)\b", re.IGNORECASE)
"""After a number that is a part of others ("two of the wounded"), and no total."""

_NONE_OF = re.compile(r"\b(?:none|neither|not one) of (?:its|the|their|his|her) $", re.IGNORECASE)
_MORE = re.compile(r"\s+(?:more|further|others?)\b", re.IGNORECASE)
FURTHER = "further "
"""Before the kind of a figure that comes on top of others ("three more bodies"): it is no total."""

_UNIT = re.compile(
    r"^\W*(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|miles?|metres?|meters?|kilometres?|kilometers?|km|"
    r"nautical|tons?|tonnes?|knots?|euros?|dollars?|pounds?|percent|per|degrees?|p\.?m|a\.?m|o'clock|times?|gmt|utc|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|of|th|st|nd|rd)\b",
    re.IGNORECASE,
)
_MONTH_BEFORE = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|"
    r"sept?|oct|nov|dec)\.?\s*$|,\s*aged?\s*$|\bchannel\s*$|\bnumber\s*$|\bno\.?\s*$|\bpage\s*$",
    re.IGNORECASE,
)
_PEOPLE_NEXT = re.compile(
    r"\s+(?:more\s+|other\s+|\w+\s+)?(?:people|persons|passengers|men|women|children|civilians|residents|workers)\b",
    re.IGNORECASE,
)
_FEW_WORDS = re.compile(r"(?:\W*[\w'’-]+){0,5}")
"""How far after a number the word stands that says what it counts."""

_LED_TO = re.compile(
    r"\b(?:to|at|is|was|were|are|of|than|reached|remains?|stood|stands|hit|passed|topped|:)\s*(?:the\s+)?$|:\s*$",
    re.IGNORECASE,
)
"""How a number is led to by words before it ("the death toll rose to 12")."""

_UNSURE = frozenset({"remains", "remain"})
"""Words of the table that count nothing as often as they do ("is and remains")."""

_ABOARD = re.compile(
    r"\b(?:on board|aboard|on the (?:ferry|boat|ship|plane|train|bus|vessel|flight|aircraft))\b",
    re.IGNORECASE,
)
_TOLL = re.compile(
    r"\b(?:death toll|toll|number of (?:the )?(?:dead|deaths|victims|fatalities))\b", re.IGNORECASE
)
_IN_HOSPITAL = re.compile(
    r"\bhospitali[sz]ed\b|\b(?:in|to)\s+(?:an?\s+|the\s+)?(?:\w+\s+)?hospitals?\b", re.IGNORECASE
)
_LIVES = re.compile(r"\b(?:lost|lose|claimed)\s+(?:their\s+)?lives\b|\bbod(?:y|ies)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _QuantityWord:
    """A row of the table of words that tell what a figure of people counts."""

    word: str
    what: str
    pos: str


@dataclass(frozen=True, slots=True)
class CountedFigure:
    """A figure and where it stands, as offsets of the text that was searched."""

    figure: Figure
    span: Span


@cache
def _counted() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return a pattern for the forms of each kind of count, longest words first."""
    by_what: dict[str, set[str]] = {}
    for row in load_table("quantity_words.tsv", _QuantityWord):
        by_what.setdefault(row.what, set()).update(_forms(row.word, row.pos))
    return tuple(
        (
            re.compile(
                rf"\b(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})\b", re.IGNORECASE
            ),
            what,
        )
        for what, words in sorted(by_what.items())
    )


def _forms(word: str, pos: str) -> set[str]:
    stem = word.removesuffix("e")
    if pos == "verb":
        return {word, f"{word}s", f"{stem}ed", f"{stem}ing", f"{stem}es"}
    return {word, f"{word}s"} if pos == "noun" else {word}


def figures_in(text: str) -> list[CountedFigure]:
    """Return the figures of a sentence in order; days, times, ages, distances, sums and shares are none.

    A figure that nothing tells the kind of has an empty `what`.

    >>> [(f.figure.what, f.figure.low, f.figure.high) for f in figures_in("At least 40 people were killed, 12 were hurt.")]
    [('dead', 40, None), ('injured', 12, 12)]
    >>> [(f.figure.what, f.figure.low) for f in figures_in("The company put the number of people on board at 212.")]
    [('aboard', 212)]
    """
    return list(_known_figures(text))


@lru_cache(maxsize=5_000)
def _known_figures(text: str) -> tuple[CountedFigure, ...]:
    """Return the figures of a sentence; the same one is asked for wherever its happening is looked at."""
    return tuple(_figures(text))


def _figures(text: str) -> Iterator[CountedFigure]:
    found = [match for match in _NUMBER.finditer(text) if not _is_no_count(text, match)]
    for n, match in enumerate(found):
        end = found[n + 1].start() if n + 1 < len(found) else len(text)
        after = re.split(r"[.;:]\s|—|–|\bwhen\b", text[match.end() : min(end, match.end() + _REACH)])[0]
        start = found[n - 1].end() if n else 0
        what = _kind(text[start : match.start()], after)
        if what and (_MORE.match(after) or (match["bound"] or "").strip().casefold() == "another"):
            what = FURTHER + what
        low, high = _bounds(match)
        shown = Span(match.start(), match.end())
        yield CountedFigure(Figure(what, low, high, shown.cut(text).strip()), shown)


def _is_no_count(text: str, match: re.Match[str]) -> bool:
    number = match["number"]
    before, after = text[: match.start("number")], text[match.end() :]
    if number.casefold() == "one" and match["bound"] is None:
        return True
    if before.rstrip().endswith(",") and after.startswith(",") and number.isdigit() and int(number) < _OLDEST:
        return True  # "Mahmoud Ilves, 54, the master"
    if _NONE_OF.search(before):
        return True
    if _UNIT.match(after) or _PART.match(after):
        return True
    year = len(number) == 4 and number.isdigit() and 1900 <= int(number) <= 2100
    return year or _MONTH_BEFORE.search(before) is not None or re.match(r",?\s*\d{4}\b", after) is not None


def _kind(before: str, after: str) -> str:
    """Return what a number counts by the words after it, else by those before it; "" where nothing says."""
    near = after.split(",")[0]
    for part, ahead in ((near, True), (before, False), (after, True)):
        if not ahead and not _LED_TO.search(before):
            continue
        if part is after and part is not near and not _PEOPLE_NEXT.match(near):
            continue
        if ahead and _IN_HOSPITAL.search(part):
            return "in hospital"
        if _ABOARD.search(part):
            return "aboard"
        if _TOLL.search(part) or _LIVES.search(part):
            return "dead"
        part = _FEW_WORDS.match(part).group() if ahead else part  # type: ignore[union-attr]
        hits = [
            (match.start() if ahead else -match.start(), what)
            for pattern, what in _counted()
            for match in pattern.finditer(part)
            if match.group().casefold() not in _UNSURE
        ]
        if hits:
            return min(hits)[1]
    return "people" if _PEOPLE_NEXT.match(near) else ""


def _bounds(match: re.Match[str]) -> tuple[int | None, int | None]:
    number = match["number"].casefold()
    value = _VALUES[number] if number in _VALUES else int(number.replace(",", ""))
    value *= _SCALES.get((match["scale"] or "").casefold(), 1)
    match " ".join((match["bound"] or "").casefold().split()):
        case "at least" | "no fewer than" | "no less than" | "a minimum of":
            return value, None
        case "more than" | "over":
            return value + 1, None
        case "up to" | "as many as" | "at most":
            return None, value
        case "fewer than" | "less than" | "nearly" | "almost":
            return None, value - 1
        case _:
            return value, value
