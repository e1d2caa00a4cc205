"""Readings of lengths, repeats, quarters and units counted from a day: "two weeks ago", "the past year"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from onrecord.record.timex_calendar import (
    Unit,
    days_of,
    latest_weekday,
    quarter_value,
    shift_day,
    unit_value,
)
from onrecord.record.timex_context import NO_DAY, Context, Sense
from onrecord.record.timex_numbers import duration_value, is_vague, read_number, read_ordinal, read_unit
from onrecord.record.timex_values import Match, group

_QUARTER = r"\d{4}-(?:Q[1-4X])"
_PERIOD = rf"{_QUARTER}|P[369]M|P12M|\d{{4}}-H[12]"
_EARNINGS_REACH = 900
"""Characters back to which a comparison ("a year earlier") looks for its quarter (evaluation task: times)."""

_PART_UNITS: dict[str, str] = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}
_SEASON_UNITS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}


def _count_of(words: str) -> float | None:
    return None if is_vague(words) else read_number(words)


def read_length(match: Match, context: Context) -> Sense | None:
    """Read "three days", "16-hour", "several years", "the past three years", "the first nine months"."""
    unit, words = read_unit(match["unit"]), group(match, "count")
    count = _count_of(words)
    if count is None and not is_vague(words) and words != "many":
        count = read_number(words.replace("-", " "))
        if count is None:
            return None
    if re.search(r"and a half$", match[0]):
        count = (count or 1) + 0.5
    if unit == "week" and match["unit"].lower().startswith("fortnight"):
        count = (count or 1) * 2
    which = group(match, "which")
    return Sense("DURATION", duration_value(count, unit), f"length of time{f', {which}' if which else ''}")


def read_fixed_length(match: Match, context: Context) -> Sense | None:
    """Read "half an hour", "a year and a half", "a quarter century"."""
    words = group(match, "one").replace("-", " ")
    if "quarter" in words:
        return Sense("DURATION", "PT15M" if "hour" in words else "P25Y", "length of time")
    unit: Unit = next(unit for unit in ("hour", "year", "century", "day") if unit in words)
    return Sense(
        "DURATION", duration_value(1.5 if words.endswith("and a half") else 0.5, unit), "length of time"
    )


def read_vague_length(match: Match, context: Context) -> Sense | None:
    """Read "weeks", "the years", "decades"."""
    if match["unit"].lower() == "generations":
        return None
    return Sense("DURATION", duration_value(None, read_unit(match["unit"])), "length of time without a count")


def _year_before(match: Match, context: Context, years: int) -> Sense | None:
    """Read a comparison with the year before: against the quarter in hand, or else by the year."""
    held = context.last_value(_PERIOD, near=match.start(), reach=_EARNINGS_REACH)
    days = days_of(held)
    if days and context.dct and days[0] > context.dct:
        held = context.last_value(_QUARTER, near=match.start(), reach=_EARNINGS_REACH, ended=True)
    if held and held.startswith("P") and context.dct:
        return Sense(
            "DATE",
            str(context.dct.year - years),
            "same months of the year before",
            context.dct,
            compares=True,
        )
    if held and not held.startswith("P"):
        return Sense(
            "DATE",
            f"{int(held[:4]) - years:04}{held[4:]}",
            f"same period as {held}, {years} year(s) before",
            compares=True,
        )
    return None


def read_ago(match: Match, context: Context) -> Sense | None:
    """Read "two weeks ago" against the publication day, "two days earlier" against the day named before."""
    unit, words = read_unit(match["unit"]), group(match, "count")
    count = _count_of(words) if words else None
    side = group(match, "side")
    if not words or count is None:
        if match.groupdict().get("count") and not is_vague(words) and words != "many":
            return None
        later = side in ("later", "from now", "hence", "after", "since")
        return Sense(
            "DATE", "FUTURE_REF" if later else "PAST_REF", "a number of units left open", context.dct
        )
    if unit == "year" and count == 1 and side in ("ago", "earlier", "before", "previously"):
        sense = _year_before(match, context, 1)
        if sense:
            return sense
    if re.search(r"and a half", match[0]):
        count += 0.5
    if unit in ("second", "minute", "hour"):
        return _hours_away(count, unit, side, context)
    sign = 1 if side in ("later", "from now", "hence", "after", "since") else -1
    base: date | None = context.dct
    because = f"{side}, counted from {base}"
    if side not in ("ago", "from now", "hence"):
        found = context.last_value(r"\d{4}(?:-.*)?", near=match.start())
        days = days_of(found)
        if days:
            base, because = days[0], f"{side}, counted from {found}"
    if base is None:
        return Sense("DATE", None, NO_DAY)
    whole = int(count)
    if count != whole:
        base_shifted = (
            shift_day(base, sign * round((count - whole) * 12), "month") if unit == "year" else base
        )
        base = base_shifted or base
    if unit == "week" and match["unit"].lower().startswith("fortnight"):
        whole *= 2
    as_unit: Unit = "day" if unit == "week" else "year" if unit in ("decade", "century") else unit
    value = context.shifted(sign * whole, unit, from_day=base, as_unit=as_unit)
    return Sense("DATE", value, because, base) if value else None


def _hours_away(count: float, unit: Unit, side: str, context: Context) -> Sense | None:
    if side in ("ago", "from now", "hence"):
        value = context.dct.isoformat() if context.dct and unit != "hour" else None
        if unit == "hour" and context.dct and count >= 24 and count % 24 == 0:
            value = context.shifted(-int(count // 24), "day", from_day=context.dct)
        return Sense("TIME", value, "hour of publication unknown" if context.dct else NO_DAY, context.dct)
    return Sense("DURATION", duration_value(count, unit), f"length of time {side} than another")


def read_year_earlier(match: Match, context: Context) -> Sense | None:
    """Read "the year-earlier period", "year-ago"."""
    sense = _year_before(match, context, 1)
    if sense:
        return sense
    if context.dct is None:
        return Sense("DATE", None, NO_DAY)
    return Sense("DATE", str(context.dct.year - 1), f"year before {context.dct}", context.dct)


def read_from_day(match: Match, context: Context) -> Sense | None:
    """Read "a week from Friday", "a week ago Friday"."""
    if context.dct is None:
        return Sense("DATE", None, NO_DAY)
    sign = 1 if group(match, "side") == "from" else -1
    base = context.dct
    if match["weekday"]:
        weekday = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].index(match["weekday"][:3].lower())
        base = latest_weekday(weekday, anchor=base) + timedelta(days=7 if sign > 0 else 0)
    value = context.shifted(sign, read_unit(match["unit"]), from_day=base, as_unit="day")
    return Sense("DATE", value, f"counted from {base}", context.dct) if value else None


def read_every(match: Match, context: Context) -> Sense | None:
    """Read "every day", "each year", "every two weeks"."""
    word = group(match, "unit")
    code = _PART_UNITS.get(word)
    if code:
        return Sense("SET", f"XXXX-XX-XX{code}", "every such part of a day")
    if word in _SEASON_UNITS:
        return Sense("SET", f"XXXX-{_SEASON_UNITS[word]}", "every such season")
    count = (
        read_number(group(match, "count"))
        if match["count"]
        else 2.0
        if "other" in group(match, "word")
        else 1.0
    )
    return Sense("SET", duration_value(count, read_unit(word)), "once in each such length of time")


def read_rate(match: Match, context: Context) -> Sense | None:
    """Read the "a year" of "$33 million a year" and the "daily" of "daily flights"."""
    unit = re.sub(r"^.* ", "", group(match, "unit") or group(match, "word"))
    fixed = {"daily": "P1D", "nightly": "P1D", "hourly": "PT1H", "weekly": "P1W", "monthly": "P1M"}
    fixed |= {"yearly": "P1Y", "annually": "P1Y"}
    return Sense(
        "SET", fixed.get(unit) or duration_value(1, read_unit(unit)), "once in each such length of time"
    )


def read_near_unit(match: Match, context: Context) -> Sense | None:
    """Read "last week", "earlier this month", "the past year", "the following week", "the latest quarter"."""
    which, unit, edge = group(match, "which"), read_unit(match["unit"]), group(match, "edge")
    bare = which.removeprefix("the ").removeprefix("this ").removeprefix("that ")
    base, held = context.dct, ""
    if unit == "quarter" and bare in ("latest", "same", "current", "most recent", "that"):
        value = context.last_value(_QUARTER)
        ended = context.last_value(_QUARTER, ended=bare in ("latest", "most recent"))
        value = ended or value
        if value:
            return Sense("DATE", value, "quarter named before")
    if bare in ("following", "preceding", "same", "previous", "prior") or which == "that":
        found = context.last_value(r"\d{4}(?:-.*)?|\d{3}", near=match.start())
        days = days_of(found)
        if days:
            base, held = days[0], f" named before ({found})"
    if base is None:
        return Sense("DATE", None, NO_DAY)
    if (bare == "past" and unit in ("decade", "century")) or (which == "the last" and unit == "decade"):
        return Sense("DURATION", duration_value(1, unit), "length of time up to the anchor", base)
    count = 0
    if bare in ("last", "past", "previous", "preceding", "prior"):
        count = -1
    elif bare in ("next", "following", "coming"):
        count = 1
    elif unit == "quarter" and bare in ("latest", "most recent"):
        count = -1
    value = context.shifted(count, unit, from_day=base)
    if value is None:
        return None
    if unit == "weekend" and count < 0 and base.weekday() >= 5:
        value = context.shifted(-1, "week", from_day=base, as_unit="weekend")
    days = days_of(value)
    if days and edge.startswith("earlier") and count == 0 and days[0] <= base <= days[1]:
        days = (days[0], base)
    elif days and edge.startswith("later") and count == 0 and days[0] <= base <= days[1]:
        days = (base, days[1])
    elif days and edge == "the end of":
        days = (days[1], days[1])
    return Sense("DATE", value, f"{which} {unit}, counted from {base}{held}", base, days=days)


def read_anchor_day(match: Match, context: Context) -> Sense | None:
    """Read "the same day", "that day", "the day before", "the following day"."""
    which, side = group(match, "which"), group(match, "side")
    if which == "the" and not side:
        return None
    base = context.last_day() or context.dct
    if base is None:
        return Sense("DATE", None, NO_DAY)
    shift = {"before": -1, "earlier": -1, "after": 1}.get(side, 0)
    if not side:
        shift = (
            1 if re.search("following|next", which) else -1 if re.search("previous|preceding", which) else 0
        )
    value = context.shifted(shift, "day", from_day=base)
    return Sense("DATE", value, f"counted from the day named before, {base}", base) if value else None


def read_the_unit(match: Match, context: Context) -> Sense | None:
    """Read "the year", "the end of the month", "the weekend", "the quarter" from what was named before."""
    unit, edge, school = read_unit(match["unit"]), group(match, "edge"), group(match, "school")
    if match["ended"]:
        return Sense(
            "DURATION", duration_value(1, unit), "length of time that ends on a day told", part=_to(match)
        )
    if unit == "quarter":
        value = context.last_value(_QUARTER, near=match.start(), reach=3000)
        value = value or (quarter_value(context.dct) if context.dct else None)
        return Sense("DATE", value, "quarter named before" if value else NO_DAY, context.dct)
    if unit in ("decade", "century"):
        held = context.last_value(r"\d{3}" if unit == "decade" else r"\d\d")
        value = held or (unit_value(context.dct, unit) if context.dct else None)
        return Sense("DATE", value, f"{unit} in hand" if value else NO_DAY, context.dct)
    base = context.dct
    if base is None:
        return Sense("DATE", None, NO_DAY)
    if unit == "weekend":
        ahead = context.tense(*match.span()) == "future"
        saturday = latest_weekday(5, anchor=base) + timedelta(days=7 if ahead and base.weekday() < 5 else 0)
        value = unit_value(saturday, "weekend")
    elif unit == "day":
        base = context.last_day() or base
        value = base.isoformat()
    else:
        value = unit_value(base, unit)
    days = days_of(value)
    deadline = edge == "the end of" and re.search(
        r"\bby\s+$", context.text[max(0, match.start() - 5) : match.start()]
    )
    if days and deadline and unit in ("year", "month", "week"):
        return Sense("DATE", days[1].isoformat(), f"last day of the {unit} of {base}", base)
    if days and edge == "the end of":
        days = (days[1], days[1])
    because = f"the {f'{school} ' if school else ''}{unit} of {base}"
    return Sense("DATE", value, because, base, days=days)


def _to(match: Match) -> tuple[int, int]:
    return match.start(), match.end("unit")


def read_period(match: Match, context: Context) -> Sense | None:
    """Read "the latest period", "the 1988 period", "the 1988 second quarter"."""
    words = group(match, "unit")
    if "months" in words:
        return Sense("DURATION", "P9M", "length of time")
    ordinal = read_ordinal(words.split()[0])
    held = context.last_value(_QUARTER, near=match.start(), reach=3000)
    if match["year"]:
        quarter = f"-Q{ordinal}" if ordinal else held[4:] if held else ""
        return Sense("DATE", match["year"] + quarter, "period of the year given")
    held = context.last_value(_QUARTER, near=match.start(), reach=3000, ended=True) or held
    return Sense("DATE", held, "period named before") if held else None


def read_year_end(match: Match, context: Context) -> Sense | None:
    """Read "year end", "midyear", "midweek"."""
    if match["year"]:
        return Sense("DATE", match["year"], "end or middle of the year given")
    unit: Unit = (
        "month" if "month" in group(match, "word") else "week" if "week" in group(match, "word") else "year"
    )
    value = unit_value(context.dct, unit) if context.dct else None
    return Sense("DATE", value, f"end or middle of the {unit}" if value else NO_DAY, context.dct)


def read_that_time(match: Match, context: Context) -> Sense | None:
    """Read "that time", "that period": what was named last."""
    value = context.last_value(r".*", near=match.start(), reach=200)
    if value is None or value.endswith("_REF"):
        return None
    return Sense("DURATION" if value.startswith("P") else "DATE", value, "time named before")


def read_quarter(match: Match, context: Context) -> Sense | None:
    """Read "the third quarter", "fourth-quarter", "the second quarter of 1990", "the first half"."""
    number, letter = read_ordinal(match["ordinal"]), "Q" if group(match, "part") == "quarter" else "H"
    if number is None or (letter == "H" and number > 2):
        return None
    year_words = match["year"] or match["year2"]
    dct = context.dct
    if year_words:
        return Sense("DATE", f"{year_words}-{letter}{number}", "quarter or half and year given")
    if letter == "H" and not re.match(r"(?i)the ", match[0]):
        return None
    if dct is None:
        return Sense("DATE", None, NO_DAY)
    year = dct.year
    deictic = group(match, "deictic")
    if deictic:
        year += -1 if "last" in deictic else 1 if "next" in deictic else 0
    else:
        months = 3 if letter == "Q" else 6
        start = date(year, months * (number - 1) + 1, 1)
        tense = context.tense(*match.span())
        if start > dct and tense != "future":
            year -= 1
        elif tense == "future" and (days := days_of(f"{year:04d}-{letter}{number}")) and days[1] < dct:
            year += 1
    return Sense("DATE", f"{year:04d}-{letter}{number}", f"quarter or half, counted from {dct}", dct)


def read_quarters(match: Match, context: Context) -> Sense | None:
    """Read "the first two quarters of 1990" as its half."""
    if group(match, "count") != "two":
        return Sense("DURATION", "P3Q", "length of time")
    return Sense(
        "DATE",
        f"{match['year']}-H{1 if group(match, 'word') == 'first' else 2}",
        "two quarters of the year given",
    )


def read_short_quarter(match: Match, context: Context) -> Sense | None:
    """Read "Q3 2016", "3Q"."""
    letters = match["word"]
    code = f"Q{letters[0]}" if letters[0].isdigit() else letters
    year = match["year"] or (f"{context.dct.year:04d}" if context.dct else None)
    if year and len(year) == 2:
        year = f"20{year}"
    return Sense("DATE", f"{year}-{code}" if year else None, "quarter" if year else NO_DAY, context.dct)
