"""Stories, happenings, sources and contradictions as answers to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from onrecord.commands.answer import Answer, shown
from onrecord.commands.answer_claims import view_contradictions, view_lineages
from onrecord.commands.answer_page import (
    AnswerPage,
    Cell,
    Col,
    counted,
    counted_rows,
    reprinted,
    told_days,
    told_report,
    told_time,
)
from onrecord.desk.answers import (
    AccountRow,
    HappeningAnswer,
    HappeningRow,
    ReportLine,
    Rows,
    SourcesAnswer,
    StoryAnswer,
    StoryRow,
)
from onrecord.desk.sheets import told_figure
from onrecord.desk.tabled import table_happening, table_sources, table_stories, table_story, table_timeline
from onrecord.export.outline import one_line, shorten

_FIRST_WORDS = 90
"""Characters of its first account that the list of happenings shows; `onrecord happening` shows all accounts whole."""


def answer_stories(rows: Rows[StoryRow]) -> Answer:
    """Return stories as an answer."""
    tabled = table_stories(rows)

    def view(page: AnswerPage) -> None:
        page.head("STORIES", counted_rows(rows, "stories"), counted(tabled.counted["reports"], "reports"))
        if not rows:
            page.note("No story fits.")
            return
        columns = [
            Col("story", "id"),
            Col("title, first and last report"),
            Col("reports", "number"),
            Col("outlets", "number"),
            Col("origins", "number"),
            Col("happen-\nings", "number"),
            Col("contra-\ndictions", "number"),
        ]
        page.table(columns, [_story_cells(page, row) for row in rows])
        page.put("")
        page.note(
            "origins: independent sources of the happening that has most of them. "
            "happenings: those that several reports tell of."
        )

    return shown(tabled, view)


def _story_cells(page: AnswerPage, row: StoryRow) -> list[Cell]:
    numbers = (row.n_reports, row.n_outlets, row.n_origins, row.n_happenings, row.n_contradictions)
    return [
        page.say(row.id, "cyan"),
        [row.title, page.say(_told_stretch(row), "dim")],
        *(str(number) for number in numbers),
    ]


def _told_stretch(row: StoryRow) -> str:
    first, last = told_time(row.first), told_time(row.last)
    return first if first == last else f"{first} to {last}"


def answer_story(answer: StoryAnswer) -> Answer:
    """Return a story as an answer."""
    story = answer.story
    tabled = table_story(answer)

    def view(page: AnswerPage) -> None:
        page.put(page.say(story.title, "bold"))
        about = [
            f"story {story.id}", counted(story.n_reports, "reports"), counted(story.n_outlets, "outlets"),
            f"at most {counted(story.n_origins, 'origins')} of a happening",
        ]  # fmt: skip
        page.put(page.say(" · ".join(about), "cyan"), page.say(_told_stretch(story), "cyan"))
        page.put(page.say(story.because, "dim"))
        _view_reports(page, answer.reports, story.n_reports)
        several = "happenings told by several reports"
        page.head(
            "HAPPENINGS",
            counted(tabled.counted["happenings"], "happenings"),
            f"{tabled.counted[several]} of them told by several reports",
        )
        view_happenings(page, answer.happenings)
        view_contradictions(page, Rows.of(answer.contradictions, None), of_story=True)
        view_lineages(page, answer.lineages)

    return shown(tabled, view)


def _view_reports(page: AnswerPage, reports: Sequence[ReportLine], total: int) -> None:
    copies = sum(one.reprint_of is not None for one in reports)
    page.head("REPORTS", counted(len(reports), "reports", of=total), counted(copies, "reprints"))
    rows: list[list[Cell]] = []
    for one in reports:
        told = one.headline or "(no headline)"
        if one.reprint_of is None:
            copy = page.say("own")
        else:
            copy = page.say(f"reprint of {reprinted(one)}: {', '.join(one.edit)}", "yellow")
        rows.append(
            [
                [one.outlet or "outlet unknown", page.say(told_time(one.published), "cyan")],
                [told, page.say(one.key, "dim")],
                [copy],
            ]
        )
    page.table([Col("outlet, time"), Col("headline, key"), Col("copy")], rows)


def answer_timeline(rows: Rows[HappeningRow]) -> Answer:
    """Return happenings by their day as an answer."""
    tabled = table_timeline(rows)

    def view(page: AnswerPage) -> None:
        page.head(
            "TIMELINE", counted_rows(rows, "happenings"), counted(tabled.counted["accounts"], "accounts")
        )
        view_happenings(page, rows)

    return shown(tabled, view)


def view_happenings(page: AnswerPage, rows: Sequence[HappeningRow]) -> None:
    """Write happenings as a table."""
    if not rows:
        page.note("No happening fits.")
        return
    columns = [
        Col("day", "id"), Col("happening"), Col("accounts by label", "id"), Col("reports", "number"), Col("origins", "number"),
    ]  # fmt: skip
    laid: list[list[Cell]] = []
    for row in rows:
        about = " · ".join(filter(None, (row.type, row.place, row.id)))
        told = f"“{shorten(one_line(row.first.text), _FIRST_WORDS)}”"
        happening: Cell = [row.title or "(no words for it)", page.say(told, "dim"), page.say(about, "cyan")]
        numbers = (str(row.n_reports), str(row.n_origins))
        laid.append([_day_lines(row.day), happening, page.labels(row.labels), *numbers])
    page.table(columns, laid)


def _day_lines(day: tuple[str, str] | None) -> list[str]:
    """Return a stretch of days on two lines, so that the column stays narrow."""
    told = told_days(day)
    first, to, last = told.partition(" to ")
    return [f"{first} to", last] if to else [told]


def answer_happening(answer: HappeningAnswer) -> Answer:
    """Return a happening as an answer."""
    row = answer.sources.happening
    counts = (tabled := table_happening(answer)).counted

    def view(page: AnswerPage) -> None:
        _view_happening(page, answer.sources)
        given = counted(counts["accounts"], "accounts", of=row.n_accounts)
        in_reports = counted(counts["reports"], "reports", of=row.n_reports)
        page.head("ACCOUNTS BY REPORT AND LABEL", given, in_reports)
        _view_matrix(page, answer.accounts)
        page.head("WORDS", counted(len(answer.accounts), "accounts"))
        for account in answer.accounts:
            _view_account(page, account)
        _view_sources(page, answer.sources)
        view_contradictions(page, Rows.of(answer.contradictions, None), of_story=True)

    return shown(tabled, view)


def _view_happening(page: AnswerPage, answer: SourcesAnswer) -> None:
    row = answer.happening
    page.put(page.say(row.title or "(no words for it)", "bold"))
    about = [f"happening {row.id}", told_days(row.day), *filter(None, (row.place, row.type))]
    page.put(page.say(" · ".join(about), "cyan"))
    page.put(page.say(f"story {row.story}: {answer.story_title}", "cyan"))
    page.put(page.say(row.because, "dim"))


def _view_matrix(page: AnswerPage, accounts: Sequence[AccountRow]) -> None:
    """Write how many accounts each report gives with each label."""
    labels = [label for label, _ in Counter(one.label for one in accounts).most_common()]
    cells = Counter((one.words.report.key, one.label) for one in accounts)
    reports = {one.words.report.key: one.words.report for one in accounts}
    columns = [Col("report"), *(Col(label, "number") for label in labels)]
    page.table(
        columns,
        [
            [
                told_report(report),
                *(str(cells[key, label] or ("" if page.roomy else "0")) for label in labels),
            ]
            for key, report in reports.items()
        ],
    )


def _view_account(page: AnswerPage, account: AccountRow) -> None:
    if page.roomy:
        page.put("")
    told = (
        [f"on the word of {', '.join(account.on_word_of)}"]
        if account.on_word_of
        else ["in the outlet's own voice"]
    )
    told += map(told_figure, account.figures)
    if account.day:
        told.append(told_days(account.day))
    if account.copied_from:
        told.append(f"came with the copy of {account.copied_from.outlet or account.copied_from.key}")
    page.put(page.label(account.label) + page.say(f" · {' · '.join(told)}"), indent=1)
    page.quoted(account.words, indent=3)


def answer_sources(answer: SourcesAnswer) -> Answer:
    """Return the sources of a happening as an answer."""

    def view(page: AnswerPage) -> None:
        _view_happening(page, answer)
        _view_sources(page, answer)

    return shown(table_sources(answer), view)


def _view_sources(page: AnswerPage, answer: SourcesAnswer) -> None:
    page.head("INDEPENDENT SOURCES", counted(len(answer.origins), "origins"))
    if not answer.origins:
        page.note("Nobody with knowledge of their own is named.")
    rows: list[list[Cell]] = []
    for one in answer.origins:
        name = [page.say(one.name, "bold"), page.say(one.because, "dim")]
        rows.append([name, [told_report(report) for report in one.reports]])
    if rows:
        page.table([Col("origin, and why it counts"), Col("reports that have it from there")], rows)
    if answer.not_counted:
        page.head("NOT COUNTED", counted(len(answer.not_counted), "reports"))
        page.table(
            [Col("report"), Col("why it adds no source")],
            [[told_report(one.report), one.because] for one in answer.not_counted],
        )
