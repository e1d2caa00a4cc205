"""Cells: every reader gets back what was written, and no spreadsheet runs it."""

from __future__ import annotations

import csv
import io

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.export.columns import (
    Column,
    as_written,
    cell_text,
    comma_separated,
    spreadsheet_safe,
    tab_separated,
    unquoted_cell,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
WORDS: Column[str] = Column("words", "some words", lambda row: row)
NUMBER: Column[str] = Column("number", "their length, negative", lambda row: -len(row) - 0.5, "number")


@given(TEXTS)
def test_a_safe_cell_begins_no_formula_and_gives_the_text_back(text: str) -> None:
    cell = spreadsheet_safe(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert as_written(cell) == text


@given(st.lists(TEXTS, max_size=5))
def test_comma_separated_text_comes_back_from_another_reader(texts: list[str]) -> None:
    data = comma_separated((WORDS, NUMBER), texts)
    read = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
    assert read[0] == ["words", "number"]
    assert [as_written(row[0]) for row in read[1:]] == texts
    assert [float(row[1]) for row in read[1:]] == [-len(text) - 0.5 for text in texts]


@given(st.lists(st.text(), max_size=5))
def test_tab_separated_text_has_one_line_a_row_and_one_cell_a_column(texts: list[str]) -> None:
    lines = tab_separated((WORDS, NUMBER), texts, header=True).decode("utf-8").split("\n")
    assert lines[0] == "words\tnumber"
    assert lines[-1] == ""
    assert [len(line.split("\t")) for line in lines[1:-1]] == [2] * len(texts)
    quoted = [row for row in csv.reader(io.StringIO("\n".join(lines)), delimiter="\t") if row]
    assert len(quoted) == len(texts) + 1


def test_pandas_reads_hostile_text_back() -> None:
    texts = ['=1+1\t"a"\r\nb', "None", "\N{FACE WITH TEARS OF JOY} \u2028", "'", "+", ""]
    data = comma_separated((WORDS, NUMBER), texts)
    read = pandas.read_csv(io.BytesIO(data), keep_default_na=False)
    assert [as_written(cell) for cell in read["words"]] == texts
    assert read["number"].dtype == "float64"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "true"),
        (7, "7"),
        (-0.25, "-0.25"),
        ((), ""),
        (("a", None, "b"), "a; ; b"),
        ("a\udcffb", "a\\udcffb"),
        ("a\x00b", "a\\x00b"),
    ],
)
def test_values_become_cells(value: object, cell: str) -> None:
    assert cell_text(value) == cell


def test_an_unquoted_cell_has_no_quote_and_no_control() -> None:
    assert unquoted_cell('\t"a"\r\n\x1b[2J\u2028b\x85') == "'a' [2J b"
