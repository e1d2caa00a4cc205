"""One report among the others: who in it and what in it has a page across reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.desk.answers import HappeningRow, ReportLine
from onrecord.desk.happenings import happening_row
from onrecord.desk.inquiry import Inquiry, Item
from onrecord.model import Record, Span


@dataclass(frozen=True, slots=True)
class ReportAnswer:
    """A report with its record, and where each thing of it stands across reports.

    Attributes:
        line: the report.
        record: its record, corrections laid over.
        story: id and title of its story, or None while nobody looked.
        entities: ids across reports of the entities of the record, by their ids in it.
        happenings: the happenings that each event of the record tells of, by the event's id.
    """

    line: ReportLine
    record: Record
    story: tuple[str, str] | None
    entities: Mapping[str, str]
    happenings: Mapping[str, tuple[HappeningRow, ...]]


def report_answer(inquiry: Inquiry, key: str) -> ReportAnswer:
    """Return a report among the others.

    Raises:
        NotInStore: no report has the key.
    """
    line = inquiry.line(key)
    record = next(record for _, record in inquiry.records([key]))
    entities: list[Item] = [one.data for one in inquiry.about("entities", [key])]
    story = next((one.data for one in inquiry.about("stories", [key])), None)
    return ReportAnswer(
        line=line,
        record=record,
        story=(str(story["id"]), str(story["title"])) if story is not None else None,
        entities={
            mention["entity"]: str(one["id"])
            for one in entities
            for mention in one["mentions"]
            if mention["report"] == key
        },
        happenings=_happenings(inquiry, key),
    )


def _happenings(inquiry: Inquiry, key: str) -> dict[str, tuple[HappeningRow, ...]]:
    happenings: list[Item] = [one.data for one in inquiry.about("happenings", [key])]
    sources = inquiry.all_named("independent_sources", [one["id"] for one in happenings])
    inquiry.look_up(one["accounts"][0]["report"] for one in happenings)
    found: dict[str, list[HappeningRow]] = defaultdict(list)
    for one in happenings:
        told = sources.get(one["id"])
        row = happening_row(inquiry, one, len(told["origins"]) if told else 0)
        events = {
            event for account in one["accounts"] if account["report"] == key for event in account["events"]
        }
        for event in events:
            found[event].append(row)
    return {event: tuple(rows) for event, rows in found.items()}


def naming_stretch(record: Record, id: str) -> Span | None:
    """Return words of a report that name an entity of its record and nobody else; None where there are none.

    A name goes before a description, and among names the first.
    """
    entity = next((one for one in record.entities if one.id == id), None)
    if entity is None:
        return None
    others = [mention.span for one in record.entities if one.id != id for mention in one.mentions]
    alone = [one for one in entity.mentions if not any(one.span.overlaps(other) for other in others)]
    # Within another's mention the one that shares most characters is meant, and that may be the other.
    named = sorted(alone or entity.mentions, key=lambda one: (one.kind != "name", one.span.start))
    return named[0].span if named else None
