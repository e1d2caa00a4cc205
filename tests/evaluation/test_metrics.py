"""Counts and bootstrap intervals, against figures worked out by hand."""

from __future__ import annotations

import pytest

from evaluation.metrics import Counts, bootstrap_interval


def test_precision_recall_and_f1_of_hand_counted_items() -> None:
    counts = Counts(right=3, gold=4, found=6)
    assert counts.precision == 50.0
    assert counts.recall == 75.0
    assert counts.f1 == pytest.approx(60.0)  # 2 * 50 * 75 / 125


def test_nothing_found_and_nothing_wanted_are_zero_and_no_error() -> None:
    assert Counts(0, 0, 0).f1 == 0.0
    assert Counts(0, 5, 0).precision == 0.0
    assert Counts(0, 0, 5).recall == 0.0


def test_counts_add_up_before_the_figure_is_taken() -> None:
    # The mean of 100 and 0 would be 50; the items say 1 of 10.
    assert (Counts(1, 1, 1) + Counts(0, 9, 9)).f1 == pytest.approx(10.0)


def test_where_all_of_the_gold_is_answered_f1_is_the_accuracy() -> None:
    assert Counts(7, 8, 8).f1 == pytest.approx(87.5)


def test_interval_of_equal_documents_is_their_figure() -> None:
    assert bootstrap_interval([Counts(1, 2, 2)] * 5) == (50.0, 50.0)


def test_interval_of_two_extremes_spans_both() -> None:
    # Both documents alike are drawn in a quarter of the draws each, far more than 2.5 %.
    assert bootstrap_interval([Counts(4, 4, 4), Counts(0, 4, 4)]) == (0.0, 100.0)


def test_interval_weighs_documents_by_their_items() -> None:
    # One item wrong in a report of a thousand moves nothing; its twin of one item must not weigh the same.
    rows = [Counts(1000, 1000, 1000), Counts(0, 1, 1)]
    low, high = bootstrap_interval([rows[0]] * 20 + [rows[1]])
    assert low > 99.9
    assert high == 100.0


def test_interval_is_the_same_every_time_and_holds_the_figure() -> None:
    rows = [Counts(k % 3, 3, 3) for k in range(30)]
    low, high = bootstrap_interval(rows)
    assert (low, high) == bootstrap_interval(rows)
    assert low <= sum(rows, Counts(0, 0, 0)).f1 <= high


def test_interval_of_no_documents_is_refused() -> None:
    with pytest.raises(ValueError, match="no documents"):
        bootstrap_interval([])
