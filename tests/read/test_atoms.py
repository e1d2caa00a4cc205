from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.atoms import Gap, Shape, find_atoms


def cuts(text: str) -> list[str]:
    return [a.span.cut(text) for a in find_atoms(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("won\u2019t", ["wo", "n", "\u2019", "t"]),
        ("cannot", ["can", "not"]),
        ("gonna", ["gon", "na"]),
        ("canoe", ["canoe"]),
        ("U.S.", ["U", ".", "S", "."]),
        ("1,000.5", ["1", ",", "000", ".", "5"]),
        ("F16s", ["F", "16", "s"]),
        ("well...", ["well", "..."]),
        ("((x))", ["(", "(", "x", ")", ")"]),
        ("zero\u200bwidth", ["zero", "width"]),
        ("", []),
        (" \n\t", []),
    ],
)
def test_text_falls_into_atoms(text: str, expected: list[str]) -> None:
    assert cuts(text) == expected


def test_n_before_an_apostrophe_that_is_no_contraction_stays() -> None:
    assert cuts("men's") == ["men", "'", "s"]
    assert cuts("isn'today") == ["isn", "'", "today"]


def test_gaps_tell_what_stands_before_an_atom() -> None:
    gaps = [a.gap for a in find_atoms("A b.\nC\n\nD")]
    assert gaps == [Gap.PARAGRAPH, Gap.SPACE, Gap.NONE, Gap.LINE, Gap.PARAGRAPH]


def test_shapes_tell_how_an_atom_is_written() -> None:
    shapes = [a.shape for a in find_atoms("Oslo NATO McKay a I 42 ( ) ,")]
    assert shapes == [
        Shape.TITLE, Shape.UPPER, Shape.MIXED, Shape.LOWER, Shape.INITIAL, Shape.DIGITS, Shape.OPENING, Shape.CLOSING,
        Shape.MARK,
    ]  # fmt: skip


@given(st.text())
def test_atoms_are_ordered_whole_and_free_of_white_space(text: str) -> None:
    atoms = find_atoms(text)
    end = 0
    for atom in atoms:
        assert atom.span.start >= end
        assert len(atom.span) > 0
        assert not any(c.isspace() for c in atom.span.cut(text))
        end = atom.span.end
    held = "".join(a.span.cut(text) for a in atoms)
    assert sum(c.isalnum() for c in held) == sum(c.isalnum() for c in text)
