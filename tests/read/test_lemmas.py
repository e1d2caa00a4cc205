from __future__ import annotations

import pytest

from onrecord.read.lemmas import apply_script, lemma_script


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("gives", "give"), ("Was", "be"), ("taken", "take"), ("Paris", "Paris"), ("n't", "not"), ("Militants", "militant"),
     ("said", "say"), ("went", "go"), ("\u2019s", "'s")],
)  # fmt: skip
def test_a_script_gives_the_lemma_back(form: str, lemma: str) -> None:
    assert apply_script(form, lemma_script(form, lemma)) == lemma


def test_a_script_that_takes_more_than_the_form_has_gives_something() -> None:
    assert apply_script("go", "l4:") == "go"
