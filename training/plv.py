"""Fine-tune the encoder of an edition on PLV (Hu et al. 2024): the PLOVER type of what a source does to a target.

    python -m training.plv --data ../shared/data --weights weights/src/onrecord_weights_en --work .work/plv \
        [--seeds 1 2 3] [--folds 5] [--passes 14] [--threads 1]

Five-fold cross-validation over the training part; sentences that come twice lie in one fold. Beside the sentences of the
other folds it learns from the PLOVER gold records at hand (types of the newer PLOVER put back into PLV's) and, by a head
of its own, from the penta classes of `cameo_class`; none of them whose sentence is in the fold that is held out. Source and
target stand between four pieces of the vocabulary that nothing else uses. Each run of a fold and seed leaves its scores in
the work folder, so that a run that was cut off goes on. What is printed: each seed by itself, and the mean of the seeds'
chances; and both without the sentences that are nearly another that was learned from, since PLV, the gold records and the
sentences with penta classes are of one kind. The edition must not have been trained on PLV; en-3 was not.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import random
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from rapidfuzz import fuzz, process
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from onrecord.read.atoms import Gap, Shape, find_atoms
from onrecord.read.pieces import PieceTable
from training.labels import PLOVER_ROOTS, Labels
from training.network import Network
from training.predicates import TypedPair, read_plv
from training.start import load_edition
from training.train import build_network

_MARKS = (1, 2, 3, 4)
"""Numbers of the pieces "[unused0]" to "[unused3]": before and after the source, before and after the target."""

_OLDER = {
    "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT", "CONCEDE": "YIELD",
    "RETREAT": "YIELD",
}  # fmt: skip
"""Types of the gold records' PLOVER in that of PLV."""

_NEAR = 85
"""Likeness of two sentences, as rapidfuzz's ratio has it (0 to 100), from which one is nearly the other."""

_MOST_PIECES = 160
_PENTA = 5


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence ready for the encoder.

    Attributes:
        pieces, shapes, gaps: one number a word piece.
        places: of the marks before source and target, 0 where there is none.
        type: number of the type, or -1.
        penta: number of the penta class, or -1.
        sentence: the sentence in small letters without marks, by which it is known again.
    """

    pieces: tuple[int, ...]
    shapes: tuple[int, ...]
    gaps: tuple[int, ...]
    places: tuple[int, int]
    type: int
    penta: int
    sentence: str


def squashed(text: str) -> str:
    """Return a sentence as it is known again: letters and digits in small."""
    return re.sub(r"[\W_]+", "", text.lower())


def marked(
    text: str, spans: Sequence[tuple[int, int] | None], table: PieceTable, *, type: int = -1, penta: int = -1
) -> Marked:
    """Return a sentence with the spans of source and target marked."""
    atoms = find_atoms(text)
    pieces_of = table.pieces([atom.span.cut(text) for atom in atoms])
    opening, closing = table.boundary_marks
    pieces, shapes, gaps = [opening], [int(Shape.PAD)], [int(Gap.NONE)]
    places = [0, 0]

    def put(piece: int) -> None:
        pieces.append(piece)
        shapes.append(int(Shape.PAD))
        gaps.append(int(Gap.NONE))

    for n, (atom, own) in enumerate(zip(atoms, pieces_of, strict=True)):
        before = atoms[n - 1].span.start if n else -1
        for which, span in enumerate(spans):
            if span is None:
                continue
            if before < span[1] <= atom.span.start:
                put(_MARKS[2 * which + 1])
            if not places[which] and atom.span.end > span[0]:
                places[which] = len(pieces)
                put(_MARKS[2 * which])
        pieces += own
        shapes += [int(atom.shape)] * len(own)
        gaps += [int(atom.gap), *[0] * (len(own) - 1)]
    pieces, shapes, gaps = pieces[: _MOST_PIECES - 1], shapes[: _MOST_PIECES - 1], gaps[: _MOST_PIECES - 1]
    put(closing)
    kept = tuple(place if place < _MOST_PIECES - 1 else 0 for place in places)
    return Marked(tuple(pieces), tuple(shapes), tuple(gaps), (kept[0], kept[1]), type, penta, squashed(text))


def read_gold(data: Path) -> list[TypedPair]:
    """Return the PLOVER gold records at hand that mark a source and a target, their types put back into PLV's."""
    pairs = []
    for record in json.loads((data / "plover-gsr" / "PLOVER_GSR_CAMEO.dev.json").read_text(encoding="utf-8")):
        kind = _OLDER.get(record["event"], record["event"])
        markup = record.get("textInfo", {}).get("markup")
        if kind not in PLOVER_ROOTS or not markup:
            continue
        text, spans, at = "", {}, 0
        for mark in re.finditer(r"\((SRC|TAR|EVT): ([^()]*)\)", markup):
            text += markup[at : mark.start()]
            spans.setdefault(mark[1], (len(text), len(text) + len(mark[2])))
            text += mark[2]
            at = mark.end()
        text += markup[at:]
        if "SRC" in spans and "TAR" in spans:
            pairs.append(TypedPair(text, spans["SRC"], spans["TAR"], kind))
    return pairs


def read_penta(data: Path) -> list[tuple[str, int]]:
    """Return sentences with their penta class: verbal or material, cooperation or conflict, or neutral."""
    lines = (
        (data / "conflibert" / "cameo_class" / "train.filtered.tsv").read_text(encoding="utf-8").splitlines()
    )
    rows = [line.rsplit("\t", 1) for line in lines]
    return [(row[0], int(row[1])) for row in rows if len(row) == 2 and row[1].strip().isdigit()]


def penta_of_plv(data: Path) -> dict[str, int]:
    """Return the penta class of each sentence of PLV's training part."""
    with (data / "plv-zsp" / "PLV_train.tsv").open(encoding="utf-8", newline="") as lines:
        return {
            squashed(row["sentence"]): int(row["gold_penta"])
            for row in csv.DictReader(lines, delimiter="\t")
            if row["gold_penta"].isdigit()
        }


class Typer(nn.Module):
    """The encoder with a head for the types and one for the penta classes."""

    def __init__(self, net: Network, *, dropout: float) -> None:
        super().__init__()
        self.encoder, self.mix = net.encoder, net.span_mix
        width = net.sizes.width
        self.drop = nn.Dropout(dropout)
        self.joined = nn.Linear(4 * width, width)
        self.types = nn.Linear(width, len(PLOVER_ROOTS))
        self.penta = nn.Linear(width, _PENTA)

    def forward(
        self, pieces: Tensor, shapes: Tensor, gaps: Tensor, mask: Tensor, places: Tensor
    ) -> tuple[Tensor, Tensor]:
        states = self.mix(self.encoder(pieces, shapes, gaps, mask))
        rows = torch.arange(len(pieces))
        mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        seen = torch.cat([states[:, 0], mean, states[rows, places[:, 0]], states[rows, places[:, 1]]], -1)
        hidden = self.drop(F.gelu(self.joined(self.drop(seen))))
        return self.types(hidden), self.penta(hidden)


def batch_of(some: Sequence[Marked]) -> tuple[Tensor, ...]:
    """Return sentences as one batch, padded."""
    longest = max(len(one.pieces) for one in some)

    def padded(name: str, fill: int) -> Tensor:
        rows = [[*getattr(one, name), *[fill] * (longest - len(one.pieces))] for one in some]
        return torch.tensor(rows)

    mask = torch.tensor([[True] * len(one.pieces) + [False] * (longest - len(one.pieces)) for one in some])
    places = torch.tensor([one.places for one in some])
    return padded("pieces", 0), padded("shapes", int(Shape.PAD)), padded("gaps", int(Gap.NONE)), mask, places


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a fold is learned."""

    passes: int = 14
    size: int = 16
    encoder_rate: float = 1e-4
    head_rate: float = 1e-3
    warmup: float = 0.1
    smoothing: float = 0.1
    dropout: float = 0.25
    penta_share: float = 0.3
    decay: float = 0.02


def learn(
    labels: Labels,
    edition: tuple[str, Path],
    train: Sequence[Marked],
    test: Sequence[Marked],
    recipe: Recipe,
    seed: int,
) -> np.ndarray:
    """Return the chances of each type for the sentences of a fold: float32, (sentences, types)."""
    torch.manual_seed(seed)
    draw = random.Random(seed)
    net = build_network(labels)
    load_edition(net, *edition)
    model = Typer(net, dropout=recipe.dropout)
    model.encoder.words.weight.requires_grad_(False)
    marks = nn.Parameter(model.encoder.words.weight[list(_MARKS)].clone())
    own = [
        p
        for name, p in model.named_parameters()
        if not name.startswith(("encoder", "mix")) and p.requires_grad
    ]
    others = [
        p for name, p in model.named_parameters() if name.startswith(("encoder", "mix")) and p.requires_grad
    ]
    optimiser = torch.optim.AdamW(
        [
            {"params": others, "lr": recipe.encoder_rate, "weight_decay": recipe.decay},
            {"params": [*own, marks], "lr": recipe.head_rate, "weight_decay": recipe.decay},
        ]
    )
    n_steps = recipe.passes * ((len(train) + recipe.size - 1) // recipe.size)
    warm = max(1, int(recipe.warmup * n_steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.0, (n_steps - step) / max(1, n_steps - warm)))
    )
    for _ in range(recipe.passes):
        order = sorted(train, key=lambda one: len(one.pieces) + draw.uniform(0, 12))
        batches = [order[n : n + recipe.size] for n in range(0, len(order), recipe.size)]
        draw.shuffle(batches)
        model.train()
        for some in batches:
            with torch.no_grad():
                model.encoder.words.weight[list(_MARKS)] = marks
            types, penta = model(*batch_of(some))
            wanted = torch.tensor([one.type for one in some])
            classes = torch.tensor([one.penta for one in some])
            loss = torch.zeros(())
            if (wanted >= 0).any():
                loss = loss + F.cross_entropy(
                    types, wanted, ignore_index=-1, label_smoothing=recipe.smoothing
                )
            if (classes >= 0).any():
                loss = loss + recipe.penta_share * F.cross_entropy(penta, classes, ignore_index=-1)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*others, *own], 1.0)
            optimiser.step()
            schedule.step()
    model.eval()
    found = []
    with torch.no_grad():
        for n in range(0, len(test), 32):
            types, _ = model(*batch_of(test[n : n + 32]))
            found.append(torch.softmax(types, -1).numpy())
    return np.concatenate(found)


def folds_of(examples: Sequence[Marked], n_folds: int) -> np.ndarray:
    """Return the fold of each sentence: the types spread evenly, sentences that come twice in one fold."""
    fold_of: dict[str, int] = {}
    counts = np.zeros((n_folds, len(PLOVER_ROOTS)), int)
    order = sorted(
        range(len(examples)), key=lambda n: hashlib.sha256(examples[n].sentence.encode()).hexdigest()
    )
    for n in order:
        one = examples[n]
        if one.sentence not in fold_of:
            fold_of[one.sentence] = int(np.lexsort((counts.sum(1), counts[:, one.type]))[0])
        counts[fold_of[one.sentence], one.type] += 1
    return np.array([fold_of[one.sentence] for one in examples])


def stand_alone(examples: Sequence[Marked], more: Sequence[Marked], fold_of: np.ndarray) -> np.ndarray:
    """Tell of each sentence whether nothing that its fold learned from is nearly the same: bool, (sentences,)."""
    found = np.ones(len(examples), bool)
    others = [one.sentence for one in more]
    for fold in np.unique(fold_of):
        learned = [*(one.sentence for one, f in zip(examples, fold_of, strict=True) if f != fold), *others]
        for n in np.flatnonzero(fold_of == fold):
            own = examples[n].sentence
            rivals = [other for other in learned if other != own]
            best = process.extractOne(own, rivals, scorer=fuzz.ratio, score_cutoff=_NEAR)
            found[n] = best is None
    return found


def scores(chances: np.ndarray, gold: np.ndarray) -> tuple[float, float]:
    """Return accuracy and macro F1 over the types."""
    found = chances.argmax(1)
    f1 = []
    for n in range(len(PLOVER_ROOTS)):
        hit = int(((found == n) & (gold == n)).sum())
        f1.append(2 * hit / max(1, int((found == n).sum() + (gold == n).sum())))
    return float((found == gold).mean()), float(np.mean(f1))


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m training.plv", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weights", type=Path, default=Path("weights/src/onrecord_weights_en"))
    parser.add_argument("--edition", default="en-3")
    parser.add_argument("--work", type=Path, default=Path(".work/plv"))
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--only-folds", type=int, nargs="+")
    parser.add_argument("--threads", type=int, default=1)
    for name, kind in Recipe.__annotations__.items():
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            type={"int": int, "float": float}[kind],
            default=getattr(Recipe(), name),
        )
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    recipe = Recipe(**{name: getattr(options, name) for name in Recipe.__annotations__})
    labels = Labels(**{k: tuple(v) for k, v in _labels(options.weights).items()})
    table = PieceTable(options.weights / "tokenizer.json")
    number = {root: n for n, root in enumerate(PLOVER_ROOTS)}
    penta = penta_of_plv(options.data)
    plv = [
        marked(
            p.text, (p.source, p.target), table, type=number[p.type], penta=penta.get(squashed(p.text), -1)
        )
        for p in read_plv(options.data)
    ]
    more = [marked(p.text, (p.source, p.target), table, type=number[p.type]) for p in read_gold(options.data)]
    known = {one.sentence for one in plv}
    more += [
        marked(text, (None, None), table, penta=kind)
        for text, kind in read_penta(options.data)
        if squashed(text) not in known
    ]
    fold_of = folds_of(plv, options.folds)
    gold = np.array([one.type for one in plv])
    options.work.mkdir(parents=True, exist_ok=True)
    told = hashlib.sha256(repr((recipe, options.edition, options.folds)).encode()).hexdigest()[:10]
    together = np.zeros((len(plv), len(PLOVER_ROOTS)), np.float32)
    folds = options.only_folds or range(options.folds)
    asked = np.isin(fold_of, list(folds))
    apart = asked & stand_alone(plv, more, fold_of)

    def told_of(name: str, chances: np.ndarray) -> None:
        for which, rows in (
            (f"{asked.sum():,} sentences", asked),
            (f"{apart.sum():,} without near ones", apart),
        ):
            accuracy, macro = scores(chances[rows], gold[rows])
            print(f"{name}, {which}: accuracy {100 * accuracy:.1f}, macro F1 {100 * macro:.1f}", flush=True)

    for seed in options.seeds:
        chances = np.zeros_like(together)
        for fold in folds:
            path = options.work / f"{told}-{seed}-{fold}.npy"
            if not path.exists():
                begun = time.time()
                test = [one for one, f in zip(plv, fold_of, strict=True) if f == fold]
                held = {one.sentence for one in test}
                train = [one for one, f in zip(plv, fold_of, strict=True) if f != fold]
                train += [one for one in more if one.sentence not in held]
                np.save(path, learn(labels, (options.edition, options.weights), train, test, recipe, seed))
                print(f"seed {seed}, fold {fold}: {time.time() - begun:.0f} s", flush=True)
            chances[fold_of == fold] = np.load(path)
        together += chances
        told_of(f"seed {seed}", chances)
    if len(options.seeds) > 1:
        told_of(f"{len(options.seeds)} seeds together", together)
    return 0


def _labels(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    from dataclasses import fields

    return {one.name: found[one.name] for one in fields(Labels) if one.name in found}


if __name__ == "__main__":
    raise SystemExit(main())
