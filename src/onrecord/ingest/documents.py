"""Documents out of captures: what the report says of itself, what its carrier says, and what the caller knows.

What the caller gives wins. A page's own metadata then win over the carrier's, which win over what is inferred
from the text; for an item of a feed or an agency, which has no page of its own, the carrier comes first.
"""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.errors import InputTooLarge, NoBody, NotText
from onrecord.ingest.assembly import Seen, assemble, named
from onrecord.ingest.charset import decode
from onrecord.ingest.credits import split_authors
from onrecord.ingest.dateline import FoundDateline, find_dateline
from onrecord.ingest.days import day_in_address
from onrecord.ingest.fragments import read_fragment
from onrecord.ingest.inputs import is_address, too_large
from onrecord.ingest.items import Item, capture_of
from onrecord.ingest.json_items import parse_json, read_item
from onrecord.ingest.kinds import HEAD_BYTES, Kind, has_tags, is_html_type, kind_of, looks_html, starts_html
from onrecord.ingest.layout import find_layout
from onrecord.ingest.metadata import squash
from onrecord.ingest.newsml import ITEM_NAMES, read_agency_xml
from onrecord.ingest.options import DEFAULTS, MAX_CHARACTERS, IngestOptions, iso_time
from onrecord.ingest.outlets import known_outlet, outlet_name, registered_domain
from onrecord.ingest.xml import local_name, parse_xml, root_name
from onrecord.model import Capture, Document, Span

_NO_REPORT = {
    "rss": "an RSS feed",
    "rdf": "an RSS feed",
    "feed": "an Atom feed",
    "urlset": "a site map",
    "sitemapindex": "an index of site maps",
    "newsmessage": "a NewsML-G2 message",
    "packageitem": "a NewsML-G2 package, which only points to reports",
}
"""What XML with this root element is, where it is no report."""


def document_of(capture: Capture, *, options: IngestOptions = DEFAULTS) -> Document:
    """Return the report in a capture.

    What it is, a page, a plain text, an item of an agency or a piece of HTML from a feed, is told from its bytes
    first and from its media type second. A piece of HTML without a root counts as an item, of which nothing is
    thrown away as boilerplate, where the carrier says anything of the report (headline, time, authors ...); so does a
    plain text to which the carrier gives a headline.

    Args:
        capture: the bytes, and what their carrier says of them.
        options: what the caller knows, and the limits; what is given wins over everything found.

    Raises:
        InputError: the report cannot be read; each kind has a class of its own, and the message names
            input, cause and remedy.
    """
    where = named(capture.input)
    if len(capture.data) > options.max_bytes:
        raise too_large(where, options.max_bytes, len(capture.data))
    if not capture.data.strip():
        raise NoBody(what="it is empty", where=where, remedy="give a page or a text with a report in it")
    item = _item_in(capture, where)
    if item is not None:
        return _item_document(item, _told(item, capture), options)
    html = looks_html(capture.data[:3000], by_type=is_html_type(capture.media_type))
    text = decode(capture.data, where=where, declared=capture.charset, html=html)
    page = starts_html(text[:3000].encode("utf-8", "replace"))
    if html and not page and _is_told(capture):
        return _item_document(Item(html=text), capture, options)
    if page or (html and has_tags(capture.data)):
        return _page_document(text, capture, options)
    if capture.headline:
        return _item_document(Item(text=text), capture, options)
    return _text_document(text, capture, options)


def document_in_text(text: str, capture: Capture, *, options: IngestOptions) -> Document:
    """Return the report in a text: itself plain, or an item of an agency.

    Args:
        text: the report.
        capture: the same text as bytes, and what its carrier says.
        options: what the caller knows, and the limits.

    Raises:
        InputError: as for `document_of`.
    """
    item = _item_in(capture, named(capture.input))
    if item is not None:
        return _item_document(item, _told(item, capture), options)
    return _text_document(text, capture, options)


def _item_in(capture: Capture, where: str) -> Item | None:
    """Return what an agency's or a crawler's item says, or None where the bytes are none.

    Raises:
        NoBody: it is a carrier, JSON or XML of some other kind, or damaged.
    """
    kind = kind_of(capture.data[:HEAD_BYTES], media_type=capture.media_type)
    if kind is Kind.JSON:
        text = decode(capture.data, where=where, declared=capture.charset)
        try:
            data = parse_json(text)
        except ValueError:
            return None
        return read_item(data, where=where)
    if kind is Kind.ITEM:
        root = parse_xml(capture.data, where=where)
        return read_agency_xml(root) if local_name(root) in ITEM_NAMES else None
    if kind in (Kind.FEED, Kind.SITEMAP, Kind.MESSAGE, Kind.PACKAGE, Kind.XML):
        root = root_name(decode(capture.data, where=where, declared=capture.charset)) or ""
        if kind is Kind.XML and is_html_type(capture.media_type):
            return None
        raise NoBody(
            what=f"this is {_NO_REPORT.get(root.lower(), 'XML data')}, not a report",
            where=where,
            remedy="give a page (HTML), a plain text or an item of an agency",
        )
    return None


def _told(item: Item, capture: Capture) -> Capture:
    """Return a capture with the gaps in what its carrier says filled from the item itself.

    Raises:
        NoBody: the item was withdrawn, or has no text.
    """
    own = capture_of(
        item,
        input=capture.input,
        data=capture.data,
        media_type=capture.media_type or "application/octet-stream",
    )
    return replace(
        own,
        url=capture.url or own.url,
        outlet=capture.outlet or own.outlet,
        published=capture.published or own.published,
        agency=capture.agency or own.agency,
        bylines=capture.bylines or own.bylines,
        headline=capture.headline or own.headline,
        retrieved=capture.retrieved,
    )


def _is_told(capture: Capture) -> bool:
    """Tell whether the carrier says anything of the report that a server would not say of a page."""
    return any((capture.headline, capture.published, capture.outlet, capture.agency, *capture.bylines))


def _page_document(html: str, capture: Capture, options: IngestOptions) -> Document:
    from onrecord.ingest.page import read_page

    address = options.url or capture.url or (capture.input if is_address(capture.input) else None)
    page = read_page(html, where=named(capture.input), url=address, carried=capture.published)
    title = page.headline or capture.headline
    text = "\n\n".join(piece for piece in (title, page.standfirst, *page.paragraphs) if piece)
    headline = Span(0, len(title)) if title else None
    standfirst = None
    if page.standfirst:
        start = headline.end + 2 if headline else 0
        standfirst = Span(start, start + len(page.standfirst))
    layout = find_layout(text, headline=headline, standfirst=standfirst)
    meta = page.metadata
    url = options.url or capture.url or meta.url or address
    outlet = (
        options.outlet
        or known_outlet(url)
        or outlet_name(meta.outlet)
        or capture.outlet
        or page.outlet
        or registered_domain(url)
    )
    persons, author_agency = split_authors(page.persons or layout.bylines or capture.bylines, outlet=outlet)
    seen = Seen(
        published=_closer(meta.published, capture.published) or layout.stamp, url=url, outlet=outlet,
        bylines=persons, agencies=(page.agency, meta.agency, author_agency, capture.agency),
        retrieved=capture.retrieved,
    )  # fmt: skip
    return assemble(text, layout, seen, capture.input, options)


def _closer(own: str | None, carried: str | None) -> str | None:
    """Return what a page says of its time; the carrier's where it says nothing, or only the day of the same time."""
    carried = iso_time(carried) if carried else None
    if own is None or (carried is not None and len(own) == 10 and carried[:10] == own):
        return carried
    return own


def _text_document(text: str, capture: Capture, options: IngestOptions) -> Document:
    where = named(capture.input)
    _check_text(text, where)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise NoBody(what="it is empty", where=where, remedy="give a page or a text with a report in it")
    layout = find_layout(text)
    url = options.url or capture.url or (capture.input if is_address(capture.input) else None)
    outlet = options.outlet or known_outlet(url) or capture.outlet or registered_domain(url)
    persons, author_agency = split_authors(layout.bylines or capture.bylines, outlet=outlet)
    carried = iso_time(capture.published) if capture.published else None
    seen = Seen(
        published=carried or layout.stamp or (day_in_address(url) if url else None), url=url, outlet=outlet,
        bylines=persons, agencies=(author_agency, capture.agency), retrieved=capture.retrieved,
    )  # fmt: skip
    return assemble(text, layout, seen, capture.input, options)


def _below(text: str, headline: str) -> str:
    """Return a text without its first line where that repeats the headline."""
    first, _, rest = text.lstrip().partition("\n")
    return rest.lstrip() if squash(first) == squash(headline) else text


def _item_document(item: Item, capture: Capture, options: IngestOptions) -> Document:
    """Return the report in an item of a feed or an agency: all of its text, under its headline and dateline."""
    where = named(capture.input)
    headline = capture.headline
    if item.html is not None:
        found = read_fragment(item.html, url=capture.url)
        headline = headline or found.heading
        body = "\n\n".join(found.paragraphs)
    else:
        body = (item.text or "").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip()
    _check_text(body, where)
    body = _below(body, headline) if headline else body
    body, filed = _filed(item, body)
    above = [piece for piece in (headline, filed) if piece]
    text = "\n\n".join([*above, body])
    _check_text(text, where)
    title = Span(0, len(headline)) if headline else None
    dateline = None
    if filed:
        start = title.end + 2 if title else 0
        span = Span(start, start + len(filed))
        dateline = FoundDateline(span, span.end + 2, span, None, None, None)
    layout = find_layout(text, headline=title, dateline=dateline)
    url = options.url or capture.url
    outlet = options.outlet or capture.outlet or known_outlet(url) or registered_domain(url)
    persons, author_agency = split_authors(capture.bylines or layout.bylines, outlet=outlet)
    carried = iso_time(capture.published) if capture.published else None
    seen = Seen(
        published=carried or layout.stamp or (day_in_address(url) if url else None), url=url, outlet=outlet,
        bylines=persons, agencies=(author_agency, capture.agency), retrieved=capture.retrieved,
    )  # fmt: skip
    return assemble(text, layout, seen, capture.input, options)


def _filed(item: Item, body: str) -> tuple[str, str | None]:
    """Return the body, and the place of filing to stand above it where the text has no dateline of its own.

    A dateline that the item prints apart from its body is put where a reader would see it, before the first words.
    """
    if find_layout(body).dateline is not None:
        return body, None
    if item.dateline:
        line = item.dateline.rstrip(" -–—")
        if find_dateline(f"{line} - {body}") is not None:
            return f"{line} - {body}", None
    place = item.located or (item.dateline if item.dateline and len(item.dateline.split()) <= 3 else None)
    return body, place


def _check_text(text: str, where: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise InputTooLarge(
            what=f"it has {len(text):,} characters, the limit is {MAX_CHARACTERS:,}",
            where=where,
            remedy="give one report at a time",
        )
    if "\x00" in text:
        raise NotText(
            what=f"it holds a NUL character at offset {text.index(chr(0))}",
            where=where,
            remedy="give a text that is not damaged, saved as UTF-8",
        )
    surrogate = re.search(r"[\ud800-\udfff]", text)
    if surrogate is not None:
        raise NotText(
            what=f"it holds half a character (U+{ord(surrogate.group()):04X}) at offset {surrogate.start()}",
            where=where,
            remedy="decode it from its own character set, or save it again as UTF-8",
        )
