"""What several short reports tell, put on record and related: who counts, what is one, and what stays apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest import IngestOptions
from onrecord.ingest.load import document_from_text
from onrecord.model import FiledRecord, Relations
from onrecord.model.filing import filing_key
from onrecord.pipeline import Recorder
from onrecord.relate.happenings import batches
from onrecord.relate.relations import relate
from onrecord.relate.tellings import tellings_of
from onrecord.relate.views import View
from tests.export.events_example import events_record

pytestmark = pytest.mark.weights


def related(recorder: Recorder, *reports: tuple[str, str, str]) -> tuple[Relations, dict[str, str]]:
    """Return what holds between reports, each an outlet, a time and a text, and the outlets by key."""
    filed, outlets = [], {}
    for outlet, published, text in reports:
        options = IngestOptions(outlet=outlet, published=published)
        document = document_from_text(text, source=f"{outlet}.txt", options=options)
        key = filing_key(document)
        outlets[key] = outlet
        filed.append(FiledRecord(key, recorder(document)))
    return relate(filed), outlets


THREAT = (
    (
        "Northern Post",
        "2026-03-10T09:00:00Z",
        "Dockers set terms\n\nGARMO, March 10 (NP) - If the pay lists are not made public by Thursday, dockers in Garmo will "
        "stop work on Friday, union leader Karla Dremmel said. The dockers of Garmo have waited for the pay lists since May.",
    ),
    (
        "Garmo Radio",
        "2026-03-10T12:00:00Z",
        "Garmo waits for the pay lists\n\nBy Ines Vold\n\n\"If the pay lists are not on the table by Thursday, nothing "
        'will leave this port on Friday," Karla Dremmel, leader of the dockers\' union, told Garmo Radio. The dockers of Garmo '
        "want to see the pay lists.",
    ),
    (
        "Coast Wire",
        "2026-03-10T18:00:00Z",
        "Harbour of Garmo waits\n\nGARMO, March 10 (CW) - No ferry will leave Garmo on Friday unless the pay lists are published "
        "by tomorrow, the union has said. The dockers of Garmo have waited for the pay lists for months.",
    ),
)  # fmt: skip


def test_an_ultimatum_is_a_happening_of_its_own_and_whoever_heard_it_counts(recorder: Recorder) -> None:
    relations, outlets = related(recorder, *THREAT)
    (threat,) = [h for h in relations.happenings if h.type == "THREATEN"]
    assert {outlets[account.report] for account in threat.accounts} == set(outlets.values())
    assert {account.label for account in threat.accounts} == {"asserted"}
    (counted,) = [one for one in relations.independence if one.happening == threat.id]
    assert [origin.name for origin in counted.origins] == ["Northern Post", "Garmo Radio"]
    assert [(outlets[one.report], one.because) for one in counted.not_counted] == [
        ("Coast Wire", "passes on what was said before, and shows no contact of its own")
    ]


def test_any_order_of_arrival_gives_the_same(recorder: Recorder) -> None:
    assert related(recorder, *THREAT)[0] == related(recorder, *reversed(THREAT))[0]


MOSUL = (
    "Gunmen killed seven people in an attack on a market in Mosul on Tuesday, police said. The attackers fled on motorcycles "
    "towards the river.",
    "An attack by gunmen on a market in Mosul left seven people dead on Tuesday. Police said that stalls were burning and that "
    "the bridges of the town had been closed.",
)
KANO = (
    "Gunmen killed twelve people in an attack on a market in Kano on Tuesday, the governor said. Schools of the district will "
    "stay shut this week.",
    "An attack by gunmen on a market in Kano left twelve people dead on Tuesday. Traders carried the wounded to a clinic, the "
    "governor told reporters.",
)


def test_what_is_told_with_the_same_words_of_two_far_towns_is_two_happenings(recorder: Recorder) -> None:
    outlets = ("Northern Post", "Coast Wire", "Valley Herald", "Garmo Radio")
    reports = [
        (outlet, f"2026-03-10T{8 + n:02d}:00:00Z", f"Attack on a market\n\n{text}")
        for n, (outlet, text) in enumerate(zip(outlets, (*MOSUL, *KANO), strict=True))
    ]
    relations, names = related(recorder, *reports)
    attacks = [h for h in relations.happenings if h.type == "ASSAULT"]
    assert sorted(sorted(names[account.report] for account in attack.accounts) for attack in attacks) == [
        ["Coast Wire", "Northern Post"],
        ["Garmo Radio", "Valley Herald"],
    ]


DENIAL = (
    (
        "Northern Post",
        "2026-03-10T09:00:00Z",
        "Mayor blames crew of the tug\n\nGARMO, March 10 (NP) - \"They were called on the radio four times and they did not answer "
        'once," Mayor Karla Dremmel told reporters in Garmo. "The crew of the tug ignored radio calls from the harbour of Garmo," '
        "Dremmel said.",
    ),
    (
        "Coast Wire",
        "2026-03-10T18:00:00Z",
        "Owner of the tug speaks\n\nGARMO, March 10 (CW) - The owner of the tug, Ivo Brandt, denied that the crew had ignored radio "
        "calls from the harbour of Garmo. He said that the radio of the tug was in order.",
    ),
)  # fmt: skip


def test_a_denial_is_an_account_and_a_contradiction_of_what_it_denies(recorder: Recorder) -> None:
    relations, outlets = related(recorder, *DENIAL)
    (denial,) = [c for c in relations.contradictions if c.kind == "denial"]
    assert {value.value: {outlets[key] for key in value.reports} for value in denial.values} == {
        "yes": {"Northern Post"},
        "no": {"Coast Wire"},
    }
    (counted,) = [one for one in relations.independence if one.happening == denial.happening]
    assert [(outlets[one.report], one.because) for one in counted.not_counted] == [
        ("Coast Wire", "denies it")
    ]


@given(st.lists(st.integers(1, 9), max_size=30), st.integers(1, 40))
def test_batches_hold_all_tellings_in_order_and_no_report_is_parted(counts: list[int], most: int) -> None:
    (telling,) = tellings_of(0, View("k", events_record()))[:1]
    told = [replace(telling, report=number) for number, n in enumerate(counts) for _ in range(n)]
    found = batches(told, most)
    assert [one for batch in found for one in batch] == told
    assert all(len(batch) <= most or len({one.report for one in batch}) == 1 for batch in found)
    reports = [{one.report for one in batch} for batch in found]
    assert sum(len(own) for own in reports) == len(set().union(*reports)) == len(counts)
    assert len(found) <= 1 or sum(counts) > most


def test_verbs_that_say_little_tie_no_reports_together(recorder: Recorder) -> None:
    reports = tuple(
        (outlet, "2026-03-10T09:00:00Z", f"Ferry Alba runs aground off Garmo\n\nThe ferry Alba ran aground off Garmo on Monday. {rest}")
        for outlet, rest in (
            ("Northern Post", "The captain brought the logbook to the harbour office."),
            ("Coast Wire", "The owners of the ferry brought their lawyers from Oslo."),
        )
    )  # fmt: skip
    relations, _ = related(recorder, *reports)
    joined = [h for h in relations.happenings if len({account.report for account in h.accounts}) > 1]
    assert joined
    assert not [
        h for h in joined for account in h.accounts if "brought" in account.sentence.cut(reports[0][2])
    ]
    assert all("aground" in h.title for h in joined)
