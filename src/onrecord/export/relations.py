"""Relations as JSON: reports, reprints, stories, happenings, sources, contradictions and quotations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from onrecord.model import (
    Account,
    Alias,
    Contradiction,
    Figure,
    Happening,
    Independence,
    QuoteLineage,
    Record,
    Relations,
    ReprintGroup,
    SharedEntity,
    Span,
    Story,
)

SCHEMA = 1
"""Number of the format of relations; it rises when a field is renamed or dropped."""


Item = ReprintGroup | Story | Happening | Independence | Contradiction | QuoteLineage | SharedEntity
"""One thing that holds between reports."""


def relations_to_json(relations: Relations, records: Mapping[str, Record]) -> dict[str, Any]:
    """Return relations as JSON values, each span with the text it cuts.

    Args:
        relations: what holds between reports.
        records: the records by key; all those that the relations name.
    """

    def part(items: Iterable[Item]) -> list[dict[str, Any]]:
        return [item_to_json(item, records)[1] for item in items]

    return {
        "schema": SCHEMA,
        "reports": [report_to_json(key, records[key]) for key in relations.reports],
        "reprint_groups": part(relations.reprints),
        "stories": part(relations.stories),
        "happenings": part(relations.happenings),
        "independent_sources": part(relations.independence),
        "contradictions": part(relations.contradictions),
        "quotes": part(relations.quotes),
        "entities": part(relations.entities),
    }


def item_to_json(item: Item, records: Mapping[str, Record]) -> tuple[str, dict[str, Any]]:
    """Return the part of relations that an item is of, and the item as JSON values.

    Args:
        item: one thing that holds between reports.
        records: the records by key; those that it points to are looked up.
    """
    match item:
        case ReprintGroup():
            return "reprint_groups", _group(item)
        case Story():
            return "stories", _story(item)
        case Happening():
            return "happenings", _happening(item, records)
        case Independence():
            return "independent_sources", _independence(item)
        case Contradiction():
            return "contradictions", _contradiction(item, records)
        case QuoteLineage():
            return "quotes", _lineage(item, records)
        case SharedEntity():
            return "entities", _entity(item)


def report_to_json(key: str, record: Record) -> dict[str, Any]:
    """Return what relations say of a report as JSON values."""
    report = record.report
    return {
        "id": key,
        "input": report.input,
        "url": report.url,
        "outlet": report.outlet,
        "agency": report.agency,
        "published": report.published,
        "headline": report.parts.headline.cut(report.text) if report.parts.headline else None,
    }


def _group(group: ReprintGroup) -> dict[str, Any]:
    members = [
        {
            "report": m.report,
            "edit": list(m.edit),
            "credited": m.credited,
            "overlap": m.overlap,
            "because": m.because,
        }
        for m in group.members
    ]
    return {"origin": group.origin, "members": members}


def _story(story: Story) -> dict[str, Any]:
    return {"id": story.id, "title": story.title, "reports": list(story.reports), "because": story.because}


def _happening(happening: Happening, records: Mapping[str, Record]) -> dict[str, Any]:
    return {
        "id": happening.id,
        "story": happening.story,
        "type": happening.type,
        "title": happening.title,
        "day": list(happening.day) if happening.day else None,
        "place": happening.place,
        "place_name": happening.place_name,
        "accounts": [_account(account, records) for account in happening.accounts],
        "because": happening.because,
    }


def _account(account: Account, records: Mapping[str, Record]) -> dict[str, Any]:
    return {
        "report": account.report,
        "quote": account.sentence.cut(records[account.report].report.text),
        "start": account.sentence.start,
        "end": account.sentence.end,
        "events": list(account.events),
        "on_word_of": list(account.on_word_of),
        "label": account.label,
        "figures": [_figure(figure) for figure in account.figures],
        "day": list(account.day) if account.day else None,
        "copied_from": account.copied_from,
        "entities": _mentioned(account.sentence, records[account.report]),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {"what": figure.what, "low": figure.low, "high": figure.high, "text": figure.text}


def _independence(one: Independence) -> dict[str, Any]:
    return {
        "happening": one.happening,
        "count": one.count,
        "origins": [
            {"origin": o.name, "reports": list(o.reports), "because": o.because} for o in one.origins
        ],
        "not_counted": [{"report": each.report, "because": each.because} for each in one.not_counted],
    }


def _contradiction(one: Contradiction, records: Mapping[str, Record]) -> dict[str, Any]:
    values = [
        {
            "value": side.value,
            "voices": list(side.voices),
            "reports": list(side.reports),
            "quotes": [
                {
                    "report": report,
                    **_cut(span, records[report]),
                    "entities": _mentioned(span, records[report]),
                }
                for report, span in side.accounts
            ],
        }
        for side in one.values
    ]
    return {
        "happening": one.happening,
        "field": one.field,
        "kind": one.kind,
        "values": values,
        "because": one.because,
    }


def _lineage(one: QuoteLineage, records: Mapping[str, Record]) -> dict[str, Any]:
    variants = [
        {
            "report": v.report,
            "statement": v.statement,
            **_cut(v.span, records[v.report]),
            "change": v.change,
            "because": v.because,
        }
        for v in one.variants
    ]
    return {"id": one.id, "speaker": one.speaker, "variants": variants}


def _entity(one: SharedEntity) -> dict[str, Any]:
    return {
        "id": one.id,
        "type": one.type,
        "name": one.name,
        "aliases": [_alias(alias) for alias in one.aliases],
        "roles": [_alias(role) for role in one.roles],
        "country": one.country,
        "geonames": one.geonames,
        "mentions": [{"report": report, "entity": entity} for report, entity in one.mentions],
        "because": one.because,
    }


def _alias(alias: Alias) -> dict[str, Any]:
    return {"name": alias.name, "reports": alias.n_reports, "first": alias.first, "last": alias.last}


def _cut(span: Span, record: Record) -> dict[str, Any]:
    return {"text": span.cut(record.report.text), "start": span.start, "end": span.end}


def _mentioned(span: Span, record: Record) -> list[str]:
    """Return the ids of the entities of a record that a stretch of its text mentions."""
    return [entity.id for entity in record.entities if any(span.holds(m.span) for m in entity.mentions)]
