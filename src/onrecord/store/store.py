"""The store: one database with everything that was read, and what holds between it."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from onrecord.store.codec import RecordCodec
from onrecord.store.correcting import Correcting
from onrecord.store.engine import open_backend
from onrecord.store.following import Following
from onrecord.store.intake import Intake
from onrecord.store.linking import Linking
from onrecord.store.saving import Saving
from onrecord.store.schema import prepare_schema
from onrecord.store.versions import Versions

WAIT_S = 30.0
"""Seconds that a writer waits for another before it gives up."""


class Store(Intake, Versions, Linking, Correcting, Following, Saving):
    """Reports, their captures and records, and what holds between them, in one database.

    The database is a SQLite file, or a PostgreSQL database for a shared desk; both answer alike. A store may be used
    by several threads and processes at once: readers never wait, writers come one after the other. It may not be
    carried across a fork: open one on either side.

    >>> with Store.open("reports.db", codec=codec) as store:  # doctest: +SKIP
    ...     store.add(capture, document, record).status
    'new'
    """

    @classmethod
    def open(
        cls,
        where: str | Path,
        *,
        codec: RecordCodec,
        create: bool = True,
        read_only: bool = False,
        wait_s: float = WAIT_S,
    ) -> Self:
        """Return the store of a path or address; a new one is made where there is none.

        Args:
            where: path of a SQLite file, or a postgresql:// address.
            codec: what turns records into bytes and back.
            create: whether a new store is made; for a server, whether its database gets its tables.
            read_only: whether nothing is to be written; many programs can then read beside a writer.
            wait_s: seconds to wait for another writer.

        Raises:
            NotAStore: there is none and none is to be made, or something else is there.
            NewerStore: a newer version of the program wrote it.
            DamagedStore: it cannot be read.
            StoreLocked: another program kept it locked for too long.
            StoreFull: no room is left to make it.
            StoreReadOnly: the place may not be written.
            StoreUnreachable: the server does not answer, or its driver is not installed.
        """
        backend = open_backend(where, create=create, read_only=read_only, wait_s=wait_s)
        try:
            prepare_schema(backend, create=create)
        except BaseException:
            backend.close()
            raise
        return cls(backend, codec)

    def close(self) -> None:
        """Give the database back. Whatever was acknowledged is on the disk already."""
        self._watch.close()
        self._backend.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
