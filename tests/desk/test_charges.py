"""Who is charged with what in one report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.desk.charges import charges_in
from onrecord.desk.gleanings import Gleanings
from onrecord.model import Attribution, Event, Record
from tests.export.told_events import record_of_events


def charged(record: Record) -> set[tuple[str, str]]:
    """Return the words of the events, and the names of those who are charged with them."""
    events, names = {one.id: one for one in record.events}, {one.id: one.name for one in record.entities}
    return {(events[event].anchor.lemma, names[entity]) for event, entity in charges_in(record)}


def changed(lemma: str, **fields: object) -> Record:
    """Return the record with an event told otherwise."""
    record = record_of_events()
    events = tuple(
        replace(one, **fields) if one.anchor.lemma == lemma else one  # type: ignore[arg-type]
        for one in record.events
    )
    return replace(record, events=events)


def event(lemma: str) -> Event:
    return next(one for one in record_of_events().events if one.anchor.lemma == lemma)


def test_deeds_told_on_the_word_of_others_are_charges_and_no_others() -> None:
    assert charged(record_of_events()) == {
        # Alleged by a minister, denied by her of somebody else in so many words, reported by nobody who is named.
        ("fire", "Brotherhood of Stevedores"),
        ("beat", "police"),
        ("burn", "police"),
    }


@pytest.mark.parametrize("label", ["future", "intended", "hypothetical", "asserted"])
def test_what_was_not_done_or_is_the_outlets_own_is_no_charge(label: str) -> None:
    assert ("fire", "Brotherhood of Stevedores") not in charged(changed("fire", label=label))


def test_what_may_yet_come_is_no_charge() -> None:
    to_come = tuple(replace(one, time="future") for one in event("fire").factuality)
    assert "fire" not in {
        lemma for lemma, _ in charged(changed("fire", label="possible", factuality=to_come))
    }
    assert "fire" in {lemma for lemma, _ in charged(changed("fire", label="possible"))}


def test_what_somebody_says_of_themselves_is_no_charge_but_what_they_deny_is() -> None:
    fire = event("fire")
    own = (Attribution("S2", fire.actors[0].entity),)
    assert "fire" not in {lemma for lemma, _ in charged(changed("fire", on_word_of=own))}
    own = (Attribution("S3", fire.actors[0].entity),)
    denied = charged(changed("fire", on_word_of=own, label="denied"))
    assert ("fire", "Brotherhood of Stevedores") in denied


@pytest.mark.parametrize("type", ["CONSULT", "PROTEST", None])
def test_a_deed_that_is_no_wrong_by_itself_is_a_charge_where_the_voice_accuses(type: str | None) -> None:
    told = changed("fire", type=type)
    assert "fire" not in {lemma for lemma, _ in charged(told)}
    accusing = tuple(replace(one, force="accuses") if one.id == "S2" else one for one in told.statements)
    assert "fire" in {lemma for lemma, _ in charged(replace(told, statements=accusing))}


def test_what_is_said_not_to_have_happened_needs_to_be_denied() -> None:
    record = record_of_events()
    saying = tuple(replace(one, force="says") if one.id == "S3" else one for one in record.statements)
    assert "beat" not in {lemma for lemma, _ in charged(replace(record, statements=saying))}


def test_they_are_kept_of_the_reports_that_have_some() -> None:
    found = Gleanings()
    found.add("k1", record_of_events())
    found.add("k2", replace(record_of_events(), events=()))
    assert dict(found.charges) == {"k1": tuple(charges_in(record_of_events()))}
