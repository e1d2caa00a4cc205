"""Attribution on PolNeAR: exact F1 of source, cue and content, and linked triples.

`python -m evaluation.attribution --data ../shared/data [--part dev] [--limit N] [--weights DIR]`

Sentence instances: the sentence bounds are those of CoreNLP that come with the corpus; every gold and
found span is clipped to each sentence it touches, and the distinct clipped spans of a role in a
sentence are compared exactly (offsets with white space at the ends taken off). Whole report: the spans
as they are. Linked triples, relaxed: content characters with a Jaccard index of .5 or more, cue
overlapping, source overlapping or absent on both sides; matched one to one, best content first. Of the gold,
those with a cue and a content count; of the found, those with a content. One report of the development part
and three of training come without sentence bounds and are left out.

The corpus marks the outermost attribution only (9 pairs of overlapping contents in 19,868 attributions of its
training part), so speech found within other speech is left out of the comparison.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from evaluation.metrics import Counts, bootstrap_interval
from onrecord.model import Document, Span, SpeechFrame, text_digest, trim
from onrecord.read.reader import Reader

ROLES = ("source", "cue", "content")
_SAME_CONTENT = 0.5
"""Least Jaccard index of content characters for two triples to be one."""

GoldFrame = tuple[tuple[Span, ...], tuple[Span, ...], tuple[Span, ...]]
"""Spans of source, cue and content of one attribution."""


@dataclass(frozen=True, slots=True)
class Article:
    """One report of PolNeAR with its attributions and sentence bounds."""

    name: str
    text: str
    frames: tuple[GoldFrame, ...]
    sentences: tuple[Span, ...]


def read_articles(data: Path, part: str) -> Iterator[Article]:
    """Yield the reports of a part that have silver sentence bounds."""
    with gzip.open(data / f"polnear/silver-corenlp-{part}.jsonl.gz", "rt", encoding="utf-8") as lines:
        sentences = {
            r["doc"]: tuple(Span(s[0][0], s[-1][1]) for s in r["sents"] if s) for r in map(json.loads, lines)
        }
    with gzip.open(data / f"polnear/{part}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["doc"] not in sentences:
                continue
            frames = []
            for a in next(iter(row["attributions"].values())):
                source, cue, content = (tuple(Span(b, e) for b, e in a[r]) for r in ROLES)
                if source or cue or content:
                    frames.append((source, cue, content))
            yield Article(row["doc"], row["text"], tuple(frames), sentences[row["doc"]])


def _gold(article: Article, role: int) -> set[Span]:
    return {_tidy(s, article.text) for f in article.frames for s in f[role]}


def _found(frames: tuple[SpeechFrame, ...], role: int, text: str) -> set[Span]:
    picked = {
        0: [f.source for f in frames if f.source],
        1: [f.cue for f in frames],
        2: [s for f in frames for s in f.content],
    }[role]
    return {_tidy(s, text) for s in picked}


def _tidy(span: Span, text: str) -> Span:
    return trim(Span(min(span.start, len(text)), min(span.end, len(text))), text)


def _clip(spans: set[Span], sentences: tuple[Span, ...], text: str) -> set[tuple[int, Span]]:
    clipped = set()
    for k, sentence in enumerate(sentences):
        for span in spans:
            if span.overlaps(sentence):
                part = trim(Span(max(span.start, sentence.start), min(span.end, sentence.end)), text)
                if len(part):
                    clipped.add((k, part))
    return clipped


def score_article(article: Article, frames: tuple[SpeechFrame, ...]) -> dict[str, Counts]:
    """Return counts of right, gold and found spans of one report, by role and setting."""
    scores: dict[str, Counts] = {}
    for k, role in enumerate(ROLES):
        gold, found = _gold(article, k), _found(frames, k, article.text)
        scores[f"report {role}"] = Counts(len(gold & found), len(gold), len(found))
        gold_in = _clip(gold, article.sentences, article.text)
        found_in = _clip(found, article.sentences, article.text)
        scores[f"sentence {role}"] = Counts(len(gold_in & found_in), len(gold_in), len(found_in))
    scores["triple relaxed"] = _triples(article, frames)
    return scores


def _characters(spans: tuple[Span, ...]) -> set[int]:
    return {i for s in spans for i in range(s.start, s.end)}


def _triples(article: Article, frames: tuple[SpeechFrame, ...]) -> Counts:
    gold = [f for f in article.frames if f[1] and f[2]]
    found = [f for f in frames if f.content]
    characters = [_characters(f.content) for f in found]
    pairs = []
    for g, (source, cue, content) in enumerate(gold):
        own = _characters(content)
        for k, frame in enumerate(found):
            if not any(frame.cue.overlaps(c) for c in cue):
                continue
            if frame.source is None and source:
                continue
            if frame.source is not None and not any(frame.source.overlaps(s) for s in source):
                continue
            jaccard = len(own & characters[k]) / len(own | characters[k])
            if jaccard >= _SAME_CONTENT:
                pairs.append((-jaccard, g, k))
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    for _, g, k in sorted(pairs):
        if g not in taken_gold and k not in taken_found:
            taken_gold.add(g)
            taken_found.add(k)
    return Counts(len(taken_gold), len(gold), len(found))


def measure(reader: Reader, articles: Iterable[Article]) -> list[dict[str, Counts]]:
    """Return the counts of every report."""
    scores = []
    for article in articles:
        document = Document(id=text_digest(article.text), input=article.name, text=article.text)
        scores.append(score_article(article, outermost(reader.read(document).frames)))
    return scores


def outermost(frames: tuple[SpeechFrame, ...]) -> tuple[SpeechFrame, ...]:
    """Return the frames whose cue lies in the content of no other, as the corpus annotates them."""
    return tuple(
        f for f in frames if not any(o is not f and any(c.holds(f.cue) for c in o.content) for o in frames)
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", default="dev")
    parser.add_argument("--limit", type=int, help="the first N reports only")
    parser.add_argument("--weights", type=Path)
    args = parser.parse_args()
    scores = measure(Reader.load(args.weights), islice(read_articles(args.data, args.part), args.limit))
    print(f"PolNeAR {args.part}, {len(scores)} reports; exact spans, 95 % bootstrap interval over reports")
    for name in scores[0]:
        rows = [s[name] for s in scores]
        total = sum(rows, Counts(0, 0, 0))
        low, high = bootstrap_interval(rows)
        print(f"{name:18s} {total}  [{low:.1f}, {high:.1f}]")


if __name__ == "__main__":
    main()
