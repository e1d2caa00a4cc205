"""The tables of a job: those of the Parquet export for every report, and two of its own. One stable schema.

Every row begins with the key of its report, which tells two outlets that print the same text apart. While a job runs,
rows also have the day and outlet under which they will be filed, and the place of the report in its file.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.errors import UnreadableInput
from onrecord.export.codec import JsonCodec
from onrecord.export.flat import TABLES
from onrecord.export.parquet import arrow_schema, arrow_table
from onrecord.jobs.folders import Folder
from onrecord.jobs.reading import ReadReport, SetAside

KEY = pa.field("key", pa.string(), nullable=False)
FILED = (
    pa.field("_day", pa.string()),
    pa.field("_outlet", pa.string()),
    pa.field("_ordinal", pa.int64(), nullable=False),
)
"""By what rows are filed; not in the tables once they are."""

CAPTURED = (
    pa.field("archive", pa.string(), nullable=False),
    pa.field("ordinal", pa.int64(), nullable=False),
    pa.field("capture_digest", pa.string(), nullable=False),
)
"""At the end of the table of reports: the file that a report came in, its place there, and SHA-256 of its bytes."""

RECORDS = "records"
"""The table with each report's whole record as JSON, from which everything else can be made again."""

SET_ASIDE = "set_aside"
_RECORD = (KEY, pa.field("record", pa.string(), nullable=False))
_ASIDE = pa.schema(
    [pa.field("archive", pa.string(), nullable=False)]
    + [
        pa.field(
            one.name, pa.int64() if one.name == "ordinal" else pa.string(), nullable=one.name == "digest"
        )
        for one in fields(SetAside)
    ],
    metadata={"onrecord.table": SET_ASIDE},
)

_ROWS = 200
"""Rows that are in memory at once."""

NAMES = (*(table.name for table in TABLES), RECORDS)
"""The tables that are filed by day and outlet."""


def schema_of(name: str, *, filed: bool = False) -> pa.Schema:
    """Return the schema of a table.

    Args:
        name: its name.
        filed: with the columns by which rows are filed, as while a job runs.
    """
    extra = list(FILED) if filed else []
    if name == RECORDS:
        return pa.schema([*_RECORD, *extra], metadata={"onrecord.table": RECORDS})
    table = next(table for table in TABLES if table.name == name)
    own = arrow_schema(table)
    captured = list(CAPTURED) if name == "reports" else []
    return pa.schema([KEY, *own, *captured, *extra], metadata=own.metadata)


def day_of(report: ReadReport) -> str | None:
    """Return the day under which a report is filed: that of its publication, in its own time."""
    published = report.filed.record.report.published
    return published[:10] if published else None


def tables_of(reports: Sequence[ReadReport], archive: str) -> dict[str, pa.Table]:
    """Return the rows of reports in every table, with the columns by which they are filed."""
    found: dict[str, pa.Table] = {}
    for table in TABLES:
        parts = [arrow_table(table, [one.filed.record]) for one in reports]
        counts = [part.num_rows for part in parts]
        rows = pa.concat_tables(parts) if parts else arrow_schema(table).empty_table()
        columns = [_repeated([one.filed.key for one in reports], counts, pa.string()), *rows.columns]
        if table.name == "reports":
            columns += [
                _repeated([archive] * len(reports), counts, pa.string()),
                _repeated([one.ordinal for one in reports], counts, pa.int64()),
                _repeated([one.digest for one in reports], counts, pa.string()),
            ]
        found[table.name] = _with_filed(table.name, columns, reports, counts)
    codec = JsonCodec()
    told = [codec.encode(one.filed.record).decode("utf-8", "replace") for one in reports]
    columns = [pa.array([one.filed.key for one in reports], pa.string()), pa.array(told, pa.string())]
    found[RECORDS] = _with_filed(RECORDS, columns, reports, [1] * len(reports))
    return found


def _with_filed(
    name: str, columns: list[pa.Array], reports: Sequence[ReadReport], counts: Sequence[int]
) -> pa.Table:
    outlets = [one.filed.record.report.outlet for one in reports]
    columns += [
        _repeated([day_of(one) for one in reports], counts, pa.string()),
        _repeated([_carried(outlet) for outlet in outlets], counts, pa.string()),
        _repeated([one.ordinal for one in reports], counts, pa.int64()),
    ]
    return pa.Table.from_arrays(columns, schema=schema_of(name, filed=True))


def _carried(text: str | None) -> str | None:
    """Return a text that UTF-8 can carry."""
    return text.encode("utf-8", "backslashreplace").decode() if text is not None else None


def _repeated(values: Sequence[object], counts: Sequence[int], kind: pa.DataType) -> pa.Array:
    each = [value for value, count in zip(values, counts, strict=True) for _ in range(count)]
    return pa.array(each, type=kind)


def aside_table(found: Iterable[tuple[str, SetAside]]) -> pa.Table:
    """Return what was set aside as a table, given each with the file that it came in."""
    rows = [
        {"archive": archive} | {one.name: _value(getattr(item, one.name)) for one in fields(SetAside)}
        for archive, item in found
    ]
    return pa.Table.from_pylist(rows, schema=_ASIDE)


def _value(value: object) -> object:
    return _carried(value) if isinstance(value, str) else value


def parquet_bytes(table: pa.Table, *, by_day: bool = False) -> bytes:
    """Return a table as a Parquet file.

    Args:
        table: the table.
        by_day: with the rows of each day in a group of their own, so that those of a day are read alone.
    """
    into = io.BytesIO()
    # Neither the schema of Arrow, which says nothing that Parquet's own does not, nor the least and greatest of every
    # column: in files of few rows they took half the room.
    of = [name for name in ("key", "_day") if name in table.column_names]
    with pq.ParquetWriter(
        into, table.schema, compression="zstd", store_schema=False, write_statistics=of
    ) as writer:
        if not by_day:
            writer.write_table(table)
        else:
            table = table.sort_by([("_day", "ascending"), ("_ordinal", "ascending")])
            days = table.column("_day").to_pylist()
            begun = 0
            for row in range(1, len(days) + 1):
                if row == len(days) or days[row] != days[begun]:
                    writer.write_table(table.slice(begun, row - begun))
                    begun = row
    return into.getvalue()


def rows_in(folder: Folder, name: str, columns: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table's file, some of its columns.

    Raises:
        UnreadableInput: it cannot be read.
    """
    try:
        table = pq.ParquetFile(folder.system.open_input_file(folder.path(name)))
    except OSError as error:
        raise UnreadableInput(
            what=f"the table cannot be read ({error})",
            where=f"{folder.address}/{name}",
            remedy="run the job again into another folder",
        ) from error
    for batch in table.iter_batches(_ROWS, columns=columns):
        yield from batch.to_pylist()
