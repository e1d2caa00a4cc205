"""Items in ninjs, the JSON of news agencies (IPTC), in its versions 1, 2 and 3."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from onrecord.ingest.fragments import read_line
from onrecord.ingest.items import Item

_MARKS = frozenset(
    [
        "versioncreated",
        "versionCreated",
        "firstcreated",
        "firstCreated",
        "contentCreated",
        "contentcreated",
        "representationtype",
        "representationType",
        "pubstatus",
        "pubStatus",
        "headlines",
        "headline",
        "byline",
        "by",
        "located",
        "uri",
    ]
)
_TIMES = ("versioncreated", "firstcreated", "contentcreated")
_MAIN_ROLES = (None, "main", "headline", "body", "story")


def is_ninjs(data: dict[str, Any]) -> bool:
    """Tell whether an object is an item in ninjs: it says so, or has a body and fields of that format."""
    standard = data.get("standard")
    if isinstance(standard, dict) and str(standard.get("name", "")).lower() == "ninjs":
        return True
    return (_has_body(data) and bool(_MARKS & data.keys())) or (
        "uri" in data and bool({"pubstatus", "pubStatus"} & data.keys())
    )


def _has_body(data: dict[str, Any]) -> bool:
    return isinstance(data.get("bodies"), list) or any(
        key.startswith("body_") and isinstance(value, str) for key, value in data.items()
    )


def read_ninjs(data: dict[str, Any]) -> Item:
    """Return what an item in ninjs says. Fields of a wrong type count as absent."""
    fields = {key.lower(): value for key, value in data.items()}
    html, text = _body(fields)
    uri = _line(fields.get("uri"))
    return Item(
        id=uri,
        html=html,
        text=text,
        headline=_headline(fields),
        dateline=_line(fields.get("dateline")),
        located=_place(fields.get("located")),
        publisher=next(
            (
                name
                for key in ("copyrightholder", "provider", "infosources", "copyrightnotice")
                for name in _names(fields.get(key))
                if key != "copyrightnotice" or not re.search(r"\d|©|\(c\)|(?i:rights|copyright)", name)
            ),
            None,
        ),
        sources=tuple(
            name
            for key in ("infosources", "infosource", "creditline", "source")
            for name in _names(fields.get(key))
        ),
        bylines=tuple(name for key in ("byline", "by", "authors") for name in _names(fields.get(key)))[:20],
        published=next((value for key in _TIMES if (value := _line(fields.get(key)))), None),
        url=_address(fields, uri),
        status=(_line(fields.get("pubstatus")) or "").rpartition(":")[2].lower() or None,
    )


def _line(value: Any) -> str | None:
    return read_line(value) if isinstance(value, str) else None


def _records(value: Any) -> Iterator[dict[str, Any]]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield {str(key).lower(): part for key, part in one.items()}


def _names(value: Any) -> Iterator[str]:
    """Yield the names in a field that holds a name, an object with a name, or a list of either."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            one = one.get("name") or one.get("byline") or one.get("literal")
        name = _line(one)
        if name:
            yield name


def _headline(fields: dict[str, Any]) -> str | None:
    plain = _line(fields.get("headline"))
    if plain:
        return plain
    named = [(_role(one), _line(one.get("value"))) for one in _records(fields.get("headlines"))]
    found = [value for role, value in named if value and role in _MAIN_ROLES]
    return next(iter([*found, *(value for _, value in named if value)]), None) or _line(fields.get("title"))


def _role(one: dict[str, Any]) -> str | None:
    role = _line(one.get("role"))
    return role.rpartition(":")[2].lower() if role else None


def _body(fields: dict[str, Any]) -> tuple[str | None, str | None]:
    """Return the body as HTML, or else as plain text; the main one where there are several."""
    for key in ("body_xhtml", "body_html"):
        if isinstance(fields.get(key), str) and fields[key].strip():
            return fields[key], None
    bodies = [one for one in _records(fields.get("bodies")) if isinstance(one.get("value"), str)]
    bodies.sort(key=lambda one: _role(one) not in _MAIN_ROLES)
    for one in bodies:
        kind = str(one.get("contenttype") or "").lower()
        if one["value"].strip():
            return (
                (one["value"], None)
                if "html" in kind or _looks_html(one["value"], kind)
                else (None, one["value"])
            )
    text = fields.get("body_text")
    return None, text if isinstance(text, str) and text.strip() else None


def _looks_html(value: str, kind: str) -> bool:
    return "plain" not in kind and re.search(r"<(?:p|div|br|h\d)\b", value) is not None


def _place(value: Any) -> str | None:
    """Return the name of the place of filing: a name, or an object with one."""
    return next(_names(value), None)


def _address(fields: dict[str, Any], uri: str | None) -> str | None:
    """Return the address of the report on the web: stated, linked as such, or the item's own id."""
    stated = [fields.get("url")]
    stated += [
        one.get("href") or one.get("value")
        for key in ("links", "altids")
        for one in _records(fields.get(key))
        if _role(one) in (None, "canonical", "webcanonical", "alternate", "url", "link")
    ]
    for value in (*stated, uri):
        if isinstance(value, str) and re.match(r"https?://\S+$", value.strip(), re.IGNORECASE):
            return value.strip()
    return None
