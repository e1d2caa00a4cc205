"""Coded events: who did what to whom, when and where, and on whose word."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import replace
from typing import cast

from onrecord.cameo import best_code
from onrecord.model import (
    Anchor,
    Attribution,
    Entity,
    Event,
    EventType,
    Factuality,
    Label,
    Participant,
    Place,
    Polarity,
    Reading,
    Statement,
    Timex,
)
from onrecord.record.answers import Answer, answered
from onrecord.record.arguments import ArgumentFinder
from onrecord.record.chains import UNNAMED, ChainFinder, CueWords
from onrecord.record.charges import ACCUSED
from onrecord.record.contexts import ContextFinder
from onrecord.record.countries_of import CountryNames
from onrecord.record.event_drafts import EventDraft
from onrecord.record.event_settings import SettingFinder
from onrecord.record.happenings import Happening, HappeningFinder
from onrecord.record.one_event import joined
from onrecord.record.outlook import Outlook
from onrecord.record.outlook_finder import OutlookFinder
from onrecord.record.parse import Parse
from onrecord.record.parties import PartyFinder
from onrecord.record.quantities import QuantityFinder
from onrecord.record.verdicts import Verdict, verdict_on
from onrecord.record.word_classes import WordClasses

_OPPOSITE: dict[Polarity, Polarity] = {"positive": "negative", "negative": "positive"}

_VERBAL = frozenset(
    {"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONSULT", "SANCTION", "CONCEDE"}
)
"""Types of verbal acts: a cue of one of these is an event of its speaker besides reporting a statement."""


_DEEPEST = 8
"""Steps up the tree from a happening to another that it hangs on."""

_PASSED_ON = frozenset(
    [ACCUSED, *(f"'{word}'" for word in ("alleged", "purported", "rumored", "rumoured", "claimed"))]
)
"""Reasons of an outlook by which the outlet only passes on what nobody is named for: "an alleged murder"."""


def find_events(
    reading: Reading,
    *,
    entities: tuple[Entity, ...],
    places: tuple[Place, ...],
    times: tuple[Timex, ...],
    statements: tuple[Statement, ...],
    gazetteer: CountryNames,
) -> tuple[Event, ...]:
    """Return the events of a report, in order of first offset.

    Args:
        reading: the linguistic analysis of the report.
        entities: its entities, for actors and recipients.
        places: its places.
        times: its time expressions.
        statements: its statements, for the chains of attribution.
        gazetteer: countries and demonyms.

    Returns:
        Events "V1", "V2" ...; one for each happening and voice, at its first mention.
    """
    finder = _EventFinder(reading, entities, places, times, statements, gazetteer)
    drafts = joined(finder.drafts(), reading, places, _told)
    return tuple(finder.event(number, draft) for number, draft in enumerate(drafts, 1))


class _EventFinder:
    """Finds the events of one report.

    Its parts do not point back to it, so that all of them go with the report and leave nothing to search for.
    """

    def __init__(
        self,
        reading: Reading,
        entities: tuple[Entity, ...],
        places: tuple[Place, ...],
        times: tuple[Timex, ...],
        statements: tuple[Statement, ...],
        gazetteer: CountryNames,
    ) -> None:
        self.reading, self.entities, self.places = reading, entities, places
        self.parse = parse = Parse.of(reading)
        self.arguments = ArgumentFinder(parse)
        self.classes = WordClasses(parse, entities, places)
        self.chains = chains = ChainFinder(statements, parse)
        self.parties = PartyFinder(
            parse,
            self.arguments,
            entities,
            places,
            gazetteer,
            lambda word: chains.speaker_of(parse.words[word].span),
            lambda word: bool(chains.statements(parse.words[word].span)),
            self.classes.side,
        )
        self._statements = statements
        self._cues = CueWords(parse, statements)
        self.settings = SettingFinder(parse, places, times, self._cues.is_active)
        self.outlooks = OutlookFinder(parse, self._cues.ends)
        self.contexts = ContextFinder(parse)
        self.happenings = list(HappeningFinder(parse, self.arguments, self.classes).find())
        carried = {h.light[0]: h.head for h in self.happenings if h.light is not None}
        heads = carried | {h.head: h.head for h in self.happenings}
        self.quantities = QuantityFinder(parse, times, heads, self.classes.person)

    def drafts(self) -> list[EventDraft]:
        """Return a draft for every happening of the report."""
        told = [draft for happening in self.happenings if (draft := self._draft(happening)) is not None]
        answers = list(self._answered(told))
        return [one for draft in told for one in (draft, *(d for d, of in answers if of is draft))]

    def _answered(self, drafts: list[EventDraft]) -> Iterator[tuple[EventDraft, EventDraft]]:
        """Yield what somebody denies or confirms of what has just been said, with the draft of what was said."""
        for answer in answered(self._statements, self.parse):
            own = [d for d in drafts if self._is_answered(d, answer)]
            for draft in own:
                sure = draft.outlook.condition is None and draft.outlook.certainty == "certain"
                if not sure or any(self._stands_under(draft, other) for other in own if other is not draft):
                    continue
                said, polarity = answer.statement, draft.outlook.polarity
                outlook = Outlook(
                    polarity=polarity if answer.agrees else _OPPOSITE[polarity],
                    time=draft.outlook.time,
                    because=(f"'{said.cue.lemma if said.cue else 'answer'}' of what was said before",),
                )
                statements = self.chains.statements(said.content[0])
                yield (
                    replace(
                        draft,
                        statements=statements,
                        chain=self.chains.of(said.content[0]),
                        verdicts=(None,) * len(statements),
                        outlook=outlook,
                        also=[],
                        reasons=[],
                    ),
                    draft,
                )

    def _is_answered(self, draft: EventDraft, answer: Answer) -> bool:
        if answer.said is not None:
            return bool(draft.statements) and draft.statements[-1].id == answer.said.id
        if answer.of_charge and _PASSED_ON.isdisjoint(draft.outlook.because):
            return False  # "was charged with murder. He denies the charge": the murder, and that alone
        return not draft.statements and self.parse.words[draft.happening.head].sentence == answer.sentence

    def _stands_under(self, draft: EventDraft, other: EventDraft) -> bool:
        """Tell whether the word of one happening hangs on that of another."""
        head: int | None = draft.happening.head
        for _ in range(_DEEPEST):
            head = self.parse.words[head].head if head is not None else None
            if head == other.happening.head:
                return True
        return False

    def _draft(self, happening: Happening) -> EventDraft | None:
        if self._only_reports(happening):
            return None
        ended_by = happening.light[0] if happening.light is not None and happening.is_ended else None
        if happening.went_on:
            outlook = Outlook(time="past", because=("it is told to end",))
        else:
            outlook = self.outlooks.of(happening.head, ended_by=ended_by)
        if happening.type is None and "a question" in outlook.because:  # nobody tells it
            return None
        actors, recipients = self.parties.of(happening.head, happening.row, light=happening.light)
        statements, chain = self.chains.statements(happening.anchor), self.chains.of(happening.anchor)
        if statements and self._is_performed(happening, statements[-1]):
            statements, chain = statements[:-1], chain[:-1]
        if statements:
            actors, recipients = (_within(statements[-1], parties) for parties in (actors, recipients))
        return EventDraft(
            happening,
            actors,
            recipients,
            chain,
            statements,
            tuple(self._verdict(statement) for statement in statements),
            outlook,
            self.settings.places_of(happening.head),
            self.settings.time_of(happening.head),
            self.quantities.of(happening.head),
            reports=told.id if (told := self._cues.statement(happening.head)) is not None else None,
        )

    def _is_performed(self, happening: Happening, statement: Statement) -> bool:
        """Tell whether saying it does it: "I blame the mayor" is the blaming, and no report of one (Austin 1962)."""
        word = self.parse.words[happening.head]
        if happening.type not in _VERBAL or word.xpos != "VBP" or statement.kind == "indirect":
            return False
        subject = self.parse.child(happening.head, "nsubj")
        helped = self.parse.child(happening.head, "aux", "aux:pass") is not None
        return subject is not None and not helped and self.parse.form(subject).lower() in ("i", "we")

    def _only_reports(self, happening: Happening) -> bool:
        """Tell whether a happening is a cue and no act besides: "said", "announced"; to "deny visas" is one."""
        statement = self._cues.statement(happening.head)
        if statement is None:
            return False
        row = happening.row
        # "declared the vote void" makes it so
        acts = row is not None and (
            (row.needs and happening.type is not None) or row.needs.startswith("xcomp")
        )
        return happening.type not in _VERBAL and happening.lemma != "warn" and not acts

    # From a draft to an event

    def event(self, number: int, draft: EventDraft) -> Event:
        """Return the event of a draft."""
        happening, row = draft.happening, draft.happening.row
        kind = cast("EventType | None", happening.type)
        contexts = self.contexts.of(happening.head, row.contexts if row else ()) if kind else ()
        label = label_of(draft.outlook, draft.statements, draft.verdicts)
        background = self.settings.is_history(draft.time, self.reading.document.published)
        reasons = [
            f"'{happening.lemma}'"
            + (f" with {row.needs}" if row and row.needs else "")
            + ("" if row else ", not in the table"),
            *draft.reasons,
            *draft.outlook.because,
        ]
        return Event(
            id=f"V{number}",
            anchor=Anchor(happening.anchor, happening.lemma),
            also=tuple(sorted(draft.also)),
            type=kind,
            mode=row.mode if row else None,
            contexts=contexts,
            cameo=best_code(kind, row.mode if row else None, contexts) if kind else None,
            actors=draft.actors,
            recipients=draft.recipients,
            reciprocal=bool(row and row.reciprocal and len(draft.actors) > 1),
            places=draft.places,
            time=draft.time,
            factuality=factuality_of(draft.outlook, draft.statements, draft.chain, draft.verdicts),
            on_word_of=draft.chain,
            label=label,
            quantities=draft.quantities,
            background=background,
            score=happening.score,
            because="; ".join(reasons),
        )

    def _verdict(self, statement: Statement) -> Verdict | None:
        """Return what whoever passes on a statement says of its truth."""
        words = self.parse.inside(statement.cue.span) if statement.cue is not None else ()
        found = (
            verdict_on(self.parse, word) for word in words if self.parse.words[word].upos in ("VERB", "NOUN")
        )
        return next((verdict for verdict in found if verdict is not None), None)


def _within(statement: Statement, parties: tuple[Participant, ...]) -> tuple[Participant, ...]:
    """Return the parties that the statement itself names, if it names any: its source is no party by standing before it."""
    inside = tuple(p for p in parties if any(part.holds(p.span) for part in statement.content))
    return inside or parties


def label_of(
    outlook: Outlook, statements: tuple[Statement, ...], verdicts: tuple[Verdict | None, ...] = ()
) -> Label:
    """Return the one word for a reader.

    Args:
        outlook: how the innermost voice stands to the event.
        statements: those that the event stands in, outermost first; empty where the outlet tells it itself.
        verdicts: for each of them what whoever passes it on says of its truth, or nothing where nobody says anything.
    """
    inner = statements[-1] if statements else None
    if outlook.polarity == "negative" and outlook.condition in ("attempted", "intended"):
        return "denied"  # not tried, or decided against
    if outlook.condition in ("attempted", "intended", "hypothetical"):
        return cast("Label", outlook.condition)
    if outlook.polarity == "negative" or verdicts == ("false",):
        return "denied"
    accused = not _PASSED_ON.isdisjoint(outlook.because)
    unsaid = outlook.certainty == "underspecified" and any(r.startswith("'not ") for r in outlook.because)
    if outlook.condition == "question" or outlook.certainty == "possible" or (unsaid and not accused):
        return "possible"
    if outlook.time == "future":
        return "future"
    if inner is None:
        return "reported" if accused else "asserted"
    return "reported" if inner.source is None or inner.source_type == "unnamed" else "alleged"


def factuality_of(
    outlook: Outlook,
    statements: tuple[Statement, ...],
    chain: tuple[Attribution, ...],
    verdicts: tuple[Verdict | None, ...] = (),
) -> tuple[Factuality, ...]:
    """Return how each voice stands to an event, the outlet first; all but the innermost only pass it on.

    A voice that vouches for what it passes on ("admitted", "revealed that", "rightly said") takes over the inner view;
    one that calls it false ("falsely claimed") takes the opposite.
    """
    own = Factuality("outlet", outlook.certainty, outlook.polarity, outlook.time, outlook.condition)
    if not chain:
        return (own,)
    found = [replace(own, voice=chain[-1].entity or UNNAMED)]
    for k in range(len(chain) - 1, -1, -1):
        voice, inner = chain[k - 1].entity or UNNAMED if k else "outlet", found[0]
        number = next((n for n, one in enumerate(statements) if one.id == chain[k].statement), None)
        verdict = verdicts[number] if number is not None and verdicts else None
        knows = number is not None and statements[number].force == "knows"
        if verdict == "false" and inner.certainty != "underspecified":
            found.insert(
                0, replace(inner, voice=voice, certainty="certain", polarity=_OPPOSITE[inner.polarity])
            )
        elif knows or verdict == "true":
            found.insert(0, replace(inner, voice=voice))
        else:
            found.insert(0, Factuality(voice, "underspecified", "positive", outlook.time, None))
    return tuple(found)


def _told(draft: EventDraft) -> Hashable:
    """Return what tells apart who tells a happening, and how."""
    label = label_of(draft.outlook, draft.statements, draft.verdicts)
    return (label, *(link.entity for link in draft.chain))
