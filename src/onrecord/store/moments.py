"""Times as the store keeps them: as given, and in a form that sorts."""

from __future__ import annotations

from datetime import UTC, datetime


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


def _written(moment: datetime) -> str:
    return moment.replace(microsecond=0, tzinfo=None).isoformat() + "Z"
