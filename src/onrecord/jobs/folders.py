"""Folders on this machine or in an object store, in which a file appears whole or not at all."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, BinaryIO

from pyarrow import fs

from onrecord.errors import OutputError, UnreadableInput
from onrecord.ingest.inputs import SUFFIXES, expand_inputs

READ = (*SUFFIXES, ".parquet")
"""Endings of the files that are taken from a folder."""


def is_remote(address: str) -> bool:
    """Tell whether an address is one of an object store ("s3://bucket/...") and no path.

    >>> is_remote("s3://news/2026/*.warc.gz"), is_remote("news/2026")
    (True, False)
    """
    return re.match(r"[a-z][a-z0-9+]+://", address) is not None


def file_system(address: str) -> tuple[Any, str]:
    """Return the file system of an address, and the path on it.

    Raises:
        UnreadableInput: there is no such kind of address, or it cannot be reached.
    """
    if not is_remote(address):
        return fs.LocalFileSystem(), os.path.abspath(address)
    try:
        found, path = fs.FileSystem.from_uri(address)
    except (ValueError, OSError) as error:
        raise UnreadableInput(
            what=f"the address cannot be used ({error})",
            where=address,
            remedy="give a path, or an address such as s3://bucket/folder, with its keys in the environment",
        ) from error
    return found, path


class Folder:
    """A folder that results are put into.

    Args:
        address: a path, or an address such as "s3://bucket/folder".
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._system, self._root = file_system(address)
        self.is_local = isinstance(self._system, fs.LocalFileSystem)

    def __reduce__(self) -> tuple[type[Folder], tuple[str]]:
        return Folder, (self.address,)

    def path(self, name: str) -> str:
        """Return a file's path on the folder's file system."""
        return f"{self._root}/{name}"

    @property
    def system(self) -> Any:
        """The file system, as pyarrow has it."""
        return self._system

    def has(self, name: str) -> bool:
        """Tell whether there is a file of a name."""
        return bool(self._system.get_file_info(self.path(name)).type == fs.FileType.File)

    def size(self, name: str) -> int:
        """Return the size of a file in bytes."""
        return int(self._system.get_file_info(self.path(name)).size)

    def read(self, name: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            UnreadableInput: there is none, or it cannot be read.
        """
        try:
            with self._system.open_input_stream(self.path(name)) as stream:
                return bytes(stream.read())
        except OSError as error:
            raise UnreadableInput(
                what=f"the file cannot be read ({error})",
                where=f"{self.address}/{name}",
                remedy="run the job again: it makes what is missing",
            ) from error

    def put(self, name: str, data: bytes, *, lasting: bool = True) -> None:
        """Put a file there, whole or not at all, in the place of one of that name.

        Args:
            name: its name, with "/" between folders.
            data: its bytes.
            lasting: wait until it is on the disk, so that not even a power cut loses it.

        Raises:
            OutputError: there is no room, or it may not be written.
        """
        try:
            if not self.is_local:
                with self._system.open_output_stream(self.path(name)) as stream:
                    stream.write(data)
                return
            into = Path(self.path(name))
            into.parent.mkdir(parents=True, exist_ok=True)
            part = into.with_name(f".{into.name}.{os.getpid()}.part")
            with part.open("wb") as file:
                file.write(data)
                if lasting:
                    file.flush()
                    os.fsync(file.fileno())
            part.replace(into)
        except OSError as error:
            raise OutputError(
                what=f"the file cannot be written ({error.strerror or error})",
                where=f"{self.address}/{name}",
                remedy="make room there, and run the job again: what is done is kept",
            ) from error

    def names(self, below: str = "") -> Iterator[str]:
        """Yield the names of all files below a folder, in order; those that were being written are left out."""
        selector = fs.FileSelector(
            self.path(below) if below else self._root, recursive=True, allow_not_found=True
        )
        found = self._system.get_file_info(selector)
        names = [info.path[len(self._root) + 1 :] for info in found if info.type == fs.FileType.File]
        yield from sorted(name for name in names if not name.rpartition("/")[2].startswith("."))

    def remove_halves(self) -> None:
        """Remove the files that a process was writing when it was killed; an object store has none."""
        if self.is_local:
            for path in Path(self._root).rglob(".*.part"):
                path.unlink(missing_ok=True)

    def remove(self, below: str) -> None:
        """Remove a folder and all in it, if it is there."""
        if self._system.get_file_info(self.path(below)).type == fs.FileType.Directory:
            self._system.delete_dir(self.path(below))


def find_files(patterns: list[str]) -> list[tuple[str, int]]:
    """Return the files that inputs name, each with its size in bytes, in order.

    Args:
        patterns: paths, folders, patterns such as "pages/*.warc.gz", or the same in an object store.

    Raises:
        UnreadableInput: one gives no file.
    """
    found: dict[str, int] = {}
    for pattern in patterns:
        if is_remote(pattern):
            found.update(_remote(pattern))
        elif os.path.isdir(pattern):
            found.update((str(path), path.stat().st_size) for path in sorted(_within(Path(pattern))))
        else:
            for name in expand_inputs([pattern]):
                found[name] = os.path.getsize(name)
    if not found:
        raise UnreadableInput(
            what="no file is named", where=", ".join(patterns), remedy="check the paths and patterns"
        )
    return sorted(found.items())


def _within(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.name.lower().endswith(READ) and not path.name.startswith(".") and path.is_file():
            yield path


def _remote(pattern: str) -> dict[str, int]:
    scheme = pattern.partition("://")[0]
    fixed = re.split(r"[*?\[]", pattern, maxsplit=1)[0]
    system, base = file_system(fixed.rstrip("/") if fixed == pattern else fixed.rpartition("/")[0])
    info = system.get_file_info(base)
    if info.type == fs.FileType.File:
        return {pattern: int(info.size)}
    wanted = pattern.partition("://")[2]
    found = {}
    for one in system.get_file_info(fs.FileSelector(base, recursive=True, allow_not_found=True)):
        fits = fnmatch(one.path, wanted) if fixed != pattern else one.path.lower().endswith(READ)
        if one.type == fs.FileType.File and fits:
            found[f"{scheme}://{one.path}"] = int(one.size)
    if not found:
        raise UnreadableInput(
            what="no file matches", where=pattern, remedy="check the address, the pattern and the keys"
        )
    return found


def open_input(name: str) -> BinaryIO:
    """Return an input file, open for reading bytes and for going back in it.

    Raises:
        UnreadableInput: there is none, or it cannot be read.
    """
    system, path = file_system(name)
    try:
        opened: BinaryIO = system.open_input_file(path)
    except OSError as error:
        raise UnreadableInput(
            what=f"the file cannot be read ({error})", where=name, remedy="check the path and its permissions"
        ) from error
    return opened
