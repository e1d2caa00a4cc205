"""People, what they said and did, and what a search found, as answers to read."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.commands.answer import Answer, shown
from onrecord.commands.answer_page import AnswerPage, counted, counted_rows, told_days, told_report
from onrecord.desk.answers import HitRow, Rows
from onrecord.desk.profiles import (
    AccusationRow,
    ClaimRow,
    EntityRow,
    EventRow,
    NameRow,
    Profile,
    Sayings,
    StatementRow,
)
from onrecord.desk.tabled import table_hits, table_profiles, table_sayings
from onrecord.export.calendar_words import day_in_words
from onrecord.export.outline import one_line

_TYPES = {
    "PERSON": "person",
    "ORG": "body",
    "GPE": "state or town",
    "LOC": "region",
    "FAC": "building",
    "NORP": "group",
}


def answer_who(profiles: Sequence[Profile], name: str) -> Answer:
    """Return who bears a name as an answer, each apart."""

    def view(page: AnswerPage) -> None:
        page.head(f"WHO IS “{one_line(name)}”", counted(len(profiles), "entities"))
        if not profiles:
            page.note("No person, body or place of that name is in the reports.")
        for number, one in enumerate(profiles):
            if number:
                page.put("")
            _view_entity(page, one.entity)
            _view_statements(page, one.statements, one.entity.name)
            _view_accusations(page, one.accused_of)
            _view_events(page, "EVENTS AS ACTOR", one.as_actor)
            _view_events(page, "EVENTS AS RECIPIENT", one.as_recipient)

    return shown(table_profiles(profiles), view)


def _view_entity(page: AnswerPage, entity: EntityRow) -> None:
    about = [
        _TYPES.get(entity.type, entity.type),
        *filter(None, (entity.country,)),
        counted(entity.n_reports, "reports"),
        entity.id or "never named",
    ]
    page.put(page.say(entity.name, "bold") + page.say(f" · {' · '.join(about)}", "cyan"))
    for word, rows in (("named" if entity.id else "described as", entity.names), ("as", entity.roles)):
        for row in rows:
            page.put(
                page.say(f"{word} ", "dim")
                + page.say(one_line(row.name))
                + page.say(f" · {_told_use(row)}", "dim"),
                indent=2,
            )
    page.put(page.say(f"one entity: {entity.because}", "dim"), indent=2)


def _told_use(row: NameRow) -> str:
    days = [day_in_words(day, short=True) or day for day in (row.first, row.last) if day]
    return ", ".join(
        [counted(row.n_reports, "reports"), *([" to ".join(dict.fromkeys(days))] if days else [])]
    )


def answer_said(found: Sequence[Sayings], name: str) -> Answer:
    """Return what those who bear a name said as an answer.

    Args:
        found: their statements.
        name: the name that was asked for.
    """
    kept = [one for one in found if one.statements]
    tabled, every = table_sayings(found)

    def view(page: AnswerPage) -> None:
        page.head(
            f"WHAT “{one_line(name)}” SAID",
            counted(len(kept), "entities"),
            counted_rows(every, "statements"),
        )
        if not kept:
            page.note("Nobody of that name is reported to have said anything that fits.")
        for number, one in enumerate(kept):
            if number:
                page.put("")
            _view_entity(page, one.entity)
            _view_statements(page, one.statements, one.entity.name)

    return shown(tabled, view)


def _view_statements(page: AnswerPage, rows: Sequence[StatementRow], name: str) -> None:
    copies = sum(row.report.reprint_of is not None for row in rows)
    page.head("STATEMENTS", counted(len(rows), "statements"), f"{copies} of them in reprints")
    last = None
    for row in rows:
        if row.report != last:
            if last is not None and page.roomy:
                page.put("")
            page.put(page.say(told_report(row.report), "cyan"), indent=1)
            last = row.report
        _view_statement(page, row, name)


def _view_statement(page: AnswerPage, row: StatementRow, name: str) -> None:
    """Write what was said, and below it how the report tells it and where."""
    content = " … ".join(one_line(words.text) for words in row.content)
    page.put(page.say(f"“{content}”" if row.kind == "direct" else content), indent=3)
    told = [row.kind, *([row.force] if row.force != "says" else [])]
    told += [f"cue “{one_line(row.cue)}”"] if row.cue else []
    told += [f"as {row.speaker}"] if row.speaker != one_line(name) else []
    told += [f"{row.change} ({row.lineage})"] if row.change else []
    places = ", ".join(f"{words.start}-{words.end}" for words in row.content)
    page.put(page.say(" · ".join([*told, f"{row.report.key}:{places}"]), "dim"), indent=5)


def _view_accusations(page: AnswerPage, rows: Sequence[AccusationRow]) -> None:
    """Write what somebody is accused of: each deed, who says that they did it, and who denies it."""
    page.head("ACCUSED OF", counted(len(rows), "accusations"))
    for number, row in enumerate(rows):
        if number and page.roomy:
            page.put("")
        one = row.happening
        about = [told_days(one.day), *filter(None, (one.type, one.place)), one.id]
        page.put(page.say(one_line(one.title)) + page.say(f" · {' · '.join(about)}", "cyan"), indent=1)
        for claim in row.accused_by:
            _view_claim(page, claim, "says so")
        for claim in row.denied_by:
            _view_claim(page, claim, "denies it")
        if not row.accused_by:
            page.put(page.say("who accuses is not told", "dim"), indent=3)


def _view_claim(page: AnswerPage, claim: ClaimRow, verb: str) -> None:
    voice = " › ".join(map(one_line, claim.on_word_of))
    own = " (the accused)" if claim.is_own else ""
    told = page.say(f" · {voice}{own} {verb}, in {counted(claim.n_reports, 'reports')}")
    page.put(page.label(claim.label) + told, indent=3)
    page.quoted(claim.words, indent=5)


def _view_events(page: AnswerPage, title: str, rows: Sequence[EventRow]) -> None:
    page.head(title, counted(len(rows), "events"))
    for number, row in enumerate(rows):
        if number and page.roomy:
            page.put("")
        told = [told_days(row.day), *filter(None, (row.type, row.place)), f"“{one_line(row.anchor)}”"]
        voices = (
            f"on the word of {', '.join(row.on_word_of)}" if row.on_word_of else "in the outlet's own voice"
        )
        page.put(page.label(row.label) + page.say(f" · {' · '.join([*told, voices])}"), indent=1)
        page.quoted(row.words, indent=3)


def answer_search(rows: Rows[HitRow], query: str) -> Answer:
    """Return what a search found as an answer.

    Args:
        rows: the reports to show.
        query: what was searched for.
    """
    tabled = table_hits(rows)

    def view(page: AnswerPage) -> None:
        page.head(
            f"SEARCH FOR {one_line(query)}",
            counted_rows(rows, "reports"),
            counted(tabled.counted["matches"], "matches"),
        )
        if not rows:
            page.note("No report fits.")
        for number, row in enumerate(rows):
            if number and page.roomy:
                page.put("")
            report = row.snippet.report
            page.put(page.say(report.headline or "(no headline)", "bold"), indent=1)
            story = f" · story {row.story}" if row.story else ""
            page.put(page.say(f"{counted(row.n_matches, 'matches')}{story}", "cyan"), indent=3)
            opened = "… " if row.snippet.start else ""
            page.quoted(row.snippet, indent=3, opened=opened, closed=" …")

    return shown(tabled, view)
