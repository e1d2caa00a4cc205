"""Voices: on whose word a stretch of a report stands, and whether two of them speak for one side."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from onrecord.model import Span, Statement
from onrecord.relate.accounts import UNNAMED, voice_name
from onrecord.relate.parties import Parties
from onrecord.relate.views import View

_BODIES = frozenset(
    (
        "agency", "army", "authority", "bank", "church", "club", "clinic", "commission", "committee",
        "company", "council", "county", "court", "federation", "fund", "government", "hospital",
        "institute", "league", "ministry", "navy", "operator", "opposition", "parliament", "party",
        "police", "prosecutor", "prosecution", "school", "senate", "town", "union", "university",
    )
)  # fmt: skip
"""What a voice may be called by that tells it from others: a company is no union, whatever a pronoun led to."""

_NOT_SEEN = frozenset({"neglect", "ignore", "overlook", "forget", "conceal", "hide", "disregard", "omit"})
"""Cues of what a source leaves out: that it is so is said by whoever reports it, not by the source."""

_PRONOUN = re.compile(r"(?:they|he|she|it|we|i|who|which|others)$", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says something.

    Attributes:
        name: what it is called.
        party: number of its party, or None.
        kinds: what kinds of bodies its words name ("company").
        outlet: whether it is the outlet itself.
    """

    name: str
    party: int | None
    kinds: frozenset[str]
    outlet: bool


def outlet_voice(view: View) -> Voice:
    """Return the voice of the outlet itself, its agency where the outlet is not known."""
    report = view.record.report
    return Voice(view.outlet or report.agency or report.input, None, frozenset(), outlet=True)


def statement_at(view: View, span: Span, without: Collection[str] = ()) -> Statement | None:
    """Return the innermost statement whose content holds a stretch, or None; those that leave it out do not count.

    Args:
        view: the report.
        span: the stretch.
        without: ids of statements that are passed over.
    """
    holding = [
        s
        for s in view.record.statements
        if any(part.holds(span) for part in s.content) and s.id not in without and not _leaves_out(s)
    ]
    return min(holding, key=lambda s: (sum(len(part) for part in s.content), s.id), default=None)


def _leaves_out(statement: Statement) -> bool:
    return statement.cue is not None and bool(_NOT_SEEN & set(_WORD.findall(statement.cue.lemma)))


def voice_of(view: View, index: int, statement: Statement | None, parties: Parties) -> Voice | None:
    """Return the voice of a statement, the outlet's for None; None where nobody can be told to say it."""
    if statement is None or statement.source_type == "outlet":
        return outlet_voice(view)
    if statement.source is None:
        return None
    entity = statement.source.entity
    words = statement.source.span.cut(view.text)
    if entity is None and _PRONOUN.match(words):
        entity = _subject_before(view, statement.source.span.start)
        if entity is None:
            return None
        party = parties.party(index, entity)
        name = party.name if party is not None else view.entities[entity].name
    else:
        name = voice_name(view, index, statement, entity, parties)
        own, theirs = (frozenset(_WORD.findall(each.casefold())) & _BODIES for each in (words, name))
        if own and theirs and not own & theirs:
            name = words
    return None if name == UNNAMED else entity_voice(view, index, entity, words, name, parties)


def entity_voice(
    view: View, index: int, entity: str | None, words: str, name: str, parties: Parties
) -> Voice:
    """Return an entity of a report as a voice."""
    party = parties.party(index, entity)
    told = [words, *(view.entities[entity].roles if entity is not None and entity in view.entities else ())]
    kinds = {word for text in told for word in _WORD.findall(text.casefold())} & _BODIES
    return Voice(name, party.number if party is not None else None, frozenset(kinds), outlet=False)


def _subject_before(view: View, start: int) -> str | None:
    """Return the entity that the sentence before begins with: whom an unresolved "they" most likely means."""
    own = view.sentence_at(start)
    before = view.sentence_at(own.start - 2) if own is not None and own.start >= 2 else None
    if before is None:
        return None
    named = [
        (m.span.start, e.id) for e in view.record.entities for m in e.mentions
        if before.holds(m.span) and m.span.start - before.start < _FIRST_WORDS
    ]  # fmt: skip
    return min(named)[1] if named else None


_FIRST_WORDS = 20
"""Characters within which a sentence's subject begins."""


def same_side(one: Voice, other: Voice, parties: Parties) -> bool:
    """Tell whether two voices may speak for one side: one party, its spokesman, its body, or its country."""
    if one.outlet or other.outlet:
        return one.outlet and other.outlet and one.name == other.name
    if one.name.casefold() == other.name.casefold():
        return not (one.kinds and other.kinds and not one.kinds & other.kinds)
    if one.kinds and other.kinds and not one.kinds & other.kinds:
        return False
    if one.party is None or other.party is None:
        return False
    roots = [
        parties.root(parties.parties[voice.party]).number for voice in (one, other) if voice.party is not None
    ]
    return parties.may_be_one(*roots)
