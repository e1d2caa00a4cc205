"""spaCy documents, read back by spaCy."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from onrecord.export.json import record_from_json
from onrecord.model import EntityMention, Record, Span
from tests.export.example import example_record
from tests.export.marked_example import TEXT, at, empty_record, hostile_record, marked_record

spacy = pytest.importorskip("spacy", reason="spaCy is not installed")

from onrecord.export.spacy import GROUPS, doc_bin, record_to_doc  # noqa: E402


def docs(*records: Record) -> list[Any]:
    from spacy.tokens import DocBin

    return list(DocBin().from_bytes(doc_bin(records).body).get_docs(spacy.blank("en").vocab))


@pytest.mark.parametrize(
    "record", [marked_record(), example_record(), hostile_record(), empty_record(), empty_record(" \n")]
)
def test_the_record_comes_back_equal(record: Record) -> None:
    (doc,) = docs(record)
    assert record_from_json(json.loads(doc.user_data["onrecord"])) == record


def test_the_text_is_that_of_the_report() -> None:
    (doc,) = docs(marked_record())
    assert doc.text == TEXT


def test_sentences_begin_where_they_do_in_the_record() -> None:
    doc = record_to_doc(marked_record())
    starts = {sentence.start_char for sentence in doc.sents}
    assert {sentence.start for sentence in marked_record().sentences} <= starts


def test_entities_are_names_with_their_ids() -> None:
    (doc,) = docs(marked_record())
    found = {(ent.text, ent.label_, ent.id_, ent.kb_id_) for ent in doc.ents}
    assert ("Pavel Dorin", "PERSON", "E1", "Q90000001") in found
    assert ("Kharsa", "GPE", "E2", "geonames:8000001") in found
    assert not [ent for ent in doc.ents if ent.text in ("he", "Rebels")]


def test_of_names_that_overlap_the_longest_is_an_entity_and_all_are_mentions() -> None:
    record = marked_record()
    nested = replace(record.entities[5], mentions=(EntityMention(at("Radio Senta"), "name"),))
    short = replace(record.entities[3], mentions=(EntityMention(at("Senta"), "name"),))
    doc = record_to_doc(replace(record, entities=(nested, short)))
    assert [ent.text for ent in doc.ents] == ["Radio Senta"]
    assert [span.text for span in doc.spans["mentions"]] == ["Radio Senta", "Senta"]


def test_span_groups_hold_the_parts_of_statements_and_events() -> None:
    (doc,) = docs(marked_record())
    assert set(doc.spans) == set(GROUPS)

    def words(group: str, item: str) -> list[tuple[str, str, str]]:
        return [(span.text, span.label_, span.kb_id_) for span in doc.spans[group] if span.id_ == item]

    assert words("sources", "S3") == [("Governor Pavel Dorin", "named", "E1")]
    assert words("cues", "S3") == [("said", "claims", "")]
    assert [text for text, _, _ in words("contents", "S3")] == [
        "Gunners shelled the market of Kharsa on Tuesday",
        "and killed at least 12 people",
    ]
    assert words("events", "V1") == [("shelled", "ASSAULT", "")]
    assert words("recipients", "V2") == [("Kharsa", "ASSAULT", "E2"), ("Mirov", "ASSAULT", "E6")]
    assert words("quantities", "V1") == [("at least 12 people", "dead", "")]
    assert words("places", "places[3]") == [("Mirov", "PPLX", "geonames:8000003")]
    assert words("times", "times[1]") == [("Tuesday", "DATE", "2026-05-05")]


def test_a_span_inside_a_token_is_widened_and_told() -> None:
    record = replace(marked_record(), sentences=(), statements=(), events=(), places=(), times=())
    inside = replace(
        record.entities[0],
        mentions=(EntityMention(Span(at("gunners").start, at("gunners").end - 2), "name"),),
    )
    out = doc_bin([replace(record, entities=(inside,))])
    assert [(one.item, one.field, one.value["text"]) for one in out.left_out] == [  # type: ignore[index]
        ("E1", "doc.spans.mentions", "gunne")
    ]


def test_the_tokenizer_of_a_pipeline_can_be_used() -> None:
    nlp = spacy.blank("xx")
    assert record_to_doc(marked_record(), nlp).vocab is nlp.vocab


def test_several_reports_share_a_bin() -> None:
    assert len(docs(marked_record(), example_record(), hostile_record())) == 3
    assert docs() == []
