"""The measure of the site's speed: it walks a small site from kind to kind, and tells what is too slow or too heavy."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from evaluation import serve_speed
from evaluation.site_readers import FILES, PAGES, Answer, Known, kind_of
from onrecord.export.codec import JsonCodec
from onrecord.store import Store
from tests.conftest import Desk

KNOWN = Known(
    stories=["T01"],
    happenings=["H02"],
    people=[("P03", "Jan Sobol")],
    reports=["0f3a"],
    words=["0f3a?at=3-9"],
    outlets=["Courier"],
    places=["Gdansk"],
    searched=["dockers"],
    days=["2026-03-04"],
    saved=["S1"],
    last=7,
)


@pytest.mark.slow
@pytest.mark.weights
def test_a_small_site_is_walked_from_kind_to_kind(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # How fast this machine is, and what else it does, is no matter here.
    monkeypatch.setattr(serve_speed, "MOST_MS", 60_000.0)
    path = tmp_path / "small.db"
    shutil.copy(desk.path, path)
    with Store.open(path, codec=JsonCodec()) as store:
        store.save_search("Dockers", "search", {"q": "dockers"})
    given = ["--db", str(path), "--readers", "2", "--seconds", "8", "--json"]
    assert serve_speed.main(given) == 0, capsys.readouterr().err
    kinds = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert set(kinds) == {*PAGES, *FILES}
    assert all(0 < one["half_ms"] <= one["p95_ms"] <= one["longest_ms"] for one in kinds.values())
    # The page, with its style sheet and script.
    assert all(7 < kinds[name]["half_kb"] < 60 for name in ("stories", "report", "person"))
    assert kinds["stories"]["most_unpacked_kb"] > 4


def test_a_kind_that_is_slow_or_heavy_and_answers_that_are_errors_are_told() -> None:
    answers = [Answer("story", "/stories/T1", 200, 20.0, 9_000, 7_000, 40_000)] * 19
    answers += [Answer("story", "/stories/T2", 200, 900.0, 9_000, 7_000, 40_000)]
    assert serve_speed.failings(serve_speed.kinds_of(answers), answers) == []
    answers += [Answer("story", "/stories/T3", 200, 900.0, 9_000, 7_000, 40_000)] * 2
    answers += [Answer("report", "/reports/0f3a", 200, 20.0, 395_000, 7_000, 900_000)]
    answers += [Answer("file of a list", "/stories.csv", 200, 900.0, 900_000, 0, 900_000)]
    answers += [Answer("person", "/people/P1", 404, 5.0, 9_000, 7_000, 9_000)]
    kinds = serve_speed.kinds_of(answers)
    assert serve_speed.failings(kinds, answers) == [
        "story: over 300 ms to the first byte",
        "report: a page of over 400 KB",
        "/people/P1: status 404",
    ]


@pytest.mark.parametrize(
    "kind", [*PAGES, "style of a report", "file of a story", "file of a happening", "feed"]
)
def test_addresses_are_of_the_kind_that_they_are_made_for(kind: str) -> None:
    draw = random.Random(7)
    makes = {**PAGES, **FILES}
    for _ in range(20):
        found = kind_of(makes[kind](draw, KNOWN))
        assert found == (kind if kind != "style of a report" else None) or (
            kind.startswith("search") and found is None
        )


def test_the_same_seed_leads_the_same_way() -> None:
    ways = [[make(random.Random(7), KNOWN) for make in PAGES.values()] for _ in range(2)]
    assert ways[0] == ways[1]
