"""Bars, figures and the page of scores, on figures made by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from evaluation import scores
from evaluation.bars import Bar, load_bars
from evaluation.figures import Figure, TaskFigures, figure_of, load_figures, save_figures
from evaluation.metrics import Counts
from evaluation.score_page import Other, load_others, page

SHARE = Figure("LGL", "accuracy at 161 km", 72.04, right=7204, gold=10000, low=70.0, high=74.0)
PLACES = TaskFigures("places", None, "gaz-1", None, (SHARE,), {"LGL": 588})
BARS = {("places", "LGL", SHARE.measure): Bar("places", "LGL", SHARE.measure, "%", at_least=72)}


def test_a_bar_is_met_at_its_very_value() -> None:
    least, most = Bar("t", "g", "m", "%", at_least=72.5), Bar("t", "g", "m", "s", at_most=2)
    assert (least.is_met(72.5), least.is_met(72.499)) == (True, False)
    assert (most.is_met(2), most.is_met(2.001)) == (True, False)
    assert (str(least), str(most)) == ("at least 72.5 %", "at most 2 s")


def test_a_bar_in_counts_is_held_against_those_right() -> None:
    figure = Figure("palmyra", "source", 88.9, right=8, gold=9)
    assert figure.meets(Bar("specimens", "palmyra", "source", "count", at_least=8))
    assert not figure.meets(Bar("specimens", "palmyra", "source", "count", at_least=9))


def test_a_bar_in_another_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="bar in 'MB'"):
        SHARE.meets(Bar("places", "LGL", "accuracy", "MB", at_most=1))


def test_a_bar_needs_one_bound_and_one_place(tmp_path: Path) -> None:
    row = '[[bar]]\ntask = "t"\ngroup = "g"\nmeasure = "m"\nunit = "%"\n'
    path = tmp_path / "bars.toml"
    path.write_text(row, encoding="utf-8")
    with pytest.raises(ValueError, match="needs one"):
        load_bars(path)
    path.write_text(2 * (row + "at_least = 1\n"), encoding="utf-8")
    with pytest.raises(ValueError, match="two bars"):
        load_bars(path)


def test_the_bars_that_ship_belong_to_tasks_that_run() -> None:
    assert {task for task, _, _ in load_bars()} <= set(scores.TASKS)
    assert {other.task for other in load_others()} <= set(scores.TASKS)


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


def test_page_shows_figure_interval_counts_bar_and_command() -> None:
    text = page([PLACES], bars=BARS, others=[])
    assert "| LGL | accuracy at 161 km | 72.0 | 70.0 to 74.0 | 7204 of 10000 | at least 72 % | met |" in text
    assert "    python -m evaluation.places --data ../shared/data\n" in text
    assert "1 of 1 bars are met." in text
    assert "Gazetteer digest: `gaz-1`." in text
    assert text == page([PLACES], bars=BARS, others=[])


def test_page_names_bars_that_are_missed_and_those_not_measured() -> None:
    # 71.96 shows as 72.0 and is still below the bar.
    low = replace(PLACES, figures=(replace(SHARE, value=71.96),))
    text = page([low], bars=BARS | {("speed", "x", "y"): Bar("speed", "x", "y", "s", at_most=2)}, others=[])
    assert "0 of 1 bars are met. 1 more are not measured on this page. Those not met:" in text
    assert "| **not met** |" in text


def test_page_says_when_only_a_part_was_read_or_layers_differ_in_weights() -> None:
    text = page(
        [replace(PLACES, limit=3), TaskFigures("mentions", "w-1", None, None, ()), *_syntax("w-2")],
        bars={},
        others=[],
    )
    assert "Only the first 3 texts of each corpus were read" in text
    assert "--limit 3" in text
    assert "measured with different weights" in text
    assert "different weights" not in page([PLACES, *_syntax("w-2")], bars={}, others=[])


def _syntax(weights: str) -> list[TaskFigures]:
    return [TaskFigures("syntax", weights, None, None, ())]


def test_page_sets_others_beside_and_says_if_they_can_be_compared() -> None:
    other = Other("places", "Population", "70", "LGL", "a paper", "in part", "other toponyms")
    text = page([PLACES], bars={}, others=[other, replace(other, task="times", system="Clock")])
    assert "| Population | 70 | LGL | in part: other toponyms | a paper |" in text
    assert "Clock" not in text


def test_others_must_say_if_they_can_be_compared(tmp_path: Path) -> None:
    path = tmp_path / "others.toml"
    fields = ("task", "system", "figures", "on", "source", "comparable", "why")
    path.write_text("[[other]]\n" + "".join(f'{one} = "maybe"\n' for one in fields), encoding="utf-8")
    with pytest.raises(ValueError, match="must be yes, in part or no"):
        load_others(path)


def test_only_refreshes_one_layer_and_keeps_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "figures.json"
    save_figures(kept, {"places": PLACES})
    ran = []

    def run(setup: scores.Setup) -> scores.Result:
        ran.append(setup.limit)
        return [Figure("pages", "F1", 96.0)], {"pages": 2}

    monkeypatch.setitem(scores.TASKS, "extraction", (run, False, False))
    out = tmp_path / "scores.md"
    arguments = ["--shared", "nowhere", "--out", str(out), "--figures", str(kept), "--only", "extraction"]
    monkeypatch.setattr("sys.argv", ["scores", *arguments])
    scores.main()
    assert ran == [None]
    assert set(load_figures(kept)) == {"places", "extraction"}
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
