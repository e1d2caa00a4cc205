"""Stories, as they answer a question: what they hold, and how much of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from onrecord.desk.answers import HappeningRow, LineageRow, StoryAnswer, StoryRow, VariantRow
from onrecord.desk.happenings import (
    contradictions_told,
    fits,
    happenings_told,
    origins_counted,
    reports_telling,
)
from onrecord.desk.inquiry import Inquiry, Item, moment_key
from onrecord.store.words import fold


@dataclass(slots=True)
class _Tally:
    """What is counted of one story."""

    n_happenings: int = 0
    n_origins: int = 0
    n_contradictions: int = 0
    fits: bool = False


def story_rows(inquiry: Inquiry) -> list[StoryRow]:
    """Return the stories that fit what is asked for, those with the newest reports first."""
    stories: list[Item] = [one.data for one in inquiry.about("stories", inquiry.naming)]
    keys = None if inquiry.naming is None else {key for story in stories for key in story["reports"]}
    tallies = _tallies(inquiry, keys)
    stories = [one for one in stories if not inquiry.wanted.by_happening or tallies[one["id"]].fits]
    inquiry.look_up(keys)
    found = [_row(inquiry, story, tallies[story["id"]]) for story in stories]
    found.sort(key=lambda row: row.id)
    return sorted(found, key=lambda row: (row.last is not None, moment_key(row.last)[1]), reverse=True)


def story_answer(inquiry: Inquiry, story: Item) -> StoryAnswer:
    """Return a story with the reports, happenings, contradictions and quotations of it that fit."""
    keys = frozenset(story["reports"])
    row = _row(inquiry, story, _tallies(inquiry, keys)[story["id"]])
    naming = inquiry.naming
    kept = [key for key in story["reports"] if naming is None or key in naming]
    told = [one for one in happenings_told(inquiry, keys) if one.story == story["id"]]
    return StoryAnswer(
        story=row,
        reports=tuple(inquiry.line(key) for key in kept),
        happenings=tuple(sorted(told, key=_by_reports)),
        contradictions=tuple(one for one in contradictions_told(inquiry, keys) if one.story == story["id"]),
        lineages=lineage_rows(inquiry, keys),
    )


def lineage_rows(inquiry: Inquiry, keys: Collection[str]) -> tuple[LineageRow, ...]:
    """Return the utterances that appear in several of some reports and fit days, outlet and person."""
    found = []
    for relation in inquiry.about("quotes", keys):
        one: Item = relation.data
        fitting = any(
            inquiry.is_chosen(variant["report"])
            and inquiry.is_about_person(
                variant["report"],
                variant["start"],
                variant["end"],
                [one["speaker"]] if one["speaker"] else [],
            )
            for variant in one["variants"]
        )
        if fitting:
            inquiry.look_up([variant["report"] for variant in one["variants"]])
            variants = tuple(
                VariantRow(inquiry.words(v), v["statement"], v["change"], v["because"])
                for v in one["variants"]
            )
            found.append(LineageRow(one["id"], one["speaker"], variants))
    return tuple(sorted(found, key=_by_first_appearance))


def _by_first_appearance(one: LineageRow) -> tuple[tuple[bool, str], int, str]:
    first = one.variants[0].words
    return moment_key(first.report.published), first.start, one.id


def _by_reports(row: HappeningRow) -> tuple[int, bool, tuple[str, str], str]:
    return -row.n_reports, row.day is None, row.day or ("", ""), row.id


def _tallies(inquiry: Inquiry, keys: Collection[str] | None) -> dict[str, _Tally]:
    """Return what is counted of each story, by its id."""
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    stories: dict[str, str] = {}
    for relation in inquiry.about("happenings", keys):
        one: Item = relation.data
        tally = tallies[one["story"]]
        stories[one["id"]] = one["story"]
        tally.n_happenings += len(reports_telling(one)) > 1
        if inquiry.wanted.by_happening and not tally.fits:
            tally.fits = fits(inquiry, one)
    for happening, n_origins in origins_counted(inquiry, keys).items():
        if happening in stories:
            tally = tallies[stories[happening]]
            tally.n_origins = max(tally.n_origins, n_origins)
    for relation in inquiry.about("contradictions", keys):
        if relation.id in stories:
            tallies[stories[relation.id]].n_contradictions += 1
    return tallies


def _row(inquiry: Inquiry, story: Item, tally: _Tally) -> StoryRow:
    inquiry.look_up(story["reports"])
    lines = [inquiry.line(key) for key in story["reports"]]
    moments = sorted((line.published for line in lines if line.published), key=moment_key)
    return StoryRow(
        id=story["id"],
        title=story["title"],
        first=moments[0] if moments else None,
        last=moments[-1] if moments else None,
        n_reports=len(lines),
        n_outlets=len({fold(line.outlet) for line in lines if line.outlet}),
        n_origins=tally.n_origins,
        n_happenings=tally.n_happenings,
        n_contradictions=tally.n_contradictions,
        because=story["because"],
    )
