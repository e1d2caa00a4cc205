"""Looking whether the database is whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, RowMapping, select, text

from onrecord.store.tables import captures, records, reports, sightings, texts

_MOST_TOLD = 20


def complaints_of_engine(connection: Connection) -> Iterator[str]:
    """Yield what the database itself finds wrong with its pages, links and search index; a server has no such question."""
    if connection.dialect.name != "sqlite":
        return
    for (found,) in connection.execute(text(f"PRAGMA integrity_check({_MOST_TOLD})")):
        if found != "ok":
            yield str(found)
    for row in connection.execute(text("PRAGMA foreign_key_check")).fetchmany(_MOST_TOLD):
        yield f"a row of {row[0]} points to one of {row[2]} that is not there"


def halves(connection: Connection) -> Iterator[str]:
    """Yield what is missing from reports: their record, capture, text, or where they were seen."""
    parts = (
        ("record", records, records.c.key == reports.c.key, records.c.key),
        ("capture", captures, captures.c.digest == reports.c.capture_digest, captures.c.digest),
        ("text", texts, texts.c.id == reports.c.text_id, texts.c.id),
        ("sighting", sightings, sightings.c.place == reports.c.place, sightings.c.place),
    )
    for name, part, joined, column in parts:
        asked = select(reports.c.key).outerjoin(part, joined).where(column.is_(None)).limit(_MOST_TOLD)
        for key in connection.execute(asked).scalars():
            yield f"the report {key} has no {name}"
    index = "rowid" if connection.dialect.name == "sqlite" else "id"
    unsearched = text(
        f"SELECT digest FROM texts WHERE NOT EXISTS (SELECT 1 FROM text_words WHERE {index} = texts.id) LIMIT {_MOST_TOLD}"
    )
    for digest in connection.execute(unsearched).scalars():
        yield f"the text {digest} is not in the search index"


def captures_after(connection: Connection, *, after: str, size: int) -> Sequence[RowMapping]:
    """Return the next captures with their bytes, in order of digest."""
    asked = select(captures.c.digest, captures.c.data).where(captures.c.digest > after)
    return connection.execute(asked.order_by(captures.c.digest).limit(size)).mappings().all()
