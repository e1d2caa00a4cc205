"""Every page answers, leads on, and says what is wrong."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

pytestmark = pytest.mark.weights

PAGES = (
    "/",
    "/stories",
    "/timeline",
    "/timeline?several=false",
    "/disputes",
    "/people?name=kaminska",
    "/search?q=police",
    "/?by=sources",
    "/saved",
)


def addresses(text: str) -> set[str]:
    """Return what a page links to on the site."""
    return {
        found.replace("&amp;", "&").split("#")[0] for found in re.findall(r'(?:href|src)="(/[^"]*)"', text)
    }


def test_every_link_of_the_site_leads_somewhere(site: TestClient) -> None:
    seen: set[str] = set()
    waiting = list(PAGES)
    while waiting and len(seen) < 600:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = site.get(address)
        assert answer.status_code == 200, address
        if answer.headers["content-type"].startswith("text/html"):
            waiting += sorted(addresses(answer.text) - seen)
    for kind in ("/stories/T", "/happenings/H", "/reports/", "/people/P", "/static/"):
        assert any(address.startswith(kind) for address in seen), kind


@pytest.mark.parametrize(
    "address", ["/stories/T000zz", "/happenings/Hzz", "/reports/nobody", "/people/Pzz", "/nothing"]
)
def test_what_is_not_there_is_said_with_what_to_do(site: TestClient, address: str) -> None:
    answer = site.get(address)
    assert answer.status_code == 404
    assert "<h1>" in answer.text


@pytest.mark.parametrize(
    "query", ["since=2026-99-99", "type=NOTHING", "label=nothing", "person=!!", "skip=-3"]
)
def test_a_filter_that_means_nothing_is_told_beside_the_form(site: TestClient, query: str) -> None:
    answer = site.get(f"/stories?{query}")
    assert answer.status_code == 200
    assert ('role="alert"' in answer.text) == (not query.startswith("skip"))


def test_a_filter_chooses_and_stands_in_the_form(site: TestClient) -> None:
    answer = site.get("/stories?place=krak&label=asserted")
    assert "Farmers block roads" in answer.text
    assert "Riot police" not in answer.text
    assert 'value="krak"' in answer.text


def test_words_open_the_report_where_they_stand(site: TestClient) -> None:
    page = site.get("/disputes").text
    address = next(one for one in sorted(addresses(page)) if "?at=" in one)
    answer = site.get(address)
    assert re.search(r'id="r1-at"', answer.text)
    assert re.search(r'class="[^"]*\bat\b', answer.text)


def test_a_person_is_accused_by_others_and_not_by_the_page(site: TestClient) -> None:
    found = re.search(r'href="(/people/P\w+)"', site.get("/people?name=kaminska").text)
    assert found
    section = re.search(r'aria-labelledby="accused">.*?</section>', site.get(found[1]).text, re.DOTALL)
    assert section
    told = re.sub(r"<[^>]+>", "", section[0])
    assert "Jan Sobol says so" in told
    assert "He accused the union leader Zofia Kamińska of spreading lies." in told
    assert "no denial found" in told


def test_nothing_is_loaded_from_elsewhere_and_no_script_stands_in_a_page(site: TestClient) -> None:
    for address in PAGES:
        answer = site.get(address)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert not re.search(r'(?:src|action)="(?!/)|href="(?![/#?])', answer.text), address
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", answer.text), address


def test_a_browser_may_say_that_a_form_of_the_site_comes_from_it(site: TestClient) -> None:
    assert site.get("/").headers["referrer-policy"] == "same-origin"
    form = {"form": site.app.state.form_token}  # type: ignore[attr-defined]
    own = {"origin": "http://127.0.0.1:8321", "sec-fetch-site": "same-origin"}
    assert site.post("/relate", data=form, headers=own).status_code == 200
    site.app.state.desk.wait(60)  # type: ignore[attr-defined]
    assert site.post("/relate", data=form, headers={"origin": "null"}).status_code == 403


def test_another_computer_and_another_site_are_refused(site: TestClient) -> None:
    assert site.get("/", headers={"host": "rebound.example"}).status_code == 421
    assert site.post("/relate", headers={"origin": "http://evil.example"}).status_code == 403
    assert site.post("/relate", data={"form": "guessed"}).status_code == 403
