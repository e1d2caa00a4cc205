"""An export held against the reports, and where records are at hand against what they give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.errors import NotAnExport, OnRecordError
from onrecord.export.formats import find_format, render
from onrecord.export.json import record_from_json, record_to_json
from onrecord.export.receipts import same_value
from onrecord.export.unplaced import above_score
from onrecord.model import text_digest
from onrecord.verify.contents import Contents
from onrecord.verify.exports import read_annotations, read_claims, read_features, read_plover, read_quotes
from onrecord.verify.findings import Finding, differences
from onrecord.verify.json_lines import values_of
from onrecord.verify.markup import read_doc_bin, read_timeml
from onrecord.verify.records import read_records
from onrecord.verify.stored import StoredReports
from onrecord.verify.words import check_words

_JSON_READERS = {
    "json": read_records,
    "webannotation": read_annotations,
    "geojson": read_features,
    "claims": read_claims,
    "plover": read_plover,
    "quotes": read_quotes,
}
VERIFIABLE = (*_JSON_READERS, "timeml", "spacy")
"""Names of the formats that can be verified."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of verifying an export.

    Attributes:
        format: the name of its format.
        reports: how many reports it speaks of.
        items: how many items it has.
        words: how many stretches of words were held against a report.
        findings: what is wrong, in the order of the export.
        needs_reports: whether it carries no texts and none were given, so that no words could be checked.
        compared: whether items were held against records too.
    """

    format: str
    reports: int
    items: int
    words: int
    findings: tuple[Finding, ...]
    needs_reports: bool
    compared: bool


def verify_export(
    content: bytes, stored: StoredReports, *, form: str | None = None, min_score: float = 0.0
) -> Verdict:
    """Hold an export against the reports it was made from.

    Args:
        content: the export.
        stored: the reports; an export that carries the texts can be held against these alone.
        form: name of the format; without it, it is told from the contents.
        min_score: the score below which the export leaves events out, so that their absence is no fault.

    Raises:
        NotAnExport: the format cannot be told from the contents, or is not the one given.
    """
    try:
        return _verdict(read_export(content, form), stored, min_score)
    except RecursionError as problem:
        raise NotAnExport(
            what="it is nested more deeply than any export", where="export", remedy="make it anew"
        ) from problem


def _verdict(contents: Contents, stored: StoredReports, min_score: float) -> Verdict:
    findings = [*stored.findings, *contents.findings, *(contents.gaps if not min_score else ())]
    needs_reports = not contents.carries_texts and not stored.where
    texts = dict(stored.texts)
    for digest, text in contents.texts:
        found = text_digest(text)
        if found != digest:
            findings.append(Finding("the text does not answer to its digest", "report", "", digest, found))
        texts.setdefault(digest, text)
    if not needs_reports:
        findings += _absent(contents, stored)
        for words in contents.words:
            if words.report in texts:
                findings += check_words(words, texts[words.report])
            elif words.report not in contents.reports:
                findings.append(
                    Finding("its report is not there", words.item, words.where, None, words.report)
                )
        findings += _unlike_records(contents, stored, min_score)
    return Verdict(
        format=contents.format,
        reports=len(contents.reports),
        items=len(contents.items),
        words=0 if needs_reports else len(contents.words),
        findings=tuple(dict.fromkeys(findings)),
        needs_reports=needs_reports,
        compared=bool(stored.records),
    )


def read_export(content: bytes, form: str | None = None) -> Contents:
    """Return what an export says.

    Raises:
        NotAnExport: the format cannot be told from the contents, or is not the one given.
    """
    if form == "spacy" or (
        form is None and content[:1] == b"\x78" and content[1:2] in (b"\x01", b"\x5e", b"\x9c", b"\xda")
    ):
        return read_doc_bin(content)
    if form == "timeml" or (form is None and content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"):
        return read_timeml(content)
    values, findings = values_of(content)
    kinds = {_kind_of(value) for _, value in values}
    if form is None and len(kinds) == 1:
        form = kinds.pop()
    elif form is not None and kinds - {form}:
        raise NotAnExport(
            what=f"it is not in the format '{form}'", where="export", remedy="leave --format out"
        )
    if form is None:
        if findings and not values:
            return Contents("unknown", carries_texts=True, findings=findings)
        raise NotAnExport(
            what="it is in no format that can be verified",
            where="export",
            remedy=f"give an export in one of {', '.join(VERIFIABLE)}",
        )
    contents = _JSON_READERS[form](values)
    contents.findings = findings + contents.findings
    return contents


def _kind_of(value: Any) -> str | None:
    """Return the format of a JSON value, or None where it is none of ours."""
    if not isinstance(value, dict):
        return None
    if value.get("type") in ("AnnotationCollection", "Annotation"):
        return "webannotation"
    if value.get("type") == "FeatureCollection":
        return "geojson"
    if "@graph" in value:
        return "claims"
    if "quotes" in value and "text" in value:
        return "quotes"
    if isinstance(value.get("onrecord"), dict) and "event" in value["onrecord"]:
        return "plover"
    return "json" if isinstance(value.get("report"), dict) and "schema" in value else None


def _absent(contents: Contents, stored: StoredReports) -> Iterator[Finding]:
    """Yield the reports that the export speaks of and that are not among those stored."""
    items = Counter(_report_of(name) for name in contents.items)
    for digest in contents.reports:
        if digest not in stored.texts and (stored.where or not contents.carries_texts):
            what = f"this report is not in {stored.where}" if stored.where else "this report is not there"
            yield Finding(f"{what}; {items[digest]} items point to it", "report", "", None, digest)


def _report_of(name: str) -> str:
    """Return the digest that the full name of an item begins with."""
    return name.partition(":")[0].partition(".")[0]


def _unlike_records(contents: Contents, stored: StoredReports, min_score: float) -> Iterator[Finding]:
    """Yield where items are not what the stored records give in the same format."""
    items: dict[str, dict[str, Any]] = {}
    for name, one in contents.items.items():
        items.setdefault(_report_of(name), {})[name] = one
    for digest, count in contents.reports.items():
        records = stored.records.get(digest, ())
        # An outlet's record of a text that others print as well cannot be told from theirs by the digest.
        if len(records) != count:
            continue
        try:
            due = _items_of(records, contents.format, min_score)
        except (OnRecordError, ValueError, OverflowError) as problem:
            yield Finding(f"the stored record cannot be used ({problem})", "report", stored.where)
            continue
        yield from _unlike(due, items.get(digest, {}), f"report {digest[:12]}")


def _unlike(due: dict[str, Any], there: dict[str, Any], where: str) -> Iterator[Finding]:
    for name in dict.fromkeys([*due, *there]):
        item = name.partition(":")[2]
        if name not in there:
            yield Finding("this item of the records is not in the export", item, where)
        elif name not in due:
            yield Finding("this item is not in the records", item, where)
        elif not same_value(due[name], there[name]):
            path, expected, found = next(differences(due[name], there[name]), ("", None, None))
            yield Finding("it is not what the records give", item, path, expected, found)


def _items_of(plain: tuple[dict[str, Any], ...], form: str, min_score: float) -> dict[str, Any]:
    """Return the items that an export of stored records has."""
    records, _ = above_score([record_from_json(one) for one in plain], min_score)
    if form in ("json", "spacy"):
        # As they are stored, fields of a later version included, unless events are to be left out.
        as_json = [record_to_json(one) for one in records] if min_score else plain
        return read_records([("", one) for one in as_json]).items
    return read_export(render(records, find_format(form)).body, form).items
