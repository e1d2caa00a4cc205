"""The formats of others that records are exported to, and what each of them cannot hold.

A format is a module of this package with a function from records to `Rendered`. Nothing is lost silently: what
has no place in the format is given as `LeftOut`, and is written beside the export.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import cast

from onrecord.errors import InputError
from onrecord.model import Record


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of a record that a format has no place for.

    Attributes:
        report: id of the report.
        item: id of the item within its record ("S3", "V1", "E2"), or None for the report itself.
        field: path of the field, as RECORD.md names it ("events[].factuality"), or "events[]" for an item left out whole.
        value: what stood there, as JSON holds it.
        because: why the format cannot hold it.
    """

    report: str
    item: str | None
    field: str
    value: object
    because: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """Records in a format, ready to be written.

    Attributes:
        body: the export.
        beside: further files that belong to it: the ending that takes the place of the export's own
            (".mentions.csv"), and the contents.
        left_out: what it could not hold.
    """

    body: bytes
    beside: tuple[tuple[str, bytes], ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format that records can be exported to.

    Attributes:
        name: what users call it ("polecat").
        ending: the usual ending of its files (".tsv").
        about: one line on what it holds, for the help of the command line.
        function: "module:function" within this package; takes the records, gives `Rendered`.
        extra: the optional dependency it needs ("parquet" for `onrecord[parquet]`), or None.
        beside: endings of the further files that belong to it (".mentions.csv").
        binary: whether it is no text, and cannot be shown on a screen.
    """

    name: str
    ending: str
    about: str
    function: str
    extra: str | None = None
    beside: tuple[str, ...] = ()
    binary: bool = False


_TABLES = ("statements", "entities", "places", "times", "sentences", "reports")
_CSV = tuple(f".{table}.csv" for table in _TABLES)
_PARQUET = tuple(f".{table}.parquet" for table in _TABLES)

FORMATS: tuple[ExportFormat, ...] = (
    ExportFormat("plover", ".plover.jsonl", "PLOVER events, JSON Lines", "plover:render_plover"),
    ExportFormat("polecat", ".tsv", "POLECAT's table of PLOVER events, 40 columns", "polecat:render_polecat"),
    ExportFormat("gdelt", ".export.csv", "GDELT 2.0 events, mentions beside", "gdelt:render_gdelt", beside=(".mentions.csv",)),
    ExportFormat("acled", ".csv", "violence and demonstrations in the form of ACLED's table", "acled:render_acled"),
    ExportFormat("ucdp", ".csv", "deadly violence in the form of UCDP's table", "ucdp:render_ucdp"),
    ExportFormat("csv", ".csv", "every field, seven tables safe for spreadsheets", "csv:render_csv", beside=_CSV),
    ExportFormat("parquet", ".parquet", "every field, seven typed tables", "parquet:render_parquet", "parquet", _PARQUET, True),
    ExportFormat("timeml", ".tml", "TimeML: times, events, who reports them; a file a report", "timeml:timeml"),
    ExportFormat("webannotation", ".jsonld", "W3C Web Annotation: every item with its words", "webannotation:web_annotations"),
    ExportFormat("geojson", ".geojson", "GeoJSON: a feature an event that has a place", "geojson:event_features"),
    ExportFormat("quotes", ".quotes.jsonl", "quotations in Citron's JSON, a line a report", "quotes:citron_quotes"),
    ExportFormat("claims", ".claims.jsonld", "schema.org Claim, one a statement, never rated", "claims:schema_claims"),
    ExportFormat("spacy", ".spacy", "spaCy DocBin: names, sentences, span groups", "spacy:doc_bin", "spacy", binary=True),
)  # fmt: skip
"""The formats, one a row."""


def find_format(name: str) -> ExportFormat:
    """Return a format by its name.

    Raises:
        InputError: there is none of this name.
    """
    for one in FORMATS:
        if one.name == name:
            return one
    raise InputError(
        what=f"there is no export format '{name}'",
        where="--to",
        remedy=f"choose one of {', '.join(one.name for one in FORMATS)}",
    )


def renderer_of(form: ExportFormat) -> Callable[[Sequence[Record]], Rendered]:
    """Return the function that puts records in a format.

    Raises:
        InputError: the format needs an optional dependency that is not installed.
    """
    module, _, function = form.function.partition(":")
    try:
        chosen = getattr(import_module(f"onrecord.export.{module}"), function)
    except ModuleNotFoundError as missing:
        if form.extra is None:
            raise
        raise InputError(
            what=f"the format '{form.name}' needs {missing.name}, which is not installed",
            where="--to",
            remedy=f"pip install 'onrecord[{form.extra}]'",
        ) from missing
    return cast("Callable[[Sequence[Record]], Rendered]", chosen)


def render(records: Sequence[Record], form: ExportFormat) -> Rendered:
    """Return records in a format.

    Raises:
        InputError: the format needs an optional dependency that is not installed.
    """
    return renderer_of(form)(records)


def left_out_text(rendered: Rendered, form: ExportFormat) -> str:
    """Return what a format could not hold as JSON text: by field how often and why, then every item."""
    reasons: dict[tuple[str, str], int] = {}
    for one in rendered.left_out:
        reasons[one.field, one.because] = reasons.get((one.field, one.because), 0) + 1
    return json.dumps(
        {
            "format": form.name,
            "fields": [{"field": f, "because": b, "items": n} for (f, b), n in reasons.items()],
            "items": [asdict(one) for one in rendered.left_out],
        },
        ensure_ascii=False,
        indent=1,
    )
