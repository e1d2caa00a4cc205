"""JSON and JSON Lines, read so strictly that nothing in them can be told two ways."""

from __future__ import annotations

import json
from typing import Any

from onrecord.verify.findings import Finding


def values_of(content: bytes) -> tuple[list[tuple[str, Any]], list[Finding]]:
    """Return the values of a JSON or JSON Lines file, each with where it stands, and what is wrong with the file.

    An array at the top stands for its items. A member given twice, NaN and infinity are wrong, since readers
    disagree on them.
    """
    if not content.strip():
        return [], [Finding("the file is empty", "export")]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        return [], [Finding(f"the file is no UTF-8 (byte {problem.start})", "export")]
    try:
        whole = _strict(text)
    except ValueError as problem:
        return _lines_of(text, problem)
    if isinstance(whole, list):
        return [(f"[{index}]", value) for index, value in enumerate(whole)], []
    return [("", whole)], []


def _lines_of(text: str, whole_problem: ValueError) -> tuple[list[tuple[str, Any]], list[Finding]]:
    values, findings = [], []
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    for number, line in lines:
        try:
            value = _strict(line)
        except ValueError as problem:
            if number == lines[0][0]:
                # Not JSON Lines then, but a document that breaks off or is malformed.
                return [], [Finding(f"the file is no whole JSON ({whole_problem})", "export")]
            what = f"the line is no whole JSON ({problem}); the file may break off here"
            findings.append(Finding(what, "export", f"line {number}"))
        else:
            values.append((f"line {number}", value))
    return values, findings


def _strict(text: str) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            names = [name for name, _ in pairs]
            raise ValueError(f"a member is given twice: {next(n for n in names if names.count(n) > 1)}")
        return found

    def refuse(constant: str) -> Any:
        raise ValueError(f"{constant} is no JSON")

    try:
        return json.loads(text, object_pairs_hook=once, parse_constant=refuse)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
