"""Days written in reports: full dates, days without a year, and the year such a day belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?)"
_DAY = r"(?P<{d}>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<{y}>(?:19|20)\d\d)"
DAY_PATTERN = (
    rf"(?:{WEEKDAY},?\s+)?(?:"
    rf"(?P<m1>{MONTH})\s+{_DAY.format(d='d1')}(?!\d)(?:,?\s+{_YEAR.format(y='y1')}(?!\d))?"
    rf"|{_DAY.format(d='d2')}\s+(?:of\s+)?(?P<m2>{MONTH})(?![a-z])(?:,?\s+{_YEAR.format(y='y2')}(?!\d))?"
    rf"|(?P<y3>(?:19|20)\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)(?!\d))"
)
"""A day as a dateline writes it: "December 12", "Jan. 4, 2017", "Monday, 3 March", "2016-12-12"."""

_DAY_RE = re.compile(rf"(?<![\w-]){DAY_PATTERN}", re.IGNORECASE)
_FUTURE = re.compile(
    r"\b(?:will|would|shall|is to|are to|was to|were to|due|plan(?:s|ned)?|scheduled|set for|expires?"
    r"|deadline|upcoming)\b[^.!?\n]{0,80}$|\b(?:until|till|by|before|no later than)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3,
    "MSK": 3, "EDT": -4, "EST": -5, "CDT": -5, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8, "JST": 9, "KST": 9,
}  # fmt: skip
_GROUP = re.compile(
    rf"(?<!\w)(?P<day>[0-3]\d)(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)\s?(?P<zone>[A-Z]{{1,4}})?\s+"
    rf"(?P<month>{MONTH})\s+(?P<year>(?:20)?\d\d)(?!\w)",
    re.IGNORECASE,
)
_CLOCK = r"(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?::[0-5]\d)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
_ZONE = r"\s*\(?(?P<zone>(?:UTC|GMT)(?:\s*[+-]\s*\d{1,2}(?::?\d\d)?)?|[A-Z]{2,4}\b|Z\b|[+-]\d\d:?\d\d)?\)?"
_CLOCK_RE = re.compile(_CLOCK + _ZONE)
_NUMERIC = re.compile(
    r"(?<![\d/.-])(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d)(?!\d)"
)


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day as written: month and day, the year where it is given, and the offsets of the words."""

    month: int
    day: int
    year: int | None
    start: int
    end: int

    @property
    def date(self) -> date | None:
        """The full date, or None without a year or for a day that no calendar has."""
        return _valid(self.year, self.month, self.day) if self.year else None


def month_number(word: str) -> int:
    """Return 1 to 12 for the name of a month or its short form.

    >>> month_number("Sept."), month_number("March")
    (9, 3)
    """
    return _MONTHS.index(word[:3].lower()) + 1


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def written_day(match: re.Match[str]) -> WrittenDay | None:
    """Return the day that a match of `DAY_PATTERN` writes, or None if no calendar has it (February 30)."""
    for n in "123":
        month = match[f"m{n}"]
        if month is None:
            continue
        number = int(month) if month.isdigit() else month_number(month)
        year = int(match[f"y{n}"]) if match[f"y{n}"] else None
        day = int(match[f"d{n}"])
        if _valid(year or 2000, number, day) is None:
            return None
        return WrittenDay(number, day, year, match.start(), match.end())
    return None


def find_days(text: str) -> Iterator[WrittenDay]:
    """Give every day written in a text with its month in words or in ISO 8601, in order."""
    for match in _DAY_RE.finditer(text):
        if match["m1"] == "may" or match["m2"] == "may":
            continue
        day = written_day(match)
        if day is not None:
            yield day


def newest_past_day(text: str) -> date | None:
    """Return the newest full date that a text does not speak of as still to come, or None."""
    found = [
        day.date
        for day in find_days(text)
        if day.date is not None and not _FUTURE.search(text[max(0, day.start - 120) : day.start])
    ]
    return max(found, default=None)


def nearest_year(month: int, day: int, *, published: date) -> date | None:
    """Return the month and day in the year that brings it nearest to publication, at most two days after it.

    >>> nearest_year(12, 31, published=date(2017, 1, 2))
    datetime.date(2016, 12, 31)
    """
    latest = published + timedelta(days=2)
    years = range(published.year - 4, published.year + 2)
    days = [found for year in years if (found := _valid(year, month, day)) and found <= latest]
    return min(days, key=lambda found: abs(found - published), default=None)


def first_after(month: int, day: int, *, newest: date) -> date | None:
    """Return the first such month and day on or after a date.

    >>> first_after(12, 12, newest=date(2016, 3, 27))
    datetime.date(2016, 12, 12)
    """
    for year in range(newest.year, newest.year + 9):
        found = _valid(year, month, day)
        if found is not None and found >= newest:
            return found
    return None


def _offset(zone: str | None) -> timezone | None:
    if not zone:
        return None
    name = zone.upper().replace(" ", "")
    if name in _ZONES:
        return timezone(timedelta(hours=_ZONES[name]))
    match = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d\d))?", name)
    if match is None or int(match[2]) > 14:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(-offset if match[1] == "-" else offset)


def date_time_group(text: str) -> tuple[str, int, int] | None:
    """Return the moment of a wire service's date-time group, with its offsets, or None.

    The group is day, hour and minute run together, then zone, month and year.

    >>> date_time_group("(HPA) dk/sm 080340 EEST OCT 19")[0]
    '2019-10-08T03:40:00+03:00'
    """
    match = _GROUP.search(text)
    if match is None:
        return None
    year = int(match["year"])
    try:
        moment = datetime(
            year + 2000 if year < 100 else year,
            month_number(match["month"]),
            int(match["day"]),
            int(match["hour"]),
            int(match["minute"]),
            tzinfo=_offset(match["zone"]),
        )
    except ValueError:
        return None
    return moment.isoformat(), match.start(), match.end()


def read_stamp(text: str, *, near: tuple[int, int] | None = None, month_first: bool = False) -> str | None:
    """Return the first full day in a short line, with its time of day and offset where they stand by it.

    Args:
        text: a line such as "8 October 2019, 17:30" or "08/10/2019 05:10".
        near: month and day that the dateline gives; it settles whether 08/10 is in August or October.
        month_first: how to read a day in figures that nothing settles.
    """
    day = next((found for found in find_days(text) if found.year), None)
    if day is not None and day.date is not None:
        return _with_clock(day.date, text[day.end :], text[: day.start])
    for match in _NUMERIC.finditer(text):
        a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
        readings = [(b, a), (a, b)] if month_first is False or match["sep"] == "." else [(a, b), (b, a)]
        if near is not None and near in readings:
            readings.insert(0, near)
        for month, number in readings:
            found = _valid(year, month, number)
            if found is not None:
                return _with_clock(found, text[match.end() :], text[: match.start()])
    return None


def _with_clock(day: date, after: str, before: str) -> str:
    clock = _CLOCK_RE.search(after[:40]) or _CLOCK_RE.search(before[-40:])
    if clock is None:
        return day.isoformat()
    hour = int(clock["hour"])
    half = (clock["half"] or "").lower().replace(".", "")
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    moment = datetime(day.year, day.month, day.day, hour, int(clock["minute"]), tzinfo=_offset(clock["zone"]))
    return moment.isoformat()


def day_in_address(url: str) -> str | None:
    """Return the day that an address holds in its path ("/2019/10/08/"), or None.

    >>> day_in_address("https://news.example/2019/10/08/harbour")
    '2019-10-08'
    """
    match = re.search(r"(?<!\d)((?:19|20)\d\d)[/_-]?(\d\d)[/_-]?(\d\d)(?!\d)", url)
    found = _valid(int(match[1]), int(match[2]), int(match[3])) if match else None
    return found.isoformat() if found else None
