"""Which schema a database has, and the migrations that bring it up to this program's."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from onrecord.errors import NewerStore, NotAStore, StoreError
from onrecord.store.engine import APPLICATION_ID, Backend

NEWEST = "0003"
"""Number of the newest migration; a test holds it against the folder of migrations."""

_MIGRATIONS = Path(__file__).parent / "migrations"


def program_version() -> str:
    """Return the version of the installed program, "0+uninstalled" when it runs from bare sources."""
    try:
        return version("onrecord")
    except PackageNotFoundError:
        return "0+uninstalled"


def prepare_schema(backend: Backend, *, create: bool) -> None:
    """Bring the schema of a database up to this program's, in one transaction, where it is not yet.

    Args:
        backend: the database.
        create: whether tables are made in an empty one.

    Raises:
        NotAStore: it is empty and none are to be made, or it holds something else.
        NewerStore: a newer version of the program wrote it.
        StoreError: it is of an older version and opened for reading, or cannot be written.
    """
    with backend.reading() as connection:
        found = _found_version(connection, backend)
    if found == NEWEST:
        return
    if found is None and (not create or backend.read_only):
        raise NotAStore(
            what="there are no reports in it and no tables for any",
            where=backend.where,
            remedy="add reports with `onrecord add INPUT --db` first, or look at the name",
        )
    if backend.read_only:
        raise StoreError(
            what=f"it was written by an older version of the program (schema {found}, now {NEWEST})",
            where=backend.where,
            remedy="open it once for writing, so that it is brought up to date",
        )
    with backend.writing() as connection:
        # Somebody else may have done it while this one waited for the lock.
        if _found_version(connection, backend) != NEWEST:
            _migrate(connection)


def _found_version(connection: Connection, backend: Backend) -> str | None:
    """Return the number of the newest migration that was run, or None for a database without tables."""
    names = set(inspect(connection).get_table_names())
    if backend.is_sqlite:
        is_ours = connection.exec_driver_sql("PRAGMA application_id").scalar() == APPLICATION_ID
        is_empty = not names
    else:
        # A database on a server may hold other programs' tables beside ours.
        is_ours = {"alembic_version", "captures", "reports"} <= names
        is_empty = not names & {"alembic_version", "captures", "reports", "texts", "records", "meta"}
    if is_empty:
        return None
    if not is_ours:
        raise NotAStore(
            what="it holds another program's tables",
            where=backend.where,
            remedy="name another file or database: nothing was written to this one",
        )
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if not isinstance(found, str) or found > NEWEST:
        raise NewerStore(
            what=f"a newer version of the program wrote it (schema {found}, this one knows {NEWEST})",
            where=backend.where,
            remedy="install the newest onrecord (`pip install --upgrade onrecord`)",
        )
    return found


def _migrate(connection: Connection) -> None:
    # Here, as it takes a tenth of a second and most openings need none of it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    # The version of the program is told for a reader of the database; the schema's alone decides.
    connection.execute(text("DELETE FROM meta WHERE name IN ('program', 'schema')"))
    connection.execute(
        text("INSERT INTO meta (name, value) VALUES ('program', :program), ('schema', :schema)"),
        {"program": program_version(), "schema": NEWEST},
    )
