"""Coreference metrics against cases worked by hand, and the reading of gold chains."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from evaluation.coreference import Share, b_cubed, ceaf_entities, chains_of, conll_f1, muc, read_chains
from onrecord.model import Document, Mention, Reading, Sentence, Span, Word

GOLD = [frozenset("abc"), frozenset("defg")]
FOUND = [frozenset("ab"), frozenset("cd"), frozenset("fghi")]


def shares(share: Share) -> tuple[float, float]:
    return share.right_gold / share.gold, share.right_found / share.found


# The example is that of Pradhan et al. 2014, worked again by hand.


def test_muc_counts_missing_links() -> None:
    # gold: ab|c needs one more link of 2; d|e|fg two more of 3. found: ab whole, c|d one of 1, fg|h|i two of 3.
    assert shares(muc(GOLD, FOUND)) == pytest.approx((2 / 5, 2 / 5))


def test_b_cubed_weighs_mentions() -> None:
    recall = (2 / 3 + 2 / 3 + 1 / 3 + 1 / 4 + 0 + 2 / 4 + 2 / 4) / 7
    precision = (1 + 1 + 1 / 2 + 1 / 2 + 2 / 4 + 2 / 4 + 0 + 0) / 8
    assert shares(b_cubed(GOLD, FOUND)) == pytest.approx((recall, precision))


def test_ceaf_matches_chains_one_to_one() -> None:
    right = 2 * 2 / (3 + 2) + 2 * 2 / (4 + 4)  # abc with ab, defg with fghi; cd is left over
    assert shares(ceaf_entities(GOLD, FOUND)) == pytest.approx((right / 2, right / 3))


@pytest.mark.parametrize("metric", [muc, b_cubed, ceaf_entities])
def test_the_gold_itself_scores_a_hundred_and_nothing_scores_nothing(metric) -> None:  # type: ignore[no-untyped-def]
    assert metric(GOLD, GOLD).f1 == pytest.approx(100)
    assert metric(GOLD, []).f1 == 0


def test_the_conll_score_is_the_mean_over_all_documents() -> None:
    rows = [
        {"MUC": muc(g, f), "B3": b_cubed(g, f), "CEAFe": ceaf_entities(g, f)}
        for g, f in ((GOLD, GOLD), (GOLD, FOUND))
    ]
    scores = conll_f1(rows)
    assert scores["MUC"] == pytest.approx(200 * 7 / 20)
    assert scores["CoNLL F1"] == pytest.approx((scores["MUC"] + scores["B3"] + scores["CEAFe"]) / 3)


def test_gold_chains_nest_and_lose_single_members(tmp_path: Path) -> None:
    rows = ["# begin document ", "0\tThe\t(1", "1\tsister\t_", "2\tof\t_", "3\tRoe\t(2)|1)", "4\tleft\t_",
            "5\tShe\t(1)", "6\tslept\t(3)", "# end document", ""]  # fmt: skip
    path = tmp_path / "one.conll.gz"
    path.write_bytes(gzip.compress("\n".join(rows).encode()))
    ((words, chains),) = read_chains(path)
    assert words[3] == "Roe"
    assert chains == [frozenset({(0, 4), (5, 6)})]


def test_mentions_are_widened_to_the_whole_phrase() -> None:
    text = "The mayor, who slept, left. He ran."
    rows = [("The", 1, "det", "DET"), ("mayor", 6, "nsubj", "NOUN"), (",", 4, "punct", "PUNCT"), ("who", 4, "nsubj", "PRON"),
            ("slept", 1, "acl:relcl", "VERB"), (",", 4, "punct", "PUNCT"), ("left", None, "root", "VERB"), (".", 6, "punct", "PUNCT"),
            ("He", 9, "nsubj", "PRON"), ("ran", None, "root", "VERB"), (".", 9, "punct", "PUNCT")]  # fmt: skip
    words, at = [], 0
    for k, (form, head, deprel, upos) in enumerate(rows):
        at = text.index(form, at)
        words.append(Word(Span(at, at + len(form)), form, upos, "X", head, deprel, 0 if k < 8 else 1))
        at += len(form)
    sentences = (Sentence(Span(0, 27), 0, 8), Sentence(Span(28, 35), 8, 11))
    mentions = (
        Mention(Span(0, 9), 1, "nominal", "PERSON", None, 0, 1.0),
        Mention(Span(28, 30), 8, "pronoun", "PERSON", None, 0, 1.0),
    )
    reading = Reading(Document("x", "-", text), tuple(words), sentences, mentions, (), "none")
    ((first, second),) = [sorted(chain) for chain in chains_of(reading)]
    assert (first.cut(text), second.cut(text)) == ("The mayor, who slept", "He")
