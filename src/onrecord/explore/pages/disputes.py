"""Contradictions between accounts, both sides with their words."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from onrecord.desk.questions import disputes as find_contradictions
from onrecord.explore.asked import PAGE, Filter
from onrecord.explore.open_desk import OpenDesk
from onrecord.explore.rendering import page

router = APIRouter()


@router.get("/disputes")
def disputes(request: Request, asked: Filter) -> Response:
    """List contradictions by the time of their first words."""
    desk: OpenDesk = request.app.state.desk
    rows = find_contradictions(desk.store, asked.wanted, limit=PAGE, skip=asked.skip)
    return page(request, "disputes", rows=rows, asked=asked)
