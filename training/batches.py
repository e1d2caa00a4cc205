"""Windows of examples as arrays, and batches of windows with every layer's labels."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from onrecord.read.atoms import Gap, Shape
from onrecord.read.features import cue_distances
from onrecord.read.lemmas import apply_script
from onrecord.read.pieces import WINDOW_PIECES, PieceTable, Window, cut_windows
from training.corpora import NOT_KNOWN, Example, Frame
from training.labels import Labels
from training.lessons import Lesson, TextLesson, WindowLesson, batch_lesson, of_cue
from training.pair_features import mention_kind

UNKNOWN = -100
"""Label of a position that costs nothing."""


@dataclass(slots=True)
class Cue:
    """A cue in a window, and the label of every atom of the window for it."""

    first: int
    end: int
    labels: np.ndarray


@dataclass(slots=True)
class Item:
    """One window as arrays; atoms counted within the window."""

    corpus: str
    document: int
    pieces: np.ndarray
    shapes: np.ndarray
    gaps: np.ndarray
    first: np.ndarray  # position of each atom's first piece, the boundary mark counted
    tags: dict[str, np.ndarray]  # per atom, UNKNOWN where nothing is annotated
    sentences: list[np.ndarray] = field(default_factory=list)  # atoms of the words of each whole sentence
    heads: list[np.ndarray] = field(
        default_factory=list
    )  # per word, 0 for the root, else 1 + index in sentence
    deprels: list[np.ndarray] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    factuality: np.ndarray = field(
        default_factory=lambda: np.empty(0, dtype=np.float32)
    )  # per atom, NaN unknown
    scale: int = 0  # number of the corpus whose readers gave the factuality
    pairs: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    # pairs: first and last atom of the source, the same of the target, type
    mentions: list[tuple[int, int, int, int, int, int]] = field(default_factory=list)
    # mentions: atom, chain, kind, sentence, type, form
    lesson: WindowLesson | None = None


_SHORTEST_OPENING = 64
"""Least word pieces of the first window where the cut is drawn."""


def draw_windows(example: Example, lengths: list[int], draw: random.Random) -> list[Window]:
    """Cut an example as the run time does, but with a first window of random length, so that every cut moves.

    Where a text is cut matters by a point of F1, and a net that has seen each text cut one way only learns the cuts.
    """
    opening = draw.randint(_SHORTEST_OPENING, WINDOW_PIECES)
    first = cut_windows(example.atoms, lengths, example.text, limit=opening)[0]
    n = first.end
    rest = cut_windows(example.atoms[n:], lengths[n:], example.text) if n < len(lengths) else []
    return [first, *(Window(w.first + n, w.end + n) for w in rest)]


def make_items(
    example: Example, document: int, table: PieceTable, labels: Labels, draw: random.Random | None = None
) -> list[Item]:
    """Return the windows of one example; with `draw`, those of a text too long for one are cut anew."""
    words = [a.span.cut(example.text) for a in example.atoms]
    pieces = table.pieces(words)
    opening, closing = table.boundary_marks
    items = []
    lengths = [len(p) for p in pieces]
    windows = cut_windows(example.atoms, lengths, example.text)
    if draw is not None and len(windows) > 1:
        windows = draw_windows(example, lengths, draw)
    for window in windows:
        ids, shapes, gaps, first = [opening], [int(Shape.PAD)], [int(Gap.NONE)], []
        for a in range(window.first, window.end):
            first.append(len(ids))
            ids += pieces[a]
            shapes += [int(example.atoms[a].shape)] * len(pieces[a])
            gaps += [int(example.atoms[a].gap)] + [0] * (len(pieces[a]) - 1)
        ids.append(closing)
        shapes.append(0)
        gaps.append(0)
        item = Item(
            example.corpus, document, np.array(ids), np.array(shapes), np.array(gaps), np.array(first),
            _atom_tags(example, window.first, window.end, labels),
        )  # fmt: skip
        if example.syntax:
            _add_syntax(item, example, window.first, window.end, labels)
        if example.frames is not None:
            item.cues = _cues(example.frames, window.first, window.end)
        item.factuality = _factuality(example, window.first, window.end)
        item.scale = example.scale
        item.pairs = _pairs(example, window.first, window.end, labels)
        if example.lesson is not None:
            item.lesson = _lesson(example, example.lesson, window.first, window.end)
        items.append(item)
    return items


def _atom_tags(example: Example, first: int, end: int, labels: Labels) -> dict[str, np.ndarray]:
    n = end - first
    tags = {k: np.full(n, UNKNOWN) for k in ("segment", "upos", "xpos", "script", "mention", "names")}
    tags |= {k: np.full(n, UNKNOWN) for k in ("source", "cue", "content", "happening")}
    if example.happenings is not None:
        tags["happening"] = np.array(example.happenings[first:end])
    if example.segment is not None:
        tags["segment"] = np.array(example.segment[first:end])
        tags["segment"][0] = UNKNOWN  # a window may start anywhere
    if example.silver_xpos is not None:
        number = {tag: k for k, tag in enumerate(labels.xpos)}
        for atom, tag in example.silver_xpos.items():
            if first <= atom < end:
                tags["xpos"][atom - first] = number[tag]
    if example.names is not None:
        index = {label: k for k, label in enumerate(labels.names)} | {NOT_KNOWN: UNKNOWN}
        tags["names"] = np.array([index[x] for x in example.names[first:end]])
    if example.heads is not None:
        kinds = {label: k for k, label in enumerate(labels.mention)}
        for atom, kind in example.heads.items():
            if first <= atom < end:
                tags["mention"][atom - first] = kinds[kind]
    if example.frames is not None and not example.frames_are_taught:
        for role in ("source", "cue", "content"):
            row = np.zeros(n, dtype=np.int64)  # 0 outside, 1 begin, 2 inside
            for frame in example.frames:
                for b, e in [frame.cue] if role == "cue" else getattr(frame, role):
                    b, e = max(b, first) - first, min(e, end) - first
                    if b < e:
                        row[b:e] = 2
                        row[b] = 1
            tags[role] = row
    return tags


def _factuality(example: Example, first: int, end: int) -> np.ndarray:
    values = np.full(end - first, np.nan, dtype=np.float32)
    for atom, value in (example.factuality or {}).items():
        if first <= atom < end:
            values[atom - first] = value
    return values


def _lesson(example: Example, lesson: TextLesson, first: int, end: int) -> WindowLesson:
    own = WindowLesson({kind: said[first:end] for kind, said in lesson.tags.items()})
    if example.syntax:
        for k, words in enumerate(example.syntax.sentences().values()):
            if _is_inside([example.syntax.atom[w] for w in words], first, end):
                own.arcs.append(lesson.arcs[k])
                own.relations.append(lesson.relations[k])
    for k, frame in enumerate(example.frames or ()):
        if first <= frame.cue[0] and frame.cue[1] <= end:
            own.frames.append(of_cue(lesson, k, first, end))
    return own


def _is_inside(atoms: list[int], first: int, end: int) -> bool:
    return min(atoms) >= first and max(atoms) < end


def _pairs(example: Example, first: int, end: int, labels: Labels) -> list[tuple[int, int, int, int, int]]:
    found = []
    for pair in example.pairs:
        bounds = (*pair.source, *pair.target)
        if min(bounds) >= first and max(bounds) <= end:
            at = (pair.source[0], pair.source[1] - 1, pair.target[0], pair.target[1] - 1)
            found.append((*(a - first for a in at), labels.plover.index(pair.type)))
    return found


def _cues(frames: list[Frame], first: int, end: int) -> list[Cue]:
    cues = []
    for frame in frames:
        if not (first <= frame.cue[0] and frame.cue[1] <= end):
            continue
        row = np.zeros(end - first, dtype=np.int64)
        for kind, spans in ((1, frame.source), (3, frame.content)):
            for b, e in spans:
                b, e = max(b, first) - first, min(e, end) - first
                if b < e:
                    row[b:e] = kind + 1
                    row[b] = kind
        cues.append(Cue(frame.cue[0] - first, frame.cue[1] - first, row))
    return cues


def _add_syntax(item: Item, example: Example, first: int, end: int, labels: Labels) -> None:
    syntax = example.syntax
    assert syntax is not None
    index = {
        k: {x: i for i, x in enumerate(getattr(labels, k))} for k in ("upos", "xpos", "script", "deprel")
    }
    kinds = {x: i for i, x in enumerate(labels.mention)}
    forms: dict[str, int] = {}
    for s, words in syntax.sentences().items():
        atoms = [syntax.atom[w] for w in words]
        if not _is_inside(atoms, first, end):
            continue
        here = [a - first for a in atoms]
        for kind in ("upos", "xpos", "script", "deprel"):
            values = [index[kind].get(getattr(syntax, kind)[w], UNKNOWN) for w in words]
            if kind == "deprel":
                item.deprels.append(np.array(values))
            else:
                item.tags[kind][here] = values
        item.sentences.append(np.array(here))
        item.heads.append(
            np.array([syntax.head[w] - words[0] + 1 if syntax.head[w] >= 0 else 0 for w in words])
        )
        if syntax.mention is None:
            continue
        for w, a in zip(words, here, strict=True):
            kind_here = syntax.mention[w]
            item.tags["mention"][a] = kinds[kind_here] if kind_here else 0
            if kind_here and syntax.chain:
                form = apply_script(example.atoms[a + first].span.cut(example.text), syntax.script[w]).lower()
                number = hash(form) if form not in forms else forms[form]
                forms[form] = number
                item.mentions.append(
                    (a, syntax.chain[w], mention_kind(syntax.upos[w]), s, kinds[kind_here], number)
                )


@dataclass(slots=True)
class Batch:
    """Windows padded to one size, with labels."""

    pieces: Tensor
    plain: Tensor  # the pieces with none hidden
    shapes: Tensor
    gaps: Tensor
    mask: Tensor
    first: Tensor
    atom_mask: Tensor
    tags: dict[str, Tensor]
    items: list[Item]
    words: Tensor | None  # (s, n) flat index of each word's atom in (b * a), padded with 0
    word_mask: Tensor | None
    heads: Tensor | None
    deprels: Tensor | None
    cue_window: Tensor | None
    cue_first: Tensor | None
    cue_last: Tensor | None
    cue_distance: Tensor | None
    cue_labels: Tensor | None
    factuality: Tensor  # float, per atom, NaN where unknown
    scale: Tensor  # int64, (b,), the corpus whose readers gave the factuality of a window
    pairs: Tensor | None  # int64, (p, 6): window, first and last atom of the source, of the target, type
    lesson: Lesson | None = None


def pad(rows: list[np.ndarray], value: int) -> Tensor:
    """Return the rows as one int64 tensor, filled up with `value`."""
    out = np.full((len(rows), max(len(r) for r in rows)), value, dtype=np.int64)
    for k, row in enumerate(rows):
        out[k, : len(row)] = row
    return torch.from_numpy(out)


def collate(
    items: list[Item], *, noise: random.Random | None = None, hide: float = 0.0, hidden: int = 0
) -> Batch:
    """Return a batch of windows; with `noise`, some are read as headlines or capitals.

    A share `hide` of the word pieces is then replaced by the piece `hidden`.
    """
    shapes = [_vary_case(i.shapes, noise) for i in items]
    gaps = [_vary_gaps(i.gaps, noise) for i in items]
    pieces = pad([_hide(i.pieces, noise, hide, hidden) for i in items], 0)
    lengths = torch.tensor([len(i.pieces) for i in items])
    mask = torch.arange(pieces.shape[1])[None] < lengths[:, None]
    first = pad([i.first for i in items], 0)
    tags = {k: pad([i.tags[k] for i in items], UNKNOWN) for k in items[0].tags}
    n = first.shape[1]
    atom_mask = torch.arange(n)[None] < torch.tensor([len(i.first) for i in items])[:, None]
    plain = pad([i.pieces for i in items], 0)
    shape, gap = pad(shapes, 0), pad(gaps, 0)
    factuality = torch.full(first.shape, torch.nan)
    for b, i in enumerate(items):
        factuality[b, : len(i.factuality)] = torch.from_numpy(i.factuality)
    pairs = [(b, *pair) for b, i in enumerate(items) for pair in i.pairs]
    batch = Batch(
        pieces, plain, shape, gap, mask, first, atom_mask, tags, items, *([None] * 9), factuality,
        torch.tensor([i.scale for i in items]), torch.tensor(pairs) if pairs else None,
    )  # fmt: skip
    sentences = [(b, k) for b, i in enumerate(items) for k in range(len(i.sentences))]
    if sentences:
        batch.words = pad([items[b].sentences[k] + b * n for b, k in sentences], 0)
        batch.heads = pad([items[b].heads[k] for b, k in sentences], UNKNOWN)
        batch.deprels = pad([items[b].deprels[k] for b, k in sentences], UNKNOWN)
        batch.word_mask = batch.heads != UNKNOWN
    cues = [(b, c) for b, i in enumerate(items) for c in i.cues]
    if cues:
        batch.cue_window = torch.tensor([b for b, _ in cues])
        batch.cue_first = torch.tensor([c.first for _, c in cues])
        batch.cue_last = torch.tensor([c.end - 1 for _, c in cues])
        batch.cue_distance = torch.from_numpy(np.stack([cue_distances(c.first, c.end, n) for _, c in cues]))
        batch.cue_labels = torch.full((len(cues), n), UNKNOWN)
        for k, (_, c) in enumerate(cues):
            batch.cue_labels[k, : len(c.labels)] = torch.from_numpy(c.labels)
    lessons = [i.lesson for i in items if i.lesson is not None]
    if len(lessons) == len(items):
        batch.lesson = batch_lesson(lessons, [[d != UNKNOWN for d in i.deprels] for i in items])
    return batch


def _hide(pieces: np.ndarray, noise: random.Random | None, share: float, hidden: int) -> np.ndarray:
    if noise is None or not share:
        return pieces
    chosen = np.array([noise.random() < share for _ in pieces])
    chosen[0] = chosen[-1] = False  # the boundary marks
    return np.where(chosen, hidden, pieces)


def _vary_case(shapes: np.ndarray, noise: random.Random | None) -> np.ndarray:
    draw = noise.random() if noise else 1.0
    if draw > 0.05:
        return shapes
    out = shapes.copy()
    if draw < 0.03:
        out[out == Shape.LOWER] = Shape.TITLE
    else:
        out[np.isin(out, (Shape.LOWER, Shape.TITLE, Shape.MIXED))] = Shape.UPPER
    return out


def _vary_gaps(gaps: np.ndarray, noise: random.Random | None) -> np.ndarray:
    if noise is None or noise.random() > 0.15:
        return gaps
    return np.where(gaps == Gap.PARAGRAPH, noise.choice((Gap.LINE, Gap.SPACE)), gaps)


def make_batches(items: list[Item], *, size: int, seed: int) -> Iterator[list[Item]]:
    """Yield lists of windows of some `size` word pieces, padding counted, in random order.

    The windows of one document with coreference stay together; windows of like length meet.
    """
    rng = random.Random(seed)
    groups: dict[object, list[Item]] = {}
    for k, item in enumerate(items):
        groups.setdefault(("d", item.document) if item.mentions else k, []).append(item)
    order = list(groups.values())
    rng.shuffle(order)
    short = [g for g in order if max(len(i.pieces) for i in g) < 150]
    long = [g for g in order if max(len(i.pieces) for i in g) >= 150]
    batches: list[list[Item]] = []
    for pool in (short, long):
        batch: list[Item] = []
        pool.sort(key=lambda g: max(len(i.pieces) for i in g) + rng.randrange(16))
        for group in pool:
            trial = batch + group
            if batch and len(trial) * max(len(i.pieces) for i in trial) > size:
                batches.append(batch)
                trial = list(group)
            batch = trial
        if batch:
            batches.append(batch)
    rng.shuffle(batches)
    yield from batches
