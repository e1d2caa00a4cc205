"""The reports that exports are held against: in a file of records, or in a folder of texts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.errors import UnreadableInput
from onrecord.model import text_digest
from onrecord.verify.findings import Finding
from onrecord.verify.json_lines import values_of


@dataclass(frozen=True, slots=True)
class StoredReports:
    """Reports by the digest of their text.

    Attributes:
        where: the file or folder they come from, "" for none.
        texts: the texts by digest.
        records: the records by digest, where they come from records; several where outlets print the same text.
        findings: what is wrong with the stored reports themselves.
    """

    where: str
    texts: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, tuple[dict[str, Any], ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def no_reports() -> StoredReports:
    """Return an empty store, for exports that carry their texts."""
    return StoredReports("")


def reports_in_records(path: Path) -> StoredReports:
    """Return the reports of a file of records (JSON or JSON Lines).

    A report whose text does not answer to its digest is not taken in, and is told in `findings`.

    Raises:
        UnreadableInput: the file cannot be read, or there are no records in it.
    """
    values, findings = values_of(_read(path))
    texts: dict[str, str] = {}
    records: dict[str, tuple[dict[str, Any], ...]] = {}
    for where, value in values:
        report = value.get("report") if isinstance(value, dict) else None
        text = report.get("text") if isinstance(report, dict) else None
        if not isinstance(value, dict) or not isinstance(report, dict) or not isinstance(text, str):
            raise UnreadableInput(
                what="this is no file of records",
                where=f"{path}, {where}",
                remedy="give what `onrecord read` wrote",
            )
        digest = text_digest(text)
        if report.get("id") != digest:
            what = "the text of the stored report does not answer to its digest"
            findings.append(Finding(what, "report", f"{path}, {where}", str(report.get("id")), digest))
            continue
        texts[digest] = text
        records[digest] = (*records.get(digest, ()), value)
    return StoredReports(str(path), texts, records, tuple(findings))


def reports_in_folder(folder: Path) -> StoredReports:
    """Return the reports of a folder, whatever their files are called.

    A file is either the text of a report in UTF-8, to the letter but for a last line end or a byte-order mark, or a
    file of records (`.json`, `.jsonl`). Texts are known by digest alone, so a file that was changed counts as absent.

    Raises:
        UnreadableInput: the folder or a file in it cannot be read.
    """
    if not folder.is_dir():
        raise UnreadableInput(
            what="there is no such folder", where=str(folder), remedy="name a folder of texts"
        )
    texts: dict[str, str] = {}
    records: dict[str, tuple[dict[str, Any], ...]] = {}
    findings: list[Finding] = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if path.suffix.lower() in (".json", ".jsonl", ".ndjson"):
            stored = reports_in_records(path)
            texts |= stored.texts
            records |= stored.records
            findings += stored.findings
        else:
            texts |= _texts_of(_read(path))
    return StoredReports(str(folder), texts, records, tuple(findings))


def _texts_of(content: bytes) -> dict[str, str]:
    """Return the texts that the bytes can stand for, by digest."""
    without_mark = content.removeprefix(b"\xef\xbb\xbf")
    variants = {content, without_mark, without_mark.removesuffix(b"\n"), without_mark.removesuffix(b"\r\n")}
    found = {}
    for variant in variants:
        try:
            found[hashlib.sha256(variant).hexdigest()] = variant.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            return {}
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise UnreadableInput(
            what=f"it cannot be read ({problem.strerror or problem})",
            where=str(path),
            remedy="check name and rights",
        ) from problem
