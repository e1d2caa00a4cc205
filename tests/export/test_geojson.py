"""GeoJSON, read back with the `geojson` package."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import geojson
import pytest

from onrecord.export.geojson import event_features
from onrecord.model import EventPlace, Record
from tests.export.example import example_record
from tests.export.marked_example import (
    EVENTS,
    HOSTILE,
    PLACES,
    TEXT,
    empty_record,
    hostile_record,
    marked_record,
)


def features(*records: Record) -> dict[str, Any]:
    collection = geojson.loads(event_features(records).body.decode())
    assert collection.is_valid, collection.errors()
    assert "crs" not in collection
    return {feature["properties"]["item"]: feature for feature in collection["features"]}


@pytest.mark.parametrize("record", [marked_record(), example_record(), hostile_record(), empty_record()])
def test_it_is_valid_and_holds_no_event_that_the_record_lacks(record: Record) -> None:
    assert features(record).keys() <= {event.id for event in record.events}


def test_longitude_comes_first() -> None:
    assert features(marked_record())["V1"]["geometry"] == {"type": "Point", "coordinates": [31.25, 48.5]}


def test_several_places_are_several_points_in_the_order_of_the_record() -> None:
    feature = features(marked_record())["V2"]
    assert feature["geometry"]["type"] == "MultiPoint"
    assert feature["geometry"]["coordinates"] == [[31.25, 48.5], [-31.5, -48.125]]
    assert [place["name"] for place in feature["properties"]["places"]] == ["Kharsa", "Mirov"]


def test_events_without_coordinates_are_left_out_with_the_reason() -> None:
    out = event_features([marked_record()])
    assert set(features(marked_record())) == {"V1", "V2", "V4"}
    told = {one.item: one.because for one in out.left_out if one.field == "events[]"}
    assert told == {"V3": "none of its places has coordinates", "V5": "its place is unknown"}


def test_places_without_an_event_are_left_out() -> None:
    out = event_features([example_record()])
    assert [one.item for one in out.left_out if one.field == "places[]"] == ["places[0]", "places[1]"]
    assert any(one.field == "report.dateline" for one in out.left_out)


def test_whose_word_it_is_stands_in_plain_words() -> None:
    properties = features(marked_record())["V4"]["properties"]
    assert properties["on_whose_word"] == (
        "future, on the word of Pavel Dorin, Governor, as told by Radio Senta, broadcaster, as told by The Sarn Herald"
    )
    assert properties["title"] == "“envoys” meet (CONSULT/visit), Velgrad, Lower Sarn, SRN, 2026-W20"
    assert (properties["earliest"], properties["latest"]) == ("2026-05-11", "2026-05-17")


@pytest.mark.parametrize(
    ("feature", "precision", "radius_m"),
    [
        ("PPLX", "part of a town", 2000),
        ("PPL", "town", 5000),
        ("PPLC", "town", 20000),
        ("ADM2", "district", None),
        ("ADM1", "province", None),
        ("PCLI", "country", None),
        ("SEA", "region", None),
        (None, "region", None),
    ],
)
def test_the_feature_class_tells_how_far_off_a_point_may_be(
    feature: str | None, precision: str, radius_m: int | None
) -> None:
    record = marked_record()
    places = tuple(replace(place, feature=feature) for place in PLACES)
    properties = features(replace(record, places=places))["V1"]["properties"]
    assert (properties["precision"], properties["radius_m"]) == (precision, radius_m)


def test_of_several_places_the_least_precise_counts() -> None:
    record = marked_record()
    places = (*PLACES[:3], replace(PLACES[3], feature="ADM1"), PLACES[4])
    properties = features(replace(record, places=places))["V2"]["properties"]
    assert (properties["precision"], properties["radius_m"]) == ("province", None)


@pytest.mark.parametrize(("record", "text"), [(marked_record(), TEXT), (hostile_record(), HOSTILE)])
def test_words_lead_back_to_the_report(record: Record, text: str) -> None:
    for feature in features(record).values():
        for words in feature["properties"]["words"]:
            assert text[words["start"] : words["end"]] == words["exact"]
            assert text[: words["start"]].endswith(words["prefix"])
            assert text[words["end"] :].startswith(words["suffix"])


def test_impossible_coordinates_are_none() -> None:
    record = marked_record()
    places = tuple(replace(place, lat=91.0) for place in PLACES)
    assert features(replace(record, places=places)) == {}


def test_a_place_that_is_not_in_the_record_is_passed_over() -> None:
    record = marked_record()
    stray = replace(EVENTS[0], places=(EventPlace(99, "edited by hand"),))
    assert features(replace(record, events=(stray,))) == {}


def test_several_reports_share_a_collection() -> None:
    data = json.loads(event_features([marked_record(), hostile_record(), empty_record()]).body)
    assert data["onrecord"]["total"] == len(data["features"]) == 4
    assert len(data["onrecord"]["reports"]) == 3
    assert json.loads(event_features([]).body)["features"] == []
