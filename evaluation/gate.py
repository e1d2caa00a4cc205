"""Holds every figure of every task against its floor, so that no change makes a layer worse unseen.

    python -m evaluation.gate --shared ../shared [--fast] [--only TASK] [--kept] [--raise]
    python -m evaluation.gate --shared ../shared [--fast] [--kept] --lower TASK --because "reason"

Floors stand at the end of each task file with the figure that they were set from and the digest of the corpora they
were measured on; they say nothing about other data, and are not held against it. `--fast` reads the first texts of
each corpus only (`fast` in the task file) and has floors of its own. `--raise` lifts floors to the figures, less a
margin, and never lowers one; `--lower` lowers those that a task fell behind and writes down why. `--kept` takes the
figures of `figures.json`, as `make scores` leaves them, where they were measured on the data at hand.

Exit status: 0 where all figures are held, 1 where one is not, 2 where nothing could be compared.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from evaluation import scores
from evaluation.digests import corpora_digest
from evaluation.figures import Figure, TaskFigures, load_figures
from evaluation.task_files import MARK, TASKS, Floor, FloorSet, Lowered, Task, load_tasks
from onrecord.errors import OnRecordError, ResourceError

MARGIN_POINTS = {"full": 0.3, "fast": 2.0}
"""How far below a figure in per cent its floor is set, in points.

The weights are in whole numbers of eight bits, whose sums other processors round otherwise: that moves a figure over
a whole corpus by a tenth or two. The fast set holds a few texts, of which one item more or less weighs a point.
"""

MARGIN_SHARE = 0.01
"""The same for figures in another unit (kilometres, the area under a curve), as a share of the figure."""

_DIGITS = 4
"""Decimal places that floors are kept with."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One figure beside its floor; one of the two may be missing, and then it does not pass either.

    Attributes:
        group: the group of measures within the task.
        measure: the measure.
        value: the figure, or None where the task gave none.
        floor: the floor, or None where it has none yet.
    """

    group: str
    measure: str
    value: float | None
    floor: Floor | None

    @property
    def passes(self) -> bool:
        """Whether there is a floor and the figure is held by it."""
        return self.value is not None and self.floor is not None and self.floor.is_held(self.value)

    def __str__(self) -> str:
        where = f"{self.group}, {self.measure}"
        if self.floor is None:
            return f"{where}: {self.value:.4g} has no floor yet; set one with --raise"
        floor = f"the floor is {self.floor}, set from {self.floor.set_from:g}"
        if self.value is None:
            return f"{where}: no figure was measured, {floor}"
        return f"{where}: {round(self.value, _DIGITS):g}, {floor}"


def is_gated(task: Task) -> bool:
    """Tell whether floors hold anything of a task."""
    return any(metric.gated for metric in task.metrics)


def compare(task: Task, measured: TaskFigures, *, which: str) -> list[Finding]:
    """Return every gated figure beside its floor, and every floor that no figure came for.

    Args:
        task: the task.
        measured: its figures.
        which: the set of floors, "full" or "fast".

    Raises:
        ResourceError: the floors were set on other data or on another number of texts.
    """
    kept = task.floors.get(which)
    if kept is not None:
        _check_same_data(task, kept, measured)
    floors = {(one.group, one.measure): one for one in kept.floors} if kept is not None else {}
    found = [
        Finding(one.group, one.measure, one.value, floors.pop((one.group, one.measure), None))
        for one in _gated(task, measured)
    ]
    return found + [Finding(one.group, one.measure, None, one) for one in floors.values()]


def _check_same_data(task: Task, kept: FloorSet, measured: TaskFigures) -> None:
    where = f"task {task.name}"
    if kept.corpora != measured.corpora:
        raise ResourceError(
            what=f"its floors were set on other data: corpora {kept.corpora[:12]}..., "
            f"and these are {(measured.corpora or 'not known')[:12]}...",
            where=where,
            remedy="bring back the corpora that evaluation/corpora.toml pins, or set floors anew with "
            f'--lower {task.name} --because "the reason"',
        )
    if kept.limit != measured.limit:
        raise ResourceError(
            what=f"its floors were set on {kept.limit or 'all'} texts of each corpus, "
            f"and {measured.limit or 'all'} were read",
            where=where,
            remedy=f'set floors anew with --lower {task.name} --because "the reason"',
        )


def _gated(task: Task, measured: TaskFigures) -> list[Figure]:
    unknown = sorted({one.measure for one in measured.figures} - set(task.metric_of))
    if unknown:
        raise ResourceError(
            what=f"no metric lists the measure {unknown[0]!r}",
            where=f"evaluation task {task.name}.toml",
            remedy="add it to a [[metric]] there, with the side that is better",
        )
    return [one for one in measured.figures if task.metric_of[one.measure].gated]


def floor_of(task: Task, figure: Figure, *, which: str) -> Floor:
    """Return the floor that a figure would be given: the figure less the margin, on the worse side."""
    margin = MARGIN_POINTS[which] if figure.unit == "%" else MARGIN_SHARE * abs(figure.value)
    digits = 10**_DIGITS
    set_from = round(figure.value, _DIGITS)
    if task.metric_of[figure.measure].better == "higher":
        bound = max(0.0, math.floor((figure.value - margin) * digits) / digits)
        return Floor(figure.group, figure.measure, set_from, at_least=bound)
    bound = math.ceil((figure.value + margin) * digits) / digits
    return Floor(figure.group, figure.measure, set_from, at_most=bound)


def raised(task: Task, measured: TaskFigures, *, which: str) -> FloorSet:
    """Return the floors, each where it was or higher; those without one get their first.

    Raises:
        ResourceError: the floors were set on other data, or it is not known what was measured on.
    """
    kept = task.floors.get(which)
    if kept is not None:
        _check_same_data(task, kept, measured)
    floors = {(one.group, one.measure): one for one in kept.floors} if kept is not None else {}
    for figure in _gated(task, measured):
        key, new = (figure.group, figure.measure), floor_of(task, figure, which=which)
        if key not in floors or _is_tighter(new, floors[key]):
            floors[key] = new
    return FloorSet(
        _known_corpora(task, measured), measured.limit, tuple(floors.values()), kept.lowered if kept else ()
    )


def _is_tighter(new: Floor, old: Floor) -> bool:
    return new.bound > old.bound if old.at_least is not None else new.bound < old.bound


def _known_corpora(task: Task, measured: TaskFigures) -> str:
    if measured.corpora is None:
        raise ResourceError(
            what="it is not known on which data its figures were measured",
            where=f"task {task.name}",
            remedy=f"measure again: python -m evaluation.scores --only {task.name}, or leave --kept out",
        )
    return measured.corpora


def lowered(task: Task, measured: TaskFigures, *, which: str, because: str) -> FloorSet:
    """Return the floors, those lowered that a figure fell behind, each with the reason.

    A floor that no figure came for is dropped. On other data, or another number of texts, every floor is set anew.
    Floors that are held on the same data stay as they are.

    Raises:
        ResourceError: there are no floors to lower, or it is not known what was measured on.
    """
    kept = task.floors.get(which)
    if kept is None:
        raise ResourceError(
            what=f"it has no {which} floors yet", where=f"task {task.name}", remedy="set them with --raise"
        )
    corpora = _known_corpora(task, measured)
    is_same = (kept.corpora, kept.limit) == (corpora, measured.limit)
    notes = []
    if kept.corpora != corpora:
        notes.append(Lowered("corpora", kept.corpora, because, corpora))
    if kept.limit != measured.limit:
        notes.append(
            Lowered("texts of each corpus", str(kept.limit or "all"), because, str(measured.limit or "all"))
        )
    old = {(one.group, one.measure): one for one in kept.floors}
    floors = []
    for figure in _gated(task, measured):
        floor, new = old.pop((figure.group, figure.measure), None), floor_of(task, figure, which=which)
        if floor is None or (is_same and floor.is_held(figure.value)):
            floors.append(floor or new)
            continue
        floors.append(new)
        if _is_tighter(floor, new):
            notes.append(Lowered(f"{figure.group}, {figure.measure}", floor.bound, because, new.bound))
    notes += [Lowered(f"{one.group}, {one.measure}", one.bound, because) for one in old.values()]
    return FloorSet(corpora, measured.limit, tuple(floors), (*kept.lowered, *notes))


def write_floors(path: Path, floors: Mapping[str, FloorSet]) -> None:
    """Write floors to the end of a task file; what is written there by hand stays byte for byte."""
    own = path.read_text(encoding="utf-8").partition(MARK)[0].rstrip("\n")
    lines = [own, "", MARK]
    for which in sorted(floors, reverse=True):
        one = floors[which]
        lines += ["", f"[floors.{which}]", f"corpora = {_quoted(one.corpora)}"]
        lines += [f"limit = {one.limit}"] if one.limit else []
        lines += ["floor = [", *(f"    {_floor_row(floor)}," for floor in one.floors), "]"]
        if one.lowered:
            lines += ["lowered = [", *(f"    {_lowered_row(note)}," for note in one.lowered), "]"]
    part = path.with_name(path.name + ".part")
    part.write_text("\n".join(lines) + "\n", encoding="utf-8")
    part.replace(path)


def _floor_row(floor: Floor) -> str:
    side = "at_most" if floor.at_least is None else "at_least"
    named = f"group = {_quoted(floor.group)}, measure = {_quoted(floor.measure)}"
    return f"{{ {named}, {side} = {_number(floor.bound)}, set_from = {_number(floor.set_from)} }}"


def _lowered_row(note: Lowered) -> str:
    values = [f"what = {_quoted(note.what)}", f"was = {_either(note.was)}"]
    values += [f"now = {_either(note.now)}"] if note.now is not None else []
    return f"{{ {', '.join([*values, f'because = {_quoted(note.because)}'])} }}"


def _either(value: float | str) -> str:
    return _quoted(value) if isinstance(value, str) else _number(value)


def _number(value: float) -> str:
    """Return a number as a TOML float, without an exponent."""
    return f"{value:.{_DIGITS}f}".rstrip("0").removesuffix(".") if value != int(value) else f"{value:.1f}"


def _quoted(text: str) -> str:
    """Return a text as a TOML basic string, which what JSON writes is but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def take_kept(task: Task, kept: Mapping[str, TaskFigures], shared: Path) -> TaskFigures:
    """Return the figures of a task that `make scores` left.

    Raises:
        ResourceError: there are none, or they are of other data than lie in `shared`, or of the first texts only.
    """
    where, remedy = f"task {task.name}", f"measure again: python -m evaluation.scores --only {task.name}"
    if task.name not in kept:
        raise ResourceError(what="no figures of it are kept", where=where, remedy=remedy)
    one = kept[task.name]
    if one.limit is not None:
        what = f"the figures kept are of {one.limit} texts of each corpus only"
        raise ResourceError(what=what, where=where, remedy=remedy)
    if _known_corpora(task, one) != corpora_digest(task, shared):
        raise ResourceError(what="the figures kept are of other data", where=where, remedy=remedy)
    return one


def main(arguments: Iterable[str] | None = None) -> int:
    """Run the gate and return its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.gate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--shared", type=Path, required=True, help="folder that holds data/ and specimens/")
    parser.add_argument("--fast", action="store_true", help="the first texts of each corpus only")
    parser.add_argument("--only", action="append", help="this task alone; may be repeated")
    parser.add_argument(
        "--kept", action="store_true", help="take the figures of figures.json, measure nothing"
    )
    parser.add_argument("--raise", action="store_true", dest="lift", help="raise floors to the figures")
    parser.add_argument("--lower", metavar="TASK", help="lower the floors that this task fell behind")
    parser.add_argument("--because", help="why floors are lowered; it is written down beside them")
    parser.add_argument("--weights", type=Path, help="folder of weights (by default those installed)")
    parser.add_argument("--tasks", type=Path, default=TASKS, help=argparse.SUPPRESS)
    parser.add_argument("--figures", type=Path, default=scores.FIGURES, help=argparse.SUPPRESS)
    options = parser.parse_args(None if arguments is None else list(arguments))
    if (options.lower is None) != (not (options.because or "").strip()):
        parser.error('--lower and --because go together: --lower TASK --because "the reason"')
    if options.lower and (options.lift or options.only):
        parser.error("--lower names its task itself and goes with neither --raise nor --only")
    if options.kept and options.fast:
        parser.error("--kept has figures of whole corpora, which fast floors say nothing about")
    try:
        tasks = load_tasks(options.tasks)
        chosen = [options.lower] if options.lower else options.only or [n for n in scores.TASKS if n in tasks]
        if unknown := sorted(set(chosen) - set(tasks)):
            parser.error(f"there is no task {unknown[0]!r} (only {', '.join(tasks)})")
        setup = scores.Setup(options.shared, weights=options.weights)
        kept = load_figures(options.figures) if options.kept else None
        return max([_run(tasks[name], setup, kept, options) for name in chosen])
    except OnRecordError as error:
        print(f"gate: {error}", file=sys.stderr)
        return 2


def _run(
    task: Task, setup: scores.Setup, kept: Mapping[str, TaskFigures] | None, options: argparse.Namespace
) -> int:
    which = "fast" if options.fast else "full"
    if not is_gated(task) or (options.fast and task.fast is None):
        print(f"{task.name:12s} nothing is gated")
        return 0
    setup.limit = task.fast if options.fast else None
    measured = scores.run_task(task, setup) if kept is None else take_kept(task, kept, setup.shared)
    path = options.tasks / f"{task.name}.toml"
    if options.lower or options.lift:
        new = (
            lowered(task, measured, which=which, because=options.because)
            if options.lower
            else raised(task, measured, which=which)
        )
        if new != task.floors.get(which):
            task = replace(task, floors={**task.floors, which: new})
            write_floors(path, task.floors)
            print(f"{task.name:12s} floors written to {path.name}")
    found = compare(task, measured, which=which)
    passed = sum(one.passes for one in found)
    print(f"{task.name:12s} {passed} of {len(found)} figures are held ({which})")
    for one in found:
        if not one.passes:
            print(f"    {one}")
    return 0 if passed == len(found) else 1


if __name__ == "__main__":
    sys.exit(main())
