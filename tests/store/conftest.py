"""Stores of both kinds, so that the tests of the interface run on each, and processes beside the tests' own."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from multiprocessing.context import ForkServerContext
from pathlib import Path
from urllib.parse import quote

import pytest

from onrecord.store import Store
from tests.store.reports import CODEC
from tests.store.server import NoServer, running_server

_numbers = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Give the address of a PostgreSQL database; tests are skipped where there is no server."""
    pytest.importorskip("psycopg", reason="psycopg, the driver for PostgreSQL, is not installed")
    with ExitStack() as stack:
        try:
            address = stack.enter_context(running_server())
        except NoServer as problem:
            pytest.skip(str(problem))
        yield address


@pytest.fixture
def server_place(server: str) -> str:
    """Return the address of a schema of its own on the server, with nothing in it."""
    import psycopg

    name = f"test_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return f"{server}&options={quote(f'-csearch_path={name}')}"


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the path of a file that is not there yet, then the address of an empty database."""
    if request.param == "sqlite":
        return str(tmp_path / "reports.db")
    address: str = request.getfixturevalue("server_place")
    return address


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    """Give an empty store of each kind."""
    with Store.open(place, codec=CODEC, wait_s=5) as opened:
        yield opened


@pytest.fixture
def file_store(tmp_path: Path) -> Iterator[Store]:
    """Give an empty store in a file."""
    with Store.open(tmp_path / "reports.db", codec=CODEC, wait_s=0.3) as opened:
        yield opened


@pytest.fixture(scope="session")
def python_path() -> Iterator[str]:
    """Let other processes find what the tests find, and give the path on which they do."""
    with pytest.MonkeyPatch.context() as patch:
        path = os.pathsep.join(filter(None, sys.path))
        patch.setenv("PYTHONPATH", path)
        yield path


@pytest.fixture(scope="session")
def processes(python_path: str) -> ForkServerContext:
    """Return what starts processes, at once, as they have imported the store already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["tests.store.test_opening", "alembic.command", "sqlalchemy.dialects.sqlite"]
    )
    return context


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return what sets the clock that the store reads."""

    def set_clock(at: str) -> None:
        monkeypatch.setattr("onrecord.store.intake.now", lambda: at)

    return set_clock
