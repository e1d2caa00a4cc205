"""Whole reports annotated for OnRecord: events, their labels and whose word they are told on.

    python -m evaluation.annotated --shared ../shared [--half sealed] [--limit N]

Twenty annotations by two annotators apart (`gold/reports`: offsets, short names and labels, made as the specimens'
conventions say) of fifteen reports; five reports were annotated by both and count once, by the first. The texts are
rebuilt from the corpora. Half of the reports are open to developers; the sealed half is for the end. Thirty-eight
further reports, annotated later by nineteen annotators, two each, are open too; they are the ones to learn from now.

Beside the lines of the specimens' own scorer:
- `label macro F1`: over the labels that the gold has, the mean F1 of the label of events that are found; a label that
  the gold accepts besides its first counts as right, and an event that is not found misses its label;
- `label macro F1 where found` and `chain where found`: the same, and the share of right chains, over the events
  found alone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from evaluation.specimens import load_scorer
from onrecord.export.json import record_to_json
from onrecord.ingest import IngestOptions, load_document
from onrecord.model import Document, Record

FOLDER = Path(__file__).with_name("gold") / "reports"
Half = Literal["open", "sealed", "further"]


@dataclass(frozen=True, slots=True)
class AnnotatedReport:
    """One report with its gold, its text rebuilt in a file."""

    name: str
    article: Path
    gold: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReportScores:
    """What was right in one report: the scorer's lines, and (gold label, label found or None) of each gold event.

    Where the label found is one that the gold accepts, it stands for the gold's own.
    """

    name: str
    lines: dict[str, tuple[int, int]]
    labels: tuple[tuple[str, str | None], ...]


def find_reports(shared: Path, folder: Path, *, half: Half = "open") -> Iterator[AnnotatedReport]:
    """Yield the reports of a half in order of name, each text once, rebuilt in `folder`.

    Raises:
        CalledProcessError: a rebuilt text is not the one that was annotated.
    """
    command = [sys.executable, str(FOLDER / "rebuild.py"), str(shared / "data"), str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    seen = set()
    for path in sorted(FOLDER.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        article = folder / f"{path.stem}.txt"
        text = article.read_text(encoding="utf-8")
        if gold["half"] != half or text in seen:
            continue
        seen.add(text)
        yield AnnotatedReport(path.stem, article, gold)


def score_report(scorer: Any, report: AnnotatedReport, record: dict[str, Any]) -> ReportScores:
    """Return the scores of the JSON form of one record."""
    text = report.article.read_text(encoding="utf-8")
    gold = json.loads(json.dumps(report.gold))
    lines = dict(scorer.score(gold, text, record))
    carried = scorer.align(record["report"]["text"], text)
    anchors = [(scorer.carry(event["anchor"], carried), event["label"]) for event in record["events"]]
    taken: set[int] = set()
    labels = []
    for event in gold["events"]:
        found = None
        for anchor in [event["anchor"], *event.get("also_anchors", [])]:
            span = (anchor["start"], anchor["end"])
            hits = [
                (scorer.inter(at, span), k)
                for k, (at, _) in enumerate(anchors)
                if at and k not in taken and scorer.inter(at, span)
            ]
            if hits:
                k = max(hits)[1]
                taken.add(k)
                found = found or anchors[k][1]
        right = found in (event["factuality"], *event.get("factuality_also", []))
        labels.append((event["factuality"], event["factuality"] if right else found))
    return ReportScores(report.name, lines, tuple(labels))


def macro_f1(labels: list[tuple[str, str | None]]) -> float:
    """Return the mean F1, in percent, over the labels that the gold has.

    >>> macro_f1([("asserted", "asserted"), ("denied", None)])
    50.0
    """
    gold, found = Counter(g for g, _ in labels), Counter(f for _, f in labels if f)
    right = Counter(g for g, f in labels if g == f)
    return 100 * sum(2 * right[name] / (gold[name] + found[name]) for name in gold) / max(1, len(gold))


def measure(
    recorder: Callable[[Document], Record], shared: Path, *, half: Half = "open", limit: int | None = None
) -> list[ReportScores]:
    """Return the scores of the reports of a half; with `limit`, of the first so many."""
    scorer = load_scorer(shared)
    scores = []
    with tempfile.TemporaryDirectory() as folder:
        for report in list(find_reports(shared, Path(folder), half=half))[:limit]:
            options = IngestOptions(published=report.gold["document"].get("published"))
            record = recorder(load_document(str(report.article), options=options))
            scores.append(score_report(scorer, report, record_to_json(record)))
    return scores


def summed(scores: list[ReportScores]) -> dict[str, tuple[int, int]]:
    """Return the scorer's lines summed over reports: right and gold."""
    total: dict[str, tuple[int, int]] = {}
    for one in scores:
        for name, (right, gold) in one.lines.items():
            before = total.get(name, (0, 0))
            total[name] = (before[0] + right, before[1] + gold)
    return total


def main() -> None:
    """Print the lines summed over the reports of a half, and the measures of labels."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--half", choices=["open", "sealed", "further"], default="open")
    parser.add_argument("--limit", type=int)
    args = parser.parse_args()
    from onrecord.pipeline import load

    scores = measure(load(), args.shared, half=args.half, limit=args.limit)
    lines = summed(scores)
    for name, (right, gold) in lines.items():
        print(f"{name:45s} {right:4d} / {gold:<4d} {100 * right / max(1, gold):5.1f}")
    labels = [pair for one in scores for pair in one.labels]
    found = [pair for pair in labels if pair[1] is not None]
    print(f"{'label macro F1':45s} {macro_f1(labels):18.1f}")
    print(f"{'label macro F1 where found':45s} {macro_f1(found):18.1f}")
    chains, n_found = lines["event on whose word"][0], lines["events found"][0]
    print(f"{'chain where found':45s} {chains:4d} / {n_found:<4d} {100 * chains / max(1, n_found):5.1f}")


if __name__ == "__main__":
    main()
