"""Records as CSV and Parquet: one schema, everything in it, and back."""

from __future__ import annotations

import io
from dataclasses import fields
from typing import Any

import pandas
import pyarrow.parquet as pq
import pytest

from onrecord.export.columns import as_written, cell_text
from onrecord.export.csv import render_csv
from onrecord.export.flat import TABLE_SCHEMA, TABLES
from onrecord.export.parquet import render_parquet
from onrecord.model import Document, Entity, Event, Place, Statement, Timex
from tests.export.events_example import HOSTILE, empty_record, events_record, hostile_record
from tests.export.example import example_record

RECORDS = (events_record(), example_record(), hostile_record(), empty_record())
PINNED = {
    "events": "report event outlet published type mode contexts cameo cameo_given quad goldstein actors actor_texts "
    "actor_spans actor_entities actor_countries actor_sectors recipients recipient_texts recipient_spans "
    "recipient_entities recipient_countries recipient_sectors reciprocal places places_because place_name place_country "
    "place_admin1 place_lat place_lon place_feature place_geonames time time_text time_value time_because earliest "
    "latest label on_word_of on_word_of_statements on_word_of_entities voices certainties polarities tenses conditions "
    "quantity_what quantity_low quantity_high quantity_texts quantity_spans background score anchor_start anchor_end "
    "anchor_text anchor_lemma also also_spans sentence sentence_text because table_schema",
    "statements": "report statement kind force source_start source_end source_text source_entity source_name "
    "source_type cue_start cue_end cue_text cue_lemma content content_spans within distance distance_spans "
    "addressee_start addressee_end addressee_text addressee_entity because table_schema",
    "entities": "report entity type name roles country sector geonames iso wikidata mentions mentions_spans "
    "mention_kinds because table_schema",
    "places": "report place start end text entity geonames name country admin1 lat lon feature candidates because "
    "table_schema",
    "times": "report time start end text type value earliest latest anchor because table_schema",
    "sentences": "report sentence start end text table_schema",
    "reports": "report input url outlet agency bylines language published published_because retrieved dateline_start "
    "dateline_end dateline_text dateline_date dateline_agency dateline_because dateline_place_start dateline_place_end "
    "dateline_place_text dateline_date_start dateline_date_end dateline_date_text dateline_place_geonames "
    "dateline_place_name dateline_place_country dateline_place_admin1 dateline_place_lat dateline_place_lon "
    "dateline_place_feature headline_start headline_end headline_text standfirst_start standfirst_end standfirst_text "
    "agency_credit_start agency_credit_end agency_credit_text byline_start byline_end byline_text body_start body_end "
    "boilerplate_spans text record_schema onrecord weights table_schema",
}
"""The schema as released: change it only with a new number, or by adding at the end."""


def csv_tables() -> dict[str, pandas.DataFrame]:
    rendered = render_csv(RECORDS)
    files = [rendered.body, *(data for _, data in rendered.beside)]
    return {
        table.name: pandas.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)
        for table, data in zip(TABLES, files, strict=True)
    }


def parquet_tables() -> dict[str, Any]:
    rendered = render_parquet(RECORDS)
    files = [rendered.body, *(data for _, data in rendered.beside)]
    return {table.name: pq.read_table(io.BytesIO(data)) for table, data in zip(TABLES, files, strict=True)}


def test_the_schema_is_as_released() -> None:
    assert TABLE_SCHEMA == 1
    assert {table.name: [column.name for column in table.columns] for table in TABLES} == {
        name: columns.split() for name, columns in PINNED.items()
    }


def test_every_field_of_the_model_has_a_column() -> None:
    columns = {table.name: [column.name for column in table.columns] for table in TABLES}
    renamed = {
        "events": {"id": "event", "actors": "actors", "quantities": "quantity_what", "anchor": "anchor_text", "factuality": "voices"},
        "statements": {"id": "statement", "source": "source_text", "cue": "cue_text", "addressee": "addressee_text"},
        "entities": {"id": "entity", "ids": "wikidata"},
        "places": {"span": "text"},
        "times": {"span": "text"},
        "reports": {"id": "report", "parts": "headline_text", "dateline": "dateline_text"},
    }  # fmt: skip
    for name, kind in (("events", Event), ("statements", Statement), ("entities", Entity), ("places", Place), ("times", Timex), ("reports", Document)):  # fmt: skip
        for field in fields(kind):
            assert renamed[name].get(field.name, field.name) in columns[name], (name, field.name)


def test_nothing_is_left_out() -> None:
    assert render_csv(RECORDS).left_out == render_parquet(RECORDS).left_out == ()


def test_csv_and_parquet_say_the_same_and_both_what_the_records_say() -> None:
    from_csv, from_parquet = csv_tables(), parquet_tables()
    for table in TABLES:
        rows = list(table.rows(RECORDS))
        told = from_parquet[table.name].to_pylist()
        assert len(from_csv[table.name]) == len(told) == len(rows)
        for row, cells, typed in zip(rows, from_csv[table.name].to_dict("records"), told, strict=True):
            for column in table.columns:
                cell = cells[column.name]
                text = cell if column.kind in ("integer", "number", "truth") else as_written(cell)
                value = column.of(row)
                assert text == cell_text(value), (table.name, column.name)
                # NUL is an escape only in the CSV.
                assert cell_text(typed[column.name]) == cell_text(value), (table.name, column.name)


@pytest.mark.parametrize("name", PINNED)
def test_parquet_has_types_and_the_number_of_the_form(name: str) -> None:
    table = parquet_tables()[name]
    metadata = table.schema.metadata
    assert (metadata[b"onrecord.table"], metadata[b"onrecord.table_schema"]) == (name.encode(), b"1")
    columns = {column.name: column.kind for one in TABLES if one.name == name for column in one.columns}
    types = {
        "text": "string",
        "integer": "int64",
        "number": "double",
        "truth": "bool",
        "list": "list<element: string>",
        "integers": "list<element: int64>",
    }
    assert {field.name: str(field.type) for field in table.schema} == {
        name: types[kind] for name, kind in columns.items()
    }


def test_parquet_of_nothing_has_the_same_types() -> None:
    empty = pq.read_table(io.BytesIO(render_parquet([]).body))
    assert empty.num_rows == 0
    assert empty.schema.equals(parquet_tables()["events"].schema)


def test_tables_can_be_joined() -> None:
    tables = csv_tables()
    events, statements = tables["events"], tables["statements"]
    chained = events[events.event == "V2"].iloc[0]
    assert chained.on_word_of == "Oda Renn; the harbour police"
    ids = chained.on_word_of_statements.split("; ")
    said = statements[(statements.report == chained.report) & statements.statement.isin(ids)]
    assert list(said.source_name) == ["Oda Renn", "the harbour police"]
    shelled = events[events.event == "V1"].iloc[0]
    places = tables["places"][tables["places"].report == shelled.report].set_index("place")
    assert places.loc[shelled.places]["name"] == shelled.place_name == "Torvik"


def test_no_cell_of_text_can_be_run_by_a_spreadsheet() -> None:
    rendered = render_csv([hostile_record()])
    numbers = {
        column.name for table in TABLES for column in table.columns if column.kind in ("integer", "number")
    }
    for data in (rendered.body, *(data for _, data in rendered.beside)):
        for row in pandas.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False).to_dict("records"):
            for name, cell in row.items():
                assert name in numbers or not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_hostile_text_is_kept_in_parquet() -> None:
    events = parquet_tables()["events"].to_pylist()
    hostile = next(row for row in events if row["anchor_lemma"] == "strike")
    assert hostile["actors"] == [HOSTILE]
    assert hostile["recipient_texts"] == ["\\udcff"]
