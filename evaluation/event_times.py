"""Scores the times of events: on TDG what each is reckoned from, on MEANTIME its day.

    python -m evaluation.event_times --data ../shared/data [--weights DIR] [--errors]

Events are given by their gold words, times are not. TDG: `reference` is the share of events whose time expression is the
gold's one, or that stand without one where the gold reckons from the day of the report; `with relation` asks besides
whether they took place in it, before or after it. The expression that the gold has must overlap ours.
`expressions right` and `expressions found` are precision and recall of the events that an expression dates.

MEANTIME: `day right` is the share of the events with a time of ours, of those whose happening has a day, month or year
in the corpus's list of instances, that have the same days; `day found` is the share of all of these.
"""

from __future__ import annotations

import csv
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from evaluation.metrics import Counts
from evaluation.options import task_parser
from onrecord.model import Document, Span, Timex, text_digest
from onrecord.pipeline import Recorder
from onrecord.record.chains import CueWords
from onrecord.record.event_settings import SettingFinder
from onrecord.record.parse import Parse
from onrecord.record.timex_calendar import days_of
from training.dated_events import DatedEvent, DatedReport, read_tdg
from training.named import join_tokens

TDG_MEASURES = ("reference", "with relation", "expressions right", "expressions found")
MEANTIME_MEASURES = ("day right", "day found")
_MEANTIME = "meantime/meantime-en-apple-airbus.tar.gz"
_INSTANCES = "meantime/list_instances.apple-airbus.csv"


@dataclass(frozen=True, slots=True)
class Settings:
    """A report as far as its events' times need it."""

    parse: Parse
    times: tuple[Timex, ...]
    finder: SettingFinder


def read_settings(recorder: Recorder, document: Document) -> Settings:
    """Return what dates the events of a report."""
    found = recorder.grounds(document)
    parse = Parse.of(found.reading)
    finder = SettingFinder(parse, found.places, found.times, CueWords(parse, found.statements).is_active)
    return Settings(parse, found.times, finder)


def score_tdg(report: DatedReport, settings: Settings) -> dict[str, Counts]:
    """Return the counts of one report of TDG."""
    counts = dict.fromkeys(TDG_MEASURES, Counts(0, 0, 0))
    for event in report.events:
        head = settings.parse.head_of(event.anchor)
        link = settings.finder.link_of(head) if head is not None else None
        number, relation = (link.number, link.relation) if link is not None else (None, None)
        found = settings.times[number].span if number is not None else None
        right = _same(found, event.reference)
        counts["reference"] += Counts(int(right), 1, 1)
        counts["with relation"] += Counts(int(right and relation == _relation(event)), 1, 1)
        if found is not None:
            counts["expressions right"] += Counts(int(right), 1, 1)
        if event.reference is not None:
            counts["expressions found"] += Counts(int(right), 1, 1)
    return counts


def _same(found: Span | None, gold: Span | None) -> bool:
    return found is None and gold is None if found is None or gold is None else found.overlaps(gold)


def _relation(event: DatedEvent) -> str:
    """Return the relation of an event; TDG's readers often took "overlap" and "included" for one another."""
    return "included" if event.relation == "overlap" else event.relation


@dataclass(frozen=True, slots=True)
class DayOfEvent:
    """An event of MEANTIME: its words, and the day, month or year of its happening."""

    anchor: Span
    value: str


def read_days(data: Path) -> Iterator[tuple[Document, list[DayOfEvent]]]:
    """Yield MEANTIME's texts with the events whose happening has a time in the list of instances."""
    with (data / _INSTANCES).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    days = {row["#ID"]: value for row in rows if row["TYPE"] == "EVENT" and (value := _known(row["TIME"]))}
    with tarfile.open(data / _MEANTIME) as tar:
        members = [m for m in tar.getmembers() if m.name.endswith(".xml") and "intra_cross-doc" in m.name]
        for member in sorted(members, key=lambda m: m.name):
            stream = tar.extractfile(member)
            if stream is not None:
                yield _text_with_days(member.name, etree.fromstring(stream.read()), days)


def _known(value: str) -> str:
    """Return what a value says ("2006-05" of "2006-05-XX"), or "" where it says nothing."""
    return re.sub(r"(-XX)+$", "", value.strip()).replace("XXXX", "")


def _text_with_days(name: str, root: Any, days: dict[str, str]) -> tuple[Document, list[DayOfEvent]]:
    text = ""
    spans: dict[str, Span] = {}
    lines: dict[str, list[Any]] = {}
    for token in root.findall("token"):
        lines.setdefault(token.get("sentence"), []).append(token)
    for line in lines.values():
        joined, own = join_tokens([t.text or "" for t in line])
        text += "\n\n" if text else ""
        spans |= {
            t.get("t_id"): Span(b + len(text), e + len(text)) for t, (b, e) in zip(line, own, strict=True)
        }
        text += joined
    created = [t.get("value") for t in root.iter("TIMEX3") if t.get("functionInDocument") == "CREATION_TIME"]
    day = created[0] if created and re.fullmatch(r"\d{4}-\d\d-\d\d", created[0] or "") else None
    instances = {
        e.get("m_id"): days[e.get("instance_id")] for e in root.iter("EVENT") if e.get("instance_id") in days
    }
    anchors = {
        mention.get("m_id"): [spans[a.get("t_id")] for a in mention.iterfind("token_anchor")]
        for mention in root.iter("EVENT_MENTION")
    }
    events = []
    for link in root.iter("REFERS_TO"):
        target = link.find("target")
        value = instances.get(target.get("m_id")) if target is not None else None
        for source in link.iterfind("source"):
            words = anchors.get(source.get("m_id"))
            if value is not None and words:
                events.append(DayOfEvent(Span(words[0].start, words[-1].end), value))
    return Document(text_digest(text), name, text, published=day), sorted(events, key=lambda e: e.anchor)


def score_days(events: list[DayOfEvent], settings: Settings) -> dict[str, Counts]:
    """Return the counts of one text of MEANTIME."""
    counts = dict.fromkeys(MEANTIME_MEASURES, Counts(0, 0, 0))
    for event in events:
        head = settings.parse.head_of(event.anchor)
        time = settings.finder.time_of(head) if head is not None else None
        found = settings.times[time.index] if time is not None and time.index is not None else None
        right = found is not None and _days(found) == days_of(event.value)
        if found is not None:
            counts["day right"] += Counts(int(right), 1, 1)
        counts["day found"] += Counts(int(right), 1, 1)
    return counts


def _days(time: Timex) -> tuple[date, date] | None:
    if time.earliest is None or time.latest is None:
        return None
    return date.fromisoformat(time.earliest), date.fromisoformat(time.latest)


def measure(
    recorder: Recorder, data: Path, *, limit: int | None = None
) -> dict[str, list[dict[str, Counts]]]:
    """Return the counts of each text by corpus; with `limit`, of the first so many of each."""
    reports = read_tdg(data, "dev")[:limit]
    days = list(read_days(data))[:limit]
    return {
        "TDG": [score_tdg(one, read_settings(recorder, one.document)) for one in reports],
        "MEANTIME": [score_days(events, read_settings(recorder, document)) for document, events in days],
    }


def _errors(recorder: Recorder, data: Path) -> None:
    """Print the events of TDG with another reference than the gold's."""
    for report in read_tdg(data, "dev"):
        settings, text = read_settings(recorder, report.document), report.document.text
        for event in report.events:
            head = settings.parse.head_of(event.anchor)
            link = settings.finder.link_of(head) if head is not None else None
            found = settings.times[link.number].span if link is not None and link.number is not None else None
            if not _same(found, event.reference):
                before = text[max(0, event.anchor.start - 80) : event.anchor.start].replace("\n", " ")
                gold = event.reference.cut(text) if event.reference else "day of the report"
                print(f"{before}[{event.anchor.cut(text)}]\t{found.cut(text) if found else '-'}\t{gold}")


def main() -> None:
    """Print the figures, and with `--errors` the events of TDG that are dated otherwise."""
    parser = task_parser(__doc__)
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    from onrecord.pipeline import load

    recorder = load(weights=args.weights)
    for corpus, rows in measure(recorder, args.data, limit=args.limit).items():
        for name in rows[0]:
            total = sum((row[name] for row in rows), Counts(0, 0, 0))
            share = 100 * total.right / total.gold if total.gold else 0.0
            print(f"{corpus:10s} {name:20s} {total.right:5d} / {total.gold:5d}  {share:5.1f}")
    if args.errors:
        _errors(recorder, args.data)


if __name__ == "__main__":
    main()
