"""Engines: whichever hands out the work, the tables are the same, file by file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord.errors import InputError, OutputError, ResourceError
from onrecord.jobs.engines import Here, answers_of, engine_of, told
from onrecord.jobs.plan import Job, Task, Unit, shared_out
from onrecord.jobs.worker import Worker
from tests.jobs.conftest import Archive, Finished, files_in, run


@pytest.mark.weights
@pytest.mark.slow
def test_daft_makes_the_same_tables(undisturbed: Finished, elsewhere: Callable[[Job], Job]) -> None:
    pytest.importorskip("daft", reason="pip install 'onrecord[scale]'")
    job = elsewhere(undisturbed.job)
    run(job, engine_of("daft", workers=2), workers=2)
    assert files_in(Path(job.output)) == files_in(undisturbed.output)
    # A second one in the same process, as a script makes it.
    assert engine_of("daft", workers=1)


@pytest.fixture
def cluster() -> Iterator[str]:
    """Two nodes of Ray on this machine, each with one processor."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    pytest.importorskip("ray", reason="Ray is not installed: pip install ray")
    from ray.cluster_utils import Cluster

    nodes = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    nodes.add_node(num_cpus=1)
    yield str(nodes.address)
    nodes.shutdown()


@pytest.mark.weights
@pytest.mark.slow
def test_a_cluster_of_two_nodes_makes_the_same_tables(
    cluster: str, archive: Archive, undisturbed: Finished, tmp_path: Path
) -> None:
    pytest.importorskip("daft", reason="pip install 'onrecord[scale]'")
    command = [
        sys.executable, "-m", "onrecord", "job", "run", "--input", archive.pattern, "--output", str(tmp_path / "tables"),
        "--unit", "8", "--workers", "2", "--engine", "ray", "--address", cluster,
    ]  # fmt: skip
    # A process of its own: Daft works in one way in each.
    done = subprocess.run(command, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert files_in(tmp_path / "tables") == files_in(undisturbed.output)


@pytest.mark.weights
@pytest.mark.slow
def test_spark_makes_the_same_tables(undisturbed: Finished, elsewhere: Callable[[Job], Job]) -> None:
    pytest.importorskip("pyspark", reason="Spark is not installed: pip install pyspark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    job = elsewhere(undisturbed.job)
    run(job, engine_of("spark", workers=2), workers=2)
    assert files_in(Path(job.output)) == files_in(undisturbed.output)


def test_an_engine_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="choose daft, ray, spark, here"):
        engine_of("dask", workers=1)
    monkeypatch.delitem(sys.modules, "onrecord.jobs.spark_engine", raising=False)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(ResourceError, match="pip install pyspark"):
        engine_of("spark", workers=1)


def test_errors_that_end_a_job_come_back_as_themselves() -> None:
    def full(task: Task) -> Iterator[dict[str, str]]:
        raise OutputError(what="no room", where="tables", remedy="make room there")
        yield {}

    with pytest.raises(OutputError, match="no room"):
        list(told(answers_of(full, Task("count").to_json())))  # type: ignore[arg-type]


def test_tasks_survive_the_way_to_a_worker() -> None:
    task = Task(
        "read",
        number=3,
        units=(Unit(7, "a.warc.gz", 5, 2),),
        names=("a",),
        clusters=((1, 2), (3,)),
        token="t",
    )
    assert Task.from_json(task.to_json()) == task


@pytest.mark.parametrize("workers", [1, 2, 8])
def test_units_are_shared_out_once_each_in_runs_that_end_small(workers: int) -> None:
    units = [Unit(n, f"{n // 37}.warc.gz", n % 37 * 10, 10) for n in range(100)]
    tasks = list(shared_out(units, workers))
    assert [unit for task in tasks for unit in task.units] == units
    assert all(len({unit.file for unit in task.units}) == 1 for task in tasks)
    assert len(tasks[0].units) >= len(tasks[-1].units) == 1
    assert len(tasks) >= 2 * workers


def test_a_worker_goes_through_a_file_once(
    undisturbed: Finished, elsewhere: Callable[[Job], Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    import onrecord.jobs.worker as module

    opened: list[str] = []
    original = module.captures_of

    def counting(name: str, **given: object) -> object:
        opened.append(name)
        return original(name, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "captures_of", counting)
    job = elsewhere(undisturbed.job)
    run(job, Here())
    # Once to count, once to read.
    assert sorted(opened) == sorted([name for name, _ in job.files] * 2)
    assert Worker is module.Worker


def test_a_worker_keeps_to_one_core() -> None:
    """In a process of its own, as it stays so."""
    code = (
        "import threadpoolctl; from onrecord.jobs.engines import settle_in; settle_in(); "
        "print({pool['num_threads'] for pool in threadpoolctl.threadpool_info()})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "{1}"
