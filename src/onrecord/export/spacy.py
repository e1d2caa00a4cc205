"""Records as spaCy `Doc`s, and as a `DocBin` of them (needs `onrecord[spacy]`).

Text is cut into tokens by spaCy's own English rules, or by those of a pipeline given. A `Doc` has

- sentence starts;
- `ents`: the names of entities, the longest where they overlap, with the entity's id as span id and its Wikidata or
  GeoNames id as knowledge-base id;
- span groups, which may overlap: `mentions`, `sources`, `cues`, `contents`, `addressees`, `distances`, `events`, `also`,
  `actors`, `recipients`, `quantities`, `places`, `times`. The span id is that of the item ("S3", "V1", "places[2]");
  the knowledge-base id is the entity meant, the GeoNames id or the time value; the label is the kind.
- `user_data["onrecord"]`: the record as JSON text, so that nothing is lost.

A span that begins or ends inside a token is widened to whole tokens. `doc_bin` tells which; the JSON has them exactly.
Lone surrogates, which spaCy cannot hold, become U+FFFD in the `Doc` and stay in the JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.util import filter_spans

from onrecord.export.formats import LeftOut, Rendered
from onrecord.export.json import json_text
from onrecord.model import Entity, Event, Place, Record, Span, Statement

USER_DATA = "onrecord"
GROUPS = (
    *("mentions", "sources", "cues", "contents", "addressees", "distances", "events", "also"),
    *("actors", "recipients", "quantities", "places", "times"),
)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A span of a record on its way into a `Doc`."""

    group: str
    span: Span
    label: str
    item: str
    kb_id: str = ""


def record_to_doc(record: Record, nlp: Language | None = None) -> Doc:
    """Return the record as a spaCy `Doc`.

    Args:
        record: the record.
        nlp: a pipeline whose tokenizer and vocabulary are used; its components are not run. Without it, a blank
            English one.
    """
    return _doc(record, nlp or spacy.blank("en"))[0]


def doc_bin(records: Sequence[Record]) -> Rendered:
    """Return records as the bytes of a `DocBin`."""
    nlp = spacy.blank("en")
    attributes = ("ORTH", "SPACY", "SENT_START", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "ENT_ID")
    bin_ = DocBin(attrs=attributes, store_user_data=True)
    left_out: list[LeftOut] = []
    for record in records:
        doc, widened = _doc(record, nlp)
        bin_.add(doc)
        left_out += widened
    return Rendered(bin_.to_bytes(), left_out=tuple(left_out))


def _doc(record: Record, nlp: Language) -> tuple[Doc, list[LeftOut]]:
    doc: Doc = nlp.tokenizer(shown_text(record.report.text))
    doc.user_data[USER_DATA] = json_text(record)
    starts = {_first_token(doc, span) for span in record.sentences}
    for token in doc:
        token.is_sent_start = token.i in starts or token.i == 0
    groups: dict[str, list[Any]] = {name: [] for name in GROUPS}
    widened = []
    for one in labelled(record):
        start, end = one.span.start, one.span.end
        made = None
        if start < end:
            made = doc.char_span(
                start, end, one.label, kb_id=one.kb_id, span_id=one.item, alignment_mode="expand"
            )
        if made is not None:
            groups[one.group].append(made)
        if made is None or (made.start_char, made.end_char) != (start, end):
            because = "it has no words" if made is None else "its words begin or end inside a token"
            value = {"start": start, "end": end, "text": one.span.cut(record.report.text)}
            widened.append(LeftOut(record.report.id, one.item, f"doc.spans.{one.group}", value, because))
    for name, spans in groups.items():
        doc.spans[name] = spans
    names = {
        mention.span for entity in record.entities for mention in entity.mentions if mention.kind == "name"
    }
    exact = [made for made in groups["mentions"] if Span(made.start_char, made.end_char) in names]
    doc.set_ents(filter_spans(exact))
    return doc, widened


def shown_text(text: str) -> str:
    """Return the text as a `Doc` can hold it, of the same length."""
    return _SURROGATE.sub("\ufffd", text)


def _first_token(doc: Doc, span: Span) -> int | None:
    """Return the index of the first token of a sentence, or None where it has none."""
    made = doc.char_span(span.start, span.end, alignment_mode="expand") if len(span) else None
    return None if made is None else int(made.start)


def labelled(record: Record) -> Iterator[Labelled]:
    """Yield every span of the record that goes into a group."""
    for entity in record.entities:
        for mention in entity.mentions:
            yield Labelled("mentions", mention.span, entity.type, entity.id, registry_id(entity))
    for statement in record.statements:
        yield from _of_statement(statement)
    for event in record.events:
        yield from _of_event(event)
    for index, place in enumerate(record.places):
        yield Labelled("places", place.span, place.feature or "", f"places[{index}]", _geonames(place))
    for index, timex in enumerate(record.times):
        yield Labelled("times", timex.span, timex.type, f"times[{index}]", timex.value or "")


def _of_statement(one: Statement) -> Iterator[Labelled]:
    if one.source:
        yield Labelled("sources", one.source.span, one.source_type, one.id, one.source.entity or "")
    if one.cue:
        yield Labelled("cues", one.cue.span, one.force, one.id)
    for span in one.content:
        yield Labelled("contents", span, one.kind, one.id)
    if one.addressee:
        yield Labelled("addressees", one.addressee.span, one.force, one.id, one.addressee.entity or "")
    for span in one.distance:
        yield Labelled("distances", span, one.kind, one.id)


def _of_event(one: Event) -> Iterator[Labelled]:
    kind = one.type or ""
    yield Labelled("events", one.anchor.span, kind, one.id)
    for span in one.also:
        yield Labelled("also", span, kind, one.id)
    for group, parties in (("actors", one.actors), ("recipients", one.recipients)):
        for party in parties:
            yield Labelled(group, party.span, kind, one.id, party.entity or "")
    for quantity in one.quantities:
        yield Labelled("quantities", quantity.span, quantity.what, one.id)


def registry_id(entity: Entity) -> str:
    """Return an entity's id at Wikidata, or "geonames:" and its id there, or "" where neither is known."""
    if entity.ids.wikidata:
        return entity.ids.wikidata
    return f"geonames:{entity.ids.geonames}" if entity.ids.geonames is not None else ""


def _geonames(place: Place) -> str:
    return f"geonames:{place.geonames}" if place.geonames is not None else ""
