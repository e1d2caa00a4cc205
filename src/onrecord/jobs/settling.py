"""The rows of all units filed: for each day, or each outlet of a day, one file of every table."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onrecord.jobs.folders import Folder
from onrecord.jobs.plan import BY_OUTLET, Job
from onrecord.jobs.tables import NAMES, parquet_bytes, schema_of

AT_ONCE = 5_000
"""Reports whose rows are in memory at once, but for an outlet that has more on one day."""

NOWHERE = "__HIVE_DEFAULT_PARTITION__"
"""How readers of parted tables call what has no value."""

_MOST_NAME = 200
"""Bytes of an outlet's name, escapes counted, that stand in the name of its folder: file systems bear some 255."""

_FILING = ["_day", "_outlet", "_ordinal"]


def settled_name(day: str | None) -> str:
    """Return the name of the file that is there once a day is settled."""
    return f"work/settled/{day or 'undated'}.json"


def partition(day: str | None, outlet: str | None, *, by_outlet: bool) -> str:
    """Return the folders under which rows are filed, as readers of parted tables expect them.

    The key is "publisher", not "outlet": the table of reports has a column of that name, and readers want one of each.

    >>> partition("2026-03-10", "Harbour Post", by_outlet=True), partition(None, None, by_outlet=False)
    ('day=2026-03-10/publisher=Harbour%20Post', 'day=__HIVE_DEFAULT_PARTITION__')
    """
    folders = f"day={day or NOWHERE}"
    return f"{folders}/publisher={_folder_name(outlet)}" if by_outlet else folders


def _folder_name(outlet: str | None) -> str:
    """Return an outlet's name as that of a folder; one that is cut ends in a digest, so that it stays another's."""
    if not outlet:
        return NOWHERE
    name = quote(outlet, safe="")
    if len(name) <= _MOST_NAME:
        return name
    digest = hashlib.sha256(outlet.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{re.sub(r'%[0-9A-F]?$', '', name[:_MOST_NAME])}-{digest}"


def find_again(folder: Folder, units: Sequence[int]) -> dict[int, list[int]]:
    """Return what is in an archive again: places in their files of reports that came before, by the number of the unit.

    A report is the same where text, address and outlet are; the one that comes first in the order of files counts.

    Args:
        folder: the job's folder.
        units: numbers of all units, in order.
    """
    seen: set[int] = set()
    again: dict[int, list[int]] = {}
    for number in units:
        rows = _read(folder, number, "reports", columns=["key", "_ordinal"])
        found = sorted(zip(rows["_ordinal"].to_pylist(), rows["key"].to_pylist(), strict=True))
        for ordinal, key in found:
            if (code := int(key, 16)) in seen:
                again.setdefault(number, []).append(ordinal)
            seen.add(code)
    return again


def settle_day(job: Job, folder: Folder, day: str | None) -> dict[str, dict[str, int]]:
    """File the rows of a day, and return the files of each table with their sizes in bytes.

    What it makes is the same however often it is done.

    Raises:
        OutputError: there is no room, or it may not be written.
    """
    if folder.has(settled_name(day)):
        return dict(json.loads(folder.read(settled_name(day)))["files"])
    told = json.loads(folder.read("work/filing.json"))
    units = [int(number) for number in told["days"][day or ""]]
    again = {int(number): places for number, places in told["again"].items()}
    by_outlet = job.partition == BY_OUTLET
    files: dict[str, dict[str, int]] = {name: {} for name in NAMES}
    rows = dict.fromkeys(NAMES, 0)
    taken: set[str] = set()
    for number, outlets in enumerate(_slices(folder, units, day)):
        for name in NAMES:
            table = _rows_of(folder, units, name, day, outlets, again)
            rows[name] += table.num_rows
            for outlet, part in _parts(table) if by_outlet else [(None, table)]:
                if not part.num_rows:
                    continue
                into = _free(f"{name}/{partition(day, outlet, by_outlet=by_outlet)}/part-{number:04d}", taken)
                data = parquet_bytes(part.drop_columns(_FILING).cast(schema_of(name)))
                folder.put(into, data, lasting=False)
                files[name][into] = len(data)
    folder.put(settled_name(day), json.dumps({"files": files, "rows": rows}).encode())
    return files


def _free(path: str, taken: set[str]) -> str:
    """Return the name of a file that no other of the day has, also where capitals make no difference."""
    tried, number = path, 1
    while tried.casefold() in taken:
        tried, number = f"{path}-{number}", number + 1
    taken.add(tried.casefold())
    return f"{tried}.parquet"


def _slices(folder: Folder, units: Sequence[int], day: str | None) -> list[list[str | None]]:
    """Return the outlets of a day, so many at a time that their rows go into memory."""
    counts: Counter[str | None] = Counter()
    for number in units:
        rows = _read(folder, number, "reports", columns=["_outlet"], filter=_of_day(day))
        counts.update(rows["_outlet"].to_pylist())
    slices: list[list[str | None]] = []
    room = 0
    for outlet, count in sorted(counts.items(), key=lambda item: (item[0] is None, item[0] or "")):
        if count > room or not slices:
            slices.append([])
            room = AT_ONCE
        slices[-1].append(outlet)
        room -= count
    return slices


def _rows_of(
    folder: Folder,
    units: Sequence[int],
    name: str,
    day: str | None,
    outlets: Sequence[str | None],
    again: dict[int, list[int]],
) -> pa.Table:
    """Return the rows of some outlets of a day, by outlet and then in the order of the archive."""
    known = [outlet for outlet in outlets if outlet is not None]
    of_outlets = pc.field("_outlet").isin(pa.array(known, pa.string()))
    if None in outlets:
        of_outlets = of_outlets | pc.field("_outlet").is_null()
    found = []
    for number in units:
        rows = _read(folder, number, name, filter=_of_day(day) & of_outlets)
        if number in again:
            rows = rows.filter(pc.invert(pc.is_in(rows["_ordinal"], pa.array(again[number], pa.int64()))))
        found.append(rows)
    table = pa.concat_tables(found) if found else schema_of(name, filed=True).empty_table()
    # The numbers of rows last, since sorting need not keep the order of equals.
    numbered = table.append_column("_row", pa.array(range(table.num_rows), pa.int64()))
    order = pc.sort_indices(
        numbered.select(["_outlet", "_row"]), sort_keys=[("_outlet", "ascending"), ("_row", "ascending")]
    )
    return table.take(order).combine_chunks()


def _parts(table: pa.Table) -> Iterator[tuple[str | None, pa.Table]]:
    """Yield the rows of each outlet."""
    outlets = table.column("_outlet").to_pylist()
    begun = 0
    for row in range(1, len(outlets) + 1):
        if row == len(outlets) or outlets[row] != outlets[begun]:
            yield outlets[begun], table.slice(begun, row - begun)
            begun = row


def _of_day(day: str | None) -> Any:
    return pc.field("_day") == day if day is not None else pc.field("_day").is_null()


def _read(folder: Folder, unit: int, name: str, **wanted: Any) -> pa.Table:
    path = folder.path(f"work/units/{unit:07d}/{name}.parquet")
    filters = wanted.pop("filter", None)
    return pq.read_table(path, filesystem=folder.system, filters=filters, partitioning=None, **wanted)
