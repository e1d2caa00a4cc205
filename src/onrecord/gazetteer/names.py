"""One spelling for the many spellings of a place name."""

from __future__ import annotations

import re
from functools import lru_cache

_QUOTES = re.compile(r"['’‘`´ʻʼʿʾ\".]")
_BREAKS = re.compile(r"[^0-9a-z]+")
_FULL_WORDS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "pt": "point"}


@lru_cache(maxsize=65536)
def normalise_name(name: str) -> str:
    """Return the key under which a name is looked up.

    Case, diacritics, hyphens, apostrophes and full stops make no difference, and "St.", "Mt.", "Ft." stand
    for the full word wherever another word follows. Letters of other scripts are transliterated. A name of
    nothing but punctuation gives "".

    >>> normalise_name("Al-Bab") == normalise_name("Al Bab")
    True
    >>> normalise_name("St. Étienne-du-Grès")
    'saint etienne du gres'
    """
    if not name.isascii():
        from anyascii import anyascii

        name = anyascii(_QUOTES.sub("", name))
    words = _BREAKS.sub(" ", _QUOTES.sub("", name.lower())).split()
    if len(words) > 1:
        words = [_FULL_WORDS.get(word, word) for word in words[:-1]] + words[-1:]
    return " ".join(words)
