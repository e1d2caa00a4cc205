"""The bytes of one report as they came, before anything is read out of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One report as it was found: its bytes, and what its carrier says of it.

    A carrier is what holds reports: a feed, an archive, an agency's message, a manifest. What it says of a report
    stands here beside the bytes; what the report says of itself is found by ingest.

    Attributes:
        input: how the report is named: a path or address, with "#" and the item's own id for one of several in a carrier
            (the guid of an item in a feed, the id of a record in an archive).
        data: the bytes, never changed: the page, the text, or the item's own piece of its carrier.
        media_type: "text/html", "text/plain", "application/json", "application/xml" ..., or None where nobody says.
        charset: the character set that a server or carrier declares, or None.
        url: address of the report, or None.
        outlet: who publishes the report, or None.
        published: ISO 8601 day or time, or None.
        agency: the news agency credited, or None.
        bylines: names of authors.
        headline: its title, for items that have it beside the body, or None.
        retrieved: ISO 8601 time at which the bytes were had from the web, or None.
    """

    input: str
    data: bytes
    media_type: str | None = None
    charset: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    agency: str | None = None
    bylines: tuple[str, ...] = ()
    headline: str | None = None
    retrieved: str | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()
