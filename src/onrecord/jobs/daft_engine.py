"""The engine Daft: on this machine by itself, on many through Ray, with the same lines."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

# Before either is imported: nothing about a job is told to anybody.
os.environ["DO_NOT_TRACK"] = "true"
os.environ["DAFT_ANALYTICS_ENABLED"] = "0"
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
os.environ.setdefault("DAFT_PROGRESS_BAR", "0")  # the job tells how far it is

import daft

from onrecord.errors import ResourceError, WorkerEnded
from onrecord.jobs.engines import answers_of, settle_in, told
from onrecord.jobs.plan import Job, Task
from onrecord.jobs.worker import Worker


class Daft:
    """Has Daft hand tasks to workers.

    Args:
        workers: how many processes work at once.
        on_ray: on a Ray cluster, not on this machine alone.
        address: of the cluster ("ray://host:10001"); None for the one that this machine belongs to, or a new one here.
    """

    def __init__(self, workers: int, *, on_ray: bool = False, address: str | None = None) -> None:
        self.workers = workers
        self.on_ray = on_ray
        # Daft takes a way of working once in a process, and refuses it the second time even if it is the same.
        with suppress(daft.exceptions.DaftCoreException):
            if on_ray:
                daft.set_runner_ray(address, noop_if_initialized=True)
            else:
                daft.set_runner_native()
        if daft.get_or_infer_runner_type() != ("ray" if on_ray else "native"):
            raise ResourceError(
                what="Daft works in another way in this process already",
                where=f"engine {'ray' if on_ray else 'daft'}",
                remedy="use one engine in a process",
            )

    def run(self, job: Job, tasks: Sequence[Task]) -> Iterator[dict[str, Any]]:
        """Have tasks done; see `onrecord.jobs.engines.Engine`."""
        rows = daft.from_pydict({"task": [task.to_json() for task in tasks]})
        if self.on_ray:
            # A part goes to a worker as a whole; one to a task keeps all of them busy to the end.
            rows = rows.into_partitions(len(tasks))
        do = _worker_class(self.workers)(job.to_json())
        try:
            # In order, Daft hands tasks to its processes by turns, and one waits for another that has a longer task.
            with daft.execution_config_ctx(maintain_order=False):
                for row in rows.select(do(rows["task"]).alias("answers")).iter_rows(results_buffer_size=None):
                    yield from told(row["answers"])
        except (RuntimeError, OSError, daft.exceptions.DaftCoreException) as error:
            raise WorkerEnded(
                what=f"a process that reads ended ({_first_line(error)})",
                where="engine daft",
                remedy="run the job again with fewer --workers if memory was short: what is done is kept",
            ) from error


def _worker_class(workers: int) -> Any:
    """Return a worker as Daft wants it: made once in each process, and given one task at a time."""

    class TaskWorker:
        def __init__(self, job: str) -> None:
            settle_in()
            self._worker = Worker(Job.from_json(job))

        @daft.method.batch(return_dtype=daft.DataType.string(), batch_size=1)  # type: ignore[untyped-decorator]
        def __call__(self, tasks: daft.Series) -> list[str]:
            return [answers_of(self._worker, str(task)) for task in tasks.to_pylist()]

    return daft.cls(TaskWorker, use_process=True, max_concurrency=workers, cpus=1)


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
