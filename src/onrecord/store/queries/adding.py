"""Putting reports in: what was seen where, captures, texts, reports, records, versions of an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, or_, select, update

from onrecord.store.queries.words import index_text
from onrecord.store.tables import captures, records, reports, set_aside, sightings, texts


def key_seen_at(connection: Connection, place: str) -> str | None:
    """Return the key of the report that was seen at a place (`place_of`), or None."""
    found: str | None = connection.execute(select(sightings.c.key).where(sightings.c.place == place)).scalar()
    return found


def report_with(connection: Connection, key: str) -> RowMapping | None:
    """Return the row of a report, or None."""
    return connection.execute(select(reports).where(reports.c.key == key)).mappings().first()


def put_sighting(connection: Connection, values: Mapping[str, Any]) -> None:
    """Keep where a report was seen."""
    connection.execute(insert(sightings), values)


def put_capture(connection: Connection, values: Mapping[str, Any]) -> None:
    """Keep the bytes of a capture, where they are not kept yet."""
    known = select(captures.c.digest).where(captures.c.digest == values["digest"])
    if connection.execute(known).first() is None:
        connection.execute(insert(captures), values)


def put_text(connection: Connection, digest: str, body: str) -> int:
    """Keep and index a text, where it is not kept yet, and return its number."""
    known = connection.execute(select(texts.c.id).where(texts.c.digest == digest)).scalar()
    if known is not None:
        return int(known)
    number = number_of(
        connection.execute(insert(texts), {"digest": digest, "body": body}).inserted_primary_key
    )
    index_text(connection, number, body)
    return number


def put_report(connection: Connection, values: Mapping[str, Any]) -> int:
    """Keep a report and return its sequence number."""
    return number_of(connection.execute(insert(reports), values).inserted_primary_key)


def put_record(connection: Connection, values: Mapping[str, Any]) -> None:
    """Keep the record of a report."""
    connection.execute(insert(records), values)


def replace_record(connection: Connection, key: str, values: Mapping[str, Any]) -> bool:
    """Put a record in the place of the one that is there; return whether there was one."""
    return connection.execute(update(records).where(records.c.key == key), values).rowcount > 0


def versions_at(connection: Connection, url: str) -> Sequence[RowMapping]:
    """Return the rows of the reports at an address, oldest version first."""
    rows = connection.execute(
        select(reports).where(reports.c.url == url).order_by(reports.c.sequence)
    ).mappings()
    return in_order([*rows])


def in_order(rows: Sequence[RowMapping]) -> Sequence[RowMapping]:
    """Return the versions of one address as their links have them, those without links first."""
    by_key = {row["key"]: row for row in rows}
    ordered: list[RowMapping] = []
    for row in rows:
        if row["version_of"] not in by_key:
            follower: RowMapping | None = row
            while follower is not None:
                ordered.append(follower)
                follower = by_key.get(follower["superseded_by"])
    return ordered


def link_versions(connection: Connection, before: str | None, key: str, after: str | None) -> None:
    """Put a version between two others of its address."""
    connection.execute(
        update(reports).where(reports.c.key == key), {"version_of": before, "superseded_by": after}
    )
    if before is not None:
        connection.execute(update(reports).where(reports.c.key == before), {"superseded_by": key})
    if after is not None:
        connection.execute(update(reports).where(reports.c.key == after), {"version_of": key})


def put_set_aside(connection: Connection, values: Mapping[str, Any]) -> None:
    """Keep that an input could not be read, in the place of what was kept of the same bytes of it."""
    digest = values["digest"]
    same = set_aside.c.digest.is_(None) if digest is None else set_aside.c.digest == digest
    connection.execute(delete(set_aside).where(set_aside.c.input == values["input"], same))
    connection.execute(insert(set_aside), values)


def forget_set_aside(connection: Connection, name: str, digest: str) -> None:
    """Forget that an input could not be had at all, or not be read in these bytes."""
    now_read = or_(set_aside.c.digest.is_(None), set_aside.c.digest == digest)
    connection.execute(delete(set_aside).where(set_aside.c.input == name, now_read))


def number_of(primary_key: Sequence[Any] | None) -> int:
    """Return the number that the database gave to a new row."""
    if primary_key is None:
        raise TypeError("the database gave no number to a row that it was to number")
    return int(primary_key[0])
