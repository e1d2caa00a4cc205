"""A manifest: a list of reports in files, with what is known of each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from onrecord.errors import InputError, NoBody, UnreadableInput
from onrecord.ingest.carriers import find_captures
from onrecord.ingest.charset import decode
from onrecord.ingest.inputs import is_address, open_file, read_stream
from onrecord.ingest.json_items import parse_json
from onrecord.ingest.options import DEFAULTS, IngestOptions, iso_time
from onrecord.model import Capture

_GIVEN = ("url", "outlet", "published", "agency")
_FORMS = "a JSON list of reports, JSON Lines, or CSV with a column 'file'"


@dataclass(frozen=True, slots=True)
class Entry:
    """One report of a manifest.

    Attributes:
        id: what the manifest calls it, or None.
        capture: its bytes; outlet, address, time and agency are the manifest's where it gives them.
        options: the caller's options with the same facts as given ones, so that they win over everything found in
            the report: `document_of(entry.capture, options=entry.options)`.
    """

    id: str | None
    capture: Capture
    options: IngestOptions


def read_manifest(path: str, *, options: IngestOptions = DEFAULTS) -> Iterator[Entry | InputError]:
    """Yield the reports that a manifest lists, in its order.

    A manifest is JSON (an object with a list "reports", or the list alone), JSON Lines, or CSV with a header. Each
    report has a `file`, a path relative to the manifest or an address, and may have `item` (the id of one entry of a
    feed or other carrier), `id`, `url`, `outlet`, `published`, `agency` and `encoding`; other names are passed over.
    A file or item that is missing gives an error in its place and costs the others nothing; so does a manifest that
    cannot be read. Nothing is raised.

    Args:
        path: the manifest.
        options: limits for all, and facts for those reports of which the manifest gives none.
    """
    try:
        rows = _rows(path, options)
    except InputError as problem:
        yield problem
        return
    shelf = _Shelf(options)
    for number, row in enumerate(rows, start=1):
        try:
            entry = _entry(row, f"{path}, report {number}", Path(path).parent, shelf)
        except InputError as problem:
            yield problem
        else:
            yield entry


def _rows(path: str, options: IngestOptions) -> list[Any]:
    with open_file(path) as stream:
        data = read_stream(stream, where=path, max_bytes=options.max_bytes)
    text = decode(data, where=path).removeprefix("\ufeff")
    if text.lstrip()[:1] not in ("{", "["):
        return _csv_rows(text, path)
    try:
        value = parse_json(text)
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        try:
            return [parse_json(line) for line in lines]
        except ValueError:
            raise _no_manifest(path, f"its JSON is damaged ({error})") from error
    rows = value.get("reports", value) if isinstance(value, dict) else value
    if isinstance(rows, dict) and "file" in rows:
        return [rows]
    if not isinstance(rows, list):
        raise _no_manifest(path, "it holds no list of reports")
    return rows


def _csv_rows(text: str, path: str) -> list[Any]:
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise _no_manifest(path, f"its CSV is damaged ({error})") from error
    if not rows or "file" not in rows[0]:
        raise _no_manifest(path, "it has no column 'file'")
    return list(rows)


def _no_manifest(path: str, what: str) -> NoBody:
    return NoBody(what=f"this is no manifest: {what}", where=path, remedy=f"give {_FORMS}")


class _Shelf:
    """The captures of the file that was opened last: the entries of one feed mostly stand together."""

    def __init__(self, options: IngestOptions) -> None:
        self.options = options
        self._source: str | None = None
        self._found: dict[str, Capture | InputError] = {}

    def take(self, source: str, item: str | None) -> Capture:
        """Return one report of a file: the only one, or that with this id.

        Raises:
            InputError: it cannot be read, or the file holds others only, or several and no id is given.
        """
        if self._source != source:
            self._found = {}
            self._source = source
            for found in find_captures(source, options=self.options, follow=False):
                name = found.where if isinstance(found, InputError) else found.input
                self._found[name] = found
        wanted = self._wanted(source, item)
        if isinstance(wanted, InputError):
            raise wanted
        return wanted

    def _wanted(self, source: str, item: str | None) -> Capture | InputError:
        if item is not None:
            found = self._found.get(f"{source}#{item}") or self._found.get(item)
            if found is None and len(self._found) == 1:
                found = next((one for one in self._found.values() if isinstance(one, InputError)), None)
            return found or UnreadableInput(
                what=f"it holds no item {item!r} among {len(self._found):,}",
                where=source,
                remedy="check the item against the ids in the file",
            )
        if len(self._found) == 1:
            return next(iter(self._found.values()))
        return InputError(
            what=f"it holds {len(self._found):,} reports",
            where=source,
            remedy="say which one is meant with 'item', its id in the file",
        )


def _entry(row: Any, where: str, folder: Path, shelf: _Shelf) -> Entry:
    facts = _facts(row)
    name = facts.get("file")
    if not name:
        raise NoBody(what="it names no file", where=where, remedy="give each report a 'file'")
    published = facts.get("published")
    if published and iso_time(published) is None:
        raise InputError(
            what=f"its 'published' is not an ISO 8601 day or time ({published!r})",
            where=where,
            remedy="write it as 2016-12-12 or 2016-12-12T13:48+03:00",
        )
    capture = shelf.take(name if is_address(name) else str(folder / name), facts.get("item"))
    given: dict[str, str] = {key: facts[key] for key in _GIVEN if key in facts}
    return Entry(
        facts.get("id"),
        replace(capture, charset=facts.get("encoding", capture.charset), **_dated(given)),
        replace(shelf.options, **given),  # type: ignore[arg-type]
    )


def _dated(given: dict[str, str]) -> dict[str, Any]:
    return {key: iso_time(value) if key == "published" else value for key, value in given.items()}


def _facts(row: Any) -> dict[str, str]:
    """Return the facts of one row that are text and not empty."""
    if not isinstance(row, dict):
        return {}
    return {str(key): value.strip() for key, value in row.items() if isinstance(value, str) and value.strip()}
