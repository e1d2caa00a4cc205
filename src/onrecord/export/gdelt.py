"""GDELT 2.0's event table (61 columns) with its table of mentions (16 columns), both tab-separated without a header.

Only events that some voice says happened go in, because the table has no column in which to say otherwise. Each
row is one event in one report: NumSources and NumArticles are always 1, and never count who else tells of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from onrecord.cameo import goldstein_of, rows_of
from onrecord.export.columns import Column, tab_separated
from onrecord.export.formats import LeftOut, Rendered
from onrecord.export.gdelt_places import GeoCells, geo_cells
from onrecord.export.told import Party, ToldEvent, told_events
from onrecord.export.unplaced import NOT_SAID, event_fields, rest_of_records, whole_event
from onrecord.model import Document, Record, Span

NO_CODE = "the table needs a CAMEO code, and the event has neither a code nor a type"
MENTIONS = ".mentions.csv"

LOST = {
    "mode": "CAMEO has no modes; what the code says of it stands in EventCode",
    "contexts": "CAMEO has no contexts; what the code says of them stands in EventCode",
    "reciprocal": "the first two parties stand in Actor1 and Actor2",
    "time": "a date alone, without the words and the rule",
    "label": "no column for factuality",
    "factuality": "no column for factuality",
    "on_word_of": "no column for whose word it is",
    "quantities": "no column for figures",
    "background": "no column that tells history from news",
    "because": "no column for reasons",
}
"""By field of an event, why it has no place here."""


@dataclass(frozen=True, slots=True)
class MentionRow:
    """One stretch of words that tells of an event."""

    told: ToldEvent
    span: Span
    first: bool


def render_gdelt(records: Sequence[Record]) -> Rendered:
    """Return the events of records as GDELT's event table, the table of mentions beside it."""
    rows: list[ToldEvent] = []
    left_out: list[LeftOut] = []
    for record in records:
        for told in told_events(record):
            if told.code is None:
                left_out.append(whole_event(told, NO_CODE))
            elif not told.happened:
                left_out.append(whole_event(told, NOT_SAID))
            else:
                rows.append(told)
                left_out += event_fields(told, LOST | _surplus(told))
    left_out += rest_of_records(records, "GDELT's tables hold events only")
    mentions = [
        MentionRow(told, span, first=n == 0)
        for told in rows
        for n, span in enumerate((told.event.anchor.span, *told.event.also))
    ]
    return Rendered(
        tab_separated(EVENTS, rows, header=False),
        beside=((MENTIONS, tab_separated(MENTION_COLUMNS, mentions, header=False)),),
        left_out=tuple(left_out),
    )


def _surplus(told: ToldEvent) -> dict[str, str]:
    """Return why parties and places beyond those that the table has columns for are left out."""
    reasons = {}
    if len(told.actors) > (2 if told.event.reciprocal else 1):
        reasons["actors"] = "one party in Actor1; the first is given"
    if len(told.recipients) > 1:
        reasons["recipients"] = "one party in Actor2; the first is given"
    if len(told.places) > 1:
        reasons["places"] = "one place in ActionGeo; the first is given"
    return reasons


def _first(told: ToldEvent) -> Party | None:
    return told.actors[0] if told.actors else None


def _second(told: ToldEvent) -> Party | None:
    if told.recipients:
        return told.recipients[0]
    return told.actors[1] if told.event.reciprocal and len(told.actors) > 1 else None


def _month(told: ToldEvent) -> date | None:
    """Return a day of the month that the time lies in, or None where it is longer than a month."""
    days = told.days
    return days[0] if days and (days[0].year, days[0].month) == (days[1].year, days[1].month) else None


def _year(told: ToldEvent) -> int | None:
    days = told.days
    return days[0].year if days and days[0].year == days[1].year else None


def _fraction(told: ToldEvent) -> str | None:
    """Return year and part of the year, by the formula of GDELT's codebook: (month * 30 + day) / 365."""
    day = told.day
    return f"{day.year + min((day.month * 30 + day.day) / 365, 0.9999):.4f}" if day else None


def _in_lead(told: ToldEvent) -> int:
    """Return 1 for an event of headline, standfirst or the first paragraph of the body, else 0."""
    parts, start = told.record.report.parts, told.event.anchor.span.start
    if any(part and part.start <= start < part.end for part in (parts.headline, parts.standfirst)):
        return 1
    first = parts.body.start if parts.body else 0
    end = told.text.find("\n\n", first)
    return int(first <= start < (end if end >= 0 else len(told.text)))


def added(report: Document) -> str | None:
    """Return the time of publication in GDELT's fourteen digits in UTC; a mere day stands for its midnight."""
    if report.published is None:
        return None
    try:
        moment = datetime.fromisoformat(report.published)
    except ValueError:
        return None
    return (moment.astimezone(UTC) if moment.tzinfo else moment).strftime("%Y%m%d%H%M%S")


def address(report: Document) -> str | None:
    """Return where the report is: its address, or outlet and day as a citation."""
    return report.url or (
        ", ".join(part for part in (report.outlet, report.published) if part) if report.outlet else None
    )


def _source_name(report: Document) -> str | None:
    site = urlsplit(report.url).netloc if report.url else ""
    return site.removeprefix("www.") or report.outlet


def _party_columns(label: str, of: Callable[[ToldEvent], Party | None]) -> tuple[Column[ToldEvent], ...]:
    def code(told: ToldEvent) -> str | None:
        party = of(told)
        return f"{party.country or ''}{party.sector or ''}" if party else None

    def from_party(value: Callable[[Party], str | None]) -> Callable[[ToldEvent], str | None]:
        def of_event(told: ToldEvent) -> str | None:
            party = of(told)
            return value(party) if party else None

        return of_event

    def nothing(told: ToldEvent) -> None:
        return None

    empty = "empty: records do not say"
    return (
        Column(f"{label}Code", "country and sector, one after the other", code),
        Column(f"{label}Name", "fullest name, in capitals", from_party(lambda one: one.name.upper())),
        Column(f"{label}CountryCode", "ISO 3166 alpha-3", from_party(lambda one: one.country)),
        Column(f"{label}KnownGroupCode", empty, nothing),
        Column(f"{label}EthnicCode", empty, nothing),
        Column(f"{label}Religion1Code", empty, nothing),
        Column(f"{label}Religion2Code", empty, nothing),
        Column(f"{label}Type1Code", "sector, as CAMEO writes it", from_party(lambda one: one.sector)),
        Column(f"{label}Type2Code", empty, nothing),
        Column(f"{label}Type3Code", empty, nothing),
    )


def _geo_columns(label: str, of: Callable[[ToldEvent], GeoCells | None]) -> tuple[Column[ToldEvent], ...]:
    def cell(name: str) -> Callable[[ToldEvent], object]:
        def value(told: ToldEvent) -> object:
            cells = of(told)
            return getattr(cells, name) if cells else None

        return value

    return (
        Column(
            f"{label}_Type",
            "1 country, 2 US state, 3 US place, 4 place, 5 first-order division",
            cell("type"),
            "integer",
        ),
        Column(f"{label}_FullName", "place, division, country", cell("full_name")),
        Column(f"{label}_CountryCode", "FIPS 10-4", cell("country")),
        Column(f"{label}_ADM1Code", "FIPS country and, in the USA, the state; else empty", cell("adm1")),
        Column(f"{label}_ADM2Code", "empty: records do not say", cell("adm2")),
        Column(f"{label}_Lat", "WGS84 degrees north", cell("lat"), "number"),
        Column(f"{label}_Long", "WGS84 degrees east", cell("lon"), "number"),
        Column(
            f"{label}_FeatureID",
            "the country or state code; empty for places, whose GNS ids records lack",
            cell("feature_id"),
        ),
    )


def _party_place(of: Callable[[ToldEvent], Party | None]) -> Callable[[ToldEvent], GeoCells | None]:
    """Give the place that a party itself is (a state, a town), where it is one."""

    def value(told: ToldEvent) -> GeoCells | None:
        party = of(told)
        if party is None or party.entity is None:
            return None
        place = next((one for one in told.record.places if one.entity == party.entity.id), None)
        return geo_cells(place) if place else None

    return value


def _code_part(length: int) -> Callable[[ToldEvent], str]:
    return lambda told: (told.code or "")[:length]


EVENTS: tuple[Column[ToldEvent], ...] = (
    Column(
        "GLOBALEVENTID",
        "a 60-bit number from the ids of report and event",
        lambda told: told.number,
        "integer",
    ),
    Column(
        "SQLDATE",
        "the day, eight digits; empty unless the day is known",
        lambda told: told.day.strftime("%Y%m%d") if told.day else None,
        "integer",
    ),
    Column(
        "MonthYear",
        "the month, six digits; empty unless known",
        lambda told: day.strftime("%Y%m") if (day := _month(told)) else None,
        "integer",
    ),
    Column("Year", "the year; empty unless known", _year, "integer"),
    Column("FractionDate", "year and (month * 30 + day) / 365", _fraction, "number"),
    *_party_columns("Actor1", _first),
    *_party_columns("Actor2", _second),
    Column("IsRootEvent", "1 in headline, standfirst or first paragraph, else 0", _in_lead, "integer"),
    Column("EventCode", "CAMEO code, with its leading zero", lambda told: told.code),
    Column("EventBaseCode", "its first three digits", _code_part(3)),
    Column("EventRootCode", "its first two digits", _code_part(2)),
    Column(
        "QuadClass",
        "class of the root: 1, 2 cooperation, 3, 4 conflict",
        lambda told: next((row.quad for row in rows_of(told.code or "")), None),
        "integer",
    ),
    Column(
        "GoldsteinScale",
        "weight of the code, empty where not known for sure",
        lambda told: goldstein_of(told.code or ""),
        "number",
    ),
    Column(
        "NumMentions", "how often this report tells of it", lambda told: 1 + len(told.event.also), "integer"
    ),
    Column("NumSources", "always 1: this report; no count of corroboration", lambda told: 1, "integer"),
    Column("NumArticles", "always 1: this report; no count of corroboration", lambda told: 1, "integer"),
    Column("AvgTone", "empty: records do not say", lambda told: None, "number"),
    *_geo_columns("Actor1Geo", _party_place(_first)),
    *_geo_columns("Actor2Geo", _party_place(_second)),
    *_geo_columns("ActionGeo", lambda told: geo_cells(told.place) if told.place else None),
    Column(
        "DATEADDED",
        "time of publication in UTC, 14 digits; midnight where only the day is known",
        lambda told: added(told.record.report),
        "integer",
    ),
    Column(
        "SOURCEURL", "address of the report, else outlet and day", lambda told: address(told.record.report)
    ),
)
"""The 61 columns of the event table, in order."""


def _offset(of: Callable[[ToldEvent], Party | None]) -> Callable[[MentionRow], int | None]:
    def value(row: MentionRow) -> int | None:
        party = of(row.told) if row.first else None
        return party.span.start if party else None

    return value


def _sentence_number(row: MentionRow) -> int | None:
    if row.first:
        return row.told.sentence + 1 if row.told.sentence is not None else None
    sentences = row.told.record.sentences
    return next((n for n, one in enumerate(sentences, 1) if one.start <= row.span.start < one.end), None)


MENTION_COLUMNS: tuple[Column[MentionRow], ...] = (
    Column("GLOBALEVENTID", "the event", lambda row: row.told.number, "integer"),
    Column("EventTimeDate", "DATEADDED of the event", lambda row: added(row.told.record.report), "integer"),
    Column(
        "MentionTimeDate",
        "the same: the event is known from this report",
        lambda row: added(row.told.record.report),
        "integer",
    ),
    Column(
        "MentionType",
        "1 with an address, 2 with a citation",
        lambda row: 1 if row.told.record.report.url else 2,
        "integer",
    ),
    Column("MentionSourceName", "site, or outlet", lambda row: _source_name(row.told.record.report)),
    Column(
        "MentionIdentifier",
        "address of the report, else outlet and day",
        lambda row: address(row.told.record.report),
    ),
    Column("SentenceID", "sentence, the first is 1", _sentence_number, "integer"),
    Column(
        "Actor1CharOffset",
        "code point at which Actor1 begins; first mention only",
        _offset(_first),
        "integer",
    ),
    Column(
        "Actor2CharOffset",
        "code point at which Actor2 begins; first mention only",
        _offset(_second),
        "integer",
    ),
    Column(
        "ActionCharOffset",
        "code point at which the words of the event begin",
        lambda row: row.span.start,
        "integer",
    ),
    Column("InRawText", "always 1: texts are never rewritten", lambda row: 1, "integer"),
    Column(
        "Confidence",
        "score of the event in percent",
        lambda row: round(min(max(row.told.event.score, 0.0), 1.0) * 100),
        "integer",
    ),
    Column("MentionDocLen", "code points of the report", lambda row: len(row.told.text), "integer"),
    Column("MentionDocTone", "empty: records do not say", lambda row: None, "number"),
    Column("MentionDocTranslationInfo", "empty: nothing is translated", lambda row: None),
    Column("Extras", "empty, as in GDELT", lambda row: None),
)
"""The 16 columns of the table of mentions, in order."""
