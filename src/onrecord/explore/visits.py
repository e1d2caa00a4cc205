"""When a reader was here before, and up to which report: kept by the reader's own browser, in a cookie of this site."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import Request, Response

COOKIE = "onrecord_visit"
SAME_VISIT_S = 1_800
"""Seconds without the first page after which looking at it again is another visit."""
_KEPT_S = 365 * 24 * 3_600
_VALUE = re.compile(r"(\d{1,10})\.(\d{1,12})\.(\d{1,10})\.(\d{1,12})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Visit:
    """A reader's visit and the one before.

    Attributes:
        since: number of the last report that the visit before was of, 0 where there was none.
        since_s: when that visit ended, in seconds since 1970 in UTC; 0 where there was none.
        until: number of the last report that this visit is of.
        until_s: when it last looked.
    """

    since: int
    since_s: int
    until: int
    until_s: int

    @property
    def before(self) -> str | None:
        """ISO time at which the visit before ended, by the clock of the place, or None where there was none."""
        if not self.since_s:
            return None
        return datetime.fromtimestamp(self.since_s, UTC).astimezone().isoformat(timespec="seconds")


def visit_of(cookie: str, last: int, at_s: int) -> Visit:
    """Return the visit that a look at the first page belongs to.

    Args:
        cookie: what the browser kept, or nothing.
        last: number of the last report that the pages are of.
        at_s: the time, in seconds since 1970 in UTC.

    >>> visit_of("", 7, 1_000)
    Visit(since=0, since_s=0, until=7, until_s=1000)
    >>> visit_of("0.0.7.1000", 9, 1_600)
    Visit(since=0, since_s=0, until=9, until_s=1600)
    >>> visit_of("0.0.7.1000", 9, 9_000)
    Visit(since=7, since_s=1000, until=9, until_s=9000)
    """
    found = _VALUE.fullmatch(cookie)
    if found is None:
        return Visit(0, 0, last, at_s)
    since, since_s, until, until_s = map(int, found.groups())
    if until > last or not 0 < until_s <= at_s:
        # Another store, or another clock: nothing can be said of the time before.
        return Visit(0, 0, last, at_s)
    if at_s - until_s > SAME_VISIT_S:
        since, since_s = until, until_s
    return Visit(since, since_s, last, at_s)


def keep(request: Request, response: Response, visit: Visit) -> None:
    """Have the browser keep a visit.

    Whoever follows a link of another site sends no cookie, as it is a strict one: what is kept then stays as it is.
    """
    if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return
    value = f"{visit.since}.{visit.since_s}.{visit.until}.{visit.until_s}"
    response.set_cookie(COOKIE, value, max_age=_KEPT_S, httponly=True, samesite="strict")
