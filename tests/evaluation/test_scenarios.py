"""Scenarios put into a store, related and scored: what is found holds, and the scores count what they say."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from evaluation.scenarios import QUARRY, relate_folder, score, stories_b3
from onrecord.pipeline import Recorder

SHARED = Path(__file__).parents[3] / "shared" / "specimens"

FLOORS = {
    "quarry": {
        "reprint pairs": 4,
        "origin of reprints": 3,
        "accounts": 50,
        "happenings of several reports": 10,
        "independent count exact": 3,
        "independent count within one": 5,
        "left out with a reason": 12,
        "contradictions": 5,
        "their kind": 5,
        "quote pairs": 20,
    },
    "ferry": {
        "reprint pairs": 7,
        "origin of reprints": 4,
        "accounts": 83,
        "happenings of several reports": 13,
        "independent count exact": 6,
        "independent count within one": 8,
        "left out with a reason": 20,
        "contradictions": 9,
        "their kind": 9,
        "quote pairs": 22,
    },
}
"""How many must be right, at the least."""

ferry = pytest.param(
    SHARED / "ferry",
    marks=[
        pytest.mark.shared,
        pytest.mark.skipif(not SHARED.is_dir(), reason="the specimens are not beside the checkout"),
    ],
    id="ferry",
)


@pytest.fixture(scope="module")
def relations(recorder: Recorder) -> dict[str, dict[str, Any]]:
    """Return relations by the name of the scenario, as they are asked for."""

    class Related(dict[str, dict[str, Any]]):
        def __missing__(self, folder: str) -> dict[str, Any]:
            self[folder] = relate_folder(Path(folder), recorder)
            return self[folder]

    return Related()


@pytest.mark.slow
@pytest.mark.weights
@pytest.mark.parametrize("folder", [pytest.param(QUARRY, id="quarry"), ferry])
class TestScenarios:
    def test_what_a_careful_reader_finds_is_found(
        self, folder: Path, relations: dict[str, dict[str, Any]]
    ) -> None:
        found = score(folder, relations[str(folder)])
        behind = {
            name: (found[name].right, least)
            for name, least in FLOORS[folder.name].items()
            if found[name].right < least
        }
        assert behind == {}
        assert found["contradictions not in gold (fewer is better)"].right <= 2
        assert found["reprint pairs"].precision == 100
        assert found["accounts"].precision >= 94
        assert stories_b3(folder, relations[str(folder)]) == 100

    def test_every_passage_is_where_it_says(
        self, folder: Path, relations: dict[str, dict[str, Any]], recorder: Recorder
    ) -> None:
        from onrecord.ingest import IngestOptions, document_of, read_manifest

        texts = {}
        for entry in read_manifest(str(folder / "manifest.json"), options=IngestOptions()):
            assert not isinstance(entry, Exception)
            document = document_of(entry.capture, options=entry.options)
            texts[document.input] = document.text
        own = relations[str(folder)]
        text_of = {report["id"]: texts[report["input"]] for report in own["reports"]}
        passages = [
            (account["report"], account["start"], account["end"], account["quote"])
            for happening in own["happenings"]
            for account in happening["accounts"]
        ] + [
            (variant["report"], variant["start"], variant["end"], variant["text"])
            for quote in own["quotes"]
            for variant in quote["variants"]
        ]
        assert passages
        assert all(text_of[report][start:end] == words for report, start, end, words in passages)

    def test_relations_that_say_what_the_gold_says_are_right_in_everything(
        self, folder: Path, relations: dict[str, dict[str, Any]]
    ) -> None:
        gold = gold_as_relations(folder)
        for name, counts in score(folder, gold).items():
            wanted = 0 if name.startswith("contradictions not") else counts.gold
            assert (name, counts.right) == (name, wanted)
        assert stories_b3(folder, gold) == 100


def gold_as_relations(folder: Path) -> dict[str, Any]:
    """Return the gold of a scenario in the form of relations."""
    gold: dict[str, Any] = json.loads((folder / "gold.json").read_text("utf-8"))
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))["reports"]
    reports = [
        {"id": r["id"], "input": f"folder/{r['file']}" + (f"#{r['item']}" if r.get("item") else "")}
        for r in manifest
    ]
    return {**gold, "reports": reports}


@pytest.mark.slow
@pytest.mark.weights
@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the specimens are not beside the checkout")
def test_the_scores_are_those_of_the_scorer_that_comes_with_the_specimens(
    relations: dict[str, dict[str, Any]],
) -> None:
    spec = importlib.util.spec_from_file_location("score_scenario", SHARED / "score_scenario.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    for folder in (SHARED / "ferry", QUARRY):
        theirs, own = scorer.score(folder, relations[str(folder)]), score(folder, relations[str(folder)])
        accounts = theirs["accounts linked to the right happening"]
        assert (own["accounts"].right, own["accounts"].found) == (accounts["tp"], accounts["predicted"])
        quotes = theirs["quote pairs"]
        assert (own["quote pairs"].right, own["quote pairs"].gold) == (quotes["tp"], quotes["gold"])
        for name, measure in {
            "happenings of several reports": "happenings of several reports found",
            "independent count exact": "independent count exact",
            "independent count within one": "independent count within one",
            "left out with a reason": "reports left out with a reason",
            "contradictions": "contradictions found",
            "their kind": "contradiction kind right",
        }.items():
            assert (name, own[name].right, own[name].gold) == (name, *theirs[measure])
