"""Agreement of two annotators, on gold made by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluation.agreement import compare, find_pairs, kappa, measure
from evaluation.metrics import Counts


def span(start: int, end: int) -> dict[str, int]:
    return {"start": start, "end": end}


def event(
    start: int, label: str, *chain: str, types: list[str | None] | None = None, also: int | None = None
) -> dict[str, Any]:
    found = {
        "anchor": span(start, start + 4),
        "factuality": label,
        "on_word_of": list(chain),
        "types": types,
    }
    return found | ({"also_anchors": [span(also, also + 4)]} if also is not None else {})


def gold(name: str, *events: dict[str, Any], mention: int = 0, text: str = "same") -> dict[str, Any]:
    entities = [{"name": name, "mentions": [span(mention, mention + 3)]}]
    return {"sha256": text, "entities": entities, "events": list(events)}


def test_events_are_one_where_anchors_overlap_also_later_ones() -> None:
    one = gold("Ann", event(10, "alleged", also=50), event(20, "denied"))
    other = gold("Ann", event(52, "alleged"), event(30, "denied"))
    assert compare(one, other)["events"] == Counts(1, 2, 2)


def test_an_event_is_taken_once() -> None:
    one = gold("Ann", event(10, "alleged"), event(12, "alleged"))
    other = gold("Ann", event(11, "alleged"))
    assert compare(one, other)["events"] == Counts(1, 2, 1)


def test_labels_chains_and_types_are_counted_over_what_both_have() -> None:
    one = gold(
        "Ann",
        event(10, "alleged", "Ann", types=["ASSAULT", "COERCE"]),
        event(20, "denied", "unnamed"),
        event(30, "asserted"),
    )
    other = gold(
        "Ann Lee",
        event(10, "alleged", "Ann Lee", types=["ASSAULT"]),
        event(20, "alleged", "unnamed", "Ann Lee", types=["COERCE"]),
    )
    found = compare(one, other)
    assert found["label"] == Counts(1, 2, 2)
    assert found["chain"] == Counts(1, 2, 2)  # two names for one mention
    assert found["type"] == Counts(1, 2, 2)


def test_names_without_a_mention_in_common_are_two_voices() -> None:
    one, other = gold("Ann", event(10, "alleged", "Ann")), gold("Lee", event(10, "alleged", "Lee"), mention=7)
    assert compare(one, other)["chain"] == Counts(0, 1, 1)


def test_kappa_takes_chance_away() -> None:
    assert kappa([("a", "a"), ("b", "b")]) == 1
    assert kappa([("a", "b"), ("b", "a")]) == -1
    assert kappa([("a", "a"), ("a", "a")]) == 1


def test_only_annotations_of_one_text_are_compared(tmp_path: Path) -> None:
    for name, one in {"a": gold("Ann"), "b": gold("Ann"), "c": gold("Ann", text="other")}.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(one), encoding="utf-8")
    assert len(find_pairs(tmp_path)) == 1


def test_the_two_annotators_agree_on_most_events_and_labels() -> None:
    counts, agreed = measure()
    assert counts["events"].f1 > 90
    assert counts["label"].right / counts["label"].gold == pytest.approx(0.94, abs=0.02)
    assert agreed > 0.9
