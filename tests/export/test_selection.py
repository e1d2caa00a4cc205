"""Which events a reader chooses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.errors import InputError
from onrecord.export.selection import EventFilter, chosen_events, chosen_statements, read_filter
from onrecord.model import Attribution
from tests.export.told_events import record_of_events

RECORD = record_of_events()


def ids(chosen: EventFilter) -> list[str]:
    return [event.id for event in chosen_events(RECORD, chosen)]


def test_no_filter_lets_everything_pass() -> None:
    assert chosen_events(RECORD, EventFilter()) == RECORD.events
    assert not EventFilter()


def test_a_part_of_a_name_finds_the_voice_in_either_case() -> None:
    assert ids(EventFilter(voices=("vaitk",))) == ["V4", "V5", "V12"]


def test_every_voice_of_a_chain_is_found() -> None:
    for name in ("curonia", "petrauskas", "customs officer"):
        assert ids(EventFilter(voices=(name,))) == ["V6"]


def test_accents_need_not_be_typed() -> None:
    entities = tuple(
        replace(entity, name="Rūta Vaitkutė") if entity.id == "E2" else entity for entity in RECORD.entities
    )
    record = replace(RECORD, entities=entities)
    assert len(chosen_events(record, EventFilter(voices=("ruta vaitkute",)))) == 3


def test_unnamed_voices_go_by_one_name() -> None:
    assert ids(EventFilter(voices=("unnamed",))) == ["V6", "V7", "V11"]


def test_the_outlets_own_voice_goes_by_its_name_and_as_outlet() -> None:
    own = [event.id for event in RECORD.events if not event.on_word_of]
    assert ids(EventFilter(voices=("outlet",))) == own
    assert ids(EventFilter(voices=("amber coast",))) == own


def test_a_voice_called_like_a_keyword_is_not_taken_for_it() -> None:
    entities = tuple(replace(e, name="Outlet Workers") if e.id == "E2" else e for e in RECORD.entities)
    record = replace(RECORD, entities=entities)
    assert all(not event.on_word_of for event in chosen_events(record, EventFilter(voices=("outlet",))))


def test_voice_type_and_label_must_all_fit_and_one_of_each_is_enough() -> None:
    assert ids(EventFilter(voices=("vaitkute",), types=("ASSAULT",))) == ["V4", "V5"]
    assert ids(EventFilter(voices=("vaitkute",), types=("ASSAULT",), labels=("denied",))) == ["V5"]
    assert ids(EventFilter(voices=("vaitkute", "adviser"), labels=("denied", "possible"))) == ["V5", "V11"]


def test_events_without_type_can_be_asked_for() -> None:
    assert ids(EventFilter(types=(None,))) == ["V14", "V15"]


def test_a_least_score_can_be_asked_for() -> None:
    assert "V18" not in ids(EventFilter(min_score=0.5))
    with pytest.raises(ValueError, match="between 0 and 1"):
        EventFilter(min_score=50)


def test_statements_follow_the_voice_and_what_is_asked_of_events() -> None:
    assert chosen_statements(RECORD, EventFilter(voices=("vaitkute",))) == {"S1", "S2", "S3", "S9"}
    assert chosen_statements(RECORD, EventFilter(labels=("denied",))) == {"S3"}
    assert chosen_statements(RECORD, EventFilter(voices=("curonia",), types=("COERCE",))) == {"S4"}


def test_links_to_nothing_are_unnamed() -> None:
    event = replace(RECORD.events[3], on_word_of=(Attribution("S99", None),))
    record = replace(RECORD, events=(event,))
    assert chosen_events(record, EventFilter(voices=("unnamed",))) == (event,)


def test_words_from_outside_are_read_in_either_case() -> None:
    chosen = read_filter(voices=[" a  minister "], types=["assault", "Uncoded"], labels=["DENIED"])
    assert chosen == EventFilter(voices=("a minister",), types=("ASSAULT", None), labels=("denied",))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"types": ["asault"]}, "did you mean 'ASSAULT'?"),
        ({"labels": ["alledged"]}, "did you mean 'alleged'?"),
        ({"labels": ["zzz"]}, "choose from asserted, alleged"),
        ({"voices": [" "]}, "give a part of a name"),
    ],
)
def test_unknown_words_are_named_with_what_can_be_asked(asked: dict[str, list[str]], told: str) -> None:
    with pytest.raises(InputError) as refused:
        read_filter(**asked)
    assert told in str(refused.value)
