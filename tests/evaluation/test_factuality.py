"""Numbers of factuality: the map from outlooks to numbers, and what is counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation.factuality import (
    Judgement,
    Scored,
    SentenceJudge,
    features_of,
    load_scales,
    mean_error,
    number_of,
    pearson,
    polarity_right,
)
from onrecord.model import Document, Predication, Reading, Sentence, Span, Word
from onrecord.pipeline import Recorder
from onrecord.read.predicates import SCALES
from onrecord.record.outlook import Outlook
from onrecord.record.parse import Parse
from training.factuality_scales import fit
from training.predicates import Judged, read_judged


def reading(*predications: Predication) -> Reading:
    text = "Troops left"
    words = (
        Word(Span(0, 6), "troop", "NOUN", "NNS", 1, "nsubj", 0),
        Word(Span(7, 11), "leave", "VERB", "VBD", None, "root", 0),
    )
    sentences = (Sentence(Span(0, 11), 0, 2),)
    return Reading(Document("x", "-", text), words, sentences, (), (), "none", predications)


def test_features_name_outlook_word_and_voices() -> None:
    outlook = Outlook(polarity="negative", because=("'not'",))
    found = features_of(Parse(reading()), 1, outlook, depth=3, is_cue=False)
    assert found["polarity negative"] == found["lemma leave"] == found["because 'not' negative"] == 1
    assert found["2 voices"] == found["subject noun"] == 1
    assert not any(name.startswith("number") for name in found)


def test_features_hold_the_judgement_of_the_weights_where_there_is_one() -> None:
    judged = Predication(0.9, (2.0, -1.0, 3.0, 0.5))
    found = features_of(Parse(reading(judged, judged)), 1, Outlook(), depth=0, is_cue=False)
    assert [found[f"number {name}"] for name in SCALES] == [2.0, -1.0, 3.0, 0.5]
    assert found["happening"] == 0.9


def test_numbers_are_sums_between_minus_three_and_three() -> None:
    weights = {"a": 2.0, "b": -0.5}
    assert number_of({"a": 1.0, "b": 1.0, "unknown": 1.0}, weights) == 1.5
    assert number_of({"a": 4.0}, weights) == 3.0
    assert number_of({"a": -4.0}, weights) == -3.0


def test_correlation_error_and_polarity() -> None:
    pairs = [(3.0, 2.0), (-3.0, -2.0), (0.5, -1.0), (1.0, -1.0)]
    assert pearson([(1.0, 3.0), (2.0, 1.0)]) == pytest.approx(-1)
    assert pearson([(1.0, 1.0), (2.0, 1.0)]) == 0
    assert mean_error(pairs) == pytest.approx(5.5 / 4)
    clear = [(3.0, True), (-3.0, False), (0.5, False), (1.0, False)]
    assert polarity_right(clear) == (2, 3)  # 0.5 is too near to nothing
    assert Scored(((3.0, 3.0), (3.0, 2.0), (-3.0, 3.0))).constant_error == 2.0


def test_least_absolute_deviations_follow_the_most() -> None:
    judgements = [Judgement(3.0, {"all": 1.0})] * 60 + [Judgement(-3.0, {"all": 1.0})] * 20
    assert fit(judgements, absolute=False, penalty=5.0)["all"] == pytest.approx(120 / 85, abs=0.01)
    assert fit(judgements, absolute=True, penalty=5.0)["all"] == pytest.approx(3, abs=0.2)


def test_rare_features_get_no_weight() -> None:
    judgements = [Judgement(1.0, {"all": 1.0, "often": 1.0})] * 5 + [
        Judgement(1.0, {"all": 1.0, "rare": 1.0})
    ]
    assert set(fit(judgements, absolute=False, penalty=5.0)) == {"all", "often"}


def test_sentences_come_with_the_offsets_of_their_predicates(tmp_path: Path) -> None:
    row = {
        "text": "Troops did n't leave .",
        "targets": [{"span1": [3, 4], "label": -2.5, "span_text": "leave"}],
    }
    (tmp_path / "dev.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (one,) = read_judged(tmp_path, "dev")
    assert [(one.text[b:e], number) for b, e, number in one.numbers] == [("leave", -2.5)]


@pytest.mark.weights
def test_what_was_denied_gets_a_lower_number_than_what_was_told(recorder: Recorder) -> None:
    weights = load_scales()["UW"]
    numbers = []
    for text in (
        "The troops left the village.",
        "The troops may leave.",
        "The troops did not leave the village.",
    ):
        at = max(text.find("left"), text.find("leave"))
        (one,) = SentenceJudge(recorder).judge(Judged(text, ((at, at + 4, 0.0),)))
        numbers.append(number_of(one.features, weights))
    told, possible, denied = numbers
    assert told > possible > denied
    assert told > 2
    assert denied < 0
