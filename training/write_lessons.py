"""Write down what a teacher says of the training texts: `python -m training.write_lessons --run DIR --data DIR --out DIR`.

The texts are those of the corpora and the plain ones. Where a corpus has no trees, the teacher's own are written with them; so
are its speech frames in the plain texts. A lesson that is there already is kept, so that a run that was stopped goes on.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from onrecord.read.encoder import Encoded
from onrecord.read.features import cue_distances
from onrecord.read.frames import FrameFinder
from onrecord.read.reader import Reader, frame_decoding, grouped_arrays
from onrecord.read.segment import find_segments
from training.corpora import AtomIndex, Example, Frame, Syntax
from training.lessons import IMPOSSIBLE, REACH, Array, LessonBook, TextLesson
from training.mixture import load_corpora
from training.network import Network
from training.plain_texts import read_plain_texts
from training.teaching import log_chances
from training.torch_encoder import teacher_reader


class Teacher:
    """A reader and the network behind it, which together say what lessons hold."""

    def __init__(self, reader: Reader, net: Network) -> None:
        self._reader, self._net = reader, net.eval()
        folder = reader.edition.folder
        arrays = grouped_arrays(folder / "heads.npz")
        decoding = frame_decoding(json.loads((folder / "decoding.json").read_text(encoding="utf-8")))
        self._finder = FrameFinder(arrays["cues"], arrays["roles"]["steps"], decoding)

    def teach(self, example: Example, *, plain: bool) -> TextLesson:
        """Return the lesson of a text; gives it trees where it has none, and frames where it is `plain`."""
        encoded = self._reader.encoder.encode(example.text, example.atoms)
        scores = {kind: torch.from_numpy(own)[None] for kind, own in encoded.tags.items()}
        lesson = TextLesson({kind: _half(own[0]) for kind, own in log_chances(scores).items()})
        if example.syntax is None:
            example.syntax = self._syntax(example, encoded)
        if plain:
            example.frames = self._frames(example, encoded)
        with torch.no_grad():
            self._add_trees(lesson, example.syntax, torch.from_numpy(encoded.word))
            self._add_frames(lesson, example.frames or [], torch.from_numpy(encoded.span))
        return lesson

    def _syntax(self, example: Example, encoded: Encoded) -> Syntax:
        segments = find_segments(example.text, example.atoms, encoded.tags["segment"])
        first = [b for b, _ in segments.words]
        tags, heads, deprels = self._reader.tag_encoded(encoded, first, list(segments.sentences))
        own = Syntax(atom=first, deprel=deprels, head=[-1 if h is None else h for h in heads])
        own.upos, own.xpos, own.script = (list(column) for column in zip(*tags, strict=True))
        own.sentence = [s for s, (b, e) in enumerate(segments.sentences) for _ in range(b, e)]
        return own

    def _frames(self, example: Example, encoded: Encoded) -> list[Frame]:
        index = AtomIndex(example.atoms)
        found = []
        for frame in self._finder.find(example.atoms, encoded):
            cue = index.cover(frame.cue.start, frame.cue.end)
            source = index.cover(frame.source.start, frame.source.end) if frame.source else None
            contents = [index.cover(c.start, c.end) for c in frame.content]
            if cue is not None:
                found.append(Frame(cue, [source] if source else [], [c for c in contents if c]))
        return found

    def _add_trees(self, lesson: TextLesson, syntax: Syntax, word: Tensor) -> None:
        for words in syntax.sentences().values():
            n = len(words)
            rows = word[[max(syntax.atom[w], 0) for w in words]]
            arcs, dependent, head = self._net.parser(rows[None])
            arcs = arcs[0].masked_fill(torch.eye(n, n + 1, dtype=torch.bool).roll(1, 1), IMPOSSIBLE)
            heads = [syntax.head[w] - words[0] + 1 if syntax.head[w] >= 0 else 0 for w in words]
            relations = self._net.parser.relations(dependent[0], head[0][heads])
            lesson.arcs.append(_half(F.log_softmax(arcs, -1)))
            lesson.relations.append(_half(F.log_softmax(relations, -1)))

    def _add_frames(self, lesson: TextLesson, frames: list[Frame], span: Tensor) -> None:
        atoms = self._net.cues.atom(span)
        for frame in frames:
            first, end = frame.cue
            low, high = max(0, first - REACH), min(len(span), end + REACH)
            cue = torch.cat([span[first], span[end - 1]])[None]
            distances = torch.from_numpy(cue_distances(first - low, end - low, high - low))[None]
            scores = self._net.cues(cue, atoms[None, low:high], distances)
            lesson.frames.append((low, _half(F.log_softmax(scores[0], -1))))


def _half(logs: Tensor) -> Array:
    return logs.clamp(min=IMPOSSIBLE).numpy().astype(np.float16)


def write_lessons(run: Path, data: Path, vocabulary: Path, out: Path) -> None:
    """Write the lesson of every text that is not there yet, in the order in which training reads the texts."""
    teacher = Teacher(*teacher_reader(run, data, vocabulary))
    book = LessonBook(out)
    examples = load_corpora(data, "train")
    labelled = len(examples)
    examples += read_plain_texts(data, [example.text for example in examples])
    started, atoms = time.time(), 0
    for number, example in enumerate(examples):
        if number in book or not example.atoms:
            continue
        lesson = teacher.teach(example, plain=number >= labelled)
        book.write(number, example, lesson)
        atoms += len(example.atoms)
        if number % 100 == 0:
            print(f"{number}/{len(examples)} {atoms / (time.time() - started):.0f} atoms/s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--run", type=Path, required=True, help="folder of the teacher's training run")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder of the lessons")
    args = parser.parse_args()
    write_lessons(args.run, args.data, args.vocabulary, args.out)


if __name__ == "__main__":
    main()
