"""Events with what they point to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from onrecord.export.told import on_whose_word, published_day, told_events
from onrecord.model import Attribution, EventPlace, EventTime, Label, Participant, Record, Span
from tests.export.events_example import bare_event, events_record, fact


def with_event(**more: object) -> Record:
    event = replace(bare_event("V1", Span(5, 11), "shell"), **more)  # type: ignore[arg-type]
    return replace(events_record(), events=(event,))


def test_parties_places_days_and_sentences_are_looked_up() -> None:
    told = next(told_events(events_record()))
    assert [party.name for party in told.actors] == ["the army"]
    assert [party.words for party in told.recipients] == ["Torvik"]
    assert told.place
    assert told.place.name == "Torvik"
    assert told.day == date(2026, 3, 2)
    assert told.sentence_text.startswith("The army shelled")
    assert told.code == "194"


def test_voices_are_named_or_described_or_unnamed() -> None:
    voices = {told.event.id: told.voices for told in told_events(events_record())}
    assert voices["V1"] == ()
    assert voices["V2"] == ("Oda Renn", "the harbour police")
    assert voices["V5"] == ("unnamed",)
    told = next(told_events(with_event(on_word_of=(Attribution("S3", None),), label="alleged")))
    assert on_whose_word(told) == "alleged, on the word of The Fjord Courier < A spokesman for the Grey Front"


def test_what_leads_nowhere_counts_as_unknown() -> None:
    told = next(
        told_events(
            with_event(
                actors=(Participant(Span(0, 4), "E99"),),
                places=(EventPlace(77, "edited"),),
                time=EventTime(-1, None, "edited"),
                on_word_of=(Attribution("S99", "E99"),),
            )
        )
    )
    assert (told.actors[0].name, told.actors[0].country) == ("Army", None)
    assert (told.place, told.days, told.voices) == (None, None, ("unnamed",))


def test_a_value_of_its_own_gives_the_days() -> None:
    told = next(told_events(with_event(time=EventTime(None, "2026-W10", "the week after"))))
    assert told.days == (date(2026, 3, 2), date(2026, 3, 8))
    assert told.day is None


@pytest.mark.parametrize(
    ("label", "happened"),
    [("asserted", True), ("alleged", True), ("reported", True), ("denied", False), ("possible", False),
     ("hypothetical", False), ("attempted", False), ("intended", False), ("future", False)],
)  # fmt: skip
def test_the_label_tells_whether_it_happened(label: Label, happened: bool) -> None:
    assert next(told_events(with_event(label=label))).happened is happened


def test_what_one_voice_reports_and_another_denies_happened_for_one_voice() -> None:
    chain = (fact("outlet", certainty="probable"), fact("E5", polarity="negative"))
    assert next(told_events(with_event(label="denied", factuality=chain))).happened
    passed_on = (fact("outlet", certainty="underspecified"), fact("E5", polarity="negative"))
    assert not next(told_events(with_event(label="denied", factuality=passed_on))).happened
    planned = (fact("outlet", time="future"), fact("E5", condition="intended"))
    assert not next(told_events(with_event(label="future", factuality=planned))).happened


def test_names_and_numbers_of_events_are_their_own() -> None:
    record = events_record()
    other = replace(record, report=replace(record.report, id="f" * 64))
    told = [*told_events(record), *told_events(other)]
    assert len({one.key for one in told}) == len({one.number for one in told}) == 20
    assert all(0 < one.number < 2**60 for one in told)


@pytest.mark.parametrize("published", [None, "", "2026", "soon", "2026-13-01"])
def test_a_day_of_publication_that_is_none_is_unknown(published: str | None) -> None:
    record = events_record()
    assert published_day(replace(record, report=replace(record.report, published=published))) is None
