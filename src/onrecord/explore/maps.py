"""Maps of where happenings took place: land, borders and a numbered dot a place, cropped to the places."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from math import cos, hypot, radians

from onrecord.desk.answers import PlaceRow

WIDTH = 520
"""Width of a map in its own units; the page scales it."""

_STEPS = 20
"""Steps of a degree in the outlines, as `gazetteer.land` keeps them."""
_LEAST_SPAN = 8.0
"""Degrees of latitude across a map at least: nearer by, the outlines show their corners."""
_WIDE_SPAN = 30.0
"""Degrees; from a map no wider than this, some half of Europe, no place is left out."""
_MARGIN = 0.14
"""Share of the span on each side."""
_FLATTEST, _TALLEST = 0.5, 0.85
"""Height of a map by its width."""
_LETTER_WIDTH, _LETTER_HEIGHT = 9.5, 16.0
"""Size of a figure beside a dot, in units of the map."""
_DOT, _RING = 5.0, 8.0
"""Radius of a dot, and of the ring that stands for a country."""

_Point = tuple[float, float]
_Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on a map.

    Attributes:
        number: its number in the list beside.
        place: the place.
        x: across, in units of the map.
        y: down.
        figure_x: where the middle of its number stands.
        figure_y: its base line.
        is_wide: whether it is a country or a region, and the dot a ring at its middle.
    """

    number: int
    place: PlaceRow
    x: float
    y: float
    figure_x: float
    figure_y: float
    is_wide: bool

    @property
    def radius(self) -> float:
        """Radius in units of the map."""
        return _RING if self.is_wide else _DOT

    @property
    def is_apart(self) -> bool:
        """Whether its number stands so far off that a line must lead there."""
        across, down = self.figure_x - self.x, self.figure_y - _LETTER_HEIGHT * 0.35 - self.y
        return hypot(across, down) > self.radius + _LETTER_WIDTH * len(str(self.number)) / 2 + 6


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """A map.

    Attributes:
        width: in units of its own.
        height: in the same.
        land: the land, as the `d` of an SVG path.
        borders: those between countries, likewise.
        dots: the places on it.
        beyond: numbers of the places that lie too far off to be on it.
    """

    width: int
    height: int
    land: str
    borders: str
    dots: tuple[Dot, ...]
    beyond: frozenset[int]


def map_of(places: Sequence[PlaceRow]) -> PlaceMap | None:
    """Return a map of places, equirectangular and true to scale in its middle; None where there are none."""
    if not places:
        return None
    numbered = _near_one_another(list(enumerate(places, 1)))
    west, south, east, north = _extent([place for _, place in numbered])
    narrow = cos(radians((south + north) / 2))
    scale = WIDTH / ((east - west) * narrow)
    height = round((north - south) * scale)

    def drawn(lon: float, lat: float) -> _Point:
        return (lon - west) * narrow * scale, (north - lat) * scale

    at = {number: drawn(place.lon, place.lat) for number, place in numbered}
    figures = _figures(at, {number: _RING if _is_wide(place) else _DOT for number, place in numbered}, height)
    shown = frozenset(at)
    # Outlines are cut a little beyond the edge, so that the cut is not drawn as a coast.
    window = (-10.0, -10.0, WIDTH + 10.0, height + 10.0)
    beyond = 10.0 / scale
    near = (west - beyond / narrow, south - beyond, east + beyond / narrow, north + beyond)
    return PlaceMap(
        width=WIDTH,
        height=height,
        land="".join(
            _path(clipped, "z")
            for ring in _near("land", near)
            if (clipped := _clipped([drawn(lon, lat) for lon, lat in ring], window))
        ),
        borders="".join(
            _path(part)
            for line in _near("borders", near)
            for part in _parts_inside([drawn(lon, lat) for lon, lat in line], window)
        ),
        dots=tuple(
            Dot(
                number,
                place,
                round(at[number][0], 1),
                round(at[number][1], 1),
                *figures[number],
                _is_wide(place),
            )
            for number, place in numbered
        ),
        beyond=frozenset(range(1, len(places) + 1)) - shown,
    )


def _is_wide(place: PlaceRow) -> bool:
    """Tell whether a place is a country or a part of one."""
    return place.feature is not None and place.feature.startswith(("PCL", "ADM", "RGN", "CONT", "TERR"))


_Numbered = list[tuple[int, PlaceRow]]


def _near_one_another(numbered: _Numbered) -> _Numbered:
    """Return places without each that alone would make the map more than twice as wide: it would show little else."""
    while len(numbered) > 2:
        size = _size(numbered)
        smallest, at = min((_size(numbered[:n] + numbered[n + 1 :]), n) for n in range(len(numbered)))
        if size <= max(2 * smallest, _WIDE_SPAN):
            break
        numbered = numbered[:at] + numbered[at + 1 :]
    return numbered


def _size(numbered: _Numbered) -> float:
    west, south, east, north = _bounds([place for _, place in numbered])
    return max(east - west, north - south)


def _bounds(places: Sequence[PlaceRow]) -> _Box:
    """Return the westernmost, southernmost, easternmost and northernmost degrees of places."""
    lats, lons = [place.lat for place in places], [place.lon for place in places]
    return min(lons), min(lats), max(lons), max(lats)


def _extent(places: Sequence[PlaceRow]) -> _Box:
    """Return what a map shows, in degrees: west, south, east, north."""
    west, south, east, north = _bounds(places)
    narrow = cos(radians((south + north) / 2))
    high = max((north - south) * (1 + 2 * _MARGIN), _LEAST_SPAN)
    wide = max((east - west) * narrow * (1 + 2 * _MARGIN), high / _TALLEST)
    high = max(high, wide * _FLATTEST)
    middle_lat, middle_lon = (south + north) / 2, (west + east) / 2
    across = wide / narrow / 2
    return middle_lon - across, middle_lat - high / 2, middle_lon + across, middle_lat + high / 2


def _figures(at: Mapping[int, _Point], radii: Mapping[int, float], height: float) -> dict[int, _Point]:
    """Return where each dot's number stands: beside it, and on no other dot or number as far as there is room."""
    taken = [(x - radii[n], y - radii[n], x + radii[n], y + radii[n]) for n, (x, y) in at.items()]
    found = {}
    for number, (x, y) in at.items():
        wide = _LETTER_WIDTH * len(str(number)) / 2
        places = [
            (x + across * (distance + wide), y + down * (distance + _LETTER_HEIGHT / 2))
            for distance in (radii[number] + 3, radii[number] + 11, radii[number] + 21)
            for across, down in (
                (1, 0),
                (-1, 0),
                (0, -1),
                (0, 1),
                (0.8, -0.8),
                (-0.8, -0.8),
                (0.8, 0.8),
                (-0.8, 0.8),
            )
        ]
        boxes = [(a - wide, b - _LETTER_HEIGHT / 2, a + wide, b + _LETTER_HEIGHT / 2) for a, b in places]
        inside = [box for box in boxes if box[0] > 0 and box[1] > 0 and box[2] < WIDTH and box[3] < height]
        box = next((box for box in inside if not any(_overlap(box, other) for other in taken)), boxes[0])
        taken.append(box)
        found[number] = (round((box[0] + box[2]) / 2, 1), round(box[3] - _LETTER_HEIGHT * 0.15, 1))
    return found


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _near(name: str, window: _Box) -> Iterator[tuple[_Point, ...]]:
    """Yield the outlines that may run through a window in degrees; most lie elsewhere."""
    for outline, box in zip(_outlines(name), _boxes(name), strict=True):
        if box[0] <= window[2] and window[0] <= box[2] and box[1] <= window[3] and window[1] <= box[3]:
            yield outline


@cache
def _boxes(name: str) -> tuple[_Box, ...]:
    """Return between which degrees each outline runs."""
    return tuple(
        (min(lons), min(lats), max(lons), max(lats))
        for lons, lats in (tuple(zip(*outline, strict=True)) for outline in _outlines(name))
    )


@cache
def _outlines(name: str) -> tuple[tuple[_Point, ...], ...]:
    """Return outlines as they are kept, each a row of points (longitude, latitude)."""
    packed = resources.files("onrecord.explore").joinpath("outlines", f"{name}.svgpath.gz").read_bytes()
    return tuple(tuple(_points(line)) for line in gzip.decompress(packed).decode("ascii").splitlines())


def _points(line: str) -> Iterator[_Point]:
    x = y = 0
    numbers = list(map(int, re.findall(r"-?\d+", line)))
    for east, south in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + east, y + south
        yield x / _STEPS, -y / _STEPS


def _path(points: Iterable[_Point], end: str = "") -> str:
    """Return points as an SVG path in whole units, each counted from the one before."""
    rounded = [(round(x), round(y)) for x, y in points]
    kept = rounded[:1] + [after for before, after in pairwise(rounded) if after != before]
    if len(kept) < (3 if end else 2):
        return ""
    steps = "".join(f" {x - a} {y - b}" for (a, b), (x, y) in pairwise(kept)).replace(" -", "-").strip()
    return f"M{kept[0][0]} {kept[0][1]}l{steps}{end}"


def _clipped(ring: list[_Point], window: _Box) -> list[_Point]:
    """Return what of a ring lies in a window (Sutherland and Hodgman 1974)."""
    for axis, limit, is_least in (
        (0, window[0], True),
        (1, window[1], True),
        (0, window[2], False),
        (1, window[3], False),
    ):
        if all((point[axis] >= limit) == is_least for point in ring):
            continue
        kept: list[_Point] = []
        for before, after in pairwise([ring[-1], *ring] if ring else []):
            inside = (after[axis] >= limit) == is_least
            if inside != ((before[axis] >= limit) == is_least):
                share = (limit - before[axis]) / (after[axis] - before[axis])
                kept.append(
                    (before[0] + share * (after[0] - before[0]), before[1] + share * (after[1] - before[1]))
                )
            if inside:
                kept.append(after)
        ring = kept
        if not ring:
            break
    return ring


def _parts_inside(line: Sequence[_Point], window: _Box) -> Iterator[list[_Point]]:
    """Yield the parts of a line that run through a window, each from the point before it to the one after."""
    part: list[_Point] = []
    for before, after in pairwise(line):
        box = (
            min(before[0], after[0]),
            min(before[1], after[1]),
            max(before[0], after[0]),
            max(before[1], after[1]),
        )
        if box[0] <= window[2] and window[0] <= box[2] and box[1] <= window[3] and window[1] <= box[3]:
            part = part or [before]
            part.append(after)
        elif part:
            yield part
            part = []
    if part:
        yield part
