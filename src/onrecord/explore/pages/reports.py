"""A report: its words with everything found marked in them, and the record beside."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from onrecord.desk.inquiry import Inquiry
from onrecord.explore.open_desk import OpenDesk
from onrecord.explore.rendering import page
from onrecord.export.html import article_of, article_text, layers_text, style_of
from onrecord.export.html_marks import Mark, Opening
from onrecord.model import Span

router = APIRouter()

KEY = "r1"
"""What the anchors of the report on its page begin with."""

_AT = re.compile(r"(\d{1,7})-(\d{1,7})")


@router.get("/reports/{key}")
def report(request: Request, key: str, at: str = "") -> Response:
    """Show one report; `at` is a stretch of its text, as in 210-218, that is lit up."""
    desk: OpenDesk = request.app.state.desk
    inquiry = Inquiry(desk.store)
    filed = desk.store.record(key)
    record = next(record for _, record in inquiry.records([filed.key]))
    lit = _span(at, len(record.report.text))
    marks = [Mark(lit, ("at",), "the words that led here")] if lit else []
    openings = [(lit.start, Opening("at", "at", "▸", "the words that led here", "here"))] if lit else []
    article = article_of(record, KEY, marks=marks, openings=openings)
    story = next((str(one.id) for one in inquiry.about("stories", [key])), None)
    return page(
        request,
        "report",
        article=article,
        # Escaped already, by the same rules: see `onrecord.export.html`.
        article_text=Markup(article_text(article)),
        layers_text=Markup(layers_text()),
        line=inquiry.line(key),
        story=story,
        versions=tuple(desk.store.versions(record.report.url)) if record.report.url else (),
        key=key,
    )


@router.get("/reports/{key}/record.css")
def style(request: Request, key: str) -> Response:
    """Give the style sheet of a report: what lights up with what."""
    desk: OpenDesk = request.app.state.desk
    filed = desk.store.record(key)
    record = next(record for _, record in Inquiry(desk.store).records([filed.key]))
    return Response(style_of(article_of(record, KEY)), media_type="text/css")


def _span(at: str, n_characters: int) -> Span | None:
    """Return the stretch of text that an address names, or None."""
    found = _AT.fullmatch(at)
    if found is None or not int(found[1]) < int(found[2]) <= n_characters:
        return None
    return Span(int(found[1]), int(found[2]))
