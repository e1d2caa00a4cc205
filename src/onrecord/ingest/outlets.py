"""Who publishes a report: from a table of well-known outlets, the page, or the address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from onrecord.lexicons import load_table

_SECOND_LEVEL = frozenset(
    ["co", "com", "org", "net", "gov", "ac", "edu", "go", "ne", "or", "gob", "gouv", "in", "web"]
)
"""Labels under which countries register names, so that "co.uk" is not taken for a registered domain."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """A well-known outlet: its domain and name."""

    domain: str
    name: str


@cache
def _by_domain() -> dict[str, str]:
    return {outlet.domain: outlet.name for outlet in load_table("outlets.tsv", Outlet)}


def host_of(url: str | None) -> str | None:
    """Return the host of an address in lower case without "www.", or None where it has none."""
    if not url:
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.lower().removeprefix("www.").rstrip(".") or None if host else None


def known_outlet(url: str | None) -> str | None:
    """Return the name of the well-known outlet at an address, subdomains included, or None."""
    labels = (host_of(url) or "").split(".")
    for first in range(len(labels) - 1):
        name = _by_domain().get(".".join(labels[first:]))
        if name:
            return name
    return None


def registered_domain(url: str | None) -> str | None:
    """Return the registered domain of an address as it stands, or None.

    >>> registered_domain("https://news.harbour-times.co.uk/a")
    'harbour-times.co.uk'
    """
    host = host_of(url)
    if host is None or "." not in host or re.fullmatch(r"[\d.]+|.*:.*", host):
        return None
    labels = host.split(".")
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-keep:])


def outlet_name(named: str | None) -> str | None:
    """Return the name that a page gives its outlet; the registered domain where it gives an address instead.

    >>> outlet_name("https://www.harbour-times.co.uk/"), outlet_name("Harbour Times")
    ('harbour-times.co.uk', 'Harbour Times')
    """
    if named and re.match(r"(?i)https?://", named):
        return registered_domain(named)
    return named
