"""The arguments of verbs and nouns: who does it and to whom, read off the tree beneath its surface.

Passives are turned round, relative pronouns give way to what they stand for, and verbs without a subject of their
own (infinitives, participles, conjuncts) take it from the word that governs them, as control and coordination have it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from onrecord.record.embedding import SHOWING
from onrecord.record.parse import Parse

_RELATIVES = frozenset({"who", "whom", "which", "that", "whose"})
_ACCUSING = frozenset(
    {"accuse", "acquit", "blame", "charge", "clear", "convict", "criticize", "condemn", "fault", "suspect"}
)
"""Verbs whose object is who did, or did not do, what stands after "of", "for" or "with"."""

_JUDGING = frozenset(
    {
        "admonish", "applaud", "arrest", "assail", "attack", "bash", "berate", "blast", "castigate",
        "censure", "chastise", "chide", "commend", "congratulate", "credit", "criticise", "denounce",
        "deride", "detain", "discipline", "dismiss", "execute", "expel", "fine", "fire", "forgive", "hail",
        "honor", "honour", "imprison", "indict", "jail", "lambast", "lambaste", "mock", "pardon", "penalise",
        "penalize", "praise", "prosecute", "punish", "rap", "rebuke", "reprimand", "reward", "ridicule",
        "sack", "salute", "sanction", "scold", "sentence", "slam", "sue", "suspend", "thank", "upbraid",
        "vilify",
    }
)  # fmt: skip
"""Verbs whose object is who did what stands after "for": "thanked the crew for leaving"."""

_HINDERING = frozenset(
    {
        "ban", "bar", "block", "deter", "discourage", "disqualify", "dissuade", "exclude", "exempt", "forbid", "hinder",
        "keep", "prevent", "prohibit", "protect", "rescue", "restrain", "save", "spare", "stop", "suspend",
    }
)  # fmt: skip
"""Verbs whose object is who does not do what stands after "from"."""

_ADVISING = frozenset({"advise", "caution", "counsel", "urge", "warn"})
"""Verbs whose object is who is not to do what stands after "against"."""

_OF_MIND = frozenset({"commit", "oppose", "determine", "prepare", "resign"})
"""Verbs whose participle after "be" tells of its subject's mind and not of what is done to it."""

_HOLDING = frozenset({"led", "held", "run", "controlled", "occupied", "owned"})
"""Participles that a hyphen ties to whoever does it."""

_NO_PARTICLES = frozenset({"for", "against", "with", "of", "into", "at", "from", "upon"})
"""Prepositions that are no particles of verbs."""

_SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "pledge", "offer"})
"""Verbs whose infinitive has their subject even where they have an object ("promised him to leave")."""

_CAUSING = frozenset({"have", "get", "see", "find", "watch", "want", "keep", "leave"})
"""Verbs that bring what becomes of their object as a participle: "had the mayor arrested"."""

_WITH_BARE_INFINITIVES = frozenset(
    {"help", "let", "make", "have", "see", "hear", "watch", "observe", "witness"}
)
"""Verbs whose object does what a bare infinitive tells: "helped him enter the country"."""

_CALLING = {
    "appeal": ("to", "for", "on"), "call": ("on", "upon", "for"), "count": ("on",), "lean": ("on",), "plead": ("with",),
    "pray": ("for",), "prevail": ("on", "upon"), "rely": ("on", "upon"), "signal": ("to",), "wait": ("for",),
}  # fmt: skip
"""Verbs with the prepositions that bring who is to do what their infinitive tells."""

_DIRECTING = frozenset(
    {
        "appoint", "ask", "assign", "authorise", "authorize", "choose", "direct", "elect", "empower", "enlist", "hire",
        "instruct", "invite", "lobby", "nominate", "order", "press", "pressure", "prompt", "push", "recruit", "task",
        "tell", "train", "urge",
    }
)  # fmt: skip
"""Verbs whose object does what an infinitive tells, wherever the tree hangs it: "assigned a nurse to accompany her"."""

_UNDERGONE = frozenset(
    {
        "acquit", "arrest", "charge", "convict", "deport", "detain", "evacuate", "execute", "expel", "extradite",
        "hospitalise", "hospitalize", "imprison", "indict", "injure", "jail", "kill", "release", "rescue", "sack",
        "sentence", "transport", "wound",
    }
)  # fmt: skip
"""Verbs that nobody does without an object: joined to a passive and without one they are passive, whatever their tag."""

_DEEPEST = 8
"""Steps of control and coordination that are followed; longer chains are faults of the tree."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of one word, each by the index of its head word, coordinated ones spelled out.

    Attributes:
        subjects: who does it (of a passive, the agent).
        objects: to whom or what it is done (of a passive, the subject).
        indirect: to whom something is given.
        obliques: the preposition, in lower case, and the word it brings; "" for one without ("last Friday").
        modifiers: compounds, adjectives and possessives before a noun.
        possessors: whose it is.
        clauses: relation (xcomp, ccomp, advcl, acl) and head word of each clause beneath.
        passive: whether the surface is turned round.
    """

    subjects: tuple[int, ...] = ()
    objects: tuple[int, ...] = ()
    indirect: tuple[int, ...] = ()
    obliques: tuple[tuple[str, int], ...] = ()
    modifiers: tuple[int, ...] = ()
    possessors: tuple[int, ...] = ()
    clauses: tuple[tuple[str, int], ...] = ()
    passive: bool = False

    def after(self, *prepositions: str) -> tuple[int, ...]:
        """Return the words that one of the prepositions brings."""
        return tuple(word for preposition, word in self.obliques if preposition in prepositions)


class ArgumentFinder:
    """Finds the arguments of the words of one reading."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.words = parse.words
        self._known: dict[int, Arguments] = {}

    def of(self, index: int) -> Arguments:
        """Return the arguments of a word; found once, then kept."""
        if index not in self._known:
            upos = self.words[index].upos
            said_of = "nsubj" if upos == "ADJ" else "cop"
            verbal = upos in ("VERB", "AUX") or self.parse.child(index, "cop", said_of) is not None
            self._known[index] = self._of_verb(index) if verbal else self._of_noun(index)
        return self._known[index]

    def is_passive(self, index: int) -> bool:
        """Tell whether a verb is passive, "by" or not; participles after a noun are ("the vessel seized by pirates")."""
        word = self.words[index]
        children = [self.words[c] for c in self.parse.children[index]]
        relations = {c.deprel for c in children}
        if word.xpos == "VBD" and word.deprel == "advcl" and not relations & {"nsubj", "obj", "mark"}:
            return True  # "Asked to leave, he stayed": a participle, whatever its tag
        joined = word.xpos == "VBD" and word.deprel == "conj" and word.head is not None
        if joined and word.lemma.lower() in _UNDERGONE and not relations & {"nsubj", "obj", "ccomp"}:
            return self.words[word.head or 0].xpos == "VBN" and self.is_passive(word.head or 0)
        if word.xpos != "VBN" or self.parse.form(index).lower().endswith("ing"):
            return False
        acts = "nsubj" in relations and bool(relations & {"obj", "iobj"})
        if (acts or {"nsubj:pass", "obj"} <= relations) and not relations & {"aux:pass", "obl:agent"}:
            return False  # "Vane once defended Kirk", whatever the tag
        if word.lemma.lower() in _OF_MIND and "obl:agent" not in relations:
            return False  # "is committed to leaving": whoever is, does it
        if relations & {"nsubj:pass", "aux:pass", "csubj:pass", "obl:agent"}:
            return True
        if any(c.deprel == "aux" and c.lemma == "have" for c in children):
            return False
        if word.deprel == "conj" and word.head is not None and self.words[word.head].xpos == "VBN":
            return "obj" not in relations and self.is_passive(word.head)
        return "obj" not in relations

    @cached_property
    def _conjuncts(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for index, word in enumerate(self.words):
            if word.deprel.startswith("conj") and word.head is not None:
                found.setdefault(word.head, []).append(index)
        return found

    def spelled_out(self, index: int) -> tuple[int, ...]:
        """Return a nominal and those coordinated with it."""
        if index not in self._conjuncts:
            return (index,)
        nominal = ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X")
        others = [c for c in self._conjuncts[index] if self.words[c].upos in nominal]
        return (index, *others)

    def _all(self, indices: list[int]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(one for index in indices for one in self.spelled_out(index)))

    def _of_verb(self, index: int) -> Arguments:
        passive = self.is_passive(index)
        surface = self.surface_subjects(index)
        controllers = self._controller(index)
        objects = [
            self._antecedent(c, index) for c in self._children(index, "obj") if c not in (controllers or ())
        ]
        obliques = self._obliques(index)
        stray = self._stray_preposition(index)
        if stray is not None and not passive:  # "calling for a shutdown", read as "turning off a light"
            obliques, objects = [*obliques, *((stray, w) for w in objects)], []
            obliques = [(preposition or stray, w) for preposition, w in obliques]
        if passive:
            agents = [w for preposition, w in obliques if preposition == "by" and self._may_act(w)]
            subjects, objects = agents, [*surface, *objects]
        else:
            subjects = list(surface)
            objects = (
                objects
                or self._gap(index)
                or self._controller_beneath(index)
                or self._receiver(index)
                or self._raised(index)
                or self._uncased(index)
                or self._shared(index)
            )
        return Arguments(
            subjects=self._all(subjects),
            objects=self._all(objects),
            indirect=self._all(self._children(index, "iobj")),
            obliques=tuple((p, one) for p, w in obliques for one in self.spelled_out(w)),
            clauses=tuple(
                (self.parse.relations[c], c)
                for c in self.parse.children[index]
                if self.parse.relations[c] in ("xcomp", "ccomp", "advcl", "csubj")
            ),
            passive=passive,
        )

    def _of_noun(self, index: int) -> Arguments:
        modifiers = self._children(index, "compound", "amod", "nmod:poss", "nmod:unmarked", "flat")
        modifiers = [self._holder(m) or m for m in modifiers]
        return Arguments(
            obliques=tuple((p, one) for p, w in self._obliques(index) for one in self.spelled_out(w)),
            modifiers=self._all(modifiers),
            possessors=self._all(self._children(index, "nmod:poss")),
            clauses=tuple(
                ("acl", c)
                for c in self.parse.children[index]
                if self.words[c].deprel.startswith("acl") and self.words[c].deprel != "acl:relcl"
            ),
        )

    def _holder(self, index: int) -> int | None:
        """Return whose a thing is, or who leads it, where a hyphen says so: "the ISIL-held town", "the U.S.-led raid"."""
        if self.parse.forms[index].lower() not in _HOLDING:
            return None
        return self.parse.tied_to(index)

    def _children(self, index: int, *relations: str) -> list[int]:
        return [c for c in self.parse.children[index] if self.words[c].deprel in relations]

    def _obliques(self, index: int) -> list[tuple[str, int]]:
        found = []
        for child in self.parse.children[index]:
            relation = self.parse.relations[child]
            if relation in ("obl", "nmod") and self.words[child].deprel != "nmod:poss":
                target = self._antecedent(child, index)
                found.append((self.parse.case(child), target))
                if self.parse.case(child) == "out":  # "out of the deal"
                    found.append(("of", target))
        return found

    def _may_act(self, index: int) -> bool:
        """Tell whether a word after "by" can be who does it: not "by Friday", "by a third", "by train"."""
        return self.words[index].upos in ("NOUN", "PROPN", "PRON", "ADJ")

    def surface_subjects(self, index: int, *, depth: int = 0) -> tuple[int, ...]:
        """Return the subject of a verb as the surface has it, found through control and coordination."""
        own = [
            self._antecedent(c, index)
            for c in self.parse.children[index]
            if self.parse.relations[c] == "nsubj"
        ]
        if own:
            return tuple(own)
        word = self.words[index]
        relation, governor = word.deprel, self.parse.governor(index)
        if depth > _DEEPEST or governor is None:
            return ()
        if relation == "acl:relcl":
            return (governor,)
        if relation == "acl":
            return self._of_modified(index, governor, depth)
        called = self._called_upon(index, governor) if relation in ("xcomp", "advcl", "ccomp") else []
        if called:
            return tuple(called)
        if relation == "xcomp":
            return self._controlled(index, governor, depth)
        if word.xpos == "VB" and relation in ("advcl", "csubj") and self._infinitive(index):
            receivers = self._children(governor, "iobj")
            if receivers and self._children(governor, "obj"):
                return tuple(receivers)  # "gave them a chance to leave", the infinitive hung to the verb
            directed = [c for c in self._children(governor, "obj") if c < index]
            if directed and self.parse.lemmas[governor] in _DIRECTING:
                return tuple(self._antecedent(c, governor) for c in directed)
        controllers = self._controller(index)
        if controllers is not None:
            return tuple(self._antecedent(c, governor) for c in controllers)
        if relation.split(":")[0] in ("conj", "advcl", "obl", "nmod", "csubj") and self._predicates(governor):
            return self.surface_subjects(governor, depth=depth + 1)
        return ()

    def _called_upon(self, index: int, governor: int) -> list[int]:
        """Return who is to do what an infinitive tells, behind a preposition: "called on the state to leave"."""
        cases = _CALLING.get(self.parse.lemmas[governor], ())
        if not cases or not self._infinitive(index):
            return []
        return [
            self._antecedent(c, governor)
            for c in self._children(governor, "obl")
            if c < index and self.parse.case(c) in cases
        ]

    def _controller(self, index: int) -> tuple[int, ...] | None:
        """Return the object that does what a gerund tells, in "accused the firm of bribing them"; None for all other gerunds.

        The tree may hang the firm to the gerund; it stands before its preposition all the same.
        """
        word, mark = self.words[index], self.parse.child(index, "mark")
        if word.head is None or not self._is_gerund(index):
            return None
        governor = word.head
        if mark is None:  # "showed rebels firing", the firing hung to the verb
            shown = word.deprel in ("advcl", "ccomp") and self.parse.lemmas[governor] in SHOWING
            return (
                tuple(c for c in self._children(governor, "obj", "iobj") if c < index) or None
                if shown
                else None
            )
        if not _controls_by_object(self.parse.lemmas[governor], self.parse.form(mark).lower()):
            return None
        if self.is_passive(governor):
            return self.surface_subjects(governor)
        own = self._children(governor, "obj", "iobj")
        return tuple(own or (c for c in self._children(index, "obj") if c < mark)) or None

    def _controller_beneath(self, index: int) -> list[int]:
        """Return the object of a verb where the tree has hung it to the gerund."""
        return [one for child in self.parse.children[index] for one in self._controller(child) or ()]

    def _receiver(self, index: int) -> list[int]:
        """Return whom a verb with nothing else to be its object is done to: "charged Kopp with murder"."""
        if any(self.parse.relations[c] == "ccomp" for c in self.parse.children[index]):
            return []
        return self._children(index, "iobj")

    def _raised(self, index: int) -> list[int]:
        """Return the object that the tree takes for the subject of the infinitive: "ordered the firm to pay", "let him go"."""
        bare = self.parse.lemmas[index] in _WITH_BARE_INFINITIVES
        for clause in self.parse.children[index]:
            relation = self.words[clause].deprel
            helped = bare and relation == "ccomp" and self.words[clause].xpos == "VB"
            if helped and self.parse.child(clause, "mark", "aux") is not None:
                continue
            if relation != "xcomp" and not helped:
                continue
            subject = self.parse.child(clause, "nsubj")
            if subject is not None and subject > index:
                return [subject]
        return []

    def _uncased(self, index: int) -> list[int]:
        """Return the object that the tree takes for an oblique without preposition.

        "Pulled down the statue", "killed at least 15 people": behind a particle, or with a number.
        """
        particle = self.parse.child(index, "compound:prt") is not None
        return [
            c
            for c in self._children(index, "obl")
            if c > index
            and not self.parse.case(c)
            and (particle or self.parse.child(c, "nummod") is not None)
        ]

    def _shared(self, index: int) -> list[int]:
        """Return the object of verbs joined before it: "trained and equipped the rebels"."""
        word = self.words[index]
        if word.deprel != "conj" or word.head is None or self.words[word.head].upos != "VERB":
            return []
        own = (
            "obj", "iobj", "ccomp", "xcomp", "obl", "nsubj", "nsubj:pass", "obl:agent", "compound:prt", "advcl",
        )  # fmt: skip
        if self.parse.child(index, *own) is not None:
            return []
        return [c for c in self._children(word.head, "obj") if c > index]

    def _stray_preposition(self, index: int) -> str | None:
        """Return the preposition that the tree takes for a particle of a verb, so that what it brings looks like an object."""
        particle = self.parse.child(index, "compound:prt")
        form = self.parse.form(particle).lower() if particle is not None else None
        return form if form in _NO_PARTICLES else None

    def _is_gerund(self, index: int) -> bool:
        """Tell whether a verb is a gerund: "of bribing", "of having bribed"."""
        having = self.parse.child(index, "aux")
        return self.words[index].xpos == "VBG" or (having is not None and self.words[having].xpos == "VBG")

    def _infinitive(self, index: int) -> bool:
        mark = self.parse.child(index, "mark")
        return mark is not None and self.parse.lemmas[mark] == "to"

    def _predicates(self, index: int) -> bool:
        return self.words[index].upos in ("VERB", "AUX", "ADJ") or self.parse.child(index, "cop") is not None

    def _of_modified(self, index: int, noun: int, depth: int) -> tuple[int, ...]:
        """Return the subject of a participle or infinitive that modifies a noun."""
        word = self.words[index]
        if word.xpos in ("VBG", "VBN") and self.parse.child(index, "mark") is None:
            return (noun,)
        owners = self._children(noun, "nmod:poss") or self._nations(noun)
        for_whom = [c for c in self.parse.children[noun] if self.parse.case(c) in ("for", "by")]
        if owners or for_whom:
            return tuple(owners or for_whom)
        governor = self.words[noun].head
        one = governor if governor is not None and self.words[noun].deprel == "nmod" else noun
        subject = self.parse.child(one, "nsubj")
        if subject is not None and self.parse.child(one, "cop") is not None:
            return (self._antecedent(subject, one),)  # "was one of the first members to endorse him"
        if governor is None or self.words[governor].upos != "VERB":
            return ()
        receivers = self._children(governor, "iobj")
        if self.words[noun].deprel == "obj":
            return tuple(receivers) or self.surface_subjects(governor, depth=depth + 1)
        if self.words[noun].deprel == "obl" and noun < governor and self.parse.case(noun) == "in":
            # "In the campaign to free the town, troops have ..."
            return self.surface_subjects(governor, depth=depth + 1)
        return ()

    def _nations(self, noun: int) -> list[int]:
        """Return the adjectives and names before a noun that tell whose it is: "the Iraqi mission to retake the town"."""
        before = (
            c for c in self.parse.children[noun] if c < noun and self.words[c].deprel in ("amod", "compound")
        )
        return [c for c in before if self.parse.forms[c][:1].isupper() and self.words[c].span.start > 0]

    def _controlled(self, index: int, governor: int, depth: int) -> tuple[int, ...]:
        objects = self._children(governor, "obj", "iobj")
        lemma = self.parse.lemmas[governor]
        becomes = lemma in _CAUSING and not self._infinitive(index)
        if objects and lemma not in _SUBJECT_CONTROL and (self.words[index].xpos != "VBN" or becomes):
            return (self._antecedent(objects[0], governor),)
        return self.surface_subjects(governor, depth=depth + 1)

    def _gap(self, index: int) -> list[int]:
        """Return what a relative clause without relative pronoun leaves out ("the boat the navy sank")."""
        word = self.words[index]
        if word.deprel != "acl:relcl" or word.head is None:
            return []
        subjects = [c for c in self.parse.children[index] if self.words[c].deprel.startswith("nsubj")]
        relative = any(self._is_relative(c) for c in self.parse.children[index])
        return [word.head] if subjects and not relative else []

    def _is_relative(self, index: int) -> bool:
        word = self.words[index]
        return word.lemma.lower() in _RELATIVES and word.xpos in ("WP", "WDT", "WP$", "IN", "DT")

    def _antecedent(self, index: int, verb: int) -> int:
        """Return what a relative pronoun stands for, or the word itself."""
        if not self._is_relative(index) or self.words[index].xpos == "DT":
            return index
        at: int | None = verb
        for _ in range(_DEEPEST):
            if at is None:
                return index
            word = self.words[at]
            if word.deprel == "acl:relcl" and word.head is not None:
                return word.head
            if word.deprel.split(":")[0] not in ("conj", "xcomp", "ccomp", "advcl"):
                return index
            at = word.head
        return index


def _controls_by_object(verb: str, preposition: str) -> bool:
    """Tell whether the object of a verb does what a gerund after a preposition tells: "talked them into leaving"."""
    match preposition:
        case "into" | "out":
            return True
        case "from":
            return verb in _HINDERING
        case "against":
            return verb in _ADVISING
        case "for":
            return verb in _ACCUSING or verb in _JUDGING
        case "of" | "with":
            return verb in _ACCUSING
    return False
