"""What a reader wants to know of an event, in words: who did what to whom, when, where, and on whose word.

The terminal view and the page both draw from here, so that they say the same.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass

from onrecord.export.calendar_words import time_in_words, with_days_in_words
from onrecord.export.chains import ChainLink, outlet_in_words, told_chain
from onrecord.export.excerpts import Excerpt, words_around
from onrecord.export.outline import entities_by_id, one_line
from onrecord.export.selection import UNCODED, EventFilter, Voice, chosen_events, voices_of
from onrecord.model import (
    Event,
    Label,
    Participant,
    Quantity,
    Record,
    Span,
    Timex,
    cover,
)

SECTION = "What happened, and on whose word"
UNKNOWN = "unknown"
"""What stands for an actor or recipient that the report does not give."""


@dataclass(frozen=True, slots=True)
class LabelSign:
    """How a label is made to stand out without colour, and what it means.

    Attributes:
        sign: one character of its own.
        ascii: the same for terminals that show nothing but ASCII.
        meaning: the label in a reader's words.
    """

    sign: str
    ascii: str
    meaning: str


# The fuller the circle, the better it is known who vouches; the other signs say that nobody tells of a plain fact.
LABELS: dict[Label, LabelSign] = {
    "asserted": LabelSign("●", "*", "the outlet tells it in its own voice"),
    "alleged": LabelSign("◐", "~", "a named or described voice says so"),
    "reported": LabelSign("○", "o", "an unnamed voice says so"),
    "denied": LabelSign("✕", "x", "the innermost voice says that it did not or will not happen"),
    "possible": LabelSign("?", "?", "the innermost voice is not sure of it"),
    "hypothetical": LabelSign("◇", "^", "it hangs on a condition, or is asked or called for"),
    "attempted": LabelSign("△", "%", "it was tried; whether it came about is not said"),
    "intended": LabelSign("→", "!", "somebody means to do it"),
    "future": LabelSign("»", "+", "it is yet to come"),
}
"""Sign and meaning of every label."""


@dataclass(frozen=True, slots=True)
class Day:
    """When an event took place, for a reader.

    Attributes:
        words: the day, week or month ("Friday 9 December 2016"), or "time not given".
        short: the same with weekday and month cut to three letters.
        because: the rule that gave it, or None.
        known: whether a time is given.
    """

    words: str
    short: str
    because: str | None
    known: bool


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """One event, for a reader.

    Attributes:
        event: the event.
        day: when.
        actors: their names, each once; empty where the report gives none.
        recipients: likewise.
        excerpt: the words of the report around the anchor.
        kind: type and mode ("ASSAULT, aerial"), or "uncoded".
        places: where, by name.
        places_because: the rules that chose the places.
        figures: the figures ("dead: at least 40").
        chain: the voices, innermost first; empty where the outlet tells it in its own voice.
        outlet: what the outlet does with it ("TASS itself", "TASS passes it on").
        voices: the voices it can be found by, each once.
        where: where in the report the anchor stands ("headline", "sentence 3"), or None.
        again: where else the same voice tells of it ("also told in sentences 9 and 12"), or None.
    """

    event: Event
    day: Day
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    excerpt: Excerpt
    kind: str
    places: tuple[str, ...]
    places_because: str
    figures: tuple[str, ...]
    chain: tuple[ChainLink, ...]
    outlet: str
    voices: tuple[Voice, ...]
    where: str | None
    again: str | None

    @property
    def parties(self) -> str:
        """Actors and recipients in one line: `>` for to whom, `<>` for one another."""
        return f"{self.who} {self.towards} {self.whom}"

    @property
    def who(self) -> str:
        """The actors; of a reciprocal event the first party."""
        actors = self.actors[:1] if self.event.reciprocal else self.actors
        return ", ".join(actors) or UNKNOWN

    @property
    def towards(self) -> str:
        """The sign between actors and recipients."""
        return "<>" if self.event.reciprocal else ">"

    @property
    def whom(self) -> str:
        """The recipients; of a reciprocal event the other parties."""
        if not self.event.reciprocal:
            return ", ".join(self.recipients) or UNKNOWN
        others = [name for name in (*self.actors[1:], *self.recipients) if name != self.who]
        return " <> ".join(dict.fromkeys(others)) or UNKNOWN

    @property
    def on_word_of(self) -> str:
        """The chain in words, innermost voice first, the outlet last."""
        return "; ".join([*(link.told for link in self.chain), self.outlet])


def told_events(
    record: Record, *, chosen: EventFilter | None = None, room: int = 120
) -> tuple[ToldEvent, ...]:
    """Return the events in reading order, those told as background after the others.

    Args:
        record: the record.
        chosen: which events are wanted; None for all.
        room: characters of the report to show around an anchor, at most.
    """
    teller = _Teller(record, room)
    told = [teller.told(event) for event in chosen_events(record, chosen or EventFilter())]
    return tuple(sorted(told, key=lambda one: one.event.background))


class _Teller:
    """What has to be looked up again and again while the events of a record are told."""

    def __init__(self, record: Record, room: int) -> None:
        self.record, self.text, self.room = record, record.report.text, room
        self.entities = entities_by_id(record)
        self.statements = {statement.id: statement for statement in record.statements}
        self.starts = [sentence.start for sentence in record.sentences]

    def told(self, event: Event) -> ToldEvent:
        places = [
            self.record.places[one.index] for one in event.places if one.index < len(self.record.places)
        ]
        voices = voices_of(event, self.record, statements=self.statements, entities=self.entities)
        return ToldEvent(
            event=event,
            day=self.day(event),
            actors=self.names(event.actors),
            recipients=self.names(event.recipients),
            excerpt=self.excerpt(event),
            kind=", ".join(filter(None, (event.type or UNCODED, event.mode))),
            places=tuple(dict.fromkeys(self.place_words(place.span, place.geonames) for place in places)),
            places_because="; ".join(dict.fromkeys(one.because for one in event.places if one.because)),
            figures=tuple(figure_in_words(one, self.text) for one in event.quantities),
            chain=told_chain(event, self.record, statements=self.statements, entities=self.entities),
            outlet=outlet_in_words(event, self.record),
            voices=tuple({voice.key: voice for voice in reversed(voices)}.values())[::-1],
            where=self.where(event.anchor.span),
            again=self.again(event),
        )

    def names(self, parties: tuple[Participant, ...]) -> tuple[str, ...]:
        named = []
        for party in parties:
            entity = self.entities.get(party.entity or "")
            named.append(one_line(entity.name if entity else party.span.cut(self.text)))
        return tuple(dict.fromkeys(filter(None, named)))

    def day(self, event: Event) -> Day:
        time = event.time
        if time is None:
            return Day("time not given", "time not given", None, False)
        timex = self.timex(time.index)
        if timex is not None:
            as_said = f"“{one_line(timex.span.cut(self.text))}”"
            full, short = (
                time_in_words(timex.value, earliest=timex.earliest, latest=timex.latest, short=short)
                or as_said
                for short in (False, True)
            )
            return Day(full, short, time.because or None, True)
        known = time.value is not None
        full, short = (
            (time_in_words(time.value, short=short) or time.value or "time not given")
            + (f" ({with_days_in_words(time.because, short=short)})" if time.because else "")
            for short in (False, True)
        )
        # Without a value the rule is all that is known: "after 2016-03-27".
        return Day(full, short, time.because or None, known)

    def timex(self, index: int | None) -> Timex | None:
        times = self.record.times
        return times[index] if index is not None and index < len(times) else None

    def excerpt(self, event: Event) -> Excerpt:
        anchor = event.anchor.span
        holding = [sentence for sentence in self.record.sentences if sentence.holds(anchor)]

        def near(piece: Span) -> bool:
            return any(sentence.overlaps(piece) for sentence in holding[:1])

        for link in event.on_word_of:
            statement = self.statements.get(link.statement)
            # "Two cranes were reported to have been set on fire": the clause goes on across the cue.
            pieces = [piece for piece in (statement.content if statement else ()) if near(piece)]
            holding += [cover(pieces)] if pieces else []
        parties = [party.span for party in (*event.actors, *event.recipients)]
        places = self.record.places
        parties += [places[one.index].span for one in event.places if one.index < len(places)]
        timex = self.timex(event.time.index) if event.time else None
        parties += [timex.span] if timex else []
        return words_around(anchor, self.text, within=holding, parties=parties, room=self.room)

    def place_words(self, span: Span, geonames: int | None) -> str:
        """Return the report's own name for a place, also where these words are "the city"."""
        words = one_line(span.cut(self.text))
        named = [
            (one_line(place.span.cut(self.text)), place)
            for place in self.record.places
            if place.span == span or (geonames is not None and place.geonames == geonames)
        ]
        spelled = [name for name, _ in named if name[:1].isupper() and not name.isupper()]
        name = words if words in spelled else next(iter(spelled), words)
        country = next((place.country for _, place in named if place.country), None)
        return f"{name}, {country}" if country else name

    def where(self, span: Span) -> str | None:
        headline = self.record.report.parts.headline
        if headline and headline.holds(span):
            return "headline"
        number = bisect.bisect_right(self.starts, span.start)
        return f"sentence {number}" if number else None

    def again(self, event: Event) -> str | None:
        if not event.also:
            return None
        told = list(dict.fromkeys(filter(None, map(self.where, sorted(event.also)))))
        numbers = [where.removeprefix("sentence ") for where in told if where != "headline"]
        parts = ["the headline"] if "headline" in told else []
        if len(numbers) > 1:
            parts.append(f"sentences {', '.join(numbers[:-1])} and {numbers[-1]}")
        elif numbers:
            parts.append(f"sentence {numbers[0]}")
        elif not parts:
            parts.append("other words")
        return f"also told in {', and in '.join(parts)}"


def figure_in_words(quantity: Quantity, text: str) -> str:
    """Return a figure with what it counts, and its value where the words do not show it.

    >>> figure_in_words(Quantity(Span(0, 6), "dead", 11, 11), "eleven died")
    'dead: eleven (11)'
    """
    words = one_line(quantity.span.cut(text))
    if words[:1].isupper() and words[1:2].islower():
        words = words[0].lower() + words[1:]  # "At least 40" begins a sentence, and no figure is a name
    low, high = quantity.low, quantity.high
    shown = {int(digits.replace(",", "")) for digits in re.findall(r"\d[\d,]*", words)}
    if {low, high} - {None} <= shown:
        return f"{quantity.what}: {words}"
    if low == high:
        value = f"{low:,}"
    elif low is None:
        value = f"at most {high:,}"
    else:
        value = f"at least {low:,}" if high is None else f"{low:,} to {high:,}"
    return f"{quantity.what}: {words} ({value})"
