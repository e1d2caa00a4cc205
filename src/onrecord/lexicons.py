"""Typed rows from the data tables in `onrecord/resources`.

A table is a tab-separated file in UTF-8 whose first line names the columns. Lines that start with "#" and
empty lines are left out. Every table has the columns `example` (a sentence of our own that shows the row at
work) and `origin` ("own", or the work and its licence). A row is given as an instance of a frozen dataclass
whose fields are the columns; the type of a field says how its cell is read:

    str                 as it stands
    str | None          None where the cell is empty
    int, float, bool    a number; "yes" or "" for a truth value
    tuple[str, ...]     parts between "|"; empty where the cell is empty

Columns that the dataclass has no field for (as a rule `example` and `origin`) are checked, not kept.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Hashable
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, TypeVar, cast, get_type_hints

from onrecord.errors import ResourceError

Row = TypeVar("Row")

_REQUIRED = ("example", "origin")
_REMEDY = "install onrecord again, or restore the file from the repository"


def load_table(name: str, row_type: type[Row]) -> tuple[Row, ...]:
    """Return the rows of a data table of the package, in order; read once, then kept.

    Args:
        name: file name within `onrecord/resources` ("roles.tsv").
        row_type: a dataclass whose field names are columns of the table.

    Raises:
        ResourceError: the file is missing, is not UTF-8, lacks a column, or a cell does not fit its type.
    """
    rows: tuple[Row, ...] = _cached(name, row_type)  # type: ignore[arg-type]
    return rows


@cache
def _cached(name: str, row_type: Hashable) -> tuple[Any, ...]:
    source = resources.files("onrecord").joinpath("resources").joinpath(name)
    return parse_table(source, cast("type[Any]", row_type))


def load_numbers(name: str) -> dict[str, Any]:
    """Return a table of learnt numbers of the package: the JSON object in `onrecord/resources`, read anew each time.

    Raises:
        ResourceError: the file is missing, or holds no JSON object.
    """
    source = resources.files("onrecord").joinpath("resources").joinpath(name)
    try:
        found = json.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ResourceError(
            what=f"the file cannot be read ({error})", where=f"table '{name}'", remedy=_REMEDY
        ) from error
    if not isinstance(found, dict):
        raise ResourceError(what="it holds no JSON object", where=f"table '{name}'", remedy=_REMEDY)
    return found


def parse_table(source: Traversable, row_type: type[Row]) -> tuple[Row, ...]:
    """Return the rows of one table file, without keeping them.

    Raises:
        ResourceError: as for `load_table`.
    """
    where = f"table '{source.name}'"
    try:
        text = source.read_text(encoding="utf-8")
    except OSError as error:
        raise ResourceError(what=f"the file cannot be read ({error})", where=where, remedy=_REMEDY) from error
    except UnicodeDecodeError as error:
        raise ResourceError(what="the file is not UTF-8", where=where, remedy=_REMEDY) from error
    lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip() and line[0] != "#"]
    if not lines:
        raise ResourceError(what="the table is empty", where=where, remedy=_REMEDY)
    columns = lines[0][1].rstrip("\r").split("\t")
    fields = [field.name for field in dataclasses.fields(row_type)]  # type: ignore[arg-type]
    missing = [column for column in (*_REQUIRED, *fields) if column not in columns]
    if missing:
        raise ResourceError(what=f"the table has no column {missing[0]!r}", where=where, remedy=_REMEDY)
    hints = get_type_hints(row_type)
    return tuple(
        _row(line.rstrip("\r"), f"{where}, line {n}", columns, hints, row_type) for n, line in lines[1:]
    )


def _row(line: str, where: str, columns: list[str], hints: dict[str, Any], row_type: type[Row]) -> Row:
    cells = line.split("\t")
    if len(cells) != len(columns):
        what = f"the row has {len(cells)} cells, the table {len(columns)} columns"
        raise ResourceError(what=what, where=where, remedy=_REMEDY)
    row = dict(zip(columns, (cell.strip() for cell in cells), strict=True))
    for column in _REQUIRED:
        if not row[column]:
            raise ResourceError(what=f"the row has no {column}", where=where, remedy=_REMEDY)
    try:
        values = {name: _value(row[name], kind) for name, kind in hints.items() if name in row}
    except ValueError as error:
        raise ResourceError(what=str(error), where=where, remedy=_REMEDY) from error
    return row_type(**values)


def _value(cell: str, kind: Any) -> object:
    """Return a cell read as the type of its field."""
    if kind == tuple[str, ...]:
        return tuple(part.strip() for part in cell.split("|") if part.strip())
    if kind is bool:
        if cell not in ("", "yes"):
            raise ValueError(f"{cell!r} is neither 'yes' nor empty")
        return cell == "yes"
    if kind is int or kind is float:
        return kind(cell)
    if kind == (str | None):
        return cell or None
    return cell
