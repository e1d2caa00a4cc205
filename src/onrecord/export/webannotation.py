"""Records as W3C Web Annotations (JSON-LD): every item of a record, pinned to its words.

One file is one `AnnotationCollection` with one page. Each annotation has

- a target for each stretch of words, what the item is about first: `TextQuoteSelector` and `TextPositionSelector` on
  the report (its URL, or `urn:sha256:` and its digest), with the `role` of the words ("content", "cue", "actor");
- a body for people (one line of text), bodies that tag, and a body for programs: the item as the record holds it;
- `report`, the digest of the report's text, and `item`, the id of the item in the record.

The collection has `reports` (all of a record that is no item), `total`, and a `digest` over annotations and reports.
Terms that are not W3C's are defined in the context.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from onrecord.export.event_outline import chain_in_words, event_in_words
from onrecord.export.formats import LeftOut, Rendered
from onrecord.export.json import record_to_json, value_text
from onrecord.export.outline import entities_by_id, one_line, place_name, speaker_of
from onrecord.export.receipts import address_of, item_uri, items_digest, quotation, record_keys
from onrecord.export.told import ToldEvent, told_events
from onrecord.export.unheld import item_name, unheld
from onrecord.model import Entity, Event, Place, Record, Span, Statement, Timex

VOCABULARY = "urn:onrecord:"

CONTEXT = (
    "http://www.w3.org/ns/anno.jsonld",
    {
        "@version": 1.1,
        "onrecord": VOCABULARY,
        "report": "onrecord:report",
        "item": "onrecord:item",
        "role": "onrecord:role",
        "digest": "onrecord:digest",
        "record": {"@id": "onrecord:record", "@type": "@json"},
        "reports": {"@id": "onrecord:reports", "@type": "@json"},
    },
)
"""The context of the collection; parts of records are literals of JSON, so that nothing in them is lost."""

_HELD_BY_ITEM = ("entities", "places", "times", "statements", "events")
_REASONS = {
    "report.text": "annotations point at the words of a report and do not carry it",
    "sentences": "an annotation a sentence would bury the others",
}

Words = tuple[str, Span]


def web_annotations(records: Sequence[Record]) -> Rendered:
    """Return records as one collection of annotations."""
    annotations: list[dict[str, Any]] = []
    reports, left_out = [], list[LeftOut]()
    for key, record in zip(record_keys(records), records, strict=True):
        data = record_to_json(record)
        annotations += _annotations(record, data, key)
        reports.append(_report_particulars(data))
        left_out += unheld(
            data, ("schema", "onrecord", "weights", *_HELD_BY_ITEM, *_held_of_report(data)), reasons=_REASONS
        )
    digest = items_digest([*annotations, *reports])
    collection = {
        "@context": list(CONTEXT),
        "id": f"urn:onrecord:collection:{digest}",
        "type": "AnnotationCollection",
        "label": "What news reports put on record",
        "total": len(annotations),
        "digest": digest,
        "reports": reports,
        "first": {
            "id": f"urn:onrecord:collection:{digest}:page:1",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": annotations,
        },
    }
    return Rendered(f"{value_text(collection, indent=1)}\n".encode(), left_out=tuple(left_out))


def _held_of_report(data: dict[str, Any]) -> list[str]:
    return [f"report.{field}" for field in data["report"] if field != "text"]


def _report_particulars(data: dict[str, Any]) -> dict[str, Any]:
    """Return all of a record that is no item: versions and particulars of the report."""
    report = {field: value for field, value in data["report"].items() if field != "text"}
    return {field: data[field] for field in ("schema", "onrecord", "weights")} | {"report": report}


def _annotations(record: Record, data: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
    report = record.report
    for name in _HELD_BY_ITEM:
        items = tuple(told_events(record)) if name == "events" else getattr(record, name)
        for index, (one, plain) in enumerate(zip(items, data[name], strict=True)):
            words, told, tags = _told(one, record)
            item = item_name(plain, name, index)
            tagging = (("tagging", tag) for tag in dict.fromkeys((name, *tags)))
            yield {
                "id": item_uri(key, item),
                "type": "Annotation",
                "motivation": "describing" if name in ("statements", "events") else "identifying",
                "report": report.id,
                "item": item,
                "body": [
                    *(_text_body(purpose, value) for purpose, value in (("describing", told), *tagging)),
                    {
                        "type": "Dataset",
                        "format": "application/json",
                        "purpose": "describing",
                        "record": plain,
                    },
                ],
                "target": [
                    {
                        "type": "SpecificResource",
                        "source": address_of(report),
                        "role": role,
                        "selector": [
                            {"type": "TextQuoteSelector", **quotation(span, report.text)},
                            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
                        ],
                    }
                    for role, span in words
                ],
            }


def _text_body(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "format": "text/plain", "purpose": purpose, "value": value}


def _told(
    one: Statement | ToldEvent | Entity | Place | Timex, record: Record
) -> tuple[list[Words], str, tuple[str, ...]]:
    """Return the words of an item with their roles, a line for people, and tags."""
    if isinstance(one, Statement):
        return _statement_words(one), _statement_line(one, record), (one.kind, one.force)
    if isinstance(one, ToldEvent):
        line = f"{event_in_words(one)}; {chain_in_words(one)}"
        event = one.event
        return _event_words(event), line, tuple(filter(None, (event.label, event.type, event.mode)))
    if isinstance(one, Entity):
        line = "; ".join(filter(None, (", ".join((one.name, *one.roles)), one.type, one.sector, one.country)))
        return [(mention.kind, mention.span) for mention in one.mentions], one_line(line), (one.type,)
    if isinstance(one, Place):
        line = f"{place_name(one) or 'not placed'} ({one.because})"
        return [("place", one.span)], line, tuple(filter(None, (one.country,)))
    return [("time", one.span)], f"{one.value or 'unknown'} ({one.because})", (one.type,)


def _statement_words(one: Statement) -> list[Words]:
    words = [("content", span) for span in one.content]
    words += [(role, part.span) for role, part in _named(one) if part is not None]
    return words + [("distance", span) for span in one.distance]


def _named(one: Statement) -> tuple[tuple[str, Any], ...]:
    return ("source", one.source), ("cue", one.cue), ("addressee", one.addressee)


def _event_words(one: Event) -> list[Words]:
    words = [("anchor", one.anchor.span)]
    words += [("also", span) for span in one.also]
    words += [("actor", part.span) for part in one.actors]
    words += [("recipient", part.span) for part in one.recipients]
    return words + [("quantity", part.span) for part in one.quantities]


def _statement_line(one: Statement, record: Record) -> str:
    speaker = speaker_of(one, record, entities_by_id(record)).told
    said = " … ".join(one_line(span.cut(record.report.text)) for span in one.content)
    return f"{speaker} {one.force}, {one.kind}: {said}"
