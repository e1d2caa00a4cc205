"""Who accuses whom of what, and who denies it, as a library."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.desk import is_fresh, refresh
from onrecord.desk.accusations import accusations
from onrecord.desk.inquiry import Inquiry
from onrecord.desk.listing import ACCUSED
from onrecord.desk.questions import (
    who,
)
from onrecord.desk.wanted import Wanted
from onrecord.export.codec import JsonCodec
from onrecord.pipeline import Recorder
from onrecord.store import Store
from tests.conftest import Desk
from tests.desk.asked import attack
from tests.desk.told_reports import add_reports

pytestmark = pytest.mark.weights


_CHARGES = """Union accuses Ostra Haulage of beating drivers

RIGA, May 6 - The drivers' union accused the company Ostra Haulage on Wednesday of beating two drivers in Riga on Monday.

Police said that Ostra Haulage had threatened witnesses in Riga on Tuesday.

Mayor Ilze Kalna accused Ostra Haulage of attacking a customs officer in Jelgava last year.

Ostra Haulage denied that it had beaten drivers.
"""


@pytest.fixture(scope="module")
def accused(recorder: Recorder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of a report in which one body is accused of several deeds."""
    folder = tmp_path_factory.mktemp("accused")
    reports = {"charges.txt": (_CHARGES, "Baltic Courier", "2026-05-06T12:00:00+03:00")}
    add_reports(folder / "desk.db", folder, reports, recorder)
    with Store.open(folder / "desk.db", codec=JsonCodec()) as store:
        refresh(store)
        yield store


class TestAccusations:
    def test_who_accuses_and_who_denies_is_told_with_their_words(self, store: Store, desk: Desk) -> None:
        (police,) = [one for one in who(store, "riot police") if one.accused_of]
        (row,) = police.accused_of
        assert row.happening.id == attack(store)
        (accuser,), (denier,) = row.accused_by, row.denied_by
        assert (accuser.voice, accuser.label, accuser.is_own) == ("dockers' union", "alleged", False)
        # The dispatch and its copy; another report tells it in the outlet's own voice.
        assert accuser.n_reports == 2
        assert accuser.words.report.key == desk.keys["wire.txt"]
        assert (denier.voice, denier.label, denier.is_own) == ("Jan Sobol", "denied", False)
        assert denier.words.report.key == desk.keys["tribune.txt"]

    def test_a_charge_that_nobody_denies_is_one(self, store: Store) -> None:
        (row,) = who(store, "kaminska")[0].accused_of
        assert [claim.voice for claim in row.accused_by] == ["Jan Sobol"]
        assert "spreading lies" in row.accused_by[0].words.text
        assert row.denied_by == ()

    def test_the_accuser_is_not_accused_nor_is_who_meets_farmers(self, store: Store) -> None:
        for name in ("Sobol", "Wolska", "Piotr Lis"):
            assert [one.accused_of for one in who(store, name)] == [()]

    @pytest.mark.parametrize(
        ("wanted", "n"),
        [
            (Wanted(type="ASSAULT"), 1),
            (Wanted(type="COERCE"), 0),
            (Wanted(place="gdynia"), 1),
            (Wanted(place="krak"), 0),
            (Wanted(label="denied"), 1),
            (Wanted(label="possible"), 0),
            (Wanted(outlet="Baltic Courier"), 1),
            (Wanted(outlet="Evening Post"), 0),
            (Wanted(since="2026-03-04"), 1),
            (Wanted(until="2026-03-02"), 0),
            (Wanted(person="Sobol"), 1),
            (Wanted(person="Wolska"), 0),
        ],
    )
    def test_a_filter_chooses_by_the_accounts_that_accuse_or_deny(
        self, store: Store, wanted: Wanted, n: int
    ) -> None:
        found = [row for one in who(store, "riot police", wanted) for row in one.accused_of]
        assert len(found) == n
        # Who says so and who denies it is given whole.
        assert all(row.accused_by and row.denied_by for row in found)

    def test_they_come_by_the_day_of_the_deed_and_may_be_cut(self, accused: Store) -> None:
        (firm,) = who(accused, "Ostra Haulage")
        days = [row.happening.day for row in firm.accused_of]
        assert len(days) > 2
        known = [day for day in days if day]
        assert known == sorted(known)
        assert days[: len(known)] == known
        for limit in range(1, len(days) + 1):
            (some,) = who(accused, "Ostra Haulage", limit=limit)
            assert some.accused_of == firm.accused_of[:limit]
            assert some.accused_of.is_whole == (limit == len(days))

    def test_what_the_accused_deny_themselves_is_told_so(self, accused: Store) -> None:
        (firm,) = who(accused, "Ostra Haulage")
        denials = [claim for row in firm.accused_of for claim in row.denied_by]
        assert ("Ostra Haulage", True) in {(claim.voice, claim.is_own) for claim in denials}

    def test_no_record_is_read_for_them(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        inquiry = Inquiry(store)
        (police,) = [one for one in inquiry.entities_named("riot police") if len(one["mentions"]) > 2]
        monkeypatch.setattr(Store, "records", None)
        assert len(list(accusations(inquiry, police))) == 1

    def test_relations_of_a_program_that_did_not_know_them_are_found_anew(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        shutil.copy(desk.path, tmp_path / "old.db")
        with Store.open(tmp_path / "old.db", codec=JsonCodec(), create=False) as store:
            assert is_fresh(store)
            state = store.relations_state()
            assert state is not None
            kept = {part: list(store.relations(part)) for part in state.parts if part != ACCUSED}
            store.put_relations(kept, basis=state.basis)
            assert not is_fresh(store)
            refresh(store)
            assert is_fresh(store)
            assert [one.accused_of for one in who(store, "kaminska")] != [()]
