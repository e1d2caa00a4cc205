"""Look-ups in the syntax of a reading: words of a span, heads, children, quotations."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import ClassVar

from onrecord.model import Reading, Span, Word
from onrecord.record.quotations import find_double_quotations


class Parse:
    """The words of a reading with the look-ups that rules on phrases need.

    Attributes:
        reading: the reading.
        text: its text.
        words: its words; the lists that follow have an entry for each of them.
        forms: the words as written.
        lemmas: their dictionary forms in lower case.
        relations: the plain relations to their heads, without what stands after a colon.
        children: the indices of the words that depend on them.
        quotations: the quotations in double marks, without their marks.
    """

    _last: ClassVar[Parse | None] = None

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.text
        self.words = reading.words
        self._starts = [word.span.start for word in reading.words]
        self.forms = [self.text[word.span.start : word.span.end] for word in reading.words]
        self.lemmas = [word.lemma.lower() for word in reading.words]
        self.relations = [word.deprel.partition(":")[0] for word in reading.words]
        self.children: list[list[int]] = [[] for _ in reading.words]
        for index, word in enumerate(reading.words):
            if word.head is not None and word.head != index:
                self.children[word.head].append(index)
        self.quotations = [q.inner for q in find_double_quotations(self.text)]
        self._quote_starts = [span.start for span in self.quotations]
        self._breaks = _paragraph_breaks(self.text)
        self._sentence_ends = [sentence.span.end for sentence in reading.sentences]
        self._subtrees: dict[int, Span] = {}

    @classmethod
    def of(cls, reading: Reading) -> Parse:
        """Return the look-ups of a reading; those of the last one are kept, as several steps ask for them."""
        kept = cls._last
        if kept is None or kept.reading is not reading:
            kept = cls._last = cls(reading)
        return kept

    @classmethod
    def forget(cls) -> None:
        """Let go of the last reading."""
        cls._last = None

    def inside(self, span: Span) -> range:
        """Return the indices of the words that lie within a span."""
        first = bisect_left(self._starts, span.start)
        end = bisect_left(self._starts, span.end)
        return range(first, end)

    def touched(self, spans: Iterable[Span]) -> set[int]:
        """Return the indices of the words that share a character with one of the spans."""
        found: set[int] = set()
        for span in spans:
            first = bisect_left(self._starts, span.start)
            while first > 0 and self.words[first - 1].span.end > span.start:
                first -= 1
            found.update(range(first, bisect_left(self._starts, span.end)))
        return found

    def head_of(self, span: Span) -> int | None:
        """Return the word of a span that depends on a word outside it; None if the span holds no word."""
        found = self.inside(span)
        outer = [i for i in found if self.words[i].head not in found or self.words[i].head == i]
        for index in outer:
            if self.words[index].upos in ("NOUN", "PROPN", "PRON"):
                return index
        return next(iter(outer or found), None)

    def child(self, index: int, *relations: str) -> int | None:
        """Return the first child in one of the relations ("nsubj" also finds "nsubj:pass")."""
        for child in self.children[index]:
            if self.relations[child] in relations or self.words[child].deprel in relations:
                return child
        return None

    def governor(self, index: int) -> int | None:
        """Return what a word hangs on; for a clause on an adverb behind a verb, the verb ("stopped short of firing")."""
        head = self.words[index].head
        if head is None or self.words[index].deprel != "advcl" or self.words[head].deprel != "advmod":
            return head
        verb = self.words[head].head
        return verb if verb is not None and verb + 1 == head else head

    def acts(self, index: int) -> bool:
        """Tell whether a word is the subject of an active verb with an object: "the raid" of "the raid ended the talks"."""
        head = self.words[index].head
        return (
            head is not None
            and self.words[index].deprel == "nsubj"
            and self.child(head, "aux:pass") is None
            and self.child(head, "obj", "iobj", "xcomp") is not None
        )

    def case(self, index: int) -> str:
        """Return the preposition of a word, in lower case, or "" where it has none."""
        child = self.child(index, "case")
        return self.forms[child].lower() if child is not None else ""

    def subtree(self, index: int) -> Span:
        """Return the span from the first to the last word under a word."""
        if index not in self._subtrees:
            self._subtrees[index] = self._find_subtree(index)
        return self._subtrees[index]

    def _find_subtree(self, index: int) -> Span:
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

    def sentences_over(self, span: Span) -> list[Span]:
        """Return the sentences that share a character with a span."""
        found = []
        for number in range(bisect_right(self._sentence_ends, span.start), len(self._sentence_ends)):
            sentence = self.reading.sentences[number].span
            if sentence.start >= span.end:
                break
            found.append(sentence)
        return found

    def word(self, index: int) -> Word:
        """Return a word by its index."""
        return self.words[index]

    def joined(self, index: int) -> str | None:
        """Return a word with the one that a hyphen ties before it, as one lemma ("ceasefire" of "cease-fire"), or None."""
        first = self.tied_to(index)
        return None if first is None else self.forms[first].lower().rstrip("-") + self.lemmas[index]

    def tied_to(self, index: int) -> int | None:
        """Return the word that a hyphen ties before a word, which may be a word of its own or not, or None."""
        start = self.words[index].span.start
        if index < 1 or start < 1 or self.text[start - 1] != "-" or self.words[index - 1].span.end != start:
            return None
        if self.forms[index - 1] != "-":
            return index - 1
        return index - 2 if index > 1 and self.words[index - 2].span.end == start - 1 else None

    def opens(self, index: int) -> bool:
        """Tell whether a word stands before a phrase and is no part of it: "of", "and", "including"."""
        word = self.words[index]
        return word.upos in ("ADP", "CCONJ", "SCONJ", "PUNCT") or word.deprel in ("case", "cc", "mark")

    def form(self, index: int) -> str:
        """Return a word as written."""
        return self.forms[index]

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
    return [match.start() for match in re.finditer("\n", text)]
