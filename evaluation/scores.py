"""Runs every task and writes the page of scores.

    python -m evaluation.scores --shared ../shared --out docs/scores.md [--only TASK] [--speed] [--limit N]

The raw figures go to `evaluation/figures.json`. `--only` runs the tasks it names (it may be repeated) and takes
the rest from there; without any task left to run (`--only none`) the page alone is written again. Speed is
measured on request, since its figures are those of one machine.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from evaluation import (
    across,
    attribution,
    coreference,
    event_times,
    extraction,
    factuality,
    found_places,
    gum_mentions,
    mentions,
    metadata,
    places,
    plover,
    scenarios,
    speakers,
    specimens,
    sub_events,
    syntax,
    times,
)
from evaluation.digests import corpora_digest
from evaluation.figures import Figure, TaskFigures, figure_of, load_figures, save_figures
from evaluation.score_page import page
from evaluation.task_files import Task, load_tasks
from onrecord.gazetteer import Gazetteer
from onrecord.pipeline import Recorder
from onrecord.read.reader import Reader
from onrecord.weights import VARIABLE

FIGURES = Path(__file__).with_name("figures.json")


@dataclass
class Setup:
    """What the tasks share: the folders, the weights, the gazetteer, each loaded when first asked for."""

    shared: Path
    limit: int | None = None
    weights: Path | None = None

    @property
    def data(self) -> Path:
        """The folder of the corpora."""
        return self.shared / "data"

    @cached_property
    def reader(self) -> Reader:
        """The reader with the weights to measure."""
        return Reader.load(self.weights)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer that ships."""
        return Gazetteer.load()


Result = tuple[list[Figure], dict[str, int]]
"""The figures of a task, and how many texts each of its groups holds."""


def run_specimens(setup: Setup) -> Result:
    """Return the figures of palmyra, and those summed over the six reports."""
    scores = specimens.measure(Recorder(setup.reader, setup.gazetteer), setup.shared, limit=setup.limit)
    groups = {specimens.PALMYRA: scores[:1], specimens.SIX: scores[1:]}
    figures = [
        figure_of(group, name, rows, is_share=True)
        for group, chosen in groups.items()
        for name, rows in specimens.rows_by_measure(chosen).items()
    ]
    return figures, {group: len(chosen) for group, chosen in groups.items()}


def run_attribution(setup: Setup) -> Result:
    """Return F1 of spans by sentence and by report, of characters, and of linked triples also by kind of speech."""
    articles = islice(attribution.read_articles(setup.data, "dev"), setup.limit)
    scores = attribution.measure(setup.reader, articles)
    figures = []
    for group, names in (
        ("sentence", attribution.ROLES),
        ("report", attribution.ROLES),
        ("characters", attribution.ROLES),
        *((group, attribution.MATCHES) for group in ("triple", *attribution.KINDS)),
    ):
        figures += [figure_of(group, name, [row[f"{group} {name}"] for row in scores]) for name in names]
    return figures, {"PolNeAR development reports": len(scores)}


def run_syntax(setup: Setup) -> Result:
    """Return accuracies with gold tokens and F1 from raw text, by corpus and over both."""
    scores = syntax.measure(setup.reader, setup.data, limit=setup.limit)
    scores |= {"EWT and GUM": [row for rows in scores.values() for row in rows]}
    figures = [
        figure_of(corpus, name, [row[name] for row in rows], is_share=name in syntax.MEASURES)
        for corpus, rows in scores.items()
        for name in rows[0]
    ]
    return figures, {corpus: len(rows) for corpus, rows in scores.items()}


def run_times(setup: Setup) -> Result:
    """Return F1 of time expressions by corpus."""
    timeml = times.read_timeml(setup.data / times.TIMEML)[: setup.limit]
    meantime = times.read_meantime(setup.data / times.MEANTIME)[: setup.limit]
    groups = {"TimeBank and AQUAINT": timeml}
    groups |= {name: [d for d in timeml if d.corpus == name] for name in sorted({d.corpus for d in timeml})}
    groups |= {"MEANTIME": meantime}
    figures = []
    for group, documents in groups.items():
        counts = times.evaluate_times(documents)
        total = sum(counts, times.TimeCounts())
        for name in ("relaxed", "strict", "type", "value"):
            hits = getattr(total, name)
            low, high = times.time_interval(counts, name)
            figures.append(
                Figure(group, name, total.f1(hits), "%", hits, total.gold, total.system, low=low, high=high)
            )
    return figures, {group: len(documents) for group, documents in groups.items()}


def run_places(setup: Setup) -> Result:
    """Return how near the places come that toponyms are taken for, by corpus."""
    figures, sizes = [], {}
    for one in places.score_all(setup.data, limit=setup.limit, gazetteer=setup.gazetteer):
        figures += [
            Figure(
                one.corpus,
                "accuracy at 161 km",
                100 * one.accuracy,
                right=one.n_correct,
                gold=one.n_toponyms,
                low=100 * one.low,
                high=100 * one.high,
            ),
            Figure(one.corpus, "AUC (lower is better)", one.auc, ""),
            Figure(one.corpus, "mean error", one.mean_km, "km"),
            Figure(one.corpus, "median error", one.median_km, "km"),
        ]
        sizes[one.corpus] = one.n_articles
    return figures, sizes


def run_found_places(setup: Setup) -> Result:
    """Return how many toponyms are found, and found where they lie, by corpus."""
    found = found_places.measure(setup.reader.read, setup.gazetteer, setup.data, limit=setup.limit)
    figures = []
    for corpus, rows in found.items():
        total = sum(rows, found_places.FoundCounts())
        for name in found_places.MEASURES:
            right, gold = total.ratio(name) if name != "F1" else (None, None)
            low, high = found_places.interval(rows, name)
            figures.append(
                Figure(corpus, name, total.share(name), right=right, gold=gold, low=low, high=high)
            )
    return figures, {corpus: len(rows) for corpus, rows in found.items()}


def run_mentions(setup: Setup) -> Result:
    """Return F1 of names by corpus."""
    scores = mentions.measure(setup.reader.read, setup.data, limit=setup.limit)
    return (
        [figure_of(corpus, "names", rows) for corpus, rows in scores.items()],
        {corpus: len(rows) for corpus, rows in scores.items()},
    )


def run_gum_mentions(setup: Setup) -> Result:
    """Return F1 of mentions of every kind, and of those within others."""
    rows = gum_mentions.measure(setup.reader.read, setup.data, limit=setup.limit)
    group = "GUM"
    return [figure_of(group, name, [row[name] for row in rows]) for name in gum_mentions.MEASURES], {
        group: len(rows)
    }


def run_coreference(setup: Setup) -> Result:
    """Return the three F1 of chains and their mean."""
    rows = coreference.measure(setup.reader, setup.data, limit=setup.limit)
    low, high = coreference.conll_interval(rows)
    group = "OntoGUM"
    figures = [
        Figure(group, name, value, **({"low": low, "high": high} if name == "CoNLL F1" else {}))
        for name, value in coreference.conll_f1(rows).items()
    ]
    return figures, {group: len(rows)}


def run_speakers(setup: Setup) -> Result:
    """Return how many pronouns and descriptions that speak are taken for the right speaker."""
    rows = speakers.measure(Recorder(setup.reader, setup.gazetteer), setup.data, limit=setup.limit)
    figures = [
        figure_of("sources", name, [row[name] for row in rows], is_share=True)
        for name in ("all", "pronoun", "description")
    ]
    return figures, {"sources": sum(row["all"].gold for row in rows)}


def run_plover(setup: Setup) -> Result:
    """Return how many gold events are coded right from their sentences."""
    rows = plover.measure(Recorder(setup.reader, setup.gazetteer), setup.data, limit=setup.limit)
    group = "PLOVER gold"
    figures = [figure_of(group, name, [row[name] for row in rows], is_share=True) for name in plover.MEASURES]
    return figures, {group: len(rows)}


def run_across(setup: Setup) -> Result:
    """Return how well reports are grouped, what they tell of is linked, and agency copy is known."""
    recorder = Recorder(setup.reader, setup.gazetteer)
    found = across.measure(recorder, setup.data, weights=setup.weights, limit=setup.limit)
    figures = [Figure(group, name, value) for group, (own, _) in found.items() for name, value in own.items()]
    sizes = {group: n for group, (_, n) in found.items()}
    copies = across.agency_copy(setup.data, limit=setup.limit)
    figures.append(figure_of("PolNeAR", "agency copy", copies))
    return figures, {**sizes, "PolNeAR": len(copies)}


def run_scenarios(setup: Setup) -> Result:
    """Return what is right of what holds between the reports of the scenarios."""
    recorder = Recorder(setup.reader, setup.gazetteer)
    figures, sizes = [], {}
    for folder in scenarios.folders(setup.shared)[: setup.limit]:
        found = scenarios.relate_folder(folder, recorder)
        figures.append(Figure(folder.name, "stories B3", scenarios.stories_b3(folder, found)))
        figures += [
            figure_of(folder.name, name, [counts], is_share=name not in scenarios.F1)
            for name, counts in scenarios.score(folder, found).items()
        ]
        sizes[folder.name] = len(found["reports"])
    return figures, sizes


def run_sub_events(setup: Setup) -> Result:
    """Return how well the records of snippets are read in the kinds of an event list."""
    pairs = sub_events.measure(Recorder(setup.reader, setup.gazetteer), setup.data, limit=setup.limit)
    figures, sizes = [], {}
    for group, part in sub_events.by_group(pairs, sub_events.seen_kinds(setup.data)).items():
        low, high = sub_events.interval(part)
        right = sum(gold == found for gold, found in part)
        figures.append(Figure(group, "weighted F1", sub_events.weighted_f1(part), low=low, high=high))
        figures.append(Figure(group, "right", 100 * right / len(part), right=right, gold=len(part)))
        sizes[group] = len(part)
    return figures, sizes


def run_event_times(setup: Setup) -> Result:
    """Return how many events are reckoned from the right time, and how many have the right day."""
    found = event_times.measure(Recorder(setup.reader, setup.gazetteer), setup.data, limit=setup.limit)
    figures = [
        figure_of(corpus, name, [row[name] for row in rows], is_share=True)
        for corpus, rows in found.items()
        for name in rows[0]
    ]
    return figures, {corpus: len(rows) for corpus, rows in found.items()}


def run_factuality(setup: Setup) -> Result:
    """Return how well the numbers of outlooks go with those of readers, by corpus."""
    found = factuality.measure(Recorder(setup.reader, setup.gazetteer), setup.data, limit=setup.limit)
    figures = []
    for corpus, scored in found.items():
        n = len(scored.pairs)
        if corpus in factuality.PHENOMENA:
            right, clear = scored.polarity
            share = 100 * right / max(1, clear)
            figures.append(Figure(corpus, "polarity right", share, right=right, gold=clear))
            continue
        low, high = scored.interval()
        figures.append(Figure(corpus, "r", scored.r, "", gold=n, low=low, high=high))
        figures.append(Figure(corpus, "MAE", scored.error, "", gold=n))
        figures.append(Figure(corpus, "MAE of one number", scored.constant_error, "", gold=n))
    return figures, {corpus: len(scored.pairs) for corpus, scored in found.items()}


def run_extraction(setup: Setup) -> Result:
    """Return precision, recall and F1 of the bodies of pages."""
    found = extraction.evaluate_extraction(setup.data, limit=setup.limit)
    group = "pages"
    figures = [
        Figure(group, "F1", 100 * found.f1, low=100 * found.low, high=100 * found.high),
        Figure(group, "precision", 100 * found.precision),
        Figure(group, "recall", 100 * found.recall),
        Figure(group, "pages refused", found.n_failed, "pages"),
    ]
    return figures, {group: found.n_pages}


def run_metadata(setup: Setup) -> Result:
    """Return how many days of publication and headlines are right, and how the other days fail."""
    scores = metadata.measure(setup.data, limit=setup.limit)
    group = "pages"
    figures = [
        figure_of(group, name, rows, is_share=True) for name, rows in metadata.as_counts(scores).items()
    ]
    for outcome in metadata.OUTCOMES[1:]:
        number = sum(score.outcome == outcome for score in scores)
        figures.append(Figure(group, f"days {outcome}", number, "pages"))
    return figures, {group: len(scores)}


def run_speed(setup: Setup) -> Result:
    """Return speed, memory and size, measured in a process of its own."""
    command = [sys.executable, "-m", "evaluation.speed", "--json", "--data", str(setup.data)]
    command += ["--limit", str(setup.limit)] if setup.limit else []
    environment = os.environ | ({VARIABLE: str(setup.weights)} if setup.weights else {})
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    found = json.loads(run.stdout)
    group = "this machine"
    figures = [
        Figure(group, name.strip(), value, _unit(name)) for name, value in found.items() if value is not None
    ]
    return figures, {"PolNeAR development reports": int(found["reports"])}


def _unit(name: str) -> str:
    if name in ("reports", "words"):
        return ""
    return "MB" if "MB" in name or ".pyc" in name else "s" if ", s (" in name else "words a second"


TASKS: dict[str, tuple[Callable[[Setup], Result], bool, bool]] = {
    "specimens": (run_specimens, True, True),
    "attribution": (run_attribution, True, False),
    "syntax": (run_syntax, True, False),
    "mentions": (run_mentions, True, False),
    "gum_mentions": (run_gum_mentions, True, False),
    "coreference": (run_coreference, True, False),
    "speakers": (run_speakers, True, True),
    "places": (run_places, False, True),
    "found_places": (run_found_places, True, True),
    "times": (run_times, False, False),
    "event_times": (run_event_times, True, True),
    "factuality": (run_factuality, True, True),
    "plover": (run_plover, True, True),
    "sub_events": (run_sub_events, True, True),
    "across": (run_across, True, True),
    "scenarios": (run_scenarios, True, True),
    "extraction": (run_extraction, False, False),
    "metadata": (run_metadata, False, False),
    "speed": (run_speed, True, True),
}
"""What runs each task, and whether its figures hang on the weights and on the gazetteer."""


def run_task(task: Task, setup: Setup) -> TaskFigures:
    """Return the figures of one task with what they were measured with.

    Raises:
        ResourceError: something that the task reads is not there.
    """
    run, with_weights, with_gazetteer = TASKS[task.name]
    corpora = corpora_digest(task, setup.shared)
    figures, sizes = run(setup)
    return TaskFigures(
        task=task.name,
        weights=setup.reader.weights_digest if with_weights else None,
        gazetteer=setup.gazetteer.digest if with_gazetteer else None,
        limit=setup.limit,
        figures=tuple(figures),
        sizes=sizes,
        corpora=corpora,
    )


def main() -> None:
    """Run the tasks, keep their figures, and write the page."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.scores",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--shared", type=Path, required=True, help="folder that holds specimens/ and data/")
    parser.add_argument("--out", type=Path, required=True, help="the page to write")
    parser.add_argument("--figures", type=Path, default=FIGURES, help="where the raw figures are kept")
    parser.add_argument("--only", action="append", choices=[*TASKS, "none"], help="run this task alone")
    parser.add_argument("--speed", action="store_true", help="measure speed, memory and size too")
    parser.add_argument("--limit", type=int, help="the first N texts of each corpus only, to try things out")
    parser.add_argument("--weights", type=Path, help="folder of weights (by default those installed)")
    arguments = parser.parse_args()
    chosen = set(arguments.only or (name for name in TASKS if name != "speed"))
    chosen |= {"speed"} if arguments.speed else set()
    setup = Setup(arguments.shared, arguments.limit, arguments.weights)
    tasks, measured = load_tasks(), load_figures(arguments.figures)
    for name in TASKS:
        if name in chosen:
            print(f"{name} ...", file=sys.stderr)
            measured[name] = run_task(tasks[name], setup)
            save_figures(arguments.figures, measured)
    ordered = [measured[name] for name in TASKS if name in measured]
    arguments.out.write_text(page(ordered, tasks=tasks), encoding="utf-8")


if __name__ == "__main__":
    main()
