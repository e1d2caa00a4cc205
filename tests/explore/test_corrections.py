"""Corrections through the forms of the site: kept, seen, undone, refused."""

from __future__ import annotations

import re

import pytest

from onrecord.desk.questions import find_entities, find_entity, find_story
from tests.conftest import Desk
from tests.explore.forms import REASON, Reader, entity_id, story_of

pytestmark = pytest.mark.weights


def test_an_event_is_taken_out_of_record_and_relations_and_comes_back(reader: Reader, wire: str) -> None:
    before = reader.record(wire)
    address = reader.links(f"/reports/{wire}", "event")[0]
    made = reader.correct(address, do="reject")
    after = reader.record(wire)
    assert len(after.events) < len(before.events)
    assert after.statements == before.statements
    assert made.payload == {"what": "event"}
    reader.relate()
    told = {
        event
        for one in reader.store.relations("happenings", report=[wire])
        for account in one.data["accounts"]
        if account["report"] == wire
        for event in account["events"]
    }
    assert told <= {event.id for event in after.events}
    assert reader.undo(made.id).status_code == 303
    assert reader.record(wire) == before


def test_what_is_accepted_is_kept_and_nothing_has_to_be_found_anew(reader: Reader, wire: str) -> None:
    for of in ("event", "statement"):
        address = reader.links(f"/reports/{wire}", of)[0]
        answer = reader.send(reader.fields(address, do="accept"))
        assert answer.status_code == 303
        back = reader.site.get(answer.headers["location"]).text
        assert re.search(r">C\d+</a> is kept", back)
        assert "Look now" not in back
        assert f"is right as it stands: {of}" in back
    assert [one.kind for one in reader.store.corrections()] == ["accept", "accept"]


def test_every_statement_can_be_taken_out_by_itself(reader: Reader, wire: str) -> None:
    before = reader.record(wire)
    links = reader.links(f"/reports/{wire}", "statement")
    assert len(links) == len(before.statements)
    for address in links:
        made = reader.correct(address, do="reject")
        after = reader.record(wire)
        assert len(after.statements) == len(before.statements) - 1
        assert [event.id for event in after.events] == [event.id for event in before.events]
        reader.undo(made.id)


def test_the_type_of_an_event_is_set(reader: Reader, desk: Desk) -> None:
    # A report without a copy: what two reports tell has the type that most of them give it.
    key = desk.keys["tribune.txt"]
    told = {
        event
        for one in reader.store.relations("happenings", report=[key])
        for account in one.data["accounts"]
        if len(one.data["accounts"]) == 1
        for event in account["events"]
    }
    event = next(one for one in reader.record(key).events if one.id in told)
    span = event.anchor.span
    address = f"/correct?of=event&target={key}:{span.start}-{span.end}"
    reader.correct(address, do="type", type="AID")
    assert next(one for one in reader.record(key).events if one.id == event.id).type == "AID"
    reader.relate()
    assert "AID" in {one.data["type"] for one in reader.store.relations("happenings", report=[key])}
    reader.correct(address, do="type", type="none")
    assert next(one for one in reader.record(key).events if one.id == event.id).type is None


def test_a_place_is_chosen_written_in_or_taken_away_wherever_it_is_named(reader: Reader, wire: str) -> None:
    address = next(
        one for one in reader.links(f"/reports/{wire}", "place") if "Gdynia" in reader.site.get(one).text
    )
    assert 'name="everywhere" value="yes" checked' in reader.site.get(address).text
    offered = reader.site.get(f"{address}&find=London").text
    assert 'name="place" value="2643743"' in offered
    reader.correct(f"{address}&find=London", do="place", place="2643743", everywhere="yes")
    assert len(list(reader.store.corrections())) > 1
    record = reader.record(wire)
    names = {one.name for one in record.places if one.span.cut(record.report.text) == "Gdynia"}
    assert names == {"London"}
    reader.correct(address, do="place", geonames="3099424")
    made = reader.correct(address, do="no-place")
    found = [one for one in reader.record(wire).places if made.id in one.because]
    assert [one.geonames for one in found] == [None]


def test_the_day_of_publication_is_set_and_orders_the_story(reader: Reader, wire: str) -> None:
    (address,) = reader.links(f"/reports/{wire}", "report")
    reader.correct(address, do="date", published="2026-03-05")
    assert reader.record(wire).report.published == "2026-03-05"
    assert "5 March 2026" in reader.site.get(f"/reports/{wire}").text
    reader.relate()
    answer = find_story(reader.store, story_of(reader.store, wire))
    assert answer.reports[-1].key == wire


def test_a_report_is_moved_alone_and_to_another_story(reader: Reader, desk: Desk) -> None:
    tribune, farmers = desk.keys["tribune.txt"], desk.keys["farmers.txt"]
    own = story_of(reader.store, tribune)
    address = next(one for one in reader.links(f"/stories/{own}", "report") if tribune in one)
    reader.correct(address, do="move", to="alone")
    reader.relate()
    assert find_story(reader.store, story_of(reader.store, tribune)).story.n_reports == 1
    other = story_of(reader.store, farmers)
    address = f"/correct?of=report&target={tribune}&find=farmers"
    assert f'name="to" value="{other}"' in reader.site.get(address).text
    reader.correct(address, do="move", to=other)
    reader.relate()
    assert story_of(reader.store, tribune) == story_of(reader.store, farmers)


def test_a_reprint_is_said_to_be_none(reader: Reader, desk: Desk) -> None:
    courier = desk.keys["courier.txt"]
    (address,) = reader.links(f"/reports/{courier}", "report")
    reader.correct(address, do="no-reprint")
    reader.relate()
    assert not list(reader.store.relations("reprint_groups", report=[courier]))
    assert "no-reprint" not in reader.site.get(address).text


def test_two_entries_become_one_found_by_name(reader: Reader) -> None:
    one, other = entity_id(reader.store, "Piotr Lis"), entity_id(reader.store, "Karol Lis")
    (address,) = reader.links(f"/people/{one}", "entity")
    found = reader.site.get(f"{address}&find=karol").text
    assert f'name="other" value="{other}"' in found
    made = reader.correct(f"{address}&find=karol", do="merge", other=other)
    reader.relate()
    assert entity_id(reader.store, "Piotr Lis") == entity_id(reader.store, "Karol Lis")
    reader.undo(made.id)
    reader.relate()
    assert entity_id(reader.store, "Piotr Lis") != entity_id(reader.store, "Karol Lis")


def test_one_report_means_somebody_else(reader: Reader, desk: Desk) -> None:
    id, post = entity_id(reader.store, "Kamińska"), desk.keys["post.txt"]
    (address,) = reader.links(f"/people/{id}", "entity")
    reader.correct(address, do="split", report=post)
    reader.relate()
    assert len(find_entities(reader.store, "Kaminska")) == 2


def test_several_reports_mean_one_other_person(reader: Reader, desk: Desk) -> None:
    id = entity_id(reader.store, "Kamińska")
    post, tribune = desk.keys["post.txt"], desk.keys["tribune.txt"]
    (address,) = reader.links(f"/people/{id}", "entity")
    made = reader.correct(address, do="split", report=[post, tribune])
    assert [one.kind for one in reader.store.corrections()] == ["split", "split", "merge"]
    reader.relate()
    rows = find_entities(reader.store, "Kaminska")
    assert sorted(one.n_reports for one in rows) == [2, 2]
    other = next(one for one in rows if one.id != id)
    assert {line.report.key for line in find_entity(reader.store, str(other.id)).statements} == {
        post,
        tribune,
    }
    assert "joined by a correction" in other.because
    for one in reader.store.corrections():
        reader.undo(one.id)
    reader.relate()
    assert made.id == "C1"
    assert [one.n_reports for one in find_entities(reader.store, "Kaminska")] == [4]


def test_not_all_reports_can_mean_somebody_else(reader: Reader, desk: Desk) -> None:
    id = entity_id(reader.store, "Kamińska")
    every = [desk.keys[name] for name in ("wire.txt", "courier.txt", "post.txt", "tribune.txt")]
    for report, told in ((every, "no report would be left"), ([], "not said which reports")):
        answer = reader.send(reader.fields(f"/correct?of=entity&target={id}", do="split", report=report))
        assert answer.status_code == 400
        assert told in answer.text.lower()
    assert list(reader.store.corrections()) == []


def test_who_was_joined_wrongly_is_set_apart_again(reader: Reader, desk: Desk) -> None:
    one, other = entity_id(reader.store, "Piotr Lis"), entity_id(reader.store, "Karol Lis")
    reader.correct(f"/correct?of=entity&target={one}&find=karol", do="merge", other=other)
    reader.relate()
    joined = entity_id(reader.store, "Karol Lis")
    assert find_entity(reader.store, joined).entity.because.endswith("joined by a correction")
    reader.correct(f"/correct?of=entity&target={joined}", do="split", report=desk.keys["tractors.txt"])
    reader.relate()
    assert entity_id(reader.store, "Piotr Lis") != entity_id(reader.store, "Karol Lis")
    # Joined again, the later word holds.
    reader.correct(
        f"/correct?of=entity&target={entity_id(reader.store, 'Piotr Lis')}&find=karol",
        do="merge",
        other=entity_id(reader.store, "Karol Lis"),
    )
    reader.relate()
    assert entity_id(reader.store, "Piotr Lis") == entity_id(reader.store, "Karol Lis")


def test_the_page_of_a_person_tells_what_was_corrected_of_who_it_is(reader: Reader, desk: Desk) -> None:
    id = entity_id(reader.store, "Kamińska")
    assert "Corrections of who this is" not in reader.site.get(f"/people/{id}").text
    reader.correct(f"/correct?of=entity&target={id}", do="split", report=desk.keys["post.txt"])
    reader.relate()
    pages = [reader.site.get(f"/people/{one.id}").text for one in find_entities(reader.store, "Kaminska")]
    assert len(pages) == 2
    for page in pages:
        assert '<li id="C1">' in page
        assert REASON in page
        assert 'action="/corrections/C1/undo"' in page
    sobol = reader.site.get(f"/people/{entity_id(reader.store, 'Jan Sobol')}").text
    assert "Corrections of who this is" not in sobol


class TestWhatBecomesOfAPage:
    def look(self, reader: Reader, back: str) -> str:
        """Press “Look now” on a page, and return where that leads."""
        token = reader.site.app.state.form_token  # type: ignore[attr-defined]
        answer = reader.site.post("/relate", data={"form": token, "back": back}, follow_redirects=False)
        return str(answer.headers["location"])

    @pytest.mark.parametrize("name", ["Piotr Lis", "Karol Lis"])
    def test_a_person_who_became_another_is_found_there(self, reader: Reader, name: str) -> None:
        one, other = entity_id(reader.store, "Piotr Lis"), entity_id(reader.store, "Karol Lis")
        reader.correct(f"/correct?of=entity&target={one}&find=karol", do="merge", other=other)
        address = self.look(reader, f"/people/{entity_id(reader.store, name)}")
        assert address == f"/people/{entity_id(reader.store, 'Piotr Lis')}"
        assert reader.site.get(address).status_code == 200

    def test_a_story_without_its_first_report_is_found(self, reader: Reader, wire: str) -> None:
        own = story_of(reader.store, wire)
        reader.correct(f"/correct?of=report&target={wire}", do="move", to="alone")
        address = self.look(reader, f"/stories/{own}?label=denied")
        assert reader.site.get(address).status_code == 200

    def test_what_is_gone_leads_to_the_corrections(self, reader: Reader, desk: Desk) -> None:
        key = desk.keys["hostile.txt"]
        for address in reader.links(f"/reports/{key}", "event"):
            reader.correct(address, do="reject")
        (one,) = list(reader.store.relations("happenings", report=[key]))[:1]
        assert self.look(reader, f"/happenings/{one.id}") == "/corrections"

    def test_what_was_asked_for_stays_asked_for(self, reader: Reader, wire: str) -> None:
        reader.correct(f"/correct?of=report&target={wire}", do="date", published="2026-03-05")
        page = reader.site.get("/stories?place=gdynia&kept=C1").text
        assert 'name="back" value="/stories?place=gdynia"' in page
        assert self.look(reader, "/stories?place=gdynia") == "/stories?place=gdynia"
