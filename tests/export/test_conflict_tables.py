"""Tables in the form of ACLED's and UCDP's."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pandas
import pytest

from onrecord.export.acled import NOT_CONFLICT, render_acled
from onrecord.export.columns import as_written
from onrecord.export.conflict import (
    acled_place_precision,
    acled_time_precision,
    ucdp_date_precision,
    ucdp_place_precision,
)
from onrecord.export.ucdp import NOT_DEADLY, render_ucdp
from onrecord.export.unplaced import NOT_SAID
from onrecord.model import Event, Participant, Place, Quantity, Record, Span
from tests.export.events_example import HOSTILE, at, empty_record, events_record, hostile_record

ACLED = (
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 "
    "actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location "
    "latitude longitude geo_precision source source_scale notes fatalities tags timestamp"
)
UCDP = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id "
    "dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources "
    "source_article source_office source_date source_headline source_original where_prec where_coordinates "
    "where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity "
    "date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low"
)


def table(data: bytes) -> pandas.DataFrame:
    return pandas.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)


def acled(*records: Record) -> pandas.DataFrame:
    return table(render_acled(records).body)


def ucdp(*records: Record) -> pandas.DataFrame:
    return table(render_ucdp(records).body)


def changed(number: int, **more: object) -> Record:
    """Return the example with one of its events alone, changed."""
    record = events_record()
    event: Event = replace(record.events[number - 1], **more)  # type: ignore[arg-type]
    return replace(record, events=(event,))


def dead(low: int | None, high: int | None) -> Quantity:
    return Quantity(at("at least 12"), "dead", low, high)


ARMY, FRONT, PILOTS = (
    Participant(at("The army"), "E1"),
    Participant(at("Grey Front"), "E5"),
    Participant(at("two pilots"), "E6"),
)
THEM = Participant(at("them"), None)


def test_columns_stand_in_order() -> None:
    assert list(acled(events_record()).columns) == ACLED.split()
    assert list(ucdp(events_record()).columns) == UCDP.split()
    assert list(acled(empty_record()).columns) == ACLED.split()


class TestAcled:
    def test_an_event_is_told(self) -> None:
        row = acled(events_record()).iloc[0]
        assert (row.event_type, row.sub_event_type) == (
            "Explosions/Remote violence",
            "Shelling/artillery/missile attack",
        )
        assert (row.event_date, row.year, row.time_precision) == ("2026-03-02", "2026", "1")
        assert (row.actor1, row.inter1, row.actor2, row.inter2) == ("the army", "State forces", "Torvik", "")
        assert (row.iso, row.country, row.location, row.geo_precision) == ("578", "Norway", "Torvik", "1")
        assert row.fatalities == "12"

    def test_notes_say_on_whose_word(self) -> None:
        notes = acled(events_record()).notes[1]
        assert notes.startswith(
            "alleged, on the word of The Fjord Courier < Oda Renn < the harbour police: Interior"
        )

    def test_only_violence_and_demonstrations_that_happened_go_in(self) -> None:
        rendered = render_acled([events_record()])
        reasons = {one.item: one.because for one in rendered.left_out if one.field == "events[]"}
        assert reasons == {"V3": NOT_SAID} | dict.fromkeys(
            ("V5", "V6", "V7", "V8", "V9", "V10"), NOT_CONFLICT
        )
        assert list(table(rendered.body).event_type) == [
            "Explosions/Remote violence", "Violence against civilians", "Protests",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("recipients", "mode", "expected"),
        [
            ((FRONT,), "firearms", ("Battles", "Armed clash")),
            ((PILOTS,), "firearms", ("Violence against civilians", "Attack")),
            ((THEM,), "firearms", ("", "")),
            ((), None, ("", "")),
            ((THEM,), "aerial", ("Explosions/Remote violence", "Air/drone strike")),
            ((PILOTS, FRONT), None, ("Battles", "Armed clash")),
        ],
    )
    def test_the_type_hangs_on_whether_the_recipients_bear_arms(
        self, recipients: tuple[Participant, ...], mode: str | None, expected: tuple[str, str]
    ) -> None:
        row = acled(changed(1, recipients=recipients, mode=mode)).iloc[0]
        assert (row.event_type, row.sub_event_type) == expected
        assert row.disorder_type == "Political violence"

    def test_a_protest_of_unknown_kind_is_not_called_peaceful(self) -> None:
        row = acled(changed(4, mode=None)).iloc[0]
        assert (row.disorder_type, row.event_type, row.sub_event_type, row.inter1) == (
            "Demonstrations",
            "",
            "",
            "",
        )
        assert acled(changed(4, mode="riot")).inter1[0] == "Rioters"

    def test_strikes_are_no_demonstrations(self) -> None:
        assert len(acled(changed(4, mode="strike"))) == 0

    def test_force_against_protesters_that_kills_is_excessive(self) -> None:
        mild = changed(1, mode="crowd-control", quantities=(), recipients=(THEM,))
        assert acled(mild).sub_event_type[0] == "Protest with intervention"
        row = acled(changed(1, mode="crowd-control", recipients=(THEM,))).iloc[0]
        assert row.sub_event_type == "Excessive force against protesters"
        assert (row.inter2, row.interaction) == ("Protesters", "State forces-Protesters")

    def test_kinds_of_actor_stand_in_acleds_order(self) -> None:
        row = acled(changed(1, actors=(FRONT,), recipients=(ARMY,), mode="firearms")).iloc[0]
        assert (row.inter1, row.inter2, row.interaction) == (
            "Rebel group",
            "State forces",
            "State forces-Rebel group",
        )

    def test_forces_of_another_state_are_external(self) -> None:
        record = changed(1)
        army = replace(record.entities[0], country="DNK")
        assert (
            acled(replace(record, entities=(army, *record.entities[1:]))).inter1[0] == "External/Other forces"
        )

    def test_a_reciprocal_fight_is_a_battle_of_two_sides(self) -> None:
        row = acled(changed(1, actors=(ARMY, FRONT), recipients=(), reciprocal=True, mode=None)).iloc[0]
        assert (row.actor1, row.actor2, row.event_type) == ("the army", "Grey Front", "Battles")

    def test_civilian_targeting_needs_civilians(self) -> None:
        rows = acled(events_record())
        assert list(rows.civilian_targeting) == ["", "Civilian targeting", ""]

    def test_no_figure_is_no_zero(self) -> None:
        assert acled(changed(1, quantities=())).fatalities[0] == ""
        assert acled(changed(1, quantities=(dead(None, 40),))).fatalities[0] == ""
        assert acled(changed(1, quantities=(dead(40, 60), dead(35, None)))).fatalities[0] == "35"

    def test_the_size_of_a_crowd_is_told_in_its_words(self) -> None:
        assert acled(changed(4)).tags[0] == "crowd size=Some 5,000"

    def test_an_undated_event_has_no_date(self) -> None:
        row = acled(changed(1, time=None)).iloc[0]
        assert (row.event_date, row.year, row.time_precision) == ("", "", "")
        year_long = acled(changed(1, time=events_record().events[7].time)).iloc[0]
        assert (year_long.event_date, year_long.year, year_long.time_precision) == ("", "1998", "")

    def test_hostile_text_comes_back_and_runs_nowhere(self) -> None:
        row = acled(hostile_record()).iloc[0]
        assert row.actor1.startswith("'=")
        assert as_written(row.actor1) == HOSTILE.replace("\x00", "\\x00")
        assert row.actor2 == "\\udcff"
        assert row.latitude == "-1.5"


class TestUcdp:
    def test_an_event_is_told(self) -> None:
        row = ucdp(events_record()).iloc[0]
        assert (row.side_a, row.side_b, row.dyad_name) == ("the army", "Torvik", "the army - Torvik")
        assert (row.best, row.low, row.high, row.deaths_unknown) == ("12", "12", "", "12")
        assert (row.date_start, row.date_end, row.date_prec) == ("2026-03-02", "2026-03-02", "1")
        assert (row.where_prec, row.where_coordinates, row.geom_wkt) == ("1", "Torvik", "POINT (9.5 61.25)")
        assert (row.source_office, row.source_date) == ("The Fjord Courier", "2026-03-04")
        assert row.source_headline == "Army shells Torvik as marchers fill the capital"
        assert (row.number_of_sources, row.code_status) == ("1", "Derived")
        assert row.conflict_name == row.priogrid_gid == row.country_id == ""

    def test_only_deadly_assaults_go_in(self) -> None:
        rendered = render_ucdp([events_record()])
        reasons = {one.item: one.because for one in rendered.left_out if one.field == "events[]"}
        assert reasons == {f"V{n}": NOT_DEADLY for n in range(2, 11)}
        denied = render_ucdp([changed(1, label="denied", factuality=())])
        assert denied.left_out[0].because == NOT_SAID
        assert len(ucdp(changed(1, quantities=(dead(0, 0),)))) == 0
        assert len(ucdp(changed(4, quantities=(dead(3, 3),)))) == 0

    @pytest.mark.parametrize(
        ("actors", "recipients", "kind"),
        [
            ((ARMY,), (FRONT,), "1"),
            ((FRONT,), (FRONT,), "2"),
            ((ARMY,), (PILOTS,), "3"),
            ((FRONT,), (PILOTS,), "3"),
            ((PILOTS,), (PILOTS,), ""),
            ((ARMY,), (THEM,), ""),
            ((), (PILOTS,), ""),
        ],
    )
    def test_the_type_of_violence_needs_both_sides(
        self, actors: tuple[Participant, ...], recipients: tuple[Participant, ...], kind: str
    ) -> None:
        assert ucdp(changed(1, actors=actors, recipients=recipients)).type_of_violence[0] == kind

    def test_the_innermost_voice_is_the_original_source(self) -> None:
        assert ucdp(events_record()).source_original[0] == ""
        row = ucdp(changed(2, quantities=(dead(2, 2),))).iloc[0]
        assert row.source_original == "the harbour police"
        assert (
            "(alleged, on the word of The Fjord Courier < Oda Renn < the harbour police)"
            in row.source_article
        )

    def test_high_stays_open_where_a_figure_is(self) -> None:
        row = ucdp(changed(1, quantities=(dead(40, 60), dead(30, 50)))).iloc[0]
        assert (row.low, row.best, row.high) == ("30", "30", "60")
        assert ucdp(changed(1, quantities=(dead(40, 60), dead(30, None)))).high[0] == ""


@pytest.mark.parametrize(
    ("feature", "acled_precision", "ucdp_precision"),
    [("PPLC", 1, 1), ("AIRB", 1, 1), ("ADM2", 2, 3), ("ADM1", 3, 4), ("RGN", 3, 5), ("STM", 3, 5), ("PCLI", 3, 6), ("SEA", 3, 7)],
)  # fmt: skip
def test_precision_of_a_place_goes_by_its_feature(
    feature: str, acled_precision: int, ucdp_precision: int
) -> None:
    place = Place(Span(0, 1), None, 1, "Somewhere", None, None, 1.0, 2.0, feature, 1, "")
    assert (acled_place_precision(place), ucdp_place_precision(place)) == (acled_precision, ucdp_precision)


def test_a_place_that_is_not_known_has_no_precision() -> None:
    place = Place(Span(0, 1), None, None, None, None, None, None, None, None, 0, "no row")
    assert (acled_place_precision(None), ucdp_place_precision(place)) == (None, None)


@pytest.mark.parametrize(
    ("last", "acled_precision", "ucdp_precision"),
    [
        (date(2026, 3, 1), 1, 1),
        (date(2026, 3, 4), 2, 2),
        (date(2026, 3, 7), 2, 3),
        (date(2026, 3, 31), 3, 4),
        (date(2026, 5, 1), None, 5),
        (date(2036, 3, 1), None, None),
    ],
)
def test_precision_of_a_day_goes_by_the_length_of_its_time(
    last: date, acled_precision: int | None, ucdp_precision: int | None
) -> None:
    days = (date(2026, 3, 1), last)
    assert (acled_time_precision(days), ucdp_date_precision(days)) == (acled_precision, ucdp_precision)


def test_an_unknown_day_has_no_precision() -> None:
    assert (acled_time_precision(None), ucdp_date_precision(None)) == (None, None)
