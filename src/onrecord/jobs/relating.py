"""What holds between the reports of a job: found by its workers, the same as a store finds of the same reports.

The records are sketched part by part, and compared with those of the thirty days before them part by part; what the stories
are is found here; the stories are gone through by the workers, twice: see `onrecord.relate.within`. What comes out are tables
of relations beside the others.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from time import perf_counter
from typing import Any, TypeVar, cast

import pyarrow as pa

from onrecord.desk.gleanings import Gleanings
from onrecord.desk.listing import EXPORTED, Listing, reports_of
from onrecord.export.relations import item_to_json
from onrecord.jobs.engines import Engine
from onrecord.jobs.folders import Folder
from onrecord.jobs.laid_aside import RecordFiles, number_of, part_name
from onrecord.jobs.opening import finished
from onrecord.jobs.plan import Job, Task
from onrecord.jobs.relate_work import (
    FOUND,
    INDEX,
    JOININGS,
    LEFT_OUT,
    NEAR,
    RECORDS,
    SKETCHED,
    TOLD,
    VECTORS,
    WITHIN,
    WORK,
)
from onrecord.jobs.running import Progress, answers
from onrecord.jobs.tables import parquet_bytes, rows_in
from onrecord.model import Record
from onrecord.relate.near import NearTo, WordVectors
from onrecord.relate.outlines import Outlines, Sketched
from onrecord.relate.relations import FoundStory, Joining, Relating, Render, ToldOf
from onrecord.relate.spool import packed, unpacked
from onrecord.relate.within import Within
from onrecord.store import Store
from onrecord.store.moments import place_among, sortable_utc

RELATED = "relations.json"
_BASIS = f"{WORK}/basis.json"

_A_PART = 1_000
"""Reports whose records are sketched at once."""

_CHUNKS = 8
"""Chunks of stories for each worker, so that they end at about the same time."""

_SCHEMA = pa.schema(
    [
        pa.field("position", pa.int64(), nullable=False),
        pa.field("id", pa.string()),
        pa.field("reports", pa.list_(pa.string())),
        pa.field("data", pa.string(), nullable=False),
    ]
)
"""Of every table of relations: place in its list, id, keys of the reports that it is of, and all of it as JSON."""

T = TypeVar("T")


def relate_job(
    folder: Folder,
    engine: Engine,
    *,
    workers: int,
    tell: Callable[[Progress], None] = lambda progress: None,
    keep_work: bool = False,
) -> dict[str, Any]:
    """Find what holds between the reports of a job, and return how many rows each table of relations has.

    Args:
        folder: the job's folder.
        engine: hands tasks to workers.
        workers: how many work at once.
        tell: is told how far it is.
        keep_work: keep what was laid aside.

    Raises:
        NotAnExport: the job has not come to its end.
        OutputError: the results cannot be written.
        WeightsError, ResourceError: the installation is broken.
    """
    from onrecord.pipeline import program_version

    job = Job.from_json(json.dumps(finished(folder)["job"]))
    basis = {"program": program_version(), "weights": job.weights, "workers": workers}
    if folder.has(RELATED):
        related: dict[str, Any] = json.loads(folder.read(RELATED))
        if related["basis"]["program"] == basis["program"]:
            return related
    if not folder.has(_BASIS) or json.loads(folder.read(_BASIS)) != basis:
        folder.remove(WORK)
        folder.put(_BASIS, json.dumps(basis).encode())
    run = _Relating(folder, _replaced(job, folder), engine, workers, tell)
    counts = run.to_the_end()
    related = {"basis": basis, "tables": counts, "seconds": run.seconds}
    folder.put(RELATED, json.dumps(related, indent=1).encode())
    if not keep_work:
        folder.remove(WORK)
    return related


def _replaced(job: Job, folder: Folder) -> Job:
    """Return the job with its results where they lie now: a folder may have been moved."""
    from dataclasses import replace

    return replace(job, output=folder.address)


class _Relating:
    def __init__(
        self, folder: Folder, job: Job, engine: Engine, workers: int, tell: Callable[[Progress], None]
    ) -> None:
        self.folder, self.job, self.engine, self.workers, self._tell = folder, job, engine, workers, tell
        self.seconds: dict[str, float] = {}
        self._begun = perf_counter()

    def timed(self, part: str) -> None:
        """Count the time since the last part for this one."""
        now = perf_counter()
        self.seconds[part] = round(now - self._begun - sum(self.seconds.values()), 1)

    def to_the_end(self) -> dict[str, int]:
        outlines = self._outlines()
        self.timed("sketching")
        found: dict[str, list[dict[str, Any]]] = {part: [] for part in EXPORTED}
        hands = _ByTasks(self)
        with Relating(outlines) as relating:
            for part, item in relating.rendered(item_to_json, hands):
                found[part].append(item)
        found["reports"] = [hands.reports[index] for index in sorted(hands.reports)]
        self.timed("telling")
        for part, items in found.items():
            self.folder.put(f"relations/{part}.parquet", parquet_bytes(_table(part, items)))
        self.timed("writing")
        return {part: len(items) for part, items in found.items()}

    def run(self, kind: str, tasks: Sequence[Task], result: str) -> None:
        """Have those of some tasks done that are not.

        Args:
            kind: what they are called while they are done.
            tasks: the tasks.
            result: what the names of their results begin with.
        """

        def left() -> list[Task]:
            there = set(self.folder.names(WORK))
            return [task for task in tasks if part_name(result, task.number) not in there]

        n_done = len(tasks) - len(left())
        self._tell(Progress(kind, n_done, len(tasks), len(tasks), perf_counter() - self._begun))
        for _ in answers(self.engine, self.job, left):
            n_done += 1
            self._tell(Progress(kind, n_done, len(tasks), len(tasks), perf_counter() - self._begun))

    def _outlines(self) -> Outlines:
        self.folder.put(LEFT_OUT, packed(frozenset(older_versions(self.job, self.folder))))
        parts = list(self._parts())
        tasks = [Task("sketch", number=n, names=names) for n, names in enumerate(parts)]
        self.run("sketching", tasks, SKETCHED)
        starts: list[Any] = []

        def sketched() -> Iterator[Sketched]:
            for n in range(len(parts)):
                part, begins = unpacked(self.folder.read(part_name(SKETCHED, n)))
                starts.append(begins)
                yield part

        records = RecordFiles(self.folder, RECORDS, starts)
        return Outlines(sketched(), records)

    def _parts(self) -> Iterator[tuple[str, ...]]:
        """Yield the tables of records, so many at a time that they hold some thousand reports."""
        import pyarrow.parquet as pq

        taken: list[str] = []
        n_reports = 0
        for name in self.folder.names("records"):
            if not name.endswith(".parquet"):
                continue
            with self.folder.system.open_input_file(self.folder.path(name)) as file:
                n_reports += pq.ParquetFile(file).metadata.num_rows
            taken.append(name)
            if n_reports >= _A_PART:
                yield tuple(taken)
                taken, n_reports = [], 0
        if taken:
            yield tuple(taken)


class _ByTasks:
    """Has workers compare the reports and go through the stories."""

    def __init__(self, run: _Relating) -> None:
        self._run, self._folder = run, run.folder
        self.reports: dict[int, dict[str, Any]] = {}
        self._chunks: list[range] = []
        self._token = ""

    def near(self, vectors: WordVectors, least: float) -> Iterator[NearTo]:
        """Yield for each report the earlier ones that are near to it, in order."""
        self._run.timed("reprints")
        data = packed((vectors, least))
        self._folder.put(VECTORS, data, lasting=False)
        token, size = hashlib.sha256(data).hexdigest(), -(-len(vectors) // (_CHUNKS * self._run.workers))
        parts = [range(n, min(n + size, len(vectors))) for n in range(0, len(vectors), max(1, size))]
        tasks = [
            Task("near", number=n, first=part.start, until=part.stop, token=token)
            for n, part in enumerate(parts)
        ]
        self._run.run("comparing", tasks, NEAR)
        self._run.timed("comparing")
        for n in range(len(parts)):
            yield from cast("list[NearTo]", unpacked(self._folder.read(part_name(NEAR, n))))

    def find(
        self, within: Within, clusters: Sequence[Sequence[int]], render: Render[T]
    ) -> Iterator[FoundStory[T]]:
        """Yield what is found in each story, in order; the rest lies in the job's folder."""
        self._run.timed("stories")
        data = packed((within, render))
        self._token = hashlib.sha256(data).hexdigest()
        self._folder.put(WITHIN, data, lasting=False)
        self._chunks = list(_chunks(clusters, _CHUNKS * self._run.workers))
        tasks = [
            Task(
                "find", number=n, first=chunk.start, token=self._token,
                clusters=tuple(tuple(clusters[story]) for story in chunk),
            )
            for n, chunk in enumerate(self._chunks)
        ]  # fmt: skip
        self._run.run("finding", tasks, FOUND)
        place_of: dict[int, int] = {}
        starts = []
        for n, chunk in enumerate(self._chunks):
            found, reports, begins = unpacked(self._folder.read(part_name(FOUND, n)))
            self.reports |= reports
            starts.append(begins)
            place_of |= {story: number_of(n, place) for place, story in enumerate(chunk)}
            yield from cast("list[FoundStory[T]]", found)
        self._folder.put(INDEX, packed((place_of, starts)), lasting=False)
        self._run.timed("finding")

    def tell(self, within: Within, wanted: Iterable[Joining], render: Render[T]) -> Iterator[ToldOf[T]]:
        """Yield what is told of each story, in order."""
        joinings = list(wanted)
        for n, chunk in enumerate(self._chunks):
            own = joinings[chunk.start : chunk.stop]
            self._folder.put(part_name(JOININGS, n), packed(own), lasting=False)
        tasks = [Task("tell", number=n, token=self._token) for n in range(len(self._chunks))]
        self._run.run("telling", tasks, TOLD)
        for n in range(len(self._chunks)):
            yield from cast("list[ToldOf[T]]", unpacked(self._folder.read(part_name(TOLD, n))))


def _chunks(clusters: Sequence[Sequence[int]], number: int) -> Iterator[range]:
    """Yield ranges of stories that hold about as many reports each."""
    most = sum(map(len, clusters)) / max(1, number)
    begun, n_reports = 0, 0
    for story, cluster in enumerate(clusters):
        n_reports += len(cluster)
        if n_reports >= most:
            yield range(begun, story + 1)
            begun, n_reports = story + 1, 0
    if begun < len(clusters):
        yield range(begun, len(clusters))


def older_versions(job: Job, folder: Folder) -> set[str]:
    """Return the keys of reports that a later version of the same page takes the place of, as in a store."""
    order = {name: n for n, (name, _) in enumerate(job.files)}
    arrived: dict[str, list[tuple[int, int, str, str | None]]] = defaultdict(list)
    for name in (name for name in folder.names("reports") if name.endswith(".parquet")):
        for row in rows_in(folder, name, ["key", "url", "retrieved", "archive", "ordinal"]):
            if row["url"] is not None:
                place = order[row["archive"]], row["ordinal"]
                arrived[row["url"]].append((*place, row["key"], sortable_utc(row["retrieved"])))
    older: set[str] = set()
    for rows in arrived.values():
        versions: list[tuple[str, str | None]] = []
        for _, _, key, retrieved in sorted(rows) if len(rows) > 1 else ():
            versions.insert(place_among([at for _, at in versions], retrieved), (key, retrieved))
        older.update(key for key, _ in versions[:-1])
    return older


def _table(part: str, items: Sequence[Mapping[str, Any]]) -> pa.Table:
    rows = [
        {
            "position": n,
            "id": item.get("id"),
            "reports": reports_of(part, item),
            "data": json.dumps(item, ensure_ascii=False).encode("utf-8", "backslashreplace").decode(),
        }
        for n, item in enumerate(items)
    ]
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def related_parts(folder: Folder) -> dict[str, list[dict[str, Any]]] | None:
    """Return what was found to hold between the reports of a job, by parts; None where nobody has looked yet."""
    if not folder.has(RELATED):
        return None
    return {
        part: [json.loads(row["data"]) for row in rows_in(folder, f"relations/{part}.parquet", ["data"])]
        for part in EXPORTED
    }


def take_over_relations(folder: Folder, store: Store) -> bool:
    """Put what was found to hold between the reports of a job into a store; return whether it could be taken over.

    It can where the store holds the reports of the job and no others, and nobody has corrected anything. Otherwise the
    store finds it by itself when it is asked.

    Raises:
        StoreError: the store cannot be read or written.
    """
    found = related_parts(folder)
    if found is None or any(True for _ in store.corrections()):
        return False
    basis = store.basis()
    order = {one["id"]: n for n, one in enumerate(found["reports"])}
    gleaned: dict[int, Record] = {}
    gleanings = Gleanings()
    keys = set()
    # In order of publication, as they are described in it; those that come early wait for those before them.
    for one in store.records():
        keys.add(one.key)
        if one.key not in order:
            return False
        gleaned[order[one.key]] = one.record
        while (n := len(gleanings.parts)) in gleaned:
            gleanings.add(found["reports"][n]["id"], gleaned.pop(n))
    if keys != order.keys():
        return False
    listing = Listing(found["reports"], found["entities"], gleanings)
    store.put_relations(dict(listing.rows(found)), basis=basis)
    return True
