"""Answers arranged for a page: accounts put together by voice and by report, happenings by day, reports by reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.desk.answers import AccountRow, HappeningRow, NotCountedRow, ReportLine, Words


@dataclass(frozen=True, slots=True)
class Telling:
    """A way in which an outlet tells a happening.

    Attributes:
        label: the one word for a reader.
        on_word_of: voices beyond the outlet, outermost first.
        copied_from: the report that it came with, or None.
        words: the first sentence that tells it so.
        n_sentences: how many do.
    """

    label: str
    on_word_of: tuple[str, ...]
    copied_from: ReportLine | None
    words: Words
    n_sentences: int


def tellings_of(accounts: Iterable[AccountRow]) -> tuple[Telling, ...]:
    """Return the accounts of one outlet put together by label and voices, in the order of the first of each."""
    found: dict[tuple[str, tuple[str, ...], str | None], list[AccountRow]] = {}
    for account in accounts:
        copied = account.copied_from.key if account.copied_from else None
        found.setdefault((account.label, account.on_word_of, copied), []).append(account)
    return tuple(
        Telling(label, voices, same[0].copied_from, same[0].words, len(same))
        for (label, voices, _), same in found.items()
    )


@dataclass(frozen=True, slots=True)
class ReportAccounts:
    """What one report tells of a happening.

    Attributes:
        report: the report.
        accounts: its accounts.
        copies: the first copied words in each reprint of it.
    """

    report: ReportLine
    accounts: tuple[AccountRow, ...]
    copies: tuple[Words, ...]


def by_report(accounts: Sequence[AccountRow]) -> tuple[ReportAccounts, ...]:
    """Return accounts by the report that tells them; those that a reprint copied are told of with what it copies."""
    there = {account.words.report.key for account in accounts}
    own: dict[str, list[AccountRow]] = {}
    copies: dict[str, dict[str, Words]] = {}
    for account in accounts:
        report, origin = account.words.report, account.copied_from
        if origin is not None and origin.key in there and origin.key != report.key:
            copies.setdefault(origin.key, {}).setdefault(report.key, account.words)
        else:
            own.setdefault(report.key, []).append(account)
    return tuple(
        ReportAccounts(same[0].words.report, tuple(same), tuple(copies.get(key, {}).values()))
        for key, same in own.items()
    )


@dataclass(frozen=True, slots=True)
class DayHappenings:
    """The happenings of one day, or of the same days: those that several reports tell of, and the others."""

    day: tuple[str, str] | None
    several: tuple[HappeningRow, ...]
    single: tuple[HappeningRow, ...]


def by_day(rows: Iterable[HappeningRow]) -> tuple[DayHappenings, ...]:
    """Return happenings by their day, those without a known day last."""
    found: dict[tuple[str, str] | None, list[HappeningRow]] = {}
    for row in rows:
        found.setdefault(row.day, []).append(row)
    ordered = sorted(found, key=lambda day: (day is None, day or ("", "")))
    return tuple(
        DayHappenings(
            day,
            tuple(row for row in found[day] if row.n_reports > 1),
            tuple(row for row in found[day] if row.n_reports < 2),
        )
        for day in ordered
    )


def by_reason(rows: Iterable[NotCountedRow]) -> tuple[tuple[str, tuple[ReportLine, ...]], ...]:
    """Return the reports that add no source, by the reason why."""
    found: dict[str, list[ReportLine]] = {}
    for row in rows:
        found.setdefault(row.because, []).append(row.report)
    return tuple((reason, tuple(reports)) for reason, reports in found.items())
