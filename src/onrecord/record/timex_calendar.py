"""Calendar arithmetic on TIMEX3 values: days, weeks, months, quarters, seasons and feasts."""

from __future__ import annotations

import csv
import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from onrecord.errors import ResourceError

Unit = Literal[
    "second",
    "minute",
    "hour",
    "day",
    "weekend",
    "week",
    "month",
    "quarter",
    "season",
    "year",
    "decade",
    "century",
]
Tense = Literal["past", "present", "future"]

_SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_HOLIDAYS = "time_holidays.tsv"

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
_WEEK = re.compile(r"(\d{4})-W(\d\d?)(-WE)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_PART = re.compile(r"(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)")
_YEARS = re.compile(r"\d{2,4}")


def day_value(day: date) -> str:
    """Return the TIMEX3 value of a day.

    >>> day_value(date(2016, 12, 9))
    '2016-12-09'
    """
    return day.isoformat()


def week_value(day: date) -> str:
    """Return the TIMEX3 value of the ISO week that holds a day.

    >>> week_value(date(2016, 12, 9))
    '2016-W49'
    """
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def month_value(day: date) -> str:
    """Return the TIMEX3 value of the month that holds a day."""
    return f"{day.year:04}-{day.month:02}"


def quarter_value(day: date) -> str:
    """Return the TIMEX3 value of the calendar quarter that holds a day."""
    return f"{day.year:04}-Q{(day.month + 2) // 3}"


def unit_value(day: date, unit: Unit) -> str | None:
    """Return the value of the unit that holds a day, or None for units shorter than a day.

    >>> unit_value(date(2016, 12, 9), "decade")
    '201'
    """
    if unit == "day":
        return day_value(day)
    if unit == "week":
        return week_value(day)
    if unit == "weekend":
        return f"{week_value(day)}-WE"
    if unit == "month":
        return month_value(day)
    if unit == "quarter":
        return quarter_value(day)
    if unit == "year":
        return f"{day.year:04}"
    if unit == "decade":
        return f"{day.year:04}"[:3]
    if unit == "century":
        return f"{day.year:04}"[:2]
    return None


def shift_day(day: date, count: int, unit: Unit) -> date | None:
    """Return the day `count` units away, or None where the calendar ends.

    The day of the month is kept where the month has it, otherwise its last day is taken.

    >>> shift_day(date(2016, 3, 31), -1, "month")
    datetime.date(2016, 2, 29)
    """
    n_days = {"day": 1, "week": 7, "weekend": 7}.get(unit)
    if n_days is not None:
        try:
            return day + timedelta(days=n_days * count)
        except OverflowError:
            return None
    n_months = {"month": 1, "quarter": 3, "season": 3, "year": 12, "decade": 120, "century": 1200}.get(unit)
    if n_months is None:
        return day
    index = day.year * 12 + day.month - 1 + n_months * count
    year, month = divmod(index, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def latest_weekday(weekday: int, *, anchor: date, before_anchor: bool = False) -> date:
    """Return the latest given weekday on or before the anchor.

    News copy looks back: "on Friday" in a Monday report is the Friday before.

    Args:
        weekday: 0 for Monday to 6 for Sunday, as in `date.weekday`.
        anchor: the document creation time (DCT), as a calendar day at the place of filing.
        before_anchor: leave the anchor out, as "last Monday" does on a Monday.

    Raises:
        ValueError: `weekday` is outside 0..6.

    >>> latest_weekday(4, anchor=date(2016, 12, 12))
    datetime.date(2016, 12, 9)
    """
    if not 0 <= weekday <= 6:
        raise ValueError(f"weekday {weekday} is outside 0..6")
    back = (anchor.weekday() - weekday) % 7
    return anchor - timedelta(days=7 if back == 0 and before_anchor else back)


def next_weekday(weekday: int, *, anchor: date, after_anchor: bool = False) -> date:
    """Return the earliest given weekday on or after the anchor (`after_anchor`: strictly after).

    Raises:
        ValueError: `weekday` is outside 0..6.

    >>> next_weekday(4, anchor=date(2016, 12, 12))
    datetime.date(2016, 12, 16)
    """
    if not 0 <= weekday <= 6:
        raise ValueError(f"weekday {weekday} is outside 0..6")
    ahead = (weekday - anchor.weekday()) % 7
    return anchor + timedelta(days=7 if ahead == 0 and after_anchor else ahead)


def make_day(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def choose_year(
    candidates: tuple[date, ...], *, anchor: date, tense: Tense | None
) -> tuple[date, str] | None:
    """Return the candidate day that tense and anchor allow, and the rule that chose it.

    Past tense takes the latest on or before the anchor, future tense the earliest on or after
    it, anything else the nearest (the earlier of two that are as near).

    Args:
        candidates: the same month and day in neighbouring years.
        anchor: the day to count from.
        tense: tense of the governing verb, or None.
    """
    if not candidates:
        return None
    if tense == "past":
        before = [day for day in candidates if day <= anchor]
        if before:
            return max(before), f"past tense, latest before {anchor}"
    if tense == "future":
        after = [day for day in candidates if day >= anchor]
        if after:
            return min(after), f"future tense, next after {anchor}"
    nearest = min(candidates, key=lambda day: (abs((day - anchor).days), day))
    return nearest, f"nearest to {anchor}"


def days_of(value: str | None) -> tuple[date, date] | None:
    """Return the first and the last day that a calendar value covers, or None where it covers none.

    Seasons are those of the northern hemisphere by whole months (winter from December);
    halves and quarters are those of the calendar year.

    >>> days_of("2016-W49-WE")
    (datetime.date(2016, 12, 10), datetime.date(2016, 12, 11))
    >>> days_of("199")
    (datetime.date(1990, 1, 1), datetime.date(1999, 12, 31))
    >>> days_of("P3Y") is None
    True
    """
    if value is None:
        return None
    if found := _DAY.fullmatch(value):
        day = make_day(int(found[1]), int(found[2]), int(found[3]))
        return (day, day) if day else None
    if found := _WEEK.fullmatch(value):
        try:
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
            return (monday + timedelta(days=5 if found[3] else 0), monday + timedelta(days=6))
        except (ValueError, OverflowError):
            return None
    if found := _MONTH.fullmatch(value):
        return _months(int(found[1]), int(found[2]), 1)
    if found := _PART.fullmatch(value):
        kind = found[2]
        if kind[0] == "Q":
            return _months(int(found[1]), 3 * int(kind[1]) - 2, 3)
        if kind[0] == "H":
            return _months(int(found[1]), 6 * int(kind[1]) - 5, 6)
        return _months(int(found[1]), _SEASON_MONTHS[kind], 3)
    if _YEARS.fullmatch(value):
        first = make_day(int(value.ljust(4, "0")), 1, 1)
        last = make_day(int(value.ljust(4, "9")), 12, 31)
        return (first, last) if first and last else None
    return None


def _months(year: int, month: int, count: int) -> tuple[date, date] | None:
    first = make_day(year, month, 1)
    if first is None:
        return None
    after = shift_day(first, count, "month")
    return (first, after - timedelta(days=1)) if after else (first, date(MAXYEAR, 12, 31))


def easter(year: int) -> date:
    """Return Easter Sunday of the Western churches (Meeus, Jones and Butcher's method).

    >>> easter(2016)
    datetime.date(2016, 3, 27)
    """
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def holiday_day(rule: str, year: int) -> date | None:
    """Return the day of a feast in a year, or None where the rule gives none.

    Args:
        rule: as in `time_holidays.tsv`: "12-25", "easter-2", "11-4thu" (fourth Thursday of
            November), "5-lastmon", "11-tue-after-mon" (Tuesday after the first Monday), or a
            full date for a day that came once ("2001-09-11").
        year: the year asked for; a full date ignores it.

    >>> holiday_day("11-4thu", 2016)
    datetime.date(2016, 11, 24)
    """
    if re.fullmatch(r"\d{4}-\d\d-\d\d", rule):
        return date.fromisoformat(rule)
    if found := re.fullmatch(r"easter([+-]\d+)?", rule):
        return easter(year) + timedelta(days=int(found[1] or 0))
    if found := re.fullmatch(r"(\d\d)-(\d\d)", rule):
        return make_day(year, int(found[1]), int(found[2]))
    if rule == "11-tue-after-mon":
        return next_weekday(0, anchor=date(year, 11, 1)) + timedelta(days=1)
    if found := re.fullmatch(r"(\d+)-(last|\d)(mon|tue|wed|thu|fri|sat|sun)", rule):
        weekday = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].index(found[3])
        month = int(found[1])
        if found[2] == "last":
            return latest_weekday(weekday, anchor=date(year, month, monthrange(year, month)[1]))
        return next_weekday(weekday, anchor=date(year, month, 1)) + timedelta(days=7 * (int(found[2]) - 1))
    return None


@lru_cache(maxsize=1)
def holiday_rules() -> dict[str, str]:
    """Return the rule of each feast by its name in lower case, from `time_holidays.tsv`.

    Raises:
        ResourceError: the table is missing or lacks a column.
    """
    where = f"onrecord/resources/{_HOLIDAYS}"
    try:
        text = (files("onrecord") / "resources" / _HOLIDAYS).read_text(encoding="utf-8")
        rows = list(csv.DictReader(text.splitlines(), delimiter="\t"))
        return {row["name"].lower(): row["rule"] for row in rows}
    except (OSError, KeyError) as error:
        raise ResourceError(
            what=f"cannot be read ({error})", where=where, remedy="install onrecord anew"
        ) from error
