"""The command line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from onrecord import cli
from onrecord.commands import console
from onrecord.errors import OutputError, WeightsError
from onrecord.export import delivery
from onrecord.export.delivery import WholeFile, name_for
from tests.carrier_texts import lines, ninjs, packed, rss, rss_item, warc_page, warc_record
from tests.conftest import ROOT
from tests.stubbed_cli import StubRecorder


@pytest.fixture
def pages(tmp_path: Path, demo_folder: Path) -> Path:
    """Return a folder of three readable reports."""
    folder = tmp_path / "pages"
    shutil.copytree(demo_folder, folder)
    return folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


@pytest.fixture
def stubbed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "_recorder", StubRecorder)


def process(*arguments: str | Path, **settings: object) -> subprocess.CompletedProcess[str]:
    """Run the stubbed command line in a process of its own."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    command = [sys.executable, "-m", "tests.stubbed_cli", *map(str, arguments)]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        env=environment,
        cwd=ROOT,
        check=False,
        **settings,  # type: ignore[call-overload]
    )


@pytest.mark.usefixtures("stubbed")
class TestRead:
    def test_text_is_the_default(self, pages: Path) -> None:
        result = run("read", pages / "gdansk-wire.txt")
        assert result.exit_code == 0
        assert "Crane drivers in Gdansk reject mayor's account of strike" in result.stdout
        assert "WHO SAID WHAT" in result.stdout

    def test_events_are_chosen_by_voice_type_and_label(self, pages: Path, tmp_path: Path) -> None:
        asked = ("--voice", "brzoska", "--voice", "outlet", "--type", "assault", "--label", "denied")
        told = "Filtered by voice “brzoska” or “outlet”; type ASSAULT; label denied."
        assert told in " ".join(run("read", pages / "gdansk-wire.txt", *asked).stdout.split())
        for place in (tmp_path / "view.txt", tmp_path / "views"):
            result = run(
                "read", pages / "gdansk-wire.txt", *asked, "-o", f"{place}{'' if place.suffix else '/'}"
            )
            assert result.exit_code == 0
        for written in (tmp_path / "view.txt", tmp_path / "views" / "gdansk-wire.txt"):
            assert told in " ".join(written.read_text("utf-8").split())

    @pytest.mark.parametrize(
        ("asked", "told"),
        [
            (("--type", "asault"), "did you mean 'ASSAULT'"),
            (("--label", "alledged"), "did you mean 'alleged'"),
            (("--voice", ""), "name of a voice is empty"),
            (("--voice", "outlet", "--format", "json"), "what the text view shows"),
            (("--label", "denied", "-o", "page.html"), "the page has boxes to tick"),
        ],
    )
    def test_a_choice_that_cannot_be_met_is_refused(
        self, pages: Path, asked: tuple[str, ...], told: str
    ) -> None:
        result = run("read", pages / "gdansk-wire.txt", *asked)
        assert result.exit_code == 2
        assert told in " ".join(result.output.split())

    def test_json_of_one_report_is_one_object(self, pages: Path) -> None:
        data = json.loads(run("read", pages / "gdansk-wire.txt", "--format", "json").stdout)
        assert data["report"]["input"].endswith("gdansk-wire.txt")

    def test_json_of_several_reports_is_an_array(self, pages: Path) -> None:
        data = json.loads(run("read", pages, "--format", "json").stdout)
        assert len(data) == 3

    def test_json_of_several_inputs_stays_an_array_when_one_is_left(
        self, pages: Path, tmp_path: Path
    ) -> None:
        result = run("read", pages / "gdansk-wire.txt", tmp_path / "absent.html", "--format", "json")
        assert result.exit_code == 1
        assert len(json.loads(result.stdout)) == 1

    def test_a_carrier_gives_an_array_even_of_one_report(self, tmp_path: Path) -> None:
        for name, count in (("one.xml", 1), ("two.xml", 2)):
            (tmp_path / name).write_bytes(rss(*(rss_item(f"cable-{number}") for number in range(count))))
            data = json.loads(run("read", tmp_path / name, "--format", "json").stdout)
            assert [one["report"]["input"] for one in data] == [
                f"{tmp_path / name}#cable-{number}" for number in range(count)
            ]

    def test_a_single_item_of_an_agency_is_one_object(self, tmp_path: Path) -> None:
        (tmp_path / "item.json").write_text(json.dumps(ninjs()))
        report = json.loads(run("read", tmp_path / "item.json", "--format", "json").stdout)["report"]
        assert report["outlet"] == "Andes Press Agency"

    def test_a_folder_gives_the_reports_of_all_its_carriers(self, pages: Path) -> None:
        (pages / "feed.rss").write_bytes(rss(rss_item("one"), rss_item("two")))
        (pages / "capture.warc.gz").write_bytes(packed(warc_page(1), warc_page(2)))
        (pages / "items.jsonl").write_bytes(lines(ninjs(), ninjs(uri="urn:2", pubstatus="canceled")))
        result = run("read", pages, "-f", "jsonl")
        assert result.exit_code == 1
        assert len(result.stdout.splitlines()) == 3 + 2 + 2 + 1
        assert "urn:2: the item is withdrawn" in result.stderr
        assert "8 reports are on record; the 1 above failed" in result.stderr

    def test_the_reports_of_a_carrier_go_to_files_of_their_own(self, tmp_path: Path) -> None:
        (tmp_path / "feed.xml").write_bytes(rss(rss_item("one"), rss_item("two")))
        assert run("read", tmp_path / "feed.xml", "-o", f"{tmp_path}/out/", "-f", "json").exit_code == 0
        assert len(list((tmp_path / "out").iterdir())) == 2

    def test_what_is_logged_stays_out_of_the_results(self, tmp_path: Path) -> None:
        picture = warc_record(2, b"\x89PNG", media_type="image/png")
        (tmp_path / "a.warc").write_bytes(warc_page(1) + picture)
        result = process("read", tmp_path / "a.warc", "-f", "jsonl")
        assert len(result.stdout.splitlines()) == 1
        assert "records left out" in result.stderr

    def test_jsonl_is_one_object_a_line(self, pages: Path) -> None:
        lines = run("read", pages, "--format", "jsonl").stdout.splitlines()
        assert len([json.loads(line) for line in lines]) == 3

    def test_the_ending_of_the_output_gives_the_format(self, pages: Path, tmp_path: Path) -> None:
        for ending, first in ((".json", "["), (".jsonl", "{"), (".html", "<!DOCTYPE"), (".txt", "Gdansk")):
            out = tmp_path / f"out{ending}"
            assert run("read", pages, "-o", out).exit_code == 0
            assert out.read_text("utf-8").startswith(first)

    def test_what_the_caller_knows_wins(self, pages: Path) -> None:
        result = run(
            "read", pages / "gdansk-strike.html", "-f", "json",
            "--published", "2026-03-05", "--outlet", "Evening Edition", "--url", "https://evening.example/1",
        )  # fmt: skip
        report = json.loads(result.stdout)["report"]
        assert (report["published"], report["published_because"]) == ("2026-03-05", "given")
        assert (report["outlet"], report["url"]) == ("Evening Edition", "https://evening.example/1")

    def test_a_date_that_is_none_is_a_usage_error(self, pages: Path) -> None:
        result = run("read", pages, "--published", "last Tuesday")
        assert result.exit_code == 2
        assert "ISO 8601" in result.stderr

    def test_a_bad_input_is_named_and_costs_the_others_nothing(self, pages: Path, tmp_path: Path) -> None:
        (pages / "aaa.txt").write_bytes(b"")
        (pages / "bbb.txt").write_bytes(b"\x00\x01\x02\xff" * 400)
        out = tmp_path / "records.jsonl"
        result = run("read", pages, tmp_path / "absent.html", "-o", out)
        assert result.exit_code == 1
        assert len(out.read_text("utf-8").splitlines()) == 3
        for name in ("aaa.txt", "bbb.txt", "absent.html"):
            assert name in result.stderr
        assert "3 reports are on record; the 3 above failed" in result.stderr
        assert "Traceback" not in result.stderr

    def test_a_fault_of_ours_in_one_report_costs_the_others_nothing(self, pages: Path) -> None:
        report = pages / "zzz.txt"
        report.write_text(
            (pages / "gdansk-wire.txt").read_text("utf-8") + "\n\nThe tanks explode, she said.\n", "utf-8"
        )
        result = run("read", pages, "-f", "jsonl")
        assert result.exit_code == 1
        assert len(result.stdout.splitlines()) == 3
        assert "zzz.txt: a fault in OnRecord (ZeroDivisionError" in result.stderr

    def test_no_file_appears_when_nothing_could_be_read(self, tmp_path: Path) -> None:
        out = tmp_path / "records.jsonl"
        assert run("read", tmp_path / "absent.html", "-o", out).exit_code == 1
        assert list(tmp_path.iterdir()) == []

    def test_a_folder_gets_a_file_a_report_and_names_do_not_collide(
        self, pages: Path, tmp_path: Path
    ) -> None:
        (pages / "gdansk-wire.html").write_bytes((pages / "gdansk-strike.html").read_bytes())
        out = tmp_path / "records"
        out.mkdir()
        assert run("read", pages, "-o", out, "-f", "json").exit_code == 0
        assert sorted(path.name for path in out.iterdir()) == [
            "gdansk-strike.json", "gdansk-wire-2.json", "gdansk-wire.json", "nairobi-hospital.json",
        ]  # fmt: skip

    def test_a_name_ending_in_a_slash_makes_a_folder(self, pages: Path, tmp_path: Path) -> None:
        assert run("read", pages / "gdansk-wire.txt", "-o", f"{tmp_path}/new/", "-f", "json").exit_code == 0
        assert (tmp_path / "new" / "gdansk-wire.json").is_file()

    def test_inputs_are_never_written_over(self, pages: Path) -> None:
        before = {path.name: path.read_bytes() for path in pages.iterdir()}
        assert run("read", pages / "gdansk-wire.txt", "-o", pages / "gdansk-wire.txt").exit_code == 2
        assert run("read", pages, "-o", pages, "-f", "html").exit_code == 0
        assert {name: (pages / name).read_bytes() for name in before} == before
        assert (pages / "gdansk-strike-2.html").is_file()

    def test_a_folder_that_is_not_there_is_told(self, pages: Path, tmp_path: Path) -> None:
        result = process("read", pages, "-o", tmp_path / "absent" / "records.jsonl")
        assert result.returncode == 1
        assert "the result cannot be written (No such file or directory)" in result.stderr
        assert "Traceback" not in result.stderr

    def test_terminal_escapes_in_file_names_are_spelled_out(self, tmp_path: Path) -> None:
        result = run("read", tmp_path / "a\x1b[2Jb.html")
        assert "\x1b" not in result.stderr
        assert "<U+001B>" in result.stderr


def test_standard_input_may_be_a_carrier() -> None:
    result = process("read", "-", "-f", "json", input=rss(rss_item("one"), rss_item("two")).decode())
    assert result.returncode == 0, result.stderr
    assert [one["report"]["input"] for one in json.loads(result.stdout)] == ["-#one", "-#two"]


def test_standard_input_is_read(demo_folder: Path) -> None:
    text = (demo_folder / "gdansk-wire.txt").read_text("utf-8")
    result = process("read", "-", "-f", "json", input=text)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["report"]["input"] == "-"


def test_a_reader_that_goes_away_is_not_complained_about(demo_folder: Path) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        result = subprocess.run(
            [sys.executable, "-m", "tests.stubbed_cli", "read", str(demo_folder)],
            stdout=closed, stderr=subprocess.PIPE, text=True, env=environment, cwd=ROOT, check=False,
        )  # fmt: skip
    assert result.returncode == console.UNREAD
    assert result.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [("-o", "/dev/full"), ()])
def test_a_full_disk_is_told_without_a_stack_trace(demo_folder: Path, arguments: tuple[str, ...]) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    with open("/dev/full", "wb") as full:
        result = subprocess.run(
            [sys.executable, "-m", "tests.stubbed_cli", "read", str(demo_folder), *arguments],
            stdout=full, stderr=subprocess.PIPE, text=True, env=environment, cwd=ROOT, check=False,
        )  # fmt: skip
    assert result.returncode == 1
    assert "No space left on device" in result.stderr
    assert "Traceback" not in result.stderr


def test_help_needs_nothing_heavy() -> None:
    code = (
        "import sys; from onrecord.cli import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'onnxruntime', 'tokenizers', 'trafilatura', 'lxml', 'jinja2', 'httpx2', 'fastwarc', 'feedparser'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    assert result.stderr.strip() == "[]"
    assert "onrecord demo" in result.stdout


def test_the_version_is_shown() -> None:
    assert run("--version").stdout.startswith("onrecord ")


def test_broken_weights_have_an_exit_status_of_their_own(
    monkeypatch: pytest.MonkeyPatch, pages: Path, tmp_path: Path
) -> None:
    def broken() -> None:
        raise WeightsError(what="the digest is another", where="weights", remedy="install them again")

    monkeypatch.setattr(cli, "_recorder", broken)
    monkeypatch.setattr(sys, "argv", ["onrecord", "read", str(pages), "-o", str(tmp_path / "out.jsonl")])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == cli.BROKEN
    assert [path.name for path in tmp_path.iterdir()] == ["pages"]


def test_a_file_is_left_as_it_was_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "record.json"
    target.write_text("before")
    file = WholeFile(target)
    file.write("after")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(delivery.os, "fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        file.commit()
    assert target.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["record.json"]


def test_a_link_is_followed_and_the_mode_kept(tmp_path: Path) -> None:
    target, link = tmp_path / "record.json", tmp_path / "latest.json"
    target.write_text("before")
    target.chmod(0o640)
    link.symlink_to(target)
    file = WholeFile(link)
    file.write("after")
    file.commit()
    assert link.is_symlink()
    assert target.read_text() == "after"
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("source", ["../..", "/", "https://a.example/", "a/..hidden", "CON:/x", "\x1b.html"])
def test_file_names_from_inputs_stay_within_the_folder(source: str) -> None:
    name = name_for(source)
    assert name
    assert "/" not in name
    assert not name.startswith(".")


class TestExampleReports:
    def test_they_are_written_with_their_list_and_what_to_try(self, tmp_path: Path) -> None:
        folder = tmp_path / "some folder" / "footbridge"
        result = run("demo", "--reports", folder)
        assert result.exit_code == 0, result.output
        listed = json.loads((folder / "manifest.json").read_text("utf-8"))
        names = {path.name for path in folder.iterdir()} - {"manifest.json"}
        assert {one["file"] for one in listed} == names
        assert len(names) == 7
        assert all(one["url"].split("/")[2].endswith(".example") for one in listed)
        assert f"onrecord add --manifest '{folder}/manifest.json' --db footbridge.db" in result.stdout

    def test_they_come_alone_and_into_a_folder(self, tmp_path: Path) -> None:
        assert run("demo", "--reports", tmp_path / "a", "-o", tmp_path / "b.html").exit_code != 0
        (tmp_path / "file").write_text("")
        refused = run("demo", "--reports", tmp_path / "file")
        assert isinstance(refused.exception, OutputError)
        assert "name another one with --reports" in str(refused.exception)


@pytest.mark.weights
class TestWithWeights:
    def test_the_demo_puts_a_report_on_record_and_says_what_to_try(
        self, tmp_path: Path, recorder: object
    ) -> None:
        out = tmp_path / "demo.html"
        result = run("demo", "-o", out)
        assert result.exit_code == 0, result.output
        assert "Halina Brzoska" in result.stdout
        assert "Try next" in result.stdout
        assert "3 reports on record" in out.read_text("utf-8")

    def test_the_doctor_finds_an_installation_well(self, recorder: object) -> None:
        result = run("doctor")
        assert result.exit_code == 0, result.output
        assert "self-check" in result.stdout
        assert "BAD" not in result.stdout
