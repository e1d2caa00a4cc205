"""The events on the page."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import product
from typing import get_args

import pytest

from onrecord.export.html import render_html
from onrecord.export.html_events import Happenings, happenings_of
from onrecord.export.selection import EVENT_LABELS, EVENT_TYPES, EventFilter, chosen_events
from onrecord.model import Attribution, EventTime, Label, Participant, Quantity, Record, Span
from tests.export.example import example_record
from tests.export.told_events import TEXT, at, record_of_events

RECORD = record_of_events()


class Page(HTMLParser):
    """The elements of a page with their attributes, and the words of each by its id."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str]]] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.told: dict[str, str] = {}
        self.boxed: list[tuple[str, frozenset[str]]] = []
        self.report: list[str] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in ("meta", "input"):
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        classes = {name for _, attributes in self.open for name in attributes.get("class", "").split()}
        for _, attributes in self.open:
            if identity := attributes.get("id"):
                self.told[identity] = self.told.get(identity, "") + data
        if "words" in classes and not classes & {"credits", "ref"}:
            self.report.append(data)
            if "hap" in classes:
                self.boxed.append((data, frozenset(classes)))

    def words_of(self, identity: str) -> str:
        return " ".join(self.told[identity].split())

    def targets(self, identity: str) -> set[str]:
        return {
            attributes["href"][1:]
            for tag, attributes in self.elements
            if tag == "a" and attributes.get("id") == identity
        }


def page_of(*records: Record) -> Page:
    return Page(render_html(list(records)))


def numbers(happenings: Happenings, facet: str) -> dict[str, int]:
    """Return the number of each choice by its name."""
    group = next(one for one in happenings.choices if one.facet == facet)
    return {choice.name: choice.number for choice in group.choices}


def left_by(happenings: Happenings, ticked: set[tuple[str, int]]) -> list[str]:
    """Return the events that the rules of the style sheet leave in sight."""
    left = []
    for entry in happenings.entries:
        gone = any(
            rule.hides in entry.classes.split()
            and any(facet == rule.facet for facet, _ in ticked)
            and not any((rule.facet, number) in ticked for number in rule.unless)
            for rule in happenings.hidings
        )
        if not gone:
            left.append(entry.told.event.id)
    return left


class TestEntries:
    def test_an_entry_tells_who_did_what_to_whom_when_where_and_on_whose_word(self) -> None:
        page = page_of(RECORD)
        assert page.words_of("r1-e2") == (
            "V2 ● asserted Sunday 8 March 2026, night · Klaipeda, LTU dock workers > eleven officials COERCE, abduct "
            "“Dock workers stormed the customs hall of Klaipeda on Sunday night and held eleven officials there until "
            "dawn.” abducted: eleven (11) The Amber Coast Courier itself (sentence 3)"
        )

    def test_a_chain_leads_to_its_statements(self) -> None:
        page = render_html([RECORD])
        entry = page[page.index('<li id="r1-e6"') : page.index('<li id="r1-e7"')]
        assert re.findall(r'href="#(r1-s\d+)"', entry) == ["r1-s6", "r1-s5", "r1-s4"]
        assert "a customs officer, unnamed (“had seen”, <a" in entry

    def test_background_comes_last_and_is_marked(self) -> None:
        page = page_of(RECORD)
        assert "background" in page.words_of("r1-e17")
        assert "background" not in page.words_of("r1-e16")

    def test_every_event_leads_to_its_words_and_back(self) -> None:
        page = page_of(RECORD, RECORD)
        identities = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
        assert len(identities) == len(set(identities))
        for article, number in product((1, 2), range(1, 19)):
            assert page.targets(f"r{article}-h{number}") == {f"r{article}-e{number}"}
        links = {
            attributes["href"][1:] for tag, attributes in page.elements if tag == "a" and "href" in attributes
        }
        assert links <= set(identities)
        assert "r2-h18" in links

    def test_anchors_and_other_mentions_are_boxed_in_the_text(self) -> None:
        page = page_of(RECORD)
        boxed = [words for words, _ in page.boxed]
        assert boxed[:5] == ["storm", "beatings", "stormed", "held", "injured"]
        assert "storming" in boxed
        by_words = dict(page.boxed)
        assert {"is-denied", "e5"} <= by_words["beaten"]
        assert {"is-asserted", "e1"} <= by_words["storming"]

    def test_the_layer_can_be_switched_off(self) -> None:
        page = render_html([RECORD])
        assert '<input class="switch" type="checkbox" id="l-hap" checked' in page
        assert "#l-hap:checked ~ main .hap" in page

    def test_the_page_still_holds_every_word_of_the_report(self) -> None:
        assert "".join("".join(page_of(RECORD).report).split()) == "".join(TEXT.split())

    @pytest.mark.parametrize("label", get_args(Label))
    def test_every_label_has_a_look_of_its_own(self, label: Label) -> None:
        page = render_html([RECORD])
        assert f".is-{label}" in page[: page.index("</style>")]
        assert f"</span> {label}</b>" in page

    def test_a_report_without_events_has_nothing_to_tick(self) -> None:
        page = render_html([example_record()])
        assert "No event was found." in page
        assert "<fieldset" not in page

    def test_two_hundred_events_are_all_there(self) -> None:
        events = tuple(replace(RECORD.events[n % 18], id=f"V{n + 1}") for n in range(200))
        page = page_of(replace(RECORD, events=events))
        assert len([one for one in page.told if re.fullmatch(r"r1-e\d+", one)]) == 200


class TestTicking:
    def test_each_choice_has_its_count(self) -> None:
        page = render_html([RECORD])
        for choice, count in (("Ruta Vaitkute", 3), ("unnamed voices", 3), ("uncoded", 2), ("RETREAT", 2)):
            assert f'<span>{choice}</span> <span class="count">{count}</span>' in page

    def test_counts_are_what_ticking_leaves(self) -> None:
        happenings = happenings_of(RECORD, {})
        for group in happenings.choices:
            for choice in group.choices:
                assert len(left_by(happenings, {(group.facet, choice.number)})) == choice.count

    @pytest.mark.parametrize(
        ("ticked", "chosen"),
        [
            ((), EventFilter()),
            ((("voice", "Ruta Vaitkute"),), EventFilter(voices=("Vaitkute",))),
            ((("voice", "Radio Curonia"),), EventFilter(voices=("Curonia",))),
            (
                (("voice", "unnamed voices"), ("label", "possible")),
                EventFilter(("unnamed",), (), ("possible",)),
            ),
            (
                (("voice", "The Amber Coast Courier itself"), ("type", "ASSAULT"), ("label", "asserted")),
                EventFilter(("outlet",), ("ASSAULT",), ("asserted",)),
            ),
            (
                (("type", "ASSAULT"), ("type", "uncoded"), ("label", "denied"), ("label", "future")),
                EventFilter((), ("ASSAULT", None), ("denied", "future")),
            ),
            (
                (("voice", "Ruta Vaitkute"), ("voice", "Jonas Petrauskas")),
                EventFilter(("Vaitkute", "Petrauskas")),
            ),
        ],
    )
    def test_ticking_chooses_what_the_filter_chooses(
        self, ticked: tuple[tuple[str, str], ...], chosen: EventFilter
    ) -> None:
        happenings = happenings_of(RECORD, {})
        boxes = {(facet, numbers(happenings, facet)[name]) for facet, name in ticked}
        assert left_by(happenings, boxes) == [event.id for event in chosen_events(RECORD, chosen)]

    def test_the_style_sheet_holds_the_rules_for_each_report_alone(self) -> None:
        page = render_html([RECORD, RECORD])
        happenings = happenings_of(RECORD, {})
        for key in ("r1", "r2"):
            for rule in happenings.hidings:
                boxes = ", ".join(f"#{key}-{rule.facet}-{number}:checked" for number in rule.unless)
                assert (
                    f"#{key}:has(.by-{rule.facet}:checked):not(:has({boxes})) :is(.event, .ref).{rule.hides} "
                    "{ display: none; }"
                ) in page

    def test_the_boxes_can_be_reached_by_keyboard_and_have_labels(self) -> None:
        page = page_of(RECORD)
        boxes = [
            attributes for tag, attributes in page.elements if tag == "input" and "by-" in attributes["class"]
        ]
        assert len(boxes) == 5 + 9 + 9
        assert all(
            box["type"] == "checkbox" and "tabindex" not in box and "disabled" not in box for box in boxes
        )
        labels = re.findall(r"<label[^>]*><input type=\"checkbox\" class=\"by-", render_html([RECORD]))
        assert len(labels) == len(boxes)

    def test_types_and_labels_have_fixed_numbers(self) -> None:
        happenings = happenings_of(RECORD, {})
        assert numbers(happenings, "label") == {label: n for n, label in enumerate(EVENT_LABELS)}
        assert numbers(happenings, "type")["ASSAULT"] == EVENT_TYPES.index("ASSAULT")

    def test_words_of_two_happenings_stay_boxed_while_one_is_in_sight(self) -> None:
        again = replace(RECORD.events[3], id="V4b", label="denied")
        page = page_of(replace(RECORD, events=(RECORD.events[3], again)))
        assert "haps" in dict(page.boxed)["fired"]
        assert "haps" not in dict(page_of(RECORD).boxed)["fired"]


def test_hostile_events_are_harmless() -> None:
    nasty = "</style><script>alert(1)</script>\"'><img src=x onerror=alert(1)>\x1b\u202e{{ 7*7 }}"
    text = f"{nasty} attacked"
    event = replace(
        RECORD.events[1],
        id=f"V1{nasty}",
        anchor=replace(RECORD.events[1].anchor, span=Span(0, len(text))),
        mode=nasty,
        actors=(Participant(Span(0, len(nasty)), None),),
        places=(),
        time=EventTime(None, nasty, nasty),
        on_word_of=(Attribution(f"S1{nasty}", None),),
        quantities=(Quantity(Span(0, 8), nasty, None, None),),
        because=nasty,
    )
    other = replace(event, label="denied", type=None, on_word_of=())
    record = replace(
        RECORD,
        report=replace(
            RECORD.report, text=text, outlet=nasty, parts=replace(RECORD.report.parts, headline=None)
        ),
        sentences=(),
        entities=(),
        places=(),
        times=(),
        statements=(),
        events=(event, other),
    )
    page = render_html([record])
    found = Page(page)
    assert not {tag for tag, _ in found.elements} & {"script", "img"}
    assert not [1 for _, attributes in found.elements if "onerror" in attributes]
    assert page.count("</style>") == 1
    assert "&lt;U+202E&gt;" in page
    assert "\x1b" not in page


def test_spans_of_no_length_make_no_link() -> None:
    empty = replace(RECORD.events[0], anchor=replace(RECORD.events[0].anchor, span=Span(3, 3)), also=())
    page = render_html([replace(RECORD, events=(empty,))])
    assert 'id="r1-h1"' not in page
    assert 'href="#r1-h1"' not in page


def test_the_same_records_give_the_same_page() -> None:
    assert render_html([RECORD, example_record()]) == render_html([RECORD, example_record()])


def test_pointing_at_an_entry_lights_all_its_words() -> None:
    page = render_html([RECORD])
    assert "#r1:has(#r1-e4:is(:hover, :focus-within, :target)) .e4" in page
    assert re.search(r'class="[^"]*\be4\b[^"]*"[^>]*>masked men from ', page)
    assert at("fired")
