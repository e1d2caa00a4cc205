"""The gazetteer: names, countries, and the file of places."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazetteer.geometry import distance_km
from onrecord.errors import ResourceError
from onrecord.gazetteer import Gazetteer, PackedPlace, normalise_name, read_pack, write_pack


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Al-Bab", "Al Bāb"),
        ("DEIR EZ-ZOR", "Deir ez Zor"),
        ("St. Petersburg", "Saint Petersburg"),
        ("Ma’arat", "Maarat"),
        ("Fort Worth", "Ft. Worth"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert normalise_name(one) == normalise_name(other)


def test_a_name_that_ends_in_st_is_no_saint() -> None:
    assert normalise_name("Orchard St") == "orchard st"


def test_a_name_of_punctuation_has_no_key_and_finds_nothing(gazetteer: Gazetteer) -> None:
    assert normalise_name("—…") == ""
    assert gazetteer.find("—…") == ()


@pytest.mark.parametrize(
    ("name", "geonames"),
    [
        ("Palmyra", 163808),
        ("Halab", 170063),
        ("Al-Bab", 174018),
        ("Geneva", 2660646),
        ("Khan Younis", 281124),
        ("Kiev", 703448),
        ("Syria", 163843),
        ("the United States", 6252001),
    ],
)
def test_the_likeliest_place_of_a_name_comes_first(gazetteer: Gazetteer, name: str, geonames: int) -> None:
    assert gazetteer.find(name)[0].geonames == geonames


def test_namesakes_are_all_given(gazetteer: Gazetteer) -> None:
    assert len({row.geonames for row in gazetteer.find("Alexandria")}) > 10


def test_a_capital_is_marked_as_one(gazetteer: Gazetteer) -> None:
    assert [row.feature for row in gazetteer.find("Damascus") if row.geonames == 170654] == ["PPLC"]


def test_places_know_the_divisions_they_lie_in(gazetteer: Gazetteer) -> None:
    [row] = [row for row in gazetteer.find("Alexandria") if row.geonames == 4314550]
    assert (row.country, row.admin1, row.admin2) == ("USA", "Louisiana", "Rapides Parish")


def test_regions_and_seas_are_known_with_their_reach(gazetteer: Gazetteer) -> None:
    row = gazetteer.find("Gulf of Aden")[0]
    assert row.feature == "GULF"
    assert row.country is None
    assert row.radius_km is not None
    assert row.radius_km > 100


@pytest.mark.parametrize(
    ("word", "alpha3"),
    [
        ("Syrian", "SYR"),
        ("Britons", "GBR"),
        ("UK", "GBR"),
        ("U.S.", "USA"),
        ("Ivory Coast", "CIV"),
        ("Burma", "MMR"),
        ("the Netherlands", "NLD"),
        ("Congolese", "COD"),
        ("SYR", "SYR"),
        ("Kosovar", "XKX"),
    ],
)
def test_countries_are_found_by_name_alias_code_and_demonym(
    gazetteer: Gazetteer, word: str, alpha3: str
) -> None:
    country = gazetteer.country(word)
    assert country is not None
    assert country.alpha3 == alpha3


@pytest.mark.parametrize("word", ["Syria", "London", "table", ""])
def test_what_is_no_demonym_gives_none(gazetteer: Gazetteer, word: str) -> None:
    assert gazetteer.demonym(word) is None


def test_abbreviated_states_count_as_they_are_printed(gazetteer: Gazetteer) -> None:
    louisiana, california = gazetteer.division("La."), gazetteer.division("CA", codes=True)
    assert louisiana is not None
    assert louisiana.name == "Louisiana"
    assert california is not None
    assert california.name == "California"


@pytest.mark.parametrize("text", ["la.", "La", "CA", "Me"])
def test_common_words_are_no_abbreviated_states(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.division(text) is None


def _place(name: str, **more: object) -> PackedPlace:
    values: dict[str, object] = {
        "geonames": 7,
        "name": name,
        "aliases": ("Old " + name,),
        "lat": -12.34567,
        "lon": 179.99999,
        "country": "RTN",
        "admin1": None,
        "admin2": None,
        "feature": "PPL",
        "population": 1200,
    }
    return PackedPlace(**(values | more))  # type: ignore[arg-type]


def test_a_pack_gives_back_what_was_packed(tmp_path: Path) -> None:
    division = _place("Zenda Province", geonames=None, feature="ADM1", aliases=("Zenda",), population=9000)
    town = _place("Zénda", admin1=0)
    path = tmp_path / "own.places"
    path.write_bytes(write_pack([division, town], source="a test"))
    own = Gazetteer.load(path)
    first, second = own.find("Zenda")
    assert (first.feature, second.name, second.admin1) == ("ADM1", "Zénda", "Zenda Province")
    assert (second.lat, second.lon, second.population) == (-12.34567, 179.99999, 1200)
    assert own.find("old zenda") == (second,)
    assert own.source == "a test"


def test_the_same_places_give_the_same_bytes() -> None:
    places = [_place("Zenda"), _place("Strelsau")]
    assert write_pack(places, source="a test") == write_pack(places, source="a test")


def test_a_damaged_pack_is_refused() -> None:
    data = bytearray(write_pack([_place("Zenda")], source="a test"))
    data[-3] ^= 0xFF
    with pytest.raises(ResourceError, match="damaged"):
        read_pack(bytes(data), where="gazetteer 'x'")


def test_a_pack_whose_content_does_not_match_its_digest_is_refused() -> None:
    data = write_pack([_place("Zenda")], source="a test")
    at = data.index(b'"sha256": "') + 11
    forged = data[:at] + b"0" * 64 + data[at + 64 :]
    with pytest.raises(ResourceError, match="digest"):
        read_pack(forged, where="gazetteer 'x'")


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.places"
    path.write_bytes(b"PK\x03\x04 not a gazetteer")
    with pytest.raises(ResourceError, match="first line"):
        Gazetteer.load(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"none\.places"):
        Gazetteer.load(tmp_path / "none.places")


def test_every_table_row_has_an_example_and_an_origin() -> None:
    folder = Path(__file__).parent.parent / "src" / "onrecord" / "resources"
    for name in ("countries", "country_names", "subdivisions", "regions", "place_words"):
        head, *rows = (folder / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
        columns = head.split("\t")
        for row in rows:
            cells = dict(zip(columns, row.split("\t"), strict=True))
            assert cells["example"], (name, row)
            assert cells["origin"], (name, row)


@pytest.mark.parametrize(
    ("division", "seat"),
    [
        ("Hebei", "Shijiazhuang"),
        ("Heilongjiang", "Harbin"),
        ("Jiangsu", "Nanjing"),
        ("Nyanza", "Kisumu"),
        ("Kasai Occidental", "Kananga"),
        ("Hedmark", "Hamar"),
        ("Rhône-Alpes", "Lyon"),
        ("Queensland", "Longreach"),
    ],
)
def test_a_division_lies_where_its_towns_are(gazetteer: Gazetteer, division: str, seat: str) -> None:
    [area] = [row for row in gazetteer.find(division) if row.feature == "ADM1"]
    towns = [row for row in gazetteer.find(seat) if row.country == area.country and row.population > 2_000]
    assert min(distance_km((area.lat, area.lon), (town.lat, town.lon)) for town in towns) < 400


def test_the_people_of_a_breakaway_region_point_to_it(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("South Ossetians")[0].name == "South Ossetia"
    assert gazetteer.find("Dagestani")[0].name == "Dagestan"


def test_an_alias_in_capitals_is_none_in_small_letters(gazetteer: Gazetteer) -> None:
    assert [c.alpha3 if (c := gazetteer.country(name)) else None for name in ("CAR", "Car", "the UK", "Uk")] == [
        "CAF", None, "GBR", None,
    ]  # fmt: skip
    assert [place.country for place in gazetteer.find("CAR")][:1] == ["CAF"]
    assert "CAF" not in [place.country for place in gazetteer.find("Car")]
