"""Accounts: what one sentence of one report says of a happening, on whose word, with which figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from onrecord.model import Account, Event, Figure, Label, Span, Statement
from onrecord.relate.figures import CountedFigure, figures_in
from onrecord.relate.groups import Group
from onrecord.relate.parties import Parties
from onrecord.relate.tellings import Telling, days_of_event
from onrecord.relate.views import View

UNNAMED = "unnamed"
"""Name of a voice that a report neither names nor describes."""

_NOMINAL = re.compile(
    r"(?:\b(?:the|this|that|these|those|its|his|her|their|of|in|over|from|after|before|during|since|to|with|by|for|about)|"
    r"['’]s?|[-–])\s*(?:(?!(?:it|they|he|she|we|who|which|that|you|i|"
    r"am|are|be|been|did|do|does|had|has|have|is|was|were|will|would|can|could|may|might|must|shall|should|to)\b)"
    r"[\w'’-]+\s+){0,2}$",
    re.IGNORECASE,
)
_PART_OF = re.compile(r"\s*of (?:the|them|its)\b", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:not|never|no longer)\b|n['’]t\b", re.IGNORECASE)
"""Before a happening that is only named: "did not come to the meeting"."""

_LEADING = 24
"""Characters before a word in which it is looked for whether it stands as a noun."""

_AS_ACCOUNT: frozenset[Label] = frozenset({"asserted", "alleged", "reported"})


Copied = tuple[int, frozenset[Span]]
"""The origin of a reprint, as its index, and the sentences of the reprint that stand there too."""


def accounts_of(
    group: Group, views: Sequence[View], parties: Parties, copied: Callable[[int], Copied | None]
) -> list[Account]:
    """Return the accounts of a happening, by report and offset.

    A headline is no account where the running text has one, nor is a sentence that only names the happening on its way
    to something else, where the same report tells it elsewhere; a headline that only names it is none at all.

    Args:
        group: its tellings.
        views: all reports.
        parties: who speaks in the reports of the story.
        copied: gives for the index of a reprint what came with it, and None for any other report.
    """
    by_report: dict[int, list[tuple[Span, list[Telling]]]] = {}
    for (report, sentence), tellings in group.by_sentence().items():
        by_report.setdefault(report, []).append((sentence, tellings))
    found = []
    for report, places in sorted(by_report.items()):
        view = views[report]
        running = [place for place in places if place[0].overlaps(view.running)] or places
        telling = [place for place in running if not _only_names(place, view)]
        if not telling and running is not places:
            telling = [place for place in running if not _is_denied(place)][:1]
        if _CORRECTS.search(view.headline):
            telling = [place for place in telling if not _INSTRUCTS.search(place[0].cut(view.text))]
        if any(_is_sure(place) for place in telling):
            telling = [place for place in telling if _is_sure(place)]
        origin = copied(report)
        for sentence, tellings in telling:
            came_along = origin is not None and sentence in origin[1]
            found.append(
                _account(
                    view,
                    report,
                    sentence,
                    tellings,
                    parties,
                    views[origin[0]].key if origin and came_along else None,
                )
            )
    return found


def _only_names(place: tuple[Span, list[Telling]], view: View) -> bool:
    """Tell whether a sentence only names a happening: nouns with a word before them that needs one, and no figures."""
    sentence, tellings = place
    if any(figure.figure.what for figure in figures_in(sentence.cut(view.text))):
        return False
    return all(_is_noun(telling.anchor.start, sentence.start, view) for telling in tellings)


_CORRECTS = re.compile(r"\bcorrect(?:ion|ed|s)\b", re.IGNORECASE)
_INSTRUCTS = re.compile(r"\bplease read\b|^\W*In the report\b|\bsubscribers\b", re.IGNORECASE)
"""What a notice of correction says to editors: it quotes what was wrong, and tells of nothing anew."""


def _is_sure(place: tuple[Span, list[Telling]]) -> bool:
    """Tell whether a sentence tells of more than that something might happen."""
    return any(telling.label not in ("possible", "hypothetical") for telling in place[1])


def only_names_it(account: Account, view: View) -> bool:
    """Tell whether an account only names its happening on its way to something else: nouns with a word before them."""
    anchors = [event.anchor.span for event in view.record.events if event.id in account.events]
    return all(_is_noun(anchor.start, account.sentence.start, view) for anchor in anchors)


def _is_noun(start: int, sentence: int, view: View) -> bool:
    return _NOMINAL.search(view.text[max(sentence, start - _LEADING) : start]) is not None


def _is_denied(place: tuple[Span, list[Telling]]) -> bool:
    return any(telling.label == "denied" for telling in place[1])


def _account(
    view: View,
    index: int,
    sentence: Span,
    tellings: Sequence[Telling],
    parties: Parties,
    copied_from: str | None,
) -> Account:
    wanted = [telling.event for telling in tellings if telling.event is not None]
    events = [event for event in view.record.events if event.id in wanted]
    figures = tuple(_figures(view, sentence, events))
    if events:
        event = max(events, key=lambda e: (len(e.on_word_of), e.score))
        voices, label = voices_of(view, index, event, parties), _label(event, tellings)
        if (
            is_told(label)
            and _NEGATED.search(view.text[sentence.start : event.anchor.span.start])
            and _only_names((sentence, list(tellings)), view)
        ):
            label = "denied"
        day = next((days for e in events if (days := days_of_event(view, e))), None)
    else:
        voices, label = _voices_around(view, index, tellings[0].anchor, parties)
        day = None
    return Account(
        report=view.key, events=tuple(dict.fromkeys(event.id for event in events)), sentence=sentence, on_word_of=voices,
        label=label, figures=figures, day=day, copied_from=copied_from,
    )  # fmt: skip


def _label(event: Event, tellings: Sequence[Telling]) -> Label:
    """Return the label of an event as its telling has it: what is called off does not take place."""
    return next((t.label for t in tellings if t.event == event.id and t.label is not None), event.label)


def _figures(view: View, sentence: Span, events: Sequence[Event]) -> list[Figure]:
    counted = [one for one in figures_in(sentence.cut(view.text)) if one.figure.what]
    found = [_as_recorded(one.figure, one.span.start + sentence.start, view) for one in counted]
    known = {(figure.what, figure.low, figure.high) for figure in found}
    for event in events:
        for quantity in event.quantities:
            known_kind = any(quantity.what == what for what, _, _ in known)
            part = _PART_OF.match(view.text[quantity.span.end : quantity.span.end + 8]) is not None
            if not known_kind and not part and sentence.holds(quantity.span):
                shown = quantity.span.cut(view.text)
                if not any(figure.text in shown or shown in figure.text for figure in found):
                    found.append(Figure(quantity.what, quantity.low, quantity.high, shown))
    return found


def _as_recorded(figure: Figure, start: int, view: View) -> Figure:
    """Return a figure of people as what the record has it count: the seven men of "killed seven men" are dead."""
    if figure.what != "people":
        return figure
    span = Span(start, start + max(1, len(figure.text)))
    kinds = (q.what for event in view.record.events for q in event.quantities if q.span.overlaps(span))
    return replace(figure, what=next(kinds, figure.what))


def voices_of(view: View, index: int, event: Event, parties: Parties) -> tuple[str, ...]:
    """Return the names of the voices of an event beyond the outlet, outermost first."""
    statements = {statement.id: statement for statement in view.record.statements}
    return tuple(
        voice_name(view, index, statements.get(link.statement), link.entity, parties)
        for link in event.on_word_of
    )


def voice_name(
    view: View, index: int, statement: Statement | None, entity: str | None, parties: Parties
) -> str:
    """Return the name of a voice: the party's, else its words in the report, else "unnamed"."""
    party = parties.party(index, entity)
    if party is not None:
        return party.name
    if statement is not None and statement.source is not None:
        return statement.source.span.cut(view.text)
    return UNNAMED


def _voices_around(view: View, index: int, anchor: Span, parties: Parties) -> tuple[tuple[str, ...], Label]:
    """Return the voices of a sentence without an event: those of the statements whose content holds its words."""
    holding = [s for s in view.record.statements if any(part.holds(anchor) for part in s.content)]
    holding.sort(key=lambda s: -sum(len(part) for part in s.content))
    names = tuple(voice_name(view, index, s, s.source.entity if s.source else None, parties) for s in holding)
    if not holding:
        counting = _who_counts(view, index, anchor, parties)
        return ((counting,), "alleged") if counting is not None else ((), "asserted")
    denied = holding[-1].force == "denies"
    return names, "denied" if denied else "reported" if holding[-1].source_type == "unnamed" else "alleged"


_COUNTS = re.compile(r"\b(?:count(?:ed|s)?|estimat(?:ed?|es)|puts?|gave|gives)\b", re.IGNORECASE)


def _who_counts(view: View, index: int, anchor: Span, parties: Parties) -> str | None:
    """Return who a sentence says counted: the subject of its verb of counting ("the police put the crowd at 600")."""
    sentence = view.sentence_at(anchor.start)
    if sentence is None:
        return None
    before = view.text[sentence.start : anchor.start]
    verb = _COUNTS.search(before)
    if verb is None:
        return None
    subject = Span(sentence.start, sentence.start + verb.start())
    named = [
        (m.span.start, e)
        for e in view.record.entities
        for m in e.mentions
        if subject.holds(m.span) and e.type in ("ORG", "PERSON", "GPE")
    ]
    if not named:
        return None
    entity = min(named, key=lambda pair: pair[0])[1]
    party = parties.party(index, entity.id)
    return party.name if party is not None else entity.name


def is_told(label: Label) -> bool:
    """Tell whether a label says that it happened."""
    return label in _AS_ACCOUNT


def accounts_aboard(cluster: Sequence[int], views: Sequence[View], parties: Parties) -> list[Account]:
    """Return the sentences of a story that say how many people were on board, with who says so.

    A bare number ("the company insists on 212") is one of these where another sentence of the story says what it counts.

    Args:
        cluster: indices of the reports.
        views: all reports.
        parties: who speaks in them.
    """
    told = [
        (index, sentence, counted)
        for index in cluster
        for sentence in views[index].sentences
        for counted in figures_in(sentence.cut(views[index].text))
    ]
    known = {counted.figure.low for _, _, counted in told if counted.figure.what == ABOARD} - {None}
    found: dict[tuple[int, Span], list[CountedFigure]] = {}
    for index, sentence, counted in told:
        if counted.figure.what == ABOARD or (
            counted.figure.low in known and counted.figure.what in ("", "people")
        ):
            found.setdefault((index, sentence), []).append(counted)
    # A number that only stands beside a known one ("at least 260", where 212 is in the sentence before) counts as well.
    for index, sentence, counted in told:
        near = any(i == index and 0 < sentence.start - s.start < _NEAR for i, s in found)
        if (
            counted.figure.what == ""
            and near
            and (index, sentence) not in found
            and _is_bare(sentence, counted.span, views[index])
        ):
            found[index, sentence] = [counted]
    accounts = []
    for (index, sentence), figures in sorted(found.items()):
        for counted in figures:
            figure = Figure(ABOARD, counted.figure.low, counted.figure.high, counted.figure.text)
            at = Span(sentence.start + counted.span.start, sentence.start + counted.span.end)
            voices, label = _voices_around(views[index], index, at, parties)
            accounts.append(Account(views[index].key, (), sentence, voices, label, (figure,), None, None))
    return accounts


ABOARD = "aboard"
_NEAR = 300
"""Characters after a count of people on board in which a bare number is another one."""


def _is_bare(sentence: Span, number: Span, view: View) -> bool:
    """Tell whether a number counts nothing that its sentence names: it ends a clause ("there were at least 260")."""
    after = view.text[sentence.start + number.end : sentence.end]
    return re.match(r"\W*(?:$|[,.;]|[\"”’])", after) is not None
