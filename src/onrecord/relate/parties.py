"""People and bodies across reports: which entities of several records are one, and whom a spokesman speaks for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from onrecord.model import Entity
from onrecord.relate.decided import DecidedNames
from onrecord.relate.houses import is_name_of, same_house
from onrecord.relate.spellings import same_sound, same_spelling
from onrecord.relate.views import View
from onrecord.relate.words import plain, words_of

_SPEAKERS = frozenset(
    [
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "official",
        "officer",
        "manager",
        "director",
        "chief",
        "head",
        "president",
        "chairwoman",
        "chairman",
        "commander",
        "representative",
        "source",
        "agent",
        "lawyer",
        "secretary",
        "minister",
    ]
)
_VAGUE = frozenset(
    [
        "company",
        "firm",
        "official",
        "officials",
        "source",
        "sources",
        "police",
        "authority",
        "authorities",
        "report",
        "reports",
        "media",
        "government",
        "minister",
        "ministry",
        "spokesman",
        "union",
        "people",
        "witness",
        "witnesses",
        "resident",
        "residents",
        "press",
        "statement",
    ]
)
"""Descriptions that fit too many to tell who is meant; within one story they stand for one only with a name beside them."""


_KINDS_OF_BODY = frozenset(
    [
        "ministry",
        "company",
        "union",
        "federation",
        "authority",
        "agency",
        "commission",
        "council",
        "court",
        "bank",
        "party",
    ]
)
"""What a body may be called by when its name was given before."""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who speaks or acts in the reports of a story.

    Attributes:
        number: its number among the parties.
        name: its fullest name.
        body: number of the body that it speaks for, or None.
        kind: the entity's type.
        house: the outlet or agency of the story that it is, or None.
        country: its country, as ISO 3166 alpha-3, or None.
    """

    number: int
    name: str
    body: int | None
    kind: str
    house: str | None
    country: str | None = None


@dataclass
class Parties:
    """The parties of a story, by view index and entity id."""

    of: dict[tuple[int, str], int] = field(default_factory=dict)
    parties: list[Party] = field(default_factory=list)

    def party(self, index: int, entity: str | None) -> Party | None:
        """Return the party that an entity of a report is, or None."""
        number = self.of.get((index, entity)) if entity is not None else None
        return None if number is None else self.parties[number]

    def named(self, name: str) -> Party | None:
        """Return the party of a name, or None."""
        return next((party for party in self.parties if party.name == name), None)

    def root(self, party: Party) -> Party:
        """Return the body that a party speaks for, or itself."""
        return self.parties[party.body] if party.body is not None else party

    def may_be_one(self, one: int | None, other: int | None) -> bool:
        """Tell whether two voices may be one: the same, one unknown, or a country and somebody of it.

        A country speaks through whoever speaks for it: "Cairo says" is what its ministry said.
        """
        if one is None or other is None or one == other:
            return True
        a, b = self.parties[one], self.parties[other]
        return "GPE" in (a.kind, b.kind) and a.country is not None and a.country == b.country


def find_parties(cluster: Sequence[int], views: Sequence[View], decided: DecidedNames) -> Parties:
    """Return the parties of the reports of a story; entities are one by name, not by description alone.

    Args:
        cluster: indices of the reports.
        views: all reports.
        decided: which entities people joined, and which they set apart.
    """
    houses = sorted({h for i in cluster for h in (views[i].outlet, views[i].record.report.agency) if h})
    entities = [
        _Named.of(index, entity, views[index], houses)
        for index in cluster
        for entity in views[index].record.entities
    ]
    listed: dict[str, list[int]] = defaultdict(list)
    pairs = []
    for n, one in enumerate(entities):
        for handle in one.handles:
            pairs += [
                (entities[m].words != one.words, m, n) for m in listed[handle] if same_party(entities[m], one)
            ]
            listed[handle].append(n)
    places = [(one.index, one.entity.id) for one in entities]
    pairs = [pair for pair in pairs if not {places[pair[1]], places[pair[2]]} & decided.apart]
    forced = decided.forced({place: n for n, place in enumerate(places)})
    forced += [pair for pair in _by_office(entities) if not {places[n] for n in pair} & decided.apart]
    found = Parties()
    for number, group in enumerate(_joined(entities, forced, sorted(set(pairs)))):
        members = [entities[n] for n in group]
        counted = Counter(one.name for one in members)
        name = max(counted, key=lambda each: (counted[each] * min(3, len(each.split())), len(each), each))
        country = next((one.entity.country for one in members if one.entity.country), None)
        found.parties.append(Party(number, name, None, members[0].kind, members[0].house, country))
        for one in members:
            found.of[one.index, one.entity.id] = number
    _add_bodies(found, entities)
    return found


def _by_office(entities: list[_Named]) -> list[tuple[int, int]]:
    """Return each person who is only described by an office with the one person of the story who is said to hold it.

    "Estonia's transport minister" is Anna Ilves where some report has "Transport Minister Anna Ilves", and nobody else
    holds that office.
    """
    holders: dict[frozenset[str], list[int]] = defaultdict(list)
    for n, one in enumerate(entities):
        if one.kind == "PERSON" and one.is_named:
            for role in one.roles[:-1]:
                if len(role) >= _OFFICE_WORDS:
                    holders[role].append(n)
    found = []
    for n, one in enumerate(entities):
        if one.kind != "PERSON" or one.is_named:
            continue
        own = frozenset(one.words)
        fitting = [m for role, held in holders.items() if role <= own and len(own - role) <= 1 for m in held]
        if fitting and all(same_person_name(entities[fitting[0]].words, entities[m].words) for m in fitting):
            found.append((min(fitting[0], n), max(fitting[0], n)))
    return found


_OFFICE_WORDS = 2
"""Words of a title from which it is an office that one person holds ("interior minister", not "minister")."""


def _joined(
    entities: list[_Named], forced: Iterable[tuple[int, int]], pairs: Iterable[tuple[bool, int, int]]
) -> list[list[int]]:
    """Return groups of entities: those that people joined, then the surest pairs first.

    No group gets entities of two countries or two houses by itself.
    """
    groups = [[n] for n in range(len(entities))]
    of = list(range(len(entities)))
    countries = [{one.entity.country} - {None} for one in entities]
    houses = [{one.house} - {None} for one in entities]

    def join(m: int, n: int) -> None:
        low, high = min(of[m], of[n]), max(of[m], of[n])
        if low != high:
            groups[low] = sorted(groups[low] + groups[high])
            for k in groups[high]:
                of[k] = low
            groups[high] = []
            countries[low] |= countries[high]
            houses[low] |= houses[high]

    for m, n in forced:
        join(m, n)
    for _, m, n in pairs:
        a, b = of[m], of[n]
        if a != b and len(countries[a] | countries[b]) <= 1 and len(houses[a] | houses[b]) <= 1:
            join(m, n)
    return [group for group in groups if group]


@dataclass(frozen=True, slots=True)
class _Named:
    """An entity of one report as it is compared with those of others."""

    index: int
    entity: Entity
    words: tuple[str, ...]
    roles: tuple[frozenset[str], ...]
    house: str | None

    @classmethod
    def of(cls, index: int, entity: Entity, view: View, houses: Iterable[str]) -> _Named:
        words = tuple(view.spelt.get(word, word) for word, _ in words_of(entity.name))
        texts = (*entity.roles, entity.name)
        roles = tuple(
            frozenset(view.spelt.get(plain(word), plain(word)) for word in text.replace("-", " ").split())
            for text in texts
        )
        house = next(
            (each for each in houses if entity.type != "PERSON" and is_name_of(entity.name, each)), None
        )
        return cls(index, entity, words, roles, house)

    @property
    def name(self) -> str:
        return self.entity.name

    @property
    def kind(self) -> str:
        return self.entity.type

    @property
    def is_named(self) -> bool:
        """Whether it has a name of its own, not a description alone."""
        return any(mention.kind == "name" for mention in self.entity.mentions)

    @property
    def handles(self) -> set[str]:
        """Under what it is looked up: a house, a register number, a surname, the words and initials of a body."""
        if self.house is not None:
            return {f"house {self.house}"}
        if self.entity.ids.geonames is not None:
            return {f"#{self.entity.ids.geonames}"}
        if not self.words:
            return set()
        if self.kind == "PERSON":
            return {self.words[-1]}
        return {*self.words, "".join(word[0] for word in self.words)}


def same_party(one: _Named, other: _Named) -> bool:
    """Tell whether entities of two reports are one."""
    if one.house is not None or other.house is not None:
        return one.house == other.house
    if one.entity.ids.geonames is not None and other.entity.ids.geonames is not None:
        return one.entity.ids.geonames == other.entity.ids.geonames
    if one.entity.country and other.entity.country and one.entity.country != other.entity.country:
        return False
    a, b = one.words, other.words
    if set(a) <= _VAGUE or set(b) <= _VAGUE:
        return a == b and one.kind == other.kind
    if one.kind == "PERSON" and other.kind == "PERSON":
        return one.is_named == other.is_named and same_person_name(a, b)
    if _ends_with_name(one, other) or _ends_with_name(other, one):
        return True
    if "PERSON" in (one.kind, other.kind) and one.kind != other.kind:
        return a == b and one.is_named and other.is_named
    if same_house(one.name, other.name):
        return True
    short, long = sorted((set(a), set(b)), key=len)
    return short == long or (len(short) >= 2 and short <= long)


def _ends_with_name(described: _Named, person: _Named) -> bool:
    """Tell whether what was taken for one description ends with a person's name ("the lawyer, Anna Ilves")."""
    n = len(person.words)
    fits = person.kind == "PERSON" and person.is_named and not described.is_named
    return fits and 1 < n < len(described.words) and described.words[-n:] == person.words


def same_person_name(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether two names, as plain words, are of one person: the last words are one, and the first do not clash."""
    if not same_spelling(a[-1], b[-1]):
        return False
    short, long = sorted((a, b), key=len)
    if len(short) == 1 or short == long[-len(short) :]:
        return True
    return a[0][0] == b[0][0] and (
        len(a[0]) == 1 or len(b[0]) == 1 or a[0][:3] == b[0][:3] or same_sound(a[0], b[0])
    )


def _is_body(one: _Named) -> bool:
    """Tell whether an entity is a body by name: two words ("coast guard"), or one with a capital ("Meridian")."""
    words = [word for word in one.words if not word.isdigit()]
    if not words or set(words) <= _VAGUE:
        return False
    return len(words) > 1 or one.entity.name.split()[-1][:1].isupper()


def _add_bodies(found: Parties, entities: list[_Named]) -> None:
    """Give each person the body that a role names ("coast guard spokesman"), where the story has it as a party."""
    bodies = [
        (found.of[one.index, one.entity.id], frozenset(one.words))
        for one in entities
        if one.kind not in ("PERSON", "GPE", "LOC") and _is_body(one)
    ]
    in_report: dict[int, list[_Named]] = defaultdict(list)
    for one in entities:
        if one.kind == "ORG" and _is_body(one):
            in_report[one.index].append(one)
    spoken: dict[int, Counter[int]] = defaultdict(Counter)
    for one in entities:
        if one.kind != "PERSON":
            continue
        number = found.of[one.index, one.entity.id]
        for role in one.roles:
            if role & _SPEAKERS:
                spoken[number].update(body for body, words in bodies if words <= role and body != number)
                own = {
                    found.of[other.index, other.entity.id]
                    for other in in_report[one.index]
                    if role & _KINDS_OF_BODY & set(other.words)
                }
                # "A ministry spokesman" speaks for the one ministry that his report names.
                spoken[number].update(own if len(own) == 1 else ())
    for number, counted in spoken.items():
        if counted:
            body = max(counted, key=lambda n: (len(found.parties[n].name.split()), counted[n], -n))
            found.parties[number] = replace(found.parties[number], body=body)
