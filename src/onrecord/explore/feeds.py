"""What a saved search found, as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from onrecord.desk.arrivals import NewRow
from onrecord.explore.rendering import counted, new_address, outlet_of
from onrecord.export.visible import make_visible
from onrecord.store import SavedSearch

ENTRIES = 50
"""Entries of a feed."""

_ATOM = "http://www.w3.org/2005/Atom"


def atom_feed(saved: SavedSearch, rows: Sequence[NewRow], *, home: str) -> bytes:
    """Return a feed, an entry a row.

    A row with a newer report is another entry, so that readers of feeds show it again.

    Args:
        saved: the search.
        rows: what it found, the newest first.
        home: address of the first page, for the links.
    """
    home = home.rstrip("/")
    feed = ET.Element("feed", {"xmlns": _ATOM})
    _put(feed, "id", f"urn:onrecord:{saved.id}:{saved.made_at}")
    _put(feed, "title", f"{saved.name} · OnRecord")
    _put(feed, "updated", rows[0].added_at if rows else saved.made_at)
    ET.SubElement(feed, "link", {"rel": "self", "href": f"{home}/saved/{saved.id}.atom"})
    ET.SubElement(feed, "link", {"href": f"{home}/saved"})
    author = ET.SubElement(feed, "author")
    _put(author, "name", "OnRecord")
    had: Counter[str] = Counter()
    for row in rows:
        entry = ET.SubElement(feed, "entry")
        name = f"{row.kind}:{row.id}:{row.newest.key}"
        # A happening may have several contradictions that one report takes part in.
        had[name] += 1
        numbered = f"{name}:{had[name]}" if had[name] > 1 else name
        _put(entry, "id", f"urn:onrecord:{saved.id}:{numbered}")
        _put(entry, "title", row.title or "(no headline)")
        _put(entry, "updated", row.added_at)
        ET.SubElement(entry, "link", {"href": f"{home}{new_address(row)}"})
        headline = row.newest.headline or "(no headline)"
        told = f"{row.kind}, {counted(row.n_new, 'report')}; the last: {headline} ({outlet_of(row.newest)})"
        _put(entry, "summary", told)
    ET.indent(feed)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _put(parent: ET.Element, name: str, text: str) -> None:
    # Controls that XML cannot carry, and what would turn the reading order, are spelled out as on the pages.
    ET.SubElement(parent, name).text = make_visible(text)
