"""The tables as the newest migration leaves them; a test holds the two against each other.

The search index is no table of SQLAlchemy's: `onrecord.store.queries.words` knows it.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.dialects import postgresql

metadata = MetaData()

# What is sorted or looked up by is compared by code point, whatever the server's language is.
Word = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

meta = Table(
    "meta",
    metadata,
    Column("name", Word, primary_key=True),
    Column("value", Text, nullable=False),
)

captures = Table(
    "captures",
    metadata,
    Column("digest", Word, primary_key=True),
    Column("data", LargeBinary, nullable=False),
    Column("n_bytes", Integer, nullable=False),
    Column("media_type", Text),
    Column("charset", Text),
    Column("retrieved", Text),
    Index("captures_by_size", "n_bytes"),
)

texts = Table(
    "texts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", Word, nullable=False, unique=True),
    Column("body", Text, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("sequence", Integer, primary_key=True),
    Column("key", Word, nullable=False, unique=True),
    Column("text_id", Integer, ForeignKey("texts.id"), nullable=False),
    Column("text_digest", Word, nullable=False),
    Column("input", Text, nullable=False),
    Column("url", Word),
    Column("outlet", Text),
    Column("outlet_folded", Word),
    Column("agency", Text),
    Column("published", Word),
    Column("published_day", Word),
    Column("published_utc", Word),
    Column("language", Text),
    Column("headline", Text),
    Column("capture_digest", Word, ForeignKey("captures.digest"), nullable=False),
    Column("place", Word, nullable=False),
    Column("retrieved_utc", Word),
    Column("added_at", Text, nullable=False),
    Column("version_of", Word),
    Column("superseded_by", Word),
    Index("reports_by_time", "published_utc", "key"),
    Index("reports_by_outlet", "outlet_folded", "published_utc", "key"),
    Index("reports_by_url", "url"),
    Index("reports_by_text", "text_id"),
    sqlite_autoincrement=True,
)

# Of older versions alone: of all reports, the database would take it for lists and sort them itself.
Index(
    "reports_superseded",
    reports.c.superseded_by,
    sqlite_where=reports.c.superseded_by.is_not(None),
    postgresql_where=reports.c.superseded_by.is_not(None),
)

sightings = Table(
    "sightings",
    metadata,
    Column("place", Word, primary_key=True),
    Column("key", Word, ForeignKey("reports.key"), nullable=False),
    Column("digest", Word, nullable=False),
    Column("carrier", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Index("sightings_by_key", "key"),
)

records = Table(
    "records",
    metadata,
    Column("key", Word, ForeignKey("reports.key"), primary_key=True),
    Column("program", Word, nullable=False),
    Column("weights", Word, nullable=False),
    Column("schema", Integer, nullable=False),
    Column("digest", Word, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    # Covers what is asked of all records at once, so that their bytes need not be passed over.
    Index("records_by_make", "key", "weights", "digest"),
)

set_aside = Table(
    "set_aside",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", Word),
    Column("input", Word, nullable=False),
    Column("error", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("program", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index("set_aside_by_input", "input", "digest"),
    sqlite_autoincrement=True,
)

feeds = Table(
    "feeds",
    metadata,
    Column("address", Word, primary_key=True),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("checked_at", Text, nullable=False),
)

relations = Table(
    "relations",
    metadata,
    Column("part", Word, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("id", Word),
    Column("data", Text, nullable=False),
    Column("first", Word),
    Column("last", Word),
    Column("sequence", Integer),
    Index("relations_by_id", "part", "id", "position"),
    # Covers what lists go by, so that the data of what they pass over is not read.
    Index("relations_by_time", "part", "position", "first", "last"),
)

relation_reports = Table(
    "relation_reports",
    metadata,
    Column("part", Word, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("report", Word, primary_key=True),
    Index("relation_reports_by_report", "report", "part", "position"),
    sqlite_with_rowid=False,
)

relation_facets = Table(
    "relation_facets",
    metadata,
    Column("part", Word, primary_key=True),
    Column("facet", Word, primary_key=True),
    Column("value", Word, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("made_at", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("kind", Word, nullable=False),
    Column("target", Word, nullable=False),
    Column("payload", Text, nullable=False),
    Column("undone_at", Text),
    Column("undone_by", Text),
    Column("undone_because", Text),
    Index("corrections_by_target", "target"),
    sqlite_autoincrement=True,
)

saved_searches = Table(
    "saved_searches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("question", Word, nullable=False),
    Column("asked", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("seen", Integer, nullable=False),
    Column("told", Integer, nullable=False),
    sqlite_autoincrement=True,
)
