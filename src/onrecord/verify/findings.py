"""What is wrong in an export, told so that a reader sees what was expected and what was found."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_SHOWN = 60
"""Characters of a value that a line shows."""

_ABSENT = object()

_MARKS = str.maketrans(dict.fromkeys("‘’‚‛`´“”„‟«»'", '"') | dict.fromkeys("‐‑‒–—", "-"))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        what: what is wrong, as a sentence without its full stop.
        item: the item it is wrong in ("S3"), or "report" or "export".
        where: the path to it in the export ("statements[2].content[0]"), or "".
        expected: what should stand there, or None where there is nothing to show.
        found: what stands there, or None.
    """

    what: str
    item: str
    where: str = ""
    expected: str | None = None
    found: str | None = None

    @property
    def line(self) -> str:
        """The finding as one line."""
        told = f"{self.item} at {self.where}: {self.what}" if self.where else f"{self.item}: {self.what}"
        if self.expected is not None:
            told += f"; expected {shown(self.expected)}"
        if self.found is not None:
            told += f"{'; ' if self.expected is None else ', '}found {shown(self.found)}"
        return told


def shown(text: str) -> str:
    """Return a text in quotation marks on one line, cut to a width."""
    return json.dumps(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…", ensure_ascii=False)


def how_they_differ(expected: str, found: str) -> str | None:
    """Return in words how two texts differ that look the same at first sight, or None.

    >>> how_they_differ("the “moderate” rebels", 'the "moderate" rebels')
    'only quotation marks or dashes were changed, first U+201C to U+0022'
    """
    if expected == found:
        return None
    first = next((i for i, (a, b) in enumerate(zip(expected, found, strict=False)) if a != b), None)
    change = ""
    if first is not None:
        change = f", first U+{ord(expected[first]):04X} to U+{ord(found[first]):04X}"
    if unicodedata.normalize("NFC", expected) == unicodedata.normalize("NFC", found):
        return f"only the Unicode normalisation was changed{change}"
    if expected.translate(_MARKS) == found.translate(_MARKS):
        return f"only quotation marks or dashes were changed{change}"
    if plain(expected) == plain(found):
        return f"only white space, quotation marks or normalisation were changed{change}"
    return None


def plain(text: str) -> str:
    """Return the text with one form each of white space, quotation marks, dashes and composed letters."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_MARKS).split())


def differences(
    expected: object, found: object, path: str = ""
) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield path, expected and found value wherever two plain values differ; None for a value that is absent."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for name in dict.fromkeys([*expected, *found]):
            inner = f"{path}.{name}" if path else str(name)
            yield from differences(expected.get(name, _ABSENT), found.get(name, _ABSENT), inner)
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for index, (one, other) in enumerate(zip(expected, found, strict=True)):
            yield from differences(one, other, f"{path}[{index}]")
    elif expected is _ABSENT or found is _ABSENT or expected != found or type(expected) is not type(found):
        yield path, _told(expected), _told(found)


def _told(value: object) -> str | None:
    if value is _ABSENT:
        return None
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
