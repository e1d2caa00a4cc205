"""The site in a browser: the path of somebody who checks a claim, the keyboard alone, narrow screens, and axe's rules."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from onrecord.desk.correcting import Corrector
from onrecord.desk.questions import disputes, find_entities, find_stories
from onrecord.explore.visits import COOKIE
from onrecord.export.codec import JsonCodec
from onrecord.store import Store
from tests.conftest import Desk
from tests.explore import browsing
from tests.explore.browsing import Visit, is_in_view, serious_faults

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.weights, pytest.mark.slow]

WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
KINDS = (
    *("today", "stories", "story", "happening", "report", "person", "saved", "search"),
    *("disputes", "timeline", "people", "correct", "corrections", "api"),
)


@pytest.fixture(scope="module")
def served(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Store]]:
    """Give the address of the site over a copy of the desk's store, and that store, with a saved search in it."""
    path = tmp_path_factory.mktemp("browser") / "site.db"
    shutil.copy(desk.path, path)
    with Store.open(path, codec=JsonCodec()) as store:
        store.save_search("Dockers", "search", {"q": "dockers"})
        Corrector(store, author="Adam Wrona", reason="printed edition").date(
            desk.keys["post.txt"], "2026-03-03"
        )
        with store._backend.writing() as connection:
            connection.exec_driver_sql("UPDATE saved_searches SET seen = 3")
        with browsing.served(store) as address:
            yield address, store


@pytest.fixture
def visit(browser: Browser, served: tuple[str, Store]) -> Iterator[Visit]:
    """Return what opens a page in a browser of its own; in the end nothing was asked of elsewhere, and nothing went wrong."""
    been_here = f"0.0.3.{int(time.time()) - 86_400}"
    with browsing.visiting(browser, served[0], {COOKIE: been_here}) as visit:
        yield visit


@pytest.fixture(scope="module")
def addresses(served: tuple[str, Store], desk: Desk) -> dict[str, str]:
    """Return a page of each kind that holds much."""
    store = served[1]
    story = next(row for row in find_stories(store) if row.n_contradictions)
    person = next(one for one in find_entities(store, "kaminska") if one.id)
    return {
        "today": "/",
        "stories": "/stories?label=asserted",
        "story": f"/stories/{story.id}",
        "happening": f"/happenings/{disputes(store)[0].happening}",
        "report": f"/reports/{desk.keys['wire.txt']}?at=0-30",
        "person": f"/people/{person.id}",
        "saved": "/saved",
        "search": "/search?q=police",
        "disputes": "/disputes",
        "timeline": "/timeline?several=false",
        "people": "/people?name=kaminska",
        "correct": f"/correct?of=entity&target={person.id}&find=lis",
        "corrections": "/corrections",
        "api": "/api/docs",
    }


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_claim_is_followed_from_the_first_page_to_its_words(visit: Visit, scripts: bool) -> None:
    page = visit("/", java_script_enabled=scripts)
    disputed = page.get_by_role("region", name="In dispute")
    title = disputed.get_by_role("heading", level=3).first.inner_text()
    disputed.get_by_role("heading", level=3).first.get_by_role("link").click()
    page.wait_for_url(re.compile(r"/happenings/H"))
    assert page.get_by_role("heading", level=1).inner_text() == title
    # How many know of it by themselves, and why each of them counts.
    assert re.search(r"\d+ independent sources?", page.locator("main").inner_text())
    assert page.locator(".because").count() > 0
    # Without scripts nothing can be asked of a page but what stands in it.
    words = page.locator("#accounts ~ * blockquote, section[aria-labelledby=accounts] blockquote").first
    quoted = words.locator("p").inner_text().strip("“”… ")
    words.get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/reports/\w+\?at=\d+-\d+#"))
    lit = page.locator(".at")
    assert lit.count() > 0
    assert quoted[:20] in " ".join("".join(lit.all_inner_texts()).split())


def test_the_words_that_led_to_a_report_are_in_view(visit: Visit, served: tuple[str, Store]) -> None:
    last = disputes(served[1])[-1].sides[-1].words[-1]
    page = visit(f"/reports/{last.report.key}?at={last.start}-{last.end}#at", width=390)
    assert is_in_view(page.locator(".at").first)


def test_a_search_is_narrowed_and_leads_to_a_person(visit: Visit) -> None:
    page = visit()
    page.get_by_label("Search all reports").fill("kaminska")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=kaminska")
    hits = page.get_by_role("region", name="Reports").locator("ol > li")
    before = hits.count()
    page.get_by_text("Filter by day").click()
    page.get_by_label("outlet").fill("Evening Post")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**outlet=Evening**")
    assert 0 < hits.count() < before
    assert all("Evening Post" in text for text in hits.all_inner_texts())
    page.get_by_role("region", name="People, bodies and places").get_by_role("link").first.click()
    page.wait_for_url("**/people/P*")
    assert "Kami" in page.get_by_role("heading", level=1).inner_text()


def test_a_search_is_saved_looked_at_and_forgotten(visit: Visit) -> None:
    page = visit("/search?q=police")
    page.get_by_text("Save this list").click()
    page.get_by_label("Name").fill("Police")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/saved")
    page.get_by_role("button", name="Forget Police").click()
    page.wait_for_load_state()
    assert page.get_by_role("link", name="Police", exact=True).count() == 0
    assert page.get_by_role("link", name="Dockers", exact=True).count() == 1


def test_the_first_story_is_reached_by_the_keyboard_alone(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        href = page.evaluate("document.activeElement.getAttribute('href')") or ""
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", href
        if href.startswith("/stories/T") and page.evaluate("!!document.activeElement.closest('ol.stories')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/stories/T*")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wider_than_the_window(visit: Visit, addresses: dict[str, str], kind: str) -> None:
    for width in WIDTHS:
        for scheme in SCHEMES:
            page = visit(addresses[kind], width=width, color_scheme=scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, scheme)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_that_keeps_people_out(
    visit: Visit, addresses: dict[str, str], kind: str, scheme: str
) -> None:
    faults = serious_faults(visit(addresses[kind], color_scheme=scheme))
    assert not faults, "\n".join(faults)


def test_a_button_of_the_site_is_answered(visit: Visit) -> None:
    page = visit("/saved")
    page.get_by_role("button", name="Mark as looked at").click()
    page.get_by_text("nothing new").wait_for()
    assert page.get_by_role("heading", level=1).inner_text() == "Saved searches"
