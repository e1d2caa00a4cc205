"""Parts of relating reports that need no weights: clusters, spellings, houses, figures, words."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.relate.clusters import average_link, components
from onrecord.relate.figures import figures_in
from onrecord.relate.houses import is_name_of, mentions_house, same_house
from onrecord.relate.spellings import one_spelling, same_spelling
from onrecord.relate.words import Weights, claim_words


def naive_average_link(alike: np.ndarray, least: float) -> list[list[int]]:
    clusters = [[n] for n in range(len(alike))]
    while True:
        pairs = [
            (float(np.mean([[alike[i, j] for j in b] for i in a])), -x, -y)
            for x, a in enumerate(clusters)
            for y, b in enumerate(clusters)
            if x < y
        ]
        if not pairs or max(pairs)[0] < least:
            return sorted(sorted(cluster) for cluster in clusters)
        _, x, y = max(pairs)
        clusters[-x] += clusters[-y]
        del clusters[-y]


@given(st.integers(0, 9), st.integers(0, 10_000))
def test_average_linkage_is_that_of_its_definition(n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = rng.random((n, n), np.float32)
    table = (table + table.T) / 2
    assert sorted(average_link(table, 0.5)) == naive_average_link(table, 0.5)


def test_items_count_for_their_size_in_an_average() -> None:
    table = np.array([[1, 1, 0.5], [1, 1, 0], [0.5, 0, 1]], np.float32)
    assert average_link(table, 0.4) == [[0, 1], [2]]
    assert average_link(table, 0.4, sizes=[13, 3, 2]) == [[0, 1, 2]]


def test_what_must_stay_apart_is_never_joined() -> None:
    table = np.array([[1, 0.9, -5], [0.9, 1, 0.9], [-5, 0.9, 1]], np.float32)
    assert average_link(table, 0.3) == [[0, 1], [2]]


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7))), st.randoms())
def test_components_do_not_hang_on_the_order_of_the_pairs(
    pairs: list[tuple[int, int]], shuffle: random.Random
) -> None:
    other = list(pairs)
    shuffle.shuffle(other)
    assert components(8, pairs) == components(8, other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Lomnica Press Bureau (LPB)", "LPB", True),
        ("The Harbour Post", "Harbour Post", True),
        ("Harbour Post", "Harbour Times", False),
        ("AP", "AFP", False),
        (None, "AP", False),
    ],
)
def test_houses_are_known_by_full_name_initials_and_brackets(one: str | None, other: str, same: bool) -> None:
    assert same_house(one, other) is same


def test_initials_of_a_body_are_no_agency() -> None:
    assert not is_name_of("Lomnica port board", "LPB")
    assert is_name_of("LPB", "Lomnica Press Bureau")
    assert mentions_house("as L.P.B. wrote", "Lomnica Press Bureau")
    assert not mentions_house("lpb in small letters", "Lomnica Press Bureau")


def test_spellings_of_one_name_go_under_the_commonest() -> None:
    names = [("khaled", 3), ("khalid", 1), ("marton", 1), ("martin", 4), ("morton", 2)]
    found = one_spelling(names, {"martin", "morton"})
    assert found["khalid"] == "khaled"
    assert "morton" not in found  # known from elsewhere, as Martin is
    assert not same_spelling("alkyon", "alkyoni")  # a vowel more at the end is another name


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("At least nine people were killed and some 40 hurt.", [("dead", 9, None), ("injured", 40, 40)]),
        ("The death toll has risen to 12, the mayor said.", [("dead", 12, 12)]),
        ("Divers found three more bodies.", [("further dead", 3, 3)]),
        ("Up to 20 are missing.", [("missing", None, 20)]),
        ("More than 300 people were on board.", [("aboard", 301, None)]),
        ("Sixty people were taken to hospital.", [("in hospital", 60, 60)]),
        ("Anna Ilves, 54, the master, was arrested at 21:40 on 8 October 2019.", []),
        ("The ship was five miles off and made 19 knots for 30 minutes.", []),
        ("None of its 19 crew was hurt.", []),
        ("Two thousand protesters marched.", [("crowd", 2000, 2000)]),
    ],
)
def test_figures_say_how_many_of_what(text: str, figures: list[tuple[str, int | None, int | None]]) -> None:
    assert [(f.figure.what, f.figure.low, f.figure.high) for f in figures_in(text)] == figures


@given(st.text(max_size=200))
def test_figures_of_any_text_stand_where_they_say(text: str) -> None:
    for counted in figures_in(text):
        assert counted.span.cut(text).strip() == counted.figure.text


def test_claims_are_compared_by_stems_figures_and_months() -> None:
    one = claim_words("The crew complained twice about the faulty radar on Sept. 21", {})
    other = claim_words("complaints on September 21 about a fault in the radar, 2 of them", {})
    assert {"compl", "fault", "radar", "septe", "21", "2"} <= one & other


def test_rare_words_weigh_more_than_common_ones() -> None:
    weights = Weights.of([["ferry", "people"], ["people"], ["people", "mill"]])
    assert weights.of_word("ferry") > weights.of_word("people") >= 0
