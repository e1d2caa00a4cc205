"""Rows of the tables of events, with their examples."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventWord:
    lemma: str
    pos: str
    needs: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    roles: str
    reciprocal: bool
    example: str


@dataclass(frozen=True, slots=True)
class Embedder:
    lemma: str
    pos: str
    complement: str
    positive: str
    negative: str
    example: str


@dataclass(frozen=True, slots=True)
class QuantityWord:
    word: str
    what: str
    pos: str
    example: str
