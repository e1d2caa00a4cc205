"""Places that toponyms and nominals of a report stand for."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model.span import Span


@dataclass(frozen=True, slots=True)
class Place:
    """A toponym, or a nominal such as "the city", with the feature it stands for.

    Attributes:
        span: the words.
        entity: id of the entity whose mention these words are, or None.
        geonames: GeoNames id of the feature, or None where no gazetteer row fits.
        name: the gazetteer's name of the feature, or None.
        country: ISO 3166 alpha-3 code, or None.
        admin1: name of the first-order division, or None.
        lat: WGS84 degrees north, or None.
        lon: WGS84 degrees east, or None.
        feature: GeoNames feature code ("PPLC", "PCLI", "ADM1"), or None.
        candidates: how many gazetteer rows were weighed.
        because: the rule that chose the row, or why there is none.
    """

    span: Span
    entity: str | None
    geonames: int | None
    name: str | None
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    feature: str | None
    candidates: int
    because: str
