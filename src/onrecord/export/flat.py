"""Records as plain tables: what `csv` and `parquet` write, one schema for both.

Six tables stand beside the events: statements, entities, places, times, sentences and reports. A row names its
report by id, so that tables of many reports can be joined; `event`, `statement` and `entity` are ids within a
report, `place`, `time` and `sentence` positions within it, the first being 0. A span is given as first and end
offset in code points with the text that it cuts, or as "first:end" where a cell holds several.

A column may be added to the end of a table; none is renamed, dropped or given another type without a new
`TABLE_SCHEMA`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from onrecord.export.columns import Column, Kind
from onrecord.export.flat_events import EVENT_COLUMNS, spans_text
from onrecord.export.told import told_events
from onrecord.model import Participant, Record, Span, Statement

TABLE_SCHEMA = 1
"""Number of the form of these tables."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Row(Generic[Item]):
    """Something of a record, with its position in its list."""

    record: Record
    index: int
    item: Item

    def words(self, span: Span | None) -> str | None:
        """Return the text that a span cuts, or None without one."""
        return span.cut(self.record.report.text) if span else None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, what a row is, its columns, and the rows that records give."""

    name: str
    about: str
    columns: tuple[Column[Any], ...]
    rows: Callable[[Sequence[Record]], Iterator[Any]]


def _rows(list_name: str) -> Callable[[Sequence[Record]], Iterator[Row[Any]]]:
    def rows(records: Sequence[Record]) -> Iterator[Row[Any]]:
        for record in records:
            for index, item in enumerate(getattr(record, list_name)):
                yield Row(record, index, item)

    return rows


def _field(name: str, meaning: str, kind: Kind = "text") -> Column[Row[Any]]:
    return Column(name, meaning, lambda row: getattr(row.item, name), kind)


def _id(name: str) -> Column[Row[Any]]:
    return Column(name, "id within the report", lambda row: row.item.id)


def _position(name: str) -> Column[Row[Any]]:
    return Column(name, "position within the report, the first is 0", lambda row: row.index, "integer")


def _span_columns(prefix: str, of: Callable[[Any], Span | None], what: str) -> tuple[Column[Row[Any]], ...]:
    def edge(name: str) -> Callable[[Row[Any]], int | None]:
        return lambda row: getattr(span, name) if (span := of(row.item)) else None

    return (
        Column(f"{prefix}start", f"first code point of {what}", edge("start"), "integer"),
        Column(f"{prefix}end", f"end of {what}, exclusive", edge("end"), "integer"),
        Column(f"{prefix}text", f"the words of {what}", lambda row: row.words(of(row.item))),
    )


def _cuts(name: str, of: Callable[[Any], Iterable[Span]], what: str) -> tuple[Column[Row[Any]], ...]:
    def texts(row: Row[Any]) -> tuple[str, ...]:
        return tuple(span.cut(row.record.report.text) for span in of(row.item))

    return (
        Column(name, f"the words of {what}", texts, "list"),
        Column(f"{name}_spans", f"where {what} lies", lambda row: spans_text(of(row.item)), "list"),
    )


_REPORT: Column[Row[Any]] = Column(
    "report", "id of the report: SHA-256 of its text", lambda row: row.record.report.id
)
_FORM: Column[Any] = Column(
    "table_schema", "number of the form of these tables", lambda row: TABLE_SCHEMA, "integer"
)


def _source_name(row: Row[Statement]) -> str | None:
    entity = row.item.source.entity if row.item.source else None
    return next((one.name for one in row.record.entities if one.id == entity), None) if entity else None


def _participant(of: Callable[[Statement], Participant | None]) -> Callable[[Statement], Span | None]:
    def span(statement: Statement) -> Span | None:
        participant = of(statement)
        return participant.span if participant else None

    return span


_STATEMENTS: tuple[Column[Row[Any]], ...] = (
    _REPORT,
    _id("statement"),
    _field("kind", "direct, indirect or mixed"),
    _field("force", "what the source does by saying it"),
    *_span_columns("source_", _participant(lambda one: one.source), "whose words they are"),
    Column(
        "source_entity", "id of the source", lambda row: row.item.source.entity if row.item.source else None
    ),
    Column("source_name", "fullest name of the source in the report", _source_name),
    _field("source_type", "named, role, group, unnamed, document or outlet"),
    *_span_columns("cue_", lambda one: one.cue.span if one.cue else None, "what reports them"),
    Column(
        "cue_lemma",
        "the lemma that carries their force",
        lambda row: row.item.cue.lemma if row.item.cue else None,
    ),
    *_cuts("content", lambda one: one.content, "what was said"),
    _field("within", "id of the statement whose content holds this one"),
    *_cuts("distance", lambda one: one.distance, "what the outlet keeps its distance from"),
    *_span_columns("addressee_", _participant(lambda one: one.addressee), "to whom it was said"),
    Column(
        "addressee_entity",
        "id of the addressee",
        lambda row: row.item.addressee.entity if row.item.addressee else None,
    ),
    _field("because", "the rules and weights that gave it"),
    _FORM,
)

_ENTITIES: tuple[Column[Row[Any]], ...] = (
    _REPORT,
    _id("entity"),
    _field("type", "PERSON, ORG, GPE, LOC, FAC, NORP, EVENT or OTHER"),
    _field("name", "fullest name or description in the report"),
    _field("roles", "titles and functions, as written", "list"),
    _field("country", "ISO 3166 alpha-3"),
    _field("sector", "sector: GOV, MIL, REB ..."),
    Column("geonames", "GeoNames id", lambda row: row.item.ids.geonames, "integer"),
    Column("iso", "ISO 3166 code of a state or division", lambda row: row.item.ids.iso),
    Column("wikidata", "Wikidata id", lambda row: row.item.ids.wikidata),
    *_cuts("mentions", lambda one: [mention.span for mention in one.mentions], "its mentions"),
    Column(
        "mention_kinds",
        "name, nominal or pronoun, for each",
        lambda row: tuple(one.kind for one in row.item.mentions),
        "list",
    ),
    _field("because", "how country, sector and the joining of mentions came about"),
    _FORM,
)

_PLACES: tuple[Column[Row[Any]], ...] = (
    _REPORT,
    _position("place"),
    *_span_columns("", lambda one: one.span, "the toponym"),
    _field("entity", "id of the entity that the words mention"),
    _field("geonames", "GeoNames id; empty where no row fits", "integer"),
    _field("name", "gazetteer's name"),
    _field("country", "ISO 3166 alpha-3"),
    _field("admin1", "first-order division"),
    _field("lat", "WGS84 degrees north", "number"),
    _field("lon", "WGS84 degrees east", "number"),
    _field("feature", "GeoNames feature code"),
    _field("candidates", "how many rows were weighed", "integer"),
    _field("because", "the rule that chose the row, or why there is none"),
    _FORM,
)

_TIMES: tuple[Column[Row[Any]], ...] = (
    _REPORT,
    _position("time"),
    *_span_columns("", lambda one: one.span, "the time expression"),
    _field("type", "DATE, TIME, DURATION or SET"),
    _field("value", "TIMEX3 value"),
    _field("earliest", "first day that it can mean"),
    _field("latest", "last day that it can mean"),
    _field("anchor", "day that it counts from"),
    _field("because", "the rule that gave the value, or why there is none"),
    _FORM,
)

_SENTENCES: tuple[Column[Row[Any]], ...] = (
    _REPORT,
    _position("sentence"),
    *_span_columns("", lambda one: one, "the sentence"),
    _FORM,
)


def _part(name: str) -> tuple[Column[Row[Any]], ...]:
    return _span_columns(
        f"{name}_", lambda report: getattr(report.parts, name), f"the {name.replace('_', ' ')}"
    )


def _dateline(name: str, meaning: str, of: Callable[[Any], object], kind: Kind = "text") -> Column[Row[Any]]:
    return Column(
        f"dateline_{name}", meaning, lambda row: of(row.item.dateline) if row.item.dateline else None, kind
    )


def _spot(name: str, meaning: str, kind: Kind = "text") -> Column[Row[Any]]:
    return _dateline(
        f"place_{name}", meaning, lambda line: getattr(line.place, name) if line.place else None, kind
    )


_REPORTS: tuple[Column[Row[Any]], ...] = (
    _REPORT,
    _field("input", "path or address as given"),
    _field("url", "address of the report"),
    _field("outlet", "who publishes it"),
    _field("agency", "news agency credited"),
    _field("bylines", "names of the authors", "list"),
    _field("language", "ISO 639-1 code"),
    _field("published", "ISO 8601 day or time of publication"),
    _field("published_because", "given, metadata, dateline or inferred"),
    _field("retrieved", "ISO 8601 time at which it was fetched"),
    *_span_columns(
        "dateline_", lambda report: report.dateline.span if report.dateline else None, "the dateline"
    ),
    _dateline("date", "day of filing", lambda line: line.date),
    _dateline("agency", "agency credited in it", lambda line: line.agency),
    _dateline("because", "where its year came from", lambda line: line.because),
    *_span_columns(
        "dateline_place_", lambda report: report.dateline.place_span if report.dateline else None, "its place"
    ),
    *_span_columns(
        "dateline_date_", lambda report: report.dateline.date_span if report.dateline else None, "its date"
    ),
    _spot("geonames", "GeoNames id of the place of filing", "integer"),
    _spot("name", "gazetteer's name of it"),
    _spot("country", "its country, ISO 3166 alpha-3"),
    _spot("admin1", "its first-order division"),
    _spot("lat", "WGS84 degrees north", "number"),
    _spot("lon", "WGS84 degrees east", "number"),
    _spot("feature", "its GeoNames feature code"),
    *_part("headline"),
    *_part("standfirst"),
    *_part("agency_credit"),
    *_part("byline"),
    Column(
        "body_start",
        "first code point of the body",
        lambda row: row.item.parts.body.start if row.item.parts.body else None,
        "integer",
    ),
    Column(
        "body_end",
        "end of the body, exclusive",
        lambda row: row.item.parts.body.end if row.item.parts.body else None,
        "integer",
    ),
    Column(
        "boilerplate_spans",
        "where boilerplate lies",
        lambda row: spans_text(row.item.parts.boilerplate),
        "list",
    ),
    _field("text", "the report; every offset counts on it"),
    Column("record_schema", "number of the record format", lambda row: row.record.schema, "integer"),
    Column("onrecord", "version of the program", lambda row: row.record.onrecord),
    Column("weights", "digest of the weights", lambda row: row.record.weights),
    _FORM,
)


def _reports(records: Sequence[Record]) -> Iterator[Row[Any]]:
    return (Row(record, index, record.report) for index, record in enumerate(records))


def _events(records: Sequence[Record]) -> Iterator[Any]:
    return (told for record in records for told in told_events(record))


TABLES: tuple[Table, ...] = (
    Table("events", "one row an event", (*EVENT_COLUMNS, _FORM), _events),
    Table("statements", "one row a statement", _STATEMENTS, _rows("statements")),
    Table("entities", "one row a person, body or place", _ENTITIES, _rows("entities")),
    Table("places", "one row a toponym", _PLACES, _rows("places")),
    Table("times", "one row a time expression", _TIMES, _rows("times")),
    Table("sentences", "one row a sentence", _SENTENCES, _rows("sentences")),
    Table("reports", "one row a report", _REPORTS, _reports),
)
"""The tables, that of events first: it is the export itself, the others stand beside it."""
