"""What a database driver complains of, told as an error of OnRecord: what happened, where, what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from onrecord.errors import (
    DamagedStore,
    NotAStore,
    StoreError,
    StoreFull,
    StoreLocked,
    StoreReadOnly,
    StoreUnreachable,
)

_Told = tuple[type[StoreError], str, str]

_SQLITE: tuple[tuple[str, _Told], ...] = (
    (
        "SQLITE_NOTADB",
        (NotAStore, "this is no SQLite database", "name a file that `onrecord add --db` has made"),
    ),
    (
        "SQLITE_CORRUPT",
        (
            DamagedStore,
            "the database is damaged",
            "take the file back from a copy, or add the reports to a new one",
        ),
    ),
    (
        "SQLITE_BUSY",
        (
            StoreLocked,
            "another program keeps the database locked",
            "wait until it is done, or end it, then run again",
        ),
    ),
    (
        "SQLITE_LOCKED",
        (StoreLocked, "another connection keeps a table locked", "wait until it is done, then run again"),
    ),
    (
        "SQLITE_FULL",
        (
            StoreFull,
            "no room is left to write in",
            "make room on the disk and run again: what was acknowledged is kept",
        ),
    ),
    (
        "SQLITE_READONLY",
        (
            StoreReadOnly,
            "the database may not be written",
            "ask for the right to write there, or name another place",
        ),
    ),
    (
        "SQLITE_CANTOPEN",
        (StoreReadOnly, "the file cannot be opened", "look whether its folder is there and may be written"),
    ),
    ("SQLITE_PERM", (StoreReadOnly, "the file may not be opened", "ask for the right to read and write it")),
    (
        "SQLITE_IOERR_WRITE",
        (
            StoreFull,
            "the disk takes no more (full, over a limit, or failing)",
            "make room and run again: what was acknowledged is kept",
        ),
    ),
    (
        "SQLITE_IOERR",
        (StoreError, "the disk cannot be read or written", "look after the disk, then run again"),
    ),
)

_POSTGRES: tuple[tuple[str, _Told], ...] = (
    (
        "55P03",
        (
            StoreLocked,
            "another program keeps the database locked",
            "wait until it is done, or end it, then run again",
        ),
    ),
    (
        "40",
        (StoreLocked, "another program was in the way", "run again: what was acknowledged is kept"),
    ),
    (
        "53100",
        (
            StoreFull,
            "the server has no room left",
            "make room on its disk and run again: what was acknowledged is kept",
        ),
    ),
    (
        "53",
        (StoreUnreachable, "the server has no means left", "wait, or ask whoever runs it, then run again"),
    ),
    (
        "25006",
        (
            StoreReadOnly,
            "the database may not be written",
            "open it for writing, or ask whoever runs the server",
        ),
    ),
    (
        "42501",
        (
            StoreReadOnly,
            "this user may not do that",
            "ask whoever runs the server for the right to make and write tables",
        ),
    ),
    (
        "XX001",
        (DamagedStore, "the database is damaged", "ask whoever runs the server to take it back from a copy"),
    ),
    ("XX002", (DamagedStore, "an index is damaged", "ask whoever runs the server to make it anew (REINDEX)")),
    (
        "28",
        (
            StoreUnreachable,
            "the server does not let this user in",
            "look at user and password in the address",
        ),
    ),
    ("3D", (StoreUnreachable, "the server has no such database", "have it made (createdb), then run again")),
    (
        "57",
        (StoreUnreachable, "the server ended the connection", "wait until it is up again, then run again"),
    ),
    ("08", (StoreUnreachable, "the server does not answer", "look whether it runs and the address is right")),
)


@contextmanager
def told(where: str) -> Iterator[None]:
    """Turn what the driver raises within into a `StoreError`.

    Args:
        where: the store as a reader knows it: its path, or its address without the password.

    Raises:
        StoreError: or the one of its kinds that fits.
    """
    try:
        yield
    except PoolTimeout as problem:
        raise StoreLocked(
            what="too many readers have the database open",
            where=where,
            remedy="finish some, or open the store once more",
        ) from problem
    except DBAPIError as problem:
        raise store_error(problem, where) from problem


def store_error(problem: DBAPIError, where: str) -> StoreError:
    """Return the error of OnRecord that a driver's error stands for."""
    original = problem.orig
    code = getattr(original, "sqlite_errorname", None)
    rows = _SQLITE
    if code is None:
        # psycopg gives no code where the connection could not be had or broke.
        rows, code = (
            _POSTGRES,
            getattr(original, "sqlstate", None) or ("08000" if _is_psycopg(original) else ""),
        )
    for start, (kind, what, remedy) in rows:
        if code.startswith(start):
            return kind(what=f"{what} ({_first_line(original)})", where=where, remedy=remedy)
    return StoreError(
        what=f"the database refuses ({_first_line(original)})",
        where=where,
        remedy="run again; if it stays, report it with this message",
    )


def _is_psycopg(problem: BaseException | None) -> bool:
    return type(problem).__module__.startswith("psycopg")


def _first_line(problem: BaseException | None) -> str:
    return str(problem).strip().split("\n")[0]
