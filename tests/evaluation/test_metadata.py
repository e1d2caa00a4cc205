"""Days of publication: what a page comes to, and the table of what the pages state."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from evaluation.metadata import StatedDay, as_counts, headline_hash, judge, read_gold, read_headlines

ONE = StatedDay("a", ("2021-05-03",), "meta", "")
TWO = StatedDay("b", ("2021-05-03", "2021-05-04"), "json-ld", "")
NONE = StatedDay("c", (), "", "")


@pytest.mark.parametrize(
    ("stated", "published", "outcome"),
    [
        (ONE, "2021-05-03T23:59:00-05:00", "right"),
        (ONE, "2021-05-04", "wrong"),
        (ONE, None, "missing"),
        (TWO, "2021-05-04T01:00:00Z", "right"),
        (NONE, None, "right"),
        (NONE, "2021-05-03", "invented"),
    ],
)
def test_a_page_comes_to_one_of_four(stated: StatedDay, published: str | None, outcome: str) -> None:
    assert judge(stated, published).outcome == outcome


def test_only_a_right_day_counts() -> None:
    scores = [judge(ONE, "2021-05-03"), judge(ONE, None), judge(NONE, "2021-05-03")]
    assert [row.right for row in as_counts(scores)["day of publication"]] == [1, 0, 0]
    scores = [replace(scores[0], headline=True), scores[1]]
    assert [row.right for row in as_counts(scores)["headline"]] == [1, 0]


def test_headlines_are_one_by_their_letters_and_digits() -> None:
    assert headline_hash("“Harbour opens”, 3 May") == headline_hash("Harbour Opens  3 may")
    assert headline_hash("Harbour opens, 3 May") != headline_hash("Harbour opens, 4 May")


def test_every_page_with_a_day_has_a_headline() -> None:
    assert read_headlines().keys() == {row.page for row in read_gold()}


def test_the_table_states_real_days_once_a_page() -> None:
    gold = read_gold()
    assert len({row.page for row in gold}) == len(gold) == 91
    for row in gold:
        assert all(date.fromisoformat(day) for day in row.days)
        assert row.where in (("json-ld", "meta", "time", "visible", "url") if row.days else ("",))
