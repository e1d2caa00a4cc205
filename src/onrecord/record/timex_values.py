"""Readings of days, weekdays, months, years, clock times and feasts: from the words to a TIMEX3 value."""

from __future__ import annotations

import re
from datetime import date, timedelta

from onrecord.record.timex_calendar import (
    choose_year,
    days_of,
    holiday_day,
    holiday_rules,
    latest_weekday,
    make_day,
    month_value,
    next_weekday,
)
from onrecord.record.timex_context import NO_DAY, Context, Sense
from onrecord.record.timex_grammar import MONTHS, WEEKDAYS
from onrecord.record.timex_numbers import read_number, read_ordinal, read_year_words

_PARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "noon": "MI", "midday": "MI"}
_SEASONS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}
_DECADES = {
    word: tens
    for tens, word in enumerate(
        ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"),
        start=2,
    )
}

Match = re.Match[str]


def group(match: Match, name: str) -> str:
    """Return the words of a named group in lower case with single blanks, "" where it took no part."""
    words = match.groupdict().get(name)
    return re.sub(r"\s+", " ", words).lower() if words else ""


def month_number(words: str) -> int:
    """Return 1 to 12 for a month's name or abbreviation."""
    return next(
        index for index, name in enumerate(MONTHS, start=1) if name.lower().startswith(words[:3].lower())
    )


def weekday_number(words: str) -> int:
    """Return 0 (Monday) to 6 for a weekday's name or abbreviation."""
    return next(index for index, name in enumerate(WEEKDAYS) if name.lower().startswith(words[:3].lower()))


def part_code(words: str) -> str:
    """Return the TIMEX3 code of a part of the day ("NI"), or "" for none."""
    return next((code for word, code in _PARTS.items() if word in words.lower()), "")


def _with_part(value: str | None, match: Match, *, edge: bool = False) -> tuple[str, str | None]:
    code = part_code(group(match, "part"))
    if not code and edge and group(match, "edge") in ("early",):
        code = "MO"
    if not code or value is None:
        return ("TIME" if code else "DATE"), value
    return "TIME", f"{value}T{code}"


def _typed(kind_value: tuple[str, str | None], because: str, anchor: date | None) -> Sense:
    kind, value = kind_value
    return Sense("TIME" if kind == "TIME" else "DATE", value, because, anchor)


def read_iso_day(match: Match, context: Context) -> Sense | None:
    """Read "2016-03-27" and "2016-03-27T13:48"."""
    if days_of(match["iso"]) is None:
        return None
    if match["hour24"]:
        return Sense(
            "TIME", f"{match['iso']}T{match['hour24']}:{match['minute24']}", "date and time in figures"
        )
    return Sense("DATE", match["iso"], "date in figures")


def read_figures(match: Match, context: Context) -> Sense | None:
    """Read "27/03/2016" and "3/27/2016"; where both orders give a day, the value stays open."""
    year_text = match["year"]
    year = int(year_text) if len(year_text) == 4 else 1900 + int(year_text)
    if len(year_text) == 2:
        if match["mark"] == ".":
            return None
        latest = (context.dct.year if context.dct else 2030) + 10
        year += 100 if year + 100 <= latest else 0
    first, second = int(match["first"]), int(match["second"])
    day_first, month_first = make_day(year, second, first), make_day(year, first, second)
    if match["mark"] == ".":
        month_first = None
    if day_first and month_first and day_first != month_first:
        low, high = sorted((day_first, month_first))
        return Sense(
            "DATE", None, "date in figures, but day and month may stand in either order", days=(low, high)
        )
    day = day_first or month_first
    return Sense("DATE", day.isoformat(), "date in figures") if day else None


def _is_modifier(match: Match, text: str) -> bool:
    """Tell whether the date stands before a noun ("the Aug. 7 blasts"), where no verb gives its tense."""
    before = text[max(0, match.start() - 6) : match.start()]
    return bool(
        re.search(r"\b[Tt]he\s+$|['’]s\s+$", before)
        and re.match(r"\s+[a-z]", text[match.end() : match.end() + 3])
    )


_ATTACKS = re.compile(r"(?:,|th)?\s+(?:terror(?:ist)?\s+)?(?:attacks?|hijack\w+|atrocit\w+)\b", re.I)
"""What follows "Sept. 11" where it is the name of a day in 2001."""


def _month_day(match: Match, context: Context, day_words: str) -> tuple[date | None, str, date | None]:
    month, number = month_number(match["month"]), int(day_words)
    if match.groupdict().get("year"):
        return make_day(int(match["year"]), month, number), "month, day and year given", None
    if (month, number) == (9, 11) and _ATTACKS.match(context.text, match.end()):
        return date(2001, 9, 11), "the day of the attacks of 2001", None
    if context.dct is None:
        return None, NO_DAY, None
    anchor = context.dct
    years = range(anchor.year - 1, anchor.year + 2)
    days = tuple(day for year in years if (day := make_day(year, month, number)))
    weekday = match.groupdict().get("weekday")
    if weekday:
        fitting = tuple(day for day in days if day.weekday() == weekday_number(weekday))
        days = fitting or days
    tense = None if _is_modifier(match, context.text) else context.tense(match.start(), match.end())
    chosen = choose_year(days, anchor=anchor, tense=tense)
    if chosen is None:
        return None, "the calendar has no such day", anchor
    return chosen[0], f"month and day, {chosen[1]}", anchor


def read_month_day(match: Match, context: Context) -> Sense | None:
    """Read "March 27, 2016", "27 March", "Monday, Dec. 12", with or without a part of the day."""
    day, because, anchor = _month_day(match, context, match["day"])
    if day is None and because != NO_DAY:
        return None
    return _typed(_with_part(day.isoformat() if day else None, match), because, anchor)


def read_month_days(match: Match, context: Context) -> Sense | None:
    """Read the first day of "December 8-10"; `read_second_day` reads the other."""
    day, because, anchor = _month_day(match, context, match["from"])
    if int(match["from"]) >= int(match["day"]):
        return None
    end = (
        max(match.end("from"), match.end("month"))
        if match.start("month") < match.start("from")
        else match.end("from")
    )
    start = (
        min(match.start("from"), match.start("month"))
        if match.start("month") < match.start("from")
        else match.start("from")
    )
    value = day.isoformat() if day else None
    return Sense("DATE", value, f"first day of a range: {because}", anchor, part=(start, end))


def read_second_day(match: Match, context: Context) -> Sense | None:
    """Read the last day of "December 8-10", in the year of the first."""
    day, because, anchor = _month_day(match, context, match["from"])
    last = make_day(day.year, day.month, int(match["day"])) if day else None
    value = last.isoformat() if last else None
    return Sense(
        "DATE", value, f"last day of a range: {because}", anchor, part=(match.start("day"), match.end())
    )


def _deictic_year(words: str, context: Context) -> int | None:
    anchored = context.last_value(r"\d{4}(?:-.*)?")
    if words.startswith(("the same", "that", "the following", "the previous")) and anchored:
        return int(anchored[:4]) + (1 if "following" in words else -1 if "previous" in words else 0)
    if context.dct is None:
        return None
    return context.dct.year + (-1 if "last" in words or "previous" in words else 1 if "next" in words else 0)


def read_month(match: Match, context: Context) -> Sense | None:
    """Read "September", "last April", "late November", "August 1988", "each July"."""
    month = month_number(match["month"])
    which, deictic = group(match, "which"), group(match, "deictic")
    if which in ("every", "each"):
        return Sense("SET", f"XXXX-{month:02}", "every such month")
    if match.groupdict().get("year"):
        return Sense("DATE", f"{int(match['year']):04}-{month:02}", "month and year given")
    if context.dct is None:
        return Sense("DATE", None, NO_DAY)
    anchor = context.dct
    if deictic:
        year = _deictic_year(deictic, context)
        return Sense("DATE", f"{year:04}-{month:02}" if year else None, f"month of {deictic}", anchor)
    middles = tuple(date(year, month, 15) for year in range(anchor.year - 1, anchor.year + 2))
    this = date(anchor.year, anchor.month, 15)
    if which == "last" or "past" in which:
        day, rule = max(middle for middle in middles if middle < this), f"last such month before {anchor}"
    elif which == "next" or "coming" in which:
        day, rule = min(middle for middle in middles if middle > this), f"next such month after {anchor}"
    elif which == "this":
        day, rule = date(anchor.year, month, 15), "month of this year"
    else:
        chosen = choose_year(middles, anchor=this, tense=context.tense(match.start(), match.end()))
        if chosen is None:
            return None
        day, rule = chosen[0], chosen[1].replace(str(this), str(anchor))
    return Sense("DATE", month_value(day), f"month, {rule}", anchor)


def read_weekday(match: Match, context: Context) -> Sense | None:
    """Read "Friday", "last Friday", "Sunday night", "early on Saturday", "every Monday"."""
    number, which = weekday_number(match["weekday"]), group(match, "which")
    if which.startswith(("every", "each")) or match["plural"] or match["nights"]:
        code = part_code(group(match, "part"))
        return Sense("SET", f"XXXX-WXX-{number + 1}" + (f"T{code}" if code else ""), "every such weekday")
    if context.dct is None:
        return _typed(_with_part(None, match, edge=True), NO_DAY, None)
    anchor = context.dct
    tense = context.tense(match.start(), match.end())
    if week := re.search(r"last|this|next", group(match, "deictic")):
        monday = anchor - timedelta(days=anchor.weekday())
        day = monday + timedelta(days=number + {"last": -7, "this": 0, "next": 7}[week[0]])
        rule = f"weekday of {week[0]} week"
    elif which in ("the following", "the next") and (last := context.last_day()):
        anchor = last
        day, rule = next_weekday(number, anchor=last, after_anchor=True), f"weekday, next after {last}"
    elif which in ("last", "past", "this past", "the previous"):
        day = latest_weekday(number, anchor=anchor, before_anchor=True)
        rule = f"weekday, latest before {anchor}"
    elif which in ("next", "this coming", "the next", "the following"):
        day = next_weekday(number, anchor=anchor, after_anchor=True)
        rule = f"weekday, next after {anchor}"
    elif which == "this" or tense in ("future", "present"):
        day = next_weekday(number, anchor=anchor)
        rule = f"weekday, {'this week' if which else str(tense) + ' tense'}, first on or after {anchor}"
    else:
        day = latest_weekday(number, anchor=anchor)
        rule = f"weekday, {tense or 'no'} tense, latest on or before {anchor}"
    return _typed(_with_part(day.isoformat(), match, edge=True), rule, anchor)


def read_near_day(match: Match, context: Context) -> Sense | None:
    """Read "today", "yesterday morning", "tonight", "the day before yesterday"."""
    word = group(match, "word")
    offset = {
        "yesterday": -1,
        "tomorrow": 1,
        "the day before yesterday": -2,
        "the day after tomorrow": 2,
    }.get(word, 0)
    value = (context.dct + timedelta(days=offset)).isoformat() if context.dct else None
    because = f"{word}, counted from the publication day" if context.dct else NO_DAY
    if word == "tonight":
        return Sense("TIME", f"{value}TNI" if value else None, because, context.dct)
    return _typed(_with_part(value, match), because, context.dct)


def read_near_part(match: Match, context: Context) -> Sense | None:
    """Read "this morning", "last night", "that evening", "overnight"."""
    which = group(match, "which")
    base, because = context.dct, "part of the publication day"
    if which in ("that", "the same", "the previous", "the following", "the next"):
        base, because = context.last_day() or context.dct, "part of the day named before"
        shift = {"the previous": -1, "the following": 1, "the next": 1}.get(which, 0)
    else:
        shift = -1 if which == "last" else 0
    code = part_code(group(match, "part")) or "NI"
    if base is None:
        return Sense("TIME", None, NO_DAY)
    return Sense("TIME", f"{base + timedelta(days=shift)}T{code}", because, base)


def read_part_of_day(match: Match, context: Context) -> Sense | None:
    """Read "the night of Oct. 23"."""
    day, because, anchor = _month_day(match, context, match["day"])
    return _typed(_with_part(day.isoformat() if day else None, match), because, anchor)


def read_reference(match: Match, context: Context) -> Sense | None:
    """Read "now", "recently" and "soon", whose day is left open."""
    word = group(match, "word")
    if "past" in word or word.endswith(("recently", "lately", "recent", "formerly", "recent times")):
        return Sense("DATE", "PAST_REF", "an open time in the past", context.dct)
    if "future" in word or word.startswith(("soon", "as soon")):
        return Sense("DATE", "FUTURE_REF", "an open time to come", context.dct)
    return Sense("DATE", "PRESENT_REF", "the present of the text", context.dct)


def read_year(match: Match, context: Context) -> Sense | None:
    """Read a year in figures, with or without "early", "fiscal" or "the end of"."""
    edge = group(match, "edge")
    year = int(match["year"])
    return Sense("DATE", f"{year:04}", f"year given ({edge})" if edge else "year given")


def read_year_span(match: Match, context: Context) -> Sense | None:
    """Read the first year of "1994-96"; the second is read by `read_second_year`."""
    first, second = int(match["year"]), int(match["to"])
    second += first // 100 * 100 if second < 100 else 0
    if not first < second <= first + 99:
        return None
    return Sense("DATE", str(first), "first year of a range", part=match.span("year"))


def read_second_year(match: Match, context: Context) -> Sense | None:
    """Read the last year of "1994-96"."""
    first, second = int(match["year"]), int(match["to"])
    second += first // 100 * 100 if second < 100 else 0
    return Sense("DATE", str(second), "last year of a range", part=match.span("to"))


def read_year_words_of(match: Match, context: Context) -> Sense | None:
    """Read "nineteen seventy-nine"."""
    year = read_year_words(match["words"])
    return Sense("DATE", f"{year:04}", "year in words") if year and 1000 <= year <= 2100 else None


def read_decade(match: Match, context: Context) -> Sense | None:
    """Read "the 1990s", "the '90s", "the nineties" (of the last hundred years)."""
    words = match["decade"].lower()
    figures = re.search(r"\d+", words)
    if figures and len(figures[0]) == 4:
        return Sense("DATE", figures[0][:3], "decade given")
    tens = int(figures[0][0]) if figures else _DECADES[words]
    latest = context.dct.year if context.dct else 2029
    return Sense(
        "DATE", ("20" if 2000 + tens * 10 <= latest else "19") + str(tens), "decade given without its century"
    )


def read_century(match: Match, context: Context) -> Sense | None:
    """Read "the 18th century" as 17."""
    number = read_ordinal(match["ordinal"])
    return Sense("DATE", f"{number - 1:02}", "century given") if number and 2 <= number <= 30 else None


def read_holiday(match: Match, context: Context) -> Sense | None:
    """Read a feast by its rule, in the year given or the one that tense allows."""
    name = group(match, "name").replace("’", "'")
    rule = holiday_rules().get(name)
    if rule is None:
        return None
    if group(match, "which") in ("every", "each"):
        fixed = re.fullmatch(r"\d\d-\d\d", rule)
        return Sense("SET", f"XXXX-{rule}" if fixed else None, "feast, every year")
    if match["year"] or re.fullmatch(r"\d{4}-.*", rule):
        day = holiday_day(rule, int(match["year"] or 2001))
        return Sense("DATE", day.isoformat() if day else None, "feast and year given")
    if context.dct is None:
        return Sense("DATE", None, NO_DAY)
    anchor = context.dct
    years = range(anchor.year - 1, anchor.year + 2)
    days = tuple(day for year in years if (day := holiday_day(rule, year)))
    tense = {"last": "past", "next": "future"}.get(group(match, "which")) or context.tense(*match.span())
    chosen = choose_year(
        days, anchor=anchor, tense="past" if tense == "past" else "future" if tense == "future" else None
    )
    return Sense("DATE", chosen[0].isoformat(), f"feast, {chosen[1]}", anchor) if chosen else None


def read_season(match: Match, context: Context) -> Sense | None:
    """Read "last fall", "this summer", "the spring of 1998"."""
    code, which = _SEASONS[group(match, "season")], group(match, "which")
    if which in ("every", "each"):
        return Sense("SET", f"XXXX-{code}", "every such season")
    if match["year"]:
        return Sense("DATE", f"{match['year']}-{code}", "season and year given")
    if context.dct is None:
        return Sense("DATE", None, NO_DAY)
    anchor = context.dct
    if deictic := group(match, "deictic"):
        year = _deictic_year(deictic, context)
        return Sense(
            "DATE", f"{year:04d}-{code}" if year is not None else None, f"season of {deictic}", anchor
        )
    start = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
    starts = tuple(date(year, start, 1) for year in range(anchor.year - 2, anchor.year + 2))
    if which in ("last", "the past", "this past", "past", "the previous"):
        day = max(first for first in starts if first + timedelta(days=80) < anchor)
    elif which in ("next", "this coming"):
        day = min(first for first in starts if first > anchor)
    elif which == "this":
        day = date(anchor.year, start, 1)
    else:
        chosen = choose_year(starts, anchor=anchor, tense=context.tense(*match.span()))
        day = chosen[0] if chosen else date(anchor.year, start, 1)
    return Sense("DATE", f"{day.year:04d}-{code}", f"season, counted from {anchor}", anchor)


def _hour_minute(match: Match) -> tuple[int, str] | None:
    if noon := group(match, "noon"):
        return (12 if noon == "noon" else 24), "00"
    if match.groupdict().get("hour24"):
        return int(match["hour24"]), match["minute24"]
    number = read_number(match["hour"])
    if number is None:
        return None
    hour, half = int(number), group(match, "half") or group(match, "part")
    if half.startswith("p") or half in ("afternoon", "evening"):
        hour = hour + 12 if hour < 12 else hour
    elif half.startswith("a") and hour == 12:
        hour = 0
    return (hour, group(match, "minute") or "00") if hour <= 24 else None


def read_clock(match: Match, context: Context) -> Sense | None:
    """Read "13:48 on December 12", "5 p.m. EST", "midnight Friday"; or of the day named before."""
    clock = _hour_minute(match)
    if clock is None:
        return None
    groups = match.groupdict()
    if groups.get("month"):
        day, because, anchor = _month_day(match, context, match["day"])
    elif groups.get("weekday"):
        number, anchor = weekday_number(match["weekday"]), context.dct
        ahead = context.tense(*match.span()) in ("future", "present")
        day = (next_weekday if ahead else latest_weekday)(number, anchor=anchor) if anchor else None
        because = f"weekday, counted from {anchor}" if anchor else NO_DAY
    elif groups.get("near"):
        anchor = context.dct
        shift = {"yesterday": -1, "tomorrow": 1}.get(group(match, "near"), 0)
        day, because = (
            (anchor + timedelta(days=shift) if anchor else None),
            "counted from the publication day",
        )
    else:
        nearby = context.last_value(r"\d{4}-\d\d-\d\d.*", near=match.start(), reach=200)
        found = days_of(nearby)
        day, anchor = (found[0] if found else context.dct), context.dct
        because = "of the day named before" if found else "of the publication day"
    if day is None:
        return Sense("TIME", None, because if because == NO_DAY else NO_DAY)
    return Sense("TIME", f"{day}T{clock[0]:02}:{clock[1]}", f"clock time, {because}", anchor)
