"""Lists and pages as files."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from onrecord import cli
from onrecord.desk.questions import find_entities, find_stories, timeline
from onrecord.explore.pages import take_out
from onrecord.store import Store
from tests.conftest import Desk

pytestmark = pytest.mark.weights


def asked(desk: Desk, *arguments: str) -> str:
    result = CliRunner().invoke(cli.app, [*arguments, "--db", str(desk.path)])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def ids(store: Store) -> dict[str, str]:
    """Ids that the store knows."""
    story = next(row.id for row in find_stories(store) if "Riot police" in row.title)
    happening = next(row.id for row in timeline(store) if "Riot police attack" in row.title)
    return {"story": story, "happening": happening, "person": str(find_entities(store, "kaminska")[0].id)}


LISTS = [
    ("/stories", "", ("stories",)),
    ("/timeline", "?several=false", ("timeline",)),
    ("/timeline", "", ("timeline", "--several")),
    ("/disputes", "", ("disputes",)),
    ("/search", "?q=police", ("search", "police")),
    ("/stories", "?place=krak", ("stories", "--place", "krak")),
]


@pytest.mark.parametrize(("address", "query", "command"), LISTS)
def test_a_list_is_that_of_the_command_line(
    site: TestClient, desk: Desk, address: str, query: str, command: tuple[str, ...]
) -> None:
    table = site.get(f"{address}.csv{query}")
    assert table.headers["content-type"].startswith("text/csv")
    assert table.text.replace("\r\n", "\n") == asked(desk, *command, "-f", "csv").replace("\r\n", "\n")
    told, expected = (
        site.get(f"{address}.json{query}").json(),
        json.loads(asked(desk, *command, "-f", "json")),
    )
    for name in ("schema", "counted", "left_out", "answer"):
        assert told[name] == expected[name]
    lines = [json.loads(line) for line in site.get(f"{address}.jsonl{query}").text.splitlines()]
    assert lines == expected["answer"]


def test_a_page_of_several_tables_has_a_file_for_each(
    site: TestClient, desk: Desk, ids: dict[str, str]
) -> None:
    address = f"/stories/{ids['story']}"
    reports = list(csv.DictReader(io.StringIO(site.get(f"{address}.csv").text, newline="")))
    assert {row["report"] for row in reports} >= {desk.keys["wire.txt"], desk.keys["courier.txt"]}
    for table, column in (
        ("happenings", "first_words"),
        ("contradictions", "voices"),
        ("quotations", "change"),
    ):
        assert column in site.get(f"{address}.{table}.csv").text.splitlines()[0]
    for table, column in (("sources", "counted"), ("contradictions", "voices")):
        assert column in site.get(f"/happenings/{ids['happening']}.{table}.csv").text.splitlines()[0]
    for table, column in (("statements", "utterance"), ("events", "anchor"), ("accusations", "side")):
        assert column in site.get(f"/people/{ids['person']}.{table}.csv").text.splitlines()[0]
    assert site.get(f"{address}.nothing.csv").status_code == 404
    assert site.get(f"{address}.happenings.json").status_code == 404


def test_accusations_are_a_line_for_each_voice(site: TestClient, ids: dict[str, str], store: Store) -> None:
    address = f"/people/{ids['person']}"
    (line,) = csv.DictReader(io.StringIO(site.get(f"{address}.accusations.csv").text, newline=""))
    assert (line["side"], line["voice"], line["own"]) == ("accuses", "Jan Sobol", "false")
    assert line["text"] == "He accused the union leader Zofia Kamińska of spreading lies."
    (row,) = site.get(f"{address}.json").json()["answer"][0]["accused_of"]
    assert row["happening"]["id"] == line["happening"]
    assert [one["voice"] for one in row["accused_by"]] == ["Jan Sobol"]
    lines = [json.loads(one) for one in site.get(f"{address}.jsonl").text.splitlines()]
    assert [one["happening"]["id"] for one in lines if one["part"] == "accused_of"] == [line["happening"]]


def test_lines_of_a_page_name_their_part(site: TestClient, ids: dict[str, str]) -> None:
    lines = [json.loads(line) for line in site.get(f"/stories/{ids['story']}.jsonl").text.splitlines()]
    assert [line["part"] for line in lines if line["part"] == "story"] == ["story"]
    assert {line["part"] for line in lines} >= {"reports", "happenings", "contradictions"}


def test_happenings_with_a_place_are_points(site: TestClient, ids: dict[str, str], store: Store) -> None:
    answer = site.get(f"/stories/{ids['story']}.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    collection = answer.json()
    placed = [row for row in timeline(store) if row.story == ids["story"] and row.geonames]
    assert len(collection["features"]) == len(placed) > 0
    gdynia = next(one for one in collection["features"] if one["id"] == ids["happening"])
    longitude, latitude = gdynia["geometry"]["coordinates"]
    assert (round(longitude, 1), round(latitude, 1)) == (18.5, 54.5)
    assert gdynia["properties"]["text"]
    total, without = collection["onrecord"]["total"], collection["onrecord"]["without_point"]
    assert total + without == len(site.get(f"/stories/{ids['story']}.json").json()["answer"]["happenings"])


def test_what_has_no_place_has_no_map(site: TestClient, ids: dict[str, str]) -> None:
    for address in ("/stories", "/disputes", f"/people/{ids['person']}"):
        assert site.get(f"{address}.geojson").status_code == 404
    assert site.get("/stories.exe").status_code == 404


def test_a_list_that_is_cut_says_so(site: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = site.get("/stories.csv")
    assert whole.headers[take_out.LEFT_OUT] == "0"
    monkeypatch.setattr(take_out, "MOST_ROWS", 2)
    cut = site.get("/stories.csv")
    assert cut.headers[take_out.LEFT_OUT] == "1"
    assert "stories-first-2.csv" in cut.headers["content-disposition"]
    assert site.get("/stories.json").json()["left_out"] == 1


def test_a_filter_that_means_nothing_gives_no_file(site: TestClient) -> None:
    assert site.get("/stories.csv?since=yesterday").status_code == 400


def test_pages_lead_to_their_files(site: TestClient, ids: dict[str, str]) -> None:
    text = site.get("/stories?place=krak").text
    assert 'href="/stories.csv?place=krak"' in text
    text = site.get(f"/stories/{ids['story']}").text
    for ending in (".csv", ".happenings.csv", ".json", ".jsonl", ".geojson", "/report.html"):
        assert f'href="/stories/{ids["story"]}{ending}"' in text
    assert 'href="/search.csv?q=police"' in site.get("/search?q=police").text
    assert 'href="/timeline.geojson?several=false"' in site.get("/timeline?several=false").text


class TestPageForColleagues:
    def test_it_needs_nothing_of_the_site(self, site: TestClient, ids: dict[str, str]) -> None:
        answer = site.get(f"/stories/{ids['story']}/report.html")
        assert answer.status_code == 200
        assert not re.search(r"<script|<link|<img|<form|\ssrc=|\son\w+=|\sstyle=", answer.text)
        assert all(one.startswith("https://") for one in re.findall(r'href="([^"]*)"', answer.text))
        assert "style-src 'sha256-" in answer.headers["content-security-policy"]
        assert "style-src &#39;sha256-" in answer.text

    def test_every_line_has_a_receipt(
        self, site: TestClient, ids: dict[str, str], store: Store, desk: Desk
    ) -> None:
        text = site.get(f"/stories/{ids['story']}/report.html").text
        receipts = re.findall(r"<code>(\w+):(\d+)-(\d+)</code>", text)
        assert len(receipts) == text.count("<blockquote>") > 0
        assert {key for key, _, _ in receipts} <= set(desk.keys.values())

    def test_what_a_report_says_stays_text(self, site: TestClient, store: Store) -> None:
        story = next(row.id for row in find_stories(store) if "HYPERLINK" in row.title)
        text = site.get(f"/stories/{story}/report.html").text
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "&lt;U+202E&gt;" in text
