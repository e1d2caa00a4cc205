"""A network of a training run in the place of the run time's encoder, so that a teacher reads as the shipped reader does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from onrecord.read.atoms import Atom
from onrecord.read.encoder import TAGS, Encoded
from onrecord.read.pieces import PieceTable, cut_windows
from onrecord.read.reader import Reader
from onrecord.weights import check_weights
from training.batches import collate, make_items
from training.corpora import Example
from training.export import load_run, write_weights
from training.labels import Labels
from training.network import Network
from training.train import bfloat16_pays

_WINDOWS = 8
"""Windows that go through the network together."""


class TorchEncoder:
    """Scores and vectors of atoms from a torch network; stands in for `onrecord.read.encoder.Encoder`."""

    def __init__(self, net: Network, labels: Labels, vocabulary: Path) -> None:
        self._net, self._labels = net.eval(), labels
        self._table = PieceTable(vocabulary)
        self._half = bfloat16_pays()

    def encode(self, text: str, atoms: Sequence[Atom]) -> Encoded:
        """Return scores and vectors of every atom; `atoms` must not be empty."""
        lengths = [len(p) for p in self._table.pieces([a.span.cut(text) for a in atoms])]
        windows = cut_windows(atoms, lengths, text)
        items = make_items(Example("plain", "", text, tuple(atoms)), 0, self._table, self._labels)
        parts: list[tuple[int, dict[str, np.ndarray]]] = []
        order = sorted(range(len(items)), key=lambda k: len(items[k].pieces))
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=self._half):
            for start in range(0, len(order), _WINDOWS):
                chosen = order[start : start + _WINDOWS]
                batch = collate([items[k] for k in chosen])
                word, span = self._net.vectors(
                    batch.pieces, batch.shapes, batch.gaps, batch.mask, batch.first
                )
                found = {**self._net.tags(word, span), "word": word, "span": span}
                for row, k in enumerate(chosen):
                    n = len(items[k].first)
                    parts.append((k, {kind: v[row, :n].float().numpy() for kind, v in found.items()}))
        parts.sort(key=lambda part: part[0])
        joined = {kind: np.concatenate([own[kind] for _, own in parts]) for kind in (*TAGS, "word", "span")}
        return Encoded(tuple(windows), {k: joined[k] for k in TAGS}, joined["word"], joined["span"])


def teacher_reader(run: Path, data: Path, vocabulary: Path) -> tuple[Reader, Network]:
    """Return a reader with the heads of a training run whose encoder stays in torch, and the run's network.

    The run's folder `weights` holds all that the run time wants besides; it is written where it is not there, or older than
    the run.
    """
    net, labels = load_run(run)
    folder = run / "weights"
    manifest = folder / "manifest.json"
    if not manifest.exists() or manifest.stat().st_mtime < (run / "final.pt").stat().st_mtime:
        write_weights(run, data, vocabulary, folder, edition="teacher", quantise=False)
    reader = Reader(check_weights(folder))
    reader.encoder = TorchEncoder(net, labels, vocabulary)  # type: ignore[assignment]
    return reader, net
