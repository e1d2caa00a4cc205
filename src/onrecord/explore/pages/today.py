"""The first page: what the newest stories are, and what is in dispute."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from onrecord.desk.questions import disputes, find_stories
from onrecord.explore.open_desk import OpenDesk
from onrecord.explore.rendering import page

router = APIRouter()

_STORIES, _DISPUTES = 12, 6
"""Rows that the first page shows of each list."""


@router.get("/")
def today(request: Request) -> Response:
    """Show the newest stories, those that most independent sources tell of first among equals, and the newest disputes."""
    desk: OpenDesk = request.app.state.desk
    return page(
        request,
        "today",
        stories=find_stories(desk.store, limit=_STORIES),
        disputes=disputes(desk.store, limit=_DISPUTES),
        counts=desk.store.counts(),
    )
