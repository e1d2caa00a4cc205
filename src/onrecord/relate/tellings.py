"""Tellings: the places where a report tells of a happening, as they are compared with those of other reports."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.model import Event, Label, Span
from onrecord.relate.views import Spot, View
from onrecord.relate.words import plain, words_of

_CALLED_OFF = frozenset({"call off", "cancel", "scrap", "abandon", "postpone", "put off"})
"""What is said of a happening that then does not take place."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Telling:
    """One place where one report tells of one happening.

    Attributes:
        report: index of the report among the views.
        event: id of the event of its record, or None for words that were given from outside.
        anchor: where its words stand.
        sentence: the sentence that holds them, or the words alone.
        lemma: what it is called, in dictionary form where known.
        type, mode: PLOVER's, or None.
        actors, recipients: plain words of the names and descriptions of who takes part.
        places: GeoNames ids of where it took place.
        days: first and last ISO day, or None.
        words: plain telling words of the sentence, the anchor's left out.
        names: those that are names.
        numbers: figures in the sentence.
        label: the event's.
        background: whether it is told as history.
        at_dateline: whether its place is that of the dateline, as none is named nearer.
    """

    report: int
    event: str | None
    anchor: Span
    sentence: Span
    lemma: str
    type: str | None
    mode: str | None
    actors: frozenset[str]
    recipients: frozenset[str]
    places: frozenset[int]
    days: tuple[str, str] | None
    words: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    label: Label | None
    background: bool
    at_dateline: bool = False

    @property
    def parties(self) -> frozenset[str]:
        """Plain words of all who take part."""
        return self.actors | self.recipients


def spots_of(tellings: Iterable[Telling], views: Sequence[View] | Mapping[int, View]) -> set[Spot]:
    """Return where the towns lie that tellings give as their places; a dateline only tells where a report was filed."""
    return {
        views[telling.report].towns[place]
        for telling in tellings
        if not telling.at_dateline
        for place in telling.places
        if place in views[telling.report].towns
    }


_LEAST_SCORE = 0.4
"""Score from which an event is held against those of other reports: below it stand words that say little ("took", "left"),
which would tie reports together that have nothing in common."""


def tellings_of(index: int, view: View, *, within: Callable[[Span], bool] | None = None) -> list[Telling]:
    """Return the tellings that the events of a report are, in order.

    Args:
        index: index of the report.
        view: the report.
        within: tells which sentences are looked at; None for all.
    """
    found = []
    for event in view.record.events:
        if event.score < _LEAST_SCORE:
            continue
        anchors = (event.anchor.span, *event.also)
        if within is not None:
            anchors = tuple([at for at in anchors if within(view.sentence_at(at.start) or at)])
        found += [_telling(index, view, event, anchor) for anchor in anchors]
    return sorted(found, key=lambda telling: (telling.anchor.start, telling.anchor.end))


def telling_at(index: int, view: View, span: Span) -> Telling:
    """Return the telling that some words of a report are: that of an event they overlap, or of the words alone."""
    for event in view.record.events:
        if event.score < _LEAST_SCORE:
            continue
        if any(anchor.overlaps(span) for anchor in (event.anchor.span, *event.also)):
            return _telling(index, view, event, span)
    words = [plain(word) for word, _ in words_of(span.cut(view.text))]
    lemma = words[-1] if words else span.cut(view.text).casefold()
    return _bare(index, view, span, lemma)


def _bare(index: int, view: View, span: Span, lemma: str) -> Telling:
    sentence, words, names, numbers = _surroundings(view, span)
    nobody: frozenset[str] = frozenset()
    return Telling(
        index, None, span, sentence, lemma, None, None, nobody, nobody, frozenset(), None, words, names, numbers,
        None, False,
    )  # fmt: skip


def _telling(index: int, view: View, event: Event, anchor: Span) -> Telling:
    sentence, words, names, numbers = _surroundings(view, anchor)
    places = view.record.places
    return Telling(
        report=index,
        event=event.id,
        anchor=anchor,
        sentence=sentence,
        lemma=event.anchor.lemma.casefold(),
        type=event.type,
        mode=event.mode,
        actors=_party_words(view, ((p.span, p.entity) for p in event.actors)),
        recipients=_party_words(view, ((p.span, p.entity) for p in event.recipients)),
        places=frozenset(
            geonames
            for place in event.places
            if place.index < len(places) and (geonames := places[place.index].geonames) is not None
        ),
        days=days_of_event(view, event),
        words=words,
        names=names,
        numbers=numbers,
        label="denied"
        if event.anchor.lemma in _CALLED_OFF and event.label in ("asserted", "alleged", "reported")
        else event.label,
        background=event.background,
        at_dateline=any("dateline" in place.because for place in event.places),
    )


def days_of_event(view: View, event: Event) -> tuple[str, str] | None:
    """Return the first and last ISO day that an event's time allows, or None where it is unknown or open to one side."""
    if event.time is None or event.time.index is None or event.time.index >= len(view.record.times):
        return None
    timex = view.record.times[event.time.index]
    if timex.earliest is None or timex.latest is None:
        return None
    return timex.earliest[:10], timex.latest[:10]


def _party_words(view: View, parties: Iterable[tuple[Span, str | None]]) -> frozenset[str]:
    found: set[str] = set()
    for span, entity_id in parties:
        entity = view.entities.get(entity_id) if entity_id else None
        text = entity.name if entity is not None else span.cut(view.text)
        found.update(view.spelt.get(word, word) for word, _ in words_of(text))
    return frozenset(found)


def _surroundings(view: View, anchor: Span) -> tuple[Span, frozenset[str], frozenset[str], frozenset[str]]:
    """Return the sentence of some words, its telling words without them, which of these are names, and its figures."""
    sentence = view.sentence_at(anchor.start) or anchor
    text = sentence.cut(view.text)
    own = {word for word, _ in words_of(anchor.cut(view.text))}
    counted = Counter(view.spelt.get(word, word) for word, _ in words_of(text))
    words = frozenset(counted) - own
    return sentence, words, words & view.names, frozenset(_NUMBER.findall(text))


def is_lead(view: View, sentence: Span) -> bool:
    """Tell whether a sentence is what a report begins with: its headline, or the first of its running text."""
    headline = view.record.report.parts.headline
    first = view.sentences[0] if view.sentences else None
    return sentence == first or (headline is not None and headline.overlaps(sentence))
