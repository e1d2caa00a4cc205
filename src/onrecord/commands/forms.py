"""In which form `onrecord read` gives records, and where they go."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import typer

from onrecord.commands.console import emit, screen_style
from onrecord.commands.export import NAMES, ExportStream, export_format, tell_left_out

if TYPE_CHECKING:
    from onrecord.export.delivery import Delivery
    from onrecord.export.delivery import Format as OwnFormat
    from onrecord.export.selection import EventFilter

OWN = ("text", "json", "jsonl", "html")
"""The forms of OnRecord itself; all others are exports."""

FORMAT_HELP = (
    "text to read in a terminal; json: one object for one input, an array for several; "
    "jsonl: one object a line; html: one page; or an export: "
    + ", ".join(NAMES)
    + " (see `onrecord export`). "
    "Without it: by the ending of OUT, else text."
)

_ENDINGS = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".html": "html",
    ".htm": "html",
    ".csv": "csv",
    ".parquet": "parquet",
}


def form_of(given: str | None, output: str | None) -> str:
    """Return the form wanted: as given, else by the ending of the output, else text.

    Raises:
        typer.BadParameter: there is no such form.
    """
    if given is not None and given not in (*OWN, *NAMES):
        raise typer.BadParameter(
            f"there is no form '{given}'; choose one of {', '.join((*OWN, *NAMES))}", param_hint="--format"
        )
    return given or _ENDINGS.get(Path(output or "").suffix.lower(), "text")


def delivery_for(
    output: str | None, form: str, sources: list[str], *, several: bool, chosen: EventFilter
) -> Delivery:
    """Return what brings records to where they are wanted.

    Raises:
        typer.BadParameter: an input would be written over, or the form needs a file and none is named.
        InputError: the form needs an optional dependency that is not installed.
    """
    from onrecord.export.delivery import FileDelivery, FolderDelivery, StreamDelivery
    from onrecord.export.file_set import ExportDelivery, ExportFolderDelivery

    export = export_format(form, output, option="--format") if form not in OWN else None
    own = cast("OwnFormat", form)
    if output is None or output == "-":
        return ExportStream(export) if export else StreamDelivery(emit, own, several, screen_style(), chosen)
    taken = frozenset(os.path.realpath(source) for source in sources if "://" not in source)
    if output.endswith(("/", os.sep)) or Path(output).is_dir():
        if export:
            return ExportFolderDelivery(Path(output), export, taken)
        return FolderDelivery(Path(output), own, sources, chosen)
    if any(os.path.realpath(output) == os.path.realpath(source) for source in sources):
        raise typer.BadParameter(f"{output} is one of the inputs and would be written over", param_hint="-o")
    return (
        ExportDelivery(Path(output), export, taken)
        if export
        else FileDelivery(Path(output), own, several, chosen)
    )


def streams_to_screen(output: str | None, form: str) -> bool:
    """Tell whether records appear on the screen as they come, so that a progress bar would be in the way."""
    return output in (None, "-") and form in ("text", "jsonl") and sys.stdout.isatty()


def finish(delivery: Delivery, output: str | None) -> None:
    """Complete a delivery, and say how much an export could not hold."""
    from onrecord.export.file_set import ExportDelivery

    delivery.finish()
    if isinstance(delivery, ExportDelivery):
        tell_left_out(delivery.left_out, delivery.form, output)
