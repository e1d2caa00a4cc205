"""Clipping to sentences and matching of triples, on frames made by hand."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from evaluation.attribution import Article, GoldFrame, read_articles, score_article
from evaluation.metrics import Counts
from onrecord.model import Span, SpeechFrame

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
