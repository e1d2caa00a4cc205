"""The order of the stages, and what comes out at the end."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest

import onrecord
from onrecord.errors import WeightsError
from onrecord.export.json import json_text, record_to_json
from onrecord.model import Record
from onrecord.pipeline import Recorder, diagnose
from tests.conftest import ROOT


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = (
        "import sys, onrecord; onrecord.__version__; dir(onrecord); "
        "print(sorted({'numpy', 'onnxruntime', 'lxml', 'rich', 'jinja2', 'typer'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT / "src")},
    )
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_there() -> None:
    for name in onrecord.__all__:
        assert getattr(onrecord, name) is not None
    assert onrecord.Record is Record


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'lod'"):
        onrecord.lod  # noqa: B018


def test_weights_that_are_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"manifest\.json"):
        onrecord.load(weights=tmp_path)


def test_a_broken_installation_is_diagnosed_not_raised(
    demo_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_WEIGHTS", str(tmp_path))
    checks = {check.name: check for check in diagnose(demo_folder)}
    assert not checks["weights"].passed
    assert "manifest.json" in checks["weights"].found
    assert "self-check" not in checks


def test_the_search_for_cycles_goes_on_after_a_report_and_after_an_error() -> None:
    document = onrecord.document_from_text("The mayor said that the bridge was safe.")
    broken = Recorder(reader=None, gazetteer=None)  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        broken(document)
    assert gc.isenabled()
    gc.disable()
    try:
        with pytest.raises(AttributeError):
            broken(document)
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.fixture(scope="module")
def bundled(recorder: Recorder, demo_folder: Path) -> dict[str, Record]:
    return {path.stem: recorder(onrecord.load_document(str(path))) for path in demo_folder.iterdir()}


@pytest.mark.weights
class TestOnBundledReports:
    def test_the_same_input_gives_the_same_bytes(
        self, recorder: Recorder, demo_folder: Path, bundled: dict[str, Record]
    ) -> None:
        again = recorder(onrecord.load_document(str(demo_folder / "gdansk-wire.txt")))
        assert json_text(again) == json_text(bundled["gdansk-wire"])

    def test_a_report_leaves_next_to_nothing_in_cycles(self, recorder: Recorder, demo_folder: Path) -> None:
        document = onrecord.load_document(str(demo_folder / "gdansk-wire.txt"))
        recorder(document)
        gc.collect()
        recorder(document)
        assert gc.collect() < 100

    def test_every_list_is_in_order_of_first_offset(self, bundled: dict[str, Record]) -> None:
        for record in bundled.values():
            starts = [
                [sentence.start for sentence in record.sentences],
                [place.span.start for place in record.places],
                [timex.span.start for timex in record.times],
                [entity.mentions[0].span.start for entity in record.entities],
            ]
            for row in starts:
                assert row == sorted(row)

    def test_every_reference_leads_somewhere(self, bundled: dict[str, Record]) -> None:
        for record in bundled.values():
            entities = {entity.id for entity in record.entities} | {None}
            statements = {statement.id for statement in record.statements} | {None}
            assert {place.entity for place in record.places} <= entities
            for statement in record.statements:
                assert statement.within in statements - {statement.id}
                for party in (statement.source, statement.addressee):
                    assert party is None or party.entity in entities

    def test_every_span_cuts_text(self, bundled: dict[str, Record]) -> None:
        for record in bundled.values():
            for statement in record_to_json(record)["statements"]:
                assert all(piece["text"].strip() for piece in statement["content"])

    def test_what_was_derived_says_why(self, bundled: dict[str, Record]) -> None:
        for record in bundled.values():
            for found in (*record.places, *record.times, *record.statements):
                assert found.because

    def test_speakers_are_followed_through_pronouns(self, bundled: dict[str, Record]) -> None:
        record = bundled["gdansk-strike"]
        text = record.report.text
        names = {entity.id: entity.name for entity in record.entities}
        said = {
            piece.cut(text): names.get(statement.source.entity or "") if statement.source else None
            for statement in record.statements
            for piece in statement.content
        }
        speaker = next(name for content, name in said.items() if "meet the port authority" in content)
        assert speaker is not None
        assert "Dudzic" in speaker

    def test_the_dateline_gives_place_and_day(self, bundled: dict[str, Record]) -> None:
        dateline = bundled["gdansk-wire"].report.dateline
        assert dateline is not None
        assert dateline.place is not None
        assert (dateline.date, dateline.place.geonames, dateline.agency) == (
            "2026-03-04",
            3099434,
            "Vistula Wire",
        )
