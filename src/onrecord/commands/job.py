"""The command `onrecord job`: archives put on record in parts, on one machine or on a cluster."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.commands.add import DbOption
from onrecord.commands.console import emit, log_to_screen

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from onrecord.jobs.running import Progress

job = typer.Typer(
    name="job",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Put whole archives on record: web archives by the gigabyte, on this machine or on a cluster.\n\n"
    "\b\n"
    "  onrecord job run --input 'news/*.warc.gz' --output tables\n"
    "  onrecord job status tables\n"
    "  onrecord job relate tables\n"
    "  onrecord job open tables --db desk.db\n\n"
    "Needs `pip install 'onrecord[scale]'`. A job that was stopped, in whatever way, goes on where it was when it "
    "is run again.",
)

FolderArgument = Annotated[str, typer.Argument(metavar="FOLDER", help="The --output of a job.")]
WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", min=1, show_default="one a core", help="Processes that work at once."),
]
EngineOption = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="daft|ray|spark|here",
        help="What hands out the work: daft on this machine, ray (Daft on a Ray cluster), spark, or here, in this process "
        "alone.",
    ),
]
AddressOption = Annotated[
    str | None, typer.Option("--address", show_default=False, help="Of the Ray cluster or the Spark master.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="As JSON.")]


@job.callback()
def check_installed() -> None:
    """Tell what is missing before anything is done."""
    from importlib.util import find_spec

    from onrecord.errors import ResourceError

    if find_spec("pyarrow") is None:
        raise ResourceError(
            what="the library for its tables is not installed (pyarrow)",
            where="onrecord job",
            remedy="pip install 'onrecord[scale]'",
        )


@job.command()
def run(
    inputs: Annotated[
        list[str],
        typer.Option(
            "--input",
            "-i",
            metavar="INPUT",
            show_default=False,
            help="Files, folders or patterns, also in an object store (s3://bucket/*.warc.gz): WARC, WACZ, JSON Lines, "
            "Parquet with a column html or text. May be given several times.",
        ),
    ],
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="FOLDER", show_default=False, help="Folder for the tables."),
    ],
    workers: WorkersOption = None,
    engine: EngineOption = "daft",
    address: AddressOption = None,
    unit: Annotated[
        int,
        typer.Option(
            "--unit", min=1, help="Pages that are put by at once: what is lost where a process is killed."
        ),
    ] = 250,
    partition: Annotated[
        str,
        typer.Option(
            "--partition",
            metavar="day,outlet|day",
            help="By what the tables are parted. With very many outlets of few reports, day makes fewer files.",
        ),
    ] = "day,outlet",
    keep_work: Annotated[
        bool, typer.Option("--keep-work", help="Keep what was laid aside while the job ran.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Read archives into tables: reports, statements, events, entities, places, times, and whole records.

    \b
      onrecord job run --input 'news/*.warc.gz' --output tables --workers 8
      onrecord job run --input s3://archive/2026/03 --output s3://tables/2026-03 --engine ray

    What cannot be read is set aside in a table of its own with the cause. Nothing is sent to anybody.
    """
    from onrecord.ingest.options import MAX_BYTES
    from onrecord.jobs.engines import engine_of
    from onrecord.jobs.plan import PARTITIONS
    from onrecord.jobs.running import plan_job, run_job

    log_to_screen()
    if partition not in PARTITIONS:
        raise typer.BadParameter(f"choose {' or '.join(PARTITIONS)}", param_hint="--partition")
    n_workers = workers or os.cpu_count() or 1
    planned = plan_job(inputs, output, unit=unit, partition=partition, languages=("en",), max_bytes=MAX_BYTES)
    manifest = run_job(
        planned,
        engine_of(engine, workers=n_workers, address=address),
        workers=n_workers,
        tell=_teller(),
        keep_work=keep_work,
    )
    emit(_told(manifest, as_json))


@job.command()
def status(folder: FolderArgument, as_json: JsonOption = False) -> None:
    """Tell what a job has done: of one that has come to its end, what it counted; of another, how far it is."""
    from onrecord.jobs.folders import Folder
    from onrecord.jobs.running import how_far, read_manifest

    where = Folder(folder)
    manifest = read_manifest(where)
    if manifest is not None:
        emit(_told(manifest, as_json))
        return
    state = how_far(where)
    emit(
        f"{json.dumps(state)}\n"
        if as_json
        else "".join(f"{name}: {value:,}\n" for name, value in state.items())
    )


@job.command()
def relate(
    folder: FolderArgument,
    workers: WorkersOption = None,
    engine: EngineOption = "daft",
    address: AddressOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find what holds between the reports of a job: reprints, stories, happenings, sources, contradictions, quotations.

    It is what a store finds of the same reports, and comes as tables beside the others; `onrecord job open` takes it over.
    """
    from onrecord.jobs.engines import engine_of
    from onrecord.jobs.folders import Folder
    from onrecord.jobs.relating import relate_job

    log_to_screen()
    n_workers = workers or os.cpu_count() or 1
    found = relate_job(
        Folder(folder),
        engine_of(engine, workers=n_workers, address=address),
        workers=n_workers,
        tell=_teller(),
    )
    told = "".join(f"{part:<22}{n:>12,}\n" for part, n in found["tables"].items())
    emit(f"{json.dumps(found, indent=1)}\n" if as_json else told)


@job.command("open")
def open_job(
    folder: FolderArgument,
    db: DbOption,
    originals: Annotated[
        bool,
        typer.Option(
            "--originals/--no-originals",
            help="With the pages as they came, which are taken out of the archives; or with their text alone.",
        ),
    ] = True,
) -> None:
    """Put the results of a job into a store, where they can be asked, served and corrected.

    Nothing is read anew. Reports that are in the store already stay as they are.
    """
    from onrecord.export.codec import JsonCodec
    from onrecord.jobs.folders import Folder
    from onrecord.jobs.opening import into_store
    from onrecord.jobs.relating import take_over_relations
    from onrecord.store import Store

    log_to_screen()
    number = 0
    show = _line()
    with Store.open(db, codec=JsonCodec()) as store:
        for opened in into_store(Folder(folder), store, originals=originals):
            number = opened.n_reports
            if number % 100 == 0 or number == opened.total:
                show(f"{number:,} of {opened.total:,} reports")
        took_over = take_over_relations(Folder(folder), store)
    if took_over:
        emit("what holds between them was taken over\n")
    emit(f"{number:,} reports\n")


def _teller() -> Callable[[Progress], None]:
    show = _line()

    def tell(progress: Progress) -> None:
        unit = {"counting": "files", "reading": "captures", "filing": "days"}.get(progress.stage, "parts")
        told = f"{progress.stage}: {progress.done:,} of {progress.total:,} {unit}"
        if progress.stage == "reading":
            told += f", {progress.reports:,} reports, {progress.seconds:,.0f} s"
        show(told)

    return tell


def _line() -> Callable[[str], None]:
    """Return what writes a line to standard error: over the last one on a screen, else below it."""
    on_screen = sys.stderr.isatty()

    def show(text: str) -> None:
        print(
            f"\r\x1b[K{text}" if on_screen else text,
            end="" if on_screen else "\n",
            file=sys.stderr,
            flush=True,
        )

    return show


def _told(manifest: dict[str, Any], as_json: bool) -> str:
    from onrecord.export.visible import make_visible

    if as_json:
        return f"{json.dumps(manifest, indent=1)}\n"
    counts = manifest["counts"]
    aside = counts["set_aside"]
    lines = [
        f"{counts['captures']:,} captures in {counts['files']:,} files",
        f"{counts['reports']:,} reports of {counts['days']:,} days",
        f"{counts['again']:,} came again and are counted once",
        f"{sum(aside.values()):,} set aside"
        + (f" ({', '.join(f'{kind} {n:,}' for kind, n in aside.items())})" if aside else ""),
        "",
        f"{'table':<12}{'rows':>14}{'files':>10}{'bytes':>16}",
    ]
    for name, table in manifest["tables"].items():
        lines.append(f"{name:<12}{table['rows']:>14,}{table['n_files']:>10,}{table['bytes']:>16,}")
    return "".join(f"{make_visible(line)}\n" for line in lines)
