"""Who takes part in an event: the entities that the words of its arguments stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from onrecord.model import Entity, Participant, Place, Span
from onrecord.record.arguments import ArgumentFinder, Arguments
from onrecord.record.countries_of import CountryNames
from onrecord.record.culprits import find_culprits
from onrecord.record.event_frames import IN_WHAT
from onrecord.record.event_words import NO_TYPE, EventWord, LightVerb, is_event_noun, roles_of
from onrecord.record.houses import HouseFinder
from onrecord.record.parse import Parse

_TRANSITIVE = frozenset({"ASSAULT", "COERCE", "SANCTION", "ACCUSE", "AID", "SUPPORT"})
"""Types whose nouns name with "of" to whom it is done ("the arrest of", "the condemnation of")."""

_TOWARDS = ("against", "on", "upon", "at", "toward", "towards", "to", "with", "from", "over", "into")
_LOCATIVE = frozenset(
    {"in", "at", "near", "outside", "inside", "around", "across", "throughout", "within", "through"}
)
_PERSONS = frozenset({"he", "she", "they"})
"""Pronouns for people; "we" and "you" may be anybody."""

_PARTS = frozenset({"member", "branch", "wing", "element", "unit", "remnant"})
"""Heads that stand for the body that they are of: what is done to its members is done to it."""

_TURNED_TO = frozenset(
    {"demand", "call", "urge", "ask", "press", "accuse", "protest", "denounce", "condemn", "seek"}
)
"""Verbs of participles that tell whom an act is turned to ("marched, demanding that the mayor go")."""

_MOTION = frozenset(
    {
        "leave",
        "exit",
        "enter",
        "reach",
        "cross",
        "approach",
        "pass",
        "tour",
        "flee",
        "quit",
        "vacate",
        "roam",
        "climb",
    }
)
"""Verbs of motion: the ground that is left, reached or crossed is nobody to whom anything is done."""

_AWAY = frozenset(
    {
        "ban", "defection", "departure", "disappearance", "escape", "eviction", "exclusion", "exit", "expulsion", "flight",
        "independence", "leak", "protection", "recovery", "release", "removal", "rescue", "resignation", "retreat", "return",
        "secession", "separation", "suspension", "theft", "transition", "travel", "trip", "withdrawal", "exodus", "import",
    }
)  # fmt: skip
"""Nouns of deeds that take somebody or something away from what stands after "from"."""

_BESIDES = frozenset(
    {
        "after", "amid", "amidst", "before", "despite", "during", "following", "since", "than", "till", "unlike", "until",
        "without",
    }
)  # fmt: skip
"""Prepositions of what else there was; nobody behind them undergoes the event."""

_DEEPEST = 5
"""Levels of the tree beneath an event that are looked through for its recipient."""

_ACTORS = frozenset({"PERSON", "ORG", "GPE", "NORP", "OTHER"})


class PartyFinder:
    """Finds the actors and recipients of the events of one report.

    Args:
        parse: the reading.
        arguments: what depends on its words.
        entities: the entities of the report.
        places: its places.
        gazetteer: countries and demonyms.
        speaker_of: gives the id of the entity that speaks a word in direct speech, or None.
        is_told: tells of a word whether it stands in a statement.
        is_side: tells of a word whether it stands for people or a body.
    """

    def __init__(
        self,
        parse: Parse,
        arguments: ArgumentFinder,
        entities: tuple[Entity, ...],
        places: tuple[Place, ...],
        gazetteer: CountryNames,
        speaker_of: Callable[[int], str | None],
        is_told: Callable[[int], bool],
        is_side: Callable[[int], bool],
    ) -> None:
        self.parse, self.words, self.arguments, self._gazetteer = parse, parse.words, arguments, gazetteer
        self._may_be_side = is_side
        dateline = parse.reading.document.dateline
        self._dateline = dateline.span if dateline is not None else None
        self._grounds = [place.span for place in places]
        self._of_head: dict[int, tuple[Entity, Span]] = {}
        self._states: dict[str, tuple[Entity, Span]] = {}
        self._entities_by_id = {entity.id: entity for entity in entities}
        for entity in entities:
            for mention in entity.mentions:
                head = parse.head_of(mention.span)
                if head is not None and (
                    head not in self._of_head or len(mention.span) > len(self._of_head[head][1])
                ):
                    self._of_head[head] = (entity, mention.span)
            if entity.type == "GPE" and entity.country and entity.ids.iso:
                self._states.setdefault(entity.country, (entity, entity.mentions[0].span))
        self._houses = HouseFinder(
            parse, self._entities_by_id, self._of_head, self._states, speaker_of, is_told
        )

    def of(
        self,
        index: int,
        row: EventWord | None,
        *,
        light: tuple[int, LightVerb] | None = None,
    ) -> tuple[tuple[Participant, ...], tuple[Participant, ...]]:
        """Return the actors and the recipients of an event.

        Recipients are looked for where its row says, then beside it, then beneath its object and its complement, as in
        "demanded that the union pay" and "agreed to lift the ban on the island", and last in the ground it happens on.

        Args:
            index: its head word.
            row: its row in the table of events, or None.
            light: the verb that carries an event noun, and its row.
        """
        own = self.arguments.of(index)
        is_verb = self.words[index].upos in ("VERB", "AUX")
        actors, recipients = self._by_row(own, row, is_verb)
        if self.parse.lemmas[index] in _MOTION and (row is None or row.type == NO_TYPE):
            recipients = tuple(word for word in recipients if not self._is_town(word))
        if light is not None:
            above = self.arguments.of(light[0])
            roles = roles_of(light[1].roles)
            if not self.parties(actors, acting=True):
                actors = self._look_up(above, roles.get("actor", ("subj",)))
            if not self.parties(recipients):
                recipients = self._look_up(above, roles.get("recipient", ("iobj", *_TOWARDS)))
        hurts = row is not None and row.type in ("ASSAULT", "COERCE")
        if hurts and is_verb and own.passive and not self.parties(actors, acting=True):
            actors = self._within_deed(own)
        elif not is_verb and not self.parties(actors, acting=True):
            actors = (
                self._from_whom(index, own)
                or find_culprits(index, self.parse, self.arguments)
                or self._in_what(index)
            )
        if row is not None and row.reciprocal:
            both = self._look_up(own, ("between", "among", "with", "of", "obj" if is_verb else "mod"))
            actors = tuple(dict.fromkeys([*actors, *both, *recipients]))
            recipients = ()
        acting = tuple(p for p in self.parties(actors, acting=True) if self._may_act(p))
        seen = {p.entity for p in acting}
        done_to = self._others(recipients, seen) or self._numbered(own.objects)
        if not done_to and hurts and is_verb:
            # "killed 15 people in Oslo": not Oslo
            done_to = self._unnamed(dict.fromkeys([*recipients, *own.objects, *own.after("at")]))
        elif not done_to and is_verb:  # "helped customers in Oslo": neither
            done_to = self._unnamed(dict.fromkeys([*own.indirect, *own.objects]))
        if (
            not done_to
            and row is not None
            and row.type not in ("NONE", "STATE")
            and not (row.reciprocal and len(acting) > 1)
            and not (
                row.type == "CONCEDE" and any(r in ("ccomp", "xcomp") for r, _ in own.clauses)
            )  # who admits it
        ):
            done_to = self._beneath(index, own, seen, without=own.objects if row.type == "MOBILIZE" else ())
            if not done_to and not row.reciprocal:
                done_to = self._others_on_ground(own, seen)
            if not done_to and light is not None:
                done_to = self._beneath(
                    light[0],
                    own,
                    seen | {p.entity for p in self.parties(self.arguments.of(light[0]).subjects)},
                )
        if is_verb and own.passive and acting == done_to:
            acting = ()
        acting = acting or self._unnamed(w for w in actors if w not in recipients)
        return acting, tuple(p for p in done_to if not any(one.span.holds(p.span) for one in acting))

    def _from_whom(self, index: int, own: Arguments) -> tuple[int, ...]:
        """Return whom a deed comes from: "the assistance from the bank", but not "the withdrawal from the town"."""
        return () if self.parse.lemmas[index] in _AWAY else own.after("from")

    def _in_what(self, index: int) -> tuple[int, ...]:
        """Return who acts "in support of the army": whoever does what that is said of."""
        word = self.words[index]
        head, said_of = (
            word.head,
            self.parse.lemmas[index] in IN_WHAT and self.parse.case(index) in ("in", "on"),
        )
        if head is None or not said_of or word.deprel != "obl" or self.words[head].upos != "VERB":
            return ()
        return self.arguments.of(head).subjects

    def _within_deed(self, own: Arguments) -> tuple[int, ...]:
        """Return who does that in which somebody suffered something: "killed in a U.S. drone strike"."""
        for noun in own.after("in", "during", "by"):
            if self.words[noun].upos == "NOUN" and is_event_noun(self.parse.lemmas[noun]):
                doers = self._look_up(self.arguments.of(noun), ("poss", "by", "mod"))
                if self.parties(doers):
                    return doers
        return ()

    def _numbered(self, indices: Iterable[int]) -> tuple[Participant, ...]:
        """Return the bare numbers that stand for people: "killed 20 in the market"."""
        numbers = (self.words[index] for index in indices)
        return tuple(Participant(word.span, None) for word in numbers if word.upos == "NUM")

    def _others(self, indices: Iterable[int], seen: set[str | None]) -> tuple[Participant, ...]:
        return tuple(p for p in self.parties(indices) if p.entity is None or p.entity not in seen)

    def _beneath(
        self, index: int, own: Arguments, seen: set[str | None], *, without: tuple[int, ...] = ()
    ) -> tuple[Participant, ...]:
        """Return who is meant by what lies beneath an event, nearest first; `without` are no recipients ("sent troops").

        Clauses of time, cause and relation are left out; complements and phrases are gone through level by level.
        """
        level = [index]
        for _ in range(_DEEPEST):
            level = [
                child
                for word in level
                for child in self.parse.children[word]
                if self._belongs(child) and child not in own.subjects and child not in without
            ]
            found = self._others([w for w in level if self._may_undergo(w)], seen)
            if found:
                return found
        return ()

    def _may_undergo(self, index: int) -> bool:
        """Tell whether something can be done to what a word beneath an event stands for: not to ground that is left."""
        above = self.words[index].head
        moves = above is not None and self.parse.lemmas[above] in _MOTION
        return self.words[index].upos != "VERB" and not (moves and self._is_town(index))

    def _belongs(self, index: int) -> bool:
        word = self.words[index]
        if self.parse.lemmas[index] in IN_WHAT and self.parse.case(index) in ("in", "on"):
            return False  # "in support of the army, aircraft struck the base"
        relation = word.deprel.split(":")[0]
        if relation in ("obl", "nmod") and self.parse.case(index) in _BESIDES:
            return False
        if relation in ("advcl", "acl"):
            return word.deprel != "acl:relcl" and (word.xpos == "VB" or word.lemma.lower() in _TURNED_TO)
        return relation in (
            "obj",
            "iobj",
            "obl",
            "nmod",
            "xcomp",
            "ccomp",
            "conj",
            "nsubj",
            "amod",
            "compound",
        ) and (word.deprel not in ("obl:tmod", "obl:unmarked", "nmod:unmarked"))

    def _others_on_ground(self, own: Arguments, seen: set[str | None]) -> tuple[Participant, ...]:
        """Return the states and towns that an event happens in or to, where nobody else is named."""
        inner = [w for o in own.objects for _, w in self.arguments.of(o).obliques]
        words = [
            w for p, w in own.obliques if p in ("in", "on", "into", "of", "to", "from", "over", "against")
        ]
        found: dict[str, Participant] = {}
        for word in (*words, *inner):
            known = self._of_head.get(word)
            if known is not None and known[0].type in ("GPE", "LOC") and known[0].id not in seen:
                found.setdefault(known[0].id, Participant(known[1], known[0].id))
        return tuple(found.values())

    def _by_row(
        self, own: Arguments, row: EventWord | None, is_verb: bool
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        roles = row.role_sources if row is not None else {}
        if is_verb:
            actor = roles.get("actor", () if "subj" in roles.get("recipient", ()) else ("subj",))
            recipients = self._look_up(own, roles.get("recipient", ("obj",)))
            # Who meets "at the university" meets nobody there.
            sides = () if row is not None and row.reciprocal else (*own.indirect, *self._sides(own))
            if not self.parties(recipients):
                recipients = (*recipients, *sides)
            elif sides and all(self._is_town(word) for word in recipients):  # took the town from the rebels
                recipients = (*sides, *recipients)
            return self._look_up(own, actor), recipients
        transitive = row is not None and row.type in _TRANSITIVE
        actor = roles.get("actor", ("poss", "by", "mod") if transitive else ("poss", "by", "mod", "of"))
        recipient = roles.get(
            "recipient", ("against", "on", "upon", "of") if transitive else ("against", "on", "with")
        )
        return self._look_up(own, actor), self._look_up(own, recipient)

    def _is_town(self, index: int) -> bool:
        """Tell whether a word stands for a place that is no state of its own."""
        known = self._of_head.get(index)
        return known is not None and known[0].type in ("GPE", "LOC", "FAC") and known[0].ids.iso is None

    def _sides(self, own: Arguments) -> tuple[int, ...]:
        """Return the words that stand for somebody after a preposition that can bring a recipient."""
        return tuple(word for word in own.after(*_TOWARDS, "for") if self._is_side(word))

    def _is_side(self, index: int) -> bool:
        return any(entity.type in ("PERSON", "ORG", "GPE", "NORP") for entity, _ in self._known(index))

    def _look_up(self, own: Arguments, relations: Iterable[str]) -> tuple[int, ...]:
        found: list[int] = []
        for relation in relations:
            match relation:
                case "subj":
                    found += own.subjects
                case "obj":
                    found += own.objects
                case "iobj":
                    found += own.indirect
                case "poss":
                    found += own.possessors
                case "mod":  # a town before a noun tells where: "the Michigan rally"
                    found += [m for m in own.modifiers if m not in own.possessors and not self._is_town(m)]
                case preposition:
                    found += own.after(preposition)
        return tuple(dict.fromkeys(found))

    def _may_act(self, party: Participant) -> bool:
        entity = self._entities_by_id.get(party.entity or "")
        return entity is None or entity.type in _ACTORS

    def parties(self, indices: Iterable[int], *, acting: bool = False) -> tuple[Participant, ...]:
        """Return the entities that words stand for, each once, in the order given.

        Args:
            indices: the words.
            acting: whether they act: "the bombing of Narva killed six" names whom they bombed, and not who killed.
        """
        found: dict[object, Participant] = {}
        for index in self._after_dateline(indices):
            known = self._known(index, acting=acting)
            for entity, span in known:
                if entity.type != "EVENT":
                    found.setdefault(entity.id, Participant(span, entity.id))
            nation = None if known else self._nation(index)
            if nation is not None:
                found.setdefault(nation, Participant(nation, None))
        return tuple(found.values())

    def _unnamed(self, indices: Iterable[int]) -> tuple[Participant, ...]:
        """Return the nouns for people and bodies that are no entities: "protesters", "officials"."""
        return tuple(Participant(self.words[i].span, None) for i in indices if self._is_somebody(i))

    def _is_somebody(self, index: int) -> bool:
        """Tell whether a word without an entity stands for people or a body all the same: "protesters", "them"."""
        word = self.words[index]
        if index in self._of_head:
            return False
        if word.upos == "PRON":  # "gave him a loan", of whom the report does not tell who he is
            return word.xpos == "PRP" and word.lemma.lower() in _PERSONS
        return word.upos == "NOUN" and self._may_be_side(index)

    def _after_dateline(self, indices: Iterable[int]) -> Iterator[int]:
        """Yield words; for one of the dateline, which the tree takes for part of the sentence, what it hangs on it after."""
        for index in indices:
            if self._dateline is None or not self._dateline.holds(self.words[index].span):
                yield index
                continue
            for child in self.parse.children[index]:
                word = self.words[child]
                nominal = word.upos in ("PROPN", "NOUN") and word.deprel in (
                    "appos",
                    "parataxis",
                    "nsubj",
                    "list",
                )
                if nominal and word.span.start >= self._dateline.end and child in self._of_head:
                    yield child
                    break

    def _nation(self, index: int) -> Span | None:
        """Return the adjective of a nation that names a party by itself or before a noun ("an Indian proposal")."""
        for one in (index, *self.arguments.of(index).modifiers):
            form = self.parse.form(one)
            if form[:1].isupper() and (self._gazetteer.demonym(form) or self._gazetteer.country(form)):
                return self.words[one].span
        return None

    def _known(self, index: int, *, acting: bool = False) -> list[tuple[Entity, Span]]:
        """Return the entity of a word; of a word without one, those it belongs to or is made of."""
        if self._houses.is_spoken(index):
            spoken = self._houses.of(index)
            return [spoken] if spoken is not None else []
        if index in self._of_head:
            whole = [w for w in self.arguments.of(index).after("of") if w in self._of_head]
            if self.parse.lemmas[index] in _PARTS and whole:
                return [self._of_head[w] for w in whole]
            return [] if self._is_ground(index) else [self._named_after(index) or self._of_head[index]]
        state = self._state(index)
        if state is not None:
            return [state]
        own = (
            self.arguments.of(index)
            if self.words[index].upos in ("NOUN", "PROPN", "NUM", "DET")
            else Arguments()
        )
        deed = acting and is_event_noun(self.parse.lemmas[index])
        beneath = own.after("by") if deed else own.after("of", "from")
        for others in (
            own.possessors,
            beneath,
            own.modifiers,
        ):  # who bombed is who killed, not whom they bombed
            known = [self._of_head.get(o) or self._state(o) for o in others]
            found = [one for one in known if one is not None and one[0].type != "EVENT"]
            if found:
                return found
        return []

    def _named_after(self, index: int) -> tuple[Entity, Span] | None:
        """Return who is named right after a description: "the animal rights group Open Cages"."""
        if self.words[index].upos != "NOUN" or index + 1 >= len(self.words):
            return None
        for child in self.parse.children[index]:
            if self.words[child].deprel not in ("appos", "flat") or child not in self._of_head:
                continue
            entity, span = self._of_head[child]
            if span.start == self.words[index + 1].span.start and entity.type == self._of_head[index][0].type:
                return entity, span
        return None

    def _is_ground(self, index: int) -> bool:
        """Tell whether a word stands for ground alone: a name after "in", or a region that nobody rules as such."""
        entity = self._of_head[index][0]
        word = self.words[index].span
        if entity.type not in ("GPE", "LOC") or not any(ground.holds(word) for ground in self._grounds):
            return False
        return entity.type == "LOC" or self.parse.case(index) in _LOCATIVE

    def _state(self, index: int) -> tuple[Entity, Span] | None:
        """Return the state that an adjective names ("Israeli strikes"), if it is an entity of the report."""
        word = self.words[index]
        form = self.parse.form(index)
        if word.upos not in ("ADJ", "PROPN") or not form[:1].isupper():
            return None
        nation = self._gazetteer.demonym(form)
        known = self._states.get(nation.alpha3) if nation is not None else None
        return (known[0], word.span) if known is not None else None
