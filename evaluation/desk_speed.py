"""How a desk bears many reports: reports added a second, memory, size, and how long relating them takes.

    python -m evaluation.desk_speed [--reports 20000] [--jobs 2] [--where FILE] [--no-relations] [--json]

The reports are those of `evaluation.made_up_news`, written to files with a manifest, and put into a store as
`onrecord add --manifest` does it, each one read in full. A benchmark command, not a test: the figures are those of one
machine. `evaluation.store_speed` times what is asked of a store, up to 100,000 reports.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from evaluation.made_up_news import made_up_news
from onrecord.desk import refresh, take_in
from onrecord.export.codec import JsonCodec
from onrecord.ingest import IngestOptions
from onrecord.store import Store

_EVERY = 1_000
"""Reports after which a line says how far it is."""


def write_reports(folder: Path, n_reports: int) -> int:
    """Write made-up reports into a folder, with a manifest of them, and return how many words they hold."""
    entries, n_words = [], 0
    for number, report in enumerate(islice(made_up_news(), n_reports)):
        name = f"{number:06d}.txt"
        (folder / name).write_text(report.text, encoding="utf-8")
        n_words += len(report.text.split())
        entries.append(
            {"file": name, "url": report.url, "outlet": report.outlet, "published": report.published}
        )
    (folder / "manifest.json").write_text(json.dumps({"reports": entries}), encoding="utf-8")
    return n_words


def measure(
    where: Path, n_reports: int, *, relations: bool = True, jobs: int = 1
) -> Iterator[dict[str, float]]:
    """Yield figures as they come in: after every thousand reports, at the end of adding, and after relating.

    Raises:
        OnRecordError: the store cannot be written, or the weights are missing.
    """
    from onrecord.pipeline import load

    recorder = load() if jobs == 1 else None
    with tempfile.TemporaryDirectory() as folder, Store.open(where, codec=JsonCodec()) as store:
        n_words = write_reports(Path(folder), n_reports)
        begun = time.perf_counter()
        added = take_in(
            store,
            [],
            recorder=load if recorder is None else lambda: recorder,
            options=IngestOptions(),
            manifests=[f"{folder}/manifest.json"],
            jobs=jobs,
        )
        n_done = 0
        for n_done, _ in enumerate(added, start=1):
            if n_done % _EVERY == 0 or n_done == n_reports:
                yield {
                    "reports": n_done,
                    "words a report": n_words / n_reports,
                    "reports a second": n_done / (time.perf_counter() - begun),
                    "peak MB": _peak_mb(),
                    "bytes a report": _size(where) / n_done,
                }
        if jobs > 1:
            # Known only now that they have ended.
            yield {"reports": n_done, "peak MB of a process that reads": _peak_mb(resource.RUSAGE_CHILDREN)}
        if relations:
            begun = time.perf_counter()
            refresh(store, force=True)
            yield {
                "reports": n_done,
                "seconds to relate": time.perf_counter() - begun,
                "peak MB": _peak_mb(),
                "bytes a report": _size(where) / n_done,
            }


def _size(where: Path) -> int:
    """Return the bytes of a store with its log."""
    return sum(path.stat().st_size for path in where.parent.glob(f"{where.name}*"))


def _peak_mb(kind: int = resource.RUSAGE_SELF) -> float:
    """Return the most memory that this process, or the largest of those that it began, has taken."""
    return resource.getrusage(kind).ru_maxrss / 1024


def main() -> None:
    """Print what was measured, a line at a time."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.desk_speed", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--reports", type=int, default=20_000, help="how many reports (default: 20000)")
    parser.add_argument(
        "--where", type=Path, help="the store's file, which must not be there yet (default: temporary)"
    )
    parser.add_argument("--jobs", type=int, default=1, help="processes that read reports (default: 1)")
    parser.add_argument("--no-relations", action="store_true", help="add only")
    parser.add_argument("--json", action="store_true", help="a JSON object a line")
    arguments = parser.parse_args()
    if arguments.where is not None and arguments.where.exists():
        parser.error(f"{arguments.where} is there already; name a new file")
    with tempfile.TemporaryDirectory() as folder:
        where = arguments.where or Path(folder) / "desk.db"
        for figures in measure(
            where, arguments.reports, relations=not arguments.no_relations, jobs=arguments.jobs
        ):
            told = (
                json.dumps(figures)
                if arguments.json
                else "  ".join(f"{name} {value:,.1f}" for name, value in figures.items())
            )
            print(told, flush=True)


if __name__ == "__main__":
    main()
