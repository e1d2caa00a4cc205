"""Several processes that serve one store: Python makes one page at a time in each, and a computer has several cores.

They answer alike: tokens are handed to them, what readers keep lies in the store or in their browsers, and what was found
to hold between the reports is found anew by the process that began them, which tells them how it stands.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import secrets
import signal
import socket as sockets
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import c_char, c_int64
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from multiprocessing.context import SpawnContext, SpawnProcess
from types import FrameType
from typing import Any

import uvicorn
from fastapi import FastAPI

from onrecord.errors import OnRecordError, ResourceError
from onrecord.explore.app import make_app
from onrecord.explore.open_desk import OpenDesk
from onrecord.explore.rendering import prepare
from onrecord.export.codec import JsonCodec
from onrecord.store import Store

_DEFAULT = 2
"""Workers where nobody says how many: each takes some 130 MB."""
_LOOK_S = 0.2
"""Seconds after which it is looked whether a worker asked for something."""
_LEAVE_S = 5.0
"""Seconds that a worker has to finish what it answers when it is to end."""
_SHORT_S, _SHORT_LIVES = 10.0, 3
"""A worker that ends so soon did not get to serve; after so many of them in a row the others would not either."""
_SWITCH_S = 0.001
"""Seconds after which a thread that computes lets another go on: what looks into the database gives way each time."""
_PROBLEM_BYTES = 2_000
_BACKLOG = 2_048


def default_workers() -> int:
    """Return how many workers suit this computer."""
    return min(_DEFAULT, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Site:
    """What all processes that serve a store must have in common.

    Attributes:
        where: the store, as it was named.
        read_only: whether nobody may change anything.
        token: what a reader beyond this computer must know, or None.
        form_token: what the site's own forms are known by.
    """

    where: str
    read_only: bool = False
    token: str | None = field(default=None, repr=False)
    form_token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)

    def open(self) -> Store:
        """Return the store, opened.

        Raises:
            StoreError: it cannot be read.
        """
        return Store.open(self.where, codec=JsonCodec(), create=False, read_only=self.read_only)


class Noticeboard:
    """What the workers and the process that began them tell one another.

    It needs no lock, which a worker that is killed could hold for good: each number is written whole, and of two who ask at
    once one is heard.

    Args:
        context: how processes are begun.
    """

    def __init__(self, context: SpawnContext) -> None:
        self._asked: Any = context.RawValue(c_int64, 0)
        self._changes: Any = context.RawValue(c_int64, 0)
        self._making: Any = context.RawValue(c_int64, 0)
        self._problem: Any = context.RawArray(c_char, _PROBLEM_BYTES)

    @property
    def asked(self) -> int:
        """How often it was asked that the relations be made anew."""
        return int(self._asked.value)

    @property
    def changes(self) -> int:
        """How often something changed that the pages are of."""
        return int(self._changes.value)

    @property
    def making(self) -> bool:
        """Whether the relations are being made anew, or about to be."""
        return bool(self._making.value)

    @property
    def problem(self) -> str | None:
        """Why they could not be the last time, or None."""
        return bytes(self._problem.value).decode("utf-8", "replace") or None

    def ask(self) -> bool:
        """Ask that the relations be made anew; return False where that goes on already."""
        if self.making:
            return False
        self._problem.value = b""
        self._making.value = 1
        self._asked.value += 1
        return True

    def made(self, problem: str | None) -> None:
        """Tell that they were made anew, or why they could not be."""
        self._problem.value = (problem or "").encode()[: _PROBLEM_BYTES - 1]
        self.change()
        self._making.value = 0

    def change(self) -> None:
        """Tell that something changed that the pages are of."""
        self._changes.value += 1


class SharedDesk(OpenDesk):
    """A store that several processes serve.

    Args:
        store: the store, as this process has it open.
        board: what they tell one another.
    """

    def __init__(self, store: Store, board: Noticeboard) -> None:
        super().__init__(store)
        self._board, self._seen = board, board.changes

    def making(self) -> tuple[bool, str | None]:
        """Return whether the relations are being made anew, and why they could not be the last time, or None."""
        changes = self._board.changes
        if changes != self._seen:
            self._seen = changes
            super().changed()
        return self._board.making, self._board.problem

    def relate(self) -> bool:
        """Ask that it be found anew what holds between the reports; return False where that goes on already."""
        return self._board.ask()

    def wait(self, seconds: float | None = None) -> None:
        """Wait until what was begun is done."""
        until = time.monotonic() + seconds if seconds is not None else float("inf")
        while self._board.making and time.monotonic() < until:
            time.sleep(_LOOK_S)

    def changed(self) -> None:
        """Have all processes look again whether the relations are fresh."""
        self._board.change()


def listening(host: str, port: int) -> sockets.socket:
    """Return a socket at which a site can be asked for: who comes before it is served waits, and is not refused.

    Args:
        host: address to serve on.
        port: port, 0 for any free one.
    """
    socket = uvicorn.Config("", host=host, port=port, log_level="warning").bind_socket()
    socket.listen(_BACKLOG)
    return socket


def serve_site(site: Site, store: Store, socket: sockets.socket, *, workers: int) -> None:
    """Serve a store until Ctrl-C, in one process or in several.

    Args:
        site: what is served.
        store: the store, as this process has it open.
        socket: where; see `listening`.
        workers: how many processes; with one it is this process that serves.

    Raises:
        StoreError: the store cannot be read.
        ResourceError: the processes end as soon as they begin.
    """
    if workers == 1:
        app = make_app(store, token=site.token, form_token=site.form_token)
        if _has_nothing_to_show(site, store):
            app.state.desk.relate()
        _run(app, socket)
    else:
        _supervise(site, store, socket, workers)


def _has_nothing_to_show(site: Site, store: Store) -> bool:
    """Tell whether nobody has looked yet what holds between the reports: a reader would find a button first."""
    return not site.read_only and store.relations_state() is None


def _run(app: FastAPI, socket: sockets.socket, *, is_one_of_several: bool = False) -> None:
    """Answer on a socket until told to end."""
    # A connection that is kept would bind its reader to one worker, however busy that is, while another has nothing to do.
    headers = [("Connection", "close")] if is_one_of_several else []
    config = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        headers=headers,
        timeout_graceful_shutdown=int(_LEAVE_S),
    )
    server = uvicorn.Server(config)
    if is_one_of_several:
        _end_with_parent(server)
    prepare()
    # What is loaded by now stays: to look through it again and again for what may go takes 50 ms each time.
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(_SWITCH_S)
    server.run(sockets=[socket])


def _end_with_parent(server: uvicorn.Server) -> None:
    """Have a server end when the process that began this one is gone, whatever ended it."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            server.should_exit = True

    threading.Thread(target=watch, name="parent", daemon=True).start()


def _work(site: Site, socket: sockets.socket, board: Noticeboard) -> None:
    """Serve a store as one of several processes."""
    try:
        with site.open() as store:
            desk = SharedDesk(store, board)
            app = make_app(store, token=site.token, form_token=site.form_token, desk=desk)
            _run(app, socket, is_one_of_several=True)
    except KeyboardInterrupt:
        # Ctrl-C reaches every process of a terminal; the one that began this one says what there is to say.
        pass
    except OnRecordError as problem:
        logging.getLogger("uvicorn.error").error("%s", problem)
        raise SystemExit(1) from None


def _supervise(site: Site, store: Store, socket: sockets.socket, n_workers: int) -> None:
    """Keep so many workers serving, and find anew what holds between the reports where one of them asks for it."""
    context = multiprocessing.get_context("spawn")
    board = Noticeboard(context)
    if _has_nothing_to_show(site, store):
        board.ask()
    desk, heard, waiting = OpenDesk(store), 0, False
    crew = _Crew(context, (site, socket, board))
    with _signals() as told:
        try:
            crew.begin(n_workers)
            while not told:
                crew.look(_LOOK_S)
                if board.asked != heard:
                    heard, waiting = board.asked, True
                    desk.relate()
                making, problem = desk.making()
                if waiting and not making:
                    waiting = False
                    board.made(problem)
        finally:
            crew.end()
    signal.raise_signal(told[0])


class _Crew:
    """The workers, and how often in a row one of them ended as soon as it began."""

    def __init__(self, context: SpawnContext, given: tuple[Site, sockets.socket, Noticeboard]) -> None:
        self._context, self._given = context, given
        self._begun: dict[SpawnProcess, float] = {}
        self._short_lives = 0

    def begin(self, n_workers: int) -> None:
        """Begin some workers."""
        for _ in range(n_workers):
            process = self._context.Process(target=_work, args=self._given, name="worker", daemon=True)
            # Until it can answer, Ctrl-C is this process's business: a worker would only say where it was interrupted.
            before = signal.signal(signal.SIGINT, signal.SIG_IGN)
            try:
                process.start()
            finally:
                signal.signal(signal.SIGINT, before)
            self._begun[process] = time.monotonic()

    def look(self, seconds: float) -> None:
        """Wait so long, or until a worker ends, and put another in its place.

        Raises:
            ResourceError: they end as soon as they begin.
        """
        wait([process.sentinel for process in self._begun], timeout=seconds)
        for process in [one for one in self._begun if not one.is_alive()]:
            lived_s = time.monotonic() - self._begun.pop(process)
            self._short_lives = self._short_lives + 1 if lived_s < _SHORT_S else 0
            if self._short_lives >= _SHORT_LIVES:
                raise ResourceError(
                    what="the processes that answer end as soon as they begin",
                    where="serve",
                    remedy="see what they wrote above; `--workers 1` serves without them",
                )
            self.begin(1)

    def end(self) -> None:
        """Have all workers end, and wait for it."""
        for process in self._begun:
            process.terminate()
        until = time.monotonic() + _LEAVE_S + 1
        for process in self._begun:
            process.join(max(0.0, until - time.monotonic()))
            if process.is_alive():
                process.kill()
                process.join()


@contextmanager
def _signals() -> Iterator[Sequence[int]]:
    """Give the signals to end that have come since, in order."""
    told: list[int] = []

    def hear(number: int, _: FrameType | None) -> None:
        told.append(number)

    before = {number: signal.signal(number, hear) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
