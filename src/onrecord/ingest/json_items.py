"""Reports in JSON, one or many: which format each object is in, and the objects of an array or of JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from onrecord.errors import NoBody
from onrecord.ingest.crawled import is_fundus, is_news_please, read_fundus, read_news_please
from onrecord.ingest.items import Item
from onrecord.ingest.ninjs import is_ninjs, read_ninjs

_KNOWN = "ninjs, news-please or Fundus"
_LIST_KEYS = ("items", "_items", "articles", "data", "results", "reports")


@dataclass(frozen=True, slots=True)
class Held:
    """One object of a JSON carrier, with the publisher under whose name it stands, if it does."""

    data: dict[str, Any]
    publisher: str | None = None


def parse_json(text: str) -> Any:
    """Return the value of a JSON text.

    Raises:
        ValueError: it is no JSON, or nested deeper than any item.
    """
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except RecursionError as error:
        raise ValueError("brackets are nested too deep") from error


def read_item(data: Any, *, where: str) -> Item:
    """Return what a JSON object says, in whichever of the known formats it is.

    Raises:
        NoBody: it is in none of them.
    """
    if isinstance(data, dict):
        for tells, read in (
            (is_ninjs, read_ninjs),
            (is_fundus, read_fundus),
            (is_news_please, read_news_please),
        ):
            if tells(data):
                return read(data)
    raise NoBody(what=f"this is {_kind(data)}, not a report", where=where, remedy=_remedy(data))


def is_item(data: Any) -> bool:
    """Tell whether a value is one report in a known format."""
    return isinstance(data, dict) and (is_ninjs(data) or is_fundus(data) or is_news_please(data))


def held_in(value: Any) -> Iterator[Held] | None:
    """Yield the objects that a JSON value holds as a list of reports; None where it is no such list.

    Known are an array, an object with the array under a usual name ("items"), and an object with an array a
    publisher, as Fundus writes it.
    """
    if isinstance(value, list):
        return (Held(one) for one in value)
    if not isinstance(value, dict) or is_item(value):
        return None
    for key in _LIST_KEYS:
        inner = value.get(key)
        if isinstance(inner, list) and any(map(is_item, inner)):
            return (Held(one) for one in inner)
    lists = {name: inner for name, inner in value.items() if isinstance(inner, list) and inner}
    if lists and len(lists) == len(value) and all(is_item(inner[0]) for inner in lists.values()):
        return (Held(one, str(name)) for name, inner in lists.items() for one in inner)
    return None


def with_publisher(item: Item, publisher: str | None) -> Item:
    """Return an item with the publisher under whose name it stands, where it names none itself."""
    return replace(item, publisher=publisher) if publisher and not item.publisher else item


def _kind(data: Any) -> str:
    if isinstance(data, dict) and {"schema", "onrecord", "report"} <= data.keys():
        return "a record that OnRecord wrote"
    if isinstance(data, dict) and isinstance(data.get("reports"), list):
        return "JSON data with a list of reports (a manifest?)"
    return "JSON data"


def _remedy(data: Any) -> str:
    if isinstance(data, dict) and {"schema", "onrecord", "report"} <= data.keys():
        return "give the report itself; `onrecord export` and `onrecord verify` read records"
    return f"give a page (HTML), a plain text, or an item in {_KNOWN}"
