"""Middles of countries: the centroid of land on the sphere, and when it replaces another point."""

from __future__ import annotations

import pytest

from gazetteer.countries import is_outvoted
from gazetteer.geometry import distance_km
from gazetteer.outlines import Outline, Vectors, middle_of, on_sphere


def box(south: float, west: float, north: float, east: float, *, hole: bool = False) -> Vectors:
    """Return a box of land, clockwise; the other way around as a hole."""
    corners = [(south, west), (north, west), (north, east), (south, east), (south, west)]
    return on_sphere(corners[::-1] if hole else corners)


def test_middle_of_a_box_on_the_equator_is_its_middle() -> None:
    middle, area_km2 = middle_of([box(-1, 9, 1, 11)])
    assert middle == pytest.approx((0, 10), abs=1e-9)
    assert area_km2 == pytest.approx((2 * 111.19) ** 2, rel=1e-3)


def test_middle_holds_across_the_180th_meridian() -> None:
    assert abs(middle_of([box(-1, 178, 1, -178)])[0][1]) == pytest.approx(180, abs=1e-9)


def test_hole_moves_the_middle_away_from_it() -> None:
    whole, _ = middle_of([box(-2, 0, 2, 4)])
    middle, area_km2 = middle_of([box(-2, 0, 2, 4), box(-1, 2.5, 1, 3.5, hole=True)])
    assert middle[1] < whole[1] - 0.1
    assert area_km2 == pytest.approx(14 * 111.19**2, rel=2e-3)


def test_island_within_reach_counts_and_one_far_away_does_not() -> None:
    alone, _ = middle_of([box(0, 0, 4, 4)])
    assert middle_of([box(0, 0, 4, 4), box(0, 7, 2, 9)])[0][1] > alone[1] + 0.5
    assert middle_of([box(0, 0, 4, 4), box(0, 40, 2, 42)])[0] == pytest.approx(alone)


def test_island_is_reached_over_another() -> None:
    chain = [box(0, 0, 3, 3), box(0, 6, 2, 8), box(0, 12, 2, 14)]
    without_the_link = [chain[0], chain[2]]
    assert middle_of(chain)[0][1] > middle_of(without_the_link)[0][1] + 1


WIDE = 500_000.0


@pytest.mark.parametrize(
    ("point", "label", "area_km2", "outvoted"),
    [
        ((0.0, 3.0), (0.0, 0.5), WIDE, True),  # both others agree, and the point is 330 km off
        ((0.0, 1.0), (0.0, 0.1), WIDE, False),  # 110 km is what rounding explains
        ((0.0, 3.0), (0.0, 4.0), WIDE, False),  # the label sides with the point
        ((0.0, 3.0), (0.0, -9.0), WIDE, False),  # nobody agrees with anybody
        ((0.0, 3.0), (0.0, 0.5), 9_000.0, False),  # scattered islands
    ],
)
def test_point_is_replaced_only_where_two_witnesses_agree_against_it(
    point: tuple[float, float], label: tuple[float, float], area_km2: float, outvoted: bool
) -> None:
    assert is_outvoted(point, Outline((0.0, 0.0), label, area_km2)) is outvoted


def test_distance_is_the_way_over_the_ground() -> None:
    assert distance_km((0, 179), (0, -179)) == pytest.approx(2 * 111.19, rel=1e-3)
