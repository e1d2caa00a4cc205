"""Saved searches on the site: saved, looked at, forgotten, and given as feeds."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from onrecord.explore.app import make_app
from onrecord.export.codec import JsonCodec
from onrecord.store import Store
from tests.conftest import Desk

pytestmark = pytest.mark.weights

ATOM = {"atom": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def send(site: TestClient) -> Callable[..., int]:
    """Return what sends a form of the site and gives the status of the answer."""
    token = str(site.app.state.form_token)  # type: ignore[attr-defined]

    def send(address: str, **fields: str) -> int:
        return site.post(address, data={"form": token, **fields}, follow_redirects=False).status_code

    return send


def looked_at_before(store: Store, id: str, last: int = 3) -> None:
    """Have a saved search looked at when only the first reports were there."""
    with store._backend.writing() as connection:
        connection.exec_driver_sql(f"UPDATE saved_searches SET seen = {last} WHERE id = {id[1:]}")


def test_a_list_is_saved_from_its_own_page(site: TestClient, store: Store) -> None:
    page = site.get("/search?q=dockers&outlet=Evening Post").text
    form = re.search(r'<form method="post" action="/saved">(.*?)</form>', page, re.DOTALL)
    assert form
    fields = dict(re.findall(r'name="(\w+)"(?: maxlength="100")? value="([^"]*)"', form[1]))
    assert site.post("/saved", data=fields).status_code == 200
    (saved,) = store.saved_searches()
    assert (saved.name, saved.question) == ("dockers · Evening Post", "search")
    assert saved.asked == {"q": "dockers", "outlet": "Evening Post"}


def test_what_is_new_is_counted_until_it_is_marked_as_looked_at(
    site: TestClient, store: Store, send: Callable[..., int]
) -> None:
    assert send("/saved", question="search", q="said", name="Everything") == 303
    assert "nothing new" in site.get("/saved").text
    looked_at_before(store, "S1")
    page = site.get("/saved").text
    assert "<b>4 new</b>" in page
    assert "<b>4 new</b>" in site.get("/").text
    until = re.search(r'name="until" value="(\d+)"', page)
    assert until
    assert send("/saved/S1/seen", until=until[1]) == 303
    assert "nothing new" in site.get("/saved").text


def test_what_came_after_the_page_was_made_is_not_marked_with_it(
    store: Store, send: Callable[..., int]
) -> None:
    store.save_search("All", "stories", {})
    looked_at_before(store, "S1", last=2)
    send("/saved/S1/seen", until="5")
    assert store.saved_search("S1").seen == 5
    send("/saved/S1/seen", until="999999")
    assert store.saved_search("S1").seen == store.last_related()


def test_a_saved_search_is_forgotten(site: TestClient, store: Store, send: Callable[..., int]) -> None:
    store.save_search("All", "stories", {})
    assert send("/saved/S1/forget") == 303
    assert "None yet" in site.get("/saved").text
    assert send("/saved/S1/forget") == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"question": "people"},
        {"question": "search"},
        {"question": "stories", "type": "nothing"},
        {"question": "stories", "since": "soon"},
    ],
)
def test_what_cannot_be_asked_is_not_saved(
    store: Store, send: Callable[..., int], fields: dict[str, str]
) -> None:
    assert send("/saved", **fields) == 400
    assert store.saved_searches() == ()


def test_nobody_saves_without_a_form_of_the_site(site: TestClient, store: Store) -> None:
    store.save_search("All", "stories", {})
    for address in ("/saved", "/saved/S1/seen", "/saved/S1/forget"):
        assert site.post(address, data={"form": "guessed", "question": "stories"}).status_code == 403
    assert len(store.saved_searches()) == 1


def test_a_store_opened_for_reading_offers_no_forms(desk: Desk) -> None:
    with (
        Store.open(desk.path, codec=JsonCodec(), create=False, read_only=True) as store,
        TestClient(make_app(store), base_url="http://127.0.0.1") as site,
    ):
        for address in ("/", "/saved", "/stories", "/search?q=police"):
            assert 'method="post"' not in site.get(address).text


def test_a_feed_is_well_formed_whatever_reports_and_readers_say(site: TestClient, store: Store) -> None:
    saved = store.save_search('<b>& "x" \x1b\u202e', "stories", {})
    answer = site.get(f"/saved/{saved.id}.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)
    assert feed.findtext("atom:title", "", ATOM) == '<b>& "x" <U+001B><U+202E> · OnRecord'
    entries = feed.findall("atom:entry", ATOM)
    assert len(entries) == len({entry.findtext("atom:id", "", ATOM) for entry in entries}) == 3
    for entry in entries:
        link = entry.find("atom:link", ATOM)
        assert link is not None
        assert link.attrib["href"].startswith("http://127.0.0.1:8321/stories/T")
        assert site.get(link.attrib["href"]).status_code == 200
        for name in ("title", "updated", "summary"):
            assert entry.findtext(f"atom:{name}", "", ATOM)
    assert "\u202e" not in answer.text
    assert site.get("/saved/S9.atom").status_code == 404


@pytest.mark.parametrize("question", ["timeline", "disputes", "search"])
def test_every_list_has_a_feed_whose_entries_are_told_apart(
    site: TestClient, store: Store, question: str
) -> None:
    saved = store.save_search("x", question, {"q": "police", "several": "false"})
    feed = ET.fromstring(site.get(f"/saved/{saved.id}.atom").content)
    ids = [entry.findtext("atom:id", "", ATOM) for entry in feed.findall("atom:entry", ATOM)]
    assert ids
    assert len(ids) == len(set(ids))


def test_a_search_that_a_newer_program_saved_is_shown_with_what_is_wrong(
    site: TestClient, store: Store
) -> None:
    store.save_search("Weather", "weather", {})
    page = site.get("/saved")
    assert page.status_code == 200
    assert "It cannot be asked any more" in page.text
    assert site.get("/").status_code == 200
