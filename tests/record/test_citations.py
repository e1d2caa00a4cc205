"""Voices cited for what is said, and what only tells of a source, in sentences of our own read with the weights."""

from __future__ import annotations

import pytest

from onrecord.model import Document, Record, text_digest
from onrecord.pipeline import Recorder

pytestmark = pytest.mark.weights


def put(recorder: Recorder, text: str) -> Record:
    return recorder(Document(text_digest(text), "-", text, published="2026-03-04"))


def told(record: Record) -> dict[str, tuple[str | None, str, str | None]]:
    """Return source, content and cue of the statement around, by cue."""
    text = record.report.text
    cues = {one.id: one.cue.span.cut(text) for one in record.statements if one.cue is not None}
    return {
        cues.get(one.id, ""): (
            one.source.span.cut(text) if one.source else None,
            " … ".join(part.cut(text) for part in one.content),
            cues.get(one.within or ""),
        )
        for one in record.statements
    }


@pytest.mark.parametrize(
    ("text", "outer", "inner"),
    [
        (
            "The Herald, citing two diplomats, said troops would leave the port.",
            ("said", "The Herald", "troops would leave the port"),
            ("citing", "two diplomats"),
        ),
        (
            "Citing a police report, the Herald said troops would leave the port.",
            ("said", "the Herald", "troops would leave the port"),
            ("Citing", "a police report"),
        ),
        (
            "The agency reported, citing officials, that troops had left the port.",
            ("reported", "The agency", "that troops had left the port"),
            ("citing", "officials"),
        ),
    ],
)
def test_whom_somebody_cites_says_it_too(
    recorder: Recorder, text: str, outer: tuple[str, str, str], inner: tuple[str, str]
) -> None:
    found = told(put(recorder, text))
    assert found[outer[0]] == (outer[1], outer[2], None)
    assert found[inner[0]] == (inner[1], outer[2], outer[0])


def test_the_chain_goes_over_whom_somebody_cites(recorder: Recorder) -> None:
    record = put(recorder, "The Herald, citing a mayor, said that rebels had attacked the port.")
    names = {entity.id: entity.name for entity in record.entities}
    (event,) = record.events
    assert [names.get(link.entity or "") for link in event.on_word_of] == ["Herald", "mayor"]


def test_reasons_that_are_cited_are_nobodys_words(recorder: Recorder) -> None:
    found = told(put(recorder, "The Herald, citing safety concerns, said troops would leave the port."))
    assert found["said"] == ("The Herald", "troops would leave the port", None)
    assert all(source == "The Herald" for source, _, _ in found.values())


def test_who_is_quoted_by_somebody_speaks_within(recorder: Recorder) -> None:
    found = told(put(recorder, "Kirk was quoted by the Herald as saying troops would leave the port."))
    assert found["saying"] == ("Kirk", "troops would leave the port", "was quoted")
    assert found["was quoted"][0] == "the Herald"


@pytest.mark.parametrize(
    "text",
    [
        "An official who asked not to be named said troops would leave the port.",
        "An official, who asked not to be identified, said troops would leave the port.",
        "An official, who insisted on anonymity, said troops would leave the port.",
    ],
)
def test_a_wish_for_no_name_is_no_statement(recorder: Recorder, text: str) -> None:
    assert told(put(recorder, text)) == {"said": ("An official", "troops would leave the port", None)}


def test_a_short_sentence_in_quotation_marks_goes_on(recorder: Recorder) -> None:
    found = told(put(recorder, '"We will leave," Vane told the Herald. "But not today."'))
    assert found["told"][1] == "We will leave … But not today"


def test_who_says_she_will_means_herself(recorder: Recorder) -> None:
    record = put(
        recorder,
        "Ann Kirk, the spokeswoman of Eva Vane, said that Vane had left the hall. Kirk said the hall was full.\n\n"
        "Vane said she plans to join the march in Narva.",
    )
    names = {entity.id: entity.name for entity in record.entities}
    (joining,) = [event for event in record.events if event.anchor.lemma == "join"]
    assert [names.get(actor.entity or "") for actor in joining.actors] == ["Eva Vane"]


def test_announced_speech_goes_on_over_its_own_i(recorder: Recorder) -> None:
    record = put(
        recorder,
        "Minister welcomes deal\n\nAnn Vane, the minister for trade, said:\n\n"
        "I welcome the agreement that was reached yesterday between the two governments.\n\n"
        "I have no doubt that a solution will bring benefits to the people of both countries.",
    )
    text = record.report.text
    spoken = next(one for one in record.statements if one.cue is not None and one.cue.lemma == "say")
    assert "I have no doubt" in " ".join(part.cut(text) for part in spoken.content)
