"""Relations between reports: all replaced at once, read part by part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select

from onrecord.store.tables import meta, relation_facets, relation_reports, relations

_BATCH = 1_000
_COLUMNS = ("part", "position", "id", "data", "first", "last", "sequence")


def drop_relations(connection: Connection) -> None:
    """Take all relations out."""
    connection.execute(delete(relation_facets))
    connection.execute(delete(relation_reports))
    connection.execute(delete(relations))


def put_relations(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> int:
    """Put relations in and return how many there were; what is in memory at a time is bounded.

    Args:
        connection: where to write.
        rows: `part`, `position`, `id`, `data`, `first`, `last`, `sequence`, `facets`, and `reports`, the keys of those it is
            about.
    """
    n_rows, source = 0, iter(rows)
    while batch := list(islice(source, _BATCH)):
        connection.execute(
            insert(relations),
            [{name: row[name] for name in _COLUMNS} for row in batch],
        )
        about = [
            {"report": key, "part": row["part"], "position": row["position"]}
            for row in batch
            for key in dict.fromkeys(row["reports"])
        ]
        if about:
            connection.execute(insert(relation_reports), about)
        facets = [
            {"part": row["part"], "facet": facet, "value": value, "position": row["position"]}
            for row in batch
            for facet, value in dict.fromkeys(row["facets"])
        ]
        if facets:
            connection.execute(insert(relation_facets), facets)
        n_rows += len(batch)
    return n_rows


def relations_after(
    connection: Connection,
    part: str,
    *,
    named: Sequence[str] | None,
    beginning: str | None,
    reports: Sequence[str] | None,
    after: int,
    size: int,
) -> Sequence[RowMapping]:
    """Return the next relations of a part, in order: with one of some ids, or the beginning of one, or about some reports."""
    # What is looked up by ids or reports is put in order here: asked to do it, SQLite goes through the whole part in order.
    asked = select(relations).where(relations.c.part == part)
    if reports is None:
        asked = asked.where(relations.c.position > after)
    else:
        # By these positions alone: told besides where they begin, SQLite goes through all that follow.
        asked = asked.where(
            relations.c.position.in_(_about(connection, part, reports, after, size, named or beginning))
        )
    if named is not None:
        asked = asked.where(relations.c.id.in_(named))
    if beginning is not None:
        # A range, so that the index serves; what it takes in too many by the order of some language is sorted out.
        asked = asked.where(relations.c.id >= beginning, relations.c.id < f"{beginning}zzzz")
        asked = asked.where(func.substr(relations.c.id, 1, len(beginning)) == beginning)
    if named is None and reports is None:
        return connection.execute(asked.order_by(relations.c.position).limit(size)).mappings().all()
    return sorted(connection.execute(asked).mappings(), key=lambda row: int(row["position"]))[:size]


def _about(
    connection: Connection, part: str, reports: Sequence[str], after: int, size: int, others: object
) -> Sequence[int]:
    """Return the positions of relations about some reports: the next ones, or where others are asked for besides, all."""
    about = positions_about(connection, part, reports)
    found = sorted({position for position in about if position > after})
    return found if others else found[:size]


def positions_about(connection: Connection, part: str, reports: Sequence[str]) -> Sequence[int]:
    """Return the positions of the relations of a part about some reports, some several times; at most 500 reports."""
    asked = select(relation_reports.c.position).where(
        relation_reports.c.report.in_(reports), relation_reports.c.part == part
    )
    return connection.execute(asked).scalars().all()


def relations_at(connection: Connection, part: str, positions: Sequence[int]) -> Sequence[RowMapping]:
    """Return the relations of a part at some positions, in order; at most 500."""
    asked = select(relations).where(relations.c.part == part, relations.c.position.in_(positions))
    return sorted(connection.execute(asked).mappings(), key=lambda row: int(row["position"]))


def reports_of(connection: Connection, part: str, positions: Sequence[int]) -> dict[int, list[str]]:
    """Return the keys that relations are about, by position, keys in order; at most 500 relations."""
    if not positions:
        return {}
    asked = (
        select(relation_reports.c.position, relation_reports.c.report)
        .where(relation_reports.c.part == part, relation_reports.c.position.in_(positions))
        .order_by(relation_reports.c.position, relation_reports.c.report)
    )
    found: dict[int, list[str]] = {}
    for position, key in connection.execute(asked):
        found.setdefault(position, []).append(key)
    return found


def told_of(connection: Connection, names: Sequence[str]) -> dict[str, str]:
    """Return what is kept under some names about the database itself."""
    asked = select(meta.c.name, meta.c.value).where(meta.c.name.in_(names))
    return {row.name: row.value for row in connection.execute(asked)}


def tell(connection: Connection, values: Mapping[str, str]) -> None:
    """Keep something about the database itself."""
    connection.execute(delete(meta).where(meta.c.name.in_(list(values))))
    connection.execute(insert(meta), [{"name": name, "value": value} for name, value in values.items()])
