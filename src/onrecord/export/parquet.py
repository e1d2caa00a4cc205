"""Records as Parquet: the tables of `flat`, typed, with the number of their form in the file's metadata."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.export.flat import TABLE_SCHEMA, TABLES, Table
from onrecord.export.formats import Rendered
from onrecord.model import Record

_TYPES = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "truth": pa.bool_(),
    "list": pa.list_(pa.string()),
    "integers": pa.list_(pa.int64()),
}


def render_parquet(records: Sequence[Record]) -> Rendered:
    """Return records as Parquet files, that of events first; nothing is left out."""
    events, *others = TABLES
    return Rendered(
        _file(events, records),
        beside=tuple((f".{table.name}.parquet", _file(table, records)) for table in others),
    )


def arrow_schema(table: Table) -> pa.Schema:
    """Return the schema of a table: its columns with their types, its name and the number of its form."""
    return pa.schema(
        [pa.field(column.name, _TYPES[column.kind]) for column in table.columns],
        metadata={"onrecord.table": table.name, "onrecord.table_schema": str(TABLE_SCHEMA)},
    )


def arrow_table(table: Table, records: Sequence[Record]) -> pa.Table:
    """Return the rows that records give of a table."""
    rows = list(table.rows(records))
    arrays = [
        pa.array([_value(column.of(row)) for row in rows], type=_TYPES[column.kind])
        for column in table.columns
    ]
    return pa.Table.from_arrays(arrays, schema=arrow_schema(table))


def _file(table: Table, records: Sequence[Record]) -> bytes:
    into = io.BytesIO()
    pq.write_table(arrow_table(table, records), into, compression="zstd")
    return into.getvalue()


def _value(value: Any) -> Any:
    """Return a value that Parquet can carry.

    Lone surrogates, which UTF-8 cannot, become escapes; a number of more than 64 bits, which no count or id of ours
    has, but a record edited by hand may, becomes null.
    """
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, int):
        return value if -(2**63) <= value < 2**63 else None
    return [_value(item) for item in value] if isinstance(value, tuple | list) else value
