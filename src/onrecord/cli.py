"""The command line: `onrecord read`, `onrecord demo`, `onrecord doctor`."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli_options import LabelOption, TypeOption, VoiceOption, chosen_on_command_line
from onrecord.errors import OnRecordError, ResourceError, WeightsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.export.delivery import Delivery
    from onrecord.export.delivery import Format as DeliveryFormat
    from onrecord.export.selection import EventFilter
    from onrecord.export.terminal import TextStyle
    from onrecord.ingest import IngestOptions
    from onrecord.pipeline import Recorder

EXIT_STATUSES = {
    0: "everything was put on record",
    1: "an input could not be read, or the result could not be written; the others are unharmed",
    2: "the command was not understood",
    3: "the installation is broken: weights, gazetteer or a data table missing or damaged",
    141: "whoever read the output stopped reading (as after `| head`)",
}
"""Exit statuses and what they mean."""

FAILED, BROKEN, UNREAD = 1, 3, 141

app = typer.Typer(
    name="onrecord",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


class Format(StrEnum):
    """In which form records are given."""

    text = "text"
    json = "json"
    jsonl = "jsonl"
    html = "html"


def main() -> None:
    """Run the command line; the entry point of the `onrecord` command."""
    try:
        app()
    except OnRecordError as problem:
        _complain(str(problem))
        sys.exit(_status(problem))


def _show_version(wanted: bool) -> None:
    if wanted:
        import onrecord

        typer.echo(f"onrecord {onrecord.__version__}")
        raise typer.Exit


@app.callback()
def onrecord_command(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version and stop.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    """Put news reports on record: who said what, about whom, when and where, each item with its words.

    Start here:

    \b
      onrecord demo                                a bundled report, put on record
      onrecord read report.html                    one of your own
      onrecord read --help                         everything that `read` can do

    All work is done on this machine; nothing is sent anywhere.
    """


@app.command()
def read(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            show_default=False,
            help="Files (HTML or plain text), folders, patterns such as 'pages/*.html', web addresses, "
            "or - for standard input.",
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="Write to this file, which appears when it is complete; an existing folder, or a name "
            "ending in /, gets a file a report. Without it: standard output.",
        ),
    ] = None,
    format: Annotated[
        Format | None,
        typer.Option(
            "-f",
            "--format",
            metavar="text|json|jsonl|html",
            show_default=False,
            help="text to read in a terminal; json: one object for one input, an array for several; "
            "jsonl: one object a line; html: one page. Without it: by the ending of OUT, else text.",
        ),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="Day (2026-03-04) or time of publication; wins over what is found."
        ),
    ] = None,
    outlet: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who publishes the report; wins over what is found.")
    ] = None,
    url: Annotated[
        str | None, typer.Option(metavar="URL", help="Address of the report; wins over what is found.")
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from private and loopback addresses too.")
    ] = False,
    voice: VoiceOption = None,
    type: TypeOption = None,
    label: LabelOption = None,
) -> None:
    """Put reports on record.

    \b
      onrecord read report.html
      onrecord read https://courier.example/2026/03/04/strike
      onrecord read report.html --voice minister --label denied
      onrecord read report.html -o record.html     the report's words, marked, for a browser
      onrecord read pages/ -o records.jsonl        one record a line
      onrecord read pages/*.html -o records/ --format json
      pbpaste | onrecord read - --published 2026-03-04 --outlet "The Courier"

    What you know of a report (--published, --outlet, --url) wins over what is found in it.
    A report that cannot be read is named at the end with its cause and costs the others nothing;
    the exit status is then 1.
    """
    from onrecord.ingest import IngestOptions

    try:
        options = IngestOptions(published=published, outlet=outlet, url=url, allow_private=allow_private)
    except OnRecordError as problem:
        raise typer.BadParameter(str(problem)) from problem
    sources, unfound = _expanded(inputs)
    several = len(sources) + len(unfound) > 1
    form = format or _format_of(output)
    chosen = chosen_on_command_line(voice, type, label, form=form.value)
    delivery = _delivery(output, form, sources, several=several, chosen=chosen)
    unread: list[str] = []
    try:
        if sources:
            quiet = _streams_to_screen(output, form)
            unread = _put_all(sources, _recorder(), options, delivery, quiet=quiet)
        delivery.finish()
    except BaseException:
        # Also when interrupted: nothing half-written stays behind.
        delivery.abandon()
        raise
    failures = [*unfound, *unread]
    for failure in failures:
        _complain(failure)
    if failures and several:
        _complain(f"{_counted(len(sources) - len(unread))} on record; the {len(failures)} above failed")
    if failures:
        raise typer.Exit(FAILED)


@app.command()
def demo(
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="Also write all the bundled reports, on record, as one HTML page.",
        ),
    ] = None,
) -> None:
    """Put a bundled report on record.

    The report is fictional. What to try next is said at the end.

    \b
      onrecord demo
      onrecord demo -o demo.html
    """
    from onrecord.export.delivery import FileDelivery
    from onrecord.export.terminal import render_text
    from onrecord.ingest import IngestOptions, load_document

    paths = sorted(_demo_folder().iterdir())
    recorder = _recorder()
    first = next(path for path in paths if path.suffix == ".html")
    record = recorder(load_document(str(first), options=IngestOptions()))
    _emit(render_text(record, style=_screen_style()))
    if output:
        page = FileDelivery(Path(output), "html", several=True)
        for path in paths:
            page.put(record if path == first else recorder(load_document(str(path), options=IngestOptions())))
        page.finish()
        _emit(f"\nAll {len(paths)} bundled reports, their words marked: {output}\n")
    _emit(_TRY_NEXT)


_TRY_NEXT = """
This report is fictional and comes with OnRecord. Try next:
  onrecord demo -o demo.html                      the bundled reports as a page, their words marked
  onrecord read report.html                       a report of your own: a file, a folder, or a web address
  onrecord read report.html -o record.json        its record, each item with its offsets
  onrecord read --help                            everything else
"""


@app.command()
def doctor() -> None:
    """Check the installation.

    Looks at versions, weights and gazetteer, and puts a bundled report on record.
    The exit status is 3 where something is missing or damaged.
    """
    from onrecord.pipeline import diagnose

    healthy = True
    for check in diagnose(_demo_folder()):
        healthy &= check.passed
        _emit(f"{'ok ' if check.passed else 'BAD'}  {check.name:<12} {check.found}\n")
    if not healthy:
        _complain(
            "the installation is broken; install it again with `pip install ./weights .` in the repository"
        )
        raise typer.Exit(BROKEN)


def _expanded(arguments: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the inputs that the arguments stand for, each once, and what to say of bad arguments."""
    from onrecord.ingest import expand_inputs

    sources: dict[str, None] = {}
    failures = []
    for argument in arguments:
        try:
            sources.update(dict.fromkeys(expand_inputs([argument])))
        except OnRecordError as problem:
            failures.append(str(problem))
    return list(sources), failures


def _put_all(
    sources: list[str], recorder: Recorder, options: IngestOptions, delivery: Delivery, *, quiet: bool
) -> list[str]:
    """Put each input on record and deliver it; return what to say of those that failed."""
    from onrecord.ingest import load_document

    failures = []
    for source in _with_progress(sources, quiet=quiet):
        try:
            record = recorder(load_document(source, options=options))
        except (WeightsError, ResourceError):
            raise
        except OnRecordError as problem:
            failures.append(str(problem))
            continue
        except Exception as fault:
            if os.environ.get("ONRECORD_TRACEBACK"):
                raise
            # A fault of ours in one report must not cost a night's batch; it is named like any other cause.
            failures.append(
                f"{source}: a fault in OnRecord ({type(fault).__name__}: {fault}); "
                "please report it, with what ONRECORD_TRACEBACK=1 shows"
            )
            continue
        delivery.put(record)
    return failures


def _with_progress(sources: list[str], *, quiet: bool) -> Iterable[str]:
    """Yield the inputs, showing on standard error how far we are where that is a screen."""
    if quiet or len(sources) < 2 or not sys.stderr.isatty():
        yield from sources
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Putting on record"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(sources)


def _recorder() -> Recorder:
    from onrecord.pipeline import load

    return load()


def _delivery(
    output: str | None, form: Format, sources: list[str], *, several: bool, chosen: EventFilter
) -> Delivery:
    from onrecord.export.delivery import FileDelivery, FolderDelivery, StreamDelivery

    kind: DeliveryFormat = form.value
    if output is None or output == "-":
        return StreamDelivery(_emit, kind, several, _screen_style(), chosen)
    if output.endswith(("/", os.sep)) or Path(output).is_dir():
        return FolderDelivery(Path(output), kind, sources, chosen)
    if any(os.path.realpath(output) == os.path.realpath(source) for source in sources):
        raise typer.BadParameter(f"{output} is one of the inputs and would be written over", param_hint="-o")
    return FileDelivery(Path(output), kind, several, chosen)


def _format_of(output: str | None) -> Format:
    endings = {".json": Format.json, ".jsonl": Format.jsonl, ".ndjson": Format.jsonl} | {
        ".html": Format.html,
        ".htm": Format.html,
    }
    return endings.get(Path(output).suffix.lower(), Format.text) if output else Format.text


def _streams_to_screen(output: str | None, form: Format) -> bool:
    """Tell whether records appear on the screen as they come, so that a progress bar would be in the way."""
    return output in (None, "-") and form in (Format.text, Format.jsonl) and sys.stdout.isatty()


def _screen_style() -> TextStyle:
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


def _emit(text: str) -> None:
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


def _complain(message: str) -> None:
    """Write one line to standard error, terminal escapes in file names and texts spelled out."""
    from onrecord.export.visible import make_visible

    print(f"onrecord: {make_visible(message)}", file=sys.stderr)


def _counted(reports: int) -> str:
    return "1 report is" if reports == 1 else f"{reports} reports are"


def _status(problem: OnRecordError) -> int:
    return BROKEN if isinstance(problem, WeightsError | ResourceError) else FAILED


def _demo_folder() -> Path:
    return Path(__file__).parent / "resources" / "demo"
