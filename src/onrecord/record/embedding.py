"""The rows of embedders.tsv that hold for a word: by the predicate, preposition or conjunction that it stands under.

Trees hang a complement to its predicate in several ways: "kept them from leaving" as a clause of its own, "without an
attack" as an oblique, "rather than leave" as a conjunct. One place knows these ways.
"""

from __future__ import annotations

from onrecord.record.event_words import Embedder, find_embedder
from onrecord.record.parse import Parse

BEFORE_GERUNDS = frozenset(
    {"about", "against", "at", "for", "from", "in", "into", "of", "on", "out", "to", "with"}
)
"""Prepositions by which a predicate can bring what it is about as a gerund."""

BESIDE = frozenset({"for", "after", "over", "during", "following", "amid", "before", "because", "due"})
"""Prepositions of cause and time: what stands after one of them is not what a verb is about."""

SHOWING = frozenset(
    {"catch", "film", "find", "hear", "notice", "observe", "picture", "see", "show", "spot", "watch"}
)
"""Verbs that show somebody doing something."""

_GIVEN = frozenset(
    {"when", "while", "as", "after", "since", "because", "although", "though", "once", "whereas", "where"}
)
_POS = {"VERB": "verb", "NOUN": "noun", "ADJ": "adj"}
_OPENING = frozenset({"mark", "case", "cc", "advmod"})
"""Relations of the words that open a clause or phrase."""


class EmbedderFinder:
    """Finds what embeds the words of one reading."""

    def __init__(self, parse: Parse) -> None:
        self.parse, self.words = parse, parse.words

    def mark(self, index: int) -> str:
        """Return the conjunction or preposition before a word, in its dictionary form, or ""."""
        child = self._opening(index)
        return self.parse.lemmas[child] if child is not None else ""

    def marker(self, index: int) -> str:
        """Return it with the words that are fixed to it: "in case", "rather than", "instead of"; or ""."""
        for child in self.parse.children[index]:
            fixed = [c for c in self.parse.children[child] if self.words[c].deprel == "fixed"]
            if fixed and child < index and self.words[child].deprel in _OPENING:
                return " ".join(self.parse.form(c).lower() for c in (child, *fixed))
        return self.mark(index)

    def _opening(self, index: int) -> int | None:
        for child in self.parse.children[index]:
            relation = self.words[child].deprel
            given = relation == "advmod" and self.parse.lemmas[child] in _GIVEN
            if child < index and (given or relation in ("mark", "case")):
                return child
        return None

    def complements(self, index: int) -> tuple[str, ...]:
        """Return as what complements a word can stand beneath its governor, the likeliest first."""
        word, relation = self.words[index], self.parse.relations[index]
        if relation in ("xcomp", "ccomp", "csubj", "acl", "advcl"):
            if self.is_gerund(index):
                return ("ing", "that", "to")
            if (word.xpos == "VB" and self.mark(index) == "to") or relation == "xcomp":
                return ("to", "ing")
            return ("that", "to")
        if relation in ("obj", "nmod", "obl", "nsubj", "compound", "iobj"):
            if word.xpos == "VBG":
                return ("ing", "noun")
            return ("noun", "ing") if self.parse.form(index).endswith("ing") else ("noun",)  # "from voting"
        return ()

    def is_question(self, index: int) -> bool:
        """Tell whether a clause asks for something else than whether it is so: "who fired", "how many people were killed"."""
        if self.words[index].deprel.split(":")[0] not in ("ccomp", "csubj", "advcl", "obj", "nsubj"):
            return False
        inside = self.parse.inside(self.parse.subtree(index))
        return self.words[inside[0]].xpos in ("WP", "WRB", "WP$") and self.words[index].xpos != "VB"

    def is_gerund(self, index: int) -> bool:
        """Tell whether a word is a gerund, also one that is tagged as a noun but opened as a clause."""
        if self.words[index].xpos == "VBG":
            return True
        return self.parse.form(index).endswith("ing") and self.parse.child(index, "mark") is not None

    def with_particle(self, index: int) -> str:
        """Return the dictionary form of a verb with its particle."""
        particle = self.parse.child(index, "compound:prt")
        lemma = self.parse.lemmas[index]
        return f"{lemma} {self.parse.form(particle).lower()}" if particle is not None else lemma

    def of_predicate(self, governor: int, index: int, *, able: bool) -> Embedder | None:
        """Return the row of a predicate over its complement, with "can" before it where it is able and has such a row.

        Participles that the table has as adjectives count as such ("was prepared to strike").
        """
        complements, pos = self.complements(index), _POS.get(self.words[governor].upos)
        if pos is None:
            return find_embedder(self.parse.lemmas[governor], "modal", complements)
        own = self.parse.lemmas[governor]
        if (
            own == "call"
            and self.words[index].upos in ("NOUN", "PROPN")
            and self.parse.child(governor, "xcomp") is not None
        ):
            return None  # "called the attack a massacre"
        names = [f"can {own}"] if able else []
        names += [f"{own} {self.mark(index)}", self.with_particle(governor), own]
        row = next((row for name in names if (row := find_embedder(name, pos, complements))), None)
        if row is None and self.words[governor].xpos == "VBN":
            row = find_embedder(self.parse.form(governor).lower(), "adj", complements)
        return row

    def of_adverb(self, index: int) -> Embedder | None:
        """Return the row of an adverb, with the word before it where the two have one ("no longer")."""
        pair = f"{self.parse.form(index - 1).lower()} {self.parse.form(index).lower()}" if index else ""
        single = "adv" if self.words[index].upos == "ADV" else "adj"
        return find_embedder(pair, "adv", ()) or find_embedder(self.parse.lemmas[index], single, ())

    def of_preposition(self, index: int) -> Embedder | None:
        """Return the row of a preposition by which something did not happen, or only may: "without a fight"."""
        marker = self.marker(index)
        if marker == "against" and not self.is_gerund(index):
            return None  # "protested against the killing"
        if marker == "so that" and not any(self.words[c].xpos == "MD" for c in self.parse.children[index]):
            return None  # "so that nine were hurt": a result, and no purpose
        row = find_embedder(
            marker, "prep", ("ing", "noun") if self.is_gerund(index) else ("noun", "ing", "to", "that")
        )
        if row is None:
            return None
        _, polarity, condition = row.positive.split()
        return row if polarity == "negative" or condition != "-" else None

    def of_participle(self, governor: int, index: int) -> Embedder | None:
        """Return the row of a participle that stands for a preposition: "barring an attack", "provided that they go"."""
        word = self.words[governor]
        if word.deprel != "advcl" or word.xpos not in ("VBG", "VBN"):
            return None
        return find_embedder(self.parse.form(governor).lower(), "prep", self.complements(index))

    def of_gerund(self, index: int, governor: int) -> Embedder | None:
        """Return the row of a predicate over a gerund: "kept them from going", "came close to going", "gave up fighting"."""
        mark, pos = self.mark(index), _POS.get(self.words[governor].upos)
        if pos is None:
            return None
        own, particle = self.parse.lemmas[governor], self.with_particle(governor)
        names = [f"{own} {adverb}" for adverb in self._adverb_behind(governor)]
        whom = self.parse.child(governor, "obj", "iobj") if own in SHOWING else None
        if mark or whom is not None:  # "showed rebels firing", the firing hung to the verb
            names += [f"{own} {mark}", particle, own]
        elif particle != own:
            names.append(particle)
        complements = ("ing", "to") if mark == "to" else ("ing",)
        for name in names:
            row = find_embedder(name, pos, complements)
            if row is not None and not (mark in BESIDE and row.positive.split()[1] == "negative"):
                return row
        return None

    def of_infinitive(self, index: int, governor: int) -> Embedder | None:
        """Return the row of a verb over an infinitive that the tree takes for its purpose: "fought to save him".

        A verb with an object has a purpose ("used the bridge to flee"), and so has one whose row tells a fact ("came").
        """
        own = self.parse.lemmas[governor]
        infinitive = self.parse.child(index, "mark")
        if infinitive is not None and infinitive - 1 == governor + 1:
            for adverb in self._adverb_behind(governor):
                row = find_embedder(f"{own} {adverb}", "verb", ("to",))
                if row is not None:
                    return row
        row = find_embedder(own, "verb", ("to",))
        if row is None or self.parse.child(governor, "obj", "iobj") is not None:
            return None
        _, polarity, condition = row.positive.split()
        return row if polarity == "negative" or condition in ("attempted", "hypothetical") else None

    def _adverb_behind(self, index: int) -> list[str]:
        """Return the adverb right behind a verb, in a list; an empty one where there is none."""
        after = index + 1
        if after >= len(self.words) or self.words[after].head != index:
            return []
        return [self.parse.form(after).lower()] if self.words[after].upos in ("ADV", "ADP", "ADJ") else []
