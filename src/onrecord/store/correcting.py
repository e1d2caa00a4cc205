"""People's corrections: kept beside what they correct, with who made them and why, and never taken out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from sqlalchemy import RowMapping

from onrecord.errors import NotInStore, StoreError
from onrecord.store.base import StoreBase
from onrecord.store.moments import now
from onrecord.store.queries import correcting as queries
from onrecord.store.rows import Correction
from onrecord.store.words import nameable, storable

_PAGE = 500


class Correcting(StoreBase):
    """The part of the store that keeps corrections."""

    def correct(
        self, kind: str, target: str, payload: Mapping[str, object], *, author: str, reason: str
    ) -> Correction:
        """Keep a correction and return it with its id.

        The store keeps it and does not apply it: whoever gives out records or relations lays it over them.

        Args:
            kind: what is done ("merge", "date" ...).
            target: what it is done to.
            payload: the particulars, of what JSON can hold.
            author: who makes it.
            reason: why.

        Raises:
            ValueError: author or reason is empty.
            StoreError: the database cannot be written.
        """
        if not author.strip() or not reason.strip():
            raise ValueError("a correction has an author and a reason")
        values = {
            "made_at": now(),
            "author": storable(author),
            "reason": storable(reason),
            "kind": nameable(kind),
            "target": nameable(target),
            "payload": json.dumps(payload, allow_nan=False),
        }
        with self._backend.writing() as connection:
            number = queries.put_correction(connection, values)
        return Correction(**{**values, "id": f"C{number}", "payload": json.loads(values["payload"])})

    def corrections(self, *, active_only: bool = True, target: str | None = None) -> Iterator[Correction]:
        """Yield corrections, in the order in which they were made.

        Args:
            active_only: leave out what was undone.
            target: only those of this target.

        Raises:
            StoreError: the database cannot be read.
        """
        after = 0
        target = nameable(target) if target is not None else None
        while True:
            with self._backend.reading() as connection:
                page = queries.corrections_after(
                    connection, active_only=active_only, target=target, after=after, size=_PAGE
                )
            yield from (_correction(row) for row in page)
            if len(page) < _PAGE:
                return
            after = page[-1]["id"]

    def undo(self, id: str, *, author: str, reason: str) -> Correction:
        """Undo a correction: it is kept, marked with who undid it and why, and holds no longer.

        Args:
            id: its id ("C3").
            author: who undoes it.
            reason: why.

        Raises:
            ValueError: author or reason is empty.
            NotInStore: there is no such correction.
            StoreError: it was undone before, or the database cannot be written.
        """
        if not author.strip() or not reason.strip():
            raise ValueError("who undoes a correction gives a name and a reason")
        number = re.fullmatch(r"C?([0-9]{1,9})", id)
        values = {"undone_at": now(), "undone_by": storable(author), "undone_because": storable(reason)}
        with self._backend.writing() as connection:
            row = queries.correction_with(connection, int(number.group(1))) if number else None
            if row is None:
                raise NotInStore(
                    what=f"there is no correction {id!r}",
                    where=self.where,
                    remedy="list the corrections to see their ids",
                )
            if row["undone_at"] is not None:
                raise StoreError(
                    what=f"the correction {id} was undone at {row['undone_at']} by {row['undone_by']}",
                    where=self.where,
                    remedy="nothing is left to undo; make a new correction to bring it back",
                )
            queries.undo_correction(connection, row["id"], values)
        return _correction({**row, **values})


def _correction(row: RowMapping | Mapping[str, object]) -> Correction:
    return Correction(**{**row, "id": f"C{row['id']}", "payload": json.loads(str(row["payload"]))})
