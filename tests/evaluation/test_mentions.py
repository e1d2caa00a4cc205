"""Names of tagged sentences and of readings, on sentences made for the test."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation.mentions import phrases_of, read_re3d, read_tagged, read_uner, score_names
from evaluation.metrics import Counts
from onrecord.model import Document, Mention, Reading, Span, Word
from training.named import is_trained_on

TYPES = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}


def tagged(tmp_path: Path, *lines: str) -> list[tuple[str, set[tuple[str, str]]]]:
    path = tmp_path / "names.iob2"
    path.write_text("\n".join(lines), encoding="utf-8")
    found = read_tagged(path, TYPES)
    return [(text, {(span.cut(text), kind) for span, kind in names}) for text, names in found]


def test_names_that_meet_are_two_and_other_types_are_left_out(tmp_path: Path) -> None:
    (only,) = tagged(tmp_path, "Ada\tB-PER", "Moor\tI-PER", "Oslo\tB-LOC", "saw\tO", "May\tB-DATE")
    assert only == ("Ada Moor Oslo saw May", {("Ada Moor", "PERSON"), ("Oslo", "LOC")})


def test_a_blank_line_ends_the_sentence_and_the_name(tmp_path: Path) -> None:
    sentences = tagged(tmp_path, "in\tO", "Oslo\tB-LOC", "", "Ada\tB-PER")
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


def test_documents_that_are_trained_on_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "outlet").mkdir()
    names = [str(k) for k in range(60)]
    rows = [json.dumps({"_id": name, "text": f"Text {name}"}) for name in names]
    (tmp_path / "outlet" / "documents.jsonl").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "outlet" / "entities.jsonl").write_text("", encoding="utf-8")
    kept = {text.removeprefix("Text ") for text, _ in read_re3d(tmp_path)}
    assert kept == {name for name in names if not is_trained_on(name)}
    assert 0 < len(kept) < len(names)


def test_whole_phrases_with_a_capital_count_and_pronouns_do_not() -> None:
    text = "The Port fighters met Mayor Ada Moor in Oslo. They left."
    mentions = (
        Mention(Span(0, 17), 2, "nominal", "ORG", None, 0, 1.0),
        Mention(Span(22, 36), 5, "name", "PERSON", Span(28, 36), 1, 1.0),
        Mention(Span(37, 44), 8, "name", "GPE", Span(40, 44), 2, 1.0),
        Mention(Span(46, 50), 9, "pronoun", "PERSON", None, 0, 1.0),
    )
    reading = Reading(Document("x", "-", text), (), (), mentions, (), "none")
    assert {(span.cut(text), kind) for span, kind in phrases_of(reading)} == {
        ("Port fighters", "ORG"), ("Mayor Ada Moor", "PERSON"), ("Oslo", "LOC"),
    }  # fmt: skip


def test_groups_of_people_are_bodies_and_tails_are_left_off() -> None:
    text = "Narva volunteers at the port met Kurds"
    tags = [
        ("PROPN", "NNP"),
        ("NOUN", "NNS"),
        ("ADP", "IN"),
        ("DET", "DT"),
        ("NOUN", "NN"),
        ("VERB", "VBD"),
        ("PROPN", "NNPS"),
    ]
    words, at = [], 0
    for form, (upos, xpos) in zip(text.split(), tags, strict=True):
        words.append(Word(Span(at, at + len(form)), form, upos, xpos, None, "dep", 0))
        at += len(form) + 1
    mentions = (
        Mention(Span(0, 28), 1, "nominal", "PERSON", None, 0, 1.0),
        Mention(Span(33, 38), 6, "name", "OTHER", None, 1, 1.0),
    )
    reading = Reading(Document("x", "-", text), tuple(words), (), mentions, (), "none")
    assert {(span.cut(text), kind) for span, kind in phrases_of(reading)} == {
        ("Narva volunteers", "ORG"), ("Kurds", "ORG"),
    }  # fmt: skip


def test_uner_gives_documents_in_the_words_of_their_text(tmp_path: Path) -> None:
    path = tmp_path / "names.iob2"
    path.write_text(
        "# newdoc id = a\n# text = Ada's in Oslo.\n1\tAda\tB-PER\t-\t-\n2\t's\tO\t-\t-\n3\tin\tO\t-\t-\n"
        "4\tOslo\tB-LOC\t-\t-\n5\t.\tO\t-\t-\n\n# text = Go!\n1\tGo\tO\t-\t-\n2\t!\tO\t-\t-\n\n"
        "# newdoc id = b\n# text = Moor\n1\tMoor\tB-PER\t-\t-\n",
        encoding="utf-8",
    )
    found = [(text, {(s.cut(text), kind) for s, kind in names}) for text, names in read_uner(path)]
    assert found == [
        ("Ada's in Oslo.\nGo!", {("Ada", "PERSON"), ("Oslo", "LOC")}),
        ("Moor", {("Moor", "PERSON")}),
    ]


def test_a_word_that_the_text_lacks_is_named(tmp_path: Path) -> None:
    path = tmp_path / "names.iob2"
    path.write_text("# newdoc id = a\n# text = Ada\n1\tOslo\tO\t-\t-\n", encoding="utf-8")
    with pytest.raises(ValueError, match="'Oslo' does not follow"):
        list(read_uner(path))


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
