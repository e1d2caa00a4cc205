"""Maps of places: what is on them, where, and that nothing is drawn twice or beyond the edge."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.desk.answers import PlaceRow
from onrecord.explore.maps import WIDTH, map_of


def place(name: str, lat: float, lon: float, feature: str = "PPL") -> PlaceRow:
    return PlaceRow(1, name, None, lat, lon, feature, ())


ATHENS, PIRAEUS = place("Athens", 37.98, 23.73, "PPLC"), place("Piraeus", 37.94, 23.65)
ROME, CAIRO = place("Rome", 41.89, 12.48, "PPLC"), place("Cairo", 30.06, 31.25, "PPLC")
BEAUFORT = place("Beaufort", 5.35, 115.75)


def test_no_places_make_no_map() -> None:
    assert map_of(()) is None


def test_north_is_up_and_east_is_right() -> None:
    drawn = map_of((ROME, CAIRO))
    assert drawn is not None
    rome, cairo = drawn.dots
    assert rome.x < cairo.x
    assert rome.y < cairo.y


def test_a_place_by_itself_stands_in_the_middle_with_land_around() -> None:
    drawn = map_of((ATHENS,))
    assert drawn is not None
    assert abs(drawn.dots[0].x - WIDTH / 2) < 1
    assert "M" in drawn.land


def test_a_place_far_from_the_others_is_named_beside() -> None:
    drawn = map_of((ATHENS, BEAUFORT, ROME, CAIRO))
    assert drawn is not None
    assert drawn.beyond == {2}
    assert [dot.number for dot in drawn.dots] == [1, 3, 4]


def test_two_places_far_apart_are_both_on_it() -> None:
    drawn = map_of((ATHENS, BEAUFORT))
    assert drawn is not None
    assert not drawn.beyond


def test_a_country_is_a_ring() -> None:
    drawn = map_of((place("Greece", 39.0, 22.0, "PCLI"), ATHENS))
    assert drawn is not None
    assert [dot.is_wide for dot in drawn.dots] == [True, False]


def test_numbers_of_places_side_by_side_keep_apart() -> None:
    drawn = map_of((ROME, ATHENS, PIRAEUS, CAIRO))
    assert drawn is not None
    athens, piraeus = drawn.dots[1], drawn.dots[2]
    assert abs(athens.figure_x - piraeus.figure_x) > 8 or abs(athens.figure_y - piraeus.figure_y) > 14


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.floats(-89, 89), st.floats(-180, 180)), min_size=1, max_size=6),
)
def test_dots_lie_on_the_map_and_outlines_hardly_beyond(points: list[tuple[float, float]]) -> None:
    drawn = map_of([place("somewhere", lat, lon) for lat, lon in points])
    assert drawn is not None
    assert len(drawn.dots) + len(drawn.beyond) == len(points)
    for dot in drawn.dots:
        assert 0 <= dot.x <= WIDTH
        assert 0 <= dot.y <= drawn.height
    for x, y in re.findall(r"M(-?\d+) (-?\d+)", drawn.land):
        assert -10 <= int(x) <= WIDTH + 10
        assert -10 <= int(y) <= drawn.height + 10
