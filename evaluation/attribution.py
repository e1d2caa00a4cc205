"""Attribution on PolNeAR: exact and character F1 of source, cue and content, and linked triples.

`python -m evaluation.attribution --data ../shared/data [--part dev] [--limit N] [--weights DIR]`

Sentence instances: the sentence bounds are those of CoreNLP that come with the corpus; every gold and
found span is clipped to each sentence it touches, and the distinct clipped spans of a role in a
sentence are compared exactly (offsets with white space at the ends taken off). Whole report: the spans
as they are. Characters: those covered by the spans of a role in the whole report, white space within a span
included; counts are summed over reports.

Linked triples, of the gold those with a cue and a content, of the found those with a content. `exact`: the
spans of source, cue and content are all the same, in as many pieces. `relaxed`: content characters with a
Jaccard index of .5 or more, cue overlapping, source overlapping; matched one to one, best content first. In
both a triple without a source matches only one without. One report of the development part and three of
training come without sentence bounds and are left out.

Kinds of speech, by quotation marks alone (double ones; single ones outside these): of the letters and digits of
the content all are between marks (`direct`), some (`mixed`) or none (`indirect`). A quotation that opens and does
not close ends with its paragraph. What was found has no kind of its own before the rules for news: a found triple
that matches takes the kind of its gold, any other that of its own content, so that the counts of the three kinds
add up to those of all triples.

The corpus marks the outermost attribution only (9 pairs of overlapping contents in 19,868 attributions of its
training part), so speech found within other speech is left out of the comparison.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from evaluation.metrics import Counts, bootstrap_interval
from evaluation.options import task_parser
from onrecord.model import Document, Span, SpeechFrame, text_digest, trim
from onrecord.read.reader import Reader

ROLES = ("source", "cue", "content")
KINDS = ("direct", "indirect", "mixed")
MATCHES = ("relaxed", "exact")
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


def gold_spans(article: Article, role: int) -> set[Span]:
    """Return the spans that the gold has in a role (an index of `ROLES`), white space at their ends taken off."""
    return {_tidy(s, article.text) for f in article.frames for s in f[role]}


def found_spans(frames: Sequence[SpeechFrame], role: int, text: str) -> set[Span]:
    """Return the spans that frames have in a role (an index of `ROLES`), white space at their ends taken off."""
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


_DOUBLE_MARK = re.compile("[\u201c\u201d\u201e\u00ab\u00bb\"]|(?<!')''(?!')|``")


def score_article(article: Article, frames: tuple[SpeechFrame, ...]) -> dict[str, Counts]:
    """Return counts of right, gold and found spans of one report, by role and setting."""
    scores: dict[str, Counts] = {}
    for k, role in enumerate(ROLES):
        gold, found = gold_spans(article, k), found_spans(frames, k, article.text)
        scores[f"report {role}"] = Counts(len(gold & found), len(gold), len(found))
        gold_in = _clip(gold, article.sentences, article.text)
        found_in = _clip(found, article.sentences, article.text)
        scores[f"sentence {role}"] = Counts(len(gold_in & found_in), len(gold_in), len(found_in))
        gold_at, found_at = _characters(gold), _characters(found)
        scores[f"characters {role}"] = Counts(len(gold_at & found_at), len(gold_at), len(found_at))
    return scores | _triples(article, frames)


def _characters(spans: Iterable[Span]) -> set[int]:
    return {i for s in spans for i in range(s.start, s.end)}


def _triples(article: Article, frames: tuple[SpeechFrame, ...]) -> dict[str, Counts]:
    """Return counts of linked triples: over all, and by kind of speech."""
    gold = [f for f in article.frames if f[1] and f[2]]
    found = [f for f in frames if f.content]
    quoted = quoted_characters(article.text)
    gold_kinds = [kind_of(f[2], article.text, quoted) for f in gold]
    found_kinds = [kind_of(f.content, article.text, quoted) for f in found]
    scores = {}
    for how, pairs in (
        ("relaxed", match_relaxed(gold, found)),
        ("exact", match_exact(gold, found, article.text)),
    ):
        scores[f"triple {how}"] = Counts(len(pairs), len(gold), len(found))
        kinds = list(found_kinds)
        for g, k in pairs:
            kinds[k] = gold_kinds[g]
        for kind in KINDS:
            right = sum(gold_kinds[g] == kind for g, _ in pairs)
            scores[f"{kind} {how}"] = Counts(right, gold_kinds.count(kind), kinds.count(kind))
    return scores


def quoted_characters(text: str) -> set[int]:
    """Return the offsets of all characters between double quotation marks of one line, of whatever sort.

    Each mark opens or closes in turn; within curly marks straight ones are passed over; what is open at the end of a line
    ends there. It is not the reader of marks of the program, so that the cut by kind does not move with what is measured.
    """
    found: set[int] = set()
    for line in re.finditer(r"[^\n]+", text):
        opened: re.Match[str] | None = None
        for mark in _DOUBLE_MARK.finditer(text, line.start(), line.end()):
            if opened is None:
                opened = mark
            elif (
                mark[0] == "\u201d" or opened[0] != "\u201c" or "\u201d" not in text[mark.end() : line.end()]
            ):
                found.update(range(opened.end(), mark.start()))
                opened = None
        if opened is not None:
            found.update(range(opened.end(), line.end()))
    return found


def kind_of(content: Iterable[Span], text: str, quoted: set[int]) -> str:
    """Return "direct", "mixed" or "indirect" as all, some or none of the content is between quotation marks.

    Args:
        content: the pieces of the content.
        text: the report.
        quoted: its `quoted_characters`; letters and digits of the content alone are looked up there.
    """
    inside = [i in quoted for i in _characters(content) if text[i : i + 1].isalnum()]
    return "indirect" if not any(inside) else "direct" if all(inside) else "mixed"


def match_relaxed(gold: Sequence[GoldFrame], found: Sequence[SpeechFrame]) -> list[tuple[int, int]]:
    """Return the indices of gold and found triples that match by the relaxed rule, each in one pair at most."""
    characters = [_characters(f.content) for f in found]
    pairs = []
    for g, (source, cue, content) in enumerate(gold):
        own = _characters(content)
        for k, frame in enumerate(found):
            if not any(frame.cue.overlaps(c) for c in cue) or not _same_voice(source, frame.source):
                continue
            jaccard = len(own & characters[k]) / len(own | characters[k])
            if jaccard >= _SAME_CONTENT:
                pairs.append((-jaccard, g, k))
    taken: dict[int, int] = {}
    for _, g, k in sorted(pairs):
        if g not in taken and k not in taken.values():
            taken[g] = k
    return sorted(taken.items())


def _same_voice(gold: tuple[Span, ...], found: Span | None) -> bool:
    return not gold if found is None else any(found.overlaps(s) for s in gold)


def match_exact(gold: Sequence[GoldFrame], found: Sequence[SpeechFrame], text: str) -> list[tuple[int, int]]:
    """Return the indices of gold and found triples whose spans are all the same, each in one pair at most."""
    left = {
        k: _triple_of(((f.source,) if f.source else (), (f.cue,), f.content), text)
        for k, f in enumerate(found)
    }
    pairs = []
    for g, frame in enumerate(gold):
        wanted = _triple_of(frame, text)
        k = next((k for k, one in left.items() if one == wanted), None)
        if k is not None:
            pairs.append((g, k))
            del left[k]
    return pairs


def _triple_of(frame: GoldFrame, text: str) -> tuple[frozenset[Span], ...]:
    return tuple(frozenset(_tidy(s, text) for s in spans) for spans in frame)


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
    parser = task_parser(__doc__)
    parser.add_argument("--part", default="dev")
    args = parser.parse_args()
    scores = measure(Reader.load(args.weights), islice(read_articles(args.data, args.part), args.limit))
    print(f"PolNeAR {args.part}, {len(scores)} reports; 95 % bootstrap interval over reports")
    for name in scores[0]:
        rows = [s[name] for s in scores]
        total = sum(rows, Counts(0, 0, 0))
        low, high = bootstrap_interval(rows)
        print(f"{name:20s} {total}  [{low:.1f}, {high:.1f}]")


if __name__ == "__main__":
    main()
