"""Searching the words of all reports, and names of people, bodies and places."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from onrecord.desk.answers import HitRow, Rows
from onrecord.desk.profiles import EntityRow
from onrecord.desk.questions import find_entities
from onrecord.desk.questions import search as find_hits
from onrecord.errors import QueryError
from onrecord.explore.asked import PAGE, Filter
from onrecord.explore.open_desk import OpenDesk
from onrecord.explore.rendering import page

router = APIRouter()

_MOST_LETTERS = 300
_NAMES = 8
"""Names that are shown beside the reports that a search finds."""


@router.get("/search")
def search(request: Request, asked: Filter, q: str = "") -> Response:
    """Show the reports whose words fit, best first, and who bears such a name."""
    desk: OpenDesk = request.app.state.desk
    query, problem = q[:_MOST_LETTERS].strip(), None
    rows: Rows[HitRow] = Rows.of((), None)
    named: tuple[EntityRow, ...] = ()
    if query:
        try:
            rows = find_hits(desk.store, query, asked.wanted, limit=PAGE, skip=asked.skip)
            words = query.replace('"', " ")
            named = find_entities(desk.store, words, limit=_NAMES) if not asked.skip else ()
        except QueryError as wrong:
            problem = f"{wrong.what}; {wrong.remedy}"
    return page(request, "search", rows=rows, named=named, query=query, problem=problem, asked=asked)
