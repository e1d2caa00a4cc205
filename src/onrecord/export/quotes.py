"""Statements as the quotation JSON of Citron, which JournalismAI's annotators use as well.

JSON Lines, one object a report: `text`; `quotes`, each with `cue`, `sources`, `contents`, `coreferences` and `id`; and
`coreference_groups`, the mentions of each entity. A span is `start`, `end` (code points) and `text`. Citron wants a
cue of every quote: where nothing announces the words, the cue is an empty span before them. There is no
`confidence`, for a statement has none.

Two members are ours, and readers of Citron's JSON pass over them: `report`, the digest of the text, and `onrecord` with
the number of quotes and groups and a digest over both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from onrecord.export.formats import LeftOut, Rendered
from onrecord.export.json import record_to_json, value_text
from onrecord.export.receipts import items_digest
from onrecord.export.unheld import span_fields, unheld
from onrecord.model import Entity, Record, Span, Statement

_HELD = span_fields(
    "statements[].source", "statements[].cue", "statements[].content[]", "entities[].mentions[]"
) | {"report.id", "report.text", "statements[].id"}
_REASONS = {
    "report.parts": "Citron's JSON knows the text of a report and none of its particulars",
    "sentences": "Citron's JSON has no sentences",
    "statements[].within": "Citron's quotes do not lie within one another",
    "statements[].source.entity": "sources are tied by their words, in `coreferences` and `coreference_groups`",
    "places[]": "Citron's JSON holds quotes and mentions only",
    "times[]": "Citron's JSON holds quotes and mentions only",
    "events[]": "Citron's JSON holds quotes and mentions only",
}


def citron_quotes(records: Sequence[Record]) -> Rendered:
    """Return the statements of records as JSON Lines in Citron's form."""
    lines, left_out = [], list[LeftOut]()
    for record in records:
        lines.append(f"{value_text(_quotes_of(record))}\n")
        left_out += unheld(record_to_json(record), _HELD, reasons=_REASONS)
    return Rendered("".join(lines).encode(), left_out=tuple(left_out))


def _quotes_of(record: Record) -> dict[str, Any]:
    text = record.report.text
    entities = {entity.id: entity for entity in record.entities}
    quotes = [_quote(statement, entities, text) for statement in record.statements]
    groups = [[_span(mention.span, text) for mention in entity.mentions] for entity in record.entities]
    return {
        "text": text,
        "quotes": quotes,
        "coreference_groups": groups,
        "report": record.report.id,
        "onrecord": {"total": len(quotes), "groups": len(groups), "digest": items_digest([*quotes, *groups])},
    }


def _quote(statement: Statement, entities: dict[str, Entity], text: str) -> dict[str, Any]:
    first = statement.content[0].start if statement.content else 0
    cue = statement.cue.span if statement.cue else Span(first, first)
    source = statement.source
    named = _full_name(entities.get(source.entity or ""), text) if source else None
    return {
        "cue": _span(cue, text),
        "sources": [_span(source.span, text)] if source else [],
        "contents": [_span(span, text) for span in statement.content],
        "coreferences": [_span(named, text)] if source and named and not source.span.holds(named) else [],
        "id": statement.id,
    }


def _full_name(entity: Entity | None, text: str) -> Span | None:
    """Return the mention that gives the fullest name of an entity, or None where it is never named."""
    names = [mention.span for mention in entity.mentions if mention.kind == "name"] if entity else []
    return next(
        (span for span in names if entity and span.cut(text) == entity.name),
        max(names, key=len, default=None),
    )


def _span(span: Span, text: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.cut(text)}
