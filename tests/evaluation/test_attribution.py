"""Clipping to sentences and matching of triples, on frames made by hand."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.attribution import KINDS, MATCHES, Article, GoldFrame, kind_of, read_articles, score_article
from evaluation.metrics import Counts
from onrecord.model import Span, SpeechFrame

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no failure."""

TEXT = "The mayor said the bridge is safe. It will open in May. Traders doubt it, she told us."
SENTENCES = (Span(0, 34), Span(35, 55), Span(56, 86))


def at(words: str, start: int = 0) -> Span:
    begin = TEXT.index(words, start)
    return Span(begin, begin + len(words))


MAYOR, SAID = at("The mayor"), at("said")
SAFE, OPEN = at("the bridge is safe"), at("It will open in May")
DOUBT, SHE, TOLD = at("Traders doubt it"), at("she"), at("told")
GOLD: tuple[GoldFrame, ...] = (
    ((MAYOR,), (SAID,), (Span(SAFE.start, OPEN.end),)),  # one content over two sentences
    ((SHE,), (TOLD,), (DOUBT,)),
)


def article(gold: tuple[GoldFrame, ...] = GOLD) -> Article:
    return Article("bridge", TEXT, gold, SENTENCES)


def frame(source: Span | None, cue: Span, *content: Span) -> SpeechFrame:
    return SpeechFrame(cue, source, content, 1.0)


def test_the_gold_itself_is_all_right() -> None:
    found = tuple(frame(source[0], cue[0], *content) for source, cue, content in GOLD)
    scores = score_article(article(), found)
    assert scores["report content"] == Counts(2, 2, 2)
    assert scores["sentence content"] == Counts(
        3, 3, 3
    )  # the content of two sentences is an instance in each
    assert scores["sentence source"] == scores["sentence cue"] == Counts(2, 2, 2)
    assert scores["triple relaxed"] == Counts(2, 2, 2)


def test_content_that_stops_at_the_sentence_is_right_in_it_and_missed_in_the_next() -> None:
    scores = score_article(article(), (frame(MAYOR, SAID, Span(SAFE.start, SAFE.end + 1)),))
    assert scores["report content"] == Counts(0, 2, 1)
    assert scores["sentence content"] == Counts(1, 3, 1)


def test_two_pieces_that_meet_at_a_sentence_bound_are_right_by_sentence_and_wrong_whole() -> None:
    scores = score_article(article(), (frame(MAYOR, SAID, Span(SAFE.start, SAFE.end + 1), OPEN),))
    assert scores["report content"] == Counts(0, 2, 2)
    assert scores["sentence content"] == Counts(2, 3, 2)


def test_white_space_at_the_ends_does_not_count() -> None:
    wide = Span(DOUBT.start - 1, DOUBT.end)
    scores = score_article(article(), (frame(SHE, TOLD, wide),))
    assert scores["report content"] == Counts(1, 2, 1)
    # The blank before it lies in no sentence, and gives none of its own.
    assert scores["sentence content"] == Counts(1, 3, 1)


def test_one_character_off_is_wrong_in_exact_spans() -> None:
    scores = score_article(article(), (frame(Span(MAYOR.start + 4, MAYOR.end), SAID, SAFE),))
    assert scores["sentence source"] == Counts(0, 2, 1)


def test_a_span_of_two_frames_counts_once() -> None:
    scores = score_article(article(), (frame(SHE, TOLD, DOUBT), frame(SHE, at("doubt"), at("it", 60))))
    assert scores["report source"] == Counts(1, 2, 1)


def test_triple_needs_half_of_the_content() -> None:
    # 34 of the 55 characters of the gold are found: .6; the second sentence alone has 19: less than half.
    whole = Span(SAFE.start, OPEN.end)
    most = Span(SAFE.start, SAFE.start + len(whole) * 6 // 10)
    assert score_article(article(), (frame(MAYOR, SAID, most),))["triple relaxed"].right == 1
    assert score_article(article(), (frame(MAYOR, SAID, SAFE),))["triple relaxed"].right == 0


def test_triple_needs_the_cue_and_the_source() -> None:
    whole = Span(SAFE.start, OPEN.end)
    assert score_article(article(), (frame(MAYOR, TOLD, whole),))["triple relaxed"].right == 0
    assert score_article(article(), (frame(SHE, SAID, whole),))["triple relaxed"].right == 0
    assert score_article(article(), (frame(None, SAID, whole),))["triple relaxed"].right == 0
    assert score_article(article(), (frame(at("mayor"), SAID, whole),))["triple relaxed"].right == 1


def test_triple_without_a_source_matches_one_without() -> None:
    unnamed = article((((), (SAID,), (SAFE,)),))
    assert score_article(unnamed, (frame(None, SAID, SAFE),))["triple relaxed"] == Counts(1, 1, 1)
    assert score_article(unnamed, (frame(MAYOR, SAID, SAFE),))["triple relaxed"] == Counts(0, 1, 1)


def test_triple_goes_to_the_frame_that_fits_best() -> None:
    # Both gold contents lie under one cue; the first found would fit either, the second only the first.
    long, short = Span(SAFE.start, OPEN.end), SAFE
    two = article((((MAYOR,), (SAID,), (long,)), ((MAYOR,), (SAID,), (Span(SAFE.start, SAFE.end + 12),))))
    found = (frame(MAYOR, SAID, Span(SAFE.start, SAFE.end + 12)), frame(MAYOR, SAID, short))
    assert score_article(two, (found[0],))["triple relaxed"].right == 1
    assert score_article(two, (frame(MAYOR, SAID, long), found[0]))["triple relaxed"] == Counts(2, 2, 2)
    assert score_article(two, (found[0], frame(MAYOR, SAID, long)))["triple relaxed"] == Counts(2, 2, 2)


def test_exact_triple_needs_every_span_to_be_the_same() -> None:
    whole = Span(SAFE.start, OPEN.end)
    one = article((((MAYOR,), (SAID,), (whole,)),))
    assert score_article(one, (frame(MAYOR, SAID, whole),))["triple exact"] == Counts(1, 1, 1)
    near = (
        frame(at("mayor"), SAID, whole),
        frame(None, SAID, whole),
        frame(MAYOR, at("said the"), whole),
        frame(MAYOR, SAID, Span(SAFE.start, OPEN.end - 1)),
        frame(MAYOR, SAID, SAFE, OPEN),  # the same words in two pieces
    )
    for other in near:
        assert score_article(one, (other,))["triple exact"] == Counts(0, 1, 1)


def test_exact_triple_without_a_source_matches_one_without() -> None:
    unnamed = article((((), (SAID,), (SAFE,)),))
    assert score_article(unnamed, (frame(None, SAID, SAFE),))["triple exact"] == Counts(1, 1, 1)
    assert score_article(unnamed, (frame(MAYOR, SAID, SAFE),))["triple exact"] == Counts(0, 1, 1)


def test_exact_triple_is_not_matched_twice_and_may_be_found_once_for_each() -> None:
    double = article((GOLD[1], GOLD[1]))
    once = frame(SHE, TOLD, DOUBT)
    assert score_article(double, (once,))["triple exact"] == Counts(1, 2, 1)
    assert score_article(double, (once, once))["triple exact"] == Counts(2, 2, 2)


def test_characters_are_counted_once_however_many_spans_cover_them() -> None:
    # The gold has "the bridge is safe" (18); found are its first ten characters, six of them twice.
    one = article((((MAYOR,), (SAID,), (SAFE,)),))
    found = (frame(MAYOR, SAID, at("the bridge")), frame(at("mayor"), SAID, at("bridge")))
    scores = score_article(one, found)
    assert scores["characters content"] == Counts(10, 18, 10)
    assert scores["characters source"] == Counts(9, 9, 9)
    assert scores["characters cue"] == Counts(4, 4, 4)


QUOTED = (
    'He said: "It is shut." Roe called it "old" and closed. \u201cWe wait,\u201d she said, \u201cand hope.'
)


def within(words: str) -> Span:
    begin = QUOTED.index(words)
    return Span(begin, begin + len(words))


@pytest.mark.parametrize(
    ("pieces", "kind"),
    [
        (['"It is shut."'], "direct"),  # the marks themselves decide nothing
        (["It is shut"], "direct"),
        (['it "old" and closed'], "mixed"),
        (["and closed"], "indirect"),
        (["We wait,", "and hope."], "direct"),  # the second quotation is never closed: it ends with the text
        (["We wait,", "she said"], "mixed"),
    ],
)
def test_kind_of_speech_is_decided_by_what_is_between_the_marks(pieces: list[str], kind: str) -> None:
    content = tuple(within(words) for words in pieces)
    one = Article("inn", QUOTED, (((), (within("said"),), content),), (Span(0, len(QUOTED)),))
    scores = score_article(one, ())
    assert [name for name in KINDS if scores[f"{name} exact"].gold] == [kind]


def test_content_without_a_letter_is_indirect() -> None:
    assert kind_of((Span(0, 3),), "...", {0, 1, 2}) == "indirect"


def test_a_match_counts_under_the_kind_of_its_gold_and_the_rest_under_their_own() -> None:
    # The gold is all quoted; what was found goes on for a word and is mixed by itself.
    said, shut = within("said"), within('"It is shut."')
    one = Article("inn", QUOTED, (((), (said,), (shut,)),), (Span(0, len(QUOTED)),))
    scores = score_article(one, (frame(None, said, Span(shut.start, within("Roe").end)),))
    assert scores["direct relaxed"] == Counts(1, 1, 1)
    assert scores["mixed relaxed"] == Counts(0, 0, 0)
    assert scores["direct exact"] == Counts(0, 1, 0)
    assert scores["mixed exact"] == Counts(0, 0, 1)


SPANS = st.tuples(st.integers(0, len(QUOTED) - 1), st.integers(1, 30)).map(
    lambda pair: Span(pair[0], min(len(QUOTED), pair[0] + pair[1]))
)
FRAMES = st.lists(st.builds(frame, st.none() | SPANS, SPANS, SPANS), max_size=5)


def as_gold(frames: list[SpeechFrame]) -> Article:
    gold = tuple(((f.source,) if f.source else (), (f.cue,), f.content) for f in frames)
    return Article("inn", QUOTED, gold, (Span(0, 40), Span(40, len(QUOTED))))


@UNHURRIED
@given(FRAMES, FRAMES)
def test_figures_lie_between_nought_and_a_hundred_and_kinds_add_up(
    gold: list[SpeechFrame], found: list[SpeechFrame]
) -> None:
    scores = score_article(as_gold(gold), tuple(found))
    assert all(0 <= counts.f1 <= 100 and counts.right <= counts.gold for counts in scores.values())
    for how in MATCHES:
        kinds = sum((scores[f"{kind} {how}"] for kind in KINDS), Counts(0, 0, 0))
        assert kinds == scores[f"triple {how}"]


@UNHURRIED
@given(FRAMES)
def test_the_same_frames_on_both_sides_are_all_right(frames: list[SpeechFrame]) -> None:
    scores = score_article(as_gold(frames), tuple(frames))
    for counts in scores.values():
        assert counts.right == counts.gold == counts.found


@UNHURRIED
@given(FRAMES, FRAMES, st.randoms(use_true_random=False))
def test_the_order_of_frames_does_not_matter(gold, found, random) -> None:  # type: ignore[no-untyped-def]
    before = score_article(as_gold(gold), tuple(found))
    random.shuffle(found)
    after = score_article(as_gold(gold), tuple(found))
    # Which of two that fit equally well is taken may hang on the order, and with it the kind of the other.
    assert {k: v for k, v in before.items() if " relaxed" not in k} == {
        k: v for k, v in after.items() if " relaxed" not in k
    }


def test_a_frame_is_not_matched_twice() -> None:
    double = article((GOLD[1], GOLD[1]))
    assert score_article(double, (frame(SHE, TOLD, DOUBT),))["triple relaxed"] == Counts(1, 2, 1)


def test_nothing_found_is_all_missed() -> None:
    scores = score_article(article(), ())
    assert scores["sentence content"] == Counts(0, 3, 0)
    assert scores["triple relaxed"] == Counts(0, 2, 0)


def test_reports_without_sentence_bounds_are_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "polnear"
    folder.mkdir()
    relation = {"id": "1", "source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 33]]}
    rows = [
        {"doc": name, "text": TEXT, "attributions": {"a": [relation], "b": []}} for name in ("bound", "free")
    ]
    bounds = [{"doc": "bound", "sents": [[[0, 3, "DT", "O"], [33, 34, ".", "O"]], []]}]
    for name, lines in (("dev.jsonl.gz", rows), ("silver-corenlp-dev.jsonl.gz", bounds)):
        with gzip.open(folder / name, "wt", encoding="utf-8") as out:
            out.writelines(json.dumps(line) + "\n" for line in lines)
    (only,) = read_articles(tmp_path, "dev")
    assert only.name == "bound"
    assert only.sentences == (Span(0, 34),)
    assert only.frames == (((MAYOR,), (SAID,), (SAFE,)),)
