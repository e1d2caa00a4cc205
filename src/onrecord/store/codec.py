"""How records become bytes, and how bytes lie in the database."""

from __future__ import annotations

import zlib
from typing import Protocol

from onrecord.errors import DamagedStore
from onrecord.model.record import Record

_LEVEL = 6


class RecordCodec(Protocol):
    """What turns records into bytes and back; whoever opens a store hands one in.

    The store keeps the bytes and knows nothing of their form (docs/decisions/0009-the-store.md).
    """

    def encode(self, record: Record) -> bytes:
        """Return the record as bytes, always the same for an equal record."""
        ...

    def decode(self, data: bytes) -> Record:
        """Return the record that `encode` made the bytes of.

        Raises:
            OnRecordError: the bytes are no record that this version can read.
        """
        ...


def compress(data: bytes) -> bytes:
    """Return bytes as they lie in the database (zlib)."""
    return zlib.compress(data, _LEVEL)


def decompress(data: bytes, *, what: str, where: str) -> bytes:
    """Return the bytes that `compress` was given.

    Args:
        data: bytes as they lie in the database.
        what: what they are, for the message ("the capture of 1f0c...").
        where: the store, for the message.

    Raises:
        DamagedStore: they were not made by `compress`.
    """
    try:
        return zlib.decompress(data)
    except zlib.error as problem:
        raise DamagedStore(
            what=f"{what} is damaged ({problem})",
            where=where,
            remedy="take the file back from a copy, or add the report again to a new database",
        ) from problem
