"""What holds between reports, kept in the store: all of it replaced at once, read part by part."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping

from onrecord.store.base import StoreBase
from onrecord.store.moments import now
from onrecord.store.queries import correcting, listing
from onrecord.store.queries import relations as queries
from onrecord.store.queries.choosing import Choice, chosen_after, ids_chosen, values_beginning
from onrecord.store.rows import Relation, RelationsState
from onrecord.store.schema import program_version
from onrecord.store.words import nameable

_PAGE = 500
_MOST_KEYS = 400
"""Reports that are asked for in one query."""

_STATE = ("relations_basis", "relations_made_at", "relations_program", "relations_parts")

_FIRST_PAGE = 51
"""Relations that are had at first where some are chosen: mostly fifty are all that is looked at, and whether there is one
more."""


class Linking(StoreBase):
    """The part of the store that keeps relations."""

    def basis(self) -> str:
        """Return the digest of what relations are made from.

        It covers the records of all reports, older versions too, with the weights and program that made them, and the
        corrections that hold and change something; not the order in which they came. All of them are gone through.

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
            counts = {
                part: queries.put_relations(connection, _rows(part, items)) for part, items in parts.items()
            }
            state["relations_parts"] = json.dumps(counts)
            queries.tell(connection, state)
        return _state(state)

    def relations(
        self,
        part: str,
        *,
        id: str | Collection[str] | None = None,
        beginning: str | None = None,
        report: str | Collection[str] | None = None,
        with_reports: bool = True,
    ) -> Iterator[Relation]:
        """Yield the relations of a part, in the order in which they were put in; none for a part that is not there.

        Args:
            part: name of the part.
            id: only those of this name, or of one of several, up to some hundred.
            beginning: only those whose name begins so, in this case.
            report: only those about the report of this key, or about one at least of several.
            with_reports: whether it is looked up which reports each is about; else `Relation.reports` is empty. What is
                about thousands takes longer to look up than to read.

        Raises:
            StoreError: the database cannot be read.
        """
        part, after = nameable(part), -1
        keys = [report] if isinstance(report, str) else sorted(report) if report is not None else None
        if keys is not None and len(keys) > _MOST_KEYS:
            yield from self._about_many(part, keys, id=id, beginning=beginning, with_reports=with_reports)
            return
        wanted = None if keys is None else [nameable(key) for key in keys]
        ids = [id] if isinstance(id, str) else id
        named = None if ids is None else [nameable(one) for one in ids]
        begins = _nameable(beginning)
        while True:
            with self._backend.reading() as connection:
                page = queries.relations_after(
                    connection, part, named=named, beginning=begins, reports=wanted, after=after, size=_PAGE
                )
                positions = [row["position"] for row in page] if with_reports else []
                about = queries.reports_of(connection, part, positions)
            yield from (_relation(row, about) for row in page)
            if len(page) < _PAGE:
                return
            after = page[-1]["position"]

    def chosen_relations(
        self,
        part: str,
        facets: Iterable[tuple[str, Collection[str]]] = (),
        *,
        since: str | None = None,
        until: str | None = None,
        about: Collection[str] | None = None,
        skip: int = 0,
    ) -> Iterator[Relation]:
        """Yield the relations of a part that have a value of each facet asked for, in the order in which they were put in.

        They are had by the page, and no more of them than are looked at; their reports are not looked up.

        Args:
            part: name of the part.
            facets: names of facets, each with the values of which one must be there; for no values none fits. One
                name may come several times.
            since: the time that they are about must reach this, compared letter by letter (`Relation.last`).
            until: it must not begin after this. What has no time fits neither.
            about: keys of some hundred reports; it must be about one of them.
            skip: how many at the beginning are passed over.

        Raises:
            StoreError: the database cannot be read.
        """
        choice = _choice(part, facets, since, until, about)
        if choice is None:
            return
        after, size = -1, _FIRST_PAGE
        while True:
            with self._backend.reading() as connection:
                page = chosen_after(connection, choice, after=after, size=size, skip=skip)
            yield from (_relation(row, {}) for row in page)
            if len(page) < size:
                return
            after, size, skip = page[-1]["position"], _PAGE, 0

    def chosen_ids(
        self, part: str, facets: Iterable[tuple[str, Collection[str]]], *, most: int | None = None
    ) -> tuple[str, ...]:
        """Return the ids of the first relations of a part that have a value of each facet asked for.

        Args:
            part: name of the part.
            facets: as for `chosen_relations`.
            most: how many at most, or None for all.

        Raises:
            StoreError: the database cannot be read.
        """
        choice = _choice(part, facets)
        if choice is None:
            return ()
        with self._backend.reading() as connection:
            return tuple(ids_chosen(connection, choice, most=most))

    def facet_values(self, part: str, facet: str, beginning: str) -> tuple[str, ...]:
        """Return the values of a facet among the relations of a part that begin so, in order.

        Raises:
            StoreError: the database cannot be read.
        """
        with self._backend.reading() as connection:
            return tuple(values_beginning(connection, nameable(part), nameable(facet), nameable(beginning)))

    def _about_many(
        self,
        part: str,
        keys: Sequence[str],
        *,
        id: str | Collection[str] | None,
        beginning: str | None,
        with_reports: bool,
    ) -> Iterator[Relation]:
        """Yield the relations about one at least of many reports, each once."""
        if id is None and beginning is None and not with_reports:
            yield from self._at_all(part, keys)
            return
        seen: set[str] = set()
        for first in range(0, len(keys), _MOST_KEYS):
            batch = keys[first : first + _MOST_KEYS]
            for relation in self.relations(part, id=id, beginning=beginning, report=batch):
                if seen.isdisjoint(relation.reports):
                    yield relation
            seen.update(batch)

    def _at_all(self, part: str, keys: Sequence[str]) -> Iterator[Relation]:
        """Yield the relations about many reports, had in one state of the database."""
        with self._backend.reading() as connection:
            positions: set[int] = set()
            for first in range(0, len(keys), _MOST_KEYS):
                batch = [nameable(key) for key in keys[first : first + _MOST_KEYS]]
                positions.update(queries.positions_about(connection, part, batch))
            ordered = sorted(positions)
            rows = [
                row
                for first in range(0, len(ordered), _PAGE)
                for row in queries.relations_at(connection, part, ordered[first : first + _PAGE])
            ]
        yield from (_relation(row, {}) for row in rows)

    def relations_state(self) -> RelationsState | None:
        """Return what the relations were made from, or None where none were ever put in.

        They are of the present where `RelationsState.basis` is what `basis` gives.

        Raises:
            StoreError: the database cannot be read.
        """
        with self._backend.reading() as connection:
            state = queries.told_of(connection, _STATE)
        return _state(state) if state else None


def _nameable(word: str | None) -> str | None:
    return nameable(word) if word is not None else None


def _choice(
    part: str,
    facets: Iterable[tuple[str, Collection[str]]],
    since: str | None = None,
    until: str | None = None,
    about: Collection[str] | None = None,
) -> Choice | None:
    """Return what is asked for, or None where nothing can fit."""
    asked = tuple((nameable(name), tuple(sorted(set(map(nameable, values))))) for name, values in facets)
    if not all(values for _, values in asked):
        return None
    keys = None if about is None else tuple(sorted(map(nameable, about)))
    return Choice(nameable(part), asked, _nameable(since), _nameable(until), keys)


def _state(told: Mapping[str, str]) -> RelationsState:
    basis, made_at, program, parts = (told[name] for name in _STATE)
    return RelationsState(basis, made_at, program, json.loads(parts))


def _relation(row: RowMapping, about: Mapping[int, Sequence[str]]) -> Relation:
    reports = tuple(about.get(row["position"], ()))
    return Relation(row["id"], reports, json.loads(row["data"]), row["first"], row["last"], row["sequence"])


def _rows(part: str, items: Iterable[Relation]) -> Iterator[dict[str, Any]]:
    part = nameable(part)
    for position, item in enumerate(items):
        yield {
            "part": part,
            "position": position,
            "id": _nameable(item.id),
            "data": json.dumps(item.data, separators=(",", ":"), allow_nan=False),
            "first": _nameable(item.first),
            "last": _nameable(item.last),
            "sequence": item.sequence,
            "reports": [nameable(key) for key in item.reports],
            "facets": [(nameable(facet), nameable(value)) for facet, value in item.facets],
        }
