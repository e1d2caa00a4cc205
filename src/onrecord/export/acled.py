"""A table in the form of ACLED's, derived from records by rule: it is none of ACLED's data.

Only violence and demonstrations that some voice says happened go in. The reading of type and mode in ACLED's
terms is the table `resources/acled_types.tsv`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.export.columns import Column, comma_separated
from onrecord.export.conflict import (
    CIVILIAN_SECTORS,
    GANG_SECTORS,
    REBEL_SECTORS,
    STATE_SECTORS,
    acled_place_precision,
    acled_time_precision,
    are_armed,
    least_dead,
    sides,
)
from onrecord.export.country_codes import codes_of, country_name
from onrecord.export.formats import LeftOut, Rendered
from onrecord.export.told import Party, ToldEvent, on_whose_word, told_events
from onrecord.export.unplaced import NOT_SAID, event_fields, rest_of_records, whole_event
from onrecord.lexicons import load_table
from onrecord.model import Record

NOT_CONFLICT = "the table holds violence and demonstrations only"

LOST = {
    "cameo": "the table goes by ACLED's terms",
    "contexts": "no column for contexts",
    "factuality": "only the label and the chain, in notes",
    "score": "no column for confidence",
    "background": "no column that tells history from news",
    "because": "no column for reasons",
    "quantities": "only the least number of dead and the words for a crowd have columns",
}
"""By field of an event, why it has no place here."""

_INTER = (
    ("State forces", STATE_SECTORS),
    ("Rebel group", REBEL_SECTORS),
    ("Political militia", GANG_SECTORS),
    ("Civilians", CIVILIAN_SECTORS),
)
_ORDER = (
    "State forces",
    "Rebel group",
    "Political militia",
    "Identity militia",
    "Rioters",
    "Protesters",
    "Civilians",
    "External/Other forces",
)
"""ACLED's kinds of actor in the order of its codes 1 to 8, in which the two of an interaction stand."""


@dataclass(frozen=True, slots=True)
class AcledTerm:
    """A row of the table of terms.

    Attributes:
        type: PLOVER type.
        mode: PLOVER mode, or None for events without one.
        recipients: armed, unarmed or any.
        event_type: ACLED's type, or None where type and mode do not tell it.
        sub_event_type: ACLED's sub-type, likewise.
        disorder_type: ACLED's kind of disorder.
    """

    type: str
    mode: str | None
    recipients: str
    event_type: str | None
    sub_event_type: str | None
    disorder_type: str


@cache
def _terms() -> tuple[AcledTerm, ...]:
    return load_table("acled_types.tsv", AcledTerm)


def _terms_of_mode(told: ToldEvent) -> tuple[AcledTerm, ...]:
    return tuple(row for row in _terms() if (row.type, row.mode) == (told.event.type, told.event.mode))


def term_of(told: ToldEvent) -> AcledTerm | None:
    """Return ACLED's terms for an event; None where they hang on who the recipients are and that is unknown."""
    armed = True if told.event.reciprocal else are_armed(told.recipients)
    wanted = {True: ("any", "armed"), False: ("any", "unarmed"), None: ("any",)}[armed]
    term = next((row for row in _terms_of_mode(told) if row.recipients in wanted), None)
    if term and term.sub_event_type == "Protest with intervention" and (least_dead(told) or 0) > 0:
        return AcledTerm(
            term.type, term.mode, term.recipients, term.event_type,
            "Excessive force against protesters", "Political violence; Demonstrations",
        )  # fmt: skip
    return term


def render_acled(records: Sequence[Record]) -> Rendered:
    """Return the violence and demonstrations of records as a table in the form of ACLED's."""
    rows: list[ToldEvent] = []
    left_out: list[LeftOut] = []
    for record in records:
        for told in told_events(record):
            if not _terms_of_mode(told):
                left_out.append(whole_event(told, NOT_CONFLICT))
            elif not told.happened:
                left_out.append(whole_event(told, NOT_SAID))
            else:
                rows.append(told)
                places = {"places": "one place a row; the first is given"} if len(told.places) > 1 else {}
                left_out += event_fields(told, LOST | places)
    left_out += rest_of_records(records, "the table holds events only")
    return Rendered(comma_separated(COLUMNS, rows), left_out=tuple(left_out))


def _side(number: int) -> Callable[[ToldEvent], tuple[Party, ...]]:
    return lambda told: sides(told)[number]


def _inter(told: ToldEvent, number: int) -> str | None:
    """Return ACLED's kind of the first actor of a side, or None where its sector is unknown."""
    parties = _side(number)(told)
    term = term_of(told)
    if term and told.event.type == "PROTEST" and number == 0:
        return {"Riots": "Rioters", "Protests": "Protesters"}.get(term.event_type or "")
    if term and told.event.mode == "crowd-control" and number == 1:
        return "Protesters"
    if not parties:
        return None
    kind = next((name for name, sectors in _INTER if parties[0].sector in sectors), None)
    here = told.place.country if told.place else None
    if kind == "State forces" and here and parties[0].country and parties[0].country != here:
        return "External/Other forces"
    return kind


def _interaction(told: ToldEvent) -> str | None:
    kinds = [kind for number in (0, 1) if (kind := _inter(told, number))]
    if len(kinds) == 2:
        return "-".join(sorted(kinds, key=_ORDER.index))
    return f"{kinds[0]} only" if kinds and not (sides(told)[0] and sides(told)[1]) else None


def _civilian_targeting(told: ToldEvent) -> str | None:
    targeted = told.event.type == "ASSAULT" and are_armed(told.recipients) is False
    return "Civilian targeting" if targeted else None


def _term(field: str) -> Callable[[ToldEvent], str | None]:
    def value(told: ToldEvent) -> str | None:
        term = term_of(told)
        return getattr(term, field) if term else None

    return value


def _disorder(told: ToldEvent) -> str | None:
    term = term_of(told)
    kinds = {row.disorder_type for row in _terms_of_mode(told)}
    return term.disorder_type if term else kinds.pop() if len(kinds) == 1 else None


def _crowd(told: ToldEvent) -> str | None:
    words = [one.span.cut(told.text) for one in told.figures("crowd")]
    return f"crowd size={', '.join(words)}" if words else None


def _place_text(field: str) -> Callable[[ToldEvent], str | float | None]:
    def value(told: ToldEvent) -> str | float | None:
        return getattr(told.place, field) if told.place else None

    return value


def _nothing(told: ToldEvent) -> None:
    return None


def _country(told: ToldEvent) -> str | None:
    return told.place.country if told.place else None


COLUMNS: tuple[Column[ToldEvent], ...] = (
    Column(
        "event_id_cnty",
        "country, and a number from the ids of report and event",
        lambda told: f"{_country(told) or ''}{told.number}",
    ),
    Column(
        "event_date",
        "first day that the time can mean; empty unless known to the month",
        lambda told: told.days[0].isoformat() if told.days and acled_time_precision(told.days) else None,
    ),
    Column(
        "year",
        "its year",
        lambda told: told.days[0].year if told.days and told.days[0].year == told.days[1].year else None,
        "integer",
    ),
    Column(
        "time_precision",
        "1 the day, 2 the week, 3 the month; empty for longer and unknown times",
        lambda told: acled_time_precision(told.days),
        "integer",
    ),
    Column("disorder_type", "by type and mode", _disorder),
    Column(
        "event_type",
        "by type, mode and whether the recipients are armed; empty where that is unknown",
        _term("event_type"),
    ),
    Column("sub_event_type", "as for event_type", _term("sub_event_type")),
    Column(
        "actor1", "first of those who did it", lambda told: sides(told)[0][0].name if sides(told)[0] else None
    ),
    Column("assoc_actor_1", "the others", lambda told: tuple(one.name for one in sides(told)[0][1:])),
    Column("inter1", "kind of actor1, by sector; empty where unknown", lambda told: _inter(told, 0)),
    Column(
        "actor2",
        "first of those to whom it was done",
        lambda told: sides(told)[1][0].name if sides(told)[1] else None,
    ),
    Column("assoc_actor_2", "the others", lambda told: tuple(one.name for one in sides(told)[1][1:])),
    Column("inter2", "kind of actor2, by sector; empty where unknown", lambda told: _inter(told, 1)),
    Column("interaction", "both kinds in ACLED's order; empty where one is unknown", _interaction),
    Column(
        "civilian_targeting",
        "Civilian targeting where all recipients are civilians by sector",
        _civilian_targeting,
    ),
    Column(
        "iso",
        "ISO 3166 number of the country",
        lambda told: (number := codes_of(_country(told)).numeric) and int(number),
        "integer",
    ),
    Column("region", "empty: ACLED's regions are its own", _nothing),
    Column("country", "country of the place", lambda told: country_name(_country(told)) or None),
    Column("admin1", "first-order division", _place_text("admin1")),
    Column("admin2", "empty: records have none", _nothing),
    Column("admin3", "empty: records have none", _nothing),
    Column("location", "gazetteer's name of the place", _place_text("name")),
    Column("latitude", "WGS84 degrees north", _place_text("lat"), "number"),
    Column("longitude", "WGS84 degrees east", _place_text("lon"), "number"),
    Column(
        "geo_precision",
        "by feature: 1 town or site, 2 second-order division, 3 larger",
        lambda told: acled_place_precision(told.place),
        "integer",
    ),
    Column("source", "the outlet", lambda told: told.record.report.outlet),
    Column("source_scale", "empty: records do not say", _nothing),
    Column(
        "notes",
        "label and chain of attribution, then the sentence",
        lambda told: f"{on_whose_word(told)}: {told.sentence_text}",
    ),
    Column(
        "fatalities",
        "the least number of dead that the report gives; empty where it gives none",
        least_dead,
        "integer",
    ),
    Column("tags", "the words for the size of a crowd", _crowd),
    Column("timestamp", "empty: the same record gives the same bytes at any time", _nothing, "integer"),
)
"""ACLED's columns, in order."""
