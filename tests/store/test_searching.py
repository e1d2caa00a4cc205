"""Full-text search."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import QueryError
from onrecord.store import ReportFilter, Store
from onrecord.store.words import choose_snippet, find_matches, find_words, read_query
from tests.store.reports import MadeUp, made_up

TEXTS = {
    "zurich": "The mayor of Zürich said on Friday that the harbour's cranes stand still.",
    "rain": "Rain fell on the harbours of the north. Nobody was hurt, the state-owned line said.",
    "vote": "A vote of no confidence failed. The vote was close; no one resigned.",
    "site": "Write to desk@example.org or see www.example.org/news_2026 for more of the 1,200 names.",
}


@pytest.fixture
def told(store: Store) -> dict[str, MadeUp]:
    reports = {
        name: made_up(
            text, outlet="The Courier" if name < "s" else "The Ledger", published=f"2026-03-{day:02d}"
        )
        for day, (name, text) in enumerate(TEXTS.items(), start=1)
    }
    for report in reports.values():
        store.add(*report.parts)
    return reports


def found(store: Store, told: dict[str, MadeUp], query: str, **wanted: object) -> set[str]:
    by_key = {report.key: name for name, report in told.items()}
    hits = store.search(query, ReportFilter(**wanted))  # type: ignore[arg-type]
    assert len({hit.report.key for hit in hits}) == len(hits)
    return {by_key[hit.report.key] for hit in hits}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("zurich", {"zurich"}),
        ("ZÜRICH mayor", {"zurich"}),
        ("zurich rain", set()),
        ("harbour", {"zurich"}),
        ("harbour*", {"zurich", "rain"}),
        ('"no confidence"', {"vote"}),
        ("“no confidence”", {"vote"}),
        ('"confidence no"', set()),
        ('"vote of no confidence failed" -rain', {"vote"}),
        ("said -rain", {"zurich"}),
        ('said -"nobody was hurt"', {"zurich"}),
        ("the -said -of", set()),
        ("state-owned", {"rain"}),
        ("owned", {"rain"}),
        ("owned-state", set()),
        ("example", {"site"}),
        ("news_2026", {"site"}),
        ("1,200", {"site"}),
        ("harbour's", {"zurich"}),
        ('"no conf', set()),
        ("no conf*", {"vote"}),
        ("said NOT rain", set()),
        ("NEAR(said, rain)", set()),
        ("body:said", set()),
    ],
)
def test_words_phrases_and_what_is_left_out(
    store: Store, told: dict[str, MadeUp], query: str, names: set[str]
) -> None:
    assert found(store, told, query) == names


def test_a_filter_narrows_a_search_down(store: Store, told: dict[str, MadeUp]) -> None:
    assert found(store, told, "said", outlet="the courier") == {"rain"}
    assert found(store, told, "said", until="2026-03-01") == {"zurich"}
    assert found(store, told, "said", text="friday") == {"zurich"}
    assert found(store, told, "said", keys=frozenset({told["rain"].key})) == {"rain"}
    assert len(store.search("the", ReportFilter(limit=1))) == len(store.search("the", limit=1)) == 1


def test_a_search_among_very_many_keys(store: Store, told: dict[str, MadeUp]) -> None:
    many = frozenset(f"{number:016x}" for number in range(40_000))
    assert found(store, told, "said", keys=many) == set()
    assert found(store, told, "said", keys=many | {told["rain"].key, "\udcff"}) == {"rain"}
    assert [row.key for row in store.reports(ReportFilter(keys=many | {told["vote"].key}))] == [
        told["vote"].key
    ]


def test_what_fits_better_comes_first(store: Store) -> None:
    little = made_up("Ships wait off the coast, and nobody on the pier could say how long that is to last.")
    much = made_up("Ships wait. Ships leave. Ships come.")
    for report in (little, much):
        store.add(*report.parts)
    hits = store.search("ships")
    assert [hit.report.key for hit in hits] == [much.key, little.key]
    assert hits[0].score > hits[1].score


def test_matches_are_offsets_into_the_text(store: Store) -> None:
    text = "\U0001f6a2 Łódź\ud800 waits. " + "Nothing of note. " * 60 + "Late, lodz\0 and ŁÓDŹ wait on."
    report = made_up(text)
    store.add(*report.parts)
    (hit,) = store.search("łodz")
    assert [match.cut(text) for match in hit.matches] == ["Łódź", "ŁÓDŹ"]
    (hit,) = store.search('"wait on"')
    assert [match.cut(text) for match in hit.matches] == ["wait on"]
    assert hit.snippet.holds(hit.matches[0])
    assert hit.snippet_text.endswith("ŁÓDŹ wait on.")
    assert len(hit.snippet) < 240


def test_superseded_versions_are_left_out_unless_asked_for(store: Store) -> None:
    url = "https://example.org/1"
    old, new = made_up("The harbour is shut.", url=url), made_up("The harbour is open.", url=url)
    for report in (old, new):
        store.add(*report.parts)
    assert [hit.report.key for hit in store.search("harbour")] == [new.key]
    everything = store.search("harbour", ReportFilter(include_superseded=True))
    assert {hit.report.key for hit in everything} == {old.key, new.key}


@pytest.mark.parametrize("query", ["", "   ", "-rain", '-"rain" -snow', '""', "!!! ( ) * ^", "-", "\0\ud800"])
def test_a_search_for_nothing_is_told(store: Store, query: str) -> None:
    with pytest.raises(QueryError, match="asks for no word"):
        store.search(query)


def test_a_search_without_end_is_told(store: Store) -> None:
    with pytest.raises(QueryError, match="1000 are the limit"):
        store.search("harbour " * 200)


@pytest.mark.parametrize(
    "query",
    [
        "harbour'; DROP TABLE reports; --",
        'harbour" OR 1=1 --',
        "harbour AND",
        "OR harbour",
        "NOT harbour",
        "harbour NEAR/2",
        "{body} : harbour",
        "^harbour",
        "harbour + crane",
        "harbour & ! | <-> :*",
        "harbour\\",
        "harbour%",
        "harbour :asked",
        "harbour \0 crane",
        "harbour ' ''",
        '"" "harbour" ""',
        "(((((harbour",
        "h* a* r* b*",
        "ﬁ ² ª ß İ ı ſ harbour",
        " ".join(f"-w{number}" for number in range(160)) + " harbour",
        " ".join(f"a{number}" for number in range(200)),
    ],
)
def test_nothing_in_a_search_is_taken_for_an_operator(
    store: Store, told: dict[str, MadeUp], query: str
) -> None:
    store.search(query)
    list(store.reports(ReportFilter(text=query)))
    assert store.counts().reports == len(told)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=40))
def test_any_search_is_answered_or_refused(store: Store, query: str) -> None:
    try:
        store.search(query)
    except QueryError:
        assert not any(term.wanted for term in _terms(query))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(
        st.one_of(st.characters(categories=["L", "N", "M", "P", "Zs"]), st.characters()), max_size=60
    ),
    number=st.integers(0, 10**9),
)
def test_a_report_is_found_by_every_word_of_its_text(store: Store, text: str, number: int) -> None:
    report = made_up(f"{text} w{number}")
    store.add(*report.parts)
    for word in [*find_words(text)][:3]:
        asked = f'w{number} "{word.span.cut(text)}"'
        hits = store.search(asked, ReportFilter(keys=frozenset({report.key})))
        assert hits, asked
        assert word.span in hits[0].matches


def test_a_very_long_text_can_be_added_and_found_by_its_beginning(store: Store) -> None:
    report = made_up("Opening. " + " ".join(f"w{number}" for number in range(80_000)))
    store.add(*report.parts)
    assert [hit.report.key for hit in store.search("opening w77")] == [report.key]


def test_words_of_any_length_can_be_added_and_found(store: Store) -> None:
    report = made_up("ż" * 3_000 + " harbour.")
    store.add(*report.parts)
    assert len(store.search("harbour")) == len(store.search("ż" * 900 + "*")) == 1


def test_a_snippet_holds_the_thickest_stretch() -> None:
    text = "ship " + "nothing of any note " * 30 + "ship and ship and ship. " + "and so on " * 30
    snippet = choose_snippet(text, find_matches(text, read_query("ship")))
    assert snippet.cut(text).count("ship") == 3
    assert not snippet.cut(text).startswith((" ", "hing"))


def test_a_snippet_of_a_text_without_matches_is_its_beginning() -> None:
    assert choose_snippet("Ships wait.", ()).cut("Ships wait.") == "Ships wait."
    long = "word " * 100
    assert choose_snippet(long, ()).cut(long) == ("word " * 40).rstrip()


def _terms(query: str) -> tuple[object, ...]:
    try:
        return read_query(query)
    except QueryError:
        return ()
