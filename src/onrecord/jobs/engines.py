"""Engines: what hands tasks to workers. An engine knows nothing of reports, and a worker nothing of engines.

Tasks and answers pass between them as JSON, so that any engine that can call a function on strings will do:
here (one process), Daft on this machine or on Ray, and Spark.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from onrecord.errors import InputError, ResourceError
from onrecord.jobs.plan import Job, Task
from onrecord.jobs.worker import Worker

ENGINES = ("daft", "ray", "spark", "here")


class Engine(Protocol):
    """Hands tasks to workers."""

    def run(self, job: Job, tasks: Sequence[Task]) -> Iterator[dict[str, Any]]:
        """Have tasks done, and yield what workers say of it, in no order.

        Raises:
            OnRecordError: a worker met an error that ends the job.
            WorkerEnded: a worker's process ended; what was done is kept.
        """
        ...


@dataclass(frozen=True, slots=True)
class Here:
    """Does tasks one after the other, in this process."""

    def run(self, job: Job, tasks: Sequence[Task]) -> Iterator[dict[str, Any]]:
        """Have tasks done; see `Engine`."""
        worker = Worker(job)
        for task in tasks:
            yield from worker(task)


def engine_of(name: str, *, workers: int, address: str | None = None) -> Engine:
    """Return an engine by its name.

    Args:
        name: "daft" (this machine), "ray" (Daft on a Ray cluster), "spark" or "here".
        workers: how many processes read at once.
        address: of a Ray cluster or a Spark master; None for one on this machine.

    Raises:
        InputError: there is no such engine.
        ResourceError: its library is not installed.
    """
    try:
        match name:
            case "here":
                return Here()
            case "daft" | "ray":
                from onrecord.jobs.daft_engine import Daft

                return Daft(workers, on_ray=name == "ray", address=address)
            case "spark":
                from onrecord.jobs.spark_engine import Spark

                return Spark(workers, address=address)
    except ImportError as error:
        remedy = {"ray": "pip install 'onrecord[scale]' ray", "spark": "pip install pyspark, and Java"}
        raise ResourceError(
            what=f"its library is not installed ({error})",
            where=f"engine {name}",
            remedy=remedy.get(name, "pip install 'onrecord[scale]'"),
        ) from error
    raise InputError(what="there is no such engine", where=name, remedy=f"choose {', '.join(ENGINES)}")


def settle_in() -> None:
    """Have a worker's process keep to one core, as others work beside it, and note nothing on the screen.

    What is wrong with a page stands in a table of its own.
    """
    import logging

    import numpy  # noqa: F401  its threads are those that are limited
    import structlog
    from threadpoolctl import threadpool_limits

    threadpool_limits(limits=1)

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    logging.getLogger().setLevel(logging.ERROR)
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def answers_of(worker: Worker, task: str) -> str:
    """Do a task that is given as JSON, and return its answers, or its error, as JSON."""
    from onrecord.errors import OnRecordError

    try:
        return json.dumps(list(worker(Task.from_json(task))))
    except OnRecordError as problem:
        told = {"what": problem.what, "where": problem.where, "remedy": problem.remedy}
        return json.dumps([{"kind": "error", "type": type(problem).__name__, **told}])


def told(answers: str) -> Iterator[dict[str, Any]]:
    """Yield the answers in JSON.

    Raises:
        OnRecordError: one is an error that ends the job.
    """
    import onrecord.errors

    for answer in json.loads(answers):
        if answer["kind"] == "error":
            kind = getattr(onrecord.errors, answer["type"], ResourceError)
            raise kind(what=answer["what"], where=answer["where"], remedy=answer["remedy"])
        yield answer
