"""A stretch of a report's text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch `[start, end)` of a text, in Unicode code points.

    Raises:
        ValueError: the offsets are negative or `end` lies before `start`.

    >>> Span(0, 8).cut("BRUSSELS, December 12.")
    'BRUSSELS'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span {self.start}:{self.end} is not a half-open stretch of a text")

    def __len__(self) -> int:
        return self.end - self.start

    def cut(self, text: str) -> str:
        """Return the characters of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Tell whether the other span lies wholly within this one."""
        return self.start <= other.start and other.end <= self.end

    def shared(self, other: Span) -> int:
        """Return how many characters the two spans have in common."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


def cover(spans: tuple[Span, ...] | list[Span]) -> Span:
    """Return the smallest span that holds all of `spans`.

    Raises:
        ValueError: `spans` is empty.
    """
    if not spans:
        raise ValueError("no spans to cover")
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def trim(span: Span, text: str, extra: str = "") -> Span:
    """Return the span without white space, or characters of `extra`, at either end.

    A span of nothing but such characters comes back empty, at its own start.
    """
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in extra):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in extra):
        end -= 1
    if start == span.start and end == span.end:
        return span
    return Span(start, end) if start < end else Span(span.start, span.start)
