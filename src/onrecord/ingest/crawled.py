"""Articles as crawlers store them in JSON: news-please and Fundus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.ingest.fragments import read_line
from onrecord.ingest.items import Item

_NEWS_PLEASE = frozenset(
    [
        "date_publish",
        "date_download",
        "source_domain",
        "title_page",
        "title_rss",
        "localpath",
        "filename",
        "image_url",
    ]
)
_NOTHING = frozenset({"", "none", "null", "nan"})
_MIDNIGHT = "00:00:00"


def is_news_please(data: dict[str, Any]) -> bool:
    """Tell whether an object is an article as news-please stores it."""
    return "maintext" in data or len(_NEWS_PLEASE & data.keys()) >= 2


def read_news_please(data: dict[str, Any]) -> Item:
    """Return what an article of news-please says; `text`, its older name, stands in for `maintext`.

    A time of exactly midnight without an offset is how it writes a day.
    """
    body = _text(data.get("maintext")) or _text(data.get("text"))
    published = _line(data.get("date_publish"))
    if published and published.endswith(_MIDNIGHT):
        published = published[:10]
    url = _line(data.get("url"))
    return Item(
        id=url or _line(data.get("filename")) or _line(data.get("localpath")),
        text=body,
        headline=_line(data.get("title")) or _line(data.get("title_page")) or _line(data.get("title_rss")),
        bylines=_names(data.get("authors")),
        published=published,
        url=url,
    )


def is_fundus(data: dict[str, Any]) -> bool:
    """Tell whether an object is an article as Fundus stores it."""
    body = data.get("body")
    return isinstance(body, dict) and ("sections" in body or "summary" in body)


def read_fundus(data: dict[str, Any]) -> Item:
    """Return what an article of Fundus says: summary, and its sections with their headings, a line each."""
    body: dict[str, Any] = data["body"]
    lines = [*_lines(body.get("summary"))]
    sections = body.get("sections")
    for section in sections if isinstance(sections, list) else []:
        if isinstance(section, dict):
            lines += [*_lines(section.get("headline")), *_lines(section.get("paragraphs"))]
    page = data.get("html")
    held: dict[str, Any] = page if isinstance(page, dict) else {}
    source = held.get("source_info") or held.get("source")
    told: dict[str, Any] = source if isinstance(source, dict) else {}
    url = _line(data.get("url")) or _line(held.get("responded_url")) or _line(held.get("requested_url"))
    return Item(
        id=url,
        text="\n\n".join(lines),
        headline=_line(data.get("title")),
        publisher=_line(data.get("publisher")) or _line(told.get("publisher")),
        bylines=_names(data.get("authors")),
        published=_line(data.get("publishing_date")),
        url=url,
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip().casefold() not in _NOTHING else None


def _line(value: Any) -> str | None:
    text = _text(value)
    return read_line(text) if text else None


def _lines(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        line = _line(one)
        if line:
            yield line


def _names(value: Any) -> tuple[str, ...]:
    return tuple(_lines(value))[:20]
