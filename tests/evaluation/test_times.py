"""Matching of time expressions, on expressions made by hand."""

from __future__ import annotations

import pytest

from evaluation.times import GoldTime, TimeCounts, TimedDocument, match_times, time_interval
from onrecord.model import Span, Timex

TEXT = "On Friday the port closed; on Friday evening it opened for two days."


def timex(words: str, value: str, *, kind: str = "DATE", start: int = 0) -> Timex:
    begin = TEXT.index(words, start)
    return Timex(
        span=Span(begin, begin + len(words)),
        type=kind,  # type: ignore[arg-type]
        value=value,
        earliest=None,
        latest=None,
        anchor=None,
        because="by hand",
    )


def gold(words: str, value: str, *, kind: str = "DATE", start: int = 0) -> GoldTime:
    begin = TEXT.index(words, start)
    return GoldTime(begin, begin + len(words), kind, value)


def counts(wanted: list[GoldTime], found: list[Timex]) -> TimeCounts:
    return match_times(TimedDocument("d", "hand", TEXT, None, tuple(wanted)), tuple(found))[0]


def test_same_span_type_and_value_is_right_in_all() -> None:
    found = counts([gold("Friday", "2020-05-01")], [timex("Friday", "2020-05-01")])
    assert found == TimeCounts(gold=1, system=1, strict=1, relaxed=1, type=1, value=1)


def test_an_overlap_is_relaxed_but_not_strict() -> None:
    found = counts([gold("On Friday", "2020-05-01")], [timex("Friday", "2020-05-01")])
    assert (found.strict, found.relaxed, found.value) == (0, 1, 1)


def test_white_space_between_does_not_make_a_span_another() -> None:
    wide = GoldTime(2, 9, "DATE", "2020-05-01")  # the blank before "Friday" is in it
    assert counts([wide], [timex("Friday", "2020-05-01")]).strict == 1


def test_a_right_value_elsewhere_does_not_count() -> None:
    found = counts([gold("Friday", "2020-05-01")], [timex("two days", "2020-05-01")])
    assert found == TimeCounts(gold=1, system=1)


def test_type_and_value_count_only_where_they_are_equal() -> None:
    found = counts([gold("two days", "P2D", kind="DURATION")], [timex("two days", "P3D")])
    assert (found.strict, found.type, found.value) == (1, 0, 0)


def test_one_expression_is_matched_once_and_by_the_larger_overlap() -> None:
    evening = gold("Friday evening", "2020-05-01TEV", kind="TIME", start=20)
    pieces = [timex("Friday", "2020-05-01", start=20), timex("evening", "2020-05-01TEV", kind="TIME")]
    found, pairs = match_times(TimedDocument("d", "hand", TEXT, None, (evening,)), tuple(pieces))
    assert (found.relaxed, found.system, found.value) == (
        1,
        2,
        1,
    )  # "evening" shares seven letters, "Friday" six
    assert pairs == [(evening, pieces[1]), (None, pieces[0])]


def test_missed_and_spurious_are_paired_with_nothing() -> None:
    wanted, found = gold("two days", "P2D", kind="DURATION"), timex("Friday", "2020-05-01")
    _, pairs = match_times(TimedDocument("d", "hand", TEXT, None, (wanted,)), (found,))
    assert pairs == [(wanted, None), (None, found)]


def test_f1_is_over_gold_and_found_together() -> None:
    total = TimeCounts(gold=3, system=1, value=1) + TimeCounts(gold=1, system=3, value=1)
    assert total.f1(total.value) == pytest.approx(50.0)
    assert TimeCounts().f1(0) == 0.0


def test_interval_of_equal_documents_is_their_figure() -> None:
    assert time_interval([TimeCounts(gold=2, system=2, value=1)] * 4, "value") == (50.0, 50.0)
