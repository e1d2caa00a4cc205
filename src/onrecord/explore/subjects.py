"""What a reader can correct, as a form shows it: the thing with its words, and what can be said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice

from onrecord.desk.answers import ReportLine, Words
from onrecord.desk.inquiry import Inquiry, Item, reports_naming
from onrecord.desk.overlay import rejected, split_target
from onrecord.desk.people import entity_row
from onrecord.desk.profiles import EntityRow
from onrecord.desk.questions import find_stories, search
from onrecord.errors import InputError, QueryError
from onrecord.explore.corrected import around
from onrecord.export.events_outline import told_events
from onrecord.export.outline import entities_by_id, one_line, place_name, speaker_of
from onrecord.gazetteer import Gazetteer
from onrecord.model import Record, Span, Statement
from onrecord.store import Store

MOST_REPORTS = 100
"""Reports that are offered of those that name somebody, the newest; another one is named by its key."""
CHOICES = 12
"""Places, stories and names that a form offers at most."""

_HITS = 40
"""Reports among which the stories are looked for that a form offers."""


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A feature of the gazetteer that a form offers: its GeoNames id, and its name, province and country."""

    geonames: int
    name: str


@dataclass(frozen=True, slots=True)
class StoryChoice:
    """A story that a form offers: its id, its title, and how many reports it has."""

    id: str
    title: str
    n_reports: int


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that can be corrected.

    Attributes:
        of: event, statement, place, report or entity.
        target: what a correction of it points to; of an entity its id.
        words: the words that stand for it, or None.
        around: what stands before and after them in their sentence.
        line: the report, or None for an entity.
        told: what is on record of it, a line each.
        choices: what can be said of it.
        back: the page that it is on.
        places: features that a place can be.
        alike: how often the same place is named in the report.
        stories: stories that a report can be moved to.
        entity: the entity.
        others: entities that it can be the same as.
        reports: reports that name it, the newest where they are many.
        n_reports: how many there are.
        find: what choices were searched with.
        problem: why the search found nothing, or None.
    """

    of: str
    target: str
    words: Words | None
    line: ReportLine | None
    told: tuple[str, ...]
    choices: tuple[str, ...]
    back: str
    around: tuple[str, str] = ("", "")
    places: tuple[PlaceChoice, ...] = ()
    alike: int = 0
    stories: tuple[StoryChoice, ...] = ()
    entity: EntityRow | None = None
    others: tuple[EntityRow, ...] = ()
    reports: tuple[ReportLine, ...] = ()
    n_reports: int = 0
    find: str = ""
    problem: str | None = None


def find_subject(store: Store, of: str, target: str, find: str = "") -> Subject:
    """Return what a form is about.

    Args:
        store: the store.
        of: event, statement, place, report or entity.
        target: a report, a stretch of one, or the id of an entity.
        find: words to search with for stories or names that are offered.

    Raises:
        NotInStore: there is no such report or entity.
        InputError: nothing of the kind stands there.
    """
    if of not in _SUBJECTS:
        raise InputError(
            what=f"nothing is called {of!r} here",
            where="of",
            remedy=f"it is one of {', '.join(_SUBJECTS)}",
        )
    return _SUBJECTS[of](Inquiry(store), target, find)


def _at(inquiry: Inquiry, target: str) -> tuple[str, Record, Span, Words]:
    key, span = split_target(target)
    line = inquiry.line(key)
    record = next(record for _, record in inquiry.records([key]))
    text = record.report.text
    if span is None or span.end > len(text):
        raise nothing_at(target, "words")
    return key, record, span, Words(line, span.cut(text), span.start, span.end)


def nothing_at(target: str, what: str) -> InputError:
    """Return the error for a stretch at which there is nothing of a kind."""
    return InputError(
        what=f"the record has no {what} there",
        where=target,
        remedy="go back to the report and follow the link beside what is to be corrected",
    )


def _event(inquiry: Inquiry, target: str, find: str) -> Subject:
    del find
    _, record, span, words = _at(inquiry, target)
    there = rejected(record, span, "event")
    if not there:
        raise nothing_at(target, "event")
    told = tuple(
        f"{one.event.id}, {one.event.label}: {one.parties}, {one.kind}, {one.day.words}"
        for one in told_events(record)
        if one.event in there
    )
    return Subject(
        "event",
        target,
        words,
        words.report,
        told,
        ("accept", "reject", "type"),
        _page_of(words),
        around(record, span),
    )


def _statement(inquiry: Inquiry, target: str, find: str) -> Subject:
    del find
    _, record, span, words = _at(inquiry, target)
    entities = entities_by_id(record)
    told = tuple(
        f"{one.id}, {one.kind}: {one_line(speaker_of(one, record, entities).name)}: {_content(one, record)}"
        for one in rejected(record, span, "statement")
        if isinstance(one, Statement)
    )
    if not told:
        raise nothing_at(target, "statement")
    return Subject(
        "statement",
        target,
        words,
        words.report,
        told,
        ("accept", "reject"),
        _page_of(words),
        around(record, span),
    )


def _content(statement: Statement, record: Record) -> str:
    return " … ".join(one_line(span.cut(record.report.text)) for span in statement.content)


def _place(inquiry: Inquiry, target: str, find: str) -> Subject:
    _, record, span, words = _at(inquiry, target)
    here = next((place for place in record.places if place.span.overlaps(span)), None)
    if here is None:
        raise nothing_at(target, "place")
    asked = find.strip() or one_line(here.span.cut(record.report.text))
    offered = tuple(
        PlaceChoice(
            row.geonames, f"{', '.join(filter(None, (row.name, row.admin1, row.country)))} ({row.feature})"
        )
        for row in Gazetteer.load().find(asked)
        if row.geonames is not None
    )
    return Subject(
        "place",
        target,
        words,
        words.report,
        (f"{place_name(here) or 'not placed'} ({here.because})",),
        ("place", "no-place"),
        _page_of(words),
        around(record, span),
        places=offered[:CHOICES],
        alike=len(alike_places(record, span)),
        find=asked,
    )


def alike_places(record: Record, span: Span) -> tuple[Span, ...]:
    """Return the words of a report with the same form and the same place on record as those at a stretch."""
    text = record.report.text
    here = next((place for place in record.places if place.span.overlaps(span)), None)
    if here is None:
        return ()
    form = one_line(here.span.cut(text)).casefold()
    return tuple(
        one.span
        for one in record.places
        if one.geonames == here.geonames and one_line(one.span.cut(text)).casefold() == form
    )


def _report(inquiry: Inquiry, target: str, find: str) -> Subject:
    key = target.strip()
    line = inquiry.line(key)
    own = story_of(inquiry, key)
    told = [f"published: {line.published or 'unknown'}"]
    if own is not None:
        told.append(f"story: {own['title']}")
    if line.reprint_of is not None:
        told.append(f"reprint of {line.reprinted_outlet or line.reprint_of}: {', '.join(line.edit)}")
    stories, problem = _stories(inquiry, find.strip())
    return Subject(
        "report",
        key,
        None,
        line,
        tuple(told),
        ("date", "move", *(("no-reprint",) if line.reprint_of is not None else ())),
        f"/reports/{key}",
        stories=tuple(one for one in stories if own is None or one.id != own["id"])[:CHOICES],
        find=find.strip(),
        problem=problem,
    )


def story_of(inquiry: Inquiry, key: str) -> Item | None:
    """Return the story of a report, or None while nobody looked."""
    return next((one.data for one in inquiry.about("stories", [key])), None)


def _stories(inquiry: Inquiry, find: str) -> tuple[list[StoryChoice], str | None]:
    """Return the stories whose reports a search finds, best first; the newest where nothing is searched."""
    if not find:
        newest = find_stories(inquiry.store, limit=CHOICES + 1)
        return [StoryChoice(row.id, row.title, row.n_reports) for row in newest], None
    try:
        hits = search(inquiry.store, find, limit=_HITS)
    except QueryError as wrong:
        return [], f"{wrong.what}; {wrong.remedy}"
    ids = list(dict.fromkeys(hit.story for hit in hits if hit.story is not None))
    found = inquiry.all_named("stories", ids)
    return [
        StoryChoice(id, str(found[id]["title"]), len(found[id]["reports"])) for id in ids if id in found
    ], None


def _entity(inquiry: Inquiry, target: str, find: str) -> Subject:
    item = inquiry.resolve("entities", target, word="entity")
    keys = reports_naming(item)
    offered = keys[-MOST_REPORTS:]
    inquiry.look_up(offered)
    asked = find.strip()
    others: tuple[EntityRow, ...] = ()
    problem = None
    if asked:
        try:
            named = [inquiry.named("entities", asked)] if asked[:1] == "P" and asked[1:].isalnum() else []
            found = [one for one in named if one is not None] or inquiry.entities_named(asked)
            others = tuple(
                entity_row(one) for one in islice(found, CHOICES + 1) if one["id"] not in (None, item["id"])
            )
        except QueryError as wrong:
            problem = f"{wrong.what}; {wrong.remedy}"
    row = entity_row(item)
    return Subject(
        "entity",
        str(item["id"]),
        None,
        None,
        (f"names: {', '.join(one.name for one in row.names)}", f"one entity: {row.because}"),
        ("merge", *(("split",) if len(keys) > 1 else ())),
        f"/people/{item['id']}",
        entity=row,
        others=others[:CHOICES],
        reports=tuple(inquiry.line(key) for key in offered),
        n_reports=len(keys),
        find=asked,
        problem=problem,
    )


def _page_of(words: Words) -> str:
    return f"/reports/{words.report.key}?at={words.start}-{words.end}"


_SUBJECTS: Mapping[str, Callable[[Inquiry, str, str], Subject]] = {
    "event": _event,
    "statement": _statement,
    "place": _place,
    "report": _report,
    "entity": _entity,
}
