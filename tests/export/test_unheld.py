"""Nothing of a record is lost silently: it is in the export, or it is told as left out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree

from onrecord.errors import InputError
from onrecord.export.formats import LeftOut, Rendered, find_format, left_out_text, render
from onrecord.export.json import record_to_json
from onrecord.export.unheld import item_name, unheld
from onrecord.model import Record
from tests.export.example import example_record
from tests.export.marked_example import hostile_record, marked_record

NAMES = ("timeml", "webannotation", "geojson", "quotes", "claims", "spacy")


def rendered(name: str, *records: Record) -> Rendered:
    if name == "spacy":
        pytest.importorskip("spacy", reason="spaCy is not installed")
    return render(records, find_format(name))


def strings_of(name: str, out: Rendered) -> list[str]:
    """Return every text, attribute and number of an export as strings."""
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)
        elif value is not None:
            found.append(value if isinstance(value, str) else json.dumps(value))

    for body in (out.body, *(content for _, content in out.beside)):
        if name == "timeml":
            root = etree.fromstring(body)
            found.append("".join(root.find("TEXT").itertext()))
            for element in root.iter(etree.Element):
                found += [element.text or "", *element.attrib.values()]
        elif name == "spacy":
            import spacy
            from spacy.tokens import DocBin

            for doc in DocBin().from_bytes(body).get_docs(spacy.blank("en").vocab):
                walk(json.loads(doc.user_data["onrecord"]))
        else:
            for line in [body] if name != "quotes" else body.split(b"\n"):
                if line:
                    walk(json.loads(line))
    return found


def leaves(data: dict[str, Any]) -> Iterator[tuple[str, str | None, Any]]:
    """Yield path, item and value of every field with something in it; offsets go with the words they cut."""

    def walk(value: Any, path: str, item: str | None) -> Iterator[tuple[str, str | None, Any]]:
        if isinstance(value, dict):
            for name, inner in value.items():
                if name not in ("start", "end"):
                    yield from walk(inner, f"{path}.{name}" if path else name, item)
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                yield from walk(inner, f"{path}[]", item_name(inner, path, index) if path in data else item)
        elif value not in (None, False, ""):
            yield path, item, value

    return walk(data, "", None)


def is_told(one: LeftOut, path: str, item: str | None) -> bool:
    return one.item in (None, item) and (
        path == one.field or path.startswith((f"{one.field}.", f"{one.field}["))
    )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("make", [marked_record, example_record])
def test_every_field_of_a_record_is_in_the_export_or_told_as_left_out(name: str, make: Any) -> None:
    record = make()
    out = rendered(name, record)
    there = strings_of(name, out)
    fields = list(leaves(record_to_json(record)))
    assert len(fields) > 150
    for path, item, value in fields:
        told = [one for one in out.left_out if is_told(one, path, item)]
        as_text = value if isinstance(value, str) else json.dumps(value)
        assert told or any(as_text in one for one in there), (path, item, value)


def test_the_example_has_something_in_every_field() -> None:
    paths = {path for path, _, _ in leaves(record_to_json(marked_record()))}
    assert {
        "report.agency", "report.parts.byline.text", "report.dateline.place.geonames", "entities[].ids.iso",
        "entities[].ids.wikidata", "statements[].addressee.entity", "statements[].within", "statements[].distance[].text",
        "events[].also[].text", "events[].cameo", "events[].contexts[]", "events[].factuality[].condition",
        "events[].time.value", "events[].time.index", "events[].quantities[].low", "events[].background",
        "events[].reciprocal", "times[].anchor", "places[].lon",
    } <= paths  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_what_is_left_out_says_what_stood_there_and_why(name: str) -> None:
    out = rendered(name, marked_record(), hostile_record())
    assert all(one.because and one.value not in (None, "", []) for one in out.left_out)
    told = json.loads(left_out_text(out, find_format(name)))
    assert len(told["items"]) == len(out.left_out)


def test_a_format_whose_dependency_is_absent_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    monkeypatch.delitem(sys.modules, "onrecord.export.spacy", raising=False)
    with pytest.raises(InputError, match=r"pip install 'onrecord\[spacy\]'"):
        render([marked_record()], find_format("spacy"))


@pytest.mark.parametrize("name", NAMES)
def test_the_same_records_give_the_same_bytes(name: str) -> None:
    records = (marked_record(), hostile_record())
    assert rendered(name, *records) == rendered(name, *records)


def test_a_field_of_which_nothing_is_held_is_told_once_and_whole() -> None:
    data = record_to_json(marked_record())
    told = [one for one in unheld(data, {"events[].id"}) if one.item == "V1"]
    recipient = next(one for one in told if one.field == "events[].recipients")
    assert recipient.value == data["events"][0]["recipients"]
    assert {one.field for one in told} >= {"events[].anchor", "events[].also", "events[].label"}


def test_fields_that_are_added_later_are_told_as_well() -> None:
    data = record_to_json(marked_record())
    data["statements"][0]["later"] = {"deep": 7}
    told = list(unheld(data, {"statements[].cue"}))
    assert LeftOut(data["report"]["id"], "S1", "statements[].later", {"deep": 7}, told[0].because) in told


def test_an_item_that_is_dropped_is_told_with_its_own_reason() -> None:
    data = record_to_json(marked_record())
    told = list(unheld(data, {"places[]", "times[]"}, dropped={"places[4]": "no coordinates"}))
    assert [(one.item, one.because) for one in told if one.field == "places[]"] == [
        ("places[4]", "no coordinates")
    ]
    assert not [one for one in told if one.field.startswith("times")]


def test_nothing_is_told_of_what_is_empty_or_held() -> None:
    data = record_to_json(marked_record())
    assert list(unheld(data, set(data))) == []
