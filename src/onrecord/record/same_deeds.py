"""Joins of those whom a headline or a lead describes with who is named below to have done, or suffered, the same.

News tells its story three times over, each time more fully: "Man charged in robberies", "A local clerk has been charged
with robbing two banks", "Prosecutors charged Ann Vane with robbing ...". Whoever stands in the same place of the same
verb is one person, as long as nothing speaks against it.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.record.arguments import ArgumentFinder
from onrecord.record.descriptions import try_join
from onrecord.record.parse import Parse
from onrecord.record.partition import Partition
from onrecord.record.phrases import Phrase
from onrecord.record.role_holders import is_in_headline

_SENTENCES = 6
"""How many sentences below a description the same deed may follow; chosen by judgement, not swept."""

_ONE_DEED = (
    frozenset({"charge", "accuse", "indict", "cite", "book"}),
    frozenset({"arrest", "detain", "hold", "jail", "nab", "capture"}),
    frozenset({"kill", "murder", "slay", "gun"}),
    frozenset({"convict", "find"}),
    frozenset({"die", "drown"}),
)
"""Verbs that headlines and reports use for one and the same."""

_NO_DEED = frozenset(
    {"be", "have", "do", "say", "tell", "get", "go", "make", "take", "see", "know", "think", "want", "come", "ask", "call"}
)  # fmt: skip
"""Verbs that so many are said to do that nobody is known by them."""


def join_same_deeds(partition: Partition, parse: Parse) -> None:
    """Join persons described in the headline or the lead with who does, or suffers, the same below."""
    described = [phrase for phrase in partition.phrases if _is_open(phrase, partition, parse)]
    if not described:
        return
    arguments = ArgumentFinder(parse)
    by_head = {phrase.head: phrase for phrase in partition.phrases if phrase.kind != "pronoun"}
    for phrase in described:
        same = next(_doers(phrase, parse, arguments, by_head), None)
        if same is not None and _stands_beside(phrase, same, partition, parse):
            continue
        if same is not None and try_join(partition, same, phrase, "does or suffers the same"):
            continue
        if is_in_headline(phrase, parse) and not phrase.definite and phrase.role is None:
            _join_only_such(partition, phrase)


def _is_open(phrase: Phrase, partition: Partition, parse: Parse) -> bool:
    """Tell whether a phrase describes one person of the headline, or one new to the reader in the first sentence below."""
    if phrase.kind != "nominal" or phrase.label != "PERSON" or phrase.plural or partition.of(phrase).names:
        return False
    return is_in_headline(phrase, parse) or (phrase.indefinite and _in_lead(phrase, parse))


def _stands_beside(phrase: Phrase, other: Phrase, partition: Partition, parse: Parse) -> bool:
    """Tell whether somebody is spoken of in the very sentence that describes a person: he is another."""
    sentence = parse.words[phrase.head].sentence
    return any(parse.words[one.head].sentence == sentence for one in partition.of(other).phrases)


def _in_lead(phrase: Phrase, parse: Parse) -> bool:
    headline = parse.reading.document.parts.headline
    start = headline.end if headline is not None else 0
    first = next((word.sentence for word in parse.words if word.span.start >= start), None)
    return first is not None and parse.words[phrase.head].sentence == first


def _doers(
    phrase: Phrase, parse: Parse, arguments: ArgumentFinder, by_head: dict[int, Phrase]
) -> Iterator[Phrase]:
    """Yield the persons below who stand in the same place of a verb of the same deed, the nearest first."""
    own = list(_deeds_of(phrase.head, parse, arguments))
    if not own:
        return
    sentence = parse.words[phrase.head].sentence
    for index in range(phrase.head + 1, len(parse.words)):
        word = parse.words[index]
        if word.sentence > sentence + _SENTENCES:
            return
        if word.sentence == sentence or word.upos != "VERB":
            continue
        for lemma, place in own:
            if not _is_one_deed(lemma, parse.lemmas[index]):
                continue
            found = arguments.of(index)
            for head in found.subjects if place == "subject" else found.objects:
                other = by_head.get(head)
                if other is not None and other.label == "PERSON" and not other.plural:
                    yield other


def _deeds_of(head: int, parse: Parse, arguments: ArgumentFinder) -> Iterator[tuple[str, str]]:
    """Yield the verbs that a word is the subject or object of, with which of the two it is."""
    above = parse.words[head].head
    near = [above, *parse.children[head]] if above is not None else list(parse.children[head])
    for index in near:
        if parse.words[index].upos != "VERB" or parse.lemmas[index] in _NO_DEED:
            continue
        found = arguments.of(index)
        if head in found.subjects:
            yield parse.lemmas[index], "subject"
        elif head in found.objects:
            yield parse.lemmas[index], "object"


def _is_one_deed(one: str, other: str) -> bool:
    return one == other or any(one in deeds and other in deeds for deeds in _ONE_DEED)


def _join_only_such(partition: Partition, phrase: Phrase) -> None:
    """Join "Man" of a headline with the only one whom the report below calls a man."""
    such = {
        id(partition.of(other)): other
        for other in partition.phrases
        if other.kind == "nominal"
        and other.head_word == phrase.head_word
        and other.label == "PERSON"
        and not other.plural
        and other.span.start > phrase.span.end
    }
    if len(such) == 1:
        try_join(partition, next(iter(such.values())), phrase, "the only one of that description")
