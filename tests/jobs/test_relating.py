"""What holds between the reports of a job: the same as a store finds of the same reports, whoever looks for it."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from evaluation.made_up_archive import _Record, _warc
from onrecord.desk import refresh, take_in
from onrecord.desk.links import is_fresh, relations_json
from onrecord.errors import NotAnExport, WorkerEnded
from onrecord.export.codec import JsonCodec
from onrecord.ingest import IngestOptions
from onrecord.jobs.engines import Here, engine_of
from onrecord.jobs.folders import Folder
from onrecord.jobs.opening import into_store
from onrecord.jobs.plan import Job, Task
from onrecord.jobs.relating import RELATED, older_versions, relate_job, take_over_relations
from onrecord.pipeline import Recorder
from onrecord.store import Store
from tests.jobs.conftest import Archive, Finished, job_of, run

pq = pytest.importorskip("pyarrow.parquet")
pytestmark = [pytest.mark.weights, pytest.mark.slow]


@pytest.fixture(scope="module")
def related(undisturbed: Finished, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A copy of the tables with what one process found of them."""
    copied = tmp_path_factory.mktemp("related") / "tables"
    shutil.copytree(undisturbed.output, copied)
    folder = Folder(str(copied))
    relate_job(folder, Here(), workers=1)
    return folder


def relation_rows(folder: Folder) -> dict[str, list[dict[str, Any]]]:
    return {
        name: pq.read_table(folder.path(name)).to_pylist()
        for name in folder.names("relations")
        if name.endswith(".parquet")
    }


@pytest.fixture(scope="module")
def added(archive: Archive, recorder: Recorder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store to which the same archives were added, its relations made."""
    where = tmp_path_factory.mktemp("added") / "desk.db"
    files = [str(archive.folder / name) for name in archive.truth.files]
    with Store.open(where, codec=JsonCodec()) as store:
        list(take_in(store, files, recorder=lambda: recorder, options=IngestOptions()))
        refresh(store)
    return where


def test_it_is_what_a_store_finds(related: Folder, added: Path) -> None:
    with Store.open(added, codec=JsonCodec()) as store:
        told = relations_json(store)
    found = relation_rows(related)
    for part in (part for part in told if part != "schema"):
        own = [json.loads(row["data"]) for row in found[f"relations/{part}.parquet"]]
        assert own == told[part], part
    assert told["stories"]
    assert told["happenings"]
    assert any(len(story["reports"]) > 1 for story in told["stories"])


def test_a_store_takes_it_over(related: Folder, added: Path, tmp_path: Path) -> None:
    with Store.open(tmp_path / "desk.db", codec=JsonCodec()) as store:
        list(into_store(related, store))
        assert take_over_relations(related, store)
        assert is_fresh(store)
        with Store.open(added, codec=JsonCodec()) as other:
            for part in ("stories", "happenings", "described", "tallies", "disputed", "entities", "reports"):
                assert [one.data for one in store.relations(part)] == [
                    one.data for one in other.relations(part)
                ]


def test_a_store_with_other_reports_does_not(related: Folder, tmp_path: Path, recorder: Recorder) -> None:
    other = tmp_path / "other.txt"
    other.write_text("The pier in Cork is closed, the mayor said on Monday.\n", encoding="utf-8")
    with Store.open(tmp_path / "desk.db", codec=JsonCodec()) as store:
        list(into_store(related, store, originals=False))
        list(take_in(store, [str(other)], recorder=lambda: recorder, options=IngestOptions()))
        assert not take_over_relations(related, store)
        assert not is_fresh(store)


@pytest.mark.parametrize("engine", ["two processes", "workers that end"])
def test_whoever_looks_finds_the_same(
    undisturbed: Finished, related: Folder, tmp_path: Path, engine: str
) -> None:
    class Ending:
        """An engine whose worker ends after each task but the last."""

        def run(self, job: Job, tasks: Sequence[Task]) -> Iterator[dict[str, Any]]:
            yield from Here().run(job, tasks[:1])
            if len(tasks) > 1:
                raise WorkerEnded(what="it was killed", where="test", remedy="go on")

    if engine == "two processes":
        pytest.importorskip("daft", reason="pip install 'onrecord[scale]'")
    copied = tmp_path / "tables"
    shutil.copytree(undisturbed.output, copied)
    folder = Folder(str(copied))
    relate_job(folder, engine_of("daft", workers=2) if engine == "two processes" else Ending(), workers=2)
    assert relation_rows(folder) == relation_rows(related)
    assert not list(folder.names("work"))
    before = folder.read(RELATED)
    relate_job(folder, Here(), workers=2)
    assert folder.read(RELATED) == before


def test_newer_versions_of_a_page_take_the_place_of_older_ones(tmp_path: Path, recorder: Recorder) -> None:
    def page(said: str) -> bytes:
        text = f"<p>The pier in Cork is closed, the mayor said on Monday. {said}</p>"
        return f'<!DOCTYPE html><html lang="en"><body><article><h1>Pier closed</h1>{text}</article></body></html>'.encode()

    records = [
        _Record(
            "report", "https://one.example/1", page("It will open in May, he said."), datetime(2026, 3, 14)
        ),
        _Record(
            "report", "https://one.example/1", page("It will open soon, he said."), datetime(2026, 3, 10)
        ),
        _Record("report", "https://one.example/2", page("Nobody was hurt, he said."), datetime(2026, 3, 10)),
    ]
    (tmp_path / "a.warc.gz").write_bytes(
        b"".join(gzip.compress(_warc(one, n)) for n, one in enumerate(records))
    )
    archive = Archive(tmp_path, None)  # type: ignore[arg-type]
    job = job_of(archive, tmp_path / "tables")
    run(job)
    folder = Folder(job.output)
    older = older_versions(job, folder)
    with Store.open(tmp_path / "desk.db", codec=JsonCodec()) as store:
        list(
            take_in(store, [str(tmp_path / "a.warc.gz")], recorder=lambda: recorder, options=IngestOptions())
        )
        current = {one.key for one in store.records()}
    assert len(older) == 1
    assert older.isdisjoint(current)
    relate_job(folder, Here(), workers=1)
    found = relation_rows(folder)["relations/reports.parquet"]
    assert {row["id"] for row in found} == current


def test_a_job_that_is_not_at_its_end_cannot_be_related(tmp_path: Path) -> None:
    with pytest.raises(NotAnExport, match="come to its end"):
        relate_job(Folder(str(tmp_path)), Here(), workers=1)
