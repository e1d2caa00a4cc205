"""GDELT's tables of events and mentions, read back by pandas as their users do: without a header."""

from __future__ import annotations

import io
from dataclasses import replace

import pandas
import pytest

from onrecord.export.gdelt import EVENTS, MENTION_COLUMNS, NO_CODE, added, render_gdelt
from onrecord.export.gdelt_places import geo_cells
from onrecord.export.unplaced import NOT_SAID
from onrecord.model import Place, Record, Span
from tests.export.events_example import events_record, hostile_record


def _side(n: int) -> str:
    ends = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
    return " ".join(f"Actor{n}{end}" for end in ends.split())


def _geo(label: str) -> str:
    ends = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID"
    return " ".join(f"{label}Geo_{end}" for end in ends.split())


NAMES = (
    f"GLOBALEVENTID SQLDATE MonthYear Year FractionDate {_side(1)} {_side(2)} IsRootEvent EventCode EventBaseCode "
    "EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone "
    f"{_geo('Actor1')} {_geo('Actor2')} {_geo('Action')} DATEADDED SOURCEURL"
).split()
_MENTIONS = (
    "GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID "
    "Actor1CharOffset Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone "
    "MentionDocTranslationInfo Extras"
)
MENTIONS = _MENTIONS.split()


def table(data: bytes, names: list[str]) -> pandas.DataFrame:
    return pandas.read_csv(
        io.BytesIO(data), sep="\t", header=None, names=names, dtype=str, keep_default_na=False, quoting=3
    )


def events(*records: Record) -> pandas.DataFrame:
    return table(render_gdelt(records).body, NAMES)


def test_columns_stand_in_order() -> None:
    assert [column.name for column in EVENTS] == NAMES
    assert [column.name for column in MENTION_COLUMNS] == MENTIONS
    assert (len(NAMES), len(MENTIONS)) == (61, 16)


def test_no_row_has_more_or_fewer_cells_whatever_the_text() -> None:
    rendered = render_gdelt([events_record(), hostile_record()])
    for data, width in ((rendered.body, 61), (rendered.beside[0][1], 16)):
        lines = data.decode("utf-8").split("\n")[:-1]
        assert {line.count("\t") + 1 for line in lines} == {width}


def test_an_event_is_told() -> None:
    row = events(events_record()).iloc[0]
    assert (row.SQLDATE, row.MonthYear, row.Year, row.FractionDate) == (
        "20260302",
        "202603",
        "2026",
        "2026.2521",
    )
    assert (row.Actor1Code, row.Actor1Name, row.Actor1Type1Code) == ("NORMIL", "THE ARMY", "MIL")
    assert (row.EventCode, row.EventBaseCode, row.EventRootCode) == ("194", "194", "19")
    assert (row.QuadClass, row.GoldsteinScale, row.IsRootEvent) == ("4", "-10.0", "1")
    assert (row.ActionGeo_Type, row.ActionGeo_FullName) == ("4", "Torvik, Innlandet, Norway")
    assert (row.ActionGeo_CountryCode, row.ActionGeo_FeatureID) == ("NO", "")
    assert row.Actor2Geo_FullName == "Torvik, Innlandet, Norway"
    assert (row.DATEADDED, row.SOURCEURL) == (
        "20260304173000",
        "https://www.fjord-courier.example/2026/03/04/torvik",
    )


def test_only_what_some_voice_says_happened_goes_in() -> None:
    rendered = render_gdelt([events_record()])
    reasons = {one.item: one.because for one in rendered.left_out if one.field == "events[]"}
    assert reasons == dict.fromkeys(("V3", "V6", "V7"), NOT_SAID) | dict.fromkeys(("V9", "V10"), NO_CODE)
    assert list(table(rendered.body, NAMES).EventCode) == ["194", "181", "1412", "173", "087"]


def test_codes_keep_their_leading_zeros() -> None:
    row = events(events_record()).iloc[-1]
    assert (row.EventCode, row.EventRootCode, row.QuadClass) == ("087", "08", "2")


def test_a_code_of_the_record_without_a_type_will_do() -> None:
    record = events_record()
    record = replace(record, events=(replace(record.events[8], cameo="017"),))
    assert list(events(record).EventCode) == ["017"]


def test_no_day_is_made_up() -> None:
    rows = events(events_record())
    assert (rows.SQLDATE[1], rows.MonthYear[1], rows.Year[1]) == ("", "202602", "2026")
    assert (rows.SQLDATE[2], rows.MonthYear[2], rows.Year[2], rows.FractionDate[2]) == ("", "", "", "")
    assert (rows.SQLDATE[4], rows.MonthYear[4], rows.Year[4]) == ("", "", "1998")


def test_nothing_pretends_to_corroboration() -> None:
    same = events_record()
    other = replace(same, report=replace(same.report, id="f" * 64, outlet="Radio Torvik"))
    rows = events(same, other)
    assert set(rows.NumSources) == set(rows.NumArticles) == {"1"}
    assert rows.NumMentions[0] == "2"


def test_parties_of_a_reciprocal_event_stand_on_either_side() -> None:
    record = events_record()
    record = replace(record, events=(replace(record.events[5], label="asserted"),))
    row = events(record).iloc[0]
    assert (row.Actor1Name, row.Actor2Name, row.Actor2CountryCode) == ("ODA RENN", "THE DANISH ENVOY", "DNK")


def test_further_parties_are_listed_as_left_out() -> None:
    record = events_record()
    first = record.events[0]
    record = replace(record, events=(replace(first, actors=(*first.actors, *record.events[1].actors)),))
    items = {one.field: one.value for one in render_gdelt([record]).left_out}
    assert isinstance(items["events[].actors"], list)
    assert len(items["events[].actors"]) == 2


def test_mentions_point_into_the_text() -> None:
    record = events_record()
    rendered = render_gdelt([record])
    rows = table(rendered.beside[0][1], MENTIONS)
    assert rendered.beside[0][0] == ".mentions.csv"
    assert set(rows.GLOBALEVENTID) == set(events(record).GLOBALEVENTID)
    first, again = rows.iloc[0], rows.iloc[1]
    text = record.report.text
    assert text[int(first.ActionCharOffset) :].startswith("shelled")
    assert text[int(first.Actor1CharOffset) :].startswith("The army")
    assert text[int(first.Actor2CharOffset) :].startswith("Torvik on")
    assert (first.SentenceID, first.Confidence, first.MentionDocLen) == ("2", "90", str(len(text)))
    assert (again.SentenceID, again.Actor1CharOffset) == ("1", "")
    assert (first.MentionType, first.MentionSourceName) == ("1", "fjord-courier.example")


def test_a_report_without_address_is_cited() -> None:
    record = events_record()
    record = replace(record, report=replace(record.report, url=None, published="2026-03-04"))
    row = table(render_gdelt([record]).beside[0][1], MENTIONS).iloc[0]
    assert (row.MentionType, row.MentionIdentifier) == ("2", "The Fjord Courier, 2026-03-04")
    assert row.MentionTimeDate == "20260304000000"


@pytest.mark.parametrize("published", [None, "soon"])
def test_an_unknown_time_of_publication_stays_unknown(published: str | None) -> None:
    record = events_record()
    assert added(replace(record.report, published=published)) is None


@pytest.mark.parametrize(
    ("name", "country", "admin1", "feature", "cells"),
    [
        ("Norway", "NOR", None, "PCLI", (1, "Norway", "NO", None, "NO")),
        ("Texas", "USA", "Texas", "ADM1", (2, "Texas, United States", "US", "USTX", "USTX")),
        ("Austin", "USA", "Texas", "PPLA", (3, "Austin, Texas, United States", "US", "USTX", None)),
        ("Viken", "NOR", "Viken", "ADM1", (5, "Viken, Norway", "NO", None, None)),
        ("North Sea", None, None, "SEA", (4, "North Sea", None, None, None)),
    ],
)
def test_places_have_the_type_of_their_feature(
    name: str, country: str | None, admin1: str | None, feature: str, cells: tuple[object, ...]
) -> None:
    found = geo_cells(Place(Span(0, 1), None, 1, name, country, admin1, 1.0, 2.0, feature, 1, ""))
    assert found
    assert (found.type, found.full_name, found.country, found.adm1, found.feature_id) == cells


def test_a_place_that_is_not_known_has_no_cells() -> None:
    assert geo_cells(Place(Span(0, 1), None, None, None, None, None, None, None, None, 0, "no row")) is None
