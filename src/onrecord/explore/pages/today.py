"""The first page: the newest stories, what is in dispute in them, and what came since the reader's last visit."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from onrecord.desk.answers import ContradictionRow, StoryRow
from onrecord.desk.arrivals import Asking, NewRow, find_new
from onrecord.desk.questions import disputes_in, find_stories
from onrecord.explore.asked import Filter
from onrecord.explore.open_desk import OpenDesk
from onrecord.explore.pages.saved import news_of
from onrecord.explore.rendering import page
from onrecord.explore.visits import COOKIE, keep, visit_of
from onrecord.store import Store

router = APIRouter()

AMONG = 200
"""Newest stories that are put in order of their sources, and among which those in dispute are looked for."""
_STORIES, _DISPUTES, _SAVED = 10, 6, 8
"""Rows that the first page shows of each list."""
_DISPUTED_STORIES, _LOOKED_AT = 20, 400
"""Stories whose contradictions are looked at, and contradictions that are."""
MOST_ARRIVED = 2_000
"""Reports since the last visit that are looked at."""
_NEWEST = 300
"""Reports that came last that are looked at for each saved search."""
_PASSING = frozenset({"update", "different scope"})
"""Kinds of contradiction in which nobody denies what somebody else says: they come last."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """The contradiction that stands for a happening on the first page, and how many more it has."""

    first: ContradictionRow
    n_more: int


@dataclass(frozen=True, slots=True)
class Since:
    """What came since the reader's last visit.

    Attributes:
        at: ISO time of that visit.
        new: stories that were not there.
        grown: stories that were, with new reports.
        disputes: contradictions that were not there.
        is_whole: whether all reports that came were looked at.
    """

    at: str
    new: tuple[NewRow, ...]
    grown: tuple[NewRow, ...]
    disputes: tuple[NewRow, ...]
    is_whole: bool

    @property
    def n_reports(self) -> int:
        """New reports in stories that were there."""
        return sum(row.n_new for row in self.grown)


@router.get("/")
def today(request: Request, asked: Filter, by: str = "") -> Response:
    """Show the newest stories, in order of time or of independent sources, and what is in dispute in them."""
    desk: OpenDesk = request.app.state.desk
    store = desk.store
    newest = find_stories(store, limit=AMONG)
    visit = visit_of(request.cookies.get(COOKIE, ""), store.last_related(), int(time.time()))
    by_sources = by == "sources"
    answer = page(
        request,
        "today",
        stories=in_order(newest, by_sources=by_sources)[:_STORIES],
        by_sources=by_sources,
        among=min(AMONG, len(newest)),
        total=newest.total,
        disputes=disputes_among(store, newest),
        since=_since(store, visit.since, visit.before) if visit.before else None,
        saved=[news_of(store, one, most=_NEWEST) for one in store.saved_searches()[:_SAVED]],
        counts=desk.counts(),
        asked=asked,
    )
    keep(request, answer, visit)
    return answer


def in_order(newest: tuple[StoryRow, ...], *, by_sources: bool) -> tuple[StoryRow, ...]:
    """Return stories as they come, or those with the most independent sources first, the newest first among equals.

    Of all stories ever told a few old ones would lead for good, and all would have to be gone through.
    """
    return tuple(sorted(newest, key=lambda row: -row.n_origins)) if by_sources else newest


def disputes_among(store: Store, newest: tuple[StoryRow, ...]) -> tuple[Dispute, ...]:
    """Return what is in dispute in the newest stories, one contradiction a happening, the newest stories first."""
    ids = [row.id for row in newest if row.n_contradictions][:_DISPUTED_STORIES]
    if not ids:
        return ()
    rows = disputes_in(store, ids, limit=_LOOKED_AT)
    of_happening = Counter(row.happening for row in rows)
    ranked = sorted(rows, key=lambda row: (row.kind in _PASSING, ids.index(row.story)))
    firsts: dict[str, ContradictionRow] = {}
    had: set[frozenset[tuple[str, int]]] = set()
    for row in ranked:
        # Happenings that were not taken for one may be told of in the same words: these are shown once.
        words = frozenset((one.report.key, one.start) for side in row.sides for one in side.words)
        if row.happening not in firsts and words not in had:
            firsts[row.happening] = row
        had.add(words)
    return tuple(Dispute(row, of_happening[row.happening] - 1) for row in list(firsts.values())[:_DISPUTES])


def _since(store: Store, after: int, at: str) -> Since:
    stories = find_new(store, Asking("stories"), after=after, most=MOST_ARRIVED)
    disputes = find_new(store, Asking("disputes"), after=after, most=MOST_ARRIVED)
    return Since(
        at,
        tuple(row for row in stories if row.is_new),
        tuple(row for row in stories if not row.is_new),
        tuple(row for row in disputes if row.is_new),
        stories.is_whole,
    )
