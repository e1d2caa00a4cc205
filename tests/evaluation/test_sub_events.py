"""Records read in the kinds of an event list, on snippets written for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evaluation import sub_events
from evaluation.sub_events import by_group, interval, kind_of, measure, read_gold, seen_kinds, weighted_f1
from onrecord.model import Document, Record, text_digest

SNIPPETS = """id\tEventSnippet\tSubType
1\tThe army shelled two villages.\tART_MISS_ATTACK
2\tA baker sold bread.\tOTHER
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "case2021-task2"
    folder.mkdir()
    (folder / "dev-half.tsv").write_text(SNIPPETS, encoding="utf-8")
    (folder / "event_types.txt").write_text("ART_MISS_ATTACK\n", encoding="utf-8")
    return tmp_path


def test_snippets_are_read_with_their_kinds(corpus: Path) -> None:
    first, second = read_gold(corpus / sub_events.FILE)
    assert (first.name, first.text, first.kind) == ("1", "The army shelled two villages.", "ART_MISS_ATTACK")
    assert second.kind == "OTHER"
    assert seen_kinds(corpus) == {"ART_MISS_ATTACK"}


def test_the_f1_of_kinds_is_weighted_by_the_gold() -> None:
    # A: 2 gold, 1 found, 1 right: F1 2/3. B: 1 gold, 2 found, 1 right: F1 2/3.
    pairs = [("A", "A"), ("A", "B"), ("B", "B")]
    assert weighted_f1(pairs) == pytest.approx(100 * 2 / 3)
    # C, never found, has F1 0 and a quarter of the weight.
    assert weighted_f1([*pairs, ("C", "D")]) == pytest.approx(100 * 0.75 * 2 / 3)
    assert weighted_f1([]) == 0
    low, high = interval(pairs)
    assert 0 <= low <= weighted_f1(pairs) <= high <= 100


def test_kinds_of_the_first_round_are_counted_apart() -> None:
    pairs = [("A", "A"), ("B", "A")]
    assert by_group(pairs, frozenset({"A"})) == {"25 kinds": [("A", "A")], "all kinds": pairs}


def record_of(text: str, recorder: Callable[[Document], Record]) -> Record:
    return recorder(Document(text_digest(text), "snippet", text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The army shelled two villages overnight.", "ART_MISS_ATTACK"),
        ("Warplanes bombed the port twice on Monday.", "AIR_STRIKE"),
        ("Students marched to the palace against the new fees.", "PEACE_PROTEST"),
        ("Protesters threw stones at police outside the court.", "VIOL_DEMONSTR"),
        ("Police arrested nine men in the harbour.", "ARREST"),
        ("Soldiers found a cache of rifles in the hills.", "DISR_WEAP"),
        ("The army set up a new observation post near the river.", "HQ_ESTABLISHED"),
        ("Rebels clashed with government troops near the bridge.", "ARMED_CLASH"),
        ("Six workers were killed when the roof of the mill collapsed.", "MAN_MADE_DISASTER"),
        ("A flood drowned the lower town.", "NATURAL_DISASTER"),
        ("A baker sold bread.", "OTHER"),
    ],
)
def test_kind_of_a_snippet(text: str, kind: str, recorder: Callable[[Document], Record]) -> None:
    assert kind_of(record_of(text, recorder)) == kind


def test_what_is_planned_stands_behind_what_happened(recorder: Callable[[Document], Record]) -> None:
    text = "Nurses plan to march on Friday. Police arrested two doctors on Monday."
    assert kind_of(record_of(text, recorder)) == "ARREST"


def test_each_snippet_is_measured(corpus: Path, recorder: Callable[[Document], Record]) -> None:
    assert measure(recorder, corpus) == [("ART_MISS_ATTACK", "ART_MISS_ATTACK"), ("OTHER", "OTHER")]
    assert len(measure(recorder, corpus, limit=1)) == 1
