"""What a format cannot hold, told item by item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from onrecord.export.formats import LeftOut
from onrecord.export.json import part_to_json
from onrecord.export.told import ToldEvent
from onrecord.model import Record

NO_TYPE = "the format needs an event type, and no PLOVER type fits this event"
NOT_SAID = "no voice says that it happened, and the format holds only what happened"

_RECORD_LISTS = ("statements", "entities", "places", "times")


def whole_event(told: ToldEvent, because: str) -> LeftOut:
    """Return an event that a format cannot hold at all, with all that stood in it."""
    return LeftOut(told.record.report.id, told.event.id, "events[]", _event_json(told), because)


def event_fields(told: ToldEvent, reasons: Mapping[str, str]) -> Iterator[LeftOut]:
    """Yield the fields of an event that a format has no place for, where something stood in them.

    Args:
        told: the event.
        reasons: by the name of a field of `Event`, why it has no place.
    """
    data = _event_json(told)
    for field, because in reasons.items():
        if data[field] not in (None, [], False, ""):
            yield LeftOut(told.record.report.id, told.event.id, f"events[].{field}", data[field], because)


def rest_of_records(records: Iterable[Record], because: str) -> Iterator[LeftOut]:
    """Yield what a table of events alone cannot hold of records: statements, and the lists that events point into.

    One item a list and report, with the ids of what is in it (places and times have none: their number).
    """
    for record in records:
        for name in _RECORD_LISTS:
            items = cast("Sequence[Any]", getattr(record, name))
            if items:
                value = [one.id for one in items] if hasattr(items[0], "id") else len(items)
                yield LeftOut(record.report.id, None, f"{name}[]", value, because)


def above_score(records: Iterable[Record], score: float) -> tuple[list[Record], list[LeftOut]]:
    """Return the records without the events below a score, and these events as left out."""
    kept: list[Record] = []
    left_out: list[LeftOut] = []
    for record in records:
        below = [event for event in record.events if event.score < score]
        left_out += [
            LeftOut(
                record.report.id,
                event.id,
                "events[]",
                part_to_json(event, record.report.text),
                f"its score is below {score:g}",
            )
            for event in below
        ]
        kept.append(
            replace(record, events=tuple(one for one in record.events if one.score >= score))
            if below
            else record
        )
    return kept, left_out


def _event_json(told: ToldEvent) -> dict[str, Any]:
    return cast("dict[str, Any]", part_to_json(told.event, told.text))
