"""What a caller may know or decide about an input."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from onrecord.errors import InputError

MAX_BYTES = 10_000_000
"""Largest input read, in bytes, once unpacked; the largest of the 91 extraction pages has 1.5 million."""

TIMEOUT_S = 20.0
"""Longest time spent on one address, in seconds, redirects included."""

MAX_CHARACTERS = 1_000_000
"""Longest text read as one report, in code points."""

MAX_PAGES = 100
"""Most pages fetched of those that one site map lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestOptions:
    """What the caller knows of a report, and the limits on reading it. What is given wins over what is found.

    Attributes:
        published: ISO 8601 day, or time with or without offset.
        outlet: who publishes the report.
        url: its address; for a page fetched from the web the address itself is used.
        agency: the news agency credited.
        allow_private: fetch private, loopback and link-local addresses too.
        max_bytes: largest input, and largest report in an archive, in bytes once unpacked.
        timeout_s: longest time for one address, in seconds.
        follow_links: fetch the page of an entry of a feed that gives nothing but its address.
        max_pages: most pages fetched of those that one site map lists.
        languages: ISO 639-1 codes of the languages that can be read; empty turns the check off.

    Raises:
        InputError: `published` is not ISO 8601, or a limit is not positive.
    """

    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    agency: str | None = None
    allow_private: bool = False
    max_bytes: int = MAX_BYTES
    timeout_s: float = TIMEOUT_S
    follow_links: bool = False
    max_pages: int = MAX_PAGES
    languages: tuple[str, ...] = ("en",)

    def __post_init__(self) -> None:
        if self.published is not None and iso_time(self.published) is None:
            raise InputError(
                what="it is not an ISO 8601 day or time",
                where=f"date of publication {self.published!r}",
                remedy="write it as 2016-12-12 or 2016-12-12T13:48+03:00",
            )
        if self.max_bytes <= 0 or self.timeout_s <= 0 or self.max_pages <= 0:
            raise InputError(
                what="a limit must be larger than zero",
                where=f"max_bytes={self.max_bytes}, timeout_s={self.timeout_s}, max_pages={self.max_pages}",
                remedy="give a number of bytes, of seconds and of pages",
            )


DEFAULTS = IngestOptions()


def iso_time(value: str) -> str | None:
    """Return a day or time in the one form that `Document.published` uses, or None if it is neither.

    >>> iso_time("2016-12-12T13:48+0300"), iso_time("2016-12-12"), iso_time("Monday")
    ('2016-12-12T13:48:00+03:00', '2016-12-12', None)
    """
    text = value.strip()
    if not re.match(r"\d{4}-\d\d-\d\d", text):
        return None
    try:
        if len(text) == 10:
            return date.fromisoformat(text).isoformat()
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    shown = moment.replace(microsecond=0).isoformat()
    return shown.replace("+00:00", "Z") if shown.endswith("+00:00") else shown
