from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record.quotations import find_quotations


def inner(text: str) -> list[str]:
    return [q.inner.cut(text) for q in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('She said "we leave" and left.', ["we leave"]),
        ("\u201cWe leave,\u201d she said.", ["We leave,"]),
        ("\u00abNous partons\u00bb", ["Nous partons"]),
        ("Minister 'gives' town away", ["gives"]),
        ("The \u2018quiet\u2019 town", ["quiet"]),
        ('A "b" and "c"', ["b", "c"]),
        ("\"One 'two' three\"", ["One 'two' three"]),
        ('"Open the door!\u201d an officer shouts.', ["Open the door!"]),
        ('\u201cWe leave," she said.', ["We leave,"]),
        ('\u201cWe leave," she said. \u201cWe stay," he said.', ["We leave,", "We stay,"]),
        ('"They said \u201cno\u201d to us," she said.', ["They said \u201cno\u201d to us,"]),
        ('\u201cThe so-called "deal" fell,\u201d she said.', ['The so-called "deal" fell,']),
        ("no marks at all", []),
        ("", []),
    ],
)
def test_quoted_stretches_are_found(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "the ministers\u2019 meeting",
        "Ilves's boat and Roe's car",
        "the '90s were good",
        "rock 'n roll",
        "a 6' wall and a 7\" board"[:11],
    ],
)
def test_apostrophes_are_no_quotation_marks(text: str) -> None:
    assert inner(text) == []


def test_a_quotation_left_open_ends_with_its_paragraph() -> None:
    text = '"We leave at dawn.\n\n"Nobody stays," she said.'
    assert inner(text) == ["We leave at dawn.", "Nobody stays,"]


def test_a_plural_apostrophe_within_single_marks_does_not_close_them() -> None:
    assert inner("He called it 'the pilots' own fault' on Friday") == ["the pilots' own fault"]


def test_short_quotations_carry_nothing() -> None:
    carries = [q.carries for q in find_quotations('the "moderate" and "a farce nobody believed"')]
    assert carries == [False, True]


@given(st.text(alphabet="ab \"'\u201c\u201d\u2018\u2019\n.s"))
def test_quotations_lie_within_one_paragraph_and_never_overlap_inside_out(text: str) -> None:
    for q in find_quotations(text):
        assert q.outer.holds(q.inner)
        assert "\n" not in q.outer.cut(text)
