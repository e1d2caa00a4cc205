"""The engine Spark: the same tasks and workers under another roof, which shows how little an engine has to know."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from onrecord.errors import WorkerEnded
from onrecord.jobs.engines import answers_of, settle_in, told
from onrecord.jobs.plan import Job, Task
from onrecord.jobs.worker import Worker

_workers: dict[str, Worker] = {}
"""The worker of this process for each job: Spark keeps its Python processes from one part to the next."""


class Spark:
    """Has Spark hand tasks to workers.

    Args:
        workers: how many processes work at once, of a master on this machine.
        address: of the master ("spark://host:7077", "yarn"); None for one on this machine.
    """

    def __init__(self, workers: int, *, address: str | None = None) -> None:
        # Here, so that the module can be looked at where Spark is not installed.
        from pyspark.sql import SparkSession

        # Where nothing else is set, the workers are of the Python that runs this.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        self._session = (
            SparkSession.builder.master(address or f"local[{workers}]")
            .appName("onrecord")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.python.worker.reuse", "true")
            .config(
                "spark.task.maxFailures", "1"
            )  # what failed is begun again by the job, which knows what is done
            .getOrCreate()
        )
        self._session.sparkContext.setLogLevel("ERROR")

    def run(self, job: Job, tasks: Sequence[Task]) -> Iterator[dict[str, Any]]:
        """Have tasks done; see `onrecord.jobs.engines.Engine`."""
        if not tasks:
            return
        told_job = job.to_json()

        def do(part: Iterator[str]) -> Iterator[str]:
            settle_in()
            worker = _workers.get(told_job) or _workers.setdefault(told_job, Worker(Job.from_json(told_job)))
            return (answers_of(worker, task) for task in part)

        given = [task.to_json() for task in tasks]
        try:
            answers = self._session.sparkContext.parallelize(given, len(given)).mapPartitions(do).collect()
        except Exception as error:  # of Java, of Python, or of the connection between them
            raise WorkerEnded(
                what=f"a process that reads ended ({str(error).strip().splitlines()[0][:200]})",
                where="engine spark",
                remedy="run the job again: what is done is kept",
            ) from error
        for answer in answers:
            yield from told(answer)
