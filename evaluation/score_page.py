"""The page of scores, written from the figures: one table a layer, with bars and the figures of others."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from evaluation.figures import Figure, TaskFigures
from evaluation.task_files import Bar, Task

_INTRO = """# Scores

<!-- Written by `python -m evaluation.scores` from evaluation/figures.json; run `make scores` to measure again. -->

Every figure on this page is written by the command named above its table.
All corpora are parts kept for development; nothing here was measured on a test part.
Intervals hold the middle 95 % of the figure over texts drawn with replacement; a single text has none.
A bar is what an edition has to show; it is held against the figure before rounding, so that one shown as 92.0 can miss
a bar of 92.
What each task reads and counts is in its file in [`evaluation/tasks`](../evaluation/tasks).
"""


def page(measured: list[TaskFigures], *, tasks: Mapping[str, Task]) -> str:
    """Return the page in Markdown; the same figures give the same page."""
    parts = [_INTRO, _bars_table(measured, tasks), _measured_with(measured)]
    parts += [_section(one, tasks[one.task]) for one in measured]
    return "\n".join(parts)


def _bars_table(measured: list[TaskFigures], tasks: Mapping[str, Task]) -> str:
    """Return how many bars of each edition are met, and a table of those that are not."""
    editions = dict.fromkeys(bar.set for task in tasks.values() for bar in task.bars)
    held = [
        (tasks[one.task], figure, bar)
        for one in measured
        for figure in one.figures
        for bar in tasks[one.task].bars_of(figure.group, figure.measure)
    ]
    lines = []
    for edition in sorted(editions, key=_order):
        own = [(figure, bar) for _, figure, bar in held if bar.set == edition]
        met = sum(figure.meets(bar) for figure, bar in own)
        unmeasured = sum(bar.set == edition for task in tasks.values() for bar in task.bars) - len(own)
        line = f"Bars of the {edition}: {met} of {len(own)} are met."
        lines.append(line + (f" {unmeasured} more are not measured on this page." if unmeasured else ""))
    missed = [entry for entry in held if not entry[1].meets(entry[2])]
    if missed:
        lines += ["", "Those not met:", "", "| layer | on | measure | figure | counts | bar | edition |"]
        lines.append("|---|---|---|---:|---|---|---|")
    for task, figure, bar in sorted(missed, key=lambda entry: _order(entry[2].set)):
        cells = (
            task.title,
            figure.group,
            figure.measure,
            _value(figure),
            _counts(figure),
            bar,
            bar.set.removesuffix(" edition"),
        )
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join([*lines, ""])


_ORDER = ("first edition", "second edition")


def _order(edition: str) -> tuple[int, str]:
    return (_ORDER.index(edition) if edition in _ORDER else len(_ORDER), edition)


def _measured_with(tasks: list[TaskFigures]) -> str:
    lines = []
    for kind in ("weights", "gazetteer"):
        digests = {getattr(one, kind) for one in tasks if getattr(one, kind)}
        if len(digests) == 1:
            lines.append(f"{kind.capitalize()} digest: `{digests.pop()}`.")
        elif digests:
            lines.append(f"**The layers were measured with different {kind}**; each names its own.")
    return "\n".join(lines) + "\n"


def _section(one: TaskFigures, task: Task) -> str:
    limit = f" --limit {one.limit}" if one.limit else ""
    lines = [f"## {task.title}", "", task.about, "", f"    {task.command}{limit}", ""]
    if one.limit:
        lines += [f"**Only the first {one.limit} texts of each corpus were read: these are no scores.**", ""]
    sizes = ", ".join(f"{group} {size}" for group, size in one.sizes.items())
    lines += [f"Texts: {sizes}.", ""]
    lines += [f"{kind.capitalize()}: `{value}`.\n" for kind, value in _digests(one)]
    editions = sorted({bar.set for bar in task.bars}, key=_order)
    lines.append("| " + " | ".join(("on", "measure", "figure", "95 % interval", "counts", *editions)) + " |")
    lines.append("|---|---|---:|---|---|" + len(editions) * "---|")
    for group, figures in groupby(one.figures, key=lambda figure: figure.group):
        for k, figure in enumerate(figures):
            bars = {bar.set: bar for bar in task.bars_of(figure.group, figure.measure)}
            cells = (group if k == 0 else "", figure.measure, _value(figure), _interval(figure))
            held = (_held(figure, bars.get(edition)) for edition in editions)
            lines.append("| " + " | ".join((*cells, _counts(figure), *held)) + " |")
    lines += ["", *_measures(task), f"What counts as right: {task.rule}.", "", *_corpora(task)]
    if task.others:
        lines += ["", "Figures of others, as published:", ""]
        lines += ["| system | figures | on | comparable | source |", "|---|---|---|---|---|"]
        for other in task.others:
            comparable = f"{other.comparable}: {other.why}"
            lines.append(f"| {other.system} | {other.figures} | {other.on} | {comparable} | {other.source} |")
    return "\n".join(lines) + "\n"


def _held(figure: Figure, bar: Bar | None) -> str:
    return "" if bar is None else f"{bar}: {'met' if figure.meets(bar) else '**not met**'}"


def _measures(task: Task) -> list[str]:
    """Return a line that says what the measures are; where one metric has them all, without their names."""
    if len(task.metrics) == 1:
        return [f"Every figure is {task.metrics[0].name}.", ""] if task.metrics[0].better != "neither" else []
    said = [
        f"{', '.join(metric.measures)}: {metric.name}" for metric in task.metrics if len(metric.measures) < 8
    ]
    rest = [f"all others: {metric.name}" for metric in task.metrics if len(metric.measures) >= 8]
    return [f"{'; '.join(said + rest)}.", ""]


def _corpora(task: Task) -> list[str]:
    lines = ["| corpus | part | licence | origin | described in |", "|---|---|---|---|---|"]
    rows = ((one.name, one.part, one.licence, one.origin, one.paper) for one in task.corpora)
    return [*lines, *(f"| {' | '.join(row)} |" for row in rows)]


def _digests(one: TaskFigures) -> list[tuple[str, str]]:
    return [(kind, digest) for kind in ("weights", "gazetteer") if (digest := getattr(one, kind))]


def _value(figure: Figure) -> str:
    if figure.unit == "%":
        return f"{figure.value:.1f}"
    shown = f"{figure.value:.0f}" if abs(figure.value) >= 100 or figure.value == int(figure.value) else None
    shown = shown or (f"{figure.value:.3f}" if figure.unit == "" else f"{figure.value:.2f}")
    return f"{shown} {figure.unit}".strip()


def _interval(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return ""
    return f"{figure.low:.1f} to {figure.high:.1f}"


def _counts(figure: Figure) -> str:
    if figure.right is None or figure.gold is None:
        return ""
    if figure.found is None:
        return f"{figure.right} of {figure.gold}"
    return f"{figure.right} right, {figure.gold} gold, {figure.found} found"
