"""What of a record a format does not hold, found by going through all of it.

A format names the fields that it holds; whatever else stands in the record is left out and told, also fields that
are added to the record later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from onrecord.export.formats import LeftOut

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
    """Yield what a format does not hold of a record.

    Args:
        data: the record, as JSON holds it. A format may blank out beforehand what it holds of some items only.
        held: paths of the fields that the format holds with all that is in them ("statements[].kind").
        reasons: by path, why the format cannot hold a field; the field is told as a whole.
        dropped: by id, why an item is left out whole. Items of lists without ids go by their index ("places[2]").
    """
    held, reasons, dropped = frozenset(held), reasons or {}, dropped or {}
    report = str(data["report"]["id"])

    def walk(value: Any, path: str, item: str | None) -> Iterator[LeftOut]:
        if path in held or value is None or value in ([], {}, ""):
            return
        if path in reasons:
            yield LeftOut(report, item, path, value, reasons[path])
        elif isinstance(value, dict):
            for name, inner in value.items():
                yield from walk(inner, f"{path}.{name}" if path else name, item)
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                named = (
                    item_name(inner, path, index) if item is None and not path.startswith("report") else item
                )
                if named is not None and named in dropped and named != item:
                    yield LeftOut(report, named, f"{path}[]", inner, dropped[named])
                else:
                    yield from walk(inner, f"{path}[]", named)
        else:
            yield LeftOut(report, item, path, value, NO_PLACE)

    return walk(data, "", None)


def item_name(value: Any, path: str, index: int) -> str:
    """Return what an item of a list is called: its id, or the name of the list and the index."""
    named = value.get("id") if isinstance(value, dict) else None
    return named if isinstance(named, str) else f"{path}[{index}]"
