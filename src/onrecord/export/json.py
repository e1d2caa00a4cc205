"""Records as JSON, and back: RECORD.md's form, read off the model classes themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from onrecord.errors import InputError, OffsetError, OnRecordError
from onrecord.model import SCHEMA, Record, Span

type_hints = cache(get_type_hints)
"""The resolved type hints of a model class, by field name."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def record_to_json(record: Record) -> dict[str, Any]:
    """Return the record as the JSON object of RECORD.md, in plain Python values.

    Wherever a span stands, so does the text that it cuts. A field named `span` is laid flat into
    the object that holds it (`{"start": 210, "end": 218, "text": "BRUSSELS", ...}`).

    Raises:
        OffsetError: a span of the record lies outside the report's text.
    """
    return cast("dict[str, Any]", _plain(record, record.report.text))


def part_to_json(part: object, text: str) -> object:
    """Return a part of a record (a statement, an event) as JSON holds it, in plain Python values.

    Args:
        part: a model object, or a tuple of them.
        text: the text of the report that its spans lie in.
    """
    return _plain(part, text)


def record_from_json(data: object) -> Record:
    """Return the record that a JSON object stands for; the inverse of `record_to_json`.

    Fields that this version does not know are passed over, so that records of later versions
    of the same schema can be read.

    Raises:
        InputError: a field is missing or of the wrong type, or the schema number is another.
        OffsetError: the text given beside a span is not what the span cuts.
    """
    report = data.get("report") if isinstance(data, dict) else None
    text = report.get("text") if isinstance(report, dict) else None
    if not isinstance(data, dict) or not isinstance(text, str):
        raise _malformed("record", "this is no record: there is no report with a text in it")
    if data.get("schema") != SCHEMA:
        raise _malformed("schema", f"the record format is {data.get('schema')!r}, not {SCHEMA}")
    try:
        return cast("Record", _reader(Record)(data, text))
    except _Wrong as wrong:
        raise wrong.told() from None


def json_text(record: Record, *, indent: int | None = None) -> str:
    """Return the record as JSON text without a final newline, always the same for an equal record.

    Non-ASCII characters stand for themselves. Lone surrogates, which UTF-8 cannot carry, are
    written as JSON escapes, so the text always encodes.

    Args:
        record: the record.
        indent: spaces a level, or None for one line, as JSON Lines wants it.
    """
    return value_text(record_to_json(record), indent=indent)


def json_array_text(records: Iterable[Record], *, indent: int | None = None) -> str:
    """Return the records as the text of one JSON array, in the order given."""
    return value_text([record_to_json(record) for record in records], indent=indent)


def value_text(value: object, *, indent: int | None = None) -> str:
    """Return plain Python values as JSON text that no line-based reader breaks and UTF-8 can carry."""
    separators = (",", ":") if indent is None else None
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators, allow_nan=False)
    # U+2028 and U+2029 are legal in JSON but end a line for many readers of JSON Lines.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\u0085", "\\u0085")
    return _SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _plain(value: object, text: str) -> object:
    """Return a model value as dicts, lists and scalars."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Span):
        return _plain_span(value, text)
    if isinstance(value, tuple):
        return [_plain(item, text) for item in value]
    laid: dict[str, object] = {}
    kind: Any = type(value)
    for name in _names(kind):
        inner = getattr(value, name)
        if name == "span":
            laid.update(_plain_span(inner, text))
        else:
            laid[name] = _plain(inner, text)
    return laid


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """Return the names of the fields of a model class."""
    return tuple(field.name for field in fields(kind))


def _plain_span(span: Span, text: str) -> dict[str, object]:
    if span.end > len(text):
        raise OffsetError(
            what=f"span {span.start}:{span.end} lies outside the text ({len(text)} characters)",
            where="record",
            remedy="count offsets on Document.text, not on the page it came from",
        )
    return {"start": span.start, "end": span.end, "text": span.cut(text)}


class _Wrong(Exception):
    """A JSON value that is not what the model asks for; the path to it grows on the way out."""

    def __init__(self, what: str, *, offset: bool = False) -> None:
        self.what, self.offset = what, offset
        self.path: list[str] = []

    def told(self) -> OnRecordError:
        """Return the error that a reader is told."""
        where = "record" + "".join(reversed(self.path))
        if not self.offset:
            return _malformed(where, self.what)
        return OffsetError(
            what=self.what,
            where=where,
            remedy="the record or its report was changed after it was written; make it anew",
        )


_Reader = Callable[[Any, str], Any]
"""Makes a model value of a JSON value and the text of its report."""


@cache
def _reader(kind: Any) -> _Reader:
    """Return what reads JSON values as the model type `kind`; put together once for each type."""
    if kind is Span:
        return _read_span
    if is_dataclass(kind):
        return _object_reader(kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        return _list_reader(_reader(arguments[0]))
    if origin in (Union, UnionType):
        # Model unions are "a type or None", so one type is left.
        inner = _reader(next(a for a in arguments if a is not NoneType))
        return lambda value, text: None if value is None else inner(value, text)
    if origin is Literal:
        return _choice_reader(arguments)
    return _scalar_reader(kind)


def _object_reader(kind: Any) -> _Reader:
    hints = type_hints(kind)
    readers = [(name, _reader(hints[name])) for name in _names(kind)]

    def read(value: Any, text: str) -> Any:
        if not isinstance(value, dict):
            raise _Wrong("expected an object")
        given: dict[str, Any] = {}
        for name, inner in readers:
            if name == "span":
                given[name] = _read_span(value, text)
                continue
            if name not in value:
                raise _Wrong(f"the field {name!r} is missing")
            try:
                given[name] = inner(value[name], text)
            except _Wrong as wrong:
                wrong.path.append(f".{name}")
                raise
        return kind(**given)

    return read


def _list_reader(inner: _Reader) -> _Reader:
    def read(value: Any, text: str) -> Any:
        if not isinstance(value, list):
            raise _Wrong("expected a list")
        try:
            return tuple([inner(item, text) for item in value])
        except _Wrong:
            for index, item in enumerate(value):
                try:
                    inner(item, text)
                except _Wrong as wrong:
                    wrong.path.append(f"[{index}]")
                    raise
            raise

    return read


def _choice_reader(choices: tuple[Any, ...]) -> _Reader:
    def read(value: Any, text: str) -> Any:
        if value not in choices:
            raise _Wrong(f"{value!r} is none of {', '.join(map(repr, choices))}")
        return value

    return read


def _scalar_reader(kind: Any) -> _Reader:
    def read(value: Any, text: str) -> Any:
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise _Wrong(f"expected {kind.__name__}, found {type(value).__name__}")
        return value

    return read


def _read_span(value: Any, text: str) -> Span:
    if not isinstance(value, dict):
        raise _Wrong("expected an object with start, end and text")
    start, end = value.get("start"), value.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start <= end:
        raise _Wrong(f"{start!r}:{end!r} is no span")
    span = Span(start, end)
    if end > len(text) or value.get("text") != text[start:end]:
        raise _Wrong(f"the text given for {start}:{end} is not what the report has there", offset=True)
    return span


def _malformed(where: str, what: str) -> InputError:
    return InputError(what=what, where=where, remedy="docs/reference/record.schema.json tells the form")
