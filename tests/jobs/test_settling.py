"""Under which names rows are filed: one for each outlet, whatever it is called."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from onrecord.jobs.folders import Folder
from onrecord.jobs.plan import Job
from onrecord.jobs.reading import ReadReport
from onrecord.jobs.settling import partition, settle_day
from onrecord.jobs.tables import parquet_bytes, tables_of
from onrecord.model import Document, FiledRecord, Record, text_digest

LONG = "Газета о море и о рыбаках " * 20
OUTLETS = ("BBC", "bbc", "", None, ".", "a/b", LONG, f"{LONG}!", "50% off")


def report(number: int, outlet: str | None) -> ReadReport:
    text = f"The pier is closed, said the mayor of town {number}."
    document = Document(text_digest(text), f"#{number}", text, outlet=outlet, published="2026-03-10")
    record = Record(1, "0", "w", document, (), (), (), (), (), ())
    return ReadReport(number, "0" * 64, FiledRecord(f"{number:016x}", record))


def test_no_outlet_is_written_over_another(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path))
    reports = [report(n, outlet) for n, outlet in enumerate(OUTLETS)]
    for name, table in tables_of(reports, "a.warc").items():
        folder.put(f"work/units/0000000/{name}.parquet", parquet_bytes(table, by_day=True))
    folder.put("work/filing.json", b'{"days": {"2026-03-10": [0]}, "again": {}}')
    job = Job((("a.warc", 1),), str(tmp_path), 10, "day,outlet", ("en",), 10, "0", "w")
    files = settle_day(job, folder, "2026-03-10")["reports"]
    rows = [row for name in files for row in pq.ParquetFile(tmp_path / name).read().to_pylist()]
    assert sorted(row["key"] for row in rows) == sorted(one.filed.key for one in reports)
    assert len({name.casefold() for name in files}) == len(files)


def test_names_of_folders_fit_any_file_system() -> None:
    names = {partition("2026-03-10", outlet, by_outlet=True) for outlet in OUTLETS if outlet}
    assert len(names) == len([outlet for outlet in OUTLETS if outlet])
    assert all(len(part.encode()) < 255 for name in names for part in name.split("/"))
    assert all(name.count("/") == 1 for name in names)
