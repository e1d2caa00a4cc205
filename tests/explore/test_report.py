"""The page of a report: the words that led to it, where its people and events lead, its original and its versions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from onrecord.explore.app import make_app
from onrecord.explore.pages.reports import SHOWN
from onrecord.store import Store
from tests.conftest import Desk
from tests.store.reports import CODEC, made_up

HOSTILE = b'<script>alert(1)</script>\n<p onclick="x()">Five \x1b[2J died \xe2\x80\xaehere.</p>'
OLD = "Ferry sinks. Three people died off Halden. The harbour was closed."
NEW = "Ferry sinks. Five people died off Halden. A crane fell as well."
URL = "https://paper.example/ferry"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Store]:
    """A store to which tests add what they need."""
    with Store.open(tmp_path / "small.db", codec=CODEC) as opened:
        yield opened


@pytest.fixture
def small_site(small: Store) -> Iterator[TestClient]:
    with TestClient(make_app(small), base_url="http://127.0.0.1:8321") as client:
        yield client


@pytest.mark.weights
def test_the_words_that_led_here_are_marked_and_styled(site: TestClient, desk: Desk) -> None:
    answer = site.get(f"/reports/{desk.keys['wire.txt']}?at=0-11")
    marked = re.findall(r'<span class="([^"]*)"[^>]*>([^<]*)</span>', answer.text)
    assert "".join(text for classes, text in marked if "at" in classes.split()) == "Riot police"
    style = re.search(r'href="(/static/site.css[^"]*)"', answer.text)
    assert style is not None
    assert ".words .at {" in site.get(style[1]).text


@pytest.mark.weights
@pytest.mark.parametrize("at", ["9-3", "0-9999999", "x", "3-3", "-1-4", "0-99999999999"])
def test_a_stretch_that_is_none_marks_nothing(site: TestClient, desk: Desk, at: str) -> None:
    answer = site.get(f"/reports/{desk.keys['wire.txt']}?at={at}")
    assert answer.status_code == 200
    assert 'id="r1-at"' not in answer.text


@pytest.mark.weights
def test_people_lead_across_reports_and_events_to_their_happening_with_its_sources(
    site: TestClient, desk: Desk
) -> None:
    text = site.get(f"/reports/{desk.keys['post.txt']}").text
    people = dict(re.findall(r'<a class="page" href="/people/(P\w+)">([^<]*)</a>', text))
    assert {"Piotr Lis", "Zofia Kaminska"} <= set(people.values())
    for id, name in people.items():
        assert name.split()[-1].lower()[:6] in site.get(f"/people/{id}").text.lower()
    happenings = re.findall(r'<a href="/happenings/(H\w+)"[^>]*>(\d+) independent source', text)
    assert happenings
    for id, number in happenings:
        assert re.search(rf"<b>{number} independent sources?</b>", site.get(f"/happenings/{id}").text)


@pytest.mark.weights
def test_the_page_keeps_layers_filters_and_the_record(site: TestClient, desk: Desk) -> None:
    text = site.get(f"/reports/{desk.keys['wire.txt']}").text
    for part in ('id="l-con"', 'class="choose"', "Who said what", "Receipt: text SHA-256"):
        assert part in text
    assert len(text) < 400_000


def test_an_original_is_shown_as_text_and_never_as_a_page(small: Store, small_site: TestClient) -> None:
    key = small.add(*made_up("Five died here.", data=HOSTILE, retrieved="2026-03-04T17:20:00Z").parts).key
    answer = small_site.get(f"/reports/{key}/original")
    assert answer.headers["content-type"].startswith("text/html")
    shown = answer.text.split("<pre", 1)[1].split("</pre>")[0]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\n&lt;p onclick=" in shown
    assert "Five &lt;U+001B&gt;[2J died &lt;U+202E&gt;here." in shown
    assert "<script>alert" not in answer.text
    for fact in ("text/html", "Wed 4 Mar 2026, 17:20", small.capture(key).digest, f"{len(HOSTILE)} bytes"):
        assert fact in answer.text


def test_a_long_original_is_cut_and_that_is_said(small: Store, small_site: TestClient) -> None:
    data = b"<p>" + b"long " * (SHOWN // 4) + b"</p>"
    key = small.add(*made_up("Long.", data=data).parts).key
    text = small_site.get(f"/reports/{key}/original").text
    assert f"The first {SHOWN:,} characters of {len(data):,} characters are shown" in text
    assert len(text) < 400_000


def test_an_original_that_is_no_text_is_told(small: Store, small_site: TestClient) -> None:
    key = small.add(*made_up("Five died.", data=b"%PDF-1.7\n\x00\x01\x02").parts).key
    answer = small_site.get(f"/reports/{key}/original")
    assert answer.status_code == 200
    assert "<pre" not in answer.text
    assert "not a page or a text" in answer.text


def test_versions_are_compared_sentence_by_sentence_with_what_went_and_came(
    small: Store, small_site: TestClient
) -> None:
    old = small.add(*made_up(OLD, url=URL).parts).key
    new = small.add(*made_up(NEW, url=URL).parts).key
    assert f'href="/reports/{new}/versions"' in small_site.get(f"/reports/{new}").text
    text = small_site.get(f"/reports/{new}/versions").text
    assert "<del>Three</del> <ins>Five</ins> people died off Halden." in text
    assert "<del>The harbour was closed.</del>" in text
    assert "<ins>A crane fell as well.</ins>" in text
    start = OLD.index("Three")
    assert f'href="/reports/{old}?at={start}-{OLD.index(" The harbour")}#r1-at"' in text
    back = small_site.get(f"/reports/{old}/versions?from={new}").text
    assert "<del>Five</del> <ins>Three</ins>" in back
    first = small_site.get(f"/reports/{old}/versions?from=nobody").text
    assert "This is the first version" in first


def test_one_version_alone_is_compared_with_nothing(small: Store, small_site: TestClient) -> None:
    key = small.add(*made_up(OLD, url=URL).parts).key
    assert "/versions" not in small_site.get(f"/reports/{key}").text
    assert "nothing to compare" in small_site.get(f"/reports/{key}/versions").text


@pytest.mark.parametrize("page", ["original", "versions", "record.css"])
def test_pages_of_a_report_that_is_not_there_say_so(small_site: TestClient, page: str) -> None:
    assert small_site.get(f"/reports/nobody/{page}").status_code == 404
