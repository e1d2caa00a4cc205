"""Documents out of files, addresses, streams and texts."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, replace
from typing import BinaryIO

from onrecord.errors import InputTooLarge, NoBody, NotText
from onrecord.ingest.charset import decode
from onrecord.ingest.credits import known_agency, split_authors
from onrecord.ingest.dateline import FoundDateline
from onrecord.ingest.days import day_in_address, first_after, nearest_year, newest_past_day
from onrecord.ingest.inputs import is_address, read_file, read_stream
from onrecord.ingest.language import check_language
from onrecord.ingest.layout import Layout, find_layout
from onrecord.ingest.options import DEFAULTS, MAX_CHARACTERS, IngestOptions, iso_time
from onrecord.ingest.outlets import known_outlet, outlet_name, registered_domain
from onrecord.model import Dateline, Document, Parts, Span, text_digest

_HTML_START = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_HTML_TAG = re.compile(rb"<(?:html|head|body|article|p|div|h1)[\s>]", re.I)
_XML_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?P<root>[\w:.-]+)", re.S)
_FEEDS = {
    "rss": "an RSS feed",
    "feed": "an Atom feed",
    "rdf:RDF": "an RSS feed",
    "newsItem": "a NewsML-G2 item",
    "newsMessage": "a NewsML-G2 message",
    "nitf": "a NITF item",
    "urlset": "a site map",
}


def load_document(
    source: str, *, options: IngestOptions = DEFAULTS, stdin: BinaryIO | None = None
) -> Document:
    """Return the report in a file, at an address, or on standard input ("-").

    Whether it is a page or plain text is told from its content, its name, and what a server says.

    Args:
        source: a path, an http(s) address, or "-".
        options: what the caller knows, and the limits.
        stdin: where "-" reads from; `sys.stdin.buffer` if None.

    Raises:
        InputError: the input cannot be read; each kind has a class of its own, and the message names
            input, cause and remedy.
    """
    if source == "-":
        stream = stdin if stdin is not None else sys.stdin.buffer
        data = read_stream(stream, where="standard input", max_bytes=options.max_bytes)
        return _from_bytes(data, source, options, name_html=None, charset=None, retrieved=None)
    if is_address(source):
        from onrecord.ingest.fetch import fetch_page

        page = fetch_page(source, options=options)
        known = options if options.url else replace(options, url=page.url)
        return _from_bytes(
            page.data, source, known, name_html=page.html, charset=page.charset, retrieved=page.retrieved
        )
    data = read_file(source, max_bytes=options.max_bytes)
    named = True if source.lower().endswith((".html", ".htm", ".xhtml")) else None
    return _from_bytes(data, source, options, name_html=named, charset=None, retrieved=None)


def document_from_html(data: bytes, *, source: str, options: IngestOptions = DEFAULTS) -> Document:
    """Return the report in the bytes of a page.

    Args:
        data: the page, in whatever character set.
        source: how to name the input ("-", a path or an address).
        options: what the caller knows, and the limits.

    Raises:
        InputError: as for `load_document`.
    """
    return _from_bytes(data, source, options, name_html=True, charset=None, retrieved=None)


def document_from_text(text: str, *, source: str = "-", options: IngestOptions = DEFAULTS) -> Document:
    """Return the report in a plain text.

    Line ends become "\\n", and furniture at the two ends ("All news") is left out; nothing else changes.

    Raises:
        InputError: as for `load_document`.

    >>> text = "Harbour reopens\\n\\nLIMA, May 4, 2021 (HPA) - The harbour is open, the mayor said."
    >>> document = document_from_text(text)
    >>> document.parts.headline.cut(document.text), document.published, document.agency
    ('Harbour reopens', '2021-05-04', 'HPA')
    """
    return _text_document(text, source, options, retrieved=None)


def _from_bytes(
    data: bytes,
    source: str,
    options: IngestOptions,
    *,
    name_html: bool | None,
    charset: str | None,
    retrieved: str | None,
) -> Document:
    where = _where(source)
    if len(data) > options.max_bytes:
        raise InputTooLarge(
            what=f"it has {len(data):,} bytes, the limit is {options.max_bytes:,}",
            where=where,
            remedy="give one report, or raise the limit (max_bytes)",
        )
    if not data.strip():
        raise NoBody(what="it is empty", where=where, remedy="give a page or a text with a report in it")
    head = data[:3000]
    html = (
        bool(_HTML_START.match(head))
        or (name_html is not False and len(_HTML_TAG.findall(head)) >= 3)
        or bool(name_html)
    )
    text = decode(data, where=where, declared=charset, html=html)
    if not html or not _HTML_TAG.search(data):
        html = _HTML_START.match(text[:3000].encode("utf-8", "replace")) is not None
    if html:
        return _page_document(text, source, options, retrieved)
    return _text_document(text, source, options, retrieved=retrieved)


def _where(source: str) -> str:
    return "standard input" if source == "-" else source


def _page_document(html: str, source: str, options: IngestOptions, retrieved: str | None) -> Document:
    from onrecord.ingest.page import read_page

    address = options.url or (source if is_address(source) else None)
    page = read_page(html, where=_where(source), url=address)
    pieces = [*([page.headline] if page.headline else []), *([page.standfirst] if page.standfirst else [])]
    text = "\n\n".join([*pieces, *page.paragraphs])
    headline = Span(0, len(page.headline)) if page.headline else None
    standfirst = None
    if page.standfirst:
        start = headline.end + 2 if headline else 0
        standfirst = Span(start, start + len(page.standfirst))
    layout = find_layout(text, headline=headline, standfirst=standfirst)
    meta = page.metadata
    url = options.url or meta.url or address
    outlet = (
        options.outlet
        or known_outlet(url)
        or outlet_name(meta.outlet)
        or page.outlet
        or registered_domain(url)
    )
    persons, author_agency = split_authors(page.persons or layout.bylines, outlet=outlet)
    seen = _Seen(
        published=meta.published or layout.stamp, url=url, outlet=outlet, bylines=persons,
        agencies=(page.agency, meta.agency, author_agency), retrieved=retrieved,
    )  # fmt: skip
    return _finish(text, layout, seen, source, options)


def _text_document(text: str, source: str, options: IngestOptions, *, retrieved: str | None) -> Document:
    where = _where(source)
    _check_text(text, where)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise NoBody(what="it is empty", where=where, remedy="give a page or a text with a report in it")
    root = _XML_START.match(text[:3000])
    feed = _FEEDS.get(root["root"]) if root else None
    if feed is None and text.lstrip()[:1] in "{[" and _is_json(text):
        feed = "JSON data"
    if feed is not None:
        raise NoBody(
            what=f"this is {feed}, not a report", where=where, remedy="give a page (HTML) or a plain text"
        )
    layout = find_layout(text)
    url = options.url or (source if is_address(source) else None)
    outlet = options.outlet or known_outlet(url) or registered_domain(url)
    persons, author_agency = split_authors(layout.bylines, outlet=outlet)
    stamp = layout.stamp or (day_in_address(url) if url else None)
    seen = _Seen(
        published=stamp,
        url=url,
        outlet=outlet,
        bylines=persons,
        agencies=(author_agency,),
        retrieved=retrieved,
    )
    return _finish(text, layout, seen, source, options)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


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


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was found of a report beside its text, before what the caller gives is put over it."""

    published: str | None
    url: str | None
    outlet: str | None
    bylines: tuple[str, ...]
    agencies: tuple[str | None, ...]
    retrieved: str | None


def _finish(text: str, layout: Layout, seen: _Seen, source: str, options: IngestOptions) -> Document:
    """Return the document: furniture cut off the ends, spans moved, agency, dates and language settled."""
    keep = layout.keep
    if layout.body is None or not any(map(str.isalpha, layout.body.cut(text))):
        raise NoBody(
            what="no running text was found in it",
            where=_where(source),
            remedy="give a report with its full text",
        )
    body = layout.body
    language = check_language(body.cut(text), languages=options.languages, where=_where(source))
    published, because = _published(seen, options)
    dateline, filed_because = _dateline(layout.dateline, text, published)
    if published is None and dateline is not None and dateline.date is not None:
        published, because = dateline.date, filed_because
    found = layout.dateline.agency if layout.dateline else None
    agency = options.agency or found or layout.credit or next((name for name in seen.agencies if name), None)
    if agency and seen.outlet and not (found or layout.credit or options.agency):
        # A page that names its own house as the author credits nobody, unless that house is an agency.
        agency = None if agency.casefold() == seen.outlet.casefold() and not known_agency(agency) else agency
    credit = layout.dateline.agency_span if layout.dateline else None
    shift = -keep.start
    if dateline is not None:
        dateline = replace(
            dateline, span=_move(dateline.span, shift), place_span=_shift(dateline.place_span, shift),
            date_span=_shift(dateline.date_span, shift),
        )  # fmt: skip
    final = keep.cut(text)
    parts = Parts(
        headline=_shift(layout.headline, shift),
        standfirst=_shift(layout.standfirst, shift),
        dateline=dateline.span if dateline else None,
        agency_credit=_shift(credit or layout.credit_span, shift),
        byline=_shift(layout.byline, shift),
        body=_move(body, shift),
        boilerplate=tuple(_move(span, shift) for span in layout.boilerplate),
    )
    return Document(
        id=text_digest(final), input=source, text=final, url=seen.url, outlet=seen.outlet, agency=agency,
        bylines=seen.bylines, language=language, published=published, published_because=because,
        retrieved=seen.retrieved, parts=parts, dateline=dateline,
    )  # fmt: skip


def _move(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _shift(span: Span | None, by: int) -> Span | None:
    return _move(span, by) if span is not None else None


def _published(seen: _Seen, options: IngestOptions) -> tuple[str | None, str | None]:
    if options.published:
        return iso_time(options.published), "given"
    return (iso_time(seen.published), "metadata") if seen.published else (None, None)


def _dateline(
    found: FoundDateline | None, text: str, published: str | None
) -> tuple[Dateline | None, str | None]:
    """Return the dateline with its year settled, and how its day would do as the day of publication."""
    if found is None:
        return None, None
    day, because, reason, how = None, None, None, None
    if found.day is None:
        because = "no date given"
    elif found.day.date is not None:
        day, because, how = found.day.date, "year given", "dateline"
    elif published is not None:
        from datetime import date

        day = nearest_year(found.day.month, found.day.day, published=date.fromisoformat(published[:10]))
        because = f"year from metadata: nearest to publication on {published[:10]}"
    else:
        newest = newest_past_day(text)
        if newest is None:
            because = "no year given, and the text holds no full past date"
        else:
            day, how = first_after(found.day.month, found.day.day, newest=newest), "inferred"
            because = f"year inferred: newest past date in the text is {newest.isoformat()}"
    reason = how if day is not None else None
    return (
        Dateline(
            span=found.span, place_span=found.place, date=day.isoformat() if day else None,
            date_span=Span(found.day.start, found.day.end) if found.day else None, agency=found.agency,
            because=because,
        ),
        reason,
    )  # fmt: skip
