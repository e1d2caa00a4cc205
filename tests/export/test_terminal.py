"""The text view."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.export.outline import shorten, told_statements
from onrecord.export.terminal import TextStyle, render_text
from onrecord.export.visible import make_visible
from onrecord.model import Document, Record, Span, text_digest
from tests.export.example import example_record


def _record_of(text: str) -> Record:
    document = Document(id=text_digest(text), input="-", text=text)
    return Record(1, "0", "0", document, (), (), (), (), ())


def test_speakers_are_shown_by_their_fullest_name_and_role() -> None:
    lines = render_text(example_record()).splitlines()
    assert any(
        line.startswith(" S4   Halina Brzoska, Mayor ") and line.endswith("direct · sentence 5")
        for line in lines
    )


def test_a_statement_within_another_stands_indented_under_it() -> None:
    lines = render_text(example_record()).splitlines()
    outer, inner, innermost = (
        next(line for line in lines if f" {name} " in line) for name in ("S5", "S6", "S7")
    )
    assert outer.index("S5") < inner.index("S6") < innermost.index("S7")


def test_unnamed_sources_are_marked_as_such() -> None:
    view = render_text(example_record())
    assert "a senior port official (unnamed)" in view
    assert "source not given (unnamed)" in view


def test_words_held_at_a_distance_are_named() -> None:
    assert "held at a distance: 'open'" in render_text(example_record())


def test_the_force_is_named_where_the_cue_does_not_say_it() -> None:
    line = next(line for line in render_text(example_record()).splitlines() if " S2 " in line)
    assert "claims" in line


def test_the_day_is_shown_with_how_it_is_known() -> None:
    assert "Gdańsk · Wednesday 4 March 2026 (from the dateline" in render_text(example_record())


def test_an_unknown_day_stays_unknown() -> None:
    record = _record_of("A dog barked.")
    assert "outlet unknown" in render_text(record)
    assert "day unknown" in render_text(record)
    assert "Nobody is reported to have said anything." in render_text(record)


@pytest.mark.parametrize("width", [20, 40, 63, 64, 80, 100, 120, 300])
def test_no_line_is_wider_than_asked_and_no_word_is_cut(width: int) -> None:
    view = render_text(example_record(), style=TextStyle(width=width))
    assert max(map(len, view.splitlines())) <= min(max(width, 40), 120)
    flowing = " ".join(view.split())
    assert "Nobody who needs this harbour will be turned away”" in flowing
    assert "although a strike by crane drivers has entered its second week" in flowing


def test_colours_come_only_when_asked_for() -> None:
    assert "\x1b" not in render_text(example_record())
    assert "\x1b[1m" in render_text(example_record(), style=TextStyle(colour=True))


def test_ascii_terminals_get_ascii() -> None:
    view = render_text(example_record(), style=TextStyle(ascii=True))
    assert view.isascii()
    assert "Gdansk" in view


def test_long_content_is_shortened_at_a_word() -> None:
    text = "He said " + "unbelievable " * 200
    statement = replace(
        example_record().statements[7], content=(Span(8, len(text)),), source=None, cue=None, distance=()
    )
    view = render_text(replace(_record_of(text), statements=(statement,)))
    assert "unbelievable …" in view
    assert view.count("unbelievable") < 40


def test_terminal_escapes_in_a_report_are_spelled_out() -> None:
    hostile = "\x1b]0;owned\x07\x1b[2JQuiet \u202egnihton\u2066 day \x9b31m\x00"
    view = render_text(_record_of(hostile), style=TextStyle(width=120))
    assert "<U+001B>[2J" in view
    assert "<U+202E>" in view
    assert not [c for c in view if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c != "\n"]


@settings(max_examples=80, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60), st.integers(40, 120))
def test_any_text_can_be_shown(text: str, width: int) -> None:
    record = _record_of(text)
    statement = replace(example_record().statements[7], content=(Span(0, len(text)),), cue=None)
    view = render_text(replace(record, statements=(statement,)), style=TextStyle(width=width))
    assert not [c for c in view if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
    view.encode("utf-8")


def test_plain_text_passes_unchanged() -> None:
    for text in ("Łódź, 東京, فارسی‌ها", "“quoted” – and ‘so’"):
        assert make_visible(text) == text


def test_statements_within_one_another_in_a_ring_are_all_told() -> None:
    record = example_record()
    first, second, *rest = record.statements
    ring = (replace(first, within="S2"), replace(second, within="S1"), *rest)
    assert len(told_statements(replace(record, statements=ring))) == len(record.statements)


def test_shortening_never_exceeds_the_width() -> None:
    for width in range(1, 30):
        assert len(shorten("a senior port official", width)) <= width
