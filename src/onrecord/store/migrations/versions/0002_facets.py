"""What relations can be chosen by: the time that they are about, and facets; those that are there are made anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Word = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the columns and the table, and drop the relations, which a program finds again from the records."""
    op.drop_table("relation_reports")
    op.create_table(
        "relation_reports",
        sa.Column("part", Word, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("report", Word, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("relation_reports_by_report", "relation_reports", ["report", "part", "position"])
    op.execute("DELETE FROM relations")
    op.execute("DELETE FROM meta WHERE name LIKE 'relations_%'")
    op.add_column("relations", sa.Column("first", Word))
    op.add_column("relations", sa.Column("last", Word))
    op.add_column("relations", sa.Column("sequence", sa.Integer))
    op.create_index("relations_by_time", "relations", ["part", "position", "first", "last"])
    op.create_table(
        "relation_facets",
        sa.Column("part", Word, primary_key=True),
        sa.Column("facet", Word, primary_key=True),
        sa.Column("value", Word, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
