"""Things laid aside in a temporary file and taken out again one at a time, so that few are in memory at once."""

from __future__ import annotations

import io
import pickle
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from tempfile import SpooledTemporaryFile, gettempdir
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from onrecord.errors import OutputError

T = TypeVar("T")

_IN_MEMORY = 4 * 1024 * 1024
"""Bytes up to which nothing is written to disk."""

_FAST = 1
"""Level of compression: a third of the size for a tenth of the time that packing takes."""


class Spool(Generic[T]):
    """Things in the order in which they were put in, each taken out by its number as often as wanted.

    What is taken out is equal to what was put in, and no more the same. The file has no name where the system allows
    it, is read by nobody else, and is gone when the spool is closed.
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        self._starts, self._sizes, self._end = array("Q"), array("Q"), 0

    def __len__(self) -> int:
        return len(self._starts)

    def put(self, thing: T) -> int:
        """Put a thing in, and return its number.

        Raises:
            OutputError: the folder for temporary files has no room, or cannot be written to.
        """
        data = packed(thing)
        try:
            self._file.seek(self._end)
            self._file.write(data)
            self._file.flush()
        except OSError as error:
            raise OutputError(
                what=f"what was read cannot be laid aside ({error})",
                where=gettempdir(),
                remedy="make room there, or name another folder in TMPDIR",
            ) from error
        self._starts.append(self._end)
        self._sizes.append(len(data))
        self._end += len(data)
        return len(self._starts) - 1

    def take(self, number: int) -> T:
        """Return the thing of a number."""
        self._file.seek(self._starts[number])
        found: T = unpacked(self._file.read(self._sizes[number]))
        return found

    def __getitem__(self, number: int) -> T:
        return self.take(number)

    def __iter__(self) -> Iterator[T]:
        return (self.take(number) for number in range(len(self)))

    def close(self) -> None:
        """Let go of all that was put in."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def packed(thing: object) -> bytes:
    """Return a thing as bytes, out of which `unpacked` makes an equal one."""
    into = io.BytesIO()
    _Packer(into, pickle.HIGHEST_PROTOCOL).dump(thing)
    return zlib.compress(into.getbuffer(), _FAST)


def unpacked(data: bytes) -> Any:
    """Return the thing in bytes that `packed` gave; of no other bytes, as they could make the program do anything."""
    return pickle.loads(zlib.decompress(data))


class _Packer(pickle.Pickler):
    """Packs dataclasses as a call of their class, which is read back three times as fast as their state."""

    def reducer_override(self, obj: Any) -> Any:
        kind: type = type(obj)
        names = _fields(kind)
        return NotImplemented if names is None else (kind, tuple([getattr(obj, name) for name in names]))


@cache
def _fields(kind: type) -> tuple[str, ...] | None:
    """Return the names of a dataclass's fields in the order of its call; None for what such a call does not make."""
    if not is_dataclass(kind):
        return None
    found = fields(kind)
    return tuple(field.name for field in found) if all(f.init and not f.kw_only for f in found) else None
