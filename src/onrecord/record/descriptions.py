"""Joins of descriptions: to the names beside them, to who fits them by role and country, to their like."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

from onrecord.record.names import fold, tokens
from onrecord.record.parse import Parse
from onrecord.record.partition import PLACE_LABELS, Group, Partition, can_join
from onrecord.record.phrases import Phrase, hold_other_offices

_BELONGING = frozenset({"from", "of", "with", "for"})
_OPEN_CONTENT = frozenset(
    {"government", "regular", "state", "national", "armed", "military", "own", "loyal", "regime"}
)
_LENDING_SENTENCES = 2
"""How many sentences back a bare body of state may find its state; chosen by judgement, not swept."""


_COMMITTEES = frozenset({"panel", "committee", "commission", "subcommittee"})
"""Words that news copy uses for one and the same body of a parliament."""

_OF_STATE = frozenset(
    {
        "prosecutors",
        "prosecutor",
        "detectives",
        "firefighters",
        "firefighter",
        "rescuers",
        "paramedics",
        "jurors",
        "juror",
    }
)
"""Words for those who act for one body throughout a report, though they are people."""

_PASSING = frozenset({"new", "latest", "recent", "current", "same", "whole"})
"""Modifiers that tell no two things of a kind apart."""


_OF_WHAT = re.compile(r" (?:of|for) (?:the )?[A-Z][\w&-]*(?:,? (?:and |of |for |the |& )*[A-Z][\w&-]*)* ")
"""What stands between an office and the name of whoever holds it: "Minister of Health and Welfare Ann Vane"."""


def join_neighbours(partition: Partition, parse: Parse) -> None:
    """Join descriptions with the names beside them: appositions, copulas, kinds before and after a name."""
    by_head = {phrase.head: phrase for phrase in partition.phrases if phrase.kind != "pronoun"}
    beside = {
        phrase.span.end + len(", "): phrase
        for phrase in partition.phrases
        if phrase.kind == "nominal" and phrase.label == "PERSON" and phrase.plural is False
    }
    offices = [phrase for phrase in beside.values() if phrase.role is not None]
    before_names = {phrase.span.end + len(" "): phrase for phrase in offices}
    with_names = {phrase.span.end: phrase for phrase in offices}
    for index in sorted(by_head):
        phrase, word = by_head[index], parse.words[index]
        above = by_head.get(word.head) if word.head is not None else None
        if above is not None and word.deprel == "appos" and _one_is_described(phrase, above):
            try_join(partition, above, phrase, "apposition")
        before = beside.get(phrase.span.start)
        if before is not None and phrase.name is not None and _is_set_off(phrase, parse):
            try_join(partition, before, phrase, "apposition")
        office = before_names.get(phrase.span.start)
        if office is None and (office := with_names.get(phrase.span.end)) is not None:
            between = parse.words[office.head].span.end, phrase.span.start
            office = office if _OF_WHAT.fullmatch(parse.text, *between) else None
        if office is not None and phrase.name is not None and phrase.label == "PERSON":
            try_join(partition, office, phrase, "office before the name")
        subject = word.deprel.startswith("nsubj") and above is not None and above.kind == "nominal"
        if above is not None and subject and _is_identity(word.head, parse):
            try_join(partition, phrase, above, "is said to be")
        _join_kind(partition, phrase, by_head, parse)


def _is_set_off(phrase: Phrase, parse: Parse) -> bool:
    """Tell whether a person's name of two words or more stands between commas."""
    text, span = parse.text, phrase.span
    commas = text[span.start - 2 : span.start] == ", " and text[span.end : span.end + 1] in (",", ".", ";")
    return commas and phrase.label == "PERSON" and len(parse.inside(span)) > 1


def _one_is_described(one: Phrase, other: Phrase) -> bool:
    described = (one.kind == "nominal") != (other.kind == "nominal")
    return described or (one.kind == "nominal" and other.kind == "nominal" and one.definite)


def _is_identity(predicate: int | None, parse: Parse) -> bool:
    """Tell whether a nominal predicate says what its subject is, now and without denial or doubt."""
    if predicate is None or parse.child(predicate, "cop") is None or parse.case(predicate):
        return False  # who "is on the list" is no list
    kids = [parse.words[child] for child in parse.children[predicate]]
    if any(word.deprel == "aux" and word.lemma not in ("have", "be") for word in kids):
        return False
    return not any(word.lemma.lower() in ("not", "never", "no", "n't", "longer") for word in kids)


def _join_kind(partition: Partition, phrase: Phrase, by_head: Mapping[int, Phrase], parse: Parse) -> None:
    """Join a kind with the name in it: "Reuters news agency", "militants from the Front"."""
    if phrase.kind != "nominal" or phrase.noun is None:
        return
    for child in parse.children[phrase.head]:
        other = by_head.get(child)
        if other is None or other is phrase:
            continue
        relation, case = parse.relations[child], parse.case(child)
        inner = partition.of(other)
        if phrase.noun.group == "rebels" and inner.label in ("ORG", "NORP") and not inner.state:
            fighters = relation in ("compound", "amod", "nmod") and (case in _BELONGING or not case)
            if (
                fighters
                and (inner.sectors & {"REB", "OPP"} or not inner.sectors)
                and not inner.nations - set(phrase.nations or inner.nations)
            ):
                partition.join(other, phrase, "fighters of the body")
        elif other.name is not None and other.label != "PERSON" and not other.state and not case:
            before = relation in ("compound", "nmod") and child < phrase.head and phrase.noun.stands_for
            after = relation in ("flat", "appos", "compound") and child > phrase.head
            if before or after:
                try_join(partition, other, phrase, "its kind beside the name")


def try_join(partition: Partition, one: Phrase, other: Phrase, because: str) -> bool:
    """Join two phrases for a reason if they may be one entity, and return whether they were."""
    if can_join(partition.of(one), partition.of(other)):
        partition.join(one, other, because)
        return True
    return False


def nation_of(phrase: Phrase) -> str | None:
    """Return the country that a description names: by adjective, by "of", or by its owner."""
    if phrase.nations:
        return phrase.nations[0]
    return phrase.owner.state if phrase.owner is not None else None


def lend_countries(partition: Partition, parse: Parse) -> None:
    """Give a bare body of state ("the army", "State television") the only state that acted just before it.

    Where two states acted within the last sentences, nobody can tell, and the body gets none.
    """
    acting = [p for p in partition.phrases if p.state and (p.subject or p.source)]
    for phrase in partition.phrases:
        noun = phrase.noun
        if phrase.kind != "nominal" or noun is None or not noun.national or phrase.nations:
            continue
        if phrase.owner is not None or phrase.content - {"state"} or noun.unnamed or phrase.indefinite:
            continue
        sentence = parse.words[phrase.head].sentence
        near = [
            p
            for p in acting
            if p.span.start < phrase.span.start
            and sentence - parse.words[p.head].sentence <= _LENDING_SENTENCES
        ]
        states = {p.state for p in near if p.state}
        if len(states) == 1:
            phrase.nations = tuple(states)
            group = partition.of(phrase)
            group.replace_phrases(group.phrases)
            group.because.append("country of the only state that acts just before")


def join_national_bodies(partition: Partition) -> None:
    """Join what one state has one of: "Syrian army", "Syria's government forces", "Syrian troops"."""
    first: dict[tuple[str, str], Phrase] = {}
    for phrase in partition.phrases:
        noun, nation = phrase.noun, nation_of(phrase)
        if noun is None or not noun.national or nation is None or phrase.indefinite or phrase.state:
            continue
        if phrase.kind == "pronoun" or not phrase.content <= _OPEN_CONTENT | set(noun.head.split()):
            continue
        key = (nation, noun.group)
        other = first.setdefault(key, phrase)
        if other is not phrase:
            try_join(partition, other, phrase, "same country, words for one body")


def join_alike(partition: Partition, parse: Parse) -> None:
    """Join definite descriptions with the last phrase of the same noun ("23 pirates ... the pirates")."""
    known = _ByWords(partition.phrases)
    for index, phrase in enumerate(partition.phrases):
        if phrase.kind != "nominal" or phrase.owner is not None:
            continue
        if len(phrase.words) < 2 and not _is_one_of_its_kind(phrase):
            continue
        if not phrase.definite:
            _join_same_words(partition, phrase, index, known)
            continue
        if not partition.of(phrase).names and _join_full_name(partition, phrase, known):
            continue
        if partition.of(phrase).names:
            continue
        if partition.of(phrase).start < phrase.span.start:
            _join_kind_word(partition, phrase, index, parse, known)
            continue
        tailed = has_tail(phrase, parse)
        for other in known.before(index, known.of_noun(phrase)):
            told = other.name is not None and tailed  # "the nations of the world"
            alike = not told and _is_alike(phrase, other) and not other.span.overlaps(phrase.span)
            if alike and try_join(partition, other, phrase, "same noun"):
                break
        else:
            _join_kind_word(partition, phrase, index, parse, known)


def _is_one_of_its_kind(phrase: Phrase) -> bool:
    """Tell whether a single word means the same body throughout a report: "police", "prosecutors"."""
    noun = phrase.noun
    if noun is None or noun.unnamed:
        return False
    return phrase.label == "ORG" or phrase.head_word in _OF_STATE


class _ByWords:
    """The phrases of a report by the words that can make two of them alike, each as its index in the report."""

    def __init__(self, phrases: list[Phrase]) -> None:
        self._phrases = phrases
        self._of_head: dict[str, list[int]] = {}
        self._of_group: dict[str, list[int]] = {}
        self.same_words: dict[tuple[str, ...], list[int]] = {}
        self.named = [index for index, phrase in enumerate(phrases) if phrase.name is not None]
        self.bodies = [
            (phrase, frozenset(fold(token) for token in tokens(phrase.name or "")))
            for phrase in phrases
            if phrase.name is not None and phrase.label == "ORG"
        ]
        for index, phrase in enumerate(phrases):
            if phrase.name is not None:
                for token in tokens(phrase.name)[-1:]:
                    self._of_head.setdefault(token, []).append(index)
            elif phrase.kind != "pronoun":
                self._of_head.setdefault(phrase.head_word, []).append(index)
                if phrase.noun is not None:
                    self._of_group.setdefault(phrase.noun.group, []).append(index)
                if phrase.kind == "nominal" and not phrase.indefinite:
                    self.same_words.setdefault(phrase.plain, []).append(index)

    def of_noun(self, phrase: Phrase) -> list[int]:
        """Return the phrases with the noun of a description, or one of its group, in order."""
        same = self._of_head.get(phrase.head_word, [])
        group = self._of_group.get(phrase.noun.group, []) if phrase.noun is not None else []
        return sorted({*same, *group})

    def before(self, index: int, indices: list[int]) -> Iterator[Phrase]:
        """Yield those of some phrases, given in order, that stand before another, the last first."""
        for at in range(bisect_left(indices, index) - 1, -1, -1):
            yield self._phrases[indices[at]]


def _join_full_name(partition: Partition, phrase: Phrase, known: _ByWords) -> bool:
    """Join "the appeals court" with the only body whose name holds all its words ("Court of Appeals for ...")."""
    if not phrase.content or phrase.label != "ORG":
        return False
    kinds = {phrase.head_word} | (_COMMITTEES if phrase.head_word in _COMMITTEES else set())
    bodies: dict[int, Phrase] = {}
    for other, words in known.bodies:
        if phrase.content <= words and kinds & words:
            bodies[id(partition.of(other))] = other
    if len(bodies) != 1:
        return False
    return try_join(partition, next(iter(bodies.values())), phrase, "words of the name")


def _join_same_words(partition: Partition, phrase: Phrase, index: int, known: _ByWords) -> None:
    """Join a description without article to an earlier one in the very same words ("harbour officers")."""
    if phrase.indefinite or partition.of(phrase).names:
        return
    for other in known.before(index, known.same_words.get(phrase.plain, [])):
        if try_join(partition, other, phrase, "same words"):
            return


def _is_alike(phrase: Phrase, other: Phrase) -> bool:
    """Tell whether a description repeats an earlier noun and adds nothing that contradicts it."""
    if other.kind == "pronoun" or hold_other_offices(phrase, other):
        return False
    if other.name is not None:
        last = tokens(other.name)[-1:]
        return other.label in ("ORG", "FAC") and last == (phrase.head_word,) and not phrase.content
    own, its = phrase.content - _PASSING, other.content - _PASSING
    if other.plural != phrase.plural or not (own <= its or its <= own):
        return False
    if other.head_word == phrase.head_word:
        return True
    if phrase.noun is None or other.noun is None or phrase.noun.group != other.noun.group:
        return False
    # "An exhaustive study shows ... the report": of documents, one that says or does something.
    cited = phrase.noun.group == "document" and (other.source or other.subject) and not own
    return phrase.noun.national or cited


def _join_kind_word(partition: Partition, phrase: Phrase, index: int, parse: Parse, known: _ByWords) -> None:
    """Join "the group", "the paper", "the militants" with the last named body of such a kind."""
    noun = phrase.noun
    if noun is None or not noun.stands_for or has_tail(phrase, parse) or phrase.label != "ORG":
        return
    sentence = parse.words[phrase.head].sentence
    for other in known.before(index, known.named):
        group = partition.of(other)
        if group.label not in ("ORG", "NORP") or other.span.overlaps(phrase.span):
            continue
        sectors = group.sectors
        # A body of unknown kind may be called a group, not a paper or a bank.
        fits = sectors & set(noun.stands_for) or (not sectors and noun.group in ("group", "body", "company"))
        nation = nation_of(phrase)
        near = sentence - parse.words[other.head].sentence <= 4 or bool(sectors)
        clash = nation and group.nations and nation not in group.nations
        if fits and near and not clash and try_join(partition, other, phrase, f"nearest '{noun.head}'"):
            return


def has_tail(phrase: Phrase, parse: Parse) -> bool:
    """Tell whether words after its noun say which one is meant."""
    for child in parse.children[phrase.head]:
        relation = parse.relations[child]
        if child > phrase.head and relation in ("nmod", "acl", "amod"):
            return True
    return False


def join_places(partition: Partition, features: Mapping[int, int]) -> None:
    """Join descriptions of a place with its name where both were given one gazetteer feature.

    Args:
        features: GeoNames id by index in `partition.phrases`.
    """
    first: dict[int, Phrase] = {}
    for index, geonames in features.items():
        phrase = partition.phrases[index]
        if phrase.kind != "pronoun" and phrase.label in PLACE_LABELS | {"OTHER"}:
            other = first.setdefault(geonames, phrase)
            if other is not phrase:
                try_join(partition, other, phrase, "same feature in the gazetteer")


def groups_with_names(groups: Iterable[Group]) -> list[Group]:
    """Return the groups that a name belongs to."""
    return [group for group in groups if group.names]
