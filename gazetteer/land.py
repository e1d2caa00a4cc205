"""Outlines of land and borders for the maps of the site, from Natural Earth (public domain) at 1 : 50 million.

Natural Earth is read as TopoJSON from the npm package world-atlas 2.0.2 (ISC licence), its file `countries-50m.json`:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m gazetteer.land package/countries-50m.json
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "src" / "onrecord" / "explore" / "outlines"
"""Folder of the application that the outlines are kept in."""

STEPS = 20
"""Steps of a degree: a twentieth is some five kilometres, less than a dot of the maps covers."""
_TOLERANCE = 0.05
"""Degrees of latitude by which an outline may be off; with this, land and borders take some 50,000 bytes together."""
_SMALLEST = 0.02
"""Square degrees at the equator; an island that is smaller is left out."""
_SOUTHMOST = -60.0
"""Degrees of latitude; Antarctica is left out, as hardly any news comes from there."""

Line = list[tuple[float, float]]
"""Points, longitude before latitude, as TopoJSON has them."""


def main(path: str) -> None:
    """Write the outlines that a TopoJSON file of countries holds.

    Args:
        path: the file.
    """
    topology = json.loads(Path(path).read_text(encoding="utf-8"))
    arcs = [_placed(arc, topology["transform"]) for arc in topology["arcs"]]
    rings = [_joined(arcs, ring) for ring in _rings(topology["objects"]["land"]["geometries"])]
    land = [simplified(ring) for ring in rings if area_of(ring) >= _SMALLEST and ring[0][1] > _SOUTHMOST]
    shared = Counter(
        number if number >= 0 else ~number
        for ring in _rings(topology["objects"]["countries"]["geometries"])
        for number in ring
    )
    borders = [simplified(arcs[number]) for number, n_sides in sorted(shared.items()) if n_sides > 1]
    TARGET.mkdir(exist_ok=True)
    for name, lines, end in (("land", land, "z"), ("borders", borders, "")):
        text = "\n".join(filter(None, (told(line, end) for line in lines))) + "\n"
        packed = gzip.compress(text.encode("ascii"), mtime=0)
        (TARGET / f"{name}.svgpath.gz").write_bytes(packed)
        print(f"{name}: {len(packed):,} bytes")


def told(line: Line, end: str = "") -> str:
    """Return a line as an SVG path in steps of a degree, southward, each point counted from the one before.

    >>> told([(0.0, 1.0), (0.5, 1.0), (0.5, 0.0)], "z")
    'M0 -20l10 0 0 20z'
    """
    points = [(round(lon * STEPS), -round(lat * STEPS)) for lon, lat in line]
    points = [points[0]] + [after for before, after in pairwise(points) if after != before]
    if len(points) < (4 if end and points[0] == points[-1] else 2):
        return ""
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(points)]
    numbers = " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{numbers}{end}"


def simplified(line: Line) -> Line:
    """Return a line with the points left out without which it is hardly another (Douglas and Peucker 1973)."""
    if len(line) < 3:
        return line
    # A ring begins where it ends, and is cut first at the point furthest from there: `_off` measures from a point too.
    kept, waiting = {0, len(line) - 1}, [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        off, at = max((_off(line[n], line[first], line[last]), n) for n in range(first + 1, last))
        if off > _TOLERANCE:
            kept.add(at)
            waiting += [(first, at), (at, last)]
    return [line[n] for n in sorted(kept)]


def area_of(ring: Line) -> float:
    """Return the area of a ring, in square degrees of the equator.

    >>> round(area_of([(0.0, -0.5), (2.0, -0.5), (2.0, 0.5), (0.0, 0.5), (0.0, -0.5)]), 3)
    2.0
    """
    middle = sum(lat for _, lat in ring) / len(ring)
    return abs(sum(a * y - x * b for (a, b), (x, y) in pairwise(ring))) / 2 * cos(radians(middle))


def _off(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return how far a point is from the stretch between two others, in degrees of latitude."""
    narrow = cos(radians(point[1]))
    (x, y), (a, b), (c, d) = ((lon * narrow, lat) for lon, lat in (point, start, end))
    length = (c - a) ** 2 + (d - b) ** 2
    at = 0.0 if not length else min(1.0, max(0.0, ((x - a) * (c - a) + (y - b) * (d - b)) / length))
    return float(((x - a - at * (c - a)) ** 2 + (y - b - at * (d - b)) ** 2) ** 0.5)


def _placed(arc: Sequence[Sequence[int]], transform: Any) -> Line:
    """Return the points of an arc in degrees; TopoJSON counts each from the one before, in steps of its own."""
    (east, north), (lon, lat) = transform["scale"], transform["translate"]
    x = y = 0
    line: Line = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        line.append((x * east + lon, y * north + lat))
    return line


def _rings(geometries: Iterable[Any]) -> Iterable[list[int]]:
    """Yield the rings of geometries, each as numbers of its arcs; ~number is an arc that runs the other way."""
    for one in geometries:
        match one["type"]:
            case "Polygon":
                yield from one["arcs"]
            case "MultiPolygon":
                for polygon in one["arcs"]:
                    yield from polygon
            case "GeometryCollection":
                yield from _rings(one["geometries"])


def _joined(arcs: Sequence[Line], ring: Iterable[int]) -> Line:
    line: Line = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        line += arc[1:] if line else arc
    return line


if __name__ == "__main__":
    main(sys.argv[1])
