"""What the store remembers of inputs: feeds that are followed, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.errors import OnRecordError
from onrecord.store.base import StoreBase
from onrecord.store.moments import now
from onrecord.store.queries import adding, feeds
from onrecord.store.rows import FeedState, SetAside
from onrecord.store.schema import program_version
from onrecord.store.words import nameable, storable

_PAGE = 500
_SET_ASIDE = ("input", "digest", "error", "message", "program", "at")


class Following(StoreBase):
    """The part of the store that remembers inputs."""

    def feed_state(self, address: str) -> FeedState | None:
        """Return what a server said of a feed at the last request, or None where there was none.

        Raises:
            StoreError: the database cannot be read.
        """
        with self._backend.reading() as connection:
            row = feeds.feed_at(connection, nameable(address))
        return FeedState(**row) if row is not None else None

    def put_feed_state(self, address: str, *, etag: str | None, last_modified: str | None) -> FeedState:
        """Keep what a server said of a feed, for the next conditional request.

        Keep it once everything that the answer held is added: a kill before that has the feed asked for again.

        Raises:
            StoreError: the database cannot be written.
        """
        state = FeedState(
            nameable(address),
            nameable(etag) if etag is not None else None,
            nameable(last_modified) if last_modified is not None else None,
            now(),
        )
        values = {name: getattr(state, name) for name in ("address", "etag", "last_modified", "checked_at")}
        with self._backend.writing() as connection:
            feeds.put_feed(connection, values)
        return state

    def set_aside(self, input: str, digest: str | None, error: OnRecordError) -> None:
        """Keep that an input could not be read, and why; it is forgotten once it is added.

        Where its digest is known, other bytes of the same input do not make it forgotten.

        Args:
            input: path or address.
            digest: SHA-256 of its bytes, or None where they could not be had.
            error: what was wrong with it.

        Raises:
            StoreError: the database cannot be written.
        """
        values = {
            "input": nameable(input),
            "digest": digest,
            "error": type(error).__name__,
            "message": storable(str(error)),
            "program": program_version(),
            "at": now(),
        }
        with self._backend.writing() as connection:
            adding.put_set_aside(connection, values)

    def all_set_aside(self) -> Iterator[SetAside]:
        """Yield the inputs that could not be read, in the order in which they were set aside.

        Raises:
            StoreError: the database cannot be read.
        """
        after = 0
        while True:
            with self._backend.reading() as connection:
                page = feeds.set_aside_after(connection, after=after, size=_PAGE)
            yield from (SetAside(**{name: row[name] for name in _SET_ASIDE}) for row in page)
            if len(page) < _PAGE:
                return
            after = page[-1]["id"]
