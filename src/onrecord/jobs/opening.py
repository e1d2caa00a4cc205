"""The results of a job put into a store, so that it can be asked, served and corrected like any other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.errors import NotAnExport, UnreadableInput
from onrecord.export.codec import JsonCodec
from onrecord.ingest import IngestOptions
from onrecord.jobs.captures import captures_of
from onrecord.jobs.folders import Folder
from onrecord.jobs.plan import Job
from onrecord.jobs.running import read_manifest
from onrecord.jobs.tables import rows_in
from onrecord.model import Capture, FiledRecord, Record
from onrecord.relate.spool import Spool
from onrecord.store import Store


@dataclass(frozen=True, slots=True)
class Opened:
    """How far the results of a job are in a store.

    Attributes:
        n_reports, total: reports that are in, and all of them.
    """

    n_reports: int
    total: int


def into_store(folder: Folder, store: Store, *, originals: bool = True) -> Iterator[Opened]:
    """Put the reports of a job into a store, and yield how far it is after each; those that are in stay as they are.

    Nothing is read anew: the records are those of the job. The pages as they came are taken out of its archives.

    Args:
        folder: the job's folder.
        store: where they go.
        originals: with the pages as they came; without, the text alone stands in their place.

    Raises:
        NotAnExport: the job has not come to its end.
        UnreadableInput: an archive is not where it was, or holds something else now.
        StoreError: the store cannot be written.
    """
    manifest = finished(folder)
    job = Job.from_json(json.dumps(manifest["job"]))
    total, number = int(manifest["counts"]["reports"]), 0
    codec = JsonCodec()
    # The tables are in order of days and outlets, the archives in an order of their own: the records are laid aside, and
    # each archive is gone through once.
    with Spool[str]() as spool:
        places: dict[str, dict[int, tuple[int, str]]] = {name: {} for name, _ in job.files}
        for archive, ordinal, digest, told in _placed(folder):
            places[archive][ordinal] = spool.put(told), digest
        for name, _ in job.files:
            captures = _captures(name, places[name], job.options) if originals else None
            for _, (place, _) in sorted(places[name].items()):
                record = codec.decode(spool.take(place).encode())
                capture = _text_alone(record) if captures is None else next(captures)
                store.add(capture, record.report, record)
                number += 1
                yield Opened(number, total)


def finished(folder: Folder) -> dict[str, Any]:
    """Return the manifest of a job that has come to its end.

    Raises:
        NotAnExport: it has not, or there is none.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        raise NotAnExport(
            what="there are no complete tables of a job",
            where=folder.address,
            remedy="name the --output of `onrecord job run`, once it has come to its end",
        )
    return manifest


def records_in(folder: Folder) -> Iterator[FiledRecord]:
    """Yield the records of a job with their keys, file by file.

    Raises:
        UnreadableInput: a table is missing.
    """
    codec = JsonCodec()
    for name in (name for name in folder.names("records") if name.endswith(".parquet")):
        for row in rows_in(folder, name, ["key", "record"]):
            yield FiledRecord(row["key"], codec.decode(row["record"].encode()))


def _placed(folder: Folder) -> Iterator[tuple[str, int, str, str]]:
    """Yield for each report its archive, its place there, the digest of its bytes, and its record as JSON."""
    for name in (name for name in folder.names("reports") if name.endswith(".parquet")):
        reports = rows_in(folder, name, ["key", "archive", "ordinal", "capture_digest"])
        records = rows_in(folder, f"records/{name.partition('/')[2]}", ["key", "record"])
        for report, record in zip(reports, records, strict=True):
            if report["key"] != record["key"]:
                raise UnreadableInput(
                    what="the tables of reports and of records are not of one job",
                    where=f"{folder.address}/{name}",
                    remedy="run the job again into another folder",
                )
            yield report["archive"], report["ordinal"], report["capture_digest"], record["record"]


def _captures(
    archive: str, places: Mapping[int, tuple[int, str]], options: IngestOptions
) -> Iterator[Capture]:
    """Yield the captures of an archive that are reports, in order.

    Raises:
        UnreadableInput: the archive is not what it was.
    """
    left = len(places)
    for ordinal, found in enumerate(captures_of(archive, options=options)) if left else ():
        if ordinal not in places:
            continue
        if not isinstance(found, Capture) or found.digest != places[ordinal][1]:
            break
        yield found
        left -= 1
        if not left:
            return
    if left:
        raise UnreadableInput(
            what="the archive is not there, or not what it was when the job read it",
            where=archive,
            remedy="put it where it was, or do without the pages as they came (--no-originals)",
        )


def _text_alone(record: Record) -> Capture:
    report = record.report
    return Capture(
        input=report.input,
        data=report.text.encode("utf-8", "surrogatepass"),
        media_type="text/plain",
        charset="utf-8",
        url=report.url,
        outlet=report.outlet,
        published=report.published,
        retrieved=report.retrieved,
    )
