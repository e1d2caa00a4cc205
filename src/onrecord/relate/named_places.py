"""Places by which a description or its sentence goes."""

from __future__ import annotations

import re

from onrecord.model import Span
from onrecord.relate.views import WIDE, View


def named_places(view: View, sentence: Span) -> list[Span]:
    """Return where a sentence names places, countries and the like left out: those within one are many."""
    wide = [place.span for place in view.record.places if (place.feature or "").startswith(WIDE)]
    found = {place.span for place in view.record.places if sentence.holds(place.span)}
    for entity in view.record.entities:
        if entity.type in PLACES:
            found |= {m.span for m in entity.mentions if m.kind == "name" and sentence.holds(m.span)}
    dated = [time.span for time in view.record.times]
    for match in _IN.finditer(view.text, sentence.start, sentence.end):
        span = Span(match.start(1), match.end(1))
        if not any(span.overlaps(other) for other in (*found, *dated)):
            found.add(span)
    return sorted(span for span in found if not any(span.overlaps(other) for other in wide))


def places_of(view: View, words: Span, sentence: Span) -> frozenset[str]:
    """Return the names of the places that a description holds or ends with ("the militants in Aleppo")."""
    return frozenset(
        plain_place(span.cut(view.text))
        for span in named_places(view, sentence)
        if words.holds(span)
        or (words.end <= span.start and _AT.fullmatch(view.text[words.end : span.start]) is not None)
    )


_IN = re.compile(r"\b(?:[Ii]n|[Nn]ear)\s+([A-Z][\w'’-]+)")
"""Before a name that nothing else knows for a place."""

_GAP = 2
"""Characters that may lie between two sentences."""


def places_before(view: View, sentence: Span) -> frozenset[str]:
    """Return the names of the places of the sentence before one, or none."""
    at = sentence.start - 1 - _GAP
    before = view.sentence_at(at) if at >= 0 else None
    return places_around(view, before) if before is not None else frozenset()


def places_around(view: View, sentence: Span) -> frozenset[str]:
    """Return the names of the places that a sentence names, in small letters."""
    return frozenset(plain_place(span.cut(view.text)) for span in named_places(view, sentence))


def plain_place(name: str) -> str:
    """Return a place's name in small letters, without its article."""
    return name.casefold().removeprefix("the ")


PLACES = frozenset({"GPE", "LOC", "FAC"})
_AT = re.compile(r"[\"”’]?\s*(?:\w+\s+)?(?:in|at|near|of|around|inside)\s+(?:the\s+)?", re.IGNORECASE)
