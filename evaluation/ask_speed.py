"""How long questions take in a store of 1,000, 10,000 and 100,000 reports that were read and related.

    python -m evaluation.ask_speed [--sizes 1000 10000 100000] [--base FILE] [--where FILE-OR-ADDRESS] [--json]

Reading 100,000 reports would take hours. So some are read and related (those of `evaluation.made_up_news`, or of the store
given with --base), and the store is filled with copies of them, each shifted by the days that they span: with its own
addresses, keys, stories and happenings, and the same people, bodies and places, which so come to be named in thousands of
reports. Lists are asked for by the first fifty rows, as a page shows them, and what a person said and did by twenty rows
of each. A benchmark command, not a test: the figures are those of one machine. No question may take longer than 300 ms
at 100,000 reports.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from evaluation.desk_speed import measure as fill
from evaluation.store_speed import MOST_MS, Question, time_question
from onrecord.desk import refresh
from onrecord.desk.gleanings import Gleanings
from onrecord.desk.links import is_fresh
from onrecord.desk.listing import EXPORTED, Listing
from onrecord.desk.questions import (
    disputes,
    find_entities,
    find_entity,
    find_happening,
    find_stories,
    find_story,
    said,
    search,
    sources,
    timeline,
)
from onrecord.desk.wanted import Wanted
from onrecord.errors import NotInStore
from onrecord.export.codec import JsonCodec
from onrecord.model import FiledRecord, file_record
from onrecord.model.capture import Capture
from onrecord.model.document import text_digest
from onrecord.store import Store

_BASE = 1_000
"""Reports that are read and related where no store is given."""
_PAGE, _FEW = 50, 20
"""Rows of a list, and of each of the four lists about a person, that are asked for."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:+.Z-]*)?")
_ID = re.compile(r"[HQ][0-9a-f]{10}.*")


@dataclass(frozen=True, slots=True)
class Stage:
    """What was measured at one size.

    Attributes:
        n_reports: reports in the store.
        seconds: time to put the relations in.
        bytes_a_report: size of the database, if a file, by the number of reports.
        peak_mb: the most memory that the process has taken so far, what the copies are made from included.
        questions: what was asked.
    """

    n_reports: int
    seconds: float
    bytes_a_report: float | None
    peak_mb: float
    questions: tuple[Question, ...]


class Copies:
    """Copies of the reports of a store that was related, and of what holds between them.

    Args:
        base: the store.
    """

    def __init__(self, base: Store) -> None:
        self.records = list(base.records())
        self.found = {part: [one.data for one in base.relations(part)] for part in EXPORTED}
        days = sorted(one.record.report.published[:10] for one in self.records if one.record.report.published)
        self._apart = (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days + 1 if days else 1
        self._keys: list[dict[str, str]] = []

    def add(self, store: Store, number: int) -> int:
        """Add one copy of all reports to a store, and return how many there are."""
        keys: dict[str, str] = {}
        for one in self.records:
            filed = self._copy(one, number)
            report = filed.record.report
            capture = Capture(
                input=report.input, data=report.text.encode(), url=report.url, outlet=report.outlet
            )
            store.add(capture, report, filed.record)
            keys[one.key] = filed.key
        self._keys.append(keys)
        return len(keys)

    def relate(self, store: Store) -> None:
        """Put in what holds between all reports that were added."""
        found: dict[str, list[Mapping[str, Any]]] = {part: [] for part in EXPORTED}
        entities: dict[str, dict[str, Any]] = {}
        for number, new in enumerate(self._keys):
            # A story is named after its first report.
            keys = new | {f"T{old[:10]}": f"T{key[:10]}" for old, key in new.items()}
            for part, items in self.found.items():
                for item in items:
                    copied = self._shifted(item, keys, number)
                    if part == "entities" and item["id"] in entities:
                        _join(entities[str(item["id"])], copied)
                        continue
                    if part == "entities":
                        entities[str(item["id"])] = copied
                    found[part].append(copied)
        gleanings = Gleanings()
        for keys in self._keys:
            for one in self.records:
                gleanings.add(keys[one.key], one.record)
        listing = Listing(found["reports"], found["entities"], gleanings)
        store.put_relations(dict(listing.rows(found)), basis=store.basis())

    def _copy(self, one: FiledRecord, number: int) -> FiledRecord:
        report = one.record.report
        text = f"{report.text}\n{number}"
        address = f"https://example.org/{number}/{one.key}"
        moved = replace(
            report,
            id=text_digest(text),
            text=text,
            input=address,
            url=address,
            published=self._later(report.published, number) if report.published else None,
        )
        return file_record(replace(one.record, report=moved))

    def _shifted(self, value: Any, keys: Mapping[str, str], number: int) -> Any:
        """Return JSON values with keys and ids of a copy in the place of the base's, and days moved."""
        if isinstance(value, dict):
            return {name: self._shifted(one, keys, number) for name, one in value.items()}
        if isinstance(value, list):
            return [self._shifted(one, keys, number) for one in value]
        if not isinstance(value, str):
            return value
        if value in keys:
            return keys[value]
        if _ID.fullmatch(value):
            return value[0] + hashlib.sha256(f"{value} {number}".encode()).hexdigest()[:10]
        return self._later(value, number) if _DATE.fullmatch(value) else value

    def _later(self, moment: str, number: int) -> str:
        apart = timedelta(days=self._apart * number)
        if len(moment) == len("2026-03-10"):
            return (date.fromisoformat(moment) + apart).isoformat()
        return (datetime.fromisoformat(moment) + apart).isoformat()


def _join(entity: dict[str, Any], other: Mapping[str, Any]) -> None:
    """Take the mentions of a copy of an entity into it."""
    entity["mentions"] += other["mentions"]
    for part in ("aliases", "roles"):
        for mine, theirs in zip(entity[part], other[part], strict=True):
            mine["reports"] += theirs["reports"]
            mine["last"] = theirs["last"]


def measure(where: str | Path, base: Store, sizes: list[int]) -> Iterator[Stage]:
    """Yield what was measured at each size, smallest first, in one growing store.

    Args:
        where: a store that is not there yet.
        base: a store that was related.
        sizes: reports from which it is asked.
    """
    copies = Copies(base)
    with Store.open(where, codec=JsonCodec()) as store:
        n_reports, numbers = 0, count()
        for size in sorted(sizes):
            while n_reports < size:
                n_reports += copies.add(store, next(numbers))
            begun = time.perf_counter()
            copies.relate(store)
            seconds = time.perf_counter() - begun
            is_file = "://" not in str(where)
            yield Stage(
                n_reports,
                seconds,
                _size(Path(where)) / n_reports if is_file else None,
                resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                tuple(time_question(name, ask) for name, ask in asked(store)),
            )


def asked(store: Store) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what is asked of a store, by name: each list by its first fifty rows."""
    entities = list(zip(range(2_000), store.relations("entities"), strict=False))
    people = [one.data for _, one in entities if one.data["type"] == "PERSON"]
    often, seldom = str(people[0]["name"]), str(people[-1]["name"])
    rows = timeline(store, several=True, limit=_PAGE)
    happening = max(rows, key=lambda row: row.n_accounts)
    outlet = str(happening.first.report.outlet)
    place, day = (
        next(str(row.place) for row in rows if row.place),
        str(happening.day or ("2021-01-05",))[2:12],
    )
    month = {"since": day, "until": (date.fromisoformat(day) + timedelta(days=30)).isoformat()}
    type, label = happening.type or "ASSAULT", "alleged"

    def lists(name: str, ask: Callable[..., object]) -> Iterator[tuple[str, Callable[[], object]]]:
        for told, given in (
            ("all", {}),
            ("a month", month),
            ("an outlet", {"outlet": outlet}),
            ("a place", {"place": place}),
            ("a type", {"type": type}),
            ("a label", {"label": label}),
            ("a person named often", {"person": often}),
            ("a person named seldom", {"person": seldom}),
            ("type, place, label", {"type": type, "place": place, "label": label}),
            ("outlet, label, a month", {"outlet": outlet, "label": label, **month}),
            ("person, outlet, label", {"person": often, "outlet": outlet, "label": label}),
            ("nothing fits", {"person": seldom, "type": "MOBILIZE", "label": "denied"}),
        ):
            wanted = Wanted(**given)
            yield f"{name}: {told}", lambda wanted=wanted: ask(wanted)  # type: ignore[misc]

    yield from lists("stories", lambda wanted: find_stories(store, wanted, limit=_PAGE))
    yield from lists("timeline", lambda wanted: timeline(store, wanted, limit=_PAGE))
    yield "timeline: told by several", lambda: timeline(store, several=True, limit=_PAGE)
    yield from lists("disputes", lambda wanted: disputes(store, wanted, limit=_PAGE))
    yield from lists("search", lambda wanted: search(store, "police", wanted, limit=_PAGE))
    yield "story", lambda: find_story(store, happening.story)
    yield "happening", lambda: find_happening(store, happening.id)
    yield "sources", lambda: sources(store, happening.id)
    for told, one in (("often", people[0]), ("seldom", people[-1])):
        yield f"names: {told}", lambda one=one: find_entities(store, str(one["name"]))  # type: ignore[misc]
        yield f"person: {told}", lambda one=one: find_entity(store, str(one["id"]), limit=_FEW)  # type: ignore[misc]
    yield "person: a month", lambda: find_entity(store, str(people[0]["id"]), Wanted(**month), limit=_FEW)
    yield "said: often", lambda: said(store, often, limit=_PAGE)
    yield "said: seldom", lambda: said(store, seldom, limit=_PAGE)
    yield "names: nobody", lambda: find_entities(store, "zzyzx")
    yield "names: described", lambda: find_entities(store, "coast guard")
    yield "an id that is not there", lambda: _missing(store)
    yield "is it fresh?", lambda: is_fresh(store)


def _missing(store: Store) -> str:
    try:
        return find_story(store, "Tzz").story.id
    except NotInStore as told:
        return str(told)


def _size(where: Path) -> int:
    return sum(path.stat().st_size for path in where.parent.glob(f"{where.name}*"))


def _show(stage: Stage) -> None:
    size = f", {stage.bytes_a_report:,.0f} bytes a report" if stage.bytes_a_report is not None else ""
    print(
        f"{stage.n_reports:,} reports{size}, relations put in in {stage.seconds:,.0f} s, peak {stage.peak_mb:,.0f} MB"
    )
    for question in stage.questions:
        print(
            f"  {question.name:<40} {question.median_ms:9.2f} ms   longest {question.longest_ms:9.2f}   "
            f"processor {question.processor_ms:9.2f}"
        )
    sys.stdout.flush()


def main() -> int:
    """Run from the command line; 1 where a question took longer than it may."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.ask_speed", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument(
        "--base", type=Path, help="a store whose reports are copied (default: 1,000 made-up ones)"
    )
    parser.add_argument("--where", help="a file that is not there yet, or the address of an empty database")
    parser.add_argument("--json", action="store_true", help="one JSON value")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        base = options.base or Path(folder) / "base.db"
        if options.base is None:
            for _ in fill(base, _BASE):
                pass
        stages = []
        with Store.open(base, codec=JsonCodec()) as store:
            refresh(store)
            for stage in measure(options.where or Path(folder) / "asked.db", store, options.sizes):
                stages.append(stage)
                if not options.json:
                    _show(stage)
    if options.json:
        print(json.dumps([asdict(stage) for stage in stages], indent=1))
    slow = [question for question in stages[-1].questions if question.median_ms > MOST_MS]
    for question in slow:
        print(f"over {MOST_MS:.0f} ms: {question.name}", file=sys.stderr)
    return 1 if slow else 0


if __name__ == "__main__":
    raise SystemExit(main())
