"""Corrections, feeds, and inputs that were set aside."""

from __future__ import annotations

import pytest

from onrecord.errors import NoBody, NotInStore, StoreError
from onrecord.store import Store
from tests.store.reports import made_up, numbered

ARGUMENTS = {"author": "Halina Brzoska", "reason": "the outlet corrected it"}


def test_a_correction_is_kept_with_who_made_it_and_why(store: Store) -> None:
    made = store.correct("date", "0123456789abcdef", {"published": "2026-03-10", "was": None}, **ARGUMENTS)
    assert (made.id, made.kind, made.target, made.undone_at) == ("C1", "date", "0123456789abcdef", None)
    assert (made.author, made.reason) == (ARGUMENTS["author"], ARGUMENTS["reason"])
    assert made.payload == {"published": "2026-03-10", "was": None}
    assert list(store.corrections()) == [made]


def test_corrections_come_in_the_order_in_which_they_were_made(store: Store) -> None:
    made = [store.correct("reject", f"k{number % 2}", {"n": number}, **ARGUMENTS) for number in range(5)]
    assert list(store.corrections()) == made
    assert list(store.corrections(target="k1")) == made[1::2]


def test_what_is_undone_is_kept_and_holds_no_longer(store: Store) -> None:
    first, second = (store.correct("reject", "k", {"n": number}, **ARGUMENTS) for number in range(2))
    undone = store.undo(first.id, author="A. Writer", reason="it was right")
    assert (undone.undone_by, undone.undone_because) == ("A. Writer", "it was right")
    assert undone.undone_at is not None
    assert list(store.corrections()) == [second]
    assert list(store.corrections(active_only=False)) == [undone, second]
    assert store.counts().corrections == 1


def test_nothing_is_undone_twice(store: Store) -> None:
    made = store.correct("reject", "k", {}, **ARGUMENTS)
    store.undo(made.id, **ARGUMENTS)
    with pytest.raises(StoreError, match=r"was undone at .* by Halina Brzoska"):
        store.undo(made.id, **ARGUMENTS)


@pytest.mark.parametrize(
    "name", ["C9", "", "C", "C-1", "C1; DROP TABLE corrections", "\udcff", "C99999999999999999999"]
)
def test_a_correction_that_is_not_there_is_told(store: Store, name: str) -> None:
    store.correct("reject", "k", {}, **ARGUMENTS)
    with pytest.raises(NotInStore, match="there is no correction"):
        store.undo(name, **ARGUMENTS)


def test_a_correction_needs_an_author_and_a_reason(store: Store) -> None:
    with pytest.raises(ValueError, match="an author and a reason"):
        store.correct("reject", "k", {}, author=" ", reason="x")
    made = store.correct("reject", "k", {}, **ARGUMENTS)
    with pytest.raises(ValueError, match="a name and a reason"):
        store.undo(made.id, author="x", reason="")


def test_corrections_outlast_new_records(store: Store) -> None:
    report, again = made_up("Ships wait."), made_up("Ships wait.", weights="weights-2")
    store.add(*report.parts)
    made = store.correct("reject", report.key, {}, **ARGUMENTS)
    store.replace_record(report.key, again.record)
    assert list(store.corrections(target=report.key)) == [made]


def no_body(name: str) -> NoBody:
    return NoBody(what="no report was found", where=name, remedy="look at the page")


def test_an_input_that_cannot_be_read_is_kept_with_why(store: Store) -> None:
    store.set_aside("pages/empty.html", "f00", no_body("pages/empty.html"))
    store.set_aside("pages/gone\udcff.html", None, no_body("pages/gone\udcff.html"))
    first, second = store.all_set_aside()
    assert (first.input, first.digest, first.error) == ("pages/empty.html", "f00", "NoBody")
    assert first.message == "pages/empty.html: no report was found; look at the page"
    assert (second.input, second.digest) == ("pages/gone\\udcff.html", None)
    assert store.counts().set_aside == 2


def test_an_input_is_set_aside_once(store: Store) -> None:
    for digest in ("f00", "f00", None, None, "f01"):
        store.set_aside("pages/empty.html", digest, no_body("pages/empty.html"))
    assert [one.digest for one in store.all_set_aside()] == ["f00", None, "f01"]


def test_an_input_that_can_be_read_after_all_is_no_longer_set_aside(store: Store) -> None:
    report = numbered(1)
    store.set_aside(report.capture.input, report.capture.digest, no_body("x"))
    store.set_aside(report.capture.input, None, no_body("x"))
    store.set_aside(report.capture.input, "f00", no_body("x"))
    store.set_aside("another.html", None, no_body("x"))
    store.add(*report.parts)
    kept = [(one.input, one.digest) for one in store.all_set_aside()]
    assert kept == [(report.capture.input, "f00"), ("another.html", None)]


def test_the_state_of_a_feed_is_kept(store: Store) -> None:
    address = "https://example.org/feed.xml"
    assert store.feed_state(address) is None
    first = store.put_feed_state(address, etag='W/"1"', last_modified=None)
    assert store.feed_state(address) == first
    second = store.put_feed_state(address, etag=None, last_modified="Tue, 10 Mar 2026 12:00:00 GMT")
    assert store.feed_state(address) == second
    assert (second.etag, second.last_modified) == (None, "Tue, 10 Mar 2026 12:00:00 GMT")
    assert store.counts().feeds == 1
