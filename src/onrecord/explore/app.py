"""The application: its routes, what its pages may do, and what is said where something is wrong."""

from __future__ import annotations

import secrets
from importlib import resources

from fastapi import FastAPI, Response
from fastapi.staticfiles import StaticFiles

from onrecord.explore.api.routes import router as api_router
from onrecord.explore.api.schema import make_documented
from onrecord.explore.bounds import Bounds
from onrecord.explore.open_desk import OpenDesk
from onrecord.explore.packing import Packing
from onrecord.explore.pages import (
    api_docs,
    correcting,
    corrections,
    disputes,
    entities,
    happenings,
    relating,
    reports,
    saved,
    search,
    stories,
    story_report,
    take_out,
    timeline,
    today,
)
from onrecord.explore.problems import add_handlers
from onrecord.explore.security import Guard, Heads
from onrecord.explore.turns import Turns
from onrecord.store import Store

PAGES = (
    # Before the pages, as an id could end like a file.
    *(take_out, story_report),
    *(today, stories, happenings, reports, entities, search, timeline, disputes, saved),
    *(correcting, corrections, relating, api_docs),
)
"""Modules of pages, each with a `router`."""

_KEEP = "public, max-age=31536000, immutable"


class _Static(StaticFiles):
    """Files of the site: their addresses change with their bytes, so that browsers may keep them."""

    def file_response(self, *given: object, **named: object) -> Response:
        response = super().file_response(*given, **named)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = _KEEP
        return response


def make_app(
    store: Store, *, token: str | None = None, form_token: str | None = None, desk: OpenDesk | None = None
) -> FastAPI:
    """Return the application over a store.

    Args:
        store: the store; it is not closed.
        token: what a reader beyond this computer must know; None where only this computer is answered.
        form_token: what the site's own forms are known by; None for a new one.
        desk: the store as it is served, where that is done in several processes.
    """
    app = make_documented()
    app.state.desk = desk or OpenDesk(store)
    app.state.form_token = form_token or secrets.token_urlsafe(24)
    app.state.needs_token = token is not None
    # Those that are added later come before those that are there.
    app.add_middleware(Turns)
    app.add_middleware(Packing)
    app.add_middleware(Bounds)
    app.add_middleware(Guard, token=token)
    app.add_middleware(Heads)
    app.include_router(api_router)
    for module in PAGES:
        app.include_router(module.router, include_in_schema=False)
    static = resources.files("onrecord.explore").joinpath("static")
    app.mount("/static", _Static(directory=str(static)), name="static")
    add_handlers(app)
    return app
