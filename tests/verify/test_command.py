"""`onrecord verify` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from onrecord import cli
from tests.export.example import example_record
from tests.export.marked_example import TEXT, marked_record
from tests.verify.tampering import (
    written,
)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, ["verify", *map(str, arguments)])


class TestCommand:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        (tmp_path / "records.jsonl").write_bytes(written("json", marked_record(), example_record()))
        (tmp_path / "map.geojson").write_bytes(written("geojson", marked_record()))
        return tmp_path

    def test_all_well(self, folder: Path) -> None:
        result = run(folder / "records.jsonl")
        assert result.exit_code == 0
        assert result.stdout.startswith(f"{folder / 'records.jsonl'}: verified: ")
        assert "of 2 reports (json)" in result.stdout
        result = run(folder / "map.geojson", "--records", folder / "records.jsonl")
        assert result.exit_code == 0
        assert result.stdout.rstrip().endswith("held against the records as well")

    def test_a_finding_is_a_line_and_the_status_is_one(self, folder: Path) -> None:
        path = folder / "map.geojson"
        path.write_text(
            path.read_text("utf-8").replace('"exact": "attacked"', '"exact": "attached"'), "utf-8"
        )
        result = run(path, "--records", folder / "records.jsonl")
        assert result.exit_code == 1
        lines = result.stdout.splitlines()
        assert (
            f"{path}: V2 at features[1].properties.words[0]: these words are not in the report; "
            'expected "attacked", found "attached"'
        ) in lines
        assert "FAILED" in lines[-1]

    def test_several_exports_are_each_told_of(self, folder: Path) -> None:
        (folder / "broken.json").write_text('{"schema": 1, "report"', "utf-8")
        result = run(folder / "broken.json", folder / "records.jsonl", folder / "absent")
        assert result.exit_code == 1
        assert "records.jsonl: verified" in result.stdout
        assert "FAILED" in result.stdout
        assert "absent: it cannot be read" in result.stderr

    def test_without_reports_nothing_is_claimed(self, folder: Path) -> None:
        result = run(folder / "map.geojson")
        assert result.exit_code == 1
        assert "NOT VERIFIED" in result.stdout
        assert "give --records or --reports" in result.stderr

    def test_texts_from_a_folder(self, folder: Path) -> None:
        texts = folder / "texts"
        texts.mkdir()
        (texts / "kharsa.txt").write_bytes(TEXT.encode())
        assert run(folder / "map.geojson", "--reports", texts).exit_code == 0

    def test_the_score_of_the_export_can_be_given(self, folder: Path) -> None:
        arguments = (folder / "map.geojson", "--records", folder / "records.jsonl", "--min-score")
        assert run(*arguments, "0.5").exit_code == 0
        assert run(*arguments, "0.9").exit_code == 1

    def test_misuse_is_a_usage_error(self, folder: Path) -> None:
        assert run(folder / "map.geojson", "--records", "a", "--reports", "b").exit_code == 2
        assert run(folder / "map.geojson", "--format", "pdf").exit_code == 2
        assert run().exit_code == 2

    def test_the_format_can_be_given(self, folder: Path) -> None:
        assert run(folder / "records.jsonl", "--format", "jsonl").exit_code == 0
        result = run(folder / "records.jsonl", "--format", "claims")
        assert result.exit_code == 1
        assert "it is not in the format 'claims'" in result.stderr

    def test_steering_characters_in_words_are_spelled_out(self, folder: Path) -> None:
        path = folder / "map.geojson"
        path.write_text(
            path.read_text("utf-8").replace('"exact": "attacked"', '"exact": "\\u001b[2Jx"'), "utf-8"
        )
        assert "\x1b" not in run(path, "--records", folder / "records.jsonl").stdout
