from __future__ import annotations

import pytest

from onrecord.model import Document, text_digest
from onrecord.pipeline import Recorder
from onrecord.read.lemmas import apply_script, dictionary_lemma, lemma_script, open_dictionary


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("gives", "give"), ("Was", "be"), ("taken", "take"), ("Paris", "Paris"), ("n't", "not"), ("Militants", "militant"),
     ("said", "say"), ("went", "go"), ("\u2019s", "'s")],
)  # fmt: skip
def test_a_script_gives_the_lemma_back(form: str, lemma: str) -> None:
    assert apply_script(form, lemma_script(form, lemma)) == lemma


def test_a_script_that_takes_more_than_the_form_has_gives_something() -> None:
    assert apply_script("go", "l4:") == "go"


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("deterred", "deter"), ("Forwent", "forgo"), ("pre-empted", "pre-empt"), ("robberies", "robbery"),
     ("keystroke", "keystroke"), ("blorked", None), ("1990s", None)],
)  # fmt: skip
def test_a_dictionary_knows_words_that_the_training_words_lack(form: str, lemma: str | None) -> None:
    assert dictionary_lemma(form) == lemma


def test_the_dictionary_can_be_asked_while_it_is_opened() -> None:
    dictionary_lemma.cache_clear()
    opening = [open_dictionary() for _ in range(3)]
    assert dictionary_lemma("bemoaned") == "bemoan"
    for thread in opening:
        thread.join(10)
        assert not thread.is_alive()


@pytest.mark.weights
def test_rare_verbs_are_put_under_their_own_lemma(recorder: Recorder) -> None:
    text = (
        "The mayor begged them to stop. The tax sparked protests, and the fleet deterred an invasion. Nine families fled. "
        "The bank lent money. The minister swore an oath. He deposited the cheque."
    )
    words = recorder.reader.read(Document(text_digest(text), "-", text)).words
    assert {"beg", "spark", "deter", "flee", "lend", "swear", "deposit"} <= {word.lemma for word in words}
