"""Scores the finder of time expressions on TimeBank, AQUAINT and MEANTIME, in the manner of TempEval-3.

    python -m evaluation.times --data ../shared/data [--half even]

TIMEX3 inside TEXT only; offsets over characters that are not white space; gold and system are
matched one to one by largest overlap; value F1 = 2 x matched with equal value / (gold + system).
"""

from __future__ import annotations

import argparse
import random
import re
import tarfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lxml import etree

from onrecord.model import Timex
from onrecord.record.times import find_timexes

TIMEML = Path("timeml/tbaq-cleaned.dev-half.tar.gz")
MEANTIME = Path("meantime/meantime-en-apple-airbus.tar.gz")
"""Where the archives lie in the folder of the corpora."""

_SEED, _ROUNDS = 13, 1000
_MEANTIME_SENTENCES = 6
"""MEANTIME is annotated in its first sentences only: the headline, the date line and four more."""


@dataclass(frozen=True, slots=True)
class GoldTime:
    """One annotated expression, its offsets counted on the text of the document."""

    start: int
    end: int
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class TimedDocument:
    """A text with its creation day and its annotated time expressions."""

    name: str
    corpus: str
    text: str
    dct: date | None
    gold: tuple[GoldTime, ...]
    creation: tuple[int, int] | None = None
    """Offsets of the creation date where it stands in the text; what is found there is not counted."""


@dataclass(frozen=True, slots=True)
class TimeCounts:
    """Counts of one document or of many."""

    gold: int = 0
    system: int = 0
    strict: int = 0
    relaxed: int = 0
    type: int = 0
    value: int = 0

    def __add__(self, other: TimeCounts) -> TimeCounts:
        return TimeCounts(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    def f1(self, hits: int) -> float:
        """Return F1 in per cent for a number of hits."""
        return 200 * hits / (self.gold + self.system) if self.gold + self.system else 0.0


def _day(value: str) -> date | None:
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", value)
    return date(int(found[1]), int(found[2]), int(found[3])) if found else None


def _marked_text(body: etree._Element) -> tuple[str, tuple[GoldTime, ...]]:
    pieces: list[str] = []
    gold: list[GoldTime] = []

    def walk(node: etree._Element, position: int) -> int:
        start = position
        pieces.append(node.text or "")
        position += len(node.text or "")
        for child in node:
            position = walk(child, position)
            pieces.append(child.tail or "")
            position += len(child.tail or "")
        if node.tag == "TIMEX3":
            gold.append(GoldTime(start, position, node.get("type", ""), node.get("value", "")))
        return position

    walk(body, 0)
    return "".join(pieces), tuple(sorted(gold, key=lambda item: item.start))


def read_timeml(archive: Path) -> list[TimedDocument]:
    """Return the documents of an archive of TimeML files, in order of name."""
    documents = []
    with tarfile.open(archive) as tar:
        for member in sorted((m for m in tar.getmembers() if m.name.endswith(".tml")), key=lambda m: m.name):
            handle = tar.extractfile(member)
            if handle is None:
                continue
            root = etree.fromstring(handle.read(), etree.XMLParser(recover=True))
            creation = root.xpath(".//TIMEX3[@functionInDocument='CREATION_TIME']/@value")
            text, gold = _marked_text(root.find(".//TEXT"))
            dct = _day(creation[0]) if creation else None
            documents.append(TimedDocument(member.name, member.name.split("/")[-2], text, dct, gold))
    return documents


def read_meantime(archive: Path) -> list[TimedDocument]:
    """Return the documents of MEANTIME (CAT XML, each annotated within the document only)."""
    documents = []
    with tarfile.open(archive) as tar:
        members = [m for m in tar.getmembers() if m.name.endswith(".xml") and "intra-doc" in m.name]
        for member in sorted(members, key=lambda m: m.name):
            handle = tar.extractfile(member)
            if handle is None:
                continue
            root = etree.fromstring(handle.read(), etree.XMLParser(recover=True))
            text, offsets, sentence = "", {}, "0"
            for token in root.iter("token"):
                if int(token.get("sentence")) >= _MEANTIME_SENTENCES:
                    break
                if token.get("sentence") != sentence:
                    text, sentence = text + "\n\n", token.get("sentence")
                elif text and not re.fullmatch(r"[.,;:!?%)\]]|'s|n't", token.text or ""):
                    text += " "
                offsets[token.get("t_id")] = (len(text), len(text) + len(token.text or ""))
                text += token.text or ""
            dct, gold, creation_span = None, [], None
            for timex in root.iter("TIMEX3"):
                anchors = [
                    offsets[a.get("t_id")] for a in timex.iter("token_anchor") if a.get("t_id") in offsets
                ]
                if timex.get("functionInDocument") == "CREATION_TIME":
                    dct = _day(timex.get("value", ""))
                    if anchors:
                        creation_span = (min(a[0] for a in anchors), max(a[1] for a in anchors))
                elif anchors:
                    start, end = min(a[0] for a in anchors), max(a[1] for a in anchors)
                    gold.append(GoldTime(start, end, timex.get("type"), timex.get("value", "")))
            ordered = tuple(sorted(gold, key=lambda item: item.start))
            documents.append(TimedDocument(member.name, "MEANTIME", text, dct, ordered, creation_span))
    return documents


def match_times(
    document: TimedDocument, system: tuple[Timex, ...]
) -> tuple[TimeCounts, list[tuple[GoldTime | None, Timex | None]]]:
    """Return the counts of one document, and the pairs (with what is missed and what is spurious)."""
    dense, n_dense = [0], 0
    for character in document.text:
        n_dense += not character.isspace()
        dense.append(n_dense)
    gold_spans = [(dense[item.start], dense[item.end]) for item in document.gold]
    system_spans = [(dense[timex.span.start], dense[timex.span.end]) for timex in system]
    overlaps = sorted(
        (
            (min(g[1], s[1]) - max(g[0], s[0]), i, j)
            for i, g in enumerate(gold_spans)
            for j, s in enumerate(system_spans)
            if min(g[1], s[1]) > max(g[0], s[0])
        ),
        key=lambda item: (-item[0], item[1], item[2]),
    )
    used_gold: dict[int, int] = {}
    used_system: set[int] = set()
    for _, i, j in overlaps:
        if i not in used_gold and j not in used_system:
            used_gold[i] = j
            used_system.add(j)
    pairs: list[tuple[GoldTime | None, Timex | None]] = [
        (item, system[used_gold[i]] if i in used_gold else None) for i, item in enumerate(document.gold)
    ]
    pairs += [(None, timex) for j, timex in enumerate(system) if j not in used_system]
    counts = TimeCounts(
        len(document.gold),
        len(system),
        sum(gold_spans[i] == system_spans[j] for i, j in used_gold.items()),
        len(used_gold),
        sum(document.gold[i].type == system[j].type for i, j in used_gold.items()),
        sum(document.gold[i].value == system[j].value for i, j in used_gold.items()),
    )
    return counts, pairs


def evaluate_times(documents: list[TimedDocument]) -> list[TimeCounts]:
    """Return the counts of each document, read without a parser (tense from word forms)."""
    return [match_times(document, found_times(document))[0] for document in documents]


def found_times(document: TimedDocument) -> tuple[Timex, ...]:
    """Return what the finder finds in a document, read without a parser, but for its date of creation."""
    start, end = document.creation or (0, 0)
    found = find_timexes(document.text, dct=document.dct)
    return tuple(timex for timex in found if timex.span.end <= start or timex.span.start >= end)


def time_interval(counts: list[TimeCounts], name: str) -> tuple[float, float]:
    """Return the 95 % interval of an F1, documents drawn with replacement; `name` is a field of the counts."""
    rng, scores = random.Random(_SEED), []
    for _ in range(_ROUNDS):
        total = sum((rng.choice(counts) for _ in counts), TimeCounts())
        scores.append(total.f1(getattr(total, name)))
    scores.sort()
    return scores[int(0.025 * _ROUNDS)], scores[int(0.975 * _ROUNDS) - 1]


def _show(label: str, counts: list[TimeCounts]) -> None:
    total = sum(counts, TimeCounts())
    cells = []
    for name in ("strict", "relaxed", "type", "value"):
        hits = getattr(total, name)
        low, high = time_interval(counts, name)
        cells.append(f"{name} {total.f1(hits):.1f} [{low:.1f}-{high:.1f}]")
    precision, recall = 100 * total.relaxed / max(total.system, 1), 100 * total.relaxed / max(total.gold, 1)
    print(
        f"{label:9} docs {len(counts)} gold {total.gold} system {total.system}  "
        f"relaxed P {precision:.1f} R {recall:.1f}"
    )
    print(f"          F1: {'; '.join(cells)}")


def main() -> None:
    """Print the scores by corpus and over all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument(
        "--half", choices=["even", "odd", "all"], default="all", help="every second TimeML document"
    )
    parser.add_argument("--limit", type=int, help="the first N documents of each archive only")
    options = parser.parse_args()
    timeml = read_timeml(options.data / TIMEML)[: options.limit]
    meantime = read_meantime(options.data / MEANTIME)[: options.limit]
    chosen = timeml[{"even": slice(0, None, 2), "odd": slice(1, None, 2), "all": slice(None)}[options.half]]
    for corpus in sorted({document.corpus for document in chosen}):
        _show(corpus, evaluate_times([document for document in chosen if document.corpus == corpus]))
    _show("all", evaluate_times(chosen))
    _show("MEANTIME", evaluate_times(meantime))


if __name__ == "__main__":
    main()
