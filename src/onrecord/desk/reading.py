"""Captures read and put on record: one after the other, or by several processes at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from types import TracebackType
from typing import Self

from onrecord.errors import OnRecordError, ResourceError
from onrecord.ingest import IngestOptions, document_of
from onrecord.model import Capture, Document, Record

Recorder = Callable[[Document], Record]
Reading = Callable[[], tuple[Document, Record]]
"""Waits for what was begun, and returns it; raises OnRecordError where the capture cannot be read."""


class Reader:
    """Reads captures when their turn comes, in this process.

    Args:
        load: gives what puts documents on record; called once, when the first capture is read.
    """

    ahead = 0
    """Captures that are begun before the first of them is waited for."""

    def __init__(self, load: Callable[[], Recorder]) -> None:
        self._load = load
        self._recorder: Recorder | None = None

    def begin(self, capture: Capture, options: IngestOptions) -> Reading:
        """Return what reads a capture."""

        def read() -> tuple[Document, Record]:
            document = document_of(capture, options=options)
            if self._recorder is None:
                self._recorder = self._load()
            return document, self._recorder(document)

        return read

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Let go of what reading needed."""


class Readers(Reader):
    """Reads captures in processes of their own, each with its weights.

    Args:
        load: gives what puts documents on record; called once in each process, so it must be a function of a module.
        n_processes: how many.
    """

    def __init__(self, load: Callable[[], Recorder], n_processes: int) -> None:
        super().__init__(load)
        self.ahead = 3 * n_processes
        # New processes, not copies of this one: no open database is carried into them.
        self._pool = ProcessPoolExecutor(n_processes, mp_context=get_context("spawn"))

    def begin(self, capture: Capture, options: IngestOptions) -> Reading:
        """Have a capture read as soon as a process is free, and return what waits for it."""
        begun: Future[_Read] = self._begin(_Task(self._load, capture, options))

        def wait() -> tuple[Document, Record]:
            try:
                read = begun.result()
            except BrokenProcessPool:
                raise self._broken(capture) from None
            if isinstance(read, OnRecordError):
                raise read
            return read

        return wait

    def _begin(self, task: _Task) -> Future[_Read]:
        try:
            return self._pool.submit(_read, task)
        except BrokenProcessPool:
            raise self._broken(task.capture) from None

    def _broken(self, capture: Capture) -> ResourceError:
        return ResourceError(
            what="a process that reads reports ended by itself, as it does where memory is short",
            where=capture.input,
            remedy="begin again with fewer --jobs: what was named as added is kept",
        )

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End the processes; what was begun and not waited for is dropped."""
        self._pool.shutdown(cancel_futures=True)


_Read = tuple[Document, Record] | OnRecordError


@dataclass(frozen=True, slots=True)
class _Task:
    load: Callable[[], Recorder]
    capture: Capture
    options: IngestOptions


_loaded: dict[Callable[[], Recorder], Recorder] = {}
"""What was loaded in this process."""


def _read(task: _Task) -> _Read:
    """Return what a capture gives, or what was wrong with it."""
    try:
        document = document_of(task.capture, options=task.options)
        if task.load not in _loaded:
            _loaded[task.load] = task.load()
        return document, _loaded[task.load](document)
    except OnRecordError as problem:
        return problem
