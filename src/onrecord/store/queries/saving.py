"""Saved searches, and which reports came since one was looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from onrecord.store.queries.adding import number_of
from onrecord.store.tables import relations, reports, saved_searches


def put_search(connection: Connection, values: Mapping[str, Any]) -> int:
    """Keep a saved search and return its number."""
    return number_of(connection.execute(insert(saved_searches), values).inserted_primary_key)


def all_searches(connection: Connection) -> Sequence[RowMapping]:
    """Return the saved searches, in the order in which they were saved."""
    return connection.execute(select(saved_searches).order_by(saved_searches.c.id)).mappings().all()


def search_with(connection: Connection, number: int) -> RowMapping | None:
    """Return the row of a saved search, or None."""
    asked = select(saved_searches).where(saved_searches.c.id == number)
    return connection.execute(asked).mappings().first()


def set_search(connection: Connection, number: int, values: Mapping[str, int]) -> None:
    """Change up to which report a saved search was looked at or told; never back to an earlier one."""
    for name, sequence in values.items():
        changed = update(saved_searches).where(
            saved_searches.c.id == number, saved_searches.c[name] < sequence
        )
        connection.execute(changed, {name: sequence})


def drop_search(connection: Connection, number: int) -> None:
    """Take a saved search out."""
    connection.execute(delete(saved_searches).where(saved_searches.c.id == number))


def last_related(connection: Connection) -> int:
    """Return the number of the last report that the relations are of, 0 where they are of none."""
    related = select(relations.c.id).where(relations.c.part == "reports", relations.c.id == reports.c.key)
    asked = select(reports.c.sequence).where(related.exists()).order_by(reports.c.sequence.desc()).limit(1)
    return int(connection.execute(asked).scalar() or 0)


def arrived(connection: Connection, *, after: int, until: int, size: int) -> Sequence[RowMapping]:
    """Return the reports that came after one and not after another, the newest first; older versions are left out."""
    asked = select(reports).where(
        reports.c.sequence > after, reports.c.sequence <= until, reports.c.superseded_by.is_(None)
    )
    return connection.execute(asked.order_by(reports.c.sequence.desc()).limit(size)).mappings().all()
