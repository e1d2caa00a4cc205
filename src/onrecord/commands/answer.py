"""An answer as a table to read, as JSON or as CSV, always with what is counted."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.commands.answer_page import AnswerPage
from onrecord.export.columns import Column, comma_separated
from onrecord.export.text_page import TextStyle
from onrecord.export.visible import make_visible

if TYPE_CHECKING:
    from onrecord.commands.asked import Form
    from onrecord.desk.answers import Rows

SCHEMA = 1
"""Number of the form of answers as JSON and CSV; it rises when a field is renamed or dropped."""

_FILE_WIDTH = 100
"""Columns of a table that is written to a file."""
_STEERING = re.compile(r"[\x7f-\x9f\u00ad\u0600-\U0010ffff]")
"""Characters among which those are that `make_visible` spells out; JSON escapes the others by itself."""


@dataclass(frozen=True)
class Sheet:
    """One table of an answer.

    Attributes:
        name: what it lists ("reports").
        columns: its columns.
        rows: its rows.
    """

    name: str
    columns: Sequence[Column[Any]]
    rows: Sequence[Any]

    @property
    def csv(self) -> bytes:
        """The table, safe to open in a spreadsheet."""
        return comma_separated(self.columns, self.rows)


@dataclass(frozen=True)
class Answer:
    """An answer before it has a form.

    Attributes:
        counted: what is counted, and how many of it there are.
        value: rows, or one of the dataclasses of `onrecord.desk.answers`.
        sheets: the tables; the first is the main one.
        view: writes the answer to a page.
        left_out: rows that --limit cut off; None where there are some, and nobody counted them.
    """

    counted: Mapping[str, int]
    value: object
    sheets: tuple[Sheet, ...]
    view: Callable[[AnswerPage], None]
    left_out: int | None = 0


def left_out(rows: Rows[Any]) -> int | None:
    """Return how many rows --limit cut off a list, or None where there are some that nobody counted."""
    return None if rows.total is None else rows.total - len(rows)


def render_answer(
    answer: Answer, form: Form, style: TextStyle, *, asked: Mapping[str, object], state: Mapping[str, object]
) -> str:
    """Return an answer as text, safe to be shown on a terminal."""
    if form == "json":
        return json_answer(answer, asked=asked, state=state)
    if form == "csv":
        text = answer.sheets[0].csv.decode("utf-8")
        return text if not style.colour else "\n".join(make_visible(line) for line in text.split("\r\n"))
    page = AnswerPage(style)
    answer.view(page)
    if answer.left_out != 0:
        page.note(
            f"{answer.left_out or 'Others'}{' more' if answer.left_out else ''} are left out by --limit."
        )
    return page.finished()


def json_answer(answer: Answer, *, asked: Mapping[str, object], state: Mapping[str, object]) -> str:
    """Return an answer as JSON text; what would steer a terminal or turn the reading order stands as an escape."""
    value = {
        "schema": SCHEMA,
        "asked": asked,
        "relations": state,
        "counted": answer.counted,
        "left_out": answer.left_out,
        "answer": _plain(answer.value),
    }
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    return _STEERING.sub(lambda found: _escaped(found[0]), text) + "\n"


def files_of_answer(
    answer: Answer, path: Path, form: Form, *, asked: Mapping[str, object], state: Mapping[str, object]
) -> list[tuple[Path, bytes]]:
    """Return the files of an answer with their contents, the main one first."""
    if form == "csv":
        main, *others = answer.sheets
        return [(path, main.csv), *((path.with_name(f"{path.stem}.{s.name}.csv"), s.csv) for s in others)]
    style = TextStyle(width=_FILE_WIDTH)
    text = render_answer(answer, form, style, asked=asked, state=state)
    return [(path, text.encode("utf-8", "backslashreplace"))]


def _plain(value: object) -> object:
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def _escaped(character: str) -> str:
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return json.dumps(character)[1:-1]
    return character
