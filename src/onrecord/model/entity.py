"""The people, bodies and places that a report speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from onrecord.model.reading import MentionKind
from onrecord.model.span import Span

EntityType = Literal["PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "OTHER"]


@dataclass(frozen=True, slots=True)
class EntityMention:
    """One stretch of text that stands for an entity."""

    span: Span
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class EntityIds:
    """Identifiers of an entity in other registers, where known."""

    geonames: int | None = None
    iso: str | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, body or place of a report, with every mention of it.

    Attributes:
        id: "E1", "E2" ... in order of first mention.
        type: what it is.
        name: the fullest name in the report, or its fullest description where it is never named.
        roles: titles and functions given to it, as written ("French Foreign Minister").
        country: ISO 3166 alpha-3, or None.
        sector: PLOVER sector (GOV, MIL, REB ...), or None.
        ids: identifiers elsewhere.
        mentions: in order of offset.
        because: how country, sector and the joining of mentions came about.
    """

    id: str
    type: EntityType
    name: str
    roles: tuple[str, ...]
    country: str | None
    sector: str | None
    mentions: tuple[EntityMention, ...]
    ids: EntityIds = field(default_factory=EntityIds)
    because: str = ""
