"""The reports that one input gives: a page gives one, a carrier (feed, archive, agency's message ...) each it holds.

What an input is gets told from its content first, and from its name or what a server says second. Archives and
JSON Lines are read as streams, so that memory holds one report at a time; everything else is held whole, up to
`IngestOptions.max_bytes`.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from onrecord.errors import InputError, NoBody
from onrecord.ingest.archives import is_wacz, read_wacz, read_warc
from onrecord.ingest.assembly import named
from onrecord.ingest.charset import decode, name_binary
from onrecord.ingest.feeds import read_feed
from onrecord.ingest.inputs import is_address, open_file
from onrecord.ingest.items import capture_of
from onrecord.ingest.json_carriers import read_json
from onrecord.ingest.kinds import HEAD_BYTES, Kind, addresses_in, kind_of, looks_html
from onrecord.ingest.listed import Listed, fetch_all, fetch_listed, pages_of_sitemap
from onrecord.ingest.newsml import news_items, read_agency_xml
from onrecord.ingest.options import DEFAULTS, IngestOptions
from onrecord.ingest.streams import Inflow, read_whole
from onrecord.ingest.xml import parse_xml
from onrecord.model import Capture

if TYPE_CHECKING:
    from onrecord.ingest.fetch import Fetched


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the bytes of an input come from, and what is said of them there.

    Attributes:
        input: how the input is named: a path or address, "-" for standard input.
        media_type: what a server calls it, or None.
        charset: character set that a server declares, or None.
        url: its address after redirects, or None.
        retrieved: ISO 8601 time at which it was had from the web, or None.
    """

    input: str
    media_type: str | None = None
    charset: str | None = None
    url: str | None = None
    retrieved: str | None = None


def find_captures(
    source: str, *, options: IngestOptions = DEFAULTS, stdin: BinaryIO | None = None, follow: bool = True
) -> Iterator[Capture | InputError]:
    """Yield the captures that one input gives, in order, each when it is asked for.

    A report that is one of several in a carrier is named by the carrier, "#" and its own id; the only report of an
    input bears the name of the input. What cannot be read gives an error in its place, and costs the others
    nothing; so does a source that cannot be opened. Nothing is raised.

    Args:
        source: a path, an http(s) address, or "-".
        options: what the caller knows, and the limits.
        stdin: where "-" reads from; `sys.stdin.buffer` if None.
        follow: fetch the pages that a site map or a list of addresses gives; if not, one error says that it
            gives addresses alone.
    """
    try:
        with _opened(source, options, stdin) as (stream, origin):
            yield from captures_in(stream, origin, options=options, follow=follow)
    except InputError as problem:
        yield problem


@contextmanager
def _opened(source: str, options: IngestOptions, stdin: BinaryIO | None) -> Iterator[tuple[BinaryIO, Origin]]:
    if source == "-":
        yield (stdin if stdin is not None else sys.stdin.buffer), Origin(source)
    elif is_address(source):
        from onrecord.ingest.fetch import NotModified, fetch

        fetched = fetch(source, options=options)
        if isinstance(fetched, NotModified):
            raise NoBody(what="it has not changed", where=source, remedy="fetch it without validators")
        yield io.BytesIO(fetched.data), _origin(fetched, source)
    else:
        with open_file(source) as stream:
            yield stream, Origin(source)


def _origin(fetched: Fetched, source: str) -> Origin:
    return Origin(source, fetched.media_type, fetched.charset, fetched.url, fetched.retrieved)


def captures_fetched(
    fetched: Fetched, *, source: str, options: IngestOptions = DEFAULTS, follow: bool = True
) -> Iterator[Capture | InputError]:
    """Yield the captures in what the caller fetched, as one does who asks for a feed again and again.

    Args:
        fetched: what `onrecord.ingest.fetch.fetch` gave.
        source: the address that was asked for, which names the reports.
        options: what the caller knows, and the limits.
        follow: whether pages that are only listed are fetched.
    """
    try:
        yield from captures_in(
            io.BytesIO(fetched.data), _origin(fetched, source), options=options, follow=follow
        )
    except InputError as problem:
        yield problem


def captures_in(
    source: BinaryIO, origin: Origin, *, options: IngestOptions = DEFAULTS, follow: bool = True
) -> Iterator[Capture | InputError]:
    """Yield the captures in bytes that were opened or fetched by the caller; see `find_captures`.

    Args:
        source: the bytes; a ZIP file must be seekable.
        origin: where they come from.
        options: what the caller knows, and the limits.
        follow: whether pages that are only listed are fetched.

    Raises:
        InputError: the bytes as a whole cannot be read.
    """
    where = named(origin.input)
    stream = Inflow(source, where=where)
    head = stream.head
    kind = kind_of(head, media_type=origin.media_type, name=origin.url or origin.input)
    if kind is Kind.WARC:
        yield from read_warc(stream, where=origin.input, max_bytes=options.max_bytes)
    elif kind is Kind.ZIP:
        yield from _zip(source, stream, origin, options)
    elif kind is Kind.JSON:
        yield from read_json(
            stream,
            origin.input,
            _page,
            media_type=origin.media_type,
            retrieved=origin.retrieved,
            max_bytes=options.max_bytes,
        )
    else:
        data = read_whole(stream, where=where, max_bytes=options.max_bytes)
        yield from _whole(data, kind, origin, options, follow)


def _whole(
    data: bytes, kind: Kind, origin: Origin, options: IngestOptions, follow: bool
) -> Iterator[Capture | InputError]:
    """Yield the captures in an input that is held whole."""
    where = named(origin.input)
    if kind is Kind.FEED:
        for entry in read_feed(data, where=origin.input, charset=origin.charset, retrieved=origin.retrieved):
            yield _followed(entry, where, options) if isinstance(entry, Listed) else entry
    elif kind is Kind.SITEMAP:
        if follow:
            yield from fetch_all(pages_of_sitemap(data, where=where, options=options), options=options)
        else:
            yield _addresses_alone("a site map", where)
    elif kind is Kind.MESSAGE:
        yield from _message(data, origin)
    elif kind is Kind.ITEM:
        yield capture_of(
            read_agency_xml(parse_xml(data, where=where)), input=origin.input, data=data,
            media_type="application/xml", url=origin.url, retrieved=origin.retrieved,
        )  # fmt: skip
    elif kind is Kind.ADDRESSES and (found := addresses_in(_text(data, origin))):
        if follow:
            yield from fetch_all((Listed(url=address) for address in found), options=options)
        else:
            yield _addresses_alone("a list of addresses", where)
    else:
        yield _page(data, origin.input, origin=origin)


def _page(data: bytes, input: str, *, origin: Origin | None = None) -> Capture:
    """Return the capture of a page or a text, named by its type where its bytes or name show it."""
    told = origin or Origin(input)
    media_type = told.media_type
    if media_type is None and name_binary(data) is None:
        by_name = True if input.lower().endswith((".html", ".htm", ".xhtml")) else None
        media_type = "text/html" if looks_html(data[:3000], by_type=by_name) else "text/plain"
    return Capture(
        input=input,
        data=data,
        media_type=media_type,
        charset=told.charset,
        url=told.url,
        retrieved=told.retrieved,
    )


def _followed(entry: Listed, where: str, options: IngestOptions) -> Capture | InputError:
    """Return the page of an entry of a feed that has no text, fetched if the caller asks for that."""
    if not options.follow_links:
        return NoBody(
            what=f"the feed gives no text for it, only this address (feed: {where})",
            where=entry.url,
            remedy="add the page itself by its address, or have links followed (follow_links)",
        )
    try:
        return fetch_listed(entry, options=options)
    except InputError as problem:
        return problem


def _addresses_alone(kind: str, where: str) -> NoBody:
    return NoBody(
        what=f"it is {kind}, which gives addresses and no report",
        where=where,
        remedy="have its pages fetched with `onrecord read` or `load_documents`, or give the address of one",
    )


def _text(data: bytes, origin: Origin) -> str:
    return decode(data, where=named(origin.input), declared=origin.charset)


def _message(data: bytes, origin: Origin) -> Iterator[Capture | InputError]:
    """Yield the items of a NewsML-G2 message; the bytes of each are its own element."""
    from lxml import etree

    where = named(origin.input)
    number = 0
    for number, element in enumerate(news_items(parse_xml(data, where=where)), start=1):
        name = f"{origin.input}#{element.get('guid') or number}"
        try:
            yield capture_of(
                read_agency_xml(element), input=name, data=etree.tostring(element, encoding="utf-8", with_tail=False),
                media_type="application/xml", retrieved=origin.retrieved,
            )  # fmt: skip
        except InputError as problem:
            yield problem
    if not number:
        yield NoBody(what="the message holds no news item", where=where, remedy="give a message with one")


def _zip(
    source: BinaryIO, stream: Inflow, origin: Origin, options: IngestOptions
) -> Iterator[Capture | InputError]:
    """Yield the pages in a WACZ; any other ZIP file is given as it is, for what reads it to say what it is."""
    import zipfile

    where = named(origin.input)
    seekable = not stream.packed and source.seekable()
    if seekable:
        source.seek(0)
        held: BinaryIO = source
    else:
        held = io.BytesIO(read_whole(stream, where=where, max_bytes=options.max_bytes))
    try:
        with zipfile.ZipFile(held) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        names = []
    held.seek(0)
    if is_wacz(names):
        yield from read_wacz(held, where=origin.input, max_bytes=options.max_bytes)
    else:
        yield Capture(
            input=origin.input, data=held.read(HEAD_BYTES), url=origin.url, retrieved=origin.retrieved
        )
