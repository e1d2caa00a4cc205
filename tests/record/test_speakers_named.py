"""Who a pronoun or a description that speaks stands for, on readings written by hand."""

from __future__ import annotations

from onrecord.given_names import given_gender
from onrecord.record.parse import Parse
from onrecord.record.sources import speaker_of, tidy_source
from onrecord.record.statements import find_statements
from tests.record.entity_readings import entities, read, told

VANE_AND_ILVES = """
Ann/PROPN/3/nsubj Vane/PROPN/1/flat met/VERB/0/root Robert/PROPN/3/obj Ilves/PROPN/4/flat ./PUNCT/3/punct
He/PRON/2/nsubj left/VERB/0/root ./PUNCT/2/punct
"""


def test_a_given_name_tells_who_a_pronoun_cannot_be() -> None:
    people = [("Ann Vane", "name:PERSON", 1), ("Robert Ilves", "name:PERSON", 2), ("He", "pronoun:PERSON", 1)]
    found = entities(read(VANE_AND_ILVES, mentions=people))  # the chain joins "He" with Ann Vane
    assert told(read(VANE_AND_ILVES, mentions=people), found["Ann Vane"]) == ["Ann Vane"]


def test_names_that_both_sexes_bear_tell_nothing() -> None:
    assert given_gender("Ann") == "f"
    assert given_gender("ROBERT") == "m"
    assert given_gender("Leslie") is None
    assert given_gender("Narva") is None


def test_a_courtesy_title_within_a_name_is_none_of_it() -> None:
    reading = read(
        """
        Robert/PROPN/3/nsubj Vane/PROPN/1/flat left/VERB/0/root ./PUNCT/3/punct
        Mr./PROPN/2/nmod:desc Vane/PROPN/3/nsubj agreed/VERB/0/root ./PUNCT/3/punct
        """,
        mentions=[("Robert Vane", "name:PERSON", 1), ("Mr. Vane", "name:PERSON", 2)],
    )
    assert told(reading, entities(reading)["Robert Vane"]) == ["Robert Vane", "Mr. Vane"]


def test_one_of_them_is_not_all_of_them() -> None:
    reading = read(
        """
        Greens/PROPN:NNPS/2/nsubj left/VERB/0/root ./PUNCT/2/punct
        One/NUM/2/nummod Green/PROPN/3/nsubj stayed/VERB/0/root ./PUNCT/3/punct
        """,
        mentions=[("Greens", "name:ORG", 1), ("One Green", "name:ORG:Green", 1)],
    )
    found = entities(reading)
    assert told(reading, found["Greens"]) != ["Greens", "One Green"]
    assert all(
        m.kind == "nominal" for e in found.values() for m in e.mentions if len(m.span) == len("One Green")
    )


def test_what_follows_a_possessive_is_the_source() -> None:
    reading = read(
        "Ann/PROPN/5/nsubj Vane_/PROPN/1/flat 's/PART/1/case brother/NOUN/1/appos agreed/VERB/0/root ./PUNCT/5/punct",
        mentions=[("Ann Vane", "name:PERSON", 1)],
        frames=[("Ann Vane's brother", "agreed", "")],
    )
    parse = Parse(reading)
    source = reading.frames[0].source
    assert source is not None
    assert tidy_source(source, parse) == source
    assert speaker_of(source, tuple(entities(reading).values()), parse) is None


def test_who_is_from_a_place_speaks_and_not_the_place() -> None:
    reading = read(
        "Garmo/PROPN/3/nsubj shopkeeper/NOUN/1/appos agreed/VERB/0/root ./PUNCT/3/punct",
        mentions=[("Garmo", "name:GPE", 1), ("shopkeeper", "nominal:PERSON", 1)],
        frames=[("Garmo shopkeeper", "agreed", "")],
    )
    source = reading.frames[0].source
    assert source is not None
    found = entities(reading)
    assert speaker_of(source, tuple(found.values()), Parse(reading)) == found["shopkeeper"].id


LONG_SPEECH = """
“/PUNCT/3/punct We/PRON/3/nsubj wait/VERB/6/ccomp ,/PUNCT/3/punct ”/PUNCT/3/punct said/VERB/0/root Ann/PROPN/6/nsubj Vane/PROPN/7/flat ./PUNCT/6/punct
“/PUNCT/2/punct One/NUM/0/root ./PUNCT/2/punct
Two/NUM/0/root ./PUNCT/1/punct
Three/NUM/0/root ./PUNCT/1/punct
Four/NUM/0/root ,/PUNCT/1/punct ”/PUNCT/1/punct she/PRON/5/nsubj added/VERB/1/parataxis ./PUNCT/1/punct
"""


def test_a_long_quotation_keeps_its_speaker_in_mind() -> None:
    people = [("Ann Vane", "name:PERSON", 1), ("she", "pronoun:PERSON", 2)]
    speech = [("Ann Vane", "said", "“ One . Two . Three"), ("she", "added", "Four ,")]
    reading = read(LONG_SPEECH, mentions=people, frames=speech)
    assert told(reading, entities(reading)["Ann Vane"]) == ["Ann Vane", "she"]
    short = read(
        LONG_SPEECH, mentions=people, frames=[("Ann Vane", "said", "We wait"), ("she", "added", "Four ,")]
    )
    assert told(short, entities(short)["Ann Vane"]) == ["Ann Vane"]


def test_a_subordinate_clause_speaks_of_the_subject_above_it() -> None:
    reading = read(
        """
        Robert/PROPN/3/nsubj Vane/PROPN/1/flat agreed/VERB/0/root ./PUNCT/3/punct
        Peter/PROPN/3/nsubj Ilves/PROPN/1/flat waited/VERB/0/root after/SCONJ/6/mark he/PRON/6/nsubj asked/VERB/3/advcl them/PRON/6/obj ./PUNCT/3/punct
        """,
        mentions=[
            ("Robert Vane", "name:PERSON", 1),
            ("Peter Ilves", "name:PERSON", 2),
            ("he", "pronoun:PERSON", 3),
        ],
        frames=[("Robert Vane", "agreed", ""), ("he", "asked", "them")],
    )
    assert told(reading, entities(reading)["Peter Ilves"]) == ["Peter Ilves", "he"]


def test_whom_the_report_names_after_a_speech_is_meant_next() -> None:
    reading = read(
        """
        Robert/PROPN/3/nsubj Vane/PROPN/1/flat said/VERB/0/root so/ADV/3/advmod ./PUNCT/3/punct
        Peter/PROPN/3/nsubj Ilves/PROPN/1/flat lost/VERB/0/root ./PUNCT/3/punct
        He/PRON/2/nsubj denied/VERB/0/root it/PRON/2/obj ./PUNCT/2/punct
        """,
        mentions=[
            ("Robert Vane", "name:PERSON", 1),
            ("Peter Ilves", "name:PERSON", 2),
            ("He", "pronoun:PERSON", 3),
        ],
        frames=[("Robert Vane", "said", "so"), ("He", "denied", "it")],
    )
    assert told(reading, entities(reading)["Peter Ilves"]) == ["Peter Ilves", "He"]


def test_a_description_in_the_words_of_one_body_is_that_body() -> None:
    reading = read(
        """
        Narva/PROPN/2/compound Court/PROPN/5/nsubj of/ADP/4/case Appeals/PROPN/2/nmod sat/VERB/0/root ./PUNCT/5/punct
        The/DET/3/det appeals/NOUN/3/compound court/NOUN/4/nsubj ruled/VERB/0/root ./PUNCT/4/punct
        """,
        mentions=[("Narva Court of Appeals", "name:ORG", 1), ("The appeals court", "nominal:ORG", 2)],
    )
    assert told(reading, entities(reading)["Narva Court of Appeals"]) == [
        "Narva Court of Appeals",
        "The appeals court",
    ]


def test_a_noun_before_a_role_tells_it_apart() -> None:
    rows = """
        Chairman/PROPN/2/nmod:desc Vane/PROPN/3/nsubj sat/VERB/0/root ./PUNCT/3/punct
        The/DET/3/det {noun} chairman/NOUN/4/nsubj left/VERB/0/root ./PUNCT/4/punct
        """
    for noun, words in (
        ("choir/NOUN/3/compound", "The choir chairman"),
        ("old/ADJ/3/amod", "The old chairman"),
    ):
        reading = read(
            rows.format(noun=noun),
            mentions=[("Chairman Vane", "name:PERSON:Vane", 1), (words, "nominal:PERSON", 2)],
        )
        assert (words in told(reading, entities(reading)["Vane"])) is (words == "The old chairman")


def test_the_only_one_of_a_kinship_is_meant() -> None:
    reading = read(
        """
        Robert/PROPN/3/nsubj Vane/PROPN/1/flat left/VERB/0/root wife/NOUN/5/nmod:desc Ann/PROPN/3/obj ./PUNCT/3/punct
        His/PRON:PRP$/2/nmod:poss ex-wife/NOUN/3/nsubj agreed/VERB/0/root ./PUNCT/3/punct
        """,
        mentions=[
            ("Robert Vane", "name:PERSON", 1), ("wife Ann", "name:PERSON:Ann", 2), ("His", "pronoun:PERSON", 1),
            ("His ex-wife", "nominal:PERSON", 3),
        ],
    )  # fmt: skip
    assert told(reading, entities(reading)["Ann"]) == ["wife Ann", "His ex-wife"]


def test_a_document_that_is_cited_is_on_record_and_taken_up() -> None:
    rows = """
        A/DET/3/det new/ADJ/3/amod study/NOUN/4/nsubj shows/VERB/0/root losses/NOUN/4/obj ./PUNCT/4/punct
        The/DET/2/det report/NOUN/3/nsubj names/VERB/0/root Narva/PROPN/3/obj ./PUNCT/3/punct
        """
    own = [("A new study", "nominal:OTHER", 1), ("The report", "nominal:OTHER", 2)]
    reading = read(rows, mentions=own, frames=[("The report", "names", "Narva")])
    assert ["A new study", "The report"] in [told(reading, e) for e in entities(reading).values()]
    unsaid = read(rows, mentions=own)
    assert entities(unsaid) == {}


def test_a_time_is_no_entity() -> None:
    reading = read(
        "Vane/PROPN/2/nsubj left/VERB/0/root Monday/PROPN/2/obl ./PUNCT/2/punct",
        mentions=[("Vane", "name:PERSON", 1), ("Monday", "nominal:TIME", 2)],
    )
    assert list(entities(reading)) == ["Vane"]


def test_a_surname_on_its_own_is_a_person_also_after_a_preposition() -> None:
    reading = read(
        """
        Ann/PROPN/3/nsubj Vane/PROPN/1/flat left/VERB/0/root ./PUNCT/3/punct
        They/PRON/2/nsubj expect/VERB/0/root nothing/PRON/2/obj from/ADP/5/case Vane/PROPN/2/obl ./PUNCT/2/punct
        """,
        mentions=[("Ann Vane", "name:PERSON", 1), ("Vane#2", "name:ORG", 2)],
    )
    assert told(reading, entities(reading)["Ann Vane"]) == ["Ann Vane", "Vane"]


def test_the_first_word_of_a_body_is_no_person() -> None:
    reading = read(
        """
        Hentzau/PROPN/2/compound University/PROPN/3/nsubj opened/VERB/0/root ./PUNCT/3/punct
        Hentzau/PROPN/2/nsubj closed/VERB/0/root ./PUNCT/2/punct
        """,
        mentions=[("Hentzau University", "name:ORG", 1), ("Hentzau#2", "name:PERSON", 2)],
    )
    assert {entity.type for entity in entities(reading).values()} == {"ORG"}


def test_an_office_is_a_description_of_its_holder() -> None:
    reading = read(
        "The/DET/3/det Foreign/PROPN/3/compound Secretary/PROPN/4/nsubj left/VERB/0/root ./PUNCT/4/punct",
        mentions=[("The Foreign Secretary", "name:ORG:Foreign Secretary", 1)],
    )
    (entity,) = entities(reading).values()
    assert (entity.type, entity.mentions[0].kind) == ("PERSON", "nominal")


def test_whoever_is_quoted_by_a_medium_is_the_source() -> None:
    reading = read(
        "Television/NOUN/2/nsubj quoted/VERB/0/root the/DET/4/det army/NOUN/2/obj as/SCONJ/6/mark saying/VERB/2/advcl no/INTJ/6/obj",
        frames=[("Television quoted the army", "saying", "no")],
    )
    source = reading.frames[0].source
    assert source is not None
    tidied = tidy_source(source, Parse(reading))
    assert tidied is not None
    assert tidied.cut(reading.text) == "the army"


def test_a_report_ends_where_its_speaker_reports_again() -> None:
    reading = read(
        "Kurds/PROPN/2/nsubj report/VERB/0/root losses/NOUN/2/obj and/CCONJ/5/cc say/VERB/2/conj ports/NOUN/7/nsubj shut/VERB/5/ccomp "
        "./PUNCT/2/punct",
        mentions=[("Kurds", "name:ORG", 1)],
        frames=[("Kurds", "report", "losses and say ports shut"), ("Kurds", "say", "ports shut")],
    )
    own = tuple(entities(reading).values())
    contents = [[c.cut(reading.text) for c in s.content] for s in find_statements(reading, entities=own)]
    assert contents == [["losses"], ["ports shut"]]


def test_rebels_are_never_the_army() -> None:
    reading = read(
        """
        Norwegian/ADJ/2/amod rebels/NOUN:NNS/3/nsubj fled/VERB/0/root ./PUNCT/3/punct
        The/DET/3/det Norwegian/ADJ/3/amod army/NOUN/4/nsubj left/VERB/0/root ./PUNCT/4/punct
        """,
        mentions=[("Norwegian rebels", "nominal:ORG", 1), ("The Norwegian army", "nominal:ORG", 1)],
    )
    assert [told(reading, entity) for entity in entities(reading).values()] == [
        ["Norwegian rebels"],
        ["The Norwegian army"],
    ]


def test_how_many_of_them_is_no_part_of_a_description() -> None:
    reading = read(
        "Many/ADJ/4/nsubj of/ADP/3/case voters/NOUN:NNS/1/nmod believe/VERB/0/root it/PRON/4/obj ./PUNCT/4/punct",
        frames=[("Many of voters", "believe", "it")],
    )
    assert list(entities(reading)) == ["voters"]


def test_a_chain_does_not_leap_over_the_named_subject_of_the_sentence_before() -> None:
    reading = read(
        """
        Robert/PROPN/3/nsubj Vane/PROPN/1/flat waited/VERB/0/root ./PUNCT/3/punct
        Peter/PROPN/3/nsubj Ilves/PROPN/1/flat lost/VERB/0/root ./PUNCT/3/punct
        He/PRON/2/nsubj denied/VERB/0/root it/PRON/2/obj ./PUNCT/2/punct
        """,
        mentions=[
            ("Robert Vane", "name:PERSON", 1),
            ("Peter Ilves", "name:PERSON", 2),
            ("He", "pronoun:PERSON", 1),
        ],
        frames=[("He", "denied", "it")],
    )
    assert told(reading, entities(reading)["Peter Ilves"]) == ["Peter Ilves", "He"]


def test_the_word_that_joins_a_source_to_others_is_none_of_it() -> None:
    reading = read(
        "Polls/NOUN/4/nsubj including/VERB/3/case ones/NOUN/1/nmod showed/VERB/0/root a/DET/6/det lead/NOUN/4/obj",
        frames=[("including ones", "showed", "a lead")],
    )
    source = reading.frames[0].source
    assert source is not None
    tidied = tidy_source(source, Parse(reading))
    assert tidied is not None
    assert tidied.cut(reading.text) == "ones"


OWN_WORDS = """
“/PUNCT/3/punct He/PRON/3/nsubj waits/VERB/6/ccomp ,/PUNCT/3/punct ”/PUNCT/3/punct said/VERB/0/root Robert/PROPN/6/nsubj Vane/PROPN/7/flat ./PUNCT/6/punct
"""
WHO_SPEAKS = [("Robert Vane", "said", "“ He waits , ”")]


def test_nobody_speaks_of_himself_as_he() -> None:
    people = [("He", "pronoun:PERSON", 1), ("Robert Vane", "name:PERSON", 1)]
    reading = read(OWN_WORDS, mentions=people, frames=WHO_SPEAKS)
    assert told(reading, entities(reading)["Robert Vane"]) == ["Robert Vane"]
    unsaid = read(OWN_WORDS, mentions=people)  # the chain alone joins the two
    assert told(unsaid, entities(unsaid)["Robert Vane"]) == ["He", "Robert Vane"]


def test_who_speaks_is_known_before_whom_he_speaks_of() -> None:
    reading = read(
        """
        Robert/PROPN/3/nsubj Vane/PROPN/1/flat paid/VERB/0/root Peter/PROPN/3/obj Ilves/PROPN/4/flat ./PUNCT/3/punct
        “/PUNCT/3/punct He/PRON/3/nsubj waits/VERB/7/ccomp ,/PUNCT/3/punct ”/PUNCT/3/punct he/PRON/7/nsubj said/VERB/0/root ./PUNCT/7/punct
        """,
        mentions=[
            ("Robert Vane", "name:PERSON", 1),
            ("Peter Ilves", "name:PERSON", 2),
            ("He", "pronoun:PERSON", 1),
            ("he", "pronoun:PERSON", 1),
        ],
        frames=[("he", "said", "“ He waits , ”")],
    )
    found = entities(reading)
    assert told(reading, found["Robert Vane"]) == ["Robert Vane", "he"]
