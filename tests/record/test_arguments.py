"""Who does what a verb tells, on parses written by hand."""

from __future__ import annotations

import pytest

from onrecord.record.arguments import ArgumentFinder
from onrecord.record.parse import Parse
from tests.record.entity_readings import read


@pytest.mark.parametrize("relation", ["acl", "advcl", "csubj"])
def test_who_is_given_a_chance_is_who_may_take_it(relation: str) -> None:
    above = "7" if relation == "acl" else "2"
    reading = read(
        "Fog/NOUN/2/nsubj gave/VERB/0/root the/DET/4/det rebels/NOUN:NNS/2/iobj a/DET/7/det fresh/ADJ/7/amod "
        f"chance/NOUN/2/obj to/PART:TO/9/mark retake/VERB:VB/{above}/{relation} Narva/PROPN/9/obj"
    )
    finder = ArgumentFinder(Parse.of(reading))
    (actor,) = finder.of(8).subjects
    assert reading.words[actor].span.cut(reading.text) == "rebels"


def test_a_purpose_without_a_receiver_is_of_whoever_acts() -> None:
    reading = read(
        "Rebels/NOUN:NNS/2/nsubj crossed/VERB/0/root the/DET/4/det river/NOUN/2/obj to/PART:TO/6/mark "
        "retake/VERB:VB/2/advcl Narva/PROPN/6/obj"
    )
    (actor,) = ArgumentFinder(Parse.of(reading)).of(5).subjects
    assert reading.words[actor].span.cut(reading.text) == "Rebels"


@pytest.mark.parametrize(
    ("rows", "verb", "actor"),
    [
        ("Vane/PROPN/3/nsubj once/ADV/3/advmod defended/VERB:VBN/0/root Kirk/PROPN/3/obj", 2, "Vane"),
        ("Vane/PROPN/3/nsubj once/ADV/3/advmod defended/VERB:VBN/0/root Kirk/PROPN/3/iobj", 2, "Vane"),
        ("Attacks/NOUN:NNS/3/nsubj are/AUX/3/aux spreading/VERB:VBN/0/root", 2, "Attacks"),
        (
            "Rebels/NOUN:NNS/2/nsubj stop/VERB/0/root Vane/PROPN/2/obj from/SCONJ/5/mark leaving/VERB:VBG/2/advcl",
            4,
            "Vane",
        ),
        (
            "Vane/PROPN/2/nsubj earned/VERB/0/root money/NOUN/2/obj from/SCONJ/5/mark selling/VERB:VBG/2/advcl",
            4,
            "Vane",
        ),
        (
            "Films/NOUN:NNS/2/nsubj show/VERB/0/root rebels/NOUN:NNS/2/iobj firing/VERB:VBG/2/advcl",
            3,
            "rebels",
        ),
        ("Vane/PROPN/2/nsubj have/VERB/0/root Kirk/PROPN/2/obj arrested/VERB:VBN/2/xcomp", 3, None),
    ],
)
def test_who_acts_whatever_the_tag_and_the_tree(rows: str, verb: int, actor: str | None) -> None:
    reading = read(rows)
    own = ArgumentFinder(Parse.of(reading)).of(verb)
    assert [reading.words[w].span.cut(reading.text) for w in own.subjects] == ([actor] if actor else [])


def test_whom_somebody_has_arrested_undergoes_it() -> None:
    reading = read("Vane/PROPN/2/nsubj have/VERB/0/root Kirk/PROPN/2/obj arrested/VERB:VBN/2/xcomp")
    own = ArgumentFinder(Parse.of(reading)).of(3)
    assert [reading.words[w].span.cut(reading.text) for w in own.objects] == ["Kirk"]
