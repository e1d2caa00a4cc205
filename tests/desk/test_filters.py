"""Answers under a filter are part of those without, and each line leads to words of a report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from onrecord.desk.answers import Words
from onrecord.desk.questions import (
    disputes,
    find_happening,
    find_stories,
    find_story,
    said,
    search,
    timeline,
    who,
)
from onrecord.desk.wanted import Wanted
from onrecord.store import Store
from tests.desk.asked import attack, story_of

pytestmark = pytest.mark.weights


def words_in(value: object) -> Iterator[Words]:
    """Yield every stretch of words in an answer."""
    if isinstance(value, Words):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from words_in(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from words_in(getattr(value, field.name))


_ANSWERED: dict[Wanted, dict[str, set[object]]] = {}


def everything(store: Store, wanted: Wanted) -> dict[str, set[object]]:
    """Return what each question gives under a filter, by what tells the rows apart; asked once."""
    if wanted not in _ANSWERED:
        _ANSWERED[wanted] = _everything(store, wanted)
    return _ANSWERED[wanted]


def _everything(store: Store, wanted: Wanted) -> dict[str, set[object]]:
    happening, story = attack(store), story_of(store, "Riot police")
    within = find_story(store, story, wanted)
    return {
        "stories": {row.id for row in find_stories(store, wanted)},
        "reports": {row.key for row in within.reports},
        "happenings": {row.id for row in within.happenings},
        "lineages": {row.id for row in within.lineages},
        "accounts": {one.words for one in find_happening(store, happening, wanted).accounts},
        "timeline": {row.id for row in timeline(store, wanted)},
        "hits": {hit.snippet.report.key for hit in search(store, "police", wanted)},
        "contradictions": {(row.happening, row.field) for row in disputes(store, wanted)},
        "said": {(row.report, row.id) for one in said(store, "Sobol", wanted) for row in one.statements},
        "events": {(row.words, row.id) for one in who(store, "Sobol", wanted) for row in one.as_actor},
    }


CHOICES = {
    "since": ["2026-03-03", "2026-03-04", "2026-03-18"],
    "until": ["2026-03-18", "2026-04-05"],
    "outlet": ["Evening Post", "NORTHERN TRIBUNE", "nobody"],
    "person": ["Kaminska", "Jan Sobol", "dockers", "nobody"],
    "place": ["gdynia", "Kraków", "nowhere"],
    "type": ["ASSAULT", "uncoded", "ACCUSE"],
    "label": ["denied", "alleged", "asserted"],
}


@example(asked={"person": "Jan Sobol", "label": "denied"})
@given(
    asked=st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(values) for name, values in CHOICES.items()}
    )
)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_filter_never_gives_more(store: Store, asked: dict[str, str]) -> None:
    every, between, some = (
        everything(store, Wanted(**dict(list(asked.items())[:number]))) for number in (0, 1, len(asked))
    )
    for name, found in some.items():
        assert found <= between[name] <= every[name], name


def test_every_line_of_an_answer_leads_to_words_of_a_report(store: Store) -> None:
    rows = find_stories(store)
    stories = tuple(find_story(store, row.id) for row in rows)
    happenings = tuple(find_happening(store, row.id) for row in timeline(store))
    people = tuple(one for name in ("Kaminska", "Sobol", "Zaremba", "police") for one in who(store, name))
    found = set(
        words_in((stories, happenings, people, disputes(store), timeline(store), search(store, "on")))
    )
    assert len(found) > 30
    texts = {filed.key: filed.record.report.text for filed in store.records()}
    for words in found:
        assert texts[words.report.key][words.start : words.end] == words.text
