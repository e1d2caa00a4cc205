"""The metrics against the definitions they were published with, on cases worked out there or by hand from them.

- Spans: conlleval as seqeval 1.2.2 gives it in its default mode (the first two cases are those of its README; the
  others were worked from its rules and run through it once). It is no dependency: it has had no release since 2020
  and brings scikit-learn.
- Words and sentences: `conll18_ud_eval.py` 1.2 (ufal/conll2018), the cases of its own `TestAlignment`, where the
  system's side has no fused tokens, as a reading has none.
- Coreference: Bagga and Baldwin 1998 and Luo 2005 (table 1) on the same twelve mentions; Pradhan et al. 2014
  (section 4, mentions that are not the gold's); cases 2 to 4 of the reference scorer
  (conll/reference-coreference-scorers, test/TestCases.README).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.coreference import METRICS, Chains, Share, b_cubed, ceaf_entities, muc
from evaluation.mentions import read_tagged
from evaluation.metrics import Counts
from evaluation.syntax import GoldDocument, count_right, locate_words, score_raw
from onrecord.model import Document, Reading, Sentence, Span, Word
from onrecord.read.reader import Reader

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no failure."""

# Spans


def spans_of(tags: list[str], path: Path) -> list[frozenset[tuple[Span, str]]]:
    """Return the spans of each sentence, read from a file; blanks part the tags of a sentence."""
    sentences = ["".join(f"w\t{tag}\n" for tag in sentence.split()) for sentence in tags]
    path.write_text("\n".join(sentences), encoding="utf-8")
    return [spans for _, spans in read_tagged(path, {"PER": "PER", "MISC": "MISC"})]


@pytest.mark.parametrize(
    ("gold", "found", "counts"),
    [
        (["O O O B-MISC I-MISC I-MISC O", "B-PER I-PER O"], ["O O B-MISC I-MISC I-MISC I-MISC O", "B-PER I-PER O"], (1, 2, 2)),
        (["B-PER I-PER O"], ["I-PER I-PER O"], (1, 1, 1)),  # a span may begin with I
        (["B-PER B-PER O"], ["B-PER I-PER O"], (0, 2, 1)),  # B begins another
        (["B-PER I-MISC O"], ["B-PER B-MISC O"], (2, 2, 2)),  # so does another type
        (["B-PER I-PER O"], ["B-MISC I-MISC O"], (0, 1, 1)),  # the type has to be right
        (["B-PER O B-PER"], ["B-PER O O"], (1, 2, 1)),
        (["B-PER O", "O B-PER"], ["O B-PER", "B-PER O"], (0, 2, 2)),  # sentences are held apart
    ],
)  # fmt: skip
def test_span_f1_is_that_of_conlleval(gold, found, counts, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    pairs = zip(spans_of(gold, tmp_path / "gold"), spans_of(found, tmp_path / "found"), strict=True)
    total = sum((Counts(len(g & f), len(g), len(f)) for g, f in pairs), Counts(0, 0, 0))
    assert total == Counts(*counts)


# Words and sentences


class Stub:
    """A reader that finds the words and sentences it is given."""

    def __init__(self, words: list[Span], sentences: list[Span]) -> None:
        self.words, self.sentences = words, sentences

    def read(self, document: Document) -> Reading:
        words = tuple(Word(span, "x", "X", "X", None, "root", 0) for span in self.words)
        sentences = tuple(Sentence(span, 0, 0) for span in self.sentences)
        return Reading(document, words, sentences, (), (), "none")


def raw_counts(gold: list[str], found: list[str]) -> Counts:
    """Return the counts of words: "ab a b" is a token "ab" of two words, as the scorer's own cases write it."""
    rows, n, text = [], 0, ""
    for token in gold:
        form, *parts = token.split()
        text += form
        if parts:
            rows.append([f"{n + 1}-{n + len(parts)}", form, *"_" * 8])
        for part in parts or [form]:
            n += 1
            rows.append([str(n), part, "_", "X", "X", "_", "0", "root", "_", "_"])
    document = GoldDocument("d", text, tuple(locate_words(text, [rows])))
    spans, at = [], 0
    for form in found:
        spans.append(Span(at, at + len(form)))
        at += len(form)
    reader = cast(Reader, Stub(spans, [Span(0, at)]))
    return score_raw(reader, document)["words"]


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        (["a"], ["a"], 1),
        (["a", "b", "c"], ["a", "b", "c"], 3),
        (["abc a b c"], ["a", "b", "c"], 3),
        (["a", "bc b c", "d"], ["a", "b", "c", "d"], 4),
        (["abcd"], ["a", "b", "c", "d"], 0),
        (["abc", "d"], ["a", "b", "c", "d"], 1),
        (["a", "bc", "d"], ["a", "b", "c", "d"], 2),
        (["a", "bc b c", "d"], ["a", "b", "cd"], 2),
    ],
)
def test_words_are_aligned_as_in_conll_2018(gold: list[str], found: list[str], right: int) -> None:
    n_gold = sum(max(1, len(token.split()) - 1) for token in gold)
    assert raw_counts(gold, found) == Counts(right, n_gold, len(found))


def test_words_that_do_not_spell_their_token_are_counted_otherwise_than_in_conll_2018() -> None:
    # There such words are aligned by their forms, so 2 here; by characters only the first "a" is found.
    assert raw_counts(["ab a b", "cd bc d"], ["a", "bc", "d"]) == Counts(1, 4, 3)
    # There neither word of the token is found; here its first stands for the token.
    assert raw_counts(["ab x y"], ["ab"]) == Counts(1, 2, 1)


def test_sentences_count_with_both_ends_as_in_conll_2018() -> None:
    rows = [["1", form, "_", "X", "X", "_", "0", "root", "_", "_"] for form in ("ab", "cde", "f")]
    document = GoldDocument("d", "ab cde f", tuple(locate_words("ab cde f", [[row] for row in rows])))
    reader = cast(Reader, Stub([Span(0, 2)], [Span(0, 2), Span(3, 8)]))
    counts = score_raw(reader, document)["sentences"]
    assert counts == Counts(1, 3, 2)
    assert counts.f1 == pytest.approx(100 * 2 * (1 / 2) * (1 / 3) / (1 / 2 + 1 / 3))


def test_las_needs_the_head_and_the_relation_without_its_subtype_as_in_conll_2018() -> None:
    text = "b d n s t"
    rows = [["1", "b", "b", "NOUN", "NN", "_", "2", "nsubj:pass", "_", "_"],
            ["2", "d", "d", "VERB", "VB", "_", "0", "root", "_", "_"],
            ["3", "n", "n", "NOUN", "NN", "_", "2", "obl:tmod", "_", "_"],
            ["4", "s", "s", "NOUN", "NN", "_", "3", "nmod", "_", "_"],
            ["5", "t", "t", "ADV", "RB", "_", "2", "advmod", "_", "_"]]  # fmt: skip
    document = GoldDocument("d", text, tuple(locate_words(text, [rows])))
    tags = [(upos, "X", "k0") for upos in ("NOUN", "VERB", "PROPN", "NOUN", "ADV")]
    deprels = ["nsubj", "root", "obl:unmarked", "nmod", "obl"]
    counts = count_right(document, tags, [1, None, 1, 1, 1], deprels)
    # All words align, so that precision, recall and F1 are the accuracy.
    assert counts["UPOS"] == counts["UAS"] == Counts(4, 5, 5)
    assert counts["LAS"] == Counts(3, 5, 5)
    assert counts["LAS"].precision == counts["LAS"].recall == counts["LAS"].f1 == 60


# Coreference


def chains(*members: str) -> list[frozenset[str]]:
    return [frozenset(one) for one in members]


TWELVE = chains("12345", "67", "89ABC")


@pytest.mark.parametrize(
    ("found", "f1"),
    [
        (chains("12345", "6789ABC"), {"MUC": 94.7, "B3": 86.5, "CEAFe": 73.3}),
        (chains("1234589ABC", "67"), {"MUC": 94.7, "B3": 73.7, "CEAFe": 66.7}),
        (chains("123456789ABC"), {"MUC": 90.0, "B3": 54.5, "CEAFe": 29.4}),
    ],
)
def test_luo_2005(found: Chains, f1: dict[str, float]) -> None:
    assert {name: round(metric(TWELVE, found).f1, 1) for name, metric in METRICS.items()} == f1


@pytest.mark.parametrize(
    ("found", "precision"), [(chains("12345", "6789ABC"), 16 / 21), (chains("1234589ABC", "67"), 7 / 12)]
)
def test_bagga_and_baldwin_1998(found: Chains, precision: float) -> None:
    share = b_cubed(TWELVE, found)
    assert share.right_found / share.found == pytest.approx(precision)
    assert share.right_gold == share.gold


@pytest.mark.parametrize(
    ("metric", "recall", "precision"), [(muc, 0.40, 0.40), (b_cubed, 0.42, 0.50), (ceaf_entities, 0.65, 0.43)]
)
def test_pradhan_2014(metric: Callable[[Chains, Chains], Share], recall: float, precision: float) -> None:
    share = metric(chains("abc", "defg"), chains("ab", "cd", "fghi"))
    assert round(share.right_gold / share.gold, 2) == recall
    assert round(share.right_found / share.found, 2) == precision


@pytest.mark.parametrize(
    ("found", "recall", "precision", "f1"),
    [
        (chains("a", "de"), 0.6, 0.9, 0.72),
        (chains("a", "bcx", "defy", "z"), 0.88571, 0.66429, 0.75918),
        (chains("a", "bcx", "dy", "z"), 0.73333, 0.55, 0.62857),
    ],
)
def test_ceafe_of_the_reference_scorer(found: Chains, recall: float, precision: float, f1: float) -> None:
    share = ceaf_entities(chains("a", "bc", "def"), found)
    assert share.right_gold / share.gold == pytest.approx(recall, abs=5e-6)
    assert share.right_found / share.found == pytest.approx(precision, abs=5e-6)
    assert share.f1 / 100 == pytest.approx(f1, abs=1e-5)


# What holds of all of them


@UNHURRIED
@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_f1_lies_between_precision_and_recall(right: int, missed: int, spurious: int) -> None:
    counts = Counts(right, right + missed, right + spurious)
    low, high = sorted((counts.precision, counts.recall))
    assert 0 <= low <= counts.f1 + 1e-9
    assert counts.f1 <= high + 1e-9 <= 100 + 1e-9
    if right:
        mean = 2 * counts.precision * counts.recall / (counts.precision + counts.recall)
        assert counts.f1 == pytest.approx(mean)


@st.composite
def partitions(draw: Any) -> list[frozenset[int]]:
    """Draw chains of two or more members, none in two chains."""
    parts: dict[int, set[int]] = {}
    for member in range(10):
        parts.setdefault(draw(st.integers(0, 4)), set()).add(member)
    return [frozenset(part) for number, part in parts.items() if number and len(part) > 1]


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
@UNHURRIED
@given(gold=partitions(), found=partitions(), random=st.randoms(use_true_random=False))
def test_chains_score_the_same_in_any_order_and_swapped(metric, gold, found, random) -> None:  # type: ignore[no-untyped-def]
    share = metric(gold, found)
    assert 0 <= share.f1 <= 100 + 1e-9
    random.shuffle(gold)
    random.shuffle(found)
    assert metric(gold, found).f1 == pytest.approx(share.f1)
    swapped = metric(found, gold)  # precision and recall change places
    assert swapped.right_gold == pytest.approx(share.right_found)
    assert swapped.f1 == pytest.approx(share.f1)


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
@UNHURRIED
@given(gold=partitions())
def test_the_chains_themselves_score_a_hundred(metric, gold) -> None:  # type: ignore[no-untyped-def]
    assert metric(gold, gold).f1 == pytest.approx(100 if gold else 0)
