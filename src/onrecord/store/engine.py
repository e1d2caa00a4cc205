"""Connections to the database, and how a transaction begins on each kind."""

from __future__ import annotations

import importlib.util
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import PoolProxiedConnection, QueuePool

from onrecord.errors import NotAStore, StoreReadOnly, StoreUnreachable
from onrecord.store.problems import told

SERVER_PREFIXES = ("postgresql://", "postgres://", "postgresql+psycopg://")
APPLICATION_ID = 0x4F6E5263
"""What SQLite's `application_id` says of a database of OnRecord ("OnRc")."""

_WRITERS_LOCK = 0x4F6E5263
"""Number of the lock that PostgreSQL's writers take, so that they come one after the other as SQLite's do."""

_MOST_LOG_BYTES = 64 << 20
"""Size to which the write-ahead log is cut back once a large write is in the database proper."""

_BETWEEN_TRIES_S = 0.02
"""Seconds between two tries at a new file that somebody else opens at the same moment."""


@dataclass(frozen=True, slots=True)
class Backend:
    """An opened database.

    Attributes:
        where: path, or address without the password, for messages.
        readers: gives connections to read with.
        writers: the same connections, whose transactions take the writers' lock when they begin.
        read_only: whether nothing may be written.
    """

    where: str
    readers: Engine
    writers: Engine
    read_only: bool

    @property
    def is_sqlite(self) -> bool:
        """Whether this is a file and not a server."""
        return self.readers.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection in a transaction that sees one state of the database.

        Raises:
            StoreError: the database cannot be read.
        """
        with told(self.where), self.readers.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a transaction that nobody else writes beside; it is kept if nothing is raised.

        Raises:
            StoreReadOnly: the store was opened for reading.
            StoreError: the database cannot be written.
        """
        if self.read_only:
            raise StoreReadOnly(
                what="the store was opened for reading alone",
                where=self.where,
                remedy="open it without `read_only`",
            )
        with told(self.where), self.writers.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Give every connection back."""
        self.readers.dispose()


class Watch:
    """Tells cheaply whether anybody wrote to a database, over a connection of its own.

    Args:
        backend: the database.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._lock = threading.Lock()
        self._connection: PoolProxiedConnection | None = None

    def version(self) -> int | None:
        """Return a number that is another one whenever somebody wrote, also in this process; None where none is told.

        Raises:
            StoreError: the database cannot be read.
        """
        if not self._backend.is_sqlite:
            return None
        with told(self._backend.where), self._lock:
            if self._connection is None:
                self._connection = self._backend.readers.raw_connection()
            cursor = self._connection.cursor()
            cursor.execute("PRAGMA data_version")
            row = cursor.fetchone()
            cursor.close()
            return int(row[0]) if row else None

    def close(self) -> None:
        """Give the connection back."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


def open_backend(where: str | Path, *, create: bool, read_only: bool, wait_s: float) -> Backend:
    """Return the database of a path or address, opened; its schema is not looked at.

    Args:
        where: path of a SQLite file, or a postgresql:// address.
        create: whether a missing file is made.
        read_only: whether nothing may be written.
        wait_s: seconds to wait for a lock.

    Raises:
        NotAStore: there is no such file and none is to be made, or the address is of no known kind.
        StoreReadOnly: the place may not be written.
        StoreUnreachable: the driver for PostgreSQL is not installed.
    """
    if isinstance(where, str) and where.startswith(SERVER_PREFIXES):
        url = _server_url(where)
        shown = url.set(drivername="postgresql").render_as_string(hide_password=True)
        engine = _server_engine(url, read_only, wait_s)
    elif isinstance(where, str) and "://" in where:
        raise NotAStore(
            what="no database is known under such an address",
            where=where.split("://")[0] + "://",
            remedy="name a file, or an address that starts with postgresql://",
        )
    else:
        shown, engine = str(where), _file_engine(Path(where), create, read_only, wait_s)
    writers = engine.execution_options(onrecord_writes=True)
    if engine.dialect.name != "sqlite":
        # One who waited for the lock is to see what the one before has written.
        writers = writers.execution_options(isolation_level="READ COMMITTED")
    return Backend(shown, engine, writers, read_only)


def _file_engine(path: Path, create: bool, read_only: bool, wait_s: float) -> Engine:
    """Return the engine of a SQLite file."""
    _look_at_place(path, create=create and not read_only, read_only=read_only)
    engine = sqlalchemy.create_engine(
        "sqlite://",
        creator=_file_opener(path, read_only=read_only, wait_s=wait_s),
        poolclass=QueuePool,
        pool_timeout=wait_s,
    )
    event.listen(engine, "connect", _set_up_reader if read_only else _writer_set_up(wait_s))
    event.listen(engine, "begin", _begin_on_file)
    return engine


def _look_at_place(path: Path, *, create: bool, read_only: bool) -> None:
    if path.is_dir():
        raise NotAStore(what="this is a folder", where=str(path), remedy="name a file in it")
    if not path.exists():
        if not create:
            raise NotAStore(
                what="there is no such file",
                where=str(path),
                remedy="make it with `onrecord add INPUT --db FILE`, or look at the name",
            )
        if not path.parent.is_dir():
            raise NotAStore(
                what=f"there is no folder '{path.parent}' to make it in",
                where=str(path),
                remedy="make the folder first",
            )
    # SQLite writes two more files beside the database, so that the folder counts as well.
    written = path.parent if not path.exists() or os.access(path, os.W_OK) else path
    if not read_only and not os.access(written, os.W_OK):
        raise StoreReadOnly(
            what=f"'{written}' may not be written",
            where=str(path),
            remedy="ask for the right to write there, name another place, or open it for reading alone",
        )


def _file_opener(path: Path, *, read_only: bool, wait_s: float) -> Callable[[], sqlite3.Connection]:
    mode = "ro" if read_only else "rwc"
    address = f"file:{quote(str(path.absolute()))}?mode={mode}"
    beside = path.with_name(path.name + "-wal")
    if read_only and not os.access(path.parent, os.W_OK) and not beside.exists():
        # Without a folder to write in SQLite cannot share the file with writers, so none may be there.
        address += "&immutable=1"

    def connect() -> sqlite3.Connection:
        # No isolation level: transactions begin where `_begin_on_file` says, not where the driver guesses.
        return sqlite3.connect(
            address, uri=True, timeout=wait_s, isolation_level=None, check_same_thread=False
        )

    return connect


def _set_up_reader(connection: Any, _: object) -> None:
    connection.execute("PRAGMA query_only = ON")


def _writer_set_up(wait_s: float) -> Callable[[Any, object], None]:
    def set_up(connection: Any, _: object) -> None:
        _turn_log_on(connection, wait_s)
        # FULL: a commit returns once its pages are on the disk, so that what was acknowledged outlives a power cut.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA journal_size_limit = {_MOST_LOG_BYTES}")

    return set_up


def _turn_log_on(connection: sqlite3.Connection, wait_s: float) -> None:
    """Have writes go to a log beside the file.

    SQLite does not wait for whoever turns the log on of a new file at the same moment, since both hold a lock that
    the other needs, but says at once that the file is locked. So the waiting is done here.
    """
    last = time.monotonic() + wait_s
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= last:
                raise
            time.sleep(_BETWEEN_TRIES_S)


def _begin_on_file(connection: Connection) -> None:
    # A writer takes the lock at once: one that reads first could find at its first write that it came too late.
    writes = connection.get_execution_options().get("onrecord_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _server_url(where: str) -> URL:
    if importlib.util.find_spec("psycopg") is None:
        raise StoreUnreachable(
            what="the driver for PostgreSQL is not installed",
            where="postgresql://",
            remedy="run `pip install 'onrecord[postgres]'`, or name a file instead",
        )
    try:
        return make_url(where).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as problem:
        raise NotAStore(
            what="this is no address of a PostgreSQL database",
            where="postgresql://",
            remedy="write it as postgresql://USER:PASSWORD@HOST:PORT/DATABASE",
        ) from problem


def _server_engine(url: URL, read_only: bool, wait_s: float) -> Engine:
    """Return the engine of a PostgreSQL address."""
    settings = [f"-c lock_timeout={int(wait_s * 1000)}", "-c synchronous_commit=on"]
    if read_only:
        settings.append("-c default_transaction_read_only=on")
    asked = url.query.get("options")
    if isinstance(asked, str):
        settings.insert(0, asked)
    engine = sqlalchemy.create_engine(
        url.difference_update_query(["options"]),
        connect_args={"options": " ".join(settings), "connect_timeout": max(2, int(wait_s))},
        pool_timeout=wait_s,
        pool_pre_ping=True,
        isolation_level="REPEATABLE READ",
    )
    event.listen(engine, "begin", _begin_on_server)
    return engine


def _begin_on_server(connection: Connection) -> None:
    if connection.get_execution_options().get("onrecord_writes"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})")
