"""Versions of an address, and whether the database is whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from onrecord.errors import DamagedStore
from onrecord.store.asking import Asking, report_row
from onrecord.store.changes import Change, find_changes
from onrecord.store.codec import decompress
from onrecord.store.queries import adding, checking
from onrecord.store.rows import ReportRow
from onrecord.store.words import nameable

_CAPTURES = 20


class Versions(Asking):
    """The part of the store that compares versions and checks itself."""

    def versions(self, url: str) -> tuple[ReportRow, ...]:
        """Return the versions of the report at an address, oldest first; the last is the one that is not superseded.

        Raises:
            StoreError: the database cannot be read.
        """
        with self._backend.reading() as connection:
            return tuple(report_row(row) for row in adding.versions_at(connection, nameable(url)))

    def changes(self, key_old: str, key_new: str) -> tuple[Change, ...]:
        """Return what changed from one report to another, sentence by sentence, in reading order.

        Raises:
            NotInStore: no report has one of the keys.
            DamagedStore: a record cannot be read back.
            StoreError: the database cannot be read.
        """
        return find_changes(self.record(key_old).record, self.record(key_new).record)

    def check(self, *, captures: bool = False) -> Iterator[str]:
        """Yield what is wrong with the database; nothing where it is whole.

        Looked at are its pages and links (in a file), and whether each report has its record, capture, text and
        place in the index.

        Args:
            captures: whether the bytes of every capture are held against their digest as well.

        Raises:
            StoreError: the database cannot be read at all.
        """
        with self._backend.reading() as connection:
            found = [*checking.complaints_of_engine(connection), *checking.halves(connection)]
        yield from found
        if captures:
            yield from self._damaged_captures()

    def _damaged_captures(self) -> Iterator[str]:
        after = ""
        while True:
            with self._backend.reading() as connection:
                page = checking.captures_after(connection, after=after, size=_CAPTURES)
            for row in page:
                try:
                    data = decompress(row["data"], what=f"the capture {row['digest']}", where=self.where)
                except DamagedStore as problem:
                    yield problem.what
                    continue
                if hashlib.sha256(data).hexdigest() != row["digest"]:
                    yield f"the capture {row['digest']} has another digest than when it was put in"
            if len(page) < _CAPTURES:
                return
            after = page[-1]["digest"]
