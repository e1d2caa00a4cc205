"""What a program is answered: the dataclasses of the desk, and what the API puts around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from fastapi import Response

from onrecord.desk.answer_json import json_text, plain
from onrecord.desk.answers import Rows
from onrecord.desk.profiles import AccusationRow, EntityRow, EventRow, Profile, StatementRow
from onrecord.explore.api.asking import ListFilter
from onrecord.explore.open_desk import OpenDesk
from onrecord.store.rows import Counts

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request has no answer.

    Attributes:
        what: what is wrong.
        where: in which part of the request.
        remedy: what to do next.
    """

    what: str
    where: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Listed(Generic[_Row]):
    """Rows of a list.

    Attributes:
        rows: the rows.
        skip: rows left out before them.
        limit: how many were asked for at most.
        is_whole: whether no row follows.
        total: how many rows there are in all, or None where it does not pay to count them.
    """

    rows: tuple[_Row, ...]
    skip: int
    limit: int
    is_whole: bool
    total: int | None

    @classmethod
    def of(cls, found: Rows[_Row], asked: ListFilter) -> Listed[_Row]:
        """Return the rows that were asked for, those before them passed over already."""
        return cls(found, asked.skip, asked.limit, found.is_whole, found.total)

    @classmethod
    def after(cls, found: Rows[_Row], asked: ListFilter) -> Listed[_Row]:
        """Return the rows that were asked for, out of those found from the beginning."""
        return cls(found[asked.skip :], asked.skip, asked.limit, found.is_whole, found.total)


@dataclass(frozen=True, slots=True)
class Person:
    """A person, body or place with its statements, its events and what it is accused of, of each as many as asked for.

    Attributes:
        entity: its names and roles.
        statements: what it is reported to have said.
        as_actor: what it did.
        as_recipient: what was done to it.
        accused_of: what others say that it did, and who denies it.
    """

    entity: EntityRow
    statements: Listed[StatementRow]
    as_actor: Listed[EventRow]
    as_recipient: Listed[EventRow]
    accused_of: Listed[AccusationRow]

    @classmethod
    def of(cls, profile: Profile, asked: ListFilter) -> Person:
        """Return a profile as far as it was asked for."""
        return cls(
            profile.entity,
            Listed.after(profile.statements, asked),
            Listed.after(profile.as_actor, asked),
            Listed.after(profile.as_recipient, asked),
            Listed.after(profile.accused_of, asked),
        )


@dataclass(frozen=True, slots=True)
class State:
    """Of what state of the store the answers are.

    Attributes:
        fresh: whether they are of what is in it now.
        made_at: when it was found what holds between the reports, or None where it was not yet.
        reports: of how many reports.
    """

    fresh: bool
    made_at: str | None
    reports: int

    @classmethod
    def of(cls, desk: OpenDesk) -> State:
        """Return the state of a store."""
        standing = desk.standing()
        state = standing.state
        return cls(
            standing.fresh, state.made_at if state else None, state.parts.get("reports", 0) if state else 0
        )


@dataclass(frozen=True, slots=True)
class Held:
    """How much is in the store, and of what state of it the answers are.

    Attributes:
        store: reports, texts, outlets and the rest.
        relations: how many stories, happenings, contradictions and the rest hold between them.
        state: of what state of the store the relations are.
    """

    store: Counts
    relations: Mapping[str, int]
    state: State


def answered(value: object) -> Response:
    """Return an answer as JSON; a number that JSON cannot say is an error, and never NaN."""
    return as_json(json_text(plain(value)))


def as_json(text: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return JSON text as a response."""
    given: dict[str, Any] = dict(headers or {})
    return Response(text, media_type="application/json", headers=given)
