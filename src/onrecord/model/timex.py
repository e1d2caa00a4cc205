"""Time expressions and their ISO 8601 readings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.model.span import Span

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression, as TIMEX3 reads it.

    Attributes:
        span: the words of the expression.
        type: TIMEX3 type.
        value: TIMEX3 value ("2016-12-09", "2016-W49", "2016-12-11TNI", "P3Y"), or None where unknown.
        earliest: first ISO day that the value can mean, or None for durations and sets.
        latest: last ISO day that the value can mean (inclusive), or None.
        anchor: what the value counts from: an ISO day, or None where it needs no anchor.
        because: the rule that gave the value, or why there is none.
    """

    span: Span
    type: TimexType
    value: str | None
    earliest: str | None
    latest: str | None
    anchor: str | None
    because: str
