"""News that no corpus labels in full: a teacher reads it, and a smaller network learns what the teacher read.

Only the words are taken, of training parts alone; whatever these corpora annotate is left aside.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from onrecord.read.atoms import find_atoms
from training.corpora import Example
from training.dated_events import read_tdg
from training.ecbplus import read_ecbplus
from training.predicates import read_plv
from training.recase import CaseTable

_TOGETHER = 8
"""Sentences of a corpus of single sentences that are read as one text, each a paragraph."""


_MISREAD = {
    "\u00e2\u20ac\u02dc": "\u2018", "\u00e2\u20ac\u2122": "\u2019", "\u00e2\u20ac\u0153": "\u201c",
    "\u00e2\u20ac\ufffd": "\u201d", "\u00e2\u20ac": "\u201d", "\u00c2": "", "\ufffd": "",
}  # fmt: skip
"""Marks of one corpus that were read in another encoding than they were written in."""

_FOOT = ("Facebook", "Twitter Linkedin Mail")


def read_plain_texts(data: Path, ordinary: list[str]) -> Iterator[Example]:
    """Yield the texts, without a label.

    Args:
        data: the folder of the corpora.
        ordinary: texts in ordinary letters, by which those of one case are written.
    """
    table = CaseTable(ordinary)
    for report in read_ecbplus(data, "train"):
        yield _plain("ecbplus", report.name, report.document.text)
    for dated in read_tdg(data, "train"):
        yield _plain("tdg", dated.document.id, dated.document.text)
    yield from _joined("babe", _column(data / "babe/final_labels_SG2.kept.csv", "text", ";"))
    yield from _joined("case2021", _column(data / "case2021-task2/dev-half.tsv", "EventSnippet", "\t"))
    yield from _joined("plv", [pair.text for pair in read_plv(data)])
    pages = json.loads((data / "article-extraction/ground-truth.dev-half.json").read_text(encoding="utf-8"))
    for name, page in sorted(pages.items()):
        yield _plain("article-extraction", name, page["articleBody"])
    with gzip.open(data / "conflibert/muc4/train.json.gz", "rt", encoding="utf-8") as lines:
        for name, report in json.load(lines).items():
            yield _plain("muc4", name, table.written(_unwrapped(report["doc"])))
    with gzip.open(data / "india-police-events/sents.dev-half.jsonl.gz", "rt", encoding="utf-8") as rows:
        for number, own in groupby(map(json.loads, rows), key=lambda row: row["doc_id"]):
            text = " ".join(row["sent_text"].strip() for row in own if row["sent_text"] not in _FOOT)
            for wrong, right in _MISREAD.items():
                text = text.replace(wrong, right)
            yield _plain("india-police-events", str(number), table.written(text))


def _plain(corpus: str, name: str, text: str) -> Example:
    return Example(corpus, name, text, find_atoms(text))


def _unwrapped(text: str) -> str:
    """Return a text whose lines are broken anywhere with a line for each paragraph."""
    paragraphs = re.split(r"\n\s*\n", text)
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs if paragraph.strip())


def _column(path: Path, name: str, delimiter: str) -> list[str]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [row[name].strip() for row in csv.DictReader(lines, delimiter=delimiter) if row[name].strip()]


def _joined(corpus: str, sentences: list[str]) -> Iterator[Example]:
    for k in range(0, len(sentences), _TOGETHER):
        yield _plain(corpus, str(k), "\n\n".join(sentences[k : k + _TOGETHER]))
