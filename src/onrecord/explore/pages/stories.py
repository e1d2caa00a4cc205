"""Stories: the list, and one of them with its reports, happenings, contradictions and quotations."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from onrecord.desk.questions import find_stories, find_tellings
from onrecord.explore.arranged import by_day
from onrecord.explore.asked import PAGE, Filter
from onrecord.explore.maps import map_of
from onrecord.explore.open_desk import OpenDesk
from onrecord.explore.rendering import page
from onrecord.explore.wording import wordings_of

router = APIRouter()


@router.get("/stories")
def stories(request: Request, asked: Filter) -> Response:
    """List stories, those with the newest reports first."""
    desk: OpenDesk = request.app.state.desk
    rows = find_stories(desk.store, asked.wanted, limit=PAGE, skip=asked.skip)
    return page(request, "stories", rows=rows, asked=asked)


@router.get("/stories/{id}")
def story(request: Request, id: str, asked: Filter) -> Response:
    """Show one story: how each outlet tells its happenings, when and where these were, what was said and what is disputed."""
    desk: OpenDesk = request.app.state.desk
    told = find_tellings(desk.store, id, asked.wanted)
    return page(
        request,
        "story",
        told=told,
        story=told.story,
        by_day=by_day(told.story.happenings),
        map=map_of(told.places),
        utterances=tuple(map(wordings_of, told.story.lineages)),
        asked=asked,
    )
