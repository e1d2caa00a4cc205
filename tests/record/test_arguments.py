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
