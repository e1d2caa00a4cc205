"""The JSON Schema that is read off the model classes."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import onrecord
from onrecord.export.json import json_text, record_to_json
from onrecord.export.schema import record_schema
from onrecord.pipeline import Recorder
from tests.conftest import ROOT
from tests.export.example import example_record


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(record_schema())
    return jsonschema.Draft202012Validator(record_schema())


def test_a_record_answers_to_the_schema(validator: jsonschema.Draft202012Validator) -> None:
    assert list(validator.iter_errors(json.loads(json_text(example_record())))) == []


@pytest.mark.parametrize(
    ("field", "value"), [("kind", "sung"), ("content", [{"start": -1, "end": 2, "text": ""}]), ("within", 3)]
)
def test_what_is_no_record_does_not_answer_to_it(
    validator: jsonschema.Draft202012Validator, field: str, value: object
) -> None:
    data = record_to_json(example_record())
    data["statements"][0][field] = value
    assert not validator.is_valid(data)


def test_the_schema_in_the_docs_is_current() -> None:
    written = (ROOT / "docs" / "reference" / "record.schema.json").read_text(encoding="utf-8")
    assert json.loads(written) == record_schema(), "run `make docs`"


def test_fields_are_described_by_their_docstrings() -> None:
    fields = record_schema()["$defs"]["Statement"]["properties"]
    assert fields["within"]["description"] == "id of the statement whose content holds this one, or null."


@pytest.mark.weights
def test_the_records_of_the_bundled_reports_answer_to_the_schema(
    validator: jsonschema.Draft202012Validator, recorder: Recorder, demo_folder: Path
) -> None:
    for path in sorted(demo_folder.iterdir()):
        record = record_to_json(recorder(onrecord.load_document(str(path))))
        assert list(validator.iter_errors(record)) == [], path.name
