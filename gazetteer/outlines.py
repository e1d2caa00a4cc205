"""Middles of countries from the outlines of Natural Earth (public domain)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from gazetteer.geometry import Point

Vectors = npt.NDArray[np.float64]
"""float64, (n, 3): points on the unit sphere, one a row."""

EARTH_KM = 6371.0
_APART_KM = 650.0
"""Land further away than this counts to a country no more: Malaysia is one, Alaska and Guiana stand apart."""
_SAMPLE = 400
"""Points of a ring that are looked at for its distance from others."""
_CODES = {"KOS": "XKX", "PSX": "PSE", "SDS": "SSD", "SAH": "ESH"}
"""Codes of Natural Earth that are not those of ISO 3166, or of GeoNames for Kosovo."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What the outline of a country tells.

    Attributes:
        middle: centroid of its land on the sphere: the main land, and what lies within reach of it.
        label: where Natural Earth's map makers put its name.
        area_km2: of all its land.
    """

    middle: Point
    label: Point
    area_km2: float


def read_outlines(path: str) -> dict[str, Outline]:
    """Return the outlines of a shapefile of countries (1 : 10 million) by alpha-3 code.

    Args:
        path: a shapefile, or a ZIP archive of one.
    """
    import shapefile

    outlines = {}
    with shapefile.Reader(path) as shapes:
        for entry in shapes.iterShapeRecords(fields=["ADM0_A3", "LABEL_X", "LABEL_Y"]):
            code, lon, lat = entry.record["ADM0_A3"], entry.record["LABEL_X"], entry.record["LABEL_Y"]
            bounds = [*entry.shape.parts, len(entry.shape.points)]
            rings = [
                on_sphere([(y, x) for x, y in entry.shape.points[start:end]])
                for start, end in pairwise(bounds)
            ]
            middle, area_km2 = middle_of(rings)
            outlines[_CODES.get(code, code)] = Outline(middle, (float(lat), float(lon)), area_km2)
    return outlines


def on_sphere(points: Iterable[Point]) -> Vectors:
    """Return points (latitude, longitude), in degrees, as unit vectors."""
    lat, lon = np.radians(np.array(list(points), dtype=np.float64)).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def middle_of(rings: Sequence[Vectors]) -> tuple[Point, float]:
    """Return the middle of the land that rings enclose, and the area of all of it in square kilometres.

    Rings run clockwise around land and the other way around holes, first point last, as shapefiles have it.
    """
    moments = [_moment(ring) for ring in rings]
    areas = [float(moment @ _unit(ring.mean(axis=0))) for ring, moment in zip(rings, moments, strict=True)]
    near = _within_reach(rings, max(range(len(rings)), key=areas.__getitem__))
    x, y, z = _unit(np.sum([moments[n] for n in near], axis=0)).tolist()
    return (math.degrees(math.asin(z)), math.degrees(math.atan2(y, x))), sum(areas) * EARTH_KM**2


def _moment(ring: Vectors) -> Vectors:
    """Return the integral of the unit vector over the inside of a ring.

    By Stokes' theorem it is half the sum of each arc's length times the normal of its plane.
    """
    normal = np.cross(ring[1:], ring[:-1])
    sine = np.linalg.norm(normal, axis=1)
    arc = np.arctan2(sine, np.sum(ring[:-1] * ring[1:], axis=1))
    moved = sine > 0
    return np.asarray((0.5 * arc[moved] / sine[moved]) @ normal[moved])


def _unit(vector: Vectors) -> Vectors:
    return vector / np.linalg.norm(vector)


def _within_reach(rings: Sequence[Vectors], main: int) -> set[int]:
    """Return the rings that the main one reaches, over others if need be, without a gap too wide."""
    samples = [ring[:: max(1, len(ring) // _SAMPLE)] for ring in rings]
    reach = math.cos(_APART_KM / EARTH_KM)
    reached, open_ends = {main}, [main]
    while open_ends:
        at = open_ends.pop()
        for n in set(range(len(rings))) - reached:
            if float((samples[at] @ samples[n].T).max()) >= reach:
                reached.add(n)
                open_ends.append(n)
    return reached
