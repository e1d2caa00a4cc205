"""What of a record a format does not hold, found by going through all of it.

A format names the fields that it holds; whatever else stands in the record is left out and told, also fields that
are added to the record later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from onrecord.export.formats import LeftOut

_STEP = re.compile(r"\[\]|\.")
NO_PLACE = "the format has no place for it"


def span_fields(*paths: str) -> frozenset[str]:
    """Return the paths of offsets and words of the spans at the paths given.

    >>> sorted(span_fields("statements[].cue"))
    ['statements[].cue.end', 'statements[].cue.start', 'statements[].cue.text']
    """
    return frozenset(f"{path}.{field}" for path in paths for field in ("start", "end", "text"))


def unheld(
    data: dict[str, Any],
    held: Iterable[str],
    *,
    reasons: Mapping[str, str] | None = None,
    dropped: Mapping[str, str] | None = None,
) -> Iterator[LeftOut]:
    """Yield what a format does not hold of a record, each field as a whole of which nothing is held.

    None, False and empty lists and texts are nothing to tell of.

    Args:
        data: the record, as JSON holds it. A format may blank out beforehand what it holds of some items only.
        held: paths of the fields that the format holds with all that is in them ("statements[].kind").
        reasons: by path, why the format cannot hold a field; the field is told as a whole.
        dropped: by id, why an item is left out whole. Items of lists without ids go by their index ("places[2]").
    """
    held, reasons, dropped = frozenset(held), reasons or {}, dropped or {}
    report = str(data["report"]["id"])
    entered = {"", *(name for name, value in data.items() if _has_items(value))}
    for path in (*held, *reasons):
        entered |= {path[: at.start()] for at in _STEP.finditer(path)}

    def walk(value: Any, path: str, item: str | None) -> Iterator[LeftOut]:
        if path in held or value is None or value is False or value in ([], {}, ""):
            return
        if path in reasons or path not in entered:
            yield LeftOut(report, item, path, value, reasons.get(path, NO_PLACE))
        elif isinstance(value, dict):
            for name, inner in value.items():
                yield from walk(inner, f"{path}.{name}" if path else name, item)
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                name = item_name(inner, path, index) if path in data else item
                if path in data and name is not None and name in dropped:
                    yield LeftOut(report, name, f"{path}[]", inner, dropped[name])
                else:
                    yield from walk(inner, f"{path}[]", name)

    return walk(data, "", None)


def _has_items(value: Any) -> bool:
    """Tell whether a list of a record is one of items rather than of bare spans."""
    return isinstance(value, list) and any(
        isinstance(one, dict) and set(one) > {"start", "end", "text"} for one in value
    )


def item_name(value: Any, path: str, index: int) -> str:
    """Return what an item of a list is called: its id, or the name of the list and the index."""
    named = value.get("id") if isinstance(value, dict) else None
    return named if isinstance(named, str) else f"{path}[{index}]"
