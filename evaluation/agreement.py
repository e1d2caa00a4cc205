"""How far two annotators of the same report agree: the bound that a program's figures on their gold can be read against.

    python -m evaluation.agreement

Reads the gold of `gold/reports` alone: five reports were annotated by two people apart. Events of the two are one where
an anchor of the one (or another mention that it gives) overlaps one of the other, each taken once, in order.

- `events`: F1 of the events of the one against the other's.
- `label`: of the events that both have, the share with the same label; `label kappa` is Cohen's.
- `chain`: of these, the share told on the same word: as many voices, and each the same unnamed one, or a name with a
  mention in common.
- `type`: of these, the share with the same first type, or both without.

Only first choices are compared. What else an annotator accepts was written down after both had seen where they differ, and
so agrees by itself.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

from evaluation.annotated import FOLDER
from evaluation.metrics import Counts

MEASURES = ("events", "label", "chain", "type")

Gold = dict[str, Any]


def find_pairs(folder: Path = FOLDER) -> list[tuple[Gold, Gold]]:
    """Return the annotations of the same text, two by two."""
    by_text: dict[str, list[Gold]] = {}
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        by_text.setdefault(gold["sha256"], []).append(gold)
    return [pair for own in by_text.values() for pair in combinations(own, 2)]


def match_events(one: Gold, other: Gold) -> list[tuple[Gold, Gold]]:
    """Return the events that both have, in the order of the first."""
    left = list(other["events"])
    matched = []
    for event in one["events"]:
        twin = next((e for e in left if _overlap(_anchors(event), _anchors(e))), None)
        if twin is not None:
            left.remove(twin)
            matched.append((event, twin))
    return matched


def _anchors(event: Gold) -> list[Gold]:
    return [event["anchor"], *event.get("also_anchors", [])]


def _overlap(ones: Iterable[Gold], others: Iterable[Gold]) -> bool:
    others = list(others)
    return any(a["start"] < b["end"] and b["start"] < a["end"] for a in ones for b in others)


def compare(one: Gold, other: Gold) -> dict[str, Counts]:
    """Return the counts of one pair of annotations."""
    matched = match_events(one, other)
    n = len(matched)

    def share(right: int) -> Counts:
        return Counts(right, n, n)

    return {
        "events": Counts(n, len(one["events"]), len(other["events"])),
        "label": share(sum(a["factuality"] == b["factuality"] for a, b in matched)),
        "chain": share(sum(_same_chain(a["on_word_of"], b["on_word_of"], one, other) for a, b in matched)),
        "type": share(sum(_same_type(a, b) for a, b in matched)),
    }


def _same_type(a: Gold, b: Gold) -> bool:
    """Tell whether two events have the same first type; "no type" is one."""
    one, other = ((event.get("types") or [None])[0] for event in (a, b))
    return bool(one == other)


def _same_chain(ones: list[str], others: list[str], gold: Gold, other_gold: Gold) -> bool:
    return len(ones) == len(others) and all(
        _same_voice(a, b, gold, other_gold) for a, b in zip(ones, others, strict=True)
    )


def _same_voice(a: str, b: str, gold: Gold, other_gold: Gold) -> bool:
    return a == b or _overlap(_mentions(a, gold), _mentions(b, other_gold))


def _mentions(name: str, gold: Gold) -> list[Gold]:
    return [m for entity in gold["entities"] if entity["name"] == name for m in entity["mentions"]]


def kappa(pairs: list[tuple[str, str]]) -> float:
    """Return Cohen's kappa of two annotators' labels of the same things.

    >>> kappa([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")])
    0.5
    """
    n = len(pairs)
    observed = sum(a == b for a, b in pairs) / n
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[label] * second[label] for label in first) / n**2
    return (observed - chance) / (1 - chance) if chance < 1 else 1.0


def measure(folder: Path = FOLDER) -> tuple[dict[str, Counts], float]:
    """Return the counts over all pairs, and kappa of the labels."""
    pairs = find_pairs(folder)
    rows = [compare(*pair) for pair in pairs]
    total = {name: sum((row[name] for row in rows), Counts(0, 0, 0)) for name in MEASURES}
    labels = [(a["factuality"], b["factuality"]) for one, other in pairs for a, b in match_events(one, other)]
    return total, kappa(labels)


def main() -> None:
    """Print the agreement."""
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    total, agreed = measure()
    for name, counts in total.items():
        if name == "events":
            print(f"{name:16s} {counts.right:4d} of {counts.gold} and {counts.found}  {counts.f1:5.1f} F1")
        else:
            print(
                f"{name:16s} {counts.right:4d} of {counts.gold:4d}  {100 * counts.right / counts.gold:5.1f} %"
            )
    print(f"{'label kappa':16s} {agreed:.2f}")


if __name__ == "__main__":
    main()
