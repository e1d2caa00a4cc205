"""Counts and units as news copy writes them: figures, number words, "several", "a couple of"."""

from __future__ import annotations

import re
from math import prod

from onrecord.record.timex_calendar import Unit


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ONES = _words(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
    """
)
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_VALUES = {word: index for index, word in enumerate(_ONES)} | {
    word: 10 * index for index, word in enumerate(_TENS, start=2)
}
_ORDINALS = {
    word: index
    for index, word in enumerate(
        _words(
            """
            first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
            fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
            """
        ),
        start=1,
    )
} | {"twenty-first": 21, "twenty first": 21}
_VAGUE = re.compile(
    r"(?:several|few|many|some|various|numerous|couple|dozens?|scores?|hundreds?|thousands?|recent)\b", re.I
)

UNITS: dict[str, Unit] = {
    "second": "second",
    "minute": "minute",
    "hour": "hour",
    "day": "day",
    "weekend": "weekend",
    "week": "week",
    "fortnight": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "decade": "decade",
    "century": "century",
    "centurie": "century",
    "min": "minute",
    "hr": "hour",
    "yr": "year",
}
_LETTERS: dict[Unit, tuple[str, str]] = {
    "second": ("PT", "S"),
    "minute": ("PT", "M"),
    "hour": ("PT", "H"),
    "day": ("P", "D"),
    "weekend": ("P", "WE"),
    "week": ("P", "W"),
    "month": ("P", "M"),
    "quarter": ("P", "Q"),
    "year": ("P", "Y"),
    "decade": ("P", "DE"),
    "century": ("P", "CE"),
}

_NUMBER_WORDS = "|".join([*_TENS, *sorted(_ONES[1:], key=len, reverse=True), *_SCALES])
NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?(?: 1/2)?|"
    rf"(?:(?:{_NUMBER_WORDS})(?:[ -](?:and )?(?=[a-z]))?){{1,5}})"
)
"""Regular expression of a count in figures or words; a blank stands for white space."""


def read_unit(word: str) -> Unit:
    """Return the unit that a noun names, singular or plural.

    >>> read_unit("Centuries")
    'century'
    """
    word = word.lower()
    return UNITS[word] if word in UNITS else UNITS[word.rstrip("s")]


def read_ordinal(words: str) -> int | None:
    """Return the number of an ordinal ("third", "20th"), or None.

    >>> read_ordinal("20th")
    20
    """
    found = re.match(r"\d+", words)
    return int(found[0]) if found else _ORDINALS.get(words.lower())


def read_number(words: str) -> float | None:
    """Return the number that figures or number words name, or None where they name none.

    >>> read_number("twenty-four"), read_number("two thousand"), read_number("2.5"), read_number("1.5 million")
    (24.0, 2000.0, 2.5, 1500000.0)
    """
    words = words.strip().lower().replace(",", "")
    if words in ("a", "an", "the", "another", "one"):
        return 1.0
    if found := re.fullmatch(r"(\d+(?:\.\d+)?)( 1/2)?", words):
        return float(found[1]) + (0.5 if found[2] else 0.0)
    if found := re.fullmatch(r"(\d+(?:\.\d+)?)((?:[\s-][a-z]+)+)", words):
        scales = [_SCALES.get(word) for word in re.findall(r"[a-z]+", found[2])]
        if None in scales:
            return None
        return round(float(found[1]) * prod(scale for scale in scales if scale is not None), 6)
    if words in ("half", "half a", "half an", "a half"):
        return 0.5
    if re.fullmatch(r"(?:the |a )?couple(?: of)?", words):
        return 2.0
    if words in ("a dozen", "dozen"):
        return 12.0
    total, group, seen = 0, 0, False
    for word in re.findall(r"[a-z]+", words):
        if word in _VALUES:
            group += _VALUES[word]
            seen = True
        elif word in _SCALES:
            group = max(group, 1) * _SCALES[word]
            if _SCALES[word] > 100:
                total, group = total + group, 0
            seen = True
        elif word not in ("and", "a", "an"):
            return None
    return float(total + group) if seen else None


def read_year_words(words: str) -> int | None:
    """Return the year that words spell ("nineteen seventy-nine", "two thousand four"), or None.

    >>> read_year_words("nineteen seventy-nine")
    1979
    """
    parts = re.findall(r"[a-z]+", words.lower())
    if parts and parts[0] in ("eighteen", "nineteen", "twenty") and len(parts) > 1:
        rest = read_number(" ".join(parts[1:]).replace("oh ", "").replace("hundred", "zero"))
        return _VALUES[parts[0]] * 100 + int(rest) if rest is not None and rest < 100 else None
    number = read_number(words)
    return int(number) if number is not None and 1000 <= number <= 2100 else None


def is_vague(words: str) -> bool:
    """Tell whether the words count without a number ("several", "a few", "many")."""
    return bool(_VAGUE.search(words)) and "couple" not in words.lower()


def duration_value(count: float | None, unit: Unit) -> str:
    """Return the TIMEX3 value of a length of time; an unknown count is X.

    Decades and centuries with a count are given in years, as annotators do.

    >>> duration_value(3, "year"), duration_value(None, "month"), duration_value(0.5, "hour")
    ('P3Y', 'PXM', 'PT30M')
    """
    prefix, letter = _LETTERS.get(unit, ("P", "Y"))
    if count is None:
        return f"{prefix}X{letter}"
    if unit == "decade":
        count, letter = count * 10, "Y"
    elif unit == "century":
        count, letter = count * 100, "Y"
    if count == 0.5 and unit in ("hour", "year", "decade", "century"):
        return {"hour": "PT30M", "year": "P6M", "decade": "P5Y", "century": "P50Y"}[unit]
    figure = str(int(count)) if count == int(count) else f"{count:g}"
    return f"{prefix}{figure}{letter}"
