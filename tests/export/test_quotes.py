"""Quotation JSON, held against Citron's description of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from onrecord.export.quotes import citron_quotes
from onrecord.model import Record
from tests.export.example import example_record
from tests.export.marked_example import HOSTILE, TEXT, empty_record, hostile_record, marked_record

SPAN = {
    "type": "object",
    "required": ["start", "end", "text"],
    "additionalProperties": False,
    "properties": {"start": {"type": "integer"}, "end": {"type": "integer"}, "text": {"type": "string"}},
}
SPANS = {"type": "array", "items": SPAN}
SCHEMA = {
    "type": "object",
    "required": ["text", "quotes"],
    "properties": {
        "text": {"type": "string"},
        "quotes": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["cue", "sources", "contents"],
                "additionalProperties": False,
                "properties": {
                    "cue": SPAN,
                    "sources": SPANS,
                    "contents": {**SPANS, "minItems": 1},
                    "coreferences": SPANS,
                    "confidence": {"type": "number"},
                    "id": {},
                },
            },
        },
        "coreference_groups": {"type": "array", "items": SPANS},
    },
}


def lines(*records: Record) -> list[dict[str, Any]]:
    return [json.loads(line) for line in citron_quotes(records).body.decode().split("\n") if line]


@pytest.mark.parametrize("record", [marked_record(), example_record(), hostile_record(), empty_record()])
def test_it_answers_to_citrons_description(record: Record) -> None:
    (data,) = lines(record)
    assert list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(data)) == []


@pytest.mark.parametrize(("record", "text"), [(marked_record(), TEXT), (hostile_record(), HOSTILE)])
def test_spans_cut_their_words_from_the_text(record: Record, text: str) -> None:
    (data,) = lines(record)
    assert data["text"] == text
    quotes = [[quote["cue"], *quote["sources"], *quote["contents"]] for quote in data["quotes"]]
    for span in (span for spans in (*quotes, *data["coreference_groups"]) for span in spans):
        assert text[span["start"] : span["end"]] == span["text"]


def test_a_pronoun_leads_to_the_name() -> None:
    told = next(quote for quote in lines(marked_record())[0]["quotes"] if quote["id"] == "S4")
    assert [span["text"] for span in told["sources"]] == ["he"]
    assert [span["text"] for span in told["coreferences"]] == ["Pavel Dorin"]


def test_a_source_that_holds_its_name_needs_no_coreference() -> None:
    said = next(quote for quote in lines(marked_record())[0]["quotes"] if quote["id"] == "S3")
    assert said["coreferences"] == []


def test_words_that_nothing_announces_have_an_empty_cue_before_them() -> None:
    record = marked_record()
    bare = replace(record.statements[3], cue=None, source=None)
    quote = lines(replace(record, statements=(bare,)))[0]["quotes"][0]
    assert quote["cue"] == {
        "start": quote["contents"][0]["start"],
        "end": quote["contents"][0]["start"],
        "text": "",
    }
    assert quote["sources"] == []


def test_several_reports_are_lines() -> None:
    assert [data["text"] for data in lines(marked_record(), empty_record("a\u2028b"))] == [TEXT, "a\u2028b"]
    assert lines() == []
