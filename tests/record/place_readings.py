"""Readings made by hand for the tests of places."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from onrecord.model import Document, Mention, Reading, Sentence, Span, Word, text_digest

_WORD = re.compile(r"[A-Z](?:\.[A-Z])+\.?|[\w-]+(?=[’']s\b)|[’']s\b|[\w-]+|[^\w\s]")
_NOUNS = frozenset({"city", "town", "country", "region", "council", "army", "north"})


def make_reading(
    text: str,
    *,
    names: Sequence[tuple[str, str]] = (),
    nominals: Sequence[tuple[str, int]] = (),
    tags: Mapping[str, tuple[str, str, str]] | None = None,
    document: Document | None = None,
) -> Reading:
    """Return a reading of a text, one sentence a line.

    Args:
        text: the report.
        names: names as written, each with its type; every occurrence is a mention, one chain a name.
        nominals: nominal mentions (their head word) with their chain; names have the chains 0, 1 ...
        tags: for a word its relation, the word it depends on, and that word's part of speech; all other
            words hang on nothing.
        document: the document, if it has more than a text.
    """
    tags = tags or {}
    spans = [Span(match.start(), match.end()) for match in _WORD.finditer(text)]
    cut = [span.cut(text) for span in spans]
    verbs = {head: upos for _, head, upos in tags.values()}
    sentences, words = [], []
    start = 0
    for line in text.split("\n"):
        inside = [i for i, span in enumerate(spans) if start <= span.start < start + len(line)]
        if inside:
            sentences.append(Sentence(Span(start, start + len(line)), inside[0], inside[-1] + 1))
        for i in inside:
            relation, head, _ = tags.get(cut[i], ("dep", "", ""))
            at = next((j for j in inside if cut[j] == head), None)
            upos = verbs.get(cut[i]) or (
                "PROPN" if cut[i][:1].isupper() else "NOUN" if cut[i] in _NOUNS else "X"
            )
            upos = "DET" if cut[i].lower() in ("the", "this") else upos
            words.append(Word(spans[i], _lemma(cut[i], upos), upos, "", at, relation, len(sentences) - 1))
        start += len(line) + 1
    mentions = []
    for chain, (name, kind) in enumerate(names):
        for match in re.finditer(rf"\b{re.escape(name)}", text):
            span = Span(match.start(), match.end())
            head = max(i for i, word in enumerate(spans) if span.holds(word))
            mentions.append(Mention(span, head, "name", kind, span, chain, 1.0))
    for noun, chain in nominals:
        head = cut.index(noun)
        mentions.append(Mention(spans[head], head, "nominal", "LOC", None, chain, 1.0))
    mentions.sort(key=lambda mention: (mention.span.start, -mention.span.end))
    document = document or Document(id=text_digest(text), input="-", text=text)
    return Reading(document, tuple(words), tuple(sentences), tuple(mentions), (), "none")


def _lemma(word: str, upos: str) -> str:
    if upos == "VERB":
        return re.sub(r"(?:ed|s)$", lambda match: "e" if word.endswith(("used", "med")) else "", word)
    return word.lower()
