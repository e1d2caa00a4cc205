"""Where a page has gone once it was found anew what holds between the reports: ids of people and happenings may change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import islice

from onrecord.desk.inquiry import Inquiry, Item

_PAGE = re.compile(r"/(people|happenings|stories)/([A-Za-z0-9]+)(?:\?.*)?")
_PARTS = {"people": "entities", "happenings": "happenings", "stories": "stories"}
_MOST_MARKS = 400
"""Places in reports by which a thing is known again."""

LOST = "/corrections"
"""The page for whom nothing is left of what they looked at: what people said of it stands there."""


@dataclass(frozen=True, slots=True)
class Landmark:
    """A thing with a page of its own, and by what it is known again.

    Attributes:
        address: its page.
        kind: what the address begins with.
        id: its id.
        marks: the places in reports that it is made of.
        reports: the reports that these are in.
    """

    address: str
    kind: str
    id: str
    marks: tuple[tuple[Hashable, ...], ...]
    reports: frozenset[str]


def landmark_of(inquiry: Inquiry, address: str) -> Landmark | None:
    """Return what a page is about, or None where that is nothing whose id may change."""
    found = _PAGE.fullmatch(address)
    if found is None:
        return None
    kind, id = found[1], found[2]
    item = inquiry.named(_PARTS[kind], id)
    if item is None:
        return None
    marks = tuple(islice(_marks(kind, item), _MOST_MARKS))
    return Landmark(address, kind, id, marks, frozenset(str(mark[0]) for mark in marks))


def address_now(inquiry: Inquiry, landmark: Landmark) -> str:
    """Return the page of a thing as things are now: its own, that of what most of it has become, or `LOST`."""
    part = _PARTS[landmark.kind]
    if inquiry.named(part, landmark.id) is not None:
        return landmark.address
    known = frozenset(landmark.marks)
    shared = Counter(
        {
            str(one.id): len(known.intersection(_marks(landmark.kind, one.data)))
            for one in inquiry.about(part, landmark.reports)
        }
    )
    for id, n_marks in shared.most_common(1):
        if n_marks:
            return f"/{landmark.kind}/{id}"
    return LOST


def _marks(kind: str, item: Item) -> Iterator[tuple[Hashable, ...]]:
    """Yield the places in reports that a thing is made of, each beginning with the report's key."""
    if kind == "people":
        return ((one["report"], one["entity"]) for one in item["mentions"])
    if kind == "happenings":
        return ((one["report"], one["start"]) for one in item["accounts"])
    return ((key,) for key in item["reports"])
