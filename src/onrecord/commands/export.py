"""The command `onrecord export`, and exports as a form that `onrecord read` can give."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated

import typer

from onrecord.commands.console import FAILED, complain, emit
from onrecord.errors import InputError, OnRecordError
from onrecord.export.formats import FORMATS, ExportFormat, LeftOut, Rendered, find_format, render, renderer_of
from onrecord.model import Record

NAMES = tuple(form.name for form in FORMATS)
"""What `--to` and `--format` take."""

RELATIONS = "relations"
"""What `--to` takes beside the formats of records: all that holds between the reports of a store, as JSON."""

_TO_HELP = (
    "; ".join(f"{form.name}: {form.about}" for form in FORMATS)
    + f"; {RELATIONS}: all that holds between the reports of a store, as JSON."
)


def export(
    to: Annotated[str, typer.Option("--to", metavar="NAME", show_default=False, help=_TO_HELP)],
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="Write to this file, which appears when it is complete. Further files of the format take its "
            "name with another ending; OUT.left-out.json lists what the format could not hold. "
            "Without it: standard output, where the format is one text.",
        ),
    ] = None,
    min_score: Annotated[
        float,
        typer.Option(
            metavar="X",
            min=0.0,
            max=1.0,
            help="Leave events below this score out, and list them as left out.",
        ),
    ] = 0.0,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT",
            show_default=False,
            help="Files of records as `onrecord read -f jsonl` or `-f json` writes them, or - for standard input.",
        ),
    ] = None,
    db: Annotated[
        str | None,
        typer.Option(
            "--db",
            metavar="FILE",
            show_default=False,
            help="Take the records of this store, instead of files.",
        ),
    ] = None,
) -> None:
    """Give records in a format of others, or what holds between those of a store.

    \b
      onrecord read pages/ -o records.jsonl
      onrecord export records.jsonl --to csv -o events.csv
      onrecord export records.jsonl --to gdelt -o events.export.csv
      onrecord export monday.jsonl tuesday.jsonl --to polecat -o week.tsv --min-score 0.5
      onrecord read report.html -f jsonl | onrecord export - --to plover
      onrecord export --db desk.db --to relations -o relations.json     reprints, stories, sources, contradictions
      onrecord export --db desk.db --to csv -o events.csv

    A record that cannot be read is named with its file and line and costs the others nothing;
    the exit status is then 1.
    """
    from onrecord.export.file_set import files_of, write_together
    from onrecord.export.unplaced import above_score

    if bool(inputs) == (db is not None):
        raise typer.BadParameter(
            "name files of records, or a store with --db, and not both", param_hint="INPUT"
        )
    if to == RELATIONS:
        _export_relations(db, output)
        return
    form = export_format(to, output, option="--to")
    inputs = inputs or []
    _refuse_inputs(output, [*inputs, *([db] if db else [])])
    records, failures = _stored(inputs) if db is None else (_of_store(db), [])
    if records or not failures:
        kept, below = above_score(records, min_score)
        rendered = render(kept, form)
        rendered = replace(rendered, left_out=(*below, *rendered.left_out))
        if output in (None, "-"):
            show(rendered, form)
        else:
            path = Path(output)
            files = files_of(path, rendered, form)
            for one, _ in files:
                _refuse_inputs(str(one), inputs)
            write_together(files)
        tell_left_out(rendered.left_out, form, output)
    if failures:
        if records:
            complain(f"{len(records)} of {len(records) + len(failures)} records are in the export")
        raise typer.Exit(FAILED)


def _of_store(db: str) -> list[Record]:
    """Return the records of a store with people's corrections laid over, older versions of pages left out."""
    from onrecord.desk.links import corrected_records
    from onrecord.export.codec import JsonCodec
    from onrecord.store import Store

    with Store.open(db, codec=JsonCodec(), create=False) as store:
        return [one.record for one in corrected_records(store)]


def _export_relations(db: str | None, output: str | None) -> None:
    """Write what holds between the reports of a store, made anew where anything changed."""
    import json

    from onrecord.desk import refresh, relations_json
    from onrecord.export.codec import JsonCodec
    from onrecord.export.file_set import write_together
    from onrecord.store import Store

    if db is None:
        raise typer.BadParameter(
            f"'{RELATIONS}' hold between the reports of a store: name it with --db", param_hint="--to"
        )
    _refuse_inputs(output, [db])
    with Store.open(db, codec=JsonCodec(), create=False) as store:
        refresh(store)
        text = json.dumps(relations_json(store), ensure_ascii=False, indent=1) + "\n"
    if output in (None, "-"):
        emit(text)
    else:
        write_together([(Path(str(output)), text.encode("utf-8", "surrogatepass"))])


def _stored(inputs: list[str]) -> tuple[list[Record], list[str]]:
    """Return the records of files, and what was said of those that cannot be read."""
    from onrecord.export.stored import stored_records

    records: list[Record] = []
    failures = []
    for name in inputs:
        for found in stored_records(name):
            if isinstance(found, OnRecordError):
                failures.append(str(found))
            else:
                records.append(found)
    for failure in failures:
        complain(failure)
    return records, failures


def export_format(name: str, output: str | None, *, option: str) -> ExportFormat:
    """Return the export format of a name, known to be installed and to fit where it is to go.

    Raises:
        typer.BadParameter: there is no such format, or it needs a file and none is named.
        InputError: it needs an optional dependency that is not installed.
    """
    try:
        form = find_format(name)
    except InputError as problem:
        raise typer.BadParameter(f"{problem.what}; {problem.remedy}", param_hint=option) from problem
    renderer_of(form)
    if output in (None, "-") and (form.binary or form.beside):
        raise _needs_file(form)
    return form


def _needs_file(form: ExportFormat) -> typer.BadParameter:
    kind = "is no text" if form.binary else "comes as several files"
    return typer.BadParameter(
        f"the format '{form.name}' {kind}: name where it goes with -o, such as -o events{form.ending}",
        param_hint="-o",
    )


def show(rendered: Rendered, form: ExportFormat) -> None:
    """Write an export to standard output.

    Raises:
        typer.BadParameter: it is no text, or several files.
    """
    try:
        text = rendered.body.decode("utf-8")
    except UnicodeDecodeError:
        raise _needs_file(replace(form, binary=True)) from None
    if rendered.beside:
        raise _needs_file(form)
    emit(text)


def tell_left_out(left_out: Sequence[LeftOut], form: ExportFormat, output: str | None) -> None:
    """Say on standard error how much of the records a format could not hold, and where that is listed."""
    if not left_out:
        return
    counted = (
        "1 item of the records has" if len(left_out) == 1 else f"{len(left_out)} items of the records have"
    )
    listed = "-o OUT lists them" if output in (None, "-") else f"listed in {output}.left-out.json"
    complain(f"{counted} no place in the format '{form.name}'; {listed}")


def _refuse_inputs(output: str | None, inputs: Sequence[str]) -> None:
    if output not in (None, "-") and any(
        os.path.realpath(str(output)) == os.path.realpath(name) for name in inputs if name != "-"
    ):
        raise typer.BadParameter(f"{output} is one of the inputs and would be written over", param_hint="-o")


@dataclass
class ExportStream:
    """Holds records, and writes them to standard output as one export."""

    form: ExportFormat
    _held: list[Record] = field(default_factory=list)

    def put(self, record: Record) -> None:
        """Hold the record."""
        self._held.append(record)

    def finish(self) -> None:
        """Write the export, where there is any record."""
        if self._held:
            rendered = render(self._held, self.form)
            show(rendered, self.form)
            tell_left_out(rendered.left_out, self.form, None)

    def abandon(self) -> None:
        """Forget what was held."""
        self._held.clear()
