"""What is known of pairs of mentions, and chains, on texts tagged by hand."""

from __future__ import annotations

import numpy as np
import pytest

from onrecord.model import MentionKind, Span, SpeechFrame, Word
from onrecord.read.coreference import Linker
from onrecord.read.mentions import FoundMention
from onrecord.read.pairs import FLAGS, N_OF_MENTION, N_OF_PAIR, MentionTable, mention_table, pair_features

TEXT = "Mary Vane met the mayors . “ I agree , ” she said ."
TAGS = (
    "Mary PROPN NNP nsubj 2, Vane PROPN NNP flat 0, met VERB VBD root -, the DET DT det 4, mayors NOUN NNS obj 2, "
    ". PUNCT . punct 2, “ PUNCT `` punct 8, I PRON PRP nsubj 8, agree VERB VBP ccomp 12, ; PUNCT COMMA punct 8, "
    "” PUNCT '' punct 8, she PRON PRP nsubj 12, said VERB VBD root -, . PUNCT . punct 12"
)


def words() -> list[Word]:
    found, end = [], 0
    for k, row in enumerate(TAGS.split(", ")):
        form, upos, xpos, deprel, head = row.split(" ")
        form = form.replace(";", ",")
        start = TEXT.index(form, end)
        end = start + len(form)
        above = None if head == "-" else int(head)
        found.append(Word(Span(start, end), form.lower(), upos, xpos, above, deprel, 0 if k < 6 else 1))
    return found


def mention(phrase: str, head: int, kind: MentionKind, label: str) -> FoundMention:
    start = TEXT.index(phrase)
    return FoundMention(Span(start, start + len(phrase)), head, kind, label, None, 1.0)


@pytest.fixture
def mentions() -> list[FoundMention]:
    return [
        mention("Mary Vane", 0, "name", "PERSON"), mention("the mayors", 4, "nominal", "PERSON"),
        mention("I ", 7, "pronoun", "PERSON"), mention("she", 11, "pronoun", "PERSON"),
    ]  # fmt: skip


@pytest.fixture
def table(mentions: list[FoundMention]) -> MentionTable:
    said, i, she = TEXT.index("said"), TEXT.index("I agree"), TEXT.index("she")
    frame = SpeechFrame(Span(said, said + 4), Span(she, she + 3), (Span(i, i + 7),), 1.0)
    return mention_table(mentions, words(), [frame], [1, 1, 1, 1], TEXT)


def flags(table: MentionTable, anaphor: int, antecedent: int) -> set[str]:
    n = len(table.own)
    row = pair_features(table, slice(0, n), slice(0, n))[:, anaphor, antecedent]
    return {name for name, value in zip(FLAGS, row[-len(FLAGS) :], strict=True) if value}


def test_shapes_are_those_the_weights_are_made_for(table: MentionTable) -> None:
    assert table.own.shape == (4, N_OF_MENTION)
    assert pair_features(table, slice(1, 3), slice(0, 4)).shape == (N_OF_PAIR, 2, 4)


def test_a_speaker_is_told_from_the_speech(table: MentionTable) -> None:
    assert "speaks the earlier" in flags(table, 3, 2)  # she ... I
    assert "in one speech" in flags(table, 1, 0)
    assert "in one speech" not in flags(table, 2, 0)


def test_number_and_gender_clash_or_agree(table: MentionTable) -> None:
    assert "other number" in flags(table, 3, 1)  # she, the mayors
    assert "same gender" in flags(table, 3, 0)  # she, Mary
    assert "same governor" in flags(table, 1, 0)
    assert not flags(table, 3, 0) & {"other number", "other gender", "same words", "a word in common"}


def test_words_in_common(mentions: list[FoundMention]) -> None:
    text = "Ann Vane saw Vane"
    rows = (
        ("Ann", "PROPN", 2, "nsubj"), ("Vane", "PROPN", 0, "flat"), ("saw", "VERB", None, "root"), ("Vane", "PROPN", 2, "obj"),
    )  # fmt: skip
    own, end = [], 0
    for form, upos, head, deprel in rows:
        start = text.index(form, end)
        end = start + len(form)
        own.append(Word(Span(start, end), form.lower(), upos, "NNP", head, deprel, 0))
    both = [
        FoundMention(Span(0, 8), 0, "name", "PERSON", None, 1.0),
        FoundMention(Span(13, 17), 3, "name", "PERSON", None, 1.0),
    ]
    found = flags(mention_table(both, own, [], [1, 1], text), 1, 0)
    assert {"words of one in the other", "part of a name in common", "head in the earlier"} <= found
    assert not found & {"same words", "same head", "same name", "earlier head in it"}


def scorer(**direct: float) -> Linker:
    weight = np.zeros((1, N_OF_PAIR), dtype=np.float32)
    for name, value in direct.items():
        weight[0, N_OF_PAIR - len(FLAGS) + FLAGS.index(name.replace("_", " "))] = value
    width, inner, joint = 5, 4, 3
    shapes = {
        "anaphor.weight": (inner, width), "anaphor.bias": (inner,), "antecedent.weight": (inner, width), "antecedent.bias": (inner,),
        "bilinear.weight": (inner, inner), "left.weight": (joint, width + N_OF_MENTION),
        "right.weight": (joint, width + N_OF_MENTION), "features.weight": (joint, N_OF_PAIR), "features.bias": (joint,),
        "out.weight": (1, joint), "out.bias": (1,),
    }  # fmt: skip
    zeros = {name: np.zeros(shape, dtype=np.float32) for name, shape in shapes.items()}
    return Linker(zeros | {"direct.weight": weight})


def test_chains_follow_the_best_antecedent_above_zero(
    mentions: list[FoundMention], table: MentionTable
) -> None:
    vectors = np.zeros((4, 5), dtype=np.float32)
    assert scorer().chains(mentions, vectors, table) == [0, 1, 2, 3]
    assert scorer(same_gender=1.0).chains(mentions, vectors, table) == [0, 1, 2, 0]
    two = scorer(same_gender=1.0, speaks_the_earlier=2.0)
    assert two.chains(mentions, vectors, table) == [0, 1, 2, 2]
    assert scorer(same_type=-1.0).chains([], vectors[:0], table) == []
