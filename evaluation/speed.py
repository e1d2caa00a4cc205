"""Speed, memory and size of the installed core, on one core of this machine.

    python -m evaluation.speed --data ../shared/data [--limit N]

Measured are: words a second with the weights loaded, over the reports of PolNeAR's development
part; the time from a fresh process to the first record; peak memory; the size of what is installed;
the time of `onrecord --help`. A benchmark command, not a test: the figures are those of one machine.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import statistics
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# One thread for every library that would take more; before any of them is imported.
for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[_variable] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

TOOLS = ("pip", "setuptools", "wheel", "_distutils_hack", "pkg_resources")
"""What a virtual environment holds before anything is installed."""

_FIRST_RECORD = """
import sys, onrecord
record = onrecord.load()(onrecord.load_document(sys.argv[1]))
assert record.statements
"""


@dataclass(frozen=True, slots=True)
class Throughput:
    """How fast reports were put on record: their number, their words (parted by blanks), and seconds.

    `processor_seconds` counts only the time this process had the processor, so it says more than
    `seconds` where other work shares the machine.
    """

    n_reports: int
    n_words: int
    seconds: float
    processor_seconds: float

    @property
    def words_a_second(self) -> float:
        """Words put on record in a second."""
        return self.n_words / self.seconds


def reports(data: Path, *, limit: int | None = None) -> Iterator[tuple[str, str]]:
    """Yield text and ISO day of publication of PolNeAR's development reports."""
    with gzip.open(data / "polnear" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit is not None and number >= limit:
                return
            row = json.loads(line)
            yield row["text"], row["publication_date"]


def measure_throughput(data: Path, *, limit: int | None = None) -> Throughput:
    """Return how fast the reports are put on record, the weights loaded and warm."""
    import onrecord

    recorder = onrecord.load()
    documents = [
        onrecord.document_from_text(text, options=onrecord.IngestOptions(published=day))
        for text, day in reports(data, limit=limit)
    ]
    recorder(documents[0])
    begun, begun_processor = time.perf_counter(), time.process_time()
    for document in documents:
        recorder(document)
    seconds, processor = time.perf_counter() - begun, time.process_time() - begun_processor
    return Throughput(len(documents), sum(len(one.text.split()) for one in documents), seconds, processor)


def measure_ingest(data: Path, *, limit: int | None = None) -> Throughput:
    """Return how fast texts become documents, which `read` does before it records them."""
    import onrecord

    rows = list(reports(data, limit=limit))
    begun, begun_processor = time.perf_counter(), time.process_time()
    for text, day in rows:
        onrecord.document_from_text(text, options=onrecord.IngestOptions(published=day))
    seconds, processor = time.perf_counter() - begun, time.process_time() - begun_processor
    return Throughput(len(rows), sum(len(text.split()) for text, _ in rows), seconds, processor)


def seconds_of(command: list[str], *, runs: int) -> float:
    """Return the median wall time of a command, in seconds, after one run that warms the caches."""
    times = []
    for _ in range(runs + 1):
        begun = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - begun)
    return statistics.median(times[1:])


def installed_mb(*, with_tools: bool, with_bytecode: bool = True) -> float:
    """Return the size of the environment's site-packages in millions of bytes."""
    folder = Path(sysconfig.get_paths()["purelib"])
    total = 0
    for path in folder.rglob("*"):
        top = path.relative_to(folder).parts[0]
        if not with_tools and top.partition("-")[0] in TOOLS:
            continue
        if (with_bytecode or path.suffix != ".pyc") and path.is_file() and not path.is_symlink():
            total += path.stat().st_size
    return total / 1e6


def main() -> None:
    """Print the table of figures."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.speed", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--limit", type=int, help="measure on the first N reports only")
    arguments = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    demo = Path(__import__("onrecord").__file__).parent / "resources" / "demo" / "gdansk-strike.html"
    first = seconds_of([sys.executable, "-c", _FIRST_RECORD, str(demo)], runs=3)
    shown = seconds_of([sys.executable, "-c", "from onrecord.cli import main; main()", "--help"], runs=5)
    ingested = measure_ingest(arguments.data, limit=arguments.limit)
    recorded = measure_throughput(arguments.data, limit=arguments.limit)
    whole = recorded.n_words / (recorded.seconds + ingested.seconds)
    alone = recorded.n_words / (recorded.processor_seconds + ingested.processor_seconds)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000  # kilobytes on Linux
    rows = [
        ("reports", f"{recorded.n_reports}"),
        ("words", f"{recorded.n_words}"),
        ("document to record, words a second", f"{recorded.words_a_second:.0f}"),
        ("text to record, words a second", f"{whole:.0f}"),
        ("  the same by processor time", f"{alone:.0f}"),
        ("fresh process to first record, s (median of 3)", f"{first:.2f}"),
        ("peak memory, MB", f"{peak_mb:.0f}"),
        ("installed without pip and setuptools, MB", f"{installed_mb(with_tools=False):.0f}"),
        ("  the same without .pyc, MB", f"{installed_mb(with_tools=False, with_bytecode=False):.0f}"),
        ("installed with them, MB", f"{installed_mb(with_tools=True):.0f}"),
        ("onrecord --help, s (median of 5)", f"{shown:.2f}"),
    ]
    for name, figure in rows:
        print(f"{name:<48}{figure:>10}")


if __name__ == "__main__":
    main()
