"""Events as GeoJSON (RFC 7946): one feature an event that has coordinates.

An event in one place is a `Point`, one in several a `MultiPoint`, its points in the order of `where` and `places`.
Coordinates are longitude, latitude in WGS84 degrees, as the RFC wants them. Events without coordinates are left
out, as are places that no event took place in (the dateline among them): a point says that something happened there.

A point stands for a whole town, province or country. `precision` says for which, `radius_m` how far it may be off.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from onrecord.export.event_outline import chain_in_words, event_in_words, names_of, time_value, timex_of
from onrecord.export.formats import LeftOut, Rendered
from onrecord.export.json import record_to_json, value_text
from onrecord.export.outline import one_line, place_name
from onrecord.export.receipts import item_uri, items_digest, receipt, record_keys
from onrecord.export.told import ToldEvent, told_events
from onrecord.export.unheld import unheld
from onrecord.model import Event, Place, Record, Span

RADIUS_M = {"PPLX": 2_000, "PPLL": 2_000, "PPL": 5_000, "PPLA3": 5_000, "PPLA4": 5_000, "PPLA5": 5_000} | {
    "PPLA2": 10_000,
    "PPLA": 15_000,
    "PPLC": 20_000,
}
"""Metres from a feature's point within which its built-up ground usually lies, by GeoNames feature code.

Round figures set by hand, to be read as orders of magnitude. Countries, provinces and regions differ too much among
themselves for one figure, so they have none.
"""

_PRECISION = {
    "PPLX": "part of a town",
    "PPL": "town",
    "ADM1": "province",
    "ADM": "district",
    "PCL": "country",
}
"""What a point stands for, by the beginning of its feature code; the longest beginning that fits counts."""

_PARTICULARS = ("id", "url", "outlet", "agency", "bylines", "language", "published", "published_because")
_HELD = frozenset(f"report.{field}" for field in _PARTICULARS) | {
    *("schema", "onrecord", "weights", "events[]", "places[]", "times[]")
}
_REASONS = {
    "report.text": "features carry the sentences of events, not the report",
    "report.parts": "parts of a report are no events",
    "report.dateline": "where a report was filed is not where something happened",
    "sentences": "features carry the sentences of events only",
    "entities[]": "features carry the names of those who take part, and no entities",
    "statements[]": "features carry on whose word an event stands, not what else was said",
}


def event_features(records: Sequence[Record]) -> Rendered:
    """Return the events of records as one feature collection."""
    features: list[dict[str, Any]] = []
    reports, left_out = [], list[LeftOut]()
    for key, record in zip(record_keys(records), records, strict=True):
        data = record_to_json(record)
        on_map = [told for told in told_events(record) if any(map(point_of, told.places))]
        features += [_feature(told, data, key) for told in on_map]
        left_out += unheld(data, _HELD, reasons=_REASONS, dropped=_dropped(on_map, record))
        versions = {field: data[field] for field in ("schema", "onrecord", "weights")}
        reports.append(versions | {field: data["report"][field] for field in _PARTICULARS})
    collection = {
        "type": "FeatureCollection",
        "features": features,
        "onrecord": {
            "total": len(features),
            "digest": items_digest([*features, *reports]),
            "reports": reports,
        },
    }
    return Rendered(f"{value_text(collection, indent=1)}\n".encode(), left_out=tuple(left_out))


def _dropped(on_map: list[ToldEvent], record: Record) -> dict[str, str]:
    """Return why events, places and times are left out whole, by what they are called."""
    kept = {told.event.id for told in on_map}
    pointed_at = {place.index for told in on_map for place in told.event.places}
    timed = {told.event.time.index for told in on_map if told.event.time}
    unused = "no event that is on the map points to it"
    dropped = {
        event.id: "none of its places has coordinates" if event.places else "its place is unknown"
        for event in record.events
        if event.id not in kept
    }
    for index, place in enumerate(record.places):
        if index not in pointed_at or not point_of(place):
            dropped[f"places[{index}]"] = "it has no coordinates" if index in pointed_at else unused
    return dropped | {f"times[{index}]": unused for index in range(len(record.times)) if index not in timed}


def point_of(place: Place) -> list[float] | None:
    """Return longitude and latitude of a place, or None where it has none."""
    if place.lat is None or place.lon is None or not (-90 <= place.lat <= 90 and -180 <= place.lon <= 180):
        return None
    return [place.lon, place.lat]


def _feature(told: ToldEvent, data: dict[str, Any], key: str) -> dict[str, Any]:
    event, record, report = told.event, told.record, told.record.report
    places = [place for place in told.places if point_of(place)]
    points = [point_of(place) for place in places]
    time = timex_of(told)
    sentence = record.sentences[told.sentence] if told.sentence is not None else None
    radii = [RADIUS_M.get(place.feature or "") for place in places]
    return {
        "type": "Feature",
        "id": item_uri(key, event.id),
        "geometry": {"type": "Point", "coordinates": points[0]}
        if len(points) == 1
        else {"type": "MultiPoint", "coordinates": points},
        "properties": {
            "report": report.id,
            "item": event.id,
            "url": report.url,
            "outlet": report.outlet,
            "published": report.published,
            "title": event_in_words(told),
            "label": event.label,
            "on_whose_word": chain_in_words(told),
            "type": event.type,
            "mode": event.mode,
            "cameo": event.cameo,
            "who": names_of(told.actors),
            "to_whom": names_of(told.recipients),
            "where": "; ".join(
                place_name(place) or one_line(place.span.cut(report.text)) for place in places
            ),
            "when": time_value(told),
            "earliest": time.earliest if time else None,
            "latest": time.latest if time else None,
            "precision": _precision(places),
            "radius_m": None if None in radii else max(filter(None, radii)),
            "sentence": sentence.cut(report.text) if sentence else None,
            "words": [{"role": role, **receipt(span, report.text)} for role, span in _words(event, sentence)],
            "places": [data["places"][record.places.index(place)] for place in places],
            "time": data["times"][record.times.index(time)] if time else None,
            "event": data["events"][told.index],
        },
    }


def _words(event: Event, sentence: Span | None) -> list[tuple[str, Span]]:
    words = [("anchor", event.anchor.span), *(("also", span) for span in event.also)]
    return [*words, ("sentence", sentence)] if sentence else words


def _precision(places: list[Place]) -> str:
    """Return what the least precise of the points stands for."""
    found = [precision_of(place.feature or "") for place in places]
    coarse_first = ("region", "country", "province", "district", "town", "part of a town")
    return min(found, key=coarse_first.index)


def precision_of(feature: str) -> str:
    """Return what a point stands for, by the feature code of its place.

    >>> precision_of("PPLC"), precision_of("ADM1"), precision_of("PCLI"), precision_of("MTS")
    ('town', 'province', 'country', 'region')
    """
    fitting = [beginning for beginning in _PRECISION if feature.startswith(beginning)]
    return _PRECISION[max(fitting, key=len)] if fitting else "region"
