"""Entries of feeds: RSS of every version, and Atom."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

from onrecord.errors import InputError, NoBody, UnreadableInput
from onrecord.ingest.assembly import named
from onrecord.ingest.charset import decode
from onrecord.ingest.fragments import read_fragment, read_line
from onrecord.ingest.listed import Listed
from onrecord.ingest.metadata import clean, squash
from onrecord.ingest.options import iso_time
from onrecord.ingest.outlets import known_outlet, outlet_name, registered_domain
from onrecord.model import Capture

_MOST_AUTHORS = 20


def read_feed(
    data: bytes, *, where: str, charset: str | None = None, retrieved: str | None = None
) -> Iterator[Capture | Listed | InputError]:
    """Yield the entries of a feed, in order: a capture each, or the page it points to where it has no text.

    An entry is named by its guid, else by its link, behind the name of the feed. Its bytes are its content as HTML
    (the longest of content and description), in UTF-8. A feed that is damaged gives what can be had, and at the
    end one error that says what is broken.

    Args:
        data: the feed.
        where: its name.
        charset: character set that a server declares, or None.
        retrieved: ISO 8601 time at which the feed was had from the web, or None.
    """
    try:
        feed = _parsed(data, where, charset)
    except InputError as problem:
        yield problem
        return
    for number, entry in enumerate(feed.entries, start=1):
        yield _entry(entry, feed.feed, number, where, retrieved)
    broken = _problem(feed, where)
    if broken is not None:
        yield broken


def _parsed(data: bytes, where: str, charset: str | None) -> Any:
    """Return a feed as feedparser reads it.

    Raises:
        NotText: no character set fits.
        UnreadableInput: it is damaged beyond what feedparser bears.
    """
    import feedparser

    text = decode(data, where=named(where), declared=charset, html=True)
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)
    # A stream, since feedparser takes a string that looks like a path or an address for one and opens it.
    stream = io.BytesIO(text.encode("utf-8", "replace"))
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        return feedparser.parse(
            stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except (ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError) as error:
        # feedparser lets some errors of malformed feeds through.
        raise UnreadableInput(
            what=f"the feed is damaged ({error})", where=named(where), remedy="get the feed again"
        ) from error


def _problem(feed: Any, where: str) -> InputError | None:
    """Return what is wrong with a feed as a whole, or None."""
    import feedparser

    cause = feed.get("bozo_exception") if feed.bozo else None
    harmless = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
    if cause is not None and not isinstance(cause, harmless):
        line = getattr(cause, "getLineNumber", lambda: None)()
        told = clean(str(getattr(cause, "getMessage", lambda: cause)()))[:120]
        return UnreadableInput(
            what=f"the feed is damaged{f' in line {line}' if line else ''} ({told}); "
            f"{len(feed.entries)} entries could be read",
            where=named(where),
            remedy="get the feed again, or tell its publisher",
        )
    if not feed.entries:
        kind = "the feed has no entries" if feed.version else "this is no feed that can be read"
        return NoBody(what=kind, where=named(where), remedy="give a feed in RSS or Atom, or try later")
    return None


def _entry(
    entry: Any, channel: Any, number: int, where: str, retrieved: str | None
) -> Capture | Listed | InputError:
    link = _address(entry.get("link"))
    name = f"{where}#{clean(str(entry.get('id') or link or number))}"
    headline = _line(entry.get("title"))
    source = entry.get("source") or channel
    outlet = known_outlet(link) or outlet_name(_line(source.get("title"))) or registered_domain(link)
    bylines = _authors(entry)
    html, media_type = _content(entry)
    text = " ".join(read_fragment(html).paragraphs) if media_type == "text/html" else html
    if squash(text) in ("", squash(headline or ""), squash(link or "")):
        if link is None:
            return NoBody(
                what="the entry has neither text nor link", where=name, remedy="leave it out, or add its text"
            )
        return Listed(
            url=link, headline=headline, published=_published(entry), outlet=outlet, bylines=bylines
        )
    return Capture(
        input=name,
        data=html.encode("utf-8", "replace"),
        media_type=media_type,
        charset="utf-8",
        url=link,
        outlet=outlet,
        published=_published(entry),
        bylines=bylines,
        headline=headline,
        retrieved=retrieved,
    )


def _content(entry: Any) -> tuple[str, str]:
    """Return the text of an entry and its media type: of its contents and its description the longest."""
    held = [*entry.get("content", []), *([entry["summary_detail"]] if "summary_detail" in entry else [])]
    kept = [
        one
        for one in held
        if str(one.get("type", "text/html")) in ("text/html", "application/xhtml+xml", "text/plain")
    ]
    if not kept:
        return "", "text/html"
    best = max(kept, key=lambda one: len(one.get("value") or ""))
    # Descriptions that say nothing of their type are called plain by the parser where they hold no tag.
    plain = best.get("type") == "text/plain" and "&" not in (best.get("value") or "")
    return str(best.get("value") or ""), "text/plain" if plain else "text/html"


def _authors(entry: Any) -> tuple[str, ...]:
    named = [author.get("name") for author in entry.get("authors", []) if isinstance(author, dict)]
    found = [line for name in (named or [entry.get("author")]) if (line := _line(name))]
    return tuple(dict.fromkeys(found))[:_MOST_AUTHORS]


def _published(entry: Any) -> str | None:
    """Return the time of an entry with the offset that the feed writes; in UTC where that cannot be read."""
    for key in ("published", "updated", "created"):
        written = dict.get(entry, key)  # feedparser's own `get` gives one time for another
        if not isinstance(written, str):
            continue
        found = iso_time(written) or _mail_time(written)
        if found is None and (parsed := dict.get(entry, f"{key}_parsed")):
            year, month, day, hour, minute, second, *_ = parsed
            found = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
        if found is not None:
            return iso_time(found)
    return None


def _mail_time(written: str) -> str | None:
    """Return a time in the form of mail headers, which RSS uses, in ISO 8601."""
    try:
        moment = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    # "-0000" says that the time is in UTC and that the clock of the place is not known.
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def _address(value: Any) -> str | None:
    link = clean(value) if isinstance(value, str) else ""
    return link if link.lower().startswith(("http://", "https://")) else None


def _line(value: Any) -> str | None:
    return read_line(value) if isinstance(value, str) else None
