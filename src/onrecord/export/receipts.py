"""Receipts: what an export carries so that every item can be held against the report later.

A receipt is the exact words, the characters before and after them, their offsets, and the digest of the report. A
list of items carries its length and a digest of its own, so that a lost or added item shows. Both guard against
slips and careless changes; whoever means to deceive can make them anew.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from onrecord.model import Document, Record, Span

CONTEXT = 32
"""Characters of prefix and suffix, the length that Hypothesis and others use."""


def receipt(span: Span, text: str) -> dict[str, Any]:
    """Return exact words, prefix, suffix and offsets of a span.

    >>> receipt(Span(4, 8), "The port is open")["prefix"]
    'The '
    """
    return {**quotation(span, text), "start": span.start, "end": span.end}


def quotation(span: Span, text: str) -> dict[str, Any]:
    """Return exact words, prefix and suffix of a span."""
    return {
        "exact": span.cut(text),
        "prefix": text[max(span.start - CONTEXT, 0) : span.start],
        "suffix": text[span.end : span.end + CONTEXT],
    }


def items_digest(items: Iterable[object]) -> str:
    """Return the SHA-256 of a list of plain values, hexadecimal, whatever the layout of the JSON they stand in.

    Order counts. A whole number counts the same with and without ".0", since many tools drop it.

    >>> items_digest([{"b": 1.0, "a": "x"}]) == items_digest([{"a": "x", "b": 1}])
    True
    """
    written = json.dumps([_canonical(item) for item in items], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode("ascii")).hexdigest()


def same_value(one: object, other: object) -> bool:
    """Tell whether two plain values are the same in the sense of `items_digest`."""
    return items_digest([one]) == items_digest([other])


def _canonical(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {name: _canonical(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_canonical(inner) for inner in value]
    return value


def record_keys(records: Sequence[Record]) -> tuple[str, ...]:
    """Return a name for each record that no other of them has: the digest of its report.

    Two outlets can print the same text to the letter; the second record of a text gets ".2" after the digest.
    """
    seen: Counter[str] = Counter()
    keys = []
    for record in records:
        seen[record.report.id] += 1
        number = seen[record.report.id]
        keys.append(record.report.id if number == 1 else f"{record.report.id}.{number}")
    return tuple(keys)


def item_uri(key: str, item: str) -> str:
    """Return the name of an item that no item of another record has."""
    return f"urn:onrecord:{key}:{item}"


def address_of(report: Document) -> str:
    """Return the address of a report, or where it has none a name made of its digest."""
    return report.url or f"urn:sha256:{report.id}"
