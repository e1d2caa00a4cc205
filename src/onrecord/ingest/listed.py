"""Pages that are only listed: by a site map, by a list of addresses, by an entry of a feed; each is fetched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from onrecord.errors import InputError, InputTooLarge, NoBody
from onrecord.ingest.options import IngestOptions, iso_time
from onrecord.ingest.outlets import known_outlet
from onrecord.ingest.streams import unpacked_bytes
from onrecord.ingest.xml import child, children, local_name, parse_xml, text_of
from onrecord.model import Capture

_MOST_MAPS = 20
"""Most site maps read of those that one index lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page somewhere on the web, and what is said of it where it is listed.

    Attributes:
        url: its address.
        headline: its title, or None.
        published: ISO 8601 day or time, or None.
        outlet: who publishes it, or None.
        bylines: names of authors.
    """

    url: str
    headline: str | None = None
    published: str | None = None
    outlet: str | None = None
    bylines: tuple[str, ...] = ()


def fetch_listed(page: Listed, *, options: IngestOptions) -> Capture:
    """Return the page, fetched; what is said of it where it is listed stands beside it.

    Raises:
        InputError: as for `onrecord.ingest.fetch.fetch_page`.
    """
    from onrecord.ingest.fetch import fetch_page

    fetched = fetch_page(page.url, options=options)
    return Capture(
        input=page.url,
        data=fetched.data,
        media_type=fetched.media_type,
        charset=fetched.charset,
        url=fetched.url,
        outlet=known_outlet(fetched.url) or page.outlet,
        published=page.published,
        bylines=page.bylines,
        headline=page.headline,
        retrieved=fetched.retrieved,
    )


def fetch_all(
    pages: Iterable[Listed | InputError], *, options: IngestOptions
) -> Iterator[Capture | InputError]:
    """Yield the pages, fetched in order, each when it is asked for; one that cannot be had gives its error."""
    for page in pages:
        if isinstance(page, InputError):
            yield page
            continue
        try:
            capture = fetch_listed(page, options=options)
        except InputError as problem:
            yield problem
        else:
            yield capture


def pages_of_sitemap(data: bytes, *, where: str, options: IngestOptions) -> Iterator[Listed | InputError]:
    """Yield the pages that a site map lists, and those of the site maps that an index lists, which are fetched.

    No more than `options.max_pages` are given; one error then says how many were left out. What a news site map
    says of a page (title, time, publication) is kept.
    """
    given, left = 0, 0
    for found in _all_pages(data, where, options):
        if isinstance(found, InputError):
            yield found
        elif given < options.max_pages:
            given += 1
            yield found
        else:
            left = 1
            break
    if left:
        yield InputTooLarge(
            what=f"the site map lists more pages than the limit of {options.max_pages:,}; the first were taken",
            where=where,
            remedy="raise the limit (max_pages), or give a smaller site map",
        )


def _all_pages(data: bytes, where: str, options: IngestOptions) -> Iterator[Listed | InputError]:
    try:
        root = parse_xml(data, where=where)
    except InputError as problem:
        yield problem
        return
    if local_name(root) == "urlset":
        yield from _pages(root)
        return
    for entry in islice(children(root, "sitemap"), _MOST_MAPS):
        address = text_of(child(entry, "loc"))
        if not address:
            continue
        try:
            inner = parse_xml(_fetched_map(address, options), where=address)
            if local_name(inner) != "urlset":
                raise NoBody(what="it is no site map", where=address, remedy="give the address of one")
        except InputError as problem:
            yield problem
        else:
            yield from _pages(inner)


def _fetched_map(address: str, options: IngestOptions) -> bytes:
    from onrecord.ingest.fetch import NotModified, fetch

    fetched = fetch(address, options=options)
    if isinstance(fetched, NotModified):
        return b""
    return unpacked_bytes(fetched.data, where=address, max_bytes=options.max_bytes)


def _pages(root: Any) -> Iterator[Listed]:
    for entry in children(root, "url"):
        address = text_of(child(entry, "loc"))
        news = child(entry, "news")
        if address:
            published = text_of(child(news, "publication_date"))
            yield Listed(
                url=address,
                headline=text_of(child(news, "title")),
                published=iso_time(published) if published else None,
                outlet=text_of(child(news, "publication", "name")),
            )
