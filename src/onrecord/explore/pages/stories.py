"""Stories: the list, and one of them with its reports, happenings, contradictions and quotations."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from onrecord.desk.questions import find_stories, find_story
from onrecord.explore.asked import Filter
from onrecord.explore.open_desk import OpenDesk
from onrecord.explore.rendering import page

router = APIRouter()


@router.get("/stories")
def stories(request: Request, asked: Filter) -> Response:
    """List stories, those with the newest reports first."""
    desk: OpenDesk = request.app.state.desk
    rows = find_stories(desk.store, asked.wanted, limit=asked.limit)
    return page(request, "stories", rows=rows, asked=asked)


@router.get("/stories/{id}")
def story(request: Request, id: str, asked: Filter) -> Response:
    """Show one story."""
    desk: OpenDesk = request.app.state.desk
    return page(request, "story", answer=find_story(desk.store, id, asked.wanted), asked=asked)
