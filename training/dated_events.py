"""Reader of the temporal dependency graphs (TDG): news with the time expression that each event is reckoned from."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from onrecord.model import Document, Span, text_digest
from training.named import join_tokens

_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
_DAY = re.compile(r"(\w+) (\d+) ,? ?(\d{4})$")


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event, by the words that stand for it, and what its time is reckoned from.

    Attributes:
        anchor: the words of the event.
        reference: the time expression, or None for the day of the report.
        relation: "included", "overlap", "before" or "after", the event as seen from it.
    """

    anchor: Span
    reference: Span | None
    relation: str


@dataclass(frozen=True, slots=True)
class DatedReport:
    """A report with its day of publication, and its annotated events in order."""

    document: Document
    events: tuple[DatedEvent, ...]


def read_tdg(data: Path, part: str) -> list[DatedReport]:
    """Return the reports of a part ("train", "dev"). Their first line, the day, becomes the day of publication.

    An event whose reference is no time expression, or has no place in the text, is left out.
    """
    folder = data / "tdg"
    plain = folder / f"{part}.txt"
    if plain.exists():
        content = plain.read_text(encoding="utf-8")
    else:
        content = gzip.decompress((folder / f"{part}.txt.gz").read_bytes()).decode("utf-8")
    return [_report(block) for block in content.split("filename:")[1:]]


def _report(block: str) -> DatedReport:
    head, rest = block.split("\n", 1)
    listed, edges = rest.split("EDGE_LIST")
    lines = listed.strip("\n").split("\n")
    found = re.search(r"<paragraph:([\d_]+)>", head)
    paragraphs = {int(n) for n in found[1].split("_")} if found else set()
    name = re.search(r'id="(\w+)"', head)
    text = ""
    spans: dict[tuple[int, int], Span] = {}
    for n, line in enumerate(lines[1:], 1):
        joined, own = join_tokens([_BRACKETS.get(token, token) for token in line.split()])
        if text:
            text += "\n\n" if n in paragraphs else " "
        spans |= {(n, k): Span(b + len(text), e + len(text)) for k, (b, e) in enumerate(own)}
        text += joined
    day = _day_of(lines[0])
    document = Document(
        text_digest(text),
        f"tdg-{name[1]}" if name else "tdg",
        text,
        published=day.isoformat() if day else None,
    )
    return DatedReport(document, _events(edges, spans))


def _day_of(line: str) -> date | None:
    found = _DAY.match(line.strip())
    return datetime.strptime(" ".join(found.groups()), "%B %d %Y").date() if found else None


def _events(edges: str, spans: dict[tuple[int, int], Span]) -> tuple[DatedEvent, ...]:
    events: dict[str, DatedEvent | None] = {}
    for line in edges.strip().split("\n"):
        cells = line.split("\t")
        if len(cells) != 4 or cells[1] != "Event" or cells[0] in events:
            continue  # a second edge ties an event to another event
        anchor, reference = _span(cells[0], spans), _span(cells[2], spans)
        on_day = cells[2].startswith("0_")
        known = anchor is not None and (on_day or reference is not None)
        events[cells[0]] = DatedEvent(anchor, reference, cells[3]) if anchor is not None and known else None
    return tuple(event for event in events.values() if event is not None)


def _span(address: str, spans: dict[tuple[int, int], Span]) -> Span | None:
    """Return the span of a sentence's words ("3_28_31"); their last may lie behind the sentence's end."""
    sentence, first, last = map(int, address.split("_"))
    own = [spans[sentence, k] for k in range(first, last + 1) if (sentence, k) in spans]
    return Span(own[0].start, own[-1].end) if own else None
