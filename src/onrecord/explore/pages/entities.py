"""People, bodies and places: who bears a name, and what one of them said, did and had done to it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from onrecord.desk.answers import Rows
from onrecord.desk.inquiry import Inquiry
from onrecord.desk.profiles import EntityRow
from onrecord.desk.questions import find_entities, find_entity
from onrecord.errors import QueryError
from onrecord.explore.asked import PAGE, Filter
from onrecord.explore.corrected import corrections_of_entity
from onrecord.explore.open_desk import OpenDesk
from onrecord.explore.pages.correcting import author_of
from onrecord.explore.rendering import page

router = APIRouter()

ROWS = 10
"""Statements, and events as either party, that a page about somebody shows of each."""


@router.get("/people")
def people(request: Request, asked: Filter, name: str = "") -> Response:
    """List who bears a name."""
    desk: OpenDesk = request.app.state.desk
    rows: Rows[EntityRow] = Rows.of((), None)
    problem = None
    if name.strip():
        try:
            rows = find_entities(desk.store, name[:200], asked.wanted, limit=PAGE)
        except QueryError as wrong:
            problem = f"{wrong.what}; {wrong.remedy}"
    return page(request, "people", rows=rows, n_rows=rows.total, name=name, problem=problem, asked=asked)


@router.get("/people/{id}")
def entity(request: Request, id: str, asked: Filter) -> Response:
    """Show one person, body or place."""
    desk: OpenDesk = request.app.state.desk
    limit = asked.skip + ROWS
    return page(
        request,
        "entity",
        profile=find_entity(desk.store, id, asked.wanted, limit=limit),
        corrections=corrections_of_entity(Inquiry(desk.store), id),
        author=author_of(request),
        asked=asked,
    )
