"""One report in a format of agencies or crawlers: what its fields say, before it becomes a capture or a document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.errors import NoBody
from onrecord.ingest.credits import agency_named, is_body, known_agency
from onrecord.ingest.options import iso_time
from onrecord.ingest.outlets import known_outlet, outlet_name, registered_domain
from onrecord.model import Capture

_WITHDRAWN = frozenset({"canceled", "cancelled", "withheld", "withholdforapproval", "killed"})
_IN_BRACKETS = re.compile(r"^(?P<name>.{3,80}?)\s*\((?P<short>[A-Z][A-Za-z.&]{1,9})\)$")
_ACRONYM = re.compile(r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.&]{1,7}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What one item says of its report; None or empty where it says nothing.

    Attributes:
        id: the item's own id.
        html: the body as a piece of HTML.
        text: the body as plain text, where it is not given as HTML.
        headline: its title.
        dateline: the dateline as printed, where it stands apart from the body.
        located: the place of filing.
        publisher: who provides the item or holds the rights to it.
        sources: whom it credits, nearest first: source of information, credit line.
        bylines: authors, agencies among them.
        published: ISO 8601 time of this version.
        url: its address.
        status: publishing status, in lower case ("usable", "canceled").
    """

    id: str | None = None
    html: str | None = None
    text: str | None = None
    headline: str | None = None
    dateline: str | None = None
    located: str | None = None
    publisher: str | None = None
    sources: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    published: str | None = None
    url: str | None = None
    status: str | None = None


def capture_of(
    item: Item,
    *,
    input: str,
    data: bytes,
    media_type: str,
    outlet: str | None = None,
    url: str | None = None,
    retrieved: str | None = None,
) -> Capture:
    """Return the capture of an item.

    Args:
        item: what the item says.
        input: how the report is named.
        data: the item's own piece of its carrier.
        media_type: what the bytes are.
        outlet: who publishes it, where the carrier says so and the item does not.
        url: its address, likewise.
        retrieved: ISO 8601 time at which the bytes were had from the web, or None.

    Raises:
        NoBody: the item was withdrawn by its sender, or has no text.
    """
    if item.status in _WITHDRAWN:
        raise NoBody(
            what=f"the item is withdrawn (its status is {item.status})",
            where=input,
            remedy="leave it out; what was published of an earlier version should be taken back",
        )
    if not (item.html or item.text or "").strip():
        raise NoBody(
            what="the item has no text", where=input, remedy="give an item with the body of a report"
        )
    address = item.url or url
    publisher, short = split_house(item.publisher)
    named = outlet_name(publisher) or outlet
    return Capture(
        input=input,
        data=data,
        media_type=media_type,
        url=address,
        outlet=known_outlet(address) or named or registered_domain(address),
        published=iso_time(item.published) if item.published else None,
        agency=_agency(item, publisher, short),
        bylines=tuple(
            name
            for written in item.bylines
            if not _is_house(name := re.sub(r"(?i)^by[:\s]+", "", written), publisher, short)
        ),
        headline=item.headline,
        retrieved=retrieved,
    )


def split_house(name: str | None) -> tuple[str | None, str | None]:
    """Return the name of a house and the short form that stands in brackets behind it.

    >>> split_house("Harbour Press Agency (HPA)"), split_house("Harbour Press Agency")
    (('Harbour Press Agency', 'HPA'), ('Harbour Press Agency', None))
    """
    match = _IN_BRACKETS.match(name) if name else None
    return (match["name"], match["short"]) if match else (name, None)


def _agency(item: Item, publisher: str | None, short: str | None) -> str | None:
    """Return the agency credited: a known one, the house's own short form, or an acronym given as the author."""
    named = (*item.sources, *item.bylines, *([item.publisher] if item.publisher else []))
    known = next((found for name in named if (found := known_agency(split_house(name)[0] or ""))), None)
    if known:
        return known
    for source in item.sources:
        house, abbreviated = split_house(source)
        if house and publisher and house.casefold() == publisher.casefold():
            return abbreviated or short
        return abbreviated or agency_named(source)
    return short or next(
        (name for name in item.bylines if _ACRONYM.fullmatch(name) and not is_body(name)), None
    )


def _is_house(name: str, publisher: str | None, short: str | None) -> bool:
    """Tell whether an author is the house itself or an acronym, as agencies sign ("NPS")."""
    bare = name.strip(" .").casefold()
    houses = {house.casefold() for house in (publisher, short) if house}
    return bare in houses or bool(_ACRONYM.fullmatch(name.strip()))
