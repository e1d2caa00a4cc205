"""One question put to a store: the reports that its filter lets pass, and what holds between them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Any

from onrecord.desk.answers import ReportLine, Words
from onrecord.desk.described import find_described
from onrecord.desk.overlay import Overlay
from onrecord.desk.wanted import EVERYTHING, Wanted, name_fits, text_query
from onrecord.errors import NotInStore
from onrecord.model import Record
from onrecord.store import Correction, Relation, ReportFilter, Store
from onrecord.store.moments import day_of, sortable_utc

FEW = 200
"""Reports or ids whose relations are asked for by them, however small the store is."""

_COST = 5
"""Relations that are gone through in the time in which those of one report are asked for."""
_COST_OF_ID = 50
"""Relations that are gone through in the time in which one is asked for by its id."""

_CANDIDATES = 6
"""Relations that are named where an id is not one alone."""

Item = Mapping[str, Any]


class Inquiry:
    """A store, and what of it is asked for.

    What was looked up is kept for as long as the question lasts, so that nothing is read twice.
    """

    def __init__(self, store: Store, wanted: Wanted = EVERYTHING) -> None:
        self.store, self.wanted = store, wanted
        self._about: dict[tuple[str, frozenset[str]], list[Relation]] = {}
        self._lines: dict[str, ReportLine] = {}
        self._spans: dict[str, list[tuple[int, int]]] = {}

    @cached_property
    def chosen(self) -> frozenset[str] | None:
        """Keys of the reports that fit days and outlet; None where every report does."""
        wanted = self.wanted
        if wanted.since is None and wanted.until is None and wanted.outlet is None:
            return None
        return self._by_outlet_and_days(wanted.since, wanted.until)

    @cached_property
    def of_outlet(self) -> frozenset[str] | None:
        """Keys of the reports that fit the outlet; None where every report does."""
        return None if self.wanted.outlet is None else self._by_outlet_and_days(None, None)

    def _by_outlet_and_days(self, since: str | None, until: str | None) -> frozenset[str]:
        outlet = ReportFilter(outlet=self.wanted.outlet, since=since, until=until, include_superseded=True)
        found = {row.key for row in self.store.reports(outlet)}
        dated = {
            one.target: day_of(str(one.payload["published"]))
            for one in self._corrections
            if one.kind == "date"
        }
        if (since or until) and dated:
            # The database knows the day that was read; that of a correction wins.
            keys = ReportFilter(outlet=self.wanted.outlet, keys=frozenset(dated), include_superseded=True)
            found -= dated.keys()
            for row in self.store.reports(keys):
                day = dated[row.key]
                if day and (since is None or day >= since) and (until is None or day <= until):
                    found.add(row.key)
        return frozenset(found)

    def is_chosen(self, key: str) -> bool:
        """Tell whether a report fits days and outlet."""
        return self.chosen is None or key in self.chosen

    def about(self, part: str, keys: Collection[str] | None) -> Iterator[Relation]:
        """Yield the relations of a part that are about one of the reports at least, each once; all of them for None.

        Those that are asked for by their reports are kept at hand, in case they are wanted again.
        """
        if keys is None or not self._by_report(part, len(keys)):
            asked = None if keys is None else frozenset(keys)
            for relation in self.store.relations(part):
                if asked is None or not asked.isdisjoint(relation.reports):
                    yield relation
            return
        asked = frozenset(keys)
        if (part, asked) not in self._about:
            self._about[part, asked] = list(self.store.relations(part, report=asked))
        yield from self._about[part, asked]

    def _by_report(self, part: str, number: int) -> bool:
        """Tell whether to ask for the relations of so many reports costs less than to go through the part."""
        return number <= FEW or number * _COST <= self._sizes.get(part, 0)

    @cached_property
    def _sizes(self) -> Mapping[str, int]:
        state = self.store.relations_state()
        return state.parts if state else {}

    def named(self, part: str, id: str) -> Item | None:
        """Return the relation of a part with an id, or None."""
        for relation in self.store.relations(part, id=id):
            return relation.data
        return None

    def all_named(self, part: str, ids: Iterable[str]) -> dict[str, Item]:
        """Return the relations of a part with some ids, by id; those that are not there are left out."""
        wanted = frozenset(ids)
        if len(wanted) > FEW and len(wanted) * _COST_OF_ID > self._sizes.get(part, 0):
            return {str(one.id): one.data for one in self.store.relations(part) if one.id in wanted}
        found = ((id, self.named(part, id)) for id in sorted(wanted))
        return {id: item for id, item in found if item is not None}

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
        ids: dict[str, str] = {}
        # Ids are a capital and figures in small letters.
        like = folded[:1].upper() + folded[1:]
        found = {
            str(one.id): one.data for one in (self.store.relations(part, beginning=like) if folded else ())
        }
        if not found:
            ids = {str(one.id): str(one.data.get("title")) for one in self.store.relations(part)}
        if len(found) == 1:
            return next(iter(found.values()))
        raise self._unclear(
            beginning,
            folded,
            {name: str(item.get("title")) for name, item in found.items()} or ids,
            word,
            n=len(found),
        )

    def _unclear(self, asked: str, folded: str, ids: Mapping[str, str], word: str, *, n: int) -> NotInStore:
        nearest = sorted(ids, key=lambda name: (-_shared(folded, name.casefold()), name))
        listed = ", ".join(f"{name} ({ids[name]})" for name in nearest[:_CANDIDATES])
        more = f" and {len(ids) - _CANDIDATES} more" if len(ids) > _CANDIDATES else ""
        plural = "stories" if word == "story" else f"{word}s"
        if n:
            what = f"{n} {plural} have an id that begins with {asked!r}"
            remedy = f"give more of it: {listed}{more}"
        else:
            what = f"no {word} has an id that begins with {asked!r}"
            lister = "onrecord stories" if word == "story" else "onrecord timeline"
            remedy = f"the nearest are {listed}; `{lister}` lists all" if ids else "the store holds none yet"
        return NotInStore(what=what, where=self.store.where, remedy=remedy)

    def line(self, key: str) -> ReportLine:
        """Return a report by its key."""
        if key not in self._lines:
            self.look_up([key])
        return self._lines[key]

    def look_up(self, keys: Collection[str] | None) -> None:
        """Have the lines of reports at hand, all of them for None."""
        missing = None if keys is None else [key for key in dict.fromkeys(keys) if key not in self._lines]
        if missing is not None and not missing:
            return
        copies: dict[str, tuple[str, tuple[str, ...]]] = {}
        for group in self.about("reprint_groups", missing):
            data: Item = group.data
            for member in data["members"]:
                copies[member["report"]] = (data["origin"], tuple(member["edit"]))
        items = {str(one.id): one.data for one in self.about("reports", missing)}
        outlets = {key: item.get("outlet") for key, item in items.items()}
        for key, item in items.items():
            origin, edit = copies.get(key, (None, ()))
            if origin is not None and origin not in outlets:
                told = self.named("reports", origin) or {}
                outlets[origin] = told.get("outlet")
            outlet = outlets.get(origin or "")
            self._lines[key] = _line(item, origin, str(outlet) if outlet else None, edit)
        for key in missing or ():
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
        holding = ReportFilter(text=text_query(asked), include_superseded=True, limit=FEW + 1)
        keys = [row.key for row in islice(self.store.reports(holding), FEW + 1)]
        found: list[Item] = [
            one.data
            for one in self.about("entities", keys if len(keys) <= FEW else None)
            if is_named(one.data, asked)
        ]
        found = found or self._described(asked)
        return sorted(found, key=lambda one: (-len(reports_naming(one)), one["name"], str(one["id"])))

    def _described(self, asked: str) -> list[Item]:
        keys = [row.key for row in self.store.reports(ReportFilter(text=text_query(asked)))]
        keys = [key for key in keys if self.is_chosen(key)]
        stories = {key: str(one.id) for one in self.about("stories", keys) for key in one.reports}
        return list(find_described(self.records(keys), stories, asked))

    @cached_property
    def persons(self) -> dict[str, frozenset[str]]:
        """Ids of the entities that the person asked for has in records, by report; empty where none is asked for."""
        found: dict[str, frozenset[str]] = {}
        if self.wanted.person is not None:
            for one in self.entities_named(self.wanted.person):
                for mention in one["mentions"]:
                    found[mention["report"]] = found.get(mention["report"], frozenset()) | {mention["entity"]}
        return found

    @cached_property
    def naming(self) -> frozenset[str] | None:
        """Keys of the reports that fit days and outlet and name the person; None where every report does."""
        if self.wanted.person is None:
            return self.chosen
        return frozenset(key for key in self.persons if self.is_chosen(key))

    def is_about_person(self, key: str, start: int, end: int, voices: Iterable[str] = ()) -> bool:
        """Tell whether words of a report mention the person asked for, or are told on the person's word."""
        asked = self.wanted.person
        if asked is None or any(name_fits(asked, voice) for voice in voices):
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


def _shared(one: str, other: str) -> int:
    """Return how many characters two words have in common at their beginning."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


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
