"""The addresses of the API, each the question of the command line that bears its name."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from onrecord.desk.answers import (
    ContradictionRow,
    HappeningAnswer,
    HappeningRow,
    HitRow,
    SourcesAnswer,
    StoryAnswer,
    StoryRow,
)
from onrecord.desk.inquiry import Inquiry
from onrecord.desk.links import report_relations_json
from onrecord.desk.profiles import EntityRow
from onrecord.desk.questions import (
    disputes,
    find_entities,
    find_entity,
    find_happening,
    find_stories,
    find_story,
    search,
    sources,
    timeline,
)
from onrecord.explore.api.answering import Held, Listed, Person, Problem, State, answered, as_json
from onrecord.explore.api.asking import (
    FilterQuery,
    HappeningId,
    ListQuery,
    NameQuery,
    NoQuery,
    PersonId,
    ReportKey,
    SearchQuery,
    StoryId,
    TimelineQuery,
)
from onrecord.explore.open_desk import OpenDesk
from onrecord.export.json import json_text
from onrecord.store import Store

PREFIX = "/api/v1"

_WRONG: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "the question cannot be understood"},
    401: {"model": Problem, "description": "a token is needed"},
    414: {"model": Problem, "description": "the address is too long"},
    421: {"model": Problem, "description": "the site is served to its own computer alone"},
    422: {"model": Problem, "description": "a parameter is missing, unknown or out of bounds"},
    503: {"model": Problem, "description": "the store is locked or does not answer; ask again"},
}
_MISSING: dict[int | str, dict[str, Any]] = {
    404: {"model": Problem, "description": "there is none of that name, or several"}
}

router = APIRouter(prefix=PREFIX, responses=_WRONG)


def _store_of(request: Request) -> Store:
    desk: OpenDesk = request.app.state.desk
    return desk.store


_Asked = Annotated[Store, Depends(_store_of)]


@router.get("/stories", response_model=Listed[StoryRow])
def list_stories(store: _Asked, asked: ListQuery) -> Response:
    """List stories, those with the newest reports first."""
    return answered(Listed.of(find_stories(store, asked.wanted, limit=asked.limit, skip=asked.skip), asked))


@router.get("/stories/{id}", response_model=StoryAnswer, responses=_MISSING)
def get_story(store: _Asked, id: StoryId, asked: FilterQuery) -> Response:
    """Give one story: its reports in order, its happenings, contradictions and quotations, as far as they fit."""
    return answered(find_story(store, id, asked.wanted))


@router.get("/happenings/{id}", response_model=HappeningAnswer, responses=_MISSING)
def get_happening(store: _Asked, id: HappeningId, asked: FilterQuery) -> Response:
    """Give one happening: its accounts as far as they fit, its sources, and its contradictions."""
    return answered(find_happening(store, id, asked.wanted))


@router.get("/happenings/{id}/sources", response_model=SourcesAnswer, responses=_MISSING)
def get_sources(store: _Asked, id: HappeningId, asked: NoQuery) -> Response:
    """Count the independent sources of a happening, each with its reason; and the reports that add none."""
    return answered(sources(store, id))


@router.get("/timeline", response_model=Listed[HappeningRow])
def list_timeline(store: _Asked, asked: TimelineQuery) -> Response:
    """List happenings by the day on which they took place; those whose day is unknown come last."""
    return answered(
        Listed.of(
            timeline(store, asked.wanted, several=asked.several, limit=asked.limit, skip=asked.skip), asked
        )
    )


@router.get("/disputes", response_model=Listed[ContradictionRow])
def list_disputes(store: _Asked, asked: ListQuery) -> Response:
    """List contradictions between accounts, both sides with their words. It is not said who is right."""
    return answered(Listed.of(disputes(store, asked.wanted, limit=asked.limit, skip=asked.skip), asked))


@router.get("/search", response_model=Listed[HitRow])
def list_hits(store: _Asked, asked: SearchQuery) -> Response:
    """Search the words of all reports, best first."""
    return answered(
        Listed.of(search(store, asked.q, asked.wanted, limit=asked.limit, skip=asked.skip), asked)
    )


@router.get("/people", response_model=Listed[EntityRow])
def list_people(store: _Asked, asked: NameQuery) -> Response:
    """List the people, bodies and places that bear a name, those of most reports first."""
    return answered(Listed.after(find_entities(store, asked.name, asked.wanted, limit=asked.end), asked))


@router.get("/people/{id}", response_model=Person, responses=_MISSING)
def get_person(store: _Asked, id: PersonId, asked: ListQuery) -> Response:
    """Give one person, body or place: names and roles, what it said, did, had done to it and is accused of."""
    return answered(Person.of(find_entity(store, id, asked.wanted, limit=asked.end), asked))


@router.get("/reports/{key}", response_model=dict[str, Any], responses=_MISSING)
def get_report(store: _Asked, key: ReportKey, asked: NoQuery) -> Response:
    """Give the record of one report, corrections laid over: its text, and all that was found in it with its words.

    The form is that of `onrecord read --format json`, which the reference describes field by field.
    """
    store.report(key)
    return as_json(json_text(next(record for _, record in Inquiry(store).records([key]))))


@router.get("/reports/{key}/relations", response_model=dict[str, Any], responses=_MISSING)
def get_report_relations(store: _Asked, key: ReportKey, asked: NoQuery) -> Response:
    """Give all that holds between one report and others, part by part, as `onrecord export --to relations` has it."""
    return answered(report_relations_json(store, key))


@router.get("/counts", response_model=Held)
def get_counts(request: Request, store: _Asked, asked: NoQuery) -> Response:
    """Count what is in the store, and say of what state of it the answers are."""
    state = store.relations_state()
    parts = dict(state.parts) if state else {}
    return answered(Held(store.counts(), parts, State.of(request.app.state.desk)))
