"""The commands `onrecord correct` and `onrecord renew`."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

from onrecord import cli
from onrecord.commands.console import FAILED
from onrecord.desk.links import corrected_records
from onrecord.errors import NoBody
from onrecord.model import Capture, Document, Record
from onrecord.store import Store
from tests.export.events_example import TEXT, events_record
from tests.store.reports import CODEC, made_up

BY = ("--by", "Halina Brzoska", "--because", "printed edition")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Return a store of two reports."""
    path = tmp_path / "desk.db"
    record = events_record()
    with Store.open(path, codec=CODEC) as store:
        store.add(
            Capture(input=record.report.input, data=TEXT.encode(), media_type="text/plain"),
            record.report,
            record,
        )
        store.add(*made_up("Oda Renn spoke in Halden.", input="other.html").parts)
    return path


@pytest.fixture
def key(db: Path) -> str:
    with Store.open(db, codec=CODEC) as store:
        return next(one.key for one in store.records() if one.record.events)


def stretch(key: str, words: str) -> str:
    return f"{key}:{TEXT.index(words)}-{TEXT.index(words) + len(words)}"


def test_corrections_are_made_listed_and_undone(db: Path, key: str) -> None:
    made = run("correct", "type", stretch(key, "shelled"), "coerce", "--db", db, *BY)
    assert made.exit_code == 0, made.output
    assert made.output.startswith("C1  ")
    assert made.output.endswith(
        f"type {stretch(key, 'shelled')} (type COERCE), by Halina Brzoska: printed edition\n"
    )
    assert run("correct", "date", key, "2026-03-04", "--db", db, *BY).exit_code == 0
    assert run("correct", "list", "--db", db).output.endswith("2 corrections\n")
    undone = run("correct", "undo", "C1", "--db", db, "--by", "A. Ilves", "--because", "it was right")
    assert "by A. Ilves: it was right" in undone.output
    assert run("correct", "list", "--db", db).output.endswith("1 correction\n")
    assert run("correct", "list", "--db", db, "--undone").output.endswith("2 corrections\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("place", "KEY:Halden", "none"),
        ("reject", "KEY:abducted"),
        ("reject", "KEY:abducted", "--only", "event"),
        ("split", "KEY:Grey Front"),
        ("merge", "KEY:Oda Renn", "KEY:The army"),
        ("move", "KEY", "alone"),
        ("no-reprint", "KEY"),
    ],
)
def test_each_kind_is_kept(db: Path, key: str, arguments: tuple[str, ...]) -> None:
    filled = [stretch(key, a[4:]) if a.startswith("KEY:") else key if a == "KEY" else a for a in arguments]
    result = run("correct", *filled, "--db", db, *BY)
    assert result.exit_code == 0, result.output
    with Store.open(db, codec=CODEC) as store:
        assert [(one.kind, one.author) for one in store.corrections()] == [(arguments[0], "Halina Brzoska")]


@pytest.mark.parametrize(
    ("only", "payload", "gone"),
    [
        (None, {}, {"V3"}),
        ("event", {"what": "event"}, {"V3"}),
        ("statement", {"what": "statement"}, {"S3"}),
    ],
)
def test_an_event_or_a_statement_alone_is_taken_out_where_both_stand(
    db: Path, key: str, only: str | None, payload: dict[str, str], gone: set[str]
) -> None:
    both = stretch(key, "denied that its men had taken anybody")
    result = run("correct", "reject", both, *(("--only", only) if only else ()), "--db", db, *BY)
    assert result.exit_code == 0, result.output
    with Store.open(db, codec=CODEC) as store:
        assert [one.payload for one in store.corrections()] == [payload]
        after = next(one.record for one in corrected_records(store) if one.key == key)
    before = events_record()
    assert {one.id for one in (*before.events, *before.statements)} - {
        one.id for one in (*after.events, *after.statements)
    } == gone


@pytest.mark.parametrize(("only", "payload"), [(None, {}), ("statement", {"what": "statement"})])
def test_what_is_right_is_accepted_and_stays(
    db: Path, key: str, only: str | None, payload: dict[str, str]
) -> None:
    both = stretch(key, "denied that its men had taken anybody")
    result = run("correct", "accept", both, *(("--only", only) if only else ()), "--db", db, *BY)
    assert result.exit_code == 0, result.output
    with Store.open(db, codec=CODEC) as store:
        assert [(one.kind, one.payload) for one in store.corrections()] == [("accept", payload)]
        assert next(one.record for one in corrected_records(store) if one.key == key) == events_record()
    nothing = run("correct", "accept", stretch(key, "lit a candle"), "--only", "statement", "--db", db, *BY)
    assert "no statement there" in f"{nothing.output}{nothing.exception}"


def test_what_is_neither_or_is_not_there_is_told(db: Path, key: str) -> None:
    for where, only, told in (
        ("abducted", "sentence", "choose event or statement"),
        ("lit a candle", "statement", "no statement there"),
    ):
        result = run("correct", "reject", stretch(key, where), "--only", only, "--db", db, *BY)
        assert result.exit_code != 0
        assert told in f"{result.output}{result.exception}"
    assert "--only" in run("correct", "reject", "--help").output


def test_exports_show_what_was_corrected(db: Path, key: str, tmp_path: Path) -> None:
    def modes() -> list[str]:
        out = tmp_path / "out.plover.jsonl"
        result = run("export", "--db", db, "--to", "plover", "-o", out)
        assert result.exit_code == 0, result.output
        return [mode for line in out.read_text("utf-8").splitlines() for mode in json.loads(line)["mode"]]

    before = modes()
    run("correct", "reject", stretch(key, "abducted"), "--db", db, *BY)
    assert modes().count("abduct") == before.count("abduct") - 1
    run("correct", "undo", "C1", "--db", db, *BY)
    assert modes() == before


def test_a_mistake_is_told_and_changes_nothing(db: Path, key: str) -> None:
    for arguments in (
        ("type", stretch(key, "shelled"), "WAR"),
        ("date", "0123456789abcdef", "2026-03-04"),
        ("undo", "C9"),
        ("place", stretch(key, "Halden"), "Oslo"),
    ):
        result = run("correct", *arguments, "--db", db, *BY)
        assert result.exit_code != 0
        assert "Traceback" not in result.output
    assert run("correct", "list", "--db", db, "--undone").output == "0 corrections\n"


def test_who_corrects_may_be_set_once(db: Path, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_AUTHOR", "Desk")
    assert run("correct", "no-reprint", key, "--db", db, "--because", "own reporting").exit_code == 0
    assert "by Desk: own reporting" in run("correct", "list", "--db", db).output


class OtherRecorder:
    """Finds nothing any more, and cannot read the second report."""

    reader = SimpleNamespace(weights_digest="weights-2")

    def __call__(self, document: Document) -> Record:
        if document.input == "other.html":
            raise NoBody(what="nothing to read", where=document.input, remedy="none")
        return Record(events_record().schema, "0", "weights-2", document, (), (), (), (), ())


def test_renewal_says_what_moved_and_what_could_not_be_read(
    db: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.pipeline.load", OtherRecorder)
    result = run("renew", "--db", db, "-v")
    assert result.exit_code == FAILED
    assert f"{key}  -10 entity, -{len(events_record().events)} event" in result.output
    assert "1 record made anew, 1 changed: -10 entity" in result.output
    assert "nothing to read" in result.output
