"""One question put to a store: the relations that fit it, page by page, and what is looked up for them once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import islice
from typing import Any

from onrecord.desk.answers import ReportLine, Words
from onrecord.desk.described import described_entities
from onrecord.desk.listing import DESCRIBED, NAMELESS, SPOKEN, TOLD
from onrecord.desk.overlay import Overlay
from onrecord.desk.wanted import EVERYTHING, LEAST_BEGINNING, Wanted, name_fits, name_words
from onrecord.errors import NotInStore
from onrecord.model import Record
from onrecord.store import Correction, Relation, ReportFilter, Store
from onrecord.store.moments import day_of, sortable_utc
from onrecord.store.words import fold

PAGE = 51
"""Rows of a list for which what they need is looked up together: fifty, and one that tells whether there are more."""

_MOST_IDS = 400
"""Relations that are asked for by their ids at once."""
_FEW = 400
"""Reports that fit up to which what they tell of is asked for by them."""
_CANDIDATES = 6
"""Relations that are named where an id is not one alone."""

_LISTERS = {"story": "onrecord stories", "happening": "onrecord timeline", "entity": "onrecord who NAME"}
"""Commands that list what has an id."""

Facets = list[tuple[str, Collection[str]]]
Item = Mapping[str, Any]


class Inquiry:
    """A store, and what of it is asked for.

    What was looked up is kept for as long as the question lasts, so that nothing is read twice.

    Attributes:
        arrived_after: number of the report after which those came that a search is asked for, or None for all.
        arrived_until: number of the last of them.
    """

    arrived_after: int | None = None
    arrived_until: int | None = None

    def __init__(self, store: Store, wanted: Wanted = EVERYTHING) -> None:
        self.store, self.wanted = store, wanted
        self._lines: dict[str, ReportLine] = {}
        self._spans: dict[str, list[tuple[int, int]]] = {}
        self._voices: dict[str, bool] = {}
        self._of_person: dict[str, Facets] = {}
        self._outlet = fold(wanted.outlet) if wanted.outlet is not None else None

    def is_chosen(self, key: str) -> bool:
        """Tell whether a report fits days and outlet."""
        wanted = self.wanted
        if wanted.since is None and wanted.until is None and wanted.outlet is None:
            return True
        line = self.line(key)
        if self._outlet is not None and (line.outlet is None or fold(line.outlet) != self._outlet):
            return False
        if wanted.since is None and wanted.until is None:
            return True
        day = day_of(line.published)
        if day is None:
            return False
        return (wanted.since is None or day >= wanted.since) and (wanted.until is None or day <= wanted.until)

    def chosen_of(self, keys: Sequence[str]) -> list[str]:
        """Return those of some reports that fit days and outlet, in order; what the database can tell it is asked for."""
        wanted = self.wanted
        if wanted.since is None and wanted.until is None and wanted.outlet is None:
            return list(keys)
        fitting = ReportFilter(
            outlet=wanted.outlet,
            since=wanted.since,
            until=wanted.until,
            keys=frozenset(keys),
            include_superseded=True,
        )
        found = {row.key for row in self.store.reports(fitting)}
        # The database knows the day that was read; that of a correction wins.
        dated = self.corrected_days.intersection(keys)
        self.look_up(dated)
        found = (found - dated) | {key for key in dated if self.is_chosen(key)}
        return [key for key in keys if key in found]

    @cached_property
    def corrected_days(self) -> frozenset[str]:
        """Keys of the reports whose day of publication people corrected."""
        return frozenset(one.target for one in self._corrections if one.kind == "date")

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
        """Yield the relations of a part that facets and time let pass, in the order of its list, some at a time.

        Args:
            part: name of the part.
            facets: what they must have.
            since: what their time must reach, or None.
            until: what their time must not begin after, or None.
            fitting: whether they must be about a report of the outlet that names the person.
            skip: how many at the beginning are passed over.
        """
        about = self.few_reports if fitting else None
        found = self.store.chosen_relations(part, facets, since=since, until=until, about=about, skip=skip)
        while page := list(islice(found, PAGE)):
            yield page

    @cached_property
    def of_happenings(self) -> Facets:
        """The facets that a happening must have by place, type and label."""
        wanted = self.wanted
        found: Facets = []
        if wanted.type is not None:
            found.append(("type", [wanted.type]))
        if wanted.label is not None:
            found.append(("label", [wanted.label]))
        if wanted.place is not None:
            found += self._named("happenings", "place", wanted.place)
        return found

    def of_told(self, part: str) -> Facets:
        """Return the facet that stories and reports must have by place, type and label of one happening."""
        wanted = self.wanted
        if not wanted.by_happening:
            return []
        kind, label = wanted.type or "", wanted.label or ""
        if wanted.place is None:
            return [(TOLD, [f"{kind}||{label}"])]
        found: Facets = []
        for word in name_words(wanted.place):
            ending = f"|{label}"
            whole = len(word) < LEAST_BEGINNING
            values = self.store.facet_values(part, TOLD, f"{kind}|{word}{'|' if whole else ''}")
            found.append((TOLD, [value for value in values if value.endswith(ending)]))
        return found

    @cached_property
    def few_reports(self) -> tuple[str, ...] | None:
        """The reports that fit the outlet and name the person, where some are asked for and they are few; else None."""
        if self.wanted.outlet is None and self.wanted.person is None:
            return None
        facets = self.of_outlet + self.of_person("reports")
        found = self.store.chosen_ids("reports", facets, most=_FEW + 1)
        return found if len(found) <= _FEW else None

    @cached_property
    def of_outlet(self) -> Facets:
        """The facet that a list must have by outlet."""
        return [("outlet", [self._outlet])] if self._outlet is not None else []

    def of_person(self, part: str) -> Facets:
        """Return the facet that a part's relations must have by person: who is mentioned, or on whose word it is told."""
        if self.wanted.person is None:
            return []
        if part in self._of_person:
            return self._of_person[part]
        entities = {
            str(one["id"]) if one["id"] is not None else f"{NAMELESS}{one['described']}"
            for one in self._persons
        }
        # All words must be in the name of a voice: of "Greta" or "Energy" alone there are many.
        found: Facets = []
        for word in name_words(self.wanted.person):
            facet = "person", entities.union(self.store.facet_values(part, "person", SPOKEN + word))
            if facet not in found:
                found.append(facet)
        self._of_person[part] = found
        return found

    def _named(self, part: str, facet: str, asked: str) -> Facets:
        """Return the facets that names have whose words begin with all those asked for."""
        found: Facets = []
        for word in name_words(asked):
            whole = len(word) < LEAST_BEGINNING
            found.append((facet, [word] if whole else self.store.facet_values(part, facet, word)))
        return found

    def days_around(self) -> tuple[str | None, str | None]:
        """Return between which moments in UTC reports of the days asked for can have been published."""
        return _day_from(self.wanted.since, -1), _day_from(self.wanted.until, 2)

    def about(self, part: str, keys: Collection[str]) -> Iterator[Relation]:
        """Yield the relations of a part that are about one of the reports at least, each once."""
        yield from self.store.relations(part, report=frozenset(keys), with_reports=False)

    def named(self, part: str, id: str) -> Item | None:
        """Return the relation of a part with an id, or None."""
        for relation in self.store.relations(part, id=id, with_reports=False):
            return relation.data
        return None

    def all_named(self, part: str, ids: Iterable[str]) -> dict[str, Item]:
        """Return the relations of a part with some ids, by id; those that are not there are left out."""
        wanted = sorted(set(ids))
        return {
            str(one.id): one.data
            for start in range(0, len(wanted), _MOST_IDS)
            for one in self.store.relations(part, id=wanted[start : start + _MOST_IDS], with_reports=False)
        }

    def resolve(self, part: str, beginning: str, *, word: str) -> Item:
        """Return the one relation of a part whose id begins so.

        Args:
            part: name of the part.
            beginning: an id or the beginning of one, in either case.
            word: what such a relation is called ("story"), for the message.

        Raises:
            NotInStore: none or several do; the message names candidates.
        """
        exact = self.named(part, beginning)
        if exact is not None:
            return exact
        folded = beginning.strip().casefold()
        # Ids are a capital and figures in small letters.
        like = folded[:1].upper() + folded[1:]
        found = list(self.store.relations(part, beginning=like, with_reports=False)) if folded else []
        if len(found) == 1:
            return found[0].data
        n, total = len(found), len(found)
        if not found:
            # Those that begin like it for as long as any do.
            likes = (like[:end] for end in range(len(like) - 1, -1, -1)) if folded else iter([""])
            nearest = (
                list(islice(self.store.relations(part, beginning=one, with_reports=False), _CANDIDATES))
                for one in likes
            )
            found, total = next(filter(None, nearest), []), self._size(part)
        raise self._unclear(beginning, found, word, n=n, total=total)

    def _size(self, part: str) -> int:
        state = self.store.relations_state()
        return state.parts.get(part, 0) if state else 0

    def _unclear(self, asked: str, found: Sequence[Relation], word: str, *, n: int, total: int) -> NotInStore:
        ids = {str(one.id): str(one.data.get("title", one.data.get("name"))) for one in found}
        nearest = sorted(ids)[:_CANDIDATES]
        listed = ", ".join(f"{name} ({ids[name]})" for name in nearest)
        more = f" and {total - len(nearest)} more" if total > len(nearest) else ""
        plural = f"{word.removesuffix('y')}ies" if word.endswith("y") else f"{word}s"
        if n:
            what = f"{n} {plural} have an id that begins with {asked!r}"
            remedy = f"give more of it: {listed}{more}"
        else:
            what = f"no {word} has an id that begins with {asked!r}"
            remedy = (
                f"the nearest are {listed}; `{_LISTERS[word]}` lists all"
                if ids
                else "the store holds none yet"
            )
        return NotInStore(what=what, where=self.store.where, remedy=remedy)

    def line(self, key: str) -> ReportLine:
        """Return a report by its key."""
        if key not in self._lines:
            self.look_up([key])
        return self._lines[key]

    def look_up(self, keys: Iterable[str]) -> None:
        """Have the lines of reports at hand."""
        missing = [key for key in dict.fromkeys(keys) if key not in self._lines]
        if not missing:
            return
        copies: dict[str, tuple[str, tuple[str, ...]]] = {}
        for group in self.about("reprint_groups", missing):
            data: Item = group.data
            for member in data["members"]:
                copies[member["report"]] = (data["origin"], tuple(member["edit"]))
        items = self.all_named("reports", missing)
        others = self.all_named("reports", {origin for origin, _ in copies.values()} - items.keys())
        outlets = {key: item.get("outlet") for key, item in (items | others).items()}
        for key, item in items.items():
            origin, edit = copies.get(key, (None, ()))
            outlet = outlets.get(origin or "")
            self._lines[key] = _line(item, origin, str(outlet) if outlet else None, edit)
        for key in missing:
            # A report that came after the relations were made, asked for with a search.
            if key not in self._lines:
                row = self.store.report(key)
                self._lines[key] = ReportLine(
                    key, row.outlet, row.agency, row.published, row.headline, row.url, row.input
                )

    def words(self, item: Item) -> Words:
        """Return the words that an item of relations quotes, under "text" or "quote"."""
        text = str(item.get("text", item.get("quote", "")))
        return Words(self.line(item["report"]), text, item["start"], item["end"])

    def records(self, keys: Iterable[str]) -> Iterator[tuple[str, Record]]:
        """Yield the records of reports by their keys, corrections laid over, in order of publication."""
        for filed in self.store.records(keys):
            yield filed.key, self._overlay.applied(filed.key, filed.record)

    @cached_property
    def _corrections(self) -> tuple[Correction, ...]:
        return tuple(self.store.corrections())

    @cached_property
    def _overlay(self) -> Overlay:
        return Overlay.of(self._corrections)

    def entities_named(self, asked: str) -> list[Item]:
        """Return the entities that bear a name, or a part of one; those of most reports first.

        Where none does, those are given that reports describe in these words and never name; they have no id.
        """
        facets = self._named("entities", "word", asked)
        found = [
            one.data for one in self.store.chosen_relations("entities", facets) if is_named(one.data, asked)
        ]
        found = found or self._described(asked)
        return sorted(found, key=lambda one: (-len(reports_naming(one)), one["name"], str(one["id"])))

    def _described(self, asked: str) -> list[Item]:
        facets = self._named(DESCRIBED, "word", asked)
        rows: list[Item] = [one.data for one in self.store.chosen_relations(DESCRIBED, facets)]
        keys = dict.fromkeys(mention[0] for row in rows for mention in row["mentions"])
        return list(described_entities(rows, asked, frozenset(self.chosen_of(list(keys)))))

    @cached_property
    def _persons(self) -> list[Item]:
        """The entities that bear the name of the person asked for."""
        return self.entities_named(self.wanted.person) if self.wanted.person is not None else []

    @cached_property
    def persons(self) -> dict[str, frozenset[str]]:
        """Ids of the entities that the person asked for has in records, by report; empty where none is asked for."""
        found: dict[str, frozenset[str]] = {}
        for one in self._persons:
            for mention in one["mentions"]:
                found[mention["report"]] = found.get(mention["report"], frozenset()) | {mention["entity"]}
        return found

    def is_naming(self, key: str) -> bool:
        """Tell whether a report fits days and outlet and names the person asked for."""
        return (self.wanted.person is None or key in self.persons) and self.is_chosen(key)

    def _is_person(self, voice: str) -> bool:
        """Tell whether a voice bears the name of the person asked for."""
        if voice not in self._voices:
            self._voices[voice] = self.wanted.person is not None and name_fits(self.wanted.person, voice)
        return self._voices[voice]

    def is_on_person(self, words: Item, voices: Iterable[str]) -> bool:
        """Tell whether words that relations quote mention the person asked for, or are told on the person's word."""
        if self.wanted.person is None or any(map(self._is_person, voices)):
            return True
        return not self.persons.get(words["report"], frozenset()).isdisjoint(words["entities"])

    def is_about_person(self, key: str, start: int, end: int, voices: Iterable[str] = ()) -> bool:
        """Tell whether words of a report mention the person asked for, or are told on the person's word."""
        if self.wanted.person is None or any(map(self._is_person, voices)):
            return True
        if key not in self.persons:
            return False
        if key not in self._spans:
            ids = self.persons[key]
            self._spans[key] = [
                (mention.span.start, mention.span.end)
                for _, record in self.records([key])
                for entity in record.entities
                if entity.id in ids
                for mention in entity.mentions
            ]
        return any(start <= first and last <= end for first, last in self._spans[key])


def is_named(entity: Item, asked: str) -> bool:
    """Tell whether an entity bears a name, or a part of one; a role may stand beside it."""
    roles = [role["name"] for role in entity["roles"]]
    return any(name_fits(asked, alias["name"], beside=roles) for alias in entity["aliases"])


def reports_naming(entity: Item) -> tuple[str, ...]:
    """Return the keys of the reports that name an entity, each once, in order of publication."""
    return tuple(dict.fromkeys(mention["report"] for mention in entity["mentions"]))


def moment_key(published: str | None) -> tuple[bool, str]:
    """Return what times of publication are sorted by; unknown ones come last."""
    at = sortable_utc(published)
    return at is None, at or ""


def days(pair: Any) -> tuple[str, str] | None:
    """Return first and last day as relations hold them."""
    return (str(pair[0]), str(pair[1])) if pair else None


def _day_from(day: str | None, n_days: int) -> str | None:
    try:
        return (date.fromisoformat(day) + timedelta(days=n_days)).isoformat() if day is not None else None
    except OverflowError:
        return day


def _line(item: Item, origin: str | None, outlet: str | None, edit: tuple[str, ...]) -> ReportLine:
    return ReportLine(
        key=item["id"],
        outlet=item["outlet"],
        agency=item["agency"],
        published=item["published"],
        headline=item["headline"],
        url=item["url"],
        input=item["input"],
        reprint_of=origin,
        reprinted_outlet=outlet,
        edit=edit,
    )
