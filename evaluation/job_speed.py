"""How fast archives are put on record, by how many workers, in how much memory and room, and what other tools take.

    python -m evaluation.job_speed FOLDER [--sizes 5000 20000 50000] [--workers 1 2] [--engine daft] [--relate 5000 50000]
                                   [--against] [--json]

Makes invented archives of each size (`evaluation.made_up_archive`) in a folder, and runs a job over each with each number
of workers. What is in the folder already is not done again, and a run that was cut off goes on; of such a run the seconds
by the clock are not known, and its processor seconds are given alone. `--relate` has the most workers find what holds
between the reports of some of the jobs. `--against` times what else one would run over the
same pages: trafilatura alone, and a spaCy pipeline of its small architecture (tags, trees, names; untrained weights,
which take the same time as trained ones) over what trafilatura gives. A benchmark command, not a test: the figures are
those of one machine.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from evaluation.made_up_archive import write_archive
from onrecord.ingest import IngestOptions, document_of
from onrecord.ingest.options import MAX_BYTES
from onrecord.jobs.captures import captures_of
from onrecord.jobs.engines import engine_of
from onrecord.jobs.folders import Folder
from onrecord.jobs.relating import relate_job
from onrecord.jobs.running import plan_job, run_job
from onrecord.model import Capture

_SAMPLE = 400
"""Pages that parts of the reading, and other tools, are timed on."""


@dataclass(frozen=True, slots=True)
class Run:
    """A job over an archive.

    Attributes:
        n_pages: pages with a report.
        workers: processes that read at once.
        seconds: by the clock, weights loaded and tables filed; None for a run that was cut off meanwhile.
        processor_s: seconds for which the workers had a processor.
        n_captures, n_reports: what there was, and what was put on record.
        peak_mb: the most memory that a worker took.
        parts: seconds of the workers by what they went into.
        bytes_a_report: of each table.
    """

    n_pages: int
    workers: int
    seconds: float | None
    processor_s: float
    n_captures: int
    n_reports: int
    peak_mb: float
    parts: dict[str, float]
    bytes_a_report: dict[str, float]


def archive_of(folder: Path, n_pages: int) -> Path:
    """Return the folder of an archive of a size, made if it is not there."""
    where = folder / f"archive-{n_pages}"
    if not (where / "truth.json").exists():
        write_archive(where, n_pages)
    return where


def run(folder: Path, n_pages: int, workers: int, engine: str) -> Run:
    """Run a job, or read what one took that was run before.

    Raises:
        OnRecordError: the job cannot be run.
    """
    archive, output = archive_of(folder, n_pages), folder / f"tables-{n_pages}-{workers}-{engine}"
    taken = output.with_suffix(".seconds.json")
    was_begun = output.exists()
    job = plan_job(
        [f"{archive}/*.warc.gz"], str(output), unit=250, partition="day,outlet", languages=("en",), max_bytes=MAX_BYTES
    )  # fmt: skip
    begun = time.perf_counter()
    manifest = run_job(job, engine_of(engine, workers=workers), workers=workers)
    if not was_begun:
        taken.write_text(json.dumps(time.perf_counter() - begun), encoding="utf-8")
    counts, tables = manifest["counts"], manifest["tables"]
    truth = json.loads((archive / "truth.json").read_text(encoding="utf-8"))
    if counts["reports"] != truth["reports"]:
        raise SystemExit(f"{counts['reports']:,} reports in the tables, {truth['reports']:,} in the archive")
    return Run(
        n_pages=n_pages,
        workers=workers,
        seconds=json.loads(taken.read_text(encoding="utf-8")) if taken.exists() else None,
        processor_s=manifest["processor_s"],
        n_captures=counts["captures"],
        n_reports=counts["reports"],
        peak_mb=manifest["peak_mb"],
        parts=manifest["seconds"],
        bytes_a_report={name: table["bytes"] / counts["reports"] for name, table in tables.items()},
    )


@dataclass(frozen=True, slots=True)
class Related:
    """What holds between the reports of a job, found by its workers.

    Attributes:
        n_reports: reports, those left out that a later version of the same page takes the place of.
        workers: processes that worked at once.
        seconds: by the clock, of each part of the work.
        n_items: what was found, by kind.
    """

    n_reports: int
    workers: int
    seconds: dict[str, float]
    n_items: dict[str, int]


def relate(folder: Path, n_pages: int, workers: int, engine: str) -> Related:
    """Find what holds between the reports of a job that was run before, or read what was found.

    Raises:
        OnRecordError: it cannot be found.
    """
    tables = Folder(str(folder / f"tables-{n_pages}-{workers}-{engine}"))
    found = relate_job(tables, engine_of(engine, workers=workers), workers=workers)
    n_items = dict(found["tables"])
    return Related(n_items.pop("reports"), workers, found["seconds"], n_items)


def pages_of(archive: Path, number: int) -> list[Capture]:
    """Return the first pages of an archive that can be read."""

    def found() -> Iterator[Capture]:
        for name in sorted(archive.glob("*.warc.gz")):
            for capture in captures_of(str(name), options=IngestOptions()):
                if (
                    isinstance(capture, Capture)
                    and capture.data.startswith(b"<!DOCTYPE")
                    and b'lang="en"' in capture.data
                ):
                    yield capture

    return list(islice(found(), number))


def parts_of_reading(pages: list[Capture]) -> dict[str, float]:
    """Return the seconds that parts of reading some pages take, and how many words and reports they hold."""
    import onrecord
    from onrecord.errors import InputError
    from onrecord.jobs.reading import ReadReport
    from onrecord.jobs.tables import parquet_bytes, tables_of
    from onrecord.model import file_record

    recorder = onrecord.load()
    seconds: Counter[str] = Counter()
    encode = recorder.reader.encoder.encode
    read = recorder.reader.read

    def timed(part: str, call: Any) -> Any:
        def timing(*given: Any) -> Any:
            begun = time.perf_counter()
            result = call(*given)
            seconds[part] += time.perf_counter() - begun  # type: ignore[assignment]
            return result

        return timing

    recorder.reader.encoder.encode = timed("encoder", encode)  # type: ignore[method-assign]
    recorder.reader.read = timed("reading", read)  # type: ignore[method-assign]
    reports, n_words = [], 0
    for number, page in enumerate(pages):
        try:
            document = timed("extraction", document_of)(page)
        except InputError:
            continue
        record = timed("recording", recorder)(document)
        n_words += len(document.text.split())
        reports.append(ReadReport(number, page.digest, file_record(record)))
    tables = timed("tables", tables_of)(reports, "archive")
    for table in tables.values():
        timed("writing", parquet_bytes)(table)
    return {
        "extraction": seconds["extraction"],
        "encoder": seconds["encoder"],
        "decoding": seconds["reading"] - seconds["encoder"],
        "recording": seconds["recording"] - seconds["reading"],
        "tables": seconds["tables"],
        "writing": seconds["writing"],
        "words": n_words,
        "reports": len(reports),
    }


def has_vnni() -> bool | None:
    """Tell whether the processor adds products of int8 in one step, which the encoder gains most from; None if unknown."""
    try:
        return "vnni" in Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return None


def others(pages: list[Capture]) -> dict[str, float]:
    """Return the seconds that other tools take over the same pages."""
    import spacy
    import trafilatura

    begun = time.perf_counter()
    texts = [trafilatura.extract(page.data.decode()) or "" for page in pages]
    found = {"trafilatura": time.perf_counter() - begun}
    pipeline = spacy.blank("en")
    for name in ("tagger", "parser", "ner"):
        pipe = pipeline.add_pipe(name)
        labels = {
            "tagger": ["NN", "NNP", "VBD", "DT", "IN", "JJ", "."],
            "parser": ["nsubj", "obj", "ROOT", "det", "prep", "amod", "punct"],
            "ner": ["PERSON", "ORG", "GPE", "DATE"],
        }[name]
        for label in labels:
            pipe.add_label(label)  # type: ignore[attr-defined]
    pipeline.initialize()
    begun = time.perf_counter()
    n_tokens = sum(len(doc) for doc in pipeline.pipe(texts))
    found |= {"spacy": time.perf_counter() - begun, "spacy_tokens": n_tokens}
    return found


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.job_speed", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[5_000, 20_000, 50_000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--engine", default="daft")
    parser.add_argument(
        "--relate", type=int, nargs="*", default=[], help="sizes whose reports are related too"
    )
    parser.add_argument("--against", action="store_true", help="time other tools too")
    parser.add_argument("--json", action="store_true", help="one JSON value")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    runs = []
    for n_pages in options.sizes:
        for workers in options.workers:
            runs.append(run(options.folder, n_pages, workers, options.engine))
            if not options.json:
                _show(runs[-1])
    related = []
    for n_pages in options.relate:
        related.append(relate(options.folder, n_pages, max(options.workers), options.engine))
        if not options.json:
            _show_related(related[-1])
    pages = pages_of(archive_of(options.folder, options.sizes[0]), _SAMPLE)
    parts = parts_of_reading(pages)
    against = others(pages) if options.against else {}
    if options.json:
        print(
            json.dumps(
                {
                    "runs": [asdict(one) for one in runs],
                    "relations": [asdict(one) for one in related],
                    "parts": parts,
                    "sample": len(pages),
                    "vnni": has_vnni(),
                    "others": against,
                },
                indent=1,
            )
        )
        return 0
    n_words, n_reports = parts.pop("words"), parts.pop("reports")
    total = sum(parts.values())
    print(f"{n_reports:,.0f} reports in one process: {total:,.1f} s, {n_words / total:,.0f} words a second")
    for part, seconds in parts.items():
        print(f"  {part:<12}{seconds:8.2f} s {seconds / total:7.1%}")
    for name in ("trafilatura", "spacy"):
        if name in against:
            print(f"  {name:<12}{against[name]:8.2f} s, ours takes {total / against[name]:.1f} times as long")
    if against:
        both = against["trafilatura"] + against["spacy"]
        print(f"  both        {both:8.2f} s, ours takes {total / both:.2f} times as long")
    return 0


def _show(one: Run) -> None:
    clock = (
        f"{one.seconds:,.0f} s, {one.n_reports / one.seconds:,.1f} reports a second"
        if one.seconds
        else "cut off"
    )
    print(
        f"{one.n_pages:,} pages, {one.workers} workers: {clock}; processor {one.processor_s:,.0f} s, "
        f"peak {one.peak_mb:,.0f} MB a worker"
    )
    total = sum(one.parts.values())
    print("  " + ", ".join(f"{part} {seconds / total:.1%}" for part, seconds in one.parts.items()))
    print(
        "  bytes a report: " + ", ".join(f"{name} {n:,.0f}" for name, n in one.bytes_a_report.items()),
        flush=True,
    )


def _show_related(one: Related) -> None:
    total = sum(one.seconds.values())
    told = ", ".join(f"{part} {seconds:,.0f}" for part, seconds in one.seconds.items())
    print(f"{one.n_reports:,} reports related by {one.workers} workers: {total:,.0f} s ({told})", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
