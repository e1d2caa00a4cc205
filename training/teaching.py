"""What teachers say of a batch, and what a network pays for saying otherwise (Hinton et al. 2015).

A running mean of the network itself (Tarvainen and Valpola 2017) teaches tags where no corpus gives any, so that each corpus
lends its layers to the texts of the others. Networks of earlier runs teach everything, labels or not: their mean is better
than each of them, and one network learns it. Teachers see the word pieces that are hidden from the network.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from training.batches import UNKNOWN, Batch
from training.lessons import Lesson
from training.network import Network
from training.scores import arc_scores, cue_scores, relation_scores

TAUGHT = ("segment", "upos", "xpos", "mention", "names")
ROLES = ("source", "cue", "content")
_FLOOR = 400
"""Labels a batch is taken to have at least, so that a few of them do not weigh like many."""


def lesson_of(teachers: Sequence[Network], batch: Batch, *, whole: bool) -> Lesson:
    """Return what teachers say of a batch; of trees and frames only where `whole`."""
    said: list[Lesson] = []
    with torch.no_grad():
        for teacher in teachers:
            word, span = teacher.vectors(batch.plain, batch.shapes, batch.gaps, batch.mask, batch.first)
            tags = log_chances(teacher.tags(word, span))
            arcs = relations = frames = None
            if whole and batch.words is not None:
                arcs, dependent, head = arc_scores(teacher, batch, word)
                relations = F.log_softmax(relation_scores(teacher, batch, dependent, head).float(), -1)
                arcs = F.log_softmax(arcs, -1)
            if whole and batch.cue_labels is not None:
                frames = F.log_softmax(cue_scores(teacher, batch, span).float(), -1)
            said.append(Lesson(tags, arcs, relations, frames))
    return Lesson(
        {kind: _mean([one.tags[kind] for one in said]) for kind in said[0].tags},
        _mean([one.arcs for one in said]) if said[0].arcs is not None else None,  # type: ignore[misc]
        _mean([one.relations for one in said]) if said[0].relations is not None else None,  # type: ignore[misc]
        _mean([one.frames for one in said]) if said[0].frames is not None else None,  # type: ignore[misc]
    )


def log_chances(scores: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return the log chances of the tags that are taught, from their scores."""
    chances = {kind: F.log_softmax(scores[kind].float(), -1) for kind in TAUGHT}
    for k, role in enumerate(ROLES):
        chances[role] = F.log_softmax(scores["roles"][..., 3 * k : 3 * k + 3].float(), -1)
    return chances


def _mean(logs: list[Tensor]) -> Tensor:
    return logs[0] if len(logs) == 1 else torch.logsumexp(torch.stack(logs), 0) - math.log(len(logs))


def tag_divergence(
    scores: dict[str, Tensor], lesson: Lesson, batch: Batch, weights: dict[str, float], *, whole: bool
) -> Tensor:
    """Return the divergence of the tags from the lesson's, summed over heads by weight.

    It is taken at the atoms without a label, or at all of them where `whole`.
    """
    total = scores["upos"].new_zeros((), dtype=torch.float32)
    for kind, own in log_chances(scores).items():
        chosen = batch.atom_mask if whole else batch.atom_mask & (batch.tags[kind] == UNKNOWN)
        total = total + weights[kind] * divergence(own[chosen], lesson.tags[kind][chosen])
    return total


def divergence(own: Tensor, goal: Tensor) -> Tensor:
    """Return the divergence (Kullback and Leibler) of log chances from the goal's, for each row of the batch."""
    return F.kl_div(own, goal, reduction="sum", log_target=True) / max(len(own), _FLOOR)
