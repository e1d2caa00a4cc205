"""Offices and who holds them, and who cannot be "he", in sentences of our own read with the weights."""

from __future__ import annotations

import pytest

from onrecord.ingest import IngestOptions, document_from_text
from onrecord.model import Record
from onrecord.pipeline import Recorder

pytestmark = pytest.mark.weights


def put(recorder: Recorder, text: str) -> Record:
    return recorder(document_from_text(text, options=IngestOptions(published="2026-03-04")))


def mentions(record: Record, name: str) -> list[str]:
    """Return the mentions of the entity of a name."""
    text = record.report.text
    return [m.span.cut(text) for one in record.entities if one.name == name for m in one.mentions]


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("The Foreign Secretary, Ann Vane, said the strike was over.", "The Foreign Secretary"),
        ("The Secretary of State, Ann Vane, said the strike was over.", "The Secretary of State"),
        ("The Prime Minister, Ann Vane, said the strike was over.", "The Prime Minister"),
        (
            "Egyptian Minister of Communications and Information Technology Ann Vane said the strike was over.",
            "Egyptian Minister of Communications and Information Technology",
        ),
        (
            "The Minister of Health and Welfare Ann Vane said the strike was over.",
            "The Minister of Health and Welfare",
        ),
    ],
)
def test_an_office_is_whoever_is_named_with_it(recorder: Recorder, text: str, office: str) -> None:
    assert office in mentions(put(recorder, text), "Ann Vane")


@pytest.mark.parametrize(
    "text",
    [
        "The spokesman of President Ann Vane said the strike was over.",
        "The spokesman of Ann Vane left the town.",
    ],
)
def test_who_serves_somebody_is_somebody_else(recorder: Recorder, text: str) -> None:
    assert len(mentions(put(recorder, text), "Ann Vane")) == 1


def test_an_office_in_the_headline_is_its_only_holder(recorder: Recorder) -> None:
    text = "Foreign Secretary statement on the report\n\nThe Foreign Secretary, Ann Vane, said the report was late."
    assert mentions(put(recorder, text), "Ann Vane") == [
        "Foreign Secretary",
        "The Foreign Secretary",
        "Ann Vane",
    ]


HELD = "Austria's interior minister said on Monday the house would be closed. "


def test_the_only_holder_of_an_office_needs_no_country(recorder: Recorder) -> None:
    text = f'{HELD}"Nobody will miss it," Interior Minister Ott Vane said in a statement.'
    assert mentions(put(recorder, text), "Ott Vane") == [
        "Austria's interior minister",
        "Interior Minister Ott Vane",
    ]


def test_one_of_two_holders_is_not_picked(recorder: Recorder) -> None:
    text = f"{HELD}Interior Minister Ott Vane met Interior Minister Ann Kask of Poland."
    assert "Austria's interior minister" not in [
        *mentions(put(recorder, text), "Ott Vane"),
        *mentions(put(recorder, text), "Ann Kask"),
    ]


def test_nobody_is_named_beneath_his_own_pronoun(recorder: Recorder) -> None:
    text = (
        "Officer Ott Vane wrote a report. A man was hurt. "
        "He admitted to drinking fifteen beers during an interview with Vane at the hospital."
    )
    record = put(recorder, text)
    assert "He" not in mentions(record, "Ott Vane")
    assert mentions(put(recorder, "Ott Vane resigned. He was tired, Vane said."), "Ott Vane") == [
        "Ott Vane",
        "He",
        "Vane",
    ]


def test_an_office_of_a_state_is_whoever_holds_it(recorder: Recorder) -> None:
    text = (
        "The premier joined the US Secretary of State and other partners for talks in Narva. "
        "She had met US Secretary of State Ann Vane in Oslo."
    )
    record = put(recorder, text)
    assert "the US Secretary of State" in mentions(record, "Ann Vane")
    assert not {"State", "US Secretary"} & {one.name for one in record.entities}


def test_holders_of_other_offices_are_two(recorder: Recorder) -> None:
    record = put(recorder, "The Secretary of Defense met the Secretary of State in Oslo.")
    assert mentions(record, "Secretary of State") == ["the Secretary of State"]
    assert mentions(record, "Secretary of Defense") == ["The Secretary of Defense"]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("In Narva Minister Ann Vane met the students.", "Minister Ann Vane"),
        ("Speaking today Mr Tom Vane said that rain fell.", "Mr Tom Vane"),
    ],
)
def test_time_and_place_before_a_title_are_no_part_of_it(recorder: Recorder, text: str, whole: str) -> None:
    assert whole in mentions(put(recorder, text), whole.split(maxsplit=1)[1])
