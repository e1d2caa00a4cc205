"""What a program asks for in an address. Names that mean nothing are refused: a slip must not give everything."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from onrecord.desk.wanted import Wanted
from onrecord.export.selection import EVENT_LABELS, EVENT_TYPES, UNCODED

ROWS, MOST_ROWS = 50, 500
"""Rows that are given where nothing else is asked for, and the most that can be."""
MOST_SKIPPED = 100_000
"""Rows that can be skipped; who wants more takes a list out whole, as JSON Lines."""
_MOST_LETTERS = 200

_DAY: dict[str, Any] = {"type": "string", "format": "date", "example": "2026-03-10"}
_NAME: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": _MOST_LETTERS}


def _choice(values: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


_Text = Annotated[str | None, Field(min_length=1, max_length=_MOST_LETTERS), WithJsonSchema(_NAME)]


class Filter(BaseModel):
    """A filter, as the command line has it; all that is given must fit."""

    model_config = ConfigDict(extra="forbid")

    since: Annotated[str | None, WithJsonSchema(_DAY)] = Field(
        None, description="First ISO day: of publication, in a timeline of the happening itself."
    )
    until: Annotated[str | None, WithJsonSchema(_DAY)] = Field(
        None, description="Last ISO day, itself included."
    )
    outlet: _Text = Field(
        None, description="Who published, by its whole name, without regard to case and diacritics."
    )
    person: _Text = Field(
        None, description="A person or body, by any part of a name or by a role and a name."
    )
    place: _Text = Field(None, description="Where it happened, by any part of the place's name.")
    type: Annotated[str | None, Field(min_length=1), WithJsonSchema(_choice((*EVENT_TYPES, UNCODED)))] = (
        Field(None, description="PLOVER type of happenings.")
    )
    label: Annotated[str | None, Field(min_length=1), WithJsonSchema(_choice(EVENT_LABELS))] = Field(
        None, description="Label of accounts and events."
    )

    @property
    def wanted(self) -> Wanted:
        """What it means.

        Raises:
            QueryError: a day is no ISO day, the last lies before the first, or there is no word in a name.
            InputError: there is no such type or label.
        """
        return Wanted(**{name: getattr(self, name) for name in Filter.model_fields})


class ListFilter(Filter):
    """A filter, and which rows of a list."""

    limit: int = Field(ROWS, ge=1, le=MOST_ROWS, description="Rows to give at most.")
    skip: int = Field(0, ge=0, le=MOST_SKIPPED, description="Rows to leave out at the beginning.")

    @property
    def end(self) -> int:
        """Rows to find: those to leave out, and those to give."""
        return self.skip + self.limit


class TimelineFilter(ListFilter):
    """A filter of a timeline."""

    several: bool = Field(False, description="Only happenings that several reports tell of.")


class SearchFilter(ListFilter):
    """A search with a filter."""

    q: str = Field(
        min_length=1,
        max_length=300,
        description='Words that must all stand in a report; "words in quotation marks" must follow one another; '
        "-word rules reports out; harb* stands for every word that begins so.",
        examples=["police"],
    )


class NameFilter(ListFilter):
    """A name with a filter."""

    name: str = Field(
        min_length=1,
        max_length=_MOST_LETTERS,
        description="Any part of a name, or a role and a name, without regard to case and diacritics.",
        examples=["minister"],
    )


class Nothing(BaseModel):
    """No parameter."""

    model_config = ConfigDict(extra="forbid")


def _id(what: str, example: str) -> Any:
    return Path(
        min_length=1, max_length=80, description=f"Id of {what}, or the beginning of it.", examples=[example]
    )


StoryId = Annotated[str, _id("a story", "T0123456789")]
HappeningId = Annotated[str, _id("a happening", "H0123456789")]
PersonId = Annotated[str, _id("a person, body or place", "P0123456789")]
ReportKey = Annotated[
    str, Path(min_length=1, max_length=80, description="Key of a report.", examples=["0123456789abcdef"])
]

FilterQuery = Annotated[Filter, Query()]
ListQuery = Annotated[ListFilter, Query()]
TimelineQuery = Annotated[TimelineFilter, Query()]
SearchQuery = Annotated[SearchFilter, Query()]
NameQuery = Annotated[NameFilter, Query()]
NoQuery = Annotated[Nothing, Query()]
