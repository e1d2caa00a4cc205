"""The base encoders that a run may start from: their sizes, and how their weights are named.

MiniLM (Wang et al. 2020; six layers, width 384) is what is shipped, trained on. MPNet (Song et al. 2020; twelve layers, width
768) is four times as dear in each matrix and far too slow for a laptop's archive; it is trained on the same texts to teach.
Both know the word pieces of uncased BERT, MPNet in rows of its own, so that one window serves both.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from training.network import Encoder

SIZES: dict[str, dict[str, int]] = {
    "minilm": {},
    "mpnet": {"width": 768, "layers": 12, "size": 64, "inner": 3072, "buckets": 32},
}
"""What each base has otherwise than `Sizes` says."""

_ROWS_BEFORE = 4
"""Rows of MPNet's table before those of BERT's word pieces."""

_OWN_MARKS = {0: 1, 101: 0, 102: 2, 103: 30526}
"""Rows of MPNet's padding, opening, closing and mask by BERT's numbers; BERT's own rows of these were not trained."""


def load_base(encoder: Encoder, base: str, path: Path) -> None:
    """Take the weights of a base encoder from a safetensors file.

    Raises:
        ValueError: the file holds weights of another base.
    """
    from safetensors.torch import load_file

    stored = {k.removeprefix("bert."): v for k, v in load_file(str(path)).items()}
    if ("encoder.relative_attention_bias.weight" in stored) != (base == "mpnet"):
        raise ValueError(f"{path} does not hold the weights of {base}")
    with torch.no_grad():
        {"minilm": _take_minilm, "mpnet": _take_mpnet}[base](encoder, stored)


def _take_minilm(encoder: Encoder, stored: dict[str, Tensor]) -> None:
    encoder.words.weight.copy_(stored["embeddings.word_embeddings.weight"])
    encoder.positions.weight.copy_(stored["embeddings.position_embeddings.weight"])
    encoder.kind.copy_(stored["embeddings.token_type_embeddings.weight"][0])
    _take_layers(
        encoder, stored, ("self.query", "self.key", "self.value"), "output.dense", "output.LayerNorm"
    )


def _take_mpnet(encoder: Encoder, stored: dict[str, Tensor]) -> None:
    rows = torch.arange(len(encoder.words.weight)) + _ROWS_BEFORE
    for number, row in _OWN_MARKS.items():
        rows[number] = row
    encoder.words.weight.copy_(stored["embeddings.word_embeddings.weight"][rows])
    first = len(stored["embeddings.position_embeddings.weight"]) - len(encoder.positions.weight)
    encoder.positions.weight.copy_(stored["embeddings.position_embeddings.weight"][first:])
    encoder.distances.copy_(stored["encoder.relative_attention_bias.weight"])
    _take_layers(encoder, stored, ("attn.q", "attn.k", "attn.v"), "attn.o", "LayerNorm")


def _take_layers(
    encoder: Encoder, stored: dict[str, Tensor], inputs: tuple[str, str, str], out: str, norm: str
) -> None:
    for kind in ("weight", "bias"):
        getattr(encoder.norm, kind).copy_(stored[f"embeddings.LayerNorm.{kind}"])
        for i, layer in enumerate(encoder.layers):
            at = f"encoder.layer.{i}."
            qkv = [stored[f"{at}attention.{one}.{kind}"] for one in inputs]
            getattr(layer.qkv, kind).copy_(torch.cat(qkv))
            getattr(layer.out, kind).copy_(stored[f"{at}attention.{out}.{kind}"])
            getattr(layer.norm1, kind).copy_(stored[f"{at}attention.{norm}.{kind}"])
            getattr(layer.up, kind).copy_(stored[f"{at}intermediate.dense.{kind}"])
            getattr(layer.down, kind).copy_(stored[f"{at}output.dense.{kind}"])
            getattr(layer.norm2, kind).copy_(stored[f"{at}output.LayerNorm.{kind}"])
