"""What a teacher said of whole texts, written down once, so that pupils need not ask it again at every step.

A lesson holds log chances for the atoms, sentences and cues of a text, not for its windows; so a text can be cut anew
for every epoch and each window still finds its part.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from training.corpora import Example, Frame, Syntax

Array = npt.NDArray[np.float16]

REACH = 256
"""Atoms to either side of a cue of which is said whether they are its source or content; no window reaches farther."""

IMPOSSIBLE = -1e4
"""Log chance of what cannot be."""

_COLUMNS = ("upos", "xpos", "script", "deprel")


@dataclass(slots=True)
class Lesson:
    """Log chances that teachers give for a batch, averaged as chances.

    Attributes:
        tags: by head, (b, a, labels); the three labels of each role are normalised by themselves.
        arcs: (s, n, n + 1) or None.
        relations: (words, relations) of the words with a known relation, at their gold heads; or None.
        frames: (cues, n, labels) or None.
    """

    tags: dict[str, Tensor]
    arcs: Tensor | None
    relations: Tensor | None
    frames: Tensor | None


@dataclass(slots=True)
class TextLesson:
    """What a teacher says of one text.

    Attributes:
        tags: by head, (atoms, labels), log chances.
        arcs: for each sentence with a tree, (n, n + 1), log chances of each head, the root first.
        relations: for each such sentence, (n, relations), log chances at the heads of the tree.
        frames: for each cue, the first atom that is spoken of and (m, labels) from there on.
    """

    tags: dict[str, Array]
    arcs: list[Array] = field(default_factory=list)
    relations: list[Array] = field(default_factory=list)
    frames: list[tuple[int, Array]] = field(default_factory=list)


@dataclass(slots=True)
class WindowLesson:
    """The part of a lesson that falls on one window: of its atoms, its sentences and its cues."""

    tags: dict[str, Array]
    arcs: list[Array] = field(default_factory=list)
    relations: list[Array] = field(default_factory=list)
    frames: list[Array] = field(default_factory=list)


def of_cue(lesson: TextLesson, cue: int, first: int, end: int) -> Array:
    """Return what is said of a window's atoms `[first, end)` for one cue of the text."""
    begin, said = lesson.frames[cue]
    return said[first - begin : end - begin]


def batch_lesson(windows: Sequence[WindowLesson], known: Sequence[Sequence[npt.NDArray[np.bool_]]]) -> Lesson:
    """Return the lesson of a batch from those of its windows.

    Args:
        windows: one each.
        known: for each window and sentence, which words have a known relation.
    """
    size = max(len(next(iter(w.tags.values()))) for w in windows)
    tags = {
        kind: torch.from_numpy(np.stack([_filled(w.tags[kind], size) for w in windows]))
        for kind in windows[0].tags
    }
    arcs = [a for w in windows for a in w.arcs]
    relations = [
        own[chosen] for w, of in zip(windows, known, strict=True) for own, chosen in zip(w.relations, of, strict=True)
    ]  # fmt: skip
    frames = [f for w in windows for f in w.frames]
    joined = None
    if arcs:
        n = max(len(a) for a in arcs)
        padded = np.full((len(arcs), n, n + 1), IMPOSSIBLE, dtype=np.float32)
        for k, own in enumerate(arcs):
            padded[k, : len(own), : len(own) + 1] = own
        joined = torch.from_numpy(padded)
    return Lesson(
        tags,
        joined,
        torch.from_numpy(np.concatenate(relations).astype(np.float32)) if relations else None,
        torch.from_numpy(np.stack([_filled(f, size) for f in frames])) if frames else None,
    )


def _filled(rows: Array, size: int) -> npt.NDArray[np.float32]:
    out = np.zeros((size, rows.shape[1]), dtype=np.float32)
    out[: len(rows)] = rows
    return out


class LessonBook:
    """A folder of lessons, one file a text, with the trees and frames of texts that no corpus labels."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __contains__(self, number: int) -> bool:
        return self._path(number).exists()

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:05}.npz"

    def write(self, number: int, example: Example, lesson: TextLesson) -> None:
        """Write the lesson of a text by its number among the texts, and the example's trees and frames with it."""
        arrays = {f"tags/{kind}": own for kind, own in lesson.tags.items()}
        arrays |= {f"arcs/{k}": own for k, own in enumerate(lesson.arcs)}
        arrays |= {f"relations/{k}": own for k, own in enumerate(lesson.relations)}
        arrays |= {f"frames/{k}/{low}": own for k, (low, own) in enumerate(lesson.frames)}
        layers = {"corpus": example.corpus, "name": example.name, "atoms": len(example.atoms)}
        if example.syntax is not None:
            own = example.syntax
            layers["syntax"] = {k: getattr(own, k) for k in ("atom", "sentence", "head", *_COLUMNS)}
        if example.frames is not None:
            layers["frames"] = [[f.cue, f.source, f.content] for f in example.frames]
        arrays["layers"] = np.frombuffer(json.dumps(layers).encode(), dtype=np.uint8)
        self._folder.mkdir(parents=True, exist_ok=True)
        partial = self._folder / "partial.npz"
        np.savez(partial, **arrays)
        partial.replace(self._path(number))

    def read(self, number: int, example: Example) -> TextLesson:
        """Return the lesson of a text, and fill in the trees and frames that no corpus gave it.

        Raises:
            ValueError: the lesson is of another text, or there is none.
        """
        if number not in self:
            raise ValueError(
                f"no lesson of text {number} in {self._folder}; run training.write_lessons again"
            )
        with np.load(self._path(number)) as stored:
            arrays = {name: stored[name] for name in stored.files}
        layers = json.loads(arrays.pop("layers").tobytes())
        if (layers["corpus"], layers["name"], layers["atoms"]) != (
            example.corpus,
            example.name,
            len(example.atoms),
        ):
            raise ValueError(f"{self._path(number)} is the lesson of {layers['name']}, not of {example.name}")
        if example.syntax is None and "syntax" in layers:
            example.syntax = Syntax(**layers["syntax"])
        if example.frames is None and "frames" in layers:
            ranges = [
                (tuple(cue), [tuple(r) for r in source], [tuple(r) for r in content])
                for cue, source, content in layers["frames"]
            ]
            example.frames = [Frame(*own) for own in ranges]
            example.frames_are_taught = True
        lesson = TextLesson({k.removeprefix("tags/"): v for k, v in arrays.items() if k.startswith("tags/")})
        lesson.arcs = list(_numbered(arrays, "arcs"))
        lesson.relations = list(_numbered(arrays, "relations"))
        cues = [(*map(int, k.split("/")[1:]), v) for k, v in arrays.items() if k.startswith("frames/")]
        lesson.frames = [(low, own) for _, low, own in sorted(cues, key=lambda c: c[0])]
        return lesson


def _numbered(arrays: dict[str, Array], group: str) -> Iterator[Array]:
    k = 0
    while f"{group}/{k}" in arrays:
        yield arrays[f"{group}/{k}"]
        k += 1
