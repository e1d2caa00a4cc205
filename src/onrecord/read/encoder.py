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

BATCH_PIECES = 2048
"""Word pieces, padding counted, that go through the encoder at once; bounds memory, hardly alters speed."""

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
        rows = [self._row(atoms, pieces, w) for w in windows]
        tags: dict[str, FloatArray] = {}
        for chosen in _batches([len(r[0]) for r in rows]):
            outputs = self._run([rows[k] for k in chosen])
            for at, k in enumerate(chosen):
                window = windows[k]
                n = window.end - window.first
                for name, values in zip((*TAGS, "word", "span"), outputs, strict=True):
                    if name not in tags:
                        tags[name] = np.empty((len(atoms), values.shape[-1]), dtype=np.float32)
                    tags[name][window.first : window.end] = values[at, :n]
        word, span = tags.pop("word"), tags.pop("span")
        return Encoded(tuple(windows), tags, word, span)

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

    def _run(self, rows: list[tuple[list[int], list[int], list[int], list[int]]]) -> list[FloatArray]:
        size = max(len(r[0]) for r in rows)
        n = max(len(r[3]) for r in rows)
        ids, shapes, gaps = (np.zeros((len(rows), size), dtype=np.int64) for _ in range(3))
        mask = np.zeros((len(rows), size), dtype=np.float32)
        first = np.zeros((len(rows), n), dtype=np.int64)
        for k, (own, shape, gap, start) in enumerate(rows):
            ids[k, : len(own)], shapes[k, : len(own)], gaps[k, : len(own)] = own, shape, gap
            mask[k, len(own) :] = -1e4
            first[k, : len(start)] = start
        embedded = self._words[ids].astype(np.float32) * self._scales[ids]
        embedded += self._positions[:size]
        embedded += self._shapes[shapes]
        embedded += self._gaps[gaps]
        outputs: list[FloatArray] = self._session.run(
            None, {"embedded": embedded, "mask": mask, "first": first}
        )
        return outputs


def _batches(lengths: list[int]) -> list[list[int]]:
    """Return groups of windows of like length, each within `BATCH_PIECES`."""
    batches: list[list[int]] = []
    batch: list[int] = []
    for k in sorted(range(len(lengths)), key=lambda k: lengths[k]):
        if batch and (len(batch) + 1) * lengths[k] > BATCH_PIECES:
            batches.append(batch)
            batch = []
        batch.append(k)
    return [*batches, batch] if batch else batches
