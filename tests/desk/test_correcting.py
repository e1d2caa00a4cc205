"""Corrections: checked before they are kept, laid over records and links, undone; and records made anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.desk.correcting import Corrector
from onrecord.desk.links import corrected_records
from onrecord.desk.overlay import Overlay, split_target, target_of
from onrecord.desk.renewal import renew
from onrecord.errors import InputError, NoBody, NotInStore
from onrecord.model import Capture, Document, NamedAt, Record, Span
from onrecord.store import Correction, Store
from tests.export.events_example import TEXT, events_record
from tests.store.reports import CODEC, made_up


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "desk.db", codec=CODEC) as opened:
        yield opened


@pytest.fixture
def key(store: Store) -> str:
    """Return the key of a report with events, places and people in the store."""
    record = events_record()
    capture = Capture(input=record.report.input, data=TEXT.encode(), media_type="text/plain")
    return store.add(capture, record.report, record).key


@pytest.fixture
def corrector(store: Store) -> Corrector:
    return Corrector(store, author="Halina Brzoska", reason="checked with the harbour office")


def corrected(store: Store) -> Record:
    (one,) = corrected_records(store)
    return one.record


def test_a_target_reads_back() -> None:
    assert split_target(target_of("0f3a", Span(3, 9))) == ("0f3a", Span(3, 9))
    assert split_target("0f3a") == ("0f3a", None)


@pytest.mark.parametrize("target", ["k:", "k:3", "k:9-3", "k:3-3", "k:a-b", ":3-9", "k:-3-9", "k:3-²"])
def test_a_target_that_names_no_stretch_is_told(target: str) -> None:
    with pytest.raises(InputError, match="names no stretch"):
        split_target(target)


@pytest.mark.weights
def test_a_place_becomes_another_feature_of_the_gazetteer(
    store: Store, key: str, corrector: Corrector
) -> None:
    made = corrector.place(target_of(key, at("Halden")), 2643743)
    place = next(each for each in corrected(store).places if each.span == at("Halden"))
    assert (place.name, place.country, place.feature) == ("London", "GBR", "PPLC")
    assert place.because == f"corrected by Halina Brzoska ({made.id}): checked with the harbour office"
    with pytest.raises(InputError, match="no feature 999999999"):
        corrector.place(target_of(key, at("Halden")), 999_999_999)


def test_a_place_becomes_none(store: Store, key: str, corrector: Corrector) -> None:
    corrector.place(target_of(key, at("Halden")), None)
    before, after = events_record().places, corrected(store).places
    assert [(p.span, p.geonames) for p in after] == [
        (p.span, None if p.span == at("Halden") else p.geonames) for p in before
    ]


def test_a_day_of_publication_is_set_with_its_cause(store: Store, key: str, corrector: Corrector) -> None:
    corrector.date(key, "2026-03-04")
    report = corrected(store).report
    assert report.published == "2026-03-04"
    assert report.published_because == "corrected by Halina Brzoska (C1): checked with the harbour office"


def test_the_type_of_one_event_is_set_and_the_codes_that_hung_on_it_go(
    store: Store, key: str, corrector: Corrector
) -> None:
    corrector.type(target_of(key, at("shelled")), "COERCE")
    before, after = events_record().events, corrected(store).events
    assert (after[0].type, after[0].mode, after[0].cameo) == ("COERCE", None, None)
    assert after[1:] == before[1:]


def test_a_rejected_event_leaves_everything_else(store: Store, key: str, corrector: Corrector) -> None:
    corrector.reject(target_of(key, at("abducted")))
    before, after = events_record(), corrected(store)
    assert [event.id for event in after.events] == [e.id for e in before.events if e.id != "V2"]
    assert after.statements == before.statements


def test_what_is_accepted_stays_as_it_is_and_nothing_is_found_anew(
    store: Store, key: str, corrector: Corrector
) -> None:
    before = store.basis()
    one = corrector.accept(target_of(key, at("abducted")), what="event")
    assert corrected(store) == events_record()
    assert store.basis() == before
    assert [kept.kind for kept in store.corrections()] == ["accept"]
    corrector.undo(one.id)
    assert not list(store.corrections())
    with pytest.raises(InputError, match="no event"):
        corrector.accept(target_of(key, at("according to")), what="event")


def test_a_rejected_statement_takes_the_links_to_it_along(
    store: Store, key: str, corrector: Corrector
) -> None:
    corrector.reject(target_of(key, at("according to")))
    after = corrected(store)
    assert "S2" not in [statement.id for statement in after.statements]
    assert all(link.statement != "S2" for event in after.events for link in event.on_word_of)
    assert len(after.events) == len(events_record().events)


def test_a_rejection_may_say_whether_an_event_or_a_statement_is_meant(
    store: Store, key: str, corrector: Corrector
) -> None:
    before = events_record()
    span = next(
        part
        for one in before.statements
        for part in one.content
        if any(event.anchor.span.overlaps(part) for event in before.events)
    )
    one = corrector.reject(target_of(key, span), what="statement")
    after = corrected(store)
    assert [each.id for each in after.statements] == [
        s.id for s in before.statements if span not in s.content
    ]
    assert [each.id for each in after.events] == [each.id for each in before.events]
    corrector.undo(one.id)
    corrector.reject(target_of(key, span), what="event")
    after = corrected(store)
    assert after.statements == before.statements
    assert len(after.events) < len(before.events)


def test_of_two_corrections_of_one_thing_the_later_holds_until_it_is_undone(
    store: Store, key: str, corrector: Corrector
) -> None:
    corrector.type(target_of(key, at("shelled")), "COERCE")
    later = corrector.type(target_of(key, at("shelled")), None)
    assert corrected(store).events[0].type is None
    corrector.undo(later.id)
    assert corrected(store).events[0].type == "COERCE"


@pytest.mark.parametrize(
    "action",
    [
        lambda c, key: c.date(key, "last Tuesday"),
        lambda c, key: c.type(target_of(key, at("shelled")), "WAR"),
        lambda c, key: c.type(target_of(key, at("fuel tax")), "COERCE"),
        lambda c, key: c.place(target_of(key, at("fuel tax")), None),
        lambda c, key: c.reject(target_of(key, at("fuel tax"))),
        lambda c, key: c.reject(target_of(key, at("according to")), what="event"),
        lambda c, key: c.reject(key),
        lambda c, key: c.reject(f"{key}:0-999999"),
        lambda c, key: c.merge(target_of(key, at("Oda Renn")), target_of(key, at("fuel tax"))),
        lambda c, key: c.split(target_of(key, at("fuel tax"))),
        lambda c, key: c.move(key, key),
    ],
)
def test_what_cannot_be_meant_is_told_and_not_kept(
    store: Store, key: str, corrector: Corrector, action: Callable[[Corrector, str], Correction]
) -> None:
    with pytest.raises(InputError):
        action(corrector, key)
    assert list(store.corrections()) == []


def test_a_report_that_is_not_there_is_told(store: Store, key: str, corrector: Corrector) -> None:
    for action in (corrector.no_reprint, corrector.reject, lambda k: corrector.move(key, k)):
        with pytest.raises(NotInStore):
            action("0123456789abcdef")


@pytest.mark.parametrize(("author", "reason"), [("", "x"), ("x", " ")])
def test_nobody_corrects_without_a_name_and_a_reason(store: Store, author: str, reason: str) -> None:
    with pytest.raises(InputError, match="an author and a reason"):
        Corrector(store, author=author, reason=reason)


def test_decisions_between_reports_reach_what_relates_them(
    store: Store, key: str, corrector: Corrector
) -> None:
    other = store.add(*made_up("Oda Renn spoke in Halden.").parts).key
    corrector.move(key, other)
    corrector.no_reprint(other)
    corrector.split(target_of(key, at("Grey Front")))
    corrector.merge(target_of(key, at("Oda Renn")), target_of(key, at("The army")))
    decisions = Overlay.of(store.corrections()).decisions
    assert (decisions.together, decisions.alone, decisions.no_reprints) == (((key, other),), (), (other,))
    assert decisions.apart == (NamedAt(key, at("Grey Front")),)
    assert decisions.same == ((NamedAt(key, at("Oda Renn")), NamedAt(key, at("The army"))),)
    corrector.move(key, None)
    decisions = Overlay.of(store.corrections()).decisions
    assert (decisions.together, decisions.alone) == ((), (key,))


def test_records_are_made_anew_with_what_moved_and_corrections_stay(
    store: Store, key: str, corrector: Corrector
) -> None:
    corrector.type(target_of(key, at("shelled")), "COERCE")

    def recorder(document: Document) -> Record:
        old = events_record()
        first = replace(old.events[0], label="alleged")
        return replace(old, report=document, weights="weights-2", events=(first, *old.events[2:]))

    (one,) = renew(store, recorder, weights="weights-2")
    assert (one.key, one.moved, one.problem) == (key, {"+ event": 1, "- event": 2}, None)
    assert store.record(key).record.weights == "weights-2"
    assert corrected(store).events[0].type == "COERCE"
    assert list(renew(store, recorder, weights="weights-2")) == []
    assert [each.moved for each in renew(store, recorder, weights="weights-2", everything=True)] == [{}]


def test_a_record_that_cannot_be_made_anew_is_told_and_kept(store: Store, key: str) -> None:
    def recorder(document: Document) -> Record:
        raise NoBody(what="nothing to read", where=document.input, remedy="none")

    (one,) = renew(store, recorder, weights="weights-2")
    assert one.moved == {}
    assert one.problem is not None
    assert store.record(key).record == events_record()
