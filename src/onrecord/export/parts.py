"""A long report in parts, each with what is on record from its words: a page of it can be had without the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from markupsafe import escape

from onrecord.export.visible import make_visible
from onrecord.model import Event, Record, Span, Statement

ROOM = 200_000
"""Bytes of a page, roughly, that the words of a part and the entries about them take: half of what a page may weigh."""

_PER_STATEMENT, _PER_EVENT, _PER_PLACE, _PER_TIME, _PER_MENTION = 900, 1_500, 500, 350, 200
"""Bytes that one takes on a page with its marks."""
_MOST_PER_CHARACTER = 14
"""Bytes of the longest way to show one character: "&lt;U+202E&gt;"."""
_LONGEST_PIECE = 2_000
"""Characters of a stretch without the end of a sentence or paragraph after which it is cut all the same."""
_GAP = re.compile(r"\s*\n\s*\n\s*")


def parts_of(record: Record) -> tuple[Span, ...]:
    """Return the parts in which a report is shown, in order; together they are its text. Most reports are one part.

    They end with a paragraph where one ends in their second half, else with a sentence, or after so many
    characters in which none ends.
    """
    text = record.report.text
    items = [(at, cost) for at, cost in _costs(record) if at < len(text)]
    if _MOST_PER_CHARACTER * len(text) + sum(cost for _, cost in items) <= ROOM:
        return (Span(0, len(text)),)
    paragraphs = {gap.end() for gap in _GAP.finditer(text)}
    bounds = sorted(
        {0, len(text), *paragraphs, *(one.end for one in record.sentences if one.end < len(text))}
    )
    pieces = [piece for start, end in pairwise(bounds) for piece in _pieces(start, end)]
    weights = _weights(pieces, text, items)
    ends = [0]
    room, paragraph = 0, None
    for number, (piece, weight) in enumerate(zip(pieces, weights, strict=True)):
        if room and room + weight > ROOM:
            at = paragraph if paragraph is not None else number
            ends.append(pieces[at].start)
            room, paragraph = sum(weights[at:number]), None
        if piece.start in paragraphs and room > ROOM / 2:
            paragraph = number
        room += weight
    return tuple(Span(start, end) for start, end in pairwise([*ends, len(text)]))


def _costs(record: Record) -> Iterator[tuple[int, int]]:
    """Yield where something on record begins, and the bytes that it takes on a page."""
    for statement in record.statements:
        yield _first_of(statement), _PER_STATEMENT
    for event in record.events:
        yield event.anchor.span.start, _PER_EVENT
        yield from ((span.start, _PER_MENTION) for span in event.also)
    for place in record.places:
        yield place.span.start, _PER_PLACE
    for timex in record.times:
        yield timex.span.start, _PER_TIME
    for entity in record.entities:
        yield from ((mention.span.start, _PER_MENTION) for mention in entity.mentions)


def _first_of(statement: Statement) -> int:
    parts = [part.span for part in (statement.source, statement.cue) if part]
    return min((span.start for span in (*statement.content, *parts)), default=0)


def _pieces(start: int, end: int) -> Iterator[Span]:
    for at in range(start, end, _LONGEST_PIECE):
        yield Span(at, min(at + _LONGEST_PIECE, end))


def _weights(pieces: list[Span], text: str, items: Iterable[tuple[int, int]]) -> list[int]:
    """Return the bytes that each piece takes on a page with what begins in it."""
    weights = [len(str(escape(make_visible(piece.cut(text)))).encode("utf-8", "replace")) for piece in pieces]
    number = 0
    for at, cost in sorted(items):
        while at >= pieces[number].end:
            number += 1
        weights[number] += cost
    return weights


def part_of(record: Record, part: Span) -> Record:
    """Return a record with nothing but what stands in a part of its text, and what that refers to.

    Offsets, ids and the text stay as they are; places and times are counted anew.
    """
    events = [event for event in record.events if event.anchor.span.overlaps(part)]
    voices = {link.statement for event in events for link in event.on_word_of}
    statements = [
        statement
        for statement in record.statements
        if statement.id in voices or any(span.overlaps(part) for span in _spans_of(statement))
    ]
    spoken = {
        party.entity
        for statement in statements
        for party in (statement.source, statement.addressee)
        if party is not None
    }
    acting = {party.entity for event in events for party in (*event.actors, *event.recipients)}
    acting |= {link.entity for event in events for link in event.on_word_of}
    placed = {place.index for event in events for place in event.places}
    timed = {event.time.index for event in events if event.time is not None}
    places = [n for n, one in enumerate(record.places) if n in placed or one.span.overlaps(part)]
    times = [n for n, one in enumerate(record.times) if n in timed or one.span.overlaps(part)]
    entities = []
    for entity in record.entities:
        here = tuple(mention for mention in entity.mentions if mention.span.overlaps(part))
        if here:
            entities.append(replace(entity, mentions=here))
        elif entity.id in spoken or entity.id in acting:
            entities.append(entity)
    return replace(
        record,
        entities=tuple(entities),
        places=tuple(record.places[n] for n in places),
        times=tuple(record.times[n] for n in times),
        statements=tuple(statements),
        events=tuple(_counted_anew(event, places, times) for event in events),
    )


def _spans_of(statement: Statement) -> list[Span]:
    parts = [part.span for part in (statement.source, statement.cue) if part]
    return [*statement.content, *parts]


def _counted_anew(event: Event, places: list[int], times: list[int]) -> Event:
    """Return an event that refers to places and times by their numbers among those that are kept."""
    new_places = {old: new for new, old in enumerate(places)}
    new_times = {old: new for new, old in enumerate(times)}
    time = event.time
    if time is not None and time.index in new_times:
        time = replace(time, index=new_times[time.index])
    return replace(
        event,
        places=tuple(
            replace(one, index=new_places[one.index]) for one in event.places if one.index in new_places
        ),
        time=time,
    )
