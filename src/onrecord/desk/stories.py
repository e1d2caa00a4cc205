"""Stories, as they answer a question: what they hold, and how much of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from onrecord.desk.answers import HappeningRow, LineageRow, Skip, StoryAnswer, StoryRow, VariantRow
from onrecord.desk.happenings import contradictions_told, fits, happenings_told
from onrecord.desk.inquiry import Facets, Inquiry, Item, moment_key
from onrecord.desk.listing import TALLIES


def story_rows(inquiry: Inquiry, skip: Skip | None = None) -> Iterator[StoryRow]:
    """Yield the stories that fit what is asked for, those with the newest reports first.

    Args:
        inquiry: the question.
        skip: what is passed over at the beginning.
    """
    skip = skip or Skip()
    unread = skip.by_database() if inquiry.wanted.is_single else 0
    since, until = inquiry.days_around()
    facets = inquiry.of_told("stories") + inquiry.of_outlet + inquiry.of_person("stories")
    for page in inquiry.chosen("stories", facets, since=since, until=until, fitting=True, skip=unread):
        stories = skip.over(_fitting(inquiry, [one.data for one in page]))
        tallies = inquiry.all_named(TALLIES, [story["id"] for story in stories])
        yield from (_row(story, tallies[story["id"]]) for story in stories)


def _fitting(inquiry: Inquiry, stories: Sequence[Item]) -> list[Item]:
    """Return those of some stories that have a report that fits, and where it is asked for a happening."""
    if inquiry.wanted.is_single:
        return list(stories)
    if inquiry.wanted.by_line:
        inquiry.look_up(key for story in stories for key in story["reports"])
    if inquiry.wanted.by_report:
        stories = [story for story in stories if any(map(inquiry.is_naming, story["reports"]))]
    if not inquiry.wanted.by_happening or (not inquiry.wanted.by_report and inquiry.wanted.is_told):
        return list(stories)
    told: set[str] = set()
    facets: Facets = [("story", [story["id"] for story in stories])]
    facets += inquiry.of_happenings + inquiry.of_outlet + inquiry.of_person("happenings")
    for page in inquiry.chosen("happenings", facets):
        if inquiry.wanted.by_line:
            inquiry.look_up(account["report"] for one in page for account in _accounts(one.data))
        told.update(str(one.data["story"]) for one in page if fits(inquiry, one.data))
    return [story for story in stories if story["id"] in told]


def _accounts(happening: Item) -> list[Item]:
    return list(happening["accounts"])


def story_answer(inquiry: Inquiry, story: Item) -> StoryAnswer:
    """Return a story with the reports, happenings, contradictions and quotations of it that fit."""
    keys = list(story["reports"])
    inquiry.look_up(keys)
    facets: Facets = [("story", [story["id"]])]
    return StoryAnswer(
        story=_row(story, inquiry.all_named(TALLIES, [story["id"]])[story["id"]]),
        reports=tuple(inquiry.line(key) for key in keys if inquiry.is_naming(key)),
        happenings=tuple(sorted(happenings_told(inquiry, facets), key=_by_reports)),
        contradictions=tuple(contradictions_told(inquiry, facets)),
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


def _row(story: Item, tally: Item) -> StoryRow:
    return StoryRow(
        id=story["id"],
        title=story["title"],
        first=tally["first"],
        last=tally["last"],
        n_reports=len(story["reports"]),
        n_outlets=tally["n_outlets"],
        n_origins=tally["n_origins"],
        n_happenings=tally["n_happenings"],
        n_contradictions=tally["n_contradictions"],
        because=story["because"],
    )
