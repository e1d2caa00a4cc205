"""The bars that the figures of the tasks are held against, read from `bars.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

BARS = Path(__file__).with_name("bars.toml")


@dataclass(frozen=True, slots=True)
class Bar:
    """What one measure of a task must reach; one of `at_least` and `at_most` is None.

    Attributes:
        task: the task, as `evaluation.scores` names it.
        group: the group of measures within the task ("palmyra", "LGL").
        measure: the measure.
        unit: "count" (of those right), "%" or the unit of the measure.
    """

    task: str
    group: str
    measure: str
    unit: str
    at_least: float | None = None
    at_most: float | None = None

    def is_met(self, value: float) -> bool:
        """Tell whether a value, not rounded, reaches the bar."""
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )

    def __str__(self) -> str:
        bound, limit = ("at least", self.at_least) if self.at_least is not None else ("at most", self.at_most)
        return f"{bound} {limit:,g}" + ("" if self.unit == "count" else f" {self.unit}")


def load_bars(path: Path = BARS) -> dict[tuple[str, str, str], Bar]:
    """Return the bars by task, group and measure.

    Raises:
        ValueError: a bar has no bound or two, or there are two bars for one measure.
    """
    bars: dict[tuple[str, str, str], Bar] = {}
    for row in tomllib.loads(path.read_text(encoding="utf-8"))["bar"]:
        bar = Bar(**row)
        key = (bar.task, bar.group, bar.measure)
        if (bar.at_least is None) == (bar.at_most is None):
            raise ValueError(f"the bar {key} needs one of at_least and at_most")
        if key in bars:
            raise ValueError(f"there are two bars for {key}")
        bars[key] = bar
    return bars
