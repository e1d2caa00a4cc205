"""The first schema: captures, texts, reports, records, what was set aside, feeds, relations, corrections."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Word = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Make every table and the search index."""
    _make_reports()
    _make_the_rest()
    _make_relations()
    _make_search()


def _make_reports() -> None:
    op.create_table(
        "captures",
        sa.Column("digest", Word, primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("n_bytes", sa.Integer, nullable=False),
        sa.Column("media_type", sa.Text),
        sa.Column("charset", sa.Text),
        sa.Column("retrieved", sa.Text),
    )
    op.create_index("captures_by_size", "captures", ["n_bytes"])
    op.create_table(
        "texts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("digest", Word, nullable=False, unique=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "reports",
        sa.Column("sequence", sa.Integer, primary_key=True),
        sa.Column("key", Word, nullable=False, unique=True),
        sa.Column("text_id", sa.Integer, sa.ForeignKey("texts.id"), nullable=False),
        sa.Column("text_digest", Word, nullable=False),
        sa.Column("input", sa.Text, nullable=False),
        sa.Column("url", Word),
        sa.Column("outlet", sa.Text),
        sa.Column("outlet_folded", Word),
        sa.Column("agency", sa.Text),
        sa.Column("published", Word),
        sa.Column("published_day", Word),
        sa.Column("published_utc", Word),
        sa.Column("language", sa.Text),
        sa.Column("headline", sa.Text),
        sa.Column("capture_digest", Word, sa.ForeignKey("captures.digest"), nullable=False),
        sa.Column("place", Word, nullable=False),
        sa.Column("retrieved_utc", Word),
        sa.Column("added_at", sa.Text, nullable=False),
        sa.Column("version_of", Word),
        sa.Column("superseded_by", Word),
        sqlite_autoincrement=True,
    )
    op.create_index("reports_by_time", "reports", ["published_utc", "key"])
    op.create_index("reports_by_outlet", "reports", ["outlet_folded", "published_utc", "key"])
    op.create_index("reports_by_url", "reports", ["url"])
    op.create_index("reports_by_text", "reports", ["text_id"])
    op.create_index(
        "reports_superseded",
        "reports",
        ["superseded_by"],
        sqlite_where=sa.text("superseded_by IS NOT NULL"),
        postgresql_where=sa.text("superseded_by IS NOT NULL"),
    )
    op.create_table(
        "sightings",
        sa.Column("place", Word, primary_key=True),
        sa.Column("key", Word, sa.ForeignKey("reports.key"), nullable=False),
        sa.Column("digest", Word, nullable=False),
        sa.Column("carrier", sa.Text, nullable=False),
        sa.Column("seen_at", sa.Text, nullable=False),
    )
    op.create_index("sightings_by_key", "sightings", ["key"])
    op.create_table(
        "records",
        sa.Column("key", Word, sa.ForeignKey("reports.key"), primary_key=True),
        sa.Column("program", Word, nullable=False),
        sa.Column("weights", Word, nullable=False),
        sa.Column("schema", sa.Integer, nullable=False),
        sa.Column("digest", Word, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_index("records_by_make", "records", ["key", "weights", "digest"])


def _make_the_rest() -> None:
    op.create_table(
        "meta",
        sa.Column("name", Word, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "set_aside",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("digest", Word),
        sa.Column("input", Word, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("program", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("set_aside_by_input", "set_aside", ["input", "digest"])
    op.create_table(
        "feeds",
        sa.Column("address", Word, primary_key=True),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("checked_at", sa.Text, nullable=False),
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("kind", Word, nullable=False),
        sa.Column("target", Word, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("undone_at", sa.Text),
        sa.Column("undone_by", sa.Text),
        sa.Column("undone_because", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_index("corrections_by_target", "corrections", ["target"])


def _make_relations() -> None:
    op.create_table(
        "relations",
        sa.Column("part", Word, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", Word),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.create_index("relations_by_id", "relations", ["part", "id", "position"])
    op.create_table(
        "relation_reports",
        sa.Column("part", Word, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("report", Word, primary_key=True),
    )
    op.create_index("relation_reports_by_report", "relation_reports", ["report", "part", "position"])


def _make_search() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # Without content of its own: it is filled with the words that the program finds, under the number of the text.
        op.execute(
            "CREATE VIRTUAL TABLE text_words USING fts5("
            "words, content='', tokenize='unicode61 remove_diacritics 2')"
        )
        return
    op.execute(
        "CREATE TABLE text_words (id INTEGER PRIMARY KEY REFERENCES texts (id), words TSVECTOR NOT NULL)"
    )
    # Without its list of pending entries, which every search would have to go through.
    op.execute("CREATE INDEX text_words_by_word ON text_words USING gin (words) WITH (fastupdate = off)")
