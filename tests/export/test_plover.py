"""PLOVER's JSON Lines, held against a schema written from the manual."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from onrecord.export.json import part_to_json
from onrecord.export.plover import NO_DAY, render_plover
from onrecord.export.unplaced import NO_TYPE
from onrecord.model import Participant, Record
from tests.export.events_example import at, events_record, hostile_record

SCHEMA = json.loads((Path(__file__).parent / "plover.schema.json").read_text("utf-8"))


def lines(*records: Record) -> dict[str, dict[str, Any]]:
    written = render_plover(records).body.decode("utf-8")
    assert not set(written) & set("\u2028\u2029\u0085")
    return {line["id"].partition("-")[2]: line for line in map(json.loads, written.split("\n")[:-1])}


def test_every_line_is_as_the_manual_says() -> None:
    checker = jsonschema.Draft202012Validator(SCHEMA)
    for record in (events_record(), hostile_record()):
        for line in lines(replace(record, report=replace(record.report, published="2026-03-04"))).values():
            assert list(checker.iter_errors(line)) == []


def test_an_event_is_told_with_parties_place_day_and_figures() -> None:
    line = lines(events_record())["V1"]
    assert line["actor"] == [
        {"code": "NOR", "sector": "MIL", "entity_text": "The army", "identifier_text": "the army"}
    ]
    assert (line["date"], line["event"], line["quad_code"], line["event_scale"]) == (
        "2026-03-02",
        ["ASSAULT"],
        4,
        -10.0,
    )
    assert line["event_text"] == ["shelled", "shells"]
    assert (line["event_loc"]["city"], line["event_loc"]["country_code"]) == ("Torvik", "NO")
    assert line["size"] == {"dead": 12, "injured": 30}
    assert line["text_info"]["sequence"] == 2


def test_auxiliary_modes_keep_what_did_not_happen_from_being_counted() -> None:
    modes = {id: line["mode"] for id, line in lines(events_record()).items()}
    assert modes["V3"] == ["abduct", "negation"]
    assert modes["V6"] == ["future"]
    assert modes["V7"] == ["discontinue", "hypothetical"]
    assert modes["V8"] == ["disarm", "historical"]
    assert modes["V1"] == ["heavy-weapons"]


@pytest.mark.parametrize(
    ("label", "mode"), [("possible", "hypothetical"), ("attempted", "hypothetical"), ("intended", "future")]
)
def test_attempts_plans_and_possibilities_are_never_bare(label: Any, mode: str) -> None:
    record = events_record()
    record = replace(record, events=(replace(record.events[0], label=label),))
    assert lines(record)["V1"]["mode"] == ["heavy-weapons", mode]


def test_all_parties_of_a_reciprocal_event_are_actors() -> None:
    line = lines(events_record())["V6"]
    assert [one["identifier_text"] for one in line["actor"]] == ["Oda Renn", "the Danish envoy"]
    assert line["recipient"] == []
    assert line["actor"][0]["office"] == "Interior Minister"


def test_the_event_stands_whole_in_the_field_of_our_own() -> None:
    record = events_record()
    line = lines(record)["V2"]
    assert line["onrecord"]["event"] == part_to_json(record.events[1], record.report.text)
    assert line["comment"] == "alleged, on the word of The Fjord Courier < Oda Renn < the harbour police"


def test_an_undated_event_takes_the_day_of_publication_and_says_so() -> None:
    line = lines(events_record())["V4"]
    assert line["date"] == "2026-03-04"
    assert "undated" in line["comment"]


def test_a_span_of_days_has_an_end() -> None:
    line = lines(events_record())["V2"]
    assert (line["date"], line["enddate"]) == ("2026-02-01", "2026-02-28")


def test_events_without_type_or_any_day_are_left_out() -> None:
    record = events_record()
    record = replace(record, report=replace(record.report, published=None))
    reasons = {one.item: one.because for one in render_plover([record]).left_out if one.item}
    assert reasons == {"V9": NO_TYPE, "V10": NO_TYPE} | dict.fromkeys(("V3", "V4", "V5", "V7"), NO_DAY)


def test_sectors_are_written_as_the_manual_turned_them_round() -> None:
    record = events_record()
    event = replace(record.events[0], actors=(Participant(at("the envoy"), "E10"),))
    line = lines(replace(record, events=(event,)))["V1"]
    assert line["actor"][0]["sector"] == "JRN"
