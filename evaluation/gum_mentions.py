"""Mentions on GUM: named, described and pronominal, within one another, each with a coarse type.

    python -m evaluation.gum_mentions --data ../shared/data [--part dev] [--limit N] [--weights DIR]

The gold is every mention of `Entity=`, singletons and mentions within mentions included, the texts read from raw
text. The corpus marks whole noun phrases: the reading's mentions, which stop before relative clauses and
appositions, are widened by their tree as for coreference. Types are person, body, place, event, and one for all the
rest. Mentions of times are left to the task of times: those of the gold are left out, and so is what was found on
their head words.

What counts as right: the same span and type; the same span; or the same head word, whatever the span and type. The
head of a gold mention is its first word, punctuation aside, that depends on no other of its words. By kind, right
is the same span and type: a gold mention is a name where its head is a proper noun, a pronoun where it is a pronoun or
determiner, else a description. A found mention that is right counts under the kind of its gold, any other under
its own; the same holds of mentions within others.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from evaluation.coreference import whole_phrase
from evaluation.metrics import Counts, bootstrap_interval
from evaluation.options import task_parser
from evaluation.syntax import GoldDocument, GoldWord, read_documents, split_sentences
from onrecord.model import Document, Mention, MentionKind, Reading, Span, text_digest
from onrecord.read.reader import Reader

MEASURES = ("span and type", "span", "head word", "names", "descriptions", "pronouns", "within others")
_KINDS: dict[str, MentionKind] = {"names": "name", "descriptions": "nominal", "pronouns": "pronoun"}
_MARK = re.compile(r"\((\d+)-([a-z]+)(?:-[^()]*)?(\))?|(\d+)\)")
_TYPES = {"person": "PERSON", "organization": "ORG", "place": "LOC", "event": "EVENT"}
_READING = {"PERSON": "PERSON", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC", "EVENT": "EVENT"}
_OTHER = "OTHER"
_TIME = "time"


@dataclass(frozen=True, slots=True)
class MarkedMention:
    """A mention of one side, as it is compared: its phrase, its head word, its kind and its coarse type."""

    span: Span
    head: Span
    kind: MentionKind
    type: str


@dataclass(frozen=True, slots=True)
class MarkedDocument:
    """A text with its mentions, and the head words of those of times, which are left out of them."""

    name: str
    text: str
    mentions: tuple[MarkedMention, ...]
    times: frozenset[Span]


def read_marked(path: Path) -> Iterator[MarkedDocument]:
    """Yield the documents of a part of GUM with their mentions."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for document, sentences in zip(read_documents(path, "gum"), split_sentences(lines), strict=True):
            miscs = [row[9] for rows in sentences for row in rows if "-" not in row[0]]
            yield mark(document, miscs)


def mark(document: GoldDocument, miscs: Sequence[str]) -> MarkedDocument:
    """Return a document with the mentions that the last column of its words opens and closes.

    Raises:
        ValueError: a mention is closed that was not opened, or stays open.
    """
    mentions, times = [], set()
    for first, last, kind in read_ranges(miscs, document.name):
        head = _head(document.words, first, last)
        if kind == _TIME:
            times.add(head.span)
        else:
            span = Span(document.words[first].span.start, document.words[last].span.end)
            mentions.append(MarkedMention(span, head.span, _kind(head), _TYPES.get(kind, _OTHER)))
    return MarkedDocument(document.name, document.text, tuple(mentions), frozenset(times))


def read_ranges(miscs: Sequence[str], name: str) -> Iterator[tuple[int, int, str]]:
    """Yield the first word, the last word and the type of every mention, as its end is reached.

    Raises:
        ValueError: a mention is closed that was not opened, or stays open.
    """
    opened: dict[str, list[tuple[int, str]]] = {}
    for k, misc in enumerate(miscs):
        marks = next((part[7:] for part in misc.split("|") if part.startswith("Entity=")), "")
        for entity, kind, single, closed in _MARK.findall(marks):
            if single:
                yield k, k, kind
            elif entity:
                opened.setdefault(entity, []).append((k, kind))
            elif opened.get(closed):
                first, kind = opened[closed].pop()
                yield first, k, kind
            else:
                raise ValueError(
                    f"{name}: word {k} closes mention {closed}, which is not open; check its Entity="
                )
    left = sorted(entity for entity, stack in opened.items() if stack)
    if left:
        raise ValueError(
            f"{name}: mentions {', '.join(left)} are never closed; check Entity= of the document"
        )


def _head(words: Sequence[GoldWord], first: int, last: int) -> GoldWord:
    tops = [word for word in words[first : last + 1] if word.head is None or not first <= word.head <= last]
    return next((word for word in tops if word.upos != "PUNCT"), tops[0])


def _kind(head: GoldWord) -> MentionKind:
    return "name" if head.upos == "PROPN" else "pronoun" if head.upos in ("PRON", "DET") else "nominal"


def mentions_of(reading: Reading, times: frozenset[Span]) -> tuple[MarkedMention, ...]:
    """Return the mentions of a reading, widened to whole phrases, without those on the head words of times."""
    children: list[list[int]] = [[] for _ in reading.words]
    for k, word in enumerate(reading.words):
        if word.head is not None:
            children[word.head].append(k)

    def marked(mention: Mention) -> MarkedMention:
        span = whole_phrase(reading, mention.head, children)
        head = reading.words[mention.head].span
        return MarkedMention(span, head, mention.kind, _READING.get(mention.type, _OTHER))

    others = (mention for mention in reading.mentions if mention.type != "TIME")
    return tuple(one for one in map(marked, others) if one.head not in times)


def score_mentions(gold: Iterable[MarkedMention], found: Iterable[MarkedMention]) -> dict[str, Counts]:
    """Return right, gold and found mentions of one text, by measure; the order of either side does not matter."""
    wanted, had = _by_span_and_type(gold), _by_span_and_type(found)
    right = wanted.keys() & had.keys()
    scores = {
        "span and type": _compare(wanted.keys(), had.keys()),
        "span": _compare({span for span, _ in wanted}, {span for span, _ in had}),
        "head word": _compare({m.head for m in wanted.values()}, {m.head for m in had.values()}),
    }
    for measure, kind in _KINDS.items():
        scores[measure] = _within(
            right,
            {key for key, mention in wanted.items() if mention.kind == kind},
            {key for key, mention in had.items() if mention.kind == kind},
        )
    scores["within others"] = _within(right, _inner(wanted), _inner(had))
    return scores


_Key = tuple[Span, str]


def _by_span_and_type(mentions: Iterable[MarkedMention]) -> dict[_Key, MarkedMention]:
    # Of two mentions with one span and type, the one with the first head stands for both.
    return {(m.span, m.type): m for m in sorted(mentions, key=lambda m: (m.head, m.kind), reverse=True)}


def _compare(gold: Iterable[object], found: Iterable[object]) -> Counts:
    wanted, had = set(gold), set(found)
    return Counts(len(wanted & had), len(wanted), len(had))


def _within(right: set[_Key], gold: set[_Key], found: set[_Key]) -> Counts:
    n_right = len(right & gold)
    return Counts(n_right, len(gold), n_right + len(found - right))


def _inner(mentions: dict[_Key, MarkedMention]) -> set[_Key]:
    spans = {span for span, _ in mentions}
    return {key for key in mentions if any(span != key[0] and span.holds(key[0]) for span in spans)}


def measure(
    read: Callable[[Document], Reading], data: Path, *, part: str = "dev", limit: int | None = None
) -> list[dict[str, Counts]]:
    """Return the counts of every document of a part."""
    rows = []
    for one in islice(read_marked(data / "gum" / f"gum-{part}.conllu.gz"), limit):
        reading = read(Document(text_digest(one.text), one.name, one.text))
        rows.append(score_mentions(one.mentions, mentions_of(reading, one.times)))
    return rows


def main() -> None:
    """Print the table."""
    parser = task_parser(__doc__)
    parser.add_argument("--part", default="dev")
    args = parser.parse_args()
    rows = measure(Reader.load(args.weights).read, args.data, part=args.part, limit=args.limit)
    print(f"GUM {args.part}, {len(rows)} documents; 95 % bootstrap interval over documents")
    for name in MEASURES:
        counts = [row[name] for row in rows]
        low, high = bootstrap_interval(counts)
        print(f"{name:14s} {sum(counts, Counts(0, 0, 0))}  [{low:.1f}, {high:.1f}]")


if __name__ == "__main__":
    main()
