"""Happenings on a map: GeoJSON (RFC 7946), one point for each happening whose place has coordinates.

The point is that of the place in a record that tells of the happening, corrections laid over. It stands for a whole
town, province or country: `precision` says for which, `radius_m` how far it may be off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from onrecord.desk.answer_json import json_text
from onrecord.desk.answers import HappeningRow
from onrecord.desk.happenings import reports_telling
from onrecord.desk.inquiry import PAGE, Inquiry
from onrecord.export.geojson import RADIUS_M, point_of, precision_of
from onrecord.model import Place
from onrecord.store import Store


def happenings_geojson(
    store: Store,
    rows: Sequence[HappeningRow],
    *,
    asked: Mapping[str, object],
    state: Mapping[str, object],
    left_out: int | None = 0,
) -> str:
    """Return happenings as the text of one feature collection; how many have no point is said in its `onrecord`.

    Args:
        store: the store.
        rows: the happenings.
        asked: the question, and the filter.
        state: of what state of the store the answer is.
        left_out: happenings that a limit cut off, or None where nobody counted them.

    Raises:
        StoreError: the store cannot be read.
    """
    places = places_of(store, rows)
    features = [_feature(row, places[row.geonames]) for row in rows if row.geonames in places]
    collection = {
        "type": "FeatureCollection",
        "features": features,
        "onrecord": {
            "asked": asked,
            "relations": state,
            "total": len(features),
            "without_point": len(rows) - len(features),
            "left_out": left_out,
        },
    }
    return f"{json_text(collection, indent=1)}\n"


def places_of(store: Store, rows: Iterable[HappeningRow]) -> dict[int | None, Place]:
    """Return the places of happenings by GeoNames id, as records have them; those without coordinates are left out.

    Raises:
        StoreError: the store cannot be read.
    """
    told = [row for row in rows if row.geonames is not None]
    inquiry = Inquiry(store)
    found: dict[int | None, Place] = {}
    # The first account mostly names the place, so that few records are read.
    _look(inquiry, found, [(row.geonames, row.first.report.key) for row in told])
    missing = [row.id for row in told if row.geonames not in found]
    happenings = inquiry.all_named("happenings", missing).values()
    _look(inquiry, found, [(one["place"], key) for one in happenings for key in reports_telling(one)])
    return found


def _look(inquiry: Inquiry, found: dict[int | None, Place], wanted: Sequence[tuple[int | None, str]]) -> None:
    """Add the places that are wanted out of the records of the reports beside them."""
    for start in range(0, len(wanted), PAGE):
        keys = {key for geonames, key in wanted[start : start + PAGE] if geonames not in found}
        for _, record in inquiry.records(sorted(keys)) if keys else ():
            for place in record.places:
                if place.geonames is not None and place.geonames not in found and point_of(place):
                    found[place.geonames] = place


def _feature(row: HappeningRow, place: Place) -> dict[str, Any]:
    report = row.first.report
    return {
        "type": "Feature",
        "id": row.id,
        "geometry": {"type": "Point", "coordinates": point_of(place)},
        "properties": {
            "title": row.title,
            "story": row.story,
            "earliest": row.day[0] if row.day else None,
            "latest": row.day[1] if row.day else None,
            "type": row.type,
            "labels": dict(row.labels),
            "n_accounts": row.n_accounts,
            "n_reports": row.n_reports,
            "n_origins": row.n_origins,
            "place": row.place,
            "geonames": row.geonames,
            "country": place.country,
            "precision": precision_of(place.feature or ""),
            "radius_m": RADIUS_M.get(place.feature or ""),
            "report": report.key,
            "outlet": report.outlet,
            "published": report.published,
            "url": report.url,
            "text": row.first.text,
            "start": row.first.start,
            "end": row.first.end,
            "because": row.because,
        },
    }
