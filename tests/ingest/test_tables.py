"""The tables of ingest: each example shows its row at work."""

import re
from dataclasses import dataclass

import pytest

from onrecord.ingest.credits import known_agency, read_byline, split_authors
from onrecord.ingest.dateline import find_dateline
from onrecord.ingest.furniture import furniture_kind
from onrecord.ingest.outlets import known_outlet, registered_domain
from onrecord.lexicons import load_table


@dataclass(frozen=True, slots=True)
class Row:
    kind: str
    pattern: str
    example: str


@dataclass(frozen=True, slots=True)
class Named:
    name: str
    domain: str
    example: str


@pytest.mark.parametrize("row", load_table("furniture.tsv", Row), ids=lambda row: row.pattern[:24])
def test_each_furniture_example_is_furniture(row: Row) -> None:
    if row.kind == "lead_in":
        assert find_dateline(row.example) is None
    else:
        assert furniture_kind(row.example) is not None


def test_each_agency_example_credits_the_agency() -> None:
    for row in load_table("agencies.tsv", Named):
        found = find_dateline(row.example)
        assert found is not None, row.name
        assert found.agency == row.name


def test_each_outlet_is_known_by_its_address() -> None:
    for row in load_table("outlets.tsv", Named):
        assert known_outlet(row.example) == row.name


@pytest.mark.parametrize(
    "line",
    [
        "The mayor said cookies were stored on the computers of the harbour.",
        "World leaders met in Lima on Monday to speak about the harbour.",
        "Read the letter again, the mayor told the council.",
        "Sources: the mayor knew of the leak for a year before she resigned, and told nobody.",
        "More than 300 people signed up, the newspaper reported on Monday.",
        "Reporters were told to leave the hall.",
    ],
)
def test_sentences_of_reports_are_no_furniture(line: str) -> None:
    assert furniture_kind(line) is None


@pytest.mark.parametrize(
    "text", ["a | " * 60 + "!", "Home > " + "a b " * 90 + "!", "(" * 400, "- " * 200, "x@" * 150, "1 " * 200]
)
def test_no_pattern_runs_away(text: str) -> None:
    import time

    started = time.monotonic()
    furniture_kind(text)
    find_dateline(text)
    find_dateline(text.upper())
    read_byline("By " + text)
    assert time.monotonic() - started < 0.5


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Roe", ("Jane Roe",)),
        ("BY JANE ROE AND JOHN DOE", ("Jane Roe", "John Doe")),
        ("By Jane Roe, Staff Writer", ("Jane Roe",)),
        ("By Jane Roe, in Corfu", ("Jane Roe",)),
        ("By Jane Roe, John Doe and Ada Pell", ("Jane Roe", "John Doe", "Ada Pell")),
        ("By Jane Roe, Associated Press", ("Jane Roe",)),
        ("di Serena Lòpalco", ("Serena Lòpalco",)),
        ("By the way, the harbour is open", ()),
        ("By Friday", ()),
        ("Jane Roe", ()),
    ],
)
def test_bylines_give_names(line: str, names: tuple[str, ...]) -> None:
    assert read_byline(line) == names


def test_agencies_among_authors_are_kept_apart() -> None:
    assert split_authors(["Jane Roe", "Associated Press", "Lima Post"], outlet="Lima Post") == (
        ("Jane Roe",),
        "AP",
    )
    assert known_agency("Reuters Staff") == "Reuters"


def test_registered_domain_heeds_second_levels() -> None:
    assert registered_domain("https://news.lima.co.uk/a") == "lima.co.uk"
    assert registered_domain("https://www.lima.example/a") == "lima.example"
    assert registered_domain("http://127.0.0.1:80/a") is None
    assert not re.search("www", registered_domain("https://www.a.b.example") or "")
