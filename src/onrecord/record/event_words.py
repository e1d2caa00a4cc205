"""The words that stand for happenings: their PLOVER type and mode, and who is actor and recipient.

The table `event_words.tsv` has one row for a word in one frame. A frame is a list of conditions on what depends
on the word ("obj:PERSON", "against:SIDE"); of several rows whose conditions hold the one with most of them wins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from onrecord.lexicons import load_table

Pos = Literal["verb", "noun", "adj"]

UNDONE = {
    "AID": "SANCTION", "COOPERATE": "SANCTION", "COERCE": "CONCEDE", "SANCTION": "CONCEDE", "PROTEST": "CONCEDE",
    "ASSAULT": "RETREAT", "MOBILIZE": "RETREAT", "CONSULT": "REJECT", "AGREE": "REJECT", "SUPPORT": "REJECT",
    "ACCUSE": "CONCEDE",
}  # fmt: skip
"""What it is to end an act of a type: aid that is suspended is a sanction, a curfew that is lifted is conceded."""

STATE, NO_TYPE = "STATE", "NONE"
"""In the column `type`: no happening at all; a happening that PLOVER has no type for."""


@dataclass(frozen=True, slots=True)
class EventWord:
    """A row of event_words.tsv.

    Attributes:
        lemma: dictionary form; of a verb with a particle or a noun of its own, both ("shoot down", "take control").
        pos: verb, noun or adj.
        needs: conditions on its dependents, separated by spaces.
        type: PLOVER type, `NO_TYPE` or `STATE`.
        mode: PLOVER mode, or None.
        contexts: PLOVER contexts that the word implies.
        roles: who is actor and recipient, where it is not as for most ("recipient=subj").
        reciprocal: whether the parties do it to one another.
    """

    lemma: str
    pos: str
    needs: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    roles: str
    reciprocal: bool

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What has to hold of its dependents."""
        return conditions_of(self.needs)

    @property
    def role_sources(self) -> Mapping[str, tuple[str, ...]]:
        """For "actor" and "recipient" the relations that give them, where the row says so."""
        return roles_of(self.roles)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the dependents of a word: one of them, in this relation, is one of the values."""

    relation: str
    values: tuple[str, ...]


@cache
def conditions_of(needs: str) -> tuple[Condition, ...]:
    """Return the conditions that a cell of the column `needs` holds.

    >>> conditions_of("obj:talks,EVENT with:SIDE")[0]
    Condition(relation='obj', values=('talks', 'EVENT'))
    """
    parts = (part.partition(":") for part in needs.split())
    return tuple(Condition(relation, tuple(values.split(","))) for relation, _, values in parts)


@cache
def roles_of(roles: str) -> dict[str, tuple[str, ...]]:
    """Return the relations by role that a cell of the column `roles` holds.

    >>> roles_of("actor=of,by recipient=on")
    {'actor': ('of', 'by'), 'recipient': ('on',)}
    """
    parts = (part.partition("=") for part in roles.split())
    return {role: tuple(relations.split(",")) for role, _, relations in parts}


@cache
def _rows() -> dict[tuple[str, str], tuple[EventWord, ...]]:
    found: dict[tuple[str, str], list[EventWord]] = {}
    for row in load_table("event_words.tsv", EventWord):
        found.setdefault((row.lemma, row.pos), []).append(row)
    return {key: tuple(sorted(rows, key=lambda r: -len(r.conditions))) for key, rows in found.items()}


@cache
def longer_lemmas() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return, for the first word and pos of lemmas of several words, the words that follow it."""
    found: dict[tuple[str, str], list[str]] = {}
    for lemma, pos in _rows():
        first, _, rest = lemma.partition(" ")
        if rest:
            found.setdefault((first, pos), []).append(rest)
    return {key: tuple(sorted(rest, key=len, reverse=True)) for key, rest in found.items()}


def find_row(lemma: str, pos: str, holds: Callable[[Condition], bool]) -> EventWord | None:
    """Return the row with most conditions that all hold, or None.

    Args:
        lemma: dictionary form in lower case, with its particle where it has one.
        pos: verb, noun or adj.
        holds: tells whether a condition holds of the word in hand.
    """
    for row in _rows().get((lemma, pos), ()):
        if all(holds(condition) for condition in row.conditions):
            return row
    return None


def is_listed(lemma: str, pos: str) -> bool:
    """Tell whether the table has a row of a word, whatever it needs."""
    return (lemma, pos) in _rows()


def known_lemma(lemma: str, pos: str) -> str:
    """Return a lemma as the table has it.

    Of words that the weights have not seen, the lemma can keep its ending or lose an "e" too many.

    >>> known_lemma("indicted", "verb"), known_lemma("demin", "verb"), known_lemma("attack", "verb")
    ('indict', 'demine', 'attack')
    """
    rows = _rows()
    if (lemma, pos) in rows:
        return lemma
    tries = [f"{lemma}e"]
    if lemma[-1:] == lemma[-2:-1]:
        tries.append(lemma[:-1])  # "repell" of "repelled"
    if lemma.endswith("ed"):
        tries += [lemma[:-2], lemma[:-1], lemma[:-3]]
    elif lemma.endswith("ing"):
        tries += [lemma[:-3], f"{lemma[:-3]}e", lemma[:-4]]
    elif lemma.endswith("s"):
        tries.append(lemma[:-1])
    return next((one for one in tries if (one, pos) in rows), lemma)


def is_event_noun(lemma: str) -> bool:
    """Tell whether a noun stands for a happening in some frame."""
    return any(row.type != STATE for row in _rows().get((lemma, "noun"), ()))


@dataclass(frozen=True, slots=True)
class LightVerb:
    """A row of light_verbs.tsv: a verb that carries an event noun, and what it says of that event.

    Attributes:
        lemma: the verb, with its particle or preposition ("carry out", "engage in").
        roles: who is actor and recipient of the noun, where it is not the verb's subject and object.
        polarity: negative for "avert" and "foil", ended for "lift" and "suspend", else positive.
    """

    lemma: str
    roles: str
    polarity: str


@cache
def light_verbs() -> Mapping[str, LightVerb]:
    """Return the verbs that carry an event noun, by lemma."""
    return {row.lemma: row for row in load_table("light_verbs.tsv", LightVerb)}


@dataclass(frozen=True, slots=True)
class Embedder:
    """A row of embedders.tsv: a predicate that holds another event, and what it makes of it.

    Attributes:
        lemma: dictionary form.
        pos: verb, noun, adj, adv, modal or prep.
        complement: what it holds: to, that, ing, noun or any.
        positive: certainty, polarity and condition of the inner event where the predicate is affirmed.
        negative: the same where it is denied.
    """

    lemma: str
    pos: str
    complement: str
    positive: str
    negative: str


@cache
def embedders() -> Mapping[tuple[str, str], tuple[Embedder, ...]]:
    """Return the predicates that hold another event, by lemma and pos."""
    found: dict[tuple[str, str], list[Embedder]] = {}
    for row in load_table("embedders.tsv", Embedder):
        found.setdefault((row.lemma, row.pos), []).append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def find_embedder(lemma: str, pos: str, complements: Iterable[str]) -> Embedder | None:
    """Return the row of a predicate with the first of the complements that it has one for, or None."""
    rows = embedders().get((lemma, pos), ())
    for complement in (*complements, "any"):
        for row in rows:
            if row.complement == complement:
                return row
    return None
