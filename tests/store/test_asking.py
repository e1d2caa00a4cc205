"""Asking for reports, records and captures."""

from __future__ import annotations

from itertools import islice

import pytest

from onrecord.errors import NotInStore, QueryError
from onrecord.store import ReportFilter, Store
from tests.store.reports import MadeUp, made_up, numbered

MOMENTS = {
    "late": "2026-03-10T23:30:00-05:00",  # the eleventh in UTC
    "day": "2026-03-10",
    "early": "2026-03-10T01:00:00+03:00",  # the ninth in UTC
    "next": "2026-03-11T00:10:00Z",
    "unknown": None,
}


@pytest.fixture
def dated(store: Store) -> dict[str, MadeUp]:
    reports = {
        name: made_up(
            f"Report {name} of the harbour.",
            outlet="The Courier" if name < "l" else "Łódź Dziś",
            published=at,
        )
        for name, at in MOMENTS.items()
    }
    for report in reports.values():
        store.add(*report.parts)
    return reports


def names(store: Store, dated: dict[str, MadeUp], **wanted: object) -> list[str]:
    by_key = {report.key: name for name, report in dated.items()}
    return [by_key[row.key] for row in store.reports(ReportFilter(**wanted))]  # type: ignore[arg-type]


def test_reports_come_by_time_in_utc_and_undated_ones_last(store: Store, dated: dict[str, MadeUp]) -> None:
    assert names(store, dated) == ["early", "day", "next", "late", "unknown"]


def test_reports_of_the_same_time_come_by_key(store: Store) -> None:
    reports = [made_up(f"Report {number}.", published="2026-03-10") for number in range(20)]
    for report in reports:
        store.add(*report.parts)
    assert [row.key for row in store.reports()] == sorted(report.key for report in reports)


def test_a_day_is_that_of_the_place_of_filing(store: Store, dated: dict[str, MadeUp]) -> None:
    assert names(store, dated, since="2026-03-10", until="2026-03-10") == ["early", "day", "late"]
    assert names(store, dated, since="2026-03-11") == ["next"]
    assert names(store, dated, until="2026-03-09") == []


def test_a_time_is_a_moment(store: Store, dated: dict[str, MadeUp]) -> None:
    assert names(store, dated, since="2026-03-10T00:00:00Z", until="2026-03-11T00:10:00Z") == ["day", "next"]
    assert names(store, dated, since="2026-03-11T01:00:00+00:00") == ["late"]


def test_undated_reports_fit_no_range(store: Store, dated: dict[str, MadeUp]) -> None:
    assert "unknown" not in names(store, dated, since="0001-01-01")
    assert "unknown" not in names(store, dated, until="9999-12-31")


@pytest.mark.parametrize("moment", ["yesterday", "2026-13-01", "", "'; DROP TABLE reports"])
def test_what_is_no_day_is_told(store: Store, moment: str) -> None:
    with pytest.raises(QueryError, match="is no day or time"):
        list(store.reports(ReportFilter(since=moment)))


def test_outlets_are_compared_without_case_and_diacritics(store: Store, dated: dict[str, MadeUp]) -> None:
    assert names(store, dated, outlet="the courier") == ["early", "day"]
    assert names(store, dated, outlet="ŁÓDŹ DZIS") == ["next", "late", "unknown"]
    assert names(store, dated, outlet="Courier") == []


def test_a_limit_holds_over_dated_and_undated_reports(store: Store, dated: dict[str, MadeUp]) -> None:
    assert [len(names(store, dated, limit=limit)) for limit in (0, 1, 4, 5, 9)] == [0, 1, 4, 5, 5]


def test_text_narrows_reports_down(store: Store, dated: dict[str, MadeUp]) -> None:
    assert names(store, dated, text='"early of the"') == ["early"]
    assert names(store, dated, text="harbour -early -late") == ["day", "next", "unknown"]


def test_keys_narrow_reports_down(store: Store, dated: dict[str, MadeUp]) -> None:
    keys = frozenset({dated["late"].key, dated["early"].key, "not there", "\udcff"})
    assert names(store, dated, keys=keys) == ["early", "late"]
    assert names(store, dated, keys=frozenset()) == []


def test_pages_join_without_gap_or_repeat(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.store.asking._PAGE", 7)
    monkeypatch.setattr("onrecord.store.queries.listing.MOST_KEYS", 5)
    keys = set()
    for number in range(40):
        report = made_up(
            f"Report {number}.", published=f"2026-03-{1 + number % 4:02d}" if number % 3 else None
        )
        keys.add(store.add(*report.parts).key)
    rows = list(store.reports())
    assert [row.key for row in rows] == list(dict.fromkeys(row.key for row in rows))
    assert {row.key for row in rows} == keys
    assert [row.key for row in store.reports(ReportFilter(limit=30))] == [row.key for row in rows[:30]]
    some = frozenset(row.key for row in rows[3:25])
    assert [row.key for row in store.reports(ReportFilter(keys=some, limit=10))] == [
        row.key for row in rows[3:13]
    ]


def test_records_come_in_the_order_of_reports(store: Store) -> None:
    reports = {report.key: report for report in map(numbered, range(130))}
    for report in reports.values():
        store.add(*report.parts)
    filed = list(store.records())
    assert [one.key for one in filed] == [row.key for row in store.reports()]
    assert all(one.record == reports[one.key].record for one in filed)
    some = [filed[9].key, filed[2].key, "not there"]
    assert [one.key for one in store.records(some)] == [filed[2].key, filed[9].key]
    assert [one.key for one in store.records(filed[9].key)] == [filed[9].key]
    assert len(list(store.records(ReportFilter(limit=60)))) == 60


def test_a_store_can_be_written_while_it_is_gone_through(store: Store) -> None:
    for number in range(10):
        store.add(*numbered(number).parts)
    rows = store.reports()
    seen = [row.key for row in islice(rows, 3)]
    store.add(*numbered(10).parts)
    seen += [row.key for row in rows]
    assert {numbered(number).key for number in range(10)} <= set(seen)


def test_a_row_tells_what_the_document_says(store: Store) -> None:
    text = "Harbour shut\n\nShips wait."
    report = made_up(
        text,
        headline=12,
        url="https://example.org/1",
        outlet="The Courier",
        agency="NPA",
        language="en",
        published="2026-03-10T01:30:00+03:00",
        input="pages/one.html",
    )
    added = store.add(*report.parts)
    row = store.report(added.key)
    assert (row.headline, row.url, row.outlet, row.agency, row.language, row.input) == (
        "Harbour shut",
        "https://example.org/1",
        "The Courier",
        "NPA",
        "en",
        "pages/one.html",
    )
    assert (row.published, row.published_utc) == ("2026-03-10T01:30:00+03:00", "2026-03-09T22:30:00Z")
    assert (row.text_digest, row.capture_digest) == (report.document.id, report.capture.digest)
    assert (row.version_of, row.superseded_by) == (None, None)


def test_what_is_not_there_is_told(store: Store) -> None:
    for ask in (store.report, store.record, store.capture):
        with pytest.raises(NotInStore, match="no report has the key 'f00'"):
            ask("f00")
        with pytest.raises(NotInStore):
            ask("\udcff\0'")


def test_counts_of_an_empty_store_are_nought(store: Store) -> None:
    counts = store.counts()
    assert {getattr(counts, name) for name in counts.__slots__} == {0}
    assert list(store.reports()) == list(store.records()) == list(store.check(captures=True)) == []


def test_counts(store: Store, dated: dict[str, MadeUp]) -> None:
    counts = store.counts()
    assert (counts.reports, counts.superseded, counts.undated, counts.outlets, counts.texts) == (
        5,
        0,
        1,
        2,
        5,
    )
    assert counts.capture_bytes == sum(len(report.capture.data) for report in dated.values())
