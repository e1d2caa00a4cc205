from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from evaluation.annotated import FOLDER, AnnotatedReport, find_reports, macro_f1, score_report
from evaluation.specimens import load_scorer
from tests.evaluation.gold_records import record_of_gold

SHARED = Path(__file__).parents[3] / "shared"


def test_a_label_that_is_missed_and_one_that_is_put_in_its_place_both_cost() -> None:
    assert macro_f1([("asserted", "asserted"), ("alleged", "asserted")]) == pytest.approx(100 * (2 / 3) / 2)
    assert macro_f1([("denied", "denied"), ("denied", None)]) == pytest.approx(100 * 2 / 3)
    assert macro_f1([]) == 0


def test_every_annotation_says_where_its_text_comes_from_and_holds_none_of_it() -> None:
    paths = sorted(FOLDER.glob("*.json"))
    assert len(paths) == 58
    golds = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    assert {gold["half"] for gold in golds} == {"open", "sealed", "further"}
    for gold in golds:
        assert gold["origin"]["document"]
        assert all("text" not in event["anchor"] for event in gold["events"])


def test_an_accepted_label_is_right_and_later_words_are_not_counted_twice(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("The roof fell. The fall hurt nobody.", encoding="utf-8")

    def at(start: int, end: int) -> dict[str, int]:
        return {"start": start, "end": end}

    gold = {
        "events": [
            {
                "anchor": at(9, 13),
                "also_anchors": [at(19, 23)],
                "factuality": "asserted",
                "factuality_also": ["alleged"],
            },
            {"anchor": at(24, 28), "factuality": "denied"},
        ]
    }
    scorer = SimpleNamespace(
        score=lambda gold, text, record: {},
        align=lambda one, other: None,
        carry=lambda span, carried: (span["start"], span["end"]),
        inter=lambda a, b: max(0, min(a[1], b[1]) - max(a[0], b[0])),
    )
    events: list[dict[str, Any]] = [
        {"anchor": at(9, 13), "label": "alleged"},
        {"anchor": at(19, 23), "label": "asserted"},
    ]
    record = {"report": {"text": ""}, "events": events}
    scores = score_report(scorer, AnnotatedReport("one", tmp_path / "one.txt", gold), record)
    assert scores.labels == (("asserted", "asserted"), ("denied", None))


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(
    not (SHARED / "data" / "ecbplus").exists(), reason="the corpora are not beside the checkout"
)
def test_every_annotated_report_scores_full_marks_from_its_own_gold(tmp_path: Path) -> None:
    scorer = load_scorer(SHARED)
    reports = [r for half in ("open", "sealed") for r in find_reports(SHARED, tmp_path, half=half)]  # type: ignore[arg-type]
    assert len(reports) == 15
    for report in reports:
        text = report.article.read_text(encoding="utf-8")
        gold = scorer.fill(json.loads(json.dumps(report.gold)), text)
        scores = score_report(scorer, report, record_of_gold(gold, text))
        short = {
            name: line
            for name, line in scores.lines.items()
            if line[0] != (0 if name.endswith("(fewer is better)") else line[1])
        }
        assert short == {}, report.name
        assert all(gold == found for gold, found in scores.labels)
