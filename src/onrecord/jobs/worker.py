"""What a worker does: counts the captures of a file, reads units of it, settles the tables of a day.

A worker is made once in each process, loads the weights once, and is then given tasks. It meets the others only in the
job's folder, in which every file appears whole: two workers that do the same put the same there.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from time import perf_counter, process_time
from typing import Any

from onrecord.errors import InputError, OutputError, UnreadableInput
from onrecord.jobs.captures import captures_of
from onrecord.jobs.folders import Folder
from onrecord.jobs.plan import Done, Job, Task, Unit, counted_name
from onrecord.jobs.reading import Clock, ReadReport, Recorder, SetAside, read_captures, skipped
from onrecord.jobs.relate_work import RelateWork
from onrecord.jobs.settling import settle_day
from onrecord.jobs.tables import day_of, parquet_bytes, tables_of
from onrecord.model import Capture

_MOST_DEATHS = 3
"""Processes that may end at one capture before it is set aside."""

_AT_ONCE = 50
"""Records that are in memory before they become rows."""

_CAREFUL = 2
"""Attempt from which the place is noted before each capture in an object store, where that takes time."""


class Worker:
    """Does tasks of a job.

    Args:
        job: the job.
        load: gives what puts documents on record; called once, when the first capture is read.
    """

    def __init__(self, job: Job, load: Callable[[], Recorder] | None = None) -> None:
        self.job, self.folder = job, Folder(job.output)
        self._load = load or _load
        self._recorder: Recorder | None = None
        self._open: _OpenFile | None = None
        self._relating: RelateWork | None = None

    def __call__(self, task: Task) -> Iterator[dict[str, Any]]:
        """Do a task, and yield what is done of it: for units one after the other, else once.

        Raises:
            OutputError: the results cannot be written.
            WeightsError, ResourceError: the installation is broken.
        """
        match task.kind:
            case "count":
                count = sum(1 for _ in captures_of(task.file, options=self.job.options))
                self.folder.put(counted_name(task.number), json.dumps({"count": count}).encode())
                yield {"kind": "count", "count": count}
            case "read":
                for unit in task.units:
                    done = self._read(unit)
                    yield {
                        "kind": "read",
                        "unit": unit.number,
                        "reports": done.n_reports,
                        "captures": done.n_captures,
                    }
            case "sketch" | "near" | "find" | "tell":
                if self._relating is None:
                    self._relating = RelateWork(self.folder)
                yield self._relating.do(task)
            case _:
                files = settle_day(self.job, self.folder, task.day)
                yield {"kind": "settle", "files": files}

    def _read(self, unit: Unit) -> Done:
        if self.folder.has(unit.is_done):
            return Done(**json.loads(self.folder.read(unit.is_done)))
        if self._recorder is None:
            self._recorder = self._load()
        attempts = _Attempts(self.folder, unit)
        clock, done, had = Clock(), Done(unit.number), process_time()
        reports: list[ReadReport] = []
        parts: dict[str, list[Any]] = {}

        def put_by() -> None:
            begun = perf_counter()
            for name, table in tables_of(reports, unit.file).items():
                parts.setdefault(name, []).append(table)
            reports.clear()
            clock.add("tables", begun)

        captures = self._captures(unit, attempts, done)
        with attempts.told_apart():
            for found in read_captures(
                captures, recorder=self._recorder, options=self.job.options, clock=clock
            ):
                done.n_captures += 1
                if isinstance(found, SetAside):
                    done.set_aside.append(asdict(found))
                    continue
                done.n_reports += 1
                day = day_of(found) or ""
                done.days[day] = done.days.get(day, 0) + 1
                reports.append(found)
                if len(reports) == _AT_ONCE:
                    put_by()
            put_by()
        begun = perf_counter()
        self._put(unit, parts, done)
        clock.add("writing", begun)
        done.set_aside.sort(key=lambda one: int(one["ordinal"]))
        done.seconds = {part: round(seconds, 4) for part, seconds in sorted(clock.seconds.items())}
        done.processor_s, done.peak_mb = round(process_time() - had, 4), _peak_mb()
        self.folder.put(unit.is_done, done.to_json().encode())
        return done

    def _captures(
        self, unit: Unit, attempts: _Attempts, done: Done
    ) -> Iterator[tuple[int, Capture | InputError]]:
        """Yield the captures of a unit; those at which processes ended again and again are set aside."""
        if self._open is None or not self._open.reaches(unit):
            self._open = _OpenFile(unit.file, self.job)
        for ordinal, found in self._open.take(unit):
            if attempts.deaths_at(ordinal) >= _MOST_DEATHS:
                name = found.input if isinstance(found, Capture) else found.where
                done.n_captures += 1
                done.set_aside.append(asdict(skipped(ordinal, name, _MOST_DEATHS)))
                continue
            attempts.begin(ordinal)
            yield ordinal, found

    def _put(self, unit: Unit, parts: dict[str, list[Any]], done: Done) -> None:
        import pyarrow as pa

        for name, tables in parts.items():
            table = pa.concat_tables(tables)
            done.rows[name] = table.num_rows
            self.folder.put(f"{unit.folder}/{name}.parquet", parquet_bytes(table, by_day=True))


class _OpenFile:
    """A file that is gone through once, unit after unit."""

    def __init__(self, name: str, job: Job) -> None:
        self.name = name
        self._captures = enumerate(captures_of(name, options=job.options))
        self._next = 0

    def reaches(self, unit: Unit) -> bool:
        """Tell whether a unit lies ahead in this file."""
        return unit.file == self.name and unit.first >= self._next

    def take(self, unit: Unit) -> Iterator[tuple[int, Capture | InputError]]:
        """Yield the captures of a unit, each with its place in the file."""
        end = unit.first + unit.count
        while self._next < end:
            found = next(self._captures, None)
            if found is None:
                raise self._changed()
            self._next = found[0] + 1
            if found[0] >= unit.first:
                yield found
        if unit.is_last and next(self._captures, None) is not None:
            raise self._changed()

    def _changed(self) -> UnreadableInput:
        return UnreadableInput(
            what="the file does not give as many captures as when they were counted",
            where=self.name,
            remedy="check the disk or the connection; if the file was changed, run a job of its own into another folder",
        )


class _Attempts:
    """How often a unit was begun, and at which captures the processes ended that read it before."""

    def __init__(self, folder: Folder, unit: Unit) -> None:
        self._folder, self._name = folder, f"{unit.folder}/begun.json"
        self._begun = 0
        self._deaths: dict[str, int] = {}
        if folder.has(self._name):
            before = json.loads(folder.read(self._name))
            self._begun, self._deaths = before["begun"], before["deaths"]
            if before["at"] is not None:
                self._deaths[str(before["at"])] = self._deaths.get(str(before["at"]), 0) + 1
        self._begun += 1
        self._is_careful = folder.is_local or self._begun >= _CAREFUL
        self._note(None)

    def deaths_at(self, ordinal: int) -> int:
        """Return how many processes ended while they read a capture."""
        return self._deaths.get(str(ordinal), 0)

    def begin(self, ordinal: int) -> None:
        """Note which capture is read now."""
        if self._is_careful:
            self._note(ordinal)

    @contextmanager
    def told_apart(self) -> Iterator[None]:
        """Tell what ends the reading by itself, a full disk or Ctrl-C, from a process that ended: no capture is to blame."""
        try:
            yield
        except (Exception, KeyboardInterrupt):
            with suppress(OutputError):
                self._note(None)
            raise
        self._note(None)

    def _note(self, at: int | None) -> None:
        told = {"begun": self._begun, "deaths": self._deaths, "at": at}
        self._folder.put(self._name, json.dumps(told).encode(), lasting=False)


def _load() -> Recorder:
    from onrecord.pipeline import load

    return load()


def _peak_mb() -> float:
    """Return the most memory that this process has taken, in millions of bytes; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1e6 if sys.platform == "darwin" else 1e3), 1)
