"""Made-up reports, and the carriers that the ingest tests put them in."""

from __future__ import annotations

import gzip
import json
from typing import Any

HEADLINE = "Cable cars of Quito stand still after a fall of rock"
LEAD = (
    "The cable cars of Quito stood still on Tuesday after rocks had fallen on two pylons, the operator said."
)
SECOND = "“Nobody was in the cabins when it happened,” said Lucía Paredes, who runs the line for the city."
THIRD = "Repairs are to last until the end of the month, and buses will take the place of the cabins."
BODY = (LEAD, SECOND, THIRD)
BODY_HTML = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)

PAGE = (
    f"<!DOCTYPE html><html><head><title>{HEADLINE}</title></head><body><article><h1>{HEADLINE}</h1>"
    f"{BODY_HTML}</article></body></html>"
)


def rss(*items: str, title: str = "Andes Radio") -> bytes:
    """Return an RSS 2.0 feed of items given as the XML inside them."""
    inner = "".join(f"<item>{item}</item>" for item in items)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title><link>https://andes.example/</link>{inner}</channel></rss>"
    ).encode()


def rss_item(guid: str = "cable-1", *, body: str = BODY_HTML, title: str = HEADLINE, more: str = "") -> str:
    """Return the inside of one item with all its text."""
    return (
        f"<title>{title}</title><link>https://andes.example/{guid}</link><guid isPermaLink='false'>{guid}</guid>"
        f"<pubDate>Tue, 03 Mar 2026 09:15:00 -0500</pubDate>{more}"
        f"<description>The cable cars stood …</description><content:encoded><![CDATA[{body}]]></content:encoded>"
    )


def ninjs(**changes: Any) -> dict[str, Any]:
    """Return an item in ninjs 1.x."""
    item = {
        "uri": "urn:andes:20260303:1",
        "type": "text",
        "versioncreated": "2026-03-03T09:15:00-05:00",
        "firstcreated": "2026-03-03T08:00:00-05:00",
        "pubstatus": "usable",
        "headline": HEADLINE,
        "byline": "By Inés Bravo",
        "located": "Quito",
        "copyrightholder": "Andes Press Agency (APX)",
        "body_html": BODY_HTML,
    }
    return {key: value for key, value in (item | changes).items() if value is not None}


def ninjs_3(**changes: Any) -> dict[str, Any]:
    """Return an item in ninjs 3.1."""
    item = {
        "uri": "https://andes.example/items/1",
        "standard": {"name": "ninjs", "version": "3.1"},
        "type": "text",
        "versionCreated": "2026-03-03T09:15:00-05:00",
        "pubStatus": "usable",
        "by": "Inés Bravo",
        "headlines": [{"role": "sub", "value": "Buses run"}, {"role": "main", "value": HEADLINE}],
        "bodies": [
            {"role": "brief", "contentType": "text/plain", "value": "Rocks fell."},
            {"role": "main", "contentType": "text/html", "value": BODY_HTML},
        ],
        "infoSources": [{"name": "Andes Press Agency (APX)"}],
    }
    return {key: value for key, value in (item | changes).items() if value is not None}


def news_item(
    *, guid: str = "urn:andes:7", status: str = "stat:usable", body: str | None = None, more: str = ""
) -> str:
    """Return a NewsML-G2 news item without an XML declaration."""
    content = (
        body
        if body is not None
        else (
            f"<inlineXML><html xmlns='http://www.w3.org/1999/xhtml'><head><title>t</title></head><body>{BODY_HTML}"
            "</body></html></inlineXML>"
        )
    )
    return f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="3" standard="NewsML-G2">
      <catalogRef href="http://unreachable.example/catalog.xml"/>
      <itemMeta><provider><name>Andes Press Agency</name></provider>
        <versionCreated>2026-03-03T09:15:00-05:00</versionCreated><pubStatus qcode="{status}"/></itemMeta>
      <contentMeta><located><name>Quito</name></located><creator><name>Inés Bravo</name></creator>
        <infoSource><name>Reuters</name></infoSource><headline>{HEADLINE}</headline>{more}</contentMeta>
      <contentSet>{content}</contentSet></newsItem>"""


def warc_record(
    number: int,
    body: bytes,
    *,
    kind: str = "response",
    status: str = "200 OK",
    media_type: str = "text/html; charset=utf-8",
    more: str = "",
) -> bytes:
    """Return one record of a WARC file."""
    block = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{more}\r\n".encode() + body
    return (
        (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number:04}>\r\n"
            f"WARC-Target-URI: https://andes.example/{number}\r\nWARC-Date: 2026-03-04T10:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        ).encode()
        + block
        + b"\r\n\r\n"
    )


def warc_page(number: int) -> bytes:
    """Return a record with a page whose headline bears its number."""
    return warc_record(number, PAGE.replace(HEADLINE, f"{HEADLINE} {number}").encode())


def packed(*records: bytes) -> bytes:
    """Return records packed one by one, as archives have them."""
    return b"".join(map(gzip.compress, records))


def lines(*items: Any) -> bytes:
    """Return items as JSON Lines."""
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items).encode()
