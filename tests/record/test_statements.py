from __future__ import annotations

from dataclasses import replace

from onrecord.model import Parts, Reading, Span, SpeechFrame, Statement
from onrecord.record.entities import find_entities
from onrecord.record.statements import find_statements
from tests.record.entity_readings import FakeGazetteer
from tests.record.entity_readings import read as read_forms

LEMMAS = {
    "said": "say", "denied": "deny", "reported": "report", "quoted": "quote", "told": "tell", "called": "call",
    "warned": "warn", "supports": "support", "saying": "say", "met": "meet",
}  # fmt: skip


def read(rows: str, **more: object) -> Reading:
    """Return a hand-written reading whose verbs have their lemmas."""
    reading = read_forms(rows, **more)  # type: ignore[arg-type]
    words = tuple(replace(w, lemma=LEMMAS.get(w.lemma, w.lemma)) for w in reading.words)
    return replace(reading, words=words)


def statements(reading: Reading) -> list[Statement]:
    entities = find_entities(reading, gazetteer=FakeGazetteer())
    return list(find_statements(reading, entities=entities))


def shown(reading: Reading) -> list[tuple[str | None, str | None, list[str], str]]:
    """Return source, cue, content and kind of each statement, as words."""
    text = reading.text
    return [
        (
            s.source.span.cut(text) if s.source else None,
            s.cue.span.cut(text) if s.cue else None,
            [c.cut(text) for c in s.content],
            s.kind,
        )
        for s in statements(reading)
    ]


SAID = """
The/DET/2/det union/NOUN/3/nsubj said/VERB/0/root that/SCONJ/6/mark pay/NOUN/6/nsubj fell/VERB/3/ccomp ./PUNCT/3/punct
"""


def test_indirect_speech_keeps_that_and_loses_the_full_stop() -> None:
    reading = read(SAID, frames=[("The union", "said", "pay fell .")])
    assert shown(reading) == [("The union", "said", ["that pay fell"], "indirect")]


def test_direct_speech_loses_its_marks_and_last_comma() -> None:
    rows = '"_/PUNCT/3/punct We/PRON/3/nsubj leave/VERB/6/ccomp at/ADP/5/case dawn_/NOUN/3/obl ,_/PUNCT/3/punct "/PUNCT/3/punct Ilves/PROPN/9/nsubj said_/VERB/0/root ./PUNCT/9/punct'
    reading = read(rows, frames=[("Ilves", "said", '"We leave at dawn,"')])
    assert shown(reading) == [("Ilves", "said", ["We leave at dawn"], "direct")]


def test_a_quotation_that_goes_on_after_the_cue_is_part_of_the_statement() -> None:
    rows = (
        '"_/PUNCT/3/punct We/PRON/3/nsubj leave/VERB/9/ccomp at/ADP/5/case dawn_/NOUN/3/obl ,_/PUNCT/3/punct "/PUNCT/3/punct Ilves/PROPN/9/nsubj said_/VERB/0/root ./PUNCT/9/punct\n'
        '"_/PUNCT/3/punct Nobody/PRON/3/nsubj stays/VERB/0/root in/ADP/6/case the/DET/6/det camp_/NOUN/3/obl ._/PUNCT/3/punct "/PUNCT/3/punct'
    )
    reading = read(rows, frames=[("Ilves", "said", '"We leave at dawn,"')])
    assert shown(reading) == [("Ilves", "said", ["We leave at dawn", "Nobody stays in the camp"], "direct")]


def test_a_content_cut_short_is_drawn_out_to_the_whole_quotation() -> None:
    rows = '"_/PUNCT/3/punct We/PRON/3/nsubj leave/VERB/9/ccomp at/ADP/5/case dawn_/NOUN/3/obl ,_/PUNCT/3/punct "/PUNCT/3/punct Ilves/PROPN/9/nsubj said_/VERB/0/root ./PUNCT/9/punct'
    reading = read(rows, frames=[("Ilves", "said", "leave at dawn")])
    assert shown(reading)[0][2] == ["We leave at dawn"]


def test_one_quotation_goes_to_one_statement() -> None:
    rows = (
        "Roe/PROPN/2/nsubj warned/VERB/0/root them_/PRON/2/obj ./PUNCT/2/punct\n"
        '"_/PUNCT/3/punct We/PRON/3/nsubj leave/VERB/9/ccomp at/ADP/5/case dawn_/NOUN/3/obl ,_/PUNCT/3/punct "/PUNCT/3/punct Ilves/PROPN/9/nsubj said_/VERB/0/root ./PUNCT/9/punct'
    )
    reading = read(rows, frames=[("Roe", "warned", "leave"), ("Ilves", "said", '"We leave at dawn,"')])
    assert shown(reading) == [("Ilves", "said", ["We leave at dawn"], "direct")]


def test_content_round_the_cue_comes_in_two_spans() -> None:
    rows = "The/DET/2/det bridge/NOUN/3/nsubj fell_/VERB/6/ccomp ,/PUNCT/6/punct police/NOUN/6/nsubj said_/VERB/0/root ,/PUNCT/6/punct and/CCONJ/10/cc cars/NOUN/10/nsubj sank_/VERB/3/conj ./PUNCT/6/punct"
    reading = read(rows, frames=[("police", "said", "The bridge fell, police said, and cars sank")])
    assert shown(reading) == [("police", "said", ["The bridge fell", "and cars sank"], "indirect")]


def test_a_few_quoted_words_are_scare_quotes_of_an_indirect_statement() -> None:
    rows = 'Roe/PROPN/2/nsubj said/VERB/0/root the/DET/6/det "_/PUNCT/6/punct quiet_/ADJ/6/amod town_/NOUN/8/nsubj "/PUNCT/6/punct slept_/VERB/2/ccomp ./PUNCT/2/punct'
    reading = read(rows, frames=[("Roe", "said", 'the "quiettown" slept')])
    found = statements(reading)[0]
    assert found.kind == "indirect"
    assert [d.cut(reading.text) for d in found.distance] == ["quiettown"]


def test_so_called_is_distance_and_not_speech() -> None:
    rows = "Roe/PROPN/2/nsubj met/VERB/0/root so-called/ADJ/4/amod rebels_/NOUN/2/obj ./PUNCT/2/punct"
    assert statements(read(rows)) == []


def test_a_carrying_quotation_makes_the_statement_mixed() -> None:
    rows = 'Roe/PROPN/2/nsubj called/VERB/0/root it/PRON/2/obj "_/PUNCT/5/punct a/DET/6/det farce/NOUN/2/xcomp that/PRON/9/obj nobody/PRON/9/nsubj believed_/VERB/6/acl:relcl "_/PUNCT/6/punct ./PUNCT/2/punct'
    reading = read(rows, frames=[("Roe", "called", 'it "a farce that nobody believed"')])
    assert shown(reading) == [("Roe", "called", ['it "a farce that nobody believed"'], "mixed")]


def test_the_subject_of_a_passive_cue_is_no_source() -> None:
    rows = "Troops/NOUN/3/nsubj:pass were/AUX/3/aux:pass reported/VERB:VBN/0/root to/PART/6/mark have/AUX/6/aux left_/VERB/3/xcomp ./PUNCT/3/punct"
    reading = read(rows, frames=[("Troops", "reported", "to have left")])
    assert shown(reading) == [(None, "were reported", ["to have left"], "indirect")]
    assert statements(reading)[0].source_type == "unnamed"


def test_whoever_is_quoted_in_the_passive_is_the_source() -> None:
    rows = "Roe/PROPN/3/nsubj:pass was/AUX/3/aux:pass quoted/VERB:VBN/0/root as/SCONJ/5/mark saying/VERB/3/advcl pay/NOUN/7/nsubj fell_/VERB/5/ccomp ./PUNCT/3/punct"
    reading = read(rows, frames=[("Roe", "was quoted as saying", "pay fell")])
    assert shown(reading)[0][0] == "Roe"


def test_whoever_is_quoted_in_the_passive_speaks_though_the_weights_passed_over_it() -> None:
    rows = "Roe/PROPN/3/nsubj:pass was/AUX/3/aux:pass quoted/VERB:VBN/0/root by/ADP/5/case radio/NOUN/3/obl:agent as/SCONJ/7/mark saying/VERB:VBG/3/advcl pay/NOUN/9/nsubj fell_/VERB/7/ccomp ./PUNCT/3/punct"
    (found,) = shown(read(rows))
    assert (found[0], found[2]) == ("Roe", ["pay fell"])


def test_a_price_quoted_as_a_figure_is_nobodys_words() -> None:
    rows = "Oil/NOUN/3/nsubj:pass was/AUX/3/aux:pass quoted/VERB:VBN/0/root as/ADP/6/case record/ADJ/6/amod highs_/NOUN/3/obl ./PUNCT/3/punct"
    assert shown(read(rows)) == []


CLOSED = "Ships/NOUN/2/nsubj sank/VERB/7/ccomp off/ADP/4/case Narva_/PROPN/2/obl ,/PUNCT/2/punct officers/NOUN/7/nsubj said_/VERB/0/root ./PUNCT/7/punct"


def test_what_stands_before_a_closing_cue_was_said_when_nothing_else_was() -> None:
    reading = read(CLOSED, frames=[("officers", "said", "")])
    assert shown(reading) == [("officers", "said", ["Ships sank off Narva"], "indirect")]


def test_an_infinitive_can_be_what_a_passive_reports() -> None:
    rows = "Troops/NOUN/3/nsubj:pass were/AUX/3/aux:pass reported/VERB:VBN/0/root to/PART/5/mark leave_/VERB:VB/3/xcomp ./PUNCT/3/punct"
    reading = read(rows, frames=[(None, "were reported", "to leave")])
    assert shown(reading) == [(None, "were reported", ["to leave"], "indirect")]


def test_a_second_cue_takes_the_subject_of_the_first() -> None:
    rows = "The/DET/2/det union/NOUN/3/nsubj met/VERB/0/root and/CCONJ/5/cc said/VERB/3/conj pay/NOUN/7/nsubj fell_/VERB/5/ccomp ./PUNCT/3/punct"
    reading = read(rows, frames=[(None, "said", "pay fell")])
    assert shown(reading) == [("The union", "said", ["pay fell"], "indirect")]


def test_attitudes_without_a_claim_are_no_statements() -> None:
    rows = "Roe/PROPN/2/nsubj supports/VERB/0/root the/DET/4/det plan_/NOUN/2/obj ./PUNCT/2/punct"
    assert statements(read(rows, frames=[("Roe", "supports", "the plan")])) == []


def test_adverbs_at_the_ends_of_a_cue_are_left_out_and_auxiliaries_taken_in() -> None:
    rows = "Roe/PROPN/5/nsubj had/AUX/5/aux flatly/ADV/5/advmod never/ADV/5/advmod denied/VERB:VBN/0/root pay/NOUN/7/nsubj fell_/VERB/5/ccomp ./PUNCT/5/punct"
    reading = read(rows, frames=[("Roe", "flatly never denied", "pay fell")])
    assert shown(reading)[0][1] == "had flatly never denied"
    rows = "Roe/PROPN/3/nsubj flatly/ADV/3/advmod denied/VERB/0/root pay/NOUN/5/nsubj fell_/VERB/3/ccomp ./PUNCT/3/punct"
    assert shown(read(rows, frames=[("Roe", "flatly denied", "pay fell")]))[0][1] == "denied"


def test_a_statement_in_the_content_of_another_is_within_it() -> None:
    rows = "Radio/NOUN/2/nsubj said/VERB/0/root Roe/PROPN/4/nsubj denied/VERB/2/ccomp pay/NOUN/6/nsubj fell_/VERB/4/ccomp ./PUNCT/2/punct"
    reading = read(rows, frames=[("Radio", "said", "Roe denied pay fell"), ("Roe", "denied", "pay fell")])
    outer, inner = statements(reading)
    assert (outer.within, inner.within) == (None, outer.id)
    assert inner.force == "denies"


def headline(rows: str, **more: object) -> Reading:
    reading = read(rows, **more)
    first = Span(0, reading.text.index("\n"))
    document = replace(
        reading.document, parts=Parts(headline=first, body=Span(first.end + 2, len(reading.text)))
    )
    return replace(reading, document=document)


def test_a_headline_with_a_speaker_and_a_colon_is_a_statement() -> None:
    rows = "French/ADJ/2/amod minister_/NOUN/0/root :/PUNCT/2/punct Bridge/NOUN/5/nsubj is/AUX/6/cop safe/ADJ/2/parataxis\n\nIt/PRON/2/nsubj rained_/VERB/0/root ./PUNCT/2/punct"
    reading = headline(rows, mentions=[("French minister", "nominal:PERSON", 1)])
    assert shown(reading) == [("French minister", ":", ["Bridge is safe"], "indirect")]


def test_a_headline_with_a_label_and_a_colon_is_none() -> None:
    rows = "Live/ADJ/2/amod updates_/NOUN/0/root :/PUNCT/2/punct Bridge/NOUN/5/nsubj is/AUX/6/cop safe/ADJ/2/parataxis\n\nIt/PRON/2/nsubj rained_/VERB/0/root ./PUNCT/2/punct"
    assert statements(headline(rows, mentions=[("Live updates", "nominal:PERSON", 1)])) == []


def test_told_names_its_addressee() -> None:
    rows = "Roe/PROPN/2/nsubj told/VERB/0/root reporters/NOUN:NNS/2/obj pay/NOUN/5/nsubj fell_/VERB/2/ccomp ./PUNCT/2/punct"
    found = statements(read(rows, frames=[("Roe", "told", "pay fell")]))[0]
    assert found.addressee is not None
    assert found.addressee.span.cut("Roe told reporters pay fell.") == "reporters"


def test_an_apposition_after_the_source_is_left_out() -> None:
    rows = "Ilves_/PROPN/6/nsubj ,/PUNCT/4/punct the/DET/4/det mayor_/NOUN/1/appos ,/PUNCT/4/punct said/VERB/0/root pay/NOUN/8/nsubj fell_/VERB/6/ccomp ./PUNCT/6/punct"
    reading = read(rows, frames=[("Ilves, the mayor", "said", "pay fell")])
    assert shown(reading)[0][0] == "Ilves"


def test_every_statement_says_why_it_is_there() -> None:
    found = statements(read(SAID, frames=[("The union", "said", "pay fell")]))
    assert found[0].because.startswith("weights, cue 0.90")


def test_speech_over_two_paragraphs_loses_its_outer_marks_only() -> None:
    rows = (
        'Roe/PROPN/2/nsubj said_/VERB/0/root :/PUNCT/2/punct "_/PUNCT/5/punct We/PRON/6/nsubj leave/VERB/2/ccomp at/ADP/8/case dawn_/NOUN/6/obl ./PUNCT/2/punct\n\n'
        '"_/PUNCT/3/punct Nobody/PRON/3/nsubj stays/VERB/0/root in/ADP/6/case the/DET/6/det camp_/NOUN/3/obl ._/PUNCT/3/punct "/PUNCT/3/punct'
    )
    reading = read(rows)
    text = reading.text
    whole = Span(text.index('"'), len(text))
    frame = SpeechFrame(Span(4, 8), Span(0, 3), (whole,), 0.9)
    contents = shown(replace(reading, frames=(frame,)))[0][2]
    assert contents[0].startswith("We leave at dawn")
    assert contents[-1].endswith("stays in the camp")


def test_a_verb_the_table_lacks_needs_a_clause_of_its_own() -> None:
    rows = "Roe/PROPN/2/nsubj stands/VERB/0/root near/ADP/5/case the/DET/5/det gate/NOUN/2/obl that/PRON/8/obj we/PRON/8/nsubj built_/VERB/5/acl:relcl ./PUNCT/2/punct"
    assert statements(read(rows, frames=[("Roe", "stands", "near the gate that we built")])) == []
    rows = "Roe/PROPN/2/nsubj posits/VERB/0/root that/SCONJ/5/mark pay/NOUN/5/nsubj fell_/VERB/2/ccomp ./PUNCT/2/punct"
    assert len(statements(read(rows, frames=[("Roe", "posits", "that pay fell")]))) == 1


def test_a_clause_before_the_speaker_is_found_by_the_tree() -> None:
    rows = "The/DET/2/det bridge/NOUN/3/nsubj fell/VERB/0/root into/ADP/6/case the/DET/6/det river_/NOUN/3/obl ,/PUNCT/9/punct Ilves/PROPN/9/nsubj warned/VERB/3/parataxis on/ADP/11/case Monday_/PROPN/9/obl ./PUNCT/3/punct"
    found = shown(read(rows))
    assert found == [("Ilves", "warned", ["The bridge fell into the river"], "indirect")]


def test_what_somebody_is_called_by_an_agent_is_a_statement() -> None:
    rows = "The/DET/2/det club_/NOUN/12/nsubj ,/PUNCT/4/punct recognized/VERB:VBN/2/acl by/ADP/7/case the/DET/7/det court/NOUN/4/obl:agent as/ADP/10/case a/DET/10/det charity_/NOUN/4/obl ,/PUNCT/2/punct closed_/VERB/0/root ./PUNCT/12/punct"
    reading = read(rows)
    words = tuple(replace(w, lemma="recognize") if w.lemma == "recognized" else w for w in reading.words)
    assert shown(replace(reading, words=words)) == [("the court", "recognized", ["as a charity"], "indirect")]


def test_a_participle_that_describes_a_noun_is_no_cue() -> None:
    rows = "The/DET/2/det rota/NOUN/6/nsubj agreed/VERB:VBN/2/acl last/ADJ/5/amod week/NOUN/3/obl ended_/VERB/0/root ./PUNCT/6/punct"
    reading = read(rows, frames=[("The rota", "agreed", "last week ended")])
    words = tuple(replace(w, lemma="agree") if w.lemma == "agreed" else w for w in reading.words)
    assert statements(replace(reading, words=words)) == []


def test_a_particle_can_turn_the_force_of_a_cue() -> None:
    rows = "Roe/PROPN/2/nsubj called/VERB/0/root for/ADP/5/case a/DET/5/det truce_/NOUN/2/obl ./PUNCT/2/punct"
    assert statements(read(rows, frames=[("Roe", "called for", "a truce")]))[0].force == "orders"
    rows = (
        "Roe/PROPN/2/nsubj called/VERB/0/root it/PRON/2/obj a/DET/5/det farce_/NOUN/2/xcomp ./PUNCT/2/punct"
    )
    assert statements(read(rows, frames=[("Roe", "called", "it a farce")]))[0].force == "claims"


def test_it_is_nobody_who_says() -> None:
    rows = "It/PRON/2/nsubj warned/VERB/0/root me/PRON/2/obj ./PUNCT/2/punct"
    assert statements(read(rows)) == []


def test_a_quotation_after_a_colon_belongs_to_the_cue_before_it() -> None:
    rows = (
        "Ilves/PROPN/2/nsubj said_/VERB/0/root :/PUNCT/2/punct\n"
        '"_/PUNCT/2/punct We/PRON/3/nsubj leave/VERB/0/root the/DET/5/det camp/NOUN/3/obj tonight_/NOUN/3/obl ._/PUNCT/3/punct "/PUNCT/3/punct'
    )
    reading = read(rows, frames=[("Ilves", "said:", "")])
    assert [(found[0], found[2]) for found in shown(reading)] == [("Ilves", ["We leave the camp tonight"])]


def test_a_quotation_that_stands_alone_does_not_go_to_a_cue_far_behind_it() -> None:
    rows = (
        '"_/PUNCT/2/punct We/PRON/3/nsubj leave/VERB/0/root the/DET/5/det camp/NOUN/3/obj tonight_/NOUN/3/obl ._/PUNCT/3/punct "/PUNCT/3/punct\n'
        "Ilves/PROPN/2/nsubj said/VERB/0/root that/SCONJ/5/mark pay/NOUN/5/nsubj fell_/VERB/2/ccomp ./PUNCT/2/punct"
    )
    reading = read(rows, frames=[("Ilves", "said", "that pay fell")])
    assert ("Ilves", "said", ["that pay fell"], "indirect") in shown(reading)


def test_a_relative_clause_after_a_source_is_not_part_of_it() -> None:
    rows = (
        "Pay/NOUN/2/nsubj fell_/VERB/4/ccomp ,/PUNCT/2/punct said/VERB/0/root Ilves_/PROPN/4/nsubj ,/PUNCT/9/punct "
        "who/PRON/9/nmod:poss has/VERB/9/acl:relcl sons_/NOUN/4/ccomp ./PUNCT/4/punct"
    )
    reading = read(rows, frames=[("Ilves, who has sons", "said", "Pay fell")])
    assert shown(reading)[0][0] == "Ilves"


def test_what_stands_before_a_cue_was_not_said_when_its_content_comes_after_it() -> None:
    rows = (
        "In/ADP/3/case the/DET/3/det harbour_/NOUN/6/obl ,/PUNCT/3/punct Ilves/PROPN/6/nsubj said/VERB/0/root "
        "that/SCONJ/9/mark pay/NOUN/9/nsubj fell_/VERB/6/ccomp ./PUNCT/6/punct"
    )
    reading = read(rows, frames=[("Ilves", "said", "that pay fell")])
    parts = (reading.text.index("harbour"), reading.text.index(", Ilves"))
    frame = replace(reading.frames[0], content=(Span(*parts), *reading.frames[0].content))
    assert shown(replace(reading, frames=(frame,)))[0][2][0] != "In the harbour"
