"""A statement in the making."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.model import Span
from onrecord.record.cues import CueReading


@dataclass(slots=True)
class Draft:
    """A statement in the making."""

    cue: CueReading | None
    source: Span | None
    content: list[Span]
    score: float
    reasons: list[str] = field(default_factory=list)
    silent_source: bool = False  # it is known that the text names no source
    block: bool = False  # its content is whole paragraphs that need no marks
    outer: Draft | None = None  # the statement that it is within, where no words tell

    @property
    def start(self) -> int:
        """First offset of anything that belongs to it."""
        return min(s.start for s in self.spans)

    @property
    def spans(self) -> list[Span]:
        """All its spans."""
        return [
            *self.content,
            *([self.cue.span] if self.cue else []),
            *([self.source] if self.source else []),
        ]
