"""The figures that a task gives, and the file that keeps them between runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from evaluation.metrics import Counts, bootstrap_interval
from evaluation.task_files import Bar

FORMAT = 1
"""Number of the layout of the file of figures."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a task.

    Attributes:
        group: what it was measured on ("palmyra", "EWT").
        measure: what was measured.
        value: the figure, in `unit`.
        unit: "%", "km", "s" ...; "" for a ratio.
        right: how many were right, or None.
        gold: how many the gold holds, or None.
        found: how many were found, where not all of the gold is answered; or None.
        low: lower end of the 95 % interval, or None where one cannot be had.
        high: its upper end.
    """

    group: str
    measure: str
    value: float
    unit: str = "%"
    right: int | None = None
    gold: int | None = None
    found: int | None = None
    low: float | None = None
    high: float | None = None

    def meets(self, bar: Bar) -> bool:
        """Tell whether the figure reaches a bar; one in counts is held against those right.

        Raises:
            ValueError: bar and figure are in different units.
        """
        if bar.unit == "count" and self.right is not None:
            return bar.is_met(self.right)
        if (self.unit or "ratio") != bar.unit:
            raise ValueError(f"{self.measure} is in {self.unit!r}, its bar in {bar.unit!r}")
        return bar.is_met(self.value)


@dataclass(frozen=True, slots=True)
class TaskFigures:
    """What one run of a task gave.

    Attributes:
        task: name of the task.
        weights: digest of the weights used, or None where the task needs none.
        gazetteer: digest of the gazetteer used, or None.
        limit: how many texts of each corpus were read, or None for all.
        figures: the figures in the order of the table.
        sizes: how many texts each group holds.
        corpora: digest of what the task read, or None where it was not kept (`evaluation.digests`).
    """

    task: str
    weights: str | None
    gazetteer: str | None
    limit: int | None
    figures: tuple[Figure, ...]
    sizes: dict[str, int] = field(default_factory=dict)
    corpora: str | None = None


def figure_of(group: str, measure: str, rows: Sequence[Counts], *, is_share: bool = False) -> Figure:
    """Return the F1 of the counts of several texts with its bootstrap interval over the texts.

    Args:
        group: what they were counted on.
        measure: what was counted.
        rows: the counts of each text; a single one gives no interval.
        is_share: everything of the gold is answered, so that the figure is a share and `found` says nothing.
    """
    total = sum(rows, Counts(0, 0, 0))
    low, high = bootstrap_interval(rows) if len(rows) > 1 else (None, None)
    found = None if is_share else total.found
    return Figure(
        group, measure, total.f1, right=total.right, gold=total.gold, found=found, low=low, high=high
    )


def save_figures(path: Path, tasks: dict[str, TaskFigures]) -> None:
    """Write the figures of all tasks, in order of name; an existing file is replaced at once."""
    rows = {name: asdict(tasks[name]) for name in sorted(tasks)}
    text = json.dumps({"format": FORMAT, "tasks": rows}, indent=1, ensure_ascii=False) + "\n"
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def load_figures(path: Path) -> dict[str, TaskFigures]:
    """Return the figures kept in a file by task; none where there is no file.

    Raises:
        ValueError: the file has another layout.
    """
    if not path.is_file():
        return {}
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if data.get("format") != FORMAT:
        raise ValueError(f"{path} has layout {data.get('format')}, not {FORMAT}; delete it and run all tasks")
    return {
        name: TaskFigures(**(row | {"figures": tuple(Figure(**figure) for figure in row["figures"])}))
        for name, row in data["tasks"].items()
    }
