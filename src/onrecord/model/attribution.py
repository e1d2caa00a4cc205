"""On whose word: the links of a chain of attribution."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attribution:
    """One voice of a chain: the statement that reports, and the entity that speaks (None if unnamed)."""

    statement: str
    entity: str | None
