"""What a journalist asks of a store: stories, happenings, people, sayings, days, words, sources, contradictions.

Answers come from the relations that the store keeps: call `onrecord.desk.refresh` first, or they are of an earlier
state of it (`onrecord.desk.is_fresh`). Nothing is left out of an answer for its length.

Every function raises StoreError where the store cannot be read.
"""

from __future__ import annotations

from onrecord.desk.answers import (
    ContradictionRow,
    HappeningAnswer,
    HappeningRow,
    HitRow,
    SourcesAnswer,
    StoryAnswer,
    StoryRow,
    Words,
)
from onrecord.desk.happenings import (
    contradictions_told,
    fits,
    fitting_accounts,
    happening_answer,
    happenings_told,
    reports_telling,
    sources_of,
)
from onrecord.desk.inquiry import Inquiry, Item, days, moment_key
from onrecord.desk.people import profile, sayings
from onrecord.desk.profiles import Profile, Sayings
from onrecord.desk.stories import story_answer, story_rows
from onrecord.desk.wanted import EVERYTHING, Wanted, name_words
from onrecord.store import Hit, ReportFilter, Store

_HITS = 500
"""Reports that a store searches for at a time."""


def find_stories(store: Store, wanted: Wanted = EVERYTHING) -> tuple[StoryRow, ...]:
    """Return the stories, those with the newest reports first.

    A story fits with a report of the days and outlet that names the person, and where a place, type or label is
    asked for, with a happening told so in such a report. What is counted is the whole story.
    """
    return tuple(story_rows(Inquiry(store, wanted)))


def find_story(store: Store, id: str, wanted: Wanted = EVERYTHING) -> StoryAnswer:
    """Return a story: its reports in order, its happenings, contradictions and quotations, as far as they fit.

    Args:
        store: the store.
        id: its id, or the beginning of it.
        wanted: what of it is asked for.

    Raises:
        NotInStore: no story has such an id, or several do; the message names them.
    """
    inquiry = Inquiry(store, wanted)
    return story_answer(inquiry, inquiry.resolve("stories", id, word="story"))


def find_happening(store: Store, id: str, wanted: Wanted = EVERYTHING) -> HappeningAnswer:
    """Return a happening: its accounts as far as they fit, its sources, and its contradictions.

    Args:
        store: the store.
        id: its id, or the beginning of it.
        wanted: which accounts are asked for, by days and outlet of their reports, person and label.

    Raises:
        NotInStore: no happening has such an id, or several do; the message names them.
    """
    inquiry = Inquiry(store, wanted)
    return happening_answer(inquiry, inquiry.resolve("happenings", id, word="happening"))


def who(store: Store, name: str, wanted: Wanted = EVERYTHING) -> tuple[Profile, ...]:
    """Return the people, bodies and places that bear a name, each with its statements and events as far as they fit.

    Where none bears it, those are given that reports describe in these words and never name ("coast guard").

    Args:
        store: the store.
        name: any part of a name, or a role and a name, without regard to case and diacritics.
        wanted: which statements and events are asked for; `person` is whom they are about beside.

    Raises:
        QueryError: there is no word in the name.
    """
    inquiry = Inquiry(store, wanted)
    return tuple(profile(inquiry, entity) for entity in inquiry.entities_named(name))


def said(store: Store, name: str, wanted: Wanted = EVERYTHING) -> tuple[Sayings, ...]:
    """Return what those who bear a name are reported to have said; those without a statement that fits are left out.

    Where nobody bears the name, those speak whom reports describe in these words and never name ("coast guard").

    Args:
        store: the store.
        name: any part of a name, or a role and a name, without regard to case and diacritics.
        wanted: which statements are asked for; `person` and `place` are what they speak of.

    Raises:
        QueryError: there is no word in the name.
    """
    name_words(name)
    inquiry = Inquiry(store, wanted)
    found = (sayings(inquiry, entity) for entity in inquiry.entities_named(name))
    return tuple(one for one in found if one.statements)


def timeline(store: Store, wanted: Wanted = EVERYTHING, *, several: bool = False) -> tuple[HappeningRow, ...]:
    """Return the happenings by their day, those without a known day last.

    Args:
        store: the store.
        wanted: which ones; `since` and `until` are days of the happening here, not of publication.
        several: only those that several reports tell of.
    """
    # Days of happenings are no days of publication: the reports are chosen by outlet alone.
    reports = Wanted(
        outlet=wanted.outlet, person=wanted.person, place=wanted.place, type=wanted.type, label=wanted.label
    )
    inquiry = Inquiry(store, reports)

    def is_kept(happening: Item) -> bool:
        return _within(days(happening["day"]), wanted) and (
            not several or len(reports_telling(happening)) > 1
        )

    # A happening may be told on a person's word without a name in the sentence, but never in a report without it.
    found = happenings_told(inquiry, inquiry.naming, keep=is_kept)
    return tuple(sorted(found, key=lambda row: (row.day is None, row.day or ("", ""), row.id)))


def search(store: Store, query: str, wanted: Wanted = EVERYTHING) -> tuple[HitRow, ...]:
    """Return the reports whose text fits a search, best first.

    Args:
        store: the store.
        query: words; as for `Store.search`.
        wanted: which reports: of the days and outlet, naming the person, giving an account of such a happening.

    Raises:
        QueryError: the search asks for nothing that can be understood.
    """
    inquiry = Inquiry(store, wanted)
    keys = inquiry.naming
    if wanted.by_happening:
        keys = _reports_of_happenings(inquiry)
    hits = _all_hits(store, query, keys)
    found = [hit.report.key for hit in hits]
    inquiry.look_up(found)
    stories = {key: str(story.id) for story in inquiry.about("stories", found) for key in story.reports}
    return tuple(_hit(inquiry, hit, stories.get(hit.report.key)) for hit in hits)


def sources(store: Store, happening_id: str) -> SourcesAnswer:
    """Return the independent sources of a happening with the reason for each, and the reports that add none.

    Args:
        store: the store.
        happening_id: id of the happening, or the beginning of it.

    Raises:
        NotInStore: no happening has such an id, or several do; the message names them.
    """
    inquiry = Inquiry(store)
    return sources_of(inquiry, inquiry.resolve("happenings", happening_id, word="happening"))


def disputes(store: Store, wanted: Wanted = EVERYTHING) -> tuple[ContradictionRow, ...]:
    """Return the contradictions of all kinds between accounts, by the time of their first words.

    One fits where words of one side are of the days and outlet and mention the person or are on the person's word,
    and the happening is of the type, place and label.
    """
    inquiry = Inquiry(store, wanted)
    found = contradictions_told(inquiry, inquiry.naming)
    return tuple(sorted(found, key=_by_first_words))


def _by_first_words(row: ContradictionRow) -> tuple[tuple[bool, str], str, str]:
    moments = [moment_key(words.report.published) for side in row.sides for words in side.words]
    return min(moments, default=(True, "")), row.happening, row.field


def _within(day: tuple[str, str] | None, wanted: Wanted) -> bool:
    """Tell whether a happening can have been within the days asked for; without a known day it fits none."""
    if wanted.since is None and wanted.until is None:
        return True
    if day is None:
        return False
    return (wanted.since is None or day[1] >= wanted.since) and (
        wanted.until is None or day[0] <= wanted.until
    )


def _reports_of_happenings(inquiry: Inquiry) -> frozenset[str]:
    """Return the keys of the reports that give a fitting account of a happening of the type and place asked for."""
    found: set[str] = set()
    for one in inquiry.about("happenings", inquiry.naming):
        if fits(inquiry, one.data):
            found.update(account["report"] for account in fitting_accounts(inquiry, one.data))
    return frozenset(found if inquiry.naming is None else found & inquiry.naming)


def _all_hits(store: Store, query: str, keys: frozenset[str] | None) -> list[Hit]:
    """Return every report that a search finds, best first, however many there are."""
    hits = list(store.search(query, ReportFilter(keys=keys), limit=_HITS))
    if len(hits) == _HITS:
        had = {hit.report.key for hit in hits}
        rest = [row.key for row in store.reports(ReportFilter(text=query, keys=keys)) if row.key not in had]
        for start in range(0, len(rest), _HITS):
            some = ReportFilter(keys=frozenset(rest[start : start + _HITS]))
            hits += store.search(query, some, limit=_HITS)
    return sorted(hits, key=lambda hit: -hit.score)


def _hit(inquiry: Inquiry, hit: Hit, story: str | None) -> HitRow:
    line = inquiry.line(hit.report.key)
    snippet = Words(line, hit.snippet_text, hit.snippet.start, hit.snippet.end)
    return HitRow(snippet, story, hit.score, len(hit.matches))
