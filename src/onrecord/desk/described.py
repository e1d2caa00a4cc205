"""People and bodies that reports describe and never name: "the coast guard", "a port official"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from onrecord.desk.wanted import name_fits
from onrecord.export.outline import one_line
from onrecord.model import Entity, Record
from onrecord.store.words import fold

_TYPES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})
_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)

_BECAUSE = "described in these words in reports of one story, and never named"


def find_described(
    records: Iterable[tuple[str, Record]], stories: Mapping[str, str], asked: str
) -> list[dict[str, Any]]:
    """Return the entities that records describe in words asked for, in the form in which relations hold the named ones.

    Two reports of one story that use the same words are taken to mean the same; those of different stories never are.

    Args:
        records: records by key, in order of publication.
        stories: the story of each report; reports without one are passed over.
        asked: words of the description.
    """
    groups: dict[tuple[str, str, str], list[tuple[str, Record, Entity]]] = defaultdict(list)
    for key, record in records:
        if key in stories:
            for entity in record.entities:
                if _is_described(entity) and name_fits(asked, entity.name):
                    groups[stories[key], entity.type, _bare(entity.name)].append((key, record, entity))
    return [_item(group) for group in groups.values()]


def _is_described(entity: Entity) -> bool:
    return entity.type in _TYPES and not any(mention.kind == "name" for mention in entity.mentions)


def _bare(name: str) -> str:
    return fold(_ARTICLE.sub("", one_line(name), count=1))


def _item(group: list[tuple[str, Record, Entity]]) -> dict[str, Any]:
    days = sorted(record.report.published[:10] for _, record, _ in group if record.report.published)
    first, last = (days[0], days[-1]) if days else (None, None)
    entity = group[0][2]
    name = one_line(entity.name)
    n_reports = len({key for key, _, _ in group})
    return {
        "id": None,
        "type": entity.type,
        "name": name,
        "aliases": [{"name": name, "reports": n_reports, "first": first, "last": last}],
        "roles": [],
        "country": next((one.country for _, _, one in group if one.country), None),
        "geonames": None,
        "mentions": [{"report": key, "entity": one.id} for key, _, one in group],
        "because": _BECAUSE,
    }
