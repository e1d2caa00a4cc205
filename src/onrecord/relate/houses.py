"""Outlets and agencies by their names: whether "IPA" is the "Ionian Press Agency"."""

from __future__ import annotations

import re
from functools import lru_cache

_SMALL = frozenset({"a", "an", "and", "for", "of", "the", "de", "la", "le", "du"})
_KIND = frozenset(
    [
        "agency",
        "agencies",
        "news",
        "newspaper",
        "press",
        "service",
        "services",
        "wire",
        "media",
        "group",
        "com",
        "online",
        "net",
        "org",
        "the",
    ]
)
_BRACKET = re.compile(r"\(([^()]{2,30})\)")


@lru_cache(maxsize=4096)
def _forms(name: str) -> frozenset[str]:
    """Return the ways in which a house may be named: in full, as initials, as what stands in brackets, without its kind."""
    found: set[str] = set()
    inner = _BRACKET.findall(name)
    for piece in (_BRACKET.sub(" ", name), *inner):
        words = re.findall(r"[^\W_]+", piece.replace(".", ""))
        plain = [word.casefold() for word in words]
        if not plain:
            continue
        found.add(" ".join(word for word in plain if word != "the"))
        initials = "".join(word[0] for word in plain if word not in _SMALL)
        if len(initials) >= 2 and len(plain) >= 2:
            found.add(initials)
        core = [word for word in plain if word not in _KIND]
        if core:
            found.add(" ".join(core))
    return frozenset(found)


def same_house(one: str | None, other: str | None) -> bool:
    """Tell whether two names are of one outlet or agency; False where one is unknown.

    >>> same_house("IPA", "Ionian Press Agency"), same_house("Meridian", "Meridian News"), same_house("AP", "AFP")
    (True, True, False)
    """
    return bool(one and other and _forms(one) & _forms(other))


def is_name_of(name: str, house: str) -> bool:
    """Tell whether a name as a text has it is a house's: its full name, its core, or its initials.

    The initials of the name itself say nothing: a port authority may share an agency's.

    >>> is_name_of("IPA", "Ionian Press Agency"), is_name_of("Igoumenitsa Port Authority", "IPA")
    (True, False)
    """
    plain = " ".join(
        word for word in re.findall(r"[^\W_]+", name.casefold().replace(".", "")) if word != "the"
    )
    return plain in _forms(house)


def mentions_house(text: str, house: str | None) -> bool:
    """Tell whether a text names an outlet or agency, in full or by capital initials."""
    if not house:
        return False
    words = re.findall(r"[^\W_]+", text.casefold())
    folded = f" {' '.join(words)} "
    for form in _forms(house):
        if len(form) <= 5 and " " not in form:
            if re.search(rf"\b{re.escape(form.upper())}\b", text.replace(".", "")):
                return True
        elif f" {form} " in folded:
            return True
    return False
