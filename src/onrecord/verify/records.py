"""Verification of OnRecord's own JSON: words, ids, and what points to what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.errors import InputError, OffsetError
from onrecord.export.json import record_from_json
from onrecord.export.unheld import item_name
from onrecord.verify.contents import Contents, as_dict, as_list, missing_numbers, repeated, words_in
from onrecord.verify.findings import Finding

_LISTS = ("sentences", "entities", "places", "times", "statements", "events")


def read_records(values: list[tuple[str, Any]]) -> Contents:
    """Return what records say, given their JSON values and where each stands."""
    contents = Contents("json", carries_texts=True)
    for where, value in values:
        report = as_dict(value.get("report"))
        digest, text = report.get("id"), report.get("text")
        if not isinstance(digest, str) or not isinstance(text, str):
            contents.wrong("the report has no digest or no text", "report", where)
            continue
        contents.texts.append((digest, text))
        _read_record(value, contents, contents.add_report(digest), f"{where}: " if where else "")
    reports = [as_dict(value.get("report")) for _, value in values]
    for one in repeated([f"{report.get('id')} {report.get('input')}" for report in reports]):
        contents.wrong("this record is there twice", "report", "", None, one)
    return contents


def _read_record(value: dict[str, Any], contents: Contents, key: str, where: str) -> None:
    report = {name: inner for name, inner in value["report"].items() if name != "text"}
    digest = str(report["id"])
    contents.words += words_in(report, "report", digest, f"{where}report")
    versions = {name: value.get(name) for name in ("schema", "onrecord", "weights")}
    contents.add_item(f"{key}:report", "report", where, versions | {"report": report})
    for name in _LISTS:
        items = as_list(value.get(name))
        for index, one in enumerate(items):
            item = item_name(one, name, index)
            at = f"{where}{name}[{index}]"
            contents.words += words_in(one, item, digest, at)
            contents.add_item(f"{key}:{item}", item, at, one)
        for one in missing_numbers([item_name(one, name, 0) for one in items]):
            contents.gaps.append(
                Finding("this item is missing, though the numbers run on", one, f"{where}{name}")
            )
    for item, at, what in _loose_ends(value):
        contents.wrong(what, item, f"{where}{at}")
    try:
        record_from_json(value)
    except OffsetError:
        # Told word by word when the words are held against the report.
        pass
    except (InputError, ValueError, OverflowError) as problem:
        contents.wrong(f"this is not the form of a record ({problem})", "report", where.removesuffix(": "))


def _loose_ends(value: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield item, path and what is wrong wherever something points to what is not there."""
    known = {
        "entity": {str(as_dict(one).get("id")) for one in as_list(value.get("entities"))},
        "statement": {str(as_dict(one).get("id")) for one in as_list(value.get("statements"))},
    }
    known["within"] = known["statement"]
    counts = {name: len(as_list(value.get(name))) for name in ("places", "times")}

    def walk(inner: Any, item: str, at: str, listed: str) -> Iterator[tuple[str, str, str]]:
        if isinstance(inner, list):
            for index, one in enumerate(inner):
                yield from walk(one, item, f"{at}[{index}]", listed)
        elif isinstance(inner, dict):
            for name, one in inner.items():
                if name in known and isinstance(one, str) and one not in known[name]:
                    yield item, f"{at}.{name}", f"it points to {one}, which is not there"
                elif name == "index" and isinstance(one, int) and not 0 <= one < counts.get(listed, one + 1):
                    yield item, f"{at}.{name}", f"it points to {listed}[{one}], which is not there"
                else:
                    yield from walk(
                        one, item, f"{at}.{name}", {"places": "places", "time": "times"}.get(name, "")
                    )

    for name in _LISTS:
        for index, one in enumerate(as_list(value.get(name))):
            yield from walk(one, item_name(one, name, index), f"{name}[{index}]", "")
