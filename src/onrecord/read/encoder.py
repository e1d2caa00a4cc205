"""Runs the encoder over the windows of a text: one pass feeds every head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.read.atoms import Atom, Gap, Shape
from onrecord.read.pieces import PieceTable, Window, cut_windows

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]

TAGS = ("segment", "upos", "xpos", "script", "mention", "names", "roles")


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
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
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
        outputs = [self._run(*self._row(atoms, pieces, w)) for w in windows]
        joined = [np.concatenate(values, axis=1)[0] for values in zip(*outputs, strict=True)]
        *tags, word, span = joined
        return Encoded(tuple(windows), dict(zip(TAGS, tags, strict=True)), word, span)

    def _row(
        self, atoms: Sequence[Atom], pieces: list[tuple[int, ...]], window: Window
    ) -> tuple[list[int], list[int], list[int], list[int]]:
        opening, closing = self._table.boundary_marks
        ids, shapes, gaps, first = [opening], [int(Shape.PAD)], [int(Gap.NONE)], []
        for a in range(window.first, window.end):
            first.append(len(ids))
            own = pieces[a]
            ids += own
            shapes += [int(atoms[a].shape)] * len(own)
            gaps += [int(atoms[a].gap)] + [0] * (len(own) - 1)
        return [*ids, closing], [*shapes, 0], [*gaps, 0], first

    def _run(self, ids: list[int], shapes: list[int], gaps: list[int], first: list[int]) -> list[FloatArray]:
        embedded = self._words[ids].astype(np.float32) * self._scales[ids]
        embedded += self._positions[: len(ids)]
        embedded += self._shapes[shapes]
        embedded += self._gaps[gaps]
        outputs: list[FloatArray] = self._session.run(
            None, {"embedded": embedded[None], "first": np.array([first], dtype=np.int64)}
        )
        return outputs
