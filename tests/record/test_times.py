"""Time expressions: golden cases by phenomenon, and what holds for any text."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.model import Dateline, Document, Reading, Sentence, Span, Word, text_digest
from onrecord.record.times import find_times, find_timexes
from onrecord.record.timex_candidates import rules

_CASES = Path(__file__).parent / "cases"
_VALUE = re.compile(
    r"(?:PAST|PRESENT|FUTURE)_REF"
    r"|P(?:\d+(?:\.\d+)?|X)(?:[YMWDQ]|WE|DE|CE)|PT(?:\d+(?:\.\d+)?|X)[HMS]"
    r"|\d{2,4}|\d{4}-\d\d(?:-\d\d(?:T(?:MO|MI|AF|EV|NI|\d\d:\d\d))?)?"
    r"|\d{4}-W\d\d(?:-WE)?|\d{4}-(?:Q[1-4]|H[12]|SP|SU|FA|WI)"
    r"|XXXX-(?:WXX-[1-7](?:T(?:MO|MI|AF|EV|NI))?|\d\d(?:-\d\d)?|SP|SU|FA|WI|XX-XXT(?:MO|AF|EV|NI))"
)
_WORDS = (
    "the last next this a two 30 1998 2016 December 12 , . - / : p.m. at on Friday night ago earlier year "
    "years week quarter third past of end May Sept. 99/99/9999 0001-01-01 century 9999 every noon Easter "
    "months and '90s"
)
_PIECES = st.sampled_from(_WORDS.split())


def _cases() -> list[Any]:
    found = []
    for path in sorted(_CASES.glob("times-*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in table["case"]:
            marks = [pytest.mark.xfail(strict=True)] if case.get("expect") == "fail" else []
            found.append(pytest.param(case, table["dct"], id=f"{path.stem}: {case['label']}", marks=marks))
    return found


@pytest.mark.parametrize(("case", "dct"), _cases())
def test_golden_case_is_read_as_given(case: dict[str, Any], dct: str) -> None:
    found = find_timexes(case["text"], dct=date.fromisoformat(dct))
    assert [[t.span.cut(case["text"]), t.type, t.value or ""] for t in found] == case["times"]
    assert all(timex.because for timex in found)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=25).map(" ".join)), st.dates())
def test_any_text_gives_ordered_spans_and_valid_values(text: str, dct: date) -> None:
    for day in (dct, None):
        found = find_timexes(text, dct=day)
        end = 0
        for timex in found:
            assert end <= timex.span.start < timex.span.end <= len(text)
            assert timex.span.cut(text).strip() == timex.span.cut(text)
            assert timex.value is None or _VALUE.fullmatch(timex.value), timex
            assert (timex.earliest is None) == (timex.latest is None)
            assert timex.earliest is None or date.fromisoformat(timex.earliest) <= date.fromisoformat(
                timex.latest or ""
            )
            end = timex.span.end


@settings(max_examples=100, deadline=None)
@given(st.lists(_PIECES, max_size=25).map(" ".join))
@example(" ".join(case.values[0]["text"] for case in _cases()))
def test_what_a_rule_needs_is_in_all_its_matches(text: str) -> None:
    for rule in (one for group in rules().values() for one in group if one.needs):
        for match in rule.pattern.finditer(text):
            assert any(some in match[0].casefold() for some in rule.needs), (rule.name, match[0])


def test_without_a_publication_day_only_absolute_values_resolve() -> None:
    text = "He left on Friday, after two weeks, on March 3, 2014, last year."
    friday, weeks, day, year = find_timexes(text, dct=None)
    assert (friday.value, friday.because) == (None, "no publication date is known")
    assert weeks.value == "P2W"
    assert (day.value, day.earliest, day.latest) == ("2014-03-03", "2014-03-03", "2014-03-03")
    assert (year.value, year.because) == (None, "no publication date is known")


def test_reason_names_tense_and_anchor() -> None:
    (friday,) = find_timexes("She fell ill on Friday.", dct=date(2016, 12, 12))
    assert friday.anchor == "2016-12-12"
    assert friday.because == "weekday, past tense, latest on or before 2016-12-12"


def test_earlier_this_month_ends_on_the_publication_day() -> None:
    (month,) = find_timexes("Two were held earlier this month.", dct=date(2016, 12, 12))
    assert (month.earliest, month.latest) == ("2016-12-01", "2016-12-12")


def test_two_orders_of_day_and_month_bound_the_days() -> None:
    (day,) = find_timexes("Signed on 03/04/2016.", dct=date(2016, 12, 12))
    assert (day.value, day.earliest, day.latest) == (None, "2016-03-04", "2016-04-03")


def _reading(text: str, tags: list[tuple[str, str, str, int | None, str]], **fields: Any) -> Reading:
    """Return a reading of one sentence: form, universal tag, Penn tag, head and relation of each word."""
    words, position = [], 0
    for form, upos, xpos, head, relation in tags:
        start = text.index(form, position)
        position = start + len(form)
        words.append(Word(Span(start, position), form.lower(), upos, xpos, head, relation, 0))
    document = Document(id=text_digest(text), input="-", text=text, published="2016-12-12", **fields)
    sentence = Sentence(Span(0, len(text)), 0, len(words))
    return Reading(document, tuple(words), (sentence,), (), (), "none")


def test_tense_of_the_governing_verb_decides_the_weekday() -> None:
    text = "Officials said trains leave Friday"
    reading = _reading(
        text,
        [
            ("Officials", "NOUN", "NNS", 1, "nsubj"),
            ("said", "VERB", "VBD", None, "root"),
            ("trains", "NOUN", "NNS", 3, "nsubj"),
            ("leave", "VERB", "VBP", 1, "ccomp"),
            ("Friday", "PROPN", "NNP", 3, "obl:tmod"),
        ],
    )
    assert find_times(reading)[0].value == "2016-12-16"
    assert find_timexes(text, dct=date(2016, 12, 12))[0].value == "2016-12-09"


def test_date_of_the_dateline_takes_its_day() -> None:
    text = "BRNO, January 3. A mill burned."
    dateline = Dateline(Span(0, 16), date="2015-01-03", date_span=Span(6, 15), because="year from metadata")
    (day,) = find_times(_reading(text, [("mill", "NOUN", "NN", None, "root")], dateline=dateline))
    assert (day.span.cut(text), day.value) == ("January 3", "2015-01-03")
    assert day.because == "dateline (year from metadata)"


def test_years_before_the_thousandth_have_four_digits() -> None:
    (quarter,) = find_timexes("THIRD QUARTER", dct=date(1000, 1, 1))
    assert quarter.value == "0999-Q3"
    (short,) = find_timexes("in Q3.", dct=date(999, 5, 1))
    assert short.value == "0999-Q3"


@pytest.mark.parametrize("day", [date.min, date(1, 12, 31), date.max])
def test_a_day_at_the_ends_of_the_calendar_counts_as_unknown(day: date) -> None:
    text = "It fell at Easter, on Friday, in December, and ten years ago."
    found = find_timexes(text, dct=day)
    assert found == find_timexes(text, dct=None)
    assert len(found) >= 4
