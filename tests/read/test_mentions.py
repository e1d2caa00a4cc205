"""Mentions of words tagged by hand."""

from __future__ import annotations

from onrecord.model import Sentence, Span, Word
from onrecord.read.mentions import FoundName, cut_at_openings, find_mentions, join_broken_names

TEXT = "Vane left on Monday"
WORDS = (
    Word(Span(0, 4), "Vane", "PROPN", "NNP", 1, "nsubj", 0),
    Word(Span(5, 9), "leave", "VERB", "VBD", None, "root", 0),
    Word(Span(10, 12), "on", "ADP", "IN", 3, "case", 0),
    Word(Span(13, 19), "Monday", "PROPN", "NNP", 1, "obl", 0),
)


def test_a_time_is_a_mention_and_no_name() -> None:
    found = find_mentions(
        WORDS,
        (Sentence(Span(0, 19), 0, 4),),
        [FoundName(0, 1, "PERSON")],
        ["person", "none", "none", "time"],
        [1.0] * 4,
    )
    assert [(m.span.cut(TEXT), m.kind, m.type, m.name_span) for m in found] == [
        ("Vane", "name", "PERSON", Span(0, 4)),
        ("Monday", "nominal", "TIME", None),
    ]


def test_parts_of_one_persons_name_are_joined_where_the_tree_ties_them() -> None:
    def words(head: int) -> list[Word]:
        return [
            Word(Span(0, 4), "Jean", "PROPN", "NNP", head, "nmod:desc", 0),
            Word(Span(5, 9), "Vane", "PROPN", "NNP", 2, "compound", 0),
            Word(Span(10, 16), "debate", "NOUN", "NN", None, "root", 0),
        ]

    two = [FoundName(0, 1, "PERSON"), FoundName(1, 2, "PERSON")]
    assert join_broken_names(two, words(1)) == [FoundName(0, 2, "PERSON")]
    assert join_broken_names(two, words(2)) == two
    mixed = [FoundName(0, 1, "ORG"), FoundName(1, 2, "PERSON")]
    assert join_broken_names(mixed, words(1)) == mixed


def test_a_name_ends_where_a_sentence_begins() -> None:
    name = FoundName(2, 5, "PERSON")
    assert cut_at_openings(name, {0, 2, 5}) == [name]
    assert cut_at_openings(name, {0, 4}) == [FoundName(2, 4, "PERSON"), FoundName(4, 5, "PERSON")]
