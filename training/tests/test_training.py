"""Quick checks of the training code: a tiny network on a text written for them."""

from __future__ import annotations

import gzip
import itertools
import json
import random
from importlib import resources
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from onrecord.model import Document, Mention, Reading, Span, Word
from onrecord.read.atoms import find_atoms
from onrecord.read.encoder import TAGS, Encoder
from onrecord.read.mentions import FoundMention
from onrecord.read.pairs import mention_table
from onrecord.read.pieces import PieceTable
from onrecord.read.reader import Reader
from onrecord.weights import check_weights
from training.batches import UNKNOWN, collate, make_batches, make_items
from training.coreference import Text, gold_chains, text_loss, train_scorer, write_scorer
from training.corpora import NOT_KNOWN, Example, read_conllu, read_gum
from training.labels import Labels, count_labels
from training.links import LinkScorer
from training.losses import WEIGHTS, batch_losses, sequence_loss
from training.named import add_entity_names, is_trained_on, read_re3d
from training.start import load_edition
from training.tests.made_up import folder_of, tiny
from training.whole_sums import graph as graph_of_whole_sums


def test_a_treebank_gives_text_words_and_mentions(example: Example) -> None:
    assert example.text == "The mayor said pay fell. She didn't leave."
    syntax = example.syntax
    assert syntax is not None
    assert syntax.mention is not None
    assert syntax.chain is not None
    words = [example.atoms[a].span.cut(example.text) for a in syntax.atom]
    assert words == ["The", "mayor", "said", "pay", "fell", ".", "She", "did", "n", "leave", "."]
    assert [syntax.chain[1], syntax.chain[6]] == [1, 1]
    assert syntax.mention[3] == "abstract"
    assert example.segment is not None
    assert [k for k, s in enumerate(example.segment) if s == 2] == [0, 6]


def test_loss_falls_and_every_head_takes_part(example: Example, vocabulary: Path) -> None:
    labels = count_labels([example] * 3)
    items = make_items(example, 0, PieceTable(vocabulary), labels)
    net = tiny(labels, vocabulary)
    optimizer = torch.optim.Adam(net.parameters(), lr=5e-3)
    totals = []
    for _ in range(30):
        losses = batch_losses(net, collate(items, noise=random.Random(1)))
        total = sum(WEIGHTS[k] * v for k, v in losses.items())
        optimizer.zero_grad()
        total.backward()
        optimizer.step()
        totals.append(float(total.detach()))
    assert set(losses) == set(WEIGHTS) - {"taught"}
    assert totals[-1] < 0.5 * totals[0]


def test_long_texts_are_cut_elsewhere_every_time(vocabulary: Path) -> None:
    text = " ".join(f"the mayor said pay fell {k}." for k in range(90))
    atoms = find_atoms(text)
    long, short = (
        Example("own", "long", text, atoms),
        Example("own", "short", text[:40], find_atoms(text[:40])),
    )
    table, labels = PieceTable(vocabulary), Labels((), (), (), ())
    run_time = [len(i.first) for i in make_items(long, 0, table, labels)]
    drawn = [[len(i.first) for i in make_items(long, 0, table, labels, random.Random(k))] for k in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert run_time not in drawn
    assert {sum(sizes) for sizes in drawn} == {len(atoms)}
    assert len(make_items(short, 0, table, labels, random.Random(1))) == 1


def test_windows_of_one_document_stay_in_one_batch(example: Example, vocabulary: Path) -> None:
    labels = count_labels([example] * 3)
    table = PieceTable(vocabulary)
    items = [i for n in range(7) for i in make_items(example, n, table, labels)] * 2
    batches = list(make_batches(items, size=60, seed=3))
    for document in range(7):
        assert sum(any(i.document == document for i in b) for b in batches) == 1


def test_labels_of_padding_cost_nothing(example: Example, vocabulary: Path) -> None:
    labels = count_labels([example] * 3)
    short = Example("own", "two", "She left.", find_atoms("She left."), names=["O"] * 3)
    table = PieceTable(vocabulary)
    batch = collate([*make_items(example, 0, table, labels), *make_items(short, 1, table, labels)])
    assert (batch.tags["names"][1, 3:] == UNKNOWN).all()
    assert (batch.tags["upos"][1] == UNKNOWN).all()


def test_the_exported_encoder_scores_as_torch_does(
    example: Example, vocabulary: Path, tmp_path: Path
) -> None:
    labels = count_labels([example] * 3)
    net = tiny(labels, vocabulary).eval()
    folder = folder_of(net, labels, example, vocabulary, tmp_path / "w", quantise=False)
    stored = np.load(folder / "embeddings.npz")
    rounded = stored["words"] * stored["scales"][:, None]
    exact = net.encoder.words.weight.detach().numpy()
    assert np.abs(rounded - exact).max() <= stored["scales"].max() / 2 + 1e-6
    with torch.no_grad():  # what is lost by rounding the table is told apart from what the graph computes
        net.encoder.words.weight.copy_(torch.from_numpy(rounded))
    encoded = Encoder(folder).encode(example.text, example.atoms)
    batch = collate(make_items(example, 0, PieceTable(vocabulary), labels))
    with torch.no_grad():
        word, span = net.vectors(batch.pieces, batch.shapes, batch.gaps, batch.mask, batch.first)
        tags = net.tags(word, span)
    for name in TAGS:
        np.testing.assert_allclose(encoded.tags[name], tags[name][0].numpy(), atol=5e-3)
    np.testing.assert_allclose(encoded.span, span[0].numpy(), atol=5e-3)


@pytest.mark.parametrize("quantise", [False, True])
def test_a_weights_folder_reads_a_document(
    example: Example, vocabulary: Path, tmp_path: Path, quantise: bool
) -> None:
    labels = count_labels([example] * 3)
    folder = folder_of(
        tiny(labels, vocabulary).eval(), labels, example, vocabulary, tmp_path / "w", quantise=quantise
    )
    reader = Reader(check_weights(folder))
    reading = reader.read(Document(id="x", input="-", text=example.text))
    assert reading.words[0].span.cut(example.text).startswith("The")
    assert reading.weights == check_weights(folder).digest
    syntax = example.syntax
    assert syntax is not None
    together = set(zip(syntax.upos, syntax.xpos, strict=True))
    assert {(word.upos, word.xpos) for word in reading.words} <= together


@pytest.mark.parametrize("quantise", [False, True])
def test_a_run_can_go_on_from_an_edition(
    example: Example, vocabulary: Path, tmp_path: Path, quantise: bool
) -> None:
    labels = count_labels([example] * 3)
    net = tiny(labels, vocabulary).eval()
    with torch.no_grad():  # arrays that are alike to the last bit would be stored once, under one name
        for parameter in net.parameters():
            parameter.add_(torch.randn(parameter.shape), alpha=0.05)
    folder = folder_of(net, labels, example, vocabulary, tmp_path / "w", quantise=quantise)
    again = tiny(labels, vocabulary).eval()
    with torch.no_grad():
        for parameter in again.parameters():
            parameter.normal_()
    fresh = load_edition(again, "test-1", folder)
    assert fresh  # the scorer that is used in training only
    assert all(name.startswith("pairs.") for name in fresh)
    batch = collate(make_items(example, 0, PieceTable(vocabulary), labels))
    with torch.no_grad():
        first, second = batch_losses(net, batch), batch_losses(again, batch)
    for name in first.keys() - {"coref"}:
        value = first[name]
        assert float(second[name]) == pytest.approx(float(value), rel=0.02)


def test_a_run_refuses_to_go_on_from_another_edition(
    example: Example, vocabulary: Path, tmp_path: Path
) -> None:
    labels = count_labels([example] * 3)
    net = tiny(labels, vocabulary).eval()
    folder = folder_of(net, labels, example, vocabulary, tmp_path / "w", quantise=False)
    with pytest.raises(ValueError, match="holds edition test-1, not en-9"):
        load_edition(net, "en-9", folder)


@pytest.mark.parametrize("n", [1, 2, 5, 6])
def test_the_loss_of_a_sequence_is_what_trying_all_sequences_gives(n: int) -> None:
    torch.manual_seed(n)
    scores, steps = torch.randn(2, n, 3), torch.randn(4, 3)
    labels = torch.randint(0, 3, (2, n))
    labels[1, max(1, n - 2) :] = UNKNOWN

    def score(row: int, sequence: tuple[int, ...]) -> float:
        before = (3, *sequence)
        return sum(float(scores[row, t, y] + steps[before[t], y]) for t, y in enumerate(sequence))

    expected = 0.0
    for row in range(2):
        gold = tuple(y for y in labels[row].tolist() if y != UNKNOWN)
        every = [score(row, other) for other in itertools.product(range(3), repeat=len(gold))]
        expected += float(torch.logsumexp(torch.tensor(every), 0)) - score(row, gold)
    assert float(sequence_loss(scores, labels, steps)) * 400 == pytest.approx(expected, rel=1e-4)


def test_hidden_pieces_are_never_the_boundary_marks(example: Example, vocabulary: Path) -> None:
    labels = count_labels([example] * 3)
    items = make_items(example, 0, PieceTable(vocabulary), labels)
    batch = collate(items, noise=random.Random(1), hide=1.0, hidden=1)
    assert batch.pieces[0, 0] == items[0].pieces[0]
    assert batch.pieces[0, -1] == items[0].pieces[-1]
    assert (batch.pieces[0, 1:-1] == 1).all()
    assert (collate(items, hide=1.0, hidden=1).pieces.numpy() == items[0].pieces).all()  # only with noise


# Names of other corpora


def words_of(example: Example, kind: str) -> list[str]:
    """Return the names of one type that an example holds, as text."""
    found: list[list[int]] = []
    for k, label in enumerate(example.names or []):
        if label == f"B-{kind}":
            found.append([k, k])
        elif label == f"I-{kind}":
            found[-1][1] = k
    return [example.text[example.atoms[a].span.start : example.atoms[b].span.end] for a, b in found]


NAMED = """# newdoc id = one
1\tPresident\tPresident\tPROPN\tNNP\t_\t2\tnmod:desc\t_\tEntity=(1-person-new-cf1-1-coref
2\tIlves\tIlves\tPROPN\tNNP\t_\t3\tnsubj\t_\tEntity=1)
3\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\t_
4\tthe\tthe\tDET\tDT\t_\t5\tdet\t_\tEntity=(2-organization-new-cf2-1-coref
5\tUniversity\tUniversity\tPROPN\tNNP\t_\t3\tobj\t_\t_
6\tof\tof\tADP\tIN\t_\t7\tcase\t_\t_
7\tTartu\tTartu\tPROPN\tNNP\t_\t5\tnmod\t_\tEntity=(3-place-new-cf3-1-coref)2)
8\ton\ton\tADP\tIN\t_\t9\tcase\t_\t_
9\tMonday\tMonday\tPROPN\tNNP\t_\t3\tobl\t_\tEntity=(4-time-new-cf4-1-coref)

"""


def test_names_are_read_off_entities_without_titles(tmp_path: Path) -> None:
    path = tmp_path / "one.conllu"
    path.write_text(NAMED, encoding="utf-8")
    example = add_entity_names(next(read_conllu(path, "gum")))
    assert example.names is not None
    assert words_of(example, "PERSON") == ["Ilves"]
    assert words_of(example, "ORG") == ["University of Tartu"]
    assert words_of(example, "LOC") == []  # within a wider name
    assert example.names[0] == NOT_KNOWN  # the title: corpora differ
    assert example.names[8] == NOT_KNOWN  # a day is a proper noun and nobody's name


def test_re3d_gives_names_heads_and_leaves_countries_that_act_open(tmp_path: Path) -> None:
    text = "Foreign Secretary Ann Vane said Norland backed Narva fighters."
    rows = [
        (0, 26, "Person", 1), (32, 39, "Organisation", 1), (32, 39, "Location", 0), (47, 61, "Organisation", 1),
    ]  # fmt: skip
    (tmp_path / "own").mkdir()
    name = next(n for n in map(str, range(99)) if is_trained_on(n))
    (tmp_path / "own" / "documents.jsonl").write_text(json.dumps({"_id": name, "text": text}) + "\n")
    lines = [{"begin": b, "end": e, "type": t, "documentId": name, "confidence": c} for b, e, t, c in rows]
    (tmp_path / "own" / "entities.jsonl").write_text("\n".join(json.dumps(x) for x in lines))
    assert list(read_re3d(tmp_path, dev=True)) == []
    example = next(read_re3d(tmp_path, dev=False))
    assert words_of(example, "PERSON") == ["Ann Vane"]
    assert words_of(example, "ORG") == []
    words = [a.span.cut(text) for a in example.atoms]
    assert example.names is not None
    assert example.names[words.index("Norland")] == NOT_KNOWN
    assert example.heads is not None
    assert {words[k]: kind for k, kind in example.heads.items()} == {
        "Vane": "person",
        "fighters": "organization",
    }


def test_ontogum_chains_take_the_place_of_gums(tmp_path: Path) -> None:
    (tmp_path / "gum").mkdir()
    with gzip.open(tmp_path / "gum" / "gum-train.conllu.gz", "wt", encoding="utf-8") as out:
        out.write(NAMED)
    words = ["President", "Ilves", "left", "the", "University", "of", "Tartu", "on", "Monday"]
    marks = ["(7", "7)", "_", "_", "_", "_", "(7)", "_", "_"]
    rows = "\n".join(f"{k}\t{w}\t{m}" for k, (w, m) in enumerate(zip(words, marks, strict=True)))
    with gzip.open(tmp_path / "gum" / "ontogum-train.conll.gz", "wt", encoding="utf-8") as out:
        out.write(f"# begin document \n{rows}\n\n# end document\n")
    syntax = next(read_gum(tmp_path, "train")).syntax
    assert syntax is not None
    assert syntax.chain is not None
    chains = dict(zip(words, syntax.chain, strict=True))
    assert chains["Ilves"] == chains["Tartu"] == 7
    assert chains["left"] == -1
    assert chains["University"] != chains["Monday"]


# Coreference at run time


def test_a_scorer_learns_chains_and_is_written_into_the_weights(
    example: Example, vocabulary: Path, tmp_path: Path
) -> None:
    labels = count_labels([example] * 3)
    net = tiny(labels, vocabulary).eval()
    folder = folder_of(net, labels, example, vocabulary, tmp_path / "w", quantise=False)
    found = [
        FoundMention(Span(0, 9), 1, "nominal", "PERSON", None, 1.0),
        FoundMention(Span(15, 18), 3, "nominal", "OTHER", None, 1.0),
        FoundMention(Span(25, 28), 6, "pronoun", "PERSON", None, 1.0),
    ]
    words = [
        Word(example.atoms[a].span, "x", u, "NN", None, "root", 0)
        for a, u in zip(example.syntax.atom, example.syntax.upos, strict=True)
    ]
    table = mention_table(found, words, [], [1, 1, 1], example.text)
    reading = Reader(check_weights(folder)).read(Document(id="x", input="-", text=example.text))
    text = Text(reading, table, torch.randn(3, 64), np.array([0, -3, 0]), ())
    scorer = train_scorer([text] * 8, passes=20, seed=1)
    with torch.no_grad():
        assert float(text_loss(scorer, text)) < 0.2 * float(text_loss(LinkScorer(64).eval(), text))
    write_scorer(scorer, folder)
    again = Reader(check_weights(folder))
    assert again._linker.chains(found, text.vectors.numpy(), table) == [0, 1, 0]


def test_mentions_get_the_chain_whose_top_word_they_have(example: Example) -> None:
    document = Document(id="x", input="-", text="The mayor of Narva left. He won.")
    words = (
        Word(Span(0, 3), "the", "DET", "DT", 1, "det", 0),
        Word(Span(4, 9), "mayor", "NOUN", "NN", 4, "nsubj", 0),
        Word(Span(10, 12), "of", "ADP", "IN", 3, "case", 0),
        Word(Span(13, 18), "Narva", "PROPN", "NNP", 1, "nmod", 0),
        Word(Span(19, 23), "leave", "VERB", "VBD", None, "root", 0),
        Word(Span(25, 27), "he", "PRON", "PRP", 6, "nsubj", 1),
        Word(Span(28, 31), "win", "VERB", "VBD", None, "root", 1),
    )
    mentions = (
        Mention(Span(0, 9), 1, "nominal", "PERSON", None, 0, 1.0),
        Mention(Span(13, 18), 3, "name", "LOC", None, 1, 1.0),
        Mention(Span(25, 27), 5, "pronoun", "PERSON", None, 2, 1.0),
    )
    reading = Reading(document, words, (), mentions, (), "none")
    gold = [frozenset({Span(0, 18), Span(25, 27)})]
    chains = gold_chains(reading, gold)
    assert chains[0] == chains[2] == 0
    assert chains[1] < 0


def test_source_and_target_stand_between_marks(tmp_path: Path) -> None:
    from training.plv import _MARKS, folds_of, marked

    class Pieces:
        boundary_marks = (101, 102)

        def pieces(self, words: list[str]) -> list[tuple[int, ...]]:
            return [(1000 + len(word),) for word in words]

    text = "Oslo has warned the port of Riga."
    one = marked(text, ((0, 4), (16, 32)), Pieces(), type=3)  # type: ignore[arg-type]
    before, after, before2, after2 = _MARKS
    assert one.pieces == (
        101, before, 1004, after, 1003, 1006, before2, 1003, 1004, 1002, 1004, after2, 1001, 102,
    )  # fmt: skip
    assert (one.pieces[one.places[0]], one.pieces[one.places[1]]) == (before, before2)
    assert len(one.pieces) == len(one.shapes) == len(one.gaps)
    again = [one, marked(text.upper(), ((0, 4), (16, 32)), Pieces(), type=3)]  # type: ignore[arg-type]
    assert len(set(folds_of(again * 3, 5).tolist())) == 1


def test_the_graph_of_whole_sums_is_the_one_that_is_shipped() -> None:
    shipped = resources.files("onrecord").joinpath("resources/whole_sums.onnx").read_bytes()
    ours, theirs = onnx.load_from_string(graph_of_whole_sums()).graph, onnx.load_from_string(shipped).graph
    assert ours == theirs
