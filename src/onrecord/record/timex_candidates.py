"""Applies the span grammar of time expressions near the words that can begin or end one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from onrecord.record.timex_calendar import holiday_rules
from onrecord.record.timex_grammar import BLANK, MONTHS, NEEDS, SHORT_MONTHS, SOURCES, WEEKDAYS


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of time expression.

    Attributes:
        name: what it is, for the reason given with each result.
        trigger: the group of words one of which must be near.
        pattern: its regular expression.
        needs: letters of which each of its matches holds some, in lower case; empty where nothing is known.
    """

    name: str
    trigger: str
    pattern: re.Pattern[str]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of text that a rule matches."""

    rule: str
    match: re.Match[str]
    rank: int


_UNIT_WORDS = [
    "second",
    "minute",
    "hour",
    "day",
    "weekend",
    "week",
    "fortnight",
    "month",
    "quarter",
    "half",
    "year",
    "decade",
    "century",
    "centurie",
    "period",
    "generation",
    "time",
    "hour",
    "end",
    "ago",
    "midyear",
    "midweek",
    "mid",
]
_TRIGGERS: dict[str, str] = {}
for _group, _words in {
    "month": [*(month.lower() for month in MONTHS), *(month.lower() for month in SHORT_MONTHS)],
    "weekday": [*(day.lower() for day in WEEKDAYS), *(f"{day.lower()}s" for day in WEEKDAYS)],
    "unit": [*_UNIT_WORDS, *(f"{word}s" for word in _UNIT_WORDS)],
    "season": ["spring", "summer", "fall", "autumn", "winter", "springs", "summers", "winters"],
    "deictic": [
        "today",
        "yesterday",
        "tomorrow",
        "tonight",
        "overnight",
        "now",
        "currently",
        "current",
        "nowadays",
        "present",
        "presently",
        "moment",
        "recently",
        "recent",
        "formerly",
        "lately",
        "past",
        "future",
        "soon",
        "morning",
        "afternoon",
        "evening",
        "night",
        "daily",
        "nightly",
        "hourly",
        "weekly",
        "monthly",
        "yearly",
        "annually",
        "times",
        "once",
        "twice",
    ],
    "clock": ["m", "am", "pm", "noon", "midnight", "clock"],
    "year": [
        "twenties",
        "thirties",
        "forties",
        "fifties",
        "sixties",
        "seventies",
        "eighties",
        "nineties",
        "nineteen",
        "eighteen",
        "thousand",
        "q",
    ],
}.items():
    _TRIGGERS.update(dict.fromkeys(_words, _group))
_EXTRA = {
    "morning": "clock",
    "afternoon": "clock",
    "evening": "clock",
    "once": "unit",
    "spring": "unit",
    "summer": "unit",
    "night": "unit",
}
_TOKEN = re.compile(r"[A-Za-z]+|\d{1,2}:\d\d|\d+(?:[/.-]\d+[/.-]\d+)?")
_BEFORE, _AFTER = 56, 72
"""Characters to either side of a trigger word that its rules may look at."""


@lru_cache(maxsize=1)
def rules() -> dict[str, tuple[Rule, ...]]:
    """Return the rules by trigger group, compiled; within a group earlier rules rank higher."""
    names = sorted(holiday_rules(), key=len, reverse=True)
    feasts = "|".join(re.escape(name).replace(r"\ ", " ").replace("'", "['’]") for name in names)
    holidays = (
        r"(?:(?P<which>(?i:last|next|this|this past|every|each)) )?\b"
        rf"(?P<name>(?i:{feasts}))(?!\w)(?:,? (?P<year>(?:19|20)\d\d)\b)?"
    )
    grouped: dict[str, list[Rule]] = {}
    for name, trigger, source in SOURCES:
        source = holidays if source == "HOLIDAYS" else source
        source = source.replace("[ -]", "\0").replace("~", "\0").replace(" ?", "\1").replace(" ", BLANK)
        source = source.replace("\0", rf"(?:{BLANK}|-)").replace("\1", "[ ]?")
        start = "" if source.startswith("(?<!") else r"(?<![\w$£€])(?<![$£€]\s)"
        grouped.setdefault(trigger, []).append(
            Rule(name, trigger, re.compile(start + source), NEEDS.get(name, ()))
        )
    return {trigger: tuple(group) for trigger, group in grouped.items()}


@lru_cache(maxsize=1)
def _triggers() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {word: (group,) for word, group in _TRIGGERS.items()}
    for word, group in _EXTRA.items():
        table[word] = (*table.get(word, ()), group)
    skipped = {"day", "sunday", "monday", "wednesday", "friday", "new", "the", "all", "st", "may"}
    for name in holiday_rules():
        for word in re.findall(r"[a-z]+|\d+", name):
            if (len(word) > 3 and word not in skipped) or word == "9":
                table[word] = (*table.get(word, ()), "holiday")
    for feast_word in ("friday", "monday", "sunday", "wednesday", "eve"):
        table[feast_word] = (*table.get(feast_word, ()), "holiday")
    return table


def _windows(text: str) -> dict[str, list[tuple[int, int]]]:
    triggers = _triggers()
    windows: dict[str, list[tuple[int, int]]] = {}
    size = len(text)
    for found in _TOKEN.finditer(text):
        word = found[0]
        first = word[0]
        if first.isdigit():
            groups: tuple[str, ...]
            if ":" in word:
                groups = ("clock",)
            elif len(word) == 4:
                groups = ("year",)
            elif len(word) > 5:
                groups = ("figure",)
            elif word == "9":
                groups = ("holiday",)
            elif len(word) == 2 and word[1] == "0":
                groups = ("year",)
            else:
                continue
        else:
            known = triggers.get(word.lower())
            if known is None:
                continue
            groups = known
        low, high = max(0, found.start() - _BEFORE), min(size, found.end() + _AFTER)
        for group in groups:
            spans = windows.setdefault(group, [])
            if spans and low <= spans[-1][1]:
                spans[-1] = (spans[-1][0], high)
            else:
                spans.append((low, high))
    return windows


def find_candidates(text: str) -> Iterator[Candidate]:
    """Yield every match of every rule near one of its trigger words, in no useful order."""
    rank = 0
    by_group = rules()
    for group, windows in _windows(text).items():
        looked_at = [(low, high, text[low:high].casefold()) for low, high in windows]
        for rule in by_group.get(group, ()):
            rank += 1
            for low, high, letters in looked_at:
                if rule.needs and not any(some in letters for some in rule.needs):
                    continue
                for match in rule.pattern.finditer(text, low, high):
                    if match.end() > match.start():
                        yield Candidate(rule.name, match, rank)
