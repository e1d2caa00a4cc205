"""Reports taken into a store: from files, folders, addresses, feeds, archives and manifests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.errors import InputError, OnRecordError, ResourceError, StoreError, WeightsError
from onrecord.ingest import IngestOptions, captures_fetched, document_of, find_captures, read_manifest
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
) -> Iterator[Taken]:
    """Yield what becomes of each report as it is put into a store; what was yielded is kept, whatever comes after.

    Reports that the store knows are not read again. An input that cannot be read is set aside in the store with its cause
    and costs the others nothing. An address is asked for conditionally: a feed that has not changed costs one request.

    Args:
        store: where they go.
        sources: paths, addresses, or "-".
        recorder: gives what puts documents on record; called once, when the first new report comes.
        options: what the caller knows, and the limits.
        manifests: files that list reports with what is known of them.

    Raises:
        StoreError: the store cannot be written; what was yielded before is in it.
        WeightsError: the weights are missing or damaged.
        ResourceError: a data table is missing or damaged.
    """
    intake = _Intake(store, recorder)
    for manifest in manifests:
        for entry in read_manifest(manifest, options=options):
            if isinstance(entry, InputError):
                yield intake.aside(entry.where, None, entry)
            else:
                yield intake.take(entry.capture, entry.options)
    for source in sources:
        yield from intake.take_source(source, options)


class _Intake:
    """Puts captures into a store one by one."""

    def __init__(self, store: Store, recorder: Callable[[], Callable[[Document], Record]]) -> None:
        self._store, self._load = store, recorder
        self._recorder: Callable[[Document], Record] | None = None

    def take_source(self, source: str, options: IngestOptions) -> Iterator[Taken]:
        """Yield what becomes of the reports of one input."""
        if is_address(source):
            yield from self._take_address(source, options)
            return
        for found in find_captures(source, options=options):
            yield self._take_found(source, found, options)

    def _take_address(self, address: str, options: IngestOptions) -> Iterator[Taken]:
        state = self._store.feed_state(address)
        try:
            fetched = fetch(
                address,
                options=options,
                etag=state.etag if state else None,
                last_modified=state.last_modified if state else None,
            )
        except InputError as problem:
            yield self.aside(address, None, problem)
            return
        if isinstance(fetched, NotModified):
            yield Taken(address, "unchanged")
            return
        failed = False
        for found in captures_fetched(fetched, source=address, options=options):
            taken = self._take_found(address, found, options)
            failed |= taken.status == "failed"
            yield taken
        if not failed and (fetched.etag or fetched.last_modified):
            # Only now: had something failed, the server would say "unchanged" next time, and it would never be tried again.
            self._store.put_feed_state(address, etag=fetched.etag, last_modified=fetched.last_modified)

    def _take_found(self, source: str, found: Capture | InputError, options: IngestOptions) -> Taken:
        if isinstance(found, InputError):
            return self.aside(found.where or source, None, found)
        return self.take(found, options)

    def take(self, capture: Capture, options: IngestOptions) -> Taken:
        """Put one report in, unless it is known or cannot be read."""
        given = replace(
            capture,
            url=options.url or capture.url,
            outlet=options.outlet or capture.outlet,
            published=options.published or capture.published,
        )
        known = self._store.knows(given)
        if known is not None:
            return Taken(capture.input, "known", known)
        try:
            document = document_of(capture, options=options)
            record = self._record(document)
        except (WeightsError, ResourceError, StoreError):
            raise
        except OnRecordError as problem:
            return self.aside(capture.input, capture.digest, problem)
        added = self._store.add(given, document, record)
        return Taken(capture.input, added.status, added.key)

    def _record(self, document: Document) -> Record:
        if self._recorder is None:
            self._recorder = self._load()
        return self._recorder(document)

    def aside(self, name: str, digest: str | None, problem: OnRecordError) -> Taken:
        """Set an input aside that cannot be read."""
        self._store.set_aside(name, digest, problem)
        return Taken(name, "failed", None, str(problem))
