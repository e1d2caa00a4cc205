"""Deeds: what a voice says that a party does, or that it does not do, fails to do or only pretends to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from onrecord.lexicons import load_table
from onrecord.model import Entity, EntityMention, Span, Statement
from onrecord.relate.parties import Parties
from onrecord.relate.views import View
from onrecord.relate.voices import Voice, statement_at, voice_of
from onrecord.relate.words import claim_words


@dataclass(frozen=True, slots=True)
class _Row:
    """One verb of the table `deeds.tsv`."""

    lemma: str
    deed: str
    forms: tuple[str, ...]
    people: bool


@dataclass(frozen=True, slots=True)
class Deed:
    """One party, one deed, and whether a voice says that it is done.

    Attributes:
        report: index of the report.
        span: from the party to the end of the clause.
        party: number of the party, or None.
        doer: the entity that does it, with the report's index in `report`.
        verb: lemma of the deed that the verb is an instance of.
        objects: telling words of what it is done to.
        people: whether it is done to people, and to whom is left open ("did not warn us").
        done: whether the voice says that it is done.
        how: "pretend", "fail", "not", "never", "nothing"; "done" where it is done.
        standing: whether it is said of no time in particular ("are only pretending", "has never").
        voice: who says it.
        sentence: where it stands.
        days: first and last ISO day of what the clause dates, or None.
        said: first and last ISO day of what else the sentence dates, or None.
        later: whether the sentence says that it came later ("finally", "has since").
    """

    report: int
    span: Span
    party: int | None
    doer: str
    verb: str
    objects: frozenset[str]
    people: bool
    done: bool
    how: str
    standing: bool
    voice: Voice
    sentence: Span
    days: tuple[str, str] | None
    said: tuple[str, str] | None
    later: bool


_ADVERB = (
    r"(?:just|only|merely|simply|really|actually|even|also|again|still|ever|always|often|repeatedly|already|now|in fact|"
    r"deliberately|so far|long|largely|apparently|clearly|all|[a-z]+ly)"
)
_A = rf"(?:{_ADVERB}\s+)*"
_SUBJECT = r"^(?:,\s[^,.;:!?\"“”]{2,80},)?(?:,?\s+(?:who|which|that))?\s+"
_PRETENDS = re.compile(
    rf"{_SUBJECT}(?:(?:is|are|was|were|has been|have been|had been)\s+)?{_A}"
    r"(?:pretend(?:s|ed|ing)?\s+to\s+|feign(?:s|ed|ing)?\s+to\s+|mak(?:es?|ing)\s+a\s+show\s+of\s+)",
    re.IGNORECASE,
)
_FAILS = re.compile(
    rf"{_SUBJECT}(?:(?:has|have|had)\s+)?{_A}(?:fail(?:s|ed)?|refus(?:es|ed|e)|neglect(?:s|ed)?|omit(?:s|ted)?)\s+to\s+{_A}",
    re.IGNORECASE,
)
_NOT = re.compile(
    rf"{_SUBJECT}(?:(?:did|do|does|has|have|had|is|are)\s+(?P<not>not|never)|(?:did|do|does|has|have|had|is|are)n['’]t|(?P<never>never))\s+{_A}",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    rf"{_SUBJECT}(?:(?:did|does|do)|(?:has|have|had)\s+done)\s+{_A}nothing\s+(?:to|for)\s+{_A}", re.IGNORECASE
)
_DOES = re.compile(rf"{_SUBJECT}(?:(?:has|have|had|did|do|does)\s+)?{_A}", re.IGNORECASE)
_DOING = re.compile(rf"{_SUBJECT}(?:(?:has|have|had)\s+been|is|are)\s+{_A}", re.IGNORECASE)
_SUPPORTED_BY = re.compile(r"\b(?:supported|backed|assisted|aided|helped)\s+by\s+$", re.IGNORECASE)
_CLAUSE_END = re.compile(
    r"[.;:!?\"“”—]|,\s|\s[-–]\s|"
    r"\s(?:and|but|while|when|because|after|before|although|though|thus|so that|whereas|unless|which|who)\s",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:if|whether|unless|could|may|might|would|will|should|must|shall|hope(?:s|d)?|plan(?:s|ned)?|promis(?:es|ed)|"
    r"had to|has to|"
    r"want(?:s|ed)?|ask(?:s|ed)?|order(?:s|ed)?|urg(?:es|ed)|demand(?:s|ed)?|call(?:s|ed)? (?:on|for))\b[^,;]{0,40}$",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:later|eventually|finally|at last|has since|have since|since then|in the end|by now|belatedly|no longer)\b",
    re.IGNORECASE,
)
_FOR_A_TIME = re.compile(
    r"\b(?:for (?:\w+ )?(?:\w+ )?(?:days|weeks|months|years|decades|hours)|for (?:long|a long time)|until|at first|initially|"
    r"in the past|long (?:refused|failed)|once)\b",
    re.IGNORECASE,
)
"""What bounds a time in which something was not done: that it was done afterwards is news, not a dispute."""

_BOUND = re.compile(
    r"\b(?:yet|so far|since|until|this (?:year|month|week)|today|any ?more|now|still)\b", re.IGNORECASE
)
_NO_DEED = frozenset(
    (
        "be", "is", "are", "was", "were", "been", "being", "have", "has", "had", "do", "does", "did",
        "done", "make", "made", "makes", "take", "took", "taken", "takes", "give", "gave", "given", "gives",
        "get", "got", "gets", "say", "said", "says", "know", "knew", "known", "think", "thought", "want",
        "wanted", "come", "came", "go", "went", "see", "saw", "seen", "find", "found", "tell", "told",
        "mean", "keep", "kept", "let", "put", "seem", "become", "became", "call", "called", "comment",
        "respond", "like", "need", "try", "tried", "exist", "believe", "expect", "understand", "recall",
        "remember", "look", "appear", "happen", "agree", "answer", "add", "added", "note", "noted",
    )
)  # fmt: skip
"""Verbs that say too little by themselves for two clauses with them to be of one deed."""

_ANYBODY = frozenset(
    {"us", "me", "anybody", "anyone", "people", "them", "him", "her", "nobody", "everybody", "everyone"}
)
_SUBJECTS = frozenset({"he", "she", "it", "they", "we", "i", "you", "who", "which"})
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_DAYS = ("DATE",)


def find_deeds(index: int, view: View, parties: Parties) -> list[Deed]:
    """Return the deeds of a report, done and not done, in order of offset.

    Args:
        index: the report's number among the views.
        view: the report.
        parties: who speaks and acts in its story.
    """
    found = [
        deed
        for entity in view.record.entities
        for mention in entity.mentions
        for deed in _of_mention(index, view, entity, mention, parties)
    ]
    return sorted(found, key=lambda deed: (deed.span, deed.done, deed.verb))


@cache
def _verbs() -> dict[str, _Row]:
    found: dict[str, _Row] = {}
    for row in load_table("deeds.tsv", _Row):
        head, _, rest = row.lemma.partition(" ")
        tail = f" {rest}" if rest else ""
        for form in (*row.forms, *(each + tail for each in _regular(head))):
            found.setdefault(form, row)
    return found


def _regular(lemma: str) -> tuple[str, ...]:
    """Return the regular forms of a verb.

    >>> _regular("pay"), _regular("notify")
    (('pay', 'pays', 'payed', 'paying'), ('notify', 'notifies', 'notified', 'notifying'))
    """
    if lemma.endswith("e"):
        return lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    return (
        lemma,
        lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s"),
        lemma + "ed",
        lemma + "ing",
    )


def _of_mention(
    index: int, view: View, entity: Entity, mention: EntityMention, parties: Parties
) -> Iterator[Deed]:
    sentence = view.sentence_at(mention.span.start)
    if sentence is None or not sentence.overlaps(view.running) or mention.span.end >= sentence.end:
        return
    text = view.text
    if mention.kind == "pronoun" and mention.span.cut(text).casefold() not in _SUBJECTS:
        return
    after = text[mention.span.end : sentence.end]
    if re.search(
        r"(?:\bof|['’]s|\bby|\bto|\bwith|\bfrom|\bfor|\bin|\bat|\bon)\s+$",
        text[sentence.start : mention.span.start],
        re.IGNORECASE,
    ):
        yield from _supporting(index, view, entity, mention, sentence, parties)
        return
    if _UNSURE.search(text[sentence.start : mention.span.start]):
        return
    for pattern, how in ((_PRETENDS, "pretend"), (_FAILS, "fail"), (_NOTHING, "nothing"), (_NOT, "not")):
        found = pattern.match(after)
        if found is not None:
            never = how == "not" and "never" in found.group().casefold()
            how = "never" if never else how
            base_form = how in ("pretend", "fail", "nothing") or bool(
                re.search(r"\b(?:did|do|does)", found.group())
            )
            deed = _deed(
                index,
                view,
                entity,
                mention,
                sentence,
                parties,
                found.end(),
                done=False,
                how=how,
                any_form=not base_form,
            )
            if deed is not None:
                yield deed
            return
    for pattern in (_DOING, _DOES):
        found = pattern.match(after)
        if found is not None:
            deed = _deed(
                index,
                view,
                entity,
                mention,
                sentence,
                parties,
                found.end(),
                done=True,
                how="done",
                any_form=True,
                doing=pattern is _DOING,
            )
            if deed is not None:
                yield deed
                return


def _deed(
    index: int, view: View, entity: Entity, mention: EntityMention, sentence: Span, parties: Parties, at: int, *,
    done: bool, how: str, any_form: bool, doing: bool = False,
) -> Deed | None:  # fmt: skip
    """Return the deed whose verb stands at an offset after a mention, or None."""
    text = view.text
    start = mention.span.end + at
    rest = text[start : sentence.end]
    verb = _verb(rest)
    if verb is None:
        return None
    form, deed, people = verb
    if doing and not form.split()[0].endswith("ing"):
        return None
    if done and not doing and not _is_finite(form, text[mention.span.end : start]):
        return None
    if not done and not any_form and form.split()[0].endswith(("ed", "ing")) and form not in _verbs():
        return None
    if _is_question(text, start):
        return None
    end = _CLAUSE_END.search(rest, len(form))
    stop = end.start() if end is not None else len(rest)
    words = rest[len(form) : stop]
    clause = Span(mention.span.start, start + stop)
    statement = statement_at(view, Span(start, start + len(form)))
    if statement is not None and statement.force in (
        "denies",
        "asks",
        "orders",
        "promises",
        "suggests",
        "warns",
    ):
        return None
    voice = voice_of(view, index, statement, parties)
    if voice is None:
        return None
    named = _named_in(view, Span(start, start + stop))
    objects = claim_words(words, view.spelt) - named
    tokens = {word.casefold() for word in _WORD.findall(words)}
    party = parties.party(index, entity.id)
    days, said = _days(view, Span(start, start + stop), statement, sentence)
    whole = sentence.cut(text)
    if not done and how in ("fail", "not", "nothing") and _FOR_A_TIME.search(whole):
        return None
    return Deed(
        report=index, span=clause, party=party.number if party else None, doer=entity.id, verb=deed, objects=objects,
        people=people and (not objects or bool(tokens & _ANYBODY)), done=done, how=how,
        standing=how in ("pretend", "never") and _BOUND.search(words) is None,
        voice=voice, sentence=sentence, days=days, said=said,
        later=_LATER.search(whole) is not None,
    )  # fmt: skip


def _is_finite(form: str, before: str) -> bool:
    """Tell whether a verb after its subject tells that it is done; a bare form may be a noun ("a CNN report that")."""
    first = form.split()[0]
    if first.endswith("ing"):
        return False
    return form.casefold() in _verbs() or first.endswith("ed") or _HELPED.search(before) is not None


_HELPED = re.compile(r"\b(?:has|have|had|did|does|do)\b", re.IGNORECASE)


def _verb(rest: str) -> tuple[str, str, bool] | None:
    """Return the verb at the head of some words: its form, its deed, and whether it is done to people."""
    words = _WORD.findall(rest)[:3]
    if not words or not rest.startswith(words[0]):
        return None
    lower = [word.casefold() for word in words]
    for n in (2, 1):
        row = _verbs().get(" ".join(lower[:n]))
        if row is not None:
            return rest[: len(" ".join(words[:n]))], row.deed, row.people
    first = lower[0]
    if first in _NO_DEED or len(first) < _SHORTEST or first != words[0]:
        return None
    stem = claim_words(first, {})
    if len(stem) != 1:
        return None
    return words[0], "~" + next(iter(stem)), False


_SHORTEST = 4


def _is_question(text: str, at: int) -> bool:
    mark = re.compile(r"[.?!]").search(text, at)
    return mark is not None and mark.group() == "?"


def _named_in(view: View, span: Span) -> frozenset[str]:
    """Return the telling words of the places and days in a clause: they do not tell what a deed is done to."""
    found: set[str] = set()
    for place in view.record.places:
        if span.overlaps(place.span):
            found |= claim_words(place.span.cut(view.text), view.spelt)
    for time in view.record.times:
        if span.overlaps(time.span):
            found |= claim_words(time.span.cut(view.text), view.spelt)
    return frozenset(found)


def _days(
    view: View, clause: Span, statement: Statement | None, sentence: Span
) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
    """Return the days of a clause, and those of its sentence outside of what is said."""
    inside: list[tuple[str, str]] = []
    outside: list[tuple[str, str]] = []
    for time in view.record.times:
        if (
            time.type not in _DAYS
            or time.earliest is None
            or time.latest is None
            or not sentence.holds(time.span)
        ):
            continue
        within = (
            clause.holds(time.span)
            or statement is None
            or any(part.holds(time.span) for part in statement.content)
        )
        (inside if within else outside).append((time.earliest, time.latest))
    return _hull(inside), _hull(outside)


def _hull(days: list[tuple[str, str]]) -> tuple[str, str] | None:
    return (min(first for first, _ in days), max(last for _, last in days)) if days else None


def _supporting(
    index: int, view: View, entity: Entity, mention: EntityMention, sentence: Span, parties: Parties
) -> Iterator[Deed]:
    """Yield what a party did by supporting whoever did it: "the army, supported by the air force, freed the town"."""
    text = view.text
    if not _SUPPORTED_BY.search(text[sentence.start : mention.span.start]):
        return
    comma = re.match(r"\s*,", text[mention.span.end : sentence.end])
    if comma is not None:
        shifted = EntityMention(Span(mention.span.start, mention.span.end + comma.end()), mention.kind)
        found = _DOES.match(text[shifted.span.end : sentence.end])
        if found is not None:
            deed = _deed(
                index,
                view,
                entity,
                shifted,
                sentence,
                parties,
                found.end(),
                done=True,
                how="done",
                any_form=True,
            )
            if deed is not None:
                yield deed
