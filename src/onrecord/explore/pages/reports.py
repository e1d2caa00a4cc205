"""A report: its words with everything found marked in them, the record beside, the bytes it came as, and its versions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from markupsafe import Markup

from onrecord.desk.inquiry import Inquiry
from onrecord.desk.overlay import target_of
from onrecord.desk.questions import find_report
from onrecord.desk.reports import ReportAnswer
from onrecord.errors import NotText
from onrecord.explore.corrected import corrections_of
from onrecord.explore.open_desk import OpenDesk
from onrecord.explore.pages.correcting import author_of
from onrecord.explore.rendering import counted, page
from onrecord.export.html import Beyond, Way, article_of, article_text, layers_text, style_of
from onrecord.export.html_marks import Mark, Opening
from onrecord.export.outline import one_line
from onrecord.export.parts import part_of, parts_of
from onrecord.export.visible import make_visible
from onrecord.ingest.charset import decode
from onrecord.model import Record, Span, Statement
from onrecord.store import Change, ReportRow

router = APIRouter()

KEY = "r1"
"""What the anchors of the report on its page begin with."""

SHOWN = 300_000
"""Characters of a capture that are shown."""
_MOST_BYTES = 340_000
"""Bytes that they may take once markup is escaped and what would steer is spelled out."""
MOST_CHANGES = 300
"""Sentences that are shown of what changed between two versions."""
MOST_CORRECTIONS = 30
"""Corrections of a report that are shown below it, those that were made last."""
_MOST_COMPARED = 1_000
"""Words of a sentence up to which it is compared word by word."""

_AT = re.compile(r"(\d{1,7})-(\d{1,7})")

Run = tuple[str, str]
"""Words of a sentence that changed, and what became of them: "same", "gone" or "new"."""


@router.get("/reports/{key}")
def report(request: Request, key: str, at: str = "", part: str = "") -> Response:
    """Show one report.

    `at` is a stretch of its text, as in 210-218, that is lit up. Of a long report one part is shown: `part`, or the one that
    holds what is lit up.
    """
    desk: OpenDesk = request.app.state.desk
    answer = find_report(desk.store, key)
    record = answer.record
    lit = _span(at, len(record.report.text))
    parts = parts_of(record)
    number = _part(part, parts, lit)
    marks = [Mark(lit, ("at",), "the words that led here")] if lit else []
    openings = [(lit.start, Opening("at", "at", "▸", "the words that led here", "here"))] if lit else []
    shown = parts[number - 1]
    beyond = _beyond(answer, part_of(record, shown), may_write=not desk.store.read_only)
    article = article_of(record, KEY, marks=marks, openings=openings, beyond=beyond, part=shown)
    corrections = corrections_of(Inquiry(desk.store), key)
    return page(
        request,
        "report",
        article=article,
        # Escaped already, by the same rules: see `onrecord.export.html`.
        article_text=Markup(article_text(article)),
        layers_text=Markup(layers_text()),
        line=answer.line,
        story=answer.story,
        versions=_versions(desk, record),
        key=key,
        part=number,
        n_parts=len(parts),
        corrections=corrections[-MOST_CORRECTIONS:],
        n_corrections=len(corrections),
        author=author_of(request),
    )


@router.get("/reports/{key}/record.css")
def style(request: Request, key: str, part: str = "") -> Response:
    """Give the style sheet of a report, or of a part of it: what lights up with what."""
    desk: OpenDesk = request.app.state.desk
    filed = desk.store.record(key)
    record = next(record for _, record in Inquiry(desk.store).records([filed.key]))
    parts = parts_of(record)
    article = article_of(record, KEY, part=parts[_part(part, parts, None) - 1])
    return Response(style_of(article), media_type="text/css")


@router.get("/reports/{key}/original")
def original(request: Request, key: str) -> Response:
    """Show the capture that a report was read from: its bytes as text, never as the page that they may be."""
    desk: OpenDesk = request.app.state.desk
    line = Inquiry(desk.store).line(key)
    capture = desk.store.capture(key)
    try:
        text = decode(capture.data, where=key, declared=capture.charset, html=True)
        problem = None
    except NotText as wrong:
        text, problem = "", f"{wrong.what}; {wrong.remedy}"
    shown, n_shown = _as_shown(text)
    return page(
        request,
        "original",
        key=key,
        line=line,
        capture=capture,
        text=shown,
        n_characters=len(text),
        n_shown=n_shown,
        problem=problem,
    )


def _as_shown(text: str) -> tuple[Markup, int]:
    """Return the beginning of a capture as a page shows it, and how many characters of it that is."""
    n_shown = min(len(text), SHOWN)
    while True:
        # Line by line, as the line ends of a page are what a reader finds things by.
        shown = Markup("\n").join(make_visible(one) for one in text[:n_shown].splitlines())
        size = len(str(shown).encode("utf-8", "replace"))
        if size <= _MOST_BYTES or n_shown == 0:
            return shown, n_shown
        n_shown = n_shown * _MOST_BYTES // size


@router.get("/reports/{key}/versions")
def versions(request: Request, key: str, old: Annotated[str, Query(alias="from")] = "") -> Response:
    """Compare a version of a page with another one: the version before it, unless `from` names one."""
    desk: OpenDesk = request.app.state.desk
    inquiry = Inquiry(desk.store)
    line = inquiry.line(key)
    rows = _versions(desk, next(record for _, record in inquiry.records([key])))
    keys = [row.key for row in rows]
    before = keys[keys.index(key) - 1] if key in keys[1:] else None
    compared = old if old in keys and old != key else before
    changes = desk.store.changes(compared, key) if compared else ()
    return page(
        request,
        "versions",
        key=key,
        line=line,
        rows=rows,
        old=next((row for row in rows if row.key == compared), None),
        new=next((row for row in rows if row.key == key), None),
        changes=[(change, _runs(change)) for change in changes[:MOST_CHANGES]],
        n_changes=len(changes),
    )


def _versions(desk: OpenDesk, record: Record) -> tuple[ReportRow, ...]:
    return desk.store.versions(record.report.url) if record.report.url else ()


def _part(asked: str, parts: Sequence[Span], lit: Span | None) -> int:
    """Return the number of the part that an address asks for, from 1: by number, or as that in which words begin."""
    if asked.isascii() and asked.isdigit() and len(asked) < 7 and 1 <= int(asked) <= len(parts):
        return int(asked)
    if lit is not None:
        return next(number for number, one in enumerate(parts, 1) if lit.start < one.end)
    return 1


def _span(at: str, n_characters: int) -> Span | None:
    """Return the stretch of text that an address names, or None."""
    found = _AT.fullmatch(at)
    if found is None or not int(found[1]) < int(found[2]) <= n_characters:
        return None
    return Span(int(found[1]), int(found[2]))


def _beyond(answer: ReportAnswer, record: Record, *, may_write: bool) -> Beyond:
    """Return what leads from a report, or a part of it, to people, happenings and corrections."""
    key = answer.line.key
    ways: dict[str | int, list[Way]] = {}
    for event in record.events:
        ways[event.id] = [
            Way(
                f"/happenings/{row.id}",
                counted(row.n_origins, "independent source"),
                f"Happening that {event.id} tells of: {counted(row.n_origins, 'independent source')}",
            )
            for row in answer.happenings.get(event.id, ())
        ]
        if may_write and len(event.anchor.span):
            ways[event.id].append(_correct("event", key, event.anchor.span, f"event {event.id}"))
    if may_write:
        for statement in record.statements:
            span = _pointer(statement, record)
            if span is not None:
                ways[statement.id] = [_correct("statement", key, span, f"statement {statement.id}")]
        for place in record.places:
            words = one_line(place.span.cut(record.report.text))
            ways[place.span.start] = [_correct("place", key, place.span, f"place {words}")]
    return Beyond({id: f"/people/{shared}" for id, shared in answer.entities.items()}, ways)


def _correct(of: str, key: str, span: Span, about: str) -> Way:
    asked = urlencode({"of": of, "target": target_of(key, span)})
    return Way(f"/correct?{asked}", "correct", f"Correct {about}")


def _pointer(statement: Statement, record: Record) -> Span | None:
    """Return the words that a correction of a statement points to.

    A cue outlasts new weights better than the bounds of what was said; one that several statements share tells
    nobody which of them is meant.
    """
    cue = statement.cue.span if statement.cue else None
    sharing = [one for one in record.statements if cue and one.cue and one.cue.span.overlaps(cue)]
    if cue is not None and len(cue) and len(sharing) == 1:
        return cue
    return next((span for span in statement.content if len(span)), None)


def _runs(change: Change) -> Sequence[Run]:
    """Return a sentence that changed, word by word: what stayed, what went and what came."""
    before, after = (change.before_text or "").split(), (change.after_text or "").split()
    if max(len(before), len(after)) > _MOST_COMPARED:
        return [("gone", " ".join(before)), ("same", " "), ("new", " ".join(after))]
    runs: list[Run] = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append(("same", f"{' '.join(after[k:m])} "))
            continue
        for name, words in (("gone", before[i:j]), ("new", after[k:m])):
            runs += [(name, " ".join(words)), ("same", " ")] if words else []
    return runs
