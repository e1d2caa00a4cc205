"""Events with all that they point to: the parties, the place, the days, the sentence, the voices.

The formats of others ask the same things of an event; they ask them here, so that all answer alike. An index or
id that leads nowhere, as in a record edited by hand, counts as unknown.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from onrecord.cameo import best_code
from onrecord.model import Entity, Event, Participant, Place, Quantity, Record, Span
from onrecord.record.timex_calendar import days_of

_HAPPENED = ("asserted", "alleged", "reported")


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who takes part in an event: the words of the text, and whom they mean."""

    span: Span
    words: str
    entity: Entity | None

    @property
    def name(self) -> str:
        """The fullest name in the report, or the words."""
        return self.entity.name if self.entity else self.words

    @property
    def country(self) -> str | None:
        """ISO 3166 alpha-3 code, or None."""
        return self.entity.country if self.entity else None

    @property
    def sector(self) -> str | None:
        """PLOVER sector, or None."""
        return self.entity.sector if self.entity else None

    @property
    def roles(self) -> tuple[str, ...]:
        """Titles and functions, as written."""
        return self.entity.roles if self.entity else ()


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event and what it points to.

    Attributes:
        record: the record that it stands in.
        event: the event.
        index: its index in `Record.events`.
        actors: who did it.
        recipients: to whom.
        places: where, the rule's first choice first.
        days: first and last day that its time can mean, or None.
        time_words: the words of its time, or None.
        sentence: index of the sentence that holds its first word, or None.
        voices: on whose word, outermost first: names, or words, or "unnamed".
        code: its CAMEO code, its own or that of its type, mode and contexts; None without a type.
    """

    record: Record
    event: Event
    index: int
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    places: tuple[Place, ...]
    days: tuple[date, date] | None
    time_words: str | None
    sentence: int | None
    voices: tuple[str, ...]
    code: str | None

    @property
    def text(self) -> str:
        """The text of the report."""
        return self.record.report.text

    @property
    def anchor(self) -> str:
        """The words that stand for the event."""
        return self.event.anchor.span.cut(self.text)

    @property
    def place(self) -> Place | None:
        """The place, or None."""
        return self.places[0] if self.places else None

    @property
    def day(self) -> date | None:
        """The day, or None where it is unknown or the time is longer than a day."""
        return self.days[0] if self.days and self.days[0] == self.days[1] else None

    @property
    def sentence_text(self) -> str:
        """The sentence that tells of it, "" where unknown."""
        return self.record.sentences[self.sentence].cut(self.text) if self.sentence is not None else ""

    @property
    def key(self) -> str:
        """A name of the event that no other event has: beginning of the report's id, and its own."""
        return f"{self.record.report.id[:16]}-{self.event.id}"

    @property
    def number(self) -> int:
        """A positive 60-bit number of the event, for formats that know events by number."""
        return int(sha256(f"{self.record.report.id}-{self.event.id}".encode()).hexdigest()[:15], 16)

    @property
    def happened(self) -> bool:
        """Whether some voice of the chain says that it happened, or is happening."""
        return self.event.label in _HAPPENED or any(
            one.polarity == "positive"
            and one.time != "future"
            and one.condition is None
            and one.certainty in ("certain", "probable")
            for one in self.event.factuality
        )

    def figures(self, what: str) -> tuple[Quantity, ...]:
        """Return the event's figures of one kind ("dead")."""
        return tuple(one for one in self.event.quantities if one.what == what)


def told_events(record: Record) -> Iterator[ToldEvent]:
    """Yield the events of a record, in order, with what they point to."""
    entities = {entity.id: entity for entity in record.entities}
    starts = [sentence.start for sentence in record.sentences]
    for index, event in enumerate(record.events):
        time = event.time
        timex = None
        if time and time.index is not None and 0 <= time.index < len(record.times):
            timex = record.times[time.index]
        days = days_of(time.value) if time else None
        earliest, latest = (days_of(timex.earliest), days_of(timex.latest)) if timex else (None, None)
        if earliest and latest:
            days = (earliest[0], latest[1])
        yield ToldEvent(
            record=record,
            event=event,
            index=index,
            actors=_parties(event.actors, record, entities),
            recipients=_parties(event.recipients, record, entities),
            places=tuple(
                record.places[place.index] for place in event.places if 0 <= place.index < len(record.places)
            ),
            days=days,
            time_words=timex.span.cut(record.report.text) if timex else None,
            sentence=_sentence(event.anchor.span, starts, record),
            voices=_voices(event, record, entities),
            code=event.cameo or (best_code(event.type, event.mode, event.contexts) if event.type else None),
        )


def _parties(
    participants: tuple[Participant, ...], record: Record, entities: dict[str, Entity]
) -> tuple[Party, ...]:
    return tuple(
        Party(one.span, one.span.cut(record.report.text), entities.get(one.entity) if one.entity else None)
        for one in participants
    )


def _sentence(span: Span, starts: list[int], record: Record) -> int | None:
    index = bisect.bisect_right(starts, span.start) - 1
    return index if index >= 0 and span.start < record.sentences[index].end else None


def _voices(event: Event, record: Record, entities: dict[str, Entity]) -> tuple[str, ...]:
    statements = {statement.id: statement for statement in record.statements}
    voices = []
    for link in event.on_word_of:
        entity = entities.get(link.entity) if link.entity else None
        statement = statements.get(link.statement)
        if entity:
            voices.append(entity.name)
        elif statement and statement.source:
            voices.append(statement.source.span.cut(record.report.text))
        else:
            voices.append("unnamed")
    return tuple(voices)


def on_whose_word(told: ToldEvent) -> str:
    """Return in words who vouches for an event: its label, and the chain from outlet to innermost voice."""
    voices = " < ".join((told.record.report.outlet or "the outlet", *told.voices))
    return f"{told.event.label}, on the word of {voices}"


def published_day(record: Record) -> str | None:
    """Return the ISO day of publication as the outlet has it, or None."""
    days = days_of(record.report.published[:10]) if record.report.published else None
    return days[0].isoformat() if days and days[0] == days[1] else None
