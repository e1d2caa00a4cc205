"""People's corrections, laid over records and relations: nothing that was read is changed, and every one can be undone.

A correction points to a report by its key, and to what is in it by a stretch of its text, so that it holds however the
report is read next time. What it changed says so in `because`, with who said it and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast, get_args

from onrecord.errors import InputError
from onrecord.ingest.options import iso_time
from onrecord.model import Decisions, Event, EventType, NamedAt, Place, Record, Span, Statement
from onrecord.store import Correction

KINDS = ("accept", "date", "place", "type", "reject", "merge", "split", "move", "no-reprint")
"""What people can say: that something is right as it stands, which changes nothing, or what is right instead."""

Rejected = Literal["event", "statement"]
"""What can be accepted or rejected."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """The corrections that hold, by what they are laid over.

    Attributes:
        of_records: corrections of what is in a report, by its key, in the order in which they were made.
        decisions: those of what holds between reports.
    """

    of_records: Mapping[str, Sequence[Correction]] = field(default_factory=dict)
    decisions: Decisions = field(default_factory=Decisions)

    @classmethod
    def of(cls, corrections: Iterable[Correction]) -> Overlay:
        """Return the overlay that corrections make; of two that contradict each other the later one holds."""
        of_records: dict[str, list[Correction]] = {}
        together: dict[str, str | None] = {}
        same: list[tuple[NamedAt, NamedAt]] = []
        apart: list[NamedAt] = []
        undoing: list[int] = []
        no_reprints: list[str] = []
        for one in corrections:
            key, span = split_target(one.target)
            if one.kind in ("date", "place", "type", "reject"):
                of_records.setdefault(key, []).append(one)
            elif one.kind == "move":
                together[key] = cast("str | None", one.payload.get("to"))
            elif one.kind == "no-reprint":
                no_reprints.append(key)
            elif one.kind == "split" and span is not None:
                apart.append(NamedAt(key, span))
                undoing.append(len(same))
            elif one.kind == "merge" and span is not None:
                other, at = split_target(str(one.payload["with"]))
                if at is not None:
                    same.append((NamedAt(key, span), NamedAt(other, at)))
        decisions = Decisions(
            together=tuple((key, to) for key, to in together.items() if to is not None),
            alone=tuple(key for key, to in together.items() if to is None),
            no_reprints=tuple(no_reprints),
            same=tuple(same),
            apart=tuple(apart),
            undoing=tuple(undoing),
        )
        return cls(of_records, decisions)

    def applied(self, key: str, record: Record) -> Record:
        """Return a record with the corrections of it laid over; itself where there are none."""
        for one in self.of_records.get(key, ()):
            record = _APPLY[one.kind](record, one)
        return record


def target_of(key: str, span: Span | None = None) -> str:
    """Return what a correction points to: a report, or a stretch of its text.

    >>> target_of("0f3a"), target_of("0f3a", Span(210, 218))
    ('0f3a', '0f3a:210-218')
    """
    return key if span is None else f"{key}:{span.start}-{span.end}"


def split_target(target: str) -> tuple[str, Span | None]:
    """Return the report and the stretch that a target names.

    Raises:
        InputError: it names neither.
    """
    key, colon, place = target.partition(":")
    if not colon:
        return key, None
    start, dash, end = place.partition("-")
    if not (key and dash and start.isdecimal() and end.isdecimal() and int(start) < int(end)):
        raise InputError(
            what="this names no stretch of a report",
            where=target,
            remedy="write KEY:START-END, as in 9592865614d218ab:210-218; `onrecord story ID -f json` gives them",
        )
    return key, Span(int(start), int(end))


def told(correction: Correction) -> str:
    """Return what a corrected item says of its correction."""
    return f"corrected by {correction.author} ({correction.id}): {correction.reason}"


def _span(correction: Correction) -> Span:
    span = split_target(correction.target)[1]
    return span if span is not None else Span(0, 0)


def _date(record: Record, one: Correction) -> Record:
    published = iso_time(str(one.payload["published"]))
    report = replace(record.report, published=published, published_because=told(one))
    return replace(record, report=report)


def _place(record: Record, one: Correction) -> Record:
    span, given = _span(one), one.payload
    places = tuple(
        _placed(place, given, told(one)) if place.span.overlaps(span) else place for place in record.places
    )
    return replace(record, places=places)


def _placed(place: Place, given: Mapping[str, object], because: str) -> Place:
    names = ("geonames", "name", "country", "admin1", "lat", "lon", "feature")
    return replace(
        place, **cast("dict[str, Any]", {name: given.get(name) for name in names}), because=because
    )


def _type(record: Record, one: Correction) -> Record:
    span, kind = _span(one), one.payload["type"]
    if kind is not None and kind not in get_args(EventType):
        return record
    given = cast("EventType | None", kind)
    events = tuple(
        replace(event, type=given, mode=None, cameo=None, because=told(one)) if _is_at(event, span) else event
        for event in record.events
    )
    return replace(record, events=events)


def _reject(record: Record, one: Correction) -> Record:
    """Return a record without the events or statements that a stretch points to, and without links to what went."""
    gone = rejected(record, _span(one), cast("Rejected | None", one.payload.get("what")))
    events = [event for event in record.events if event not in gone]
    statements = [statement for statement in record.statements if statement not in gone]
    kept = {statement.id for statement in statements}
    statements = [replace(s, within=s.within if s.within in kept else None) for s in statements]
    events = [
        replace(e, on_word_of=tuple(link for link in e.on_word_of if link.statement in kept)) for e in events
    ]
    return replace(record, events=tuple(events), statements=tuple(statements))


def rejected(record: Record, span: Span, what: Rejected | None = None) -> tuple[Event | Statement, ...]:
    """Return what goes with a rejection that points to a stretch.

    Args:
        record: the record.
        span: the stretch.
        what: an event or a statement; None for the events there, and the statements where there is none.
    """
    events = tuple(event for event in record.events if _is_at(event, span)) if what != "statement" else ()
    if events or what == "event":
        return events
    return _said_at(record, span, exact=what == "statement")


def _is_at(event: Event, span: Span) -> bool:
    return event.anchor.span.overlaps(span)


def _said_at(record: Record, span: Span, *, exact: bool) -> tuple[Statement, ...]:
    """Return the statements with a cue at a stretch or that very content; `exact` has content alone count where any fits."""
    with_content = tuple(one for one in record.statements if span in one.content)
    if exact and with_content:
        return with_content
    return tuple(
        one
        for one in record.statements
        if one in with_content or (one.cue is not None and one.cue.span.overlaps(span))
    )


_APPLY = {"date": _date, "place": _place, "type": _type, "reject": _reject}
