"""Every row of the tables at work: its own example, read with the weights, shows what the row says."""

from __future__ import annotations

import pytest

from onrecord.lexicons import load_table
from onrecord.model import Document, text_digest
from onrecord.pipeline import Recorder
from onrecord.record.outlook_finder import OutlookFinder
from onrecord.record.parse import Parse
from tests.record.table_rows import Embedder, EventWord, QuantityWord

pytestmark = [pytest.mark.weights, pytest.mark.slow]


TOLD_ELSEWHERE = {
    "be about", "be able to", "be to", "due", "entitle", "get ready", "had better", "have got to", "pressure", "slate",
}  # fmt: skip
"""Rows whose words another row, the tense of the verb or another reading of the tree tells of."""

READ_OTHERWISE = {
    ("against", "prep"), ("as long as", "prep"), ("call into question", "verb"), ("charge", "noun"), ("come near", "verb"),
    ("commitment", "noun"), ("decide", "verb"), ("fear", "noun"), ("in the event of", "prep"), ("look like", "verb"),
    ("look set", "verb"), ("pave the way", "verb"), ("permission", "noun"), ("prepared", "adj"), ("question", "verb"),
    ("report", "noun"), ("sign", "noun"), ("so-called", "adj"), ("suggest", "verb"),
}  # fmt: skip
"""Rows whose example the weights read in another way ("the fear that he drowned", taken for a relative clause)."""

UNCOUNTED = {
    "assemble", "asylum-seeker", "attendance", "burn", "deceased", "displaced", "injured", "martyr", "mass grave",
    "participant", "picketer", "remains", "striker", "turn out", "turnout", "uprooted", "wound", "wounded",
}  # fmt: skip
"""Words of figures in sentences that tell of no happening that could have them ("forty strikers stood at the gate")."""


def put(recorder: Recorder, text: str) -> Document:
    return Document(text_digest(text), "-", text, published="2026-03-04")


def test_embedders_decide_in_their_examples(recorder: Recorder) -> None:
    silent = set()
    for row in load_table("embedders.tsv", Embedder):
        if row.positive == "certain positive -":
            continue  # it leaves things as they are
        parse = Parse(recorder.reader.read(put(recorder, row.example)))
        finder = OutlookFinder(parse, lambda cue, event: False)
        reasons = {reason for index in range(len(parse.words)) for reason in finder.of(index).because}
        if not reasons & {f"'{row.lemma}'", f"'not {row.lemma}'", "'no'"}:
            silent.add((row.lemma, row.pos))
    assert {row for row in silent if row[0] not in TOLD_ELSEWHERE} <= READ_OTHERWISE


def test_words_of_figures_count_in_their_examples(recorder: Recorder) -> None:
    silent = set()
    for row in load_table("quantity_words.tsv", QuantityWord):
        events = recorder(put(recorder, row.example)).events
        if not any(quantity.what == row.what for event in events for quantity in event.quantities):
            silent.add(row.word)
    assert silent <= UNCOUNTED


def test_words_of_events_are_found_in_their_examples(recorder: Recorder) -> None:
    rows = [row for row in load_table("event_words.tsv", EventWord) if row.type != "STATE"]
    silent = []
    for row in rows:
        found = {
            event.type or "NONE"
            for event in recorder(put(recorder, row.example)).events
            if event.anchor.lemma in row.lemma or row.lemma in event.anchor.lemma
        }
        if row.type not in found:
            silent.append(row.lemma)
    # The rest stand beside a word that tells the same ("the treaty was signed"), or the weights read them otherwise.
    assert len(silent) < 0.055 * len(rows)
