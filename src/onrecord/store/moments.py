"""Times as the store keeps them: as given, and in a form that sorts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

_CLEARLY_LATER = timedelta(days=1)
"""How much later a page must have been had from the web to count as newer than one that is added after it.

Archives are added long after they were made; a clock that was put back is wrong by less.
"""


def now() -> str:
    """Return the time by this machine's clock, in UTC, to the second.

    The clock may go back between two calls; what came first is told by sequence numbers, never by this.
    """
    return _written(datetime.now(UTC))


def sortable_utc(moment: str | None) -> str | None:
    """Return a moment in UTC, in a form that sorts as text, or None where it is unknown or no ISO 8601.

    A day counts as its first second, and a time without an offset as UTC: nobody can say more of them.

    >>> sortable_utc("2026-03-10T01:30:00+03:00")
    '2026-03-09T22:30:00Z'
    >>> sortable_utc("2026-03-10")
    '2026-03-10T00:00:00Z'
    """
    if moment is None:
        return None
    try:
        read = datetime.fromisoformat(moment)
        return _written(read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None


def day_of(moment: str | None) -> str | None:
    """Return the ISO day of a moment at its own place, or None where it is unknown or no ISO 8601.

    >>> day_of("2026-03-10T01:30:00+03:00")
    '2026-03-10'
    """
    try:
        return datetime.fromisoformat(moment).date().isoformat() if moment is not None else None
    except ValueError:
        return None


def place_among(versions: Sequence[str | None], retrieved: str | None) -> int:
    """Return the place of a version of a page that arrives among those that are there, oldest first.

    It comes last, but before those that were clearly had from the web later.

    Args:
        versions: when those that are there were had from the web, as `sortable_utc` gives it, or None.
        retrieved: when it was.

    >>> place_among(["2026-03-10T00:00:00Z", "2026-03-14T00:00:00Z"], "2026-03-12T00:00:00Z")
    1
    """
    place = len(versions)
    while place and _is_clearly_later(versions[place - 1], retrieved):
        place -= 1
    return place


def _is_clearly_later(one: str | None, other: str | None) -> bool:
    """Tell whether a moment is more than a day after another, both being known."""
    if one is None or other is None:
        return False
    return datetime.fromisoformat(one) - datetime.fromisoformat(other) > _CLEARLY_LATER


def _written(moment: datetime) -> str:
    return moment.replace(microsecond=0, tzinfo=None).isoformat() + "Z"
