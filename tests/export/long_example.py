"""A report as long as is wanted: the marked example again and again, with everything that is on record from it."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

from onrecord.model import EventPlace, EventTime, Record, Span, text_digest
from tests.export.marked_example import marked_record

_GAP = "\n\n"
_ID = re.compile(r"([ESV])(\d+)")


def long_record(n_times: int) -> Record:
    """Return a record whose text is that of the marked example so many times, a blank line between."""
    one = marked_record()
    copies = [_Copy(one, number) for number in range(n_times)]
    text = _GAP.join([one.report.text] * n_times)
    names = ("sentences", "entities", "places", "times", "statements", "events")
    found: dict[str, Any] = {
        name: tuple(copy.moved(item) for copy in copies for item in getattr(one, name)) for name in names
    }
    return replace(one, report=replace(one.report, id=text_digest(text), text=text), **found)


class _Copy:
    """What moves and renumbers the items of one copy."""

    def __init__(self, record: Record, number: int) -> None:
        self._by = number * (len(record.report.text) + len(_GAP))
        self._places, self._times = number * len(record.places), number * len(record.times)
        self._ids = {
            "E": number * len(record.entities),
            "S": number * len(record.statements),
            "V": number * len(record.events),
        }

    def moved(self, value: Any) -> Any:
        if isinstance(value, Span):
            return Span(value.start + self._by, value.end + self._by)
        if isinstance(value, str):
            found = _ID.fullmatch(value)
            return f"{found[1]}{int(found[2]) + self._ids[found[1]]}" if found else value
        if isinstance(value, tuple):
            return tuple(self.moved(one) for one in value)
        if isinstance(value, EventPlace):
            return replace(value, index=value.index + self._places)
        if is_dataclass(value) and not isinstance(value, type):
            value = replace(
                value, **{one.name: self.moved(getattr(value, one.name)) for one in fields(value)}
            )
        if isinstance(value, EventTime) and value.index is not None:
            return replace(value, index=value.index + self._times)
        return value
