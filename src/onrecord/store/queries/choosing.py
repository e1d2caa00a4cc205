"""Choosing relations by facets and time, a page at a time, in the order of their positions."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Text,
    bindparam,
    column,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from onrecord.store.tables import relation_facets as facets
from onrecord.store.tables import relation_reports, relations

_FEW_VALUES = 50
"""Values of a facet that are handed to the database one by one."""
_RARE = 10_000
"""Relations with a facet up to which a list is best had from it, and not from all relations in order."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What relations of a part are asked for.

    Attributes:
        part: name of the part.
        facets: names of facets, each with the values of which a relation must have one.
        since: what the end of their time must reach, or None.
        until: what the beginning of their time must not be after, or None.
        about: keys of reports of which they must be about one, or None.
    """

    part: str
    facets: tuple[tuple[str, tuple[str, ...]], ...]
    since: str | None = None
    until: str | None = None
    about: tuple[str, ...] | None = None


def chosen_after(
    connection: Connection, choice: Choice, *, after: int, size: int, skip: int = 0
) -> Sequence[RowMapping]:
    """Return the next relations that fit a choice, in the order of their positions, without so many at the beginning.

    They are had from the rarest facet where it is rare, else from all relations in order; each other facet is looked up.
    """
    # Positions alone first: an index holds all that they are chosen by, and the data of what is passed over is not read.
    rarest = _rarest(connection, choice)
    asked = _fitting(connection, choice, select(relations.c.position), rarest)
    if _are_few(choice, rarest):
        positions = sorted(connection.execute(asked).scalars())
        chosen = positions[bisect_right(positions, after) :][skip : skip + size]
    else:
        asked = asked.where(relations.c.position > after).order_by(relations.c.position).limit(size)
        asked = asked.offset(skip) if skip else asked
        chosen = list(connection.execute(asked).scalars())
    found = select(relations).where(relations.c.part == choice.part, relations.c.position.in_(chosen))
    return sorted(connection.execute(found).mappings(), key=lambda row: int(row["position"]))


def ids_chosen(connection: Connection, choice: Choice, *, most: int | None) -> Sequence[str]:
    """Return the ids of the first relations that fit a choice."""
    rarest = _rarest(connection, choice)
    # The time is asked for so that SQLite does not go through the index of ids, in which it does not stand.
    wanted = select(relations.c.position, relations.c.id, relations.c.last)
    asked = _fitting(connection, choice, wanted, rarest)
    if _are_few(choice, rarest):
        rows = sorted((row.position, row.id) for row in connection.execute(asked) if row.id is not None)
        return [id for _, id in rows[:most]]
    asked = asked.where(relations.c.id.is_not(None)).order_by(relations.c.position).limit(most)
    return [row.id for row in connection.execute(asked)]


def is_chosen(connection: Connection, choice: Choice, id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return the condition that a relation that fits a choice has an id."""
    rarest = _rarest(connection, choice)
    asked = _fitting(connection, choice, select(relations.c.id), rarest)
    if _are_few(choice, rarest):
        return id.in_(asked)
    return asked.where(relations.c.id == id).exists()


def _are_few(choice: Choice, rarest: int | None) -> bool:
    """Return whether so few relations are chosen from that they are best all had and put in order here.

    Told to put them in order itself, SQLite goes through the whole part, so as not to have to sort.
    """
    return rarest is not None or choice.about is not None


def _fitting(connection: Connection, choice: Choice, asked: Select[Any], rarest: int | None) -> Select[Any]:
    asked = asked.where(relations.c.part == choice.part)
    if choice.since is not None:
        asked = asked.where(relations.c.last >= choice.since)
    if choice.until is not None:
        asked = asked.where(relations.c.first <= choice.until)
    if choice.about is not None:
        about = select(relation_reports.c.position).where(
            relation_reports.c.report.in_(choice.about), relation_reports.c.part == choice.part
        )
        asked = asked.where(relations.c.position.in_(about))
    for number, (name, values) in enumerate(choice.facets):
        if number == rarest or len(values) > _FEW_VALUES:
            asked = asked.where(relations.c.position.in_(_positions(connection, choice.part, name, values)))
        else:
            having = select(facets.c.position).where(
                *_has(choice.part, name, values), facets.c.position == relations.c.position
            )
            asked = asked.where(having.exists())
    return asked


def values_beginning(connection: Connection, part: str, facet: str, beginning: str) -> Sequence[str]:
    """Return the values of a facet that begin so, in order."""
    asked = select(facets.c.value).distinct().where(facets.c.part == part, facets.c.facet == facet)
    asked = asked.where(facets.c.value >= beginning, facets.c.value < f"{beginning}\U0010ffff")
    return connection.execute(asked.order_by(facets.c.value)).scalars().all()


def _rarest(connection: Connection, choice: Choice) -> int | None:
    """Return which of the facets the fewest relations have; None where none is rare, or reports are given."""
    if choice.about is not None:
        return None
    found = []
    for name, values in choice.facets:
        some = _positions(connection, choice.part, name, values).limit(_RARE).subquery()
        found.append(int(connection.execute(select(func.count()).select_from(some)).scalar() or 0))
    return found.index(min(found)) if found and min(found) < _RARE else None


def _positions(connection: Connection, part: str, facet: str, values: Sequence[str]) -> Select[Any]:
    if len(values) <= _FEW_VALUES:
        return select(facets.c.position).where(*_has(part, facet, values))
    # A statement has room for some ten thousand values; any number of them goes in as one.
    if connection.dialect.name == "sqlite":
        many = text("SELECT value FROM json_each(:facet_values)").bindparams(facet_values=json.dumps(values))
    else:
        many = text("SELECT jsonb_array_elements_text(:facet_values)").bindparams(
            bindparam("facet_values", list(values), type_=JSONB)
        )
    return select(facets.c.position).where(
        facets.c.part == part,
        facets.c.facet == facet,
        facets.c.value.in_(many.columns(column("value", Text))),
    )


def _has(part: str, facet: str, values: Sequence[str]) -> list[ColumnElement[bool]]:
    return [facets.c.part == part, facets.c.facet == facet, facets.c.value.in_(values)]
