"""Disputes between voices held against those that a reader annotated.

A dispute is found where its field is the annotated one, where one is given, and the words of each side stand in the value
or a passage of another side of it; passages are one where they share three fifths of the shorter one's words. Where the
annotation names who holds to a side, one of the voices found must share a word with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.metrics import Counts
from onrecord.model import Contradiction, Record

FIELDS = ("naming", "deed")
FOUND = "disputes"
EXTRA = "disputes not in gold (fewer is better)"

_SAME_PASSAGE = 0.6


@dataclass(frozen=True, slots=True)
class AnnotatedDispute:
    """What a reader found: the words of each side, and who says them, empty where not annotated."""

    field: str | None
    says: tuple[str, str]
    by: tuple[str, str] = ("", "")


def annotated(gold: dict[str, list[dict[str, dict[str, str]]]]) -> list[AnnotatedDispute]:
    """Return the disputes of a specimen's gold."""
    sides = [(one["account_a"], one["account_b"]) for one in gold.get("disputes", [])]
    return [AnnotatedDispute(None, (a["says"], b["says"]), (a["by"], b["by"])) for a, b in sides]


def match(
    wanted: Sequence[AnnotatedDispute], found: Sequence[Contradiction], record: Record
) -> tuple[list[AnnotatedDispute], list[Contradiction]]:
    """Return the annotated disputes that are missed, and those found of naming and deed that are not annotated."""
    left = [one for one in found if one.field in FIELDS]
    missed = []
    for want in wanted:
        hit = next((one for one in left if _is_it(want, one, record)), None)
        if hit is None:
            missed.append(want)
        else:
            left.remove(hit)
    return missed, left


def score(
    wanted: Sequence[AnnotatedDispute], found: Sequence[Contradiction], record: Record
) -> dict[str, Counts]:
    """Return how many annotated disputes of a report are found, and how many found ones are not annotated."""
    missed, extra = match(wanted, found, record)
    n_found = sum(one.field in FIELDS for one in found)
    right = len(wanted) - len(missed)
    return {FOUND: Counts(right, len(wanted), len(wanted)), EXTRA: Counts(len(extra), n_found, n_found)}


def _is_it(want: AnnotatedDispute, one: Contradiction, record: Record) -> bool:
    if want.field not in (None, one.field) or len(one.values) != len(want.says):
        return False
    a, b = one.values
    return any(
        all(
            (not by or _words(by) & _words(" ".join(side.voices)))
            and any(
                _same_passage(says, text)
                for text in (side.value, *(span.cut(record.report.text) for _, span in side.accounts))
            )
            for says, by, side in zip(want.says, want.by, sides, strict=True)
        )
        for sides in ((a, b), (b, a))
    )


def _same_passage(one: str, other: str) -> bool:
    a, b = _words(one), _words(other)
    return bool(a and b) and len(a & b) / min(len(a), len(b)) >= _SAME_PASSAGE


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+(?:'\w+)?", text.lower().replace("’", "'").replace("‘", "'")))
