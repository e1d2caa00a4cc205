"""What came to a list since a report arrived."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.desk import arrivals, refresh
from onrecord.desk.arrivals import QUESTIONS, Asking, NewRow, find_new, new_searched
from onrecord.desk.questions import disputes, find_stories, search, timeline
from onrecord.errors import InputError, QueryError
from onrecord.export.codec import JsonCodec
from onrecord.pipeline import Recorder
from onrecord.store import Store
from tests.conftest import Desk
from tests.desk.told_reports import LATER, add_reports

pytestmark = pytest.mark.weights

POST, TRIBUNE, LAST = 3, 4, 7
"""Numbers of reports of the desk in order of arrival: before the denial, the denial, the last."""


@pytest.fixture
def store(desk: Desk) -> Iterator[Store]:
    with Store.open(desk.path, codec=JsonCodec(), create=False, read_only=True) as store:
        yield store


def told(store: Store, question: str, after: int, **asked: str) -> list[NewRow]:
    return list(find_new(store, Asking.of(question, asked), after=after))


def test_everything_is_new_to_who_saw_nothing(store: Store) -> None:
    lists = {
        "stories": {row.id for row in find_stories(store)},
        "timeline": {row.id for row in timeline(store, several=True)},
        "disputes": {row.happening for row in disputes(store)},
        "search": {row.snippet.report.key for row in search(store, "police")},
    }
    for question in QUESTIONS:
        asked = {"q": "police"} if question == "search" else {}
        rows = told(store, question, 0, **asked)
        assert {row.id for row in rows} == lists[question], question
        assert all(row.is_new for row in rows), question


def test_nothing_is_new_to_who_saw_everything(store: Store) -> None:
    assert store.last_related() == LAST
    for question in QUESTIONS:
        assert told(store, question, LAST, **({"q": "police"} if question == "search" else {})) == []


def test_a_known_story_with_a_new_report_is_told_apart_from_a_new_one(store: Store, desk: Desk) -> None:
    rows = {row.title: row for row in told(store, "stories", POST)}
    grown = [row for row in rows.values() if not row.is_new]
    assert [(row.told, row.newest.key) for row in grown] == [("1 new report", desk.keys["tribune.txt"])]
    assert rows["Farmers block roads around Kraków"].told == "new story"


def test_a_contradiction_is_new_where_one_side_had_no_words_before(store: Store) -> None:
    before = told(store, "disputes", TRIBUNE)
    since_denial = told(store, "disputes", POST)
    assert before == []
    assert since_denial
    assert all(row.is_new for row in since_denial)


def test_only_reports_that_fit_make_news(store: Store) -> None:
    assert [row.title for row in told(store, "stories", POST, outlet="baltic courier")] == [
        "Farmers block roads around Kraków"
    ]
    assert told(store, "stories", POST, outlet="Harbour Wire") == []
    assert [row.told for row in told(store, "stories", 1, person="sobol")] == ["1 new report"]
    assert told(store, "timeline", POST, since="2026-03-20", several="false") != told(
        store, "timeline", POST, several="false"
    )


def test_what_is_looked_at_may_be_cut_and_that_is_said(store: Store) -> None:
    whole = find_new(store, Asking("stories"), after=0, most=50)
    cut = find_new(store, Asking("stories"), after=0, most=1)
    assert whole.is_whole
    assert not cut.is_whole
    assert [row.sequence for row in cut] == [LAST]
    assert len(find_new(store, Asking("search", query="said"), after=0, most=2)) <= 2


def test_asking_the_store_in_several_parts_gives_each_row_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {question: told(store, question, 0, q="police") for question in QUESTIONS}
    monkeypatch.setattr(arrivals, "_BATCH", 1)
    assert {question: told(store, question, 0, q="police") for question in QUESTIONS} == whole


def test_a_report_is_no_news_before_the_relations_are_of_it(
    desk: Desk, tmp_path: Path, recorder: Recorder
) -> None:
    path = tmp_path / "news.db"
    shutil.copy(desk.path, path)
    with Store.open(path, codec=JsonCodec()) as store:
        saved = store.save_search("Gdynia", "stories", {"person": "kamińska"})
    keys = add_reports(path, tmp_path, LATER, recorder)
    with Store.open(path, codec=JsonCodec()) as store:
        assert not new_searched(store, saved, after=saved.seen)
        refresh(store)
        (row,) = new_searched(store, saved, after=saved.seen)
        assert row.newest.key == keys["later.txt"]
        store.seen_search(saved.id, store.last_related())
        assert not new_searched(store, saved, after=store.saved_search(saved.id).seen)


def test_what_is_asked_is_kept_by_names_and_read_again() -> None:
    for asking in (
        Asking.of("search", {"q": '"riot police" -rain', "label": "denied"}),
        Asking.of("timeline", {"several": "false", "type": "assault"}),
        Asking.of("stories", {}),
    ):
        assert Asking.of(asking.question, asking.asked) == asking


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("people", {}),
        ("search", {}),
        ("search", {"q": "-rain"}),
        ("stories", {"since": "soon"}),
        ("stories", {"type": "x"}),
    ],
)
def test_what_cannot_be_understood_is_not_saved(question: str, asked: dict[str, str]) -> None:
    with pytest.raises((QueryError, InputError)):
        Asking.of(question, asked)
