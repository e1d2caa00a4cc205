"""PLOVER contexts of events: those that the word itself implies, then those that words of its sentence suggest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

from onrecord.lexicons import load_table
from onrecord.record.parse import Parse

MOST = 3
"""Contexts that an event gets at most."""


@dataclass(frozen=True, slots=True)
class ContextWord:
    """A row of contexts.tsv: a word or short phrase, in lower case, and the context that it suggests."""

    word: str
    context: str


@cache
def _rows() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return phrases and their contexts by first word."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in load_table("contexts.tsv", ContextWord):
        phrase = tuple(row.word.lower().split())
        found.setdefault(phrase[0], []).append((phrase, row.context))
    return {first: tuple(rows) for first, rows in found.items()}


class ContextFinder:
    """Finds the contexts of the events of one report."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self._of_sentence: dict[int, tuple[str, ...]] = {}

    def of(self, head: int, implied: tuple[str, ...]) -> tuple[str, ...]:
        """Return the contexts of an event, those that its word implies first.

        Args:
            head: its head word.
            implied: contexts that its row in the table of events has.
        """
        return tuple(dict.fromkeys([*implied, *self._suggested(self.parse.words[head].sentence)]))[:MOST]

    def _suggested(self, number: int) -> tuple[str, ...]:
        """Return the contexts that the words of a sentence suggest, those of most words first."""
        if number not in self._of_sentence:
            sentence = self.parse.reading.sentences[number]
            words = range(sentence.first_word, sentence.end_word)
            forms = [self.parse.form(w).lower() for w in words]
            lemmas = [self.parse.lemmas[w] for w in words]
            counts: Counter[str] = Counter()
            for k, (form, lemma) in enumerate(zip(forms, lemmas, strict=True)):
                if form not in _rows() and lemma not in _rows():
                    continue
                for phrase, context in dict.fromkeys((*_rows().get(form, ()), *_rows().get(lemma, ()))):
                    end = k + len(phrase)
                    if phrase in (tuple(forms[k:end]), tuple(lemmas[k:end])):
                        counts[context] += 1
            self._of_sentence[number] = tuple(context for context, _ in counts.most_common(MOST))
        return self._of_sentence[number]
