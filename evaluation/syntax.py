"""Tags and trees on UD English EWT and GUM: gold tokens and raw text.

`python -m evaluation.syntax --data ../shared/data [--part dev] [--limit N] [--weights DIR]`

Gold tokens: words and sentences are given, every word counts, and UPOS, XPOS, lemmas, UAS and LAS are
accuracies (the CoNLL-2018 measures; relation subtypes and lemmas that the gold leaves blank are let pass,
as there). Raw text: words and sentences are found by the reader; F1 of exact spans. A word without
characters of its own (the second of "dunno") counts in the gold of both and can never be found in raw text.

The definitions are those of `conll18_ud_eval.py` 1.2 (ufal/conll2018; Zeman et al. 2018): both sides are laid over the
same characters, white space aside; a sentence is right where both its ends are; a word aligns with one of the same
characters; UPOS, XPOS and lemma are right where they are the same on an aligned word, UAS where the heads align too
(or both are roots), LAS where the relation without its subtype is the same as well. Each is F1, twice the right over
gold and system words together; with words given every word aligns and it is the accuracy. One thing differs: there
the words of a fused token align by their forms, here by characters, so that of a token that its words do not spell
the first word alone is found, where the whole token is found as one (neither development part has such a token).
"""

from __future__ import annotations

import gzip
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from evaluation.metrics import Counts, bootstrap_interval
from evaluation.options import task_parser
from onrecord.model import Document, Span, text_digest
from onrecord.read.atoms import Atom, Gap, find_atoms
from onrecord.read.lemmas import apply_script
from onrecord.read.reader import Reader
from training.corpora import read_conllu

Rows = list[list[str]]
MEASURES = ("UPOS", "XPOS", "Lemmas", "UAS", "LAS")


@dataclass(frozen=True, slots=True)
class GoldWord:
    """One word of a treebank.

    Attributes:
        span: its characters; empty for a word that has none of its own.
        sentence: number of its sentence in the document.
        head: index of its head in the document, or None for a root.
    """

    span: Span
    sentence: int
    upos: str
    xpos: str
    lemma: str
    head: int | None
    deprel: str


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One document of a treebank with its words in order."""

    name: str
    text: str
    words: tuple[GoldWord, ...]


def read_documents(path: Path, corpus: str, *, limit: int | None = None) -> Iterator[GoldDocument]:
    """Yield the documents of a treebank, their text as training rebuilds it, with every word in it."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for example, sentences in zip(
            read_conllu(path, corpus, limit=limit), split_sentences(lines), strict=limit is None
        ):
            yield GoldDocument(example.name, example.text, tuple(locate_words(example.text, sentences)))


def split_sentences(lines: Iterator[str]) -> Iterator[list[Rows]]:
    """Yield, for each document of CoNLL-U lines, the rows of each of its sentences (empty nodes left out)."""
    document: list[Rows] = []
    rows: Rows = []
    for line in [*lines, ""]:
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            if document:
                yield document
            document = []
        elif line and not line.startswith("#"):
            row = line.split("\t")
            if "." not in row[0]:
                rows.append(row)
        elif not line and rows:
            document.append(rows)
            rows = []
    if document:
        yield document


def locate_words(text: str, sentences: list[Rows]) -> Iterator[GoldWord]:
    """Yield the words of a document with their places in its text.

    Words of a fused token that do not spell it together share it: the first has its characters.

    Raises:
        ValueError: the text is not that of the sentences.
    """
    at = first = 0
    for number, rows in enumerate(sentences):
        words = [row for row in rows if "-" not in row[0]]
        fused = {int(row[0].split("-")[0]): row for row in rows if "-" in row[0]}
        k = 0
        while k < len(words):
            token = fused.get(k + 1)
            own = words[k : int(token[0].split("-")[1])] if token else words[k : k + 1]
            form = token[1] if token else own[0][1]
            while text[at : at + 1].isspace():
                at += 1
            if not text.startswith(form, at):
                raise ValueError(f"{form!r} does not stand at {at} of the text")
            lengths = [len(row[1]) for row in own]
            if "".join(row[1] for row in own) != form:
                lengths = [len(form)] + [0] * (len(own) - 1)
            start = at
            for row, length in zip(own, lengths, strict=True):
                head = first + int(row[6]) - 1 if row[6] not in ("0", "_") else None
                span = Span(start, start + length)
                yield GoldWord(span, number, row[3], row[4], row[2], head, row[7])
                start += length
            at += len(form)
            k += len(own)
        first += len(words)


def cut_atoms(text: str, words: tuple[GoldWord, ...]) -> tuple[tuple[Atom, ...], list[int]]:
    """Return the atoms of a text, cut where gold words begin, and for each word the atom it starts with.

    A word that starts no atom, having no characters that can be seen, takes the atom before it.
    """
    starts = sorted({word.span.start for word in words if len(word.span)})
    atoms: list[Atom] = []
    for atom in find_atoms(text):
        inner = starts[bisect_right(starts, atom.span.start) : bisect_right(starts, atom.span.end - 1)]
        bounds = [atom.span.start, *inner, atom.span.end]
        for begin, end in pairwise(bounds):
            shape = find_atoms(text[begin:end])[0].shape if inner else atom.shape
            gap = atom.gap if begin == atom.span.start else Gap.NONE
            atoms.append(replace(atom, span=Span(begin, end), shape=shape, gap=gap))
    places = [atom.span.start for atom in atoms]
    return tuple(atoms), [
        max(0, bisect_right(places, word.span.start - (len(word.span) == 0)) - 1) for word in words
    ]


Analysis = tuple[list[tuple[str, str, str]], list[int | None], list[str]]
"""Of each word: UPOS, XPOS and lemma script; the index of its head, None for a root; its relation."""


def score_given(reader: Reader, document: GoldDocument) -> dict[str, Counts]:
    """Return counts of right words of a document, its words and sentences given."""
    return count_right(document, *tag_given(reader, document))


def tag_given(reader: Reader, document: GoldDocument) -> Analysis:
    """Return tags and trees of the words of a document, its words and sentences given."""
    words = document.words
    atoms, first = cut_atoms(document.text, words)
    ends = [k for k in range(1, len(words)) if words[k].sentence != words[k - 1].sentence]
    bounds = list(zip([0, *ends], [*ends, len(words)], strict=True))
    return reader.tag_words(document.text, atoms, first, bounds)


def count_right(
    document: GoldDocument, tags: list[tuple[str, str, str]], heads: list[int | None], deprels: list[str]
) -> dict[str, Counts]:
    """Return counts of right words, by measure.

    Args:
        document: the gold.
        tags: UPOS, XPOS and lemma script of each word.
        heads: index of the head of each word in the document; None for a root.
        deprels: relation of each word; subtypes ("acl:relcl") are cut on both sides.
    """
    right = dict.fromkeys(MEASURES, 0)
    for word, (upos, xpos, script), head, deprel in zip(document.words, tags, heads, deprels, strict=True):
        right["UPOS"] += upos == word.upos
        right["XPOS"] += xpos == word.xpos
        right["Lemmas"] += (
            word.lemma == "_" or apply_script(word.span.cut(document.text), script) == word.lemma
        )
        if head == word.head:
            right["UAS"] += 1
            right["LAS"] += deprel.split(":")[0] == word.deprel.split(":")[0]
    n = len(document.words)
    return {measure: Counts(hits, n, n) for measure, hits in right.items()}


def score_raw(reader: Reader, document: GoldDocument) -> dict[str, Counts]:
    """Return counts of words and sentences found in the running text of a document."""
    reading = reader.read(Document(text_digest(document.text), document.name, document.text))
    gold = {word.span for word in document.words if len(word.span)}
    found = {word.span for word in reading.words}
    wanted, had = set(sentence_spans(document)), {sentence.span for sentence in reading.sentences}
    return {
        "words": Counts(len(gold & found), len(document.words), len(found)),
        "sentences": Counts(len(wanted & had), len(wanted), len(had)),
    }


def sentence_spans(document: GoldDocument) -> list[Span]:
    """Return the sentences of a document, in order, each from its first word to its last."""
    bounds: dict[int, Span] = {}
    for word in document.words:
        begun = bounds.get(word.sentence, word.span)
        bounds[word.sentence] = Span(begun.start, max(begun.end, word.span.end))
    return list(bounds.values())


def measure(
    reader: Reader, data: Path, *, part: str = "dev", limit: int | None = None
) -> dict[str, list[dict[str, Counts]]]:
    """Return the counts of every document by corpus ("EWT", "GUM"); `limit` is documents of each."""
    paths = {"EWT": data / f"ud-ewt/en_ewt-ud-{part}.conllu.gz", "GUM": data / f"gum/gum-{part}.conllu.gz"}
    return {
        corpus: [
            score_given(reader, document) | score_raw(reader, document)
            for document in read_documents(path, corpus.lower(), limit=limit)
        ]
        for corpus, path in paths.items()
    }


def main() -> None:
    """Print the table."""
    parser = task_parser(__doc__)
    parser.add_argument("--part", default="dev")
    args = parser.parse_args()
    scores = measure(Reader.load(args.weights), args.data, part=args.part, limit=args.limit)
    scores["both"] = [row for rows in scores.values() for row in rows]
    for corpus, rows in scores.items():
        print(f"{corpus}: {len(rows)} documents, 95 % bootstrap interval over documents")
        for name in rows[0]:
            counts = [row[name] for row in rows]
            low, high = bootstrap_interval(counts)
            print(f"  {name:10s} {sum(counts, Counts(0, 0, 0))}  [{low:.1f}, {high:.1f}]")


if __name__ == "__main__":
    main()
