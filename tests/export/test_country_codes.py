"""What other registers call the countries."""

from __future__ import annotations

from onrecord.export.country_codes import (
    CountryCodes,
    CountryName,
    alpha2_of,
    codes_of,
    country_name,
    state_code,
)
from onrecord.lexicons import load_table


def test_every_country_of_the_gazetteer_has_a_row() -> None:
    codes = [row.alpha3 for row in load_table("country_codes.tsv", CountryCodes)]
    assert sorted(codes) == sorted(row.alpha3 for row in load_table("countries.tsv", CountryName))


def test_no_code_of_a_register_stands_for_two_countries() -> None:
    rows = load_table("country_codes.tsv", CountryCodes)
    for field in ("numeric", "fips", "cow", "cow_letters"):
        known = [getattr(row, field) for row in rows if getattr(row, field)]
        assert len(known) == len(set(known)), field


def test_registers_that_look_alike_are_kept_apart() -> None:
    # FIPS "RS" is Russia, ISO "RS" Serbia; FIPS "AU" is Austria, ISO "AU" Australia.
    assert (codes_of("RUS").fips, codes_of("SRB").fips) == ("RS", "RI")
    assert (codes_of("AUT").fips, alpha2_of("AUS")) == ("AU", "AU")
    assert (codes_of("DEU").cow, codes_of("DEU").cow_letters) == ("255", "GMY")
    assert codes_of("AFG").numeric == "004"


def test_what_is_unknown_stays_unknown() -> None:
    assert codes_of(None).fips is None
    assert codes_of("XXX").cow is None
    assert country_name(None) == ""
    assert alpha2_of("XXX") is None
    assert state_code("Viken") is None
