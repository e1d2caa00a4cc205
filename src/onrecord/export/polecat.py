"""POLECAT's table: 40 tab-separated columns with a header.

What goes wrong with POLECAT's own files is kept out of these: they are UTF-8, an empty cell is empty and never
the word "None", no cell holds a tab or a line end, and every row has 40 cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from onrecord.cameo import QUAD_NAMES, quad_class
from onrecord.export.columns import Column, tab_separated
from onrecord.export.country_codes import codes_of
from onrecord.export.formats import LeftOut, Rendered
from onrecord.export.plover_terms import modes_of, plover_sector
from onrecord.export.told import Party, ToldEvent, published_day, told_events
from onrecord.export.unplaced import NO_TYPE, event_fields, rest_of_records, whole_event
from onrecord.model import Record

Value = str | int | float | tuple[str, ...] | None

LOST = {
    "anchor": "no column for the words of the event",
    "also": "no column for the words of the event",
    "cameo": "POLECAT codes by PLOVER alone",
    "reciprocal": "POLECAT marks it only by putting all parties among the actors",
    "label": "no column for factuality; only negation, hypothetical, future and historical stand in Event Mode",
    "factuality": "no column for factuality",
    "on_word_of": "no column for whose word it is",
    "quantities": "no column for figures",
    "score": "no column for confidence",
    "because": "no column for reasons",
}
"""By field of an event, why it has no place here."""


def render_polecat(records: Sequence[Record]) -> Rendered:
    """Return the events of records as POLECAT's table."""
    rows: list[ToldEvent] = []
    left_out: list[LeftOut] = []
    for record in records:
        for told in told_events(record):
            if told.event.type is None:
                left_out.append(whole_event(told, NO_TYPE))
                continue
            rows.append(told)
            left_out += event_fields(told, LOST)
            if len(told.places) > 1:
                left_out += event_fields(told, {"places": "one place a row; the first is given"})
    left_out += rest_of_records(records, "only what events name stands in the table")
    return Rendered(tab_separated(COLUMNS, rows, header=True), left_out=tuple(left_out))


def _each(parties: Iterable[Party], of: Callable[[Party], str | None]) -> tuple[str, ...]:
    """Return what is known of parties, each once, in order."""
    return tuple(dict.fromkeys(value for party in parties if (value := of(party))))


def _day(told: ToldEvent) -> str | None:
    return told.days[0].isoformat() if told.days else None


def _city(told: ToldEvent) -> str | None:
    place = told.place
    return place.name if place and (place.feature or "").startswith("PPL") else None


def _of_place(field: str) -> Callable[[ToldEvent], Value]:
    def value(told: ToldEvent) -> Value:
        return getattr(told.place, field) if told.place else None

    return value


def _nothing(told: ToldEvent) -> None:
    return None


def _story(*types: str) -> Callable[[ToldEvent], tuple[str, ...]]:
    def names(told: ToldEvent) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.name for one in told.record.entities if one.type in types))

    return names


def _party_columns(
    role: str, of: Callable[[ToldEvent], tuple[Party, ...]], wikipedia: str
) -> tuple[Column[ToldEvent], ...]:
    who = role.lower()

    def each(value: Callable[[Party], str | None]) -> Callable[[ToldEvent], tuple[str, ...]]:
        return lambda told: _each(of(told), value)

    def first_sector(told: ToldEvent) -> str | None:
        return next((sector for party in of(told) if (sector := plover_sector(party))), None)

    return (
        Column(f"{role} Name", f"fullest names of the {who}s in the report", each(lambda one: one.name)),
        Column(f"{role} Country", "their countries, ISO 3166 alpha-3", each(lambda one: one.country)),
        Column(
            f"{role} COW",
            "their countries, Correlates of War numbers",
            each(lambda one: codes_of(one.country).cow),
        ),
        Column(f"Primary {role} Sector", f"PLOVER sector of the first {who} that has one", first_sector),
        Column(f"{role} Sectors", "PLOVER sectors of all", each(plover_sector)),
        Column(
            f"{role} Title",
            "titles and functions, as written",
            lambda told: tuple(dict.fromkeys(title for party in of(told) for title in party.roles)),
        ),
        Column(f"{role} Name Raw", "the words of the text", each(lambda one: one.words)),
        Column(wikipedia, "empty: records know Wikidata, not Wikipedia", _nothing),
    )


COLUMNS: tuple[Column[ToldEvent], ...] = (
    Column("Event ID", "first 16 digits of the report's id, and the event's id", lambda told: told.key),
    Column("Event Date", "first day that the time can mean; empty where undated", _day),
    Column("Event Type", "PLOVER type", lambda told: told.event.type),
    Column(
        "Event Mode",
        "PLOVER mode, and the auxiliary modes historical, future, hypothetical, negation",
        lambda told: modes_of(told.event),
    ),
    Column("Intensity", "empty: records have none", _nothing),
    Column(
        "Quad Code",
        "VERBAL or MATERIAL, COOPERATION or CONFLICT",
        lambda told: QUAD_NAMES[quad_class(told.event.type)] if told.event.type else None,
    ),
    Column("Contexts", "PLOVER contexts", lambda told: told.event.contexts),
    *_party_columns("Actor", lambda told: told.actors, "Wikipedia Actor ID"),
    *_party_columns("Recipient", lambda told: told.recipients, "Wikipedia Recipient ID"),
    Column("Placename", "gazetteer's name of the first place", _of_place("name")),
    Column("City", "the same, where it is a populated place", _city),
    Column("District", "empty: records have no second-order divisions", _nothing),
    Column("Province", "first-order division", _of_place("admin1")),
    Column("Country", "ISO 3166 alpha-3", _of_place("country")),
    Column("Latitude", "WGS84 degrees north", _of_place("lat"), "number"),
    Column("Longitude", "WGS84 degrees east", _of_place("lon"), "number"),
    Column("GeoNames ID", "GeoNames id", _of_place("geonames"), "integer"),
    Column(
        "Raw Placename",
        "the words of the text",
        lambda told: told.place.span.cut(told.text) if told.place else None,
    ),
    Column("Feature Type", "GeoNames feature code", _of_place("feature")),
    Column("Source", "the outlet", lambda told: told.record.report.outlet),
    Column("Publication Date", "day of publication", lambda told: published_day(told.record)),
    Column("Story People", "all people of the report", _story("PERSON")),
    Column("Story Organizations", "all bodies of the report", _story("ORG")),
    Column("Story Locations", "all states, places and buildings of the report", _story("GPE", "LOC", "FAC")),
    Column("Language", "ISO 639-1 code of the report", lambda told: told.record.report.language),
    Column("Version", "the program that coded it", lambda told: f"OnRecord {told.record.onrecord}"),
)
"""The 40 columns, in order."""
