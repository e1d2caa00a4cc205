"""Places of a reading: what stands for ground, and what follows it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from onrecord.gazetteer import Gazetteer
from onrecord.model import Dateline, Document, Reading, Span, text_digest
from onrecord.record.places import find_places, resolve_dateline
from tests.record.place_readings import make_reading


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def cut(reading: Reading, gazetteer: Gazetteer) -> list[str]:
    return [place.span.cut(reading.text) for place in find_places(reading, gazetteer=gazetteer)]


def test_names_after_prepositions_of_place_are_ground(gazetteer: Gazetteer) -> None:
    reading = make_reading(
        "Rain fell in Syria, near Homs and across the Gulf of Aden.",
        names=[("Syria", "LOC"), ("Homs", "LOC")],
    )
    places = find_places(reading, gazetteer=gazetteer)
    assert [place.span.cut(reading.text) for place in places] == ["Syria", "Homs", "Gulf of Aden"]
    assert [place.country for place in places] == ["SYR", "SYR", None]
    assert all(place.because and place.entity is None for place in places)


def test_the_gulf_beside_its_states_is_theirs(gazetteer: Gazetteer) -> None:
    reading = make_reading(
        "He went to the Gulf, in Saudi Arabia.", names=[("Gulf", "LOC"), ("Saudi Arabia", "LOC")]
    )
    named = [place.name for place in find_places(reading, gazetteer=gazetteer)]
    assert named == ["Persian Gulf", "Saudi Arabia"]


@pytest.mark.parametrize("part", ["Southern", "Northern", "Central"])
def test_a_part_of_a_country_is_no_place_by_itself(part: str, gazetteer: Gazetteer) -> None:
    reading = make_reading(f"Rain fell in {part} Iraq.", names=[(part, "LOC"), ("Iraq", "LOC")])
    places = find_places(reading, gazetteer=gazetteer)
    assert {place.country for place in places} == {"IRQ"}


def test_a_country_that_acts_is_a_state(gazetteer: Gazetteer) -> None:
    reading = make_reading(
        "Norway accused Chile of theft.",
        names=[("Norway", "LOC"), ("Chile", "LOC")],
        tags={"Norway": ("nsubj", "accused", "VERB"), "Chile": ("obj", "accused", "VERB")},
    )
    assert cut(reading, gazetteer) == []


def test_a_country_that_something_happens_to_is_ground(gazetteer: Gazetteer) -> None:
    reading = make_reading(
        "Storms flooded Norway.", names=[("Norway", "LOC")], tags={"Norway": ("obj", "flooded", "VERB")}
    )
    assert cut(reading, gazetteer) == ["Norway"]


@pytest.mark.parametrize(
    "text", ["They said that Norway had paid.", "A pact with Norway ended.", "A call for Norway to pay came."]
)
def test_words_beside_a_country_tell_a_government(gazetteer: Gazetteer, text: str) -> None:
    assert cut(make_reading(text, names=[("Norway", "LOC")]), gazetteer) == []


@pytest.mark.parametrize(
    "text", ["The roads of Norway froze.", "A long trek to Norway began.", "Norway froze."]
)
def test_a_country_without_such_words_is_ground(gazetteer: Gazetteer, text: str) -> None:
    assert cut(make_reading(text, names=[("Norway", "LOC")]), gazetteer) == ["Norway"]


def test_a_town_that_falls_is_ground(gazetteer: Gazetteer) -> None:
    reading = make_reading(
        "If Aleppo falls, trade stops.",
        names=[("Aleppo", "LOC")],
        tags={"Aleppo": ("nsubj", "falls", "VERB")},
    )
    assert cut(reading, gazetteer) == ["Aleppo"]


def test_a_country_before_its_body_is_a_state_and_before_its_north_is_ground(gazetteer: Gazetteer) -> None:
    body = make_reading(
        "Norway's army left.", names=[("Norway", "LOC")], tags={"Norway": ("nmod:poss", "army", "NOUN")}
    )
    ground = make_reading(
        "Norway's north froze.", names=[("Norway", "LOC")], tags={"Norway": ("nmod:poss", "north", "NOUN")}
    )
    assert cut(body, gazetteer) == []
    assert cut(ground, gazetteer) == ["Norway"]


@pytest.mark.parametrize(
    "text",
    [
        "The Norwegian and Chilean crews met.",
        "Aleppo University reopened.",
        "The Bank of England met.",
        "The Oslo-based choir sang.",
        "The West kept silent.",
    ],
)
def test_adjectives_and_parts_of_names_are_no_places(gazetteer: Gazetteer, text: str) -> None:
    assert cut(make_reading(text), gazetteer) == []


def test_a_name_inside_the_name_of_a_body_is_no_place(gazetteer: Gazetteer) -> None:
    text = "The Brno City Theatre played in Brno."
    reading = make_reading(text, names=[("Brno City Theatre", "ORG")])
    places = find_places(reading, gazetteer=gazetteer)
    assert [place.span.start for place in places] == [text.rindex("Brno")]


def test_a_person_with_the_name_of_a_town_is_no_place(gazetteer: Gazetteer) -> None:
    reading = make_reading("Ann Lincoln sang. Later Lincoln slept.", names=[("Ann Lincoln", "PERSON")])
    assert cut(reading, gazetteer) == []


def test_a_nominal_follows_the_last_place_that_fits(gazetteer: Gazetteer) -> None:
    text = "Snow fell in Aleppo and all over Syria.\nThen the city froze, and this country with it."
    reading = make_reading(text, names=[("Aleppo", "LOC"), ("Syria", "LOC")])
    places = find_places(reading, gazetteer=gazetteer)
    assert [(place.span.cut(text), place.geonames) for place in places[2:]] == [
        ("the city", 170063),
        ("this country", 163843),
    ]
    assert places[2].because == '"the city" follows Aleppo'


def test_a_nominal_follows_its_chain_before_the_nearest_place(gazetteer: Gazetteer) -> None:
    text = "Snow fell in Aleppo and in Homs.\nThen the city froze."
    reading = make_reading(text, names=[("Aleppo", "LOC"), ("Homs", "LOC")], nominals=[("city", 0)])
    assert find_places(reading, gazetteer=gazetteer)[2].geonames == 170063


def test_a_country_follows_a_state_that_acted(gazetteer: Gazetteer) -> None:
    text = "Norway signed the pact.\nSnow lay deep over the country."
    reading = make_reading(text, names=[("Norway", "LOC")], tags={"Norway": ("nsubj", "signed", "VERB")})
    places = find_places(reading, gazetteer=gazetteer)
    assert [(place.span.cut(text), place.country) for place in places] == [("the country", "NOR")]


@pytest.mark.parametrize(
    "text",
    [
        "Snow fell.\nThen the city froze.",
        "Snow fell in Aleppo.\nThen a city froze.",
        "Snow fell in Aleppo.\nThe city council met.",
        "Snow fell in Syria.\nThen the city froze.",
    ],
)
def test_a_nominal_without_an_antecedent_is_no_place(gazetteer: Gazetteer, text: str) -> None:
    assert not any("city" in found for found in cut(make_reading(text), gazetteer))


def _filed(text: str, dateline: str, place: str) -> Document:
    span = Span(text.index(dateline), text.index(dateline) + len(dateline))
    place_span = Span(text.index(place), text.index(place) + len(place))
    line = Dateline(span=span, place_span=place_span)
    return Document(id=text_digest(text), input="-", text=text, dateline=line)


def test_the_dateline_is_resolved_and_listed(gazetteer: Gazetteer) -> None:
    text = "HAYWARD, Calif. (AP) - A lorry burned."
    document = resolve_dateline(
        _filed(text, "HAYWARD, Calif. (AP) -", "HAYWARD, Calif."), gazetteer=gazetteer
    )
    assert document.dateline is not None
    assert document.dateline.place is not None
    assert document.dateline.place.geonames == 5355933
    assert document.dateline.place.because.startswith("dateline; ")
    places = find_places(make_reading(text, document=document), gazetteer=gazetteer)
    assert [(place.span.cut(text), place.geonames) for place in places] == [
        ("HAYWARD", 5355933),
        ("Calif.", None),
    ]
    assert places[1].name == "California"


def test_a_document_without_a_dateline_stays_as_it_is(gazetteer: Gazetteer) -> None:
    document = Document(id="x", input="-", text="Snow fell.")
    assert resolve_dateline(document, gazetteer=gazetteer) is document
    bare = replace(document, dateline=Dateline(Span(0, 4)))
    assert resolve_dateline(bare, gazetteer=gazetteer) is bare


def test_places_come_in_order_and_do_not_overlap(gazetteer: Gazetteer) -> None:
    text = "Deir ez-Zor and Al-Bab froze.\nFrom there to San Francisco Bay, the region slept."
    places = find_places(make_reading(text, names=[("Deir ez-Zor", "LOC")]), gazetteer=gazetteer)
    spans = [place.span for place in places]
    assert spans == sorted(spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


def test_a_mention_that_begins_inside_a_name_does_no_harm(gazetteer: Gazetteer) -> None:
    reading = make_reading(
        "Fog hid San Francisco Bay.", names=[("Francisco Bay Bridge", "ORG"), ("Bay", "ORG")]
    )
    assert isinstance(cut(reading, gazetteer), list)
    overlapping = make_reading("Fog hid New York Post staff.", names=[("York Post staff", "ORG")])
    assert cut(overlapping, gazetteer) == []


@pytest.mark.parametrize(
    "text", ["It froze in March.", "They met in Congress.", "They met in May or August."]
)
def test_months_and_common_words_after_a_preposition_are_no_places(gazetteer: Gazetteer, text: str) -> None:
    assert cut(make_reading(text), gazetteer) == []


def test_an_empty_report_has_no_places(gazetteer: Gazetteer) -> None:
    assert find_places(make_reading(""), gazetteer=gazetteer) == ()
