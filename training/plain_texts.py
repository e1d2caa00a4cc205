"""News that no corpus labels in full: a teacher reads it, and a smaller network learns what the teacher read.

Only the words are taken, of training parts alone; whatever these corpora annotate is left aside.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from onrecord.read.atoms import find_atoms
from training.corpora import Example
from training.dated_events import read_tdg
from training.ecbplus import read_ecbplus
from training.predicates import read_plv

_TOGETHER = 8
"""Sentences of a corpus of single sentences that are read as one text, each a paragraph."""


def read_plain_texts(data: Path) -> Iterator[Example]:
    """Yield the texts, without a label."""
    for report in read_ecbplus(data, "train"):
        yield _plain("ecbplus", report.name, report.document.text)
    for dated in read_tdg(data, "train"):
        yield _plain("tdg", dated.document.id, dated.document.text)
    yield from _joined("babe", _column(data / "babe/final_labels_SG2.kept.csv", "text", ";"))
    yield from _joined("case2021", _column(data / "case2021-task2/dev-half.tsv", "EventSnippet", "\t"))
    yield from _joined("plv", [pair.text for pair in read_plv(data)])


def _plain(corpus: str, name: str, text: str) -> Example:
    return Example(corpus, name, text, find_atoms(text))


def _column(path: Path, name: str, delimiter: str) -> list[str]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [row[name].strip() for row in csv.DictReader(lines, delimiter=delimiter) if row[name].strip()]


def _joined(corpus: str, sentences: list[str]) -> Iterator[Example]:
    for k in range(0, len(sentences), _TOGETHER):
        yield _plain(corpus, str(k), "\n\n".join(sentences[k : k + _TOGETHER]))
