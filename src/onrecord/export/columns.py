"""Tables as text: what a column is, and how its cells are written so that every reader gets them back.

Two kinds of text are written. *Tab-separated* tables have no quoting at all, because readers of POLECAT and GDELT
split lines at tabs; what would break a line is taken out of the cells. *Comma-separated* tables are quoted as
RFC 4180 has it, keep every character, and are safe to open in a spreadsheet: see `spreadsheet_safe`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

Row = TypeVar("Row")
Kind = Literal["text", "integer", "number", "truth", "list", "integers"]

SEPARATOR = "; "
"""What stands between several values of one cell."""

_STARTS_FORMULA = re.compile(r"[=+\-@\t\r\n'＝＋－＠]")
_BREAKS_LINE = re.compile(r"[\x00-\x20\x7f\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column of a table.

    Attributes:
        name: its name, as the format has it.
        meaning: what stands in it, for the documentation.
        of: gives the value of a row: text, a number, a truth value, a tuple of these, or None where unknown.
        kind: the type of its values; a list is of texts, integers are several.
    """

    name: str
    meaning: str
    of: Callable[[Row], Any]
    kind: Kind = "text"


def cell_text(value: object) -> str:
    """Return a value as the text of a cell: "" for None, several values with "; " between them.

    Lone surrogates, which UTF-8 cannot carry, and NUL, at which some readers stop, are written as escapes.

    >>> cell_text(("demo", None, 3)), cell_text(False), cell_text(None), cell_text(0.5)
    ('demo; ; 3', 'false', '', '0.5')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple | list):
        return SEPARATOR.join(cell_text(item) for item in value)
    return str(value).encode("utf-8", "backslashreplace").decode("utf-8").replace("\x00", "\\x00")


def unquoted_cell(value: object) -> str:
    r"""Return a value as a cell of a table without quoting.

    Tabs, line ends and other controls become one blank, and straight double quotes single ones, since many
    readers take a double quote at the start of a cell for the start of a quoted one. A semicolon within one of
    several values becomes a comma, since readers split them at semicolons.

    >>> unquoted_cell('the\t"Reds"\n'), unquoted_cell(("Lee; son", "Ito"))
    ("the 'Reds'", 'Lee, son; Ito')
    """
    if isinstance(value, tuple | list):
        value = tuple(cell_text(item).replace(";", ",") for item in value)
    return _BREAKS_LINE.sub(" ", cell_text(value)).strip().replace('"', "'")


def spreadsheet_safe(text: str) -> str:
    """Return the text of a cell so that no spreadsheet takes it for a formula.

    A text that begins with = + - @, with their full-width forms, with a tab or line end, or with an apostrophe
    gets an apostrophe put before it; `as_written` takes it off again.

    >>> spreadsheet_safe("=1+1"), spreadsheet_safe("'tis"), spreadsheet_safe("plain")
    ("'=1+1", "''tis", 'plain')
    """
    return f"'{text}" if _STARTS_FORMULA.match(text) else text


def as_written(cell: str) -> str:
    """Return the text that `spreadsheet_safe` made a cell of.

    >>> as_written("'=1+1"), as_written("plain")
    ('=1+1', 'plain')
    """
    return cell.removeprefix("'")


def tab_separated(columns: Sequence[Column[Row]], rows: Iterable[Row], *, header: bool) -> bytes:
    """Return rows as an unquoted tab-separated table in UTF-8, one line a row."""
    lines = ["\t".join(column.name for column in columns)] if header else []
    lines += ["\t".join(unquoted_cell(column.of(row)) for column in columns) for row in rows]
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def comma_separated(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> bytes:
    """Return rows as a comma-separated table in UTF-8 with a header, quoted and safe for spreadsheets.

    Numbers stand as they are: a spreadsheet reads "-3.5" as a number, not as a formula.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(column.name for column in columns)
    for row in rows:
        writer.writerow(_comma_cell(column, row) for column in columns)
    return text.getvalue().encode("utf-8")


def _comma_cell(column: Column[Row], row: Row) -> str:
    text = cell_text(column.of(row))
    return text if column.kind in ("integer", "number", "truth") else spreadsheet_safe(text)
