"""POLECAT's table, read back by pandas and by a reader that only splits at tabs."""

from __future__ import annotations

import io

import pandas

from onrecord.export.polecat import LOST, render_polecat
from onrecord.model import Record
from tests.export.events_example import empty_record, events_record, hostile_record

HEADER = (
    "Event ID;Event Date;Event Type;Event Mode;Intensity;Quad Code;Contexts;Actor Name;Actor Country;Actor COW;"
    "Primary Actor Sector;Actor Sectors;Actor Title;Actor Name Raw;Wikipedia Actor ID;Recipient Name;Recipient Country;"
    "Recipient COW;Primary Recipient Sector;Recipient Sectors;Recipient Title;Recipient Name Raw;Wikipedia Recipient ID;"
    "Placename;City;District;Province;Country;Latitude;Longitude;GeoNames ID;Raw Placename;Feature Type;Source;"
    "Publication Date;Story People;Story Organizations;Story Locations;Language;Version"
)
COLUMNS = HEADER.split(";")


def table(*records: Record) -> pandas.DataFrame:
    data = render_polecat(records).body
    return pandas.read_csv(io.BytesIO(data), sep="\t", dtype=str, keep_default_na=False).set_index(
        "Event ID", drop=False
    )


def rows_by_event(*records: Record) -> dict[str, dict[str, str]]:
    return {row["Event ID"].partition("-")[2]: row for row in table(*records).to_dict("records")}


def test_columns_stand_in_order() -> None:
    assert list(table(events_record()).columns) == COLUMNS
    assert len(COLUMNS) == 40


def test_no_row_has_more_or_fewer_cells_whatever_the_text() -> None:
    lines = render_polecat([events_record(), hostile_record()]).body.decode("utf-8").split("\n")
    assert {len(line.split("\t")) for line in lines[:-1]} == {40}
    assert len(lines) == 1 + 8 + 1 + 1


def test_an_empty_cell_is_empty_and_never_none() -> None:
    for line in render_polecat([events_record(), empty_record()]).body.decode("utf-8").split("\n"):
        assert not {"None", "nan", "NaN", "null"} & set(line.split("\t"))


def test_an_event_is_told() -> None:
    row = rows_by_event(events_record())["V1"]
    assert (row["Event Date"], row["Event Type"], row["Event Mode"]) == (
        "2026-03-02",
        "ASSAULT",
        "heavy-weapons",
    )
    assert (row["Quad Code"], row["Contexts"]) == ("MATERIAL CONFLICT", "military")
    assert (row["Actor Name"], row["Actor Name Raw"], row["Actor Country"], row["Actor COW"]) == (
        "the army", "The army", "NOR", "385",
    )  # fmt: skip
    assert (row["Placename"], row["Province"], row["Latitude"], row["GeoNames ID"]) == (
        "Torvik",
        "Innlandet",
        "61.25",
        "1001",
    )
    assert (row["Source"], row["Publication Date"]) == ("The Fjord Courier", "2026-03-04")


def test_several_values_stand_in_one_cell() -> None:
    row = rows_by_event(events_record())["V6"]
    assert (row["Actor Country"], row["Actor COW"]) == ("NOR; DNK", "385; 390")
    assert (row["Actor Sectors"], row["Primary Actor Sector"]) == ("GOV", "GOV")
    assert row["Story Locations"] == "Torvik; Halden; Denmark"


def test_what_did_not_happen_has_an_auxiliary_mode() -> None:
    modes = {id: row["Event Mode"] for id, row in rows_by_event(events_record()).items()}
    assert (modes["V3"], modes["V6"], modes["V7"], modes["V8"]) == (
        "abduct; negation", "future", "discontinue; hypothetical", "disarm; historical",
    )  # fmt: skip


def test_an_undated_event_has_no_date() -> None:
    assert rows_by_event(events_record())["V4"]["Event Date"] == ""


def test_whose_word_it_is_is_listed_as_left_out() -> None:
    items = render_polecat([events_record()]).left_out
    chain = next(one for one in items if (one.item, one.field) == ("V2", "events[].on_word_of"))
    assert chain.value == [{"statement": "S1", "entity": "E3"}, {"statement": "S2", "entity": "E4"}]
    assert chain.because == LOST["on_word_of"]
    assert {one.field for one in items if one.item is None} == {
        "statements[]",
        "entities[]",
        "places[]",
        "times[]",
    }
