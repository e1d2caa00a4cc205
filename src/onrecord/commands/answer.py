"""An answer as a table to read, as JSON or as CSV, always with what is counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.commands.answer_page import AnswerPage
from onrecord.desk.answer_json import tabled_json
from onrecord.desk.sheets import Sheet
from onrecord.desk.tabled import Tabled
from onrecord.export.text_page import TextStyle
from onrecord.export.visible import make_visible

if TYPE_CHECKING:
    from onrecord.commands.asked import Form

_FILE_WIDTH = 100
"""Columns of a table that is written to a file."""


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


def shown(tabled: Tabled, view: Callable[[AnswerPage], None]) -> Answer:
    """Return an answer that was counted and laid in tables, with what writes it to a page."""
    return Answer(tabled.counted, tabled.value, tabled.sheets, view, tabled.left_out)


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
    """Return an answer as JSON text."""
    tabled = Tabled(answer.counted, answer.value, answer.sheets, answer.left_out)
    return tabled_json(tabled, asked=asked, state=state)


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
