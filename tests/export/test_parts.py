"""A long report in parts: together they are the report, and each has what stands in it."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.export.html import article_of, article_text, style_of
from onrecord.export.parts import ROOM, part_of, parts_of
from onrecord.model import Document, Record, Span, text_digest
from tests.export.long_example import long_record
from tests.export.marked_example import marked_record

MOST_BYTES = 300_000
"""Bytes of a part on a page, so that the page with all else stays below 400 KB."""


def of_text(text: str) -> Record:
    one = marked_record()
    return Record(
        one.schema, one.onrecord, one.weights, Document(text_digest(text), "-", text), (), (), (), (), ()
    )


def test_a_report_of_usual_length_is_one_part() -> None:
    record = marked_record()
    whole = Span(0, len(record.report.text))
    assert parts_of(record) == (whole,)
    assert article_text(article_of(record, "r1", part=whole)) == article_text(article_of(record, "r1"))


def test_the_parts_of_a_long_report_are_its_text_and_end_with_paragraphs() -> None:
    record = long_record(120)
    parts = parts_of(record)
    assert 3 < len(parts) < 60
    assert "".join(part.cut(record.report.text) for part in parts) == record.report.text
    for part in parts[:-1]:
        assert part.cut(record.report.text).endswith("\n\n")


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<" * 900, "a " * 3_000, "\u202e" * 400, "é" * 2_500, "x" * 30_000, "\n\n", "\n \n", ". "]
        ),
        max_size=40,
    )
)
def test_parts_are_bounded_and_leave_nothing_out_whatever_the_text(pieces: list[str]) -> None:
    record = of_text("".join(pieces) or "Nothing.")
    text = record.report.text
    parts = parts_of(record)
    assert "".join(part.cut(text) for part in parts) == text
    assert all(len(part) for part in parts)
    shown = [article_text(article_of(record, "r1", part=part)) for part in parts]
    assert all(len(one.encode()) < ROOM + 60_000 for one in shown)


def test_each_item_is_listed_once_with_its_words_and_no_part_is_too_large() -> None:
    record = long_record(120)
    events: list[str] = []
    statements: list[str] = []
    for part in parts_of(record):
        article = article_of(record, "r1", part=part)
        shown = article_text(article)
        assert len(shown.encode()) < MOST_BYTES
        events += [entry.told.event.id for entry in article.happenings.entries]
        statements += [entry.told.statement.id for entry in article.entries if entry.words]
        ids = set(re.findall(r' id="([^"]+)"', shown))
        links = set(re.findall(r'href="#([^"]+)"', shown))
        assert links <= ids
    assert sorted(events) == sorted(event.id for event in record.events)
    assert sorted(statements) == sorted(statement.id for statement in record.statements)


def test_what_is_told_of_an_event_is_the_same_in_a_part() -> None:
    record = long_record(120)
    whole = {one.told.event.id: one for one in article_of(record, "r1").happenings.entries}
    for part in parts_of(record):
        for one in article_of(record, "r1", part=part).happenings.entries:
            told, same = one.told, whole[one.told.event.id].told
            assert (told.day, told.places, told.chain, told.figures, told.where) == (
                same.day,
                same.places,
                same.chain,
                same.figures,
                same.where,
            )


def test_a_part_refers_to_nothing_that_it_does_not_hold() -> None:
    record = long_record(120)
    for part in parts_of(record):
        held = part_of(record, part)
        assert held.report == record.report
        entities = {entity.id for entity in held.entities}
        for event in held.events:
            assert all(place.index < len(held.places) for place in event.places)
            assert event.time is None or event.time.index is None or event.time.index < len(held.times)
            assert {party.entity for party in event.actors if party.entity} <= entities
        assert len(held.events) < len(record.events) / 2


def test_a_name_that_is_endless_is_cut_beside_the_words_and_whole_among_them() -> None:
    name = "W" * 9_000
    record = marked_record()
    text = f"{name} {record.report.text}"
    moved = of_text(text)
    entity = record.entities[0]
    mention = type(entity.mentions[0])(Span(0, len(name)), "name")
    moved = Record(
        moved.schema,
        moved.onrecord,
        moved.weights,
        moved.report,
        (),
        (type(entity)("E1", "PERSON", name, (name,), None, None, (mention,)),),
        (),
        (),
        (),
    )
    shown = article_text(article_of(moved, "r1"))
    assert shown.count(name) == 1
    assert len(shown) < len(name) + 12_000


def test_the_style_sheet_of_a_part_lights_up_what_is_in_it() -> None:
    record = long_record(120)
    part = parts_of(record)[2]
    article = article_of(record, "r1", part=part)
    style = style_of(article)
    assert f"#r1-e{len(article.happenings.entries)}:is" in style
    assert f"#r1-e{len(article.happenings.entries) + 1}:is" not in style
    assert len(style) < 60_000
