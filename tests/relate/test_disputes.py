"""Disputes of naming and deed: what is found in reports written for it, and where it stays silent."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from evaluation.disputes import FIELDS, AnnotatedDispute, match
from evaluation.specimens import PALMYRA
from onrecord.ingest import IngestOptions
from onrecord.ingest.load import document_from_text, load_document
from onrecord.model import Contradiction, FiledRecord, Record, Relations
from onrecord.model.filing import filing_key
from onrecord.pipeline import Recorder
from onrecord.relate.relations import relate
from tests.relate.test_told import related

pytestmark = pytest.mark.weights

SHARED = Path(__file__).parents[3] / "shared" / "specimens"
CASES = [
    pytest.param(case, id=case["label"])
    for name in ("disputes", "disputes-second", "disputes-third")
    for case in tomllib.loads((Path(__file__).parent / "cases" / f"{name}.toml").read_text("utf-8"))["case"]
]
LEAST_FOUND = 18
"""Of the twenty annotated disputes so many must be found, at the least; that none is found beside them each case says."""


def disputed(recorder: Recorder, text: str) -> tuple[Record, Relations]:
    """Return the record of a text, and what holds within it."""
    options = IngestOptions(outlet="The Paper")
    document = document_from_text(text.strip() + "\n", source="paper.txt", options=options)
    record = recorder(document)
    return record, relate([FiledRecord(filing_key(document), record)])


def wanted_of(case: dict[str, Any]) -> list[AnnotatedDispute]:
    return [AnnotatedDispute(one["field"], tuple(one["sides"])) for one in case["disputes"]]


@pytest.mark.parametrize("case", CASES)
class TestCases:
    def test_nothing_is_found_that_is_no_dispute_and_what_is_missed_is_known(
        self, case: dict[str, Any], recorder: Recorder
    ) -> None:
        record, relations = disputed(recorder, case["text"])
        missed, extra = match(wanted_of(case), relations.contradictions, record)
        assert extra == []
        assert len(missed) == (case.get("expect") == "missed")

    def test_every_side_has_a_voice_and_words_and_hangs_on_a_happening(
        self, case: dict[str, Any], recorder: Recorder
    ) -> None:
        record, relations = disputed(recorder, case["text"])
        happenings = {happening.id for happening in relations.happenings}
        for one in of_disputes(relations):
            assert one.happening in happenings
            assert one.kind == "dispute"
            assert one.because
            told = next(h for h in relations.happenings if h.id == one.happening)
            assert told.accounts
            for side in one.values:
                assert side.value in record.report.text
                assert side.voices
                assert all(span in record.sentences for _, span in side.accounts)
            assert not set(one.values[0].voices) & set(one.values[1].voices)


def of_disputes(relations: Relations) -> list[Contradiction]:
    return [one for one in relations.contradictions if one.field in FIELDS]


def test_every_question_has_words_of_both_sides_and_examples_that_hold_them() -> None:
    lines = (resources.files("onrecord") / "resources" / "namings.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and line[0] != "#"][1:]
    sides: dict[str, set[str]] = {}
    for word, question, side, weight, example, _ in rows:
        sides.setdefault(question, set()).add(side)
        assert weight in ("1", "2")
        assert word[:2].casefold() in example.casefold()
    assert all(own == {"for", "against"} for own in sides.values())
    assert len({(row[0], row[1]) for row in rows}) == len(rows)


def test_most_disputes_of_the_cases_are_found(recorder: Recorder) -> None:
    cases = [param.values[0] for param in CASES]
    annotated = missed = 0
    for case in cases:
        assert isinstance(case, dict)
        record, relations = disputed(recorder, case["text"])
        wanted = wanted_of(case)
        annotated += len(wanted)
        missed += len(match(wanted, relations.contradictions, record)[0])
    assert annotated - missed >= LEAST_FOUND


REPORTS = (
    (
        "Northern Post",
        "2026-03-10T09:00:00Z",
        "Five shot dead near Garmo\n\nGARMO, March 10 (NP) - Soldiers killed five smugglers on the lake near Garmo on Monday, the "
        "army said. The boat of the five men was searched on the lake near Garmo, an army spokesman, Ivo Brandt, told reporters.",
    ),
    (
        "Garmo Radio",
        "2026-03-10T15:00:00Z",
        "Garmo mourns its dead\n\nBy Ines Vold\n\nSoldiers killed five fishermen on the lake near Garmo on Monday, mayor Karla "
        "Dremmel told Garmo Radio. The boat of the five men was searched by the army on Monday.",
    ),
)  # fmt: skip


def test_voices_of_two_reports_dispute_who_the_dead_were(recorder: Recorder) -> None:
    relations, outlets = related(recorder, *REPORTS)
    (dispute,) = of_disputes(relations)
    assert [side.value for side in dispute.values] == ["five smugglers", "five fishermen"]
    assert [[outlets[report] for report in side.reports] for side in dispute.values] == [
        ["Northern Post"],
        ["Garmo Radio"],
    ]
    assert dispute.because.endswith("that they are one: both of five at Garmo")


def test_any_order_of_arrival_gives_the_same_disputes(recorder: Recorder) -> None:
    assert related(recorder, *REPORTS)[0] == related(recorder, *reversed(REPORTS))[0]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the specimens are not beside the checkout")
def test_both_disputes_of_palmyra_are_found_and_hang_on_what_they_are_about(recorder: Recorder) -> None:
    document = load_document(str(SHARED / PALMYRA / "article.txt"))
    relations = relate([FiledRecord(filing_key(document), recorder(document))])
    naming, deed = of_disputes(relations)
    titles = {happening.id: happening.title for happening in relations.happenings}
    assert [side.voices for side in naming.values] == [
        ("Jean Marc Ayrault", "Western politicians"),
        ("TASS",),
    ]
    assert "fighting against" in titles[naming.happening]
    assert [side.voices for side in deed.values] == [("Jean Marc Ayrault",), ("TASS",)]
    assert "supported by the Russian Aerospace Force" in titles[deed.happening]


def test_what_no_coded_event_tells_of_is_a_happening_whose_accounts_have_their_own_voices(
    recorder: Recorder,
) -> None:
    record, relations = disputed(
        recorder,
        "Bank sues accountant\n\nVARNESS, May 28 - The Delmar Bank describes Lena Ostrow as a thief.\n\n"
        "Her lawyer, Piet Haan, said that Ostrow was a whistleblower.",
    )
    (dispute,) = of_disputes(relations)
    (happening,) = [one for one in relations.happenings if one.id == dispute.happening]
    assert all(account.events == () for account in happening.accounts)
    assert [account.on_word_of for account in happening.accounts] == [("Delmar Bank",), ("Piet Haan",)]
    assert happening.accounts[0].sentence.cut(record.report.text).startswith("VARNESS")
