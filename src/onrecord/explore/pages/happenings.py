"""A happening: who tells it how, how many know of it by themselves and why, and where accounts differ."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from onrecord.desk.questions import find_happening
from onrecord.explore.arranged import by_reason, by_report
from onrecord.explore.asked import Filter
from onrecord.explore.open_desk import OpenDesk
from onrecord.explore.rendering import page

router = APIRouter()


@router.get("/happenings/{id}")
def happening(request: Request, id: str, asked: Filter) -> Response:
    """Show one happening."""
    desk: OpenDesk = request.app.state.desk
    answer = find_happening(desk.store, id, asked.wanted)
    return page(
        request,
        "happening",
        answer=answer,
        by_report=by_report(answer.accounts),
        not_counted=by_reason(answer.sources.not_counted),
        asked=asked,
    )
