"""Runs the encoder over the windows of a text: one pass feeds every head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.read.atoms import Atom, Gap, Shape
from onrecord.read.pieces import PieceTable, Window, cut_windows
from onrecord.read.products import ask_for_whole_sums

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]

TAGS = ("segment", "upos", "xpos", "script", "mention", "names", "roles")


_SLOW_FUSION = "SkipLayerNormFusion"
"""A sum with its norm as one operation, which onnxruntime 1.32 computes seven times slower than the two apart."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the encoder says of every atom of a text.

    Attributes:
        windows: the windows it read, in order.
        tags: float32, (n_atoms, labels), scores of each tag head.
        word: float32, (n_atoms, width), vectors for syntax.
        span: float32, (n_atoms, width), vectors for attribution and coreference.
    """

    windows: tuple[Window, ...]
    tags: dict[str, FloatArray]
    word: FloatArray
    span: FloatArray


class Encoder:
    """The encoder of a weights folder, ready to run.

    Windows go through it one by one: without padding there is nothing to mask, and what a window needs
    stays in the processor's own memory. Eight at once took a fifth longer on one core.

    Args:
        folder: weights folder, checked by the caller.
        threads: processor threads it may use.
    """

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        ask_for_whole_sums(options)
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=[_SLOW_FUSION],
        )
        stored = np.load(folder / "embeddings.npz")
        self._words, self._scales = stored["words"], stored["scales"].astype(np.float32)[:, None]
        self._positions = stored["positions"].astype(np.float32)
        self._shapes, self._gaps = stored["shapes"].astype(np.float32), stored["gaps"].astype(np.float32)
        self._table = PieceTable(folder / "tokenizer.json")

    def encode(self, text: str, atoms: Sequence[Atom]) -> Encoded:
        """Return scores and vectors of every atom; `atoms` must not be empty."""
        pieces = self._table.pieces([a.span.cut(text) for a in atoms])
        return self._encode(atoms, pieces, cut_windows(atoms, [len(p) for p in pieces], text))

    def _encode(
        self, atoms: Sequence[Atom], pieces: list[tuple[int, ...]], windows: Sequence[Window]
    ) -> Encoded:
        counts = np.array([len(own) for own in pieces], dtype=np.int64)
        ends = np.cumsum(counts)
        ids = np.fromiter(chain.from_iterable(pieces), dtype=np.int64, count=int(ends[-1]))
        shapes = np.repeat(np.array([int(a.shape) for a in atoms]), counts)
        gaps = np.zeros(len(ids), dtype=np.int64)
        gaps[ends - counts] = [int(a.gap) for a in atoms]
        outputs = []
        for window in windows:
            first = ends[window.first : window.end] - counts[window.first : window.end]
            low, high = int(first[0]), int(ends[window.end - 1])
            outputs.append(self._run(ids[low:high], shapes[low:high], gaps[low:high], first - low + 1))
        joined = [np.concatenate(values, axis=1)[0] for values in zip(*outputs, strict=True)]
        *tags, word, span = joined
        return Encoded(tuple(windows), dict(zip(TAGS, tags, strict=True)), word, span)

    def _run(self, ids: IntArray, shapes: IntArray, gaps: IntArray, first: IntArray) -> list[FloatArray]:
        """Return the outputs for one window; the places of the atoms count the boundary mark before them."""
        opening, closing = self._table.boundary_marks
        ids = np.concatenate([[opening], ids, [closing]])
        embedded = self._words[ids].astype(np.float32) * self._scales[ids]
        embedded += self._positions[: len(ids)]
        embedded += self._shapes[np.concatenate([[int(Shape.PAD)], shapes, [int(Shape.PAD)]])]
        embedded += self._gaps[np.concatenate([[int(Gap.NONE)], gaps, [int(Gap.NONE)]])]
        outputs: list[FloatArray] = self._session.run(
            None, {"embedded": embedded[None], "first": first[None]}
        )
        return outputs
