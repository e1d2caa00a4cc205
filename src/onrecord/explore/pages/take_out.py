"""Every list and page as a file: CSV with the columns of the command line, JSON, JSON Lines, and happenings on a map.

A file has the address of its page with an ending: `/stories.csv`, `/stories/T0123456789.jsonl`. A page of several tables
has one for each, as the command line writes them: `/stories/T0123456789.happenings.csv`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import islice
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from starlette.exceptions import HTTPException

from onrecord.desk.answer_json import tabled_json, tabled_lines
from onrecord.desk.answers import HappeningRow, Rows, StoryAnswer
from onrecord.desk.mapped import happenings_geojson
from onrecord.desk.questions import (
    disputes,
    find_entities,
    find_entity,
    find_happening,
    find_stories,
    find_story,
    search,
    timeline,
)
from onrecord.desk.tabled import (
    Tabled,
    table_disputes,
    table_entities,
    table_happening,
    table_hits,
    table_profiles,
    table_stories,
    table_story,
    table_timeline,
)
from onrecord.desk.wanted import Wanted
from onrecord.explore.api.answering import State
from onrecord.explore.asked import Filter
from onrecord.explore.open_desk import OpenDesk
from onrecord.store import Store

router = APIRouter()

MOST_ROWS = 100_000
"""Rows of a list in one file; where there are more, the name of the file, a header and the JSON say so."""
_LINES = 200
LEFT_OUT = "OnRecord-Left-Out"
"""The header that says how many rows a file lacks, or "unknown"."""

FORMS = {"csv": "CSV", "json": "JSON", "jsonl": "JSON Lines", "geojson": "GeoJSON"}
"""Endings of files, and what their forms are called."""
_MEDIA = {
    "csv": "text/csv; charset=utf-8; header=present",
    "json": "application/json",
    "jsonl": "application/jsonl; charset=utf-8",
    "geojson": "application/geo+json",
}

_Ask = Callable[[Store, Wanted], Tabled]


@router.get("/stories.{form}")
def stories(request: Request, form: str, asked: Filter) -> Response:
    """Give the list of stories."""

    def ask(store: Store, wanted: Wanted) -> Tabled:
        return table_stories(find_stories(store, wanted, limit=MOST_ROWS))

    return _file(request, "stories", form, asked.given, ask)


@router.get("/stories/{id}.{form}")
def story(request: Request, id: str, form: str, asked: Filter) -> Response:
    """Give a story: its reports, happenings, contradictions and quotations."""
    id, table = _table_of(id)

    def ask(store: Store, wanted: Wanted) -> Tabled:
        return table_story(find_story(store, id, wanted))

    return _file(request, "story", form, asked.given, ask, put={"id": id}, table=table)


@router.get("/happenings/{id}.{form}")
def happening(request: Request, id: str, form: str, asked: Filter) -> Response:
    """Give a happening: its accounts, sources and contradictions."""
    id, table = _table_of(id)

    def ask(store: Store, wanted: Wanted) -> Tabled:
        return table_happening(find_happening(store, id, wanted))

    return _file(request, "happening", form, asked.given, ask, put={"id": id}, table=table)


@router.get("/timeline.{form}")
def days(request: Request, form: str, asked: Filter, several: bool = True) -> Response:
    """Give happenings by their day."""

    def ask(store: Store, wanted: Wanted) -> Tabled:
        return table_timeline(timeline(store, wanted, several=several, limit=MOST_ROWS))

    return _file(request, "timeline", form, asked.given, ask, put={"several": several})


@router.get("/disputes.{form}")
def contradictions(request: Request, form: str, asked: Filter) -> Response:
    """Give contradictions."""

    def ask(store: Store, wanted: Wanted) -> Tabled:
        return table_disputes(disputes(store, wanted, limit=MOST_ROWS))

    return _file(request, "disputes", form, asked.given, ask)


@router.get("/search.{form}")
def hits(request: Request, form: str, asked: Filter, q: str = "") -> Response:
    """Give what a search finds."""

    def ask(store: Store, wanted: Wanted) -> Tabled:
        return table_hits(search(store, q, wanted, limit=MOST_ROWS))

    return _file(request, "search", form, asked.given, ask, put={"query": q})


@router.get("/people.{form}")
def people(request: Request, form: str, asked: Filter, name: str = "") -> Response:
    """Give who bears a name."""

    def ask(store: Store, wanted: Wanted) -> Tabled:
        return table_entities(find_entities(store, name, wanted))

    return _file(request, "people", form, asked.given, ask, put={"name": name})


@router.get("/people/{id}.{form}")
def person(request: Request, id: str, form: str, asked: Filter) -> Response:
    """Give a person, body or place: names, statements and events."""
    id, table = _table_of(id)

    def ask(store: Store, wanted: Wanted) -> Tabled:
        return table_profiles([find_entity(store, id, wanted)])

    return _file(request, "who", form, asked.given, ask, put={"id": id}, table=table)


def _table_of(id: str) -> tuple[str, str | None]:
    """Return the id and the table that the name of a file asks for."""
    id, _, table = id.partition(".")
    return id, table or None


def _file(
    request: Request,
    question: str,
    form: str,
    given: Mapping[str, str],
    ask: _Ask,
    *,
    put: Mapping[str, object] | None = None,
    table: str | None = None,
) -> Response:
    """Return an answer as a file.

    Args:
        request: what was asked for.
        question: the question, as the command line calls it.
        form: the ending of the file.
        given: the filter, as it was given.
        ask: asks the store.
        put: what beside the filter belongs to the question.
        table: which of several tables, or None for the main one.

    Raises:
        OnRecordError: the filter cannot be understood, or there is nothing of that name.
        HTTPException: 404, there is no such file.
    """
    if form not in FORMS or (table is not None and form != "csv"):
        raise HTTPException(404)
    desk: OpenDesk = request.app.state.desk
    wanted = Wanted(**given)
    tabled = ask(desk.store, wanted)
    kept = {name: value for name, value in asdict(wanted).items() if value is not None}
    told: dict[str, Any] = {
        "asked": {"question": question, **(put or {}), "filter": kept},
        "state": asdict(State.of(desk)),
    }
    named = "-".join(filter(None, (question, str((put or {}).get("id", "")), table)))
    if tabled.left_out != 0:
        named += f"-first-{len(tabled.sheets[0].rows)}"
    headers = {
        "Content-Disposition": f'attachment; filename="{_file_name(named)}.{form}"',
        LEFT_OUT: "unknown" if tabled.left_out is None else str(tabled.left_out),
    }
    media = _MEDIA[form]
    if form == "json":
        return Response(tabled_json(tabled, **told), media_type=media, headers=headers)
    if form == "jsonl":
        return StreamingResponse(_together(tabled_lines(tabled)), media_type=media, headers=headers)
    if form == "geojson":
        text = happenings_geojson(desk.store, _happenings_of(tabled), **told, left_out=tabled.left_out)
        return Response(text, media_type=media, headers=headers)
    sheet = next((one for one in tabled.sheets if table in (None, one.name)), None)
    if sheet is None:
        raise HTTPException(404)
    return Response(sheet.csv, media_type=media, headers=headers)


def _together(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines some hundred at a time: each piece of an answer is handed from thread to thread."""
    rest = iter(lines)
    while some := "".join(islice(rest, _LINES)):
        yield some


def _happenings_of(tabled: Tabled) -> tuple[HappeningRow, ...]:
    """Return the happenings of an answer that has some.

    Raises:
        HTTPException: 404, it is of something that has no place.
    """
    value = tabled.value
    if isinstance(value, StoryAnswer):
        return value.happenings
    if isinstance(value, Rows) and tabled.sheets[0].name == "happenings":
        return value
    raise HTTPException(404)


def _file_name(name: str) -> str:
    """Return a name with nothing in it that a header or a file system could take for something else.

    >>> _file_name('story-T01"; x=/../é')
    'story-T01x'
    """
    return "".join(letter for letter in name if letter.isascii() and (letter.isalnum() or letter == "-"))
