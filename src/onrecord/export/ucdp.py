"""A table in the form of UCDP's georeferenced events, derived from records by rule: it is none of UCDP's data.

UCDP records use of armed force that killed somebody. Only assaults that some voice says happened, with at least
one dead by the report's figures, go in. Columns of dyads and conflicts stay empty: records do not know them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from onrecord.export.columns import Column, comma_separated
from onrecord.export.conflict import (
    CIVILIAN_SECTORS,
    GANG_SECTORS,
    REBEL_SECTORS,
    STATE_SECTORS,
    least_dead,
    most_dead,
    sides,
    ucdp_date_precision,
    ucdp_place_precision,
)
from onrecord.export.country_codes import country_name
from onrecord.export.formats import LeftOut, Rendered
from onrecord.export.told import Party, ToldEvent, on_whose_word, published_day, told_events
from onrecord.export.unplaced import NOT_SAID, event_fields, rest_of_records, whole_event
from onrecord.model import Record

NOT_DEADLY = "the table holds only assaults with at least one dead by the report's figures"

LOST = {
    "cameo": "no column for codes",
    "mode": "no column for modes",
    "contexts": "no column for contexts",
    "factuality": "only the label and the chain, in source_article",
    "score": "no column for confidence",
    "background": "no column that tells history from news",
    "because": "no column for reasons",
}
"""By field of an event, why it has no place here."""


def render_ucdp(records: Sequence[Record]) -> Rendered:
    """Return the deadly assaults of records as a table in the form of UCDP's."""
    rows: list[ToldEvent] = []
    left_out: list[LeftOut] = []
    for record in records:
        for told in told_events(record):
            if told.event.type != "ASSAULT" or not least_dead(told):
                left_out.append(whole_event(told, NOT_DEADLY))
            elif not told.happened:
                left_out.append(whole_event(told, NOT_SAID))
            else:
                rows.append(told)
                more = {"places": "one place a row; the first is given"} if len(told.places) > 1 else {}
                if any(one.what != "dead" for one in told.event.quantities):
                    more["quantities"] = "only figures of the dead have columns"
                left_out += event_fields(told, LOST | more)
    left_out += rest_of_records(records, "the table holds events only")
    return Rendered(comma_separated(COLUMNS, rows), left_out=tuple(left_out))


def _kind(parties: tuple[Party, ...]) -> str | None:
    """Return what a side is by the sector of its first party: state, group, civilians; None where unknown."""
    sector = parties[0].sector if parties else None
    if sector in STATE_SECTORS:
        return "state"
    if sector in REBEL_SECTORS | GANG_SECTORS:
        return "group"
    return "civilians" if sector in CIVILIAN_SECTORS else None


def violence_type(told: ToldEvent) -> int | None:
    """Return UCDP's type of violence: 1 a state takes part, 2 groups among themselves, 3 one-sided; None if unknown."""
    kinds = {_kind(side) for side in sides(told)}
    if None in kinds:
        return None
    if "civilians" in kinds:
        return 3 if kinds & {"state", "group"} else None
    return 1 if "state" in kinds else 2


def _names(number: int) -> Callable[[ToldEvent], tuple[str, ...]]:
    return lambda told: tuple(party.name for party in sides(told)[number])


def _dyad(told: ToldEvent) -> str | None:
    first, second = (party.name if party else None for party in (_lead(told, 0), _lead(told, 1)))
    return f"{first} - {second}" if first and second else None


def _lead(told: ToldEvent, number: int) -> Party | None:
    side = sides(told)[number]
    return side[0] if side else None


def _place(field: str) -> Callable[[ToldEvent], str | float | None]:
    def value(told: ToldEvent) -> str | float | None:
        return getattr(told.place, field) if told.place else None

    return value


def _point(told: ToldEvent) -> str | None:
    place = told.place
    return (
        f"POINT ({place.lon} {place.lat})"
        if place and place.lat is not None and place.lon is not None
        else None
    )


def _article(told: ToldEvent) -> str:
    report = told.record.report
    cited = ", ".join(part for part in (report.outlet, report.published, report.url or report.id) if part)
    return f"{cited} ({on_whose_word(told)}): {told.sentence_text}"


def _headline(told: ToldEvent) -> str | None:
    headline = told.record.report.parts.headline
    return headline.cut(told.text) if headline else None


def _nothing(told: ToldEvent) -> None:
    return None


_UNKNOWN = "empty: records do not know UCDP's conflicts, dyads and actors"

COLUMNS: tuple[Column[ToldEvent], ...] = (
    Column("id", "a 60-bit number from the ids of report and event", lambda told: told.number, "integer"),
    Column("relid", "beginning of the report's id, and the event's id", lambda told: told.key),
    Column(
        "year",
        "its year; empty unless known",
        lambda told: told.days[0].year if told.days and told.days[0].year == told.days[1].year else None,
        "integer",
    ),
    Column("active_year", _UNKNOWN, _nothing),
    Column("code_status", "always Derived: by rule, checked by nobody", lambda told: "Derived"),
    Column(
        "type_of_violence",
        "1 a state takes part, 2 groups among themselves, 3 one-sided, by sectors; empty where unknown",
        violence_type,
        "integer",
    ),
    *(Column(f"conflict_{which}", _UNKNOWN, _nothing) for which in ("dset_id", "new_id", "name")),
    *(Column(f"dyad_{which}", _UNKNOWN, _nothing) for which in ("dset_id", "new_id")),
    Column("dyad_name", "names of the first party of either side", _dyad),
    *(Column(f"side_a_{which}", _UNKNOWN, _nothing) for which in ("dset_id", "new_id")),
    Column("side_a", "names of those who did it", _names(0)),
    *(Column(f"side_b_{which}", _UNKNOWN, _nothing) for which in ("dset_id", "new_id")),
    Column("side_b", "names of those to whom it was done", _names(1)),
    Column(
        "number_of_sources", "always 1: this report; no count of corroboration", lambda told: 1, "integer"
    ),
    Column(
        "source_article", "outlet, day and address, label and chain of attribution, the sentence", _article
    ),
    Column("source_office", "the outlet", lambda told: told.record.report.outlet),
    Column("source_date", "day of publication", lambda told: published_day(told.record)),
    Column("source_headline", "headline of the report", _headline),
    Column(
        "source_original",
        "the innermost voice of the chain; empty where the outlet speaks itself",
        lambda told: told.voices[-1] if told.voices else None,
    ),
    Column(
        "where_prec",
        "by feature: 1 town or site, 3 and 4 divisions, 5 region, 6 country, 7 sea",
        lambda told: ucdp_place_precision(told.place),
        "integer",
    ),
    Column("where_coordinates", "gazetteer's name of the place", _place("name")),
    Column(
        "where_description",
        "the words of the text",
        lambda told: told.place.span.cut(told.text) if told.place else None,
    ),
    Column("adm_1", "first-order division", _place("admin1")),
    Column("adm_2", "empty: records have none", _nothing),
    Column("latitude", "WGS84 degrees north", _place("lat"), "number"),
    Column("longitude", "WGS84 degrees east", _place("lon"), "number"),
    Column("geom_wkt", "the point as well-known text", _point),
    Column("priogrid_gid", "empty: records do not say", _nothing, "integer"),
    Column(
        "country",
        "country of the place",
        lambda told: country_name(told.place.country) or None if told.place else None,
    ),
    Column("country_id", "empty: UCDP's country numbers are not derived", _nothing, "integer"),
    Column("region", "empty: records do not say", _nothing),
    Column("event_clarity", "empty: records do not say", _nothing, "integer"),
    Column(
        "date_prec",
        "1 the day, 2 up to six days, 3 a week, 4 up to a month, 5 up to a year",
        lambda told: ucdp_date_precision(told.days),
        "integer",
    ),
    Column(
        "date_start",
        "first day that the time can mean",
        lambda told: told.days[0].isoformat() if told.days else None,
    ),
    Column(
        "date_end",
        "last day that the time can mean",
        lambda told: told.days[1].isoformat() if told.days else None,
    ),
    Column("deaths_a", "empty: figures do not say whose dead they count", _nothing, "integer"),
    Column("deaths_b", "empty: as deaths_a", _nothing, "integer"),
    Column("deaths_civilians", "empty: as deaths_a", _nothing, "integer"),
    Column("deaths_unknown", "the same as best: whose dead they are is not said", least_dead, "integer"),
    Column(
        "best",
        "the least number of dead that the report gives: the figure nobody can call too high",
        least_dead,
        "integer",
    ),
    Column("high", "the greatest number; empty where a figure is open above", most_dead, "integer"),
    Column("low", "the least number", least_dead, "integer"),
)
"""UCDP's columns, in order."""
