"""Opening a store: what may be there, and what must not."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from onrecord.errors import (
    DamagedStore,
    NewerStore,
    NotAStore,
    StoreReadOnly,
    StoreUnreachable,
)
from onrecord.store import Relation, Store, schema
from onrecord.store.tables import metadata
from tests.store.reports import CODEC, made_up, numbered


def test_a_store_is_made_where_there_is_none_and_found_again(place: str) -> None:
    report = made_up("Ships wait.")
    with Store.open(place, codec=CODEC) as store:
        store.add(*report.parts)
    with Store.open(place, codec=CODEC, create=False) as store:
        assert store.record(report.key).record == report.record


def test_none_is_made_where_none_is_to_be(place: str) -> None:
    with pytest.raises(NotAStore):
        Store.open(place, codec=CODEC, create=False)
    with pytest.raises(NotAStore):
        Store.open(place, codec=CODEC, read_only=True)
    assert "://" in place or not Path(place).exists()


def test_the_migrations_leave_the_tables_that_the_program_knows(store: Store) -> None:
    with store._backend.reading() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_name": lambda name, kind, _: (
                    kind != "table" or not str(name).startswith("text_words")
                )
            },
        )
        assert compare_metadata(context, metadata) == []


def test_the_newest_migration_is_the_one_that_the_program_names() -> None:
    scripts = ScriptDirectory(str(Path(schema.__file__).parent / "migrations"))
    assert scripts.get_current_head() == schema.NEWEST
    assert all(script.revision.isdigit() and len(script.revision) == 4 for script in scripts.walk_revisions())


def test_a_store_of_the_first_schema_is_brought_up_to_date_and_loses_no_report(place: str) -> None:
    report = made_up("Ships wait.")
    with Store.open(place, codec=CODEC) as store:
        store.add(*report.parts)
        store.put_relations({"stories": [Relation("T1", (report.key,), {})]}, basis="x")
        with store._backend.writing() as connection:
            connection.exec_driver_sql("DROP TABLE saved_searches")
            connection.exec_driver_sql("DROP TABLE relation_facets")
            connection.exec_driver_sql("DROP INDEX relations_by_time")
            connection.exec_driver_sql("ALTER TABLE relations DROP COLUMN first")
            connection.exec_driver_sql("ALTER TABLE relations DROP COLUMN last")
            connection.exec_driver_sql("ALTER TABLE relations DROP COLUMN sequence")
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    with Store.open(place, codec=CODEC) as store:
        assert store.record(report.key).record == report.record
        # What holds between reports is made anew from them.
        assert store.relations_state() is None
        assert list(store.chosen_relations("stories")) == []


def test_a_store_of_a_newer_program_is_left_alone(store: Store, place: str) -> None:
    with store._backend.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")
    with pytest.raises(NewerStore, match=r"schema 0999.*pip install --upgrade onrecord"):
        Store.open(place, codec=CODEC)


def test_a_folder_a_missing_folder_and_another_address_are_told(tmp_path: Path) -> None:
    with pytest.raises(NotAStore, match="this is a folder"):
        Store.open(tmp_path, codec=CODEC)
    with pytest.raises(NotAStore, match="make the folder first"):
        Store.open(tmp_path / "not there" / "reports.db", codec=CODEC)
    with pytest.raises(NotAStore, match="no database is known under such an address") as told:
        Store.open("mysql://user:secret@example.org/reports", codec=CODEC)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("content", [b"Ships wait." * 400, b"SQLite format 3\0" + b"\xff" * 5_000])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(content)
    with pytest.raises((NotAStore, DamagedStore)):
        Store.open(path, codec=CODEC)
    assert path.read_bytes() == content


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE reports (id)")
    other.close()
    with pytest.raises(NotAStore, match="another program's tables"):
        Store.open(path, codec=CODEC)
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("reports",)]
    other.close()


def test_another_programs_tables_on_a_server_are_left_alone(server_place: str) -> None:
    import psycopg

    with psycopg.connect(server_place, autocommit=True) as other:
        other.execute("CREATE TABLE reports (id INTEGER)")
    with pytest.raises(NotAStore, match="another program's tables"):
        Store.open(server_place, codec=CODEC)


def test_a_store_says_where_it_is_without_the_password(server_place: str) -> None:
    with Store.open(server_place.replace("postgres@", "postgres:secret@"), codec=CODEC) as store:
        assert "secret" not in store.where
        assert store.where.startswith("postgresql://postgres:***@")


def test_a_name_may_hold_what_addresses_give_a_meaning_to(tmp_path: Path) -> None:
    path = tmp_path / "100% of #1 ?mode=memory& Łódź.db"
    with Store.open(path, codec=CODEC) as store:
        store.add(*made_up("Ships wait.").parts)
    assert path.stat().st_size > 0
    with Store.open(path, codec=CODEC, read_only=True) as store:
        assert store.counts().reports == 1


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    path = tmp_path / "reports.db"
    path.touch()
    with Store.open(path, codec=CODEC) as store:
        assert store.counts().reports == 0


def test_what_is_opened_for_reading_is_not_written(store: Store, place: str) -> None:
    report = made_up("Ships wait.")
    store.add(*report.parts)
    with Store.open(place, codec=CODEC, read_only=True) as reader:
        assert reader.record(report.key).record == report.record
        assert [hit.report.key for hit in reader.search("ships")] == [report.key]
        assert reader.read_only
        with pytest.raises(StoreReadOnly, match="opened for reading alone"):
            reader.add(*made_up("Ships leave.").parts)
        store.add(*made_up("Ships leave.").parts)
        assert reader.counts().reports == 2


def try_as_nobody(places: list[str], told: Connection) -> None:
    """Try to write, then to read, in places that this user may not write."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    for place in places:
        try:
            Store.open(place, codec=CODEC)
            told.send("written")
        except StoreReadOnly as problem:
            told.send(problem.what)
        if os.path.exists(place):
            with Store.open(place, codec=CODEC, read_only=True) as store:
                told.send([filed.key for filed in store.records()])


def test_a_place_that_may_not_be_written_can_still_be_read(processes: ForkServerContext) -> None:
    report = made_up("Ships wait.")
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name) / "shelf"
        folder.mkdir()
        with Store.open(folder / "reports.db", codec=CODEC) as store:
            store.add(*report.parts)
        (folder / "reports.db").chmod(0o444)
        folder.chmod(0o555)
        Path(name).chmod(0o755)
        here, there = processes.Pipe(duplex=False)
        reader = processes.Process(
            target=try_as_nobody, args=([f"{folder}/reports.db", f"{folder}/new.db"], there)
        )
        try:
            reader.start()
            there.close()
            first, keys, second = here.recv(), here.recv(), here.recv()
        finally:
            reader.join()
            folder.chmod(0o755)
    assert "may not be written" in first
    assert "may not be written" in second
    assert keys == [report.key]


def test_a_missing_driver_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(StoreUnreachable, match=r"pip install 'onrecord\[postgres\]'"):
        Store.open("postgresql://localhost/onrecord", codec=CODEC)


def test_a_server_that_does_not_answer_is_told_without_the_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreUnreachable) as told:
        Store.open("postgresql://user:secret@/onrecord?host=/nonexistent", codec=CODEC, wait_s=2)
    assert "secret" not in str(told.value)
    assert "look whether it runs" in told.value.remedy


def test_a_server_without_the_database_is_told(server: str) -> None:
    with pytest.raises(StoreUnreachable, match="does not exist"):
        Store.open(server.replace("/onrecord", "/nothing_of_the_kind"), codec=CODEC)


def test_an_address_that_cannot_be_read_is_told() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(NotAStore, match="write it as postgresql://"):
        Store.open("postgresql://user@host:port/x", codec=CODEC)


def test_damaged_pages_are_told(tmp_path: Path) -> None:
    path = tmp_path / "reports.db"
    with Store.open(path, codec=CODEC) as store:
        for number in range(60):
            store.add(*numbered(number).parts)
    content = bytearray(path.read_bytes())
    for start in range(8_192, len(content), 4_096):
        content[start : start + 40] = b"\xaa" * 40
    path.write_bytes(content)
    with pytest.raises((DamagedStore, NotAStore)) as told, Store.open(path, codec=CODEC) as store:
        list(store.records())
    assert "copy" in told.value.remedy


def test_a_file_that_was_cut_is_told(tmp_path: Path) -> None:
    path = tmp_path / "reports.db"
    with Store.open(path, codec=CODEC) as store:
        for number in range(60):
            store.add(*numbered(number).parts)
    os.truncate(path, path.stat().st_size // 3)
    with pytest.raises(DamagedStore), Store.open(path, codec=CODEC) as store:
        list(store.records())


def test_a_damaged_record_or_capture_is_told(store: Store) -> None:
    first, second, third = (made_up(f"Report {number}.") for number in range(3))
    for report in (first, second, third):
        store.add(*report.parts)
    assert list(store.check(captures=True)) == []
    with store._backend.writing() as connection:
        for statement in (
            f"UPDATE records SET data = captures.data FROM captures WHERE records.key = '{first.key}'",
            f"UPDATE captures SET data = records.data FROM records WHERE captures.digest = '{second.capture.digest}'",
            f"DELETE FROM records WHERE key = '{third.key}'",
        ):
            connection.exec_driver_sql(statement)
    with pytest.raises(DamagedStore, match=f"the record of {first.key} cannot be read"):
        store.record(first.key)
    with pytest.raises(DamagedStore, match="another digest"):
        store.capture(second.key)
    assert list(store.check(captures=True)) == [
        f"the report {third.key} has no record",
        f"the capture {second.capture.digest} has another digest than when it was put in",
    ]


def test_sqlalchemy_is_left_alone_until_a_store_is_opened(python_path: str) -> None:
    asked = (
        "import sys, onrecord.cli; sys.exit(any(name in sys.modules for name in ('sqlalchemy', 'alembic')))"
    )
    assert subprocess.run([sys.executable, "-c", asked]).returncode == 0
    asked = (
        "import sys, onrecord.store; sys.exit(any(name in sys.modules for name in ('alembic', 'psycopg')))"
    )
    assert subprocess.run([sys.executable, "-c", asked]).returncode == 0
