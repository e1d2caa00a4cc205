"""Pages of what is very long: reports in parts, captures, headlines, quotations and corrections."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from onrecord.explore.app import make_app
from onrecord.explore.pages.reports import MOST_CHANGES, MOST_CORRECTIONS
from onrecord.export.parts import parts_of
from onrecord.model import Record, Span, text_digest
from onrecord.store import Relation, Store
from tests.export.long_example import long_record
from tests.store.reports import CODEC, MadeUp, made_up

MOST_BYTES = 400_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "long.db", codec=CODEC) as opened:
        yield opened


@pytest.fixture
def site(store: Store) -> Iterator[TestClient]:
    with TestClient(make_app(store), base_url="http://127.0.0.1:8321") as client:
        yield client


def add(store: Store, record: Record) -> str:
    one = MadeUp(made_up("x").capture, record.report, record)
    return store.add(*one.parts).key


@pytest.fixture(scope="module")
def long() -> Record:
    """A report of one megabyte: much is on record from its beginning, and nothing from the rest."""
    dense = long_record(150)
    paragraph = "Cranes, <quays> and & ferries " * 30
    text = "\n\n".join([dense.report.text, *[f"{number}. {paragraph}" for number in range(1_050)]])
    return replace(dense, report=replace(dense.report, id=text_digest(text), text=text))


def words_of(page: str) -> str:
    shown = page.split('<div class="words"', 1)[1].split("<aside", 1)[0]
    shown = re.sub(
        r'<a class="ref.*?</a>|<p class="credits".*?</p>|<h1 class="unseen">.*?</h1>', "", shown, flags=re.S
    )
    return re.sub(r"\s", "", html.unescape(re.sub(r"^[^>]*>|<[^>]*>", "", shown)))


def test_a_report_of_a_megabyte_is_shown_in_parts_that_are_its_text(
    site: TestClient, store: Store, long: Record
) -> None:
    assert len(long.report.text.encode()) > 1_000_000
    key = add(store, long)
    n_parts = len(parts_of(long))
    assert 6 < n_parts < 30
    shown, address = "", f"/reports/{key}"
    for number in range(1, n_parts + 1):
        page = site.get(address)
        assert page.status_code == 200
        assert f"Part {number} of {n_parts}" in page.text
        style = re.search(r'href="(/reports/[^"]*record\.css[^"]*)"', page.text)
        assert style
        styles = site.get(html.unescape(style[1])).text
        assert len(page.content) + len(styles) < MOST_BYTES
        shown += words_of(page.text)
        following = re.search(r'rel="next" href="([^"]*)"', page.text)
        address = html.unescape(following[1]) if following else ""
    assert address == ""
    assert shown == re.sub(r"\s", "", long.report.text)


def test_links_to_words_open_the_part_that_they_are_in(site: TestClient, store: Store, long: Record) -> None:
    key = add(store, long)
    middle = long.statements[len(long.statements) // 2].content[0]
    end = Span(len(long.report.text) - 40, len(long.report.text) - 9)
    for span in (long.statements[0].content[0], middle, end):
        page = site.get(f"/reports/{key}?at={span.start}-{span.end}").text
        number = next(n for n, part in enumerate(parts_of(long), 1) if span.start < part.end)
        assert f"Part {number} of" in page
        assert 'id="r1-at"' in page
        marked = re.findall(r'<span class="([^"]*)"[^>]*>([^<]*)</span>', page)
        lit = "".join(text for classes, text in marked if "at" in classes.split())
        assert html.unescape(lit) == span.cut(long.report.text)


@pytest.mark.parametrize("part", ["0", "-1", "99999", "x", "1" * 30, "²"])
def test_a_part_that_is_not_there_is_the_first(site: TestClient, store: Store, part: str) -> None:
    key = add(store, long_record(60))
    page = site.get(f"/reports/{key}", params={"part": part})
    assert page.status_code == 200
    assert "Part 1 of" in page.text


def test_a_report_of_one_part_says_nothing_of_parts(site: TestClient, store: Store) -> None:
    key = add(store, long_record(1))
    assert "Part 1" not in site.get(f"/reports/{key}?part=1").text


def test_a_capture_of_nothing_but_steering_and_markup_stays_small(site: TestClient, store: Store) -> None:
    data = ("<" * 200 + "\u202e" * 100 + "\n").encode() * 1_000
    key = store.add(*made_up("Long.", data=data).parts).key
    page = site.get(f"/reports/{key}/original")
    assert len(page.content) < MOST_BYTES
    assert re.search(r"The first [\d,]+ characters of 301,000 characters are shown", page.text)


def test_of_many_changes_and_corrections_the_first_or_last_are_shown(site: TestClient, store: Store) -> None:
    address = "https://paper.example/long"
    old = " ".join(f"Crane {n} fell in harbour {n}." for n in range(1_000))
    store.add(*made_up(old, url=address).parts)
    key = store.add(*made_up(old.replace("fell", "burnt down at dawn"), url=address).parts).key
    page = site.get(f"/reports/{key}/versions")
    assert f"The first {MOST_CHANGES} are shown" in page.text
    assert "1,000 sentences" in page.text
    assert len(page.content) < MOST_BYTES
    for number in range(MOST_CORRECTIONS + 5):
        store.correct("date", key, {"published": "2026-03-05"}, author="A. Ilves", reason=f"reason {number}")
    page = site.get(f"/reports/{key}")
    assert f"The last {MOST_CORRECTIONS} of {MOST_CORRECTIONS + 5}" in page.text
    assert "reason 34" in page.text
    assert "reason 3<" not in page.text


def test_an_endless_headline_is_cut_in_rows(site: TestClient, store: Store) -> None:
    headline = "Harbour " * 4_000
    for number in range(30):
        text = f"{headline}\n\nFive died in harbour {number}."
        store.add(*made_up(text, headline=len(headline) - 1, outlet="Courier").parts)
    page = site.get("/search?q=died")
    assert page.text.count("<h3>") == 30
    assert len(page.content) < MOST_BYTES


def test_who_is_named_everywhere_has_a_page_and_a_form_of_usual_size(site: TestClient, store: Store) -> None:
    keys = [store.add(*made_up(f"Jan Sobol spoke {n}.", outlet="Courier").parts).key for n in range(1_000)]
    line = {"outlet": "Courier", "agency": None, "published": None, "url": None, "input": "a.html"}
    names = [
        {"name": f"Jan Sobol {n} " * 20, "reports": 1, "first": None, "last": None} for n in range(2_000)
    ]
    entity = {
        "id": "P1",
        "type": "PERSON",
        "name": "Jan Sobol",
        "aliases": names,
        "roles": names,
        "country": None,
        "geonames": None,
        "mentions": [{"report": key, "entity": "E1"} for key in keys],
        "because": "same name",
    }
    store.put_relations(
        {
            "reports": [Relation(key, (key,), {"id": key, "headline": None, **line}) for key in keys],
            "entities": [Relation("P1", tuple(keys), entity)],
        },
        basis=store.basis(),
    )
    page = site.get("/people/P1")
    assert page.status_code == 200
    assert "The first 100 names and roles of 4,000 names and roles" in page.text
    assert len(page.content) < MOST_BYTES
    form = site.get("/correct?of=entity&target=P1")
    assert form.text.count('type="checkbox" name="report"') == 100
    assert "the last 100 of 1,000 reports are offered" in form.text
    assert len(form.content) < MOST_BYTES
