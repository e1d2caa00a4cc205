"""Reader of ECB+: news on two happenings of each of some forty topics, with the actions that are one across reports."""

from __future__ import annotations

import csv
import io
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from onrecord.model import Document, Span, text_digest
from training.named import join_tokens

SENTENCES = "ECBplus_coreference_sentences.train-dev.csv"


@dataclass(frozen=True, slots=True)
class Action:
    """One action of a report: its words, and the chain of those that are one across reports.

    Attributes:
        span: from its first to its last word.
        chain: name of the chain; of its own where nothing is said of it.
        kind: the class of the annotation ("ACTION_OCCURRENCE", "NEG_ACTION_STATE" ...).
        checked: whether its sentence is among those whose annotation was checked.
    """

    span: Span
    chain: str
    kind: str
    checked: bool


@dataclass(frozen=True, slots=True)
class ClusteredReport:
    """A report with its actions.

    Attributes:
        topic: number of the topic.
        happening: the topic and which of its two happenings the report is on ("5ecb", "5ecbplus").
        name: name of the file, without its ending.
        document: the report; sentences of other pages that the corpus keeps at its head are part of it.
        actions: in order.
        checked: the sentences whose annotation was checked.
    """

    topic: int
    happening: str
    name: str
    document: Document
    actions: tuple[Action, ...]
    checked: tuple[Span, ...]


def read_ecbplus(data: Path, part: str) -> Iterator[ClusteredReport]:
    """Yield the reports of a part ("train", "dev") in order of topic and name."""
    folder = data / "ecbplus"
    checked = _checked_sentences(folder / SENTENCES)
    found = []
    with tarfile.open(folder / f"ecbplus-{part}.tar.gz") as archive:
        for member in archive.getmembers():
            file = archive.extractfile(member) if member.name.endswith(".xml") else None
            if file is not None:
                found.append(_report(Path(member.name).stem, file.read(), checked))
    yield from sorted(found, key=lambda report: (report.topic, report.name))


def _checked_sentences(path: Path) -> set[tuple[str, int]]:
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
    return {(f"{row['Topic']}_{row['File']}", int(row["Sentence Number"])) for row in rows}


def _report(name: str, data: bytes, checked: set[tuple[str, int]]) -> ClusteredReport:
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    text, spans, sentence_of = _text(root)
    document = Document(text_digest(text), f"ecbplus-{name}", text)
    topic, _, rest = name.partition("_")
    half = "ecbplus" if rest.endswith("ecbplus") else "ecb"
    actions = []
    chains = _chains(root)
    for mark in root.find("Markables"):
        tokens = [anchor.get("t_id") for anchor in mark.findall("token_anchor")]
        if "ACTION" not in mark.tag or not tokens:
            continue
        span = Span(min(spans[t].start for t in tokens), max(spans[t].end for t in tokens))
        own = f"{name}-{mark.get('m_id')}"
        actions.append(
            Action(
                span, chains.get(mark.get("m_id"), own), mark.tag, (name, sentence_of[tokens[0]]) in checked
            )
        )
    actions.sort(key=lambda action: (action.span.start, action.span.end))
    places = sorted(
        {spans[t].start: (number, spans[t]) for t, number in sentence_of.items()}.values(), key=lambda p: p[1]
    )
    whole: dict[int, Span] = {}
    for number, span in places:
        whole[number] = Span(whole[number].start, span.end) if number in whole else span
    marked = tuple(span for number, span in whole.items() if (name, number) in checked)
    return ClusteredReport(int(topic), topic + half, name, document, tuple(actions), marked)


def _text(root: Any) -> tuple[str, dict[str, Span], dict[str, int]]:
    """Return the text of the tokens, one sentence a paragraph's line, and each token's span and sentence."""
    sentences: dict[int, list[Any]] = {}
    for token in root.iter("token"):
        sentences.setdefault(int(token.get("sentence")), []).append(token)
    text, spans, sentence_of = "", {}, {}
    for number, tokens in sorted(sentences.items()):
        joined, own = join_tokens([token.text or "" for token in tokens])
        text += " " if text else ""
        for token, (start, end) in zip(tokens, own, strict=True):
            spans[token.get("t_id")] = Span(start + len(text), end + len(text))
            sentence_of[token.get("t_id")] = number
        text += joined
    return text, spans, sentence_of


def _chains(root: Any) -> dict[str, str]:
    """Return the chain of each mark that a relation puts in one."""
    found = {}
    for relation in root.find("Relations"):
        if relation.tag not in ("CROSS_DOC_COREF", "INTRA_DOC_COREF"):
            continue
        chain = relation.get("note") or f"{root.get('doc_name')}-{relation.get('r_id')}"
        for source in relation.findall("source"):
            found[source.get("m_id")] = chain
    return found
