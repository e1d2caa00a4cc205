"""The application: its routes, what its pages may do, and what is said where something is wrong."""

from __future__ import annotations

import secrets
from importlib import resources

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from onrecord.errors import NotInStore, OnRecordError, QueryError, StoreLocked
from onrecord.explore.open_desk import OpenDesk
from onrecord.explore.pages import (
    disputes,
    entities,
    happenings,
    relating,
    reports,
    saved,
    search,
    stories,
    timeline,
    today,
)
from onrecord.explore.rendering import page
from onrecord.explore.security import Guard
from onrecord.store import Store

PAGES = (today, stories, happenings, reports, entities, search, timeline, disputes, saved, relating)
"""Modules of pages, each with a `router`."""

_KEEP = "public, max-age=31536000, immutable"


class _Static(StaticFiles):
    """Files of the site: their addresses change with their bytes, so that browsers may keep them."""

    def file_response(self, *given: object, **named: object) -> Response:
        response = super().file_response(*given, **named)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = _KEEP
        return response


def make_app(store: Store, *, token: str | None = None) -> FastAPI:
    """Return the application over a store.

    Args:
        store: the store; it is not closed.
        token: what a reader beyond this computer must know; None where only this computer is answered.
    """
    app = FastAPI(title="OnRecord", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = OpenDesk(store)
    app.state.form_token = secrets.token_urlsafe(24)
    app.middleware("http")(Guard(token))
    for module in PAGES:
        app.include_router(module.router, include_in_schema=False)
    static = resources.files("onrecord.explore").joinpath("static")
    app.mount("/static", _Static(directory=str(static)), name="static")
    app.add_exception_handler(OnRecordError, _told)
    app.add_exception_handler(HTTPException, _missing)
    return app


def _told(request: Request, problem: Exception) -> Response:
    """Return the page of a deliberate error."""
    assert isinstance(problem, OnRecordError)
    status = 404 if isinstance(problem, NotInStore) else 400 if isinstance(problem, QueryError) else 500
    if isinstance(problem, StoreLocked):
        status = 503
    return page(request, "problem", status=status, what=problem.what, remedy=problem.remedy)


def _missing(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    what = "there is no such page" if problem.status_code == 404 else str(problem.detail)
    return page(
        request,
        "problem",
        status=problem.status_code,
        what=what,
        remedy="begin from the first page, or search",
    )
