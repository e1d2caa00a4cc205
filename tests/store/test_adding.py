"""Putting reports in: once each, whole, known again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from onrecord.errors import NotInStore
from onrecord.store import ReportFilter, Store
from tests.store.reports import made_up, numbered


def test_a_new_report_is_new_and_has_the_first_number(store: Store) -> None:
    report = made_up("Ships wait.", url="https://example.org/1", outlet="The Courier")
    added = store.add(*report.parts)
    assert (added.status, added.key, added.version_of) == ("new", report.key, None)
    assert added.sequence == 1


def test_the_same_bytes_from_the_same_place_add_nothing(store: Store) -> None:
    report = made_up("Ships wait.", url="https://example.org/1", outlet="The Courier")
    first = store.add(*report.parts)
    again = store.add(*report.parts)
    assert (again.status, again.key, again.sequence) == ("known", first.key, first.sequence)
    assert store.counts().reports == store.counts().captures == 1


def test_a_report_is_known_by_its_bytes_before_it_is_read(store: Store) -> None:
    report = made_up("Ships wait.", url="https://example.org/1", outlet="The Courier")
    assert store.knows(report.capture) is None
    store.add(*report.parts)
    assert store.knows(report.capture) == report.key
    assert store.knows(replace(report.capture, input="elsewhere.html", published="2026-03-10")) == report.key
    assert store.knows(replace(report.capture, outlet="The Ledger")) is None
    assert store.knows(replace(report.capture, url="https://example.org/2")) is None
    assert store.knows(replace(report.capture, data=b"other")) is None


def test_the_same_text_in_other_bytes_is_known_and_its_bytes_are_known_from_then_on(store: Store) -> None:
    report = made_up("Ships wait.", url="https://example.org/1", outlet="The Courier")
    other = made_up(
        "Ships wait.", data=b"<p>Ships wait.</p><aside>", url="https://example.org/1", outlet="The Courier"
    )
    store.add(*report.parts)
    assert store.add(*other.parts).status == "known"
    assert store.knows(other.capture) == report.key
    assert store.counts().captures == 1
    assert store.capture(report.key) == report.capture


def test_two_outlets_with_the_same_text_have_two_reports_and_one_text(store: Store) -> None:
    first = made_up("Ships wait.", outlet="The Courier", url="https://courier.example/1")
    second = made_up("Ships wait.", outlet="The Ledger", url="https://ledger.example/1")
    assert [store.add(*report.parts).status for report in (first, second)] == ["new", "new"]
    counts = store.counts()
    assert (counts.reports, counts.texts, counts.captures, counts.outlets) == (2, 1, 1, 2)
    assert {hit.report.key for hit in store.search("ships")} == {first.key, second.key}


def test_reports_without_address_or_outlet_are_told_apart_by_their_text(store: Store) -> None:
    assert store.add(*made_up("Ships wait.").parts).status == "new"
    assert store.add(*made_up("Ships leave.").parts).status == "new"
    assert store.add(*made_up("Ships wait.", input="another.txt").parts).status == "known"


def test_a_record_of_another_document_is_refused(store: Store) -> None:
    one, other = made_up("Ships wait."), made_up("Ships leave.")
    with pytest.raises(ValueError, match=r"the record is of report"):
        store.add(one.capture, one.document, other.record)
    assert store.counts().reports == 0


def test_order_is_that_of_arrival_when_the_clock_goes_back(
    store: Store, clock: Callable[[str], None]
) -> None:
    url = "https://example.org/1"
    texts = ("It is shut.", "It is open.", "It is shut again.")
    for at, text in zip(
        ("2026-03-10T12:00:00Z", "2026-03-10T11:00:00Z", "2020-01-01T00:00:00Z"), texts, strict=True
    ):
        clock(at)
        store.add(
            *made_up(text, url=url, retrieved=at).parts if text != texts[2] else made_up(text, url=url).parts
        )
    versions = store.versions(url)
    assert [version.added_at for version in versions] == [
        "2026-03-10T12:00:00Z",
        "2026-03-10T11:00:00Z",
        "2020-01-01T00:00:00Z",
    ]
    assert [store.record(version.key).record.report.text for version in versions] == list(texts)
    assert [version.sequence for version in versions] == sorted(version.sequence for version in versions)


def test_a_record_is_replaced_by_one_of_new_weights(store: Store) -> None:
    old, new = made_up("Ships wait.", weights="weights-1"), made_up("Ships wait.", weights="weights-2")
    store.add(*old.parts)
    before = store.basis()
    assert [filed.key for filed in store.records_of_other_weights("weights-2")] == [old.key]
    store.replace_record(old.key, new.record)
    assert store.record(old.key).record == new.record
    assert list(store.records_of_other_weights("weights-2")) == []
    assert store.basis() != before


def test_records_can_be_replaced_while_they_are_gone_through(store: Store) -> None:
    for number in range(120):
        store.add(*numbered(number).parts)
    for filed in store.records_of_other_weights("weights-2"):
        store.replace_record(filed.key, replace(filed.record, weights="weights-2"))
    assert {filed.record.weights for filed in store.records()} == {"weights-2"}
    assert len(list(store.records(ReportFilter()))) == 120


def test_a_record_is_only_replaced_where_its_report_is(store: Store) -> None:
    report, other = made_up("Ships wait."), made_up("Ships leave.")
    with pytest.raises(NotInStore, match="no report has the key"):
        store.replace_record(report.key, report.record)
    with pytest.raises(ValueError, match="the record is of report"):
        store.replace_record(report.key, other.record)
