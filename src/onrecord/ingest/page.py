"""A report out of an HTML page: headline, standfirst, authors, and the paragraphs of its body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import structlog

from onrecord.errors import NoBody
from onrecord.ingest.credits import end_credit, read_byline
from onrecord.ingest.days import read_stamp
from onrecord.ingest.furniture import furniture_kind
from onrecord.ingest.metadata import Metadata, clean, read_metadata, squash
from onrecord.ingest.published import LINES_BELOW, find_published, in_local_time, shown_time, with_shown_time

_log = structlog.get_logger(__name__)

_SHORT, _LONG = 12, 100
"""Characters from which a paragraph that ends like a sentence is one, and from which any is; no words, which not every
writing parts."""

_SENTENCE_ENDS = (".", "!", "…", '"', "”", "’", "'", ")", "»", "。", "！", "」", "』", "।", "۔", "።")
"""No question marks: teasers end with them."""

_MAX_DEPTH = 80
"""Depth of nested wrapper elements kept; libxml2 drops text below 256 levels."""

_WRAPPERS = (
    "div|span|section|article|main|header|footer|aside|nav|form|b|i|em|strong|font|center|small|big|u|a|blockquote"
    "|ul|ol|table|details|figure|fieldset"
)
"""Elements that must be closed; rows, cells and list items close one another and never nest by themselves."""

_MEMBERS = "tr|td|th|li|tbody|thead"
_MEMBER = re.compile(rf"(?:{_MEMBERS})\Z", re.IGNORECASE)

_TAG = re.compile(rf"<(/?)({_WRAPPERS}|{_MEMBERS})(?=[\s>/])[^<>]*>", re.IGNORECASE)
_MIN_ARTICLE_CHARACTERS = 250
"""Characters of paragraphs from which an <article> counts as a report of its own, not as a teaser."""

_DROPPED = "dropped"
"""Name given to elements that are to be taken out."""

_BLOCKS = "h1|h2|h3|h4|p|div|span|td|li|strong|b|font|header|section|em|small|a|address"
_SEPARATORS = re.compile(r"\s+(?:[|–—·•»:]|-{1,2})\s+|\s*\|\s*|(?<=\S):\s+")
_STANDFIRST_CLASS = re.compile(
    r"(?:^|[\s_-])(?:standfirst|stand-first|dek|deck|subhead(?:line|ing)?|sub-?title|strapline|lede|lead-?in|summary"
    r"|excerpt|article-?intro|intro(?:duction)?|teaser|description)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:by-?line|author(?:s|-name)?|writer|contributors?|who)(?:$|[\s_-])", re.IGNORECASE
)
_CREDIT_CLASS = re.compile(r"(?:^|[\s_-])(?:credit|source|agency|provider|wire)(?:$|[\s_-])", re.IGNORECASE)
_PICTURE_CLASS = re.compile(r"image|photo|picture|caption|figure|media|gallery|video|thumb", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A report as a page holds it.

    Attributes:
        headline: without the name of the outlet, or None.
        standfirst: or None.
        paragraphs: of the body, in order; furniture is left out.
        metadata: what the page states of itself.
        outlet: as the end of its title has it, where nothing else names it.
        persons: authors named in a byline.
        agency: the agency that a visible credit names, or None.
    """

    headline: str | None
    standfirst: str | None
    paragraphs: tuple[str, ...]
    metadata: Metadata
    outlet: str | None
    persons: tuple[str, ...]
    agency: str | None


def read_page(html: str, *, where: str, url: str | None, carried: str | None = None) -> Page:
    """Return the report that a page holds.

    The body is trafilatura's: its precise extraction, or the fast one where that has less than half
    of the text of the other (method and figures: LIBRARIES.md, article bodies).

    Args:
        html: the page.
        where: how to name the input in an error.
        url: its address where known.
        carried: time of publication that a carrier gives; the page's own wins where it is stated, not guessed.

    Raises:
        NoBody: no running text was found.
    """
    import lxml.html
    from lxml import etree

    source = flatten(re.sub(r"^\s*<\?xml[^>]*\?>", "", html.replace("\x00", "")))
    try:
        tree = lxml.html.document_fromstring(source)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise _no_body(where) from error
    metadata = read_metadata(tree, url=url)
    dropped = False
    if not metadata.live:
        dropped = _keep_one_article(tree, metadata, where)
    dropped = _open_layout_tables(tree) or dropped
    lines = _visible_lines(tree)
    headline, outlet = _headline(tree, metadata, lines)
    body = extract_body(lxml.html.tostring(tree, encoding="unicode") if dropped else source)
    paragraphs = [line for part in body.split("\n") if (line := clean(part.removeprefix("- ")))]
    if not paragraphs or sum(map(len, paragraphs)) < 30:
        raise _no_body(where)
    published = _published(tree, metadata, lines, headline, source=source, url=url, carried=carried)
    standfirst = _standfirst(tree, metadata, headline, paragraphs)
    persons = metadata.persons or _visible_authors(tree, lines, headline)
    agency = _visible_agency(tree, lines)
    kept = _body_only(paragraphs, headline, standfirst, persons)
    if not any(map(_is_running, (*kept, standfirst or ""))):
        raise _no_body(where)
    return Page(headline, standfirst, tuple(kept), _dated(metadata, published), outlet, persons, agency)


def _is_running(paragraph: str) -> bool:
    """Tell whether a paragraph is of sentences: menus and teasers, of which the page of a section is made, are not.

    >>> _is_running("The port is closed, the mayor said."), _is_running("Quiz: how well do you know your harbour?")
    (True, False)
    """
    size = len(paragraph)
    return size >= _LONG or (size >= _SHORT and paragraph.rstrip().endswith(_SENTENCE_ENDS))


def _no_body(where: str) -> NoBody:
    return NoBody(
        what="no running text was found in the page",
        where=where,
        remedy="give the page of one report, saved whole; one built by scripts must be saved from a browser",
    )


def _dated(metadata: Metadata, published: str | None) -> Metadata:
    from dataclasses import replace

    return replace(metadata, published=published)


def flatten(html: str) -> str:
    """Return a page without the wrapper elements below a depth that parsers refuse."""
    depth, deepest = 0, 0
    for match in _TAG.finditer(html):
        if _MEMBER.match(match[2]):
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    if deepest <= _MAX_DEPTH:
        return html
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        if _MEMBER.match(match[2]):
            return match.group() if depth < _MAX_DEPTH else " "
        if match[1]:
            depth = max(0, depth - 1)
            return match.group() if depth < _MAX_DEPTH else " "
        depth += 1
        return match.group() if depth <= _MAX_DEPTH else " "

    return _TAG.sub(keep, html)


def extract_body(html: str) -> str:
    """Return the body of a page, one paragraph a line; empty where none is found."""
    import trafilatura

    bodies = []
    for precise in (True, False):
        try:
            body = trafilatura.extract(
                html, favor_precision=precise, fast=not precise, include_comments=False
            )
        except RecursionError:
            _log.warning("extraction gave up on deep nesting", precise=precise)
            body = None
        bodies.append(body or "")
    precise_body, fast_body = bodies
    return precise_body if 2 * len(precise_body) >= len(fast_body) else fast_body


def _keep_one_article(tree: Any, metadata: Metadata, where: str) -> bool:
    """Drop every report of a page but the main one; tell whether there was more than one."""
    from lxml import etree

    reports = []
    for article in tree.iter("article"):
        if any(True for _ in article.iterancestors("article")):
            continue
        heading = next((h for h in article.iter("h1", "h2") if clean(h.text_content())), None)
        length = sum(len(clean(p.text_content())) for p in article.iter("p"))
        if heading is not None and length >= _MIN_ARTICLE_CHARACTERS:
            reports.append((article, squash(heading.text_content()), length))
    if len(reports) < 2:
        return False
    longest = max(length for _, _, length in reports)
    titles = [squash(title) for title in metadata.titles]
    main = next(
        (entry for entry in reports if any(entry[1] and entry[1] in title for title in titles)),
        next(entry for entry in reports if entry[2] == longest),
    )
    for article, _, _ in reports:
        if article is not main[0]:
            article.tag = _DROPPED
    # `drop_tree` writes the text behind an element anew, and refuses control characters that pages do hold.
    etree.strip_elements(tree, _DROPPED, with_tail=False)
    _log.warning("page holds several reports, the main one is read", input=where, reports=len(reports))
    return True


def _open_layout_tables(tree: Any) -> bool:
    """Make plain blocks of tables that lay out a page; tell whether there were any.

    A table that holds paragraphs or headings is layout; read as data, its cells would run together.
    """
    tables = [
        table
        for table in tree.iter("table")
        if len(list(table.iter("p"))) >= 2 or next(table.iter("h1", "h2"), None) is not None
    ]
    for table in tables:
        for element in table.iter("table", "tbody", "thead", "tr", "td", "th"):
            element.tag = "div"
    return bool(tables)


def _visible_lines(tree: Any) -> list[tuple[Any, str]]:
    """Return the elements that hold a short line of text and no other block, in order."""
    lines: list[tuple[Any, str]] = []
    for element in tree.iter(*_BLOCKS.split("|")):
        if len(lines) > 4000:
            break
        if sum(1 for _ in element.iterchildren()) > 12:
            continue
        text = element.text_content()
        if 0 < len(text) < 1200:
            line = clean(text)
            if line and len(line) <= 400:
                lines.append((element, line))
    return lines


def _headline(tree: Any, metadata: Metadata, lines: list[tuple[Any, str]]) -> tuple[str | None, str | None]:
    """Return the headline, and the outlet's name where the title of the page ends in it.

    The heading that the reader sees wins over variants for search engines, as long as both share words.
    """
    shown: dict[str, str] = {}
    for _, line in lines:
        shown.setdefault(squash(line), line)
    outlet, candidates = None, []
    for title in metadata.titles:
        headline, tail = _cut_suffix(title, shown, metadata.outlet)
        outlet = outlet or tail
        candidates.append(headline)
    for title in candidates:
        if squash(title) in shown:
            return shown[squash(title)], outlet
    headings = [clean(h.text_content()) for h in tree.iter("h1")]
    headings = [h for h in headings if len(h.split()) >= 3] or [
        clean(h.text_content()) for h in tree.iter("h2")
    ][:1]
    words = {word for title in candidates for word in re.findall(r"\w{3,}", title.casefold())}
    for heading in headings:
        own = set(re.findall(r"\w{3,}", heading.casefold()))
        if own and len(heading) <= 250 and (not words or len(own & words) >= len(own) / 2):
            return heading, outlet
    return (candidates[0] if candidates else None), outlet


def _cut_suffix(title: str, shown: dict[str, str], outlet: str | None) -> tuple[str, str | None]:
    """Return a title without the outlet's name before or behind it, and that name."""
    cuts = list(_SEPARATORS.finditer(title))
    for cut in cuts:
        head, tail = title[: cut.start()].strip(), title[cut.end() :].strip()
        if squash(head) in shown and len(head.split()) >= 3:
            return head, tail if len(tail.split()) <= 5 else None
        if outlet and squash(outlet) == squash(head) and len(tail.split()) >= 3:
            return tail, head
    for cut in reversed(cuts):
        head, tail = title[: cut.start()].strip(), title[cut.end() :].strip()
        names = (squash(outlet or ""), squash(tail))
        if outlet and names[1] and (names[0] in names[1] or names[1] in names[0]) and len(head.split()) >= 3:
            return head, tail
        if "|" in cut.group() and len(tail.split()) <= 4 and len(head.split()) >= 4:
            return head, tail
    return title, None


def _standfirst(tree: Any, metadata: Metadata, headline: str | None, paragraphs: list[str]) -> str | None:
    """Return the standfirst that the page shows: by its class, or as its metadata describe it."""
    described = {squash(text) for text in metadata.descriptions}
    first = next((squash(p) for p in paragraphs if squash(p) != squash(headline or "")), "")
    for element in tree.iter("p", "h2", "h3", "div", "span"):
        label = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        marked = _STANDFIRST_CLASS.search(label) is not None
        if not marked and not described:
            continue
        text = element.text_content()
        if not 10 < len(text) < 1200:
            continue
        line = clean(text)
        words = len(line.split())
        if (
            not 3 <= words <= 60
            or squash(line) == squash(headline or "")
            or furniture_kind(line)
            or read_byline(line)
        ):
            continue
        if any(True for _ in element.iterancestors("aside", "nav", "footer", "figure", "li")):
            continue
        if squash(line) in described and squash(line) != first:
            return line
        if (
            marked
            and headline
            and _follows_headline(element, headline)
            and squash(line) not in map(squash, paragraphs[1:])
        ):
            return line
    return None


def _follows_headline(element: Any, headline: str) -> bool:
    """Tell whether an element comes soon after the headline: within a few blocks of it."""
    for level, previous in enumerate(element.iterancestors()):
        for sibling in previous.iterchildren("h1", "h2", "header", "div"):
            if squash(headline) in squash(sibling.text_content()[:1500]):
                return True
        if level > 2:
            return False
    return False


def _visible_authors(tree: Any, lines: list[tuple[Any, str]], headline: str | None) -> tuple[str, ...]:
    """Return the authors of a byline that the page shows: by its words, or a name beside the date."""
    for element, line in lines:
        names = read_byline(line)
        label = f"{element.get('class') or ''} {element.get('rel') or ''} {element.get('itemprop') or ''}"
        if names and (len(line) < 80 or _BYLINE_CLASS.search(label)):
            return names
    found = _after_headline(lines, headline)
    for _, line in found[:10]:
        match = re.match(r"((?:[A-ZÀ-Þ]\.?[\w'’-]*\s+){1,3}[A-ZÀ-Þ][\w'’-]+)\s*[|,–—-]?\s*(?=\d)", line)
        if match and len(line) < 70 and read_stamp(line) and not re.search(rf"(?i){_NOT_NAMES}", match[1]):
            return (match[1].strip(),)
    return ()


_NOT_NAMES = (
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:published|updated|posted|last|modified|date|on|first|jan\w*"
    r"|feb\w*|march|april|may|june|july|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\b"
)


def _after_headline(lines: list[tuple[Any, str]], headline: str | None) -> list[tuple[Any, str]]:
    key = squash(headline or "")
    at = [n for n, (_, line) in enumerate(lines) if key and squash(line) == key]
    return lines[at[-1] + 1 :] if at else lines


def _published(
    tree: Any,
    metadata: Metadata,
    lines: list[tuple[Any, str]],
    headline: str | None,
    *,
    source: str,
    url: str | None,
    carried: str | None,
) -> str | None:
    """Return the time of publication: as the metadata state it, as the page shows it, or as htmldate finds it."""
    below = _after_headline(lines, headline)
    key = squash(headline or "")
    element = next((element for element, line in lines if key and squash(line) == key), None)
    shown = [line for _, line in below]
    published = metadata.published
    if published is not None and len(published) > 10:
        # A page that repeats its headline has the time below any of them.
        at = [n for n, (_, line) in enumerate(lines) if key and squash(line) == key] or [0]
        return in_local_time(published, [line for n in at for _, line in lines[n : n + LINES_BELOW]])
    published = (
        published
        or shown_time(tree, element, shown)
        or carried
        or find_published(source, url=url or metadata.url)
    )
    return with_shown_time(published, shown) if published else None


def _visible_agency(tree: Any, lines: list[tuple[Any, str]]) -> str | None:
    """Return the agency that a credit on the page names, outside pictures and their captions."""
    for element, line in lines:
        if len(line.split()) > 8:
            continue
        sourced = re.search(r"\b(?:Source|Agency)\s*:\s*(\S.{1,40})$", line)
        label = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        if sourced is None and not _CREDIT_CLASS.search(label):
            continue
        around = " ".join(
            str(e.get("class") or "") + " " + str(e.tag) for e in (element, *element.iterancestors())
        )
        if _PICTURE_CLASS.search(around) or re.match(r"(?i)(?:photo|image|picture|©|getty)", line):
            continue
        found = end_credit(f"Source: {sourced[1]}" if sourced else f"Source: {line}")
        if found is not None:
            return found[0]
    return None


def _body_only(
    paragraphs: list[str], headline: str | None, standfirst: str | None, persons: tuple[str, ...]
) -> list[str]:
    """Return the paragraphs without furniture, and without what is above the body anyway."""
    above = {squash(text) for text in (headline, standfirst, *persons) if text}
    kept: list[str] = []
    for n, paragraph in enumerate(paragraphs):
        if n < 8 and (squash(paragraph) in above or read_byline(paragraph)):
            continue
        if (
            n < 8
            and len(paragraph) < 90
            and not kept
            and read_stamp(paragraph)
            and len(paragraph.split()) <= 10
        ):
            continue
        kind = furniture_kind(paragraph)
        if (
            kind in (None, "label")
            or (kind == "credit" and n > len(paragraphs) / 2)
            or (kind == "navigation" and kept and n < len(paragraphs) - 1 and len(paragraph.split()) == 1)
        ):
            kept.append(paragraph)
    return kept
