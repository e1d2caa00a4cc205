"""Label inventories of the heads, counted on the training part and kept beside the weights."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass

from training.corpora import MENTION_TYPES, NAME_TYPES, Example

PLOVER_ROOTS = (
    "AGREE", "CONSULT", "SUPPORT", "YIELD", "COOPERATE", "AID", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION",
    "PROTEST", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
"""Types of PLV, which has an older PLOVER: YIELD there is CONCEDE and RETREAT here."""

RARE_SCRIPT = 3
"""A lemma script seen less often than this on train is not learned."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of each head, in the order of its outputs."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    script: tuple[str, ...]
    deprel: tuple[str, ...]
    names: tuple[str, ...] = ("O", *(f"{p}-{t}" for t in NAME_TYPES for p in "BI"))
    mention: tuple[str, ...] = ("none", *MENTION_TYPES)
    plover: tuple[str, ...] = PLOVER_ROOTS

    def as_dict(self) -> dict[str, list[str]]:
        return {k: list(v) for k, v in asdict(self).items()}


def count_labels(examples: list[Example]) -> Labels:
    """Return the labels that the examples hold, most frequent first."""
    counts: dict[str, Counter[str]] = {k: Counter() for k in ("upos", "xpos", "script", "deprel")}
    for example in examples:
        if example.syntax:
            for kind, counter in counts.items():
                counter.update(getattr(example.syntax, kind))
    scripts = tuple(s for s, n in counts["script"].most_common() if n >= RARE_SCRIPT)
    order = {k: tuple(label for label, _ in c.most_common()) for k, c in counts.items()}
    return Labels(order["upos"], order["xpos"], scripts, order["deprel"])
