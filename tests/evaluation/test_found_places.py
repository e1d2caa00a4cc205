"""Places from end to end: what counts as found, and as found where it lies, on articles written by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluation.found_places import FoundCounts, count_found, interval, named_places
from evaluation.places import Article, GoldToponym
from onrecord.model import Place, Span

TEXT = "Strelsau and Hentzau lie far from Zenda. The city sleeps."


def span(words: str) -> Span:
    at = TEXT.index(words)
    return Span(at, at + len(words))


def place(words: str, lat: float | None = 0.0) -> Place:
    lon = None if lat is None else 0.0
    return Place(
        span=span(words),
        entity=None,
        geonames=None,
        name=None,
        country=None,
        admin1=None,
        lat=lat,
        lon=lon,
        feature=None,
        candidates=1,
        because="by hand",
    )


def article(*names: str, uncoded: tuple[str, ...] = ()) -> Article:
    coded = tuple(GoldToponym(span(name), name, 0.0, 0.0) for name in names)
    return Article(TEXT, None, coded, uncoded=tuple(span(name) for name in uncoded))


def test_what_overlaps_a_toponym_is_found() -> None:
    counts = count_found(article("Strelsau", "Zenda"), [place("Strelsau and Hentzau"), place("Hentzau")])
    assert (counts.gold, counts.gold_found, counts.places, counts.places_right) == (2, 1, 2, 1)
    assert counts.share("precision") == counts.share("recall") == counts.share("F1") == 50


def test_toponym_without_coordinates_counts_for_finding_alone() -> None:
    counts = count_found(article("Strelsau", uncoded=("Hentzau",)), [place("Strelsau"), place("Hentzau")])
    assert (counts.gold, counts.gold_found, counts.places_right) == (2, 2, 2)
    assert (counts.coded, counts.coded_found, counts.coded_right) == (1, 1, 1)


@pytest.mark.parametrize(("lat", "right"), [(1.4, 1), (1.5, 0), (None, 0)])
def test_a_place_is_right_within_161_km_and_wrong_where_it_is_nowhere(lat: float | None, right: int) -> None:
    counts = count_found(article("Zenda"), [place("Zenda", lat)])
    assert (counts.coded_found, counts.coded_right) == (1, right)


def test_what_is_not_found_is_wrong_among_all_but_not_among_the_found() -> None:
    counts = count_found(article("Strelsau", "Zenda"), [place("Zenda")])
    assert counts.share("found and within 161 km") == 50
    assert counts.share("within 161 km where found") == 100


def test_the_place_that_shares_most_of_a_toponym_is_held_against_it() -> None:
    places = [replace(place("Strelsau", 40.0), span=span("Strelsau and H")), place("Hentzau")]
    assert count_found(article("Hentzau"), places).coded_right == 1


def test_nominals_are_left_out() -> None:
    assert named_places([place("The city"), place("Zenda")], TEXT) == [place("Zenda")]


def test_nothing_found_in_nothing_scores_nought_and_the_interval_holds_the_figure() -> None:
    assert FoundCounts().share("F1") == 0
    rows = [count_found(article("Zenda"), [place("Zenda")]), count_found(article("Zenda"), [])]
    low, high = interval(rows, "recall")
    assert (low, high) == (0, 100)
