"""Finding anew what holds between the reports, when a reader asks for it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from onrecord.desk.inquiry import Inquiry
from onrecord.explore.asked import page_of_site
from onrecord.explore.open_desk import OpenDesk
from onrecord.explore.security import is_masked
from onrecord.explore.whereabouts import address_now, landmark_of

router = APIRouter()

WAITED_S = 8.0
"""Seconds that a reader waits for what a small store needs; a larger one goes on beside the pages."""


def check_form(request: Request, form: str) -> None:
    """Refuse a form that this site did not give, or that would change a store that may only be read.

    Raises:
        HTTPException: 403.
    """
    if not is_masked(form, request.app.state.form_token):
        raise HTTPException(403, "this form is of an earlier page; go back, load it anew, and send it again")
    if request.app.state.desk.store.read_only:
        raise HTTPException(403, "the store was opened for reading alone")


@router.post("/relate")
def relate(
    request: Request, form: Annotated[str, Form()] = "", back: Annotated[str, Form()] = ""
) -> Response:
    """Begin to find it anew, and go back to the page on which it was asked for, or to what that has become."""
    check_form(request, form)
    desk: OpenDesk = request.app.state.desk
    page = page_of_site(back) or "/"
    landmark = landmark_of(Inquiry(desk.store), page)
    desk.relate()
    desk.wait(WAITED_S)
    if landmark is not None:
        page = address_now(Inquiry(desk.store), landmark)
    return RedirectResponse(page, status_code=303)
