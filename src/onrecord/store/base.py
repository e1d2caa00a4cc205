"""What every part of the store builds on: the open database and the codec of records."""

from __future__ import annotations

from onrecord.errors import DamagedStore, NotInStore, OnRecordError
from onrecord.model.record import Record
from onrecord.store.codec import RecordCodec, decompress
from onrecord.store.engine import Backend, Watch


class StoreBase:
    """An open database and what turns records into bytes; `onrecord.store.Store` is what to use."""

    def __init__(self, backend: Backend, codec: RecordCodec) -> None:
        self._backend = backend
        self._codec = codec
        self._watch = Watch(backend)

    @property
    def where(self) -> str:
        """Path of the database, or its address without the password."""
        return self._backend.where

    @property
    def read_only(self) -> bool:
        """Whether it was opened for reading alone."""
        return self._backend.read_only

    def version(self) -> int | None:
        """Return a number that is another one whenever somebody wrote to the database; None where it tells no such thing.

        Two numbers of one opened store can be compared, and those of two cannot.

        Raises:
            StoreError: the database cannot be read.
        """
        return self._watch.version()

    def _decoded(self, key: str, data: bytes) -> Record:
        """Return the record that lies under a key in the database."""
        raw = decompress(data, what=f"the record of {key}", where=self.where)
        try:
            return self._codec.decode(raw)
        except OnRecordError as problem:
            raise DamagedStore(
                what=f"the record of {key} cannot be read ({problem.where}: {problem.what})",
                where=self.where,
                remedy="read the report again from its capture and put the new record in its place",
            ) from problem

    def _missing(self, key: str) -> NotInStore:
        return NotInStore(
            what=f"no report has the key {key!r}",
            where=self.where,
            remedy="look the key up with a search; it has 16 hexadecimal digits",
        )
