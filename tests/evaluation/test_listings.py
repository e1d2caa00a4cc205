"""What is listed as wrong, in each task, on readings made by hand."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.attribution import Article, GoldFrame
from evaluation.listings import (
    Error,
    attribution_errors,
    chain_errors,
    compare_spans,
    mention_errors,
    place_errors,
    sentence_errors,
    tag_errors,
    time_errors,
)
from evaluation.places import Article as PlacedArticle
from evaluation.places import GoldToponym
from evaluation.syntax import GoldDocument, GoldWord
from evaluation.times import GoldTime, TimedDocument
from onrecord.gazetteer import PlaceRow
from onrecord.model import Span, SpeechFrame, Timex
from onrecord.record.toponyms import Resolution

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no failure."""

TEXT = 'The mayor said the bridge is safe. Traders told us "it will fall" soon.'


def at(words: str) -> Span:
    begin = TEXT.index(words)
    return Span(begin, begin + len(words))


def kinds(errors: list[Error]) -> list[str]:
    return sorted(error.kind for error in errors)


# Spans


@pytest.mark.parametrize(
    ("gold", "found", "rows"),
    [
        ([(0, 9)], [(0, 9)], []),
        ([(0, 9)], [], [("missed", (0, 9), None)]),
        ([], [(0, 9)], [("spurious", None, (0, 9))]),
        ([(0, 9)], [(4, 9)], [("boundary left", (0, 9), (4, 9))]),
        ([(0, 9)], [(0, 12)], [("boundary right", (0, 9), (0, 12))]),
        ([(0, 9)], [(2, 12)], [("boundary both", (0, 9), (2, 12))]),
        ([(0, 9)], [(9, 12)], [("missed", (0, 9), None), ("spurious", None, (9, 12))]),  # they only touch
        ([(0, 9)], [(0, 3), (4, 9)], [("split", None, (0, 3)), ("boundary left", (0, 9), (4, 9))]),
        ([(0, 3), (4, 9)], [(0, 9)], [("joined", (0, 3), None), ("boundary left", (4, 9), (0, 9))]),
        # What lies in a span that is right is no piece of it.
        ([(0, 9)], [(0, 9), (2, 4)], [("spurious", None, (2, 4))]),
    ],
)
def test_spans_that_differ_are_sorted_by_how_they_do(gold, found, rows) -> None:  # type: ignore[no-untyped-def]
    def spans(pairs):  # type: ignore[no-untyped-def]
        return [Span(*pair) if pair else None for pair in pairs]

    wanted = [(kind, *spans(pair)) for kind, *pair in rows]
    assert compare_spans(spans(gold), spans(found)) == wanted


SPANS = st.sets(
    st.tuples(st.integers(0, 20), st.integers(1, 8)).map(lambda pair: Span(pair[0], sum(pair))), max_size=8
)


@UNHURRIED
@given(SPANS, SPANS)
def test_every_span_that_is_not_right_is_listed_once(gold: set[Span], found: set[Span]) -> None:
    rows = compare_spans(gold, found)
    assert sorted(g for _, g, _ in rows if g) == sorted(gold - found)
    assert sorted(f for _, _, f in rows if f) == sorted(found - gold)


@UNHURRIED
@given(SPANS)
def test_nothing_is_listed_where_both_sides_are_the_same(spans: set[Span]) -> None:
    assert compare_spans(spans, spans) == []


# Attribution

MAYOR, SAID, SAFE = at("The mayor"), at("said"), at("the bridge is safe")
TRADERS, TOLD, FALL = at("Traders"), at("told us"), at('"it will fall"')
GOLD: tuple[GoldFrame, ...] = (((MAYOR,), (SAID,), (SAFE,)), ((TRADERS,), (TOLD,), (FALL,)))


def links(*frames: SpeechFrame) -> list[tuple[str, str]]:
    errors = attribution_errors(Article("bridge", TEXT, GOLD, ()), frames)
    return sorted((error.kind, error.note) for error in errors if error.kind.startswith("link"))


def frame(source: Span | None, cue: Span, *content: Span) -> SpeechFrame:
    return SpeechFrame(cue, source, content, 1.0)


def test_what_the_gold_says_has_no_errors() -> None:
    found = [frame(MAYOR, SAID, SAFE), frame(TRADERS, TOLD, FALL)]
    assert list(attribution_errors(Article("bridge", TEXT, GOLD, ()), found)) == []


def test_spans_of_each_role_are_told_apart() -> None:
    found = [frame(at("mayor"), SAID, Span(SAFE.start, SAFE.end + 1))]
    errors = list(attribution_errors(Article("bridge", TEXT, GOLD, ()), found))
    assert kinds(errors) == ["content boundary right", "content missed", "cue missed", "source boundary left",
                             "source missed"]  # fmt: skip
    (missed,) = [error for error in errors if error.kind == "cue missed"]
    assert (missed.document, missed.gold, missed.found) == ("bridge", TOLD, None)


def test_wrong_links_name_what_is_wrong_and_the_kind_of_speech() -> None:
    assert links(frame(None, SAID, SAFE)) == [("link source missing", "indirect")]
    assert links(frame(MAYOR, TOLD, FALL)) == [("link source another", "direct")]
    assert links(frame(TRADERS, TOLD)) == [("link content missing", "direct")]
    assert links(frame(TRADERS, TOLD, SAFE)) == [("link content another", "direct")]
    assert links(frame(MAYOR, SAID, at("the bridge"))) == []  # 10 of 18 characters
    assert links(frame(MAYOR, SAID, at("safe"))) == [("link content under half", "indirect")]


def test_a_source_where_the_gold_has_none_is_unwanted() -> None:
    unnamed = Article("bridge", TEXT, (((), (SAID,), (SAFE,)),), ())
    errors = list(attribution_errors(unnamed, [frame(MAYOR, SAID, SAFE)]))
    assert kinds(errors) == ["link source unwanted", "source spurious"]


def test_a_cue_that_nothing_was_found_on_has_no_link_that_is_wrong() -> None:
    assert links() == []


def test_a_frame_is_paired_with_one_of_the_gold_only() -> None:
    two = Article("bridge", TEXT, (((MAYOR,), (SAID,), (SAFE,)), ((TRADERS,), (SAID,), (FALL,))), ())
    errors = list(attribution_errors(two, [frame(MAYOR, SAID, SAFE)]))
    assert kinds(errors) == ["content missed", "source missed"]


# Mentions


def test_mentions_differ_in_type_span_or_altogether() -> None:
    gold = {(MAYOR, "PERSON"), (TRADERS, "ORG"), (at("bridge"), "LOC")}
    found = {(at("mayor"), "ORG"), (TRADERS, "PERSON"), (at("us"), "PERSON")}
    errors = list(mention_errors("d", TEXT, gold, found))
    assert kinds(errors) == ["boundary left", "missed LOC", "spurious PERSON", "type ORG as PERSON"]
    (boundary,) = [error for error in errors if error.kind == "boundary left"]
    assert boundary.note == "PERSON as ORG"
    assert list(mention_errors("d", TEXT, gold, gold)) == []


# Words, tags and trees

WORDS = (
    GoldWord(Span(0, 3), 0, "DET", "DT", "the", 1, "det"),
    GoldWord(Span(4, 9), 0, "NOUN", "NN", "mayor", 2, "nsubj:pass"),
    GoldWord(Span(10, 14), 0, "VERB", "VBD", "say", None, "root"),
    GoldWord(Span(15, 18), 1, "DET", "DT", "the", None, "root"),
)
DOCUMENT = GoldDocument("d", TEXT, WORDS)


def test_wrong_tags_heads_and_relations_are_listed_by_word() -> None:
    tags = [("DET", "DT", "x"), ("PROPN", "NNP", "x"), ("VERB", "VBD", "x"), ("DET", "DT", "x")]
    errors = list(tag_errors(DOCUMENT, tags, [2, 2, None, None], ["det", "obj", "root", "root"]))
    assert kinds(errors) == ["UPOS NOUN as PROPN", "head of det", "relation nsubj as obj"]
    assert {error.gold for error in errors} == {Span(0, 3), Span(4, 9)}
    right = [(word.upos, word.xpos, "x") for word in WORDS]
    heads, relations = [word.head for word in WORDS], ["det", "nsubj", "root", "root"]
    assert list(tag_errors(DOCUMENT, right, heads, relations)) == []  # a subtype is let pass


def test_sentences_are_split_or_joined() -> None:
    assert list(sentence_errors(DOCUMENT, [Span(0, 14), Span(15, 18)])) == []
    (split,) = sentence_errors(DOCUMENT, [Span(0, 3), Span(4, 14), Span(15, 18)])
    assert (split.kind, split.gold, split.found) == ("sentence split", Span(0, 14), Span(4, 14))
    (joined,) = sentence_errors(DOCUMENT, [Span(0, 18)])
    assert (joined.kind, joined.gold, joined.found) == ("sentences joined", Span(15, 18), Span(0, 18))


# Places


def place(lat: float | None, *, feature: str | None = "PPL") -> list[Error]:
    toponym = GoldToponym(Span(0, 4), "Port", 0.0, 0.0, feature)
    row = None if lat is None else PlaceRow(1, "Port", lat, 0.0, None, None, None, "ADM2", 0)
    article = PlacedArticle(TEXT, None, (toponym,), "LGL 7")
    return list(place_errors(article, [Resolution(Span(0, 4), row, 3, "by hand")]))


@pytest.mark.parametrize(
    ("lat", "feature", "kind", "note"),
    [
        (None, "PPL", "missed, town", "3 candidates"),
        (4.0, "PPLC", "far, town, 161 to 500 km", "445 km, PPLC as ADM2"),  # a degree is 111.2 km
        (10.0, "PCLI", "far, country, 500 to 2000 km", "1112 km, PCLI as ADM2"),
        (40.0, "STM", "far, other feature, over 2000 km", "4448 km, STM as ADM2"),
        (4.0, None, "far, not coded, 161 to 500 km", "445 km, - as ADM2"),
    ],
)
def test_places_are_missed_or_far_by_feature_and_band(lat, feature, kind, note) -> None:  # type: ignore[no-untyped-def]
    (error,) = place(lat, feature=feature)
    assert (error.kind, error.note, error.document) == (kind, note, "LGL 7")


def test_a_place_within_161_km_is_not_listed() -> None:
    assert place(1.4) == []


# Times


def time(gold: tuple[int, int, str, str] | None, found: tuple[int, int, str, str] | None) -> list[Error]:
    wanted = (GoldTime(*gold),) if gold else ()
    had = ()
    if found:
        start, end, kind, value = found
        had = (Timex(Span(start, end), kind, value, None, None, None, "by hand"),)  # type: ignore[arg-type]
    return list(time_errors(TimedDocument("d", "hand", TEXT, None, wanted), had))


def test_times_are_missed_spurious_or_wrong_in_extent_type_or_value() -> None:
    gold = (66, 70, "DATE", "2020-05-01")
    assert time(gold, gold) == []
    assert [(e.kind, e.note) for e in time(gold, None)] == [("missed DATE", "2020-05-01")]
    assert [(e.kind, e.note) for e in time(None, gold)] == [("spurious DATE", "2020-05-01")]
    wrong = time(gold, (65, 71, "TIME", "PRESENT_REF"))
    assert kinds(wrong) == ["extent DATE", "type DATE as TIME", "value DATE"]
    assert wrong[-1].note == "2020-05-01 as PRESENT_REF"
    assert time(gold, (65, 70, "DATE", "2020-05-01")) == []  # the blank before it is no other extent


# Coreference


def spans(*starts: int) -> frozenset[Span]:
    return frozenset(Span(start, start + 2) for start in starts)


def test_chains_are_split_and_joined_by_the_mentions_on_both_sides() -> None:
    split = list(chain_errors("d", TEXT, [spans(0, 10, 20, 30)], [spans(0, 10), spans(20, 30)]))
    assert [(e.kind, e.gold, e.found, e.note) for e in split] == [
        ("chain split", Span(0, 2), Span(20, 22), "2 of 4")
    ]
    joined = list(chain_errors("d", TEXT, [spans(0, 10, 12), spans(20, 30)], [spans(0, 10, 12, 20, 30)]))
    assert [(e.kind, e.gold, e.found, e.note) for e in joined] == [
        ("chains joined", Span(20, 22), Span(0, 2), "2 of 5")
    ]
    assert list(chain_errors("d", TEXT, [spans(0, 10)], [spans(10, 0)])) == []


def test_mentions_that_only_one_side_has_split_no_chain() -> None:
    errors = list(chain_errors("d", TEXT, [spans(0, 10, 20)], [spans(0, 10), spans(30, 40)]))
    assert kinds(errors) == ["mention missed", "mention spurious", "mention spurious"]
