"""Which time expression dates an event: the features of pairs, and links on sentences of our own."""

from __future__ import annotations

import pytest

from onrecord.model import Document, Record, text_digest
from onrecord.pipeline import Recorder
from onrecord.record.time_links import link_chances, load_weights


def put(recorder: Recorder, text: str) -> Record:
    return recorder(Document(text_digest(text), "-", text, published="2026-03-06"))


def days(record: Record) -> dict[str, str | None]:
    """Return the day of each event by its anchor; None where it has none."""
    text = record.report.text
    return {
        event.anchor.span.cut(text): record.times[event.time.index].value
        if event.time is not None and event.time.index is not None
        else None
        for event in record.events
    }


def test_chances_are_a_softmax_of_summed_weights() -> None:
    weights = {"time": 1.0, "near": 1.0}
    none, near, far = link_chances([["none"], ["time", "near"], ["time", "unknown"]], weights)
    assert none + near + far == pytest.approx(1)
    assert near / far == pytest.approx(2.718281828)
    assert far / none == pytest.approx(2.718281828)


def test_the_weights_prefer_a_day_in_the_clause_to_one_outside() -> None:
    weights = load_weights()
    inside, outside = ["at:right:step0", "grain:day:right:step0"], ["at:right:apart", "grain:day:right:apart"]
    first, second = (sum(weights.get(name, 0.0) for name in names) for names in (inside, outside))
    assert first > second


@pytest.mark.weights
def test_an_event_takes_the_day_of_the_sentence_before(recorder: Recorder) -> None:
    text = (
        "A gunman killed three soldiers in Narva on Tuesday. The attacker wounded two guards before "
        "police arrested him."
    )
    found = days(put(recorder, text))
    assert found["killed"] == found["wounded"] == found["arrested"] == "2026-03-03"


@pytest.mark.weights
def test_an_event_to_come_does_not_take_a_day_that_is_past(recorder: Recorder) -> None:
    text = "Rebels attacked Narva on Tuesday. The army will withdraw its troops from the town."
    found = days(put(recorder, text))
    assert found["attacked"] == "2026-03-03"
    assert found["withdraw"] is None


@pytest.mark.weights
def test_the_day_of_the_saying_is_not_that_of_what_was_said(recorder: Recorder) -> None:
    text = "The minister said on Tuesday that the army had left Tartu."
    assert days(put(recorder, text))["left"] is None


@pytest.mark.weights
def test_a_passive_report_shares_its_day_with_what_it_reports(recorder: Recorder) -> None:
    text = "On Tuesday, Norwegian troops were reported to have attacked Narva."
    assert days(put(recorder, text))["attacked"] == "2026-03-03"


@pytest.mark.weights
def test_where_the_day_stands_is_the_reason(recorder: Recorder) -> None:
    text = "Rebels attacked Narva on Tuesday."
    (event,) = put(recorder, text).events
    assert event.time is not None
    assert event.time.because == "in its own clause"
