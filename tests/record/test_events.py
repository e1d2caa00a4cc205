"""Events with the trained weights on sentences of our own, and the rules that give label and factuality."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from onrecord.ingest import IngestOptions, document_from_text
from onrecord.model import Attribution, Document, Event, Record, Span, Statement, text_digest
from onrecord.pipeline import Recorder
from onrecord.record.events import factuality_of, label_of
from onrecord.record.outlook import Outlook
from onrecord.record.quantities import read_range

CASES = tomllib.loads((Path(__file__).parent / "cases" / "events.toml").read_text(encoding="utf-8"))["case"]


def put(recorder: Recorder, text: str) -> Record:
    return recorder(Document(text_digest(text), "-", text, published="2026-03-04"))


def told(event: Event, record: Record) -> str:
    text = record.report.text
    names = {entity.id: entity.name.removeprefix("the ").removeprefix("The ") for entity in record.entities}
    voices = [names.get(link.entity or "", "unnamed") for link in event.on_word_of]

    def parties(many: Any) -> str:
        return ", ".join(names.get(p.entity, p.span.cut(text)) for p in many) or "-"

    return " | ".join((
        event.anchor.span.cut(text),
        event.type or "-",
        f"{parties(event.actors)} > {parties(event.recipients)}",
        event.label,
        ", ".join(voices) or "-",
    ))  # fmt: skip


@pytest.mark.weights
@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case: dict[str, Any], recorder: Recorder) -> None:
    record = put(recorder, case["text"])
    found = [told(event, record) for event in record.events]
    missing = [event for event in case["events"] if event not in found]
    assert not missing, found
    anchors = {event.anchor.span.cut(case["text"]) for event in record.events}
    assert not anchors & set(case.get("silent", []))


@pytest.mark.weights
def test_settings_are_those_of_the_clause(recorder: Recorder) -> None:
    text = (
        "Rebels attacked Narva on Monday. The minister said in Oslo on Tuesday that the army had left Tartu."
    )
    record = put(recorder, text)
    by_anchor = {event.anchor.span.cut(text): event for event in record.events}
    attacked, left = by_anchor["attacked"], by_anchor["left"]
    assert [record.places[p.index].span.cut(text) for p in attacked.places] == ["Narva"]
    assert attacked.time is not None
    assert attacked.time.index is not None
    assert record.times[attacked.time.index].value == "2026-03-02"
    assert [record.places[p.index].span.cut(text) for p in left.places] == ["Tartu"]
    assert left.time is None


@pytest.mark.weights
def test_figures_are_ranges(recorder: Recorder) -> None:
    text = "At least 40 people were killed and dozens were injured when rebels attacked the town."
    quantities = [q for event in put(recorder, text).events for q in event.quantities]
    assert {(q.what, q.low, q.high) for q in quantities} == {("dead", 40, None), ("injured", 24, None)}


@pytest.mark.weights
@pytest.mark.parametrize(
    ("text", "anchor", "figure"),
    [
        ("Gunmen gunned down seven guards.", "gunned down", ("dead", 7, 7)),
        ("BLOODTHIRSTY gunmen mowed down SEVEN guards.", "mowed down", ("dead", 7, 7)),
        ("The attack left seven people dead.", "attack", ("dead", 7, 7)),
        ("Nine people were found dead.", "dead", ("dead", 9, 9)),
        ("The death toll rose to 40.", "rose", ("dead", 40, 40)),
        ("The state carried out ten executions.", "executions", ("dead", 10, 10)),
        ("Gunmen took nine guests hostage.", "took", ("abducted", 9, 9)),
        ("Nine thousand people fled.", "fled", ("displaced", 9000, 9000)),
        ("Nine sailors are missing.", "missing", ("missing", 9, 9)),
        ("Two shoppers were hurt.", "hurt", ("injured", 2, 2)),
        ("The flood caused nine deaths.", "deaths", ("dead", 9, 9)),
    ],
)
def test_figures_count_with_phrases_and_with_what_becomes_of_people(
    recorder: Recorder, text: str, anchor: str, figure: tuple[str, int, int]
) -> None:
    found = {
        (event.anchor.span.cut(text), q.what, q.low, q.high)
        for event in put(recorder, text).events
        for q in event.quantities
    }
    assert found == {(anchor, *figure)}


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("65 million", (65_000_000, 65_000_000)),
        ("more than 1.5 million", (1_500_001, None)),
        ("at least 3 hundred", (300, None)),
        ("2 thousand", (2_000, 2_000)),
        ("65,000", (65_000, 65_000)),
    ],
)
def test_figures_before_a_number_word_are_multiplied(
    words: str, figures: tuple[int | None, int | None]
) -> None:
    assert read_range(words) == figures


@pytest.mark.weights
def test_a_rate_counts_nobody(recorder: Recorder) -> None:
    text = "The rebels killed civilians at three times the rate of the army."
    assert [q for event in put(recorder, text).events for q in event.quantities] == []


@pytest.mark.weights
def test_a_curly_apostrophe_denies_as_a_straight_one_does(recorder: Recorder) -> None:
    text = "The mayor had worked on the plan for years but it {}. Police {} the crowd."
    labels = []
    for straight in (True, False):
        told = text.format("wasn't approved because of opposition", "didn't attack")
        record = put(recorder, told if straight else told.replace("'", "\u2019"))
        labels.append(
            [(e.anchor.lemma, e.label) for e in record.events if e.anchor.lemma in ("approve", "attack")]
        )
    assert labels == [[("approve", "denied"), ("attack", "denied")]] * 2


@pytest.mark.weights
def test_one_voice_tells_a_happening_once(recorder: Recorder) -> None:
    text = "Rebels attacked Narva on Monday. The attack killed nobody."
    attacks = [event for event in put(recorder, text).events if event.type == "ASSAULT"]
    assert attacks[0].anchor.span.cut(text) == "attacked"
    assert [span.cut(text) for span in attacks[0].also] == ["attack"]


@pytest.mark.weights
def test_what_is_done_in_two_towns_is_done_twice(recorder: Recorder) -> None:
    text = "One strike destroyed a tank of the rebels near Narva. Another strike destroyed trucks of the rebels near Tartu."
    found = [event for event in put(recorder, text).events if event.anchor.lemma == "destroy"]
    assert [event.anchor.span.start for event in found] == [text.index("destroyed"), text.rindex("destroyed")]


@pytest.mark.weights
def test_events_of_long_ago_are_history(recorder: Recorder) -> None:
    text = "Norway invaded Estonia in 1996. Rebels attacked Narva on Monday."
    assert [event.background for event in put(recorder, text).events] == [True, False]


def statement(number: int, *, source_type: str = "named", force: str = "says") -> Statement:
    return Statement(
        f"S{number}", "indirect", None, source_type, None, (Span(0, 9),), None, force, (), None, ""  # type: ignore[arg-type]
    )  # fmt: skip


def test_conditions_go_before_denial_and_denial_before_doubt() -> None:
    assert label_of(Outlook(polarity="negative", condition="hypothetical"), ()) == "hypothetical"
    assert label_of(Outlook(certainty="possible", condition="attempted"), ()) == "attempted"
    assert label_of(Outlook(polarity="negative", condition="intended"), ()) == "denied"
    assert label_of(Outlook(polarity="negative", certainty="possible"), ()) == "denied"
    assert label_of(Outlook(certainty="possible", time="future"), ()) == "possible"
    assert label_of(Outlook(condition="question"), ()) == "possible"
    assert label_of(Outlook(time="future"), ()) == "future"
    assert label_of(Outlook(), ()) == "asserted"


def test_a_voice_that_passes_on_commits_itself_to_nothing() -> None:
    chain = (Attribution("S1", "E1"), Attribution("S2", None))
    found = factuality_of(Outlook(polarity="negative"), (statement(1), statement(2)), chain)
    assert [(f.voice, f.certainty, f.polarity) for f in found] == [
        ("outlet", "underspecified", "positive"),
        ("E1", "underspecified", "positive"),
        ("unnamed", "certain", "negative"),
    ]


def test_admission_commits_whoever_reports_it() -> None:
    found = factuality_of(Outlook(), (statement(1, force="knows"),), (Attribution("S1", "E1"),))
    assert [(f.voice, f.certainty) for f in found] == [("outlet", "certain"), ("E1", "certain")]


@pytest.mark.weights
@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("NARVA, March 4 (BNS) - Police arrested forty students after a protest.", {"arrested": ["NARVA"]}),
        ("NARVA, March 4 (BNS) - Police in Tartu arrested forty students.", {"arrested": ["Tartu"]}),
        ("NARVA, March 4 (BNS) - Police will arrest the students.", {"arrest": []}),
        (
            "NARVA, March 4 (BNS) - Police met the mayor. Guards arrested forty students.",
            {"met": ["NARVA"], "arrested": []},
        ),
    ],
)
def test_the_dateline_is_the_last_resort_for_the_place_of_the_first_sentence(
    text: str, places: dict[str, list[str]], recorder: Recorder
) -> None:
    document = document_from_text(text, options=IngestOptions(published="2026-03-04"))
    record = recorder(document)
    found = {
        event.anchor.span.cut(record.report.text): [
            record.places[p.index].span.cut(record.report.text) for p in event.places
        ]
        for event in record.events
    }
    assert {name: found[name] for name in places} == places
    reasons = [p.because for event in record.events for p in event.places]
    assert all(("dateline" in reason) == (found_in == "NARVA") for reason, found_in in zip(
        reasons, [name for own in found.values() for name in own], strict=True
    ))  # fmt: skip


@pytest.mark.weights
@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Ann Vane, 28, died on Monday.", []),
        ("Ann Vane (28) died on Monday.", []),
        ("A clerk aged 28, died on Monday.", []),
        ("The blast killed 28, the mayor said.", [(28, 28)]),
    ],
)
def test_an_age_counts_no_dead(
    text: str, figures: list[tuple[int | None, int | None]], recorder: Recorder
) -> None:
    record = put(recorder, text)
    assert [(q.low, q.high) for event in record.events for q in event.quantities] == figures


@pytest.mark.weights
def test_where_somebody_is_from_is_not_where_it_happened(recorder: Recorder) -> None:
    text = "Vane, who is from Tartu, was arrested in Narva."
    record = put(recorder, text)
    (event,) = [one for one in record.events if one.anchor.lemma == "arrest"]
    assert [record.places[place.index].span.cut(text) for place in event.places] == ["Narva"]


@pytest.mark.weights
def test_what_rises_of_different_things_rises_twice(recorder: Recorder) -> None:
    record = put(recorder, "The profit of the mill rose by a sixth. The price of bread rose by a third.")
    assert [event.anchor.lemma for event in record.events] == ["rise", "rise"]


@pytest.mark.weights
def test_where_it_took_place_is_told_in_a_clause_of_its_own(recorder: Recorder) -> None:
    text = "At least four people were killed in an explosion that took place near the mill in Narva."
    record = put(recorder, text)
    (killed,) = [event for event in record.events if event.anchor.lemma == "kill"]
    assert [record.places[place.index].span.cut(text) for place in killed.places] == ["Narva"]
    assert [party.span.cut(text) for party in killed.recipients] == ["four people"]
