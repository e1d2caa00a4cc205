"""Which place a toponym means, with the toponyms given."""

from __future__ import annotations

import re

import pytest

from onrecord.gazetteer import Gazetteer
from onrecord.model import Span
from onrecord.record.toponyms import Resolution, Setting, resolve_toponyms


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def resolve(
    gazetteer: Gazetteer, text: str, *names: str, url: str | None = None
) -> dict[str, list[Resolution]]:
    spans = sorted(
        (Span(match.start(), match.end()), name)
        for name in names
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    )
    found: dict[str, list[Resolution]] = {}
    results = resolve_toponyms(spans, text=text, gazetteer=gazetteer, setting=Setting(url=url))
    for (_, name), resolution in zip(spans, results, strict=True):
        found.setdefault(name, []).append(resolution)
    return found


def ids(found: list[Resolution]) -> list[int | None]:
    return [one.row.geonames if one.row is not None else None for one in found]


@pytest.mark.parametrize(
    ("text", "name", "geonames"),
    [
        ("A barge sank near Alexandria, Louisiana, at noon.", "Alexandria", 4314550),
        ("A barge sank near Alexandria, La., at noon.", "Alexandria", 4314550),
        ("The fair in Paris, Texas, opened.", "Paris", 4717560),
        ("The fair in Paris opened.", "Paris", 2988507),
        ("Columns still stand at Palmyra, Syria.", "Palmyra", 163808),
        ("Guides left the Syrian city of Palmyra.", "Palmyra", 163808),
        ("Guides left the desert. Syria's Palmyra was shut.", "Palmyra", 163808),
    ],
)
def test_words_beside_a_name_tell_where_it_lies(
    gazetteer: Gazetteer, text: str, name: str, geonames: int
) -> None:
    assert ids(resolve(gazetteer, text, name)[name]) == [geonames]


def test_a_list_of_places_is_no_container(gazetteer: Gazetteer) -> None:
    found = resolve(gazetteer, "Trains from Paris, London and Rome were late.", "Paris", "London", "Rome")
    assert ids(found["Paris"]) == [2988507]
    assert ids(found["London"]) == [2643743]


def test_one_name_has_one_sense_in_a_report(gazetteer: Gazetteer) -> None:
    text = "Crews came to Paris, Texas, on Monday.\nBy night Paris was dry again."
    assert ids(resolve(gazetteer, text, "Paris")["Paris"]) == [4717560, 4717560]


def test_a_container_tells_what_its_own_name_means(gazetteer: Gazetteer) -> None:
    found = resolve(gazetteer, "A mill in Everett, Washington, burned.", "Everett", "Washington")
    assert found["Washington"][0].row is not None
    assert found["Washington"][0].row.feature == "ADM1"


def test_company_decides_between_a_country_and_a_state(gazetteer: Gazetteer) -> None:
    text = "Floods shut roads in Georgia. Crews from Atlanta, Macon and Savannah helped, as did Alabama."
    found = resolve(gazetteer, text, "Georgia", "Atlanta", "Macon", "Savannah", "Alabama")
    assert found["Georgia"][0].row is not None
    assert found["Georgia"][0].row.country == "USA"


def test_georgia_stays_the_country_among_its_towns(gazetteer: Gazetteer) -> None:
    text = "Floods shut roads in Georgia. Crews from Tbilisi and Gori helped, the Georgian radio said."
    found = resolve(gazetteer, text, "Georgia", "Tbilisi", "Gori")
    assert ids(found["Georgia"]) == [614540]


def test_a_world_city_is_not_moved_by_one_word_of_another_country(gazetteer: Gazetteer) -> None:
    text = "Syrian envoys met in Geneva. Syrian guns fell silent; the US took note."
    assert ids(resolve(gazetteer, text, "Geneva", "US")["Geneva"]) == [2660646]


def test_the_paper_of_a_town_means_its_own_town(gazetteer: Gazetteer) -> None:
    text = "The Athens library reopens, and Henderson County pays."
    found = resolve(gazetteer, text, "Athens", "Henderson County", url="http://www.athensreview.com/x")
    assert found["Athens"][0].row is not None
    assert found["Athens"][0].row.admin1 == "Texas"


def test_an_unknown_name_stays_unknown(gazetteer: Gazetteer) -> None:
    [found] = resolve(gazetteer, "A tower fell in Zendaburgh.", "Zendaburgh")["Zendaburgh"]
    assert found.row is None
    assert (found.candidates, found.because) == (0, "not in the gazetteer")


def test_a_small_namesake_that_nothing_points_to_is_refused(gazetteer: Gazetteer) -> None:
    [found] = resolve(gazetteer, "Kenyan rangers closed the camp at Harefield.", "Harefield")["Harefield"]
    [other] = resolve(gazetteer, "British rangers closed the camp at Harefield.", "Harefield")["Harefield"]
    assert other.row is not None or other.candidates == 0
    assert found.row is None or found.row.population >= 3000


def test_an_alias_of_a_far_town_is_refused(gazetteer: Gazetteer) -> None:
    [found] = resolve(gazetteer, "Afghan troops searched the Sarkh hills.", "Sarkh")["Sarkh"]
    assert found.row is None
    assert found.candidates > 0
    assert "nothing else points there" in found.because


def test_a_division_is_meant_where_its_kind_is_named(gazetteer: Gazetteer) -> None:
    text = "Snow fell in Aleppo province. In Homs it rained."
    found = resolve(gazetteer, text, "Aleppo", "Homs")
    assert found["Aleppo"][0].row is not None
    assert found["Aleppo"][0].row.feature == "ADM1"
    assert ids(found["Homs"]) == [169577]


def test_parts_of_a_place_stand_for_it(gazetteer: Gazetteer) -> None:
    text = "Rain fell on northern Syria and eastern Aleppo."
    found = resolve(gazetteer, text, "northern Syria", "eastern Aleppo")
    assert ids(found["northern Syria"]) == [163843]
    assert ids(found["eastern Aleppo"]) == [170063]


def test_an_acronym_is_not_the_alias_of_a_town(gazetteer: Gazetteer) -> None:
    assert resolve(gazetteer, "The BART line was shut.", "BART")["BART"][0].row is None


def test_a_metropolis_is_not_given_up_for_a_hamlet(gazetteer: Gazetteer) -> None:
    text = "Envoys flew from Warsaw to Tallinn and spoke on Poland. An Ohio senator and the U.S. took note."
    found = resolve(gazetteer, text, "Warsaw", "Tallinn", "Poland", "Ohio", "U.S.")
    assert ids(found["Warsaw"]) == [756135]


def test_no_toponyms_give_no_places(gazetteer: Gazetteer) -> None:
    assert resolve_toponyms([], text="Nothing here.", gazetteer=gazetteer) == []


def states(found: list[Resolution]) -> list[tuple[str, str] | None]:
    return [(one.row.feature, one.row.name) if one.row is not None else None for one in found]


def test_states_in_a_row_are_states_and_not_towns_in_one_another(gazetteer: Gazetteer) -> None:
    text = "Hens fell ill in Georgia, Washington, Pennsylvania, Oklahoma and Wyoming."
    found = resolve(gazetteer, text, "Georgia", "Washington", "Pennsylvania", "Oklahoma", "Wyoming")
    for name, resolutions in found.items():
        assert states(resolutions) == [("ADM1", name)]
        assert "in a row" in resolutions[0].because


def test_a_town_and_its_state_are_no_row_of_states(gazetteer: Gazetteer) -> None:
    text = "The bus left Washington, Pennsylvania, for Paris, Texas, at noon."
    found = resolve(gazetteer, text, "Washington", "Pennsylvania", "Paris", "Texas")
    assert states(found["Washington"]) == [("PPL", "Washington")]
    assert ids(found["Paris"]) == [4717560]


def test_a_row_of_states_ends_where_other_words_stand_between(gazetteer: Gazetteer) -> None:
    text = "Ohio sent pears, Oregon sent plums and Washington sent its senators."
    found = resolve(gazetteer, text, "Ohio", "Oregon", "Washington")
    assert states(found["Washington"]) != [("ADM1", "Washington")]


def test_the_state_of_a_name_is_the_state(gazetteer: Gazetteer) -> None:
    found = resolve(gazetteer, "Cows fell ill in the state of Washington.", "Washington")
    assert states(found["Washington"]) == [("ADM1", "Washington")]
    found = resolve(gazetteer, "Cows fell ill near the city of Washington.", "Washington")
    assert states(found["Washington"]) == [("PPLC", "Washington")]
