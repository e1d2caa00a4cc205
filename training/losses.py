"""What the network pays for: one loss a head, summed with fixed weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from onrecord.read.coreference import REACH
from training.batches import UNKNOWN, Batch, Item
from training.network import Network
from training.pair_features import pair_features
from training.scores import arc_scores, cue_scores, relation_scores, typed_scores
from training.teaching import ROLES, divergence, lesson_of, tag_divergence

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


def batch_losses(
    net: Network, batch: Batch, teachers: Sequence[Network] = (), *, whole: bool = False
) -> dict[str, Tensor]:
    """Return the loss of every head that the batch has labels for.

    With teachers, or a lesson that they wrote down, `taught` is what the network pays for other tags than they give where no
    corpus gives any; where `whole`, and by a lesson, at all atoms, and for other trees and frames than theirs too.
    """
    word, span = net.vectors(batch.pieces, batch.shapes, batch.gaps, batch.mask, batch.first)
    scores = net.tags(word, span)
    losses = {}
    lesson = batch.lesson or (lesson_of(teachers, batch, whole=whole) if teachers else None)
    whole = whole or batch.lesson is not None
    taught = []
    if lesson is not None:
        taught.append(tag_divergence(scores, lesson, batch, WEIGHTS, whole=whole))
    for kind in ("segment", "upos", "xpos", "script", "mention", "names"):
        if (batch.tags[kind] != UNKNOWN).any():
            losses[kind] = _cross_entropy(scores[kind], batch.tags[kind])
    for k, role in enumerate(ROLES):
        if (batch.tags[role] != UNKNOWN).any():
            steps = net.role_steps[k] + _INSIDE_NEEDS_BEGIN.to(net.role_steps.device)
            losses[role] = sequence_loss(scores["roles"][..., 3 * k : 3 * k + 3], batch.tags[role], steps)
    if batch.words is not None:
        arcs, dependent, head = arc_scores(net, batch, word)
        relations = relation_scores(net, batch, dependent, head)
        losses |= _parser_losses(batch, arcs, relations)
        if lesson is not None and lesson.arcs is not None and lesson.relations is not None:
            known = batch.heads != UNKNOWN
            arc_logs, relation_logs = F.log_softmax(arcs, -1), F.log_softmax(relations.float(), -1)
            taught.append(WEIGHTS["arc"] * divergence(arc_logs[known], lesson.arcs[known]))
            taught.append(WEIGHTS["rel"] * divergence(relation_logs, lesson.relations))
    if batch.cue_labels is not None:
        frames = cue_scores(net, batch, span)
        losses["frames"] = _cross_entropy(frames, batch.cue_labels, 2000)
        if lesson is not None and lesson.frames is not None:
            known = batch.cue_labels != UNKNOWN
            own = F.log_softmax(frames.float(), -1)[known]
            taught.append(WEIGHTS["frames"] * divergence(own, lesson.frames[known]))
    losses |= _predicate_losses(net, batch, word, span)
    if batch.pairs is not None:
        losses["typed"] = _typed_loss(net, batch, span)
    if taught:
        losses["taught"] = torch.stack(taught).sum()
    coref = _coref_loss(net, batch, span)
    if coref is not None:
        losses["coref"] = coref
    return losses


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


def _parser_losses(batch: Batch, arcs: Tensor, relations: Tensor) -> dict[str, Tensor]:
    if batch.word_mask is None or batch.heads is None or batch.deprels is None:
        raise ValueError("the batch has no trees")
    known = batch.word_mask & (batch.deprels != UNKNOWN)
    return {
        "arc": _cross_entropy(arcs, batch.heads),
        "rel": _cross_entropy(relations, batch.deprels[known]),
    }


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
