"""Answers laid in tables, with what is counted of each: what they have in common, whatever form they are given in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.desk.answers import (
    ContradictionRow,
    HappeningAnswer,
    HappeningRow,
    HitRow,
    Rows,
    SourcesAnswer,
    StoryAnswer,
    StoryRow,
)
from onrecord.desk.people_sheets import (
    accusations_sheet,
    entities_sheet,
    events_sheet,
    hits_sheet,
    sayings_sheet,
)
from onrecord.desk.profiles import EntityRow, Profile, Sayings, StatementRow
from onrecord.desk.sheets import (
    Sheet,
    accounts_sheet,
    contradictions_sheet,
    happenings_sheet,
    quotations_sheet,
    reports_sheet,
    sources_sheet,
    stories_sheet,
)


@dataclass(frozen=True)
class Tabled:
    """An answer before it has a form.

    Attributes:
        counted: what is counted, and how many of it there are.
        value: rows, or one of the dataclasses of `onrecord.desk.answers`.
        sheets: the tables; the first is the main one.
        left_out: rows that a limit cut off; None where there are some, and nobody counted them.
    """

    counted: Mapping[str, int]
    value: object
    sheets: tuple[Sheet, ...]
    left_out: int | None = 0


def left_out(rows: Rows[Any]) -> int | None:
    """Return how many rows a limit cut off a list, or None where there are some that nobody counted."""
    return None if rows.total is None else rows.total - len(rows)


def table_stories(rows: Rows[StoryRow]) -> Tabled:
    """Return stories in a table."""
    counted = {"stories": len(rows), "reports": sum(row.n_reports for row in rows)}
    return Tabled(counted, rows, (stories_sheet(rows),), left_out(rows))


def table_story(answer: StoryAnswer) -> Tabled:
    """Return a story in tables."""
    counted = {
        "reports": len(answer.reports),
        "reprints": sum(one.reprint_of is not None for one in answer.reports),
        "happenings": len(answer.happenings),
        "happenings told by several reports": sum(one.n_reports > 1 for one in answer.happenings),
        "contradictions": len(answer.contradictions),
        "utterances": len(answer.lineages),
    }
    sheets = (
        reports_sheet(answer.reports),
        happenings_sheet(answer.happenings),
        contradictions_sheet(answer.contradictions),
        quotations_sheet(answer.lineages),
    )
    return Tabled(counted, answer, sheets)


def table_timeline(rows: Rows[HappeningRow]) -> Tabled:
    """Return happenings in a table."""
    counted = {"happenings": len(rows), "accounts": sum(row.n_accounts for row in rows)}
    return Tabled(counted, rows, (happenings_sheet(rows),), left_out(rows))


def table_happening(answer: HappeningAnswer) -> Tabled:
    """Return a happening in tables."""
    counted = {
        "accounts": len(answer.accounts),
        "reports": len({one.words.report.key for one in answer.accounts}),
        "origins": len(answer.sources.origins),
        "reports not counted": len(answer.sources.not_counted),
        "contradictions": len(answer.contradictions),
    }
    sheets = (
        accounts_sheet(answer.accounts),
        sources_sheet(answer.sources),
        contradictions_sheet(answer.contradictions),
    )
    return Tabled(counted, answer, sheets)


def table_sources(answer: SourcesAnswer) -> Tabled:
    """Return the sources of a happening in a table."""
    counted = {"origins": len(answer.origins), "reports not counted": len(answer.not_counted)}
    return Tabled(counted, answer, (sources_sheet(answer),))


def table_disputes(rows: Rows[ContradictionRow]) -> Tabled:
    """Return contradictions in a table."""
    counted = {"contradictions": len(rows), "happenings": len({row.happening for row in rows})}
    return Tabled(counted, rows, (contradictions_sheet(rows),), left_out(rows))


def table_hits(rows: Rows[HitRow]) -> Tabled:
    """Return what a search found in a table."""
    counted = {"reports": len(rows), "matches": sum(row.n_matches for row in rows)}
    return Tabled(counted, rows, (hits_sheet(rows),), left_out(rows))


def table_entities(rows: Sequence[EntityRow]) -> Tabled:
    """Return people, bodies and places in a table of their names."""
    return Tabled({"entities": len(rows)}, rows, (entities_sheet(rows),))


def table_profiles(profiles: Sequence[Profile]) -> Tabled:
    """Return people, bodies and places with their statements, events and what they are accused of in tables."""
    statements = [(one.entity, row) for one in profiles for row in one.statements]
    events = [(one.entity, row) for one in profiles for row in (*one.as_actor, *one.as_recipient)]
    counted = {
        "entities": len(profiles),
        "statements": len(statements),
        "events as actor": sum(len(one.as_actor) for one in profiles),
        "events as recipient": sum(len(one.as_recipient) for one in profiles),
        "accusations": sum(len(one.accused_of) for one in profiles),
    }
    sheets = (
        entities_sheet([one.entity for one in profiles]),
        sayings_sheet(statements),
        events_sheet(events),
        accusations_sheet((one.entity, row) for one in profiles for row in one.accused_of),
    )
    return Tabled(counted, profiles, sheets)


def table_sayings(found: Sequence[Sayings]) -> tuple[Tabled, Rows[tuple[EntityRow, StatementRow]]]:
    """Return what some people said in a table, and its rows; those without a statement are left out."""
    kept = [one for one in found if one.statements]
    rows = Rows.of(((one.entity, row) for one in kept for row in one.statements), None)
    rows.is_whole = all(one.statements.is_whole for one in found)
    rows.total = len(rows) if rows.is_whole else None
    copies = sum(row.report.reprint_of is not None for _, row in rows)
    counted = {"entities": len(kept), "statements": len(rows), "statements in reprints": copies}
    return Tabled(counted, kept, (sayings_sheet(rows),), left_out(rows)), rows
