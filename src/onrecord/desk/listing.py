"""How relations are put into a store: in the order of lists, with the time that they are about and what they are chosen by.

A list is then had page by page, whatever is asked of it, and nothing that it passes over is read. What a facet lets pass
may still not fit: a happening with a denial and an account of an outlet need not have a denial of that outlet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from onrecord.desk.described import Described
from onrecord.desk.gleanings import Gleanings
from onrecord.export.selection import UNCODED
from onrecord.store import Relation
from onrecord.store.moments import sortable_utc
from onrecord.store.words import find_words, fold

Item = Mapping[str, Any]


class Items(Protocol):
    """Items of one part, in memory or laid aside."""

    def __iter__(self) -> Iterator[Item]: ...
    def __getitem__(self, number: int, /) -> Item: ...


EXPORTED = (
    "reports",
    "reprint_groups",
    "stories",
    "happenings",
    "independent_sources",
    "contradictions",
    "quotes",
    "entities",
)
"""The parts of relations that are given away, in order."""

TALLIES, DISPUTED, DESCRIBED, ACCUSED = "tallies", "disputed", "described", "accused"
"""Parts of the store's own: what is counted of each story, what happenings with contradictions are, who is described and
never named, and who is accused of which happening."""

PARTS = (*EXPORTED, TALLIES, DISPUTED, DESCRIBED, ACCUSED)
"""All parts that a store keeps."""

SPOKEN = "~"
"""What a word of a voice's name begins with among the values of "person"; ids of entities stand there too."""

TOLD = "told"
"""Facet of stories and reports: type, a word of the place, and label of one of their happenings, with "|" between them. Any
of the three may be left out, so that one value tells of one happening whatever is asked of it."""

SEVERAL = ("several", "yes")
"""Facet of the happenings that several reports tell of."""

NAMELESS = "^"
"""What the words by which somebody is described who is never named begin with there."""

_UNKNOWN = "~"
"""Sorts after every day."""


@dataclass(slots=True)
class _Told:
    """What is known of one happening when its contradictions are listed."""

    story: str
    title: str
    facets: frozenset[tuple[str, str]]


@dataclass(slots=True)
class _Tally:
    """What is counted of one story, and what of its happenings it can be chosen by."""

    n_happenings: int = 0
    n_origins: int = 0
    n_contradictions: int = 0
    facets: set[tuple[str, str]] = field(default_factory=set)


class Listing:
    """Makes rows of relations, part by part; happenings come before their sources and contradictions, stories last.

    Args:
        reports: all reports, as relations hold them.
        entities: all entities across reports.
        gleanings: what is kept of each record.
    """

    def __init__(self, reports: Iterable[Item], entities: Iterable[Item], gleanings: Gleanings) -> None:
        self._gleanings = gleanings
        self._outlet: dict[str, str] = {}
        self._moment: dict[str, str] = {}
        self._published: dict[str, str] = {}
        for one in reports:
            if one["outlet"]:
                self._outlet[one["id"]] = fold(one["outlet"])
            moment = sortable_utc(one["published"])
            if moment is not None:
                self._moment[one["id"]] = moment
                self._published[one["id"]] = one["published"]
        self._shared: dict[tuple[str, str], str] = {}
        self._naming: dict[str, set[str]] = defaultdict(set)
        for one in entities:
            for mention in one["mentions"]:
                self._shared[mention["report"], mention["entity"]] = one["id"]
                self._naming[mention["report"]].add(one["id"])
        for described in gleanings.described:
            for key, entity, *_ in described.mentions:
                self._shared[key, entity] = f"{NAMELESS}{described.name}"
                self._naming[key].add(f"{NAMELESS}{described.name}")
        self._told: dict[str, _Told] = {}
        self._accused: list[Relation] = []
        self._of_reports: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._tallies: dict[str, _Tally] = defaultdict(_Tally)

    def rows(self, found: Mapping[str, Items]) -> Iterator[tuple[str, Iterator[Relation]]]:
        """Yield the parts by name with their rows, each in the order of its list.

        Rows are made when they are gone through, part after part.

        Args:
            found: what holds between reports, as `onrecord.export.relations` gives it.
        """
        for part in ("happenings", "independent_sources", "contradictions", "stories"):
            yield part, self._in_order(part, found[part])
        # Found with the happenings, and in their order.
        yield ACCUSED, (one for one in self._accused)
        yield TALLIES, (self.tally(story) for story in found["stories"])
        titles = {story["id"]: story["title"] for story in found["stories"]}
        disputed = dict.fromkeys(item["happening"] for item in found["contradictions"])
        yield DISPUTED, (self.disputed(happening, titles) for happening in disputed)
        for part in ("reports", "reprint_groups", "quotes", "entities"):
            yield part, self._in_order(part, found[part])
        stories = {key: story["id"] for story in found["stories"] for key in story["reports"]}
        yield DESCRIBED, (described_row(one, stories) for one in self._gleanings.described)

    def _in_order(self, part: str, items: Items) -> Iterator[Relation]:
        ranks = sorted((self.rank(part, item), number) for number, item in enumerate(items))
        return (replace(self.row(part, items[number]), sequence=number) for _, number in ranks)

    def rank(self, part: str, item: Item) -> tuple[Any, ...]:
        """Return what the items of a part are sorted by."""
        match part:
            case "stories":
                last = max((m for key in item["reports"] if (m := self._moment.get(key))), default="")
                return (_reversed(last), item["id"])
            case "happenings":
                day = item["day"] or (_UNKNOWN, _UNKNOWN)
                return (day[0], day[1], item["id"])
            case "contradictions":
                return (
                    min(self._moments(_quoting(item)), default=_UNKNOWN),
                    item["happening"],
                    item["field"],
                )
            case "entities":
                return (-len({mention["report"] for mention in item["mentions"]}), item["name"], item["id"])
        return ()

    def row(self, part: str, item: Item) -> Relation:
        """Return one item of a part as a row."""
        first, last, facets = None, None, frozenset[tuple[str, str]]()
        match part:
            case "stories":
                first, last = self._time(item["reports"])
                facets = self._of_story(item)
            case "happenings":
                first, last = item["day"] or (None, None)
                facets = self._of_happening(item)
            case "independent_sources":
                tally = self._tallies[self._told[item["happening"]].story]
                tally.n_origins = max(tally.n_origins, len(item["origins"]))
            case "contradictions":
                first, last = self._time(_quoting(item))
                facets = self._of_contradiction(item)
            case "reports":
                first, last = self._time([item["id"]])
                facets = self._of_report(item["id"])
            case "entities":
                facets = frozenset(
                    ("word", word)
                    for one in (*item["aliases"], *item["roles"])
                    for word in _words(one["name"])
                )
        name = item.get("id") or item.get("happening") or item.get("origin")
        reports = tuple(reports_of(part, item))
        return Relation(
            str(name) if name is not None else None, reports, item, first, last, facets=tuple(sorted(facets))
        )

    def tally(self, story: Item) -> Relation:
        """Return what is counted of a story as a row; its happenings, sources and contradictions came before."""
        known = self._tallies[story["id"]]
        dated = sorted((m, key) for key in story["reports"] if (m := self._moment.get(key)))
        data = {
            "first": self._published[dated[0][1]] if dated else None,
            "last": self._published[dated[-1][1]] if dated else None,
            "n_outlets": len({self._outlet[key] for key in story["reports"] if key in self._outlet}),
            "n_origins": known.n_origins,
            "n_happenings": known.n_happenings,
            "n_contradictions": known.n_contradictions,
        }
        return Relation(story["id"], (), data)

    def disputed(self, happening: str, titles: Mapping[str, str]) -> Relation:
        """Return what a happening with contradictions is as a row.

        Args:
            happening: its id.
            titles: title of each story.
        """
        told = self._told[happening]
        data = {"title": told.title, "story": told.story, "story_title": titles.get(told.story, "")}
        return Relation(happening, (), data)

    def _of_happening(self, item: Item) -> frozenset[tuple[str, str]]:
        accounts = item["accounts"]
        several = len({account["report"] for account in accounts}) > 1
        self._note_accused(item)
        kind, places = item["type"] or UNCODED, _words(item["place_name"] or "")
        told = {("type", kind), *(("place", word) for word in places)}
        told |= {("label", account["label"]) for account in accounts}
        tally = self._tallies[item["story"]]
        tally.n_happenings += several
        self._told[item["id"]] = _Told(item["story"], item["title"], frozenset(told))
        facets = told | {("story", item["story"])} | ({SEVERAL} if several else set())
        for account in accounts:
            facets |= self._people(account, account["on_word_of"])
            values = {(TOLD, one) for one in told_values(kind, places, account["label"])}
            tally.facets |= values
            self._of_reports[account["report"]] |= values
        return frozenset(facets | self._outlets(account["report"] for account in accounts))

    def _note_accused(self, item: Item) -> None:
        """Keep who is accused of a happening: for each of them the numbers of the accounts that say or deny it."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, account in enumerate(item["accounts"]):
            key, events = account["report"], account["events"]
            charged = {one for event, one in self._gleanings.charges.get(key, ()) if event in events}
            for shared in {self._shared[key, one] for one in charged if (key, one) in self._shared}:
                found[shared].append(number)
        if not found:
            return
        keys = list(dict.fromkeys(item["accounts"][n]["report"] for of in found.values() for n in of))
        first, last = self._time(keys)
        facets = {("entity", one) for one in found} | self._outlets(keys)
        facets |= {
            ("type", item["type"] or UNCODED),
            *(("place", word) for word in _words(item["place_name"] or "")),
        }
        facets |= {("label", item["accounts"][n]["label"]) for of in found.values() for n in of}
        self._accused.append(
            Relation(item["id"], (), {"accounts": dict(found)}, first, last, facets=tuple(sorted(facets)))
        )

    def _of_contradiction(self, item: Item) -> frozenset[tuple[str, str]]:
        told = self._told[item["happening"]]
        self._tallies[told.story].n_contradictions += 1
        facets = {*told.facets, ("story", told.story), *self._outlets(_quoting(item))}
        for value in item["values"]:
            for quote in value["quotes"]:
                facets |= self._people(quote, value["voices"])
        return frozenset(facets)

    def _of_story(self, item: Item) -> frozenset[tuple[str, str]]:
        people = {("person", one) for key in item["reports"] for one in self._naming.get(key, ())}
        return frozenset(self._tallies[item["id"]].facets | people | self._outlets(item["reports"]))

    def _of_report(self, key: str) -> frozenset[tuple[str, str]]:
        """Return what happenings a report tells of, whom it names, and who speaks and acts in it."""
        parts = {
            (part, shared)
            for part, entity in self._gleanings.parts.get(key, ())
            if (shared := self._shared.get((key, entity)))
        }
        people = {("person", one) for one in self._naming.get(key, ())}
        return frozenset(self._of_reports.get(key, set()) | parts | people | self._outlets([key]))

    def _outlets(self, keys: Iterable[str]) -> set[tuple[str, str]]:
        return {("outlet", self._outlet[key]) for key in keys if key in self._outlet}

    def _people(self, words: Item, voices: Iterable[str]) -> set[tuple[str, str]]:
        """Return whom words of a report mention, and the words of those who say them."""
        found = {shared for one in words["entities"] if (shared := self._shared.get((words["report"], one)))}
        found |= {f"{SPOKEN}{word}" for voice in voices for word in _words(voice)}
        return {("person", one) for one in found}

    def _moments(self, keys: Iterable[str]) -> list[str]:
        return [self._moment[key] for key in keys if key in self._moment]

    def _time(self, keys: Collection[str]) -> tuple[str | None, str | None]:
        moments = self._moments(keys)
        return min(moments, default=None), max(moments, default=None)


def told_values(kind: str, places: Iterable[str], label: str) -> Iterator[str]:
    """Yield the values of the facet "told" that a happening has by one account of it.

    >>> sorted(told_values("ASSAULT", ["lviv"], "denied"))[:4]
    ['ASSAULT|lviv|', 'ASSAULT|lviv|denied', 'ASSAULT||', 'ASSAULT||denied']
    """
    for place in ("", *places):
        for one in (kind, ""):
            for other in (label, ""):
                yield f"{one}|{place}|{other}"


def described_row(one: Described, stories: Mapping[str, str]) -> Relation:
    """Return what is described in the same words as a row; it is found by these, and not by its reports."""
    facets = tuple(sorted({("word", word) for word in _words(one.name)}))
    return Relation(None, (), one.data(stories), facets=facets)


def reports_of(part: str, item: Item) -> list[str]:
    """Return the keys of the reports that an item of relations is about, each once."""
    match part:
        case "reports":
            found = [item["id"]]
        case "reprint_groups":
            found = [item["origin"], *(member["report"] for member in item["members"])]
        case "stories":
            found = list(item["reports"])
        case "happenings":
            found = [account["report"] for account in item["accounts"]]
        case "independent_sources":
            found = [key for origin in item["origins"] for key in origin["reports"]]
            found += [each["report"] for each in item["not_counted"]]
        case "contradictions":
            found = [key for value in item["values"] for key in value["reports"]]
        case "quotes":
            found = [variant["report"] for variant in item["variants"]]
        case _:
            found = [mention["report"] for mention in item["mentions"]]
    return list(dict.fromkeys(found))


def _quoting(contradiction: Item) -> list[str]:
    return [quote["report"] for value in contradiction["values"] for quote in value["quotes"]]


def _words(name: str) -> set[str]:
    return {word.folded for word in find_words(name)}


def _reversed(moment: str) -> tuple[int, ...]:
    """Return what puts the later of two moments first, and an unknown one last."""
    return tuple(-ord(letter) for letter in moment) or (1,)
