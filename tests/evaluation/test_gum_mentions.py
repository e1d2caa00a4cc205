"""Mentions of GUM: reading its marks, and matching, on phrases made by hand."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.gum_mentions import (
    MEASURES,
    MarkedMention,
    mentions_of,
    read_marked,
    read_ranges,
    score_mentions,
)
from evaluation.metrics import Counts
from onrecord.model import Document, Mention, Reading, Sentence, Span, Word

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no failure."""

CONLLU = """\
# newdoc id = inn
1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\tEntity=(1-person-new-coref
2\towner\towner\tNOUN\tNN\t_\t8\tnsubj\t_\t_
3\tof\tof\tADP\tIN\t_\t5\tcase\t_\t_
4\tOld\tOld\tPROPN\tNNP\t_\t5\tcompound\t_\tEntity=(2-place-new-sgl
5\tHall\tHall\tPROPN\tNNP\t_\t2\tnmod\t_\tEntity=2)1)|SpaceAfter=No
6\t,\t,\tPUNCT\t,\t_\t8\tpunct\t_\t_
7\tshe\tshe\tPRON\tPRP\t_\t8\tnsubj\t_\tEntity=(1-person-giv-coref)
8\tslept\tsleep\tVERB\tVBD\t_\t0\troot\t_\t_
9\ttoday\ttoday\tNOUN\tNN\t_\t8\tobl\t_\tEntity=(3-time-new-sgl)

"""
TEXT = "The owner of Old Hall, she slept today"
OWNER, HALL, SHE = Span(0, 21), Span(13, 21), Span(23, 26)


def test_gold_mentions_nest_and_those_of_times_are_set_apart(tmp_path: Path) -> None:
    path = tmp_path / "gum-dev.conllu.gz"
    path.write_bytes(gzip.compress(CONLLU.encode()))
    (one,) = read_marked(path)
    assert one.text == TEXT
    assert set(one.mentions) == {
        MarkedMention(OWNER, Span(4, 9), "nominal", "PERSON"),
        MarkedMention(HALL, Span(17, 21), "name", "LOC"),
        MarkedMention(SHE, SHE, "pronoun", "PERSON"),
    }
    assert one.times == {Span(33, 38)}


def test_the_same_entity_may_be_opened_within_itself() -> None:
    miscs = ["Entity=(1-person-x", "Entity=(1-person-y", "Entity=1)", "_", "Entity=1)"]
    assert list(read_ranges(miscs, "d")) == [(1, 2, "person"), (0, 4, "person")]


@pytest.mark.parametrize(
    ("miscs", "words"),
    [(["_", "Entity=7)"], "d: word 1 closes mention 7"), (["Entity=(8-place-x"], "d: mentions 8 are never")],
)
def test_marks_that_do_not_pair_are_refused(miscs: list[str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        list(read_ranges(miscs, "d"))


def reading(*mentions: Mention) -> Reading:
    rows = [line.split("\t") for line in CONLLU.splitlines() if line and not line.startswith("#")]
    words, at = [], 0
    for row in rows:
        at = TEXT.index(row[1], at)
        head = int(row[6]) - 1 if row[6] != "0" else None
        words.append(Word(Span(at, at + len(row[1])), row[2], row[3], row[4], head, row[7], 0))
        at += len(row[1])
    sentence = Sentence(Span(0, len(TEXT)), 0, len(words))
    return Reading(Document("x", "-", TEXT), tuple(words), (sentence,), mentions, (), "none")


def test_found_mentions_are_widened_and_those_on_times_left_out() -> None:
    found = mentions_of(
        reading(
            Mention(Span(0, 9), 1, "nominal", "PERSON", None, 0, 1.0),
            Mention(HALL, 4, "name", "FAC", HALL, 1, 1.0),
            Mention(Span(33, 38), 8, "nominal", "NORP", None, 2, 1.0),
        ),
        frozenset({Span(33, 38)}),
    )
    assert found == (
        MarkedMention(OWNER, Span(4, 9), "nominal", "PERSON"),
        MarkedMention(HALL, Span(17, 21), "name", "LOC"),  # a building is a place
    )


GOLD = (
    MarkedMention(OWNER, Span(4, 9), "nominal", "PERSON"),
    MarkedMention(HALL, Span(17, 21), "name", "LOC"),
    MarkedMention(SHE, SHE, "pronoun", "PERSON"),
)


def test_a_wrong_type_is_a_right_span_and_a_wrong_span_may_have_the_right_head() -> None:
    found = (
        MarkedMention(Span(4, 9), Span(4, 9), "nominal", "PERSON"),  # too short, the head is right
        MarkedMention(HALL, Span(17, 21), "name", "ORG"),  # wrong type
        MarkedMention(SHE, SHE, "pronoun", "PERSON"),
    )
    scores = score_mentions(GOLD, found)
    assert scores["span and type"] == Counts(1, 3, 3)
    assert scores["span"] == Counts(2, 3, 3)
    assert scores["head word"] == Counts(3, 3, 3)
    assert scores["pronouns"] == Counts(1, 1, 1)
    assert scores["names"] == scores["descriptions"] == Counts(0, 1, 1)


def test_a_right_mention_counts_under_the_kind_of_its_gold() -> None:
    scores = score_mentions(GOLD[1:2], (MarkedMention(HALL, HALL, "nominal", "LOC"),))
    assert scores["names"] == Counts(1, 1, 1)
    assert scores["descriptions"] == Counts(0, 0, 0)


def test_mentions_within_others_are_counted_apart() -> None:
    assert score_mentions(GOLD, GOLD)["within others"] == Counts(1, 1, 1)
    # Found alone it is right all the same; one within another that is in no gold is wrong.
    assert score_mentions(GOLD, GOLD[1:2])["within others"] == Counts(1, 1, 1)
    extra = MarkedMention(Span(13, 16), Span(13, 16), "name", "PERSON")
    assert score_mentions(GOLD, (*GOLD, extra))["within others"] == Counts(1, 1, 2)


SPANS = st.tuples(st.integers(0, 12), st.integers(1, 8)).map(lambda pair: Span(pair[0], sum(pair)))
MARKED = st.builds(
    MarkedMention, SPANS, SPANS, st.sampled_from(("name", "nominal", "pronoun")), st.sampled_from("AB")
)
MENTIONS = st.lists(MARKED, max_size=6)


@UNHURRIED
@given(MENTIONS, MENTIONS, st.randoms(use_true_random=False))
def test_figures_stay_within_bounds_and_the_order_does_not_matter(gold, found, random) -> None:  # type: ignore[no-untyped-def]
    scores = score_mentions(gold, found)
    assert tuple(scores) == MEASURES
    assert all(0 <= one.f1 <= 100 and one.right <= min(one.gold, one.found) for one in scores.values())
    random.shuffle(gold)
    random.shuffle(found)
    assert score_mentions(gold, found) == scores


@UNHURRIED
@given(MENTIONS)
def test_the_gold_itself_is_all_right(mentions: list[MarkedMention]) -> None:
    for counts in score_mentions(mentions, mentions).values():
        assert counts.right == counts.gold == counts.found
