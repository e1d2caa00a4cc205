from __future__ import annotations

from onrecord.read.atoms import find_atoms
from onrecord.read.pieces import cut_windows


def windows(text: str, limit: int) -> list[str]:
    atoms = find_atoms(text)
    cut = cut_windows(atoms, [1] * len(atoms), text, limit=limit)
    return [text[atoms[w.first].span.start : atoms[w.end - 1].span.end] for w in cut]


def test_a_short_text_is_one_window() -> None:
    assert windows("One two.\n\nThree.", 20) == ["One two.\n\nThree."]


def test_a_window_ends_between_paragraphs_where_one_fits() -> None:
    assert windows("One two three.\n\nFour five six.\n\nSeven.", 11) == [
        "One two three.\n\nFour five six.",
        "Seven.",
    ]


def test_a_long_paragraph_is_cut_after_a_full_stop() -> None:
    assert windows("One two three. Four five six seven eight nine", 9) == [
        "One two three.",
        "Four five six seven eight nine",
    ]


def test_a_paragraph_without_a_full_stop_is_cut_where_the_limit_falls() -> None:
    cut = windows("a b c d e f g h i j", 6)
    assert [len(w.split()) for w in cut] == [4, 4, 2]


def test_every_atom_is_in_one_window() -> None:
    text = "\n\n".join(" ".join(["word"] * n) + "." for n in (3, 40, 1, 7, 90, 2))
    atoms = find_atoms(text)
    cut = cut_windows(atoms, [1 + k % 3 for k in range(len(atoms))], text, limit=30)
    assert [w.first for w in cut] == [0, *[w.end for w in cut[:-1]]]
    assert cut[-1].end == len(atoms)
    assert all(sum(1 + k % 3 for k in range(w.first, w.end)) <= 28 for w in cut)
