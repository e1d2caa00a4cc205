"""Finds the time expressions of a report and reads them as TIMEX3 values."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from onrecord.model import Reading, Span, Timex
from onrecord.record import timex_units, timex_values
from onrecord.record.timex_calendar import Tense, days_of
from onrecord.record.timex_candidates import Candidate, find_candidates
from onrecord.record.timex_context import Context, Sense
from onrecord.record.timex_guards import is_time
from onrecord.record.timex_tense import guess_tense, tense_of_words

Reader = Callable[[re.Match[str], Context], Sense | None]

_READERS: dict[str, tuple[Reader, ...]] = {
    "iso day": (timex_values.read_iso_day,),
    "day in figures": (timex_values.read_figures,),
    "month and day": (timex_values.read_month_day,),
    "days of a month": (timex_values.read_month_days, timex_values.read_second_day),
    "month and year": (timex_values.read_month,),
    "month": (timex_values.read_month,),
    "short month": (timex_values.read_month,),
    "weekday": (timex_values.read_weekday,),
    "near day": (timex_values.read_near_day,),
    "part of a near day": (timex_values.read_near_part,),
    "overnight": (timex_values.read_near_part,),
    "part of a day": (timex_values.read_part_of_day,),
    "present": (timex_values.read_reference,),
    "past": (timex_values.read_reference,),
    "future": (timex_values.read_reference,),
    "year": (timex_values.read_year,),
    "years": (timex_values.read_year_span, timex_values.read_second_year),
    "year in words": (timex_values.read_year_words_of,),
    "decade": (timex_values.read_decade,),
    "century": (timex_values.read_century,),
    "holiday": (timex_values.read_holiday,),
    "season": (timex_values.read_season,),
    "clock": (timex_values.read_clock,),
    "ago": (timex_units.read_ago,),
    "earlier period": (timex_units.read_year_earlier,),
    "day and week": (timex_units.read_from_day,),
    "length so far": (timex_units.read_length,),
    "nine months": (timex_units.read_length,),
    "length": (timex_units.read_length,),
    "length of parts": (timex_units.read_fixed_length,),
    "vague length": (timex_units.read_vague_length,),
    "every": (timex_units.read_every,),
    "rate": (timex_units.read_rate,),
    "repeat": (timex_units.read_rate,),
    "near unit": (timex_units.read_near_unit,),
    "near day of anchor": (timex_units.read_anchor_day,),
    "the unit": (timex_units.read_the_unit,),
    "the period": (timex_units.read_period,),
    "end of year": (timex_units.read_year_end,),
    "that time": (timex_units.read_that_time,),
    "quarter": (timex_units.read_quarter,),
    "quarters": (timex_units.read_quarters,),
    "short quarter": (timex_units.read_short_quarter,),
}


def find_times(reading: Reading) -> tuple[Timex, ...]:
    """Return the time expressions of a report, resolved against its publication day.

    The tense of the governing verb comes from the words of the reading, and from the bare text
    where no verb governs the expression. A date in the dateline takes the dateline's day.

    Args:
        reading: the report as read; its document gives publication day and dateline.

    Returns:
        Time expressions in order of first offset; a value that nothing decides is None.
    """
    document = reading.document

    def tense_at(span: Span) -> Tense | None:
        return tense_of_words(reading, span) or guess_tense(document.text, span)

    fixed: dict[Span, tuple[str, str]] = {}
    dateline = document.dateline
    if dateline is not None and dateline.date is not None and dateline.date_span is not None:
        fixed[dateline.date_span] = (dateline.date, f"dateline ({dateline.because or 'date given'})")
    return find_timexes(document.text, dct=document.published_day, tense_at=tense_at, fixed=fixed)


def find_timexes(
    text: str,
    *,
    dct: date | None,
    tense_at: Callable[[Span], Tense | None] | None = None,
    fixed: dict[Span, tuple[str, str]] | None = None,
) -> tuple[Timex, ...]:
    """Return the time expressions of a text, as TimeML annotators mark and value them.

    Args:
        text: plain text.
        dct: document creation time, the day that relative expressions count from, or None; the first and the last year of
            the calendar count as unknown.
        tense_at: gives the tense of the verb that governs a span; by default word forms of the
            sentence decide.
        fixed: days known beforehand for spans (the dateline's date), with the reason.

    Returns:
        Time expressions in order of first offset, without overlaps. Without a publication day
        relative expressions keep the value None and say so in `because`.

    >>> [(t.span.cut("It fell last Friday."), t.value) for t in
    ...  find_timexes("It fell last Friday.", dct=date(2016, 12, 12))]
    [('last Friday', '2016-12-09')]
    """
    if dct is not None and not date.min.year < dct.year < date.max.year:
        # A day from which no other could be counted: nobody published anything then.
        dct = None
    context = Context(text, dct, tense_at or (lambda span: guess_tense(text, span)))
    found: list[Timex] = []
    for candidate in _disjoint([c for c in find_candidates(text) if is_time(c.rule, c.match, text)]):
        for read in _READERS[candidate.rule]:
            sense = read(candidate.match, context)
            if sense is None:
                break
            timex = _timex(candidate, sense, text, fixed or {})
            found.append(timex)
            if timex.value is not None and not sense.compares:
                context.seen.append((timex.span.start, timex.value))
    return tuple(found)


def _disjoint(candidates: list[Candidate]) -> list[Candidate]:
    """Return candidates that do not overlap, the longest first served, in order of offset."""
    candidates.sort(key=lambda c: (c.match.start() - c.match.end(), c.rank, c.match.start()))
    taken: list[Candidate] = []
    free = bytearray(max((c.match.end() for c in candidates), default=0))
    for candidate in candidates:
        start, end = candidate.match.span()
        if free.find(1, start, end) < 0:
            free[start:end] = b"\x01" * (end - start)
            taken.append(candidate)
    return sorted(taken, key=lambda c: c.match.start())


def _timex(candidate: Candidate, sense: Sense, text: str, fixed: dict[Span, tuple[str, str]]) -> Timex:
    start, end = sense.part or candidate.match.span()
    while end > start and text[end - 1].isspace():
        end -= 1
    span = Span(start, end)
    value, because, days = sense.value, sense.because, sense.days
    for known, (day, reason) in fixed.items():
        if span.overlaps(known) and sense.type == "DATE":
            value, because, days = day, reason, None
    days = days or days_of(value)
    return Timex(
        span=span,
        type=sense.type,
        value=value,
        earliest=days[0].isoformat() if days else None,
        latest=days[1].isoformat() if days else None,
        anchor=sense.anchor.isoformat() if sense.anchor else None,
        because=because,
    )
