"""Things laid aside in a file: what is taken out is what was put in."""

from __future__ import annotations

import errno

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import OutputError
from onrecord.relate import spool
from onrecord.relate.groups import Group
from onrecord.relate.parties import Parties
from onrecord.relate.spool import Spool
from onrecord.relate.tellings import tellings_of
from onrecord.relate.views import View
from tests.export.events_example import events_record


@given(st.lists(st.text(), max_size=8), st.data())
def test_things_come_out_in_any_order_as_often_as_wanted(things: list[str], data: st.DataObject) -> None:
    with Spool[str]() as laid_aside:
        assert [laid_aside.put(thing) for thing in things] == list(range(len(things)))
        numbers = st.lists(st.integers(0, len(things) - 1), max_size=9) if things else st.just([])
        assert all(laid_aside.take(n) == things[n] for n in data.draw(numbers))
        assert list(laid_aside) == things


def test_a_record_and_what_is_found_in_it_come_out_equal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "_IN_MEMORY", 1)  # written to disk at once
    record = events_record()
    group = Group(tellings_of(0, View("k", record)), ["told"])
    with Spool[object]() as laid_aside:
        for thing in (record, group, Parties({(0, "E1"): 0})):
            assert laid_aside.take(laid_aside.put(thing)) == thing
        assert laid_aside.take(0) is not record


def test_a_folder_without_room_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: object, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(spool.SpooledTemporaryFile, "write", full)
    with Spool[str]() as laid_aside, pytest.raises(OutputError, match="TMPDIR"):
        laid_aside.put("a record")


def test_one_telling_in_two_groups_is_still_one() -> None:
    (telling,) = tellings_of(0, View("k", events_record()))[:1]
    with Spool[list[Group]]() as laid_aside:
        one, other = laid_aside.take(laid_aside.put([Group([telling]), Group([telling])]))
    assert one.tellings[0] is other.tellings[0]
