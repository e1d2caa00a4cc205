"""Web Annotations, held against a JSON Schema of the W3C model."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from onrecord.export.json import record_to_json
from onrecord.export.webannotation import web_annotations
from onrecord.model import Record
from tests.export.example import example_record
from tests.export.marked_example import HOSTILE, TEXT, empty_record, hostile_record, marked_record

IRI = {"type": "string", "pattern": "^[a-zA-Z][a-zA-Z0-9+.-]*:"}
MOTIVATION = {
    "enum": [
        "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting",
        "identifying", "linking", "moderating", "questioning", "replying", "tagging",
    ]
}  # fmt: skip
SELECTOR = {
    "oneOf": [
        {
            "properties": {
                "type": {"const": "TextQuoteSelector"},
                **{name: {"type": "string"} for name in ("exact", "prefix", "suffix")},
            },
            "required": ["type", "exact"],
        },
        {
            "properties": {
                "type": {"const": "TextPositionSelector"},
                **{name: {"type": "integer", "minimum": 0} for name in ("start", "end")},
            },
            "required": ["type", "start", "end"],
        },
    ]
}
ANNOTATION = {
    "type": "object",
    "required": ["id", "type", "target"],
    "properties": {
        "id": IRI,
        "type": {"const": "Annotation"},
        "motivation": MOTIVATION,
        "body": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type"],
                "properties": {
                    "type": {"enum": ["TextualBody", "Dataset"]},
                    "value": {"type": "string"},
                    "format": {"type": "string"},
                    "purpose": MOTIVATION,
                },
                "if": {"properties": {"type": {"const": "TextualBody"}}},
                "then": {"required": ["value"]},
            },
        },
        "target": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["source"],
                "properties": {
                    "type": {"const": "SpecificResource"},
                    "source": IRI,
                    "selector": {"type": "array", "minItems": 1, "items": SELECTOR},
                },
            },
        },
    },
}
COLLECTION = {
    "type": "object",
    "required": ["@context", "id", "type", "total", "first"],
    "properties": {
        "@context": {"type": "array", "contains": {"const": "http://www.w3.org/ns/anno.jsonld"}},
        "id": IRI,
        "type": {"const": "AnnotationCollection"},
        "label": {"type": "string"},
        "total": {"type": "integer", "minimum": 0},
        "first": {
            "type": "object",
            "required": ["id", "type", "items"],
            "properties": {
                "id": IRI,
                "type": {"const": "AnnotationPage"},
                "startIndex": {"const": 0},
                "items": {"type": "array", "items": ANNOTATION},
            },
        },
    },
}


def collection(*records: Record) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(web_annotations(records).body)
    jsonschema.Draft202012Validator(COLLECTION).validate(data)
    return data


def annotations(*records: Record) -> dict[str, Any]:
    return {one["item"]: one for one in collection(*records)["first"]["items"]}


@pytest.mark.parametrize("record", [marked_record(), example_record(), hostile_record(), empty_record()])
def test_it_answers_to_the_model_of_the_w3c(record: Record) -> None:
    data = collection(record)
    assert data["total"] == len(data["first"]["items"])


def test_every_item_of_the_record_is_an_annotation_with_all_that_is_in_it() -> None:
    data = record_to_json(marked_record())
    found = annotations(marked_record())
    for name in ("entities", "statements", "events"):
        for item in data[name]:
            assert found[item["id"]]["body"][-1]["record"] == item
    for name in ("places", "times"):
        for index, item in enumerate(data[name]):
            assert found[f"{name}[{index}]"]["body"][-1]["record"] == item


@pytest.mark.parametrize(("record", "text"), [(marked_record(), TEXT), (hostile_record(), HOSTILE)])
def test_selectors_agree_with_the_text_and_with_each_other(record: Record, text: str) -> None:
    for annotation in annotations(record).values():
        assert annotation["report"] == record.report.id
        for target in annotation["target"]:
            quote, position = target["selector"]
            start, end = position["start"], position["end"]
            assert quote["exact"] == text[start:end]
            assert quote["prefix"] == text[max(start - 32, 0) : start]
            assert quote["suffix"] == text[end : end + 32]


def test_an_item_with_several_spans_has_several_targets_what_it_is_about_first() -> None:
    statement = annotations(marked_record())["S3"]
    assert [target["role"] for target in statement["target"]] == ["content", "content", "source", "cue"]
    event = annotations(marked_record())["V1"]
    assert [target["role"] for target in event["target"]] == [
        "anchor",
        "also",
        "actor",
        "recipient",
        "quantity",
    ]


def test_a_person_reads_who_says_it_and_on_whose_word_it_stands() -> None:
    found = annotations(marked_record())
    assert (
        found["S4"]["body"][0]["value"]
        == "Pavel Dorin, Governor says, direct: Nobody was hurt in the barracks"
    )
    assert found["V1"]["body"][0]["value"].endswith(
        "; alleged, on the word of Pavel Dorin, Governor, as told by The Sarn Herald"
    )
    tags = [body["value"] for body in found["V1"]["body"] if body["purpose"] == "tagging"]
    assert tags == ["events", "alleged", "ASSAULT", "heavy-weapons"]


def test_a_chain_that_ends_in_nobody_says_so() -> None:
    record = marked_record()
    statements = tuple(replace(one, source=None, source_type="unnamed") for one in record.statements)
    found = annotations(replace(record, statements=statements))
    told = "alleged, on the word of a source that is not given, as told by The Sarn Herald"
    assert found["V1"]["body"][0]["value"].endswith(told)
    orphan = replace(record, statements=())
    assert annotations(orphan)["V1"]["body"][0]["value"].endswith(
        "on the word of Pavel Dorin, as told by The Sarn Herald"
    )


def test_a_report_without_an_address_goes_by_its_digest() -> None:
    sources = {target["source"] for one in annotations(example_record()).values() for target in one["target"]}
    assert sources == {f"urn:sha256:{example_record().report.id}"}


def test_one_text_printed_twice_gives_annotations_of_different_names() -> None:
    items = collection(marked_record(), marked_record())["first"]["items"]
    assert len({one["id"] for one in items}) == len(items)


def test_particulars_of_reports_stand_once_in_the_collection() -> None:
    data = collection(marked_record(), example_record())
    assert [one["report"]["outlet"] for one in data["reports"]] == [
        "The Sarn Herald",
        "The Amber Coast Courier",
    ]
    assert "text" not in data["reports"][0]["report"]
    assert data["total"] == len(data["first"]["items"])
    assert collection()["total"] == 0
