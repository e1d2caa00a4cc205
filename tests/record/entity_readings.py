"""Readings written by hand, and a gazetteer of a few countries, for the tests of entities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model import (
    Document,
    Entity,
    Mention,
    Place,
    Reading,
    Sentence,
    Span,
    SpeechFrame,
    Word,
    text_digest,
)
from onrecord.record.entities import find_entities


@dataclass(frozen=True)
class FakeCountry:
    alpha3: str
    name: str
    geonames: int | None


@dataclass(frozen=True)
class FakeRow:
    country: str | None
    feature: str


COUNTRIES = {
    "Estonia": ("EST", "Estonian", "Estonians", "Tallinn"),
    "Norway": ("NOR", "Norwegian", "Norwegians", "Oslo"),
    "France": ("FRA", "French", "", "Paris"),
    "Sudan": ("SDN", "Sudanese", "", "Khartoum"),
    "South Sudan": ("SSD", "South Sudanese", "", "Juba"),
    "United States": ("USA", "American", "Americans", "Washington"),
    "Iceland": ("ISL", "Icelandic", "Icelanders", "Reykjavik"),
    "Syria": ("SYR", "Syrian", "Syrians", "Damascus"),
}
ALIASES = {"US": "United States", "U.S.": "United States", "America": "United States", "IS": "Iceland"}


class FakeGazetteer:
    """Eight countries; codes hit as in the real one ("IS" is Iceland)."""

    def country(self, name: str) -> FakeCountry | None:
        name = name.removeprefix("the ")
        for country, (code, adjective, people, _) in COUNTRIES.items():
            if name in (country, code, adjective, people) or ALIASES.get(name) == country:
                return FakeCountry(code, country, list(COUNTRIES).index(country) + 1)
        return None

    def demonym(self, word: str) -> FakeCountry | None:
        for country, (_, adjective, people, _) in COUNTRIES.items():
            if word and word in (adjective, people):
                return self.country(country)
        return None

    def find(self, name: str) -> Sequence[FakeRow]:
        return [FakeRow(code, "PPLC") for code, _, _, capital in COUNTRIES.values() if capital == name]


def read(
    rows: str,
    *,
    mentions: Sequence[tuple[str, str, int]] = (),
    frames: Sequence[tuple[str | None, str, str]] = (),
) -> Reading:
    """Return a reading of rows "form/UPOS/head/relation", one sentence a line; heads count from 1.

    The head 0 marks the root.

    Args:
        rows: the words; "_" after the form joins it to the next word; an empty line starts a paragraph.
        mentions: words (with "#2" for their second occurrence), "kind:TYPE" or "kind:TYPE:name words", chain.
        frames: source, cue, content, as words.
    """
    text, words, sentences = "", [], []
    for line in rows.strip().split("\n"):
        if not line.strip():
            text = text.rstrip() + "\n\n"
            continue
        first, start = len(words), len(text)
        for cell in line.split():
            form, tag, head, relation = cell.rsplit("/", 3)
            glued = form.endswith("_") and len(form) > 1
            form = form[:-1] if glued else form
            upos, _, xpos = tag.partition(":")
            span = Span(len(text), len(text) + len(form))
            above = None if head == "0" else first + int(head) - 1
            words.append(Word(span, form.lower(), upos, xpos or _xpos(upos), above, relation, len(sentences)))
            text += form if glued else form + " "
        sentences.append(Sentence(Span(start, len(text.rstrip())), first, len(words)))
    text = text.rstrip()
    found = [_mention(text, words, *mention) for mention in mentions]
    made = [
        SpeechFrame(
            _find(text, cue),
            _find(text, source) if source else None,
            (_find(text, content),) if content else (),
            0.9,
        )
        for source, cue, content in frames
    ]
    document = Document(text_digest(text), "-", text)
    ordered = tuple(sorted(found, key=lambda m: (m.span.start, -m.span.end)))
    return Reading(document, tuple(words), tuple(sentences), ordered, tuple(made), "none")


def _xpos(upos: str) -> str:
    return {"NOUN": "NN", "PROPN": "NNP", "PRON": "PRP", "VERB": "VBD", "ADJ": "JJ"}.get(upos, upos)


def _find(text: str, words: str) -> Span:
    words, _, nth = words.partition("#")
    at = -1
    for _ in range(int(nth or 1)):
        at = _next(text, words, at + 1)
    return Span(at, at + len(words))


def _next(text: str, words: str, start: int) -> int:
    at = text.index(words, start)
    while (at and text[at - 1].isalnum()) or text[at + len(words) : at + len(words) + 1].isalnum():
        at = text.index(words, at + 1)
    return at


def _mention(text: str, words: Sequence[Word], what: str, kind: str, chain: int) -> Mention:
    span = _find(text, what)
    label, *rest = kind.split(":", 2)
    inside = [i for i, word in enumerate(words) if span.holds(word.span)]
    name = None
    if label == "name":
        name = span
        if len(rest) > 1:
            at = text.index(rest[1], span.start)
            name = Span(at, at + len(rest[1]))
    pool = [i for i in inside if name is None or name.holds(words[i].span)]
    heads = [i for i in pool if words[i].head not in pool]
    return Mention(span, heads[0], label, rest[0], name, chain, 0.9)  # type: ignore[arg-type]


def entities(reading: Reading, places: tuple[Place, ...] = ()) -> dict[str, Entity]:
    """Return the entities of a reading by name."""
    return {
        entity.name: entity for entity in find_entities(reading, places=places, gazetteer=FakeGazetteer())
    }


def told(reading: Reading, entity: Entity) -> list[str]:
    """Return the words of an entity's mentions."""
    return [mention.span.cut(reading.text) for mention in entity.mentions]
