"""PLOVER's JSON Lines: one event a line, with the fields of the manual's chapter on data fields.

PLOVER lets further fields be added, so the event as records have it (label, factuality, chain of attribution, score,
offsets) stands whole in the field `onrecord`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from onrecord.cameo import goldstein_of, quad_class
from onrecord.export.coding import code_event
from onrecord.export.country_codes import alpha2_of
from onrecord.export.formats import LeftOut, Rendered
from onrecord.export.json import part_to_json, value_text
from onrecord.export.plover_terms import modes_of, plover_code, plover_sector
from onrecord.export.told import Party, ToldEvent, on_whose_word, published_day, told_events
from onrecord.export.unplaced import NO_TYPE, rest_of_records, whole_event
from onrecord.model import Place, Record

CODEBOOK = "plover-0.8"
"""The draft of the manual whose types, modes and contexts records use."""

NO_DAY = "the format needs a day, and neither the event nor the report has one"
_SIZES = ("dead", "injured", "arrested")
_RESOLUTION = {"PPL": 4, "ADM2": 3, "ADM1": 2, "PCL": 1}
"""PLOVER's resolution of a place, by the beginning of its feature code; 5 is finer than a city."""


def render_plover(records: Sequence[Record]) -> Rendered:
    """Return the events of records as PLOVER JSON Lines; undated events take the day of publication, and say so."""
    lines: list[str] = []
    left_out: list[LeftOut] = []
    for record in records:
        for told in told_events(record):
            if told.event.type is None:
                left_out.append(whole_event(told, NO_TYPE))
            elif told.days is None and published_day(record) is None:
                left_out.append(whole_event(told, NO_DAY))
            else:
                lines.append(value_text(_line(told, quad_class(told.event.type))))
    left_out += rest_of_records(records, "PLOVER holds events only")
    return Rendered("".join(f"{line}\n" for line in lines).encode("utf-8"), left_out=tuple(left_out))


def _line(told: ToldEvent, quad: int) -> dict[str, Any]:
    event, report = told.event, told.record.report
    first, last = (told.days[0].isoformat(), told.days[1].isoformat()) if told.days else (None, None)
    day = first or published_day(told.record)
    comments = [on_whose_word(told)] + ([] if first else ["undated: the day is that of publication"])
    line = {
        "id": told.key,
        "has_event": True,
        "date": day,
        "enddate": last if last != first else None,
        "actor": [_entity(party) for party in told.actors],
        "recipient": [_entity(party) for party in told.recipients],
        "event": [event.type],
        "event_loc": _location(told.place) if told.place else None,
        "event_text": [told.anchor, *(span.cut(told.text) for span in event.also)],
        "quad_code": quad,
        "event_scale": goldstein_of(told.code) if told.code else None,
        "mode": list(modes_of(event)),
        "context": list(event.contexts),
        "size": _size(told),
        # `text` is for whoever holds the rights in the text; offsets and the address lead there.
        "text_info": _text_info(told),
        "cite_info": _cite_info(told),
        "coder": f"OnRecord {told.record.onrecord}",
        "comment": "; ".join(comments),
        "onrecord": {
            "report": report.id,
            "published": report.published,
            "cameo": told.code,
            "coded": _coded(told),
            "event": part_to_json(event, told.text),
        },
    }
    return {name: value for name, value in line.items() if value not in (None, {})}


def _coded(told: ToldEvent) -> dict[str, str] | None:
    """Return the type by PLOVER's own examples, where it differs: a deed that is announced is a promise or a threat."""
    coding = code_event(told.event, told.record)
    if coding is None or coding.because is None:
        return None
    return {"event": coding.type, "because": coding.because}


def _entity(party: Party) -> dict[str, Any]:
    entity = party.entity
    told = {
        "code": plover_code(party),
        "sector": plover_sector(party),
        "entity_text": party.words,
        "identifier_id": entity.ids.wikidata if entity else None,
        "identifier_text": entity.name if entity else None,
        "office": party.roles[0] if party.roles else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _location(place: Place) -> dict[str, Any]:
    feature = place.feature or ""
    resolution = next((n for start, n in _RESOLUTION.items() if feature.startswith(start)), None)
    told = {
        "resolved_place": place.name,
        "geonameid": place.geonames,
        "lat": place.lat,
        "lon": place.lon,
        "city": place.name if feature.startswith("PPL") else None,
        "province": place.admin1,
        "country": place.country,
        "country_code": alpha2_of(place.country),
        "feature_code": place.feature,
        "resolution": resolution,
    }
    return {name: value for name, value in told.items() if value is not None}


def _size(told: ToldEvent) -> dict[str, int]:
    """Return the figures that PLOVER has names for, each the least that the report gives."""
    lows = {what: [one.low for one in told.figures(what) if one.low is not None] for what in _SIZES}
    return {what: min(numbers) for what, numbers in lows.items() if numbers}


def _text_info(told: ToldEvent) -> dict[str, int]:
    if told.sentence is None:
        return {"start": told.event.anchor.span.start, "end": told.event.anchor.span.end}
    span = told.record.sentences[told.sentence]
    return {"sequence": told.sentence + 1, "start": span.start, "end": span.end}


def _cite_info(told: ToldEvent) -> dict[str, str]:
    report = told.record.report
    headline = report.parts.headline
    cited = {
        "citation": report.id,
        "url": report.url,
        "title": headline.cut(report.text) if headline else None,
        "language": report.language,
        "publication": report.outlet,
        "coder": f"OnRecord {told.record.onrecord}",
        "codebook": CODEBOOK,
    }
    return {name: value for name, value in cited.items() if value is not None}
