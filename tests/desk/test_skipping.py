"""Rows that are passed over at the beginning of a list: the others are the same as if they had been looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from onrecord.desk.answers import Rows, Skip
from onrecord.desk.questions import disputes, find_stories, search, timeline
from onrecord.desk.wanted import Wanted
from onrecord.export.codec import JsonCodec
from onrecord.store import Store
from tests.conftest import Desk

LISTS: dict[str, Callable[..., Rows[Any]]] = {
    "stories": find_stories,
    "timeline": timeline,
    "timeline of several": lambda store, wanted, **given: timeline(store, wanted, several=True, **given),
    "disputes": disputes,
    "search": lambda store, wanted, **given: search(store, "said", wanted, **given),
}
FILTERS = (
    {},
    {"outlet": "Evening Post"},
    {"place": "Gdynia"},
    {"type": "ASSAULT", "label": "denied"},
    {"person": "Kaminska"},
    {"person": "Kaminska", "label": "alleged"},
    {"since": "2026-03-03", "until": "2026-03-10"},
)


@pytest.fixture(scope="module")
def store(desk: Desk) -> Iterator[Store]:
    with Store.open(desk.path, codec=JsonCodec(), create=False, read_only=True) as opened:
        yield opened


@pytest.mark.weights
@pytest.mark.parametrize("given", FILTERS, ids=str)
@pytest.mark.parametrize("name", LISTS)
def test_they_change_nothing_of_the_others(store: Store, name: str, given: dict[str, str]) -> None:
    ask, wanted = LISTS[name], Wanted(**given)
    whole = ask(store, wanted)
    for skip in range(len(whole) + 2):
        for limit in (1, 2, None):
            rows = ask(store, wanted, limit=limit, skip=skip)
            end = len(whole) if limit is None else skip + limit
            assert tuple(rows) == tuple(whole)[skip:end]
            assert rows.is_whole == (end >= len(whole))
            if rows.total is not None or (rows.is_whole and rows):
                assert rows.total == len(whole)


def test_what_was_passed_over_is_counted_where_it_was_looked_at() -> None:
    skip = Skip(3)
    assert list(skip.over("ab")) == []
    assert list(skip.over("cdef")) == ["d", "e", "f"]
    assert list(skip.over("g")) == ["g"]
    assert (skip.n_passed, skip.is_known) == (3, True)
    assert Rows.of("defg", 2, skip=skip).total is None
    assert Rows.of("defg", None, skip=skip).total == 7
    few = Skip(9)
    assert list(few.over("ab")) == []
    assert Rows.of((), 5, skip=few).total == 2


def test_what_the_database_passes_over_may_be_less() -> None:
    skip = Skip(9)
    assert skip.by_database() == 9
    assert skip.by_database() == 0
    assert list(skip.over("ab")) == ["a", "b"]
    assert Rows.of((), 5, skip=skip).total is None
    assert Rows.of((), 5, skip=skip, total=4).total == 4
    assert Rows.of("ab", 5, skip=skip).total == 11
