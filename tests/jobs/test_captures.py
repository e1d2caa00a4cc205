"""What a job reads: web archives, JSON Lines and Parquet, on this machine or behind an address."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from onrecord.errors import InputError, NoBody, UnreadableInput
from onrecord.ingest import IngestOptions, document_of
from onrecord.jobs.captures import captures_of
from onrecord.jobs.folders import Folder, find_files
from onrecord.model import Capture
from tests.jobs.conftest import Archive

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

PAGE = "<html><body><article><h1>Pier closed</h1><p>The pier is closed, the mayor of Cork said.</p></article></body></html>"


def captures(name: Path | str) -> list[Capture | InputError]:
    return list(captures_of(str(name), options=IngestOptions()))


def test_pages_in_parquet(tmp_path: Path) -> None:
    at = datetime(2026, 3, 10, 12, tzinfo=UTC)
    rows = [
        {"URL": "https://one.example/1", "html": PAGE, "date": at, "publisher": "One"},
        {"URL": "https://one.example/2", "html": None, "date": None, "publisher": "One"},
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "pages.parquet")
    first, second = captures(tmp_path / "pages.parquet")
    assert isinstance(first, Capture)
    assert (first.url, first.outlet, first.media_type) == ("https://one.example/1", "One", "text/html")
    assert first.input.endswith("pages.parquet#1")
    document = document_of(first)
    assert document.text == "Pier closed\n\nThe pier is closed, the mayor of Cork said."
    assert document.published == "2026-03-10T12:00:00Z"
    assert isinstance(second, NoBody)


def test_texts_in_parquet(tmp_path: Path) -> None:
    row = {"text": "The pier is closed, the mayor said.", "title": "Pier closed", "published": "2026-03-10"}
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "texts.parquet")
    (found,) = captures(tmp_path / "texts.parquet")
    assert isinstance(found, Capture)
    document = document_of(found)
    assert document.text.startswith("Pier closed\n\nThe pier is closed")
    assert document.published == "2026-03-10"


def test_a_table_without_texts_is_told(tmp_path: Path) -> None:
    pq.write_table(pa.table({"n": [1, 2]}), tmp_path / "numbers.parquet")
    (problem,) = captures(tmp_path / "numbers.parquet")
    assert isinstance(problem, NoBody)
    assert "html" in problem.what


def test_a_damaged_table_is_told(tmp_path: Path) -> None:
    (tmp_path / "damaged.parquet").write_bytes(b"PAR1" + bytes(200))
    (problem,) = captures(tmp_path / "damaged.parquet")
    assert isinstance(problem, UnreadableInput)


def test_nothing_is_fetched_that_a_file_only_lists(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("https://one.example/1\nhttps://one.example/2\n", encoding="utf-8")
    (problem,) = captures(tmp_path / "list.txt")
    assert isinstance(problem, NoBody)
    assert "addresses" in problem.what


def test_files_behind_an_address_are_those_of_the_folder(archive: Archive) -> None:
    address = f"file://{archive.folder}"
    by_address = find_files([f"{address}/*.warc.gz"])
    by_path = find_files([archive.pattern])
    assert [size for _, size in by_address] == [size for _, size in by_path]
    for (name, _), (path, _) in zip(by_address, by_path, strict=True):
        digests = [one.digest for one in captures(path) if isinstance(one, Capture)]
        assert [one.digest for one in captures(name) if isinstance(one, Capture)] == digests


def test_inputs_that_give_nothing_are_told(tmp_path: Path) -> None:
    for pattern in (str(tmp_path / "*.warc.gz"), f"file://{tmp_path}/*.warc.gz", "nowhere://bucket/x"):
        with pytest.raises(UnreadableInput):
            find_files([pattern])


@pytest.mark.parametrize("form", ["path", "address"])
def test_a_file_is_put_into_a_folder_whole(tmp_path: Path, form: str) -> None:
    folder = Folder(str(tmp_path) if form == "path" else f"file://{tmp_path}")
    folder.put("a/b.json", b"one")
    folder.put("a/b.json", b"two", lasting=False)
    assert folder.read("a/b.json") == b"two"
    assert folder.has("a/b.json")
    assert not folder.has("a/c.json")
    assert folder.size("a/b.json") == 3
    (tmp_path / "a" / ".c.json.1.part").write_bytes(b"half")
    assert list(folder.names("a")) == ["a/b.json"]
    folder.remove("a")
    assert list(folder.names()) == []
