"""TimeML, read back with lxml and held against a DTD."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from onrecord.export.formats import Rendered
from onrecord.export.timeml import timeml
from onrecord.model import Anchor, Event, Record, Span, Timex, text_digest
from tests.export.example import example_record
from tests.export.marked_example import EVENTS, HOSTILE, TEXT, at, empty_record, hostile_record, marked_record

# The tags and attributes of the specification of October 2005 that are used here, in the frame of TempEval's corpora.
DTD = etree.DTD(
    io.StringIO("""
<!ELEMENT TimeML (DOCID, DCT?, TEXT, (MAKEINSTANCE | TLINK | SLINK | TIMEX3)*)>
<!ELEMENT DOCID (#PCDATA)>
<!ELEMENT DCT (TIMEX3)>
<!ELEMENT TEXT (#PCDATA | EVENT | TIMEX3)*>
<!ELEMENT EVENT (#PCDATA)>
<!ATTLIST EVENT eid ID #REQUIRED comment CDATA #IMPLIED
  class (REPORTING | PERCEPTION | ASPECTUAL | I_ACTION | I_STATE | STATE | OCCURRENCE) #REQUIRED>
<!ELEMENT TIMEX3 (#PCDATA)>
<!ATTLIST TIMEX3 tid ID #REQUIRED type (DATE | TIME | DURATION | SET) #REQUIRED value CDATA #REQUIRED
  functionInDocument (CREATION_TIME | NONE) #IMPLIED temporalFunction (true | false) #IMPLIED
  anchorTimeID IDREF #IMPLIED comment CDATA #IMPLIED>
<!ELEMENT MAKEINSTANCE EMPTY>
<!ATTLIST MAKEINSTANCE eiid ID #REQUIRED eventID IDREF #REQUIRED
  tense (FUTURE | INFINITIVE | PAST | PASTPART | PRESENT | PRESPART | NONE) #REQUIRED
  aspect (PROGRESSIVE | PERFECTIVE | PERFECTIVE_PROGRESSIVE | NONE) #REQUIRED
  pos (ADJECTIVE | NOUN | VERB | PREPOSITION | OTHER) #REQUIRED
  polarity (POS | NEG) #IMPLIED modality CDATA #IMPLIED comment CDATA #IMPLIED>
<!ELEMENT TLINK EMPTY>
<!ATTLIST TLINK lid ID #REQUIRED eventInstanceID IDREF #REQUIRED relatedToTime IDREF #IMPLIED
  relatedToEventInstance IDREF #IMPLIED relType (IS_INCLUDED | IDENTITY) #REQUIRED>
<!ELEMENT SLINK EMPTY>
<!ATTLIST SLINK lid ID #REQUIRED eventInstanceID IDREF #REQUIRED subordinatedEventInstance IDREF #REQUIRED
  relType (EVIDENTIAL | NEG_EVIDENTIAL) #REQUIRED>
""")
)


def parsed(record: Record) -> etree._Element:
    root = etree.fromstring(timeml([record]).body)
    assert DTD.validate(root), DTD.error_log
    return root


def instance_of(root: etree._Element, item: str) -> etree._Element:
    return next(one for one in root.iter("MAKEINSTANCE") if one.get("comment") == item)


def words_of(root: etree._Element, item: str) -> str:
    event = instance_of(root, item).get("eventID")
    return next(one.text for one in root.iter("EVENT") if one.get("eid") == event)


@pytest.mark.parametrize(
    "record",
    [marked_record(), example_record(), hostile_record(), empty_record(), empty_record("A line.\r\n")],
)
def test_it_answers_to_the_dtd(record: Record) -> None:
    assert parsed(record).tag == "TimeML"  # `parsed` holds it against the DTD


def test_the_text_between_the_tags_is_that_of_the_report() -> None:
    assert "".join(parsed(marked_record()).find("TEXT").itertext()) == TEXT


def test_carriage_returns_and_line_separators_survive() -> None:
    text = "one\r\ntwo\rthree\u2028four\x85five\tsix "
    assert "".join(parsed(empty_record(text)).find("TEXT").itertext()) == text


def test_characters_that_xml_cannot_hold_are_replaced_one_by_one_and_listed() -> None:
    root = parsed(hostile_record())
    text = "".join(root.find("TEXT").itertext())
    assert len(text) == len(HOSTILE)
    assert [HOSTILE[i] for i in range(len(text)) if text[i] != HOSTILE[i]] == [
        "\x00",
        "\x08",
        "\ufffe",
        "\ud800",
    ]
    instruction = root.getprevious()
    assert instruction.target == "onrecord"
    assert f"{HOSTILE.index(chr(8))}:0008" in instruction.text


def test_the_time_of_publication_is_the_creation_time() -> None:
    timex = parsed(marked_record()).find("DCT/TIMEX3")
    assert (timex.get("tid"), timex.get("value"), timex.get("functionInDocument")) == (
        "t0",
        "2026-05-06",
        "CREATION_TIME",
    )
    assert parsed(hostile_record()).find("DCT/TIMEX3").get("type") == "TIME"


def test_an_unknown_day_leaves_the_creation_time_out() -> None:
    record = marked_record()
    root = parsed(replace(record, report=replace(record.report, published=None)))
    assert root.find("DCT") is None
    assert not [one for one in root.iter("TIMEX3") if one.get("anchorTimeID")]


def test_times_count_from_the_day_of_publication_where_they_do() -> None:
    by_words = {one.text: one for one in parsed(marked_record()).find("TEXT").iter("TIMEX3")}
    assert by_words["Tuesday"].get("anchorTimeID") == "t0"
    assert by_words["three hours"].get("anchorTimeID") is None
    assert by_words["three hours"].get("value") == "PT3H"


def test_a_time_without_a_value_is_left_out() -> None:
    out = timeml([marked_record()])
    assert "dawn" not in [one.text for one in etree.fromstring(out.body).iter("TIMEX3")]
    assert [one.value["text"] for one in out.left_out if one.field == "times[]"] == ["dawn"]  # type: ignore[index]


def test_cue_and_event_are_tied_by_evidence() -> None:
    root = parsed(marked_record())
    links = {
        (one.get("eventInstanceID"), one.get("subordinatedEventInstance")): one.get("relType")
        for one in root.iter("SLINK")
    }
    said, shelled = instance_of(root, "S3").get("eiid"), instance_of(root, "V1").get("eiid")
    assert links[said, shelled] == "EVIDENTIAL"
    quoted, saying = instance_of(root, "S7").get("eiid"), instance_of(root, "S8").get("eiid")
    assert links[quoted, saying] == "EVIDENTIAL"
    assert words_of(root, "S3") == "said"


def test_a_denial_is_told_once() -> None:
    root = parsed(marked_record())
    denied, attacked = instance_of(root, "S5").get("eiid"), instance_of(root, "V2")
    link = next(one for one in root.iter("SLINK") if one.get("eventInstanceID") == denied)
    assert (link.get("relType"), attacked.get("polarity")) == ("NEG_EVIDENTIAL", "POS")


def test_what_is_said_not_to_have_happened_is_negative() -> None:
    record = marked_record()
    statements = tuple(replace(one, force="says") for one in record.statements)
    root = parsed(replace(record, statements=statements))
    assert instance_of(root, "V2").get("polarity") == "NEG"


def test_modality_and_tense_are_those_of_the_innermost_voice() -> None:
    meeting = instance_of(parsed(marked_record()), "V4")
    assert (meeting.get("tense"), meeting.get("modality")) == ("FUTURE", "possible intended")


def test_an_event_lies_in_its_time_also_where_no_words_give_it() -> None:
    root = parsed(marked_record())
    related = {one.get("eventInstanceID"): one.get("relatedToTime") for one in root.iter("TLINK")}
    values = {one.get("tid"): (one.get("value"), one.text) for one in root.iter("TIMEX3")}
    assert values[related[instance_of(root, "V1").get("eiid")]] == ("2026-05-05", "Tuesday")
    assert values[related[instance_of(root, "V2").get("eiid")]] == ("2026-05", None)
    assert instance_of(root, "V3").get("eiid") not in related


def test_other_words_for_an_event_are_the_same_event() -> None:
    root = parsed(marked_record())
    link = next(one for one in root.iter("TLINK") if one.get("relType") == "IDENTITY")
    both = {one.get("eiid"): one for one in root.iter("MAKEINSTANCE")}
    assert {
        both[link.get(name)].get("comment") for name in ("eventInstanceID", "relatedToEventInstance")
    } == {"V1"}


def test_two_accounts_with_the_same_words_are_two_instances_of_one_event() -> None:
    record = marked_record()
    denied = replace(EVENTS[1], id="V6", anchor=EVENTS[0].anchor)
    root = parsed(replace(record, events=(*record.events, denied)))
    assert instance_of(root, "V6").get("eventID") == instance_of(root, "V1").get("eventID")


def test_an_event_whose_words_are_a_cue_is_reporting() -> None:
    record = marked_record()
    accusing = replace(EVENTS[4], anchor=Anchor(at("denied"), "deny"))
    root = parsed(replace(record, events=(accusing,)))
    assert instance_of(root, "V5").get("eventID") == instance_of(root, "S5").get("eventID")
    assert [one.get("class") for one in root.iter("EVENT") if one.text == "denied"] == ["REPORTING"]


def test_tags_that_would_overlap_are_left_out_and_told() -> None:
    record = marked_record()
    wide = replace(EVENTS[4], id="V6", anchor=Anchor(at("stayed open for"), "stay"))
    clashing = Timex(at("for three"), "DURATION", "P3D", None, None, None, "made up")
    out = timeml([replace(record, events=(*record.events, wide), times=(*record.times, clashing))])
    assert DTD.validate(etree.fromstring(out.body))
    told = {one.item: one.because for one in out.left_out if one.field in ("events[]", "times[]")}
    assert "overlap" in told["V6"]
    assert "overlap" in told["times[5]"]


def test_several_reports_are_files_of_their_own() -> None:
    out: Rendered = timeml([marked_record(), example_record(), empty_record("x")])
    assert [ending for ending, _ in out.beside] == [".2.tml", ".3.tml"]
    assert timeml([example_record()]).body == out.beside[0][1]
    assert timeml([]).body == b""


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6))
def test_any_text_with_any_spans_gives_well_formed_xml_of_the_same_length(
    text: str, pairs: list[tuple[int, int]]
) -> None:
    spans = [Span(*sorted((min(a, len(text)), min(b, len(text))))) for a, b in pairs]
    events: tuple[Event, ...] = tuple(
        replace(EVENTS[4], id=f"V{n}", anchor=Anchor(span, "x"), also=tuple(spans))
        for n, span in enumerate(spans, 1)
    )
    record = replace(empty_record(text), events=events)
    assert record.report.id == text_digest(text)
    assert len("".join(parsed(record).find("TEXT").itertext())) == len(text)
