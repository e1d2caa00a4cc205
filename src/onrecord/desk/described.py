"""People and bodies that reports describe and never name: "the coast guard", "a port official"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import Any

from onrecord.desk.wanted import name_fits
from onrecord.export.outline import one_line
from onrecord.model import Entity, Record
from onrecord.store.words import fold

_TYPES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)

_BECAUSE = "described in these words in reports of one story, and never named"


@dataclass(frozen=True, slots=True)
class Described:
    """All that reports describe in the same words, articles left out, and never name; one in each story.

    Attributes:
        name: these words, folded.
        type: PERSON, ORG, GPE, LOC, FAC or NORP.
        mentions: report, entity of its record, the words as they stand there, country and day of publication.
    """

    name: str
    type: str
    mentions: list[tuple[str, str, str, str | None, str | None]] = field(default_factory=list)

    def data(self, stories: Mapping[str, str]) -> dict[str, Any]:
        """Return it as JSON values; what stands in reports without a story is left out.

        Args:
            stories: id of the story of each report.
        """
        mentions = [[*mention, stories[mention[0]]] for mention in self.mentions if mention[0] in stories]
        return {"name": self.name, "type": self.type, "mentions": mentions}


class Descriptions:
    """Gathers who is described and never named, record by record, in order of publication."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Described] = {}

    def add(self, key: str, record: Record) -> None:
        """Take in the descriptions of one report."""
        published = record.report.published
        day = intern(published[:10]) if published else None
        for entity in record.entities:
            if _is_described(entity):
                name = one_line(entity.name)
                bare = fold(_ARTICLE.sub("", name))
                known = self._found.setdefault((bare, entity.type), Described(bare, entity.type))
                known.mentions.append((key, intern(entity.id), intern(name), entity.country, day))

    def __iter__(self) -> Iterator[Described]:
        """Yield them, those with the most mentions first."""
        return iter(sorted(self._found.values(), key=lambda one: (-len(one.mentions), one.name, one.type)))


def described_entities(
    rows: Iterable[Mapping[str, Any]], asked: str, keys: Collection[str] | None
) -> list[dict[str, Any]]:
    """Return those that are described in words asked for, in the form in which relations hold the named ones.

    Two reports of one story that use the same words are taken to mean the same; those of different stories never are.

    Args:
        rows: descriptions as `Described.data` gives them.
        asked: words of the description.
        keys: the reports that count, or None for all.
    """
    found = []
    fits: dict[str, bool] = {}
    for row in rows:
        groups: dict[str, list[list[Any]]] = defaultdict(list)
        for mention in row["mentions"]:
            words = mention[2]
            if words not in fits:
                fits[words] = name_fits(asked, words)
            if fits[words] and (keys is None or mention[0] in keys):
                groups[mention[5]].append(mention)
        found += [_item(row, group) for group in groups.values()]
    return found


def _is_described(entity: Entity) -> bool:
    return entity.type in _TYPES and not any(mention.kind == "name" for mention in entity.mentions)


def _item(row: Mapping[str, Any], group: list[list[Any]]) -> dict[str, Any]:
    days = sorted(day for _, _, _, _, day, _ in group if day)
    first, last = (days[0], days[-1]) if days else (None, None)
    name = group[0][2]
    n_reports = len({key for key, *_ in group})
    return {
        "id": None,
        "type": row["type"],
        "name": name,
        "described": row["name"],
        "aliases": [{"name": name, "reports": n_reports, "first": first, "last": last}],
        "roles": [],
        "country": next((country for _, _, _, country, _, _ in group if country), None),
        "geonames": None,
        "mentions": [{"report": key, "entity": id} for key, id, *_ in group],
        "because": _BECAUSE,
    }
