"""Events in plain words: who did what to whom, where and when, and on whose word."""

from __future__ import annotations

from onrecord.export.outline import entities_by_id, one_line, place_name, speaker_of
from onrecord.export.told import Party, ToldEvent
from onrecord.model import Timex


def chain_in_words(told: ToldEvent) -> str:
    """Return on whose word an event stands ("alleged, on the word of Halina Brzoska, as told by The Courier")."""
    inner_first = _voices(told)[::-1]
    return f"{told.event.label}, on the word of {', as told by '.join(inner_first)}"


def _voices(told: ToldEvent) -> list[str]:
    """Return who vouches for the event, outermost first: the outlet, then each voice with role or note."""
    record = told.record
    statements = {statement.id: statement for statement in record.statements}
    entities = entities_by_id(record)
    voices = [one_line(record.report.outlet) if record.report.outlet else "the outlet"]
    for link, name in zip(told.event.on_word_of, told.voices, strict=True):
        statement = statements.get(link.statement)
        if statement is None:
            voices.append(one_line(name))
        elif statement.source is None and statement.source_type != "outlet":
            voices.append("a source that is not given")
        else:
            voices.append(speaker_of(statement, record, entities).told)
    return voices


def event_in_words(told: ToldEvent) -> str:
    """Return who did what to whom, where and when, as one line."""
    recipients = names_of(told.recipients)
    told_words = (names_of(told.actors), one_line(told.anchor), recipients and f"> {recipients}")
    happened = " ".join(filter(None, told_words))
    coded = "/".join(filter(None, (told.event.type, told.event.mode)))
    where = " and ".join(filter(None, map(place_name, told.places)))
    return ", ".join(filter(None, (f"{happened} ({coded})" if coded else happened, where, time_value(told))))


def names_of(parties: tuple[Party, ...]) -> str | None:
    """Return the names of parties in a row, or None where there are none."""
    return " and ".join(one_line(party.name) for party in parties) or None


def timex_of(told: ToldEvent) -> Timex | None:
    """Return the time expression of an event, or None."""
    index, times = told.event.time.index if told.event.time else None, told.record.times
    return times[index] if index is not None and 0 <= index < len(times) else None


def time_value(told: ToldEvent) -> str | None:
    """Return the TIMEX3 value of the time of an event, or None."""
    timex = timex_of(told)
    if timex is not None:
        return timex.value
    return told.event.time.value if told.event.time else None
