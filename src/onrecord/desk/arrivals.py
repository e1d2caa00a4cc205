"""What came to a list since a report arrived: the news of a saved search, and of the first page.

Reports are numbered as they arrive, so what came since is told by number and never by a clock. Stories, happenings and
contradictions are of the relations: a report that these do not take in yet is not news before they do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import islice
from typing import Literal, get_args

from onrecord.desk.answers import ReportLine, Rows
from onrecord.desk.happenings import contradictions_told, happenings_told, reports_telling
from onrecord.desk.inquiry import PAGE, Facets, Inquiry
from onrecord.desk.listing import SEVERAL, reports_of
from onrecord.desk.questions import hits_of
from onrecord.desk.stories import story_rows
from onrecord.desk.wanted import EVERYTHING, Wanted
from onrecord.errors import QueryError
from onrecord.store import Relation, ReportRow, SavedSearch, Store
from onrecord.store.words import read_query

Question = Literal["stories", "timeline", "disputes", "search"]
QUESTIONS: tuple[Question, ...] = get_args(Question)
"""Lists of which news can be had."""

Kind = Literal["story", "happening", "contradiction", "report"]
"""What a list is of."""

_BATCH = 400
"""Reports that the store is asked about at once."""


@dataclass(frozen=True, slots=True)
class NewRow:
    """Something that a list has now and had not before, or of which more is told now.

    Attributes:
        kind: "story", "happening", "contradiction" or "report".
        id: of the story or happening; of a contradiction that of its happening; of a report its key.
        title: of the story or happening, with what the accounts differ in; or the headline.
        is_new: whether nothing of it was there before; a newer version of a page is not new.
        n_new: reports of it that came since and fit.
        newest: the one of them that came last.
        sequence: its number in order of arrival.
        added_at: when it arrived, by the clock of the machine.
    """

    kind: Kind
    id: str
    title: str
    is_new: bool
    n_new: int
    newest: ReportLine
    sequence: int
    added_at: str

    @property
    def told(self) -> str:
        """What is new, in words."""
        if self.is_new:
            return f"new {self.kind}"
        if self.kind == "report":
            return "newer version of a page"
        return f"{self.n_new} new report{'' if self.n_new == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of a list, as it is saved.

    Attributes:
        question: which list.
        wanted: its filter.
        query: words, of a search alone.
        several: of a timeline, whether only what several reports tell of is asked for.
    """

    question: Question
    wanted: Wanted = EVERYTHING
    query: str = ""
    several: bool = True

    @classmethod
    def of(cls, question: str, asked: Mapping[str, str]) -> Asking:
        """Return what is asked by names and values, as a saved search or an address has them.

        Raises:
            QueryError: there is no such list, or what is asked cannot be understood.
            InputError: there is no such type or label.
        """
        for known in QUESTIONS:
            if question == known:
                break
        else:
            raise QueryError(
                what=f"there is no list {question!r}",
                where="question",
                remedy=f"choose {', '.join(QUESTIONS)}",
            )
        wanted = Wanted(**{one.name: asked[one.name] for one in fields(Wanted) if asked.get(one.name)})
        query = asked.get("q", "").strip() if known == "search" else ""
        if known == "search":
            read_query(query)
        return cls(known, wanted, query, known != "timeline" or asked.get("several", "true") != "false")

    @property
    def asked(self) -> dict[str, str]:
        """The same by names and values."""
        given = {one.name: getattr(self.wanted, one.name) for one in fields(Wanted)}
        found = {name: value for name, value in given.items() if value is not None}
        found |= {"q": self.query} if self.query else {}
        return found | ({} if self.several else {"several": "false"})

    @property
    def told(self) -> str:
        """What is asked, in words."""
        parts = [
            self.question,
            self.query,
            "also of one report" if not self.several else "",
            self.wanted.told,
        ]
        return "; ".join(part for part in parts if part)


def find_new(
    store: Store, asking: Asking, *, after: int, until: int | None = None, most: int | None = None
) -> Rows[NewRow]:
    """Return what a list has of reports that came after one, what came last first.

    Args:
        store: the store.
        asking: which list, and what of it.
        after: number of the last report that came before (`ReportRow.sequence`).
        until: number of the last one to look at; by default the last that the relations are of.
        most: how many reports are looked at, those that came last; None for all. Where there are more, the rows are
            not whole.

    Raises:
        QueryError: the search cannot be understood.
        StoreError: the store cannot be read.
    """
    until = store.last_related() if until is None else until
    if after >= until:
        return Rows.of((), None)
    reports = store.arrived(after=after, until=until, most=most)
    later = LaterInquiry(store, asking, reports, until)
    found = Rows.of(sorted(_rows(later, asking), key=lambda row: (-row.sequence, row.kind, row.id)), None)
    if most is not None and len(later.arrived) == most:
        found.is_whole, found.total = False, None
    return found


def new_searched(store: Store, saved: SavedSearch, *, after: int, most: int | None = None) -> Rows[NewRow]:
    """Return what a saved search finds of reports that came after one, as `find_new` does."""
    return find_new(store, Asking.of(saved.question, saved.asked), after=after, most=most)


class LaterInquiry(Inquiry):
    """A question to what came since: of relations those are chosen that a report is of which came and fits.

    Args:
        store: the store.
        asking: the question.
        reports: those that came.
        until: number of the last of them.
    """

    def __init__(self, store: Store, asking: Asking, reports: Iterable[ReportRow], until: int) -> None:
        wanted = asking.wanted
        if asking.question == "timeline":
            # Days of happenings are no days of publication.
            wanted = replace(wanted, since=None, until=None)
        super().__init__(store, wanted)
        self.arrived = {row.key: row for row in reports}
        last = min((row.sequence for row in self.arrived.values()), default=until + 1)
        self.arrived_after, self.arrived_until = last - 1, until

    @cached_property
    def fitting(self) -> dict[str, None]:
        """Keys of the reports that came and fit days, outlet and person, in order of arrival."""
        keys = self.chosen_of(list(reversed(self.arrived)))
        return {key: None for key in keys if self.wanted.person is None or key in self.persons}

    def chosen(
        self,
        part: str,
        facets: Facets,
        *,
        since: str | None = None,
        until: str | None = None,
        fitting: bool = False,
        skip: int = 0,
    ) -> Iterator[list[Relation]]:
        """Yield the relations of a part that a fitting report is of that came, each once, some at a time."""
        found = islice(self._of_arrived(part, facets, since, until), skip, None)
        while page := list(islice(found, PAGE)):
            yield page

    def _of_arrived(
        self, part: str, facets: Facets, since: str | None, until: str | None
    ) -> Iterator[Relation]:
        had: set[str] = set()
        fitting = list(self.fitting)
        for start in range(0, len(fitting), _BATCH):
            batch = fitting[start : start + _BATCH]
            for one in self.store.chosen_relations(part, facets, since=since, until=until, about=batch):
                if had.isdisjoint(reports_of(part, one.data)):
                    yield one
            had.update(batch)


@dataclass(frozen=True, slots=True)
class _Found:
    """Something that a list has, with the keys of the reports that it is of."""

    kind: Kind
    id: str
    title: str
    keys: Collection[str]
    was_disputed: bool = False
    """Of a contradiction, whether it was there: two sides at least had words of a report that was."""


def _rows(later: LaterInquiry, asking: Asking) -> list[NewRow]:
    found = [(one, _came(later, one)) for one in _find(later, asking)]
    # All at once: one after the other, each would cost three questions to the store.
    later.look_up(came[-1].key for _, came in found)
    return [_row(later, one, came) for one, came in found]


def _find(later: LaterInquiry, asking: Asking) -> Iterator[_Found]:
    match asking.question:
        case "stories":
            titles = {row.id: row.title for row in story_rows(later)}
            items = later.all_named("stories", titles)
            for id, title in titles.items():
                yield _Found("story", id, title, items[id]["reports"])
        case "timeline":
            facets: Facets = [(SEVERAL[0], [SEVERAL[1]])] if asking.several else []
            since, until = asking.wanted.since, asking.wanted.until
            rows = happenings_told(later, facets, since=since, until=until, person=True)
            titles = {row.id: row.title for row in rows}
            items = later.all_named("happenings", titles)
            for id, title in titles.items():
                yield _Found("happening", id, title, reports_telling(items[id]))
        case "disputes":
            for row in contradictions_told(later, []):
                sides = [{words.report.key for words in side.words} for side in row.sides]
                was = sum(not side <= later.arrived.keys() for side in sides) > 1
                title = f"{row.field}: {row.happening_title}"
                yield _Found("contradiction", row.happening, title, set().union(*sides), was)
        case "search":
            for hit in hits_of(later, asking.query):
                line = hit.snippet.report
                yield _Found("report", line.key, line.headline or "(no headline)", [line.key])


def _came(later: LaterInquiry, one: _Found) -> list[ReportRow]:
    """Return the reports of something that came and fit, in order of arrival."""
    came = [later.arrived[key] for key in one.keys if key in later.arrived]
    fitting = [row for row in came if row.key in later.fitting] or came
    return sorted(fitting, key=lambda row: row.sequence)


def _row(later: LaterInquiry, one: _Found, came: Sequence[ReportRow]) -> NewRow:
    is_new = not one.was_disputed
    if one.kind != "contradiction":
        rows = [later.arrived.get(key) for key in one.keys]
        is_new = all(row is not None and row.version_of is None for row in rows)
    newest = came[-1]
    line = later.line(newest.key)
    return NewRow(one.kind, one.id, one.title, is_new, len(came), line, newest.sequence, newest.added_at)
