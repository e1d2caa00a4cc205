"""What a reader asks for in an address: the filter, and which rows of a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request

from onrecord.desk.wanted import EVERYTHING, Wanted
from onrecord.errors import OnRecordError

PAGE = 50
"""Rows of a list on one page."""
MOST_SKIPPED = 2_000
"""Rows that can be skipped; who looks further back asks for days."""

_PAGE_OF_SITE = re.compile(r"/(?:[A-Za-z0-9][A-Za-z0-9/_-]*)?(?:\?[\w=&%.~+-]*)?")
_MOST_ADDRESS = 300
"""Characters of the address of a page to go back to."""

NAMES = tuple(field.name for field in fields(Wanted))
_MOST_LETTERS = 200
"""Characters of a value of a filter that are read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter as it was asked for.

    Attributes:
        given: values by name, as they stand in the form, whether they can be understood or not.
        wanted: what they mean; everything where they cannot be understood.
        problem: why they cannot, or None.
        skip: rows of the list that came on earlier pages.
    """

    given: Mapping[str, str]
    wanted: Wanted
    problem: str | None
    skip: int

    def query(self, **changed: object) -> str:
        """Return the part of an address that asks for the same with something changed; None takes a value out."""
        values: dict[str, object] = {**self.given, **({"skip": self.skip} if self.skip else {}), **changed}
        told = urlencode({name: value for name, value in values.items() if value not in (None, "", 0)})
        return f"?{told}" if told else ""


def asked_of(request: Request) -> Asked:
    """Return the filter in an address; what cannot be understood is told beside the form."""
    given = {
        name: value[:_MOST_LETTERS].strip()
        for name in NAMES
        if (value := request.query_params.get(name, "")).strip()
    }
    skipped = request.query_params.get("skip", "0")
    skip = (
        min(int(skipped), MOST_SKIPPED) if skipped.isascii() and skipped.isdigit() and len(skipped) < 7 else 0
    )
    try:
        return Asked(given, Wanted(**given), None, skip)
    except OnRecordError as problem:
        return Asked(given, EVERYTHING, f"{problem.what}; {problem.remedy}", skip)


Filter = Annotated[Asked, Depends(asked_of)]
"""The filter of a page, for the signature of its function."""


def page_of_site(address: str) -> str | None:
    """Return an address where it is a page of this site, else None.

    >>> page_of_site("/people/P1a"), page_of_site("//evil.example"), page_of_site("https://evil.example/")
    ('/people/P1a', None, None)
    """
    return address if len(address) <= _MOST_ADDRESS and _PAGE_OF_SITE.fullmatch(address) else None
