"""Corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from onrecord.store.queries.adding import number_of
from onrecord.store.tables import corrections

_ACCEPT = "accept"
"""Kind of a correction that says that something is right as it stands."""


def put_correction(connection: Connection, values: Mapping[str, Any]) -> int:
    """Keep a correction and return its number."""
    return number_of(connection.execute(insert(corrections), values).inserted_primary_key)


def correction_with(connection: Connection, number: int) -> RowMapping | None:
    """Return the row of a correction, or None."""
    return connection.execute(select(corrections).where(corrections.c.id == number)).mappings().first()


def corrections_after(
    connection: Connection, *, active_only: bool, target: str | None, after: int, size: int
) -> Sequence[RowMapping]:
    """Return the next corrections, in the order in which they were made."""
    asked = select(corrections).where(corrections.c.id > after)
    if active_only:
        asked = asked.where(corrections.c.undone_at.is_(None))
    if target is not None:
        asked = asked.where(corrections.c.target == target)
    return connection.execute(asked.order_by(corrections.c.id).limit(size)).mappings().all()


def active_numbers(connection: Connection) -> Sequence[int]:
    """Return the numbers of the corrections that hold and change something, in order."""
    asked = select(corrections.c.id).where(corrections.c.undone_at.is_(None), corrections.c.kind != _ACCEPT)
    return connection.execute(asked.order_by(corrections.c.id)).scalars().all()


def undo_correction(connection: Connection, number: int, values: Mapping[str, Any]) -> None:
    """Mark a correction as undone."""
    connection.execute(update(corrections).where(corrections.c.id == number), values)
