"""What is passed on without a source, and what somebody is accused of, in sentences of our own read with the weights."""

from __future__ import annotations

import pytest

from onrecord.ingest import IngestOptions, document_from_text
from onrecord.model import Document, Record, text_digest
from onrecord.pipeline import Recorder

pytestmark = pytest.mark.weights


def put(recorder: Recorder, text: str) -> Record:
    return recorder(Document(text_digest(text), "-", text, published="2026-03-04"))


def told(record: Record) -> list[tuple[str, str | None, str]]:
    """Return cue, source and content of each statement."""
    text = record.report.text
    return [
        (
            one.cue.span.cut(text) if one.cue else "",
            one.source.span.cut(text) if one.source else None,
            " … ".join(part.cut(text) for part in one.content),
        )
        for one in record.statements
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The firm allegedly hid the cracks, but inspectors found them.",
            ("allegedly", None, "The firm … hid the cracks"),
        ),
        ("The senator, who allegedly took bribes, resigned.", ("allegedly", None, "took bribes")),
        (
            "He was arrested for allegedly robbing the savings bank.",
            ("allegedly", None, "robbing the savings bank"),
        ),
        ("Vane was accused of selling the pier.", ("was accused", None, "of selling the pier")),
        (
            "Vane was charged with theft by prosecutors.",
            ("was charged", "prosecutors", "with theft"),
        ),
    ],
)
def test_what_is_passed_on_stands_under_its_word(
    recorder: Recorder, text: str, expected: tuple[str, str | None, str]
) -> None:
    assert expected in told(put(recorder, text))


def test_hearsay_is_on_nobodys_word_and_what_follows_is_the_outlets(recorder: Recorder) -> None:
    record = put(recorder, "The firm allegedly hid the cracks, but inspectors found them.")
    labels = {event.anchor.lemma: (event.label, len(event.on_word_of)) for event in record.events}
    assert labels == {"hide": ("reported", 1), "find": ("asserted", 0)}


def test_an_alleged_murder_is_only_reported(recorder: Recorder) -> None:
    (event,) = put(recorder, "Vane is on the list for an alleged murder.").events
    assert (event.anchor.lemma, event.label) == ("murder", "reported")


def test_reports_that_nobody_signs_are_nobody(recorder: Recorder) -> None:
    for text in (
        "The strike ended, said reports from Narva.",
        "Reports reaching Oslo said the strike ended.",
    ):
        record = put(recorder, text)
        (statement,) = record.statements
        assert statement.source is not None
        assert (statement.source.entity, statement.source_type) == (None, "unnamed")


def test_a_report_by_somebody_is_theirs(recorder: Recorder) -> None:
    text = "Reports by the Narva Institute said that the strike had ended."
    (statement,) = put(recorder, text).statements
    assert statement.source is not None
    assert statement.source.entity is not None


def test_a_name_after_a_description_and_a_comma_is_its_bearer(recorder: Recorder) -> None:
    text = "The skipper of the trawler, Spiro Vane, said that the tug had never slowed."
    record = put(recorder, text)
    (person,) = [one for one in record.entities if one.type == "PERSON"]
    assert person.name == "Spiro Vane"
    assert [m.span.cut(text) for m in person.mentions] == ["The skipper of the trawler", "Spiro Vane"]


def test_the_lawyer_speaks_and_not_the_judge_before_her(recorder: Recorder) -> None:
    text = "Kirk wept before the judge in Narva, his lawyer, Anna Vane, told the Gazette that he was ill."
    record = put(recorder, text)
    names = {entity.id: entity.name for entity in record.entities}
    (statement,) = record.statements
    assert statement.source is not None
    assert names[statement.source.entity or ""] == "Anna Vane"


def test_police_are_one_body_throughout(recorder: Recorder) -> None:
    text = "Police arrested Vane on Monday. Vane had been seen at the port, police said."
    record = put(recorder, text)
    (body,) = [one for one in record.entities if one.sector == "COP"]
    assert [m.span.cut(text) for m in body.mentions] == ["Police", "police"]


def test_an_official_source_is_nobody_in_particular(recorder: Recorder) -> None:
    record = put(recorder, "The port is closed, an official source said on Monday.")
    (statement,) = record.statements
    assert statement.source is not None
    assert (statement.source.entity, statement.source_type) == (None, "unnamed")


def test_what_the_outlet_adds_behind_a_claim_is_its_own(recorder: Recorder) -> None:
    text = "A bomb killed twenty people, officers said, in the fifth attack in Narva this month."
    record = put(recorder, text)
    (statement,) = record.statements
    assert [part.cut(text) for part in statement.content] == ["A bomb killed twenty people"]


def test_to_say_that_one_blames_is_to_blame(recorder: Recorder) -> None:
    text = '"I blame the mayor for the flood," Ann Vane said.'
    record = put(recorder, text)
    (blame,) = [event for event in record.events if event.anchor.lemma == "blame"]
    assert (blame.type, blame.label, blame.on_word_of) == ("ACCUSE", "asserted", ())


def test_a_report_that_a_headline_cites_is_nobodys(recorder: Recorder) -> None:
    document = document_from_text(
        "Report: Narva Reds offer Vane $200 million\n\nThe club met on Monday. Its board sat for an hour.\n\nIt went home late.",
        options=IngestOptions(published="2026-03-04"),
    )
    first = recorder(document).statements[0]
    assert (first.source_type, first.source.entity if first.source else "") == ("unnamed", None)


def test_reports_from_a_body_are_its_word(recorder: Recorder) -> None:
    record = put(recorder, "Reports from Human Rights Watch said that ten people were killed.")
    names = {entity.id: entity.name for entity in record.entities}
    (statement,) = record.statements
    assert statement.source is not None
    assert names[statement.source.entity or ""] == "Human Rights Watch"


def test_what_is_made_clear_is_said(recorder: Recorder) -> None:
    assert ("makes clear", "This report", "that the ministry has failed to act") in told(
        put(recorder, "This report makes clear that the ministry has failed to act.")
    )


def test_a_document_is_the_word_of_whom_it_is_named_for(recorder: Recorder) -> None:
    text = "Officer Max Trotter saw the van. According to Trotter's report, it crashed on Monday."
    record = put(recorder, text)
    names = {entity.id: entity.name for entity in record.entities}
    (statement,) = record.statements
    assert statement.source is not None
    assert (names[statement.source.entity or ""], statement.source_type) == ("Max Trotter", "document")


def test_what_is_set_off_behind_a_name_is_no_part_of_the_source(recorder: Recorder) -> None:
    text = "Vane Industries Ltd., one of a group of firms owned by James Vane, said it would buy the port."
    (statement,) = put(recorder, text).statements
    assert statement.source is not None
    assert statement.source.span.cut(text) == "Vane Industries Ltd."
