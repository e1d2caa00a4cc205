"""What goes to the screen: results to standard output, everything else to standard error, and the exit status."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import typer

from onrecord.errors import OnRecordError, ResourceError, WeightsError

if TYPE_CHECKING:
    from onrecord.export.terminal import TextStyle

EXIT_STATUSES = {
    0: "everything was put on record",
    1: "an input could not be read, the result could not be written, or an export failed to verify; "
    "the others are unharmed",
    2: "the command was not understood",
    3: "the installation is broken: weights, gazetteer or a data table missing or damaged",
    141: "whoever read the output stopped reading (as after `| head`)",
}
"""Exit statuses and what they mean."""

FAILED, BROKEN, UNREAD = 1, 3, 141


def screen_style() -> TextStyle:
    """Return the layout that suits standard output."""
    import shutil

    from onrecord.export.terminal import TextStyle

    screen = sys.stdout.isatty()
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "").replace("_", "")
    return TextStyle(
        width=shutil.get_terminal_size((80, 24)).columns,
        colour=screen and not plain,
        ascii=not encoding.startswith("utf"),
    )


def emit(text: str) -> None:
    """Write text to standard output in UTF-8, at once.

    Raises:
        OutputError: it cannot be written.
        typer.Exit: nobody reads it any more.
    """
    from onrecord.errors import OutputError

    try:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError as gone:
        _stop_writing()
        raise typer.Exit(UNREAD) from gone
    except OSError as problem:
        _stop_writing()
        raise OutputError(
            what=f"the result cannot be written ({problem.strerror or problem})",
            where="standard output",
            remedy="free some space, or name another place with -o",
        ) from problem


def _stop_writing() -> None:
    """Point standard output at nothing, so that Python's own flush on leaving does not complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(message: str) -> None:
    """Write one line to standard error, terminal escapes in file names and texts spelled out."""
    from onrecord.export.visible import make_visible

    print(f"onrecord: {make_visible(message)}", file=sys.stderr)


class _ScreenLog:
    """Writes what the libraries log to standard error, as it is at that moment, so that results stay clean."""

    def msg(self, message: str) -> None:
        print(message, file=sys.stderr)

    debug = info = warning = error = critical = exception = fatal = log = msg


def log_to_screen() -> None:
    """Have what is logged go to standard error; structlog's own way is standard output, among the results."""
    import structlog

    structlog.configure(logger_factory=lambda *_: _ScreenLog())


def status_of(problem: OnRecordError) -> int:
    """Return the exit status that an error leaves."""
    return BROKEN if isinstance(problem, WeightsError | ResourceError) else FAILED
