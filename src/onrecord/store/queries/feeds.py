"""Feeds, and inputs that were set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select

from onrecord.store.tables import feeds, set_aside


def feed_at(connection: Connection, address: str) -> RowMapping | None:
    """Return what is kept of a feed, or None."""
    return connection.execute(select(feeds).where(feeds.c.address == address)).mappings().first()


def put_feed(connection: Connection, values: Mapping[str, Any]) -> None:
    """Keep the state of a feed in the place of the one that is there."""
    connection.execute(delete(feeds).where(feeds.c.address == values["address"]))
    connection.execute(insert(feeds), values)


def set_aside_after(connection: Connection, *, after: int, size: int) -> Sequence[RowMapping]:
    """Return the next inputs that could not be read, in the order in which they were set aside."""
    asked = select(set_aside).where(set_aside.c.id > after).order_by(set_aside.c.id).limit(size)
    return connection.execute(asked).mappings().all()
