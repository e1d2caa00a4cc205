"""All corrections: who said what of which words, when and why, and what was undone."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from onrecord.desk.inquiry import Inquiry
from onrecord.errors import InputError, NotInStore, StoreError, StoreLocked
from onrecord.explore.asked import PAGE, Filter
from onrecord.explore.corrected import correction_rows
from onrecord.explore.open_desk import OpenDesk
from onrecord.explore.pages.correcting import author_of, remembering, signed, with_query
from onrecord.explore.pages.relating import check_form
from onrecord.explore.rendering import page

router = APIRouter()


@router.get("/corrections")
def corrections(request: Request, asked: Filter) -> Response:
    """List the corrections, the newest first."""
    return _listed(request, asked.skip)


@router.post("/corrections/{id}/undo")
def undo(
    request: Request,
    id: str,
    form: Annotated[str, Form()] = "",
    author: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Undo a correction, and go back to the list."""
    check_form(request, form)
    desk: OpenDesk = request.app.state.desk
    try:
        undone = signed(desk.store, author, reason).undo(id)
    except StoreLocked:
        raise
    except (InputError, NotInStore, StoreError) as problem:
        return _listed(request, 0, problem=f"{id}: {problem.what}; {problem.remedy}", author=author)
    desk.changed()
    address = with_query("/corrections", undone=undone.id)
    return remembering(RedirectResponse(f"{address}#{undone.id}", status_code=303), author)


def _listed(
    request: Request, skip: int, *, problem: str | None = None, author: str | None = None
) -> Response:
    desk: OpenDesk = request.app.state.desk
    found = list(desk.store.corrections(active_only=False))[::-1]
    return page(
        request,
        "corrections",
        status=400 if problem else 200,
        rows=correction_rows(Inquiry(desk.store), found[skip : skip + PAGE]),
        n_rows=len(found),
        n_undone=sum(one.undone_at is not None for one in found),
        skip=skip,
        size=PAGE,
        author=author if author is not None else author_of(request),
        problem=problem,
    )
