"""Who said what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.model.span import Span

StatementKind = Literal["direct", "indirect", "mixed"]
SourceType = Literal["named", "role", "group", "unnamed", "document", "outlet"]
Force = Literal[
    "says", "claims", "denies", "asks", "orders", "promises", "warns", "accuses", "suggests", "knows"
]


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that report a statement, with the lemma that carries their force."""

    span: Span
    lemma: str


@dataclass(frozen=True, slots=True)
class Participant:
    """Words that stand for a source, addressee, actor or recipient, and the entity they mean."""

    span: Span
    entity: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One act of saying, writing, believing or asking that a report puts in somebody's mouth.

    Attributes:
        id: "S1", "S2" ... in order of first offset.
        kind: direct (quoted), indirect (told), mixed (told, with the claim partly quoted).
        source: whose words, or None where the report names and describes nobody.
        source_type: what sort of source it is.
        cue: the reporting words, or None for speech that nothing announces.
        content: what was said, one span or several.
        within: id of the statement whose content holds this one, or None.
        force: what the source does by saying it.
        distance: scare quotes and words such as "so-called" within it.
        addressee: to whom it was said, or None.
        because: the rules and weights that gave it.
    """

    id: str
    kind: StatementKind
    source: Participant | None
    source_type: SourceType
    cue: Cue | None
    content: tuple[Span, ...]
    within: str | None
    force: Force
    distance: tuple[Span, ...]
    addressee: Participant | None
    because: str
