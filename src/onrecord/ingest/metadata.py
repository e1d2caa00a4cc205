"""What a page says of itself: headline, time, address, authors, publisher, agency."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from onrecord.ingest.credits import known_agency
from onrecord.ingest.options import iso_time

_log = structlog.get_logger(__name__)

_ARTICLE_TYPE = re.compile(
    r"(?:News|Report|Analysis|Opinion|Review|Background|Satirical)?(?:News)?Article$|.*(?:Article|BlogPosting|Posting)$"
)
_OPENGRAPH_TIMES = ("article:published_time", "og:article:published_time", "og:published_time")
_META_TIMES = (
    "article:published_time", "datepublished", "date", "pubdate", "publishdate", "publish-date",
    "publish_date",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dc.date", "dcterms.created", "dcterms.date",
    "article.published", "published-date", "originalpublicationdate", "cxenseparse:recs:publishtime",
)  # fmt: skip
_FIRST_YEAR = "1990"
"""No page of the web is older; content systems write the year 1 or 1970 where they hold no day."""
_META_AUTHORS = (
    "author",
    "byl",
    "byline",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page states outside its visible text; None or empty where it states nothing."""

    titles: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    published: str | None = None
    url: str | None = None
    outlet: str | None = None
    persons: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    agency: str | None = None
    live: bool = False


def read_metadata(tree: Any, *, url: str | None) -> Metadata:
    """Return what a parsed page states in JSON-LD, OpenGraph, microdata and meta tags.

    Where two articles are described, the one whose headline or address the page repeats is taken.

    Args:
        tree: the page as lxml parsed it.
        url: its address where known.
    """
    import extruct

    try:
        found = extruct.extract(
            tree, base_url=url, syntaxes=["json-ld", "opengraph", "microdata"], errors="ignore", uniform=True
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, LookupError) as error:
        # extruct lets some errors of malformed blocks through; the page is then read without its metadata.
        _log.warning("metadata not read", url=url, cause=str(error))
        found = {}
    graph = _first(found.get("opengraph"))
    metas = _meta_tags(tree)
    title = _text(tree.findtext(".//head/title") or tree.findtext(".//title"))
    og_title = _text(graph.get("og:title")) or metas.get("og:title") or metas.get("twitter:title")
    items = [*_articles(found.get("json-ld")), *_articles(found.get("microdata"))]
    item = _choose(items, og_title or title or "")
    canonical = _text(_first_attribute(tree, "//link[@rel='canonical']/@href"))
    authors = (
        list(_authors(item.get("author")))
        or [(name, False) for key in _META_AUTHORS if (name := metas.get(key, "")) and "://" not in name][:1]
    )
    persons = tuple(name for name, organisation in authors if not organisation)
    organisations = tuple(name for name, organisation in authors if organisation)
    address = canonical or _text(graph.get("og:url")) or _text(item.get("url"))
    return Metadata(
        titles=tuple(dict.fromkeys(t for t in (_text(item.get("headline")), og_title, title) if t)),
        descriptions=tuple(
            dict.fromkeys(
                text
                for value in (
                    item.get("alternativeHeadline"),
                    item.get("description"),
                    graph.get("og:description"),
                    metas.get("description"),
                )
                if (text := _text(value))
            )
        ),
        published=_published(item, graph, metas),
        url=address if address and re.match(r"https?://", address) else None,
        outlet=_text(graph.get("og:site_name")) or metas.get("og:site_name") or _name(item.get("publisher")),
        persons=persons,
        organisations=organisations,
        agency=_agency(item, organisations, metas),
        live="LiveBlog" in str(item.get("@type")),
    )


def _published(item: dict[str, Any], graph: dict[str, Any], metas: dict[str, str]) -> str | None:
    values = [item.get("datePublished"), *(graph.get(key) for key in _OPENGRAPH_TIMES)]
    values += [metas.get(key) for key in _META_TIMES] + [item.get("dateCreated"), item.get("uploadDate")]
    times = [found for value in values if (found := iso_time(_text(value) or "")) and found > _FIRST_YEAR]
    # A day alone gives way to a time of the same day from another field.
    best = next((one for one in times if len(one) > 10 and one[:10] == times[0][:10]), None)
    if best is None:
        return times[0] if times else None
    # The day of publication is the outlet's, not that of UTC, where the same moment is given on its own clock.
    return next((one for one in times if _is_same_moment(one, best)), best) if best.endswith("Z") else best


def _is_same_moment(one: str, utc: str) -> bool:
    """Tell whether a time on another clock than UTC's is the same moment, seconds left aside."""
    moment = datetime.fromisoformat(one)
    return bool(moment.utcoffset()) and abs(moment - datetime.fromisoformat(utc)) < timedelta(minutes=1)


def _agency(item: dict[str, Any], organisations: tuple[str, ...], metas: dict[str, str]) -> str | None:
    names: list[str] = [*organisations]
    for key in ("creator", "sourceOrganization", "provider", "isBasedOn", "copyrightHolder", "creditText"):
        names += [name for name, _ in _authors(item.get(key))]
    names += [
        metas[key]
        for key in ("source", "dc.source", "news_source", "article:author", "original-source")
        if key in metas
    ]
    names += [name for name, _ in _authors(item.get("author"))]
    for name in names:
        agency = known_agency(name)
        if agency:
            return agency
    return None


def _articles(items: Any) -> Iterator[dict[str, Any]]:
    """Give the article items of extruct's list, also those inside a graph."""
    for item in items if isinstance(items, list) else []:
        if not isinstance(item, dict):
            continue
        kinds = item.get("@type", item.get("type", ""))
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and _ARTICLE_TYPE.match(kind.rsplit("/", 1)[-1]) for kind in kinds):
            yield item
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            nested = item.get(key)
            yield from _articles(nested if isinstance(nested, list) else [nested])


def _choose(items: list[dict[str, Any]], title: str) -> dict[str, Any]:
    for item in items:
        headline = _text(item.get("headline"))
        if headline and title and squash(headline)[:40] == squash(title)[: len(squash(headline)[:40])]:
            return item
    return items[0] if items else {}


def _authors(value: Any) -> Iterator[tuple[str, bool]]:
    """Give each name in an author-like value, and whether it is an organisation's."""
    if isinstance(value, str):
        name = _text(value)
        if name and "://" not in name:
            yield name, False
    elif isinstance(value, list):
        for part in value:
            yield from _authors(part)
    elif isinstance(value, dict):
        kind = str(value.get("@type", ""))
        for name, _ in _authors(value.get("name") or value.get("@value")):
            yield name, "Organization" in kind
        if not value.get("name"):
            for key in ("publisher", "provider", "author"):
                yield from _authors(value.get(key))


def _name(value: Any) -> str | None:
    return next((name for name, _ in _authors(value)), None)


def _first(items: Any) -> dict[str, Any]:
    return items[0] if isinstance(items, list) and items and isinstance(items[0], dict) else {}


def _first_attribute(tree: Any, path: str) -> str | None:
    values = tree.xpath(path)
    return str(values[0]) if values else None


def _meta_tags(tree: Any) -> dict[str, str]:
    tags: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = meta.get("name") or meta.get("property") or meta.get("itemprop") or meta.get("http-equiv")
        content = _text(meta.get("content"))
        if key and content:
            tags.setdefault(key.strip().lower(), content)
    return tags


def _text(value: Any) -> str | None:
    """Return a value as one line of text with its entities read, or None where it is no text."""
    import html

    if isinstance(value, list):
        value = next((part for part in value if isinstance(part, str)), None)
    if not isinstance(value, str):
        return None
    text = re.sub(r"<[^<>]{1,80}>", "", html.unescape(html.unescape(value)))
    return clean(text) or None


def clean(text: str) -> str:
    """Return text on one line with single blanks, without invisible marks, NULs and lone surrogates."""
    return " ".join(
        re.sub(r"[\u200b\u200e\u200f\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\ud800-\udfff]", "", text).split()
    )


def squash(text: str) -> str:
    """Return the letters and figures of a text in lower case: two writings of one line are then equal."""
    return re.sub(r"[\W_]+", "", text.casefold())
