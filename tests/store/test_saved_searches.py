"""Saved searches, and which reports came since."""

from __future__ import annotations

import pytest

from onrecord.errors import NotInStore
from onrecord.store import Relation, ReportFilter, Store
from tests.store.reports import made_up


def add(store: Store, *texts: str) -> list[str]:
    reports = [made_up(text) for text in texts]
    for report in reports:
        store.add(*report.parts)
    return [report.key for report in reports]


def relate(store: Store, keys: list[str]) -> None:
    store.put_relations({"reports": [Relation(key, (key,), {}) for key in keys]}, basis="x")


def test_a_search_is_kept_with_what_it_asks_for(store: Store) -> None:
    saved = store.save_search(" Port ", "search", {"q": '"crane drivers"', "place": "Gdańsk"})
    assert (saved.id, saved.name, saved.question) == ("S1", "Port", "search")
    assert saved.asked == {"q": '"crane drivers"', "place": "Gdańsk"}
    assert store.saved_searches() == (saved,)
    assert store.saved_search("S1") == saved


def test_what_is_there_when_it_is_saved_counts_as_looked_at(store: Store) -> None:
    keys = add(store, "Ships wait.", "Ships leave.")
    relate(store, keys[:1])
    # The second report is in no relation yet, so that a list cannot have shown it.
    saved = store.save_search("All", "stories", {})
    assert (saved.seen, saved.told) == (1, 1)
    assert [one.key for one in store.arrived(after=saved.seen, until=9)] == keys[1:]


def test_looking_and_telling_are_kept_apart_and_never_go_back(store: Store) -> None:
    saved = store.save_search("All", "stories", {})
    store.seen_search(saved.id, 7)
    store.told_search(saved.id, 3)
    store.seen_search(saved.id, 5)
    found = store.saved_search(saved.id)
    assert (found.seen, found.told) == (7, 3)


def test_what_is_forgotten_is_gone_and_its_id_is_not_given_again(store: Store) -> None:
    first = store.save_search("All", "stories", {})
    store.forget_search(first.id)
    assert store.saved_searches() == ()
    assert store.save_search("All", "stories", {}).id == "S2"


@pytest.mark.parametrize("name", ["S9", "", "S", "S-1", "S1; DROP TABLE saved_searches", "\udcff"])
def test_a_saved_search_that_is_not_there_is_told(store: Store, name: str) -> None:
    with pytest.raises(NotInStore, match="there is no saved search"):
        store.seen_search(name, 1)


def test_a_saved_search_has_a_name(store: Store) -> None:
    with pytest.raises(ValueError, match="has a name"):
        store.save_search(" ", "stories", {})


def test_reports_are_had_by_their_arrival(store: Store) -> None:
    keys = add(store, "Ships wait.", "Ships leave.", "Ships sink.")
    assert [one.key for one in store.arrived(after=1, until=3)] == keys[:0:-1]
    assert [one.key for one in store.arrived(after=0, until=3, most=1)] == keys[2:]
    wanted = ReportFilter(arrived_after=1, arrived_until=2)
    assert [hit.report.key for hit in store.search("ships", wanted)] == keys[1:2]


def test_the_last_related_report_is_the_last_that_relations_are_of(store: Store) -> None:
    assert store.last_related() == 0
    keys = add(store, "Ships wait.", "Ships leave.", "Ships sink.")
    relate(store, keys[:2])
    assert store.last_related() == 2
