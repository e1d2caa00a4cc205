"""Reports out of a JSON input: one object, an array, or JSON Lines, which are read as a stream."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from onrecord.errors import InputError, NoBody
from onrecord.ingest.assembly import named
from onrecord.ingest.charset import decode
from onrecord.ingest.inputs import too_large
from onrecord.ingest.items import capture_of
from onrecord.ingest.json_items import Held, held_in, parse_json, read_item, with_publisher
from onrecord.ingest.streams import Inflow, read_whole
from onrecord.model import Capture

_TYPE = "application/json"
_JSON_NAME = re.compile(r"\.(?:json|jsonl|ndjson)\Z|[/+](?:json|jsonl|ndjson|x-ndjson)\b", re.IGNORECASE)
_LINES_NAME = re.compile(r"\.(?:jsonl|ndjson)\Z|[/+](?:x-)?(?:jsonl|ndjson)\b", re.IGNORECASE)


def read_json(
    stream: Inflow,
    source: str,
    as_text: Callable[[bytes, str], Capture],
    *,
    media_type: str | None,
    retrieved: str | None,
    max_bytes: int,
) -> Iterator[Capture | InputError]:
    """Yield the reports in a JSON input: ninjs, news-please or Fundus.

    JSON Lines are told from a first line that is a whole object with more below it, or from the name. A text that
    only begins like JSON ("[LIMA, May 4]") is given as a text.

    Args:
        stream: the input, unpacked, from its start.
        source: its name.
        as_text: makes a capture of what is no JSON.
        media_type: what a server calls it, or None.
        retrieved: ISO 8601 time at which it was had from the web, or None.
        max_bytes: largest report in JSON Lines, largest whole input otherwise, in bytes.

    Raises:
        InputError: the input as a whole cannot be read.
    """
    first = stream.readline(max_bytes + 1)
    named_lines = any(_LINES_NAME.search(name) for name in (source, media_type or ""))
    if named_lines or (stream.peek(1).strip()[:1] in (b"{", b"[") and _is_object(first)):
        yield from _lines(first, stream, source, retrieved, max_bytes)
        return
    data = first + read_whole(stream, where=named(source), max_bytes=max(0, max_bytes - len(first)))
    where = named(source)
    if len(data) > max_bytes:
        raise too_large(where, max_bytes)
    try:
        value = parse_json(decode(data, where=where))
    except ValueError as error:
        if not any(_JSON_NAME.search(name) for name in (source, media_type or "")):
            yield as_text(data, source)
            return
        raise NoBody(
            what=f"its JSON is damaged ({error})", where=where, remedy="get the file again"
        ) from error
    several = held_in(value)
    if several is None:
        yield capture_of(
            read_item(value, where=where), input=source, data=data, media_type=_TYPE, retrieved=retrieved
        )
        return
    yield from _listed(several, source, retrieved)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict | list)
    except (ValueError, RecursionError):
        return False


def _lines(
    first: bytes, stream: Inflow, source: str, retrieved: str | None, max_bytes: int
) -> Iterator[Capture | InputError]:
    line, number = first, 1
    while line:
        where = f"{named(source)}, line {number}"
        if len(line) > max_bytes:
            while line and not line.endswith(b"\n"):
                line = stream.readline(max_bytes)
            yield too_large(where, max_bytes)
        elif line.strip():
            try:
                value = parse_json(decode(line, where=where))
            except InputError as problem:
                yield problem
            except ValueError as error:
                yield NoBody(what=f"its JSON is damaged ({error})", where=where, remedy="get the file again")
            else:
                yield from _listed(held_in(value) or iter([Held(value)]), source, retrieved, number=number)
        line, number = stream.readline(max_bytes + 1), number + 1
    if stream.problem is not None:
        yield stream.problem


def _listed(
    held: Iterator[Held], source: str, retrieved: str | None, *, number: int = 1
) -> Iterator[Capture | InputError]:
    """Yield the reports of a list; one without an id is named by its number, counted from 1."""
    given = False
    for place, one in enumerate(held, start=number):
        given = True
        where = f"{source}#{place}"
        try:
            item = with_publisher(read_item(one.data, where=where), one.publisher)
            name = f"{source}#{item.id}" if item.id else where
            yield capture_of(item, input=name, data=_bytes(one.data), media_type=_TYPE, retrieved=retrieved)
        except InputError as problem:
            yield problem
    if not given:
        yield NoBody(what="the list holds no report", where=named(source), remedy="give one that holds some")


def _bytes(data: Any) -> bytes:
    try:
        return json.dumps(data, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:  # half a character, which only an escape can hold
        return json.dumps(data).encode("ascii")
