"""Events in plain words: who did what to whom, where and when, and on whose word."""

from __future__ import annotations

import bisect

from onrecord.export.outline import entities_by_id, one_line, place_name, speaker_of
from onrecord.model import Event, Participant, Place, Record, Span, Timex


def outlet_of(record: Record) -> str:
    """Return the name of the outlet, or what stands in for it."""
    return one_line(record.report.outlet) if record.report.outlet else "the outlet"


def voices_of(event: Event, record: Record) -> tuple[str, ...]:
    """Return who vouches for the event, outermost first: the outlet, then each voice of the chain."""
    statements = {statement.id: statement for statement in record.statements}
    entities = entities_by_id(record)
    voices = [outlet_of(record)]
    for link in event.on_word_of:
        statement = statements.get(link.statement)
        if statement is not None:
            voices.append(speaker_of(statement, record, entities).told)
        elif link.entity in entities:
            voices.append(one_line(entities[link.entity].name))
        else:
            voices.append("unnamed")
    return tuple(voices)


def chain_in_words(event: Event, record: Record) -> str:
    """Return on whose word an event stands ("alleged, on the word of Halina Brzoska, as told by The Courier")."""
    inner_first = voices_of(event, record)[::-1]
    return f"{event.label}, on the word of {', as told by '.join(inner_first)}"


def event_in_words(event: Event, record: Record) -> str:
    """Return who did what to whom, where and when, as one line."""
    text = record.report.text
    actors, recipients = (" and ".join(names_of(some, record)) for some in (event.actors, event.recipients))
    told = " ".join(
        filter(None, (actors, one_line(event.anchor.span.cut(text)), recipients and f"> {recipients}"))
    )
    coded = "/".join(filter(None, (event.type, event.mode)))
    where = " and ".join(filter(None, (place_name(place) for place in places_of(event, record))))
    return ", ".join(filter(None, (f"{told} ({coded})" if coded else told, where, time_value(event, record))))


def names_of(participants: tuple[Participant, ...], record: Record) -> tuple[str, ...]:
    """Return the fullest name of each participant, or its words where nobody is meant by them."""
    entities = entities_by_id(record)
    return tuple(
        one_line(entities[one.entity].name if one.entity in entities else one.span.cut(record.report.text))
        for one in participants
    )


def places_of(event: Event, record: Record) -> tuple[Place, ...]:
    """Return the places of an event; an index that leads nowhere, as in an edited record, is passed over."""
    return tuple(record.places[one.index] for one in event.places if one.index < len(record.places))


def timex_of(event: Event, record: Record) -> Timex | None:
    """Return the time expression of an event, or None."""
    index = event.time.index if event.time else None
    return record.times[index] if index is not None and index < len(record.times) else None


def time_value(event: Event, record: Record) -> str | None:
    """Return the TIMEX3 value of the time of an event, or None."""
    timex = timex_of(event, record)
    if timex is not None:
        return timex.value
    return event.time.value if event.time else None


def sentence_at(span: Span, record: Record) -> Span | None:
    """Return the sentence in which a span begins, or None."""
    index = bisect.bisect_right(record.sentences, span.start, key=lambda one: one.start) - 1
    return record.sentences[index] if index >= 0 and span.start < record.sentences[index].end else None
