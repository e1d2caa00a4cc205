"""Bars, figures and the page of scores, on figures made by hand."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from evaluation import scores
from evaluation.digests import corpora_digest
from evaluation.figures import Figure, TaskFigures, figure_of, load_figures, save_figures
from evaluation.metrics import Counts
from evaluation.score_page import page
from evaluation.task_files import Bar, Corpus, Metric, Other, Task, load_tasks

ROOT = Path(__file__).parents[2]
SHARE = Figure("LGL", "accuracy at 161 km", 72.04, right=7204, gold=10000, low=70.0, high=74.0)
PLACES = TaskFigures("places", None, "gaz-1", None, (SHARE,), {"LGL": 588})
BAR = Bar("LGL", SHARE.measure, "%", at_least=72)
TASK = Task(
    name="places",
    title="Places",
    about="How near places come.",
    command="python -m evaluation.places --data ../shared/data",
    rule="within 161 km",
    corpora=(
        Corpus("LGL", "data/toponyms", ("lgl.xml.gz",), "all", "GPL-3.0", "some/repository", "a paper"),
    ),
    metrics=(Metric("share of toponyms", (SHARE.measure,), "higher"),),
    bars=(BAR,),
)
TASKS = {"places": TASK}


def test_a_bar_is_met_at_its_very_value() -> None:
    least, most = Bar("g", "m", "%", at_least=72.5), Bar("g", "m", "s", at_most=2)
    assert (least.is_met(72.5), least.is_met(72.499)) == (True, False)
    assert (most.is_met(2), most.is_met(2.001)) == (True, False)
    assert (str(least), str(most)) == ("at least 72.5 %", "at most 2 s")


def test_a_bar_in_counts_is_held_against_those_right() -> None:
    figure = Figure("palmyra", "source", 88.9, right=8, gold=9)
    assert figure.meets(Bar("palmyra", "source", "count", at_least=8))
    assert not figure.meets(Bar("palmyra", "source", "count", at_least=9))


def test_a_bar_in_another_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="bar in 'MB'"):
        SHARE.meets(Bar("LGL", "accuracy", "MB", at_most=1))


def test_the_tasks_that_ship_are_those_that_run() -> None:
    assert set(load_tasks()) == set(scores.TASKS)


def test_every_figure_that_is_kept_belongs_to_a_metric_and_every_bar_to_a_figure() -> None:
    measured = load_figures(scores.FIGURES)
    for name, task in load_tasks().items():
        kept = {(figure.group, figure.measure) for figure in measured[name].figures}
        assert {measure for _, measure in kept} <= set(task.metric_of), name
        assert {(bar.group, bar.measure) for bar in task.bars} <= kept, name


def test_the_page_in_docs_is_the_one_that_figures_and_tasks_give() -> None:
    measured = load_figures(scores.FIGURES)
    written = (ROOT / "docs" / "scores.md").read_text(encoding="utf-8")
    assert written == page([measured[name] for name in scores.TASKS if name in measured], tasks=load_tasks())


def test_figure_of_several_texts_has_an_interval_and_of_one_text_none() -> None:
    both = figure_of("g", "m", [Counts(1, 2, 2), Counts(2, 2, 4)])
    assert (both.value, both.right, both.gold, both.found) == (60.0, 3, 4, 6)
    assert both.low is not None
    single = figure_of("g", "m", [Counts(1, 2, 2)], is_share=True)
    assert (single.value, single.low, single.high, single.found) == (50.0, None, None, None)


def test_figures_kept_in_a_file_come_back_equal(tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    assert load_figures(path) == {}
    save_figures(path, {"places": PLACES})
    assert load_figures(path) == {"places": PLACES}
    assert [one.name for one in tmp_path.iterdir()] == ["figures.json"]
    path.write_text('{"format": 0}', encoding="utf-8")
    with pytest.raises(ValueError, match="layout 0"):
        load_figures(path)


def test_page_shows_figure_interval_counts_bar_command_rule_and_corpus() -> None:
    text = page([PLACES], tasks=TASKS)
    assert "| LGL | accuracy at 161 km | 72.0 | 70.0 to 74.0 | 7204 of 10000 | at least 72 %: met |" in text
    assert "    python -m evaluation.places --data ../shared/data\n" in text
    assert "Bars of the first edition: 1 of 1 are met." in text
    assert "Gazetteer digest: `gaz-1`." in text
    assert "What counts as right: within 161 km." in text
    assert "| LGL | all | GPL-3.0 | some/repository | a paper |" in text
    assert text == page([PLACES], tasks=TASKS)


def test_page_names_bars_that_are_missed_and_those_not_measured() -> None:
    # 71.96 shows as 72.0 and is still below the bar.
    low = replace(PLACES, figures=(replace(SHARE, value=71.96),))
    speed = replace(TASK, name="speed", bars=(Bar("x", "y", "s", at_most=2),))
    text = page([low], tasks=TASKS | {"speed": speed})
    assert "Bars of the first edition: 0 of 1 are met. 1 more are not measured on this page." in text
    assert "| Places | LGL | accuracy at 161 km | 72.0 | 7204 of 10000 | at least 72 % | first |" in text
    assert "at least 72 %: **not met** |" in text


def test_page_gives_each_edition_a_column_and_counts_it_apart() -> None:
    second = replace(BAR, set="second edition", at_least=80)
    text = page([PLACES], tasks={"places": replace(TASK, bars=(second, BAR))})
    assert "| counts | first edition | second edition |" in text
    assert "| at least 72 %: met | at least 80 %: **not met** |" in text
    assert "Bars of the first edition: 1 of 1 are met.\nBars of the second edition: 0 of 1 are met." in text
    assert text.count("| second |") == 1
    assert "| first |" not in text


def test_page_says_when_only_a_part_was_read_or_layers_differ_in_weights() -> None:
    tasks = TASKS | {name: replace(TASK, name=name) for name in ("mentions", "syntax")}
    text = page(
        [replace(PLACES, limit=3), TaskFigures("mentions", "w-1", None, None, ()), *_syntax("w-2")],
        tasks=tasks,
    )
    assert "Only the first 3 texts of each corpus were read" in text
    assert "--limit 3" in text
    assert "measured with different weights" in text
    assert "different weights" not in page([PLACES, *_syntax("w-2")], tasks=tasks)


def _syntax(weights: str) -> list[TaskFigures]:
    return [TaskFigures("syntax", weights, None, None, ())]


def test_page_sets_others_beside_and_says_if_they_can_be_compared() -> None:
    other = Other("Population", "70", "LGL", "a paper", "in part", "other toponyms")
    text = page([PLACES], tasks={"places": replace(TASK, others=(other,))})
    assert "| Population | 70 | LGL | in part: other toponyms | a paper |" in text


def test_only_refreshes_one_layer_and_keeps_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "figures.json"
    save_figures(kept, {"places": PLACES})
    ran = []

    def run(setup: scores.Setup) -> scores.Result:
        ran.append(setup.limit)
        return [Figure("pages", "F1", 96.0)], {"pages": 2}

    monkeypatch.setitem(scores.TASKS, "extraction", (run, False, False))
    corpus = tmp_path / "data" / "article-extraction"
    (corpus / "html").mkdir(parents=True)
    (corpus / "ground-truth.dev-half.json").write_text("{}", encoding="utf-8")
    (corpus / "html" / "a.html.gz").write_bytes(gzip.compress(b"<p>Nothing.</p>"))
    out = tmp_path / "scores.md"
    arguments = ["--shared", str(tmp_path), "--out", str(out), "--figures", str(kept), "--only", "extraction"]
    monkeypatch.setattr("sys.argv", ["scores", *arguments])
    scores.main()
    assert ran == [None]
    found = load_figures(kept)
    assert set(found) == {"places", "extraction"}
    assert found["extraction"].corpora == corpora_digest(load_tasks()["extraction"], tmp_path)
    text = out.read_text(encoding="utf-8")
    assert text.index("## Places") < text.index("## Article text")
    assert "72.0" in text
    assert json.loads(kept.read_text(encoding="utf-8"))["format"] == 1


def test_only_none_writes_the_page_again_and_runs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, out = tmp_path / "figures.json", tmp_path / "scores.md"
    save_figures(kept, {"places": PLACES})
    before = kept.read_bytes()
    arguments = ["--shared", "nowhere", "--out", str(out), "--figures", str(kept), "--only", "none"]
    monkeypatch.setattr("sys.argv", ["scores", *arguments])
    scores.main()
    assert kept.read_bytes() == before
    assert "## Places" in out.read_text(encoding="utf-8")
