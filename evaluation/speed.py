"""Speed, memory and size of the installed core, on one core of this machine.

    python -m evaluation.speed --data ../shared/data [--limit N] [--json]

Measured are: words a second with the weights loaded, over the reports of PolNeAR's development
part; the time from a fresh process to the first record; peak memory; the size of what is installed;
the time of `onrecord --help`. A benchmark command, not a test: the figures are those of one machine.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path

# One thread for every library that would take more; before any of them is imported.
for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[_variable] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

TOOLS = ("pip", "setuptools", "wheel", "_distutils_hack", "pkg_resources")
"""What a virtual environment holds before anything is installed."""

_LOAD = """
import sys, time
begun = time.perf_counter()
import onrecord
onrecord.load()
print(time.perf_counter() - begun)
"""

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


def measure_reading(data: Path, *, limit: int | None = None) -> Throughput:
    """Return how fast documents are read: words, sentences, tags, trees, mentions, chains and speech frames."""
    import onrecord
    from onrecord.read.reader import Reader

    reader = Reader.load()
    documents = [onrecord.document_from_text(text) for text, _ in reports(data, limit=limit)]
    reader.read(documents[0])
    begun, begun_processor = time.perf_counter(), time.process_time()
    for document in documents:
        reader.read(document)
    seconds, processor = time.perf_counter() - begun, time.process_time() - begun_processor
    return Throughput(len(documents), sum(len(one.text.split()) for one in documents), seconds, processor)


def load_seconds(*, runs: int) -> float:
    """Return the median time in which a fresh process imports the program and loads weights and gazetteer."""
    command = [sys.executable, "-c", _LOAD]
    times = [float(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(runs + 1)]
    return statistics.median(times[1:])


def weights_mb() -> float:
    """Return the size of the weights at work, in millions of bytes."""
    from onrecord.weights import locate_weights

    return sum(path.stat().st_size for path in locate_weights(None).iterdir() if path.is_file()) / 1e6


def measure_ingest(data: Path, *, limit: int | None = None) -> Throughput:
    """Return how fast texts become documents, which `read` does before it records them, its tables loaded and warm."""
    import onrecord

    rows = list(reports(data, limit=limit))
    onrecord.document_from_text(rows[0][0], options=onrecord.IngestOptions(published=rows[0][1]))
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


def core_mb() -> float | None:
    """Return the size of `onrecord`, its weights and all they require, in millions of bytes.

    Whatever else is installed beside them, test tools for one, does not count. None where the program runs
    from bare sources.
    """
    try:
        names = requirements(["onrecord", "onrecord-weights-en"])
    except metadata.PackageNotFoundError:
        return None
    paths = (Path(str(file.locate())) for name in names for file in metadata.files(name) or ())
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6


def requirements(names: list[str]) -> set[str]:
    """Return the names of distributions with everything installed that they require, extras followed.

    Raises:
        PackageNotFoundError: one of `names` is not installed.
    """
    waiting: list[tuple[str, frozenset[str]]] = [(name, frozenset()) for name in names]
    for name in names:
        metadata.distribution(name)
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, extras = entry = waiting.pop()
        if entry in seen:
            continue
        try:
            required = metadata.distribution(name).requires or []
        except metadata.PackageNotFoundError:
            continue  # a requirement of another platform or version of Python
        seen.add(entry)
        for requirement in required:
            found = re.match(r"\s*([\w.-]+)\s*(?:\[([^\]]*)\])?", requirement)
            wanted = re.search(r"extra\s*==\s*['\"]([^'\"]+)", requirement)
            if found and (wanted is None or wanted[1] in extras):
                own = frozenset(extra.strip() for extra in (found[2] or "").split(",") if extra.strip())
                waiting.append((re.sub(r"[-_.]+", "-", found[1]).lower(), own))
    return {name for name, _ in seen}


def measure(data: Path, *, limit: int | None = None) -> dict[str, float | None]:
    """Return every figure by name, measured in this process, which is bound to one core.

    Peak memory is that of the process, so call it in a fresh one. A size that cannot be told is None.
    """
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    demo = Path(str(resources.files("onrecord"))) / "resources" / "demo" / "gdansk-strike.html"
    first = seconds_of([sys.executable, "-c", _FIRST_RECORD, str(demo)], runs=3)
    shown = seconds_of([sys.executable, "-c", "from onrecord.cli import main; main()", "--help"], runs=5)
    ingested = measure_ingest(data, limit=limit)
    read = measure_reading(data, limit=limit)
    recorded = measure_throughput(data, limit=limit)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000  # kilobytes on Linux
    return {
        "reports": recorded.n_reports,
        "words": recorded.n_words,
        "document to record, words a second": recorded.words_a_second,
        "text to record, words a second": recorded.n_words / (recorded.seconds + ingested.seconds),
        "  the same by processor time": recorded.n_words
        / (recorded.processor_seconds + ingested.processor_seconds),
        "text to document alone, words a second": ingested.words_a_second,
        "reading alone, words a second": read.words_a_second,
        "  reading by processor time": read.n_words / read.processor_seconds,
        "load of program, weights and gazetteer, s (median of 3)": load_seconds(runs=3),
        "fresh process to first record, s (median of 3)": first,
        "peak memory, MB": peak_mb,
        "weights, MB": weights_mb(),
        "core and weights with all they require, MB": core_mb(),
        "installed without pip and setuptools, MB": installed_mb(with_tools=False),
        "  the same without .pyc, MB": installed_mb(with_tools=False, with_bytecode=False),
        "installed with them, MB": installed_mb(with_tools=True),
        "onrecord --help, s (median of 5)": shown,
    }


def main() -> None:
    """Print the table of figures."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.speed", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--limit", type=int, help="measure on the first N reports only")
    parser.add_argument("--json", action="store_true", help="print one JSON object, not rounded")
    arguments = parser.parse_args()
    figures = measure(arguments.data, limit=arguments.limit)
    if arguments.json:
        print(json.dumps(figures))
        return
    for name, figure in figures.items():
        places = 2 if ", s (" in name else 0
        print(f"{name:<48}{'not installed' if figure is None else f'{figure:.{places}f}':>13}")


if __name__ == "__main__":
    main()
