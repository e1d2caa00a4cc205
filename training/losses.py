"""What the network pays for: one loss a head, summed with fixed weights."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from onrecord.read.coreference import REACH
from training.batches import UNKNOWN, Batch, Item
from training.network import Network
from training.pair_features import pair_features

WEIGHTS = {
    "segment": 0.5, "upos": 0.5, "xpos": 0.5, "script": 0.3, "mention": 1.0, "names": 0.8, "source": 1.0, "cue": 1.0,
    "content": 1.0, "arc": 1.0, "rel": 0.7, "frames": 2.0, "coref": 0.4, "taught": 0.5,
    "happening": 0.5, "factuality": 0.5, "typed": 0.5,
}  # fmt: skip
"""Share of each head in the loss (set by hand, not searched)."""

_INSIDE_NEEDS_BEGIN = torch.tensor([[0.0, 0, -1e4], [0, 0, 0], [0, 0, 0], [0, 0, -1e4]])
"""Added to the score of a label (O, B, I) after O, B, I and the start."""

_COREF_ROWS = 64
"""Mentions whose antecedents are scored together; bounds memory."""

_FLOOR = 400
"""Labels a batch is taken to have at least, so that a few of them do not weigh like many."""


def _cross_entropy(scores: Tensor, labels: Tensor, floor: int = _FLOOR) -> Tensor:
    flat = labels.reshape(-1)
    n = int((flat != UNKNOWN).sum())
    total = F.cross_entropy(
        scores.reshape(-1, scores.shape[-1]).float(), flat, ignore_index=UNKNOWN, reduction="sum"
    )
    return total / max(n, floor)


def batch_losses(net: Network, batch: Batch, teacher: Network | None = None) -> dict[str, Tensor]:
    """Return the loss of every head that the batch has labels for.

    With a teacher, `taught` is what the network pays for tags other than the teacher gives, where no corpus gives any.
    """
    word, span = net.vectors(batch.pieces, batch.shapes, batch.gaps, batch.mask, batch.first)
    scores = net.tags(word, span)
    losses = {}
    if teacher is not None:
        losses["taught"] = _taught_loss(scores, teacher, batch)
    for kind in ("segment", "upos", "xpos", "script", "mention", "names"):
        if (batch.tags[kind] != UNKNOWN).any():
            losses[kind] = _cross_entropy(scores[kind], batch.tags[kind])
    for k, role in enumerate(_ROLES):
        if (batch.tags[role] != UNKNOWN).any():
            steps = net.role_steps[k] + _INSIDE_NEEDS_BEGIN.to(net.role_steps.device)
            losses[role] = sequence_loss(scores["roles"][..., 3 * k : 3 * k + 3], batch.tags[role], steps)
    if batch.words is not None:
        losses |= _parser_losses(net, batch, word)
    if batch.cue_labels is not None:
        losses["frames"] = _cross_entropy(cue_scores(net, batch, span), batch.cue_labels, 2000)
    losses |= _predicate_losses(net, batch, word, span)
    if batch.pairs is not None:
        losses["typed"] = _typed_loss(net, batch, span)
    coref = _coref_loss(net, batch, span)
    if coref is not None:
        losses["coref"] = coref
    return losses


_TAUGHT = ("segment", "upos", "xpos", "mention", "names")
_ROLES = ("source", "cue", "content")


def _taught_loss(scores: dict[str, Tensor], teacher: Network, batch: Batch) -> Tensor:
    """Return the divergence of the tags from the teacher's at atoms without a label, summed over heads by weight.

    The teacher is a running mean of the network itself (Tarvainen and Valpola 2017) and sees the word pieces that are
    hidden from the network. So each corpus lends its layers to the texts of the others.
    """
    with torch.no_grad():
        word, span = teacher.vectors(batch.plain, batch.shapes, batch.gaps, batch.mask, batch.first)
        given = teacher.tags(word, span)
    total = scores["upos"].new_zeros((), dtype=torch.float32)
    for kind in _TAUGHT:
        open_here = batch.atom_mask & (batch.tags[kind] == UNKNOWN)
        total = total + WEIGHTS[kind] * _divergence(scores[kind], given[kind], open_here)
    for k, role in enumerate(_ROLES):
        open_here, own = batch.atom_mask & (batch.tags[role] == UNKNOWN), slice(3 * k, 3 * k + 3)
        total = total + WEIGHTS[role] * _divergence(
            scores["roles"][..., own], given["roles"][..., own], open_here
        )
    return total


def _divergence(scores: Tensor, given: Tensor, chosen: Tensor) -> Tensor:
    own = F.log_softmax(scores[chosen].float(), -1)
    goal = F.log_softmax(given[chosen].float(), -1)
    return F.kl_div(own, goal, reduction="sum", log_target=True) / max(int(chosen.sum()), _FLOOR)


def sequence_loss(scores: Tensor, labels: Tensor, steps: Tensor) -> Tensor:
    """Return the negative log likelihood of label sequences as wholes, for each label.

    A linear chain (Lafferty et al. 2001). The sum over all sequences multiplies matrices of label pairs
    two by two, so that its depth is the logarithm of the length.

    Args:
        scores: float, (b, n, k), of each label at each place.
        labels: int64, (b, n); rows that hold labels hold them from the first place to their last, then `UNKNOWN`.
        steps: float, (k + 1, k), score of a label (column) after another (row); the last row is the start.
    """
    rows = labels[:, 0] != UNKNOWN
    scores, labels = scores[rows].float(), labels[rows]
    known, k = labels != UNKNOWN, scores.shape[-1]
    gold = labels.clamp(min=0)
    before = torch.cat([torch.full_like(gold[:, :1], k), gold[:, :-1]], 1)
    right = torch.gather(scores, 2, gold[..., None])[..., 0] + steps[before, gold]
    right = (right * known).sum(1)
    pairs = steps[:-1] + scores[:, 1:, None, :]
    stay = torch.full((k, k), -1e4, device=scores.device).fill_diagonal_(0.0)
    pairs = torch.where(known[:, 1:, None, None], pairs, stay)
    while pairs.shape[1] > 1:
        if pairs.shape[1] % 2:
            pairs = torch.cat([pairs, stay.expand(len(pairs), 1, k, k)], 1)
        pairs = torch.logsumexp(pairs[:, 0::2, :, :, None] + pairs[:, 1::2, None, :, :], 3)
    first = steps[-1] + scores[:, 0]
    if pairs.shape[1]:
        first = torch.logsumexp(first[:, :, None] + pairs[:, 0], 1)
    total = torch.logsumexp(first, 1)
    return (total - right).sum() / max(int(known.sum()), _FLOOR)


def _predicate_losses(net: Network, batch: Batch, word: Tensor, span: Tensor) -> dict[str, Tensor]:
    """Return what words cost that are wrongly taken for happenings, and happenings that are taken for too factual or not."""
    losses: dict[str, Tensor] = {}
    known, judged = batch.tags["happening"] != UNKNOWN, ~batch.factuality.isnan()
    if not known.any() and not judged.any():
        return losses
    scores = net.predicates(word, span).float()
    if known.any():
        goal = batch.tags["happening"][known].float()
        total = F.binary_cross_entropy_with_logits(scores[..., 0][known], goal, reduction="sum")
        losses["happening"] = total / max(int(known.sum()), _FLOOR)
    if judged.any():
        scale = (1 + batch.scale)[:, None, None].expand(-1, scores.shape[1], 1)
        given = torch.gather(scores, 2, scale)[..., 0][judged]
        total = F.smooth_l1_loss(given, batch.factuality[judged], reduction="sum")
        losses["factuality"] = total / max(int(judged.sum()), _FLOOR // 4)
    return losses


def _typed_loss(net: Network, batch: Batch, span: Tensor) -> Tensor:
    return _cross_entropy(typed_scores(net, batch, span), batch.pairs[:, 5], 30)  # type: ignore[index]


def typed_scores(net: Network, batch: Batch, span: Tensor) -> Tensor:
    """Return type scores (pairs, types) of the batch's pairs of actors."""
    if batch.pairs is None:
        raise ValueError("the batch has no pairs")
    window = batch.pairs[:, 0]
    sides = torch.cat([span[window, batch.pairs[:, k]] for k in (1, 2, 3, 4)], -1)
    return net.typer(sides, span[window], batch.atom_mask[window])


def cue_scores(net: Network, batch: Batch, span: Tensor) -> Tensor:
    """Return label scores (cues, atoms, 5) of the batch's cues."""
    window, first, last, distance = batch.cue_window, batch.cue_first, batch.cue_last, batch.cue_distance
    if window is None or first is None or last is None or distance is None:
        raise ValueError("the batch has no cues")
    dropped = net.drop(span)
    cues = torch.cat([dropped[window, first], dropped[window, last]], -1)
    atoms = net.cues.atom(dropped)[window]
    return net.cues(cues, atoms, distance)


def _parser_losses(net: Network, batch: Batch, word: Tensor) -> dict[str, Tensor]:
    if batch.words is None or batch.word_mask is None or batch.heads is None or batch.deprels is None:
        raise ValueError("the batch has no trees")
    flat = net.drop(word.reshape(-1, word.shape[-1])[batch.words])
    arcs, dependent, head = net.parser(flat)
    n = arcs.shape[1]
    allowed = torch.cat([torch.ones_like(batch.word_mask[:, :1]), batch.word_mask], 1)[:, None]
    arcs = arcs.float().masked_fill(~allowed, -1e4)
    arcs = arcs.masked_fill(torch.eye(n, n + 1, dtype=torch.bool).roll(1, 1)[None].to(arcs.device), -1e4)
    losses = {"arc": _cross_entropy(arcs, batch.heads)}
    chosen = batch.heads.clamp(min=0)
    known = batch.word_mask & (batch.deprels != UNKNOWN)
    heads = torch.gather(head, 1, chosen[..., None].expand(-1, -1, head.shape[-1]))
    scores = net.parser.relations(dependent[known], heads[known])
    losses["rel"] = _cross_entropy(scores, batch.deprels[known])
    return losses


def _coref_loss(net: Network, batch: Batch, span: Tensor) -> Tensor | None:
    documents: dict[int, list[tuple[int, Item]]] = {}
    for b, item in enumerate(batch.items):
        if item.mentions:
            documents.setdefault(item.document, []).append((b, item))
    total, n = None, 0
    for windows in documents.values():
        rows = [(b, *m) for b, item in windows for m in item.mentions]
        if len(rows) < 2:
            continue
        window, atom, chain, kind, sentence, mtype, form = (np.array(c) for c in zip(*rows, strict=True))
        vectors = net.drop(span[torch.from_numpy(window), torch.from_numpy(atom)])
        for first in range(0, len(rows), _COREF_ROWS):
            end = min(first + _COREF_ROWS, len(rows))
            back = max(0, first - REACH)
            own, earlier_ones = slice(first, end), slice(back, end)
            features = torch.from_numpy(pair_features(kind, sentence, mtype, form, own, earlier_ones))
            scores = net.pairs(vectors[own], vectors[earlier_ones], features.to(vectors.device)).float()
            earlier = torch.ones_like(scores, dtype=torch.bool).tril(first - back - 1)
            scores = scores.masked_fill(~earlier, -1e4)
            nobody = torch.zeros(end - first, 1, device=scores.device)
            alike = torch.from_numpy(chain[own, None] == chain[None, earlier_ones])
            same = alike.to(scores.device) & earlier
            right = torch.cat([same, ~same.any(1, keepdim=True)], 1)
            joint = torch.cat([scores, nobody], 1)
            gold = torch.logsumexp(joint.masked_fill(~right, -1e4), 1)
            loss = (torch.logsumexp(joint, 1) - gold).sum()
            total = loss if total is None else total + loss
        n += len(rows)
    return None if total is None else total / max(n, 150)
