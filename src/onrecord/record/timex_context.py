"""What a time expression is read against: the publication day, tense, and what the text named before."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from onrecord.model import Span, TimexType
from onrecord.record.timex_calendar import Tense, Unit, days_of, shift_day, unit_value

NO_DAY = "no publication date is known"

_SINCE = re.compile(r"\bsince\s+(?:the\s+)?$", re.I)
_DUE = re.compile(r"\b(?:due|payable|expires?|expiring)\s+(?:on\s+|in\s+)?$", re.I)
_FORWARD = re.compile(r"\b(?:until|till|effective|through|by)\s+(?:on\s+|the\s+)?$", re.I)


@dataclass(frozen=True, slots=True)
class Sense:
    """What an expression means.

    Attributes:
        type: TIMEX3 type.
        value: TIMEX3 value, or None.
        because: the rule.
        anchor: the day it counts from, or None.
        days: first and last day, where they are not those of the value.
        part: the offsets of the expression, where they are not those of the whole match.
        compares: it only stands beside another period, so nothing later counts from it.
    """

    type: TimexType
    value: str | None
    because: str
    anchor: date | None = None
    days: tuple[date, date] | None = None
    part: tuple[int, int] | None = None
    compares: bool = False


@dataclass(slots=True)
class Context:
    """The text with its publication day, and the values read so far (which each reading adds to).

    Attributes:
        text: the text.
        dct: the publication day (document creation time), or None.
        tense_at: gives the tense of the verb that governs a span.
        seen: start offset and value of each DATE, TIME or DURATION read so far.
    """

    text: str
    dct: date | None
    tense_at: Callable[[Span], Tense | None]
    seen: list[tuple[int, str]] = field(default_factory=list)

    def tense(self, start: int, end: int) -> Tense | None:
        """Return the tense that governs the words; "until" weakens past and turns the rest to future."""
        before = self.text[max(0, start - 16) : start]
        if _SINCE.search(before):
            return "past"
        tense = self.tense_at(Span(start, end))
        if _DUE.search(before):
            return "future"
        if _FORWARD.search(before):
            return None if tense == "past" else "future"
        return tense

    def last_day(self) -> date | None:
        """Return the last single day named so far, or None."""
        for _, value in reversed(self.seen):
            if re.match(r"\d{4}-\d\d-\d\d", value):
                days = days_of(value)
                if days:
                    return days[0]
        return None

    def last_value(
        self, pattern: str, *, near: int | None = None, reach: int = 1500, ended: bool = False
    ) -> str | None:
        """Return the last value so far that matches wholly, within `reach` characters before `near`.

        With `ended`, values whose last day lies after the publication day are passed over.
        """
        compiled = re.compile(pattern)
        for start, value in reversed(self.seen):
            if near is not None and near - start > reach:
                return None
            if compiled.fullmatch(value):
                days = days_of(value) if ended else None
                if days and self.dct and days[1] > self.dct:
                    continue
                return value
        return None

    def shifted(
        self, count: int, unit: Unit, *, from_day: date | None, as_unit: Unit | None = None
    ) -> str | None:
        """Return the value of the unit `count` units away from a day, or None without a day."""
        if from_day is None:
            return None
        day = shift_day(from_day, count, unit)
        return unit_value(day, as_unit or unit) if day else None
