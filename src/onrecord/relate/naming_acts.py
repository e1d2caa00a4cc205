"""Acts of naming: sentences that say what a party is ("the mayor called the crowd thugs", "they were shepherds")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.model import EntityMention, Span, Statement
from onrecord.relate.named_places import PLACES
from onrecord.relate.parties import Parties
from onrecord.relate.views import View
from onrecord.relate.voices import Voice, entity_voice, voice_of

_CALL = (
    r"(?:call(?:s|ed|ing)?|label(?:s|l?ed|l?ing)?|brand(?:s|ed|ing)?|dub(?:s|bed)?|describ(?:e|es|ed|ing)|"
    r"denounc(?:e|es|ed|ing)|condemn(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|portray(?:s|ed|ing)?|regard(?:s|ed|ing)?|"
    r"consider(?:s|ed)?|view(?:s|ed)?|refer(?:s|red|ring)? to|hail(?:s|ed|ing)?|honou?r(?:s|ed)?|"
    r"recogni[sz](?:e|es|ed)|designat(?:e|es|ed)|list(?:s|ed)?|classif(?:y|ies|ied))"
)
_OPEN = r"[\"“‘']?"
_BEFORE_LABEL = r"\s*,?\s*(?:as\s+)?" + _OPEN + r"\s*$"
_CALLED = re.compile(rf"\b(?P<verb>{_CALL})\s+(?P<obj>[^.;:!?\"“”]{{2,80}}?){_BEFORE_LABEL}", re.IGNORECASE)
_WHOM = re.compile(
    rf"(?:,\s*|\s)(?:whom|which|who)\s+(?P<subj>[^.;:!?\"“”,]{{2,60}}?)\s+(?:has\s+|have\s+|had\s+)?(?P<verb>{_CALL}){_BEFORE_LABEL}",
    re.IGNORECASE,
)
_CALLED_BY = re.compile(
    rf"(?:,|\b(?:is|are|was|were|been|being|who|which))\s+(?P<verb>{_CALL})\s+by\s+(?P<subj>[^.;:!?\"“”,]{{2,60}}?){_BEFORE_LABEL}",
    re.IGNORECASE,
)
_IS = re.compile(
    r"(?P<obj>\b[^.;:!?\"“”,]{2,90}?),?\s+(?:is|are|was|were|have been|has been|had been|remain|remained)\s+"
    r"(?P<not>(?:not|never)\s+)?"
    r"(?:(?:just|only|simply|merely|mere|really|all|in fact|nothing but|indeed|both|mostly|mainly)\s+)*$",
    re.IGNORECASE,
)
_ISNT = re.compile(r"(?P<obj>\b[^.;:!?\"“”,]{2,90}?)\s+(?:is|are|was|were)n['’]t\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Act:
    """Words that say what a party is: who says it, of which entity, in which words."""

    voice: Voice | None
    entity: str | None
    of: str | None
    how: str
    negated: bool
    span: Span | None = None


def find_act(
    index: int,
    view: View,
    sentence: Span,
    words: Span,
    before: str,
    statement: Statement | None,
    parties: Parties,
) -> Act | None:
    """Return how a sentence says that a party is what the words name, or None where they only stand for it."""
    text, base = view.text, sentence.start
    for pattern in (_WHOM, _CALLED_BY):
        found = pattern.search(before)
        if found is not None:
            speaker = _entity_in(view, Span(base + found.start("subj"), base + found.end("subj")))
            if speaker is None:
                return None
            subject = found.group("subj")
            name = _name(view, index, speaker, parties)
            called = _entity_before(view, base + found.start())
            return Act(
                entity_voice(view, index, speaker, subject, name, parties),
                called,
                _words(view, called),
                "called",
                negated=False,
            )
    found = _last(_CALLED, before)
    if found is not None:
        verb = Span(base + found.start("verb"), base + found.end("verb"))
        obj = Span(base + found.start("obj"), base + found.end("obj"))
        called = _entity_starting(view, obj)
        voice = _caller(index, view, verb, parties)
        if called is not None and voice is not None:
            return Act(voice, called, obj.cut(text), "called", negated=False)
    for pattern in (_IS, _ISNT):
        found = pattern.search(before)
        if found is not None:
            start = max(
                (m.end() for m in _SAYS.finditer(before, found.start("obj"), found.end("obj"))),
                default=found.start("obj"),
            )
            obj = Span(base + start, base + found.end("obj"))
            begins = mention_starting(view, obj)
            called = _entity_ending(view, obj) or (begins[1] if begins is not None else None)
            voice = voice_of(view, index, statement, parties)
            negated = pattern is _ISNT or found.group("not") is not None
            return Act(
                voice, called, obj.cut(text).strip(), "is", negated=negated, span=Span(obj.start, words.end)
            )
    return None


_SAYS = re.compile(
    r"\b(?:that|says?|said|claims?|claimed|insists?|insisted|but|and|because)\s+", re.IGNORECASE
)


def is_object(view: View, statement: Statement, words: Span) -> bool:
    """Tell whether words are those of the report for the party that a statement calls by others ("called the crowd thugs")."""
    cue = statement.cue is not None and re.fullmatch(_CALL, statement.cue.lemma, re.IGNORECASE)
    first = statement.content[0]
    return bool(cue) and abs(words.start - first.start) <= 1 and words.end < first.end - 1


def runs_on(view: View, statement: Statement, words: Span, hit: Span) -> bool:
    """Tell whether a mention took in both a party and what it is called ("called the soldiers peacekeepers")."""
    cue = statement.cue is not None and re.fullmatch(_CALL, statement.cue.lemma, re.IGNORECASE)
    inner = view.text[words.start : hit.start].split()
    return bool(cue) and words.start == statement.content[0].start and inner[:1] == ["the"] and len(inner) > 1


def _last(pattern: re.Pattern[str], before: str) -> re.Match[str] | None:
    """Return the last match: a sentence may have several verbs of naming."""
    found = None
    start = 0
    while (match := pattern.search(before, start)) is not None:
        found, start = match, match.start() + 1
    return found


def _entity_in(view: View, span: Span) -> str | None:
    named = [(m.span.start, e.id) for e in view.record.entities for m in e.mentions if m.span.overlaps(span)]
    return min(named)[1] if named else None


def mention_starting(view: View, span: Span) -> tuple[EntityMention, str] | None:
    """Return the longest mention that begins where a stretch does, or None."""
    named = [(m, e.id) for e in view.record.entities for m in e.mentions if m.span.start == span.start]
    return max(named, key=lambda each: len(each[0].span), default=None)


def _entity_starting(view: View, span: Span) -> str | None:
    """Return the entity of the mention that begins a stretch, or of one in the same words where none ends within it."""
    found = mention_starting(view, span)
    if found is not None and found[0].span.end <= span.end:
        return found[1]
    said = span.cut(view.text).strip().casefold()
    same = [
        e.id for e in view.record.entities for m in e.mentions if m.span.cut(view.text).casefold() == said
    ]
    return same[0] if same else found[1] if found is not None else None


def _entity_ending(view: View, span: Span) -> str | None:
    """Return the entity that a stretch is a description of: the mention that ends it, or stands before a short addition."""
    inside = [
        (m.span.end, -len(m.span), e.id)
        for e in view.record.entities
        for m in e.mentions
        if span.start <= m.span.start and m.span.end <= span.end + 1
    ]
    places = {e.id for e in view.record.entities if e.type in PLACES}
    ends = [each for each in inside if span.end - each[0] <= 1 and each[2] not in places]
    if ends:
        return min(ends, key=lambda each: each[1])[2]
    return None


def _entity_before(view: View, at: int) -> str | None:
    """Return the entity of the mention that ends at an offset, the longest of several."""
    named = [
        (-len(m.span), e.id) for e in view.record.entities for m in e.mentions if 0 <= at - m.span.end <= 1
    ]
    return min(named)[1] if named else None


def _name(view: View, index: int, entity: str, parties: Parties) -> str:
    party = parties.party(index, entity)
    return party.name if party is not None else view.entities[entity].name


def _words(view: View, entity: str | None) -> str | None:
    return view.entities[entity].name if entity is not None else None


def _caller(index: int, view: View, verb: Span, parties: Parties) -> Voice | None:
    """Return who uses a verb of naming: the source of the statement that it announces, or the mention before it."""
    for statement in view.record.statements:
        if statement.cue is not None and statement.cue.span.overlaps(verb):
            return voice_of(view, index, statement, parties)
    named = [
        (m.span.end, -len(m.span), e.id, m.span.cut(view.text))
        for e in view.record.entities
        for m in e.mentions
        if m.span.end <= verb.start
        and re.fullmatch(
            r"(?:,[^,.;]{2,60},)?\s+(?:(?:has|have|had|also|once|often|repeatedly|now|still)\s+){0,2}",
            view.text[m.span.end : verb.start],
        )
    ]
    if not named:
        return None
    _, _, entity, words = max(named, key=lambda each: (each[0], -each[1]))
    return entity_voice(view, index, entity, words, _name(view, index, entity, parties), parties)
