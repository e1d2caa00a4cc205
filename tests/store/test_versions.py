"""Versions of an address, and what changed between them."""

from __future__ import annotations

import pytest

from onrecord.errors import NotInStore
from onrecord.store import ReportFilter, Store
from onrecord.store.changes import Change, find_changes
from tests.store.reports import MadeUp, made_up

URL = "https://example.org/ferry"


def add_all(store: Store, *reports: MadeUp) -> list[str]:
    return [store.add(*report.parts).status for report in reports]


def keys_of(store: Store, url: str = URL) -> list[str]:
    return [version.key for version in store.versions(url)]


def test_a_newer_version_is_kept_beside_the_old_one(store: Store) -> None:
    old, new, newest = (
        made_up(f"{n} are missing.", url=URL, outlet="The Courier") for n in ("Two", "Three", "Four")
    )
    assert add_all(store, old, new, newest) == ["new", "newer version", "newer version"]
    assert keys_of(store) == [old.key, new.key, newest.key]
    assert [(row.version_of, row.superseded_by) for row in store.versions(URL)] == [
        (None, new.key),
        (old.key, newest.key),
        (new.key, None),
    ]
    assert [row.key for row in store.reports()] == [newest.key]
    assert len(list(store.reports(ReportFilter(include_superseded=True)))) == 3
    assert [filed.record for filed in store.records(keys_of(store))] != []
    assert [store.capture(key) for key in keys_of(store)] == [old.capture, new.capture, newest.capture]
    counts = store.counts()
    assert (counts.reports, counts.superseded) == (1, 2)


def test_a_version_tells_what_it_is_a_version_of(store: Store) -> None:
    old, new = made_up("Two are missing.", url=URL), made_up("Three are missing.", url=URL)
    store.add(*old.parts)
    assert store.add(*new.parts).version_of == old.key
    assert store.add(*new.parts).version_of == old.key


def test_reports_without_an_address_are_no_versions_of_each_other(store: Store) -> None:
    assert add_all(store, made_up("Two are missing."), made_up("Three are missing.")) == ["new", "new"]
    assert store.versions("") == ()


def test_an_address_under_another_name_of_its_outlet_is_a_version(store: Store) -> None:
    page = made_up("Two are missing.", url=URL, outlet="The Courier")
    feed = made_up("Two are missing.", url=URL, outlet="Courier news feed")
    assert add_all(store, page, feed) == ["new", "newer version"]
    assert store.counts().reports == 1


def test_an_archive_that_is_added_late_is_an_older_version(store: Store) -> None:
    first = made_up("Two are missing.", url=URL, retrieved="2026-03-01T12:00:00Z")
    last = made_up("Four are missing.", url=URL, retrieved="2026-03-09T12:00:00+01:00")
    archived = made_up("Three are missing.", url=URL, retrieved="2026-03-05T12:00:00Z")
    earliest = made_up("One is missing.", url=URL, retrieved="2026-02-01T12:00:00Z")
    assert add_all(store, first, last, archived, earliest) == [
        "new",
        "newer version",
        "older version",
        "older version",
    ]
    assert keys_of(store) == [earliest.key, first.key, archived.key, last.key]
    assert [row.key for row in store.reports()] == [last.key]


def test_a_clock_that_is_an_hour_wrong_makes_no_older_version(store: Store) -> None:
    first = made_up("Two are missing.", url=URL, retrieved="2026-03-01T12:00:00Z")
    second = made_up("Three are missing.", url=URL, retrieved="2026-03-01T11:00:00Z")
    assert add_all(store, first, second) == ["new", "newer version"]


def test_what_changed_is_told_by_sentence(store: Store) -> None:
    old = made_up("Two people are missing. The harbour is shut. Rain is expected on Monday.", url=URL)
    new = made_up("Three people are missing. Divers went down. The harbour is shut.", url=URL)
    add_all(store, old, new)
    assert [
        (change.kind, change.before_text, change.after_text) for change in store.changes(old.key, new.key)
    ] == [
        ("changed", "Two people are missing.", "Three people are missing."),
        ("added", None, "Divers went down."),
        ("removed", "Rain is expected on Monday.", None),
    ]
    for change in store.changes(old.key, new.key):
        assert change.before is None or change.before.cut(old.document.text) == change.before_text
        assert change.after is None or change.after.cut(new.document.text) == change.after_text


def test_changes_against_nothing_are_told(store: Store) -> None:
    report = made_up("Two are missing.")
    store.add(*report.parts)
    assert store.changes(report.key, report.key) == ()
    with pytest.raises(NotInStore):
        store.changes(report.key, "f00")


def changes(old: str, new: str) -> tuple[Change, ...]:
    return find_changes(made_up(old).record, made_up(new).record)


def test_blanks_are_no_change() -> None:
    assert changes("Ships  wait.\n\nThe mayor spoke.", "Ships wait. The\nmayor spoke.") == ()


def test_lines_outside_sentences_count() -> None:
    (change,) = changes(
        "Harbour shut\n\nBy A. Writer\n\nShips wait.", "Harbour open\n\nBy A. Writer\n\nShips wait."
    )
    assert change.kind == "changed"
    found = changes("Ships wait.", "Ships wait.\n\nCorrection: an earlier version was wrong")
    assert [change.after_text for change in found] == ["Correction: an earlier version was wrong"]


def test_a_sentence_with_no_likeness_is_gone_and_another_is_new() -> None:
    kinds = [change.kind for change in changes("Ships wait off the coast.", "Nobody was hurt on Friday.")]
    assert kinds == ["removed", "added"]
