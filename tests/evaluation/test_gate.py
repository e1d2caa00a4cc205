"""The gate, on figures made by hand; and the fast gate on the corpora where they lie beside the checkout."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from evaluation import gate, scores
from evaluation.digests import corpora_digest
from evaluation.figures import Figure, TaskFigures, save_figures
from evaluation.task_files import MARK, TASKS, Floor, FloorSet, Lowered, Metric, Task, load_task, load_tasks
from onrecord.errors import ResourceError

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
HELD = Figure("LGL", "accuracy", 73.0)
FAR = Figure("LGL", "mean error", 100.0, "km")
FLOORS = FloorSet(
    "ab12",
    floors=(Floor("LGL", "accuracy", 73.0, at_least=72.7), Floor("LGL", "mean error", 100.0, at_most=101.0)),
)
TASK = Task(
    name="places",
    title="Places",
    about="About.",
    command="command",
    rule="rule",
    metrics=(
        Metric("share", ("accuracy",), "higher"),
        Metric("distance", ("mean error",), "lower"),
        Metric("half of them", ("median error",), "lower", gated=False),
    ),
    floors={"full": FLOORS},
)


def measured(*figures: Figure, corpora: str | None = "ab12", limit: int | None = None) -> TaskFigures:
    return TaskFigures("places", None, None, limit, figures, corpora=corpora)


def test_figures_at_their_floor_pass_and_below_do_not() -> None:
    at = measured(replace(HELD, value=72.7), replace(FAR, value=101.0))
    assert [one.passes for one in gate.compare(TASK, at, which="full")] == [True, True]
    behind = measured(replace(HELD, value=72.699), replace(FAR, value=101.001))
    findings = gate.compare(TASK, behind, which="full")
    assert [one.passes for one in findings] == [False, False]
    assert str(findings[0]) == "LGL, accuracy: 72.699, the floor is at least 72.7, set from 73"


def test_a_figure_without_floor_and_a_floor_without_figure_do_not_pass() -> None:
    new = Figure("GeoVirus", "accuracy", 99.0)
    findings = gate.compare(TASK, measured(HELD, new), which="full")
    assert [(one.group, one.measure, one.passes) for one in findings] == [
        ("LGL", "accuracy", True),
        ("GeoVirus", "accuracy", False),
        ("LGL", "mean error", False),
    ]
    assert "set one with --raise" in str(findings[1])
    assert "no figure was measured" in str(findings[2])


def test_what_is_not_gated_needs_no_floor_and_what_no_metric_lists_is_refused() -> None:
    shown = measured(HELD, FAR, Figure("LGL", "median error", 3.0, "km"))
    assert all(one.passes for one in gate.compare(TASK, shown, which="full"))
    with pytest.raises(ResourceError, match="no metric lists the measure 'recall'"):
        gate.compare(TASK, measured(Figure("LGL", "recall", 3.0)), which="full")


@pytest.mark.parametrize("corpora", ["cd34", None])
def test_floors_say_nothing_about_other_data(corpora: str | None) -> None:
    better = measured(replace(HELD, value=99.0), FAR, corpora=corpora)
    for run in (gate.compare, gate.raised):
        with pytest.raises(ResourceError, match="set on other data"):
            run(TASK, better, which="full")


def test_floors_of_all_texts_say_nothing_about_the_first_few() -> None:
    with pytest.raises(ResourceError, match="set on all texts of each corpus, and 3 were read"):
        gate.compare(TASK, measured(HELD, FAR, limit=3), which="full")


def test_a_floor_is_the_figure_less_the_margin_on_its_worse_side() -> None:
    assert gate.floor_of(TASK, HELD, which="full") == Floor("LGL", "accuracy", 73.0, at_least=72.7)
    assert gate.floor_of(TASK, HELD, which="fast") == Floor("LGL", "accuracy", 73.0, at_least=71.0)
    assert gate.floor_of(TASK, FAR, which="full") == Floor("LGL", "mean error", 100.0, at_most=101.0)
    nought = gate.floor_of(TASK, replace(HELD, value=0.1), which="full")
    assert nought.at_least == 0.0


def test_raising_lifts_floors_and_never_lowers_one() -> None:
    mixed = measured(replace(HELD, value=75.0), replace(FAR, value=200.0), Figure("GeoVirus", "accuracy", 60))
    new = gate.raised(TASK, mixed, which="full")
    assert new.floors == (
        Floor("LGL", "accuracy", 75.0, at_least=74.7),
        FLOORS.floors[1],
        Floor("GeoVirus", "accuracy", 60, at_least=59.7),
    )
    # A figure between the floor and what it was set from leaves the floor where it is.
    assert gate.raised(TASK, measured(replace(HELD, value=72.8), FAR), which="full") == FLOORS


def test_first_floors_need_to_know_what_was_measured_on() -> None:
    bare = replace(TASK, floors={})
    assert gate.raised(bare, measured(HELD), which="full").corpora == "ab12"
    with pytest.raises(ResourceError, match="not known on which data"):
        gate.raised(bare, measured(HELD, corpora=None), which="full")


def test_lowering_writes_down_what_fell_and_why_and_leaves_the_rest() -> None:
    fallen = measured(replace(HELD, value=70.0), replace(FAR, value=50.0))
    new = gate.lowered(TASK, fallen, which="full", because="States count now.")
    assert new.floors == (Floor("LGL", "accuracy", 70.0, at_least=69.7), FLOORS.floors[1])
    assert new.lowered == (Lowered("LGL, accuracy", 72.7, "States count now.", 69.7),)
    again = replace(TASK, floors={"full": new})
    lower = measured(replace(HELD, value=60.0), FAR)
    assert len(gate.lowered(again, lower, which="full", because="Again.").lowered) == 2


def test_lowering_drops_a_floor_that_no_figure_comes_for() -> None:
    new = gate.lowered(TASK, measured(HELD), which="full", because="Errors are not measured any more.")
    assert new.floors == FLOORS.floors[:1]
    assert new.lowered == (Lowered("LGL, mean error", 101.0, "Errors are not measured any more."),)


def test_on_other_data_floors_are_set_anew_with_the_reason() -> None:
    other = measured(replace(HELD, value=80.0), replace(FAR, value=150.0), corpora="cd34")
    new = gate.lowered(TASK, other, which="full", because="New edition of the corpus.")
    assert new.corpora == "cd34"
    assert [one.bound for one in new.floors] == [79.7, 151.5]
    assert [(note.what, note.was, note.now) for note in new.lowered] == [
        ("corpora", "ab12", "cd34"),
        ("LGL, mean error", 101.0, 151.5),
    ]


def test_lowering_needs_floors() -> None:
    with pytest.raises(ResourceError, match="no fast floors yet"):
        gate.lowered(TASK, measured(HELD), which="fast", because="No reason.")


FILE = """# A comment that stays.
title = "Places"
about = "About."
command = "python -m evaluation.places"
rule = "near"
fast = 2

[[corpus]]
name = "Letters"
folder = "data/letters"
files = ["a.txt.gz"]
part = "all"
licence = "CC0"
origin = "some/repository"
paper = "a paper"

[[metric]]
name = "share"
measures = ["accuracy"]  # and this one
better = "higher"
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "tasks").mkdir()
    (tmp_path / "tasks" / "places.toml").write_text(FILE, encoding="utf-8")
    (tmp_path / "data" / "letters").mkdir(parents=True)
    (tmp_path / "data" / "letters" / "a.txt.gz").write_bytes(gzip.compress(b"A letter."))
    return tmp_path


def run(place: Path, *arguments: str) -> int:
    fixed = (
        "--shared",
        str(place),
        "--tasks",
        str(place / "tasks"),
        "--figures",
        str(place / "figures.json"),
    )
    return gate.main((*fixed, *arguments))


def measure(monkeypatch: pytest.MonkeyPatch, value: float) -> list[int | None]:
    limits = []

    def measured_now(setup: scores.Setup) -> scores.Result:
        limits.append(setup.limit)
        return [Figure('the "LGL"', "accuracy", value)], {"LGL": 1}

    monkeypatch.setitem(scores.TASKS, "places", (measured_now, False, False))
    return limits


def test_the_gate_from_first_floors_to_a_fall_and_a_reason(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = place / "tasks" / "places.toml"
    measure(monkeypatch, 73.0)
    assert run(place) == 1
    assert "has no floor yet" in capsys.readouterr().out
    assert path.read_text(encoding="utf-8") == FILE
    assert run(place, "--raise") == 0
    first = path.read_text(encoding="utf-8")
    assert first.startswith(FILE + "\n" + MARK)
    assert run(place) == 0
    measure(monkeypatch, 70.0)
    assert run(place, "--raise") == 1
    assert path.read_text(encoding="utf-8") == first
    assert run(place, "--lower", "places", "--because", 'A "very" good reason: π.') == 0
    assert path.read_text(encoding="utf-8").startswith(FILE + "\n" + MARK)
    (note,) = load_task(path).floors["full"].lowered
    assert (note.because, note.was, note.now) == ('A "very" good reason: π.', 72.7, 69.7)
    assert run(place) == 0


def test_fast_floors_stand_beside_the_full_ones(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = measure(monkeypatch, 73.0)
    assert run(place, "--raise") == 0
    assert run(place, "--fast", "--raise") == 0
    assert limits == [None, 2]
    floors = load_task(place / "tasks" / "places.toml").floors
    assert {name: (one.limit, one.floors[0].at_least) for name, one in floors.items()} == {
        "full": (None, 72.7),
        "fast": (2, 71.0),
    }
    measure(monkeypatch, 72.0)
    assert (run(place), run(place, "--fast")) == (1, 0)


def test_other_data_is_an_error_and_no_pass(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    measure(monkeypatch, 73.0)
    assert run(place, "--raise") == 0
    corpus = place / "data" / "letters" / "a.txt.gz"
    corpus.write_bytes(gzip.compress(b"A letter.", 1))
    assert run(place) == 0
    corpus.write_bytes(gzip.compress(b"Another letter."))
    assert run(place) == 2
    assert "task places: its floors were set on other data" in capsys.readouterr().err
    corpus.unlink()
    assert run(place) == 2


def test_kept_figures_are_taken_only_where_they_are_of_this_data(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def never(setup: scores.Setup) -> scores.Result:
        raise AssertionError("nothing is to be measured")

    monkeypatch.setitem(scores.TASKS, "places", (never, False, False))
    task = load_task(place / "tasks" / "places.toml")
    kept = TaskFigures(
        "places",
        None,
        None,
        None,
        (Figure("LGL", "accuracy", 73.0),),
        corpora=corpora_digest(task, place),
    )
    assert run(place, "--kept", "--raise") == 2
    assert "no figures of it are kept" in capsys.readouterr().err
    for bad, told in (
        (replace(kept, corpora="cd34"), "of other data"),
        (replace(kept, corpora=None), "not known on which data"),
        (replace(kept, limit=3), "of 3 texts"),
    ):
        save_figures(place / "figures.json", {"places": bad})
        assert run(place, "--kept", "--raise") == 2
        assert told in capsys.readouterr().err
    save_figures(place / "figures.json", {"places": kept})
    assert run(place, "--kept", "--raise") == 0
    assert load_task(place / "tasks" / "places.toml").floors["full"].floors[0].set_from == 73.0


@pytest.mark.parametrize(
    "arguments",
    [
        ["--lower", "places"],
        ["--because", "No task."],
        ["--lower", "places", "--because", " "],
        ["--lower", "places", "--because", "Both.", "--raise"],
        ["--fast", "--kept"],
        ["--only", "nothing"],
    ],
)
def test_arguments_that_do_not_go_together_are_refused(place: Path, arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        run(place, *arguments)


def test_a_task_whose_figures_are_of_one_machine_is_not_gated(capsys: pytest.CaptureFixture[str]) -> None:
    assert gate.main(["--shared", "nowhere", "--only", "speed"]) == 0
    assert "nothing is gated" in capsys.readouterr().out


def test_written_floors_are_toml_whatever_the_text_holds(place: Path) -> None:
    path = place / "tasks" / "places.toml"
    odd = 'quote " backslash \\ newline \n tab \t delete \x7f é'
    floors = FloorSet("ab", 3, (Floor(odd, "accuracy", 1e-4, at_least=0.0),), (Lowered(odd, "x", odd),))
    gate.write_floors(path, {"fast": floors})
    gate.write_floors(path, {"fast": floors})
    table = tomllib.loads(path.read_text(encoding="utf-8"))["floors"]["fast"]
    assert table["floor"] == [{"group": odd, "measure": "accuracy", "at_least": 0.0, "set_from": 0.0001}]
    assert table["lowered"] == [{"what": odd, "was": "x", "because": odd}]
    assert path.read_text(encoding="utf-8").count(MARK) == 1


def test_every_gated_figure_that_is_kept_has_a_floor_of_its_own() -> None:
    kept = json.loads(scores.FIGURES.read_text(encoding="utf-8"))["tasks"]
    for name, task in load_tasks().items():
        if not gate.is_gated(task):
            continue
        gated = {
            (figure["group"], figure["measure"])
            for figure in kept[name]["figures"]
            if task.metric_of[figure["measure"]].gated
        }
        assert {(one.group, one.measure) for one in task.floors["full"].floors} == gated, name
        assert task.floors["fast"].limit == task.fast, name


QUICK = ("times", "places", "extraction", "attribution", "syntax")
"""The tasks whose fast gate takes seconds."""


@pytest.mark.shared
@pytest.mark.weights
@pytest.mark.slow
@pytest.mark.usefixtures("recorder")
def test_no_layer_falls_behind_its_fast_floors() -> None:
    try:
        for name in QUICK:
            corpora_digest(load_task(TASKS / f"{name}.toml"), SHARED)
    except ResourceError as missing:
        pytest.skip(f"the corpora are not beside the checkout: {missing.what}")
    # In a process of its own with one thread: on a busy machine two threads wait for each other most of the time.
    command = [sys.executable, "-m", "evaluation.gate", "--shared", str(SHARED), "--fast"]
    command += [part for name in QUICK for part in ("--only", name)]
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    paths = os.pathsep.join([str(ROOT), *(path for path in sys.path if path)])
    environment = os.environ | one_thread | {"PYTHONPATH": paths}
    gated = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    assert gated.returncode == 0, gated.stdout + gated.stderr
    assert gated.stdout.count("figures are held (fast)") == len(QUICK)
