"""The words of a report that stand for happenings, before anything is coded: verbs, event nouns, light verbs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from onrecord.model import Span, Word
from onrecord.record.arguments import ArgumentFinder, Arguments
from onrecord.record.charges import is_denied
from onrecord.record.cues import cue_row
from onrecord.record.event_frames import COUNTING, IN_WHAT, FrameChooser
from onrecord.record.event_words import (
    NO_TYPE,
    STATE,
    UNDONE,
    EventWord,
    LightVerb,
    find_embedder,
    find_row,
    is_event_noun,
    is_listed,
    known_lemma,
    light_verbs,
    longer_lemmas,
)
from onrecord.record.parse import Parse
from onrecord.record.plain_words import PlainVerbs
from onrecord.record.word_classes import WordClasses


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TYPED, UNTYPED = 0.8, 0.6
"""Scores of an event whose word the table gives a type, or lists without one."""

_OF_WAR = _words(
    "airstrike airstrikes missile rocket warplane jet artillery drone bomb bombing militant coalition military target"
)
_OF_LABOUR = _words(
    "union worker wage pay picket strikers employee employer staff walkout teacher nurse driver miner"
)

_ALSO_PERSONS = frozenset({"aides", "escort", "escorts", "help"})
"""Forms of event nouns that may be people: "her aides", which look like aids."""

_ALSO_BODIES = frozenset({"conference", "convention", "delegation", "forum", "mission", "summit"})
"""Event nouns that may be bodies."""

_ENDINGS = frozenset({"cease", "discontinue", "end", "halt", "stop", "suspend"})
"""Verbs that end what is going on."""

_LONGEST_ANCHOR = 40
"""Characters of an anchor of several words; what stands farther apart is told by its first word."""

_TERMS = frozenset({("injure", "party"), ("injured", "party"), ("aggrieve", "party")})
"""Participles that with their noun are one term."""

_THINGS = frozenset({"barricade", "bomb"})
"""Nouns of the table of events that may also be things with which, or to which, something is done."""

_OF_HEARSAY = frozenset(
    {"allege", "purport", "suppose", "suspect", "rumor", "rumour", "attempt", "aggravate", "fail"}
)
"""Verbs whose participle before a noun says how that noun is to be taken."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Words that stand for a happening.

    Attributes:
        head: index of the word that carries it.
        anchor: its words.
        lemma: dictionary form, with what belongs to it ("shoot down", "take control").
        row: its row in the table of events, or None where the table lacks it.
        light: the verb that carries an event noun, with its row, or None.
        score: how likely it is an event, by how it was found.
        went_on: whether it is what another happening ends: the attacks of "ended its attacks".
    """

    head: int
    anchor: Span
    lemma: str
    row: EventWord | None
    light: tuple[int, LightVerb] | None
    score: float
    went_on: bool = False

    @property
    def type(self) -> str | None:
        """PLOVER type, or None."""
        if self.row is None or self.row.type == NO_TYPE:
            return None
        return UNDONE.get(self.row.type, self.row.type) if self.is_ended else self.row.type

    @property
    def is_ended(self) -> bool:
        """Whether the verb that carries it undoes it ("suspended the aid")."""
        return self.light is not None and self.light[1].polarity == "ended"


class HappeningFinder:
    """Finds the happenings of one report."""

    def __init__(self, parse: Parse, arguments: ArgumentFinder, classes: WordClasses) -> None:
        self.parse, self.words, self.arguments, self.classes = parse, parse.words, arguments, classes
        self._frames = FrameChooser(parse, arguments, classes)
        self._plain = PlainVerbs(parse, classes)
        self._named = {
            word
            for mention in parse.reading.mentions
            if mention.name_span is not None and mention.type not in ("EVENT", "OTHER", "TIME")
            for word in parse.inside(mention.name_span)
            if not self._is_told(word)
        } | self._capitalised()

    def _is_told(self, index: int) -> bool:
        """Tell whether a word is a verb with its own subject and object, where a headline was taken for a name."""
        subject, thing = self.parse.child(index, "nsubj"), self.parse.child(index, "obj")
        return self.words[index].upos == "VERB" and subject is not None and thing is not None

    def find(self) -> Iterator[Happening]:
        """Yield the happenings in order of their head words."""
        for index, word in enumerate(self.words):
            if word.upos not in ("VERB", "NOUN", "ADJ") or index in self._named or self._is_tied(index):
                continue
            if word.upos == "VERB" and not self._is_grammar(word):
                found = self._verb(index)
            elif word.upos == "NOUN":
                found = self._noun(index)
            elif word.upos == "ADJ":
                found = self._adjective(index)
            else:
                continue  # an auxiliary or another word of grammar that is tagged as a verb
            if found is None:
                continue
            if found.is_ended:
                yield self._ending(found)
                if self._went_on(found):
                    yield replace(found, light=None, went_on=True)
            else:
                yield found

    def _ending(self, found: Happening) -> Happening:
        """Return the end of something with the verb that tells it: "ended its attacks"."""
        carrier = self.words[found.light[0]] if found.light is not None else None
        if carrier is None or carrier.sentence != self.words[found.head].sentence:
            return found
        anchor = Span(min(carrier.span.start, found.anchor.start), max(carrier.span.end, found.anchor.end))
        return replace(found, anchor=anchor if len(anchor) <= _LONGEST_ANCHOR else carrier.span)

    def _went_on(self, found: Happening) -> bool:
        """Tell whether what is ended was going on: attacks that are to cease, but not a visit that was called off."""
        row = found.row
        return (
            row is not None
            and row.type in ("ASSAULT", "PROTEST")
            and found.light is not None
            and found.light[1].lemma in _ENDINGS
        )

    def _is_grammar(self, word: Word) -> bool:
        """Tell whether a verb only serves another word: an auxiliary, a preposition ("following"), "alleged" before a noun."""
        attribute = word.deprel == "amod" and word.lemma.lower() in _OF_HEARSAY
        return attribute or word.deprel.startswith(("aux", "cop", "case", "mark"))

    def _is_tied(self, index: int) -> bool:
        """Tell whether a word is part of an attribute or a term: "coal-fired", "gas- and coal-fired", "the injured party"."""
        word = self.words[index]
        above = self.parse.lemmas[word.head] if word.head is not None else ""
        if word.deprel == "amod" and (word.lemma.lower(), above) in _TERMS:
            return True
        tied = word.span.start > 0 and self.parse.text[word.span.start - 1] == "-"
        if self.parse.relations[index] in ("amod", "compound"):
            return tied
        participle = word.xpos in ("VBN", "VBG") and self.parse.child(index, "nsubj") is None
        return tied and participle and word.deprel == "conj"

    def _capitalised(self) -> set[int]:
        """Return the attributes that are written with a capital within a sentence: "the Promised Land"."""
        return {
            index
            for index, word in enumerate(self.words)
            if word.deprel == "amod"
            and self.parse.form(index)[:1].isupper()
            and word.head is not None
            and self.parse.form(word.head)[:1].isupper()
        }

    # Verbs

    def _verb(self, index: int) -> Happening | None:
        own = self.arguments.of(index)
        tied = self._tied_lemma(index, "verb")
        if tied is not None:
            row = self._frames.row(tied[0], "verb", own, index)
            return self._happening(index, tied[0], row, (tied[1],)) if row is not None else None
        lemma = known_lemma(self.parse.lemmas[index], "verb")
        for longer, extra in self._longer(index, lemma, own):
            beside = tuple(one for word in extra for one in self.arguments.of(word).obliques)
            behind = own.after(
                longer.rsplit(" ", 1)[1]
            )  # "call in the ambassador", hung as "in the ambassador"
            with_all = replace(own, obliques=(*own.obliques, *beside), objects=own.objects or behind)
            row = self._frames.row(longer, "verb", with_all, index)
            if row is not None and row.type == NO_TYPE and self._only_holds(index, longer, own):
                return None
            if row is not None:
                return self._happening(index, longer, row, extra)
        row = self._row_of_participle(index, own) or self._frames.row(lemma, "verb", own, index)
        holds = lemma != "warn" and self._only_holds(index, lemma, own)
        if row is not None and row.type == NO_TYPE and holds:
            return None
        left_out = row is not None and row.type == STATE and not row.needs
        if row is not None and not left_out:
            return self._happening(index, lemma, row, ())
        score = self._plain.score(index, lemma, own, left_out=left_out, holds=holds)
        return None if score is None else Happening(index, self.words[index].span, lemma, None, None, score)

    def _row_of_participle(self, index: int, own: Arguments) -> EventWord | None:
        """Return the row of a participle that stands as an adjective, or None: "are missing"."""
        word = self.words[index]
        if word.xpos != "VBG" or own.objects or self.parse.child(index, "aux") is None:
            return None
        return self._frames.row(self.parse.form(index).lower(), "adj", own, index)

    def _happening(self, index: int, lemma: str, row: EventWord, extra: tuple[int, ...]) -> Happening | None:
        if row.type == STATE:
            return None
        spans = [self.words[i].span for i in (index, *extra)]
        anchor = Span(min(s.start for s in spans), max(s.end for s in spans))
        if (
            any(self.words[i].sentence != self.words[index].sentence for i in extra)
            or len(anchor) > _LONGEST_ANCHOR
        ):
            anchor = self.words[index].span
        score = UNTYPED if row.type == NO_TYPE else TYPED
        return Happening(index, anchor, lemma, row, None, score)

    def _longer(self, index: int, lemma: str, own: Arguments) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield the lemmas of several words that a verb makes with its particle, noun or preposition."""
        rests = longer_lemmas().get((lemma, "verb"), ())
        if not rests:
            return
        near: dict[str, int] = {}
        for child in self.parse.children[index]:
            word = self.words[child]
            if word.upos == "VERB":
                continue
            # "found Vane guilty", but not "found that Vane was guilty"
            small = word.deprel == "ccomp" and word.upos == "ADJ" and self.parse.child(child, "cop") is None
            if small or word.deprel in ("compound:prt", "advmod", "obj", "xcomp") or word.upos == "ADP":
                denied = word.upos == "ADJ" and is_denied(child, self.parse)
                near.setdefault(
                    f"not {self.parse.lemmas[child]}" if denied else self.parse.lemmas[child], child
                )
        for preposition, target in own.obliques:
            near.setdefault(preposition, target)
            near.setdefault(f"{preposition} {self.parse.lemmas[target]}", target)
        for target in own.objects:
            near.setdefault(self.parse.lemmas[target], target)
            near.setdefault(self.parse.form(target).lower(), target)
        for rest in rests:
            parts = rest.split(" ")
            if rest in near:
                extra = (near[rest],) if self._is_short(index, near[rest]) and rest.count(" ") == 0 else ()
                yield f"{lemma} {rest}", extra
            elif len(parts) > 1 and all(part in near for part in parts):
                yield f"{lemma} {rest}", ()

    def _is_short(self, index: int, other: int) -> bool:
        return 0 < other - index <= 3

    def _only_holds(self, index: int, lemma: str, own: Arguments) -> bool:
        """Tell whether a verb is no happening beside the one that it carries or is said of."""
        return self._holds_event(lemma, own) or self._carries_event(index, lemma, own)

    def _carries_event(self, index: int, lemma: str, own: Arguments) -> bool:
        """Tell whether a verb only carries the event noun that is its object or subject."""
        if any(relation == "xcomp" and self._frames.is_predicate(clause) for relation, clause in own.clauses):
            return False  # "declared the vote void"
        carried = (*own.objects, *own.subjects)
        counted = (
            w for o in carried if self.parse.lemmas[o] in COUNTING for w in self.arguments.of(o).after("of")
        )
        if any(self.classes.event(o) for o in (*carried, *counted)):
            particle = self.parse.child(index, "compound:prt")
            forms = [lemma] if particle is None else [f"{lemma} {self.parse.form(particle).lower()}", lemma]
            if any(form in light_verbs() for form in forms):
                return True
        if any(f"{lemma} {p}" in light_verbs() and self._happens(w) for p, w in own.obliques):
            return True
        for word in own.objects:  # "took part in": verb, noun and preposition
            carrier = f"{lemma} {self.parse.lemmas[word]}"
            beside = (*own.obliques, *self.arguments.of(word).obliques)
            if any(f"{carrier} {p}" in light_verbs() and self._happens(w) for p, w in beside):
                return True
        return False

    def _happens(self, index: int) -> bool:
        return self.classes.event(index) or self.words[index].upos == "VERB"

    def _holds_event(self, lemma: str, own: Arguments) -> bool:
        """Tell whether a verb is a predicate on the event of the clause beneath it ("failed to define")."""
        complements = [
            relation
            for relation, clause in own.clauses
            if relation in ("xcomp", "ccomp") and not self._frames.is_predicate(clause)
        ]
        return bool(complements) and find_embedder(lemma, "verb", ("to", "that", "ing")) is not None

    # Nouns and adjectives

    def _noun(self, index: int) -> Happening | None:
        word = self.words[index]
        lemma, anchor = word.lemma.lower(), word.span
        tied = self._tied_lemma(index, "noun") or self._noun_phrase(index)
        if tied is not None and is_event_noun(tied[0]):
            ends = (word.span, self.words[tied[1]].span)
            lemma, anchor = tied[0], Span(min(s.start for s in ends), max(s.end for s in ends))
        plain = self._plain.noun_score(index)
        known = is_event_noun(lemma) or plain is not None
        if not known or self._only_modifies(index) or self._governs(index, lemma):
            return None
        if self._is_means(index, lemma) or (lemma in _ALSO_BODIES and self._is_actor(index)):
            return None
        if self.classes.person(index) and self.parse.form(index).lower() in _ALSO_PERSONS:
            return None
        own = self.arguments.of(index)
        light = self._frames.light_verb(index)
        row = self._frames.row(lemma, "noun", own, index)
        if row is not None and lemma == "strike" and not row.needs and self._is_of_war:
            row = find_row("strike", "noun", lambda condition: condition.relation == "against")
        if plain is not None and (row is None or not row.needs):
            return Happening(index, anchor, lemma, None, None, plain)
        if row is None or row.type == STATE or (light is not None and self._is_coded(light[0])):
            return None
        return Happening(index, anchor, lemma, row, light, UNTYPED if row.type == NO_TYPE else TYPED)

    def _tied_lemma(self, index: int, pos: str) -> tuple[str, int] | None:
        """Return the lemma that a word makes with one that a hyphen ties before it, if the table has it, and that word."""
        first = self.parse.tied_to(index)
        if first is None:
            return None
        before, own = self.parse.form(first).lower().rstrip("-"), self.parse.lemmas[index]
        return next(((one, first) for one in (f"{before}-{own}", before + own) if is_listed(one, pos)), None)

    def _noun_phrase(self, index: int) -> tuple[str, int] | None:
        """Return the lemma of several words that a noun heads, if the table has it: "martial law", "state of emergency"."""
        for rest in longer_lemmas().get((self.parse.lemmas[index], "noun"), ()):
            for preposition, word in self.arguments.of(index).obliques:
                if rest == f"{preposition} {self.parse.lemmas[word]}":
                    return f"{self.parse.lemmas[index]} {rest}", word
        for child in self.parse.children[index]:
            lemma = f"{self.parse.form(child).lower()} {self.parse.lemmas[index]}"
            if child + 1 == index and is_listed(lemma, "noun"):
                return lemma, child
        return None

    @cached_property
    def _is_of_war(self) -> bool:
        """Whether the report speaks of strikes with weapons rather than of strikes of workers."""
        lemmas = self.parse.lemmas
        return sum(one in _OF_WAR for one in lemmas) > sum(one in _OF_LABOUR for one in lemmas)

    def _is_means(self, index: int, lemma: str) -> bool:
        """Tell whether a noun is a thing by which another event came about: "a car bomb killed two"."""
        word = self.words[index]
        if lemma not in _THINGS and not self.classes.is_of(index, "WEAPON"):
            return False
        if word.head is None or self.parse.relations[index] not in ("nsubj", "obj", "obl"):
            return False
        return self.words[word.head].upos == "VERB" and self._is_coded(word.head)

    def _is_actor(self, index: int) -> bool:
        """Tell whether a noun is the subject of a verb of saying or willing: "the forum has agreed to"."""
        word = self.words[index]
        if word.head is None or word.deprel != "nsubj" or self.words[word.head].upos != "VERB":
            return False
        above = self.parse.lemmas[word.head]
        return cue_row(above) is not None or find_embedder(above, "verb", ("to",)) is not None

    def _is_coded(self, index: int) -> bool:
        """Tell whether a verb has a type of its own with the noun that it carries ("signed the treaty")."""
        found = self._verb(index)
        return found is not None and found.row is not None

    def _governs(self, index: int, lemma: str) -> bool:
        """Tell whether a noun is part of a preposition: "in protest at", "in response to", "in support of"."""
        children = [self.words[c] for c in self.parse.children[index]]
        bare = not any(c.deprel in ("det", "nmod:poss", "amod", "nummod", "compound") for c in children)
        if not bare or lemma not in IN_WHAT or self.parse.case(index) not in ("in", "on"):
            return False
        # "aircraft conducted strikes in support of the army": the army is supported besides
        helped = self.arguments.of(index).after("of") if lemma == "support" else ()
        return not any(self.classes.side(word) for word in helped)

    def _only_modifies(self, index: int) -> bool:
        """Tell whether a noun stands before another that is meant: "attack helicopter", "peace talks", "violence-free"."""
        word = self.words[index]
        if index + 1 < len(self.words) and self.parse.form(index + 1).lower() in ("free", "-free"):
            return True
        return (
            word.deprel in ("compound", "amod", "nmod:unmarked", "flat")
            and word.head is not None
            and word.head > index
        )

    def _adjective(self, index: int) -> Happening | None:
        word = self.words[index]
        if not is_listed(self.parse.lemmas[index], "adj"):
            return None
        row = self._frames.row(word.lemma.lower(), "adj", self.arguments.of(index), index)
        if row is None or row.type == STATE or word.deprel in ("amod", "compound"):
            return None
        verb = (
            self._verb(word.head) if word.head is not None and self.words[word.head].upos == "VERB" else None
        )
        if verb is not None and verb.lemma.endswith(f" {word.lemma.lower()}"):
            return None  # "found him guilty" is one
        return Happening(index, word.span, word.lemma.lower(), row, None, UNTYPED)
