"""Reports taken into a store: from files, folders, addresses, feeds, archives and manifests."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.desk.reading import Reader, Readers
from onrecord.errors import InputError, OnRecordError, ResourceError, StoreError, WeightsError
from onrecord.ingest import IngestOptions, captures_fetched, find_captures, read_manifest
from onrecord.ingest.fetch import NotModified, fetch
from onrecord.ingest.inputs import is_address
from onrecord.model import Capture, Document, Record
from onrecord.store import Store

TakenStatus = Literal["new", "known", "newer version", "older version", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one input, or of one report in it.

    Attributes:
        input: path or address, with "#" and the item's own id for one of several.
        status: new, known, a newer or older version of a page that is there, unchanged (the server says so), or failed.
        key: key of the report, or None where there is none.
        problem: what was wrong, or None.
    """

    input: str
    status: TakenStatus
    key: str | None = None
    problem: str | None = None


def take_in(
    store: Store,
    sources: Iterable[str],
    *,
    recorder: Callable[[], Callable[[Document], Record]],
    options: IngestOptions,
    manifests: Iterable[str] = (),
    jobs: int = 1,
) -> Iterator[Taken]:
    """Yield what becomes of each report as it is put into a store; what was yielded is kept, whatever comes after.

    Reports that the store knows are not read again. An input that cannot be read is set aside in the store with its cause
    and costs the others nothing. An address is asked for conditionally: a feed that has not changed costs one request.

    Args:
        store: where they go.
        sources: paths, addresses, or "-".
        recorder: gives what puts documents on record; called once, when the first new report comes, or for several jobs
            once in each process, so that it must then be a function of a module.
        options: what the caller knows, and the limits.
        manifests: files that list reports with what is known of them.
        jobs: processes that read reports, each of some 400 MB; they go into the store in the same order.

    Raises:
        StoreError: the store cannot be written; what was yielded before is in it.
        WeightsError: the weights are missing or damaged.
        ResourceError: a data table is missing or damaged, or a process that reads ended by itself.
    """
    with Reader(recorder) if jobs == 1 else Readers(recorder, jobs) as reader:
        intake = _Intake(store, reader)
        begun: deque[_Step] = deque()
        for step in intake.steps(sources, manifests, options):
            begun.append(step)
            while len(begun) > reader.ahead:
                yield from begun.popleft()()
        while begun:
            yield from begun.popleft()()


_Step = Callable[[], Iterable[Taken]]
"""Brings what was begun to its end, and returns what became of it."""


class _Intake:
    """Puts captures into a store: each is begun in turn, and ended in the same order."""

    def __init__(self, store: Store, reader: Reader) -> None:
        self._store, self._reader = store, reader

    def steps(
        self, sources: Iterable[str], manifests: Iterable[str], options: IngestOptions
    ) -> Iterator[_Step]:
        """Yield what ends each capture, as it is begun."""
        for manifest in manifests:
            for entry in read_manifest(manifest, options=options):
                if isinstance(entry, InputError):
                    yield self._aside(entry.where, None, entry)
                else:
                    yield self._take(entry.capture, entry.options)
        for source in sources:
            if is_address(source):
                yield from self._take_address(source, options)
            else:
                for found in find_captures(source, options=options):
                    yield self._take_found(source, found, options)

    def _take_address(self, address: str, options: IngestOptions) -> Iterator[_Step]:
        state = self._store.feed_state(address)
        try:
            fetched = fetch(
                address,
                options=options,
                etag=state.etag if state else None,
                last_modified=state.last_modified if state else None,
            )
        except InputError as problem:
            yield self._aside(address, None, problem)
            return
        if isinstance(fetched, NotModified):
            yield lambda: [Taken(address, "unchanged")]
            return
        statuses: list[TakenStatus] = []

        def noted(step: _Step) -> _Step:
            def ended() -> list[Taken]:
                taken = list(step())
                statuses.extend(one.status for one in taken)
                return taken

            return ended

        for found in captures_fetched(fetched, source=address, options=options):
            yield noted(self._take_found(address, found, options))

        def keep_state() -> tuple[Taken, ...]:
            if "failed" not in statuses and (fetched.etag or fetched.last_modified):
                # Only now: had something failed, the server would say "unchanged" next time, and it would never be tried
                # again.
                self._store.put_feed_state(address, etag=fetched.etag, last_modified=fetched.last_modified)
            return ()

        yield keep_state

    def _take_found(self, source: str, found: Capture | InputError, options: IngestOptions) -> _Step:
        if isinstance(found, InputError):
            return self._aside(found.where or source, None, found)
        return self._take(found, options)

    def _take(self, capture: Capture, options: IngestOptions) -> _Step:
        """Begin to put one report in, unless it is known."""
        given = replace(
            capture,
            url=options.url or capture.url,
            outlet=options.outlet or capture.outlet,
            published=options.published or capture.published,
        )
        known = self._store.knows(given)
        if known is not None:
            return lambda: [Taken(capture.input, "known", known)]
        reading = self._reader.begin(capture, options)

        def ended() -> Iterable[Taken]:
            try:
                document, record = reading()
            except (WeightsError, ResourceError, StoreError):
                raise
            except OnRecordError as problem:
                return self._aside(capture.input, capture.digest, problem)()
            added = self._store.add(given, document, record)
            return [Taken(capture.input, added.status, added.key)]

        return ended

    def _aside(self, name: str, digest: str | None, problem: OnRecordError) -> _Step:
        """Set an input aside that cannot be read."""

        def ended() -> list[Taken]:
            self._store.set_aside(name, digest, problem)
            return [Taken(name, "failed", None, str(problem))]

        return ended
