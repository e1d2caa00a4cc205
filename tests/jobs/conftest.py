"""A small archive, and the tables of a job that read it in one process, undisturbed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="jobs need pyarrow: pip install 'onrecord[scale]'")

from evaluation.made_up_archive import Truth, write_archive
from onrecord.ingest.options import MAX_BYTES
from onrecord.jobs.engines import Engine, Here
from onrecord.jobs.plan import Job
from onrecord.jobs.running import plan_job, run_job
from onrecord.pipeline import Recorder

UNIT = 8


@dataclass(frozen=True)
class Archive:
    """An archive and what it holds."""

    folder: Path
    truth: Truth

    @property
    def pattern(self) -> str:
        return str(self.folder / "*.warc.gz")


def job_of(archive: Archive, output: Path, **settings: Any) -> Job:
    given = {"unit": UNIT, "partition": "day,outlet", "languages": ("en",), "max_bytes": MAX_BYTES} | settings
    return plan_job([archive.pattern], str(output), **given)


def run(job: Job, engine: Engine | None = None, workers: int = 1) -> dict[str, Any]:
    return run_job(job, engine or Here(), workers=workers)


def files_in(output: Path) -> dict[str, bytes]:
    """Return every file of the tables with its bytes."""
    found = sorted(path for path in output.rglob("*.parquet") if "work" not in path.relative_to(output).parts)
    return {str(path.relative_to(output)): path.read_bytes() for path in found}


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("archive")
    return Archive(folder, write_archive(folder, 40, a_file=25, seed=5))


@dataclass(frozen=True)
class Finished:
    """A job that has come to its end."""

    job: Job
    output: Path
    manifest: dict[str, Any]


@pytest.fixture(scope="session")
def undisturbed(archive: Archive, recorder: Recorder, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    output = tmp_path_factory.mktemp("tables")
    job = job_of(archive, output)
    return Finished(job, output, run(job))


@pytest.fixture
def elsewhere(tmp_path: Path) -> Callable[[Job], Job]:
    """Return what gives the same job with another folder for its results."""
    return lambda job: replace(job, output=str(tmp_path / "tables"))


def done_units(output: Path) -> list[Path]:
    return sorted(output.glob("work/units/*/done.json"))


def counts_of(manifest: dict[str, Any]) -> dict[str, Any]:
    return dict(json.loads(json.dumps(manifest["counts"])))
