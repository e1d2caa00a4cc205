"""How the voice that tells an event stands to it: certainty, polarity, time and condition.

The tree is climbed from the word of the event: its own negation, auxiliaries and adverbs first, then each predicate
that holds it ("failed to", "threatened to", "no evidence of"), until the clause ends, or the cue of the speech that
it stands in is reached. What lies beyond is another voice's affair. Relative clauses, participles and clauses of time
are taken for granted by whoever uses them, so nothing above them counts (Karttunen 1971; Sauri and Pustejovsky 2012).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from onrecord.record.charges import ACCUSED, Charge, charge_over
from onrecord.record.embedding import BEFORE_GERUNDS, BESIDE, EmbedderFinder
from onrecord.record.event_words import Embedder, find_embedder, light_verbs
from onrecord.record.outlook import Outlook
from onrecord.record.own_outlook import OwnOutlook, applied
from onrecord.record.parse import Parse
from onrecord.record.tenses import UNDERGOING, auxiliaries_of, is_singled_out, tense_of
from onrecord.record.verdicts import verdict_on

_PERCEPTION = frozenset(
    {"see", "hear", "feel", "notice", "observe", "understand", "remember", "recall", "sense", "smell"}
)
_UNSURE = frozenset({"clear", "unclear", "known", "unknown", "certain", "uncertain", "sure", "unsure"})
_CONDITIONAL = frozenset({"if", "unless", "provided", "providing", "supposing", "lest", "whether"})
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

_TOLD_WITH = frozenset({"", "about", "against", "as", "for", "from", "of", "on", "to", "with"})
"""Prepositions between a cue and what is told: "warned of", "insisted on", "threatened with"."""

_MEANS = frozenset({"with", "by", "through", "via", "during"})
_TAKES_WITH = frozenset(
    {"threaten", "charge", "credit", "task", "menace", "entrust", "tempt", "agree", "help", "assist"}
)
"""Verbs that bring with "with" what they are about: "threatened them with arrest"."""

_TAKEN_FOR_GRANTED = "certain positive -"
"""What a factive predicate says of its clause, affirmed or denied: "not concerned that she drank"."""

_FACTIVE = frozenset(
    {
        *((lemma, "that") for lemma in (
            "forget", "ignore", "inform", "know", "notice", "notify", "realise", "realize", "recall", "regret", "remember",
            "understand",
        )),
        *((lemma, "noun") for lemma in (
            "bemoan", "commemorate", "condemn", "criticise", "criticize", "denounce", "deplore", "mourn", "regret", "resent",
        )),
    }
)  # fmt: skip
"""Predicates whose clause or object is there whatever holds of them, with what they take (Kiparsky and Kiparsky 1970)."""

_ENDS = (("'end'",), ("'cease'",), ("'cessation'",))

_INQUIRIES = frozenset({"investigation", "inquiry", "probe", "inquest", "research", "review", "report"})

_SIGNS = frozenset({"evidence", "indication", "proof", "reason", "sign"})

_SUMS = frozenset({"million", "billion", "trillion", "dollar", "euro", "pound", "cent", "percent"})

_DEEPEST = 12
"""Predicates that are climbed at most."""


class OutlookFinder:
    """Finds how the innermost voice stands to the events of one reading.

    Args:
        parse: the reading.
        ends: tells of a word whether it is the cue of the speech that another word stands in (cue, event).
    """

    def __init__(self, parse: Parse, ends: Callable[[int, int], bool]) -> None:
        self.parse, self.words, self._ends = parse, parse.words, ends
        self._embedders = EmbedderFinder(parse)
        self._own = OwnOutlook(parse, self._embedders)

    def of(self, index: int, *, ended_by: int | None = None) -> Outlook:
        """Return how the voice that tells an event stands to it.

        Args:
            index: the head word of the event.
            ended_by: the verb that undoes it, where that undoing is the event ("suspended the aid").
        """
        above = self.words[index].head
        if above is not None and self.parse.relations[index] in ("cop", "aux"):
            index = above  # "is" of "is a threat" is told as the threat is
        outlook = self._own.of(index, Outlook(time=tense_of(index, self.parse)))
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
                negated = self._own.is_negated(governor)
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
                    replace(self._own.of(governor, outlook), time=tense_of(governor, self.parse)),
                    True,
                )
            else:
                outlook, goes_on = self._climbed(current, governor, outlook)
            if self.words[governor].upos == "NOUN" and verdict_on(self.parse, governor) == "false":
                outlook = outlook.turned(f"'{self.parse.lemmas[governor]}' told to be false")
                outlook = replace(outlook, certainty="certain")
                break
            if not goes_on:
                break
            current, steps = governor, steps + 1
        if self._goes_on_meanwhile(index, outlook):
            outlook = Outlook(time="present", because=(f"{outlook.because[0]} of what goes on",))
        return self._asked(index, outlook)

    def _goes_on_meanwhile(self, index: int, outlook: Outlook) -> bool:
        """Tell whether the end of something is only called for, so that it is there: "an end to the attacks on the town"."""
        ended = outlook.polarity == "negative" and outlook.because[:1] in _ENDS
        not_yet = outlook.condition is not None or outlook.certainty != "certain"
        return ended and not_yet and outlook.condition != "question" and self.words[index].upos == "NOUN"

    def _is_second_clause(self, index: int, governor: int) -> bool:
        """Tell whether a participle stands beside what its verb holds: "pretended to fight, thus giving them a chance"."""
        if self.words[index].xpos != "VBG" or self.parse.child(index, "aux") is not None:
            return False
        return any(c < index and self.words[c].deprel == "xcomp" for c in self.parse.children[governor])

    def _inquiry_into(self, index: int, governor: int) -> int | None:
        """Return the noun that "into" brings a word to, or None; the tree may hang it to the verb above."""
        if self.parse.relations[index] not in ("nmod", "obl") or self.parse.case(index) != "into":
            return None
        if self.words[governor].upos == "NOUN":
            return governor
        thing = self.parse.child(governor, "obj")
        return thing if thing is not None and self.parse.lemmas[thing] in _INQUIRIES else None

    def _charged(self, outlook: Outlook, charge: Charge) -> Outlook:
        """Return the outlook on a deed that somebody is charged with, cleared or convicted of."""
        outlook = replace(outlook, time="past").with_reason(f"'{charge.word}'")
        if charge.standing == "accused":
            return outlook.weakened("underspecified", ACCUSED)
        return outlook.turned(f"'{charge.word}'") if charge.standing == "cleared" else outlook

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
        return self.parse.governor(index)

    def _climbed(self, index: int, governor: int, outlook: Outlook) -> tuple[Outlook, bool]:
        """Return the outlook after the predicate above an event, and whether to climb on."""
        relation = self.parse.relations[index]
        if self._embedders.is_question(index):
            return outlook, False  # "it was not clear who fired": somebody did
        if relation == "conj":
            instead = self._embedders.of_preposition(index)
            if instead is not None:  # "left rather than fight"
                return applied(instead, outlook, negated=False), False
            return outlook, not (self._is_finite(index) and not self._is_finite(governor))
        if relation == "ccomp" and self._is_second_clause(index, governor):
            return outlook, False
        if relation == "advcl":
            return self._through_adverbial(index, governor, outlook)
        if (
            relation == "acl"
            and self.words[index].xpos in ("VBN", "VBG")
            and self._embedders.mark(index) == ""
        ):
            return outlook, False
        inquiry = self._inquiry_into(index, governor)
        if inquiry is not None:  # "dropped the inquiry into the raid": whatever becomes of the inquiry
            row = find_embedder(self.parse.lemmas[inquiry], "noun", ("noun",))
            return applied(row, outlook, negated=False) if row is not None else outlook, False
        if relation == "nmod" and self._is_sum(governor) and self.parse.case(index) in ("in", "of"):
            return outlook, True  # "may face $24,000 in fines"
        if relation in ("obl", "nmod"):
            beside = self._embedders.of_preposition(index)
            if beside is not None:
                return applied(beside, outlook, negated=False), False
        complements = self._embedders.complements(index)
        if not complements or self._was_made(index, governor) or self.parse.acts(index):
            return outlook, False
        word = self.words[governor]
        auxiliaries = set(auxiliaries_of(governor, self.parse))
        able = bool({"can", "could"} & auxiliaries)
        row = self._embedders.of_participle(governor, index)
        if row is not None:
            return applied(row, outlook, negated=False), False
        row = self._embedders.of_predicate(governor, index, able=able)
        if row is not None:
            if relation == "obl" and self._is_beside(index, governor, row):
                return outlook, False
            if row.positive == row.negative == _TAKEN_FOR_GRANTED and word.upos == "ADJ":
                return self._below(row, governor, outlook), False
            if (row.lemma, row.complement) in _FACTIVE:
                return outlook, False  # "to let them know that it had burst"
            if able and (row.lemma.startswith("can ") or word.lemma.lower() in _PERCEPTION):
                return self._below(row, governor, outlook, could=True), True  # who could hear it did
            return self._below(row, governor, outlook), self.parse.lemmas[governor] not in _GIVEN_WITH
        if word.upos not in ("VERB", "NOUN", "ADJ"):
            return outlook, relation in ("nmod", "compound", "obj", "nsubj")
        if (
            relation == "xcomp"
            and self._embedders.mark(index) == "to"
            and self._is_duty(governor, auxiliaries)
        ):
            return self._had_to(governor, outlook), True
        if relation in ("obj", "nsubj") and word.upos == "VERB":
            return self._through_light_verb(governor, outlook)
        if relation in ("xcomp", "ccomp"):
            return self._own.of(governor, outlook), True
        if relation == "nmod" and word.upos == "NOUN":
            return (outlook.turned("'no'"), False) if self._own.is_none(governor) else (outlook, False)
        return outlook, False

    def _is_sum(self, index: int) -> bool:
        """Tell whether a word is a sum of money or a number."""
        return self.words[index].upos in ("NUM", "SYM") or self.parse.lemmas[index] in _SUMS

    def _below(self, row: Embedder, governor: int, outlook: Outlook, *, could: bool = False) -> Outlook:
        """Return the outlook on what a predicate embeds, told in the predicate's time and mood."""
        outlook = applied(row, outlook, self._own.is_negated(governor))
        if outlook.condition is None and self.parse.lemmas[governor] not in UNDERGOING:
            outlook = replace(outlook, time=tense_of(governor, self.parse))
        return outlook if could else self._own.modal(governor, outlook)

    def _is_beside(self, index: int, governor: int, row: Embedder) -> bool:
        """Tell whether an event only stands beside what a verb is about: "stopped her for a violation", not "from driving"."""
        if self.parse.child(governor, "obj", "nsubj:pass") is None:
            return False
        if self.parse.case(index) in _MEANS and self.parse.lemmas[governor] not in _TAKES_WITH:
            return True  # "supports the army with air strikes": the strikes are flown
        return row.positive.split()[1] == "negative" and self.parse.case(index) in BESIDE

    def _is_duty(self, governor: int, auxiliaries: set[str]) -> bool:
        """Tell whether a verb over an infinitive tells of a duty: "have to", "have got to"."""
        lemma = self.parse.lemmas[governor]
        return lemma == "have" or (lemma == "get" and "have" in auxiliaries)

    def _had_to(self, governor: int, outlook: Outlook) -> Outlook:
        """Return the outlook on what somebody has to do: in the past it was done, else it is only called for."""
        outlook = replace(self._own.of(governor, outlook), time=tense_of(governor, self.parse))
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

    def _as_reported(self, index: int, cue: int, outlook: Outlook) -> Outlook:
        """Return the outlook that the source of a statement has: what it asks for, promises or denies is no plain fact."""
        word = self.words[cue]
        relation = self.parse.relations[index]
        if word.upos not in ("VERB", "NOUN", "ADJ") or self._was_made(index, cue):
            return outlook
        if self._embedders.is_question(index):
            return outlook
        if relation == "obl" and self.parse.case(index) not in _TOLD_WITH:
            return outlook  # "called for an inquiry into the attack", where the tree hangs the attack to the call
        if relation == "advcl" and self._embedders.mark(index) == "against":
            return applied(self._embedders.of_preposition(index), outlook, negated=False)
        able = bool({"can", "could"} & set(auxiliaries_of(cue, self.parse)))
        row = self._embedders.of_predicate(cue, index, able=able)
        if relation == "advcl" and self._embedders.is_gerund(index):
            row = self._embedders.of_gerund(index, cue) or row
        negated = self._own.is_negated(cue)
        lemma = word.lemma.lower()
        held = word.head if self.parse.relations[cue] == "acl" else None
        if held is not None and self.parse.lemmas[held] in _SIGNS and self._own.is_none(held):
            return outlook.turned(f"'no {self.parse.lemmas[held]}'")  # "no evidence to suggest that he left"
        if row is None:
            if lemma in _DENIALS and not negated:
                return outlook.turned(f"'{lemma}'")
            return outlook.weakened("possible", f"'not {lemma}'") if negated else outlook
        told = applied(row, outlook, negated)
        if negated and row.negative == "underspecified positive -":
            return outlook.weakened("possible", f"'not {lemma}'")  # who does not confirm it does not tell it
        if told.condition is None and told.polarity == outlook.polarity and told.certainty != "possible":
            return outlook  # to say, believe or confirm something is to tell it
        return told

    def _through_light_verb(self, governor: int, outlook: Outlook) -> tuple[Outlook, bool]:
        lemma = self._embedders.with_particle(governor)
        row = light_verbs().get(lemma) or light_verbs().get(self.parse.lemmas[governor])
        if row is None:
            return outlook, False
        outlook = replace(self._own.of(governor, outlook), time=tense_of(governor, self.parse))
        if row.polarity == "negative":  # what is ended has another type instead
            outlook = outlook.turned(f"'{lemma}'")
        return outlook, True

    def _through_adverbial(self, index: int, governor: int, outlook: Outlook) -> tuple[Outlook, bool]:
        mark, xpos = self._embedders.mark(index), self.words[index].xpos
        if self.parse.lemmas[governor] == "due" and self.parse.child(governor, "fixed") is not None:
            due = find_embedder("due", "adj", ("to",))  # "was due to be released", taken for a preposition
            return (applied(due, outlook, negated=False) if due is not None else outlook), True
        if mark == "if" and index > governor and self.parse.lemmas[governor] in _UNSURE:
            return outlook.weakened("possible", "'if'"), False  # "unclear if he left"
        if mark in _CONDITIONAL or self._is_inverted(index):
            return outlook.under("hypothetical", f"'{mark or 'had'}'"), False
        row = self._embedders.of_preposition(index) or find_embedder(mark, "prep", ("ing", "noun"))
        if row is not None:
            return applied(row, outlook, negated=False), False
        held = None
        if self._embedders.is_gerund(index) and (mark in BEFORE_GERUNDS or not mark):
            held = self._embedders.of_gerund(index, governor)
        elif mark == "to":
            held = self._embedders.of_infinitive(index, governor)
        if held is not None:
            return self._below(held, governor, outlook), True
        for_it = xpos == "VB" and mark in ("to", "so") and not is_singled_out(index, self.parse)
        return (outlook.under("intended", "a purpose") if for_it else outlook), False

    def _is_inverted(self, index: int) -> bool:
        """Tell whether a clause is a condition by its order alone: "had they left", "should they leave"."""
        opening = min(self.parse.children[index], default=index)
        subject = self.parse.child(index, "nsubj")
        return (
            self.words[opening].deprel.startswith("aux")
            and self.parse.form(opening).lower() in ("had", "were", "should")
            and subject is not None
            and subject > opening
        )

    def _is_finite(self, index: int) -> bool:
        """Tell whether a verb has a tense of its own, so that it cannot share "to" with an infinitive before it."""
        tensed = ("VBD", "VBZ", "VBP", "MD")
        return self.words[index].xpos in tensed or any(
            self.words[c].xpos in tensed and self.words[c].deprel.startswith("aux")
            for c in self.parse.children[index]
        )

    def _asked(self, index: int, outlook: Outlook) -> Outlook:
        """Return the outlook where the sentence, or the quotation in it, is a question."""
        word = self.words[index]
        sentence = self.parse.reading.sentences[word.sentence]
        after = self.parse.text[word.span.end : sentence.span.end]
        stop = next((at for at, char in enumerate(after) if char in "?!" or char in '”"'), None)
        if stop is None or after[stop] != "?":
            return outlook
        return outlook.under("question", "a question")
