"""The middle of an area, from the places in it."""

from __future__ import annotations

import math
from collections.abc import Iterable

Point = tuple[float, float]


def distance_km(one: Point, other: Point) -> float:
    """Return the great-circle distance of two points (latitude, longitude), in kilometres."""
    lat, lon, other_lat, other_lon = map(math.radians, (*one, *other))
    half = math.sin((other_lat - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(other_lat) * math.sin((other_lon - lon) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(half)))


def middle(points: Iterable[Point]) -> Point:
    """Return the centroid of the convex hull of points (latitude, longitude), in degrees.

    An area's towns crowd where people live, so their mean leans that way; the middle of the hull lies
    nearer to where a gazetteer puts the label. Fewer than three points, or points in one line, give the
    mean. Areas across the 180th meridian are unwrapped first.
    """
    spots = sorted(set(points))
    lons = [lon for _, lon in spots]
    if max(lons) - min(lons) > 180:
        spots = sorted((lat, lon + 360 if lon < 0 else lon) for lat, lon in spots)
    hull = _hull(spots)
    area = lat = lon = 0.0
    for (a, b), (c, d) in zip(hull, hull[1:] + hull[:1], strict=True):
        cross = a * d - c * b
        area += cross
        lat += (a + c) * cross
        lon += (b + d) * cross
    if len(hull) < 3 or abs(area) < 1e-9:
        lat, lon = sum(a for a, _ in spots) / len(spots), sum(b for _, b in spots) / len(spots)
    else:
        lat, lon = lat / (3 * area), lon / (3 * area)
    return lat, lon - 360 if lon > 180 else lon


def _hull(spots: list[Point]) -> list[Point]:
    """Return the corners of the convex hull of sorted points (Andrew's monotone chain)."""
    if len(spots) < 3:
        return list(spots)
    chains: list[list[Point]] = []
    for order in (spots, spots[::-1]):
        chain: list[Point] = []
        for spot in order:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], spot) <= 0:
                chain.pop()
            chain.append(spot)
        chains.append(chain[:-1])
    return chains[0] + chains[1]


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
