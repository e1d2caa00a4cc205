"""Corrections through the forms of the site: kept, seen, undone, refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape

import httpx
import pytest
from fastapi.testclient import TestClient

from onrecord.desk.links import corrected_records
from onrecord.desk.questions import find_entities, find_entity, find_story
from onrecord.explore.app import make_app
from onrecord.export.codec import JsonCodec
from onrecord.model import Record
from onrecord.store import Correction, Store
from tests.conftest import Desk

pytestmark = pytest.mark.weights

AUTHOR, REASON = "Halina Brzoska", "checked with the harbour office"


class Reader:
    """Somebody who follows the links of the site and fills in its forms."""

    def __init__(self, site: TestClient, store: Store) -> None:
        self.site, self.store = site, store

    def links(self, address: str, of: str) -> list[str]:
        """Return the addresses of the forms for things of a kind that a page leads to."""
        found = re.findall(r'href="(/correct\?of=\w+[^"]*)"', self.site.get(address).text)
        return [unescape(one) for one in found if one.startswith(f"/correct?of={of}&")]

    def fields(self, address: str, **filled: str | list[str]) -> dict[str, str | list[str]]:
        """Return what the form at an address sends, filled in."""
        answer = self.site.get(address)
        assert answer.status_code == 200, address
        form = answer.text.split('action="/corrections"', 1)[1].split("</form>")[0]
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)
        given = {name: unescape(value) for name, value in hidden}
        return {**given, "author": AUTHOR, "reason": REASON, **filled}

    def send(self, fields: Mapping[str, str | list[str]]) -> httpx.Response:
        return self.site.post("/corrections", data=fields, follow_redirects=False)

    def correct(self, address: str, **filled: str | list[str]) -> Correction:
        """Keep a correction and return it; the page that it leads back to must say that it is kept."""
        answer = self.send(self.fields(address, **filled))
        assert answer.status_code == 303, re.findall(r'role="alert">([^<]*)', answer.text)
        back = self.site.get(answer.headers["location"])
        assert back.status_code == 200
        kept = re.search(
            r'<a href="/corrections#(C\d+)">\1</a>(?: and \d+ others?)? (?:is|are) kept', back.text
        )
        assert kept is not None
        assert "Look now" in back.text
        return next(one for one in self.store.corrections() if one.id == kept[1])

    def relate(self) -> None:
        """Press “Look now” and wait."""
        token = re.search(r'name="form" value="([^"]+)"', self.site.get("/").text)
        assert token is not None
        self.site.post("/relate", data={"form": token[1]})
        self.site.app.state.desk.wait(120)  # type: ignore[attr-defined]
        assert self.site.app.state.desk.standing().problem is None  # type: ignore[attr-defined]

    def record(self, key: str) -> Record:
        return next(one.record for one in corrected_records(self.store) if one.key == key)

    def undo(self, id: str, **changed: str) -> httpx.Response:
        page = self.site.get("/corrections").text
        token = re.search(r'name="form" value="([^"]+)"', page)
        assert token is not None
        data = {"form": token[1], "author": "Adam Wrona", "reason": "it was right", **changed}
        return self.site.post(f"/corrections/{id}/undo", data=data, follow_redirects=False)


@pytest.fixture
def reader(site: TestClient, store: Store) -> Reader:
    return Reader(site, store)


@pytest.fixture
def wire(desk: Desk) -> str:
    return desk.keys["wire.txt"]


def entity_id(store: Store, name: str) -> str:
    (one,) = find_entities(store, name)
    assert one.id is not None
    return one.id


def story_of(store: Store, key: str) -> str:
    (one,) = store.relations("stories", report=[key])
    return str(one.id)


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


@pytest.mark.parametrize(
    ("of", "filled", "message"),
    [
        ("event", {"do": "type", "type": "WAR"}, "PLOVER has no such type"),
        ("event", {"do": "type"}, "not said which type"),
        ("event", {}, "not said what is to be changed"),
        ("event", {"do": "no-reprint"}, "not said what is to be changed"),
        ("event", {"do": "reject", "author": " "}, "an author and a reason"),
        ("event", {"do": "reject", "reason": ""}, "an author and a reason"),
        ("event", {"do": "reject", "reason": "x" * 1001}, "1,001 characters"),
        ("event", {"do": "reject", "author": "x" * 101}, "101 characters"),
        ("place", {"do": "place"}, "not said which place"),
        ("place", {"do": "place", "geonames": "12x"}, "is no GeoNames id"),
        ("place", {"do": "place", "geonames": "²"}, "is no GeoNames id"),
        ("place", {"do": "place", "geonames": "999999999"}, "no feature 999999999"),
        ("report", {"do": "date", "published": "last Tuesday"}, "not an ISO 8601 day"),
        ("report", {"do": "move"}, "not said which story"),
        ("report", {"do": "move", "to": "T00zz"}, "no story has an id"),
    ],
)
def test_what_cannot_be_meant_is_told_beside_the_form_and_not_kept(
    reader: Reader, wire: str, of: str, filled: dict[str, str], message: str
) -> None:
    address = reader.links(f"/reports/{wire}", of)[0]
    answer = reader.send(reader.fields(address, **filled))
    assert answer.status_code == 400
    alert = re.search(r'role="alert">([^<]*)', answer.text)
    assert alert is not None
    assert message.lower() in unescape(alert[1]).lower()
    assert list(reader.store.corrections()) == []
    if filled.get("reason") is None:
        assert REASON in answer.text


def test_a_story_or_an_entry_cannot_become_itself(reader: Reader, wire: str) -> None:
    own, id = story_of(reader.store, wire), entity_id(reader.store, "Piotr Lis")
    fields = reader.fields(f"/correct?of=report&target={wire}", do="move", to=own)
    assert "of that story already" in reader.send(fields).text
    fields = reader.fields(f"/correct?of=entity&target={id}", do="merge", other=id)
    assert "that is the same entry" in reader.send(fields).text.lower()
    assert list(reader.store.corrections()) == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("of=event&target=nobody:1-2", 404),
        ("of=event&target=WIRE:0-0", 400),
        ("of=event&target=WIRE:0-999999", 400),
        ("of=event&target=WIRE", 400),
        ("of=place&target=WIRE:0-4", 400),
        ("of=entity&target=Pzz", 404),
        ("of=report&target=nobody", 404),
        ("of=weather&target=WIRE", 400),
        ("", 400),
    ],
)
def test_a_form_for_nothing_says_so(site: TestClient, wire: str, query: str, status: int) -> None:
    answer = site.get(f"/correct?{query.replace('WIRE', wire)}")
    assert answer.status_code == status
    assert "/corrections" not in re.findall(r'action="([^"]*)"', answer.text)


def test_the_author_is_remembered_and_kept_to_this_site(reader: Reader, wire: str) -> None:
    address = reader.links(f"/reports/{wire}", "event")[0]
    answer = reader.send(reader.fields(address, do="reject", author='Zofia "Zo" Kamińska'))
    cookie = answer.headers["set-cookie"]
    assert "SameSite=strict" in cookie
    assert "HttpOnly" in cookie
    form = reader.site.get(f"/correct?of=report&target={wire}").text
    assert (
        'name="author" required maxlength="100" autocomplete="name" value="Zofia &#34;Zo&#34; Kamińska"'
        in form
    )


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "/x\r\nX-A: 1"]
)
def test_a_correction_never_leads_to_another_site(reader: Reader, wire: str, back: str) -> None:
    address = reader.links(f"/reports/{wire}", "event")[0]
    answer = reader.send(reader.fields(address, do="reject", back=back))
    assert answer.headers["location"] == f"/reports/{wire}?kept=C1"


def test_what_people_write_is_shown_and_never_obeyed(reader: Reader, wire: str) -> None:
    address = reader.links(f"/reports/{wire}", "event")[0]
    author, reason = '<b onclick="x()">A</b>\u202e', "<script>alert(1)</script>\x1b[2J"
    reader.send(reader.fields(address, do="type", type="PROTEST", author=author, reason=reason))
    for page in ("/corrections", f"/reports/{wire}", address):
        text = reader.site.get(page).text
        assert "<script>alert" not in text
        assert "<b onclick" not in text
        assert "\u202e" not in text
        assert "\x1b" not in text
    listed = reader.site.get("/corrections").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;U+001B&gt;[2J" in listed


def test_the_list_tells_who_said_what_of_which_words_and_what_was_undone(
    reader: Reader, wire: str, desk: Desk
) -> None:
    made = reader.correct(reader.links(f"/reports/{wire}", "event")[0], do="type", type="PROTEST")
    reader.correct(reader.links(f"/reports/{desk.keys['courier.txt']}", "report")[0], do="no-reprint")
    listed = reader.site.get("/corrections").text
    assert listed.index('id="C2"') < listed.index('id="C1"')
    first = listed.split('id="C1"')[1]
    span = made.target.split(":")[1]
    assert f'href="/reports/{wire}?at={span}#r1-at"' in first
    for told in ("is an event of type PROTEST", AUTHOR, REASON, "<mark>"):
        assert told in first
    answer = reader.undo("C1")
    assert answer.headers["location"] == "/corrections?undone=C1#C1"
    undone = reader.site.get(answer.headers["location"]).text
    assert "C1</a> is undone" in undone
    entry = undone.split('<li id="C1"')[1].split("</li>")[0]
    assert entry.startswith(' class="undone"')
    assert "<del>" in entry
    assert re.search(r"Undone by Adam Wrona, [^:]+:\d\d: it was right", entry)
    assert "<form" not in entry
    (kept,) = reader.store.corrections()
    assert kept.id == "C2"


@pytest.mark.parametrize(
    ("id", "changed", "message"),
    [
        ("C9", {}, "there is no correction"),
        ("C1", {"reason": " "}, "an author and a reason"),
        ("C1", {"author": ""}, "an author and a reason"),
        ("nothing", {}, "there is no correction"),
    ],
)
def test_an_undoing_that_cannot_be_is_told(
    reader: Reader, wire: str, id: str, changed: dict[str, str], message: str
) -> None:
    reader.correct(reader.links(f"/reports/{wire}", "event")[0], do="reject")
    answer = reader.undo(id, **changed)
    assert answer.status_code == 400
    assert message in unescape(answer.text)
    assert len(list(reader.store.corrections())) == 1


def test_what_was_undone_is_not_undone_again(reader: Reader, wire: str) -> None:
    reader.correct(reader.links(f"/reports/{wire}", "event")[0], do="reject")
    reader.correct(reader.links(f"/reports/{wire}", "report")[0], do="date", published="2026-03-05")
    reader.undo("C1")
    assert "was undone at" in reader.undo("C1").text


def test_a_forged_form_keeps_and_undoes_nothing(reader: Reader, wire: str) -> None:
    address = reader.links(f"/reports/{wire}", "event")[0]
    for form in ("", "guessed", "é"):
        assert reader.send(reader.fields(address, do="reject", form=form)).status_code == 403
    fields = reader.fields(address, do="reject")
    elsewhere = {"origin": "http://evil.example"}
    assert reader.site.post("/corrections", data=fields, headers=elsewhere).status_code == 403
    assert list(reader.store.corrections()) == []
    reader.correct(address, do="reject")
    assert reader.undo("C1", form="guessed").status_code == 403
    assert len(list(reader.store.corrections())) == 1


@pytest.fixture
def unwritable(desk: Desk) -> Iterator[TestClient]:
    """The site over a store that was opened for reading alone."""
    with (
        Store.open(desk.path, codec=JsonCodec(), create=False, read_only=True) as store,
        TestClient(make_app(store), base_url="http://127.0.0.1:8321") as client,
    ):
        yield client


def test_nothing_is_possible_where_the_store_is_only_read(unwritable: TestClient, wire: str) -> None:
    report = unwritable.get(f"/reports/{wire}").text
    assert "/correct?" not in report
    for page in ("/corrections", f"/correct?of=report&target={wire}", f"/reports/{wire}"):
        answer = unwritable.get(page)
        assert answer.status_code == 200
        assert "opened for reading alone" in answer.text
        assert 'method="post"' not in answer.text
    token = unwritable.app.state.form_token  # type: ignore[attr-defined]
    fields = {
        "form": token, "of": "report", "target": wire, "do": "date", "published": "2026-03-05",
        "author": AUTHOR, "reason": REASON,
    }  # fmt: skip
    assert unwritable.post("/corrections", data=fields).status_code == 403
    assert unwritable.post("/corrections/C1/undo", data=fields).status_code == 403
