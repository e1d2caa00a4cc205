"""How the store grows: reports a second, size, memory, and the time of each question at several sizes.

    python -m evaluation.store_speed [--sizes 1000 10000 100000] [--where FILE-OR-ADDRESS] [--json]

Reports are made up: words drawn by a Zipf curve, 40 outlets, five years, every twentieth a reprint and every
fiftieth a newer version of a page; their records are small. A benchmark command, not a test: the figures are those
of one machine. No question may take longer than 300 ms at 100,000 reports.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import sys
import tempfile
import time
from bisect import bisect
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path

from onrecord.export.codec import JsonCodec
from onrecord.model import SCHEMA, Document, Record, Span
from onrecord.model.capture import Capture
from onrecord.model.document import text_digest
from onrecord.store import Relation, ReportFilter, Store

MOST_MS = 300.0
"""Milliseconds that a question may take at 100,000 reports."""

_N_WORDS = 20_000
_N_OUTLETS = 40
_REPEATS = 5
_LETTERS = ("ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu", "pa", "re", "si", "to", "vu", "za")


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the store, and how long it took: the median and the longest of five times.

    Attributes:
        name: what was asked.
        median_ms: milliseconds by the clock.
        longest_ms: likewise.
        processor_ms: the median of processor time, which says more on a machine that other work shares.
    """

    name: str
    median_ms: float
    longest_ms: float
    processor_ms: float


@dataclass(frozen=True, slots=True)
class Stage:
    """What was measured at one size.

    Attributes:
        n_reports: how many reports were added by then, versions and reprints included.
        reports_a_second: how fast the last of them were added, each acknowledged on its own.
        bytes_a_report: size of the database, if a file, by the number of reports.
        peak_mb: the most memory that the process has taken so far.
        questions: what was asked.
    """

    n_reports: int
    reports_a_second: float
    bytes_a_report: float | None
    peak_mb: float
    questions: tuple[Question, ...]


def made_up_reports(seed: int = 7) -> Iterator[tuple[Capture, Document, Record]]:
    """Yield made-up reports without end, always the same."""
    draw = random.Random(seed)
    words = [_word(number) for number in range(_N_WORDS)]
    weights = list(accumulate(1 / (rank + 3) for rank in range(_N_WORDS)))
    texts: list[str] = []
    begun = datetime(2021, 1, 1, tzinfo=UTC)
    number = 0
    while True:
        is_reprint, is_version = number % 20 == 19, number % 50 == 49
        text = draw.choice(texts) if is_reprint else _text(draw, words, weights)
        texts = [*texts[-200:], text]
        address = number - 7 if is_version else number
        yield _report(
            text, address, f"Outlet {draw.randrange(_N_OUTLETS)}", begun + timedelta(minutes=26 * number)
        )
        number += 1


def measure(where: str | Path, sizes: list[int]) -> Iterator[Stage]:
    """Yield what was measured at each size, smallest first, in one growing store."""
    reports, n_reports = made_up_reports(), 0
    with Store.open(where, codec=JsonCodec()) as store:
        for size in sorted(sizes):
            begun, before = time.perf_counter(), n_reports
            capture = None
            for capture, document, record in islice(reports, size - n_reports):
                store.add(capture, document, record)
                n_reports += 1
            seconds = time.perf_counter() - begun
            _put_relations(store)
            yield Stage(
                n_reports,
                (n_reports - before) / seconds,
                _file_bytes(where) / n_reports if _is_file(where) else None,
                resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                tuple(time_question(name, ask) for name, ask in _questions(store, capture)),
            )


def _questions(store: Store, known: Capture | None) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what is asked, by name."""
    rows = list(islice(store.reports(), 200))
    middle = rows[len(rows) // 2]
    day = "2021-01-08"
    month = ReportFilter(since="2021-01-03", until="2021-01-31", outlet="outlet 7", limit=50)
    common, rare = _word(0), _word(15_000)
    yield "knows", lambda: store.knows(known) if known else None
    yield "report by key", lambda: store.report(middle.key)
    yield "record by key", lambda: store.record(middle.key)
    yield "capture by key", lambda: store.capture(middle.key)
    yield "versions of an address", lambda: store.versions(middle.url or "")
    yield "first 50 reports", lambda: list(store.reports(ReportFilter(limit=50)))
    yield "50 reports of a day on", lambda: list(store.reports(ReportFilter(since=day, limit=50)))
    yield "50 reports of an outlet in a month", lambda: list(store.reports(month))
    yield (
        "50 reports by key",
        lambda: list(store.reports(ReportFilter(keys=frozenset(r.key for r in rows[:50])))),
    )
    yield "50 records by key", lambda: list(store.records(row.key for row in rows[:50]))
    yield "50 reports with a common word", lambda: list(store.reports(ReportFilter(text=common, limit=50)))
    yield "50 reports with a rare word", lambda: list(store.reports(ReportFilter(text=rare, limit=50)))
    yield "search: rare word", lambda: store.search(rare)
    yield "search: word of every tenth report", lambda: store.search(_word(300))
    yield "search: word of nearly every report", lambda: store.search(common)
    yield "search: phrase of common words", lambda: store.search(f'"{common} {_word(1)}"')
    yield "search: common word, one outlet", lambda: store.search(common, ReportFilter(outlet="Outlet 7"))
    yield "search: common word, one month", lambda: store.search(common, month)
    yield "search: common word without another", lambda: store.search(f"{common} -{_word(2)}")
    yield "search: beginning of words", lambda: store.search("fofo*")
    yield "relations about a report", lambda: list(store.relations("stories", report=middle.key))
    yield "relation by id", lambda: list(store.relations("stories", id="T5"))
    yield "records of other weights (none)", lambda: list(store.records_of_other_weights("made up"))
    yield "counts", store.counts
    yield "digest of all reports and records", store.basis


def time_question(name: str, ask: Callable[[], object]) -> Question:
    """Return how long a question takes: the median and the longest of five times."""
    took, worked = [], []
    for _ in range(_REPEATS):
        begun, before = time.perf_counter(), time.process_time()
        ask()
        took.append(1_000 * (time.perf_counter() - begun))
        worked.append(1_000 * (time.process_time() - before))
    return Question(name, statistics.median(took), max(took), statistics.median(worked))


def _put_relations(store: Store) -> None:
    """Put in stories of five reports each."""
    keys = (row.key for row in store.reports())

    def stories() -> Iterator[Relation]:
        number = 0
        while some := tuple(islice(keys, 5)):
            number += 1
            yield Relation(
                f"T{number}", some, {"id": f"T{number}", "reports": list(some), "because": "made up"}
            )

    store.put_relations({"stories": stories()}, basis=store.basis())


def _report(text: str, address: int, outlet: str, moment: datetime) -> tuple[Capture, Document, Record]:
    document = Document(
        text_digest(text),
        f"https://example.org/{address}",
        text,
        url=f"https://example.org/{address}",
        outlet=outlet,
        published=moment.isoformat(),
        language="en",
    )
    data = f"<html><body><p>{text}</p></body></html>".encode()
    capture = Capture(
        input=document.input, data=data, url=document.url, outlet=outlet, media_type="text/html"
    )
    sentences = tuple(Span(start, min(start + 120, len(text))) for start in range(0, len(text), 120))
    return capture, document, Record(SCHEMA, "0", "made up", document, sentences, (), (), (), ())


def _text(draw: random.Random, words: list[str], weights: list[float]) -> str:
    """Return 150 to 350 words."""
    n_words = draw.randrange(150, 350)
    return " ".join(words[bisect(weights, draw.random() * weights[-1])] for _ in range(n_words))


def _word(number: int) -> str:
    """Return a made-up word, another for each number."""
    parts = []
    number += 16
    while number:
        number, part = divmod(number, 16)
        parts.append(_LETTERS[part])
    return "".join(parts)


def _is_file(where: str | Path) -> bool:
    return "://" not in str(where)


def _file_bytes(where: str | Path) -> int:
    return sum(path.stat().st_size for path in Path(where).parent.glob(Path(where).name + "*"))


def main() -> int:
    """Run from the command line; 1 where a question took longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--where", help="a file that is not there yet, or the address of an empty database")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        stages = []
        for stage in measure(options.where or Path(folder) / "reports.db", options.sizes):
            stages.append(stage)
            if not options.json:
                _show(stage)
    if options.json:
        print(json.dumps([asdict(stage) for stage in stages], indent=1))
    slow = [question for question in stages[-1].questions if question.median_ms > MOST_MS]
    for question in slow:
        print(f"over {MOST_MS:.0f} ms: {question.name}", file=sys.stderr)
    return 1 if slow else 0


def _show(stage: Stage) -> None:
    size = (
        f"{stage.bytes_a_report:,.0f} bytes a report" if stage.bytes_a_report is not None else "on a server"
    )
    print(
        f"{stage.n_reports:,} reports: {stage.reports_a_second:,.0f} a second, {size}, peak {stage.peak_mb:,.0f} MB"
    )
    for question in stage.questions:
        print(
            f"  {question.name:<40} {question.median_ms:9.2f} ms   longest {question.longest_ms:9.2f}   "
            f"processor {question.processor_ms:9.2f}"
        )
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
