"""Records read back from the files that `onrecord read` writes: JSON Lines, one object, or an array."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from onrecord.errors import InputError, NotText, OnRecordError, UnreadableInput
from onrecord.export.json import record_from_json
from onrecord.model import Record


def stored_records(name: str) -> Iterator[Record | OnRecordError]:
    """Yield the records of a file, in order; in the place of a bad one, what is wrong with it and where.

    Args:
        name: path of the file, or "-" for standard input.
    """
    try:
        text = _text_of(name)
    except OnRecordError as problem:
        yield problem
        return
    for where, data in _objects(text, name):
        if isinstance(data, OnRecordError):
            yield data
            continue
        try:
            yield record_from_json(data)
        except OnRecordError as problem:
            yield type(problem)(what=problem.what, where=f"{where}: {problem.where}", remedy=problem.remedy)


def _text_of(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as problem:
        raise UnreadableInput(
            what=f"the file cannot be read ({problem.strerror or problem})",
            where=name,
            remedy="name a file that `onrecord read -f jsonl` has written",
        ) from problem
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise NotText(
            what="the file is not UTF-8",
            where=name,
            remedy="name a file that `onrecord read -f jsonl` has written",
        ) from problem


def _objects(text: str, name: str) -> Iterator[tuple[str, Any]]:
    """Yield where each object stands, and the object, or what is wrong with it."""
    whole = _parsed(text) if _is_one_value(text) else None
    if isinstance(whole, list):
        yield from ((f"{name}, record {number}", data) for number, data in enumerate(whole, start=1))
        return
    if whole is not None and not isinstance(whole, Exception):
        yield name, whole
        return
    # Only "\n" parts lines: other line ends may stand inside the text of a report.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            where, data = f"{name}, line {number}", _parsed(line)
            if isinstance(data, Exception):
                data = InputError(
                    what=f"this is no JSON ({data})",
                    where=where,
                    remedy="name a file that `onrecord read -f jsonl` has written; the other lines are unharmed",
                )
            yield where, data


def _is_one_value(text: str) -> bool:
    """Tell whether a text looks like one JSON value over several lines rather than JSON Lines."""
    first = text.lstrip()[:200].split("\n")[0].strip()
    return first.startswith("[") or first == "{"


def _parsed(text: str) -> Any:
    """Return the value of a JSON text, or the error."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as problem:
        return problem


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number that JSON knows")
