"""Who is meant: persons by name, role and pronoun."""

from onrecord.record.countries_of import countries_in
from tests.record.entity_readings import FakeGazetteer, entities, read, told

SPOKE = "said/VERB/0/root ./PUNCT/{n}/punct"


def test_title_before_a_name_belongs_to_the_mention_and_gives_role_and_country() -> None:
    reading = read(
        "French/ADJ/3/amod Foreign/ADJ/3/amod Minister/PROPN/4/compound Jean/PROPN/6/nsubj Marc/PROPN/4/flat "
        "said/VERB/0/root so/ADV/6/advmod ./PUNCT/6/punct",
        mentions=[("Jean Marc", "name:PERSON", 1)],
    )
    found = entities(reading)["Jean Marc"]
    assert told(reading, found) == ["French Foreign Minister Jean Marc"]
    assert (found.roles, found.country, found.sector) == (("French Foreign Minister",), "FRA", "GOV")


def test_apposition_after_a_name_is_a_mention_of_its_own_and_gives_the_role() -> None:
    reading = read(
        "Ilves_/PROPN/6/nsubj ,/PUNCT/4/punct the/DET/4/det mayor/NOUN/1/appos ,/PUNCT/4/punct "
        "left/VERB/0/root",
        mentions=[("Ilves, the mayor", "name:PERSON:Ilves", 1), ("the mayor", "nominal:PERSON", 2)],
    )
    found = entities(reading)["Ilves"]
    assert told(reading, found) == ["Ilves", "the mayor"]
    assert found.roles == ("mayor",)
    assert "apposition" in found.because


def test_copula_gives_the_role() -> None:
    reading = read(
        "Ilves/PROPN/4/nsubj is/AUX/4/cop the/DET/4/det mayor/NOUN/0/root",
        mentions=[("Ilves", "name:PERSON", 1), ("the mayor", "nominal:PERSON", 2)],
    )
    assert told(reading, entities(reading)["Ilves"]) == ["Ilves", "the mayor"]


def test_denied_copula_joins_nothing() -> None:
    reading = read(
        "Ilves/PROPN/5/nsubj is/AUX/5/cop not/PART/5/advmod the/DET/5/det mayor/NOUN/0/root",
        mentions=[("Ilves", "name:PERSON", 1), ("the mayor", "nominal:PERSON", 2)],
    )
    assert told(reading, entities(reading)["Ilves"]) == ["Ilves"]


TWO = (
    "French/ADJ/3/amod Foreign/ADJ/3/amod Minister/PROPN/4/compound Dufour/PROPN/5/nsubj spoke/VERB/0/root\n"
    "Estonian/ADJ/3/amod Foreign/ADJ/3/amod Minister/PROPN/4/compound Ilves/PROPN/5/nsubj "
    "agreed/VERB/0/root\n"
)
TWO_MENTIONS = [("Dufour", "name:PERSON", 1), ("Ilves", "name:PERSON", 2)]


def test_description_with_a_country_goes_to_the_minister_of_that_country() -> None:
    reading = read(
        TWO + "The/DET/3/det French/ADJ/3/amod minister/NOUN/4/nsubj left/VERB/0/root ./PUNCT/4/punct",
        mentions=[*TWO_MENTIONS, ("The French minister", "nominal:PERSON", 3)],
    )
    assert told(reading, entities(reading)["Dufour"])[-1] == "The French minister"


def test_bare_description_with_two_ministers_goes_to_the_nearest_subject_and_says_so() -> None:
    reading = read(
        TWO + "The/DET/2/det minister/NOUN/3/nsubj left/VERB/0/root ./PUNCT/3/punct",
        mentions=[*TWO_MENTIONS, ("The minister", "nominal:PERSON", 3)],
    )
    found = entities(reading)["Ilves"]
    assert told(reading, found)[-1] == "The minister"
    assert "nearest subject of that role" in found.because


def test_description_of_a_third_country_stays_apart() -> None:
    reading = read(
        TWO + "The/DET/3/det Norwegian/ADJ/3/amod minister/NOUN/4/nsubj left/VERB/0/root ./PUNCT/4/punct",
        mentions=[*TWO_MENTIONS, ("The Norwegian minister", "nominal:PERSON", 1)],
    )
    assert told(reading, entities(reading)["Norwegian minister"]) == ["The Norwegian minister"]


def test_former_minister_is_not_the_minister() -> None:
    reading = read(
        TWO + "The/DET/4/det former/ADJ/4/amod French/ADJ/4/amod minister/NOUN/5/nsubj left/VERB/0/root",
        mentions=[*TWO_MENTIONS, ("The former French minister", "nominal:PERSON", 3)],
    )
    assert told(reading, entities(reading)["Dufour"]) == ["French Foreign Minister Dufour"]


def test_headline_description_joins_the_name_that_follows() -> None:
    reading = read(
        "French/ADJ/3/amod top/ADJ/3/amod diplomat/NOUN/5/nsubj :/PUNCT/3/punct talks/VERB/0/root\n\n"
        "French/ADJ/3/amod Foreign/ADJ/3/amod Minister/PROPN/4/compound Dufour/PROPN/5/nsubj "
        "spoke/VERB/0/root",
        mentions=[("French top diplomat", "nominal:PERSON", 1), ("Dufour", "name:PERSON", 2)],
    )
    found = entities(reading)["Dufour"]
    assert told(reading, found)[0] == "French top diplomat"
    assert "role and country, named later" in found.because


def test_lead_description_joins_the_source_named_next() -> None:
    reading = read(
        "A/DET/3/det harbour/NOUN/3/compound chief/NOUN/4/nsubj quit/VERB/0/root ./PUNCT/4/punct\n"
        "Police/PROPN/2/compound Chief/PROPN/3/compound Anna/PROPN/5/nsubj Ilves/PROPN/3/flat "
        "spoke/VERB/0/root",
        mentions=[("A harbour chief", "nominal:PERSON", 1), ("Anna Ilves", "name:PERSON", 2)],
    )
    assert "described in the lead, then named" in entities(reading)["Anna Ilves"].because


def test_surname_joins_the_full_name() -> None:
    reading = read(
        "Anna/PROPN/3/nsubj Ilves/PROPN/1/flat spoke/VERB/0/root "
        "./PUNCT/3/punct\nIlves/PROPN/2/nsubj left/VERB/0/root",
        mentions=[("Anna Ilves", "name:PERSON", 1), ("Ilves#2", "name:PERSON", 2)],
    )
    assert told(reading, entities(reading)["Anna Ilves"]) == ["Anna Ilves", "Ilves"]


def test_two_people_of_one_surname_stay_apart_though_a_chain_joins_them() -> None:
    reading = read(
        "Anna/PROPN/3/nsubj Ilves/PROPN/1/flat met/VERB/0/root Peeter/PROPN/3/obj "
        "Ilves/PROPN/4/flat ./PUNCT/3/punct",
        mentions=[("Anna Ilves", "name:PERSON", 1), ("Peeter Ilves", "name:PERSON", 1)],
    )
    assert set(entities(reading)) == {"Anna Ilves", "Peeter Ilves"}


def test_bare_surname_goes_to_the_bearer_spoken_of_most() -> None:
    reading = read(
        "Anna/PROPN/3/nsubj Ilves/PROPN/1/flat left/VERB/0/root ./PUNCT/3/punct\n"
        "Anna/PROPN/3/nsubj Ilves/PROPN/1/flat met/VERB/0/root Peeter/PROPN/3/obj "
        "Ilves/PROPN/4/flat ./PUNCT/3/punct\n"
        "Ilves/PROPN/2/nsubj spoke/VERB/0/root ./PUNCT/2/punct",
        mentions=[
            ("Anna Ilves", "name:PERSON", 1),
            ("Anna Ilves#2", "name:PERSON", 1),
            ("Peeter Ilves", "name:PERSON", 2),
            ("Ilves#4", "name:PERSON", 3),
        ],
    )
    assert told(reading, entities(reading)["Anna Ilves"])[-1] == "Ilves"


def test_junior_is_not_his_father() -> None:
    reading = read(
        "Jaan/PROPN/3/nsubj Sild/PROPN/1/flat met/VERB/0/root Jaan/PROPN/3/obj Sild/PROPN/4/flat "
        "Jr./PROPN/4/flat",
        mentions=[("Jaan Sild", "name:PERSON", 1), ("Jaan Sild Jr.", "name:PERSON", 1)],
    )
    assert len(entities(reading)) == 2


def test_pronoun_follows_its_chain() -> None:
    reading = read(
        "Anna/PROPN/3/nsubj Ilves/PROPN/1/flat left/VERB/0/root ./PUNCT/3/punct\nShe/PRON/2/nsubj "
        "smiled/VERB/0/root",
        mentions=[("Anna Ilves", "name:PERSON", 1), ("She", "pronoun:PERSON", 1)],
    )
    assert told(reading, entities(reading)["Anna Ilves"]) == ["Anna Ilves", "She"]


def test_he_is_never_a_state_whatever_the_chain_says() -> None:
    reading = read(
        "Norway/PROPN/2/nsubj protested/VERB/0/root ./PUNCT/2/punct\nHe/PRON/2/nsubj smiled/VERB/0/root",
        mentions=[("Norway", "name:LOC", 1), ("He", "pronoun:PERSON", 1)],
    )
    assert told(reading, entities(reading)["Norway"]) == ["Norway"]


def test_he_said_after_a_quotation_is_the_last_speaker() -> None:
    reading = read(
        "Ilves/PROPN/2/nsubj warned/VERB/0/root of/ADP/4/case floods/NOUN/2/obl ./PUNCT/2/punct\n\n"
        '"_/PUNCT/3/punct Waters/NOUN/3/nsubj rise_/VERB/6/ccomp "/PUNCT/3/punct '
        "he/PRON/6/nsubj said/VERB/0/root",
        mentions=[("Ilves", "name:PERSON", 1), ("he", "pronoun:PERSON", 2)],
        frames=[("Ilves", "warned", "of floods"), ("he", "said", "Waters rise")],
    )
    found = entities(reading)["Ilves"]
    assert told(reading, found) == ["Ilves", "he"]
    assert "last speaker it agrees with" in found.because


def test_weather_it_and_we_are_no_mentions() -> None:
    reading = read(
        "It/PRON/2/expl rained/VERB/0/root ./PUNCT/2/punct\nWe/PRON/2/nsubj left/VERB/0/root ./PUNCT/2/punct",
        mentions=[("It", "pronoun:OTHER", 1), ("We", "pronoun:PERSON", 2)],
    )
    assert entities(reading) == {}


def test_bare_unnamed_sources_are_no_entities() -> None:
    reading = read(
        "Officials/NOUN:NNS/2/nsubj left/VERB/0/root ./PUNCT/2/punct",
        mentions=[("Officials", "nominal:PERSON", 1)],
    )
    assert entities(reading) == {}


def test_described_officials_who_act_are_an_entity() -> None:
    reading = read(
        "Harbour/NOUN/2/compound officials/NOUN:NNS/3/nsubj left/VERB/0/root ./PUNCT/3/punct",
        mentions=[("Harbour officials", "nominal:PERSON", 1)],
    )
    assert set(entities(reading)) == {"Harbour officials"}


def test_source_that_the_mentions_missed_becomes_an_entity() -> None:
    reading = read(
        "The/DET/2/det union/NOUN/3/nsubj said/VERB/0/root no/DET/3/obj ./PUNCT/3/punct",
        frames=[("The union", "said", "no")],
    )
    assert told(reading, entities(reading)["union"]) == ["The union"]


def test_ids_count_in_order_of_first_mention() -> None:
    reading = read(
        "Norway/PROPN/2/nsubj met/VERB/0/root Anna/PROPN/2/obj Ilves/PROPN/3/flat ./PUNCT/2/punct",
        mentions=[("Anna Ilves", "name:PERSON", 2), ("Norway", "name:LOC", 1)],
    )
    assert [(e.id, e.name) for e in entities(reading).values()] == [("E1", "Norway"), ("E2", "Anna Ilves")]


def test_an_indefinite_description_is_nobody_named_before_though_a_chain_joins_them() -> None:
    reading = read(
        "Anna/PROPN/3/nsubj Ilves/PROPN/1/flat left/VERB/0/root ./PUNCT/3/punct\n"
        "A/DET/3/det senior/ADJ/3/amod official/NOUN/4/nsubj stayed/VERB/0/root ./PUNCT/4/punct\n"
        "Ilves/PROPN/2/nsubj spoke/VERB/0/root ./PUNCT/2/punct",
        mentions=[
            ("Anna Ilves", "name:PERSON", 1),
            ("A senior official", "nominal:PERSON", 2),
            ("Ilves#2", "name:PERSON", 2),
        ],
    )
    assert told(reading, entities(reading)["Anna Ilves"]) == ["Anna Ilves", "Ilves"]


def test_an_indefinite_description_in_a_lead_may_be_named_later() -> None:
    reading = read(
        "A/DET/2/det mayor/NOUN/3/nsubj left/VERB/0/root ./PUNCT/3/punct\n"
        "Mayor/PROPN/2/compound Ilves/PROPN/3/nsubj spoke/VERB/0/root ./PUNCT/3/punct",
        mentions=[("A mayor", "nominal:PERSON", 1), ("Ilves", "name:PERSON", 1)],
    )
    assert "A mayor" in told(reading, entities(reading)["Ilves"])


def test_a_title_taken_for_a_name_is_no_entity_beside_the_name() -> None:
    reading = read(
        "Mayor/PROPN/2/nmod:desc Ilves/PROPN/3/nsubj spoke/VERB/0/root ./PUNCT/3/punct",
        mentions=[("Mayor", "name:PERSON", 2), ("Ilves", "name:PERSON", 1)],
    )
    assert set(entities(reading)) == {"Ilves"}


def test_a_surname_that_is_a_role_stays_a_name() -> None:
    reading = read(
        "King/PROPN/2/nsubj spoke/VERB/0/root ./PUNCT/2/punct",
        mentions=[("King", "name:PERSON", 1)],
    )
    assert set(entities(reading)) == {"King"}


def test_nobody_is_what_is_his_own_though_a_chain_says_so() -> None:
    reading = read(
        "Ilves/PROPN/2/nsubj drove/VERB/0/root her/PRON/4/nmod:poss daughter/NOUN/2/obj home/ADV/2/advmod ./PUNCT/2/punct",
        mentions=[
            ("Ilves", "name:PERSON", 1),
            ("her daughter", "nominal:PERSON", 1),
            ("her", "pronoun:PERSON", 1),
        ],
    )
    assert told(reading, entities(reading)["Ilves"]) == ["Ilves", "her"]


def test_a_name_does_not_end_in_a_preposition() -> None:
    reading = read(
        "The/DET/2/det Court/PROPN/8/nsubj of/ADP/4/case Appeals/PROPN/2/nmod for/ADP/7/case the/DET/7/det Circuit/PROPN/2/nmod ruled/VERB/0/root so/ADV/8/advmod",
        mentions=[("The Court of Appeals for", "name:ORG:Court of Appeals for", 1)],
    )
    assert "Court of Appeals" in entities(reading)


def test_a_title_does_not_begin_with_a_preposition() -> None:
    reading = read(
        "by/ADP/4/case law/NOUN/3/compound professor/NOUN/4/compound Ilves/PROPN/5/nsubj left/VERB/0/root so/ADV/5/advmod",
        mentions=[("by law professor Ilves", "name:PERSON:Ilves", 1)],
    )
    assert all(not role.startswith("by") for role in entities(reading)["Ilves"].roles)


def test_a_number_with_more_than_is_no_part_of_a_name() -> None:
    reading = read(
        "more/ADJ/4/amod than/ADP/1/fixed ten/NUM/4/nummod pirates/NOUN/5/nsubj left/VERB/0/root so/ADV/5/advmod",
        mentions=[("more than ten pirates", "nominal:PERSON", 1)],
    )
    assert list(entities(reading)) == ["pirates"]


def test_a_number_tied_by_a_hyphen_stays_in_the_name() -> None:
    reading = read(
        "a/DET/5/det three_/NUM/4/nummod -_/PUNCT/3/punct judge/NOUN/5/compound panel/NOUN/6/nsubj ruled/VERB/0/root so/ADV/6/advmod",
        mentions=[("a three-judge panel", "nominal:ORG", 1)],
    )
    assert list(entities(reading)) == ["three-judge panel"]


def test_a_state_named_after_a_country_is_not_that_country() -> None:
    gazetteer = FakeGazetteer()
    assert [n.alpha3 for n in countries_in(["France", "envoy"], gazetteer)] == ["FRA"]
    assert countries_in(["New", "France", "governor"], gazetteer) == ()
    assert [n.alpha3 for n in countries_in(["New", "French", "governor"], gazetteer)] == ["FRA"]


def test_a_role_ends_before_what_is_told_beside_it() -> None:
    reading = read(
        "Ilves_/PROPN/11/nsubj ,/PUNCT/4/punct the/DET/4/det commander/NOUN/1/appos of/ADP/6/case ships_/NOUN/4/nmod "
        ",/PUNCT/8/punct which/PRON/8/nsubj patrol_/VERB/6/acl:relcl ,/PUNCT/4/punct left/VERB/0/root so/ADV/11/advmod",
        mentions=[("Ilves", "name:PERSON", 1), ("the commander of ships, which patrol", "nominal:PERSON", 2)],
    )
    assert entities(reading)["Ilves"].roles == ("commander of ships",)
