"""Report text made safe to show: what would steer a terminal or turn the reading order is spelled out."""

from __future__ import annotations

import unicodedata
from functools import cache

_JOINERS = "\u200c\u200d"
"""Zero-width joiner and non-joiner: Persian, Indic scripts and emoji need them, and they steer nothing."""


def make_visible(text: str) -> str:
    """Return the text with every steering character spelled out as `<U+XXXX>`.

    Steering are controls (terminal escapes among them), direction marks and overrides, invisible
    format characters and lone surrogates. Tabs and line ends become blanks; soft hyphens go.

    >>> make_visible("all\\x1b[2J clear\\u202e")
    'all<U+001B>[2J clear<U+202E>'
    """
    return text if text.isascii() and text.isprintable() else "".join(map(_shown, text))


@cache
def _shown(character: str) -> str:
    if character in "\t\n\r\u2028\u2029\u0085":
        return " "
    if character == "\u00ad":
        return ""
    if character in _JOINERS or unicodedata.category(character) not in ("Cc", "Cf", "Cs"):
        return character
    return f"<U+{ord(character):04X}>"
