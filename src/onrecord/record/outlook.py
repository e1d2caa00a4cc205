"""How the voice that tells an event stands to it: certainty, polarity, time and condition.

The tree is climbed from the word of the event: its own negation, auxiliaries and adverbs first, then each predicate
that holds it ("failed to", "threatened to", "no evidence of"), until the clause ends, or the cue of the speech that
it stands in is reached. What lies beyond is another voice's affair. Relative clauses, participles and clauses of time
are taken for granted by whoever uses them, so nothing above them counts (Karttunen 1971; Sauri and Pustejovsky 2012).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from onrecord.model import Certainty, Condition, EventTense, Polarity
from onrecord.record.charges import ACCUSED, Charge, charge_over
from onrecord.record.event_words import Embedder, find_embedder, light_verbs
from onrecord.record.parse import Parse
from onrecord.record.tenses import UNDERGOING, auxiliaries_of, tense_of

_NEGATIONS = frozenset(
    {"not", "n't", "never", "no", "neither", "nor", "hardly", "scarcely", "barely", "nobody", "none"}
)
_NEGATING = frozenset({"advmod", "det", "cc:preconj", "cc", "advmod:neg"})
_PERCEPTION = frozenset(
    {"see", "hear", "feel", "notice", "observe", "understand", "remember", "recall", "sense", "smell"}
)
_DEGREES = frozenset({"double", "triple", "treble", "quadruple", "halve"})
_NO_ONE = frozenset({"no", "nobody", "none", "neither", "nothing"})
_CONDITIONAL = frozenset({"if", "unless", "provided", "providing", "supposing", "lest", "whether"})
_PURPOSE = frozenset({"so", "order"})
_GIVEN = frozenset(
    {"when", "while", "as", "after", "since", "because", "although", "though", "once", "whereas", "where"}
)
_MODALS: dict[str, tuple[Certainty | None, Condition | None]] = {
    "may": ("possible", None), "might": ("possible", None), "could": ("possible", None), "can": ("possible", None),
    "should": (None, "hypothetical"), "must": (None, "hypothetical"), "ought": (None, "hypothetical"),
    "need": (None, "hypothetical"), "shall": (None, None), "will": (None, None), "would": (None, None),
}  # fmt: skip
_SAID = frozenset(
    [
        "accusation",
        "allegation",
        "charge",
        "claim",
        "complaint",
        "criticism",
        "demand",
        "request",
        "ultimatum",
    ]
)
"""Nouns for what is said: to reject it says nothing against its having been said."""

_DENIALS = frozenset({"deny", "dispute", "refute", "rebut", "dismiss", "contradict", "disclaim"})
_BEFORE_GERUNDS = frozenset(
    {"about", "against", "at", "for", "from", "in", "into", "of", "on", "out", "to", "with"}
)
"""Prepositions by which a verb can bring what it is about as a gerund."""

_GIVEN_WITH = frozenset(
    {
        "anniversary",
        "case",
        "inquiry",
        "investigation",
        "probe",
        "responsibility",
        "survivor",
        "suspect",
        "victim",
        "witness",
    }
)
"""Nouns that take for granted what is named with them: to call for an inquiry into an attack is not to call for the attack."""

_BESIDE = frozenset({"for", "after", "over", "during", "following", "amid", "before", "because", "due"})
"""Prepositions of cause and time: what stands after one of them is not what a verb is about."""

_TOLD_WITH = frozenset({"", "about", "against", "as", "for", "from", "of", "on", "to", "with"})
"""Prepositions between a cue and what is told: "warned of", "insisted on", "threatened with"."""

_MEANS = frozenset({"with", "by", "through", "via", "during"})
_TAKES_WITH = frozenset(
    {"threaten", "charge", "credit", "task", "menace", "entrust", "tempt", "agree", "help", "assist"}
)
"""Verbs that bring with "with" what they are about: "threatened them with arrest"."""

_TAKEN_FOR_GRANTED = "certain positive -"
"""What a factive predicate says of its clause, affirmed or denied: "not concerned that she drank"."""

_WEAKER = ("certain", "probable", "possible", "underspecified")
_DEEPEST = 12
"""Predicates that are climbed at most."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """How a voice stands to an event, with the words that decided it."""

    certainty: Certainty = "certain"
    polarity: Polarity = "positive"
    time: EventTense = "past"
    condition: Condition | None = None
    because: tuple[str, ...] = ()

    def with_reason(self, reason: str) -> Outlook:
        """Return it with one more reason, if it is a new one."""
        return self if reason in self.because else replace(self, because=(*self.because, reason))

    def weakened(self, certainty: Certainty, reason: str) -> Outlook:
        """Return it with at most this certainty."""
        weaker = max(self.certainty, certainty, key=_WEAKER.index)
        return replace(self, certainty=weaker).with_reason(reason)

    def turned(self, reason: str) -> Outlook:
        """Return it with the other polarity."""
        other: Polarity = "negative" if self.polarity == "positive" else "positive"
        return replace(self, polarity=other).with_reason(reason)

    def under(self, condition: Condition, reason: str) -> Outlook:
        """Return it under a condition; one that it is under already stays."""
        return replace(self, condition=self.condition or condition).with_reason(reason)


class OutlookFinder:
    """Finds how the innermost voice stands to the events of one reading.

    Args:
        parse: the reading.
        ends: tells of a word whether it is the cue of the speech that another word stands in (cue, event).
    """

    def __init__(self, parse: Parse, ends: Callable[[int, int], bool]) -> None:
        self.parse, self.words, self._ends = parse, parse.words, ends

    def of(self, index: int, *, ended_by: int | None = None) -> Outlook:
        """Return how the voice that tells an event stands to it.

        Args:
            index: the head word of the event.
            ended_by: the verb that undoes it, where that undoing is the event ("suspended the aid").
        """
        above = self.words[index].head
        if above is not None and self.parse.relations[index] in ("cop", "aux"):
            index = above  # "is" of "is a threat" is told as the threat is
        outlook = self._own(index, Outlook(time=tense_of(index, self.parse)))
        charge = charge_over(self.parse, index)
        if charge is not None:
            return self._asked(index, self._charged(outlook, charge))
        current, steps = index, 0
        while steps < _DEEPEST:
            governor = self._governor(current)
            if governor is None:
                break
            if current != index and self._was_made(current, governor):
                lemma = self.parse.lemmas[governor]  # "rejected claims that it burst"
                negated = self._is_negated(governor)
                outlook = (
                    outlook.weakened("possible", f"'not {lemma}'")
                    if negated
                    else outlook.turned(f"'{lemma}'")
                )
                break
            if self._ends(governor, index):
                outlook = self._as_reported(current, governor, outlook)
                break
            if governor == ended_by:
                outlook, goes_on = (
                    replace(self._own(governor, outlook), time=tense_of(governor, self.parse)),
                    True,
                )
            else:
                outlook, goes_on = self._climbed(current, governor, outlook)
            if not goes_on:
                break
            current, steps = governor, steps + 1
        return self._asked(index, outlook)

    def _charged(self, outlook: Outlook, charge: Charge) -> Outlook:
        """Return the outlook on a deed that somebody is charged with, cleared or convicted of."""
        outlook = replace(outlook, time="past").with_reason(f"'{charge.word}'")
        if charge.standing == "accused":
            return outlook.weakened("underspecified", ACCUSED)
        return outlook.turned(f"'{charge.word}'") if charge.standing == "cleared" else outlook

    # What stands beside the event itself

    def _own(self, index: int, outlook: Outlook) -> Outlook:
        """Return the outlook after negations, auxiliaries and adverbs of one predicate."""
        outlook = self._modal(index, outlook)
        mark = self._mark(index)
        if mark in ("if", "unless") and not self.words[index].deprel.startswith(("advcl", "ccomp")):
            outlook = outlook.under("hypothetical", f"'{mark}'")  # whatever the clause hangs on
        if mark == "whether":
            outlook = outlook.weakened("possible", "'whether'")
        for child in self.parse.children[index]:
            word = self.words[child]
            lemma = self.parse.lemmas[child]
            if (
                word.deprel in ("advmod", "cc:preconj", "det", "cc", "mark", "advmod:neg")
                and lemma in _NEGATIONS
            ):
                if lemma != "no" or word.deprel == "det":
                    outlook = outlook.turned(f"'{lemma}'")
            elif self.parse.relations[child] in ("nsubj", "obj", "obl") and self._is_none(child):
                outlook = outlook.turned(f"'{self.parse.form(child).lower()}' takes part")
            elif lemma in ("almost", "nearly") and self.parse.lemmas[index] in _DEGREES:
                continue  # "almost doubled" says by how much
            elif word.deprel == "advmod" or (word.deprel == "amod" and word.upos == "ADV"):
                row = find_embedder(lemma, "adv" if word.upos == "ADV" else "adj", ())
                outlook = self._apply(row, outlook, False)
            elif word.deprel == "amod":
                row = find_embedder(self.parse.form(child).lower(), "adj", ("noun",))
                outlook = self._apply(row, outlook, False)
        return outlook

    def _is_none(self, index: int) -> bool:
        if self.parse.lemmas[index] in ("nobody", "none", "nothing", "no-one"):
            return True
        return any(
            self.words[c].deprel in ("det", "cc:preconj", "cc", "advmod")
            and self.parse.lemmas[c] in _NO_ONE
            and self.words[c].span.start < self.words[index].span.start
            for c in self.parse.children[index]
        )

    def _modal(self, index: int, outlook: Outlook) -> Outlook:
        auxiliaries = auxiliaries_of(index, self.parse)
        for lemma in auxiliaries:
            certainty, condition = _MODALS.get(lemma, (None, None))
            if certainty is not None:
                outlook = outlook.weakened(certainty, f"'{lemma}'")
            if condition is not None and not (lemma == "must" and "have" in auxiliaries):
                outlook = outlook.under(condition, f"'{lemma}'")
        if "would" in auxiliaries and (self._has_condition(index) or "have" in auxiliaries):
            outlook = outlook.under("hypothetical", "'would'")
        elif {"will", "shall"} & set(auxiliaries) and self._has_condition(index):
            outlook = outlook.under("hypothetical", "in the main clause of a condition")
        return outlook

    def _has_condition(self, index: int) -> bool:
        """Tell whether a clause of condition hangs on a predicate."""
        return any(
            self.words[c].deprel.startswith("advcl") and self._mark(c) in ("if", "unless", "provided")
            for c in self.parse.children[index]
        )

    def _mark(self, index: int) -> str:
        for child in self.parse.children[index]:
            word = self.words[child]
            if word.deprel in ("mark", "case", "advmod") and word.span.start < self.words[index].span.start:
                lemma = word.lemma.lower()
                if word.deprel != "advmod" or lemma in _GIVEN:
                    return lemma
        return ""

    # What lies above it

    def _governor(self, index: int) -> int | None:
        """Return the predicate that an event hangs on, or None where its clause ends."""
        word = self.words[index]
        if word.head is None or word.deprel in (
            "root",
            "parataxis",
            "acl:relcl",
            "appos",
            "discourse",
            "list",
        ):
            return None
        return word.head

    def _climbed(self, index: int, governor: int, outlook: Outlook) -> tuple[Outlook, bool]:
        """Return the outlook after the predicate above an event, and whether to climb on."""
        relation = self.parse.relations[index]
        if relation == "conj":
            return outlook, not (self._is_finite(index) and not self._is_finite(governor))
        if relation == "advcl":
            return self._through_adverbial(index, governor, outlook)
        if relation == "acl" and self.words[index].xpos in ("VBN", "VBG") and self._mark(index) == "":
            return outlook, False
        complements = self._complements(index, relation)
        if not complements or self._was_made(index, governor) or self.parse.acts(index):
            return outlook, False
        word = self.words[governor]
        pos = {"VERB": "verb", "NOUN": "noun", "ADJ": "adj"}.get(word.upos)
        if pos is None:
            return outlook, relation in ("nmod", "compound", "obj", "nsubj")
        lemma = self._with_particle(governor)
        negated = self._is_negated(governor)
        able = {"can", "could"} & set(auxiliaries_of(governor, self.parse))
        row = self._row(governor, lemma, pos, complements, able=bool(able))
        if row is not None:
            if relation == "obl" and self._is_beside(index, governor, row):
                return outlook, False
            if row.positive == row.negative == _TAKEN_FOR_GRANTED and pos == "adj":
                return self._below(row, governor, outlook), False
            if able and (row.lemma.startswith("can ") or word.lemma.lower() in _PERCEPTION):
                return self._below(row, governor, outlook, could=True), True  # who could hear it did
            return self._below(row, governor, outlook), self.parse.lemmas[governor] not in _GIVEN_WITH
        if relation == "xcomp" and self.parse.lemmas[governor] == "have" and self._mark(index) == "to":
            return self._had_to(governor, outlook), True
        if relation in ("obj", "nsubj") and pos == "verb":
            return self._through_light_verb(governor, lemma, outlook, negated)
        if relation in ("xcomp", "ccomp"):
            return self._own(governor, outlook), True
        if relation == "nmod" and pos == "noun":
            return (outlook.turned("'no'"), False) if self._is_none(governor) else (outlook, False)
        return outlook, False

    def _below(self, row: Embedder, governor: int, outlook: Outlook, *, could: bool = False) -> Outlook:
        """Return the outlook on what a predicate embeds, told in the predicate's time and mood."""
        outlook = self._apply(row, outlook, self._is_negated(governor))
        if outlook.condition is None and self.parse.lemmas[governor] not in UNDERGOING:
            outlook = replace(outlook, time=tense_of(governor, self.parse))
        return outlook if could else self._modal(governor, outlook)

    def _is_beside(self, index: int, governor: int, row: Embedder) -> bool:
        """Tell whether an event only stands beside what a verb is about: "stopped her for a violation", not "from driving"."""
        if self.parse.child(governor, "obj", "nsubj:pass") is None:
            return False
        if self.parse.case(index) in _MEANS and self.parse.lemmas[governor] not in _TAKES_WITH:
            return True  # "supports the army with air strikes": the strikes are flown
        return row.positive.split()[1] == "negative" and self.parse.case(index) in _BESIDE

    def _had_to(self, governor: int, outlook: Outlook) -> Outlook:
        """Return the outlook on what somebody has to do: in the past it was done, else it is only called for."""
        outlook = replace(self._own(governor, outlook), time=tense_of(governor, self.parse))
        if outlook.polarity == "negative":
            return outlook
        return outlook if outlook.time == "past" else outlook.under("hypothetical", "'have to'")

    def _was_made(self, index: int, governor: int) -> bool:
        """Tell whether a noun is what somebody said and another rejects: "rejected the charges" says that they were made."""
        word = self.words[index]
        return (
            word.upos == "NOUN"
            and word.lemma.lower() in _SAID
            and self.parse.lemmas[governor] in ("reject", "deny", "dismiss", "refute", "rebut")
        )

    def _row(
        self, index: int, lemma: str, pos: str, complements: tuple[str, ...], *, able: bool
    ) -> Embedder | None:
        """Return the row of a predicate, with its particle or without, and with "can" before it where it has one."""
        own = self.parse.lemmas[index]
        names = [f"can {own}"] if able else []
        names += [lemma, own]
        return next((row for name in names if (row := find_embedder(name, pos, complements))), None)

    def _as_reported(self, index: int, cue: int, outlook: Outlook) -> Outlook:
        """Return the outlook that the source of a statement has: what it asks for, promises or denies is no plain fact."""
        word = self.words[cue]
        pos = {"VERB": "verb", "NOUN": "noun", "ADJ": "adj"}.get(word.upos)
        relation = self.parse.relations[index]
        complements = self._complements(index, relation)
        if pos is None or self._was_made(index, cue):
            return outlook
        if relation == "obl" and self.parse.case(index) not in _TOLD_WITH:
            return outlook  # "called for an inquiry into the attack", where the tree hangs the attack to the call
        if relation == "advcl" and self._mark(index) == "against":
            return self._apply(find_embedder("against", "prep", ("noun",)), outlook, negated=False)
        able = bool({"can", "could"} & set(auxiliaries_of(cue, self.parse)))
        row = self._row(cue, self._with_particle(cue), pos, complements, able=able)
        negated = self._is_negated(cue)
        lemma = word.lemma.lower()
        if row is None:
            if lemma in _DENIALS and not negated:
                return outlook.turned(f"'{lemma}'")
            return outlook.weakened("possible", f"'not {lemma}'") if negated else outlook
        applied = self._apply(row, outlook, negated)
        if negated and row.negative == "underspecified positive -":
            return outlook.weakened("possible", f"'not {lemma}'")  # who does not confirm it does not tell it
        if (
            applied.condition is None
            and applied.polarity == outlook.polarity
            and applied.certainty != "possible"
        ):
            return outlook  # to say, believe or confirm something is to tell it
        return applied

    def _through_light_verb(
        self, governor: int, lemma: str, outlook: Outlook, negated: bool
    ) -> tuple[Outlook, bool]:
        row = light_verbs().get(lemma) or light_verbs().get(self.parse.lemmas[governor])
        if row is None:
            return outlook, False
        outlook = replace(self._own(governor, outlook), time=tense_of(governor, self.parse))
        if row.polarity == "negative":  # what is ended has another type instead
            outlook = outlook.turned(f"'{lemma}'")
        return outlook, True

    def _through_adverbial(self, index: int, governor: int, outlook: Outlook) -> tuple[Outlook, bool]:
        mark = self._mark(index)
        if mark in _CONDITIONAL:
            return outlook.under("hypothetical", f"'{mark}'"), False
        row = find_embedder(mark, "prep", ("ing", "noun"))
        if row is not None:
            return self._apply(row, outlook, negated=False), False
        if mark in _BEFORE_GERUNDS and self.words[index].xpos == "VBG":
            held = self._row_of_gerund(mark, governor)
            return (self._below(held, governor, outlook), True) if held is not None else (outlook, False)
        if mark in ("to", *_PURPOSE) and self.words[index].xpos == "VB":
            after_adverb = self._embedder_with_adverb(index, governor) if mark == "to" else None
            if after_adverb is not None:
                return self._below(after_adverb, governor, outlook), True
            return outlook.under("intended", "a purpose"), False
        return outlook, False

    def _row_of_gerund(self, mark: str, governor: int) -> Embedder | None:
        """Return the row of a verb with a preposition and a gerund: "kept them from leaving", "is committed to leaving"."""
        complements = ("ing", "to") if mark == "to" else ("ing",)
        own = self.parse.lemmas[governor]
        for name in (f"{own} {mark}", self._with_particle(governor), own):
            row = find_embedder(name, "verb", complements)
            if row is not None and not (mark in _BESIDE and row.positive.split()[1] == "negative"):
                return row
        return None

    def _embedder_with_adverb(self, index: int, governor: int) -> Embedder | None:
        """Return what "went on" says of an infinitive right behind it, which trees often hang there as its purpose."""
        infinitive = self.parse.child(index, "mark")
        adverb = infinitive - 1 if infinitive is not None else governor
        if adverb != governor + 1 or self.words[adverb].head != governor:
            return None
        phrase = f"{self.parse.lemmas[governor]} {self.parse.form(adverb).lower()}"
        return find_embedder(phrase, "verb", ("to",))

    def _is_finite(self, index: int) -> bool:
        """Tell whether a verb has a tense of its own, so that it cannot share "to" with an infinitive before it."""
        tensed = ("VBD", "VBZ", "VBP", "MD")
        return self.words[index].xpos in tensed or any(
            self.words[c].xpos in tensed and self.words[c].deprel.startswith("aux")
            for c in self.parse.children[index]
        )

    def _complements(self, index: int, relation: str) -> tuple[str, ...]:
        """Return as what complements an event can stand beneath its governor, the likeliest first."""
        word = self.words[index]
        if relation in ("xcomp", "ccomp", "csubj", "acl", "advcl"):
            if word.xpos == "VBG":
                return ("ing", "that", "to")
            if (word.xpos == "VB" and self._mark(index) == "to") or relation == "xcomp":
                return ("to", "ing")
            return ("that", "to")
        if relation in ("obj", "nmod", "obl", "nsubj", "compound", "iobj"):
            return ("ing", "noun") if word.xpos == "VBG" else ("noun",)
        return ()

    def _with_particle(self, index: int) -> str:
        word = self.words[index]
        particle = self.parse.child(index, "compound:prt")
        lemma = word.lemma.lower()
        return f"{lemma} {self.parse.form(particle).lower()}" if particle is not None else lemma

    def _is_negated(self, index: int) -> bool:
        """Tell whether a predicate is negated: by a word beside it, or by nobody being its subject."""
        for child in self.parse.children[index]:
            word = self.words[child]
            if self.parse.lemmas[child] in _NEGATIONS and word.deprel in _NEGATING:
                return True
            if self.parse.relations[child] == "nsubj" and self._is_none(child):
                return True
        return False

    def _apply(self, row: Embedder | None, outlook: Outlook, negated: bool) -> Outlook:
        if row is None:
            return outlook
        certainty, polarity, condition = (row.negative if negated else row.positive).split()
        reason = f"'{'not ' if negated else ''}{row.lemma}'"
        if certainty != "-":
            outlook = outlook.weakened(certainty, reason)  # type: ignore[arg-type]
        if polarity == "negative":
            outlook = outlook.turned(reason)
        if condition != "-":
            outlook = outlook.under(condition, reason)  # type: ignore[arg-type]
        return outlook

    def _asked(self, index: int, outlook: Outlook) -> Outlook:
        """Return the outlook where the sentence, or the quotation in it, is a question."""
        word = self.words[index]
        sentence = self.parse.reading.sentences[word.sentence]
        after = self.parse.text[word.span.end : sentence.span.end]
        stop = next((at for at, char in enumerate(after) if char in "?!" or char in '”"'), None)
        if stop is None or after[stop] != "?":
            return outlook
        return outlook.under("question", "a question")
