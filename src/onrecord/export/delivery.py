"""Records brought to where they are wanted: a stream, one file, or a folder with a file a report.

A file is written beside its place under another name and put there when it is complete, so that
a full disk or an interruption leaves what was there before, never half a file.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal, Protocol
from urllib.parse import urlsplit

from onrecord.errors import OutputError
from onrecord.export.json import json_array_text, json_text
from onrecord.export.selection import EventFilter
from onrecord.export.terminal import TextStyle, render_text
from onrecord.model import Record

Format = Literal["text", "json", "jsonl", "html"]

SUFFIXES: dict[Format, str] = {"text": ".txt", "json": ".json", "jsonl": ".jsonl", "html": ".html"}
"""The file name extension of each format."""

_UNSAFE = re.compile(r"[^\w.-]+")


class WholeFile:
    """A file that is either written completely or not at all.

    Devices and pipes (`/dev/stdout`) are written to directly, since they cannot be put in place.

    Raises:
        OutputError: the file cannot be made; also from `write` and `commit`, when the disk is full, say.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        # What a link points to is replaced, not the link.
        self._target = Path(os.path.realpath(path))
        try:
            self._direct = self._target.exists() and not stat.S_ISREG(self._target.stat().st_mode)
            self._beside = self._target.with_name(f".{self._target.name}.{os.getpid()}.part")
            self._handle: BinaryIO = open(self._target if self._direct else self._beside, "wb")  # noqa: SIM115
        except OSError as problem:
            raise _unwritable(path, problem) from problem

    def write(self, text: str) -> None:
        """Add text to the file, in UTF-8."""
        self.write_bytes(text.encode("utf-8", "backslashreplace"))

    def write_bytes(self, data: bytes) -> None:
        """Add bytes to the file."""
        try:
            self._handle.write(data)
            if self._direct:
                self._handle.flush()
        except OSError as problem:
            self.discard()
            raise _unwritable(self.path, problem) from problem

    def commit(self) -> None:
        """Put the file in its place."""
        try:
            self._handle.flush()
            if not self._direct:
                os.fsync(self._handle.fileno())
            self._handle.close()
            if not self._direct:
                if self._target.exists():
                    self._beside.chmod(stat.S_IMODE(self._target.stat().st_mode))
                self._beside.replace(self._target)
        except OSError as problem:
            self.discard()
            raise _unwritable(self.path, problem) from problem

    def discard(self) -> None:
        """Leave everything as it was before."""
        try:
            self._handle.close()
        except OSError:
            # A full disk is reported again on closing; the first report is already on its way.
            self._handle = open(os.devnull, "wb")  # noqa: SIM115
        if not self._direct:
            self._beside.unlink(missing_ok=True)


def _unwritable(path: Path, problem: OSError) -> OutputError:
    return OutputError(
        what=f"the result cannot be written ({problem.strerror or problem})",
        where=str(path),
        remedy="nothing there was changed; free some space or name another place with -o",
    )


class Delivery(Protocol):
    """Takes records one by one; what is delivered is complete only after `finish`."""

    def put(self, record: Record) -> None:
        """Take one record."""

    def finish(self) -> None:
        """Complete what was begun."""

    def abandon(self) -> None:
        """Leave no trace of what was begun."""


@dataclass
class StreamDelivery:
    """Writes records to one place, as they come where the format allows it.

    Attributes:
        write: where the text goes.
        format: the format.
        several: whether there may be more than one report; if so, JSON is an array.
        style: layout of the text view.
        chosen: the events that the text view shows.
    """

    write: Callable[[str], None]
    format: Format
    several: bool
    style: TextStyle = field(default_factory=TextStyle)
    chosen: EventFilter = field(default_factory=EventFilter)
    _held: list[Record] = field(default_factory=list)
    _count: int = 0

    def put(self, record: Record) -> None:
        """Write the record, or hold it where the format needs all of them at once."""
        self._count += 1
        if self.format == "jsonl":
            self.write(json_text(record) + "\n")
        elif self.format == "text":
            rule = ("=" if self.style.ascii else "━") * min(max(self.style.width, 40), 120)
            view = render_text(record, style=self.style, chosen=self.chosen)
            self.write((f"\n{rule}\n\n" if self._count > 1 else "") + view)
        else:
            self._held.append(record)

    def finish(self) -> None:
        """Write what was held."""
        if self._held:
            self.write(rendered(self._held, self.format, several=self.several))

    def abandon(self) -> None:
        """Forget what was held."""
        self._held.clear()


@dataclass
class FileDelivery:
    """Writes records to one file, which appears when it is complete and holds at least one of them."""

    path: Path
    format: Format
    several: bool
    chosen: EventFilter = field(default_factory=EventFilter)
    _file: WholeFile = field(init=False)
    _stream: StreamDelivery = field(init=False)
    _count: int = 0

    def __post_init__(self) -> None:
        self._file = WholeFile(self.path)
        style = TextStyle(width=100)
        self._stream = StreamDelivery(self._file.write, self.format, self.several, style, self.chosen)

    def put(self, record: Record) -> None:
        """Take the record."""
        self._count += 1
        self._stream.put(record)

    def finish(self) -> None:
        """Put the file in its place, or leave none where there was nothing to write."""
        if not self._count:
            self.abandon()
            return
        self._stream.finish()
        self._file.commit()

    def abandon(self) -> None:
        """Leave what was there before."""
        self._file.discard()


@dataclass
class FolderDelivery:
    """Writes a file a report into a folder, named after the input.

    Two inputs of one name get two files (`report.json`, `report-2.json`), and no input is written over.

    Attributes:
        folder: the folder; it is made if it is not there.
        format: the format.
        inputs: the inputs as given, none of which may be written over.
        chosen: the events that the text view shows.
    """

    folder: Path
    format: Format
    inputs: Iterable[str] = ()
    chosen: EventFilter = field(default_factory=EventFilter)
    written: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._taken = {os.path.realpath(name) for name in self.inputs if "://" not in name}
        except OSError as problem:
            raise _unwritable(self.folder, problem) from problem

    def put(self, record: Record) -> None:
        """Write the record to a file of its own."""
        path = free_path(self.folder, record.report.input, SUFFIXES[self.format], self._taken)
        file = WholeFile(path)
        file.write(rendered([record], self.format, several=False, chosen=self.chosen))
        file.commit()
        self._taken.add(os.path.realpath(path))
        self.written.append(path)

    def finish(self) -> None:
        """Do nothing: each file is complete."""

    def abandon(self) -> None:
        """Do nothing: the files written are complete and stay."""


def free_path(folder: Path, source: str, suffix: str, taken: set[str]) -> Path:
    """Return the path of a new file in a folder for what is read from `source`.

    Args:
        folder: the folder.
        source: the input, after which the file is named; a number is added where the name is taken.
        suffix: the extension, with its dot.
        taken: real paths that may not be written over.
    """
    stem = name_for(source)
    for number in range(1, len(taken) + 2):
        ending = f"-{number}" if number > 1 else ""
        path = folder / f"{stem}{ending}{suffix}"
        if os.path.realpath(path) not in taken:
            break
    return path


def rendered(
    records: list[Record], format: Format, *, several: bool, chosen: EventFilter | None = None
) -> str:
    """Return records in a format, as the text of one file.

    Args:
        records: the records, in order.
        format: the format.
        several: whether JSON is to be an array, whatever the number of records.
        chosen: the events that the text view shows; None for all.
    """
    if format == "html":
        from onrecord.export.html import render_html

        return render_html(records)
    if format == "json":
        return (json_array_text(records, indent=1) if several else json_text(records[0], indent=1)) + "\n"
    if format == "jsonl":
        return "".join(json_text(record) + "\n" for record in records)
    return "\n".join(render_text(record, style=TextStyle(width=100), chosen=chosen) for record in records)


def name_for(source: str) -> str:
    """Return a file name without extension for what is read from `source`.

    >>> name_for("pages/strike.html"), name_for("https://courier.example/2026/strike/?p=1"), name_for("-")
    ('strike', 'strike', 'report')
    """
    parts = urlsplit(source) if "://" in source else None
    path = (parts.path.strip("/") or parts.netloc) if parts else source
    stem = _UNSAFE.sub("-", Path(path).stem).strip("-.")
    return stem[:100] or "report"
