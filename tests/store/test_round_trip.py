"""What is put in comes back equal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.ingest import load_document
from onrecord.model import Record
from onrecord.model.capture import Capture
from onrecord.model.filing import filing_key
from onrecord.pipeline import Recorder
from onrecord.store import Store
from tests.export import events_example, example, marked_example
from tests.store.reports import made_up

RECORDS: list[Callable[[], Record]] = [
    example.example_record,
    events_example.events_record,
    events_example.hostile_record,
    events_example.empty_record,
    marked_example.marked_record,
    marked_example.hostile_record,
    marked_example.empty_record,
]

TEXTS = (
    """Pier 4 to reopen on Monday

VARNA, April 6. /Black Sea Wire/. The port authority said on Sunday that Pier 4, shut since a crane fell on March 30, \
would reopen on Monday.

“We have looked at every bolt,” its chief engineer, Ivana Petrova, told reporters. She denied that anybody had been hurt.

A dockers' union has accused the authority of hiding two injuries.""",
    """Ministers meet over grain

Three ministers met in Riga on Tuesday to talk about grain, the Latvian foreign ministry said.""",
    "No one spoke.",
)


def put_and_get(store: Store, record: Record, data: bytes) -> Record:
    capture = Capture(
        input=record.report.input, data=data, url=record.report.url, outlet=record.report.outlet
    )
    added = store.add(capture, record.report, record)
    assert added.key == filing_key(record.report)
    assert store.capture(added.key) == capture
    assert list(store.check(captures=True)) == []
    return store.record(added.key).record


@pytest.mark.parametrize(
    "made", RECORDS, ids=lambda made: f"{made.__module__.rsplit('.', 1)[-1]}.{made.__name__}"
)
def test_a_record_built_by_hand_comes_back_equal(store: Store, made: Callable[[], Record]) -> None:
    record = made()
    assert put_and_get(store, record, b"the page") == record


@pytest.mark.weights
@pytest.mark.parametrize("text", TEXTS)
def test_what_the_recorder_makes_comes_back_equal(
    file_store: Store, recorder: Recorder, tmp_path: Path, text: str
) -> None:
    page = tmp_path / "report.txt"
    page.write_text(text, encoding="utf-8")
    record = recorder(load_document(str(page)))
    assert put_and_get(file_store, record, page.read_bytes()) == record
    assert [filed.record for filed in file_store.records()] == [record]


anything = st.text(st.characters(), max_size=40)
maybe = st.none() | st.text(st.characters(), min_size=1, max_size=40)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=anything, url=maybe, outlet=maybe, agency=maybe, published=maybe, data=st.binary(max_size=60))
def test_any_report_comes_back_equal(
    store: Store,
    text: str,
    url: str | None,
    outlet: str | None,
    agency: str | None,
    published: str | None,
    data: bytes,
) -> None:
    # The same bytes from the same place would be known, whatever was read from them.
    data += repr((text, url, outlet)).encode()
    report = made_up(
        text, data=data, url=url, outlet=outlet, agency=agency, published=published, input=f"{text}.html"
    )
    added = store.add(*report.parts)
    assert store.record(added.key).record.report.text == text
    if added.status != "known":
        assert store.record(added.key).record == report.record
        assert store.capture(added.key) == report.capture
    assert store.knows(report.capture) is not None
    assert url is None or added.key in {row.key for row in store.versions(url)}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=maybe, bylines=st.lists(anything, max_size=3), data=st.binary(max_size=60))
def test_what_a_carrier_says_comes_back_equal(
    store: Store, said: str | None, bylines: list[str], data: bytes
) -> None:
    capture = Capture(
        input="feed.xml#1",
        data=data,
        media_type=said,
        charset=said,
        url=f"https://example.org/{said}",
        outlet=said,
        published=said,
        agency=said,
        bylines=tuple(bylines),
        headline=said,
        retrieved=said,
    )
    known = store.knows(capture)
    report = made_up(f"{data.hex()} {said!r} {bylines!r}")
    added = store.add(capture, report.document, report.record)
    if known is None and added.status == "new":
        assert store.capture(added.key) == capture
