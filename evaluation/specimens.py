"""Whole reports put on record, held against what an analyst put on record from them.

    python -m evaluation.specimens --shared ../shared [--limit N]

The wire report `palmyra` is read as it stands, with no day of publication given. The six reports are rebuilt
from their corpora by the script that comes with them, and each is given the day of publication of its gold.
Scoring is the specimens' own `score.py`, loaded from where it lies.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from evaluation import disputes
from evaluation.metrics import Counts
from evaluation.task_files import TASKS, load_task
from onrecord.export.json import record_to_json
from onrecord.ingest import IngestOptions, load_document
from onrecord.model import Document, FiledRecord, Record
from onrecord.model.filing import filing_key
from onrecord.relate.relations import relate

PALMYRA = "palmyra"
SIX = "six reports"
SPURIOUS = "statements not in gold (fewer is better)"


@dataclass(frozen=True, slots=True)
class Specimen:
    """One report with its gold: the name, the file of its text, the gold, and the day to give to the reader."""

    name: str
    article: Path
    gold: dict[str, Any]
    published: str | None


@dataclass(frozen=True, slots=True)
class SpecimenScores:
    """What was right in one report, by measure: as many as `right` of `gold`.

    For the statements and events that are not in the gold, `right` counts these, and `gold` all that were found.
    """

    name: str
    counts: dict[str, Counts]


def load_scorer(shared: Path) -> ModuleType:
    """Return the scorer of the specimens as a module.

    Raises:
        FileNotFoundError: it is not there.
    """
    path = shared / "specimens" / "score.py"
    if not path.is_file():
        raise FileNotFoundError(path)
    spec = importlib.util.spec_from_file_location("specimens_score", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def find_specimens(shared: Path, folder: Path) -> Iterator[Specimen]:
    """Yield palmyra, then the six reports in order of name, their texts rebuilt in `folder`.

    Raises:
        CalledProcessError: a rebuilt text is not the one that was annotated.
    """
    own = shared / "specimens" / "palmyra"
    gold = json.loads((own / "gold.json").read_text(encoding="utf-8"))
    yield Specimen(PALMYRA, own / "article.txt", gold, None)
    reports = shared / "specimens" / "reports"
    rebuild = [sys.executable, str(reports / "rebuild.py"), str(shared / "data"), str(folder)]
    subprocess.run(rebuild, check=True, stdout=subprocess.DEVNULL)
    for path in sorted(reports.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        yield Specimen(path.stem, folder / f"{path.stem}.txt", gold, gold["document"].get("published"))


def score_record(scorer: ModuleType, specimen: Specimen, record: dict[str, Any]) -> SpecimenScores:
    """Return the scores of the JSON form of one record."""
    text = specimen.article.read_text(encoding="utf-8")
    tally = scorer.score(json.loads(json.dumps(specimen.gold)), text, record)
    counts = {name: Counts(hits, total, total) for name, (hits, total) in tally.items()}
    return SpecimenScores(specimen.name, counts)


def measure(
    recorder: Callable[[Document], Record], shared: Path, *, limit: int | None = None
) -> list[SpecimenScores]:
    """Return the scores of palmyra and of the six reports; with `limit`, of the first so many of these seven."""
    scorer = load_scorer(shared)
    scores = []
    with tempfile.TemporaryDirectory() as folder:
        for specimen in list(find_specimens(shared, Path(folder)))[:limit]:
            options = IngestOptions(published=specimen.published)
            record = recorder(load_document(str(specimen.article), options=options))
            found = score_record(scorer, specimen, record_to_json(record))
            if "disputes" in specimen.gold:
                related = relate([FiledRecord(filing_key(record.report), record)])
                found.counts.update(
                    disputes.score(disputes.annotated(specimen.gold), related.contradictions, record)
                )
            scores.append(found)
    return scores


def rows_by_measure(scores: Iterable[SpecimenScores]) -> dict[str, list[Counts]]:
    """Return the counts of each report that has a measure, by measure."""
    rows: dict[str, list[Counts]] = {}
    for one in scores:
        for name, counts in one.counts.items():
            rows.setdefault(name, []).append(counts)
    return rows


def main() -> None:
    """Print the table of palmyra and the table summed over the six reports, beside their bars."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.specimens", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--shared", type=Path, required=True, help="folder that holds specimens/ and data/")
    parser.add_argument("--limit", type=int, help="the first N reports only, palmyra first")
    arguments = parser.parse_args()
    from onrecord.pipeline import load

    scores = measure(load(), arguments.shared, limit=arguments.limit)
    task = load_task(TASKS / "specimens.toml")
    for group, chosen in ((PALMYRA, scores[:1]), (SIX, scores[1:])):
        print(f"{group} ({len(chosen)})" if group == SIX else group)
        for name, rows in rows_by_measure(chosen).items():
            total = sum(rows, Counts(0, 0, 0))
            shown = f"  {name:45s} {total.right:4d} / {total.gold:<4d} {total.recall:5.1f}"
            for bar in task.bars_of(group, name):
                met = bar.is_met(total.right if bar.unit == "count" else total.recall)
                shown += f"   {bar}: {'met' if met else 'not met'}"
            print(shown)


if __name__ == "__main__":
    main()
