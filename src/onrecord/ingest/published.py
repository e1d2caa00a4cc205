"""When a page was published, by what it states in its metadata, shows its readers, or has elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any

import structlog

from onrecord.ingest.days import find_days, read_stamp
from onrecord.ingest.options import iso_time

_log = structlog.get_logger(__name__)

_LABELLED = re.compile(r"\b(?:published|posted|publish(?:ed)? date|publication date)\b", re.IGNORECASE)
_REVISED = re.compile(r"\b(?:updated|modified|edited|corrected|revised)\b", re.IGNORECASE)
_LONGEST_LABELLED = 100
LINES_BELOW = 15
"""Lines below the headline in which the time of publication is looked for."""
_ELEMENTS_BELOW = 80
"""Elements below the headline among which a `time` element is taken for the report's."""
_APART = frozenset({"aside", "nav", "footer", "figure", "li"})
_SAME_MOMENT = timedelta(seconds=90)
_WESTMOST, _EASTMOST = timedelta(hours=-12), timedelta(hours=14)
_SCRIPT = re.compile(r"<script\b(?![^>]*json)[^>]*>.*?</script\s*>", re.IGNORECASE | re.DOTALL)


def shown_time(tree: Any, headline: Any, lines: Sequence[str]) -> str | None:
    """Return the time of publication that a page shows, or None: by its words, or in a `time` element.

    Args:
        tree: the page as lxml parsed it.
        headline: the element of the headline, or None.
        lines: the short lines of text that the page shows, those below the headline first.
    """
    for line in lines:
        label = _LABELLED.search(line) if len(line) <= _LONGEST_LABELLED else None
        if label is not None:
            stated = line[label.end() :]
            revised = _REVISED.search(stated)
            found = read_stamp(stated[: revised.start()] if revised else stated)
            if found is not None:
                return found
    return _time_element(tree, headline) if headline is not None else None


def _time_element(tree: Any, headline: Any) -> str | None:
    """Return what the first `time` element soon after the headline states, outside lists and asides."""
    below = None
    for element in tree.iter():
        if element is headline:
            below = 0
        elif below is not None:
            below += 1
            if below > _ELEMENTS_BELOW:
                return None
            if element.tag == "time" and not any(one.tag in _APART for one in element.iterancestors()):
                found = iso_time(element.get("datetime") or "")
                if found is not None and not _REVISED.search(element.text_content()):
                    return found
    return None


def find_published(html: str, *, url: str | None) -> str | None:
    """Return the time of publication that htmldate finds, with time of day and offset where given.

    A day that stands in a script alone is not taken: comments are often written by one.
    """
    import htmldate

    latest = (date.today() + timedelta(days=2)).isoformat()
    try:
        found = htmldate.find_date(
            html,
            original_date=True,
            extensive_search=False,
            outputformat="%Y-%m-%dT%H:%M:%S%z",
            url=url,
            max_date=latest,
        )
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        _log.warning("date not read", url=url, cause=str(error))
        return None
    if not found or not _is_stated(date.fromisoformat(found[:10]), f"{url or ''} {_SCRIPT.sub(' ', html)}"):
        return None
    # Midnight without an offset is how htmldate writes a day whose time it has not seen.
    return iso_time(found[:10] if found[10:] == "T00:00:00" else found)


def _is_stated(day: date, text: str) -> bool:
    """Tell whether a day stands in a text, in figures or in English words."""
    year, month, number = day.year, f"0?{day.month}", f"0?{day.day}"
    separator = r"\W{1,3}"
    orders = ((str(year), month, number), (number, month, str(year)), (month, number, str(year)))
    figures = "|".join(separator.join(order) for order in orders)
    short = "|".join(separator.join((*order[:-1], str(year)[2:])) for order in orders[1:])
    if re.search(rf"(?<!\d)(?:{figures}|{short}|{day:%Y%m%d})(?!\d)", text):
        return True
    written = ((one.month, one.day, one.year or year) for one in find_days(text))
    return (day.month, day.day, year) in written or bool(
        re.search(rf"{number}\W{{1,3}}[^\W\d]+\W{{1,3}}{year}", text)
    )


def with_shown_time(published: str, lines: Sequence[str]) -> str:
    """Return a day with the time that a line below the headline gives for that day; without one, the day."""
    near = (int(published[5:7]), int(published[8:10]))
    for line in lines[:LINES_BELOW]:
        stamp = read_stamp(line, near=near) if len(line) < _LONGEST_LABELLED else None
        if stamp and len(stamp) > 10 and stamp[:10] == published[:10]:
            return stamp
    return published


def in_local_time(published: str, lines: Sequence[str]) -> str:
    """Return a moment stated in UTC on the clock of the outlet, where a line below the headline shows it so.

    The day of publication is the outlet's: a stamp of 02:10 UTC below which readers see "9:10 PM" belongs to the
    evening before. A clock without a zone must show the same minute, whole hours or half ones away.

    Args:
        published: a day or time in the form of `Document.published`.
        lines: the short lines of text near the headline.
    """
    if not published.endswith("Z"):
        return published
    moment = datetime.fromisoformat(published)
    for line in lines:
        stamp = read_stamp(line) if len(line) < _LONGEST_LABELLED else None
        if stamp is None or len(stamp) == 10:
            continue
        shown = datetime.fromisoformat(stamp)
        if shown.tzinfo is None:
            ahead = shown - moment.replace(tzinfo=None)
            offset = timedelta(minutes=30 * round(ahead / timedelta(minutes=30)))
            if not _WESTMOST <= offset <= _EASTMOST:
                continue
            shown = shown.replace(tzinfo=timezone(offset))
        if abs(shown - moment) <= _SAME_MOMENT:
            return moment.astimezone(shown.tzinfo).isoformat() if shown.utcoffset() else published
    return published
