"""Relations found story by story: the same as with all records at hand, in any order, with few of them open at once."""

from __future__ import annotations

import gc
import json
import random
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from onrecord.desk.links import relations_json
from onrecord.export.codec import JsonCodec
from onrecord.export.relations import relations_to_json
from onrecord.model import Decisions, FiledRecord
from onrecord.relate import opened
from onrecord.relate.outlines import Outlines
from onrecord.relate.relations import Relating, relate
from onrecord.relate.spool import Spool
from onrecord.relate.views import View, views_of
from onrecord.relate.word_space import WordSpace
from onrecord.relate.words import Weights
from onrecord.store import Store
from tests.conftest import Desk

pytestmark = pytest.mark.weights


@pytest.fixture
def filed(desk: Desk) -> list[FiledRecord]:
    with Store.open(desk.path, codec=JsonCodec(), create=False, read_only=True) as store:
        return list(store.records())


@pytest.fixture(scope="module")
def space() -> WordSpace:
    return WordSpace.load()


def in_any_order(items: list[dict[str, Any]]) -> list[str]:
    """Return items as a store keeps them, which puts them in the order of its lists."""
    return sorted(json.dumps(item, sort_keys=True) for item in items)


def test_records_in_memory_and_in_a_store_give_the_same(
    desk: Desk, filed: list[FiledRecord], space: WordSpace
) -> None:
    with Store.open(desk.path, codec=JsonCodec(), create=False, read_only=True) as store:
        kept = relations_json(store)
    told = relations_to_json(relate(filed, space=space), {one.key: one.record for one in filed})
    assert kept.pop("schema") == told.pop("schema")
    assert {part: in_any_order(items) for part, items in kept.items()} == {
        part: in_any_order(items) for part, items in told.items()
    }
    assert kept["happenings"]


def test_any_order_of_arrival_gives_the_same(filed: list[FiledRecord], space: WordSpace) -> None:
    told = relate(filed, space=space)
    for seed in range(3):
        random.Random(seed).shuffle(filed)
        assert relate(iter(filed), space=space) == told


def test_of_a_key_that_comes_twice_the_later_record_counts(
    filed: list[FiledRecord], space: WordSpace
) -> None:
    first, second, *_ = filed
    assert relate([FiledRecord(first.key, second.record), *filed], space=space) == relate(filed, space=space)


def test_few_reports_are_open_at_once_and_it_changes_nothing(
    filed: list[FiledRecord], space: WordSpace, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = relate(filed, space=space)
    monkeypatch.setattr(opened, "_KEPT_OPEN", 2)
    monkeypatch.setattr(opened, "_MOST_OPEN", 2)
    assert relate(filed, space=space) == told
    with Relating(filed, space=space) as relating:
        for _ in relating.items():
            assert relating.views.most_open <= 2
        assert relating.views.n_opened > len(filed)


def test_reports_are_let_go_when_others_are_opened(
    filed: list[FiledRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened, "_KEPT_OPEN", 2)
    with Spool() as laid_aside:
        views = opened.OpenedViews(Outlines.of(filed, laid_aside))
        seen = [weakref.ref(view) for view in views]
        gc.collect()
        assert sum(ref() is not None for ref in seen) <= 2
        assert len(seen) == len(filed) > 2


def test_records_are_gone_through_once_and_none_is_held(filed: list[FiledRecord], space: WordSpace) -> None:
    held: list[weakref.ref[FiledRecord]] = []

    class Watched(FiledRecord):
        __slots__ = ("__weakref__",)

    def passing() -> Iterator[FiledRecord]:
        for one in filed:
            watched = Watched(one.key, one.record)
            held.append(weakref.ref(watched))
            yield watched
            del watched
            assert sum(ref() is not None for ref in held) <= 1

    with Relating(passing(), space=space) as relating:
        assert len(relating.keys) == len(filed) == len(held)


def test_outlines_hold_what_the_reports_hold(filed: list[FiledRecord]) -> None:
    views = views_of(filed)
    with Spool() as laid_aside:
        outlines = Outlines.of(iter(filed), laid_aside)
        assert outlines.keys == tuple(view.key for view in views)
        assert outlines.weights == Weights.of(view.words for view in views)
        assert outlines.claim_weights == Weights.of(view.claim_words for view in views)
        for index, view in enumerate(views):
            words = [outlines.words[number] for number in outlines.numbers[index].tolist()]
            assert dict(zip(words, outlines.counts[index].tolist(), strict=True)) == view.words
            names = {word for word, is_name in zip(words, outlines.as_name[index], strict=True) if is_name}
            assert names == view.names & set(view.words)
            assert outlines.n_tokens[index] == len(view.tokens)
            opened_again = outlines.view(index)
            assert opened_again == View(view.key, view.record, view.spelt)


def test_names_spelt_in_two_ways_go_under_one_in_outlines(filed: list[FiledRecord]) -> None:
    with Spool() as laid_aside:
        outlines = Outlines.of(filed, laid_aside)
        assert outlines.spelt == dict(views_of(filed)[0].spelt)
        assert outlines.spelt


def test_what_people_decided_holds_story_by_story(filed: list[FiledRecord], space: WordSpace) -> None:
    keys = [one.key for one in filed]
    decisions = Decisions(alone=(keys[0],), together=((keys[1], keys[-1]),), no_reprints=tuple(keys))
    found = relate(filed, decisions=decisions, space=space)
    assert (keys[0],) in [story.reports for story in found.stories]
    assert any({keys[1], keys[-1]} <= set(story.reports) for story in found.stories)
    assert not found.reprints
