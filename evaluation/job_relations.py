"""Whether what a job finds to hold between its reports is what a store finds of the same reports, and how long each takes.

    python -m evaluation.job_relations FOLDER [--workers 2] [--engine daft] [--no-store] [--json]

FOLDER is the output of `onrecord job run`. What holds between the reports is found by the workers of a job, unless that was
done before; then the reports are put into a store, which finds it by itself, and every item is held against the other's, in
order. With --no-store only the job is timed. Exit status 1 where an item differs.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any

from onrecord.desk import refresh
from onrecord.desk.links import relations_json
from onrecord.desk.listing import EXPORTED
from onrecord.export.codec import JsonCodec
from onrecord.jobs.engines import engine_of
from onrecord.jobs.folders import Folder
from onrecord.jobs.opening import into_store
from onrecord.jobs.relating import relate_job, related_parts
from onrecord.store import Store


def compared(folder: Folder) -> tuple[dict[str, tuple[int, int]], float]:
    """Return for each part how many items there are and how many differ, and the seconds that the store took.

    Raises:
        OnRecordError: the tables or the store cannot be read or written.
    """
    found = related_parts(folder)
    if found is None:
        raise SystemExit("nobody has looked what holds between the reports: run `onrecord job relate`")
    with (
        tempfile.TemporaryDirectory() as where,
        Store.open(Path(where) / "desk.db", codec=JsonCodec()) as store,
    ):
        for _ in into_store(folder, store, originals=False):
            pass
        begun = time.perf_counter()
        refresh(store)
        seconds = time.perf_counter() - begun
        told = relations_json(store)
    return {part: (len(told[part]), _differing(found[part], told[part])) for part in EXPORTED}, seconds


def _differing(own: list[dict[str, Any]], other: list[dict[str, Any]]) -> int:
    return sum(a != b for a, b in zip(own, other, strict=False)) + abs(len(own) - len(other))


def main() -> int:
    """Run from the command line; 1 where an item differs."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.job_relations", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("folder")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--engine", default="daft")
    parser.add_argument("--no-store", action="store_true", help="time the job alone")
    parser.add_argument("--json", action="store_true", help="one JSON value")
    options = parser.parse_args()
    folder = Folder(options.folder)
    related = relate_job(folder, engine_of(options.engine, workers=options.workers), workers=options.workers)
    result: dict[str, Any] = {"job": related}
    differ = 0
    if not options.no_store:
        parts, seconds = compared(folder)
        differ = sum(wrong for _, wrong in parts.values())
        result |= {"store_s": round(seconds, 1), "parts": parts}
    if options.json:
        print(json.dumps(result, indent=1))
        return 1 if differ else 0
    n_reports, total = related["tables"]["reports"], sum(related["seconds"].values())
    told = ", ".join(f"{part} {seconds:,.0f}" for part, seconds in related["seconds"].items())
    print(f"{n_reports:,} reports, {options.workers} workers: {total:,.0f} s ({told})")
    for part, (n_items, wrong) in result.get("parts", {}).items():
        print(f"  {part:<22}{n_items:>9,} items, {wrong:,} differ")
    if "store_s" in result:
        print(f"  the store took {result['store_s']:,.0f} s in one process")
    return 1 if differ else 0


if __name__ == "__main__":
    raise SystemExit(main())
