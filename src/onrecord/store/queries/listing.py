"""Asking for reports and what belongs to them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Text,
    bindparam,
    column,
    func,
    literal_column,
    select,
    text,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSONB

from onrecord.errors import QueryError
from onrecord.store.moments import sortable_utc
from onrecord.store.queries.choosing import Choice, is_chosen
from onrecord.store.queries.words import texts_with
from onrecord.store.rows import ReportFilter
from onrecord.store.tables import captures, corrections, feeds, records, reports, set_aside, sightings, texts
from onrecord.store.words import fold, nameable, read_query

MOST_KEYS = 500
"""Keys that are handed to the database one by one in a question."""


def reports_after(
    connection: Connection, wanted: ReportFilter, *, after: tuple[str | None, str] | None, size: int
) -> Sequence[RowMapping]:
    """Return the next rows of the reports that fit a filter, by time of publication, then key; undated ones last.

    The filter's `limit` is the caller's business.

    Args:
        connection: where to ask.
        wanted: the filter.
        after: `published_utc` and key of the last row had, or None at the beginning.
        size: rows at most.
    """
    conditions = fitting(connection, wanted)
    found: list[RowMapping] = []
    if after is None or after[0] is not None:
        dated = select(reports).where(reports.c.published_utc.is_not(None), *conditions)
        if after is not None:
            dated = dated.where(tuple_(reports.c.published_utc, reports.c.key) > tuple_(*after))
        dated = dated.order_by(reports.c.published_utc, reports.c.key).limit(size)
        found.extend(connection.execute(dated).mappings())
        if len(found) == size:
            return found
        after = None
    if wanted.since is None and wanted.until is None:
        undated = select(reports).where(reports.c.published_utc.is_(None), *conditions)
        if after is not None:
            undated = undated.where(reports.c.key > after[1])
        undated = undated.order_by(reports.c.key).limit(size - len(found))
        found.extend(connection.execute(undated).mappings())
    return found


def reports_with(connection: Connection, keys: Sequence[str]) -> dict[str, RowMapping]:
    """Return the rows of reports by key; at most 500."""
    asked = select(reports).where(reports.c.key.in_(keys))
    return {row["key"]: row for row in connection.execute(asked).mappings()}


def fitting(
    connection: Connection, wanted: ReportFilter, *, by_text: bool = False
) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter.

    Args:
        connection: where it is asked.
        wanted: the filter.
        by_text: whether reports are looked up by their texts, and then sorted out.

    Raises:
        QueryError: `since` or `until` is no ISO day or time, or `text` asks for nothing.
    """
    dialect = connection.dialect.name
    conditions: list[ColumnElement[bool]] = []
    if not wanted.include_superseded:
        conditions.append(reports.c.superseded_by.is_(None))
    if wanted.outlet is not None:
        # SQLite would go through the reports of the outlet for each text that fits; a sign before the column forbids it.
        signed = by_text and dialect == "sqlite"
        outlet = literal_column("+reports.outlet_folded", Text) if signed else reports.c.outlet_folded
        conditions.append(outlet == fold(nameable(wanted.outlet)))
    if wanted.keys is not None:
        conditions.append(_one_of(sorted(map(nameable, wanted.keys)), dialect))
    if wanted.arrived_after is not None:
        conditions.append(reports.c.sequence > wanted.arrived_after)
    if wanted.arrived_until is not None:
        conditions.append(reports.c.sequence <= wanted.arrived_until)
    if wanted.facets:
        choice = Choice("reports", wanted.facets)
        conditions.append(is_chosen(connection, choice, reports.c.key))
    if wanted.text is not None:
        conditions.append(reports.c.text_id.in_(texts_with(read_query(wanted.text), dialect)))
    return conditions + _within(wanted.since, wanted.until)


def keys_with_other_weights(connection: Connection, weights: str, *, after: str, size: int) -> Sequence[str]:
    """Return the next keys, in order, of records that other weights made."""
    asked = select(records.c.key).where(records.c.key > after, records.c.weights != weights)
    return connection.execute(asked.order_by(records.c.key).limit(size)).scalars().all()


def record_bytes(connection: Connection, keys: Sequence[str]) -> dict[str, bytes]:
    """Return the compressed records of reports, by key; at most 500 keys."""
    asked = select(records.c.key, records.c.data).where(records.c.key.in_(keys))
    return {row.key: row.data for row in connection.execute(asked)}


def text_of(connection: Connection, text_digest: str) -> str | None:
    """Return a text as it is indexed, or None."""
    found: str | None = connection.execute(select(texts.c.body).where(texts.c.digest == text_digest)).scalar()
    return found


def first_sighting(connection: Connection, key: str) -> RowMapping | None:
    """Return the bytes of a report's capture and what its carrier said, or None."""
    asked = (
        select(captures.c.data, captures.c.digest, sightings.c.carrier)
        .join_from(reports, captures, captures.c.digest == reports.c.capture_digest)
        .join(sightings, sightings.c.place == reports.c.place)
        .where(reports.c.key == key)
    )
    return connection.execute(asked).mappings().first()


def digests_of_records(connection: Connection) -> Iterator[str]:
    """Yield the digests of all records, in order of key, some thousand to a string."""
    for digests in (
        connection.execute(select(records.c.digest).order_by(records.c.key)).scalars().partitions(5_000)
    ):
        yield "\n".join(digests)


def count_rows(connection: Connection) -> dict[str, int]:
    """Return how much is in the store, by the names of `Counts`."""
    asked = {
        "reports": select(func.count(reports.c.sequence)),
        "superseded": select(func.count(reports.c.superseded_by)).where(reports.c.superseded_by.is_not(None)),
        "texts": select(func.count(texts.c.digest)),
        "captures": select(func.count(captures.c.digest)),
        "capture_bytes": select(func.sum(captures.c.n_bytes)),
        "outlets": select(func.count(reports.c.outlet_folded.distinct())),
        "undated": select(func.count()).select_from(reports).where(reports.c.published_utc.is_(None)),
        "set_aside": select(func.count()).select_from(set_aside),
        "feeds": select(func.count()).select_from(feeds),
        "corrections": select(func.count()).select_from(corrections).where(corrections.c.undone_at.is_(None)),
    }
    found = {name: int(connection.execute(question).scalar() or 0) for name, question in asked.items()}
    return {**found, "reports": found["reports"] - found["superseded"]}


def _one_of(keys: Sequence[str], dialect: str) -> ColumnElement[bool]:
    if len(keys) <= MOST_KEYS:
        return reports.c.key.in_(keys)
    # A statement has room for some ten thousand values; any number of keys goes in as one.
    many = (
        "SELECT value FROM json_each(:keys)"
        if dialect == "sqlite"
        else "SELECT jsonb_array_elements_text(:keys)"
    )
    value = (
        bindparam("keys", json.dumps(keys)) if dialect == "sqlite" else bindparam("keys", keys, type_=JSONB)
    )
    return reports.c.key.in_(text(many).bindparams(value).columns(column("value", Text)))


def _within(since: str | None, until: str | None) -> list[ColumnElement[bool]]:
    """Return the conditions on the time of publication."""
    conditions: list[ColumnElement[bool]] = []
    for moment, is_first in ((since, True), (until, False)):
        if moment is None:
            continue
        at = sortable_utc(moment)
        if at is None:
            raise QueryError(
                what=f"{moment!r} is no day or time", where="filter", remedy="write it as 2026-03-10"
            )
        if len(moment) > len("2026-03-10"):
            conditions.append(reports.c.published_utc >= at if is_first else reports.c.published_utc <= at)
            continue
        # A day is that of the place of filing, at most a day away from UTC: this much the index can narrow down.
        edge = _days_from(at[:10], -1 if is_first else 2)
        if is_first:
            conditions += [reports.c.published_utc >= edge, reports.c.published_day >= at[:10]]
        else:
            conditions += [reports.c.published_utc < edge, reports.c.published_day <= at[:10]]
    return conditions


def _days_from(day: str, n_days: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=n_days)).isoformat()
    except OverflowError:
        return day if n_days < 0 else "9999-12-31T24"
