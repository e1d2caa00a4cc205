"""Which row of the table of events holds for a word: the conditions of its frames, and the verbs that carry event nouns."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.record.arguments import ArgumentFinder, Arguments
from onrecord.record.event_words import Condition, EventWord, LightVerb, find_row, light_verbs
from onrecord.record.parse import Parse
from onrecord.record.word_classes import WordClasses

COUNTING = frozenset(
    {
        "thousand", "hundred", "dozen", "score", "million", "number", "group", "lot", "majority", "handful",
        "couple", "part", "series", "wave", "round", "string", "rest", "some", "most", "many", "piece",
        "kind", "sort", "type", "amount", "member",
    }
)  # fmt: skip
"""Nouns that only count what they are of: "thousands of fighters"."""

IN_WHAT = frozenset(
    {
        "aid", "behalf", "defence", "defense", "exchange", "favor", "favour", "opposition", "protest", "reaction",
        "response", "retaliation", "revenge", "solidarity", "strike", "support",
    }
)  # fmt: skip
"""Nouns that make a preposition with "in" or "on", which tells for whom or why: "in support of", "on behalf of"."""

_OF_SUBJECTS = frozenset({"follow"})
"""Verbs that carry the noun that is their subject alone: "protests followed"."""

_WHEN = frozenset({"when", "as", "after"})


class FrameChooser:
    """Chooses the frames of the words of one report."""

    def __init__(self, parse: Parse, arguments: ArgumentFinder, classes: WordClasses) -> None:
        self.parse, self.words, self.arguments, self.classes = parse, parse.words, arguments, classes

    def row(self, lemma: str, pos: str, own: Arguments, index: int) -> EventWord | None:
        """Return the first row of a lemma whose conditions the arguments of a word meet, or None."""
        return find_row(lemma, pos, lambda condition: self._holds(condition, own, index))

    def _holds(self, condition: Condition, own: Arguments, index: int) -> bool:
        found = self._dependents(condition.relation, own, index)
        if "NONE" in condition.values:
            return not found
        return any(self.classes.holds(one, condition.values) for one in self._counted(found))

    def _counted(self, words: tuple[int, ...]) -> Iterator[int]:
        """Yield words, and what those that only count stand before ("thousands of fighters")."""
        for word in words:
            yield word
            if self.parse.lemmas[word] in COUNTING or self.words[word].upos == "NUM":
                yield from self.arguments.of(word).after("of")

    def _dependents(self, relation: str, own: Arguments, index: int) -> tuple[int, ...]:
        match relation:
            case "obj":
                return own.objects or tuple(w for r, w in own.clauses if r in ("ccomp", "xcomp"))
            case "subj":
                return own.subjects
            case "xcomp":
                # "when he was asked, he offered ..." offers to do nothing
                return tuple(
                    w
                    for r, w in own.clauses
                    if r == "xcomp"
                    or (r in ("advcl", "acl") and w > index)
                    or (r == "ccomp" and self.words[w].upos in ("ADJ", "NOUN"))  # "called it careless"
                    or (r == "ccomp" and self.words[w].xpos == "VBG")  # "suggested closing it"
                )
            case "ccomp":
                return tuple(w for r, w in own.clauses if r == "ccomp")
            case "that":
                return tuple(w for r, w in own.clauses if r == "ccomp" and self._is_called_for(w))
            case "iobj":
                return own.indirect
            case "when":
                return tuple(w for r, w in own.clauses if r == "advcl" and self._is_dated_by(w))
            case "mod":
                # "used chemical weapons": of a verb, what stands before its object
                return own.modifiers or tuple(m for o in own.objects for m in self.arguments.of(o).modifiers)
            case "poss":
                return own.possessors
            case "light":
                found = self.light_verb(index)
                return () if found is None else (found[0],)
            case preposition:
                if own.after(preposition) or preposition == "of":
                    return own.after(preposition)
                if preposition == "to" and any(self.parse.lemmas[w] == "account" for _, w in own.clauses):
                    # "held the guards to account", taken for a verb
                    return tuple(w for _, w in own.clauses if self.parse.lemmas[w] == "account")
                # the tree may hang it to the object
                return tuple(w for o in own.objects for w in self.arguments.of(o).after(preposition))

    def _is_called_for(self, clause: int) -> bool:
        """Tell whether a clause with "that" is in the subjunctive or with "should": "asked that it be dropped"."""
        children = self.parse.children[clause]
        forms = [self.words[c].xpos for c in children if self.parse.relations[c] in ("aux", "cop")]
        should = any(self.parse.lemmas[c] == "should" for c in children)
        bare = should or "VB" in forms[:1] or (not forms and self.words[clause].xpos == "VB")
        return bare and any(self.parse.lemmas[c] == "that" for c in children)

    def _is_dated_by(self, clause: int) -> bool:
        """Tell whether an adverbial clause tells what else happened then ("when the roof collapsed")."""
        return any(self.parse.lemmas[c] in _WHEN for c in self.parse.children[clause])

    def is_predicate(self, clause: int) -> bool:
        """Tell whether a clause is only what something is called or made: "declared the vote void"."""
        bare = self.parse.child(clause, "cop", "mark", "nsubj", "aux") is None
        return bare and self.words[clause].upos in ("ADJ", "NOUN", "PROPN", "ADV")

    def light_verb(self, index: int) -> tuple[int, LightVerb] | None:
        """Return the verb that carries an event noun, with its row, or None: "carried out an attack"."""
        word = self.words[index]
        if (
            word.head is not None
            and self.parse.lemmas[word.head] == "round"
            and self.parse.case(index) == "of"
        ):
            return self.light_verb(word.head)  # "held a first round of talks"
        if (
            self.parse.relations[index] == "conj"
            and word.head is not None
            and self.words[word.head].upos == "NOUN"
        ):
            shared = self.light_verb(word.head)  # "made accusations and threats"
            return shared if shared is not None and shared[1].polarity == "positive" else None
        if word.head is None or word.deprel.split(":")[0] not in ("obj", "nsubj", "obl", "xcomp"):
            return self._carrying_participle(index)
        verb = self.words[word.head]
        called = self.parse.child(word.head, "xcomp")
        if called is not None and called != index and self.is_predicate(called):
            return None
        lemma = verb.lemma.lower()
        if lemma in _OF_SUBJECTS and self.parse.relations[index] != "nsubj":
            return None  # "the minister spoke, following an attack": it is none of his
        particle = self.parse.child(word.head, "compound:prt")
        tries = [f"{lemma} {self.parse.case(index)}".strip(), lemma]
        if particle is not None:
            tries.insert(0, f"{lemma} {self.parse.form(particle).lower()}")
        if word.deprel.startswith("obl"):
            tries = tries[:1]
        for one in tries:
            row = light_verbs().get(one)
            if row is not None and (row.polarity == "positive" or not self.parse.acts(index)):
                return word.head, row
        return self._carrying_participle(index)

    def _carrying_participle(self, index: int) -> tuple[int, LightVerb] | None:
        """Return the participle beneath a noun that carries it and names who acts: "the charges made by the envoy"."""
        for child in self.parse.children[index]:
            if not self.words[child].deprel.startswith("acl") or self.words[child].xpos != "VBN":
                continue
            particle = self.parse.child(child, "compound:prt")
            forms = [self.parse.lemmas[child]]
            if particle is not None:
                forms.insert(0, f"{forms[0]} {self.parse.form(particle).lower()}")
            row = next((light_verbs()[form] for form in forms if form in light_verbs()), None)
            if (
                row is not None
                and row.polarity == "positive"
                and self.parse.child(child, "obl:agent") is not None
            ):
                return child, row
        return None
