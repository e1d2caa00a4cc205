"""Participles of headlines, on trees written by hand as the parser gives them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from onrecord.model import Word
from onrecord.read.headlines import with_participles
from tests.record.entity_readings import read

LEMMAS = {
    "killed": "kill",
    "accused": "accuse",
    "sacked": "sack",
    "shot": "shoot",
    "told": "tell",
    "attacked": "attack",
    "left": "leave",
    "stopped": "stop",
    "fled": "flee",
}
KILLED = "Two/NUM/2/nummod clerks/NOUN/3/nsubj killed/VERB:VBD/0/root in/ADP/5/case blast/NOUN/3/obl"


def corrected(rows: str, *, ending: str = "") -> list[Word]:
    reading = read(rows)
    return list(with_participles(with_lemmas(reading.words), reading.text + ending))


def with_lemmas(words: Iterable[Word]) -> list[Word]:
    return [replace(word, lemma=LEMMAS.get(word.lemma, word.lemma)) for word in words]


@pytest.mark.parametrize(
    ("rows", "ending"),
    [
        (KILLED, ""),
        (KILLED, "\n\nTALLINN. A blast tore through the customs house."),
        ("Mayor/NOUN/2/nsubj accused/VERB:VBN/0/root of/ADP/4/case fraud/NOUN/2/obl", ""),
        ("Clerk/NOUN/2/nsubj killed/VERB:VBD/0/root at/ADP/4/case rally/NOUN/2/obl", ""),
        ("Ann/PROPN/3/nsubj Vane/PROPN/1/flat sacked/VERB:VBD/0/root", ""),
    ],
)
def test_a_headline_leaves_out_were(rows: str, ending: str) -> None:
    words = corrected(rows, ending=ending)
    verb = next(word for word in words if word.deprel == "root")
    subject = next(word for word in words if word.deprel.startswith("nsubj"))
    assert (verb.upos, verb.xpos, subject.deprel) == ("VERB", "VBN", "nsubj:pass")


def test_a_subject_that_the_tree_has_undergo_it_is_enough() -> None:
    words = corrected("Ferry/NOUN/2/nsubj:pass stopped/VERB:VBD/0/root off/ADP/4/case Narva/PROPN/2/obl")
    assert words[1].xpos == "VBN"


@pytest.mark.parametrize(
    "rows",
    [
        KILLED + " ./PUNCT/3/punct",
        "Rebels/NOUN/2/nsubj killed/VERB:VBD/0/root two/NUM/4/nummod clerks/NOUN/2/obj",
        "Police/NOUN/2/nsubj shot/VERB:VBD/0/root at/ADP/4/case clerks/NOUN/2/obl",
        "Mayor/NOUN/2/nsubj left/VERB:VBD/0/root in/ADP/4/case anger/NOUN/2/obl",
        "Mayor/NOUN/3/nsubj has/AUX/3/aux killed/VERB:VBN/0/root",
        "He/PRON/2/nsubj attacked/VERB:VBD/0/root at/ADP/4/case dawn/NOUN/2/obl",
        "Mayor/NOUN/2/nsubj told/VERB:VBD/0/root they/PRON/4/nsubj left/VERB:VBD/2/ccomp",
    ],
)
def test_whoever_acts_goes_on_acting(rows: str) -> None:
    assert corrected(rows) == with_lemmas(read(rows).words)


def test_a_line_that_goes_on_is_no_headline() -> None:
    rows = KILLED + "\nAnother/DET/2/nsubj fled/VERB:VBD/0/root ./PUNCT/2/punct"
    assert corrected(rows) == with_lemmas(read(rows).words)
