"""Words that say little, and whether they stand for happenings, in sentences of our own read with the weights."""

from __future__ import annotations

import pytest

from onrecord.model import Document, Event, text_digest
from onrecord.pipeline import Recorder
from onrecord.record.plain_words import VAGUE

pytestmark = pytest.mark.weights


def events_of(recorder: Recorder, text: str) -> dict[str, Event]:
    """Return the events of a text by the words of their anchors."""
    record = recorder(Document(text_digest(text), "-", text, published="2026-03-04"))
    return {event.anchor.span.cut(text): event for event in record.events}


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        # nobody is named who does it
        ("The envoys urged the regime to reopen the road and immediately allow supplies.", "allow"),
        ("The rebels advanced, pushing the army back from the river.", "pushing"),
        # a thing does it, and not in the plain present
        ("The heavy rain has brought relief to the farms.", "brought"),
        ("The law changed in 2005.", "changed"),
        # without an object
        ("The ministry will continue to work with the envoys.", "work"),
        ("Two women walking along the shore found the bag.", "walking"),
        ("The party will turn against its leader.", "turn"),
        # somebody goes somewhere
        ("The doctor insisted that the mayor go to the hospital.", "go"),
        ("The reward will encourage witnesses to come forward.", "come"),
        # somebody shows himself or is come upon
        ("The boy was last seen near the dam.", "seen"),
        ("The mayor has not appeared in public since May.", "appeared"),
        ("The grandparents could not be located.", "located"),
        ("A parolee was found hiding in a bathtub.", "found"),
        # nouns
        ("Relatives said they would appeal the decision to return the boy.", "decision"),
        ("The move comes a month after a strike.", "move"),
    ],
)
def test_a_plain_word_is_a_happening_at_the_low_score(recorder: Recorder, text: str, anchor: str) -> None:
    found = events_of(recorder, text)
    assert anchor in found, list(found)
    assert found[anchor].score == VAGUE


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The wall carries the roof.", "carries"),
        ("He works in a mine.", "works"),
        ("The boy lives in Oslo.", "lives"),
        ("The police offered money for information leading to the thief.", "leading"),
        ("The blast came a day after the vote.", "came"),
        ("The talks went on for hours.", "went"),
        ("The road appears safe.", "appears"),
        ("The town is located in the north.", "located"),
        ("The error was found to be small.", "found"),
        ("The mayor made a decision on Monday.", "decision"),
        ("An action group met on Monday.", "action"),
        ("He spoke of the immigrant who leaves home in search of a better life.", "leaves"),
        ("The fight broke out on a train pulling into a station in Narva.", "pulling"),
    ],
)
def test_a_plain_word_of_what_lasts_or_only_serves_is_none(recorder: Recorder, text: str, word: str) -> None:
    assert word not in events_of(recorder, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The council urged Russia to cease airstrikes on Narva.",
            {"cease airstrikes": ("RETREAT", "hypothetical"), "airstrikes": ("ASSAULT", "alleged")},
        ),
        (
            "The army ended its attacks on Narva on Monday.",
            {"ended its attacks": ("RETREAT", "asserted"), "attacks": ("ASSAULT", "asserted")},
        ),
        (
            "The miners did not end their strike.",
            {"end their strike": ("CONCEDE", "denied"), "strike": ("PROTEST", "asserted")},
        ),
        # nothing went on yet
        ("The king suspended the aid to Narva.", {"suspended": ("SANCTION", "asserted")}),
    ],
)
def test_an_end_is_told_besides_what_it_ends(
    recorder: Recorder, text: str, expected: dict[str, tuple[str, str]]
) -> None:
    found = {anchor: (event.type, event.label) for anchor, event in events_of(recorder, text).items()}
    assert {anchor: found.get(anchor) for anchor in expected} == expected


@pytest.mark.parametrize(
    ("text", "anchor", "kind"),
    [
        ("The commission declared the election valid.", "declared", None),
        ("It is time to hold the guards to account.", "hold", "SANCTION"),
        ("The senator called the frontrunner a recruiter.", "called", "ACCUSE"),
        ("The minister will report to parliament on Monday.", "report", None),
    ],
)
def test_what_somebody_is_called_or_declared(
    recorder: Recorder, text: str, anchor: str, kind: str | None
) -> None:
    found = events_of(recorder, text)
    assert anchor in found, list(found)
    assert found[anchor].type == kind


def test_what_somebody_calls_his_own_is_no_happening(recorder: Recorder) -> None:
    assert "call" not in events_of(recorder, "They call it home.")
