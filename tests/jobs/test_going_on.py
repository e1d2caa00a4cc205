"""Jobs that are stopped, killed, or run again: what is missing is done, and the tables are those of an undisturbed job."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import InputError, OutputError, UnreadableInput, WorkerEnded
from onrecord.jobs.engines import Here
from onrecord.jobs.plan import Job, Task
from onrecord.jobs.reading import SKIPPED
from onrecord.jobs.running import plan_job
from onrecord.jobs.worker import Worker
from onrecord.model import Document, Record
from onrecord.pipeline import Recorder
from tests.jobs.conftest import Archive, Finished, done_units, files_in, job_of, run

pytestmark = [pytest.mark.weights, pytest.mark.slow]

N_KILLS = 4


@dataclass
class Breaking:
    """An engine whose worker ends after some units, once for each number given."""

    after: list[int]

    def run(self, job: Job, tasks: Sequence[Task]) -> Iterator[dict[str, Any]]:
        left = self.after.pop(0) if self.after else None
        for answer in Here().run(job, tasks):
            yield answer
            if left is not None and (left := left - 1) == 0:
                raise WorkerEnded(what="it was killed", where="test", remedy="go on")


def test_a_finished_job_does_nothing_again(undisturbed: Finished) -> None:
    before = files_in(undisturbed.output)
    begun = time.perf_counter()
    assert run(undisturbed.job) == undisturbed.manifest
    assert time.perf_counter() - begun < 1
    assert files_in(undisturbed.output) == before


def test_workers_that_end_are_followed_by_others(
    undisturbed: Finished, elsewhere: Callable[[Job], Job]
) -> None:
    job = elsewhere(undisturbed.job)
    engine = Breaking([1, 1, 2, 1])
    run(job, engine)
    assert not engine.after
    assert files_in(Path(job.output)) == files_in(undisturbed.output)


def test_a_job_whose_workers_do_nothing_gives_up(
    undisturbed: Finished, elsewhere: Callable[[Job], Job]
) -> None:
    class Dead:
        def run(self, job: Job, tasks: Sequence[Task]) -> Iterator[dict[str, Any]]:
            raise WorkerEnded(what="it was killed", where="test", remedy="go on")
            yield {}

    with pytest.raises(WorkerEnded):
        run(elsewhere(undisturbed.job), Dead())


def test_units_that_are_done_are_not_read_again(
    undisturbed: Finished, elsewhere: Callable[[Job], Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = elsewhere(undisturbed.job)
    with pytest.raises(KeyboardInterrupt):
        run(job, Interrupted())
    done = done_units(Path(job.output))
    assert len(done) == 2
    read: list[int] = []
    original = Worker._read

    def noted(worker: Worker, unit: Any) -> Any:
        read.append(unit.number)
        return original(worker, unit)

    monkeypatch.setattr(Worker, "_read", noted)
    run(job)
    assert {int(path.parent.name) for path in done}.isdisjoint(read)
    assert files_in(Path(job.output)) == files_in(undisturbed.output)


class Interrupted:
    def run(self, job: Job, tasks: Sequence[Task]) -> Iterator[dict[str, Any]]:
        n_read = 0
        for answer in Here().run(job, tasks):
            yield answer
            n_read += answer["kind"] == "read"
            if n_read == 2:
                raise KeyboardInterrupt


def test_other_settings_or_files_are_refused(archive: Archive, undisturbed: Finished, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="other unit"):
        run(job_of(archive, undisturbed.output, unit=3))
    copied = tmp_path / "copied"
    shutil.copytree(archive.folder, copied)
    with pytest.raises(InputError, match="other files"):
        run(job_of(Archive(copied, archive.truth), undisturbed.output))


def test_a_page_on_which_the_program_fails_is_set_aside_with_its_cause(
    undisturbed: Finished,
    elsewhere: Callable[[Job], Job],
    recorder: Recorder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[str] = []

    def failing(document: Document) -> Record:
        seen.append(document.id)
        if len(seen) == 3:
            raise ZeroDivisionError("no such luck")
        return recorder(document)

    monkeypatch.setattr("onrecord.jobs.worker._load", lambda: failing)
    job = elsewhere(undisturbed.job)
    counts = run(job)["counts"]
    assert counts["set_aside"]["ZeroDivisionError"] == 1
    assert counts["reports"] == undisturbed.manifest["counts"]["reports"] - 1
    pq = pytest.importorskip("pyarrow.parquet")
    aside = pq.read_table(Path(job.output) / "set_aside").to_pylist()
    told = next(row for row in aside if row["kind"] == "ZeroDivisionError")
    assert "no such luck" in told["what"]
    assert told["archive"]
    assert told["digest"]


def test_a_page_that_ends_the_process_again_and_again_is_set_aside(
    undisturbed: Finished,
    elsewhere: Callable[[Job], Job],
    recorder: Recorder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deadly: list[str] = []

    class Deadly:
        """An engine whose worker ends at one page, as one does that the system kills for its memory."""

        def run(self, job: Job, tasks: Sequence[Task]) -> Iterator[dict[str, Any]]:
            try:
                yield from Here().run(job, tasks)
            except SystemExit:
                raise WorkerEnded(what="it was killed", where="test", remedy="go on") from None

    def dying(document: Document) -> Record:
        if not deadly:
            deadly.append(document.id)
        if document.id == deadly[0]:
            raise SystemExit
        return recorder(document)

    monkeypatch.setattr("onrecord.jobs.worker._load", lambda: dying)
    job = elsewhere(undisturbed.job)
    counts = run(job, Deadly())["counts"]
    assert counts["set_aside"][SKIPPED] >= 1
    lost = counts["set_aside"][SKIPPED]
    assert counts["reports"] + lost >= undisturbed.manifest["counts"]["reports"]
    assert counts["captures"] == undisturbed.manifest["counts"]["captures"]


def test_no_room_is_told_and_what_is_done_is_kept(
    undisturbed: Finished, elsewhere: Callable[[Job], Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    from onrecord.jobs.folders import Folder

    job, original, full = elsewhere(undisturbed.job), Folder.put, [False]

    def put(folder: Folder, name: str, data: bytes, *, lasting: bool = True) -> None:
        if full[0]:
            raise OutputError(what="no space left on device", where=name, remedy="make room there")
        original(folder, name, data, lasting=lasting)
        full[0] = name.endswith("done.json")

    monkeypatch.setattr(Folder, "put", put)
    with pytest.raises(OutputError, match="no space left"):
        run(job)
    monkeypatch.undo()
    assert len(done_units(Path(job.output))) == 1
    run(job)
    assert files_in(Path(job.output)) == files_in(undisturbed.output)


def test_files_that_hold_nothing_or_are_damaged_are_set_aside(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("\n", encoding="utf-8")
    whole = (archive.folder / archive.truth.files[0]).read_bytes()
    (tmp_path / "cut.warc.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "no.parquet").write_bytes(b"PAR1 is how a table would begin")
    planned = plan_job(
        [str(tmp_path)],
        str(tmp_path / "tables"),
        unit=50,
        partition="day",
        languages=("en",),
        max_bytes=10**7,
    )
    counts = run(planned)["counts"]
    assert counts["set_aside"]["UnreadableInput"] == 2
    assert counts["set_aside"]["NoBody"] >= 1
    assert 5 < counts["reports"] < archive.truth.reports


def begun(archive: Archive, output: Path, engine: str) -> subprocess.Popen[bytes]:
    command = [
        sys.executable, "-m", "onrecord", "job", "run", "--input", archive.pattern, "--output", str(output),
        "--engine", engine, "--workers", "2", "--unit", "8",
    ]  # fmt: skip
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )


@pytest.mark.parametrize("engine", ["here", "daft"])
def test_killed_again_and_again_the_tables_are_the_same(
    archive: Archive, undisturbed: Finished, tmp_path: Path, engine: str
) -> None:
    if engine == "daft":
        pytest.importorskip("daft", reason="pip install 'onrecord[scale]'")
    draw, output = random.Random(7), tmp_path / "tables"
    for _ in range(N_KILLS):
        process = begun(archive, output, engine)
        time.sleep(draw.uniform(0.5, 4))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
    process = begun(archive, output, engine)
    told, _ = process.communicate(timeout=300)
    assert process.returncode == 0
    assert f"{archive.truth.reports:,} reports" in told.decode()
    assert files_in(output) == files_in(undisturbed.output)
    counts = json.loads((output / "manifest.json").read_text())["counts"]
    assert counts == undisturbed.manifest["counts"]


def test_a_full_disk_again_and_again_sets_nothing_aside(
    undisturbed: Finished, elsewhere: Callable[[Job], Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    from onrecord.jobs.folders import Folder

    job, original = elsewhere(undisturbed.job), Folder.put

    def put(folder: Folder, name: str, data: bytes, *, lasting: bool = True) -> None:
        if name.endswith("events.parquet"):
            raise OutputError(what="no space left on device", where=name, remedy="make room there")
        original(folder, name, data, lasting=lasting)

    monkeypatch.setattr(Folder, "put", put)
    for _ in range(5):
        with pytest.raises(OutputError):
            run(job)
    monkeypatch.undo()
    run(job)
    assert files_in(Path(job.output)) == files_in(undisturbed.output)


@pytest.mark.parametrize("more", [False, True])
def test_a_file_that_gives_other_captures_than_were_counted_ends_the_job(
    undisturbed: Finished, elsewhere: Callable[[Job], Job], monkeypatch: pytest.MonkeyPatch, more: bool
) -> None:
    import onrecord.jobs.worker as module

    job, original = elsewhere(undisturbed.job), module.captures_of
    opened: list[str] = []

    def shifting(name: str, **given: Any) -> Iterator[Any]:
        opened.append(name)
        found = list(original(name, **given))
        is_read = opened.count(name) > 1
        return iter([*found, found[0]] if more and is_read else found[:-1] if is_read else found)

    monkeypatch.setattr(module, "captures_of", shifting)
    with pytest.raises(UnreadableInput, match="as when they were counted"):
        run(job)
    monkeypatch.undo()
    run(job)
    assert files_in(Path(job.output)) == files_in(undisturbed.output)
