"""What whoever passes on a claim says of its truth, on trees written by hand, and what becomes of the factuality."""

from __future__ import annotations

import pytest

from onrecord.model import Attribution, Span, Statement
from onrecord.record.events import factuality_of, label_of
from onrecord.record.outlook import Outlook
from onrecord.record.parse import Parse
from onrecord.record.verdicts import verdict_on
from tests.record.entity_readings import read


@pytest.mark.parametrize(
    ("rows", "claim", "verdict"),
    [
        ("Ilves/PROPN/3/nsubj falsely/ADV/3/advmod claimed/VERB/0/root it/PRON/3/obj", 2, "false"),
        ("Ilves/PROPN/3/nsubj rightly/ADV/3/advmod said/VERB/0/root it/PRON/3/obj", 2, "true"),
        ("Ilves/PROPN/3/nsubj again/ADV/3/advmod said/VERB/0/root it/PRON/3/obj", 2, None),
        ("claims/NOUN/3/nsubj are/AUX/3/cop unfounded/ADJ/0/root", 0, "false"),
        ("claims/NOUN/4/nsubj are/AUX/4/cop not/PART/4/advmod true/ADJ/0/root", 0, "false"),
        ("claims/NOUN/4/nsubj are/AUX/4/cop not/PART/4/advmod false/ADJ/0/root", 0, None),
        ("claims/NOUN/3/nsubj are/AUX/3/cop true/ADJ/0/root", 0, "true"),
        ("claims/NOUN/4/nsubj may/AUX/4/aux be/AUX/4/cop false/ADJ/0/root", 0, None),
        ("claims/NOUN/3/nsubj are/AUX/3/cop serious/ADJ/0/root", 0, None),
        ("reports/NOUN/2/nsubj prove/VERB/0/root untrue/ADJ/2/xcomp", 0, "false"),
        ("reports/NOUN/3/nsubj:pass were/AUX/3/aux:pass debunk/VERB/0/root", 0, "false"),
        ("bogus/ADJ/2/amod claims/NOUN/3/nsubj spread/VERB/0/root", 1, "false"),
        ("Ilves/PROPN/2/nsubj lie/VERB/0/root", 0, None),
    ],
)
def test_words_around_a_claim_judge_it(rows: str, claim: int, verdict: str | None) -> None:
    assert verdict_on(Parse(read(rows)), claim) == verdict


def statement(number: int) -> Statement:
    return Statement(
        f"S{number}", "indirect", None, "named", None, (Span(0, 9),), None, "claims", (), None, ""
    )


def test_who_calls_a_claim_false_denies_it() -> None:
    chain, told = (Attribution("S1", "E1"),), (statement(1),)
    found = factuality_of(Outlook(), told, chain, ("false",))
    assert [(f.voice, f.certainty, f.polarity) for f in found] == [
        ("outlet", "certain", "negative"),
        ("E1", "certain", "positive"),
    ]
    assert label_of(Outlook(), told, ("false",)) == "denied"
    denied = factuality_of(Outlook(polarity="negative"), told, chain, ("false",))
    assert [f.polarity for f in denied] == ["positive", "negative"]


def test_who_calls_a_claim_right_takes_it_over() -> None:
    found = factuality_of(Outlook(), (statement(1),), (Attribution("S1", "E1"),), ("true",))
    assert [(f.voice, f.certainty) for f in found] == [("outlet", "certain"), ("E1", "certain")]


def test_a_verdict_within_another_statement_is_its_speakers() -> None:
    chain, told = (Attribution("S1", "E1"), Attribution("S2", "E2")), (statement(1), statement(2))
    found = factuality_of(Outlook(), told, chain, (None, "false"))
    assert [(f.voice, f.certainty, f.polarity) for f in found] == [
        ("outlet", "underspecified", "positive"),
        ("E1", "certain", "negative"),
        ("E2", "certain", "positive"),
    ]
    assert label_of(Outlook(), told, (None, "false")) == "reported"
