"""The command line: `onrecord read`, `onrecord export`, `onrecord verify`, `onrecord demo`, `onrecord doctor`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.commands.add import add
from onrecord.commands.alerts import alerts
from onrecord.commands.ask import QUESTIONS
from onrecord.commands.choices import LabelOption, TypeOption, VoiceOption, chosen_on_command_line
from onrecord.commands.console import (
    BROKEN,
    FAILED,
    complain,
    emit,
    log_to_screen,
    screen_style,
    status_of,
)
from onrecord.commands.correct import correct, renew
from onrecord.commands.example import write_example
from onrecord.commands.export import export
from onrecord.commands.forms import FORMAT_HELP, delivery_for, finish, form_of, streams_to_screen
from onrecord.commands.given import (
    LinksOption,
    OutletOption,
    PrivateOption,
    PublishedOption,
    UrlOption,
    options_of,
)
from onrecord.commands.job import job
from onrecord.commands.serve import serve
from onrecord.commands.verify import verify
from onrecord.errors import OnRecordError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.pipeline import Recorder

app = typer.Typer(
    name="onrecord",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def main() -> None:
    """Run the command line; the entry point of the `onrecord` command."""
    try:
        app()
    except OnRecordError as problem:
        complain(str(problem))
        sys.exit(status_of(problem))


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
            help="Files, folders, patterns such as 'pages/*.html', web addresses, or - for standard input. "
            "A page (HTML) or plain text is one report; feeds (RSS, Atom), site maps, agencies' items (ninjs, "
            "NewsML-G2, NITF), articles of crawlers (news-please and Fundus JSON), JSON Lines, web archives "
            "(WARC, WACZ) and lists of addresses give every report they hold.",
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
        str | None,
        typer.Option(
            "-f", "--format", metavar="text|json|jsonl|html|NAME", show_default=False, help=FORMAT_HELP
        ),
    ] = None,
    published: PublishedOption = None,
    outlet: OutletOption = None,
    url: UrlOption = None,
    allow_private: PrivateOption = False,
    follow_links: LinksOption = False,
    voice: VoiceOption = None,
    type: TypeOption = None,
    label: LabelOption = None,
) -> None:
    """Put reports on record.

    \b
      onrecord read report.html
      onrecord read https://courier.example/2026/03/04/strike
      onrecord read feed.xml                       every entry of a feed
      onrecord read report.html --voice minister --label denied
      onrecord read report.html -o record.html     the report's words, marked, for a browser
      onrecord read pages/ -o records.jsonl        one record a line
      onrecord read pages/*.html -o records/ --format json
      onrecord read pages/ -o events.csv           spreadsheets: the events, further tables beside them
      pbpaste | onrecord read - --published 2026-03-04 --outlet "The Courier"

    What you know of a report (--published, --outlet, --url) wins over what is found in it.
    A report that cannot be read is named at the end with its cause and costs the others nothing;
    the exit status is then 1.
    """
    from onrecord.commands.intake import Intake

    log_to_screen()
    options = options_of(
        published=published, outlet=outlet, url=url, allow_private=allow_private, follow_links=follow_links
    )
    sources, unfound = _expanded(inputs)
    form = form_of(format, output)
    chosen = chosen_on_command_line(voice, type, label, form=form)
    intake = Intake(sources, options, several=len(sources) + len(unfound) > 1)
    delivery = delivery_for(output, form, sources, several=intake.several, chosen=chosen)
    try:
        if sources:
            intake.put_all(_recorder(), delivery, show_progress=not streams_to_screen(output, form))
        finish(delivery, output)
    except BaseException:
        # Also when interrupted: nothing half-written stays behind.
        delivery.abandon()
        raise
    failures = [*unfound, *intake.failures]
    for failure in failures:
        complain(failure)
    if failures and intake.several:
        complain(f"{_counted(intake.done)} on record; the {len(failures)} above failed")
    if failures:
        raise typer.Exit(FAILED)


app.command()(add)
app.add_typer(correct)
app.command()(renew)
for _question in QUESTIONS:
    app.command()(_question)
app.command()(alerts)
app.command()(export)
app.command()(serve)
app.add_typer(job)
app.command()(verify)


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
    reports: Annotated[
        str | None,
        typer.Option(
            "--reports",
            metavar="FOLDER",
            help="Instead, write reports of several outlets on one matter, with a list of them, into this folder: "
            "what the tutorial puts into a store.",
        ),
    ] = None,
) -> None:
    """Put a bundled report on record.

    The report is fictional. What to try next is said at the end.

    \b
      onrecord demo
      onrecord demo -o demo.html
      onrecord demo --reports footbridge           fictional reports to try a store with
    """
    if reports is not None:
        if output is not None:
            raise typer.BadParameter(
                "gives no page of the reports that are written to a folder", param_hint="-o"
            )
        emit(write_example(Path(reports)))
        return
    from onrecord.export.delivery import FileDelivery
    from onrecord.export.terminal import render_text
    from onrecord.ingest import IngestOptions, load_document

    paths = sorted(_demo_folder().iterdir())
    recorder = _recorder()
    first = next(path for path in paths if path.suffix == ".html")
    record = recorder(load_document(str(first), options=IngestOptions()))
    emit(render_text(record, style=screen_style()))
    if output:
        page = FileDelivery(Path(output), "html", several=True)
        for path in paths:
            page.put(record if path == first else recorder(load_document(str(path), options=IngestOptions())))
        page.finish()
        emit(f"\nAll {len(paths)} bundled reports, their words marked: {output}\n")
    emit(_TRY_NEXT)


_TRY_NEXT = """
This report is fictional and comes with OnRecord. Try next:
  onrecord demo -o demo.html                      the bundled reports as a page, their words marked
  onrecord demo --reports footbridge              reports of several outlets on one matter, for a store
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
        emit(f"{'ok ' if check.passed else 'BAD'}  {check.name:<12} {check.found}\n")
    if not healthy:
        complain(
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


def _recorder() -> Recorder:
    from onrecord.pipeline import load

    return load()


def _counted(reports: int) -> str:
    return "1 report is" if reports == 1 else f"{reports} reports are"


def _demo_folder() -> Path:
    return Path(__file__).parent / "resources" / "demo"
