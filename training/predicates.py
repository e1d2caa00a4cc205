"""Readers of the corpora of events: which words stand for happenings, how factual these are, what PLOVER type they have.

Factuality is that of the corpora behind the "factuality bank" sets (UW, UDS-IH2, MEANTIME and MegaVeridicality): a number
from -3 (certain not to have happened) to 3 (certain to have), as readers of the text judged it.
"""

from __future__ import annotations

import csv
import json
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from lxml import etree

from onrecord.read.atoms import find_atoms
from onrecord.read.predicates import SCALES
from training.corpora import AtomIndex, Example, Pair, open_lines
from training.named import join_tokens

_TOGETHER = 8
"""Sentences put into one text where a corpus gives sentences without their documents."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence of a corpus of factuality: running text, and the number of each predicate by its characters."""

    text: str
    numbers: tuple[tuple[int, int, float], ...]


def read_judged(folder: Path, part: str) -> Iterator[Judged]:
    """Yield the sentences of a part ("train", "dev") of a corpus of factuality.

    A target of several tokens (a clause) stands for the whole of it.
    """
    path = next(p for p in (folder / f"{part}.jsonl", folder / f"{part}.jsonl.gz") if p.exists())
    for row in map(json.loads, open_lines(path)):
        text, spans = join_tokens(row["text"].split())
        numbers = [
            (spans[b][0], spans[e - 1][1], float(target["label"]))
            for target in row["targets"]
            for b, e in [target["span1"]]
        ]
        yield Judged(text, tuple(numbers))


def read_factuality(data: Path, part: str, names: tuple[str, ...] = SCALES) -> Iterator[Example]:
    """Yield texts with the factuality of their predicates, by the atom that each begins with."""
    for name in names:
        judged = list(read_judged(data / "factuality" / name, part))
        for n in range(0, len(judged), _TOGETHER):
            yield _joined(f"factuality-{name}", f"{name}-{n}", judged[n : n + _TOGETHER], SCALES.index(name))


def _joined(corpus: str, name: str, judged: list[Judged], scale: int) -> Example:
    text, numbers = "", []
    for one in judged:
        text += " " if text else ""
        numbers += [(b + len(text), e + len(text), x) for b, e, x in one.numbers]
        text += one.text
    atoms = find_atoms(text)
    index = AtomIndex(atoms)
    values: dict[int, float] = {}
    for b, e, x in numbers:
        if (covered := index.cover(b, e)) is not None:
            values[covered[0]] = x
    return Example(corpus, name, text, atoms, factuality=values, scale=scale)


@dataclass(frozen=True, slots=True)
class TypedPair:
    """A sentence with a source and a target actor, and the PLOVER type of what the one does to the other."""

    text: str
    source: tuple[int, int]
    target: tuple[int, int]
    type: str


def read_plv(data: Path) -> list[TypedPair]:
    """Return the training sentences of PLV, the marks of source and target taken out of their text."""
    pairs = []
    with (data / "plv-zsp" / "PLV_train.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            text, spans = _without_marks(row["marked_sentence"])
            if "s" in spans and "t" in spans:
                pairs.append(TypedPair(text, spans["s"], spans["t"], row["gold_root"]))
    return pairs


def read_pairs(data: Path) -> Iterator[Example]:
    """Yield a text for every typed pair of actors of PLV."""
    for n, pair in enumerate(read_plv(data)):
        yield pair_example(f"plv-{n}", pair)


def pair_example(name: str, pair: TypedPair) -> Example:
    """Return a typed pair as an example."""
    atoms = find_atoms(pair.text)
    index = AtomIndex(atoms)
    source, target = index.cover(*pair.source), index.cover(*pair.target)
    pairs = [Pair(source, target, pair.type)] if source and target else []
    return Example("plv", name, pair.text, atoms, pairs=pairs)


def _without_marks(marked: str) -> tuple[str, dict[str, tuple[int, int]]]:
    text, spans, opened = "", {}, {}
    at = 0
    for mark in re.finditer(r"<(/?)([st])>", marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark[1]:
            spans.setdefault(mark[2], (opened.pop(mark[2], len(text)), len(text)))
        else:
            opened[mark[2]] = len(text)
    return text + marked[at:], spans


def read_happenings(data: Path) -> Iterator[Example]:
    """Yield texts with the words that stand for happenings: TimeML, MEANTIME and ECB+, by what each annotates whole."""
    yield from _read_timeml(data / "timeml" / "tbaq-cleaned.dev-half.tar.gz")
    yield from _read_meantime(data / "meantime" / "meantime-en-apple-airbus.tar.gz")


def _members(path: Path, ending: str) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as archive:
        for member in archive:
            if member.isfile() and member.name.endswith(ending):
                stream = archive.extractfile(member)
                if stream is not None:
                    yield member.name, stream.read()


def _read_timeml(path: Path) -> Iterator[Example]:
    for name, content in _members(path, ".tml"):
        root = etree.fromstring(content, etree.XMLParser(recover=True))
        body = root.find(".//TEXT")
        if body is None:
            continue
        text, marked = _marked_text(body, "EVENT")
        yield _with_happenings("timeml", name, text, marked)


def _marked_text(element: Any, tag: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the text beneath an element, and the offsets of the elements of a tag in it."""
    text, marked = "", []

    def walk(node: Any) -> None:
        nonlocal text
        first = len(text)
        text += node.text or ""
        for child in node:
            walk(child)
            text += child.tail or ""
        if node.tag == tag:
            marked.append((first, len(text)))

    walk(element)
    return text, marked


def _with_happenings(corpus: str, name: str, text: str, marked: list[tuple[int, int]]) -> Example:
    atoms = find_atoms(text)
    index = AtomIndex(atoms)
    happenings = [0] * len(atoms)
    for b, e in marked:
        covered = index.cover(b, e)
        if covered is not None:
            happenings[covered[1] - 1] = 1  # "took place": the last word, as most of these corpora mark one
    return Example(corpus, name, text, atoms, happenings=happenings)


def _read_meantime(path: Path) -> Iterator[Example]:
    seen = set()
    for name, content in _members(path, ".xml"):
        if name.rsplit("/", 1)[-1] in seen or "cross" in name:
            continue
        seen.add(name.rsplit("/", 1)[-1])
        root = etree.fromstring(content)
        tokens = root.findall("token")
        lines = [list(group) for _, group in groupby(tokens, key=lambda t: t.get("sentence"))]
        text, spans = "", {}
        for line in lines:
            joined, own = join_tokens([t.text or "" for t in line])
            text += "\n" if text else ""
            spans |= {
                t.get("t_id"): (b + len(text), e + len(text)) for t, (b, e) in zip(line, own, strict=True)
            }
            text += joined
        marked = []
        for event in root.iterfind("Markables/EVENT_MENTION"):
            anchors = [spans[a.get("t_id")] for a in event.iterfind("token_anchor") if a.get("t_id") in spans]
            if anchors:
                marked.append((min(b for b, _ in anchors), max(e for _, e in anchors)))
        yield _with_happenings("meantime", name, text, marked)
