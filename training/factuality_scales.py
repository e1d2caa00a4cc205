"""Learn what outlooks come to in numbers: `python -m training.factuality_scales --data DIR [--weights DIR] [--out FILE]`.

For each corpus of factuality that is measured, a linear map from what OnRecord makes of a predicate to the number that
the corpus's readers gave, on its training part: by least squares where correlation is what counts, by least absolute
deviations where nearly all numbers are the same (MEANTIME), both with a quadratic penalty. It judges the outlooks, not the
reports: no record holds these numbers.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np

from evaluation.factuality import (
    TRAINED,
    WEIGHTS,
    Features,
    Judgement,
    SentenceJudge,
    mean_error,
    number_of,
    pearson,
)
from onrecord.pipeline import load
from training.predicates import read_judged

_SEEN = 5
"""Times that a feature must be seen to get a weight."""

_PENALTIES = (2.0, 5.0, 10.0, 20.0, 40.0)
"""Weights of the sum of squares that are tried in five folds of the training part."""

_FOLDS = 5
_EVERY = {"UW": 1, "UDS_IH2": 1, "MEANTIME": 1}
"""One sentence of so many is read, to save time."""

_ABSOLUTE = frozenset({"MEANTIME"})
_ROUNDS, _NEAR = 50, 0.05
_OUTLOOK = ("all", "certainty", "polarity", "condition")
"""What is looked at in a corpus of `_ABSOLUTE`, which is small and hardly varies."""


def read_judgements(data: Path, weights: Path | None) -> dict[str, list[Judgement]]:
    """Return the predicates of the training part of each corpus."""
    judge = SentenceJudge(load(weights=weights))
    return {
        name: [
            judgement
            for one in list(read_judged(data / "factuality" / name, "train"))[:: _EVERY[name]]
            for judgement in judge.judge(one)
        ]
        for name in TRAINED
    }


def learn(judgements: list[Judgement], *, absolute: bool) -> dict[str, float]:
    """Return the weight of each feature, with the penalty that does best in folds of neighbouring sentences."""

    if absolute:
        judgements = [replace(one, features=_outlook_of(one.features)) for one in judgements]

    def badness(penalty: float) -> float:
        pairs = []
        for k in range(_FOLDS):
            low, high = (len(judgements) * n // _FOLDS for n in (k, k + 1))
            rest = judgements[:low] + judgements[high:]
            weights = fit(rest, absolute=absolute, penalty=penalty)
            pairs += [(one.gold, number_of(one.features, weights)) for one in judgements[low:high]]
        return mean_error(pairs) if absolute else -pearson(pairs)

    return fit(judgements, absolute=absolute, penalty=min(_PENALTIES, key=badness))


def _outlook_of(features: Features) -> Features:
    """Return the features that are words of the outlook."""
    return {
        name: value for name, value in features.items() if name.split(" ")[0] in _OUTLOOK and "," not in name
    }


def fit(judgements: list[Judgement], *, absolute: bool, penalty: float) -> dict[str, float]:
    """Return the weight of each feature that is seen often enough."""
    seen = Counter(name for one in judgements for name in one.features)
    names = sorted(name for name, times in seen.items() if times >= _SEEN)
    index = {name: k for k, name in enumerate(names)}
    rows = np.zeros((len(judgements), len(names)))
    for k, one in enumerate(judgements):
        for name, value in one.features.items():
            if name in index:
                rows[k, index[name]] = value
    gold = np.array([one.gold for one in judgements])
    shrink = penalty * np.eye(len(names))
    found = np.linalg.solve(rows.T @ rows + shrink, rows.T @ gold)
    for _ in range(_ROUNDS if absolute else 0):  # reweighted least squares
        share = 1 / np.maximum(np.abs(rows @ found - gold), _NEAR)
        found = np.linalg.solve(rows.T @ (rows * share[:, None]) + shrink, rows.T @ (gold * share))
    return {name: round(float(x), 3) for name, x in zip(names, found, strict=True) if abs(x) >= 0.0005}


def main() -> None:
    """Learn and write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    judgements = read_judgements(args.data, args.weights)
    scales = {name: learn(own, absolute=name in _ABSOLUTE) for name, own in judgements.items()}
    card = {
        "about": "what outlooks come to in the numbers of corpora of factuality (evaluation/factuality.py)",
        "trained_on": {
            name: f"{len(own)} predicates of its training part" for name, own in judgements.items()
        },
        "corpora": "njjiang/factuality_bert @ 03c67193240a: code MIT, data sets without a licence; no text of theirs is here",
        "made_by": "python -m training.factuality_scales",
    }
    args.out.write_text(json.dumps(card | {"scales": scales}, indent=0) + "\n", encoding="utf-8")
    print({name: (len(own), len(scales[name])) for name, own in judgements.items()})


if __name__ == "__main__":
    main()
