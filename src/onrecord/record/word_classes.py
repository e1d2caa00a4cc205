"""What sort of thing a word stands for, as the conditions of the event tables ask: a person, a body, a place, a weapon."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from onrecord.lexicons import load_table
from onrecord.model import Entity, Place
from onrecord.record.bodies import find_head
from onrecord.record.event_words import is_event_noun
from onrecord.record.parse import Parse
from onrecord.record.roles import role_words


@dataclass(frozen=True, slots=True)
class ClassedNoun:
    """A row of noun_classes.tsv: a noun in the singular, and the class of the event tables that it is of."""

    word: str
    kind: str


@cache
def _nouns(kind: str) -> frozenset[str]:
    return frozenset(row.word for row in load_table("noun_classes.tsv", ClassedNoun) if row.kind == kind)


class WordClasses:
    """Tells what sort of thing the words of one report stand for."""

    def __init__(self, parse: Parse, entities: tuple[Entity, ...], places: tuple[Place, ...]) -> None:
        self.parse = parse
        self._types: dict[int, str] = {}
        self._armed: set[int] = set()
        for entity in entities:
            for mention in entity.mentions:
                head = parse.head_of(mention.span)
                if head is not None:
                    self._types.setdefault(head, entity.type)
                    if entity.sector in ("REB", "MIL"):
                        self._armed.add(head)
        self._ground = [place.span for place in places]

    @cached_property
    def _ground_heads(self) -> frozenset[int]:
        heads = (self.parse.head_of(span) for span in self._ground)
        return frozenset(head for head in heads if head is not None)

    def holds(self, index: int, values: Iterable[str]) -> bool:
        """Tell whether a word is one of the values: lemmas, or classes in capitals."""
        word, form = self.parse.words[index], self.parse.form(index).lower()
        known = {word.lemma.lower(), form}
        joined = self.parse.joined(index)
        if joined is not None:
            known.add(joined)
        if form.endswith("s") and (word.upos == "PROPN" or word.xpos == "NNS"):
            # "Warplanes bombed ...", taken for a name at the start; "troops", which have no singular of their own
            known.add(form[:-1])
        return any(self.is_of(index, value) if value.isupper() else value in known for value in values)

    def is_of(self, index: int, kind: str) -> bool:
        """Tell whether a word is of a class of the event tables.

        Raises:
            KeyError: there is no such class.
        """
        return _CLASSES[kind](self, index)

    def person(self, index: int) -> bool:
        """Tell whether a word stands for people."""
        word = self.parse.words[index]
        if self._types.get(index) == "PERSON" or self._noun(index, "PERSON"):
            return True
        if word.upos == "NOUN" and self.parse.lemmas[index] in role_words():
            return True
        if word.upos == "PRON":
            return word.lemma.lower() in (
                "he",
                "she",
                "they",
                "we",
                "i",
                "who",
                "whom",
                "someone",
                "everyone",
            )
        if word.upos == "NUM":
            return self._counts_people(index)
        row = find_head((word.lemma.lower(),), last=0)
        return row is not None and row.type == "PERSON"

    def _counts_people(self, index: int) -> bool:
        """Tell whether a bare number counts people: "killed three", "three of them"."""
        of = [c for c in self.parse.children[index] if self.parse.case(c) == "of"]
        return not of or any(self.person(c) for c in of)

    def body(self, index: int) -> bool:
        """Tell whether a word stands for an organisation, a state or an armed force."""
        word = self.parse.words[index]
        if self._types.get(index) in ("ORG", "GPE", "NORP") or self._noun(index, "BODY"):
            return True
        row = find_head((word.lemma.lower(),), last=0)
        return row is not None and row.type == "ORG"

    def side(self, index: int) -> bool:
        """Tell whether a word stands for somebody who can act."""
        return self.person(index) or self.body(index) or self._types.get(index) in ("GPE", "NORP")

    def armed(self, index: int) -> bool:
        """Tell whether a word stands for soldiers or rebels, or for one of their bodies."""
        row = find_head((self.parse.lemmas[index],), last=0) or find_head(
            (self.parse.form(index).lower(),), last=0
        )
        return index in self._armed or (row is not None and row.sector in ("REB", "MIL"))

    def place(self, index: int) -> bool:
        """Tell whether a word stands for ground."""
        known = index in self._ground_heads or self._types.get(index) in ("GPE", "LOC", "FAC")
        return known or self._noun(index, "PLACE")

    def event(self, index: int) -> bool:
        """Tell whether a word is a noun of an event."""
        word = self.parse.words[index]
        if word.upos != "NOUN":
            return False
        return is_event_noun(word.lemma.lower()) or is_event_noun(self.parse.joined(index) or "")

    def clause(self, index: int) -> bool:
        """Tell whether a word heads a clause."""
        return self.parse.words[index].upos in ("VERB", "AUX")

    def _noun(self, index: int, kind: str) -> bool:
        nouns = _nouns(kind)
        return self.parse.lemmas[index] in nouns or self.parse.form(index).lower() in nouns

    def money(self, index: int) -> bool:
        """Tell whether a word stands for money."""
        return self._noun(index, "MONEY") or any(sign in self.parse.form(index) for sign in "$€£¥")


def _listed(kind: str) -> Callable[[WordClasses, int], bool]:
    return lambda classes, index: classes._noun(index, kind)


_CLASSES: Mapping[str, Callable[[WordClasses, int], bool]] = {
    "PERSON": WordClasses.person,
    "BODY": WordClasses.body,
    "SIDE": WordClasses.side,
    "ARMED": WordClasses.armed,
    "PLACE": WordClasses.place,
    "EVENT": WordClasses.event,
    "CLAUSE": WordClasses.clause,
    "MONEY": WordClasses.money,
    "WEAPON": _listed("WEAPON"),
    "VEHICLE": _listed("VEHICLE"),
    "BUILDING": _listed("BUILDING"),
    "TALK": _listed("TALK"),
    "THING": lambda classes, index: not classes.side(index) and not classes.clause(index),
    "ANY": lambda classes, index: True,
}
"""The classes of the event tables; NONE is dealt with where a relation is looked up."""
