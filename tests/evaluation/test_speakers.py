"""Right and wrong speakers, on entities built by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.speakers import Answer, GoldSpeaker, is_right, read_speakers
from onrecord.model import Entity, EntityMention, Span
from onrecord.model.reading import MentionKind

NAME, HE, ROLE, OTHER = Span(0, 8), Span(30, 32), Span(50, 60), Span(90, 99)


def entity(*mentions: tuple[Span, MentionKind]) -> Entity:
    own = tuple(EntityMention(span, kind) for span, kind in mentions)
    return Entity("E1", "PERSON", "somebody", (), None, None, own)


NAMED = entity((NAME, "name"), (HE, "pronoun"))
DESCRIBED = entity((ROLE, "nominal"), (HE, "pronoun"))


@pytest.mark.parametrize(
    ("speaker", "right"), [(NAMED, True), (DESCRIBED, False), (None, False), (entity((OTHER, "name")), False)]
)
def test_who_is_named_must_be_the_one(speaker: Entity | None, right: bool) -> None:
    assert is_right(Answer(speaker, HE), GoldSpeaker(HE, "pronoun", True, (NAME, Span(70, 78)))) is right


@pytest.mark.parametrize(("speaker", "right"), [(DESCRIBED, True), (NAMED, False), (None, False)])
def test_a_pronoun_must_go_back_to_its_description(speaker: Entity | None, right: bool) -> None:
    assert is_right(Answer(speaker, HE), GoldSpeaker(HE, "pronoun", False, (ROLE,))) is right


def test_a_relative_pronoun_is_right_where_its_noun_is_the_source_on_record() -> None:
    assert is_right(Answer(None, ROLE), GoldSpeaker(HE, "pronoun", False, (ROLE,)))


@pytest.mark.parametrize(
    ("speaker", "right"),
    [(None, True), (entity((ROLE, "nominal")), True), (entity((ROLE, "nominal"), (NAME, "name")), False)],
)
def test_an_unnamed_description_must_not_be_given_a_name(speaker: Entity | None, right: bool) -> None:
    assert is_right(Answer(speaker, ROLE), GoldSpeaker(ROLE, "description", False, (ROLE,))) is right


def test_the_gold_holds_150_sources_by_offsets_alone() -> None:
    speakers = read_speakers()
    assert sum(map(len, speakers.values())) == 150
    assert all(gold.spans and len(gold.source) for own in speakers.values() for gold in own)


def test_a_row_that_is_not_understood_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.tsv"
    path.write_text(
        "report\tsource\twords\tspeaker\tspans\nx\t1-2\tpronoun\tperhaps\t1-2\n", encoding="utf-8"
    )
    with pytest.raises(ValueError, match=r"gold\.tsv:2"):
        read_speakers(path)
