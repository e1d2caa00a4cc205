"""What programs are answered."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest
from fastapi.testclient import TestClient

from onrecord.desk import Wanted
from onrecord.desk.answer_json import plain
from onrecord.desk.questions import disputes, find_stories, find_story, timeline
from onrecord.errors import StoreLocked
from onrecord.explore.app import make_app
from onrecord.export.codec import JsonCodec
from onrecord.store import Store
from tests.conftest import Desk

pytestmark = pytest.mark.weights

API = "/api/v1"


def got(site: TestClient, address: str) -> Any:
    answer = site.get(f"{API}{address}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def problem(site: TestClient, address: str, status: int) -> dict[str, str]:
    answer = site.get(f"{API}{address}")
    assert answer.status_code == status, answer.text
    told = answer.json()
    assert sorted(told) == ["remedy", "what", "where"]
    assert all(told.values())
    assert "Traceback" not in answer.text
    return dict(told)


def as_read(value: object) -> Any:
    return json.loads(json.dumps(plain(value)))


class TestAnswers:
    def test_they_are_those_of_the_desk(self, site: TestClient, store: Store) -> None:
        assert got(site, "/stories")["rows"] == as_read(find_stories(store))
        assert got(site, "/timeline")["rows"] == as_read(timeline(store))
        assert got(site, "/disputes")["rows"] == as_read(disputes(store))
        story = find_stories(store)[0].id
        assert got(site, f"/stories/{story}") == as_read(find_story(store, story))

    def test_a_filter_is_that_of_the_command_line(self, site: TestClient, store: Store) -> None:
        rows = got(site, "/stories?place=krak&label=asserted")["rows"]
        assert rows == as_read(find_stories(store, Wanted(place="krak", label="asserted")))
        assert len(rows) == 1
        assert got(site, "/stories?until=1999-12-31")["rows"] == []

    def test_pages_of_a_list_are_the_list(self, site: TestClient) -> None:
        whole = got(site, "/timeline")
        rows: list[Any] = []
        while True:
            page = got(site, f"/timeline?limit=4&skip={len(rows)}")
            rows += page["rows"]
            if page["is_whole"]:
                break
        assert rows == whole["rows"]
        assert page["total"] == whole["total"] == len(rows)

    def test_people_lead_to_what_they_said(self, site: TestClient) -> None:
        found = got(site, "/people?name=kaminska")
        assert found["total"] == len(found["rows"]) == 1
        person = got(site, f"/people/{found['rows'][0]['id']}?limit=1")
        assert person["entity"] == found["rows"][0]
        assert len(person["statements"]["rows"]) == 1
        assert not person["statements"]["is_whole"]
        (accusation,) = person["accused_of"]["rows"]
        assert [one["voice"] for one in accusation["accused_by"]] == ["Jan Sobol"]
        assert person["accused_of"]["is_whole"]

    def test_a_report_is_its_record(self, site: TestClient, store: Store, desk: Desk) -> None:
        key = desk.keys["wire.txt"]
        record = got(site, f"/reports/{key}")
        assert json.dumps(record) == json.dumps(json.loads(JsonCodec().encode(store.record(key).record)))
        relations = got(site, f"/reports/{key}/relations")
        assert [one["id"] for one in relations["reports"]] == [key]
        assert all(key in one["reports"] for one in relations["stories"])

    def test_counts_say_of_what_state_they_are(self, site: TestClient, store: Store) -> None:
        counts = got(site, "/counts")
        assert counts["store"] == asdict(store.counts())
        assert counts["state"]["fresh"] is True
        assert counts["relations"]["stories"] == len(find_stories(store))


class TestProblems:
    @pytest.mark.parametrize("kind", ["stories", "happenings", "people", "reports"])
    def test_what_is_not_there(self, site: TestClient, kind: str) -> None:
        told = problem(site, f"/{kind}/zzzz", 404)
        assert told["where"] == f"{API}/{kind}/zzzz"

    @pytest.mark.parametrize(
        ("query", "where"),
        [
            ("since=2026-99-99", "query since"),
            ("since=2026-02-01&until=2026-01-01", "query since"),
            ("type=nothing", "query type"),
            ("label=nothing", "query label"),
        ],
    )
    def test_what_cannot_be_understood(self, site: TestClient, query: str, where: str) -> None:
        assert problem(site, f"/stories?{query}", 400)["where"] == where

    @pytest.mark.parametrize(
        ("query", "where"),
        [
            ("limit=0", "query limit"),
            ("limit=501", "query limit"),
            ("limit=many", "query limit"),
            ("skip=-1", "query skip"),
            ("publised=2026-01-01", "query publised"),
            ("label=", "query label"),
            ("type=", "query type"),
            ("place=", "query place"),
            (f"person={'x' * 201}", "query person"),
        ],
    )
    def test_what_is_out_of_bounds_or_unknown(self, site: TestClient, query: str, where: str) -> None:
        assert problem(site, f"/stories?{query}", 422)["where"] == where

    def test_a_name_or_a_search_must_be_given(self, site: TestClient) -> None:
        assert problem(site, "/people", 422)["where"] == "query name"
        assert problem(site, "/search", 422)["where"] == "query q"
        problem(site, "/people?name=!!", 400)

    def test_the_path_of_the_store_is_not_told(self, site: TestClient, store: Store) -> None:
        for address in ("/stories/zz", "/reports/zz", "/people?name=!!", "/search?q=-"):
            assert str(store.where) not in site.get(f"{API}{address}").text

    def test_a_locked_store_is_no_fault_of_the_question(
        self, site: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def locked(*_: object, **__: object) -> None:
            raise StoreLocked(what="it is locked", where="/home/somebody/desk.db", remedy="try again")

        monkeypatch.setattr(Store, "counts", locked)
        monkeypatch.setattr(Store, "relations_state", locked)
        told = problem(site, "/counts", 503)
        assert told == {"what": "it is locked", "where": f"{API}/counts", "remedy": "try again"}
        assert site.get("/stories").status_code == 503

    def test_a_fault_of_the_program_is_told_without_its_inside(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object, **__: object) -> None:
            raise RuntimeError("the inside")

        monkeypatch.setattr(Store, "counts", broken)
        app = make_app(store)
        with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
            for address in (f"{API}/counts", "/"):
                answer = client.get(address)
                assert answer.status_code == 500
                assert "inside" not in answer.text
                assert "default-src 'none'" in answer.headers["content-security-policy"]


class TestDescription:
    def test_every_field_of_a_row_has_a_meaning(self, site: TestClient) -> None:
        parts = got(site, "/openapi.json")["components"]["schemas"]
        assert parts["StoryRow"]["properties"]["n_origins"]["description"].startswith("the most independent")
        assert parts["HappeningRow"]["properties"]["first"]["description"]

    def test_the_page_names_every_address_and_parameter(self, site: TestClient) -> None:
        schema = got(site, "/openapi.json")
        text = site.get("/api/docs").text
        for path, methods in schema["paths"].items():
            assert f"GET {path}</code>" in text
            for one in methods["get"].get("parameters", ()):
                assert f"<code>{one['name']}</code>" in text
        assert "curl &#39;http://127.0.0.1:8321/api/v1/stories?limit=5&#39;" in text

    def test_the_examples_of_the_page_are_answered(self, site: TestClient) -> None:
        assert got(site, "/stories?limit=5")["limit"] == 5
        assert got(site, "/search?q=police&limit=5")["rows"]
