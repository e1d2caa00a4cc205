"""What sort of input bytes are, told from how they begin and only then from a media type or a name."""

from __future__ import annotations

import codecs
import re
from enum import Enum

from onrecord.ingest.xml import root_name

HEAD_BYTES = 8192
"""Bytes at the start of an input from which its sort is told."""

GZIP, ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")
_HTML_START = re.compile(
    rb"\s*+(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>\s*+)?(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_HTML_TAG = re.compile(rb"<(?:html|head|body|article|p|div|h1)[\s>]", re.I)
_HTML_TYPE = re.compile(r"text/html|application/xhtml\+xml", re.IGNORECASE)
_FEED_NAME = re.compile(r"\.(?:rss|atom)\Z|(?:rss|atom)\+xml", re.IGNORECASE)
_ADDRESS_LINE = re.compile(r"https?://\S+\s*\Z", re.IGNORECASE)


class Kind(Enum):
    """What an input may be."""

    PAGE = "page or text"
    FEED = "feed"
    SITEMAP = "site map"
    JSON = "JSON"
    ITEM = "item of an agency in XML"
    MESSAGE = "NewsML-G2 message"
    PACKAGE = "NewsML-G2 package"
    XML = "other XML"
    ADDRESSES = "list of addresses"
    WARC = "web archive"
    ZIP = "ZIP archive"


_ROOTS = {
    "rss": Kind.FEED, "feed": Kind.FEED, "rdf": Kind.FEED, "urlset": Kind.SITEMAP, "sitemapindex": Kind.SITEMAP,
    "newsitem": Kind.ITEM, "nitf": Kind.ITEM, "newsmessage": Kind.MESSAGE, "packageitem": Kind.PACKAGE,
    "html": Kind.PAGE,
}  # fmt: skip


def kind_of(head: bytes, *, media_type: str | None = None, name: str = "") -> Kind:
    """Return what sort of input begins with these bytes.

    Args:
        head: the first `HEAD_BYTES` bytes, or all of a shorter input; unpacked.
        media_type: what a server or carrier calls it, or None.
        name: path or address.

    >>> kind_of(b"<rss version='2.0'>"), kind_of(b'{"uri": 1}'), kind_of(b"https://lima.example/1 ")
    (<Kind.FEED: 'feed'>, <Kind.JSON: 'JSON'>, <Kind.ADDRESSES: 'list of addresses'>)
    """
    if head.startswith(b"WARC/1."):
        return Kind.WARC
    if head.startswith(ZIP):
        return Kind.ZIP
    text = _characters(head)
    start = text.lstrip()
    root = root_name(text)
    if root is not None:
        known = _ROOTS.get(root.lower())
        if known is not None:
            return known
        return Kind.XML if start.startswith("<?xml") and not starts_html(head) else Kind.PAGE
    if start[:1] in ("{", "["):
        return Kind.JSON
    if _FEED_NAME.search(name) or _FEED_NAME.search(media_type or ""):
        return Kind.FEED
    return Kind.ADDRESSES if addresses_in(text, cut=len(head) >= HEAD_BYTES) else Kind.PAGE


def addresses_in(text: str, *, cut: bool = False) -> tuple[str, ...]:
    """Return the addresses of a text in which every line is one, but for blanks and comments ("#"); else none.

    Args:
        text: the text.
        cut: whether it ends within a line, which is then left aside.
    """
    lines = text.splitlines()
    if cut and len(lines) > 1:
        lines.pop()
    wanted = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return tuple(wanted) if wanted and all(map(_ADDRESS_LINE.match, wanted)) else ()


def _characters(head: bytes) -> str:
    for bom, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if head.startswith(bom):
            return head[len(bom) :].decode(encoding, "replace")
    return head.decode("utf-8", "replace")


def starts_html(head: bytes) -> bool:
    """Tell whether bytes begin as a page does."""
    return _HTML_START.match(head) is not None


def has_tags(data: bytes) -> bool:
    """Tell whether bytes hold any of the tags that a page is made of."""
    return _HTML_TAG.search(data) is not None


def looks_html(head: bytes, *, by_type: bool | None) -> bool:
    """Tell whether bytes are HTML: by their start, by what they are called, or by several tags.

    Args:
        head: the first bytes.
        by_type: whether a server, carrier or name calls them HTML; None where nobody says.
    """
    return starts_html(head) or (by_type is not False and len(_HTML_TAG.findall(head)) >= 3) or bool(by_type)


def is_html_type(media_type: str | None) -> bool | None:
    """Tell whether a media type means HTML; None where there is no type."""
    return _HTML_TYPE.match(media_type) is not None if media_type else None
