"""Bytes as they come: their start to be looked at first, gzip unpacked with a guard, and damage noted, not raised."""

from __future__ import annotations

import io
import zlib
from typing import Any, BinaryIO

from onrecord.errors import InputError, InputTooLarge, UnreadableInput
from onrecord.ingest.inputs import read_stream
from onrecord.ingest.kinds import GZIP, HEAD_BYTES

_CHUNK = 1 << 16
MAX_RATIO = 200
"""Bytes unpacked for each byte packed; pages and archives of them stay under 40."""

FREE_BYTES = 64_000_000
"""Bytes that may be unpacked before the ratio counts: short runs of blanks pack far better than text."""


class _Filling(io.RawIOBase):
    """Reads until the buffer asked for is full, so that looking ahead shows as much as there is."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        filled = 0
        while filled < len(buffer):
            part = self._source.read(len(buffer) - filled)
            if not part:
                break
            buffer[filled : filled + len(part)] = part
            filled += len(part)
        return filled


class _Unpacking(io.RawIOBase):
    """Unpacks gzip, one member after another; ends early, with `problem` set, where it is damaged or a bomb."""

    def __init__(self, source: BinaryIO, where: str) -> None:
        self._source, self._where = source, where
        self._member = zlib.decompressobj(wbits=31)
        self._packed = b""
        self._taken = self._given = 0
        self._begun = False
        self.problem: InputError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        filled = 0
        while filled < len(buffer) and self.problem is None:
            part = self._next(len(buffer) - filled)
            if not part:
                break
            buffer[filled : filled + len(part)] = part
            filled += len(part)
        self._given += filled
        if self._given > FREE_BYTES and self._given > MAX_RATIO * max(self._taken, 1):
            self.problem = InputTooLarge(
                what=f"it unpacks to over {MAX_RATIO} times its size ({self._given:,} bytes so far)",
                where=self._where,
                remedy="unpack it and look at what it is; no archive of pages does this",
            )
            return 0
        return filled

    def _next(self, wanted: int) -> bytes:
        """Return some unpacked bytes; none at the end or where the data are damaged."""
        while True:
            if not self._packed:
                self._packed = self._source.read(_CHUNK)
                self._taken += len(self._packed)
                if not self._packed:
                    if self._begun:
                        self._damaged("it ends in the middle of packed data")
                    return b""
            if not self._begun:
                self._packed = self._packed.lstrip(b"\x00")  # padding between members
                if not self._packed:
                    continue
                self._begun = True
            try:
                part = self._member.decompress(self._packed, wanted)
            except zlib.error as error:
                self._damaged(f"its packed data are damaged ({error})")
                return b""
            self._packed = self._member.unconsumed_tail
            if self._member.eof:
                self._packed = self._member.unused_data
                self._member, self._begun = zlib.decompressobj(wbits=31), False
            if part:
                return part

    def _damaged(self, what: str) -> None:
        self.problem = UnreadableInput(
            what=f"{what} at byte {self._taken - len(self._packed):,} of {self._taken:,} read; "
            "what came before was read",
            where=self._where,
            remedy="get the file again",
        )


class Inflow(io.BufferedReader):
    """An input whose first bytes can be looked at, and which is unpacked where it is packed with gzip.

    Attributes:
        packed: whether it is packed with gzip.
    """

    def __init__(self, source: BinaryIO, *, where: str) -> None:
        """Take hold of an input.

        Args:
            source: the bytes as they come.
            where: how to name the input in an error.
        """
        outer = io.BufferedReader(_Filling(source), HEAD_BYTES)
        self._unpacking: _Unpacking | None = None
        self.packed = outer.peek(2).startswith(GZIP)
        if self.packed:
            self._unpacking = _Unpacking(outer, where)
            super().__init__(_Filling(self._unpacking), HEAD_BYTES)  # type: ignore[arg-type]
        else:
            super().__init__(_Filling(outer), HEAD_BYTES)
        self.counted = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """Return up to `size` bytes."""
        data = super().read(size)
        self.counted += len(data)
        return data

    def tell(self) -> int:
        """Return how many bytes were read, unpacked."""
        return self.counted

    @property
    def head(self) -> bytes:
        """The first bytes, unpacked, which are read again later; call it before anything is read."""
        return self.peek(HEAD_BYTES)[:HEAD_BYTES]

    @property
    def problem(self) -> InputError | None:
        """What is wrong with the packed data, once it was come upon."""
        return self._unpacking.problem if self._unpacking else None


def unpacked_bytes(data: bytes, *, where: str, max_bytes: int) -> bytes:
    """Return bytes, unpacked where they are packed with gzip.

    Raises:
        InputTooLarge: they have more than `max_bytes` bytes once unpacked.
        UnreadableInput: they are damaged.
    """
    return read_whole(Inflow(io.BytesIO(data), where=where), where=where, max_bytes=max_bytes)


def read_whole(stream: Inflow, *, where: str, max_bytes: int) -> bytes:
    """Return all the bytes of an input that are left.

    Raises:
        InputTooLarge: there are more than `max_bytes`.
        UnreadableInput: the packed data are damaged.
    """
    data = read_stream(stream, where=where, max_bytes=max_bytes)
    if stream.problem is not None:
        raise stream.problem
    return data
