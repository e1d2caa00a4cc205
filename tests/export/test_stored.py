"""Records read back from files."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import InputError, NotText, OffsetError, OnRecordError, UnreadableInput
from onrecord.export.json import json_array_text, json_text
from onrecord.export.stored import stored_records
from onrecord.model import Record
from tests.export.events_example import empty_record, events_record, hostile_record
from tests.export.example import example_record

RECORDS = [events_record(), example_record(), hostile_record(), empty_record()]


def read(path: Path, text: str | bytes) -> list[Record | OnRecordError]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return list(stored_records(str(path)))


def test_lines_arrays_and_objects_come_back_equal(tmp_path: Path) -> None:
    path = tmp_path / "records.json"
    assert read(path, "".join(f"{json_text(one)}\n" for one in RECORDS)) == RECORDS
    assert read(path, json_array_text(RECORDS, indent=1)) == RECORDS
    assert read(path, json_array_text(RECORDS)) == RECORDS
    assert read(path, json_text(RECORDS[0], indent=1)) == RECORDS[:1]
    assert read(path, json_text(RECORDS[0])) == RECORDS[:1]


def test_a_byte_order_mark_empty_lines_and_windows_line_ends_are_borne(tmp_path: Path) -> None:
    line = json_text(RECORDS[0])
    assert read(tmp_path / "a", f"\ufeff\r\n{line}\r\n\r\n{line}") == [RECORDS[0], RECORDS[0]]
    assert read(tmp_path / "b", "\n \n") == []


def test_a_bad_line_is_named_and_costs_the_others_nothing(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    good = json_text(RECORDS[0])
    changed = good.replace('"text":"shelled"', '"text":"defended"')
    found = read(path, "\n".join([good, "{oops", '{"report": 1}', changed, "[]", "NaN", good]))
    assert found[0] == found[-1] == RECORDS[0]
    problems = [str(one) for one in found[1:-1]]
    assert [problem.partition(": ")[0] for problem in problems] == [f"{path}, line {n}" for n in range(2, 7)]
    assert "this is no JSON" in problems[0]
    assert "this is no record" in problems[1]
    assert isinstance(found[3], OffsetError)
    assert "events[0].anchor" in problems[2]
    assert "NaN is no number" in problems[4]


def test_a_bad_record_of_an_array_is_named_by_its_number(tmp_path: Path) -> None:
    found = read(tmp_path / "records.json", f"[{json_text(RECORDS[0])}, 7]")
    assert found[0] == RECORDS[0]
    assert str(found[1]).startswith(f"{tmp_path / 'records.json'}, record 2: ")


def test_a_broken_array_is_one_bad_record(tmp_path: Path) -> None:
    found = read(tmp_path / "records.json", "[1, 2")
    assert [type(one) for one in found] == [InputError]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"PAR1\x80"])
def test_a_file_that_is_no_text_is_told(tmp_path: Path, data: bytes) -> None:
    assert [type(one) for one in read(tmp_path / "a", data)] == [NotText]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    (problem,) = stored_records(str(tmp_path / "absent.jsonl"))
    assert isinstance(problem, UnreadableInput)
    assert "No such file" in str(problem)


def test_nesting_without_end_is_a_bad_line(tmp_path: Path) -> None:
    (problem,) = read(tmp_path / "a", '{"report":' * 100_000)
    assert isinstance(problem, InputError)
