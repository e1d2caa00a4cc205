"""The JSON Schema of a record, read off the model classes."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from onrecord.export.json import type_hints
from onrecord.model import SCHEMA, Record, Span

_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean"}
_ATTRIBUTE = re.compile(r"^ {8}(\w+): (.+(?:\n {9,}.+)*)", re.M)


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of what `record_to_json` gives.

    Every field is required; unknown ones are let through, because a field may be added
    without a new schema number. Descriptions are the docstrings of the model classes.
    """
    definitions: dict[str, Any] = {}
    root = _object_schema(Record, definitions)
    root["properties"]["schema"] = {"const": SCHEMA, **described_field(Record, "schema")}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "OnRecord record of one report",
        **root,
        "$defs": {"Span": _span_schema(), **dict(sorted(definitions.items()))},
    }


def _span_schema() -> dict[str, Any]:
    offset = {"type": "integer", "minimum": 0}
    return {
        "type": "object",
        "description": "A half-open stretch of report.text, in Unicode code points, and what it cuts.",
        "properties": {"start": offset, "end": offset, "text": {"type": "string"}},
        "required": ["start", "end", "text"],
    }


def _object_schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = type_hints(kind)
    properties: dict[str, Any] = {}
    for field in fields(kind):
        if field.name == "span":
            properties.update(_span_schema()["properties"])
        else:
            properties[field.name] = _schema(hints[field.name], definitions) | described_field(
                kind, field.name
            )
    summary = (kind.__doc__ or "").strip().split("\n\n")[0]
    return {
        "type": "object",
        "description": " ".join(summary.split()),
        "properties": properties,
        "required": list(properties),
    }


def _schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if kind is Span:
        return {"$ref": "#/$defs/Span"}
    if is_dataclass(kind):
        name = getattr(kind, "__name__", "")
        if name not in definitions:
            definitions[name] = {}
            definitions[name] = _object_schema(kind, definitions)
        return {"$ref": f"#/$defs/{name}"}
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (Union, UnionType):
        inner = _schema(next(a for a in arguments if a is not NoneType), definitions)
        if isinstance(inner.get("type"), str) and len(inner) == 1:
            return {"type": [inner["type"], "null"]}
        return {"anyOf": [inner, {"type": "null"}]}
    return {"type": _SCALARS[kind]}


def described_field(kind: Any, name: str) -> dict[str, str]:
    """Return the description of a field from the "Attributes" of its class, if it has one."""
    listed = (kind.__doc__ or "").partition("Attributes:")[2]
    text = dict(_ATTRIBUTE.findall(listed)).get(name)
    return {"description": re.sub(r"\bNone\b", "null", " ".join(text.split()))} if text else {}
