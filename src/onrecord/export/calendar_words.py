"""Days, weeks, months and parts of the day in a reader's words."""

from __future__ import annotations

import re
from datetime import date

# Not strftime: that would follow the machine's locale.
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_PARTS = {
    "MO": "morning",
    "MI": "midday",
    "AF": "afternoon",
    "EV": "evening",
    "NI": "night",
    "DT": "daytime",
}
_SEASONS = {"SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter"}
_NTH = ("first", "second", "third", "fourth")

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(?:(MO|MI|AF|EV|NI|DT)|(\d\d:\d\d)).*)?\Z")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?\Z")
_MONTH = re.compile(r"(\d{4})-(\d\d)\Z")
_SEASON = re.compile(r"(\d{4})-(SP|SU|FA|WI)\Z")
_FRACTION = re.compile(r"(\d{4})-([QH])([1-4])\Z")


def day_in_words(iso: str, *, short: bool = False) -> str | None:
    """Return an ISO day as a reader says it, or None where the value is no day.

    Args:
        iso: the day; what follows the first ten characters is passed over.
        short: whether weekday and month are to be cut to three letters.

    >>> day_in_words("2026-03-04T17:20:00+01:00"), day_in_words("2026-03-04", short=True)
    ('Wednesday 4 March 2026', 'Wed 4 Mar 2026')
    """
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return None
    weekday, month = _WEEKDAYS[day.weekday()], _MONTHS[day.month - 1]
    if short:
        weekday, month = weekday[:3], month[:3]
    return f"{weekday} {day.day} {month} {day.year}"


def time_in_words(
    value: str | None, *, earliest: str | None = None, latest: str | None = None, short: bool = False
) -> str | None:
    """Return a TIMEX3 value as a reader says it, or None where it names no stretch of the calendar.

    Args:
        value: the value, or None.
        earliest: the first ISO day it can mean, for values of a form not known here.
        latest: the last ISO day it can mean.
        short: whether weekdays and months are to be cut to three letters.

    >>> time_in_words("2016-12-11TNI"), time_in_words("2026-02"), time_in_words("2026-W10", short=True)
    ('Sunday 11 December 2016, night', 'February 2026', 'week of Mon 2 Mar 2026')
    """
    value = value or ""
    if found := _DAY.match(value):
        day = day_in_words(found[1], short=short)
        part = _PARTS.get(found[2] or "", found[3])
        return f"{day}, {part}" if day and part else day
    if re.fullmatch(r"\d{4}", value):
        return value
    if found := _MONTH.match(value):
        number = int(found[2])
        if 1 <= number <= 12:
            month = _MONTHS[number - 1]
            return f"{month[:3] if short else month} {found[1]}"
    if found := _WEEK.match(value):
        return _week(int(found[1]), int(found[2]), weekend=bool(found[3]), short=short)
    if found := _SEASON.match(value):
        return f"{_SEASONS[found[2]]} {found[1]}"
    if found := _FRACTION.match(value):
        return f"{_NTH[int(found[3]) - 1]} {'quarter' if found[2] == 'Q' else 'half'} of {found[1]}"
    return _stretch(earliest, latest, short=short)


def _week(year: int, week: int, *, weekend: bool, short: bool) -> str | None:
    try:
        first = date.fromisocalendar(year, week, 6 if weekend else 1)
    except ValueError:
        return None
    return f"{'weekend' if weekend else 'week'} of {day_in_words(first.isoformat(), short=short)}"


def _stretch(earliest: str | None, latest: str | None, *, short: bool) -> str | None:
    first = day_in_words(earliest, short=short) if earliest else None
    last = day_in_words(latest, short=short) if latest else None
    if first and last:
        return first if first == last else f"{first} to {last}"
    return f"from {first}" if first else f"until {last}" if last else None


def with_days_in_words(text: str, *, short: bool = False) -> str:
    """Return the text with every ISO day in it as a reader says it.

    >>> with_days_in_words("after 2016-03-27")
    'after Sunday 27 March 2016'
    """
    return re.sub(r"\b\d{4}-\d\d-\d\d\b", lambda found: day_in_words(found[0], short=short) or found[0], text)
