"""Scores what holds between reports: stories, happenings, agency copy.

    python -m evaluation.across --data ../shared/data [--weights DIR]

ECB+ (development part): `documents B3`: B-cubed F1 of reports grouped into stories, the gold the two happenings of each
topic; its texts come without days. `actions given`: CoNLL F1 of linking the checked actions of the corpus across all
reports, our stories taken for the blocks in which they are compared. `actions found`: the same for the events that the
records have, those that overlap a checked action taken for it, all others counted as wrong where they stand in a
checked sentence. MEANTIME: the same for the events that its list of instances joins across the articles of its two
collections. NewsWCL50: the same for the events and actions of its five political events, with its documents grouped.
PolNeAR: `agency copy`: reports that the corpus says an agency wrote, against those that ingest finds one credited in.

Chains with one member count. MUC, B3 and CEAFe are computed over all reports of a corpus at once.
"""

from __future__ import annotations

import gzip
import json
import tarfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from evaluation.coreference import b_cubed, ceaf_entities, muc
from evaluation.metrics import Counts
from evaluation.options import task_parser
from onrecord.errors import OnRecordError
from onrecord.ingest.load import document_from_text
from onrecord.model import Document, FiledRecord, Span, text_digest
from onrecord.pipeline import Recorder
from onrecord.relate.clusters import average_link
from onrecord.relate.houses import same_house
from onrecord.relate.links import link_chances, load_links
from onrecord.relate.near import WordVectors
from onrecord.relate.stories import Likeness, find_stories
from onrecord.relate.tellings import Telling, telling_at, tellings_of
from onrecord.relate.views import View, views_of
from onrecord.relate.word_space import WordSpace
from onrecord.relate.words import Weights
from training.ecbplus import read_ecbplus
from training.named import join_tokens

_MEANTIME = "meantime/meantime-en-apple-airbus.tar.gz"
_WCL = "newswcl50/NewsWCL50.even-topics.conll.gz"
_WCL_EVENTS = "newswcl50/event_mentions.even-topics.json.gz"
_NO_WIRE = ("None", "NA", "")


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of something that happens, and the chain of those that are one across reports."""

    span: Span
    chain: str


@dataclass(frozen=True, slots=True)
class MarkedReport:
    """A report with its mentions.

    Attributes:
        name: its name.
        group: name of the story that it is of, or None where the corpus does not say.
        document: the report.
        mentions: in order.
        marked: where all mentions are marked: sentences, or the whole text.
    """

    name: str
    group: str | None
    document: Document
    mentions: tuple[Mention, ...]
    marked: tuple[Span, ...]


def read_ecb(data: Path) -> Iterator[MarkedReport]:
    """Yield the development part of ECB+; marked are the sentences whose annotation was checked."""
    for report in read_ecbplus(data, "dev"):
        checked = [action for action in report.actions if action.checked]
        mentions = tuple(Mention(action.span, action.chain) for action in checked)
        yield MarkedReport(report.name, report.happening, report.document, mentions, report.checked)


def read_meantime(data: Path) -> Iterator[MarkedReport]:
    """Yield MEANTIME's articles on Apple and Airbus with the events of its cross-document annotation."""
    with tarfile.open(data / _MEANTIME) as tar:
        members = [m for m in tar.getmembers() if m.name.endswith(".xml") and "intra_cross-doc" in m.name]
        for member in sorted(members, key=lambda m: m.name):
            stream = tar.extractfile(member)
            if stream is not None:
                yield _meantime(Path(member.name).stem, etree.fromstring(stream.read()))


def _meantime(name: str, root: Any) -> MarkedReport:
    sentences: dict[str, list[Any]] = {}
    for token in root.findall("token"):
        sentences.setdefault(token.get("sentence"), []).append(token)
    text, spans = "", {}
    for tokens in sentences.values():
        joined, own = join_tokens([token.text or "" for token in tokens])
        text += " " if text else ""
        for token, (start, end) in zip(tokens, own, strict=True):
            spans[token.get("t_id")] = Span(start + len(text), end + len(text))
        text += joined
    marks = root.find("Markables")
    instance = {mark.get("m_id"): mark.get("instance_id") for mark in marks if mark.tag == "EVENT"}
    chain_of = {}
    for relation in root.find("Relations"):
        target = relation.find("target")
        chain = instance.get(target.get("m_id")) if target is not None else None
        if relation.tag == "REFERS_TO" and chain:
            chain_of |= {source.get("m_id"): chain for source in relation.findall("source")}
    mentions = []
    for mark in marks:
        tokens = [anchor.get("t_id") for anchor in mark.findall("token_anchor")]
        if mark.tag == "EVENT_MENTION" and tokens and mark.get("m_id") in chain_of:
            span = Span(min(spans[t].start for t in tokens), max(spans[t].end for t in tokens))
            mentions.append(Mention(span, chain_of[mark.get("m_id")]))
    mentions.sort(key=lambda mention: mention.span)
    document = Document(text_digest(text), f"meantime-{name}", text)
    return MarkedReport(name, None, document, tuple(mentions), ())


def read_wcl(data: Path) -> Iterator[MarkedReport]:
    """Yield the reports of NewsWCL50 with the mentions of events and actions."""
    with gzip.open(data / _WCL_EVENTS, "rt", encoding="utf-8") as file:
        listed = [m for m in json.load(file) if m["mention_type"] in ("EVENT", "ACTION")]
    marked = defaultdict(list)
    for mention in listed:
        marked[mention["doc_id"]].append(
            (mention["sent_id"], mention["tokens_number"], mention["coref_chain"])
        )
    rows: dict[str, dict[int, list[tuple[int, str]]]] = {}
    with gzip.open(data / _WCL, "rt", encoding="utf-8") as file:
        for line in file:
            cells = line.rstrip("\n").split("\t")
            if len(cells) >= 4 and not line.startswith("#"):
                own = rows.setdefault(cells[0].split("/")[-1], {})
                own.setdefault(int(cells[1]), []).append((int(cells[2]), cells[3]))
    for name, sentences in rows.items():
        yield _wcl(name, sentences, marked[name])


def _wcl(
    name: str, sentences: Mapping[int, list[tuple[int, str]]], marked: list[tuple[int, list[int], str]]
) -> MarkedReport:
    text, spans = "", {}
    for number, tokens in sorted(sentences.items()):
        joined, own = join_tokens([token for _, token in tokens])
        text += " " if text else ""
        for (place, _), (start, end) in zip(tokens, own, strict=True):
            spans[number, place] = Span(start + len(text), end + len(text))
        text += joined
    mentions = []
    for number, places, chain in marked:
        found = [spans[number, place] for place in places if (number, place) in spans]
        if found:
            mentions.append(Mention(Span(min(s.start for s in found), max(s.end for s in found)), chain))
    mentions.sort(key=lambda mention: mention.span)
    document = Document(text_digest(text), f"newswcl50-{name}", text)
    return MarkedReport(name, name.split("_")[0], document, tuple(mentions), ())


class Corpus:
    """The reports of a corpus, recorded and grouped into stories.

    Args:
        reports: its reports.
        recorder: puts them on record.
        space: how near words are in meaning.
    """

    def __init__(self, reports: Sequence[MarkedReport], recorder: Recorder, space: WordSpace) -> None:
        self.space, self.model = space, load_links()
        self.marked = {report.name: report for report in reports}
        filed = (FiledRecord(report.name, recorder(report.document)) for report in reports)
        self.views: list[View] = views_of(filed)
        self.weights = Weights.of(view.words for view in self.views)
        self.stories = find_stories(WordVectors.of(self.views, self.weights))

    def documents(self) -> float:
        """Return B-cubed F1 of the stories, in percent."""
        gold: dict[str, set[int]] = defaultdict(set)
        for index, view in enumerate(self.views):
            gold[self.marked[view.key].group or ""].add(index)
        return b_cubed([frozenset(g) for g in gold.values()], [frozenset(story) for story in self.stories]).f1

    def given(self) -> float:
        """Return the CoNLL F1 of linking the mentions of the corpus, in percent."""
        gold, found = _Chains(), _Chains()
        for number, story in enumerate(self.stories):
            tellings, names = [], []
            for index in story:
                for mention in self.marked[self.views[index].key].mentions:
                    tellings.append(telling_at(index, self.views[index], mention.span))
                    names.append((index, mention.span))
                    gold.add(mention.chain, (index, mention.span))
            found.add_clusters(f"{number}", self._linked(story, tellings), names)
        return conll(gold, found)

    def found(self) -> float:
        """Return the CoNLL F1 of the events of our own, in percent: each stands for the mention that it overlaps."""
        gold, found = _Chains(), _Chains()
        for number, story in enumerate(self.stories):
            tellings: list[Telling] = []
            names: list[tuple[int, Span]] = []
            for index in story:
                report = self.marked[self.views[index].key]
                for mention in report.mentions:
                    gold.add(mention.chain, (index, mention.span))
                for telling in tellings_of(index, self.views[index]):
                    name = _stands_for(telling.anchor, report)
                    if name is not None and (index, name) not in names:
                        tellings.append(telling)
                        names.append((index, name))
            found.add_clusters(f"{number}", self._linked(story, tellings), names)
        return conll(gold, found)

    def _linked(self, story: Sequence[int], tellings: Sequence[Telling]) -> list[list[int]]:
        if not tellings:
            return []
        alike = Likeness.of(story, self.views, self.weights)
        return average_link(
            link_chances(tellings, self.weights, self.space, alike, self.model), self.model.least
        )


def _stands_for(anchor: Span, report: MarkedReport) -> Span | None:
    """Return the mention that an event of ours overlaps, its own words where all is marked, None where nothing is said."""
    for mention in report.mentions:
        if mention.span.overlaps(anchor):
            return mention.span
    marked = not report.marked or any(span.overlaps(anchor) for span in report.marked)
    return anchor if marked else None


class _Chains:
    """Chains by name."""

    def __init__(self) -> None:
        self._of: dict[str, set[tuple[int, Span]]] = defaultdict(set)

    def add(self, chain: str, mention: tuple[int, Span]) -> None:
        self._of[chain].add(mention)

    def add_clusters(
        self, name: str, clusters: list[list[int]], mentions: Sequence[tuple[int, Span]]
    ) -> None:
        for number, cluster in enumerate(clusters):
            self._of[f"{name}-{number}"] |= {mentions[n] for n in cluster}

    def chains(self) -> list[frozenset[tuple[int, Span]]]:
        return [frozenset(chain) for chain in self._of.values()]


def conll(gold: _Chains, found: _Chains) -> float:
    """Return the mean F1 of MUC, B3 and CEAFe, in percent."""
    return sum(metric(gold.chains(), found.chains()).f1 for metric in (muc, b_cubed, ceaf_entities)) / 3


def agency_copy(data: Path, *, limit: int | None = None) -> list[Counts]:
    """Return the counts of each report of PolNeAR: an agency wrote it by the corpus, and by what ingest finds credited."""
    rows = []
    for part in ("train", "dev"):
        with gzip.open(data / "polnear" / f"{part}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                report = json.loads(line)
                wire = report["wire"] if report["wire"] not in _NO_WIRE else None
                try:
                    agency = document_from_text(report["text"], source=report["doc"]).agency
                except OnRecordError:
                    continue
                right = int(wire is not None and same_house(agency, _FULL.get(wire.casefold(), wire)))
                rows.append(Counts(right, int(wire is not None), int(agency is not None)))
                if limit is not None and len(rows) >= limit:
                    return rows
    return rows


_FULL = {
    "ap": "Associated Press (AP)",
    "upi": "United Press International (UPI)",
    "afp": "Agence France-Presse (AFP)",
}
READERS = {"ECB+": read_ecb, "MEANTIME": read_meantime, "NewsWCL50": read_wcl}


def measure(
    recorder: Recorder, data: Path, *, weights: Path | None = None, limit: int | None = None
) -> dict[str, tuple[dict[str, float], int]]:
    """Return the figures of each corpus with its number of reports; with `limit`, of its first so many."""
    space = WordSpace.load(weights)
    found = {}
    for name, read in READERS.items():
        corpus = Corpus(list(read(data))[:limit], recorder, space)
        figures = {"actions given": corpus.given(), "actions found": corpus.found()}
        if name != "MEANTIME":
            figures = {"documents B3": corpus.documents(), **figures}
        found[name] = (figures, len(corpus.views))
    return found


def main() -> None:
    """Print the figures."""
    args = task_parser(__doc__).parse_args()
    from onrecord.pipeline import load

    for name, (figures, n) in measure(
        load(weights=args.weights), args.data, weights=args.weights, limit=args.limit
    ).items():
        print(f"{name} ({n} reports)")
        for measured, value in figures.items():
            print(f"  {measured:16s} {value:5.1f}")
    print("PolNeAR, agency copy", sum(agency_copy(args.data, limit=args.limit), Counts(0, 0, 0)))


if __name__ == "__main__":
    main()
