"""Names of tagged sentences and of readings, on sentences made for the test."""

from __future__ import annotations

import json
from pathlib import Path

from evaluation.mentions import read_re3d, read_tagged, score_names
from evaluation.metrics import Counts
from onrecord.model import Document, Mention, Reading, Span

TYPES = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}


def tagged(tmp_path: Path, *lines: str) -> list[tuple[str, set[tuple[str, str]]]]:
    path = tmp_path / "names.iob2"
    path.write_text("\n".join(lines), encoding="utf-8")
    found = read_tagged(path, TYPES, column=1, form=0)
    return [(text, {(span.cut(text), kind) for span, kind in names}) for text, names in found]


def test_names_that_meet_are_two_and_other_types_are_left_out(tmp_path: Path) -> None:
    (only,) = tagged(tmp_path, "Ada\tB-PER", "Moor\tI-PER", "Oslo\tB-LOC", "saw\tO", "May\tB-DATE")
    assert only == ("Ada Moor Oslo saw May", {("Ada Moor", "PERSON"), ("Oslo", "LOC")})


def test_a_blank_line_ends_the_sentence_and_the_name(tmp_path: Path) -> None:
    sentences = tagged(tmp_path, "in\tO", "Oslo\tB-LOC", "", "# text = x", "Ada\tB-PER")
    assert sentences == [("in Oslo", {("Oslo", "LOC")}), ("Ada", {("Ada", "PERSON")})]


def test_an_article_before_a_name_is_no_part_of_it(tmp_path: Path) -> None:
    (only,) = tagged(tmp_path, "The\tB-ORG", "Port\tI-ORG", "Board\tI-ORG", "met\tO")
    assert only[1] == {("Port Board", "ORG")}


def test_re3d_takes_the_surest_label_of_a_span_and_no_descriptions(tmp_path: Path) -> None:
    folder = tmp_path / "outlet"
    folder.mkdir()
    text = "Ada Moor met a local official."
    labels = [(0, 8, "Organisation", 0.4), (0, 8, "Person", 0.9), (13, 29, "Person", 1.0)]
    (folder / "documents.jsonl").write_text(json.dumps({"_id": "1", "text": text}), encoding="utf-8")
    (folder / "entities.jsonl").write_text(
        "\n".join(
            json.dumps({"documentId": "1", "begin": b, "end": e, "type": t, "confidence": c})
            for b, e, t, c in labels
        ),
        encoding="utf-8",
    )
    ((_, names),) = read_re3d(tmp_path)
    assert names == {(Span(0, 8), "PERSON")}


def test_only_names_with_the_right_span_and_type_are_right() -> None:
    text = "the Port Board met Ada in Oslo, she said."

    def read(document: Document) -> Reading:
        mentions = (
            Mention(Span(0, 14), 2, "name", "ORG", Span(4, 14), 0, 1.0),
            Mention(Span(19, 22), 4, "name", "ORG", None, 1, 1.0),  # wrong type
            Mention(Span(26, 30), 6, "name", "GPE", None, 2, 1.0),  # a GPE is a place
            Mention(Span(32, 35), 8, "pronoun", "PERSON", None, 1, 1.0),  # no name
        )
        return Reading(document, (), (), mentions, (), "none")

    gold = frozenset({(Span(4, 14), "ORG"), (Span(19, 22), "PERSON"), (Span(26, 30), "LOC")})
    assert score_names([(text, gold)], read) == [Counts(2, 3, 3)]
