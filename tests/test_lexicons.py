"""Data tables: typed rows, and a clear error where a table is damaged."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from onrecord.errors import ResourceError
from onrecord.lexicons import load_table, parse_table


@dataclass(frozen=True, slots=True)
class Fruit:
    name: str
    kinds: tuple[str, ...]
    stones: int
    sour: bool
    colour: str | None


HEAD = "name\tkinds\tstones\tsour\tcolour\texample\torigin\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "fruit.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_cells_are_read_as_the_types_of_the_fields(tmp_path: Path) -> None:
    path = write(tmp_path, "# a note\n" + HEAD + "plum\tred|blue\t1\tyes\t\tShe ate a plum.\town\n\n")
    assert parse_table(path, Fruit) == (Fruit("plum", ("red", "blue"), 1, True, None),)


def test_empty_list_cell_gives_an_empty_tuple(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + "fig\t\t0\t\tgreen\tA fig fell.\town\n")
    assert parse_table(path, Fruit)[0].kinds == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("name\tkinds\n", "no column 'example'"),
        (HEAD + "plum\tred\n", "2 cells"),
        (HEAD + "plum\t\tmany\t\t\tShe ate it.\town\n", "line 2"),
        (HEAD + "plum\t\t1\tno\t\tShe ate it.\town\n", "neither"),
        (HEAD + "plum\t\t1\t\t\t\town\n", "no example"),
        (HEAD + "plum\t\t1\t\t\tShe ate it.\t\n", "no origin"),
    ],
)
def test_damaged_table_is_named_with_its_fault(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ResourceError, match=words):
        parse_table(write(tmp_path, text), Fruit)


def test_bytes_that_are_not_utf8_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "fruit.tsv"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ResourceError, match="UTF-8"):
        parse_table(path, Fruit)


def test_missing_table_is_named() -> None:
    with pytest.raises(ResourceError, match=r"'no-such-table\.tsv'"):
        load_table("no-such-table.tsv", Fruit)
