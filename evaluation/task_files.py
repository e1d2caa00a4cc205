"""The tasks as data: one file each in `tasks/`, with corpora, rule, measures, bars, floors and figures of others.

Everything in a file is written by hand except its last part, the floors, which `evaluation.gate` writes below a line
of its own (`MARK`) and which stays out of the way of comments above it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from onrecord.errors import ResourceError

TASKS = Path(__file__).with_name("tasks")
MARK = "# --- Floors: written by `python -m evaluation.gate`, never by hand ---"
"""The line of a task file under which the floors are."""

SETS = ("full", "fast")
"""Whole corpora, or the first texts of each."""

_COMPARABLE = ("yes", "in part", "no")
_BETTER = ("higher", "lower", "neither")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus that a task reads.

    Attributes:
        name: what it is called.
        folder: where it lies, under the folder that holds `data/` and `specimens/`.
        files: what is read of it: names or patterns (`*`) under the folder.
        part: which part of it that is.
        licence: as found at its origin.
        origin: repository and commit it comes from.
        paper: where it is described.
    """

    name: str
    folder: str
    files: tuple[str, ...]
    part: str
    licence: str
    origin: str
    paper: str


@dataclass(frozen=True, slots=True)
class Metric:
    """What one or several measures of a task are.

    Attributes:
        name: in words.
        measures: names of the measures, as the task gives them.
        better: "higher", "lower" or "neither".
        gated: whether floors hold it.
    """

    name: str
    measures: tuple[str, ...]
    better: str
    gated: bool = True


@dataclass(frozen=True, slots=True)
class Bar:
    """What one measure of a task must reach; one of `at_least` and `at_most` is None.

    Attributes:
        group: the group of measures within the task ("palmyra", "LGL").
        measure: the measure.
        unit: "count" (of those right), "ratio" (of measures without a unit), "%" or the unit of the measure.
        set: which edition has to show it ("first edition").
    """

    group: str
    measure: str
    unit: str
    set: str = "first edition"
    at_least: float | None = None
    at_most: float | None = None

    def is_met(self, value: float) -> bool:
        """Tell whether a value, not rounded, reaches the bar."""
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )

    def __str__(self) -> str:
        bound, limit = ("at least", self.at_least) if self.at_least is not None else ("at most", self.at_most)
        return f"{bound} {limit:,g}" + ("" if self.unit in ("count", "ratio") else f" {self.unit}")


@dataclass(frozen=True, slots=True)
class Other:
    """A published figure of another system.

    Attributes:
        system: who.
        figures: the figures as published, with what they measure.
        on: what they were measured on.
        source: where they were published, or who computed them.
        comparable: "yes", "in part" or "no".
        why: what is the same and what differs.
    """

    system: str
    figures: str
    on: str
    source: str
    comparable: str
    why: str


@dataclass(frozen=True, slots=True)
class Floor:
    """What a measure must not fall behind; one of `at_least` and `at_most` is None.

    Attributes:
        group: the group of measures within the task.
        measure: the measure.
        set_from: the figure it was set from, the margin not taken off.
    """

    group: str
    measure: str
    set_from: float
    at_least: float | None = None
    at_most: float | None = None

    @property
    def bound(self) -> float:
        """The value itself, whichever side it holds."""
        return self.at_most if self.at_least is None else self.at_least  # type: ignore[return-value]

    def is_held(self, value: float) -> bool:
        """Tell whether a value, not rounded, does not fall behind the floor."""
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )

    def __str__(self) -> str:
        return f"at {'most' if self.at_least is None else 'least'} {self.bound:g}"


@dataclass(frozen=True, slots=True)
class Lowered:
    """A floor that was lowered or dropped, or a change of the corpora, with the reason.

    Attributes:
        what: group and measure, or "corpora".
        was: the floor, or the digest of the corpora, before.
        now: the one after; None where the floor was dropped.
        because: why.
    """

    what: str
    was: float | str
    because: str
    now: float | str | None = None


@dataclass(frozen=True, slots=True)
class FloorSet:
    """The floors over whole corpora, or over the first texts of each.

    Attributes:
        corpora: digest of what the task read when they were set (`evaluation.digests`).
        limit: how many texts of each corpus were read; None for all.
        floors: one for each gated measure of each group.
        lowered: every floor that ever fell, oldest first.
    """

    corpora: str
    limit: int | None = None
    floors: tuple[Floor, ...] = ()
    lowered: tuple[Lowered, ...] = ()


@dataclass(frozen=True)
class Task:
    """One task.

    Attributes:
        name: the name of its file.
        title: heading on the page of scores.
        about: paragraph below it.
        command: what measures it.
        rule: what counts as right.
        fast: how many texts of each corpus the fast gate reads; None where there is no fast gate.
        corpora: what it reads.
        metrics: what its measures are.
        bars: what they must reach.
        others: figures of other systems.
        floors: what they must not fall behind, by set ("full", "fast").
    """

    name: str
    title: str
    about: str
    command: str
    rule: str
    fast: int | None = None
    corpora: tuple[Corpus, ...] = ()
    metrics: tuple[Metric, ...] = ()
    bars: tuple[Bar, ...] = ()
    others: tuple[Other, ...] = ()
    floors: Mapping[str, FloorSet] = field(default_factory=dict)

    def bars_of(self, group: str, measure: str) -> tuple[Bar, ...]:
        """Return the bars of a measure, one for each edition that has one."""
        return tuple(bar for bar in self.bars if (bar.group, bar.measure) == (group, measure))

    @cached_property
    def metric_of(self) -> Mapping[str, Metric]:
        """The metric of each measure."""
        return {measure: metric for metric in self.metrics for measure in metric.measures}


def load_tasks(folder: Path = TASKS) -> dict[str, Task]:
    """Return every task of a folder by name.

    Raises:
        ResourceError: there is none, or a file is not as it must be.
    """
    tasks = {path.stem: load_task(path) for path in sorted(folder.glob("*.toml"))}
    if not tasks:
        raise ResourceError(
            what="there is no task file",
            where=str(folder),
            remedy="run from the root of the repository, with evaluation/tasks as it was checked out",
        )
    return tasks


def load_task(path: Path) -> Task:
    """Return the task of one file.

    Raises:
        ResourceError: a key is missing, unknown or of the wrong kind; a bar or floor has no bound or two, or there
            are two for one measure; an edition, direction or comparison has a word that it cannot have.
    """
    where = f"evaluation task {path.name}"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        remedy = "check the name; tasks are files in evaluation/tasks"
        raise ResourceError(
            what=f"it cannot be read ({error.strerror})", where=where, remedy=remedy
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ResourceError(
            what=f"this is not TOML ({error})", where=where, remedy="mend the line it names"
        ) from error
    rows: dict[str, Any] = {
        "corpora": _rows(Corpus, table.pop("corpus", []), f"{where}, [[corpus]]"),
        "metrics": _rows(Metric, table.pop("metric", []), f"{where}, [[metric]]"),
        "bars": _rows(Bar, table.pop("bar", []), f"{where}, [[bar]]"),
        "others": _rows(Other, table.pop("other", []), f"{where}, [[other]]"),
        "floors": _floor_sets(table.pop("floors", {}), where),
    }
    task: Task = _make(Task, table | rows | {"name": path.stem}, where)
    _check(task, where)
    return task


def _floor_sets(tables: Any, where: str) -> dict[str, FloorSet]:
    if not isinstance(tables, dict) or not set(tables) <= set(SETS):
        raise _bad(f"[floors] holds something else than {' and '.join(SETS)}", where)
    sets = {}
    for name, table in tables.items():
        place = f"{where}, [floors.{name}]"
        table = dict(table)
        rows: dict[str, Any] = {
            "floors": _rows(Floor, table.pop("floor", []), place),
            "lowered": _rows(Lowered, table.pop("lowered", []), place),
        }
        sets[name] = _make(FloorSet, table | rows, place)
    return sets


def _rows(kind: type[T], tables: Any, where: str) -> tuple[T, ...]:
    if not isinstance(tables, list):
        raise _bad("this must be a list of tables", where)
    return tuple(_make(kind, table, f"{where} number {n}") for n, table in enumerate(tables, start=1))


def _make(kind: type[T], table: Any, where: str) -> T:
    """Return an instance with the values of a table, each checked against the type of its field."""
    if not isinstance(table, dict):
        raise _bad("this must be a table", where)
    wanted = {one.name: one for one in fields(kind)}  # type: ignore[arg-type]
    if unknown := sorted(set(table) - set(wanted)):
        raise _bad(f"there is no key {unknown[0]!r} (only {', '.join(sorted(wanted))})", where)
    missing = [
        name
        for name, one in wanted.items()
        if name not in table and one.default is MISSING and one.default_factory is MISSING
    ]
    if missing:
        raise _bad(f"{missing[0]!r} is missing", where)
    hints = get_type_hints(kind)
    values = {name: _value(value, hints[name], f"{where}, {name!r}") for name, value in table.items()}
    return kind(**values)


def _value(value: Any, hint: Any, where: str) -> Any:
    if hint is str:
        if not isinstance(value, str) or not value.strip():
            raise _bad("this must be some text", where)
        return value.strip() if "\n" in value else value
    if hint is bool:
        if not isinstance(value, bool):
            raise _bad("this must be true or false", where)
    elif hint in (float, float | None):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _bad("this must be a number", where)
    elif hint == int | None:
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise _bad("this must be a whole number from one up", where)
    elif hint == tuple[str, ...]:
        if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
            raise _bad("this must be a list of texts", where)
        return tuple(value)
    return value


def _check(task: Task, where: str) -> None:
    bounded: list[tuple[str, Bar | Floor]] = [(f"bar of the {bar.set}", bar) for bar in task.bars]
    for name, floor_set in task.floors.items():
        bounded += [(f"{name} floor", floor) for floor in floor_set.floors]
    seen = set()
    for kind, one in bounded:
        named = f"the {kind} for {one.measure!r} on {one.group!r}"
        if (one.at_least is None) == (one.at_most is None):
            raise _bad(f"{named} needs one of at_least and at_most", where)
        if named in seen:
            raise _bad(f"{named} is there twice", where, remedy="take one of the two out")
        seen.add(named)
    for other in task.others:
        if other.comparable not in _COMPARABLE:
            what = f"comparable of {other.system} must be yes, in part or no, not {other.comparable!r}"
            raise _bad(what, where)
    for metric in task.metrics:
        if metric.better not in _BETTER:
            raise _bad(
                f"better of {metric.name!r} must be higher, lower or neither, not {metric.better!r}", where
            )
        if metric.gated and metric.better == "neither":
            raise _bad(f"{metric.name!r} has no better side that a floor could hold", where)
    measures = [measure for metric in task.metrics for measure in metric.measures]
    if twice := sorted({one for one in measures if measures.count(one) > 1}):
        raise _bad(f"two metrics have the measure {twice[0]!r}", where)
    if unknown := sorted({bar.measure for bar in task.bars} - set(measures)):
        raise _bad(f"there is a bar for {unknown[0]!r}, which no metric lists", where)


def _bad(
    what: str, where: str, *, remedy: str = "mend the file; evaluation/README.md shows its form"
) -> ResourceError:
    return ResourceError(what=what, where=where, remedy=remedy)
