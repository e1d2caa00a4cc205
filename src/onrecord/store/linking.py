"""What holds between reports, kept in the store: all of it replaced at once, read part by part."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from onrecord.store.base import StoreBase
from onrecord.store.moments import now
from onrecord.store.queries import correcting, listing
from onrecord.store.queries import relations as queries
from onrecord.store.rows import Relation, RelationsState
from onrecord.store.schema import program_version
from onrecord.store.words import nameable

_PAGE = 500
_MOST_KEYS = 400
"""Reports that are asked for in one query."""

_STATE = ("relations_basis", "relations_made_at", "relations_program")


class Linking(StoreBase):
    """The part of the store that keeps relations."""

    def basis(self) -> str:
        """Return the digest of what relations are made from.

        It covers the records of all reports, older versions too, with the weights and program that made them, and the
        corrections that hold; not the order in which they came. All of them are gone through.

        Raises:
            StoreError: the database cannot be read.
        """
        told = hashlib.sha256()
        with self._backend.reading() as connection:
            for digests in listing.digests_of_records(connection):
                told.update(digests.encode())
            told.update("".join(f"C{number}\n" for number in correcting.active_numbers(connection)).encode())
        return told.hexdigest()

    def put_relations(self, parts: Mapping[str, Iterable[Relation]], *, basis: str) -> RelationsState:
        """Put relations in the place of all that are there, in one transaction, and return what is kept.

        Readers see the old ones until it is done, and then the new ones. Writers wait.

        Args:
            parts: relations by the name of their part ("stories", "happenings" ...), in order; they are gone through
                once, and some thousand are at hand at a time.
            basis: what `basis` gave before the reports were read.

        Raises:
            StoreError: the database cannot be written.
        """
        state = {"relations_basis": basis, "relations_made_at": now(), "relations_program": program_version()}
        with self._backend.writing() as connection:
            queries.drop_relations(connection)
            for part, items in parts.items():
                queries.put_relations(connection, _rows(part, items))
            queries.tell(connection, state)
            counts = queries.counts_of_parts(connection)
        return _state(state, {part: counts.get(part, 0) for part in parts})

    def relations(
        self,
        part: str,
        *,
        id: str | None = None,
        beginning: str | None = None,
        report: str | Collection[str] | None = None,
    ) -> Iterator[Relation]:
        """Yield the relations of a part, in the order in which they were put in; none for a part that is not there.

        Args:
            part: name of the part.
            id: only those of this name.
            beginning: only those whose name begins so, in this case.
            report: only those about the report of this key, or about one at least of several.

        Raises:
            StoreError: the database cannot be read.
        """
        part, after = nameable(part), -1
        keys = [report] if isinstance(report, str) else sorted(report) if report is not None else None
        if keys is not None and len(keys) > _MOST_KEYS:
            yield from self._about_many(part, keys, id=id, beginning=beginning)
            return
        wanted = None if keys is None else [nameable(key) for key in keys]
        named, begins = _nameable(id), _nameable(beginning)
        while True:
            with self._backend.reading() as connection:
                page = queries.relations_after(
                    connection, part, named=named, beginning=begins, reports=wanted, after=after, size=_PAGE
                )
                about = queries.reports_of(connection, part, [row["position"] for row in page])
            for row in page:
                yield Relation(row["id"], tuple(about.get(row["position"], ())), json.loads(row["data"]))
            if len(page) < _PAGE:
                return
            after = page[-1]["position"]

    def _about_many(
        self, part: str, keys: Sequence[str], *, id: str | None, beginning: str | None
    ) -> Iterator[Relation]:
        """Yield the relations about one at least of many reports, each once."""
        seen: set[str] = set()
        for first in range(0, len(keys), _MOST_KEYS):
            batch = keys[first : first + _MOST_KEYS]
            for relation in self.relations(part, id=id, beginning=beginning, report=batch):
                if seen.isdisjoint(relation.reports):
                    yield relation
            seen.update(batch)

    def relations_state(self) -> RelationsState | None:
        """Return what the relations were made from, or None where none were ever put in.

        They are of the present where `RelationsState.basis` is what `basis` gives.

        Raises:
            StoreError: the database cannot be read.
        """
        with self._backend.reading() as connection:
            state = queries.told_of(connection, _STATE)
            counts = queries.counts_of_parts(connection)
        return _state(state, counts) if state else None


def _nameable(word: str | None) -> str | None:
    return nameable(word) if word is not None else None


def _state(told: Mapping[str, str], counts: Mapping[str, int]) -> RelationsState:
    basis, made_at, program = (told[name] for name in _STATE)
    return RelationsState(basis, made_at, program, counts)


def _rows(part: str, items: Iterable[Relation]) -> Iterator[dict[str, Any]]:
    part = nameable(part)
    for position, item in enumerate(items):
        data = json.dumps(item.data, separators=(",", ":"), allow_nan=False)
        reports = [nameable(key) for key in item.reports]
        yield {"part": part, "position": position, "id": _nameable(item.id), "data": data, "reports": reports}
