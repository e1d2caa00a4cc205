"""The first page: the order of stories, disputes in short, and what came since the last visit."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from fastapi.testclient import TestClient

from onrecord.desk.questions import disputes, find_stories
from onrecord.explore.pages.today import disputes_among, in_order
from onrecord.explore.visits import COOKIE, SAME_VISIT_S, Visit, visit_of
from onrecord.store import Store

pytestmark = pytest.mark.weights

POST, LAST = 3, 7
"""Numbers of reports of the desk in order of arrival: the one before the denial, the last."""


def been_here(site: TestClient, last: int, seconds_ago: int = 86_400) -> None:
    """Have the browser keep that the reader was here when only some reports were."""
    site.cookies.set(COOKIE, f"0.0.{last}.{int(time.time()) - seconds_ago}")


def test_the_stories_of_most_sources_lead_and_the_newest_among_equals(store: Store) -> None:
    newest = find_stories(store)
    rows = in_order(newest, by_sources=True)
    assert [row.n_origins for row in rows] == sorted((row.n_origins for row in newest), reverse=True)
    for one, other in pairwise(rows):
        assert one.n_origins > other.n_origins or newest.index(one) < newest.index(other)
    assert in_order(newest, by_sources=False) == newest


def test_the_order_is_chosen_in_the_address(site: TestClient) -> None:
    for address, chosen in (("/", "/"), ("/?by=sources", "/?by=sources"), ("/?by=nothing", "/")):
        assert f'<a href="{chosen}" aria-current="true">' in site.get(address).text


def test_each_happening_is_in_dispute_once_with_both_values(site: TestClient, store: Store) -> None:
    found = disputes_among(store, find_stories(store))
    assert found
    happenings = [one.first.happening for one in found]
    assert len(happenings) == len(set(happenings))
    assert sum(1 + one.n_more for one in found) <= len(disputes(store))
    page = site.get("/").text
    for one in found:
        assert f'<a href="/happenings/{one.first.happening}#contradictions">' in page


def test_nothing_is_said_of_a_visit_before_the_first(site: TestClient) -> None:
    answer = site.get("/")
    assert "Since your last visit" not in answer.text
    kept = answer.headers["set-cookie"]
    for word in (f"{COOKIE}=0.0.{LAST}.", "HttpOnly", "SameSite=strict", "Path=/"):
        assert word in kept


def test_what_came_since_the_last_visit_is_told(site: TestClient) -> None:
    been_here(site, POST)
    page = site.get("/").text
    for told in (
        "Since your last visit",
        "2 new stories",
        "1 new report in 1 known story",
        "new contradiction",
    ):
        assert told in page
    # Looking again within the same visit shows the same.
    assert "2 new stories" in site.get("/").text


def test_who_saw_everything_is_told_so(site: TestClient) -> None:
    been_here(site, LAST)
    assert "Nothing came." in site.get("/").text


def test_a_look_soon_after_is_the_same_visit(site: TestClient) -> None:
    been_here(site, POST, seconds_ago=SAME_VISIT_S - 60)
    assert "Since your last visit" not in site.get("/").text


@pytest.mark.parametrize(
    "cookie", ["", "x", "1.2.3", "-1.0.0.0", "0.0.99.1000", "0.0.3.9999999", "٣.٣.٣.٣", "0.0.3.0"]
)
def test_a_cookie_of_another_store_or_clock_counts_as_none(cookie: str) -> None:
    assert visit_of(cookie, LAST, 9_000) == Visit(0, 0, LAST, 9_000)


def test_a_link_from_elsewhere_leaves_the_cookie_as_it_is(site: TestClient) -> None:
    # The browser sends no strict cookie with it, so that this looks like a first visit.
    assert "set-cookie" not in site.get("/", headers={"sec-fetch-site": "cross-site"}).headers
