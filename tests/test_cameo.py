"""CAMEO codes and the PLOVER types, modes and contexts that they stand for."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from onrecord.cameo import TABLE, CameoRow, best_code, goldstein_of, quad_class, rows_of
from onrecord.lexicons import load_table
from onrecord.model import EventType
from tests.plover_terms import CONTEXTS, MODES

TYPES = get_args(EventType)


def test_types_modes_and_contexts_are_those_of_the_manual() -> None:
    for row in load_table(TABLE, CameoRow):
        assert row.type is None or row.type in TYPES
        assert row.mode is None or row.mode in MODES[row.type or ""].split(), row
        assert set(row.contexts) <= CONTEXTS, row


def test_codes_are_strings_with_their_leading_zeros_and_every_one_has_its_root() -> None:
    codes = {row.code for row in load_table(TABLE, CameoRow)}
    assert all(re.fullmatch(r"\d{2,4}", code) for code in codes)
    assert {code[:2] for code in codes} == {f"{n:02}" for n in range(1, 21)} <= codes
    assert {code[:3] for code in codes if len(code) == 4} <= codes


def test_class_and_weight_of_a_code_do_not_hang_on_its_reading() -> None:
    for row in load_table(TABLE, CameoRow):
        first = rows_of(row.code)[0]
        assert (row.quad, row.goldstein, row.name) == (first.quad, first.goldstein, first.name)
        assert row.goldstein is None or -10 <= float(row.goldstein) <= 10


def test_a_weight_of_which_copies_differ_is_left_open() -> None:
    assert goldstein_of("163") is None
    assert goldstein_of("010") == 0.0
    assert goldstein_of("no code") is None


@pytest.mark.parametrize("type", TYPES)
def test_every_type_and_mode_has_a_code_that_claims_no_other_mode(type: EventType) -> None:
    for mode in (None, *MODES.get(type, "").split()):
        rows = [row for row in rows_of(best_code(type, mode)) if row.type == type]
        assert any(row.mode in (None, mode) for row in rows)


@pytest.mark.parametrize(
    ("type", "mode", "contexts", "code"),
    [
        ("ASSAULT", None, (), "180"),
        ("ASSAULT", None, ("military",), "190"),
        ("ASSAULT", "aerial", ("military",), "195"),
        ("ASSAULT", "suicide-attack", (), "1831"),
        ("COERCE", "restrict", (), "172"),
        ("COERCE", "restrict", ("rights_freedoms",), "1721"),
        ("REQUEST", "yield", ("military",), "1056"),
        ("REQUEST", "yield", (), "105"),
        ("CONSULT", None, ("diplomatic",), "040"),
        ("AID", None, ("human_security",), "073"),
        ("RETREAT", "withdraw", ("military",), "0874"),
        ("PROTEST", "strike", ("executive", "economic"), "143"),
        ("PROTEST", "demo", ("rights_freedoms",), "1413"),
        ("ASSAULT", None, ("religion_ethnicity",), "180"),
        ("ASSAULT", None, ("military", "legal"), "190"),
        ("RETREAT", None, ("legal",), "080"),
        ("ACCUSE", "allege", ("legal",), "112"),
        ("AGREE", None, ("political_institutions",), "030"),
        ("AGREE", "no such mode", (), "030"),
    ],
)
def test_the_least_specific_code_that_is_supported_is_given(
    type: EventType, mode: str | None, contexts: tuple[str, ...], code: str
) -> None:
    assert best_code(type, mode, contexts) == code


def test_what_only_the_words_can_tell_is_never_given() -> None:
    for code in ("01", "020", "045", "185", "1832", "196", "202", "1051"):
        assert not any(row.given for row in rows_of(code))


def test_sanctions_are_material_and_concessions_verbal() -> None:
    assert [quad_class(type) for type in ("AGREE", "AID", "REQUEST", "SANCTION")] == [1, 2, 3, 4]
    assert (quad_class("CONCEDE"), rows_of("080")[0].quad) == (1, 2)
