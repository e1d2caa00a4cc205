"""Train the coreference scorer of a weights folder on what its reader finds, and write it there.

`python -m training.coreference --weights DIR --data DIR [--passes N] [--seed N]`

The reader goes over GUM's training part once; its mentions, vectors and speech frames are what the scorer sees at run
time, faults included. Gold chains are OntoGUM's; a mention belongs to the chain of the gold mention whose top word it
has. The encoder stays as it is, so that this takes minutes.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from evaluation.coreference import METRICS, chains_of, conll_f1, read_gold
from onrecord.model import Document, Reading, Span, text_digest
from onrecord.read.coreference import REACH, Linker
from onrecord.read.pairs import MentionTable, pair_features
from onrecord.read.reader import Reader
from training.export import write_manifest
from training.links import LinkScorer, link_arrays
from training.train import RunningMean

_ROWS = 64
"""Mentions whose antecedents are scored together; bounds memory."""

_SHIFTS = (-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
"""What is tried as a shift of all scores."""

_MEAN_RATE = 0.995
"""Share of the mean that stays at each step."""

_FLOOR = 150
"""Mentions a document is taken to have at least, so that those of a short one do not weigh more."""


@dataclass(frozen=True, slots=True)
class Text:
    """One document as the reader sees it: its table, vectors (n, width) and gold chain of each mention."""

    reading: Reading
    table: MentionTable
    vectors: Tensor
    chains: np.ndarray
    gold: tuple[frozenset[Span], ...]


class _Listener:
    """Stands in the place of the reader's linker and keeps what it is asked about."""

    def __init__(self) -> None:
        self.vectors = np.empty((0, 0), dtype=np.float32)
        self.table: MentionTable | None = None

    def chains(self, mentions: Sequence[object], vectors: np.ndarray, table: MentionTable) -> list[int]:
        self.vectors, self.table = vectors, table
        return list(range(len(mentions)))


def read_texts(reader: Reader, data: Path, part: str, *, limit: int | None = None) -> list[Text]:
    """Return the documents of a part of GUM as the reader sees them."""
    listener = _Listener()
    reader._linker = listener  # type: ignore[assignment]
    texts = []
    for document, gold in read_gold(data, part):
        reading = reader.read(Document(text_digest(document.text), document.name, document.text))
        if listener.table is not None and len(reading.mentions) > 1:
            vectors = torch.from_numpy(listener.vectors.astype(np.float32))
            texts.append(Text(reading, listener.table, vectors, gold_chains(reading, gold), tuple(gold)))
        if limit and len(texts) >= limit:
            break
    return texts


def gold_chains(reading: Reading, gold: Sequence[frozenset[Span]]) -> np.ndarray:
    """Return the number of the gold chain of each mention, a number of its own where it is in none."""
    words = reading.words
    starts, ends = (np.array([getattr(w.span, k) for w in words]) for k in ("start", "end"))
    of_head = {mention.head: k for k, mention in enumerate(reading.mentions)}
    chains = -2 - np.arange(len(reading.mentions))
    for number, chain in enumerate(gold):
        for span in chain:
            first = int(np.searchsorted(ends, span.start, side="right"))
            last = max(int(np.searchsorted(starts, span.end)) - 1, first)
            inside = range(first, min(last + 1, len(words)))
            tops = [k for k in inside if words[k].head is None or words[k].head not in inside]
            own = next((of_head[k] for k in tops if k in of_head), None)
            if own is not None:
                chains[own] = number
    return chains


def text_loss(scorer: LinkScorer, text: Text) -> Tensor:
    """Return the negative log chance that mentions take an antecedent of their chain, summed (Lee et al. 2017)."""
    n, total = len(text.chains), torch.zeros(())
    own = torch.from_numpy(text.table.own)
    for first in range(0, n, _ROWS):
        end, back = min(first + _ROWS, n), max(0, first - REACH)
        rows, columns = slice(first, end), slice(back, end)
        features = torch.from_numpy(pair_features(text.table, rows, columns)).permute(1, 2, 0)
        scores = scorer(text.vectors, own, features, rows, columns)
        earlier = torch.ones_like(scores, dtype=torch.bool).tril(first - back - 1)
        scores = scores.masked_fill(~earlier, -1e4)
        same = torch.from_numpy(text.chains[rows, None] == text.chains[None, columns]) & earlier
        right = torch.cat([same, ~same.any(1, keepdim=True)], 1)
        joint = torch.cat([scores, torch.zeros(end - first, 1)], 1)
        total = (
            total + (torch.logsumexp(joint, 1) - torch.logsumexp(joint.masked_fill(~right, -1e4), 1)).sum()
        )
    return total


def train_scorer(texts: list[Text], *, passes: int, seed: int, rate: float = 1.5e-3) -> LinkScorer:
    """Return a scorer trained on some documents, one document a step: the running mean of its weights."""
    torch.manual_seed(seed)
    scorer = LinkScorer(texts[0].vectors.shape[1])
    optimizer = torch.optim.AdamW(scorer.parameters(), lr=rate, weight_decay=0.01)
    total = passes * len(texts)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.0, 1 - step / total))
    order, mean = random.Random(seed), RunningMean(scorer, _MEAN_RATE)
    for k in range(passes):
        summed, n = 0.0, 0
        for text in order.sample(texts, len(texts)):
            loss = text_loss(scorer, text)
            optimizer.zero_grad()
            (loss / max(len(text.chains), _FLOOR)).backward()
            nn.utils.clip_grad_norm_(scorer.parameters(), 2.0)
            optimizer.step()
            schedule.step()
            mean.update(scorer)
            summed, n = summed + float(loss.detach()), n + len(text.chains)
        print(f"pass {k + 1} of {passes}: {summed / n:.4f} a mention", flush=True)
    return mean.net


def write_scorer(scorer: LinkScorer, folder: Path) -> None:
    """Put a scorer into a weights folder, in half precision, and renew its manifest."""
    with np.load(folder / "heads.npz") as stored:
        arrays = {name: stored[name] for name in stored.files if not name.startswith("links/")}
    np.savez(folder / "heads.npz", **arrays, **link_arrays(scorer))
    write_manifest(folder, json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["edition"])


def tune_threshold(scorer: LinkScorer, texts: list[Text]) -> dict[str, float]:
    """Set how much better than none an antecedent must be, on documents kept out of training; return their scores.

    The scorer leans to none where it is unsure, as most mentions stand alone.
    """
    best, best_scores = 0.0, dict[str, float]()
    for shift in _SHIFTS:
        arrays = {name: value.numpy() for name, value in scorer.state_dict().items()}
        linker = Linker(arrays | {"out.bias": arrays["out.bias"] + shift})
        rows = []
        for text in texts:
            chains = linker.chains(text.reading.mentions, text.vectors.numpy(), text.table)
            mentions = zip(text.reading.mentions, chains, strict=True)
            linked = replace(text.reading, mentions=tuple(replace(m, chain=chain) for m, chain in mentions))
            found = chains_of(linked)
            rows.append({name: metric(text.gold, found) for name, metric in METRICS.items()})
        scores = conll_f1(rows)
        print(f"shift {shift}: " + ", ".join(f"{k} {v:.2f}" for k, v in scores.items()), flush=True)
        if scores["CoNLL F1"] > best_scores.get("CoNLL F1", 0.0):
            best, best_scores = shift, scores
    with torch.no_grad():
        scorer.out.bias += best
    return best_scores


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--weights", type=Path, required=True, help="weights folder, changed in place")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--passes", type=int, default=12)
    parser.add_argument("--seed", type=int, default=5)
    args = parser.parse_args()
    torch.set_num_threads(1)
    reader = Reader.load(args.weights)
    scorer = train_scorer(read_texts(reader, args.data, "train"), passes=args.passes, seed=args.seed)
    scores = tune_threshold(scorer, read_texts(reader, args.data, "dev"))
    write_scorer(scorer, args.weights)
    print("OntoGUM dev: " + ", ".join(f"{k} {v:.1f}" for k, v in scores.items()))


if __name__ == "__main__":
    main()
