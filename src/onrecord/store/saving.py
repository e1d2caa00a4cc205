"""Searches that readers save, and which reports came since."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice

from sqlalchemy import Connection, RowMapping

from onrecord.errors import NotInStore
from onrecord.store.asking import report_row
from onrecord.store.base import StoreBase
from onrecord.store.moments import now
from onrecord.store.queries import saving as queries
from onrecord.store.rows import ReportRow, SavedSearch
from onrecord.store.words import nameable, storable

_PAGE = 500


class Saving(StoreBase):
    """The part of the store that keeps saved searches."""

    def save_search(self, name: str, question: str, asked: Mapping[str, str]) -> SavedSearch:
        """Keep a search under a name and return it with its id.

        What the relations are of by then counts as looked at and told.

        Args:
            name: what it is called; several may be called alike.
            question: which list is asked for ("stories", "search" ...).
            asked: what is asked of it, by name.

        Raises:
            ValueError: the name is empty.
            StoreError: the database cannot be written.
        """
        if not name.strip():
            raise ValueError("a saved search has a name")
        values = {
            "name": storable(name.strip()),
            "question": nameable(question),
            "asked": json.dumps({key: storable(value) for key, value in asked.items()}, allow_nan=False),
            "made_at": now(),
        }
        with self._backend.writing() as connection:
            last = queries.last_related(connection)
            number = queries.put_search(connection, {**values, "seen": last, "told": last})
            row = queries.search_with(connection, number)
        return _saved(row or {})

    def saved_searches(self) -> tuple[SavedSearch, ...]:
        """Return the saved searches, in the order in which they were saved.

        Raises:
            StoreError: the database cannot be read.
        """
        with self._backend.reading() as connection:
            return tuple(map(_saved, queries.all_searches(connection)))

    def saved_search(self, id: str) -> SavedSearch:
        """Return a saved search.

        Raises:
            NotInStore: there is none of this id.
            StoreError: the database cannot be read.
        """
        with self._backend.reading() as connection:
            return _saved(self._row(connection, id))

    def forget_search(self, id: str) -> None:
        """Take a saved search out.

        Raises:
            NotInStore: there is none of this id.
            StoreError: the database cannot be written.
        """
        with self._backend.writing() as connection:
            queries.drop_search(connection, self._row(connection, id)["id"])

    def seen_search(self, id: str, sequence: int) -> None:
        """Keep that somebody looked at a saved search; what was looked at later holds.

        Args:
            id: its id ("S2").
            sequence: number of the last report that what was looked at is of (`last_related`).

        Raises:
            NotInStore: there is none of this id.
            StoreError: the database cannot be written.
        """
        self._set(id, "seen", sequence)

    def told_search(self, id: str, sequence: int) -> None:
        """Keep that an alert told of a saved search, as `seen_search` does of looking at it.

        Raises:
            NotInStore: there is none of this id.
            StoreError: the database cannot be written.
        """
        self._set(id, "told", sequence)

    def last_related(self) -> int:
        """Return the number of the last report that the relations are of, by `ReportRow.sequence`; 0 for none.

        Raises:
            StoreError: the database cannot be read.
        """
        with self._backend.reading() as connection:
            return queries.last_related(connection)

    def arrived(self, *, after: int, until: int, most: int | None = None) -> Iterator[ReportRow]:
        """Yield the reports that came after one and not after another, the newest first; older versions are left out.

        Args:
            after: number of the last report that came before, by `ReportRow.sequence`.
            until: number of the last one asked for.
            most: how many at most, or None for all.

        Raises:
            StoreError: the database cannot be read.
        """
        return islice(self._arrived(after, until), most)

    def _arrived(self, after: int, until: int) -> Iterator[ReportRow]:
        while True:
            with self._backend.reading() as connection:
                page = queries.arrived(connection, after=after, until=until, size=_PAGE)
            yield from map(report_row, page)
            if len(page) < _PAGE:
                return
            until = page[-1]["sequence"] - 1

    def _set(self, id: str, name: str, sequence: int) -> None:
        with self._backend.writing() as connection:
            queries.set_search(connection, self._row(connection, id)["id"], {name: sequence})

    def _row(self, connection: Connection, id: str) -> RowMapping:
        number = re.fullmatch(r"S?([0-9]{1,9})", id)
        row = queries.search_with(connection, int(number.group(1))) if number else None
        if row is None:
            raise NotInStore(
                what=f"there is no saved search {id!r}",
                where=self.where,
                remedy="list the saved searches to see their ids",
            )
        return row


def _saved(row: RowMapping | Mapping[str, object]) -> SavedSearch:
    return SavedSearch(**{**row, "id": f"S{row['id']}", "asked": json.loads(str(row["asked"]))})
