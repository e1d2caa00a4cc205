"""Exports to tamper with, and the reports to hold them against."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from onrecord.export.formats import find_format, render
from onrecord.export.json import json_text, record_to_json
from onrecord.export.receipts import items_digest
from onrecord.model import Record
from onrecord.verify.check import verify_export
from onrecord.verify.findings import Finding
from onrecord.verify.stored import StoredReports
from tests.export.marked_example import marked_record

Json = dict[str, Any]

Change = Callable[[Any], object]
JSON_FORMATS = ("json", "webannotation", "geojson", "claims", "quotes")
"""Formats of which one JSON value holds all that there is of one report."""
WITHOUT_TEXT = ("webannotation", "geojson", "claims")
WITH_TEXT = ("json", "quotes")


def written(name: str, *records: Record) -> bytes:
    if name == "json":
        return "".join(f"{json_text(record)}\n" for record in records).encode()
    if name == "spacy":
        pytest.importorskip("spacy", reason="spaCy is not installed")
    return render(records, find_format(name)).body


def store(*records: Record, texts_only: bool = False) -> StoredReports:
    texts = {record.report.id: record.report.text for record in records}
    if texts_only:
        return StoredReports("texts", texts)
    held: dict[str, tuple[Json, ...]] = {}
    for record in records:
        held[record.report.id] = (*held.get(record.report.id, ()), record_to_json(record))
    return StoredReports("records", texts, held)


def resealed(name: str, data: Json) -> Json:
    """Return the export with number and digest of its items made anew, as whoever means to deceive would."""
    if name == "webannotation":
        items = data["first"]["items"]
        data |= {"total": len(items), "digest": items_digest([*items, *data["reports"]])}
    elif name == "geojson":
        ours = data["onrecord"]
        ours |= {
            "total": len(data["features"]),
            "digest": items_digest([*data["features"], *ours["reports"]]),
        }
    elif name == "claims":
        *claims, listed = data["@graph"]
        listed |= {
            "numberOfItems": len(claims),
            "itemListElement": [{"@id": claim["@id"]} for claim in claims],
        }
        listed["identifier"][0]["value"] = items_digest(claims)
    elif name == "quotes":
        quotes, groups = data["quotes"], data["coreference_groups"]
        data["onrecord"] = {
            "total": len(quotes),
            "groups": len(groups),
            "digest": items_digest([*quotes, *groups]),
        }
    return data


def items_of(name: str, data: Json) -> list[Any]:
    """Return the list of items of an export: annotations, features, claims, quotes, statements."""
    found: list[Any] = {
        "json": lambda: data["statements"],
        "webannotation": lambda: data["first"]["items"],
        "geojson": lambda: data["features"],
        "claims": lambda: data["@graph"],
        "quotes": lambda: data["quotes"],
    }[name]()
    return found


class Receipt:
    """The receipt of one stretch of words in an export, wherever the format keeps its parts."""

    def __init__(self, name: str, item: Json) -> None:
        if name == "json":
            self.places = {part: (item["content"][0], part) for part in ("start", "end")}
            self.places["exact"] = (item["content"][0], "text")
        elif name == "quotes":
            self.places = {part: (item["contents"][0], part) for part in ("start", "end")}
            self.places["exact"] = (item["contents"][0], "text")
        elif name == "webannotation":
            quote, position = item["target"][0]["selector"]
            self.places = {part: (position, part) for part in ("start", "end")}
            self.places |= {part: (quote, part) for part in ("exact", "prefix", "suffix")}
        elif name == "geojson":
            words = item["properties"]["words"][0]
            self.places = {part: (words, part) for part in ("start", "end", "exact", "prefix", "suffix")}
        else:
            part = item["hasPart"][0]
            self.places = {one["propertyID"]: (one, "value") for one in part["identifier"]}
            self.places["exact"] = (part, "text")

    def __getitem__(self, part: str) -> Any:
        holder, key = self.places[part]
        return holder[key]

    def __setitem__(self, part: str, value: object) -> None:
        holder, key = self.places[part]
        holder[key] = value


def last_item(name: str, data: Json) -> Json:
    """Return the last item: a statement or an event, both of which have words."""
    return items_of(name, data)[-2 if name == "claims" else -1]


def tampered(
    name: str, change: Callable[[Json, Receipt], object], *, texts_only: bool = True
) -> list[Finding]:
    """Return what is found once an export was changed and sealed anew, held against texts alone."""
    data = json.loads(written(name, marked_record()))
    change(data, Receipt(name, last_item(name, data)))
    content = json.dumps(resealed(name, data)).encode()
    return list(verify_export(content, store(marked_record(), texts_only=texts_only)).findings)


def whats(findings: list[Finding]) -> str:
    return " | ".join(finding.line for finding in findings)
