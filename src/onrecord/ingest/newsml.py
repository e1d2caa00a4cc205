"""Items in the XML of news agencies: NewsML-G2 (IPTC), and NITF, by itself or as the body of such an item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from onrecord.ingest.fragments import read_line
from onrecord.ingest.items import Item
from onrecord.ingest.xml import as_html, child, children, local_name, text_of

ITEM_NAMES = ("newsItem", "nitf")
"""Root elements that are one report."""

_BASIC_TIME = re.compile(
    r"(?P<day>\d{8})(?:T(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)


def news_items(message: Any) -> Iterator[Any]:
    """Yield the news items in a NewsML-G2 message, in order; packages and concepts are no reports."""
    for item_set in children(message, "itemSet"):
        yield from children(item_set, "newsItem")


def read_agency_xml(root: Any) -> Item:
    """Return what a NewsML-G2 news item or a NITF document says."""
    return read_nitf(root) if local_name(root) == "nitf" else read_newsml(root)


def read_newsml(item: Any) -> Item:
    """Return what a NewsML-G2 news item says. Names given by code alone are read as the code's last part.

    What its own fields leave open is taken from a NITF body, where it has one.
    """
    item_meta, content_meta = child(item, "itemMeta"), child(item, "contentMeta")
    html, text, inner = _content(item)
    inside = read_nitf(inner) if inner is not None else Item()
    guid = item.get("guid")
    by = text_of(child(content_meta, "by"))
    status = child(item_meta, "pubStatus")
    return Item(
        id=guid,
        html=html,
        text=text,
        headline=_main(content_meta, "headline") or inside.headline,
        dateline=_main(content_meta, "dateline") or inside.dateline,
        located=next(_names(content_meta, "located"), None) or inside.located,
        publisher=next(_names(item_meta, "provider"), None)
        or next(_names(child(item, "rightsInfo"), "copyrightHolder"), None)
        or inside.publisher,
        sources=(*_names(content_meta, "infoSource"), *_texts(content_meta, "creditline"), *inside.sources),
        bylines=((by,) if by else tuple(_names(content_meta, "creator"))) or inside.bylines,
        published=text_of(child(item_meta, "versionCreated"))
        or text_of(child(item_meta, "firstCreated"))
        or text_of(child(content_meta, "contentCreated"))
        or inside.published,
        url=guid if guid and re.match(r"https?://", guid) else None,
        status=_local_code(status) if status is not None else None,
    )


def _content(item: Any) -> tuple[str | None, str | None, Any]:
    """Return the body as HTML or as plain text, and the NITF document it is in, if it is."""
    for holder in child(item, "contentSet") if child(item, "contentSet") is not None else ():
        if local_name(holder) == "inlineXML":
            root = next((one for one in holder if local_name(one)), None)
            if root is None:
                continue
            if local_name(root) == "nitf":
                body = child(root, "body", "body.content")
                return (as_html(body) if body is not None else None), None, root
            body = child(root, "body") if local_name(root) == "html" else root
            if body is not None and (text_of(body) or ""):
                return as_html(body), None, None
        elif local_name(holder) == "inlineData":
            value = "".join(holder.itertext())
            kind = (holder.get("contenttype") or "").lower()
            if value.strip() and not holder.get("encoding"):
                return (value, None, None) if "html" in kind else (None, value, None)
    return None, None, None


def read_nitf(root: Any) -> Item:
    """Return what a NITF document says."""
    data, head = child(root, "head", "docdata"), child(root, "body", "body.head")
    pubdata = child(root, "head", "pubdata")
    body = child(root, "body", "body.content")
    line = child(head, "dateline")
    holder = child(data, "doc.copyright")
    return Item(
        id=_attribute(child(data, "doc-id"), "id-string"),
        html=as_html(body) if body is not None else None,
        headline=text_of(child(head, "hedline", "hl1")) or text_of(child(root, "head", "title")),
        dateline=text_of(line),
        located=text_of(child(line, "location")),
        publisher=_attribute(holder, "holder") or _attribute(pubdata, "name"),
        sources=tuple(_texts(head, "distributor")),
        bylines=tuple(_bylines(head)),
        published=_basic_time(
            _attribute(child(data, "date.issue"), "norm")
            or _attribute(pubdata, "date.publication")
            or _attribute(child(data, "date.release"), "norm")
            or _attribute(child(line, "story.date"), "norm")
        ),
        url=_attribute(child(data, "doc-id"), "id-string", r"https?://")
        or _attribute(pubdata, "ex-ref", r"https?://"),
        status=(_attribute(data, "management-status") or "").lower() or None,
    )


def _bylines(head: Any) -> Iterator[str]:
    for byline in children(head, "byline") if head is not None else ():
        persons = [name for one in byline.iter() if local_name(one) == "person" and (name := text_of(one))]
        whole = text_of(byline)
        yield from persons or ([whole] if whole else [])


def _basic_time(value: str | None) -> str | None:
    """Return a time in the basic form of ISO 8601, which NITF uses, in its extended form.

    >>> _basic_time("20200102T030405Z"), _basic_time("20200102"), _basic_time("2020-01-02")
    ('2020-01-02T03:04:05Z', '2020-01-02', '2020-01-02')
    """
    match = _BASIC_TIME.fullmatch(value.strip()) if value else None
    if match is None:
        return value
    day = match["day"]
    shown = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    if match["hour"] is None:
        return shown
    return f"{shown}T{match['hour']}:{match['minute']}:{match['second'] or '00'}{match['zone'] or ''}"


def _attribute(element: Any, name: str, pattern: str = "") -> str | None:
    value = element.get(name) if element is not None else None
    found = read_line(value) if value else None
    return found if found and re.match(pattern, found) else None


def _names(element: Any, tag: str) -> Iterator[str]:
    """Yield the names of the parties or places under a tag."""
    for one in children(element, tag) if element is not None else ():
        name = text_of(child(one, "name")) or one.get("literal") or _local_code(one)
        if name:
            yield name


def _texts(element: Any, tag: str) -> Iterator[str]:
    for one in children(element, tag) if element is not None else ():
        text = text_of(one)
        if text:
            yield text


def _main(element: Any, tag: str) -> str | None:
    """Return the text under a tag, that without a role or with the main one first."""
    found = list(children(element, tag)) if element is not None else []
    found.sort(key=lambda one: one.get("role") is not None and "main" not in one.get("role").lower())
    return next((text for one in found if (text := text_of(one))), None)


def _local_code(element: Any) -> str | None:
    code = element.get("qcode") or element.get("uri") or ""
    return re.split(r"[:/#]", code)[-1].lower() or None
