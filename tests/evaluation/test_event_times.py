"""Readers and counts of the times of events, on texts written for them."""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from evaluation.event_times import read_days, score_days, score_tdg
from evaluation.metrics import Counts
from onrecord.model import Document, EventTime, Span, Timex
from onrecord.record.event_settings import TimeLink
from training.dated_events import read_tdg

TDG = """filename:<doc id="7" url="-" title="-"><paragraph:1_2>:SNT_LIST
March 4 , 2026
The port -LRB- of Narva -RRB- closed Monday .
It will open again .
EDGE_LIST
0_0_3\tTimex\t-1_-1_-1\tDepend-on
1_7_7\tTimex\t0_0_3\tDepend-on
1_6_6\tEvent\t1_7_7\tincluded
2_2_2\tEvent\t0_0_3\tafter
1_6_6\tEvent\t-1_-1_-1\tDepend-on
2_2_2\tEvent\t1_6_6\tafter
2_9_9\tEvent\t0_0_3\tafter
"""


def test_a_graph_gives_each_event_its_first_reference(tmp_path: Path) -> None:
    (tmp_path / "tdg").mkdir()
    (tmp_path / "tdg" / "dev.txt").write_text(TDG, encoding="utf-8")
    (tmp_path / "tdg" / "train.txt.gz").write_bytes(gzip.compress(TDG.encode()))
    (report,) = read_tdg(tmp_path, "dev")
    text = report.document.text
    assert text == "The port (of Narva) closed Monday.\n\nIt will open again."
    assert report.document.published == "2026-03-04"
    found = [(e.anchor.cut(text), e.reference and e.reference.cut(text), e.relation) for e in report.events]
    assert found == [
        ("closed", "Monday", "included"),
        ("open", None, "after"),
    ]  # word 9 of line 2 is not there
    assert read_tdg(tmp_path, "train") == [report]


class _Parse:
    """Takes the offset of a span for its head word."""

    def head_of(self, span: Span) -> int:
        return span.start


class _Finder:
    def __init__(self, links: dict[int, TimeLink]) -> None:
        self._links = links

    def link_of(self, index: int) -> TimeLink:
        return self._links[index]

    def time_of(self, index: int) -> EventTime | None:
        number = self._links[index].number
        return None if number is None else EventTime(number, None, "by hand")


class _Settings:
    def __init__(self, times: list[Timex], links: dict[int, TimeLink]) -> None:
        self.parse, self.times, self.finder = _Parse(), times, _Finder(links)


def monday(text: str) -> Timex:
    start = text.index("Monday")
    return Timex(Span(start, start + 6), "DATE", "2026-03-02", "2026-03-02", "2026-03-02", None, "by hand")


@pytest.mark.parametrize(
    ("links", "counts"),
    [
        (
            ("in", "after"),
            {"reference": 2, "with relation": 2, "expressions right": 1, "expressions found": 1},
        ),
        (
            ("in", "before"),
            {"reference": 2, "with relation": 1, "expressions right": 1, "expressions found": 1},
        ),
        (
            ("none", "after"),
            {"reference": 1, "with relation": 1, "expressions right": 0, "expressions found": 0},
        ),
    ],
)
def test_references_are_counted(tmp_path: Path, links: tuple[str, str], counts: dict[str, int]) -> None:
    (tmp_path / "tdg").mkdir()
    (tmp_path / "tdg" / "dev.txt").write_text(TDG, encoding="utf-8")
    (report,) = read_tdg(tmp_path, "dev")
    closed, opened = (event.anchor.start for event in report.events)
    first = TimeLink(0, "included", 0.9) if links[0] == "in" else TimeLink(None, "before", 0.9)
    settings = _Settings(
        [monday(report.document.text)], {closed: first, opened: TimeLink(None, links[1], 0.9)}
    )
    found = score_tdg(report, settings)  # type: ignore[arg-type]
    assert {name: own.right for name, own in found.items()} == counts
    assert found["reference"].gold == 2
    assert found["expressions found"].gold == 1
    assert found["expressions right"].gold == (links[0] == "in")


CAT = """<?xml version="1.0" encoding="UTF-8"?>
<Document doc_name="one">
<token t_id="1" sentence="0" number="0">March</token><token t_id="2" sentence="0" number="1">4</token>
<token t_id="3" sentence="1" number="0">Ports</token><token t_id="4" sentence="1" number="1">closed</token>
<token t_id="5" sentence="1" number="2">Monday</token><token t_id="6" sentence="1" number="3">.</token>
<Markables>
<EVENT_MENTION m_id="10"><token_anchor t_id="4"/></EVENT_MENTION>
<TIMEX3 m_id="11" functionInDocument="CREATION_TIME" value="2026-03-04"><token_anchor t_id="1"/></TIMEX3>
<EVENT m_id="20" instance_id="OTH1"/><EVENT m_id="21" instance_id="OTH2"/>
<EVENT m_id="22" instance_id="OTH3"/><EVENT_MENTION m_id="12"><token_anchor t_id="3"/></EVENT_MENTION>
</Markables>
<Relations><REFERS_TO r_id="1"><source m_id="10"/><target m_id="20"/></REFERS_TO>
<REFERS_TO r_id="2"><source m_id="12"/><target m_id="22"/></REFERS_TO></Relations>
</Document>"""
LIST = "#ID\tTYPE\tTIME\nOTH1\tEVENT\t2026-03-02\nOTH2\tEVENT\tXXXX-XX-XX\nOTH3\tEVENT\t2026-03-XX\n"


def test_days_come_from_the_list_of_instances(tmp_path: Path) -> None:
    folder = tmp_path / "meantime"
    folder.mkdir()
    (folder / "list_instances.apple-airbus.csv").write_text(LIST, encoding="utf-8")
    with tarfile.open(folder / "meantime-en-apple-airbus.tar.gz", "w:gz") as tar:
        member = tarfile.TarInfo("intra_cross-doc_annotation/corpus_apple/1.xml")
        member.size = len(CAT.encode())
        tar.addfile(member, io.BytesIO(CAT.encode()))
    ((document, events),) = read_days(tmp_path)
    assert isinstance(document, Document)
    assert document.text == "March 4\n\nPorts closed Monday."
    assert document.published == "2026-03-04"
    found = [(e.anchor.cut(document.text), e.value) for e in events]
    assert found == [("Ports", "2026-03"), ("closed", "2026-03-02")]
    events = events[1:]
    at = events[0].anchor.start
    dated = _Settings([monday(document.text)], {at: TimeLink(0, "included", 0.9)})
    undated = _Settings([], {at: TimeLink(None, "before", 0.9)})
    assert score_days(events, dated) == {"day right": Counts(1, 1, 1), "day found": Counts(1, 1, 1)}  # type: ignore[arg-type]
    assert score_days(events, undated) == {"day right": Counts(0, 0, 0), "day found": Counts(0, 1, 1)}  # type: ignore[arg-type]
