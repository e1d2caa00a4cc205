"""Task files: what they hold, and how a bad one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.task_files import Bar, Corpus, Floor, Lowered, load_task, load_tasks
from onrecord.errors import ResourceError

GOOD = """
title = "Places"
about = \"\"\"
How near \\
they come.\"\"\"
command = "python -m evaluation.places --data ../shared/data"
rule = "within 161 km"
fast = 4

[[corpus]]
name = "LGL"
folder = "data/toponyms"
files = ["lgl.xml.gz"]
part = "all"
licence = "GPL-3.0"
origin = "some/repository"
paper = "a paper"

[[metric]]
name = "share"
measures = ["accuracy"]
better = "higher"

[[bar]]
group = "LGL"
measure = "accuracy"
unit = "%"
at_least = 72

[floors.full]
corpora = "ab12"
floor = [
    { group = "LGL", measure = "accuracy", at_least = 72.7, set_from = 73.0 },
]
lowered = [
    { what = "LGL, accuracy", was = 75.0, now = 72.7, because = "States count now." },
]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "places.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_task_comes_with_corpora_metrics_bars_and_floors(tmp_path: Path) -> None:
    task = load_task(written(tmp_path, GOOD))
    assert (task.name, task.about, task.fast) == ("places", "How near they come.", 4)
    assert task.corpora == (
        Corpus("LGL", "data/toponyms", ("lgl.xml.gz",), "all", "GPL-3.0", "some/repository", "a paper"),
    )
    assert task.bars == (Bar("LGL", "accuracy", "%", "first edition", at_least=72),)
    assert task.bars_of("LGL", "accuracy") == task.bars
    assert task.bars_of("GeoVirus", "accuracy") == ()
    full = task.floors["full"]
    assert full.floors == (Floor("LGL", "accuracy", 73.0, at_least=72.7),)
    assert full.lowered == (Lowered("LGL, accuracy", 75.0, "States count now.", 72.7),)
    assert task.metric_of["accuracy"].gated


def test_a_floor_is_held_at_its_very_value() -> None:
    least, most = Floor("g", "m", 73.0, at_least=72.7), Floor("g", "m", 10.0, at_most=10.5)
    assert (least.is_held(72.7), least.is_held(72.69)) == (True, False)
    assert (most.is_held(10.5), most.is_held(10.51)) == (True, False)
    assert (str(least), str(most)) == ("at least 72.7", "at most 10.5")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('rule = "within 161 km"', "", "'rule' is missing"),
        ('rule = "within 161 km"', 'rules = "near"', "no key 'rules'"),
        ('rule = "within 161 km"', 'rule = " "', "'rule': this must be some text"),
        ("fast = 4", "fast = 0", "whole number from one up"),
        ("fast = 4", "fast = true", "whole number from one up"),
        ('files = ["lgl.xml.gz"]', 'files = "lgl.xml.gz"', "list of texts"),
        ('licence = "GPL-3.0"', "", r"\[\[corpus\]\] number 1: 'licence' is missing"),
        ("at_least = 72\n", "", "needs one of at_least and at_most"),
        ("at_least = 72\n", "at_least = 72\nat_most = 80\n", "needs one of at_least and at_most"),
        ("at_least = 72\n", 'at_least = "72"\n', "must be a number"),
        ('measure = "accuracy"\nunit', 'measure = "precision"\nunit', "'precision', which no metric lists"),
        ('better = "higher"', 'better = "more"', "must be higher, lower or neither"),
        ('better = "higher"', 'better = "neither"', "no better side"),
        ('measures = ["accuracy"]', 'measures = ["accuracy", "accuracy"]', "two metrics have the measure"),
        ("[floors.full]", "[floors.slow]", "something else than full and fast"),
        (", at_least = 72.7", "", "full floor for 'accuracy' on 'LGL' needs one"),
        ("[[bar]]", "[bar]", "must be a list of tables"),
        ("fast = 4", "fast = ", "not TOML"),
    ],
)
def test_a_bad_file_is_told_with_what_where_and_remedy(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert GOOD.count(old) >= 1
    with pytest.raises(ResourceError, match=told) as raised:
        load_task(written(tmp_path, GOOD.replace(old, new, 1)))
    assert "places.toml" in raised.value.where
    assert raised.value.remedy


def test_two_bars_of_one_edition_are_refused_and_of_two_editions_taken(tmp_path: Path) -> None:
    bar = '[[bar]]\ngroup = "LGL"\nmeasure = "accuracy"\nunit = "%"\nat_least = 80\n\n[floors.full]'
    with pytest.raises(ResourceError, match="on 'LGL' is there twice"):
        load_task(written(tmp_path, GOOD.replace("[floors.full]", bar)))
    second = bar.replace("unit", 'set = "second edition"\nunit')
    task = load_task(written(tmp_path, GOOD.replace("[floors.full]", second)))
    assert [one.set for one in task.bars_of("LGL", "accuracy")] == ["first edition", "second edition"]


def test_others_must_say_if_they_can_be_compared(tmp_path: Path) -> None:
    fields = ("system", "figures", "on", "source", "comparable", "why")
    other = "[[other]]\n" + "".join(f'{one} = "maybe"\n' for one in fields) + "\n[floors.full]"
    with pytest.raises(ResourceError, match="must be yes, in part or no"):
        load_task(written(tmp_path, GOOD.replace("[floors.full]", other)))


def test_a_missing_file_and_an_empty_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="cannot be read"):
        load_task(tmp_path / "nowhere.toml")
    with pytest.raises(ResourceError, match="there is no task file"):
        load_tasks(tmp_path)


def test_corpora_that_several_tasks_read_have_one_licence_and_origin() -> None:
    said: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for task in load_tasks().values():
        for corpus in task.corpora:
            said.setdefault((corpus.name, corpus.folder), set()).add((corpus.licence, corpus.origin))
    assert len(said) > 8
    assert {key: values for key, values in said.items() if len(values) > 1} == {}


def test_each_task_names_the_command_of_its_own_module() -> None:
    for name, task in load_tasks().items():
        assert task.command.startswith(f"python -m evaluation.{name} --"), name
