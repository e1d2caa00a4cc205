"""A record that says just what the gold says must be right in everything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation.disputes import EXTRA, FOUND
from evaluation.metrics import Counts
from evaluation.specimens import (
    PALMYRA,
    SPURIOUS,
    Specimen,
    SpecimenScores,
    find_specimens,
    load_scorer,
    rows_by_measure,
    score_record,
)
from evaluation.task_files import TASKS, load_task
from tests.evaluation.gold_records import record_of_gold

SHARED = Path(__file__).parents[3] / "shared"

needs_shared = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not (SHARED / "specimens" / "score.py").exists(), reason="the specimens are not beside the checkout"
    ),
]


@pytest.fixture
def palmyra() -> Specimen:
    folder = SHARED / "specimens" / "palmyra"
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    return Specimen(PALMYRA, folder / "article.txt", gold, None)


class TestWithShared:
    pytestmark = needs_shared

    def test_a_record_made_of_the_gold_is_right_in_everything(self, palmyra: Specimen) -> None:
        record = record_of_gold(palmyra.gold, palmyra.article.read_text(encoding="utf-8"))
        counts = score_record(load_scorer(SHARED), palmyra, record).counts
        assert counts["statements found"] == Counts(9, 9, 9)
        assert counts["speaker resolved"] == Counts(7, 7, 7)
        assert counts[SPURIOUS] == Counts(0, 9, 9)
        wrong = {
            name: one
            for name, one in counts.items()
            if not name.endswith("(fewer is better)")
            and not name.startswith("event")
            and one.right != one.gold
        }
        assert wrong == {}

    def test_a_statement_left_out_and_one_put_in_are_counted(self, palmyra: Specimen) -> None:
        record = record_of_gold(palmyra.gold, palmyra.article.read_text(encoding="utf-8"))
        headline = record["report"]["parts"]["headline"]
        record["statements"][0] |= {"content": [{"start": headline["start"], "end": headline["start"] + 6}]}
        counts = score_record(load_scorer(SHARED), palmyra, record).counts
        assert counts["statements found"] == Counts(8, 9, 9)
        assert counts[SPURIOUS] == Counts(1, 9, 9)

    def test_an_empty_record_has_nothing_right(self, palmyra: Specimen) -> None:
        text = palmyra.article.read_text(encoding="utf-8")
        counts = score_record(load_scorer(SHARED), palmyra, {"report": {"text": text}}).counts
        assert {name for name, one in counts.items() if one.right} == set()

    def test_the_gold_is_not_changed(self, palmyra: Specimen) -> None:
        before = json.dumps(palmyra.gold)
        record = record_of_gold(palmyra.gold, palmyra.article.read_text(encoding="utf-8"))
        score_record(load_scorer(SHARED), palmyra, record)
        assert json.dumps(palmyra.gold) == before

    @pytest.mark.slow
    def test_every_rebuilt_report_scores_full_marks_from_its_own_gold(self, tmp_path: Path) -> None:
        if not (SHARED / "data" / "polnear").exists():
            pytest.skip("the corpora that the six reports are rebuilt from are not beside the checkout")
        scorer = load_scorer(SHARED)
        palmyra, *six = find_specimens(SHARED, tmp_path)
        assert palmyra.published is None
        assert len(six) == 6
        for specimen in six:
            assert specimen.published == specimen.gold["document"]["published"]
            record = record_of_gold(specimen.gold, specimen.article.read_text(encoding="utf-8"))
            counts = score_record(scorer, specimen, record).counts
            for name in ("statements found", "content within 90 %", "source", "speaker resolved"):
                assert counts[name].right == counts[name].gold, (specimen.name, name)

    def test_bars_stand_on_measures_that_the_scorer_gives(self, palmyra: Specimen) -> None:
        record = record_of_gold(palmyra.gold, palmyra.article.read_text(encoding="utf-8"))
        counts = score_record(load_scorer(SHARED), palmyra, record).counts
        wanted = {bar.measure for bar in load_task(TASKS / "specimens.toml").bars}
        assert "speaker resolved" in wanted
        assert wanted - {FOUND, EXTRA} <= set(counts)


def test_a_folder_without_the_scorer_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"score\.py"):
        load_scorer(tmp_path)


def test_a_measure_that_some_reports_lack_is_summed_over_the_others() -> None:
    scores = [
        SpecimenScores("a", {"source": Counts(1, 2, 2), "document agency": Counts(1, 1, 1)}),
        SpecimenScores("b", {"source": Counts(3, 4, 4)}),
    ]
    rows = rows_by_measure(scores)
    assert sum(rows["source"], Counts(0, 0, 0)) == Counts(4, 6, 6)
    assert rows["document agency"] == [Counts(1, 1, 1)]
