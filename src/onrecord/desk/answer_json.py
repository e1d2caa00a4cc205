"""Answers as JSON and as JSON Lines; what would steer a terminal or turn the reading order stands as an escape."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields, is_dataclass

from onrecord.desk.answers import HappeningAnswer, SourcesAnswer, StoryAnswer
from onrecord.desk.profiles import Profile
from onrecord.desk.tabled import Tabled

SCHEMA = 1
"""Number of the form of answers as JSON and CSV; it rises when a field is renamed or dropped."""

_STEERING = re.compile(r"[\x7f-\x9f\u00ad\u0600-\U0010ffff]")
"""Characters among which those are that `make_visible` spells out; JSON escapes the others by itself."""


def tabled_json(tabled: Tabled, *, asked: Mapping[str, object], state: Mapping[str, object]) -> str:
    """Return an answer as JSON text.

    Args:
        tabled: the answer.
        asked: the question, and the filter.
        state: of what state of the store the answer is.
    """
    value = {
        "schema": SCHEMA,
        "asked": asked,
        "relations": state,
        "counted": tabled.counted,
        "left_out": tabled.left_out,
        "answer": plain(tabled.value),
    }
    return f"{json_text(value, indent=1)}\n"


def tabled_lines(tabled: Tabled) -> Iterator[str]:
    """Yield an answer as lines of JSON, each with its line end: the rows of a list, or the rows of all parts of an answer.

    In the second case `part` is the name of the field that the row stands in ("happenings").
    """
    value = tabled.value
    for one in value if isinstance(value, tuple | list) else (value,):
        if isinstance(one, StoryAnswer | HappeningAnswer | SourcesAnswer | Profile):
            for name in (field.name for field in fields(one)):
                part = getattr(one, name)
                for row in part if isinstance(part, tuple) else (part,):
                    yield f"{json_text({'part': name, **_fields_of(row)})}\n"
        else:
            yield f"{json_text(plain(one))}\n"


def json_text(value: object, *, indent: int | None = None) -> str:
    """Return plain values as JSON text, safe to be shown on a terminal.

    Raises:
        ValueError: a number is infinite or none at all, which JSON cannot say.

    >>> json_text({"text": "all\x9b clear"})
    '{"text":"all\\\\u009b clear"}'
    """
    separators = (",", ":") if indent is None else None
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators, allow_nan=False)
    return _STEERING.sub(lambda found: _escaped(found[0]), text)


def plain(value: object) -> object:
    """Return an answer as plain values, as JSON has them."""
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def _fields_of(row: object) -> dict[str, object]:
    found = plain(row)
    return found if isinstance(found, dict) else {"value": found}


def _escaped(character: str) -> str:
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return json.dumps(character)[1:-1]
    return character
