"""A text written for the tests, a vocabulary and a tiny network for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from training.corpora import AtomIndex, Example, Frame, Pair, read_conllu
from training.export import (
    count_bigrams,
    count_tag_pairs,
    first_decoding,
    write_embeddings,
    write_encoder,
    write_heads,
    write_manifest,
)
from training.labels import Labels
from training.network import Network, Sizes

CONLLU = """# newdoc id = one
# newpar
1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\tEntity=(1-person-new-cf1-1-coref
2\tmayor\tmayor\tNOUN\tNN\t_\t3\tnsubj\t_\tEntity=1)
3\tsaid\tsay\tVERB\tVBD\t_\t0\troot\t_\t_
4\tpay\tpay\tNOUN\tNN\t_\t5\tnsubj\t_\tEntity=(2-abstract-new-cf2-1-sgl)
5\tfell\tfall\tVERB\tVBD\t_\t3\tccomp\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_

1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj\t_\tEntity=(1-person-giv-cf1-1-ana)
2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdid\tdo\tAUX\tVBD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tleave\tleave\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

"""


@pytest.fixture
def vocabulary(tmp_path: Path) -> Path:
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abcdefghijklmnopqrstuvwxyz.,'\"", "the", "mayor", "said", "pay", "fell",
             "she", "did", *("##" + c for c in "abcdefghijklmnopqrstuvwxyz")]  # fmt: skip
    tokenizer = Tokenizer(models.WordPiece({w: k for k, w in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    return tmp_path / "tokenizer.json"


@pytest.fixture
def example(tmp_path: Path) -> Example:
    (tmp_path / "one.conllu").write_text(CONLLU)
    found = next(read_conllu(tmp_path / "one.conllu", "own"))
    index = AtomIndex(found.atoms)
    cue, source, content = (index.cover(*_at(found.text, w)) for w in ("said", "The mayor", "pay fell"))
    assert cue
    assert source
    assert content
    found.frames = [Frame(cue, [source], [content])]
    found.names = ["O"] * len(found.atoms)
    found.happenings = [int(k == cue[0]) for k in range(len(found.atoms))]
    found.factuality = {cue[0]: 3.0}
    found.pairs = [Pair(source, content, "ACCUSE")]
    return found


def _at(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def tiny(labels: Labels, vocabulary: Path, **other: int) -> Network:
    torch.manual_seed(1)
    n = Tokenizer.from_file(str(vocabulary)).get_vocab_size()
    sizes = {k: len(v) for k, v in labels.as_dict().items()}
    widths = {
        "width": 64, "layers": 2, "heads": 2, "size": 32, "inner": 96, "positions": 64, "arc": 16, "rel": 8, "pair": 16, "coref": 16,
    }  # fmt: skip
    return Network(Sizes(**sizes, **widths | other, vocabulary=n))


def folder_of(
    net: Network, labels: Labels, example: Example, vocabulary: Path, out: Path, *, quantise: bool
) -> Path:
    out.mkdir()
    write_encoder(net, out / "encoder.onnx", quantise=quantise)
    write_embeddings(net, out / "embeddings.npz")
    write_heads(net, out / "heads.npz")
    (out / "tokenizer.json").write_text(vocabulary.read_text())
    (out / "labels.json").write_text(json.dumps(labels.as_dict()))
    decoding = first_decoding(count_bigrams([example], labels))
    decoding["tag_pairs"] = count_tag_pairs([example], labels)
    (out / "lemmas.txt").write_text("said\tVERB\tsay\nfell\tVERB\tfall")
    (out / "decoding.json").write_text(json.dumps(decoding))
    write_manifest(out, "test-1")
    return out
