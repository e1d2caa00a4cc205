"""Look-ups in the syntax of a reading: words of a span, heads, children, quotations."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import ClassVar

from onrecord.model import Reading, Span, Word
from onrecord.record.quotations import find_double_quotations


class Parse:
    """The words of a reading with the look-ups that rules on phrases need."""

    _last: ClassVar[Parse | None] = None

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.text
        self.words = reading.words
        self._starts = [word.span.start for word in reading.words]
        self.children: list[list[int]] = [[] for _ in reading.words]
        for index, word in enumerate(reading.words):
            if word.head is not None and word.head != index:
                self.children[word.head].append(index)
        self.quotations = [q.inner for q in find_double_quotations(self.text)]
        self._quote_starts = [span.start for span in self.quotations]
        self._breaks = _paragraph_breaks(self.text)

    @classmethod
    def of(cls, reading: Reading) -> Parse:
        """Return the look-ups of a reading; those of the last one are kept, as several steps ask for them."""
        kept = cls._last
        if kept is None or kept.reading is not reading:
            kept = cls._last = cls(reading)
        return kept

    def inside(self, span: Span) -> range:
        """Return the indices of the words that lie within a span."""
        first = bisect_left(self._starts, span.start)
        end = bisect_left(self._starts, span.end)
        return range(first, end)

    def head_of(self, span: Span) -> int | None:
        """Return the word of a span that depends on a word outside it; None if the span holds no word."""
        found = self.inside(span)
        outer = [i for i in found if self.words[i].head not in found or self.words[i].head == i]
        nouns = [i for i in outer if self.words[i].upos in ("NOUN", "PROPN", "PRON")]
        chosen = nouns or outer or list(found)
        return chosen[0] if chosen else None

    def child(self, index: int, *relations: str) -> int | None:
        """Return the first child in one of the relations ("nsubj" also finds "nsubj:pass")."""
        for child in self.children[index]:
            relation = self.words[child].deprel
            if relation in relations or relation.split(":")[0] in relations:
                return child
        return None

    def case(self, index: int) -> str:
        """Return the preposition of a word, in lower case, or "" where it has none."""
        child = self.child(index, "case")
        return self.words[child].span.cut(self.text).lower() if child is not None else ""

    def subtree(self, index: int) -> Span:
        """Return the span from the first to the last word under a word."""
        todo, start, end = [index], self.words[index].span.start, self.words[index].span.end
        seen = {index}
        while todo:
            for child in self.children[todo.pop()]:
                if child not in seen:
                    seen.add(child)
                    todo.append(child)
                    start = min(start, self.words[child].span.start)
                    end = max(end, self.words[child].span.end)
        return Span(start, end)

    def word(self, index: int) -> Word:
        """Return a word by its index."""
        return self.words[index]

    def form(self, index: int) -> str:
        """Return a word as written."""
        return self.words[index].span.cut(self.text)

    def quotation(self, offset: int) -> Span | None:
        """Return the quotation that an offset lies in, without its marks, or None."""
        at = bisect_right(self._quote_starts, offset) - 1
        if at >= 0 and self.quotations[at].start <= offset < self.quotations[at].end:
            return self.quotations[at]
        return None

    def paragraph(self, offset: int) -> int:
        """Return the number of the paragraph that an offset lies in."""
        return bisect_right(self._breaks, offset)


def _paragraph_breaks(text: str) -> list[int]:
    return [at for at, char in enumerate(text) if char == "\n"]
