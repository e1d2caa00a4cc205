"""Saved searches: what each finds that was not there when a reader last looked, on a page and as a feed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from onrecord.desk.answers import Rows
from onrecord.desk.arrivals import Asking, NewRow, find_new
from onrecord.errors import InputError, QueryError
from onrecord.explore.asked import NAMES
from onrecord.explore.feeds import ENTRIES, atom_feed
from onrecord.explore.open_desk import OpenDesk
from onrecord.explore.pages.relating import check_form
from onrecord.explore.rendering import page
from onrecord.store import SavedSearch, Store

router = APIRouter()

MOST_ARRIVED = 1_000
"""Reports that are looked at for what is new, those that came last."""
_IN_FEED = 500
"""Reports that a feed looks at."""
_MOST_LETTERS = 300
_TAKEN = ("q", "several", *NAMES)


@dataclass(frozen=True, slots=True)
class SavedNews:
    """A saved search with what it finds that is new.

    Attributes:
        saved: the search.
        asked: what it asks for, in words.
        address: where the list is.
        rows: what is new in it since somebody looked.
        until: number of the last report that the rows are of.
        problem: why it cannot be asked, or None: a program of another version may have saved it.
    """

    saved: SavedSearch
    asked: str
    address: str
    rows: Rows[NewRow]
    until: int
    problem: str | None = None


async def _sent_of(request: Request) -> dict[str, str]:
    """Return the fields of a form."""
    form = await request.form()
    return {name: value[:_MOST_LETTERS] for name, value in form.items() if isinstance(value, str)}


Sent = Annotated[dict[str, str], Depends(_sent_of)]


def news_of(store: Store, saved: SavedSearch, *, most: int = MOST_ARRIVED) -> SavedNews:
    """Return what a saved search finds that was not there when somebody last looked.

    Args:
        store: the store.
        saved: the search.
        most: how many of the reports that came since are looked at, those that came last.
    """
    until = store.last_related()
    told = urlencode(dict(saved.asked))
    address = f"/{saved.question}?{told}" if told else f"/{saved.question}"
    try:
        asking = Asking.of(saved.question, saved.asked)
        rows = find_new(store, asking, after=saved.seen, until=until, most=most)
    except (QueryError, InputError) as problem:
        told = f"{problem.what}; {problem.remedy}"
        return SavedNews(saved, saved.question, "/saved", Rows.of((), None), until, told)
    return SavedNews(saved, asking.told, address, rows, until)


@router.get("/saved")
def saved(request: Request) -> Response:
    """List the saved searches, each with what is new."""
    desk: OpenDesk = request.app.state.desk
    found = [news_of(desk.store, one) for one in desk.store.saved_searches()]
    return page(request, "saved", found=found)


@router.post("/saved")
def save(request: Request, sent: Sent) -> Response:
    """Save a search under a name."""
    check_form(request, sent.get("form", ""))
    desk: OpenDesk = request.app.state.desk
    try:
        asking = Asking.of(sent.get("question", ""), {name: sent[name] for name in _TAKEN if name in sent})
    except (QueryError, InputError) as problem:
        raise HTTPException(400, f"this cannot be saved: {problem.what}; {problem.remedy}") from problem
    desk.store.save_search(sent.get("name", "").strip() or asking.told, asking.question, asking.asked)
    return RedirectResponse("/saved", status_code=303)


@router.post("/saved/{id}/seen")
def seen(
    request: Request, id: str, form: Annotated[str, Form()] = "", until: Annotated[int, Form(ge=0)] = 0
) -> Response:
    """Keep that somebody looked at what was new, up to the last report that the page was of."""
    check_form(request, form)
    desk: OpenDesk = request.app.state.desk
    desk.store.seen_search(id, min(until, desk.store.last_related()))
    return RedirectResponse("/saved", status_code=303)


@router.post("/saved/{id}/forget")
def forget(request: Request, id: str, form: Annotated[str, Form()] = "") -> Response:
    """Take a saved search out."""
    check_form(request, form)
    desk: OpenDesk = request.app.state.desk
    desk.store.forget_search(id)
    return RedirectResponse("/saved", status_code=303)


@router.get("/saved/{id}.atom")
def feed(request: Request, id: str) -> Response:
    """Give what a saved search found last as a feed, whether somebody looked at it or not."""
    desk: OpenDesk = request.app.state.desk
    one = desk.store.saved_search(id)
    rows = find_new(desk.store, Asking.of(one.question, one.asked), after=0, most=_IN_FEED)
    text = atom_feed(one, rows[:ENTRIES], home=str(request.base_url))
    return Response(text, media_type="application/atom+xml")
