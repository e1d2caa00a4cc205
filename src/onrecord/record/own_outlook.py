"""What the word of an event says by itself of how its voice stands to it: negations, auxiliaries, adverbs and attributes.

`outlook_finder` climbs from there to the predicates above. A predicate over the event is asked for its own negation here too.
"""

from __future__ import annotations

from onrecord.model import Certainty, Condition
from onrecord.record.embedding import EmbedderFinder
from onrecord.record.event_words import Embedder, find_embedder
from onrecord.record.outlook import Outlook
from onrecord.record.parse import Parse
from onrecord.record.tenses import auxiliaries_of

_NEGATIONS = frozenset(
    {"not", "n't", "never", "no", "neither", "nor", "hardly", "scarcely", "barely", "nobody", "none"}
)
_NEGATING = frozenset({"advmod", "det", "cc:preconj", "cc", "advmod:neg"})
_DEGREES = frozenset({"double", "triple", "treble", "quadruple", "halve"})
_NO_ONE = frozenset({"no", "nobody", "none", "neither", "nothing"})
_NOT_ONE = frozenset({"a", "an", "one", "any"})
"""Words behind "not" that make a subject nobody: "not a single rebel", but "not all rebels"."""

_BESIDES = frozenset({"only", "just", "merely", "simply", "solely"})
"""Words behind "not" with which it denies nothing: "an insult not only to him"."""

_MODALS: dict[str, tuple[Certainty | None, Condition | None]] = {
    "may": ("possible", None), "might": ("possible", None), "could": ("possible", None), "can": ("possible", None),
    "should": (None, "hypothetical"), "must": (None, "hypothetical"), "ought": (None, "hypothetical"),
    "need": (None, "hypothetical"), "shall": (None, None), "will": (None, None), "would": (None, None),
}  # fmt: skip


class OwnOutlook:
    """Tells what stands beside the predicates of one reading.

    Args:
        parse: the reading.
        embedders: what its predicates say of what they embed.
    """

    def __init__(self, parse: Parse, embedders: EmbedderFinder) -> None:
        self.parse, self.words = parse, parse.words
        self._embedders = embedders

    def of(self, index: int, outlook: Outlook) -> Outlook:
        """Return the outlook after negations, auxiliaries and adverbs of one predicate."""
        outlook = self.modal(index, outlook)
        mark = self._embedders.mark(index)
        if mark in ("if", "unless") and not self.words[index].deprel.startswith(("advcl", "ccomp", "csubj")):
            outlook = outlook.under("hypothetical", f"'{mark}'")  # whatever the clause hangs on
        if mark == "whether" or (mark == "if" and self.words[index].deprel.startswith(("ccomp", "csubj"))):
            outlook = outlook.weakened("possible", f"'{mark}'")
        for child in self.parse.children[index]:
            word = self.words[child]
            lemma = self.parse.lemmas[child]
            if (
                word.deprel in ("advmod", "cc:preconj", "det", "cc", "mark", "advmod:neg")
                and lemma in _NEGATIONS
            ):
                if self._adds(child):
                    continue
                if lemma != "no" or word.deprel == "det":  # "no longer" is an adverb
                    outlook = outlook.turned(f"'{lemma}'")
            elif self.parse.relations[child] in ("nsubj", "obj", "obl") and self.is_none(child):
                outlook = outlook.turned(f"'{self.parse.form(child).lower()}' takes part")
            elif lemma in ("almost", "nearly") and self.parse.lemmas[index] in _DEGREES:
                continue  # "almost doubled" says by how much
            elif word.deprel == "advmod" or (word.deprel == "amod" and word.upos == "ADV"):
                outlook = applied(self._embedders.of_adverb(child), outlook, False)
            elif word.deprel in ("amod", "compound") and not self._is_fulfilled(child):
                row = find_embedder(self.parse.form(child).lower(), "adj", ("noun",))
                outlook = applied(row, outlook, False)
        return outlook

    def _adds(self, index: int) -> bool:
        """Tell whether a negation only says that more follows: "not only"."""
        return self.parse.lemmas[index] == "not" and self.parse.form(index + 1).lower() in _BESIDES

    def _is_fulfilled(self, index: int) -> bool:
        """Tell whether an attribute only says how long something was to come: "its long-planned attack"."""
        first = self.parse.tied_to(index)
        return first is not None and self.parse.form(first).lower().rstrip("-") in ("long", "much", "often")

    def is_none(self, index: int) -> bool:
        """Tell whether a word stands for nobody or nothing: "none", "no rebel", "not a single rebel"."""
        if self.parse.lemmas[index] in ("nobody", "none", "nothing", "no-one"):
            return True
        before = (
            c
            for c in self.parse.children[index]
            if c < index and self.words[c].deprel in ("det", "cc:preconj", "cc", "advmod")
        )
        return any(
            self.parse.lemmas[c] in _NO_ONE
            or (self.parse.lemmas[c] == "not" and self.parse.form(c + 1).lower() in _NOT_ONE)
            for c in before
        )

    def modal(self, index: int, outlook: Outlook) -> Outlook:
        """Return the outlook after the auxiliaries of one predicate and the conditions that hang on it."""
        auxiliaries = auxiliaries_of(index, self.parse)
        for lemma in auxiliaries:
            certainty, condition = _MODALS.get(lemma, (None, None))
            if certainty is not None:
                outlook = outlook.weakened(certainty, f"'{lemma}'")
            if condition is not None and not (lemma == "must" and "have" in auxiliaries):
                outlook = outlook.under(condition, f"'{lemma}'")
        if "would" in auxiliaries and (self._has_condition(index) or "have" in auxiliaries):
            outlook = outlook.under("hypothetical", "'would'")
        elif self._has_condition(index) and (
            {"will", "shall"} & set(auxiliaries)
            or (outlook.time == "present" and self.words[index].upos == "VERB")
        ):
            outlook = outlook.under("hypothetical", "in the main clause of a condition")
        return outlook

    def _has_condition(self, index: int) -> bool:
        """Tell whether a clause of condition hangs on a predicate."""
        return any(
            self.words[c].deprel.startswith("adv") and self._embedders.mark(c) in ("if", "unless", "provided")
            for c in self.parse.children[index]
        )

    def is_negated(self, index: int) -> bool:
        """Tell whether a predicate is negated: by a word beside it, or by nobody being its subject."""
        for child in self.parse.children[index]:
            word = self.words[child]
            if self.parse.lemmas[child] in _NEGATIONS and word.deprel in _NEGATING:
                return not self._adds(child)
            if self.parse.relations[child] == "nsubj" and self.is_none(child):
                return True
        return False


def applied(row: Embedder | None, outlook: Outlook, negated: bool) -> Outlook:
    """Return the outlook on what a predicate embeds, after its row of the table of embedders; as it was without a row."""
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
