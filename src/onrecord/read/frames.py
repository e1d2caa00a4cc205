"""Speech frames: cues first, then for each cue its source and content.

Labelling the text once for every cue, as semantic role labellers do for predicates, gives the links
among source, cue and content and lets contents overlap or nest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onrecord.model import Span, SpeechFrame
from onrecord.read.atoms import Atom
from onrecord.read.encoder import Encoded
from onrecord.read.features import cue_distances
from onrecord.read.pieces import Window
from onrecord.read.segment import atoms_span
from onrecord.read.viterbi import bio_bigrams, decode_together, label_spans, log_softmax

FloatArray = npt.NDArray[np.float32]

BIO = ("O", "B-x", "I-x")
FRAME_LABELS = ("O", "B-source", "I-source", "B-content", "I-content")


@dataclass(frozen=True, slots=True)
class FrameDecoding:
    """How scores become frames; set on PolNeAR dev, kept beside the weights.

    Attributes:
        cue_counts: float32, (4, 3), bigrams of cue labels on train, last row the starts.
        frame_counts: float32, (6, 5), bigrams of frame labels on train.
        bigram_weight: share of the bigrams' log probability.
        cue_bias: added to the score of every cue label that is not outside.
        role_weight: share of the single-role heads' log odds in the labels of a cue.
    """

    cue_counts: FloatArray
    frame_counts: FloatArray
    bigram_weight: float
    cue_bias: float
    role_weight: float


class FrameFinder:
    """The attribution heads of a weights folder."""

    def __init__(self, arrays: dict[str, FloatArray], decoding: FrameDecoding) -> None:
        self._a = arrays
        self._d = decoding
        self._cue_start, self._cue_bigrams = bio_bigrams(BIO, decoding.cue_counts, decoding.bigram_weight)
        self._start, self._bigrams = bio_bigrams(FRAME_LABELS, decoding.frame_counts, decoding.bigram_weight)

    def find(self, atoms: Sequence[Atom], encoded: Encoded) -> tuple[SpeechFrame, ...]:
        """Return the speech frames of a text, in order of their cues."""
        windows = encoded.windows
        roles = [encoded.tags["roles"][w.first : w.end] for w in windows]
        found: list[tuple[Window, int, int, float]] = []
        scores: list[FloatArray] = []
        for window, own, cues in zip(windows, roles, self._cues(roles), strict=True):
            if cues:
                scores += list(self._scores(cues, encoded.span[window.first : window.end], own))
                found += [(window, *cue) for cue in cues]
        rows = decode_together(scores, self._start, self._bigrams)
        return tuple(
            _frame(atoms, window.first, first, end, sure, row)
            for (window, first, end, sure), row in zip(found, rows, strict=True)
        )

    def _cues(self, roles: Sequence[FloatArray]) -> list[list[tuple[int, int, float]]]:
        """Return the cues of each window: half-open ranges of its atoms, and how sure they are."""
        logs = [log_softmax(own[:, 3:6]) for own in roles]
        biased = [log + np.array([0, self._d.cue_bias, self._d.cue_bias], dtype=np.float32) for log in logs]
        cues = []
        for labels, log in zip(
            decode_together(biased, self._cue_start, self._cue_bigrams), logs, strict=True
        ):
            chance = 1 - np.exp(log[:, 0])
            cues.append([(b, e, float(chance[b:e].max())) for b, e, _ in label_spans(labels, BIO)])
        return cues

    def _scores(self, cues: list[tuple[int, int, float]], span: FloatArray, roles: FloatArray) -> FloatArray:
        """Return the label scores (cues, atoms, 5) of a window."""
        a, n = self._a, len(span)
        projected = span @ a["atom.weight"].T + a["atom.bias"]
        first = np.array([c[0] for c in cues])
        last = np.array([c[1] - 1 for c in cues])
        cue = np.concatenate([span[first], span[last]], 1) @ a["cue.weight"].T + a["cue.bias"]
        distances = np.stack([cue_distances(b, e, n) for b, e, _ in cues])
        joint = np.maximum(cue[:, None] + projected[None] + a["distance.weight"][distances], 0)
        joint = np.maximum(joint @ a["middle.weight"].T + a["middle.bias"], 0) + joint
        scores: FloatArray = log_softmax(joint @ a["out.weight"].T + a["out.bias"])
        if self._d.role_weight:
            source, content = log_softmax(roles[:, 0:3]), log_softmax(roles[:, 6:9])
            extra: FloatArray = np.stack(
                [source[:, 0] + content[:, 0], source[:, 1], source[:, 2], content[:, 1], content[:, 2]], 1
            )
            scores += np.float32(self._d.role_weight) * extra[None]
        return scores


def _frame(
    atoms: Sequence[Atom], offset: int, first: int, end: int, score: float, row: npt.NDArray[np.int64]
) -> SpeechFrame:
    sources: list[tuple[int, int]] = []
    content: list[Span] = []
    for b, e, kind in label_spans(row, FRAME_LABELS):
        if kind == "source":
            sources.append((b, e))
        else:
            content.append(atoms_span(atoms, offset + b, offset + e))
    source = None
    if sources:  # one source a cue: of several, the nearest
        b, e = min(sources, key=lambda s: min(abs(s[0] - end), abs(first - s[1])))
        source = atoms_span(atoms, offset + b, offset + e)
    return SpeechFrame(atoms_span(atoms, offset + first, offset + end), source, tuple(content), score)
