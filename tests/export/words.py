"""Spans by the words that they cut, for records that are built by hand."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model import Participant, Span


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a record built by hand."""

    text: str

    def at(self, words: str, *, nth: int = 1) -> Span:
        """Return where the nth occurrence of the words lies."""
        start = -1
        for _ in range(nth):
            start = self.text.index(words, start + 1)
        return Span(start, start + len(words))

    def party(self, words: str, entity: str | None = None, *, nth: int = 1) -> Participant:
        """Return a participant by its words."""
        return Participant(self.at(words, nth=nth), entity)
