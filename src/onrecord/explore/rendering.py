"""Pages out of templates. Every value that is put into one is escaped, and what would steer the reader is spelled out."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib import resources
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from onrecord.desk.answers import FigureRow, ReportLine, Words
from onrecord.desk.arrivals import NewRow
from onrecord.explore.arranged import tellings_of
from onrecord.explore.asked import NAMES
from onrecord.explore.open_desk import OpenDesk
from onrecord.explore.security import masked
from onrecord.export.calendar_words import day_in_words, time_in_words
from onrecord.export.events_outline import LABELS
from onrecord.export.outline import one_line, shorten
from onrecord.export.selection import EVENT_LABELS, EVENT_TYPES, UNCODED
from onrecord.export.visible import make_visible

_KINDS = {
    "update": "later account",
    "dispute": "in dispute",
    "denial": "denied",
    "correction": "corrected",
    "different scope": "counts something else",
}
_TYPES = {
    "PERSON": "person",
    "ORG": "body",
    "GPE": "state or town",
    "LOC": "region",
    "FAC": "building",
    "NORP": "group",
}


LONGEST_SHOWN = 1_000
"""Characters of a headline, a quotation or whatever else stands on a page; rows with words lead to where they are whole."""


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page.

    Args:
        request: what was asked for.
        template: name of the template, without its ending.
        status: the HTTP status.
        values: what the template shows.
    """
    desk: OpenDesk = request.app.state.desk
    kept, undone = (_correction_in(request, name) for name in ("kept", "undone"))
    text = (
        environment()
        .get_template(f"{template}.html.j2")
        .render(
            path=request.url.path,
            here=_here(request),
            standing=desk.standing(),
            may_write=not desk.store.read_only,
            filters=NAMES,
            event_types=(*EVENT_TYPES, UNCODED),
            event_labels=EVENT_LABELS,
            form_token=masked(request.app.state.form_token),
            kept=kept,
            undone=undone,
            n_others=_others_in(request),
            **values,
        )
    )
    return HTMLResponse(text, status_code=status)


def _here(request: Request) -> str:
    """Return the address of a page with what was asked for, without what it tells of a correction."""
    asked = "&".join(
        one
        for one in request.url.query.split("&")
        if one.partition("=")[0] not in ("kept", "others", "undone", "")
    )
    return f"{request.url.path}?{asked}" if asked else request.url.path


def _correction_in(request: Request, name: str) -> str | None:
    """Return the id of the correction that an address tells of, or None."""
    given = request.query_params.get(name, "")
    return given if re.fullmatch(r"C[0-9]{1,9}", given) else None


def _others_in(request: Request) -> int:
    """Return how many corrections an address says were kept with the one that it tells of."""
    given = request.query_params.get("others", "")
    return int(given) if re.fullmatch(r"[0-9]{1,4}", given) else 0


@cache
def environment() -> Environment:
    """Return the environment of the templates."""
    found = Environment(
        loader=PackageLoader("onrecord.explore"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Each value put into a page passes here, so no report text can be forgotten.
        finalize=_shown,
    )
    found.filters.update(
        whole=lambda text: escape(make_visible(text)),
        day=told_days,
        time=told_time,
        line=one_line,
        sign=lambda label: LABELS[label].sign if label in LABELS else "",
        meaning=lambda label: LABELS[label].meaning if label in LABELS else "",
        kind=lambda kind: _KINDS.get(kind, kind),
        what=lambda type: _TYPES.get(type, type),
        figure=told_figure,
        counted=counted,
        address=address_of,
        outlet=outlet_of,
        new_address=new_address,
        tellings=tellings_of,
    )
    found.globals["static"] = static_address
    return found


def _shown(value: object) -> object:
    """Return a value as a page shows it: what steers is spelled out, and what is too long for a row is cut."""
    if type(value) is not str:
        return value
    return make_visible(value if len(value) <= LONGEST_SHOWN else shorten(value, LONGEST_SHOWN))


def prepare() -> None:
    """Have all templates at hand, which are otherwise read when a page asks for them first."""
    for name in environment().list_templates():
        environment().get_template(name)


def told_days(days: tuple[str, str] | None) -> str:
    """Return first and last day of something in a reader's words.

    >>> told_days(("2026-03-04", "2026-03-04")), told_days(None)
    ('4 Mar 2026', 'day unknown')
    """
    if days is None:
        return "day unknown"
    first, last = days
    if first[:4] == last[:4] and first.endswith("-01-01") and last.endswith("-12-31"):
        return first[:4]
    told = time_in_words(None, earliest=first, latest=last, short=True) or "day unknown"
    return told.split(" ", 1)[1] if first == last and told[:3].isalpha() and told[3:4] == " " else told


def told_time(published: str | None) -> str:
    """Return a time of publication in a reader's words.

    >>> told_time("2026-03-04T17:20:00+01:00"), told_time(None)
    ('Wed 4 Mar 2026, 17:20', 'day unknown')
    """
    if published is None:
        return "day unknown"
    day = day_in_words(published, short=True) or published
    return f"{day}, {published[11:16]}" if "T" in published else day


def told_figure(figure: FigureRow) -> str:
    """Return a figure in words.

    >>> told_figure(FigureRow("dead", 3, None, "at least three")), told_figure(FigureRow("aboard", 212, 212, "212"))
    ('3 or more dead', '212 aboard')
    """
    low, high = figure.low, figure.high
    if low is not None and low == high:
        value = f"{low:,}"
    elif low is not None and high is not None:
        value = f"{low:,} to {high:,}"
    elif low is not None:
        value = f"{low:,} or more"
    else:
        value = f"up to {high:,}" if high is not None else one_line(figure.text)
    return f"{value} {figure.what}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun.

    >>> counted(1, "report"), counted(1200, "story", "stories")
    ('1 report', '1,200 stories')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def address_of(words: Words) -> str:
    """Return the address at which a report opens at some words."""
    return f"/reports/{words.report.key}?at={words.start}-{words.end}#r1-at"


def new_address(row: NewRow) -> str:
    """Return the address of something that is new in a list."""
    match row.kind:
        case "story":
            return f"/stories/{row.id}"
        case "report":
            return f"/reports/{row.id}"
        case "contradiction":
            return f"/happenings/{row.id}#contradictions"
    return f"/happenings/{row.id}"


def outlet_of(report: ReportLine) -> str:
    """Return who published a report."""
    return report.outlet or report.agency or "outlet unknown"


@cache
def static_address(name: str) -> Markup:
    """Return the address of a file of the site, another one whenever its bytes change, so that it can be kept for long."""
    data = resources.files("onrecord.explore").joinpath("static", name).read_bytes()
    return Markup(f"/static/{name}?v={hashlib.sha256(data).hexdigest()[:12]}")
