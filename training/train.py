"""Train the weights: `python -m training.train --data DIR --base model.safetensors --out DIR`.

Resumes from the newest checkpoint in `--out`. Runs on a CPU with two cores or on a GPU.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from dataclasses import asdict, dataclass, fields, replace
from itertools import islice
from pathlib import Path
from typing import Generic, TypeVar

import torch
from torch import nn

from onrecord.read.pieces import PieceTable
from training.bases import SIZES, load_base
from training.batches import Batch, Item, collate, make_batches, make_items
from training.corpora import Example
from training.labels import Labels, count_labels
from training.lessons import LessonBook
from training.losses import WEIGHTS, batch_losses
from training.mixture import load_corpora
from training.network import Network, Sizes
from training.plain_texts import read_plain_texts
from training.prune import prune
from training.start import edition_sizes, load_edition


@dataclass(frozen=True, slots=True)
class Config:
    """The recipe of one edition; one JSON file each under training/configs."""

    base: str = "minilm"  # the base encoder, whose file `--base` names
    epochs: int = 5
    batch_pieces: int = 4096
    encoder_rate: float = 2.5e-4
    head_rate: float = 1e-3
    warmup: float = 0.06
    decay: float = 0.01
    clip: float = 2.0
    seed: int = 1
    freeze_words: bool = True
    average_from: float = 0.8  # weights are averaged over the last part of the run
    average_rate: float = 0.99
    hide: float = 0.0  # share of word pieces that are hidden from the encoder
    recut: bool = False  # long texts are cut into windows anew for every epoch
    events: bool = False  # also the corpora of factuality and of events
    silver_tags: bool = False  # Penn tags that came with PolNeAR by machine, for a third of its sentences
    teach_from: float = (
        1.0  # from this part of the run on, the weights' running mean gives tags where corpora do not
    )
    teacher_rate: float = 0.998
    taught_by: tuple[str, ...] = ()  # runs whose networks teach everything, labels or not
    taught: float = 0.5  # share of what the teachers say in the loss
    lessons: bool = False  # what a teacher wrote down (`write_lessons`) is learned, plain texts with it
    inner: int | None = None  # inner units of a layer, fewer than its edition has; as many where None
    heads: int | None = None  # heads of attention likewise
    start: str | None = None  # edition whose weights are gone on from; the base encoder where None

    @property
    def sizes(self) -> dict[str, int]:
        """What the network has otherwise than MiniLM."""
        chosen = {"inner": self.inner, "heads": self.heads}
        return SIZES[self.base] | {name: n for name, n in chosen.items() if n}

    @classmethod
    def from_file(cls, path: Path) -> Config:
        values = json.loads(path.read_text(encoding="utf-8"))
        return cls(**values | {"taught_by": tuple(values.get("taught_by", ()))})


def build_network(labels: Labels, sizes: dict[str, int] | None = None) -> Network:
    """Return an untrained network for the labels, of MiniLM's sizes but for those given."""
    return Network(Sizes(**{f.name: len(getattr(labels, f.name)) for f in fields(labels)}, **sizes or {}))


def sizes_of(run: Path) -> dict[str, int]:
    """Return what the network of a run has otherwise than MiniLM."""
    config = run / "config.json"
    return Config.from_file(config).sizes if config.exists() else {}


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a part of the corpora, ready to be cut into windows."""

    examples: list[Example]
    table: PieceTable
    labels: Labels

    def windows(self, draw: random.Random | None = None) -> list[Item]:
        """Return all windows; with `draw`, long texts are cut elsewhere than the run time cuts them."""
        items = (make_items(e, n, self.table, self.labels, draw) for n, e in enumerate(self.examples))
        return [item for own in items for item in own]


def load_texts(
    data: Path, vocabulary: Path, part: str, *, silver_tags: bool = False, events: bool = False
) -> Texts:
    """Return the texts of a part of the corpora, and their labels."""
    examples = load_corpora(data, part, silver_tags=silver_tags, events=events)
    return Texts(examples, PieceTable(vocabulary), count_labels(examples))


def add_lessons(texts: Texts, data: Path, folder: Path) -> None:
    """Add the plain texts, and to every text what a teacher wrote down of it.

    Raises:
        ValueError: a lesson is missing or of another text.
    """
    texts.examples.extend(read_plain_texts(data, [example.text for example in texts.examples]))
    book = LessonBook(folder)
    for number, example in enumerate(texts.examples):
        if example.atoms:
            example.lesson = book.read(number, example)


def bfloat16_pays() -> bool:
    """Tell whether this processor multiplies matrices faster in bfloat16: some do it in software."""
    left, right = torch.randn(2048, 1536), torch.randn(1536, 384)
    seconds = []
    for x, y in ((left, right), (left.bfloat16(), right.bfloat16())):
        x @ y
        started = time.perf_counter()
        for _ in range(5):
            x @ y
        seconds.append(time.perf_counter() - started)
    return seconds[1] < 0.8 * seconds[0]


class Averaged:
    """A running mean of the weights, which is what is kept in the end."""

    def __init__(self, rate: float) -> None:
        self.rate, self.state = rate, None

    def update(self, net: Network) -> None:
        if self.state is None:
            self.state = {k: v.detach().clone() for k, v in net.state_dict().items()}
            return
        for k, v in net.state_dict().items():
            self.state[k].lerp_(v.detach(), 1 - self.rate)


N = TypeVar("N", bound=nn.Module)


class RunningMean(Generic[N]):
    """A running mean of a network's weights from the start on; as teacher it gives tags during the run."""

    def __init__(self, net: N, rate: float) -> None:
        self.rate, self.net = rate, copy.deepcopy(net).eval()
        self.net.requires_grad_(False)

    def update(self, net: N) -> None:
        own = dict(net.named_parameters())
        for name, mean in self.net.named_parameters():
            if own[name].requires_grad:
                mean.lerp_(own[name].detach(), 1 - self.rate)


@dataclass(slots=True)
class Run:
    """What a run holds between its steps, and a checkpoint holds between two starts."""

    net: Network
    optimizer: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LambdaLR
    averaged: Averaged
    teacher: RunningMean[Network] | None
    step: int = 0

    def save(self, out: Path) -> None:
        """Write a checkpoint whole, then put it in the place of the last one."""
        teacher = self.teacher.net.state_dict() if self.teacher else None
        state = {
            "net": self.net.state_dict(), "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(), "averaged": self.averaged.state, "teacher": teacher,
            "step": self.step,
        }  # fmt: skip
        torch.save(state, out / "checkpoint.tmp")
        (out / "checkpoint.tmp").replace(out / "checkpoint.pt")

    def resume(self, out: Path, device: torch.device) -> None:
        """Go on from the checkpoint of a folder, if there is one."""
        if not (out / "checkpoint.pt").exists():
            return
        saved = torch.load(out / "checkpoint.pt", map_location=device, weights_only=True)
        self.net.load_state_dict(saved["net"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.schedule.load_state_dict(saved["schedule"])
        self.averaged.state, self.step = saved["averaged"], saved["step"]
        if self.teacher is not None:
            self.teacher.net.load_state_dict(saved["teacher"])
        print(f"resumed at step {self.step}", flush=True)


def begin(
    config: Config,
    args: argparse.Namespace,
    labels: Labels,
    items: list[Item],
    total: int,
    device: torch.device,
) -> Run:
    """Return a run of `total` steps from the base encoder or the edition that the config goes on from."""
    if (args.out / "checkpoint.pt").exists():
        net = build_network(labels, sizes_of(args.out))  # its weights are in the checkpoint
    elif config.start:
        net = build_network(labels, edition_sizes(args.start))
        fresh = load_edition(net, config.start, args.start)
        print(f"goes on from {config.start}; fresh: {fresh}", flush=True)
        net = prune(net, items, Sizes(**net.sizes.as_dict() | config.sizes), seed=config.seed)
    else:
        net = build_network(labels, config.sizes)
        load_base(net.encoder, config.base, args.base)
    net.to(device)
    net.encoder.words.weight.requires_grad = not config.freeze_words
    inside = {id(p) for p in net.encoder.parameters()}
    encoder = [p for p in net.encoder.parameters() if p.requires_grad]
    heads = [p for p in net.parameters() if id(p) not in inside]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": config.encoder_rate}, {"params": heads, "lr": config.head_rate}],
        weight_decay=config.decay, betas=(0.9, 0.98), fused=True,
    )  # fmt: skip

    def rate(step: int) -> float:
        warm = config.warmup * total
        return step / warm if step < warm else max(0.0, (total - step) / (total - warm))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    teacher = RunningMean(net, config.teacher_rate) if config.teach_from < 1 else None
    return Run(net, optimizer, schedule, Averaged(config.average_rate), teacher)


def train(config: Config, args: argparse.Namespace) -> None:
    torch.manual_seed(config.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    args.out.mkdir(parents=True, exist_ok=True)
    texts = load_texts(
        args.data, args.vocabulary, "train", silver_tags=config.silver_tags, events=config.events
    )
    if config.lessons:
        add_lessons(texts, args.data, args.lessons)
    items = texts.windows()
    (args.out / "labels.json").write_text(json.dumps(texts.labels.as_dict()), encoding="utf-8")
    half = device.type == "cuda" or bfloat16_pays()
    print(f"on {device}, {'bfloat16' if half else 'single precision'}", flush=True)
    hidden = texts.table.number("[MASK]")
    per_epoch = len(list(make_batches(items, size=config.batch_pieces, seed=0)))
    total = per_epoch * config.epochs
    run = begin(config, args, texts.labels, items, total, device)
    kept = replace(config, heads=run.net.sizes.heads, inner=run.net.sizes.inner)
    (args.out / "config.json").write_text(json.dumps(asdict(kept)), encoding="utf-8")
    elders = load_teachers(config.taught_by, args.teachers, texts.labels, device)
    weights = WEIGHTS | {"taught": config.taught}
    run.resume(args.out, device)
    noise = random.Random(config.seed + run.step)
    started, seen, sums = time.time(), 0, dict.fromkeys(WEIGHTS, 0.0)
    while run.step < total:
        epoch, skip = divmod(run.step, per_epoch)
        order = config.seed * 1000 + epoch
        if config.recut:
            items = texts.windows(random.Random(order))
        batches = make_batches(items, size=config.batch_pieces, seed=order)
        for chosen in islice(batches, skip, per_epoch):
            batch = to_device(collate(chosen, noise=noise, hide=config.hide, hidden=hidden), device)
            run.net.train()
            with torch.autocast(device.type, torch.bfloat16, enabled=half):
                teaching = run.teacher is not None and run.step >= config.teach_from * total
                own = [run.teacher.net] if run.teacher is not None and teaching else []
                losses = batch_losses(run.net, batch, elders or own, whole=bool(elders))
                loss = sum(weights[k] * v for k, v in losses.items())
            run.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(run.net.parameters(), config.clip)
            run.optimizer.step()
            run.schedule.step()
            run.step += 1
            seen += int(batch.mask.sum())
            for k, v in losses.items():
                sums[k] += v.item() / 50
            if run.step >= config.average_from * total:
                run.averaged.update(run.net)
            if run.teacher is not None:
                run.teacher.update(run.net)
            if run.step % 50 == 0:
                shown = " ".join(f"{k} {v:.3f}" for k, v in sums.items())
                print(f"{run.step}/{total} {seen / (time.time() - started):.0f}/s {shown}", flush=True)
                sums = dict.fromkeys(WEIGHTS, 0.0)
            if run.step % args.save_every == 0:
                run.save(args.out)
        run.step = max(run.step, (epoch + 1) * per_epoch)  # texts cut anew can make a batch less
    run.save(args.out)
    torch.save(run.averaged.state or run.net.state_dict(), args.out / "final.pt")


def load_teachers(
    names: tuple[str, ...], folders: list[Path], labels: Labels, device: torch.device
) -> list[Network]:
    """Return the networks of earlier runs that a config names, in its order.

    Raises:
        ValueError: there are not as many folders as names, or a run has other labels.
    """
    if len(names) != len(folders):
        raise ValueError(
            f"the config is taught by {', '.join(names) or 'none'}; give a --teachers folder for each"
        )
    elders = []
    for folder in folders:
        stored = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        if any(tuple(stored[k]) != v for k, v in asdict(labels).items() if k in stored):
            raise ValueError(f"{folder} was trained on other labels")
        elder = build_network(labels, sizes_of(folder))
        elder.load_state_dict(
            torch.load(folder / "final.pt", map_location="cpu", weights_only=True), strict=False
        )
        elders.append(elder.to(device).eval().requires_grad_(False))
    return elders


def to_device(batch: Batch, device: torch.device) -> Batch:
    """Move the tensors of a batch."""
    if device.type == "cpu":
        return batch
    for f in fields(batch):
        value = getattr(batch, f.name)
        if isinstance(value, torch.Tensor):
            setattr(batch, f.name, value.to(device))
    batch.tags = {k: v.to(device) for k, v in batch.tags.items()}
    if batch.lesson is not None:
        lesson = batch.lesson
        lesson.tags = {k: v.to(device) for k, v in lesson.tags.items()}
        for name in ("arcs", "relations", "frames"):
            value = getattr(lesson, name)
            setattr(lesson, name, value.to(device) if value is not None else None)
    return batch


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="model.safetensors of the base encoder")
    parser.add_argument("--vocabulary", type=Path, required=True, help="tokenizer.json of the base encoder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--config", type=Path)
    parser.add_argument(
        "--start", type=Path, help="weights folder of the edition that the config goes on from"
    )
    parser.add_argument(
        "--teachers",
        type=Path,
        nargs="*",
        default=[],
        help="folders of the runs that the config is taught by",
    )
    parser.add_argument("--lessons", type=Path, help="folder of the lessons that the config asks for")
    parser.add_argument("--save-every", type=int, default=100)
    args = parser.parse_args()
    train(Config.from_file(args.config) if args.config else Config(), args)


if __name__ == "__main__":
    main()
