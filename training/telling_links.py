"""Learns how likely two tellings are of one happening, from the actions that are one across reports in ECB+.

    python -m training.telling_links --data ../shared/data --out src/onrecord/resources/telling_links.json [--weights DIR]

Every two checked actions of a topic's happening in the training part are a pair, one or not. A linear model (logistic
regression with an L2 penalty, by Newton's method) is fitted to all of them. The likelihood from which tellings are
joined is that at which average linkage gives the best CoNLL F1 on the training part itself.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation.coreference import b_cubed, ceaf_entities, muc
from onrecord.model import FiledRecord, Record
from onrecord.pipeline import load
from onrecord.relate.clusters import average_link
from onrecord.relate.compared import FloatArray
from onrecord.relate.links import LinkModel, features, link_chances
from onrecord.relate.stories import Likeness
from onrecord.relate.tellings import Telling, telling_at
from onrecord.relate.views import View, views_of
from onrecord.relate.word_space import WordSpace
from onrecord.relate.words import Weights
from training.ecbplus import ClusteredReport, read_ecbplus

_PENALTY = 3.0
_STEPS = 12
_TRIED = tuple(x / 100 for x in range(10, 52, 2))


@dataclass(frozen=True, slots=True)
class Topic:
    """The tellings that belong together for comparison, with the chain of each."""

    tellings: list[Telling]
    chains: list[str]


def topics_of(
    reports: list[tuple[ClusteredReport, Record]], views: list[View], group_of: dict[str, str]
) -> list[Topic]:
    """Return the checked actions of reports, grouped by what `group_of` says of each report's name."""
    gold = {report.name: report for report, _ in reports}
    groups: dict[str, Topic] = defaultdict(lambda: Topic([], []))
    for index, view in enumerate(views):
        for action in gold[view.key].actions:
            if action.checked:
                topic = groups[group_of[view.key]]
                topic.tellings.append(telling_at(index, view, action.span))
                topic.chains.append(action.chain)
    return [groups[name] for name in sorted(groups)]


def recorded(data: Path, part: str, weights: Path | None) -> Iterator[tuple[ClusteredReport, Record]]:
    """Yield the reports of a part with their records."""
    recorder = load(weights=weights)
    for report in read_ecbplus(data, part):
        yield report, recorder(report.document)


def views_and_weights(reports: list[tuple[ClusteredReport, Record]]) -> tuple[list[View], Weights]:
    """Return the views of reports, their names as keys, and the weights of their words."""
    views = views_of(FiledRecord(report.name, record) for report, record in reports)
    return views, Weights.of(view.words for view in views)


def fit(x: FloatArray, y: FloatArray) -> FloatArray:
    """Return the weights of a logistic regression with an L2 penalty: float64, (features,)."""
    weights = np.zeros(x.shape[1])
    penalty = _PENALTY * np.eye(x.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-(x @ weights)))
        slope = x.T @ (chance - y) + penalty @ weights
        curve = (x * (chance * (1 - chance))[:, None]).T @ x + penalty
        weights -= np.linalg.solve(curve, slope)
    return weights


def conll(topics: list[Topic], chances: list[FloatArray], least: float) -> float:
    """Return the CoNLL F1, in percent, of joining tellings from a likelihood on, over all topics together."""
    gold: dict[str, set[int]] = defaultdict(set)
    found: list[frozenset[int]] = []
    first = 0
    for topic, chance in zip(topics, chances, strict=True):
        for n, chain in enumerate(topic.chains):
            gold[chain].add(first + n)
        found += [frozenset(first + n for n in cluster) for cluster in average_link(chance, least)]
        first += len(topic.chains)
    chains = [frozenset(chain) for chain in gold.values()]
    return sum(metric(chains, found).f1 for metric in (muc, b_cubed, ceaf_entities)) / 3


def learn(topics: list[Topic], weights: Weights, space: WordSpace, alike: Likeness) -> LinkModel:
    """Return the model that fits the pairs of tellings of the topics."""
    rows, answers = [], []
    names: list[str] = []
    for topic in topics:
        found = features(topic.tellings, weights, space, alike)
        names = list(found)
        upper = np.triu_indices(len(topic.tellings), 1)
        rows.append(np.stack([values[upper] for values in found.values()], axis=1))
        chains = np.array(topic.chains)
        answers.append((chains[:, None] == chains[None, :])[upper])
    fitted = fit(np.concatenate(rows).astype(np.float64), np.concatenate(answers).astype(np.float64))
    model = LinkModel(dict(zip(names, (round(float(w), 4) for w in fitted), strict=True)), 0.0)
    chances = [link_chances(topic.tellings, weights, space, alike, model) for topic in topics]
    least = max(_TRIED, key=lambda t: (round(conll(topics, chances, t), 2), t))
    return LinkModel(model.weights, least)


def main() -> None:
    """Write the model."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--out", type=Path, required=True, help="the table of weights")
    parser.add_argument("--weights", type=Path, help="folder of weights (by default those installed)")
    args = parser.parse_args()
    reports = list(recorded(args.data, "train", args.weights))
    views, weights = views_and_weights(reports)
    topics = topics_of(reports, views, {report.name: report.happening for report, _ in reports})
    model = learn(
        topics, weights, WordSpace.load(args.weights), Likeness.of(range(len(views)), views, weights)
    )
    about = "Written by `python -m training.telling_links`; learnt on the training part of ECB+."
    table = {"about": about, "least": model.least, "weights": model.weights}
    args.out.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    print(f"joined from {model.least}")


if __name__ == "__main__":
    main()
