"""Groups of phrases that mean one entity, and the reasons for every join."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from onrecord.record.bodies import find_body
from onrecord.record.names import fold, is_short_form, same_body, same_person, tokens
from onrecord.record.phrases import Phrase

_IRREGULAR, _OF_THE_STATE = frozenset({"REB"}), frozenset({"MIL", "GOV", "COP"})
"""Sectors that are never one: rebels, and whom they fight."""

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})


class Group:
    """Phrases that mean one entity; those in `inner` lie within others and are no mentions of their own.

    What follows from the phrases is worked out once and kept until they change.
    """

    def __init__(self, phrase: Phrase) -> None:
        self.phrases: tuple[Phrase, ...] = (phrase,)  # in order of offset
        self.because: list[str] = []
        self.inner: list[Phrase] = []

    def replace_phrases(self, phrases: Iterable[Phrase]) -> None:
        """Take other phrases, or the same ones after a change to one of them."""
        self.phrases = tuple(phrases)
        for kept in (
            "names",
            "distinct_names",
            "full_names",
            "label",
            "state",
            "nations",
            "sectors",
            "gender",
            "plural",
            "others",
        ):
            self.__dict__.pop(kept, None)

    @cached_property
    def names(self) -> tuple[Phrase, ...]:
        """The phrases that name it."""
        return tuple(phrase for phrase in self.phrases if phrase.name is not None)

    @cached_property
    def distinct_names(self) -> tuple[Phrase, ...]:
        """One phrase for each way in which it is named."""
        unique = {(p.name, p.label, p.state, p.body.name if p.body else None): p for p in self.names}
        return tuple(unique.values())

    @cached_property
    def full_names(self) -> tuple[Phrase, ...]:
        """The ways in which it is named, without bare surnames and given names where a person is named in full."""
        full = tuple(p for p in self.distinct_names if p.label != "PERSON" or len(tokens(p.name or "")) > 1)
        return full or self.distinct_names

    @cached_property
    def label(self) -> str:
        """Its type: what most of its names say, else most of its descriptions."""
        if len(self.phrases) == 1:
            return self.phrases[0].label
        for kind in ("name", "nominal", "pronoun"):
            votes = Counter(p.label for p in self.phrases if p.kind == kind)
            if votes:
                return max(votes, key=lambda label: (votes[label], label != "OTHER"))
        return "OTHER"

    @cached_property
    def state(self) -> str | None:
        """The state that it is, or None."""
        return next((phrase.state for phrase in self.phrases if phrase.state), None)

    @cached_property
    def nations(self) -> frozenset[str]:
        """Countries that its phrases are said to belong to."""
        found = {phrase.nations[0] for phrase in self.phrases if phrase.nations}
        found.update(p.body.country for p in self.phrases if p.body is not None and p.body.country)
        if self.state:
            found.add(self.state)
        found.update(p.owner.state for p in self.phrases if p.owner is not None and p.owner.state)
        return frozenset(found)

    @cached_property
    def sectors(self) -> frozenset[str]:
        """PLOVER sectors that its names, roles and nouns speak for."""
        found = {p.body.sector for p in self.phrases if p.body is not None and p.body.sector}
        found |= {p.role.sector for p in self.phrases if p.role is not None and p.role.sector}
        found |= {p.noun.sector for p in self.phrases if p.noun is not None and p.noun.sector}
        return frozenset(found)

    @cached_property
    def gender(self) -> str | None:
        """ "m" or "f" by most of its names and descriptions, else of its pronouns, or None."""
        if len(self.phrases) == 1:
            return self.phrases[0].gender or None
        for spoken in (False, True):
            votes = Counter(p.gender for p in self.phrases if p.gender and (p.kind == "pronoun") == spoken)
            if votes:
                return max(votes, key=lambda g: votes[g])
        return None

    @cached_property
    def others(self) -> frozenset[int]:
        """Identities of the phrases that are somebody else: those that speak of it as "he", and names beneath that "he"."""
        speaking = (p.speaker for p in self.phrases if p.speaker is not None)
        return frozenset(id(other) for other in (*speaking, *(o for p in self.phrases for o in p.others)))

    @cached_property
    def plural(self) -> bool | None:
        """Number: False for a named person, by form for descriptions, None where both would do."""
        if self.names:
            return False if self.label == "PERSON" else None
        forms = {p.plural for p in self.phrases if p.kind == "nominal" and p.plural is not None}
        return forms.pop() if len(forms) == 1 else None

    @property
    def start(self) -> int:
        """Offset of its first phrase."""
        return self.phrases[0].span.start


class Partition:
    """All phrases of a report, each in one group; joins are checked by the caller and leave their reason.

    Args:
        phrases: the phrases, in order of offset.
    """

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.phrases = list(phrases)
        self.starts = [phrase.span.start for phrase in self.phrases]
        self._group = {id(phrase): Group(phrase) for phrase in self.phrases}

    def of(self, phrase: Phrase) -> Group:
        """Return the group of a phrase."""
        return self._group[id(phrase)]

    def groups(self) -> list[Group]:
        """Return every group once, in order of first phrase."""
        unique = {id(group): group for group in self._group.values()}
        return sorted(unique.values(), key=lambda group: group.start)

    def join(self, one: Phrase, other: Phrase, because: str) -> None:
        """Put the groups of two phrases together, for a reason; nothing happens if they are one already."""
        a, b = self.of(one), self.of(other)
        if a is b:
            return
        a.replace_phrases(sorted(a.phrases + b.phrases, key=lambda p: (p.span.start, -p.span.end)))
        a.because += [reason for reason in b.because if reason not in a.because]
        if because and because not in a.because:
            a.because.append(because)
        for phrase in b.phrases:
            self._group[id(phrase)] = a


def names_agree(one: Phrase, other: Phrase) -> bool:
    """Tell whether two named phrases can be of one entity."""
    if one.state or other.state:
        if one.state and other.state:
            return one.state == other.state
        return bool(one.name) and fold(one.name or "") == fold(other.name or "")
    if one.body is not None and other.body is not None and one.body.name == other.body.name:
        return True
    a, b = one.name or "", other.name or ""
    if one.label == "PERSON" and other.label == "PERSON":
        return same_person(a, b)
    if "PERSON" in (one.label, other.label):
        return fold(a) == fold(b)
    if (one.label in PLACE_LABELS) != (other.label in PLACE_LABELS):
        return fold(a) == fold(b) and "FAC" not in (one.label, other.label)
    if one.body is not None and other.body is not None:
        return False
    if same_body(a, b):
        return True
    short, full = (a, b) if len(a) < len(b) else (b, a)
    return is_short_form(short, full) and find_body(short) is find_body(full)


def can_join(one: Group, other: Group) -> bool:
    """Tell whether two groups may be one entity: types, names, number, gender and countries do not clash."""
    if one is other:
        return True
    if one.gender and other.gender and one.gender != other.gender:
        return False
    if any(a.others and any(id(p) in a.others for p in b.phrases) for a, b in ((one, other), (other, one))):
        return False
    # A body may be an "army" and its "troops": number tells apart persons and things only.
    counted = not {one.label, other.label} & {"ORG", "GPE", "NORP"}
    if counted and one.plural is not None and other.plural is not None and one.plural != other.plural:
        return False
    if one.state and other.state and one.state != other.state:
        return False
    sides = (one.sectors, other.sectors)
    if any(a and b and a <= _IRREGULAR and b <= _OF_THE_STATE for a, b in (sides, sides[::-1])):
        return False
    nations, others = one.nations, other.nations
    if nations and others and not nations & others:
        return False
    # What takes longest to tell comes last.
    return labels_agree(one, other) and all(
        names_agree(a, b) for a in one.full_names for b in other.full_names
    )


def labels_agree(one: Group, other: Group) -> bool:
    """Tell whether the types of two groups can be of one entity; pronouns and vague nouns fit widely."""
    a, b = one.label, other.label
    for group, label, opposite in ((one, a, b), (other, b, a)):
        if all(phrase.kind == "pronoun" for phrase in group.phrases):
            facing = other if group is one else one
            if all(phrase.kind == "pronoun" for phrase in facing.phrases):
                a_form, b_form = group.phrases[0], facing.phrases[0]
                return (a_form.gender, a_form.plural) == (b_form.gender, b_form.plural)
            return all(pronoun_fits(p, opposite, plural=facing.plural) for p in group.phrases)
        if label == "OTHER" and not group.names:
            facing = other if group is one else one
            return opposite != "PERSON" or not (group.phrases[0].noun or facing.gender)
    if a == b or ("OTHER" in (a, b) and "PERSON" not in (a, b)):
        return True
    if {a, b} <= PLACE_LABELS or {a, b} == {"ORG", "GPE"} or {a, b} == {"ORG", "NORP"}:
        return True
    if {a, b} == {"PERSON", "NORP"}:
        return True
    # Groups of persons are described as bodies now and then ("the militants", "the group").
    if {a, b} != {"PERSON", "ORG"} or not (one.plural is True or other.plural is True):
        return False
    person = one if a == "PERSON" else other
    return not any(
        len(phrase.name.split()) > 1 for phrase in person.names if phrase.name
    )  # "police" are no Spiro Vane


def pronoun_fits(pronoun: Phrase, label: str, *, plural: bool | None) -> bool:
    """Tell whether a pronoun agrees with an entity of a type and number."""
    if pronoun.gender:
        return label == "PERSON" and plural is not True
    if pronoun.plural:
        return plural is not False or label in ("ORG", "GPE", "NORP")
    return label not in ("PERSON", "NORP") and plural is not True
