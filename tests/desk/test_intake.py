"""Reports taken into a store by one process and by several."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from onrecord.desk import Taken, take_in
from onrecord.errors import NoBody, OnRecordError, ResourceError
from onrecord.export.codec import JsonCodec
from onrecord.ingest import IngestOptions
from onrecord.model import SCHEMA, Document, Record, Span
from onrecord.store import Store

_SENTENCE = (
    "The harbour master of Garmo said on Tuesday that no ship had left the quay since the strike began. "
)
OPTIONS = IngestOptions(outlet="Garmo Courier")


def recorder() -> Callable[[Document], Record]:
    """Give what makes records without weights."""
    return lambda document: Record(
        SCHEMA, "0", "none", document, (Span(0, len(document.text)),), (), (), (), ()
    )


def dying() -> Callable[[Document], Record]:
    """Give what ends its process at the third report."""

    def record(document: Document) -> Record:
        if "number 2" in document.text:
            os._exit(9)
        return recorder()(document)

    return record


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(9):
        text = _SENTENCE * 4 + f"This is number {number if number != 7 else 1}."
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    (folder / "5.txt").write_bytes(b"\x00\x01\x02\x03" * 200)
    return folder


def taken(path: Path, pages: Path, jobs: int) -> tuple[list[Taken], list[Record]]:
    """Return what becomes of the pages, and the records of the store."""
    sources = [str(page) for page in sorted(pages.iterdir())]
    with Store.open(path, codec=JsonCodec()) as store:
        found = list(take_in(store, sources, recorder=recorder, options=OPTIONS, jobs=jobs))
        return found, [one.record for one in store.records()]


def note_keys(found: Iterable[Taken], named: list[str | None]) -> None:
    """Note the key of each report as soon as it is named."""
    for one in found:
        named += [one.key]


def test_several_processes_take_in_what_one_does_in_the_same_order(tmp_path: Path, pages: Path) -> None:
    one, several = (taken(tmp_path / f"{jobs}.db", pages, jobs) for jobs in (1, 2))
    assert several == one
    statuses = [each.status for each in one[0]]
    assert statuses == ["new", "new", "new", "new", "new", "failed", "new", "known", "new"]
    assert [Path(each.input).name for each in one[0]] == [f"{number}.txt" for number in range(9)]


def test_what_was_named_is_kept_where_a_process_ends(tmp_path: Path, pages: Path) -> None:
    sources = [str(page) for page in sorted(pages.iterdir())]
    with Store.open(tmp_path / "desk.db", codec=JsonCodec()) as store:
        named: list[str | None] = []
        found = take_in(store, sources, recorder=dying, options=OPTIONS, jobs=2)
        with pytest.raises(ResourceError, match="fewer --jobs"):
            note_keys(found, named)
        assert {one.key for one in store.reports()} == set(named)
        again = list(take_in(store, sources, recorder=recorder, options=OPTIONS, jobs=2))
        assert [one.key for one in again if one.status == "known"][: len(named)] == named
        assert store.counts().reports == 7


def test_an_error_comes_back_from_another_process_as_itself() -> None:
    error = pickle.loads(pickle.dumps(NoBody(what="there is no report", where="a.html", remedy="look")))
    assert type(error) is NoBody
    assert isinstance(error, OnRecordError)
    assert str(error) == "a.html: there is no report; look"
