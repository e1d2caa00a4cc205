"""Things that workers laid aside in files of the job's folder, each to be had again by itself."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any, BinaryIO

from onrecord.jobs.folders import Folder
from onrecord.model import Record
from onrecord.relate.spool import packed, unpacked

_PART = 32
"""Bits of a number that tell the place within a part; those above tell the part."""


def number_of(part: int, place: int) -> int:
    """Return the number of a thing by its part and its place in it."""
    return part << _PART | place


def put_packed(folder: Folder, name: str, things: Iterable[object]) -> array[int]:
    """Put things into a file, one after the other, and return where each begins, and where the last ends."""
    data = bytearray()
    starts = array("Q", [0])
    for thing in things:
        data += packed(thing)
        starts.append(len(data))
    folder.put(name, bytes(data), lasting=False)
    return starts


class PartFiles:
    """Things in several files, read one at a time. A copy made by pickling opens the files for itself.

    Args:
        folder: the job's folder.
        stem: what the names of the files begin with; "-", the number of the part and ".bin" follow.
        starts: for each part where its things begin, and where the last ends.
    """

    def __init__(self, folder: Folder, stem: str, starts: list[array[int]]) -> None:
        self._folder, self._stem, self._starts = folder, stem, starts
        self._open: dict[int, BinaryIO] = {}

    def __reduce__(self) -> tuple[type[PartFiles], tuple[Folder, str, list[array[int]]]]:
        return PartFiles, (self._folder, self._stem, self._starts)

    def take(self, number: int) -> Any:
        """Return the thing of a number."""
        part, place = number >> _PART, number & ((1 << _PART) - 1)
        if part not in self._open:
            path = self._folder.path(part_name(self._stem, part))
            self._open[part] = self._folder.system.open_input_file(path)
        file, starts = self._open[part], self._starts[part]
        file.seek(starts[place])
        return unpacked(file.read(starts[place + 1] - starts[place]))

    def close(self) -> None:
        """Let go of the files."""
        for file in self._open.values():
            file.close()
        self._open.clear()


class RecordFiles(PartFiles):
    """Records in several files."""

    def __reduce__(self) -> tuple[type[PartFiles], tuple[Folder, str, list[array[int]]]]:
        return RecordFiles, (self._folder, self._stem, self._starts)

    def take(self, number: int) -> Record:
        """Return the record of a number."""
        found: Record = super().take(number)
        return found


def part_name(stem: str, part: int) -> str:
    """Return the name of the file of a part."""
    return f"{stem}-{part:05d}.bin"
