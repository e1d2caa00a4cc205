"""Which words stand for one happening, and which for two, in sentences of our own read with the weights."""

from __future__ import annotations

import pytest

from onrecord.model import Document, text_digest
from onrecord.pipeline import Recorder

pytestmark = pytest.mark.weights


def anchors(recorder: Recorder, text: str, *lemmas: str) -> list[list[str]]:
    """Return the words of each event of some lemmas, first and later ones."""
    record = recorder(Document(text_digest(text), "-", text, published="2026-03-04"))
    return [
        [event.anchor.span.cut(text), *(span.cut(text) for span in event.also)]
        for event in record.events
        if event.anchor.lemma in lemmas
    ]


@pytest.mark.parametrize(
    ("text", "lemmas", "found"),
    [
        (
            "Rebels bombed the market on Monday. The attack lasted an hour.",
            ("bomb", "attack"),
            [["bombed", "attack"]],
        ),
        (
            "The army said attacks had become fewer. It confirmed the attack on the market.",
            ("attack",),
            [["attacks"], ["attack"]],
        ),
        (
            "The envoys opened a second round of talks on Monday. They had held a first round of talks in May.",
            ("talks", "talk"),
            [["talks"], ["talks"]],
        ),
        (
            "The mayor suggested closing the bridge on Monday. She also suggested moving the market.",
            ("suggest",),
            [["suggested"], ["suggested"]],
        ),
        ("The firm sold a mill in May and sold a dock in June.", ("sell",), [["sold"], ["sold"]]),
        (
            "Rebels bombed the market. Snow fell. Roads closed. Schools closed. Then the attack lasted an hour.",
            ("bomb", "attack"),
            [["bombed"], ["attack"]],
        ),
    ],
)
def test_one_happening_or_two(
    recorder: Recorder, text: str, lemmas: tuple[str, ...], found: list[list[str]]
) -> None:
    assert anchors(recorder, text, *lemmas) == found
