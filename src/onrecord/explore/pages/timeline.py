"""Happenings by the day on which they took place."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from onrecord.desk.questions import timeline as find_days
from onrecord.explore.asked import PAGE, Filter
from onrecord.explore.open_desk import OpenDesk
from onrecord.explore.rendering import page

router = APIRouter()


@router.get("/timeline")
def timeline(request: Request, asked: Filter, several: bool = True) -> Response:
    """List happenings by their day; those that one report alone tells of when asked for."""
    desk: OpenDesk = request.app.state.desk
    rows = find_days(desk.store, asked.wanted, several=several, limit=PAGE, skip=asked.skip)
    return page(request, "timeline", rows=rows, asked=asked, several=several)
