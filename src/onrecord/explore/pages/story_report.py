"""A story as one page for colleagues: a file that needs neither the site nor a network, with a receipt under every line."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib import resources

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from onrecord.desk.answers import Words
from onrecord.desk.questions import find_story
from onrecord.desk.wanted import Wanted
from onrecord.explore.asked import Filter
from onrecord.explore.open_desk import OpenDesk
from onrecord.explore.rendering import environment

router = APIRouter()

_WEB = re.compile(r"https?://[^\s\"'<>]+\Z")


@router.get("/stories/{id}/report.html")
def story_report(request: Request, id: str, asked: Filter) -> Response:
    """Give a story as one page."""
    desk: OpenDesk = request.app.state.desk
    wanted = Wanted(**asked.given)
    answer = find_story(desk.store, id, wanted)
    policy = f"default-src 'none'; style-src '{_style_digest()}'; base-uri 'none'; form-action 'none'"
    text = (
        environment()
        .get_template("story_report.html.j2")
        .render(
            answer=answer,
            asked=wanted.told,
            standing=desk.standing(),
            style=Markup(_style()),
            policy=policy,
            link=link_of,
            receipt=receipt_of,
        )
    )
    headers = {"Content-Security-Policy": f"{policy}; frame-ancestors 'none'"}
    return Response(text, media_type="text/html; charset=utf-8", headers=headers)


def link_of(url: str | None) -> str | None:
    """Return the address of a report where it is one of the web, else None.

    >>> link_of("https://courier.example/a"), link_of("javascript:alert(1)")
    ('https://courier.example/a', None)
    """
    return url if url and _WEB.match(url) else None


def receipt_of(words: Words) -> str:
    """Return where words stand, as `onrecord correct` takes it."""
    return f"{words.report.key}:{words.start}-{words.end}"


@cache
def _style() -> str:
    """Return the style sheet of the page, which no report has a part in."""
    return resources.files("onrecord.explore").joinpath("static", "story_report.css").read_text("utf-8")


@cache
def _style_digest() -> str:
    digest = hashlib.sha256(_style().encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
