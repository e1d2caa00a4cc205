"""Exports of strange values, and stored reports that cannot be had."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import NotAnExport, UnreadableInput
from onrecord.export.json import json_text
from onrecord.model import text_digest
from onrecord.verify.check import verify_export
from onrecord.verify.stored import no_reports, reports_in_folder, reports_in_records
from tests.export.example import example_record
from tests.export.marked_example import TEXT, hostile_record, marked_record
from tests.verify.tampering import (
    JSON_FORMATS,
    store,
    whats,
    written,
)


def paths_of(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path to every value within a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(one for key, item in inner for one in paths_of(item, (*path, key)))]


@pytest.mark.parametrize("name", JSON_FORMATS)
def test_no_value_of_another_type_makes_verification_stumble(name: str) -> None:
    content = written(name, marked_record())
    paths = paths_of(json.loads(content))[1:]
    strange: list[object] = [None, -1, 1.5, True, "x", [], {}, [[]], {"start": 0}]
    told = refused = 0
    for number, path in enumerate(paths[:: max(len(paths) // 300, 1)]):
        data = json.loads(content)
        inner = data
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = strange[number % len(strange)]
        try:
            outcome = verify_export(json.dumps(data).encode(), store(marked_record()))
        except NotAnExport:
            refused += 1
        else:
            told += bool(outcome.findings)
    assert told + refused > 100


@pytest.mark.parametrize("depth", [300, 900, 100_000])
def test_what_is_nested_too_deeply_is_refused_or_told(depth: int) -> None:
    nested = b"[" * depth + b"]" * depth
    content = b'{"schema": 1, "report": {"id": "x", "text": ""}, "events": ' + nested + b"}"
    try:
        found = whats(list(verify_export(content, no_reports()).findings))
    except NotAnExport as problem:
        found = problem.what
    assert found


class TestStored:
    def test_texts_are_found_by_their_digest_whatever_the_file_is_called(self, tmp_path: Path) -> None:
        (tmp_path / "deep").mkdir()
        (tmp_path / "deep" / "a").write_bytes(TEXT.encode())
        (tmp_path / "b.txt").write_bytes(b"\xef\xbb\xbf" + example_record().report.text.encode() + b"\r\n")
        (tmp_path / "c.bin").write_bytes(b"\xff\xfe\x00")
        (tmp_path / "d.txt").write_bytes(hostile_record().report.text.encode("utf-8", "surrogatepass"))
        stored = reports_in_folder(tmp_path)
        for record in (marked_record(), example_record(), hostile_record()):
            assert stored.texts[record.report.id] == record.report.text

    def test_a_changed_text_is_as_good_as_absent(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(TEXT.replace("12", "21"), "utf-8")
        verdict = verify_export(written("geojson", marked_record()), reports_in_folder(tmp_path))
        assert "this report is not in" in verdict.findings[0].what

    def test_a_stored_record_whose_text_was_changed_is_told_and_not_used(self, tmp_path: Path) -> None:
        path = tmp_path / "records.jsonl"
        path.write_text(json_text(marked_record()).replace("killed", "hurt", 1) + "\n", "utf-8")
        stored = reports_in_records(path)
        assert stored.texts == {}
        verdict = verify_export(written("claims", marked_record()), stored)
        found = whats(list(verdict.findings))
        assert "the text of the stored report does not answer to its digest" in found
        assert "this report is not in" in found

    def test_what_holds_no_records_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "x.json"
        path.write_text('{"a": 1}', "utf-8")
        with pytest.raises(UnreadableInput, match="no file of records"):
            reports_in_records(path)
        with pytest.raises(UnreadableInput):
            reports_in_records(tmp_path / "absent.jsonl")
        with pytest.raises(UnreadableInput, match="no such folder"):
            reports_in_folder(tmp_path / "absent")


def test_a_digest_is_that_of_the_text_in_utf_8() -> None:
    assert marked_record().report.id == text_digest(TEXT)
