"""XML from strangers: parsed without entities, without document types from elsewhere, and without the network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from onrecord.errors import NoBody
from onrecord.ingest.metadata import clean

_SUBSET = r"""\[(?><!--.*?-->|"[^"]*+"|'[^']*+'|[^\]"'])*+\]"""
_ROOT = re.compile(
    rf"\s*+(?:(?><\?[^>]*\?>|<!--.*?-->|<!DOCTYPE\s[^>\[]*+(?:{_SUBSET}\s*+)?>)\s*+)*+"
    r"<(?:[\w.-]{1,60}:)?(?P<root>[A-Za-z][\w.-]*)",
    re.DOTALL | re.IGNORECASE,
)
"""What comes before the root is taken in one way only: thousands of comments must not be tried in every split."""

_HTML_NAMES = {
    "hl1": "h1",
    "hl2": "h2",
    "nitf": "div",
    "body.content": "div",
    "block": "div",
    "media": "figure",
}
"""Elements of agency formats with the element of HTML that means the same."""


def root_name(text: str) -> str | None:
    """Return the name of the root element of XML or HTML, without its prefix; None where there is none.

    >>> root_name('<?xml version="1.0"?><!-- made by hand --><rdf:RDF>'), root_name("plain text")
    ('RDF', None)
    """
    match = _ROOT.match(text)
    return match["root"] if match else None


def parse_xml(data: bytes, *, where: str) -> Any:
    """Return the root element of XML.

    Entities are left unread, so that none can grow or bring in a file, and nothing is fetched.

    Raises:
        NoBody: it is not well-formed; the message says where.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(data.strip(), parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", None)
        raise NoBody(
            what=f"its XML is damaged{f' in line {line}' if line else ''} ({_cause(error)})",
            where=where,
            remedy="get the item again from whoever sent it",
        ) from error
    if root is None:
        raise NoBody(what="its XML holds nothing", where=where, remedy="get the item again")
    return root


def _cause(error: Exception) -> str:
    told = re.sub(
        r",? line \d+, column \d+.*", "", str(getattr(error, "msg", None) or error), flags=re.DOTALL
    )
    return clean(told)[:120] or type(error).__name__


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace; empty for comments and entities."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Any, name: str) -> Iterator[Any]:
    """Yield the children of an element that have this name, in whatever namespace."""
    return (child for child in element if local_name(child) == name)


def child(element: Any, *path: str) -> Any:
    """Return the first descendant along a path of names, or None; None is taken as well as an element."""
    for name in path:
        element = next(children(element, name), None) if element is not None else None
    return element


def text_of(element: Any) -> str | None:
    """Return the text of an element on one line, or None where there is none."""
    return (clean("".join(element.itertext())) or None) if element is not None else None


def as_html(element: Any) -> str:
    """Return an element and what is in it as HTML, names of agency formats turned into HTML's."""
    import copy

    from lxml import etree

    root = copy.deepcopy(element)
    root.tail = None
    for one in root.iter():
        name = local_name(one)
        if name:
            one.tag = _HTML_NAMES.get(name, name)
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode", method="html"))
