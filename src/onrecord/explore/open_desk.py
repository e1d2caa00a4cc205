"""The store that the site shows, and whether what holds between its reports is of what is in it now."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from onrecord.desk import is_fresh, refresh
from onrecord.errors import OnRecordError
from onrecord.store import Counts, RelationsState, Store

LOOK_AGAIN_S = 15.0
"""Seconds for which it is not looked again whether the relations are fresh: that goes through all records' digests.

Nor is it after them where nobody wrote to the database meanwhile, if that can be told.
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the pages are of.

    Attributes:
        state: of what the relations were made, or None where there are none yet.
        fresh: whether they are of what is in the store now.
        making: whether they are being made anew.
        problem: why they could not be, or None.
    """

    state: RelationsState | None
    fresh: bool
    making: bool
    problem: str | None


class OpenDesk:
    """A store that stays open while the site is served; its pages are asked for by several threads.

    Args:
        store: the store.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._lock = threading.Lock()
        self._looked = float("-inf")
        self._fresh = False
        self._version: int | None = None
        self._looked_into = 0
        self._counts: tuple[int, Counts] | None = None
        self._making: threading.Thread | None = None
        self._problem: str | None = None

    def standing(self) -> Standing:
        """Return what the pages are of."""
        state = self.store.relations_state()
        making, problem = self.making()
        with self._lock:
            if time.monotonic() - self._looked > LOOK_AGAIN_S:
                version = self.store.version()
                if version is None or version != self._version:
                    self._fresh = state is not None and is_fresh(self.store)
                    self._looked_into += 1
                self._version, self._looked = version, time.monotonic()
            return Standing(state, self._fresh, making, problem)

    def counts(self) -> Counts:
        """Return how much is in the store: as it is now, or was when it was last looked whether anybody wrote to it."""
        self.standing()
        with self._lock:
            if self._counts is None or self._counts[0] != self._looked_into:
                self._counts = self._looked_into, self.store.counts()
            return self._counts[1]

    def making(self) -> tuple[bool, str | None]:
        """Return whether the relations are being made anew, and why they could not be the last time, or None."""
        with self._lock:
            return self._making is not None and self._making.is_alive(), self._problem

    def relate(self) -> bool:
        """Begin to find anew what holds between the reports, beside the pages; return False where that goes on already."""
        with self._lock:
            if self._making is not None and self._making.is_alive():
                return False
            self._problem = None
            self._making = threading.Thread(target=self._relate, name="relate", daemon=True)
            self._making.start()
            return True

    def wait(self, seconds: float | None = None) -> None:
        """Wait until what was begun is done."""
        making = self._making
        if making is not None:
            making.join(seconds)

    def changed(self) -> None:
        """Have it looked again whether the relations are fresh, as after a correction."""
        with self._lock:
            self._looked = float("-inf")

    def _relate(self) -> None:
        try:
            refresh(self.store)
        except OnRecordError as problem:
            self._problem = str(problem)
        self.changed()
