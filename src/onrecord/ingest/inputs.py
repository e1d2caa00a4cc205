"""Which inputs the arguments name, and the bytes of each."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import InputTooLarge, UnreadableInput

SUFFIXES = (
    ".html", ".htm", ".txt", ".xml", ".rss", ".atom", ".json", ".jsonl", ".warc", ".warc.gz", ".wacz",
)  # fmt: skip
"""Endings of the files that are taken from a directory."""


def is_address(argument: str) -> bool:
    """Tell whether an argument is the address of a page."""
    return re.match(r"https?://", argument, re.IGNORECASE) is not None


def expand_inputs(arguments: Iterable[str]) -> list[str]:
    """Return the inputs that arguments name, sorted, each once; standard input ("-") comes first.

    A directory gives the files in it and below it that end in one of `SUFFIXES`, hidden ones left out; a
    pattern gives the files that match it; files, addresses and "-" stand for themselves.

    Raises:
        UnreadableInput: a file does not exist, or a directory or pattern gives no file.
    """
    found: set[str] = set()
    for argument in arguments:
        if argument == "-" or is_address(argument):
            found.add(argument)
        elif os.path.isdir(argument):
            found.update(_walk(argument))
        elif os.path.lexists(argument):
            found.add(os.path.normpath(argument))
        elif glob.has_magic(argument):
            matches = [match for match in glob.glob(argument, recursive=True) if not os.path.isdir(match)]
            if not matches:
                raise UnreadableInput(
                    what="no file matches this pattern",
                    where=argument,
                    remedy="check the folder and the pattern",
                )
            found.update(os.path.normpath(match) for match in matches)
        else:
            raise UnreadableInput(
                what="there is no such file or directory",
                where=argument or "''",
                remedy="check the path; an address must begin with http:// or https://",
            )
    return sorted(found)


def _walk(directory: str) -> list[str]:
    def refuse(error: OSError) -> None:
        raise UnreadableInput(
            what=f"the directory cannot be read ({error.strerror})",
            where=str(error.filename or directory),
            remedy="check its permissions",
        ) from error

    files: list[str] = []
    for folder, folders, names in os.walk(directory, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [
            os.path.normpath(os.path.join(folder, name))
            for name in names
            if name.lower().endswith(SUFFIXES) and not name.startswith(".")
        ]
    if not files:
        raise UnreadableInput(
            what="the directory holds no page, text, feed, item or archive (" + ", ".join(SUFFIXES) + ")",
            where=directory,
            remedy="give the files by name if they end otherwise",
        )
    return files


def too_large(where: str, max_bytes: int, size: int | None = None) -> InputTooLarge:
    """Return the error for an input over the limit; `size` is in bytes, where known."""
    told = (
        f"it has {size:,} bytes, the limit is {max_bytes:,}"
        if size
        else f"it has more than {max_bytes:,} bytes"
    )
    return InputTooLarge(what=told, where=where, remedy="give one report, or raise the limit (max_bytes)")


@contextmanager
def open_file(path: str) -> Iterator[BinaryIO]:
    """Give a file, open for reading bytes.

    Raises:
        UnreadableInput: it is missing, a directory, or may not be read; also where reading fails later on.
    """
    stream = _opened(path)
    try:
        yield stream
    except OSError as error:
        raise _unread(path, error) from error
    finally:
        stream.close()


def _opened(path: str) -> BinaryIO:
    file = Path(path)
    try:
        if file.is_dir():
            raise UnreadableInput(
                what="this is a directory, not a file",
                where=path,
                remedy="name the files in it, or expand it first",
            )
        return file.open("rb")
    except FileNotFoundError as error:
        raise UnreadableInput(what="there is no such file", where=path, remedy="check the path") from error
    except PermissionError as error:
        raise UnreadableInput(
            what="the file may not be read (permission denied)", where=path, remedy="check its permissions"
        ) from error
    except (OSError, ValueError) as error:
        raise _unread(path, error) from error


def _unread(path: str, error: Exception) -> UnreadableInput:
    return UnreadableInput(
        what=f"the file cannot be read ({error})", where=path, remedy="check the path and the disk"
    )


def read_stream(stream: BinaryIO, *, where: str, max_bytes: int) -> bytes:
    """Return the bytes of a stream, of which at most one over the limit is read.

    Raises:
        InputTooLarge: it has more than `max_bytes` bytes.
    """
    parts: list[bytes] = []
    size = 0
    while size <= max_bytes:
        part = stream.read(min(1 << 20, max_bytes + 1 - size))
        if not part:
            return b"".join(parts)
        parts.append(part)
        size += len(part)
    raise too_large(where, max_bytes)
