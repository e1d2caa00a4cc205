"""Corrections that cannot be meant, are forged, or are undone: told beside the form, and nothing is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from fastapi.testclient import TestClient

from onrecord.explore.app import make_app
from onrecord.export.codec import JsonCodec
from onrecord.store import Store
from tests.conftest import Desk
from tests.explore.forms import AUTHOR, REASON, Reader, entity_id, story_of

pytestmark = pytest.mark.weights


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
