"""What a job is to do: its files, the captures that each holds, and the units in which they are read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from onrecord.errors import InputError
from onrecord.ingest import IngestOptions

FORM = 1
"""Number of the form of a job's own files."""

BY_OUTLET, BY_DAY = "day,outlet", "day"
PARTITIONS = (BY_OUTLET, BY_DAY)


@dataclass(frozen=True, slots=True)
class Job:
    """A job: what is read, into which folder, and how.

    Attributes:
        files: name and size in bytes of each file, in order.
        output: path or address of the folder for the results.
        unit: captures that are read and put by at once; what is lost where a process is killed.
        partition: by what the tables are parted: "day,outlet" or "day".
        languages: ISO 639-1 codes of the languages that are read; empty for any.
        max_bytes: largest report, in bytes once unpacked.
        program, weights: version of the program, and digest of the weights.
    """

    files: tuple[tuple[str, int], ...]
    output: str
    unit: int
    partition: str
    languages: tuple[str, ...]
    max_bytes: int
    program: str
    weights: str

    @property
    def options(self) -> IngestOptions:
        """The limits on reading."""
        return IngestOptions(max_bytes=self.max_bytes, languages=self.languages)

    def to_json(self) -> str:
        """Return the job as JSON."""
        return json.dumps({"form": FORM, **asdict(self)})

    @classmethod
    def from_json(cls, text: str) -> Job:
        """Return the job that JSON stands for."""
        value: dict[str, Any] = json.loads(text)
        value.pop("form")
        files = tuple((str(name), int(size)) for name, size in value.pop("files"))
        return cls(files=files, languages=tuple(value.pop("languages")), **value)

    def differs(self, other: Job) -> str | None:
        """Tell in what another job differs whose results lie in the same folder; None where it is the same."""
        for name in ("files", "unit", "partition", "languages", "max_bytes", "program", "weights"):
            if getattr(self, name) != getattr(other, name):
                return name
        return None


@dataclass(frozen=True, slots=True)
class Unit:
    """Some captures of a file in a row, which are read and put by at once.

    Attributes:
        number: its number among the units of the job; the first is 0.
        file: the file.
        first: place of its first capture in the file.
        count: how many captures it has.
        is_last: whether the file has none after it.
    """

    number: int
    file: str
    first: int
    count: int
    is_last: bool = False

    @property
    def folder(self) -> str:
        """The folder of what was made of it."""
        return f"work/units/{self.number:07d}"

    @property
    def is_done(self) -> str:
        """The file that is there once it is done."""
        return f"{self.folder}/done.json"


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is given at once.

    Attributes:
        kind: "count" (the captures of a file), "read" (units of one file, in order), "settle" (the tables of a day),
            "sketch" (records), "near" (which reports before some are near to each), "find" (what stories hold) or "tell"
            (the same, with what others hold of it).
        file: the file, of a count.
        number: the file's number, of a count; of a sketch, comparison, finding or telling that of its part.
        units: the units, of a reading.
        day: the day, of a settling; None for reports without one.
        names: the tables of records, of a sketch.
        first, until: the first report of a comparison, and the first behind its last.
        clusters: the reports of each story, of a finding, the first story having the number `first`.
        token: what the state has to be that a comparison, finding or telling goes by.
    """

    kind: str
    file: str = ""
    number: int = 0
    units: tuple[Unit, ...] = ()
    day: str | None = None
    names: tuple[str, ...] = ()
    first: int = 0
    until: int = 0
    clusters: tuple[tuple[int, ...], ...] = ()
    token: str = ""

    def to_json(self) -> str:
        """Return the task as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Task:
        """Return the task that JSON stands for."""
        value: dict[str, Any] = json.loads(text)
        units = tuple(Unit(**unit) for unit in value.pop("units"))
        clusters = tuple(tuple(cluster) for cluster in value.pop("clusters"))
        return cls(units=units, clusters=clusters, names=tuple(value.pop("names")), **value)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many captures a file holds, errors in their place included."""

    file: str
    count: int


def counted_name(number: int) -> str:
    """Return the name of the file that says how many captures the file of a number holds."""
    return f"work/counted/{number:06d}.json"


def units_of(counted: Iterable[Counted], size: int) -> list[Unit]:
    """Return the units of files, numbered in order."""
    units: list[Unit] = []
    for one in counted:
        for first in range(0, one.count, size):
            left = one.count - first
            units.append(Unit(len(units), one.file, first, min(size, left), is_last=left <= size))
    return units


def shared_out(units: Iterable[Unit], workers: int) -> Iterator[Task]:
    """Yield tasks of units, large ones first and single ones last, so that workers end at about the same time.

    The units of a task are of one file and follow one another: a worker goes through the file once.
    """
    left = sorted(units, key=lambda unit: unit.number)
    while left:
        most = max(1, len(left) // (4 * workers))
        taken = [left[0]]
        for unit in left[1:most]:
            if unit.file != taken[0].file or unit.number != taken[-1].number + 1:
                break
            taken.append(unit)
        del left[: len(taken)]
        yield Task("read", units=tuple(taken))


@dataclass(slots=True)
class Done:
    """What became of a unit.

    Attributes:
        unit: its number.
        n_captures, n_reports: how many captures it had, and how many became reports.
        days: how many reports it has of each day; under "" those without one.
        rows: rows of each table.
        set_aside: what could not be read.
        seconds: time by what it went into.
        processor_s: seconds for which the process had a processor.
        peak_mb: the most memory that the process has taken so far.
    """

    unit: int
    n_captures: int = 0
    n_reports: int = 0
    days: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    set_aside: list[dict[str, Any]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    processor_s: float = 0.0
    peak_mb: float = 0.0

    def to_json(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self))


def wrong_folder(output: str, what: str) -> InputError:
    """Return the error for a folder with the results of another job."""
    return InputError(
        what=f"the folder holds the results of a job with other {what}",
        where=output,
        remedy="name another folder, or give the same inputs and settings to go on",
    )
