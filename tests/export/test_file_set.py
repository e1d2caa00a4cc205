"""Exports brought to their files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.errors import OutputError
from onrecord.export.file_set import ExportDelivery, ExportFolderDelivery, files_of, write_together
from onrecord.export.formats import ExportFormat, LeftOut, Rendered, find_format
from tests.export.events_example import events_record

FORM = ExportFormat("some", ".csv", "an example", "some:render")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_further_files_take_the_name_with_another_ending() -> None:
    rendered = Rendered(
        b"body", ((".mentions.csv", b"more"),), (LeftOut("r", "V1", "events[].label", "denied", "no column"),)
    )
    files = files_of(Path("out/week.export.csv"), rendered, FORM)
    assert [str(path) for path, _ in files] == [
        "out/week.export.csv", "out/week.export.mentions.csv", "out/week.export.csv.left-out.json",
    ]  # fmt: skip
    listed = json.loads(files[-1][1])
    assert listed["fields"] == [{"field": "events[].label", "because": "no column", "items": 1}]
    assert listed["items"][0]["value"] == "denied"


def test_all_files_appear_or_none(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("before")
    with pytest.raises(OutputError):
        write_together([(tmp_path / "a", b"after"), (tmp_path / "absent" / "b", b"after")])
    assert (tmp_path / "a").read_text() == "before"
    assert names(tmp_path) == ["a"]
    write_together([(tmp_path / "a", b"after"), (tmp_path / "b", b"\xff")])
    assert (tmp_path / "a").read_text() == "after"
    assert (tmp_path / "b").read_bytes() == b"\xff"


def test_records_are_delivered_as_one_export(tmp_path: Path) -> None:
    delivery = ExportDelivery(tmp_path / "events.csv", find_format("gdelt"))
    delivery.put(events_record())
    assert names(tmp_path) == []
    delivery.finish()
    assert names(tmp_path) == ["events.csv", "events.csv.left-out.json", "events.mentions.csv"]


def test_nothing_appears_without_a_record_or_when_abandoned(tmp_path: Path) -> None:
    delivery = ExportDelivery(tmp_path / "events.csv", find_format("csv"))
    delivery.finish()
    delivery.put(events_record())
    delivery.abandon()
    delivery.finish()
    assert names(tmp_path) == []


def test_a_folder_gets_an_export_a_report(tmp_path: Path) -> None:
    delivery = ExportFolderDelivery(tmp_path / "new", find_format("polecat"))
    delivery.put(events_record())
    delivery.put(events_record())
    delivery.finish()
    assert names(tmp_path / "new") == [
        "torvik-2.tsv", "torvik-2.tsv.left-out.json", "torvik.tsv", "torvik.tsv.left-out.json",
    ]  # fmt: skip


def test_no_input_is_written_over_by_a_further_file(tmp_path: Path) -> None:
    (tmp_path / "events.mentions.csv").write_text("mine")
    delivery = ExportDelivery(
        tmp_path / "events.csv", find_format("gdelt"), frozenset({str(tmp_path / "events.mentions.csv")})
    )
    delivery.put(events_record())
    with pytest.raises(OutputError, match="over an input"):
        delivery.finish()
    assert names(tmp_path) == ["events.mentions.csv"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="the folder cannot be made"):
        ExportFolderDelivery(tmp_path / "file", find_format("polecat"))
