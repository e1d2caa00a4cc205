"""The paragraphs of a piece of HTML that a trusted carrier gives as the report, nothing taken for furniture by size.

What finds the report on a page throws short texts away, since on a page they are mostly teasers. An item of a
feed or of an agency is the report already, however short, so here every block of text stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from onrecord.ingest.metadata import clean, squash
from onrecord.ingest.page import flatten

_LEFT_OUT = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "form",
        "button",
        "select",
        "figure",
        "figcaption",
        "video",
        "audio",
        "nav",
        "title",
        "head",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "caption",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "address",
        "details",
        "summary",
        "hr",
        "center",
        "body",
        "html",
    ]
)
_BREAK = "\x1e"
"""Stands between two blocks while a piece of HTML is walked through."""

_LINE = "\x1f"
"""Stands for a `br` while a piece of HTML is walked through."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s*\Z")
_MARKED_UP = re.compile(r"<(?:p|div|br|li|tr|pre|blockquote|section|h\d)\b", re.IGNORECASE)
"""A tag that parts blocks; without any, blank lines are what parts them."""

_MOST_LINK_WORDS = 25
"""Words of a closing paragraph that links to the report itself ("The post ... appeared first on ...")."""

_LAST_LINKS = 5
"""Links at the end among which one to the report itself is looked for."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a piece of HTML holds.

    Attributes:
        paragraphs: its blocks of text, in order, each on one line.
        heading: its first heading of the first level, or None.
    """

    paragraphs: tuple[str, ...]
    heading: str | None = None


def read_fragment(html: str, *, url: str | None = None) -> Fragment:
    """Return the paragraphs of a piece of HTML; none where it holds no text.

    Scripts, forms, frames, figures and their captions are left out, and so is a short paragraph at the end that
    links to the report itself.

    Args:
        html: the piece; it needs no root and no closing tags.
        url: address of the report, or None.

    >>> read_fragment("<p>The harbour is open.<p>Ships <b>came</b> in.<script>track()</script>").paragraphs
    ('The harbour is open.', 'Ships came in.')
    """
    import lxml.html
    from lxml import etree

    source = flatten(re.sub(r"^\s*<\?xml[^>]*\?>", "", _plain_characters(html)))
    if not source.strip():
        return Fragment(())
    if not _MARKED_UP.search(source):
        source = re.sub(r"\n[^\S\n]*\n\s*", "<p>", source)
    try:
        tree = lxml.html.document_fromstring(
            f"<div>{source}</div>", parser=lxml.html.HTMLParser(huge_tree=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return Fragment(())
    heading = next((clean(one.text_content()) for one in tree.iter("h1")), None)
    paragraphs = _paragraphs(_walk(tree))
    own = _links_home(tree, url)
    while len(paragraphs) > 1 and squash(paragraphs[-1]) in own:
        paragraphs.pop()
    return Fragment(tuple(paragraphs), heading or None)


def read_line(value: str) -> str | None:
    """Return a title or name on one line, without tags and with its entities read; None where nothing is left.

    >>> read_line("Mayor: <b>port</b> &amp; ferry reopen"), read_line(" ")
    ('Mayor: port & ferry reopen', None)
    """
    import html

    text = _plain_characters(value)
    if re.search(r"</?[a-zA-Z][^<>]*>|&[#\w]+;", text):
        text = " ".join(read_fragment(text).paragraphs) if "<" in text else html.unescape(text)
    return clean(text) or None


def _plain_characters(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", text)


def _walk(tree: Any) -> str:
    """Return the text of a tree with a mark at the edges of blocks and at line breaks."""
    from lxml import etree

    pieces: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            pieces.append("" if hidden else element.tail or "")
            continue
        tag = element.tag
        edge = _BREAK if tag in _BLOCKS or tag in _LEFT_OUT else ""
        if event == "start":
            hidden += tag in _LEFT_OUT
            pieces.append(_LINE if tag == "br" else edge)
            pieces.append("" if hidden else element.text or "")
        else:
            hidden -= tag in _LEFT_OUT
            pieces += (edge, "" if hidden else element.tail or "")
    return "".join(pieces)


def _paragraphs(marked: str) -> list[str]:
    """Return the paragraphs of marked text; a line break parts two where it is doubled or follows a full stop."""
    found: list[str] = []
    for block in re.split(rf"{_BREAK}|{_LINE}\s*{_LINE}", marked):
        held: list[str] = []
        for line in block.split(_LINE):
            if held and line.strip() and _SENTENCE_END.search(held[-1][-12:]):
                found.append(" ".join(held))
                held = []
            held.append(line)
        found.append(" ".join(held))
    return [line for paragraph in found if (line := clean(paragraph))]


def _links_home(tree: Any, url: str | None) -> frozenset[str]:
    """Return the short paragraphs that link to the report itself, squashed."""
    if not url:
        return frozenset()
    home = url.split("#")[0].rstrip("/")
    found = set()
    for link in list(tree.iter("a"))[-_LAST_LINKS:]:
        if (link.get("href") or "").split("#")[0].split("?")[0].rstrip("/") != home.split("?")[0]:
            continue
        block = next((one for one in link.iterancestors() if one.tag in _BLOCKS), None)
        if block is not None:
            text = clean(block.text_content())
            if len(text.split()) <= _MOST_LINK_WORDS:
                found.add(squash(text))
    return frozenset(found)
