"""What a journalist asks of a store: stories, happenings, people, sayings, days, words, sources, contradictions.

Answers come from the relations that the store keeps: call `onrecord.desk.refresh` first, or they are of an earlier
state of it (`onrecord.desk.is_fresh`). Nothing is left out of an answer for its length; where `limit` is given, the
first rows are found without looking at the rest, and `Rows.is_whole` tells whether there are more.

Every function raises StoreError where the store cannot be read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from heapq import merge
from itertools import islice

from onrecord.desk.answers import (
    ContradictionRow,
    HappeningAnswer,
    HappeningRow,
    HitRow,
    Rows,
    Skip,
    SourcesAnswer,
    StoryAnswer,
    StoryRow,
    TellingsAnswer,
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
from onrecord.desk.inquiry import PAGE, Facets, Inquiry, Item
from onrecord.desk.listing import SEVERAL
from onrecord.desk.people import entity_row, profile, sayings
from onrecord.desk.profiles import EntityRow, Profile, Sayings
from onrecord.desk.reports import ReportAnswer, report_answer
from onrecord.desk.stories import story_answer, story_rows
from onrecord.desk.tellings import tellings_answer
from onrecord.desk.wanted import EVERYTHING, Wanted, name_words
from onrecord.store import Hit, ReportFilter, Store


def find_stories(
    store: Store, wanted: Wanted = EVERYTHING, *, limit: int | None = None, skip: int = 0
) -> Rows[StoryRow]:
    """Return the stories, those with the newest reports first.

    A story fits with a report of the days and outlet that names the person, and where a place, type or label is
    asked for, with a happening told so in such a report. What is counted is the whole story.

    Args:
        store: the store.
        wanted: which ones.
        limit: how many at most, or None for all.
        skip: how many before them are passed over, without looking up what they show.
    """
    over = Skip(skip)
    found = story_rows(Inquiry(store, wanted), over)
    return Rows.of(found, limit, total=_all_of("stories", store, wanted), skip=over)


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


def find_tellings(store: Store, id: str, wanted: Wanted = EVERYTHING) -> TellingsAnswer:
    """Return a story as `find_story` does, with how each outlet tells its happenings, and where these took place.

    Args:
        store: the store.
        id: its id, or the beginning of it.
        wanted: what of it is asked for; of a happening that fits, all accounts are given.

    Raises:
        NotInStore: no story has such an id, or several do; the message names them.
    """
    inquiry = Inquiry(store, wanted)
    return tellings_answer(inquiry, inquiry.resolve("stories", id, word="story"))


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


def find_report(store: Store, key: str) -> ReportAnswer:
    """Return a report with its record, and where its people and events stand across reports.

    Args:
        store: the store.
        key: its key.

    Raises:
        NotInStore: no report has the key.
    """
    return report_answer(Inquiry(store), key)


def who(
    store: Store, name: str, wanted: Wanted = EVERYTHING, *, limit: int | None = None
) -> tuple[Profile, ...]:
    """Return the people, bodies and places that bear a name, each with its statements and events as far as they fit.

    Where none bears it, those are given that reports describe in these words and never name ("coast guard").

    Args:
        store: the store.
        name: any part of a name, or a role and a name, without regard to case and diacritics.
        wanted: which statements and events are asked for; `person` is whom they are about beside.
        limit: how many statements, and events as either party, of each at most, or None for all.

    Raises:
        QueryError: there is no word in the name.
    """
    inquiry = Inquiry(store, wanted)
    return tuple(profile(inquiry, entity, limit=limit) for entity in inquiry.entities_named(name))


def find_entities(
    store: Store, name: str, wanted: Wanted = EVERYTHING, *, limit: int | None = None
) -> Rows[EntityRow]:
    """Return the people, bodies and places that bear a name, as `who` does, and nothing of what they said and did.

    Args:
        store: the store.
        name: any part of a name, or a role and a name, without regard to case and diacritics.
        wanted: of those that are described and never named, the days and outlet of the reports that count.
        limit: how many at most, or None for all.

    Raises:
        QueryError: there is no word in the name.
    """
    named = Inquiry(store, wanted).entities_named(name)
    return Rows.of(map(entity_row, named), limit, total=len(named))


def find_entity(store: Store, id: str, wanted: Wanted = EVERYTHING, *, limit: int | None = None) -> Profile:
    """Return a person, body or place by id, with its statements and events as far as they fit.

    Args:
        store: the store.
        id: its id, or the beginning of it.
        wanted: which statements and events are asked for; `person` is whom they are about beside.
        limit: how many statements, and events as either party, at most, or None for all.

    Raises:
        NotInStore: no entity has such an id, or several do; the message names them.
    """
    inquiry = Inquiry(store, wanted)
    return profile(inquiry, inquiry.resolve("entities", id, word="entity"), limit=limit)


def said(
    store: Store, name: str, wanted: Wanted = EVERYTHING, *, limit: int | None = None
) -> tuple[Sayings, ...]:
    """Return what those who bear a name are reported to have said; those without a statement that fits are left out.

    Where nobody bears the name, those speak whom reports describe in these words and never name ("coast guard").

    Args:
        store: the store.
        name: any part of a name, or a role and a name, without regard to case and diacritics.
        wanted: which statements are asked for; `person` and `place` are what they speak of.
        limit: how many statements at most, of all of them together, or None for all.

    Raises:
        QueryError: there is no word in the name.
    """
    name_words(name)
    inquiry = Inquiry(store, wanted)
    found: list[Sayings] = []
    left = limit
    for entity in inquiry.entities_named(name):
        one = sayings(inquiry, entity, limit=left)
        if left is not None:
            left -= len(one.statements)
        if one.statements or not one.statements.is_whole:
            found.append(one)
        if not one.statements.is_whole:
            break
    return tuple(found)


def timeline(
    store: Store,
    wanted: Wanted = EVERYTHING,
    *,
    several: bool = False,
    limit: int | None = None,
    skip: int = 0,
) -> Rows[HappeningRow]:
    """Return the happenings by their day, those without a known day last.

    Args:
        store: the store.
        wanted: which ones; `since` and `until` are days of the happening here, not of publication.
        several: only those that several reports tell of.
        limit: how many at most, or None for all.
        skip: how many before them are passed over, without looking up what they show.
    """
    # Days of happenings are no days of publication: the reports are chosen by outlet alone.
    inquiry = Inquiry(store, replace(wanted, since=None, until=None))
    facets: Facets = [(SEVERAL[0], [SEVERAL[1]])] if several else []
    # A happening may be told on a person's word without a name in the sentence, but never in a report without it.
    over = Skip(skip)
    found = happenings_told(inquiry, facets, since=wanted.since, until=wanted.until, person=True, skip=over)
    return Rows.of(found, limit, total=None if several else _all_of("happenings", store, wanted), skip=over)


def search(
    store: Store, query: str, wanted: Wanted = EVERYTHING, *, limit: int | None = None, skip: int = 0
) -> Rows[HitRow]:
    """Return the reports whose text fits a search, best first.

    Args:
        store: the store.
        query: words; as for `Store.search`.
        wanted: which reports: of the days and outlet, naming the person, giving an account of such a happening.
        limit: how many at most, or None for all.
        skip: how many before them are passed over, without looking up what they show.

    Raises:
        QueryError: the search asks for nothing that can be understood.
    """
    over = Skip(skip)
    return Rows.of(hits_of(Inquiry(store, wanted), query, over), limit, skip=over)


def hits_of(inquiry: Inquiry, query: str, skip: Skip | None = None) -> Iterator[HitRow]:
    """Yield the reports that an inquiry lets pass and whose text fits a search, best first.

    Args:
        inquiry: the question.
        query: the search.
        skip: what is passed over at the beginning.
    """
    skip = skip or Skip()
    found = _in_days(inquiry, query)
    while page := list(islice(found, PAGE)):
        if inquiry.wanted.by_happening and not inquiry.wanted.is_single:
            told = _telling(inquiry, [hit.report.key for hit in page])
            page = [hit for hit in page if hit.report.key in told]
        page = list(skip.over(page))
        keys = [hit.report.key for hit in page]
        inquiry.look_up(keys)
        stories = {key: str(one.id) for one in inquiry.about("stories", keys) for key in _reports(one.data)}
        yield from (_hit(inquiry, hit, stories.get(hit.report.key)) for hit in page)


def _reports(item: Item) -> list[str]:
    return list(item["reports"])


def _in_days(inquiry: Inquiry, query: str) -> Iterator[Hit]:
    """Yield what a search finds, best first; reports whose day people corrected are asked for whatever their day."""
    wanted, store, corrected = inquiry.wanted, inquiry.store, inquiry.corrected_days
    facets = inquiry.of_told("reports") + inquiry.of_person("reports")
    fitting = ReportFilter(
        outlet=wanted.outlet,
        since=wanted.since,
        until=wanted.until,
        arrived_after=inquiry.arrived_after,
        arrived_until=inquiry.arrived_until,
        facets=tuple((name, tuple(values)) for name, values in facets),
    )
    if not all(values for _, values in facets):
        return iter(())
    if not corrected or (wanted.since is None and wanted.until is None):
        return store.hits(query, fitting)
    again = store.hits(query, replace(fitting, since=None, until=None, keys=corrected))
    return merge(
        (hit for hit in store.hits(query, fitting) if hit.report.key not in corrected),
        (hit for hit in again if inquiry.is_chosen(hit.report.key)),
        key=lambda hit: -hit.score,
    )


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


def disputes(
    store: Store, wanted: Wanted = EVERYTHING, *, limit: int | None = None, skip: int = 0
) -> Rows[ContradictionRow]:
    """Return the contradictions of all kinds between accounts, by the time of their first words.

    One fits where words of one side are of the days and outlet and mention the person or are on the person's word,
    and the happening is of the type, place and label.

    Args:
        store: the store.
        wanted: which ones.
        limit: how many at most, or None for all.
        skip: how many before them are passed over, without looking up what they show.
    """
    over = Skip(skip)
    found = contradictions_told(Inquiry(store, wanted), [], by_time=True, skip=over)
    return Rows.of(found, limit, total=_all_of("contradictions", store, wanted), skip=over)


def disputes_in(
    store: Store, stories: Collection[str], *, limit: int | None = None
) -> Rows[ContradictionRow]:
    """Return the contradictions between accounts of some hundred stories' happenings, by the time of their first words.

    Args:
        store: the store.
        stories: ids of the stories.
        limit: how many at most, or None for all.
    """
    return Rows.of(contradictions_told(Inquiry(store), [("story", stories)]), limit)


def _all_of(part: str, store: Store, wanted: Wanted) -> int | None:
    """Return how many relations of a part there are where all are asked for, else None."""
    state = store.relations_state()
    return None if wanted or state is None else state.parts.get(part, 0)


def _telling(inquiry: Inquiry, keys: list[str]) -> frozenset[str]:
    """Return those of some reports that give a fitting account of a happening of the type and place asked for."""
    facets = inquiry.of_happenings + inquiry.of_outlet + inquiry.of_person("happenings")
    found = inquiry.store.chosen_relations("happenings", facets, about=keys)
    happenings = [one.data for one in found]
    if inquiry.wanted.by_line:
        inquiry.look_up(key for one in happenings for key in reports_telling(one))
    return frozenset(
        account["report"]
        for one in happenings
        if fits(inquiry, one)
        for account in fitting_accounts(inquiry, one)
    )


def _hit(inquiry: Inquiry, hit: Hit, story: str | None) -> HitRow:
    line = inquiry.line(hit.report.key)
    snippet = Words(line, hit.snippet_text, hit.snippet.start, hit.snippet.end)
    return HitRow(snippet, story, hit.score, len(hit.matches))
