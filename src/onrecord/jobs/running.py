"""A job from its beginning, or from where it was left, to its end: counted, read, filed, and told of in a manifest.

Everything that is done lies in the job's folder as a file that appeared whole, so that whoever comes next, after
whatever end, goes on with what is missing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import structlog

from onrecord.errors import NoBody, NotAnExport, WorkerEnded
from onrecord.jobs.engines import Engine
from onrecord.jobs.folders import Folder, find_files
from onrecord.jobs.plan import (
    FORM,
    Counted,
    Done,
    Job,
    Task,
    Unit,
    counted_name,
    shared_out,
    units_of,
    wrong_folder,
)
from onrecord.jobs.reading import SetAside
from onrecord.jobs.settling import find_again, settled_name
from onrecord.jobs.tables import NAMES, SET_ASIDE, aside_table, parquet_bytes, schema_of

_log = structlog.get_logger(__name__)

MANIFEST = "manifest.json"
_JOB, _FILING = "work/job.json", "work/filing.json"
_MOST_ROUNDS = 5
"""Times that workers may end in a row without any unit done before the job gives up."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is.

    Attributes:
        stage: "counting", "reading" or "filing".
        done, total: files, captures or days.
        reports: reports read so far, in this run and before.
        seconds: since this run began.
    """

    stage: str
    done: int
    total: int
    reports: int
    seconds: float


def plan_job(
    patterns: Sequence[str],
    output: str,
    *,
    unit: int,
    partition: str,
    languages: tuple[str, ...],
    max_bytes: int,
) -> Job:
    """Return the job of reading some files into a folder.

    Raises:
        UnreadableInput: an input gives no file.
        WeightsError: the weights are missing.
    """
    from onrecord.pipeline import program_version
    from onrecord.weights import check_weights, locate_weights

    edition = check_weights(locate_weights(None))
    files = tuple(find_files(list(patterns)))
    return Job(files, output, unit, partition, languages, max_bytes, program_version(), edition.digest)


def run_job(
    job: Job,
    engine: Engine,
    *,
    workers: int,
    tell: Callable[[Progress], None] = lambda progress: None,
    keep_work: bool = False,
) -> dict[str, Any]:
    """Run a job, or the rest of one that was begun, and return its manifest.

    Args:
        job: the job.
        engine: hands tasks to workers.
        workers: how many work at once; the sizes of tasks go by it.
        tell: is told how far it is.
        keep_work: keep the files of each unit once the tables are complete.

    Raises:
        InputError: the folder holds the results of another job.
        OutputError: the results cannot be written.
        WorkerEnded: workers end again and again without anything done.
        WeightsError, ResourceError: the installation is broken.
    """
    return _Run(job, engine, workers, tell).to_the_end(keep_work=keep_work)


class _Run:
    def __init__(self, job: Job, engine: Engine, workers: int, tell: Callable[[Progress], None]) -> None:
        self.job, self.engine, self.workers, self._tell = job, engine, workers, tell
        self.folder = Folder(job.output)
        self._begun = perf_counter()
        self._n_reports = 0

    def to_the_end(self, *, keep_work: bool) -> dict[str, Any]:
        """Do what is missing, and return the manifest."""
        manifest = read_manifest(self.folder)
        if manifest is not None:
            self._hold_against(Job.from_json(json.dumps(manifest["job"])))
            self._tidy(keep_work=keep_work)
            return manifest
        if self.folder.has(_JOB):
            self._hold_against(Job.from_json(self.folder.read(_JOB).decode()))
        else:
            self.folder.put(_JOB, self.job.to_json().encode())
        units = units_of(self._counted(), self.job.unit)
        if not units:
            raise NoBody(
                what="the files hold no capture", where=", ".join(name for name, _ in self.job.files[:3]),
                remedy="give archives with pages in them",
            )  # fmt: skip
        done = self._read(units)
        manifest = self._filed(units, done)
        self.folder.put(MANIFEST, json.dumps(manifest, indent=1).encode())
        self._tidy(keep_work=keep_work)
        return manifest

    def _tidy(self, *, keep_work: bool) -> None:
        """Remove what is needed no more: what was laid aside, and files that a killed process had half written."""
        if not keep_work:
            self.folder.remove("work")
        self.folder.remove_halves()

    def _hold_against(self, other: Job) -> None:
        what = self.job.differs(other)
        if what is not None:
            raise wrong_folder(self.job.output, what)

    def _say(self, stage: str, done: int, total: int) -> None:
        self._tell(Progress(stage, done, total, self._n_reports, perf_counter() - self._begun))

    def _counted(self) -> list[Counted]:
        names = {number: name for number, (name, _) in enumerate(self.job.files)}
        missing = [n for n in names if not self.folder.has(counted_name(n))]
        self._say("counting", len(names) - len(missing), len(names))

        def tasks() -> list[Task]:
            left = [n for n in names if not self.folder.has(counted_name(n))]
            return [Task("count", file=names[n], number=n) for n in left]

        for number, _ in enumerate(
            answers(self.engine, self.job, tasks), start=len(names) - len(missing) + 1
        ):
            self._say("counting", number, len(names))
        return [
            Counted(name, int(json.loads(self.folder.read(counted_name(number)))["count"]))
            for number, name in names.items()
        ]

    def _read(self, units: Sequence[Unit]) -> list[Done]:
        total, n_done = sum(unit.count for unit in units), 0

        def tasks() -> list[Task]:
            nonlocal n_done
            there = set(self.folder.names("work/units"))
            done = [self._done(unit) for unit in units if unit.is_done in there]
            self._n_reports, n_done = sum(one.n_reports for one in done), sum(one.n_captures for one in done)
            self._say("reading", n_done, total)
            return list(shared_out((unit for unit in units if unit.is_done not in there), self.workers))

        for answer in answers(self.engine, self.job, tasks):
            self._n_reports += answer["reports"]
            n_done += answer["captures"]
            self._say("reading", n_done, total)
        return [self._done(unit) for unit in units]

    def _done(self, unit: Unit) -> Done:
        return Done(**json.loads(self.folder.read(unit.is_done)))

    def _filed(self, units: Sequence[Unit], done: Sequence[Done]) -> dict[str, Any]:
        days: dict[str, list[int]] = {}
        for one in done:
            for day in one.days:
                days.setdefault(day, []).append(one.unit)
        if not self.folder.has(_FILING):
            again = find_again(self.folder, [one.unit for one in done])
            self.folder.put(_FILING, json.dumps({"days": days, "again": again}).encode())
        again = json.loads(self.folder.read(_FILING))["again"]
        ordered = sorted(days)
        self._say("filing", 0, len(ordered))

        def tasks() -> list[Task]:
            left = [day or None for day in ordered if not self.folder.has(settled_name(day or None))]
            return [Task("settle", day=day) for day in left]

        for number, _ in enumerate(answers(self.engine, self.job, tasks), start=1):
            self._say("filing", number, len(ordered))
        return self._manifest(units, done, ordered, again)

    def _manifest(
        self, units: Sequence[Unit], done: Sequence[Done], days: Sequence[str], again: dict[str, list[int]]
    ) -> dict[str, Any]:
        settled = [json.loads(self.folder.read(settled_name(day or None))) for day in days]
        file_of = {unit.number: unit.file for unit in units}
        aside = [(file_of[one.unit], SetAside(**item)) for one in done for item in one.set_aside]
        tables = {name: _told(name, settled) for name in NAMES}
        data = parquet_bytes(aside_table(aside))
        name = f"{SET_ASIDE}/part-0000.parquet"
        self.folder.put(name, data)
        tables[SET_ASIDE] = {"rows": len(aside), "n_files": 1, "bytes": len(data)}
        n_again = sum(len(places) for places in again.values())
        seconds: Counter[str] = Counter()
        for one in done:
            seconds.update(one.seconds)
        return {
            "form": FORM,
            "job": json.loads(self.job.to_json()),
            "counts": {
                "files": len(self.job.files),
                "captures": sum(one.n_captures for one in done),
                "reports": tables["reports"]["rows"],
                "again": n_again,
                "set_aside": dict(sorted(Counter(item.kind for _, item in aside).items())),
                "days": len(days),
            },
            "tables": tables,
            "seconds": {part: round(value, 1) for part, value in sorted(seconds.items())},
            "processor_s": round(sum(one.processor_s for one in done), 1),
            "peak_mb": max(one.peak_mb for one in done),
        }


def answers(engine: Engine, job: Job, tasks: Callable[[], list[Task]]) -> Iterator[dict[str, Any]]:
    """Yield the answers to tasks; where a worker ended, what is missing then is begun again.

    Args:
        engine: hands them to workers.
        job: the job.
        tasks: gives those that are still to be done.

    Raises:
        WorkerEnded: workers end again and again without anything done.
    """
    rounds, left = 0, tasks()
    while left:
        try:
            yield from engine.run(job, left)
            return
        except WorkerEnded as ended:
            _log.warning("a worker ended; going on with what is missing", problem=ended.what)
            before = sum(max(1, len(task.units)) for task in left)
            left = tasks()
            rounds = rounds + 1 if sum(max(1, len(task.units)) for task in left) == before else 0
            if rounds == _MOST_ROUNDS:
                raise


def _told(name: str, settled: Iterable[dict[str, Any]]) -> dict[str, Any]:
    rows, n_files, n_bytes = 0, 0, 0
    for day in settled:
        rows += day["rows"][name]
        n_files += len(day["files"][name])
        n_bytes += sum(day["files"][name].values())
    columns = {field.name: str(field.type) for field in schema_of(name)}
    return {"rows": rows, "n_files": n_files, "bytes": n_bytes, "columns": columns}


def how_far(folder: Folder) -> dict[str, int]:
    """Return how far a job is that has not come to its end, in numbers.

    Raises:
        NotAnExport: no job was begun there.
    """
    if not folder.has(_JOB):
        raise NotAnExport(
            what="no job was begun there",
            where=folder.address,
            remedy="name the --output of `onrecord job run`",
        )
    job = Job.from_json(folder.read(_JOB).decode())
    counted = [json.loads(folder.read(name)) for name in folder.names("work/counted")]
    done = [
        Done(**json.loads(folder.read(name)))
        for name in folder.names("work/units")
        if name.endswith("/done.json")
    ]
    return {
        "files": len(job.files),
        "files counted": len(counted),
        "captures counted": sum(int(one["count"]) for one in counted),
        "captures read": sum(one.n_captures for one in done),
        "reports": sum(one.n_reports for one in done),
        "set aside": sum(len(one.set_aside) for one in done),
        "days filed": len(list(folder.names("work/settled"))),
    }


def read_manifest(folder: Folder) -> dict[str, Any] | None:
    """Return the manifest of a folder, or None where the job has not come to its end.

    Raises:
        NotAnExport: it is of another form.
    """
    if not folder.has(MANIFEST):
        return None
    found: dict[str, Any] = json.loads(folder.read(MANIFEST))
    if found.get("form") != FORM:
        raise NotAnExport(
            what=f"the manifest has form {found.get('form')}, this program reads {FORM}",
            where=f"{folder.address}/{MANIFEST}",
            remedy="use the version of the program that made it, or run the job into another folder",
        )
    return found
