"""Namings: what a voice calls a party where the word takes a side ("terrorists", "the moderate opposition")."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from onrecord.lexicons import load_table
from onrecord.model import EntityMention, Span
from onrecord.relate.named_places import places_around, places_before, places_of
from onrecord.relate.naming_acts import Act, find_act, is_object, mention_starting, runs_on
from onrecord.relate.parties import Parties
from onrecord.relate.views import View
from onrecord.relate.voices import Voice, outlet_voice, statement_at, voice_of

Sides = tuple[tuple[str, str, int], ...]
"""Questions that a word answers, each with the side that it takes and its weight."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One word of the table `namings.tsv`."""

    word: str
    question: str
    side: str
    weight: int


@dataclass(frozen=True, slots=True)
class Naming:
    """One naming of a party.

    Attributes:
        report: index of the report.
        span: the words that name it, or that say what it is.
        label: the word of the table, singular, in small letters.
        sides: by question the side that the word takes, and its weight.
        voice: who names it so.
        parties: numbers of the parties that it may be.
        sentence: where it stands.
        places: places that the words name it by ("in Aleppo").
        around: all places that its sentence names.
        before: those that the sentence before it names.
        number: how many it counts, as written, or None.
        how: "named", "called" (a verb of naming), "is" (said of another description), "made up of".
        of: words that stand for the party that is called or said to be so, or None.
        negated: whether it is said that the party is not so.
        distance: who marks the words as not their own, or None.
        points: whether it points back ("these squatters") at somebody not called so before.
    """

    report: int
    span: Span
    label: str
    sides: Sides
    voice: Voice
    parties: frozenset[int]
    sentence: Span
    places: frozenset[str]
    around: frozenset[str]
    before: frozenset[str]
    number: str | None
    how: str
    of: str | None
    negated: bool
    distance: Voice | None
    points: bool


_IRREGULAR = {"man": "men", "child": "children", "thief": "thieves"}
_GROUP = r"(?:groups?|organi[sz]ations?|gangs?|forces|fighters|factions?|militias?|units?|cells?|bands?|brigades?|elements)"
_SUBJECT_ENDS = re.compile(r"[.;:!?\"“”]|\b(?:that|which|who|when|while|because|and|but)\b", re.IGNORECASE)
"""What parts words from a verb that they are the subject of."""

_SKIPPED = re.compile(
    r"\b(?:if|whether|unless|like|as if|could|may|might|would|fear(?:s|ed|ing)?|accused of|charged with|suspected|alleged|"
    r"former|ex|would-be|posing as|disguised as|dressed as|or|become|became|becoming|than|turned|anti|non|turn(?:ing)? into)\b"
    r"(?:[\s-]+(?!that\b)[\w'’-]+){0,3}[\s-]*$",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\b(?:no|not|never|nor|neither|without|as)\s+(?:an?\s+|the\s+|any\s+|just\s+|only\s+)?$", re.IGNORECASE
)
_DISTANCE = re.compile(
    r"\b(?:so-called|self-styled|self-proclaimed|supposed|purported)\s*[\"“‘']?(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
_SHORT_QUOTE = re.compile(r"[\"“‘](?:[\w’-]+\s+){0,3}$")
_QUOTE_ENDS = re.compile(r"(?:\s+[\w’-]+){0,2}[,.]?[\"”’]")
_HEAD_AHEAD = re.compile(
    rf"(?:\s+{_GROUP}\b)?(?=\s*(?:$|[.,;:!?)\"”’—–-]|\s(?:of|in|at|from|on|who|whom|that|which|and|or|but|active|near|with|outside|inside|"
    r"around|is|are|was|were|has|have|had|will|would|could|can|may|to|by|for|as|after|before|when|while|because|under|"
    r"over|against|during|into|out|[a-z]+ed|[a-z]+ing|came|went|took|left|held|hold|said|say|says)\b))",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b(\d[\d,.]*\d|\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\b(?:these|those)\s", re.IGNORECASE)
_DETERMINED = re.compile(
    r"(?:(?:the|these|those|such|a|an|some|our|\d+|two|three|four|five|six|seven)\s+(?:(?!(?:is|are|was|were|be|been|as|by|to|and)\b)[\w-]+\s+){0,2})$",
    re.IGNORECASE,
)
_LONGEST = 100
"""Characters that a description may have."""

_OF_OTHERS = re.compile(
    r"(?<!groups)(?<!group)(?<!members)(?<!dozens)(?<!hundreds)(?<!thousands)(?<!band)(?<!bands)(?<!gang)(?<!gangs)"
    r"(?<!some)(?<!most)(?<!many)(?<!all)(?<!crowd)(?<!number)(?<!\d)\s(?:of|for|with|from|against|by|to)\s",
    re.IGNORECASE,
)
"""Before a word that is not the head of its description ("the leader of the rebels")."""


def find_namings(index: int, view: View, parties: Parties) -> list[Naming]:
    """Return the namings of a report that take a side, in order; the headline's are left out: they quote.

    Args:
        index: the report's number among the views.
        view: the report.
        parties: who speaks and acts in its story.
    """
    return [naming for sentence in view.sentences for naming in _in_sentence(index, view, sentence, parties)]


@cache
def _table() -> dict[str, tuple[tuple[str, str, Sides], ...]]:
    """Return by the first word of a form the forms that begin so, the longest first, each with its word and sides."""
    sides: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for row in load_table("namings.tsv", _Row):
        sides[row.word].append((row.question, row.side, row.weight))
    found: dict[str, list[tuple[str, str, Sides]]] = defaultdict(list)
    for word, own in sides.items():
        for form in {word, _plural(word)}:
            found[form.split()[0]].append((form, word, tuple(own)))
    return {
        first: tuple(sorted(forms, key=lambda each: (-len(each[0]), each[0])))
        for first, forms in found.items()
    }


def _plural(word: str) -> str:
    """Return the plural of a word of the table.

    >>> _plural("gunman"), _plural("prisoner of war"), _plural("mercenary"), _plural("passer-by"), _plural("aid worker")
    ('gunmen', 'prisoners of war', 'mercenaries', 'passers-by', 'aid workers')
    """
    for joint in (" of ", "-by"):
        if joint in word:
            first, rest = word.split(joint, 1)
            return _plural(first) + joint + rest
    for ending, plural in _IRREGULAR.items():
        if word.endswith(ending):
            return word.removesuffix(ending) + plural
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "ch", "x", "sh")) else "s")


def _in_sentence(index: int, view: View, sentence: Span, parties: Parties) -> Iterator[Naming]:
    for hit, word, sides in _hits(view.text, sentence):
        naming = _naming(index, view, sentence, hit, word, sides, parties)
        if naming is not None:
            yield naming
            whole = _whole(index, view, naming, parties)
            if whole is not None:
                yield whole


def _hits(text: str, sentence: Span) -> Iterator[tuple[Span, str, Sides]]:
    """Yield where words of the table stand in a sentence; what is written as a name ("the Patriots") is none."""
    table = _table()
    end = sentence.start
    for token in _TOKEN.finditer(text, sentence.start, sentence.end):
        if token.start() < end:
            continue
        for form, word, sides in table.get(token.group().casefold(), ()):
            hit = Span(token.start(), token.start() + len(form))
            said = hit.cut(text)
            if (
                said.casefold() != form
                or text[hit.end : hit.end + 1].isalnum()
                or text[hit.end : hit.end + 1] == "-"
            ):
                continue
            end = hit.end
            named = said[:1].isupper() and said[1:] == said[1:].lower()
            if not named or hit.start == sentence.start or _starts_quote(text, hit.start):
                yield hit, word, sides
            break


_TOKEN = re.compile(r"\w[\w-]*")


def _starts_quote(text: str, at: int) -> bool:
    return at > 0 and text[at - 1] in "\"“‘'"


def _naming(
    index: int,
    view: View,
    sentence: Span,
    hit: Span,
    word: str,
    sides: Sides,
    parties: Parties,
) -> Naming | None:
    text = view.text
    ahead = _HEAD_AHEAD.match(text, hit.end, min(len(text), sentence.end + 1))
    if ahead is None or text[hit.end : hit.end + 2] in ("'s", "’s", "s'") or _is_question(text, hit.end):
        return None
    mention, entity = _mention_of(view, Span(hit.start, max(hit.end, ahead.end())))
    words = (
        mention.span
        if mention is not None
        else Span(_start_of_phrase(text, sentence, hit), max(hit.end, ahead.end()))
    )
    words = Span(max(words.start, sentence.start), words.end)
    statement = statement_at(view, hit)
    if statement is not None and runs_on(view, statement, words, hit):
        words = Span(hit.start, words.end)
    before = text[sentence.start : words.start]
    if _SKIPPED.search(text[sentence.start : hit.start]):
        return None
    if statement is not None and statement.force in ("asks", "denies"):
        return None
    marked = _DISTANCE.search(text[sentence.start : hit.start]) is not None or (
        _SHORT_QUOTE.search(text[sentence.start : hit.start]) is not None
        and _QUOTE_ENDS.match(text, hit.end) is not None
    )
    found = find_act(index, view, sentence, words, before, statement, parties)
    if found is None:
        if _NO.search(before) or (marked and statement is None):
            return None
        if marked and statement is not None and statement.kind == "direct":
            return None
        if statement is not None and is_object(view, statement, words):
            statement = statement_at(view, hit, {statement.id})
        voice = voice_of(view, index, statement, parties)
        found = Act(voice, None, None, "named", negated=False)
    if found.voice is None:
        return None
    of = _party_numbers(index, parties, found.entity)
    own = _party_numbers(index, parties, entity)
    return Naming(
        report=index,
        span=found.span or words,
        label=word,
        sides=sides,
        voice=found.voice,
        parties=(of or own) if found.how != "named" else own,
        sentence=sentence,
        places=places_of(view, words, sentence),
        around=places_around(view, sentence),
        before=places_before(view, sentence),
        number=_number(words.cut(text) + " " + (found.of or "")),
        how=found.how,
        of=found.of,
        negated=found.negated,
        distance=outlet_voice(view) if marked and found.how == "named" and not found.voice.outlet else None,
        points=_POINTS.match(words.cut(text) + " ") is not None and _is_first(view, entity, words),
    )


def _is_question(text: str, at: int) -> bool:
    mark = re.compile(r"[.?!]").search(text, at)
    return mark is not None and mark.group() == "?"


def _start_of_phrase(text: str, sentence: Span, hit: Span) -> int:
    determined = _DETERMINED.search(text[sentence.start : hit.start])
    return sentence.start + determined.start() if determined is not None else hit.start


def _mention_of(view: View, hit: Span) -> tuple[EntityMention | None, str | None]:
    """Return the smallest mention that holds a word as its head, and its entity's id."""
    holding = [
        (len(m.span), m, e.id)
        for e in view.record.entities
        for m in e.mentions
        if m.kind != "pronoun" and m.span.holds(hit) and len(m.span) <= _LONGEST
        and not _OF_OTHERS.search(view.text[m.span.start : hit.start])
    ]  # fmt: skip
    if not holding:
        return None, None
    _, mention, entity = min(holding, key=lambda each: (each[0], each[1].span.start, each[2]))
    return mention, entity


def _is_first(view: View, entity: str | None, words: Span) -> bool:
    """Tell whether an entity is not named or described before some words."""
    return entity is None or all(
        m.kind == "pronoun" or m.span.start >= words.start for m in view.entities[entity].mentions
    )


def _number(words: str) -> str | None:
    found = _NUMBER.search(words)
    return found.group(1).casefold() if found else None


def _party_numbers(index: int, parties: Parties, entity: str | None) -> frozenset[int]:
    party = parties.party(index, entity)
    return frozenset() if party is None else frozenset({party.number})


_MADE_UP = re.compile(
    r"\s(?:is|are|was|were|be|form|forms|formed|make up|made up|constitute|constituted)\s+(?:the\s+)?"
    r"(?:backbone|core|bulk|majority|mainstay|most|main part|nucleus|largest part)\s+of\s+",
    re.IGNORECASE,
)

_JOINT = re.compile(r"\b(?:that|when|while|because|but|and)\b\s*", re.IGNORECASE)


def _whole(index: int, view: View, part: Naming, parties: Parties) -> Naming | None:
    """Return the naming of a party by those who are said to be most of it ("terrorists were the backbone of the militants")."""
    text, sentence = view.text, part.sentence
    found = _MADE_UP.search(text, part.span.end, sentence.end)
    if found is None or _SUBJECT_ENDS.search(text[part.span.end : found.start()]):
        return None
    whole = mention_starting(view, Span(found.end(), sentence.end))
    if whole is None:
        return None
    mention, entity = whole
    voice = voice_of(view, index, statement_at(view, mention.span), parties)
    if voice is None:
        return None
    span = Span(_clause_start(view, sentence, part.span), mention.span.end)
    return replace(
        part, span=span, voice=voice, parties=_party_numbers(index, parties, entity),
        places=places_of(view, mention.span, sentence),
        number=_number(mention.span.cut(text)), how="made up of", of=mention.span.cut(text), negated=False, distance=None,
    )  # fmt: skip


def _clause_start(view: View, sentence: Span, words: Span) -> int:
    """Return where the description begins that other words are set beside ("members of X, a terrorist group, were ...")."""
    joints = [found.end() for found in _JOINT.finditer(view.text, sentence.start, words.start)]
    start = max(joints, default=sentence.start)
    named = [
        m.span.start for e in view.record.entities for m in e.mentions
        if m.span.start >= start and m.span.end <= words.start and m.kind != "pronoun" and words.start - m.span.start < _LONGEST
    ]  # fmt: skip
    return min(named, default=words.start)
