"""What stands round a report and is not part of it: navigation, links to other reports, notes, credits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.lexicons import load_table

_MAX_CHARACTERS = 420
"""Longest paragraph that can be furniture, in code points: cookie notes are the longest."""


@dataclass(frozen=True, slots=True)
class FurnitureRow:
    """One row of `furniture.tsv`: a regular expression for a whole paragraph, and what it is then."""

    kind: str
    pattern: str


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    by_kind: dict[str, list[re.Pattern[str]]] = {}
    for row in load_table("furniture.tsv", FurnitureRow):
        # Words in capitals make the difference for "READ MORE Nine islands", hence no IGNORECASE there.
        flags = 0 if row.pattern.startswith(("(?:READ", r"\((?:[A-Z]")) else re.IGNORECASE
        by_kind.setdefault(row.kind, []).append(re.compile(row.pattern, flags))
    return {kind: tuple(patterns) for kind, patterns in by_kind.items()}


def furniture_kind(paragraph: str) -> str | None:
    """Return what sort of furniture a paragraph is, or None if it may belong to the report.

    Kinds: navigation, sharing, related, consent, advert, promo, rights, note, label, credit.
    Only whole paragraphs are judged, so a sentence that mentions cookies is left alone.
    """
    text = " ".join(paragraph.split())
    if not text or len(text) > _MAX_CHARACTERS:
        return None
    for kind, patterns in _patterns().items():
        if kind != "lead_in" and any(pattern.fullmatch(text) for pattern in patterns):
            return kind
    return None


def is_lead_in(words: str) -> bool:
    """Tell whether words in capitals announce a form ("BREAKING", "ANALYSIS") and so name no place."""
    return any(pattern.fullmatch(words.strip()) for pattern in _patterns()["lead_in"])
