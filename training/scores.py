"""Scores of trees, frames and typed pairs for the words, cues and pairs that a batch has labels for."""

from __future__ import annotations

import torch
from torch import Tensor

from training.batches import UNKNOWN, Batch
from training.network import Network


def arc_scores(net: Network, batch: Batch, word: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return arc scores (s, n, n + 1) of the batch's sentences, and both sides of their relations."""
    if batch.words is None or batch.word_mask is None:
        raise ValueError("the batch has no trees")
    flat = net.drop(word.reshape(-1, word.shape[-1])[batch.words])
    arcs, dependent, head = net.parser(flat)
    n = arcs.shape[1]
    allowed = torch.cat([torch.ones_like(batch.word_mask[:, :1]), batch.word_mask], 1)[:, None]
    arcs = arcs.float().masked_fill(~allowed, -1e4)
    itself = torch.eye(n, n + 1, dtype=torch.bool).roll(1, 1)[None].to(arcs.device)
    return arcs.masked_fill(itself, -1e4), dependent, head


def relation_scores(net: Network, batch: Batch, dependent: Tensor, head: Tensor) -> Tensor:
    """Return relation scores of the words whose relation is known, at their gold heads."""
    if batch.heads is None or batch.deprels is None or batch.word_mask is None:
        raise ValueError("the batch has no trees")
    chosen = batch.heads.clamp(min=0)
    known = batch.word_mask & (batch.deprels != UNKNOWN)
    heads = torch.gather(head, 1, chosen[..., None].expand(-1, -1, head.shape[-1]))
    return net.parser.relations(dependent[known], heads[known])


def cue_scores(net: Network, batch: Batch, span: Tensor) -> Tensor:
    """Return label scores (cues, atoms, 5) of the batch's cues."""
    window, first, last, distance = batch.cue_window, batch.cue_first, batch.cue_last, batch.cue_distance
    if window is None or first is None or last is None or distance is None:
        raise ValueError("the batch has no cues")
    dropped = net.drop(span)
    cues = torch.cat([dropped[window, first], dropped[window, last]], -1)
    atoms = net.cues.atom(dropped)[window]
    return net.cues(cues, atoms, distance)


def typed_scores(net: Network, batch: Batch, span: Tensor) -> Tensor:
    """Return type scores (pairs, types) of the batch's pairs of actors."""
    if batch.pairs is None:
        raise ValueError("the batch has no pairs")
    window = batch.pairs[:, 0]
    sides = torch.cat([span[window, batch.pairs[:, k]] for k in (1, 2, 3, 4)], -1)
    return net.typer(sides, span[window], batch.atom_mask[window])
