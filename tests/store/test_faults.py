"""Kills, full disks, locks and two writers: nothing acknowledged is lost, and every failure is told."""

from __future__ import annotations

import random
import resource
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest
from sqlalchemy import event

from onrecord.errors import StoreError, StoreFull, StoreLocked
from onrecord.store import Store
from tests.store.reports import CODEC, MadeUp, add_and_relate, add_numbered, made_up, numbered

N_KILLS = 50


def assert_holds(store: Store, reports: list[MadeUp]) -> None:
    for report in reports:
        assert store.knows(report.capture) == report.key
        assert store.record(report.key).record == report.record
        assert store.capture(report.key) == report.capture


def killed_while_adding(processes: ForkServerContext, where: str, first: int, after_s: float) -> list[int]:
    """Return the numbers of the reports that a writer had acknowledged when it was killed, so long after its start."""
    here, there = processes.Pipe(duplex=False)
    writer = processes.Process(target=add_and_relate, args=(where, first, there))
    writer.start()
    there.close()
    assert here.recv() == "begun"
    time.sleep(after_s)
    writer.kill()
    writer.join()
    assert writer.exitcode == -9
    return list(_told(here))


def _told(here: Connection) -> Iterator[int]:
    try:
        while True:
            yield here.recv()
    except EOFError:
        return


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_when_the_writer_is_killed(
    processes: ForkServerContext, tmp_path: Path
) -> None:
    where, draw = str(tmp_path / "reports.db"), random.Random(11)
    acknowledged: list[int] = []
    n_cut_short = 0
    for _ in range(N_KILLS):
        first = max(acknowledged, default=-1) + 1
        told = killed_while_adding(processes, where, first, draw.uniform(0.01, 0.35))
        acknowledged += told
        if not Path(where).exists():
            continue
        with Store.open(where, codec=CODEC) as store:
            n_reports = store.counts().reports
            # What was on the disk and not yet acknowledged may be there as well, whole.
            assert n_reports >= len(set(acknowledged))
            n_cut_short += n_reports > len(set(acknowledged))
            assert list(store.check()) == []
            assert_holds(store, [numbered(number) for number in told])
            assert len({relation.data["made"] for relation in store.relations("stories")}) <= 1
    with Store.open(where, codec=CODEC) as store:
        assert len(acknowledged) > N_KILLS // 2
        assert_holds(store, [numbered(number) for number in acknowledged])
        assert list(store.check(captures=True)) == []
        assert len(list(store.records())) == store.counts().reports


def test_a_store_that_was_killed_while_it_was_made_is_whole_or_not_there(
    processes: ForkServerContext, tmp_path: Path
) -> None:
    for number in range(12):
        where = str(tmp_path / f"{number}.db")
        told = killed_while_adding(processes, where, 0, 0.006 * number)
        with Store.open(where, codec=CODEC) as store:
            assert_holds(store, [numbered(one) for one in told])
            store.add(*numbered(99_999).parts)
            assert list(store.check()) == []


def test_two_writers_at_once_add_everything_once(processes: ForkServerContext, place: str) -> None:
    pipes = [processes.Pipe(duplex=False) for _ in range(2)]
    shares = [list(range(60)), list(range(90, 30, -1))]
    writers = [
        processes.Process(target=add_numbered, args=(place, share, there))
        for share, (_, there) in zip(shares, pipes, strict=True)
    ]
    for writer in writers:
        writer.start()
    for _, there in pipes:
        there.close()
    told = [list(_told(here)) for here, _ in pipes]
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    statuses = [status for of_one in told for _, status in of_one]
    assert (statuses.count("new"), statuses.count("known")) == (91, 29)
    with Store.open(place, codec=CODEC) as store:
        assert_holds(store, [numbered(number) for number in range(91)])
        assert store.counts().reports == 91
        assert len({row.sequence for row in store.reports()}) == 91
        assert list(store.check(captures=True)) == []


def test_versions_of_one_address_by_two_writers_form_one_chain(place: str) -> None:
    url = "https://example.org/ferry"
    with Store.open(place, codec=CODEC) as store:

        def add(numbers: range) -> None:
            for number in numbers:
                store.add(*made_up(f"{number} are missing.", url=url).parts)

        threads = [threading.Thread(target=add, args=(numbers,)) for numbers in (range(15), range(15, 30))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        versions = store.versions(url)
        assert len(versions) == 30
        assert [row.superseded_by for row in versions] == [*(row.key for row in versions[1:]), None]
        assert store.counts().reports == 1


def test_a_locked_file_is_told_and_can_be_read(file_store: Store) -> None:
    file_store.add(*numbered(1).parts)
    other = sqlite3.connect(file_store.where, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    begun = time.monotonic()
    with pytest.raises(StoreLocked, match="another program keeps the database locked") as told:
        file_store.add(*numbered(2).parts)
    assert 0.2 < time.monotonic() - begun < 5
    assert "run again" in told.value.remedy
    assert file_store.where in str(told.value)
    assert_holds(file_store, [numbered(1)])
    other.execute("ROLLBACK")
    other.close()
    assert file_store.add(*numbered(2).parts).status == "new"


@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_file_that_is_locked_for_good_cannot_be_opened(tmp_path: Path, lock: str) -> None:
    path = tmp_path / "reports.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute(f"BEGIN {lock}")
    begun = time.monotonic()
    with pytest.raises(StoreLocked):
        Store.open(path, codec=CODEC, wait_s=0.3)
    assert 0.25 < time.monotonic() - begun < 5
    other.close()


@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_new_file_that_another_program_locks_is_waited_for(tmp_path: Path, lock: str) -> None:
    path = tmp_path / "reports.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute(f"BEGIN {lock}")
    end = threading.Timer(0.3, other.execute, ["ROLLBACK"])
    end.start()
    with Store.open(path, codec=CODEC, wait_s=20) as store:
        assert store.add(*numbered(1).parts).status == "new"
    end.join()
    other.close()


def test_a_locked_server_is_told_and_can_be_read(server_place: str) -> None:
    with (
        Store.open(server_place, codec=CODEC, wait_s=0.3) as store,
        Store.open(server_place, codec=CODEC) as other,
    ):
        store.add(*numbered(1).parts)
        with other._backend.writing(), pytest.raises(StoreLocked, match="keeps the database locked"):
            store.add(*numbered(2).parts)
        assert_holds(store, [numbered(1)])
        assert store.add(*numbered(2).parts).status == "new"


def fill(store: Store) -> list[MadeUp]:
    """Add reports until there is no more room, and return those that were acknowledged."""
    kept = []
    for number in range(3_000):
        report = numbered(number)
        try:
            store.add(*report.parts)
        except StoreFull:
            return kept
        kept.append(report)
    raise AssertionError("the disk was never full")


def test_a_full_database_keeps_what_was_acknowledged(file_store: Store) -> None:
    def bound(n_pages: int) -> Callable[[sqlite3.Connection, object], None]:
        return lambda connection, _: connection.execute(f"PRAGMA max_page_count = {n_pages}")  # type: ignore[return-value]

    file_store._backend.close()
    small, large = bound(250), bound(1_000_000)
    event.listen(file_store._backend.readers, "connect", small)
    kept = fill(file_store)
    assert kept
    assert_holds(file_store, kept)
    with pytest.raises(StoreFull, match="make room on the disk and run again: what was acknowledged is kept"):
        file_store.add(*numbered(len(kept)).parts)
    event.remove(file_store._backend.readers, "connect", small)
    event.listen(file_store._backend.readers, "connect", large)
    file_store._backend.close()
    assert file_store.add(*numbered(len(kept)).parts).status == "new"
    assert list(file_store.check(captures=True)) == []


_FILL_THE_DISK = """
import resource, sys
from onrecord.errors import StoreError, StoreFull
from onrecord.store import Store
from tests.store.reports import CODEC, numbered
with Store.open(sys.argv[1], codec=CODEC) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, resource.RLIM_INFINITY))
    number = 0
    try:
        for number in range(3_000):
            store.add(*numbered(number).parts)
            print(number, flush=True)
    except StoreFull as problem:
        print(problem, file=sys.stderr)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert store.add(*numbered(number).parts).status == "new"
    print(number)
"""


@pytest.mark.skipif(
    not hasattr(resource, "RLIMIT_FSIZE"), reason="this system knows no limit on the size of files"
)
def test_a_disk_that_takes_no_more_is_told_and_nothing_acknowledged_is_lost(
    tmp_path: Path, python_path: str
) -> None:
    path = tmp_path / "reports.db"
    done = subprocess.run([sys.executable, "-c", _FILL_THE_DISK, str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "make room" in done.stderr
    kept = [int(line) for line in done.stdout.splitlines()]
    assert len(kept) > 3
    with Store.open(path, codec=CODEC) as store:
        assert_holds(store, [numbered(number) for number in kept])
        assert list(store.check(captures=True)) == []


def test_a_server_that_ends_the_connection_is_told_and_the_store_goes_on(server_place: str) -> None:
    with Store.open(server_place, codec=CODEC) as store:
        store.add(*numbered(1).parts)
        with pytest.raises(StoreError), store._backend.writing() as connection:
            connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
        assert store.add(*numbered(2).parts).status == "new"
        assert_holds(store, [numbered(1), numbered(2)])


def test_a_store_is_used_by_many_threads_at_once(store: Store) -> None:
    problems: list[BaseException] = []

    def work(share: int) -> None:
        try:
            for number in range(share, 40, 4):
                store.add(*numbered(number).parts)
                store.search("harbour", limit=3)
        except StoreError as problem:
            problems.append(problem)

    threads = [threading.Thread(target=work, args=(share,)) for share in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert_holds(store, [numbered(number) for number in range(40)])
