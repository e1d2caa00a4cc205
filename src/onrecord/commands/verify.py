"""The command `onrecord verify`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.commands.console import FAILED, complain, emit
from onrecord.errors import NotAnExport, UnreadableInput

if TYPE_CHECKING:
    from onrecord.verify.check import Verdict
    from onrecord.verify.stored import StoredReports


def verify(
    exports: Annotated[
        list[str], typer.Argument(metavar="EXPORT", show_default=False, help="Files that OnRecord wrote.")
    ],
    records: Annotated[
        str | None,
        typer.Option(
            metavar="RECORDS",
            help="Records (JSON or JSON Lines) with the reports; items are held against them as well.",
        ),
    ] = None,
    reports: Annotated[
        str | None,
        typer.Option(
            metavar="FOLDER",
            help="Folder with the texts of the reports, or with records; texts are found by their digest.",
        ),
    ] = None,
    min_score: Annotated[
        float,
        typer.Option(
            metavar="X",
            min=0.0,
            max=1.0,
            help="The score that the export was made with; events of the records below it are not missed.",
        ),
    ] = 0.0,
    format: Annotated[
        str | None,
        typer.Option(
            "-f",
            "--format",
            metavar="NAME",
            show_default=False,
            help="json, webannotation, geojson, claims, plover, quotes, timeml or spacy. "
            "Without it: told from the contents.",
        ),
    ] = None,
) -> None:
    """Check that the words in an export are those of the reports.

    \b
      onrecord verify records.jsonl
      onrecord verify map.geojson --records records.jsonl
      onrecord verify notes.jsonld --reports texts/

    Exact words, what stands before and after them, offsets and digests are held against the text of
    the report. Web annotations, GeoJSON, claims and PLOVER do not carry that text: they need --records or
    --reports.
    Whatever is wrong gets a line of its own; the exit status is then 1.
    It shows that words stand where they are said to stand, not that they are true.
    """
    from onrecord.verify.check import VERIFIABLE

    if records and reports:
        raise typer.BadParameter("give either --records or --reports", param_hint="--records")
    format = "json" if format == "jsonl" else format
    if format is not None and format not in VERIFIABLE:
        raise typer.BadParameter(f"choose one of {', '.join(VERIFIABLE)}", param_hint="--format")
    stored = _stored(records, reports)
    failed = False
    for export in exports:
        failed |= not _verify_one(export, stored, format, min_score)
    if failed:
        raise typer.Exit(FAILED)


def _stored(records: str | None, reports: str | None) -> StoredReports:
    from onrecord.verify.stored import no_reports, reports_in_folder, reports_in_records

    if records:
        return reports_in_records(Path(records))
    return reports_in_folder(Path(reports)) if reports else no_reports()


def _verify_one(export: str, stored: StoredReports, form: str | None, min_score: float) -> bool:
    """Verify one export, say what came of it, and tell whether all was well."""
    from onrecord.export.visible import make_visible
    from onrecord.verify.check import verify_export

    try:
        content = Path(export).read_bytes()
        verdict = verify_export(content, stored, form=form, min_score=min_score)
    except OSError as problem:
        cannot = UnreadableInput(
            what=f"it cannot be read ({problem.strerror or problem})",
            where=export,
            remedy="check name and rights",
        )
        complain(str(cannot))
        return False
    except NotAnExport as problem:
        complain(f"{export}: {problem.what}; {problem.remedy}")
        return False
    for finding in verdict.findings:
        emit(f"{make_visible(f'{export}: {finding.line}')}\n")
    if verdict.needs_reports:
        complain(
            f"{export}: {verdict.format} carries no texts, so no words were checked; give --records or --reports"
        )
    emit(f"{make_visible(f'{export}: {_summary(verdict)}')}\n")
    return not verdict.findings and not verdict.needs_reports


def _summary(verdict: Verdict) -> str:
    counted = (
        f"{_counted(verdict.words, 'quotation')} in {_counted(verdict.items, 'item')} "
        f"of {_counted(verdict.reports, 'report')} ({verdict.format})"
    )
    if verdict.needs_reports:
        return f"NOT VERIFIED: {counted}"
    if verdict.findings:
        return f"FAILED: {_counted(len(verdict.findings), 'finding')}; {counted} checked"
    return f"verified: {counted}" + (", held against the records as well" if verdict.compared else "")


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
