"""The JSON of a record, and the way back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError, OffsetError
from onrecord.export.json import json_array_text, json_text, record_from_json, record_to_json
from onrecord.model import (
    SCHEMA,
    Document,
    Entity,
    Event,
    Place,
    Record,
    Span,
    Statement,
    Timex,
    text_digest,
)
from tests.export.example import TEXT, example_record

# A high surrogate straight before a low one is read back from JSON as the one character they make up,
# so such a pair (which no decoder of bytes yields) is left out.
_TEXTS = st.text(st.characters(codec=None, exclude_characters="")).filter(
    lambda text: text == text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
)


@st.composite
def records(draw: st.DrawFn) -> Record:
    text = draw(_TEXTS)
    spans = st.builds(lambda a, b: Span(*sorted((a, b))), *[st.integers(0, len(text))] * 2)
    st.register_type_strategy(Span, spans)
    # Numbers that JSON cannot carry have no place in a record.
    st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))

    def many(kind: Any) -> Any:
        hints = {name: st.from_type(hint) for name, hint in get_type_hints(kind).items()}
        return st.lists(st.builds(kind, **hints), max_size=2).map(tuple)

    document = draw(st.builds(Document, text=st.just(text), id=st.just(text_digest(text))))
    return Record(
        schema=SCHEMA,
        onrecord=draw(st.text(max_size=5)),
        weights="",
        report=document,
        sentences=tuple(draw(st.lists(spans, max_size=2))),
        entities=draw(many(Entity)),
        places=draw(many(Place)),
        times=draw(many(Timex)),
        statements=draw(many(Statement)),
        events=draw(many(Event)),
    )


@settings(max_examples=60, deadline=None)
@given(records())
def test_any_record_comes_back_equal_from_its_json_bytes(record: Record) -> None:
    written = json_text(record).encode("utf-8")
    assert b"\n" not in written
    assert record_from_json(json.loads(written)) == record


def test_spans_carry_the_text_that_they_cut() -> None:
    data = record_to_json(example_record())
    told = data["statements"][3]
    assert told["cue"] == {
        "start": told["cue"]["start"],
        "end": told["cue"]["end"],
        "text": "told",
        "lemma": "tell",
    }
    assert [piece["text"] for piece in told["content"]][
        1
    ] == "Nobody who needs this harbour will be turned away"
    assert data["report"]["dateline"]["text"] == "GDANSK, March 4. /Vistula Wire/."
    assert data["report"]["dateline"]["place"]["geonames"] == 3099434
    assert data["report"]["parts"]["boilerplate"] == []
    for span in data["sentences"]:
        assert TEXT[span["start"] : span["end"]] == span["text"]


def test_field_names_and_nesting_are_those_of_the_record_format() -> None:
    data = record_to_json(example_record())
    assert list(data) == [
        "schema",
        "onrecord",
        "weights",
        "report",
        "sentences",
        "entities",
        "places",
        "times",
        "statements",
        "events",
    ]
    report = "id input url outlet agency bylines language published published_because retrieved text"
    assert {*report.split(), "parts", "dateline"} <= set(data["report"])
    entity = "id type name roles country sector ids mentions"
    assert set(entity.split()) <= set(data["entities"][0])
    assert set(data["entities"][0]["mentions"][0]) == {"start", "end", "text", "kind"}
    statement = "id kind source source_type cue content within force distance addressee"
    assert set(statement.split()) <= set(data["statements"][0])
    assert set(data["statements"][0]["source"]) == {"start", "end", "text", "entity"}


def test_the_same_record_gives_the_same_bytes() -> None:
    assert json_text(example_record()) == json_text(example_record())
    assert json_array_text([example_record()]) == f"[{json_text(example_record())}]"


def test_non_ascii_letters_stand_for_themselves() -> None:
    assert "Gdańsk" in json_text(example_record())


def test_lone_surrogates_become_escapes() -> None:
    record = example_record()
    record = replace(record, report=replace(record.report, outlet="Wire \udcff"))
    written = json_text(record)
    assert "\\udcff" in written
    assert record_from_json(json.loads(written.encode("utf-8"))) == record


def test_a_span_outside_the_text_is_refused() -> None:
    record = replace(example_record(), sentences=(Span(0, len(TEXT) + 1),))
    with pytest.raises(OffsetError, match="lies outside the text"):
        record_to_json(record)


def test_a_changed_receipt_is_refused() -> None:
    data = record_to_json(example_record())
    data["statements"][3]["content"][0]["text"] = "Ships are going out"
    with pytest.raises(OffsetError, match=r"statements\[3\]\.content\[0\]"):
        record_from_json(data)


def test_unknown_fields_are_passed_over() -> None:
    data = record_to_json(example_record())
    data["statements"][0]["later"] = True
    assert record_from_json(data) == example_record()


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("schema",), 99, "record format is 99"),
        (("report",), None, "no report"),
        (("statements", 0, "kind"), "sung", "'sung' is none of"),
        (("statements", 0, "content"), None, "expected a list"),
        (("statements", 0, "cue"), "said", "expected an object"),
        (("entities", 0, "name"), 7, "expected str, found int"),
        (("places", 0, "candidates"), True, "expected int, found bool"),
        (("sentences", 0, "start"), -1, "is no span"),
    ],
)
def test_a_malformed_record_is_refused_with_its_place(
    path: tuple[Any, ...], value: object, said: str
) -> None:
    data = record_to_json(example_record())
    inner: Any = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(InputError, match=said):
        record_from_json(data)


def test_a_missing_field_is_named() -> None:
    data = record_to_json(example_record())
    del data["entities"][0]["roles"]
    with pytest.raises(InputError, match="'roles' is missing"):
        record_from_json(data)
