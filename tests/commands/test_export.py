"""The command `onrecord export`, and exports as a form of `onrecord read`."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pandas
import pytest
from typer.testing import CliRunner, Result

from onrecord import cli
from onrecord.commands.console import FAILED
from onrecord.export.file_set import LEFT_OUT
from onrecord.export.formats import FORMATS, ExportFormat
from onrecord.export.json import json_text
from tests.export.events_example import events_record
from tests.export.example import example_record
from tests.stubbed_cli import StubRecorder

FORMS = pytest.mark.parametrize(
    "form", [form for form in FORMATS if form.extra in (None, "parquet")], ids=lambda form: form.name
)
"""The formats whose optional dependencies the tests bring with them."""


def run(*arguments: str | Path, input: str | None = None) -> Result:
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments], input=input)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """Return a file of two records."""
    path = tmp_path / "records.jsonl"
    path.write_text("".join(f"{json_text(one)}\n" for one in (events_record(), example_record())), "utf-8")
    return path


@FORMS
def test_every_format_is_written_with_its_files_and_the_list_of_what_was_left_out(
    form: ExportFormat, records: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    result = run("export", records, "--to", form.name, "-o", out / "events.table")
    assert result.exit_code == 0, result.output
    # Of the two reports TimeML puts the second into a file of its own.
    beside = [f"events{ending}" for ending in (form.beside if form.name != "timeml" else (".2.tml",))]
    assert names(out) == sorted(["events.table", f"events.table{LEFT_OUT}", *beside])
    assert json.loads((out / f"events.table{LEFT_OUT}").read_text("utf-8"))["format"] == form.name


@FORMS
def test_a_format_of_several_files_or_none_of_text_wants_a_place(form: ExportFormat, records: Path) -> None:
    result = run("export", records, "--to", form.name)
    if form.binary or form.beside or form.name == "timeml":
        assert result.exit_code == 2
        assert "-o" in result.stderr
        assert result.stdout == ""
    else:
        assert result.exit_code == 0
        assert result.stdout


def test_what_was_left_out_is_counted_on_standard_error(records: Path, tmp_path: Path) -> None:
    result = run("export", records, "--to", "polecat")
    assert "no place in the format 'polecat'; -o OUT lists them" in result.stderr
    assert result.stdout.startswith("Event ID\t")
    result = run("export", records, "--to", "polecat", "-o", tmp_path / "a.tsv")
    assert f"listed in {tmp_path / 'a.tsv'}{LEFT_OUT}" in result.stderr
    assert "left out" not in run("export", records, "--to", "csv", "-o", tmp_path / "a.csv").stderr


def test_records_come_from_several_files_and_standard_input(records: Path, tmp_path: Path) -> None:
    one = tmp_path / "one.json"
    one.write_text(json_text(events_record(), indent=1), "utf-8")
    result = run(
        "export", one, "-", "--to", "csv", "-o", tmp_path / "a.csv", input=records.read_text("utf-8")
    )
    assert result.exit_code == 0, result.output
    assert len(pandas.read_csv(tmp_path / "a.reports.csv")) == 3


def test_a_bad_line_is_named_and_costs_the_others_nothing(records: Path, tmp_path: Path) -> None:
    lines = records.read_text("utf-8").split("\n")
    records.write_text("\n".join([lines[0], "{oops", lines[1]]), "utf-8")
    result = run("export", records, tmp_path / "absent.jsonl", "--to", "csv", "-o", tmp_path / "a.csv")
    assert result.exit_code == FAILED
    assert f"{records}, line 2: this is no JSON" in result.stderr
    assert "absent.jsonl: the file cannot be read" in result.stderr
    assert "2 of 4 records are in the export" in result.stderr
    assert len(pandas.read_csv(tmp_path / "a.reports.csv")) == 2


def test_nothing_is_written_when_no_record_could_be_read(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("no json")
    assert run("export", bad, "--to", "csv", "-o", tmp_path / "a.csv").exit_code == FAILED
    assert names(tmp_path) == ["bad.jsonl"]


def test_no_records_give_an_empty_export(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    result = run("export", empty, "--to", "polecat")
    assert (result.exit_code, len(result.stdout.splitlines()), result.stderr) == (0, 1, "")


def test_events_below_a_score_are_listed_as_left_out(records: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    result = run("export", records, "--to", "csv", "-o", out, "--min-score", "0.95")
    assert result.exit_code == 0
    assert list(pandas.read_csv(out).event) == ["V10"]
    items = json.loads((tmp_path / f"a.csv{LEFT_OUT}").read_text("utf-8"))["items"]
    assert [(one["item"], one["because"]) for one in items] == [
        (f"V{n}", "its score is below 0.95") for n in range(1, 10)
    ]
    assert run("export", records, "--to", "csv", "-o", out, "--min-score", "2").exit_code == 2


def test_an_unknown_format_is_told_with_those_that_there_are(records: Path) -> None:
    result = run("export", records, "--to", "excel")
    assert result.exit_code == 2
    assert "polecat" in result.stderr


def test_no_input_is_written_over(records: Path, tmp_path: Path) -> None:
    before = records.read_bytes()
    assert run("export", records, "--to", "plover", "-o", records).exit_code == 2
    mentions = tmp_path / "week.mentions.csv"
    mentions.write_bytes(before)
    assert run("export", mentions, "--to", "gdelt", "-o", tmp_path / "week.csv").exit_code == 2
    assert (records.read_bytes(), mentions.read_bytes()) == (before, before)


def test_a_place_that_cannot_be_written_is_told(records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    target = tmp_path / "absent" / "a.csv"
    monkeypatch.setattr(sys, "argv", ["onrecord", "export", str(records), "--to", "csv", "-o", str(target)])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == FAILED
    assert "the result cannot be written" in capsys.readouterr().err


def test_a_missing_extra_is_told_before_anything_is_read(records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "onrecord.export.parquet", raising=False)
    monkeypatch.setattr(
        sys, "argv", ["onrecord", "read", "absent.html", "-f", "parquet", "-o", str(tmp_path / "a")]
    )
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == FAILED
    assert "pip install 'onrecord[parquet]'" in capsys.readouterr().err


class TestRead:
    """`onrecord read --format NAME`."""

    @pytest.fixture
    def pages(self, tmp_path: Path, demo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setattr(cli, "_recorder", StubRecorder)
        folder = tmp_path / "pages"
        shutil.copytree(demo_folder, folder)
        return folder

    @FORMS
    def test_every_format_can_be_asked_for(self, form: ExportFormat, pages: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        out.mkdir()
        result = run("read", pages, "--format", form.name, "-o", out / "events.table")
        assert result.exit_code == 0, result.output
        assert {"events.table", f"events.table{LEFT_OUT}"} <= set(names(out))

    def test_the_ending_gives_tables_too(self, pages: Path, tmp_path: Path) -> None:
        assert run("read", pages, "-o", tmp_path / "a.csv").exit_code == 0
        assert len(pandas.read_csv(tmp_path / "a.reports.csv")) == 3
        assert run("read", pages, "-o", tmp_path / "a.parquet").exit_code == 0
        assert len(pandas.read_parquet(tmp_path / "a.reports.parquet")) == 3

    def test_one_text_goes_to_standard_output_and_several_files_do_not(self, pages: Path) -> None:
        result = run("read", pages, "-f", "polecat")
        assert (result.exit_code, result.stdout.count("\n")) == (0, 1)
        assert run("read", pages, "-f", "gdelt").exit_code == 2

    def test_a_folder_gets_an_export_a_report(self, pages: Path, tmp_path: Path) -> None:
        assert run("read", pages, "-f", "polecat", "-o", f"{tmp_path}/new/").exit_code == 0
        assert len([name for name in names(tmp_path / "new") if name.endswith(".tsv")]) == 3

    def test_what_was_left_out_is_counted(
        self, pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(cli, "_recorder", lambda: lambda document: events_record())
        result = run("read", pages / "gdansk-wire.txt", "-f", "polecat", "-o", tmp_path / "a.tsv")
        assert f"listed in {tmp_path / 'a.tsv'}{LEFT_OUT}" in result.stderr
        assert "-o OUT lists them" in run("read", pages / "gdansk-wire.txt", "-f", "polecat").stderr

    def test_a_bad_input_costs_the_others_nothing(self, pages: Path, tmp_path: Path) -> None:
        (pages / "aaa.txt").write_bytes(b"")
        assert run("read", pages, "-o", tmp_path / "a.csv").exit_code == FAILED
        assert len(pandas.read_csv(tmp_path / "a.reports.csv")) == 3

    def test_inputs_are_never_written_over(self, pages: Path) -> None:
        page = pages / "gdansk-wire.txt"
        before = page.read_bytes()
        assert run("read", page, "-f", "polecat", "-o", page).exit_code == 2
        assert page.read_bytes() == before

    def test_an_unknown_form_is_told_with_those_that_there_are(self, pages: Path) -> None:
        result = run("read", pages, "-f", "excel")
        assert result.exit_code == 2
        assert "jsonl" in result.stderr
        assert "polecat" in result.stderr
