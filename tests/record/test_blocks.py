"""Speech in paragraphs of its own without quotation marks, and marks that are written as two single ones."""

from __future__ import annotations

import pytest

from onrecord.model import Document, text_digest
from onrecord.pipeline import Recorder
from onrecord.record.quotations import find_double_quotations, find_quotations


def told(recorder: Recorder, text: str) -> list[tuple[str, str, list[str]]]:
    record = recorder(Document(text_digest(text), "-", text))
    return [
        (s.source.span.cut(text) if s.source else "", s.kind, [c.cut(text) for c in s.content])
        for s in record.statements
    ]


@pytest.mark.weights
def test_paragraphs_after_said_and_a_colon_are_speech_while_they_speak_in_the_first_person(
    recorder: Recorder,
) -> None:
    speech = "The attacks on the harbour have made the whole coast more determined to stand together."
    more = "We will rebuild every pier, and we thank the crews who came at once."
    text = (
        "The council met on Monday and voted for the plan.\n\nForeign Secretary Ann Vane said:\n\n"
        f"{speech}\n\n{more}\n\nThe harbour has three piers and was built by monks in the year 1400."
    )
    assert told(recorder, text) == [("Foreign Secretary Ann Vane", "direct", [speech, more])]


@pytest.mark.weights
def test_nobody_pleads_of_himself_by_the_words_that_announced_him(recorder: Recorder) -> None:
    speech = "The attacks on the harbour have made the whole coast more determined to stand together."
    more = "There must be an end to the fighting, and it will come."
    after = "Following the talks in Oslo the Foreign Secretary will return to the coast on Friday."
    text = f"Following the meeting the Foreign Secretary said:\n\n{speech}\n\n{more}\n\n{after}"
    assert told(recorder, text) == [("the Foreign Secretary", "direct", [speech, more])]


@pytest.mark.weights
def test_a_colon_before_a_list_announces_no_speech(recorder: Recorder) -> None:
    text = "The council chose three sites:\n\nThe old mill by the river, where the ferry used to land."
    assert told(recorder, text) == []


@pytest.mark.weights
def test_two_single_marks_are_a_double_one_and_a_quotation_goes_on(recorder: Recorder) -> None:
    text = "''The bridge alone will not save the town,'' Ann Vane said. ''It will not bring the ferry back.''"
    assert told(recorder, text) == [
        (
            "Ann Vane",
            "direct",
            ["The bridge alone will not save the town", "It will not bring the ferry back"],
        )
    ]


def test_apostrophes_are_no_marks() -> None:
    text = "The drivers' and the guards' unions met; it's theirs."
    assert find_double_quotations(text) == ()
    assert [
        q.inner.cut("She said ``go now'' and left.") for q in find_quotations("She said ``go now'' and left.")
    ] == ["go now"]


@pytest.mark.weights
def test_which_stands_for_what_is_before_its_comma(recorder: Recorder) -> None:
    text = "The council voted to adopt Resolution 2249, which condemned the attacks in Paris."
    assert [source for source, _, _ in told(recorder, text)] == ["Resolution 2249"]


@pytest.mark.weights
def test_a_plea_is_no_statement_and_neither_is_a_thing_that_is_posted(recorder: Recorder) -> None:
    assert told(recorder, "A driver pleaded guilty to theft on Monday.") == []
    assert told(recorder, "On Tuesday he posted a list of names on the wall.") == []


@pytest.mark.weights
def test_what_stands_between_two_paragraphs_of_speech_is_speech(recorder: Recorder) -> None:
    first = "I welcome the report of the board, which shows that the convoy was attacked from the air."
    between = "It was one of the worst deeds of that year, and ten drivers died by the side of the road."
    last = "The regime and its friends must keep to what they signed and let the lorries through."
    text = f"Foreign Secretary Ann Vane said:\n\n{first}\n\n{between}\n\n{last}"
    found = ("the report of the board", "indirect", ["that the convoy was attacked from the air"])
    assert told(recorder, text) == [
        ("Foreign Secretary Ann Vane", "direct", [first, between, last]),
        found,
    ]
    assert told(recorder, text.removesuffix(f"\n\n{last}")) == [
        ("Foreign Secretary Ann Vane", "direct", [first]),
        found,
    ]
