"""Exports brought to their files: the export, the files that belong to it, and the list of what was left out.

All files of an export appear together, each complete, or none does.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.errors import OutputError
from onrecord.export.delivery import WholeFile, free_path
from onrecord.export.formats import ExportFormat, LeftOut, Rendered, left_out_text, render
from onrecord.model import Record

LEFT_OUT = ".left-out.json"


def files_of(path: Path, rendered: Rendered, form: ExportFormat) -> list[tuple[Path, bytes]]:
    """Return the files of an export with their contents, the export itself first.

    Args:
        path: where the export goes; the endings of further files take the place of its own.
        rendered: the export.
        form: its format.
    """
    left_out = left_out_text(rendered, form) + "\n"
    return [
        (path, rendered.body),
        *((path.with_name(path.stem + ending), data) for ending, data in rendered.beside),
        (path.with_name(path.name + LEFT_OUT), left_out.encode("utf-8", "backslashreplace")),
    ]


def write_together(files: Iterable[tuple[Path, bytes]]) -> None:
    """Write files so that all appear, complete, or none.

    Raises:
        OutputError: one cannot be written; what was there before is still there.
    """
    begun: list[WholeFile] = []
    try:
        for path, data in files:
            file = WholeFile(path)
            begun.append(file)
            file.write_bytes(data)
        for file in begun:
            file.commit()
    except BaseException:
        for file in begun:
            file.discard()
        raise


@dataclass
class ExportDelivery:
    """Holds records, and writes them as one export when all are there.

    Attributes:
        path: where the export goes.
        form: its format.
        inputs: real paths of the inputs, none of which may be written over.
        left_out: what the format could not hold, once it is written.
    """

    path: Path
    form: ExportFormat
    inputs: frozenset[str] = frozenset()
    left_out: tuple[LeftOut, ...] = ()
    _held: list[Record] = field(default_factory=list)

    def put(self, record: Record) -> None:
        """Hold the record."""
        self._held.append(record)

    def finish(self) -> None:
        """Write the files, or none where there was no record."""
        if not self._held:
            return
        rendered = render(self._held, self.form)
        write_together(_unharmed(files_of(self.path, rendered, self.form), self.inputs))
        self.left_out = rendered.left_out

    def abandon(self) -> None:
        """Forget what was held."""
        self._held.clear()


@dataclass
class ExportFolderDelivery:
    """Writes an export a report into a folder, named after the input.

    Attributes:
        folder: the folder; it is made if it is not there.
        form: the format.
        inputs: real paths of the inputs, none of which may be written over.
    """

    folder: Path
    form: ExportFormat
    inputs: frozenset[str] = frozenset()
    written: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise OutputError(
                what=f"the folder cannot be made ({problem.strerror or problem})",
                where=str(self.folder),
                remedy="name another place with -o",
            ) from problem
        self._taken = set(self.inputs)

    def put(self, record: Record) -> None:
        """Write the export of the record."""
        path = free_path(self.folder, record.report.input, self.form.ending, self._taken)
        files = files_of(path, render([record], self.form), self.form)
        write_together(_unharmed(files, frozenset(self._taken)))
        self._taken.update(os.path.realpath(one) for one, _ in files)
        self.written.append(path)

    def finish(self) -> None:
        """Do nothing: each export is complete."""

    def abandon(self) -> None:
        """Do nothing: the exports written are complete and stay."""


def _unharmed(files: list[tuple[Path, bytes]], taken: frozenset[str]) -> list[tuple[Path, bytes]]:
    for path, _ in files:
        if os.path.realpath(path) in taken:
            raise OutputError(
                what="the export would be written over an input, or over another export",
                where=str(path),
                remedy="name another place with -o",
            )
    return files
