"""From bytes to records, capture by capture: the plain function that every engine runs over its part of an archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from time import perf_counter

from onrecord.errors import InputError, OnRecordError, ResourceError, WeightsError
from onrecord.ingest import IngestOptions, document_of
from onrecord.model import Capture, Document, FiledRecord, Record, file_record

Recorder = Callable[[Document], Record]

SKIPPED = "EndedTheProcess"
"""Kind of what is set aside since the process that read it ended, again and again."""


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A report that was put on record.

    Attributes:
        ordinal: its place among the captures of its file; the first is 0.
        digest: SHA-256 of the bytes as they came, hexadecimal.
        filed: its record, with its key.
    """

    ordinal: int
    digest: str
    filed: FiledRecord


@dataclass(frozen=True, slots=True)
class SetAside:
    """A capture that could not be read.

    Attributes:
        ordinal: its place among the captures of its file; the first is 0.
        input: how it is named.
        digest: SHA-256 of the bytes, or None where not even they could be had.
        kind: name of the error.
        what: what happened.
        remedy: what to do.
    """

    ordinal: int
    input: str
    digest: str | None
    kind: str
    what: str
    remedy: str


@dataclass(slots=True)
class Clock:
    """Seconds by what they went into: "extraction", "recording", "tables" and "writing"."""

    seconds: Counter[str] = field(default_factory=Counter)

    def add(self, part: str, begun: float) -> float:
        """Count the time since a moment for a part, and return the present moment."""
        now = perf_counter()
        self.seconds[part] += now - begun  # type: ignore[assignment]
        return now


def records_of(pages: Iterable[bytes], *, recorder: Recorder, options: IngestOptions) -> Iterator[Record]:
    """Yield the records of pages, of those that can be read.

    Args:
        pages: the bytes of each, HTML or plain text.
        recorder: puts documents on record (`onrecord.load()`).
        options: what the caller knows, and the limits.

    Raises:
        WeightsError, ResourceError: the installation is broken, so that no page could be read.
    """
    captures = (Capture(input=f"#{number}", data=page) for number, page in enumerate(pages, start=1))
    for found in read_captures(enumerate(captures), recorder=recorder, options=options):
        if isinstance(found, ReadReport):
            yield found.filed.record


def read_captures(
    captures: Iterable[tuple[int, Capture | InputError]],
    *,
    recorder: Recorder,
    options: IngestOptions,
    clock: Clock | None = None,
) -> Iterator[ReadReport | SetAside]:
    """Yield what becomes of each capture, in order; none stops the others, whatever is wrong with it.

    Args:
        captures: each with its place in its file, or the error in its place.
        recorder: puts documents on record.
        options: what the caller knows, and the limits.
        clock: told how long what took.

    Raises:
        WeightsError, ResourceError: the installation is broken, so that no capture could be read.
    """
    clock = clock or Clock()
    for ordinal, found in captures:
        if isinstance(found, InputError):
            yield aside(ordinal, found.where, None, found)
            continue
        begun = perf_counter()
        try:
            document = document_of(found, options=options)
            begun = clock.add("extraction", begun)
            record = recorder(document)
            clock.add("recording", begun)
        except (WeightsError, ResourceError):
            raise
        except Exception as problem:
            # Whatever it is: one page among millions must not stop the others, and its cause is kept.
            clock.add("extraction", begun)
            yield aside(ordinal, found.input, found.digest, problem)
        else:
            yield ReadReport(ordinal, found.digest, file_record(record))


def aside(ordinal: int, input: str, digest: str | None, problem: Exception) -> SetAside:
    """Return a capture as set aside for what was wrong with it."""
    if isinstance(problem, OnRecordError):
        return SetAside(ordinal, input, digest, type(problem).__name__, problem.what, problem.remedy)
    told = f"the program failed on it ({type(problem).__name__}: {problem})"
    return SetAside(
        ordinal, input, digest, type(problem).__name__, told, "report it as a fault of the program"
    )


def skipped(ordinal: int, input: str, times: int) -> SetAside:
    """Return a capture as set aside for ending the process that read it."""
    return SetAside(
        ordinal, input, None, SKIPPED, f"the process that read it ended {times} times",
        "look at it by itself: `onrecord read` tells what happens",
    )  # fmt: skip
