"""The tables of a job: everything that the archive holds, once, under one schema, for whoever opens them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from onrecord.export.codec import JsonCodec
from onrecord.export.flat import TABLES
from onrecord.ingest import IngestOptions, document_of
from onrecord.jobs.captures import captures_of
from onrecord.jobs.folders import Folder
from onrecord.jobs.opening import records_in
from onrecord.jobs.tables import NAMES, schema_of
from onrecord.model import Capture
from onrecord.pipeline import Recorder
from tests.jobs.conftest import Archive, Finished, counts_of, files_in, job_of, run

pq = pytest.importorskip("pyarrow.parquet")
pytestmark = [pytest.mark.weights, pytest.mark.slow]


def rows(output: Path, name: str) -> list[dict[str, Any]]:
    found = []
    for path in sorted((output / name).rglob("*.parquet")):
        found += pq.ParquetFile(path).read().to_pylist()
    return found


def test_every_report_is_counted_once(archive: Archive, undisturbed: Finished) -> None:
    truth, counts = archive.truth, counts_of(undisturbed.manifest)
    assert counts["captures"] == truth.captures
    assert counts["reports"] == truth.reports
    assert counts["again"] == truth.again
    assert counts["set_aside"] == {
        name: n
        for name, n in {
            "NoBody": truth.empty + truth.no_report, "NotText": truth.damaged, "WrongLanguage": truth.foreign,
        }.items()
        if n
    }  # fmt: skip
    reports = rows(undisturbed.output, "reports")
    assert len({row["key"] for row in reports}) == len(reports) == truth.reports
    assert Counter(row["outlet"] for row in reports) == truth.outlets
    assert Counter(row["published"][:10] for row in reports) == truth.days


def test_what_is_filed_is_what_reading_gives(
    archive: Archive, undisturbed: Finished, recorder: Recorder
) -> None:
    codec, options = JsonCodec(), IngestOptions()
    filed = {one.key: one.record for one in records_in(Folder(str(undisturbed.output)))}
    by_place = {(row["archive"], row["ordinal"]): row["key"] for row in rows(undisturbed.output, "reports")}
    compared = 0
    for name in archive.truth.files:
        path = str(archive.folder / name)
        for ordinal, capture in enumerate(captures_of(path, options=options)):
            if (path, ordinal) in by_place:
                assert isinstance(capture, Capture)
                own = recorder(document_of(capture, options=options))
                assert codec.encode(own) == codec.encode(filed[by_place[path, ordinal]])
                compared += 1
    assert compared == archive.truth.reports


def test_tables_have_the_rows_that_their_records_give(undisturbed: Finished) -> None:
    records = [one.record for one in records_in(Folder(str(undisturbed.output)))]
    for table in TABLES:
        found = rows(undisturbed.output, table.name)
        assert (
            len(found) == len(list(table.rows(records))) == undisturbed.manifest["tables"][table.name]["rows"]
        )
        assert {row["key"] for row in found} <= {row["key"] for row in rows(undisturbed.output, "reports")}


def test_every_file_of_a_table_has_its_one_schema(undisturbed: Finished) -> None:
    for name in NAMES:
        for path in (undisturbed.output / name).rglob("*.parquet"):
            assert pq.ParquetFile(path).schema_arrow.equals(schema_of(name)), path
        told = undisturbed.manifest["tables"][name]["columns"]
        assert told == {field.name: str(field.type) for field in schema_of(name)}


def test_rows_are_filed_by_day_and_outlet(undisturbed: Finished) -> None:
    for row_file in (undisturbed.output / "reports").rglob("*.parquet"):
        day, publisher = row_file.parent.parent.name, row_file.parent.name
        for row in pq.ParquetFile(row_file).read().to_pylist():
            assert day == f"day={row['published'][:10]}"
            assert publisher == f"publisher={row['outlet'].replace(' ', '%20')}"


def test_pandas_and_duckdb_read_them(undisturbed: Finished) -> None:
    pandas, duckdb = pytest.importorskip("pandas"), pytest.importorskip("duckdb")
    reports = pandas.read_parquet(undisturbed.output / "reports")
    assert len(reports) == undisturbed.manifest["counts"]["reports"]
    told = duckdb.sql(
        f"""SELECT publisher, day, count(*) AS n, count(DISTINCT event_rows.key) AS reports
            FROM read_parquet('{undisturbed.output}/events/**/*.parquet', hive_partitioning = true) AS event_rows
            JOIN read_parquet('{undisturbed.output}/reports/**/*.parquet', hive_partitioning = true) USING (key, day, publisher)
            GROUP BY ALL ORDER BY ALL"""
    ).fetchall()
    assert sum(n for _, _, n, _ in told) == undisturbed.manifest["tables"]["events"]["rows"]


def test_by_day_alone_gives_the_same_rows_in_fewer_files(
    archive: Archive, undisturbed: Finished, tmp_path: Path
) -> None:
    run(job_of(archive, tmp_path, partition="day"))
    for name in NAMES:
        own, other = rows(tmp_path, name), rows(undisturbed.output, name)
        key = lambda row: json.dumps(row, sort_keys=True, default=str)  # noqa: E731
        assert sorted(own, key=key) == sorted(other, key=key)
    assert len(files_in(tmp_path)) < len(files_in(undisturbed.output))


def test_the_size_of_units_makes_no_difference(
    archive: Archive, undisturbed: Finished, tmp_path: Path
) -> None:
    run(job_of(archive, tmp_path, unit=1_000))
    assert files_in(tmp_path) == files_in(undisturbed.output)


def test_what_was_laid_aside_is_gone_at_the_end(undisturbed: Finished) -> None:
    assert not (undisturbed.output / "work").exists()
