"""Relations kept in the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from onrecord.store import Relation, Store, linking
from tests.store.reports import made_up, numbered


def test_relations_come_back_as_they_were_put_in(store: Store) -> None:
    stories = [
        Relation("T1", ("a", "b"), {"id": "T1", "title": "Łódź \U0001f6a2", "nested": [{"x": None}, 1.5]}),
        Relation("T2", ("c",), {"id": "T2"}),
    ]
    reprints = [Relation(None, ("a", "c"), {"origin": "a"})]
    state = store.put_relations({"stories": stories, "reprints": reprints, "quotes": []}, basis=store.basis())
    assert list(store.relations("stories")) == stories
    assert list(store.relations("reprints")) == reprints
    assert list(store.relations("quotes")) == list(store.relations("not there")) == []
    assert state.parts == {"stories": 2, "reprints": 1, "quotes": 0}
    kept = store.relations_state()
    assert kept is not None
    assert (kept.basis, kept.made_at, kept.parts) == (
        state.basis,
        state.made_at,
        {"stories": 2, "reprints": 1, "quotes": 0},
    )


def test_relations_are_found_by_id_and_by_report(store: Store) -> None:
    stories = [Relation(f"T{number}", (f"k{number}", f"k{number + 1}"), {"n": number}) for number in range(6)]
    store.put_relations({"stories": stories, "happenings": [Relation("T2", ("k2",), {})]}, basis="x")
    assert [story.data["n"] for story in store.relations("stories", id="T2")] == [2]
    assert [story.id for story in store.relations("stories", report="k3")] == ["T2", "T3"]
    assert list(store.relations("stories", id="T9")) == list(store.relations("stories", report="k99")) == []


def test_relations_are_found_by_the_beginning_of_an_id_and_by_several_reports(store: Store) -> None:
    made = [Relation(f"T{number:04x}", (f"k{number}", "every"), {"n": number}) for number in range(1_200)]
    store.put_relations({"stories": made, "other": made[:1]}, basis="b")
    assert [one.id for one in store.relations("stories", beginning="T001")] == [
        f"T001{n:x}" for n in range(16)
    ]
    assert list(store.relations("stories", beginning="T9")) == []
    assert list(store.relations("stories", beginning="%")) == []
    assert [one.id for one in store.relations("stories", report=["k7", "k3", "k9999"])] == ["T0003", "T0007"]
    assert list(store.relations("stories", report=[])) == []
    many = [f"k{number}" for number in range(900)] + ["every"]
    assert sorted(one.id or "" for one in store.relations("stories", report=many)) == [one.id for one in made]


def test_new_relations_take_the_place_of_all_old_ones(store: Store) -> None:
    store.put_relations(
        {"stories": [Relation("T1", ("a",), {})], "quotes": [Relation("Q1", ("a",), {})]}, basis="x"
    )
    store.put_relations({"stories": [Relation("T2", ("b",), {})]}, basis="y")
    assert [story.id for story in store.relations("stories")] == ["T2"]
    assert list(store.relations("quotes")) == list(store.relations("stories", report="a")) == []
    state = store.relations_state()
    assert state is not None
    assert state.basis == "y"


def test_relations_that_cannot_be_made_leave_the_old_ones(store: Store) -> None:
    def breaks_off() -> Iterator[Relation]:
        yield from (Relation(f"T{number}", (), {}) for number in range(2_500))
        raise RuntimeError("no more")

    store.put_relations({"stories": [Relation("T1", ("a",), {})]}, basis="x")
    with pytest.raises(RuntimeError, match="no more"):
        store.put_relations({"stories": breaks_off()}, basis="y")
    assert [story.id for story in store.relations("stories")] == ["T1"]
    state = store.relations_state()
    assert state is not None
    assert state.basis == "x"


def test_many_relations_come_in_order(store: Store) -> None:
    stories = [Relation(f"T{number}", (f"k{number % 7}",), {"n": number}) for number in range(2_300)]
    store.put_relations({"stories": iter(stories)}, basis="x")
    assert [story.data["n"] for story in store.relations("stories")] == list(range(2_300))
    assert len(list(store.relations("stories", report="k3"))) == len(range(3, 2_300, 7))


def made_happenings() -> list[Relation]:
    """Return happenings of two types, three places and an outlet each; every tenth has no time."""
    return [
        Relation(
            f"H{number:03}",
            (),
            {"n": number},
            first=None if number % 10 == 9 else f"2026-{1 + number // 30:02}-{1 + number % 30:02}",
            last=None if number % 10 == 9 else f"2026-{1 + number // 30:02}-{1 + number % 30:02}",
            facets=(
                ("type", "ASSAULT" if number % 3 else "PROTEST"),
                ("place", ("lviv", "lvivska", "oran")[number % 3]),
                ("outlet", f"outlet {number}"),
            ),
        )
        for number in range(180)
    ]


@pytest.mark.parametrize(
    ("facets", "numbers"),
    [
        ([], range(180)),
        ([("type", ["PROTEST"])], range(0, 180, 3)),
        ([("type", ["PROTEST", "ASSAULT"])], range(180)),
        ([("type", ["ASSAULT"]), ("place", ["oran"])], range(2, 180, 3)),
        ([("place", ["lviv"]), ("place", ["oran"])], []),
        ([("type", ["PROTEST"]), ("outlet", ["outlet 3", "outlet 4", "outlet 6"])], [3, 6]),
        ([("outlet", [f"outlet {n}" for n in range(100, 175)]), ("place", ["lviv"])], range(102, 175, 3)),
        ([("type", [])], []),
        ([("type", ["none' OR 1=1 --"])], []),
    ],
)
def test_relations_are_chosen_by_facets_in_their_order(
    store: Store, facets: list[tuple[str, list[str]]], numbers: Sequence[int]
) -> None:
    store.put_relations({"happenings": made_happenings(), "stories": made_happenings()[:5]}, basis="x")
    found = list(store.chosen_relations("happenings", facets))
    assert [one.data["n"] for one in found] == list(numbers)
    assert store.chosen_ids("happenings", facets, most=7) == tuple(f"H{n:03}" for n in numbers)[:7]


def test_relations_are_chosen_by_their_time_and_those_without_one_never_fit(store: Store) -> None:
    store.put_relations({"happenings": made_happenings()}, basis="x")

    def chosen(**times: str) -> list[object]:
        return [one.data["n"] for one in store.chosen_relations("happenings", **times)]

    assert chosen(since="2026-06-25") == [174, 175, 176, 177, 178]
    assert chosen(until="2026-01-03") == [0, 1, 2]
    assert chosen(since="2026-02-29", until="2026-03-02") == [58, 60, 61]
    assert (
        next(iter(store.chosen_relations("happenings", [("type", ["PROTEST"])], since="2026-06-26"))).first
        == "2026-06-28"
    )


def test_no_more_of_a_list_is_read_than_is_looked_at(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put_relations({"happenings": made_happenings()}, basis="x")
    pages = []
    ask = linking.chosen_after

    def counted(*given: Any, **named: Any) -> Any:
        pages.append(named["size"])
        return ask(*given, **named)

    monkeypatch.setattr(linking, "chosen_after", counted)
    assert next(store.chosen_relations("happenings")).data["n"] == 0
    assert pages == [51]


def test_the_values_of_a_facet_are_found_by_their_beginning(store: Store) -> None:
    store.put_relations({"happenings": made_happenings()}, basis="x")
    assert store.facet_values("happenings", "place", "lviv") == ("lviv", "lvivska")
    assert store.facet_values("happenings", "place", "") == ("lviv", "lvivska", "oran")
    assert store.facet_values("happenings", "place", "%") == store.facet_values("stories", "place", "l") == ()


def test_a_store_without_relations_says_so(store: Store) -> None:
    assert store.relations_state() is None


def test_the_basis_is_that_of_reports_records_and_corrections_and_not_of_their_order(
    store: Store, tmp_path: object
) -> None:
    from pathlib import Path

    from tests.store.reports import CODEC

    empty = store.basis()
    for number in (1, 2, 3):
        store.add(*numbered(number).parts)
    three = store.basis()
    assert three != empty
    assert store.add(*numbered(2).parts).status == "known"
    assert store.basis() == three
    with Store.open(Path(str(tmp_path)) / "other.db", codec=CODEC) as other:
        for number in (3, 1, 2):
            other.add(*numbered(number).parts)
        assert other.basis() == three
    correction = store.correct("reject", numbered(1).key, {}, author="an editor", reason="a drill")
    assert store.basis() != three
    store.undo(correction.id, author="an editor", reason="no drill")
    assert store.basis() == three
    store.add(*made_up("One more.").parts)
    assert store.basis() != three
