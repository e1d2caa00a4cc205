"""Train the model that dates events: `python -m training.time_links --data DIR [--out FILE]`.

A linear softmax over the candidates of each event of TDG's training part, by maximum likelihood with a quadratic
penalty; the features are those of `onrecord.record.time_links`, on what the reader finds. Takes a few minutes, nearly
all of it for reading.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import torch
from torch.nn import functional as F  # noqa: N812

import onrecord
from evaluation.event_times import read_settings
from onrecord.pipeline import load
from onrecord.record.time_links import RESOURCE, TimeFeatures
from training.dated_events import read_tdg

_SEEN = 3
"""Times that a feature must be seen to get a weight."""

_PENALTY = 2e-4
"""Weight of the sum of squares; TDG's dev part hardly tells 1e-4 from 3e-4."""

_STEPS = 120

Choice = tuple[list[list[str]], int]
"""The features of an event's candidates, and which is the gold's."""


def read_choices(data: Path) -> list[Choice]:
    """Return the events of TDG's training part whose reference is among the candidates."""
    recorder, choices = load(), []
    for report in read_tdg(data, "train"):
        settings = read_settings(recorder, report.document)
        features: TimeFeatures = settings.finder.links
        for event in report.events:
            head = settings.parse.head_of(event.anchor)
            if head is None:
                continue
            spans = [settings.times[n].span if n >= 0 else None for n in features.candidates(head)]
            gold = [
                k
                for k, span in enumerate(spans)
                if (span is None and event.reference is None)
                or (span is not None and event.reference is not None and span.overlaps(event.reference))
            ]
            if gold:
                choices.append((features.of(head), gold[-1]))
    return choices


def fit(choices: list[Choice]) -> dict[str, float]:
    """Return the weight of each feature that is seen often enough."""
    seen = Counter(name for rows, _ in choices for row in rows for name in row)
    index = {name: k for k, name in enumerate(sorted(n for n, times in seen.items() if times >= _SEEN))}
    names: list[int] = []
    starts: list[int] = []
    events: list[int] = []
    gold: list[int] = []
    for number, (rows, right) in enumerate(choices):
        gold.append(len(starts) + right)
        for row in rows:
            starts.append(len(names))
            events.append(number)
            names += [index[name] for name in row if name in index]
    bags, offsets, owner, target = (torch.tensor(x) for x in (names, starts, events, gold))
    weights = torch.zeros(len(index), 1, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss_of() -> torch.Tensor:
        optimizer.zero_grad()
        scores = F.embedding_bag(bags, weights, offsets, mode="sum")[:, 0]
        totals = torch.zeros(len(gold)).scatter_add(0, owner, scores.exp()).log()
        loss = (totals - scores[target]).mean() + _PENALTY * weights.square().sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(loss_of)  # type: ignore[no-untyped-call]
    found = weights.detach()[:, 0].tolist()
    return {name: round(found[k], 3) for name, k in index.items() if round(found[k], 3)}


def main() -> None:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(onrecord.__file__).parent / "resources" / RESOURCE)
    args = parser.parse_args()
    torch.manual_seed(0)
    choices = read_choices(args.data)
    card = {
        "about": "weights of the model that dates events (onrecord/record/time_links.py)",
        "trained_on": "400 articles of TDG's training part (Jryao/temporal_dependency_graphs_crowdsourcing @ 8eac7a181398)",
        "licence_of_corpus": "none stated (Wikinews text, CC BY 2.5); no text of it is here",
        "made_by": "python -m training.time_links",
        "events": len(choices),
    }
    args.out.write_text(
        json.dumps(card | {"weights": fit(choices)}, indent=0, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    print(f"{len(choices)} events, written to {args.out}")


if __name__ == "__main__":
    main()
