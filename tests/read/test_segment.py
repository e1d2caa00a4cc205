from __future__ import annotations

import numpy as np

from onrecord.read.atoms import find_atoms
from onrecord.read.segment import JOINS, MAX_WORD_ATOMS, SENTENCE, WORD, find_segments


def segment(text: str, labels: list[int]) -> list[list[str]]:
    atoms = find_atoms(text)
    scores = np.eye(3, dtype=np.float32)[labels]
    found = find_segments(text, atoms, scores)
    words = [text[atoms[b].span.start : atoms[e - 1].span.end] for b, e in found.words]
    return [words[b:e] for b, e in found.sentences]


def test_atoms_join_where_the_weights_say_so() -> None:
    assert segment("U.S. aid", [WORD, JOINS, JOINS, JOINS, WORD]) == [["U.S.", "aid"]]


def test_white_space_parts_words_whatever_the_weights_say() -> None:
    assert segment("a b", [WORD, JOINS]) == [["a", "b"]]


def test_a_blank_line_parts_sentences_whatever_the_weights_say() -> None:
    assert segment("Mayor quits\n\nShe left", [WORD, WORD, WORD, WORD]) == [
        ["Mayor", "quits"],
        ["She", "left"],
    ]


def test_a_closing_mark_does_not_begin_a_sentence() -> None:
    text = 'Go." He left'
    assert segment(text, [WORD, WORD, SENTENCE, SENTENCE, WORD]) == [["Go", ".", '"'], ["He", "left"]]


def test_nothing_begins_a_sentence_after_a_comma_in_its_line() -> None:
    assert segment("He fell, police said", [WORD, WORD, WORD, SENTENCE, WORD]) == [
        ["He", "fell", ",", "police", "said"]
    ]
    assert len(segment("Dear all,\n\nCome", [WORD, WORD, WORD, WORD])) == 2


def test_an_opening_mark_may_begin_a_sentence() -> None:
    assert segment('Go."No', [WORD, WORD, SENTENCE, WORD]) == [["Go", "."], ['"', "No"]]


def test_a_word_is_cut_when_it_never_ends() -> None:
    text = "a1" * 100
    words = segment(text, [JOINS] * 200)[0]
    assert max(len(w) for w in words) <= MAX_WORD_ATOMS
    assert "".join(words) == text


def test_no_atoms_give_no_sentences() -> None:
    found = find_segments("", (), np.empty((0, 3), dtype=np.float32))
    assert (found.words, found.sentences) == ((), ())
