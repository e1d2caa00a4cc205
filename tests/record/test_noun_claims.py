"""Claims that nouns report, documents and their authors, and speech within speech, read with the weights."""

from __future__ import annotations

import pytest

from onrecord.model import Document, Record, text_digest
from onrecord.pipeline import Recorder

pytestmark = pytest.mark.weights


def put(recorder: Recorder, text: str) -> Record:
    return recorder(Document(text_digest(text), "-", text, published="2026-03-04"))


def voices(record: Record, lemma: str) -> list[tuple[str, list[str]]]:
    """Return label and chain of each record of a happening."""
    names = {entity.id: entity.name for entity in record.entities}
    return [
        (event.label, [names.get(link.entity or "", "unnamed") for link in event.on_word_of])
        for event in record.events
        if event.anchor.lemma == lemma
    ]


@pytest.mark.parametrize(
    ("text", "lemma", "found"),
    [
        (
            "The man denied the mayor's claim that he had stolen the car.",
            "steal",
            [("alleged", ["mayor"]), ("denied", ["man"])],
        ),
        (
            "Vane rejected the army's allegation that rebels shelled the town.",
            "shell",
            [("alleged", ["army"]), ("denied", ["Vane"])],
        ),
        (
            "The union confirmed the mayor's statement that police had arrested two drivers.",
            "arrest",
            [("alleged", ["mayor"]), ("alleged", ["union"])],
        ),
        (
            "The mayor ignored the police's warning that rebels would attack the town.",
            "attack",
            [("future", ["police"])],
        ),
        (
            "There was anger at the minister's suggestion that teachers had struck for fun.",
            "strike",
            [("alleged", ["minister"])],
        ),
        (
            "Vane cited the army's claim that rebels shelled the town.",
            "shell",
            [("alleged", ["Vane", "army"])],
        ),
    ],
)
def test_a_claim_is_whose_it_is_said_to_be(
    recorder: Recorder, text: str, lemma: str, found: list[tuple[str, list[str]]]
) -> None:
    assert voices(put(recorder, text), lemma) == found


@pytest.mark.parametrize(
    ("text", "lemma", "chain"),
    [
        (
            "A statement by the Foreign Ministry was read on the radio. "
            '"The government deplores that rebels shelled the town," the statement said.',
            "shell",
            ["Foreign Ministry"],
        ),
        (
            'Vane said: "I welcome the Board of Inquiry\'s report, which found that a convoy was attacked from the air."',
            "attack",
            ["Vane", "Board of Inquiry"],
        ),
        (
            "Drivers at the depot told police that a man robbed the counter at noon wearing a cap, according to a warrant.",
            "rob",
            ["warrant", "Drivers at the depot"],
        ),
        (
            "The man claimed the lorry was slow but that rebels had shelled the road, according to the report.",
            "shell",
            ["report", "man"],
        ),
        (
            "Witnesses say defendant Ann Vane had long complained of abuse, claimed they were poisoning her.",
            "poison",
            ["unnamed", "Ann Vane"],
        ),
    ],
)
def test_every_voice_is_in_the_chain(recorder: Recorder, text: str, lemma: str, chain: list[str]) -> None:
    assert [found for _, found in voices(put(recorder, text), lemma)] == [chain]


def test_what_the_author_says_for_himself_is_the_reports_own_word(recorder: Recorder) -> None:
    own = put(
        recorder,
        "We also condemn the army, which shelled the town on Monday. We believe that it killed ten people.",
    )
    assert voices(own, "kill") == [("asserted", [])]
    said = put(recorder, '"We believe that the army killed ten people," the mayor said.')
    assert voices(said, "kill")[0][1] == ["mayor"]


def test_nobody_is_which(recorder: Recorder) -> None:
    record = put(recorder, 'The man passed a card to the teller which read "This is a robbery."')
    assert [one.source.entity if one.source else None for one in record.statements] == [None]


def test_what_an_outlet_adds_behind_the_cue_is_not_said(recorder: Recorder) -> None:
    text = (
        "House to be police station\n\nThe house will be turned into a police station, the minister said on Tuesday, after "
        "years of debate over how best to prevent it becoming a shrine."
    )
    record = put(recorder, text)
    said = [[part.cut(text) for part in one.content] for one in record.statements]
    assert said == [["The house will be turned into a police station"]]
