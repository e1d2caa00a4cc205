"""The events in the text view."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.export.calendar_words import time_in_words
from onrecord.export.events_outline import LABELS, ToldEvent, told_events
from onrecord.export.excerpts import words_around
from onrecord.export.selection import EventFilter
from onrecord.export.terminal import TextStyle, render_text
from onrecord.model import Attribution, Entity, Event, EventTime, Label, Participant, Quantity, Record, Span
from tests.export.example import example_record
from tests.export.told_events import TEXT, at, record_of_events

RECORD = record_of_events()
TOLD = {one.event.id: one for one in told_events(RECORD)}


def section(record: Record = RECORD, **settings: object) -> str:
    """Return the part of the view that tells what happened."""
    chosen = settings.pop("chosen", None)
    view = render_text(record, style=TextStyle(**settings), chosen=chosen)  # type: ignore[arg-type]
    start = view.index("WHAT HAPPENED")
    end = view.find("PEOPLE AND BODIES")
    return view[start:end] if end > 0 else view[start:]


def entry(name: str, **settings: object) -> str:
    """Return the lines of one event, each run of blanks as one."""
    found = re.search(
        rf"^ {name} .*?(?=^ V\d|^ Background|\Z)", section(**settings), re.DOTALL | re.MULTILINE
    )
    assert found
    return " ".join(found.group().split())


def one_event(event: Event) -> ToldEvent:
    return told_events(replace(RECORD, events=(event,)))[0]


class TestWhatIsShown:
    def test_an_event_in_the_outlets_own_voice(self) -> None:
        assert entry("V2", width=120) == (
            "V2 ● ASSERTED dock workers > eleven officials COERCE, abduct Sunday 8 March 2026, “Dock workers "
            "stormed the customs hall of Klaipeda on Sunday night and _held_ eleven night officials there until "
            "dawn.” Klaipeda, LTU abducted: eleven (11) The Amber Coast Courier itself (sentence 3)"
        )

    def test_a_nested_chain_is_told_innermost_first(self) -> None:
        assert TOLD["V6"].on_word_of == (
            "a customs officer, unnamed (“had seen”, S6); as Jonas Petrauskas, head of the brotherhood, told "
            "Radio Curonia (S5); as Radio Curonia said (S4); The Amber Coast Courier passes it on"
        )

    def test_voices_that_nobody_names_are_told_as_such(self) -> None:
        assert TOLD["V7"].on_word_of.startswith("source not named (“were reported”, S7);")

    def test_according_to_comes_before_the_name(self) -> None:
        event = replace(RECORD.events[0], on_word_of=(Attribution("S2", "E3"),))
        record = replace(
            example_record(), events=(replace(event, anchor=replace(event.anchor, span=Span(0, 4))),)
        )
        bare = replace(record, events=(replace(record.events[0], also=(), actors=(), places=(), time=None),))
        assert told_events(bare)[0].on_word_of.startswith("according to the union (S2);")

    def test_nouns_that_report_stand_in_quotation_marks(self) -> None:
        statement = RECORD.statements[1]
        assert statement.cue
        noun = replace(statement, cue=replace(statement.cue, lemma="told"))
        record = replace(RECORD, statements=(noun,), events=(RECORD.events[3],))
        assert "Ruta Vaitkute, Interior Minister (“told reporters”, S2)" in told_events(record)[0].on_word_of

    @pytest.mark.parametrize(
        ("certainty", "polarity", "told"),
        [
            ("underspecified", "positive", "passes it on"),
            ("certain", "negative", "vouches for it too"),
            ("certain", "positive", "says otherwise"),
            ("probable", "positive", "holds it probable"),
        ],
    )
    def test_what_the_outlet_does_with_a_denial(self, certainty: str, polarity: str, told: str) -> None:
        event = RECORD.events[4]
        outlet = replace(event.factuality[0], certainty=certainty, polarity=polarity)  # type: ignore[arg-type]
        assert one_event(replace(event, factuality=(outlet, event.factuality[1]))).outlet.endswith(told)

    def test_unknown_parties_are_unknown(self) -> None:
        assert TOLD["V3"].parties == "unknown > unknown"
        assert TOLD["V9"].parties == "police > unknown"

    def test_parties_of_a_reciprocal_event_stand_side_by_side(self) -> None:
        assert TOLD["V10"].parties == "Ruta Vaitkute <> Jonas Petrauskas"
        alone = replace(RECORD.events[9], actors=RECORD.events[9].actors[:1])
        assert one_event(alone).parties == "Ruta Vaitkute <> unknown"

    def test_parties_named_twice_are_shown_once(self) -> None:
        twice = replace(RECORD.events[4], actors=RECORD.events[4].actors * 2)
        assert one_event(twice).parties == "police > prisoners"

    def test_times_are_told_in_words_with_the_rule_where_nothing_is_said(self) -> None:
        assert TOLD["V2"].day.words == "Sunday 8 March 2026, night"
        assert TOLD["V4"].day.words == "time not given"
        assert TOLD["V16"].day.words == "Saturday 7 March 2026 (a day before V1)"
        assert TOLD["V18"].day.words == "time not given (before Tuesday 31 December 2019)"
        assert TOLD["V18"].day.short == "time not given (before Tue 31 Dec 2019)"

    def test_times_that_are_no_days_keep_the_reports_words(self) -> None:
        unread = tuple(replace(one, value=None, earliest=None, latest=None) for one in RECORD.times)
        record = replace(RECORD, times=unread)
        assert told_events(record)[1].day.words == "“Sunday night”"

    def test_a_place_keeps_the_reports_name_also_where_the_words_are_the_hall(self) -> None:
        assert TOLD["V8"].places == ("Klaipeda, LTU",)

    def test_other_mentions_are_counted_by_where_they_stand(self) -> None:
        assert TOLD["V1"].again == "also told in sentences 3 and 16"
        assert TOLD["V5"].again == "also told in the headline"
        assert one_event(replace(RECORD.events[1], also=(at("beatings"), at("storming")))).again == (
            "also told in the headline, and in sentence 16"
        )

    def test_figures_show_their_value_where_the_words_do_not(self) -> None:
        assert TOLD["V3"].figures == ("injured: at least 40",)
        assert TOLD["V2"].figures == ("abducted: eleven (11)",)
        dozens = Quantity(at("eleven"), "dead", 24, None)
        assert one_event(replace(RECORD.events[1], quantities=(dozens,))).figures == (
            "dead: eleven (at least 24)",
        )

    def test_background_stands_apart_and_last(self) -> None:
        background = section().index("Background: told as history")
        assert section().index(" V16 ") < background < section().index(" V17 ")
        moved = replace(RECORD, events=(RECORD.events[16], RECORD.events[0]))
        assert [one.event.id for one in told_events(moved)] == ["V1", "V17"]

    def test_events_without_a_type_are_shown_as_uncoded(self) -> None:
        assert entry("V15").startswith("V15 ● ASSERTED unknown > unknown uncoded time not given")

    def test_a_record_without_events_says_so(self) -> None:
        assert "No event was found." in section(example_record())


class TestLabels:
    def test_every_label_has_a_sign_of_its_own_and_a_meaning(self) -> None:
        assert set(LABELS) == set(get_args(Label))
        for signs in ([one.sign for one in LABELS.values()], [one.ascii for one in LABELS.values()]):
            assert len(set(signs)) == len(LABELS)
        assert all(one.meaning and one.ascii.isascii() for one in LABELS.values())

    @pytest.mark.parametrize("label", get_args(Label))
    def test_every_label_stands_out_without_colour(self, label: Label) -> None:
        assert f"{LABELS[label].sign} {label.upper()}" in section()
        assert f"{LABELS[label].ascii} {label.upper()}" in section(ascii=True)


class TestLayout:
    @pytest.mark.parametrize("width", [20, 40, 60, 63, 64, 80, 99, 100, 120, 300])
    def test_no_line_is_wider_than_asked(self, width: int) -> None:
        assert max(map(len, section(width=width).splitlines())) <= min(max(width, 40), 120)

    @pytest.mark.parametrize("width", [40, 60, 80, 120])
    def test_nothing_is_lost_at_any_width(self, width: int) -> None:
        for name, words in (
            ("V5", "_beaten_"),
            ("V13", "_march_"),
            ("V6", "S6); as Jonas Petrauskas"),
            ("V10", "Jonas Petrauskas"),
            ("V16", "dismissed: 200"),
        ):
            assert words in entry(name, width=width)

    def test_a_page_without_colour_holds_no_escapes_and_underlines_by_low_lines(self) -> None:
        assert "\x1b" not in section()
        assert "_storm_" in section()
        assert "_storm_" not in render_text(RECORD, style=TextStyle(colour=True))

    def test_ascii_terminals_get_ascii(self) -> None:
        assert section(ascii=True).isascii()

    def test_two_hundred_events_are_all_shown(self) -> None:
        events = tuple(replace(RECORD.events[n % 18], id=f"V{n + 1}") for n in range(200))
        view = section(replace(RECORD, events=events))
        assert "200 events" in view
        assert len(re.findall(r"^ V\d+", view, re.MULTILINE)) == 200


class TestChosen:
    def test_only_chosen_events_are_shown_with_their_statements(self) -> None:
        view = render_text(RECORD, chosen=EventFilter(voices=("petrauskas",)))
        assert "1 of 18 events, 3 voices" in view
        assert "1 of 9 statements, 1 voice" in view
        assert "V6" in view
        assert "V5 " not in view
        assert "PLACES" not in view
        assert view.endswith("Filtered by voice “petrauskas”. People, places and times are not shown.\n")

    def test_statements_hang_only_under_those_shown(self) -> None:
        view = render_text(RECORD, chosen=EventFilter(voices=("petrauskas",)))
        assert "\n S5   Jonas Petrauskas" in view

    def test_nothing_that_fits_is_said_to_be_nothing_that_fits(self) -> None:
        view = render_text(RECORD, chosen=EventFilter(voices=("nobody of this name",)))
        assert "No event fits the filter." in view
        assert "No statement fits the filter." in view

    def test_the_words_asked_for_are_made_safe(self) -> None:
        assert "\x1b" not in render_text(RECORD, chosen=EventFilter(voices=("\x1b[2J",)))


class TestHostile:
    def test_escapes_in_every_field_are_spelled_out(self) -> None:
        nasty = "\x1b]0;owned\x07\u202e"
        text = f"{nasty} attacked {nasty}"
        event = replace(
            RECORD.events[1],
            anchor=replace(RECORD.events[1].anchor, span=Span(0, len(text))),
            mode=nasty,
            actors=(Participant(Span(0, 8), "E1"),),
            recipients=(Participant(Span(0, 8), None),),
            places=(),
            time=EventTime(None, nasty, nasty),
            on_word_of=(Attribution(f"S9{nasty}", "E1"),),
            quantities=(Quantity(Span(0, 8), nasty, None, None),),
        )
        record = replace(
            RECORD,
            report=replace(
                RECORD.report, text=text, outlet=nasty, parts=replace(RECORD.report.parts, headline=None)
            ),
            sentences=(),
            entities=(Entity("E1", "ORG", nasty, (nasty,), None, None, ()),),
            places=(),
            times=(),
            statements=(),
            events=(event,),
        )
        for style in (TextStyle(), TextStyle(width=50), TextStyle(ascii=True)):
            view = render_text(record, style=style)
            assert not [c for c in view if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c != "\n"]

    def test_links_and_indices_to_nothing_do_no_harm(self) -> None:
        event = replace(
            RECORD.events[1],
            on_word_of=(Attribution("S99", "E99"),),
            time=EventTime(99, None, ""),
            places=(replace(RECORD.events[1].places[0], index=99),),
        )
        told = one_event(event)
        assert told.on_word_of.startswith("source not named (S99);")
        assert (told.day.words, told.places) == ("time not given", ())


class TestExcerpts:
    @settings(max_examples=150, deadline=None)
    @given(st.integers(0, len(TEXT)), st.integers(0, 30), st.integers(20, 200))
    def test_an_excerpt_is_one_stretch_of_the_report_around_the_anchor(
        self, start: int, length: int, room: int
    ) -> None:
        anchor = Span(start, min(start + length, len(TEXT)))
        found = words_around(anchor, TEXT, within=RECORD.sentences, parties=[at("Dock workers")], room=room)
        assert found.before.end == found.anchor.start
        assert found.anchor == anchor
        assert found.anchor.end == found.after.start
        assert found.after.end - found.before.start <= max(room, len(anchor))

    def test_a_clause_ends_at_a_comma_but_not_between_the_parties(self) -> None:
        text = "On Friday, as rain fell, the army, backed by planes, struck the town, and the town fell."
        span = Span(text.index("struck"), text.index("struck") + 6)
        army = Span(text.index("the army"), text.index("the army") + 8)
        found = words_around(span, text, within=[Span(0, len(text))], parties=[army])
        whole = Span(found.before.start, found.after.end).cut(text)
        assert whole == "the army, backed by planes, struck the town"

    def test_what_was_cut_for_want_of_room_is_marked(self) -> None:
        text = (
            "The old men of the long grey town by the wide sea fought the young men of the hills all day long"
        )
        span = Span(text.index("fought"), text.index("fought") + 6)
        found = words_around(span, text, within=[], room=40)
        assert found.cut_before
        assert found.cut_after
        assert len(Span(found.before.start, found.after.end)) <= 40


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2026", "2026"),
        ("2026-13", None),
        ("2026-02-30", None),
        ("2026-W60", None),
        ("2026-W10-WE", "weekend of Saturday 7 March 2026"),
        ("2026-SU", "summer 2026"),
        ("2026-Q1", "first quarter of 2026"),
        ("2026-03-04T14:30", "Wednesday 4 March 2026, 14:30"),
        ("P3D", None),
        (None, None),
    ],
)
def test_calendar_values_in_words(value: str | None, words: str | None) -> None:
    assert time_in_words(value) == words


def test_a_stretch_of_days_is_told_by_its_ends() -> None:
    assert time_in_words("XXXX", earliest="2026-03-04", latest="2026-03-06", short=True) == (
        "Wed 4 Mar 2026 to Fri 6 Mar 2026"
    )
