"""What one voice denies or confirms of what another has just said, in sentences of our own read with the weights."""

from __future__ import annotations

import pytest

from onrecord.model import Document, Record, text_digest
from onrecord.pipeline import Recorder
from onrecord.record.answers import refers_back
from onrecord.record.parse import Parse
from tests.record.entity_readings import read

CLAIM = "The army said on Monday it had killed 40 rebels"


def put(recorder: Recorder, text: str) -> Record:
    return recorder(Document(text_digest(text), "-", text, published="2026-03-04"))


def killings(record: Record) -> list[tuple[str, list[str], list[str]]]:
    """Return label, voices and polarities of each record of the killing."""
    names = {entity.id: entity.name for entity in record.entities}
    return [
        (
            event.label,
            [names.get(link.entity or "", "unnamed") for link in event.on_word_of],
            [voice.polarity for voice in event.factuality],
        )
        for event in record.events
        if event.anchor.lemma == "kill"
    ]


@pytest.mark.weights
@pytest.mark.parametrize(
    "denial",
    [
        ". A rebel spokesman denied that.",
        ". A rebel spokesman denied the claim.",
        ", which a rebel spokesman denied.",
        ", a claim a rebel spokesman denied.",
        ". A rebel spokesman rejected the accusation.",
        ". A rebel spokesman disputes this.",
    ],
)
def test_a_denial_is_a_voice_on_the_same_happening(recorder: Recorder, denial: str) -> None:
    record = put(recorder, CLAIM + denial)
    assert killings(record) == [
        ("alleged", ["army"], ["positive", "positive"]),
        ("denied", ["rebel spokesman"], ["positive", "negative"]),
    ]
    said = record.statements[0]
    assert [part.cut(record.report.text) for part in said.content] == ["it had killed 40 rebels"]


@pytest.mark.weights
@pytest.mark.parametrize(
    "words",
    [
        ". A rebel spokesman confirmed this.",
        ". A rebel spokesman confirmed the report.",
        ", which a rebel spokesman confirmed.",
        ". A rebel spokesman acknowledged it.",
    ],
)
def test_a_confirmation_is_a_voice_on_the_same_happening(recorder: Recorder, words: str) -> None:
    record = put(recorder, CLAIM + words)
    assert killings(record) == [
        ("alleged", ["army"], ["positive", "positive"]),
        ("alleged", ["rebel spokesman"], ["positive", "positive"]),
    ]
    said = record.statements[0]
    assert [part.cut(record.report.text) for part in said.content] == ["it had killed 40 rebels"]


@pytest.mark.weights
@pytest.mark.parametrize(
    ("words", "label", "polarity"),
    [
        ("A spokesman denied this.", "denied", "negative"),
        ("A spokesman denied the report.", "denied", "negative"),
        ("A spokesman confirmed it.", "alleged", "positive"),
    ],
)
def test_what_the_report_tells_is_answered_too(
    recorder: Recorder, words: str, label: str, polarity: str
) -> None:
    record = put(recorder, f"The army killed 40 rebels in the hills on Monday. {words}")
    assert killings(record) == [
        ("asserted", [], ["positive"]),
        (label, ["spokesman"], ["positive", polarity]),
    ]


@pytest.mark.weights
@pytest.mark.parametrize(
    "words",
    [
        ". A rebel spokesman could not confirm this.",
        ". A rebel spokesman could neither confirm nor deny this.",
        ". The rebels offered a truce. The mayor rejected it.",
        ". Its spokesman denied a visa to the reporter.",
        ". The town waited. Snow fell in the night. The mayor denied that.",
        ". The army denied that it had lost a tank.",
    ],
)
def test_what_denies_something_else_leaves_the_claim_alone(recorder: Recorder, words: str) -> None:
    assert killings(put(recorder, CLAIM + words)) == [("alleged", ["army"], ["positive", "positive"])]


def test_words_that_mean_what_was_said_before() -> None:
    reading = read("the/DET/2/det claim/NOUN/0/root of/ADP/4/case fraud/NOUN/2/nmod")
    parse = Parse(reading)
    whole = reading.sentences[0].span
    claim = reading.words[1].span
    assert refers_back([type(whole)(whole.start, claim.end)], parse)
    assert not refers_back([whole], parse)
    assert not refers_back([claim, claim], parse)
