"""The page of a story: who tells what side by side, day by day, on a map, and word against word."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from onrecord.desk.questions import find_happening, find_stories, find_tellings
from onrecord.desk.wanted import Wanted
from onrecord.store import Store

pytestmark = pytest.mark.weights

MOST_BYTES = 400_000


class Cells(HTMLParser):
    """Reads the cells of the first table of a page: the words of each, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.scopes: list[str | None] = []
        self._tables = 0
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tables += tag == "table"
        if self._tables != 1:
            return
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")
            self._inside = True
            if tag == "th":
                self.scopes.append(dict(attrs).get("scope"))

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag not in ("th", "td")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][-1] = " ".join(f"{self.rows[-1][-1]} {data}".split())


def story(store: Store, title: str) -> str:
    return next(row.id for row in find_stories(store) if title in row.title)


def page(site: TestClient, store: Store, title: str) -> str:
    answer = site.get(f"/stories/{story(store, title)}")
    assert answer.status_code == 200
    assert len(answer.content) < MOST_BYTES
    return answer.text


def matrix(text: str) -> Cells:
    cells = Cells()
    cells.feed(text)
    return cells


def test_outlets_stand_side_by_side_with_reprints_under_what_they_copy(
    site: TestClient, store: Store
) -> None:
    cells = matrix(page(site, store, "dockers in Gdynia"))
    head = cells.rows[0]
    assert [cell.split(" 1 report")[0] for cell in head] == [
        "happening",
        "Harbour Wire",
        "Evening Post",
        "Northern Tribune",
    ]
    assert "reprints: Baltic Courier" in head[1]
    assert "reprints" not in head[2]


def test_each_cell_tells_how_the_outlet_tells_it(site: TestClient, store: Store) -> None:
    cells = matrix(page(site, store, "dockers in Gdynia"))
    attack = next(row for row in cells.rows if row[0].startswith("Riot police attack"))
    assert "alleged on the word of dockers' union" in attack[1]
    assert "alleged on the word of Piotr Lis" in attack[2]
    assert "denied" in attack[3]
    assert "on the word of Jan Sobol" in attack[3]
    pelted = next(row for row in cells.rows if row[0].startswith("officers had been pelted"))
    assert [cell.split()[0] for cell in pelted[2:]] == ["silent", "silent"]


def test_the_matrix_is_a_table_that_can_be_read_aloud_and_scrolled(site: TestClient, store: Store) -> None:
    text = page(site, store, "dockers in Gdynia")
    cells = matrix(text)
    assert set(cells.scopes) == {"col", "row"}
    assert {len(row) for row in cells.rows} == {4}
    assert re.search(r'role="region" aria-labelledby="matrix-caption" tabindex="0"', text)
    assert '<caption id="matrix-caption">' in text


def test_a_cell_leads_to_the_words(site: TestClient, store: Store) -> None:
    told = find_tellings(store, story(store, "dockers in Gdynia"))
    text = page(site, store, "dockers in Gdynia")
    denial = next(account for account in told.rows[0].cells[2] if account.label == "denied")
    words = denial.words
    address = f"/reports/{words.report.key}?at={words.start}-{words.end}#at"
    assert f'<a href="{address}"><span class="label denied"' in text
    assert site.get(address).status_code == 200


def test_a_filter_chooses_happenings_and_makes_no_outlet_silent(store: Store) -> None:
    id = story(store, "dockers in Gdynia")
    whole, denied = find_tellings(store, id), find_tellings(store, id, Wanted(label="denied"))
    assert len(denied.rows) < len(whole.rows)
    assert denied.rows[0].cells == whole.rows[0].cells


def test_every_account_stands_in_a_cell_or_is_a_copy_of_one_that_does(store: Store) -> None:
    for row in find_stories(store):
        for telling in find_tellings(store, row.id).rows:
            accounts = find_happening(store, telling.happening.id).accounts
            shown = {account.words for cell in telling.cells for account in cell}
            left_out = [account for account in accounts if account.words not in shown]
            assert all(account.copied_from is not None for account in left_out)


def test_what_one_report_alone_tells_stands_apart(site: TestClient, store: Store) -> None:
    text = page(site, store, "Farmers block roads")
    assert "4 happenings that one report alone tells of" in text
    assert "Karol Lis" in text.split('<details class="once">')[1].split("</details>")[0]


def test_days_follow_one_another_and_unknown_ones_come_last(site: TestClient, store: Store) -> None:
    text = page(site, store, "dockers in Gdynia").split('<ol class="days">')[1].split("</ol>")[0]
    days = re.findall(r'<time datetime="([^"]+)"', text)
    assert days
    assert days == sorted(days)
    assert "Day unknown" not in text or text.rindex("Day unknown") > text.rindex("<time")


def test_the_map_shows_the_places_and_the_list_names_them(site: TestClient, store: Store) -> None:
    text = page(site, store, "Farmers block roads")
    drawn = text.split('<svg class="map"')[1].split("</svg>")[0]
    assert drawn.count("<circle") == 1
    assert "<title>1 Kraków</title>" in drawn
    assert 'class="land"' in drawn
    assert "<b>Kraków</b>" in text.split('<ol class="places">')[1]


def test_a_story_without_a_known_place_has_no_map(site: TestClient, store: Store) -> None:
    assert "<svg" not in page(site, store, "toll")


def test_words_left_out_are_marked_and_said(site: TestClient, store: Store) -> None:
    text = page(site, store, "dockers in Gdynia")
    assert "They hit us without a warning" in text
    assert re.search(
        r'<del><span class="unseen">left out: </span>and then they used gas<span class="unseen">; </span></del>',
        text,
    )
    assert "utterances word for word in several reports" in text


def test_hostile_words_are_shown_and_do_nothing(site: TestClient, store: Store) -> None:
    text = page(site, store, "toll")
    assert "\u202e" not in text
    assert "\x1b" not in text
    assert "=Ou&lt;U+202E&gt;tlet&lt;U+001B&gt;[0m" in text
    assert not re.search(r"\sstyle=|\son\w+=", text)


def test_a_happening_says_who_counts_and_who_does_not(site: TestClient, store: Store) -> None:
    told = find_tellings(store, story(store, "dockers in Gdynia"))
    answer = find_happening(store, told.rows[0].happening.id)
    text = site.get(f"/happenings/{told.rows[0].happening.id}").text
    assert text.count('<div class="who">') == len(answer.sources.origins) > 0
    assert "<dt>reprint of Harbour Wire</dt>" in text
    assert "The same in 1 reprint:" in text
    accounts = text.split('id="accounts"')[1]
    assert accounts.count("<h3>") == len({one.words.report.key for one in answer.accounts}) - 1
