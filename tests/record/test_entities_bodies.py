"""Who is meant: states, armies, bodies and places."""

import pytest

from onrecord.model import Document, Place, Span, text_digest
from onrecord.pipeline import Recorder
from onrecord.record.bodies import find_head
from onrecord.record.entities import link_places
from tests.record.entity_readings import entities, read, told


def test_words_for_one_states_army_are_one_entity() -> None:
    reading = read(
        "Syrian/ADJ/2/amod army/NOUN/3/nsubj advanced/VERB/0/root ./PUNCT/3/punct\n"
        "Syria_/PROPN/4/nmod:poss 's/PART/1/case government/NOUN/4/compound "
        "forces/NOUN:NNS/5/nsubj left/VERB/0/root\n"
        "Syrian/ADJ/2/amod troops/NOUN:NNS/3/nsubj rested/VERB/0/root ./PUNCT/3/punct",
        mentions=[
            ("Syrian army", "nominal:ORG", 1),
            ("Syria's government forces", "nominal:ORG", 2),
            ("Syrian troops", "nominal:PERSON", 3),
        ],
    )
    found = entities(reading)["Syrian army"]
    assert told(reading, found) == ["Syrian army", "Syria's government forces", "Syrian troops"]
    assert (found.type, found.country, found.sector) == ("ORG", "SYR", "MIL")


@pytest.mark.parametrize(
    ("word", "noun"), [("troop", "troops"), ("armies", "army"), ("Times", "times"), ("time", None)]
)
def test_nouns_of_bodies_are_known_in_either_number(word: str, noun: str | None) -> None:
    found = find_head([word], last=0)
    assert (found.head if found is not None else None) == noun


def test_armies_of_two_states_stay_apart() -> None:
    reading = read(
        "Syrian/ADJ/2/amod troops/NOUN:NNS/3/nsubj met/VERB/0/root French/ADJ/5/amod troops/NOUN:NNS/3/obj",
        mentions=[("Syrian troops", "nominal:ORG", 1), ("French troops", "nominal:ORG", 1)],
    )
    assert set(entities(reading)) == {"Syrian troops", "French troops"}


def test_counted_troops_are_not_the_army() -> None:
    reading = read(
        "Syrian/ADJ/2/amod army/NOUN/3/nsubj advanced/VERB/0/root ./PUNCT/3/punct\n"
        "Ninety/NUM/3/nummod Syrian/ADJ/3/amod troops/NOUN:NNS/4/nsubj fell/VERB/0/root",
        mentions=[("Syrian army", "nominal:ORG", 1), ("Ninety Syrian troops", "nominal:PERSON", 2)],
    )
    assert len(entities(reading)) == 2


def test_state_government_seat_and_speaking_capital_are_one() -> None:
    reading = read(
        "Norway/PROPN/2/nsubj protested/VERB/0/root ./PUNCT/2/punct\n"
        "Oslo/PROPN/2/nsubj said/VERB/0/root no/DET/2/obj ./PUNCT/2/punct\n"
        "The/DET/3/det Norwegian/ADJ/3/amod government/NOUN/4/nsubj agreed/VERB/0/root",
        mentions=[
            ("Norway", "name:LOC", 1),
            ("Oslo", "name:LOC", 2),
            ("The Norwegian government", "nominal:ORG", 3),
        ],
        frames=[("Oslo", "said", "no")],
    )
    found = entities(reading)["Norway"]
    assert told(reading, found) == ["Norway", "Oslo", "The Norwegian government"]
    assert (found.type, found.ids.iso, found.sector) == ("GPE", "NOR", "GOV")


def test_capital_as_ground_stays_a_city() -> None:
    reading = read(
        "Norway/PROPN/2/nsubj protested/VERB/0/root in/ADP/4/case Oslo/PROPN/2/obl ./PUNCT/2/punct",
        mentions=[("Norway", "name:LOC", 1), ("Oslo", "name:LOC", 2)],
    )
    assert set(entities(reading)) == {"Norway", "Oslo"}


def test_government_of_a_country_that_is_only_ground_is_its_own_entity() -> None:
    reading = read(
        "The/DET/3/det Estonian/ADJ/3/amod government/NOUN/4/nsubj met/VERB/0/root in/ADP/6/case "
        "Estonia/PROPN/4/obl",
        mentions=[("The Estonian government", "nominal:ORG", 1), ("Estonia", "name:LOC", 2)],
    )
    assert set(entities(reading)) == {"Estonian government", "Estonia"}


def test_seat_alone_gives_the_name_of_its_state() -> None:
    reading = read(
        "The/DET/3/det White/PROPN/3/compound House/PROPN/4/nsubj agreed/VERB/0/root",
        mentions=[("The White House", "name:ORG:White House", 1)],
    )
    assert set(entities(reading)) == {"United States"}


def test_people_as_a_party_are_their_state() -> None:
    reading = read(
        "Norway/PROPN/2/nsubj left/VERB/0/root ./PUNCT/2/punct\nThe/DET/2/det "
        "Norwegians/PROPN:NNPS/3/nsubj lie/VERB/0/root",
        mentions=[("Norway", "name:LOC", 1), ("The Norwegians", "name:OTHER:Norwegians", 2)],
    )
    assert told(reading, entities(reading)["Norway"]) == ["Norway", "The Norwegians"]


def test_adjective_of_a_country_is_no_mention() -> None:
    reading = read(
        "French/ADJ/2/amod troops/NOUN:NNS/3/nsubj left/VERB/0/root",
        mentions=[("French", "name:OTHER", 1), ("French troops", "nominal:ORG", 2)],
    )
    assert set(entities(reading)) == {"French troops"}


def test_sudan_is_not_south_sudan() -> None:
    reading = read(
        "Sudan/PROPN/2/nsubj met/VERB/0/root South/PROPN/4/compound Sudan/PROPN/2/obj",
        mentions=[("Sudan", "name:LOC", 1), ("South Sudan", "name:LOC", 1)],
    )
    assert set(entities(reading)) == {"Sudan", "South Sudan"}


def test_known_acronym_is_its_body_and_no_country_code() -> None:
    reading = read(
        "IS/PROPN/2/nsubj fled/VERB/0/root ./PUNCT/2/punct\n"
        "The/DET/3/det Islamic/ADJ/3/amod State/PROPN/4/nsubj lost/VERB/0/root",
        mentions=[("IS", "name:ORG", 1), ("The Islamic State", "name:ORG:Islamic State", 2)],
    )
    found = entities(reading)["Islamic State"]
    assert told(reading, found) == ["IS", "The Islamic State"]
    assert (found.country, found.sector) == (None, "REB")


def test_acronym_defined_in_brackets_is_the_body_before_it() -> None:
    reading = read(
        "Narva/PROPN/3/compound Harbour/PROPN/3/compound Board/PROPN/7/nsubj (_/PUNCT/5/punct "
        "NHB_/PROPN/3/appos "
        ")/PUNCT/5/punct met/VERB/0/root ./PUNCT/7/punct\nNHB/PROPN/2/nsubj closed/VERB/0/root",
        mentions=[
            ("Narva Harbour Board", "name:ORG", 1),
            ("NHB", "name:ORG", 2),
            ("NHB#2", "name:ORG", 3),
        ],
    )
    found = entities(reading)["Narva Harbour Board"]
    assert told(reading, found) == ["Narva Harbour Board", "NHB", "NHB"]


def test_acronym_of_other_letters_stays_apart() -> None:
    reading = read(
        "Narva/PROPN/3/compound Harbour/PROPN/3/compound Board/PROPN/4/nsubj met/VERB/0/root TKL/PROPN/4/obj",
        mentions=[("Narva Harbour Board", "name:ORG", 1), ("TKL", "name:ORG", 2)],
    )
    assert len(entities(reading)) == 2


def test_paper_cut_short_is_the_paper_and_the_city_is_not() -> None:
    reading = read(
        "The/DET/3/det Narva/PROPN/3/compound Chronicle/PROPN/4/nsubj wrote/VERB/0/root "
        "from/ADP/6/case Narva/PROPN/4/obl\n"
        "The/DET/2/det Chronicle/PROPN/3/nsubj erred/VERB/0/root",
        mentions=[
            ("The Narva Chronicle", "name:ORG:Narva Chronicle", 1),
            ("Narva#2", "name:LOC", 2),
            ("The Chronicle", "name:ORG:Chronicle", 3),
        ],
    )
    found = entities(reading)
    assert told(reading, found["Narva Chronicle"]) == ["The Narva Chronicle", "The Chronicle"]
    assert told(reading, found["Narva"]) == ["Narva"]


def test_fighters_of_a_body_are_the_body() -> None:
    reading = read(
        "Militants/NOUN:NNS/5/nsubj from/ADP/4/case Boko/PROPN/4/compound Haram/PROPN/1/nmod "
        "fled/VERB/0/root",
        mentions=[("Militants from Boko Haram", "nominal:PERSON", 1), ("Boko Haram", "name:ORG", 2)],
    )
    found = entities(reading)["Boko Haram"]
    assert told(reading, found) == ["Militants from Boko Haram"]


def test_fighters_from_a_country_are_not_the_country() -> None:
    reading = read(
        "Fighters/NOUN:NNS/4/nsubj from/ADP/3/case Norway/PROPN/1/nmod fled/VERB/0/root",
        mentions=[("Fighters from Norway", "nominal:PERSON", 1), ("Norway", "name:LOC", 2)],
    )
    assert told(reading, entities(reading)["Norway"]) == ["Norway"]


def test_the_group_is_the_last_armed_body() -> None:
    reading = read(
        "Boko/PROPN/2/compound Haram/PROPN/3/nsubj met/VERB/0/root Reuters/PROPN/3/obj ./PUNCT/3/punct\n"
        "The/DET/2/det group/NOUN/3/nsubj fled/VERB/0/root",
        mentions=[("Boko Haram", "name:ORG", 1), ("Reuters", "name:ORG", 2), ("The group", "nominal:ORG", 3)],
    )
    assert told(reading, entities(reading)["Boko Haram"]) == ["Boko Haram", "The group"]


def test_the_city_joins_the_name_with_the_same_feature() -> None:
    reading = read(
        "Narva/PROPN/2/nsubj flooded/VERB/0/root ./PUNCT/2/punct\nThe/DET/2/det city/NOUN/3/nsubj "
        "slept/VERB/0/root",
        mentions=[("Narva", "name:LOC", 1), ("The city", "nominal:LOC", 2)],
    )
    city = reading.text.index("The city")
    places = tuple(
        Place(span, None, 590031, "Narva", "EST", None, 59.4, 28.2, "PPL", 1, "only candidate")
        for span in (Span(0, 5), Span(city, city + 8))
    )
    found = entities(reading, places)["Narva"]
    assert told(reading, found) == ["Narva", "The city"]
    assert (found.type, found.country, found.ids.geonames) == ("GPE", "EST", 590031)
    assert {place.entity for place in link_places(places, (found,))} == {found.id}


def test_the_city_without_a_known_feature_joins_no_city() -> None:
    reading = read(
        "Narva/PROPN/2/nsubj met/VERB/0/root Tartu/PROPN/2/obj ./PUNCT/2/punct\nThe/DET/2/det "
        "city/NOUN/3/nsubj slept/VERB/0/root",
        mentions=[("Narva", "name:LOC", 1), ("Tartu", "name:LOC", 2), ("The city", "nominal:LOC", 3)],
    )
    assert all("The city" not in told(reading, found) for found in entities(reading).values())


def test_place_inside_a_persons_title_is_not_that_person() -> None:
    reading = read(
        "Narva/PROPN/2/compound Mayor/PROPN/3/compound Ilves/PROPN/4/nsubj left/VERB/0/root",
        mentions=[("Ilves", "name:PERSON", 1)],
    )
    found = entities(reading)["Ilves"]
    place = Place(Span(0, 5), None, 1, "Narva", "EST", None, None, None, None, 1, "")
    assert link_places((place,), (found,))[0].entity is None


def test_pirates_are_taken_up_by_their_noun_and_other_pirates_are_not() -> None:
    reading = read(
        "Nine/NUM/2/nummod pirates/NOUN:NNS/3/nsubj fled/VERB/0/root ./PUNCT/3/punct\n"
        "The/DET/2/det pirates/NOUN:NNS/3/nsubj hid/VERB/0/root ./PUNCT/3/punct\n"
        "Norwegian/ADJ/2/amod pirates/NOUN:NNS/3/nsubj laughed/VERB/0/root",
        mentions=[
            ("Nine pirates", "nominal:PERSON", 1),
            ("The pirates", "nominal:PERSON", 2),
            ("Norwegian pirates", "nominal:PERSON", 3),
        ],
    )
    found = entities(reading)
    assert told(reading, found["pirates"]) == ["Nine pirates", "The pirates"]
    assert "Norwegian pirates" in found


def test_chain_with_two_names_falls_apart() -> None:
    reading = read(
        "Norway/PROPN/2/nsubj met/VERB/0/root France/PROPN/2/obj ./PUNCT/2/punct\nIt/PRON/2/nsubj "
        "agreed/VERB/0/root",
        mentions=[("Norway", "name:LOC", 1), ("France", "name:LOC", 1), ("It", "pronoun:ORG", 1)],
    )
    found = entities(reading)
    assert set(found) == {"Norway", "France"}
    assert sum("It" in told(reading, entity) for entity in found.values()) == 1


def test_relative_clause_stays_outside_a_description() -> None:
    reading = read(
        "The/DET/2/det pirates/NOUN:NNS/5/nsubj who/PRON/4/nsubj fled/VERB/2/acl:relcl hid/VERB/0/root",
        mentions=[("The pirates who fled", "nominal:PERSON", 1)],
    )
    assert told(reading, entities(reading)["pirates"]) == ["The pirates"]


def test_equal_readings_give_equal_entities() -> None:
    rows, mentions = "Norway/PROPN/2/nsubj left/VERB/0/root", [("Norway", "name:LOC", 1)]
    assert entities(read(rows, mentions=mentions)) == entities(read(rows, mentions=mentions))


def test_bare_army_belongs_to_the_only_state_that_acts_before_it() -> None:
    reading = read(
        "Norway/PROPN/2/nsubj protested/VERB/0/root ./PUNCT/2/punct\n"
        "The/DET/2/det army/NOUN/3/nsubj marched/VERB/0/root",
        mentions=[("Norway", "name:LOC", 1), ("The army", "nominal:ORG", 2)],
    )
    assert entities(reading)["army"].country == "NOR"


def test_bare_army_between_two_acting_states_belongs_to_neither() -> None:
    reading = read(
        "Norway/PROPN/2/nsubj left/VERB/0/root ./PUNCT/2/punct\n"
        "France/PROPN/2/nsubj agreed/VERB/0/root ./PUNCT/2/punct\n"
        "The/DET/2/det army/NOUN/3/nsubj marched/VERB/0/root",
        mentions=[("Norway", "name:LOC", 1), ("France", "name:LOC", 2), ("The army", "nominal:ORG", 3)],
    )
    assert entities(reading)["army"].country is None


def test_known_acronym_is_found_where_the_mentions_missed_it_but_not_in_a_line_of_capitals() -> None:
    found = read("Norway/PROPN/2/nsubj fought/VERB/0/root IS/AUX/2/obj", mentions=[("Norway", "name:LOC", 1)])
    assert "Islamic State" in entities(found)
    shouted = read("WHO/PRON/3/nsubj IS/AUX/3/cop NEXT/ADJ/0/root")
    assert entities(shouted) == {}


def test_two_letter_acronym_gets_the_full_name_of_its_body_and_an_agency_does_not() -> None:
    reading = read(
        "EU/PROPN/2/nsubj told/VERB/0/root AP/PROPN/2/obj",
        mentions=[("EU", "name:ORG", 1), ("AP", "name:ORG", 2)],
    )
    assert set(entities(reading)) == {"European Union", "AP"}


def test_he_and_they_of_one_chain_stay_apart() -> None:
    reading = read(
        "Ilves/PROPN/2/nsubj left/VERB/0/root ./PUNCT/2/punct\n"
        "He/PRON/2/nsubj slept/VERB/0/root ./PUNCT/2/punct\n"
        "They/PRON/2/nsubj sang/VERB/0/root",
        mentions=[("Ilves", "name:PERSON", 1), ("He", "pronoun:PERSON", 2), ("They", "pronoun:PERSON", 2)],
    )
    assert told(reading, entities(reading)["Ilves"]) == ["Ilves", "He"]


def test_hyphen_keeps_a_name_whole() -> None:
    reading = read(
        "Bashir/PROPN/5/nsubj al_/PROPN/1/flat -_/PUNCT/4/punct Sild/PROPN/1/flat left/VERB/0/root",
        mentions=[("Bashir al", "name:PERSON", 1)],
    )
    assert set(entities(reading)) == {"Bashir al-Sild"}


def test_police_of_a_body_are_not_the_body() -> None:
    reading = read(
        "TKL/PROPN/2/nsubj met/VERB/0/root TKL/PROPN/4/compound Police/PROPN/2/obj",
        mentions=[("TKL", "name:ORG", 1), ("TKL Police", "name:ORG", 2)],
    )
    assert set(entities(reading)) == {"TKL", "TKL Police"}


def test_spokesman_belongs_to_the_country_of_the_body_he_serves() -> None:
    reading = read(
        "Hamas/PROPN/2/compound spokesman/NOUN/3/compound Sild/PROPN/4/nsubj spoke/VERB/0/root",
        mentions=[("Sild", "name:PERSON", 1)],
    )
    assert entities(reading)["Sild"].country == "PSE"


def test_speaking_pronoun_takes_the_last_speaker_over_a_chain_without_names() -> None:
    reading = read(
        "A/DET/2/det man/NOUN/3/nsubj fell/VERB/0/root ./PUNCT/3/punct\n"
        "Ilves/PROPN/2/nsubj warned/VERB/0/root of/ADP/4/case ice/NOUN/2/obl ./PUNCT/2/punct\n"
        "He/PRON/2/nsubj said/VERB/0/root more/ADJ/2/obj",
        mentions=[("A man", "nominal:PERSON", 1), ("Ilves", "name:PERSON", 2), ("He", "pronoun:PERSON", 1)],
        frames=[("Ilves", "warned", "of ice"), ("He", "said", "more")],
    )
    assert told(reading, entities(reading)["Ilves"]) == ["Ilves", "He"]


@pytest.mark.weights
@pytest.mark.parametrize(
    ("text", "name", "country", "why"),
    [
        (
            "General Max Miller, chairman of the Joint Chiefs of Staff, arrived on Monday.",
            "Max Miller",
            "USA",
            "the body in its description",
        ),
        (
            "A California transit chief resigned on Monday. Max Miller, the chief, gave no reason.",
            "California transit chief",
            "USA",
            "the place in its description",
        ),
    ],
)
def test_words_within_a_description_speak_for_a_country(
    text: str, name: str, country: str, why: str, recorder: Recorder
) -> None:
    record = recorder(Document(text_digest(text), "-", text, published="2026-03-04"))
    (entity,) = [e for e in record.entities if any(name in m.span.cut(text) for m in e.mentions)][:1]
    assert entity.country == country
    assert why in entity.because


def test_a_known_body_is_a_name_even_where_its_last_word_is_read_as_a_plain_noun() -> None:
    reading = read(
        "Militants/NOUN:NNS/5/nsubj from/ADP/4/case Islamic/ADJ/4/amod State/NOUN/1/nmod left/VERB/0/root "
        "./PUNCT/5/punct",
        mentions=[("Islamic State", "nominal:ORG", 1)],
    )
    assert entities(reading)["Islamic State"].type == "ORG"
