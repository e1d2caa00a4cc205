"""Full-text search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    bindparam,
    column,
    func,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from onrecord.store.queries.listing import fitting
from onrecord.store.queries.words import asked_for, texts_with
from onrecord.store.rows import ReportFilter
from onrecord.store.tables import reports, texts
from onrecord.store.words import Term

_MOST_WEIGHED = 5_000
"""Reports that a PostgreSQL server weighs in one search."""

_words = table("text_words", column("rowid"), column("rank"), column("id"), column("words"))


def best_hits(
    connection: Connection, terms: Sequence[Term], wanted: ReportFilter, *, limit: int
) -> Sequence[RowMapping]:
    """Return rows of reports with their `score`, best first, that fit a search and a filter.

    Scores are bm25 in a SQLite file. On a PostgreSQL server they are cover density, and where more than 5,000 reports
    fit, those that arrived last are weighed. Equal ones come in order of arrival.
    """
    dialect = connection.dialect.name
    question = _on_file if dialect == "sqlite" else _on_server
    asked = question(asked_for(terms, dialect), fitting(connection, wanted, by_text=True))
    return connection.execute(asked.limit(limit)).mappings().all()


def all_weighed(
    connection: Connection, terms: Sequence[Term], wanted: ReportFilter
) -> list[tuple[str, float]]:
    """Return key and score of every report that fits a search and a filter, in the order of `best_hits`.

    On a server those come last that `best_hits` does not weigh, the newest first, with a score of 0.
    """
    dialect = connection.dialect.name
    question = _on_file if dialect == "sqlite" else _on_server
    weighed = question(asked_for(terms, dialect), fitting(connection, wanted, by_text=True))
    shown = weighed.selected_columns
    asked = weighed.with_only_columns(shown["key"], shown["score"], maintain_column_froms=True)
    found = [(key, float(score)) for key, score in connection.execute(asked)]
    if dialect != "sqlite" and len(found) >= _MOST_WEIGHED:
        had = {key for key, _ in found}
        conditions = fitting(connection, replace(wanted, text=None))
        within = reports.c.text_id.in_(texts_with(terms, dialect))
        rest = select(reports.c.key).where(within, *conditions).order_by(reports.c.sequence.desc())
        found += [(key, 0.0) for key in connection.execute(rest).scalars() if key not in had]
    return found


def bodies(connection: Connection, text_ids: Sequence[int]) -> dict[int, str]:
    """Return texts by number; at most 500."""
    asked = select(texts.c.id, texts.c.body).where(texts.c.id.in_(text_ids))
    return {row.id: row.body for row in connection.execute(asked)}


def _on_file(asked: str, conditions: Sequence[ColumnElement[bool]]) -> Select[tuple[object, ...]]:
    return (
        select(reports, (-_words.c.rank).label("score"))
        .join_from(_words, reports, reports.c.text_id == _words.c.rowid)
        .where(text("text_words MATCH :asked").bindparams(asked=asked), *conditions)
        .order_by(_words.c.rank, reports.c.sequence)
    )


def _on_server(asked: str, conditions: Sequence[ColumnElement[bool]]) -> Select[tuple[object, ...]]:
    query = bindparam("asked", asked).cast(TSQUERY)
    # The server unpacks the words of each text that it weighs: a word that stands in most of 100,000 reports
    # would take it a second.
    found = (
        select(reports, _words.c.words)
        .join_from(_words, reports, reports.c.text_id == _words.c.id)
        .where(_words.c.words.op("@@")(query), *conditions)
        .order_by(reports.c.sequence.desc())
        .limit(_MOST_WEIGHED)
        .subquery()
    )
    score = func.ts_rank_cd(found.c.words, query)
    shown = [one for one in found.c if one.name != "words"]
    return select(*shown, score.label("score")).order_by(score.desc(), found.c.sequence)
