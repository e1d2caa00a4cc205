"""Counts, F1 and bootstrap intervals."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are right, how many the gold holds, how many were found.

    Where everything of the gold is answered (`gold == found`), precision, recall and F1 are the accuracy.
    """

    right: int
    gold: int
    found: int

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.gold + other.gold, self.found + other.found)

    @property
    def precision(self) -> float:
        """Share of what was found that is right, in percent; 0 where nothing was found."""
        return 100 * self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found, in percent; 0 where there is no gold."""
        return 100 * self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, in percent."""
        return 200 * self.right / (self.gold + self.found) if self.gold + self.found else 0.0

    def __str__(self) -> str:
        return (
            f"P {self.precision:5.1f}  R {self.recall:5.1f}  F1 {self.f1:5.1f}  "
            f"({self.right} right, {self.gold} gold, {self.found} found)"
        )


def bootstrap_interval(rows: Sequence[Counts], *, draws: int = 500, seed: int = 1) -> tuple[float, float]:
    """Return the 2.5th and 97.5th percentile of F1 over documents drawn with replacement.

    Raises:
        ValueError: there are no rows to draw from.
    """
    return percentile_interval(rows, lambda drawn: sum(drawn, Counts(0, 0, 0)).f1, draws=draws, seed=seed)


def percentile_interval(
    rows: Sequence[T], score: Callable[[Sequence[T]], float], *, draws: int = 500, seed: int = 1
) -> tuple[float, float]:
    """Return the 2.5th and 97.5th percentile of a score over documents drawn with replacement.

    Raises:
        ValueError: there are no rows to draw from.
    """
    if not rows:
        raise ValueError("no documents to draw from")
    rng = random.Random(seed)
    scores = sorted(score(rng.choices(rows, k=len(rows))) for _ in range(draws))
    return scores[int(0.025 * draws)], scores[int(0.975 * draws) - 1]
