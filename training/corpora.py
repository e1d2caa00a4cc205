"""Readers that turn the training corpora into atoms with labels.

Each reader yields `Example`s: a text, its atoms, and whatever layers its corpus annotates. A layer
that a corpus lacks is None and costs nothing in training.
"""

from __future__ import annotations

import gzip
import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.read.atoms import Atom, find_atoms
from onrecord.read.lemmas import lemma_script

if TYPE_CHECKING:
    from training.lessons import TextLesson

NAME_TYPES = ("PERSON", "ORG", "LOC", "OTHER")
MENTION_TYPES = (
    "person", "organization", "place", "object", "event", "time", "abstract", "substance", "animal", "plant",
)  # fmt: skip

NOT_KNOWN = "?"
"""Name label of an atom that its corpus does not decide."""


@dataclass(slots=True)
class Syntax:
    """Words of a text, by the index of their first atom; one entry a word in every list."""

    atom: list[int] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    script: list[str] = field(default_factory=list)
    head: list[int] = field(default_factory=list)  # index of the head word in the text, -1 for a root
    deprel: list[str] = field(default_factory=list)
    mention: list[str | None] | None = None  # type of the mention that the word heads
    chain: list[int] | None = None  # coreference chain of that mention, -1 for none
    entities: list[tuple[int, int, str]] = field(default_factory=list)  # first and last word, type; nested

    def sentences(self) -> dict[int, list[int]]:
        """Return the words of each sentence by its number, in order."""
        found: dict[int, list[int]] = {}
        for w, s in enumerate(self.sentence):
            found.setdefault(s, []).append(w)
        return found


@dataclass(slots=True)
class Frame:
    """One attribution, in half-open ranges of atoms."""

    cue: tuple[int, int]
    source: list[tuple[int, int]]
    content: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors in half-open ranges of atoms, and the PLOVER type of what the first does to the second."""

    source: tuple[int, int]
    target: tuple[int, int]
    type: str


@dataclass(slots=True)
class Example:
    """One text with the layers its corpus annotates."""

    corpus: str
    name: str
    text: str
    atoms: tuple[Atom, ...]
    segment: list[int] | None = (
        None  # per atom: 0 joins the one before, 1 starts a word, 2 a sentence; -1 unknown
    )
    syntax: Syntax | None = None
    names: list[str] | None = None  # BIO per atom, NOT_KNOWN where the corpus does not tell
    heads: dict[int, str] | None = None  # by atom: type of the mention it heads, in a corpus without trees
    silver_xpos: dict[int, str] | None = None  # by atom: tags that a machine gave
    frames: list[Frame] | None = None
    frames_are_taught: bool = False  # by a teacher, which says more of roles than its decoded frames do
    happenings: list[int] | None = None  # per atom: 1 where it stands for a happening
    factuality: dict[int, float] | None = None  # by atom: -3 to 3, how sure readers are that it happened
    scale: int = 0  # whose readers these are: each corpus of factuality has its own way with the numbers
    pairs: list[Pair] = field(default_factory=list)
    lesson: TextLesson | None = None  # what a teacher said of it


def open_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file, unpacked where its name ends in .gz."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:  # type: ignore[operator]
        yield from lines


class AtomIndex:
    """Finds the atoms that a stretch of characters covers."""

    def __init__(self, atoms: tuple[Atom, ...]) -> None:
        self.starts = [a.span.start for a in atoms]
        self.ends = [a.span.end for a in atoms]

    def cover(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the half-open range of atoms that share a character with `[start, end)`."""
        first = bisect_left(self.ends, start + 1)
        last = bisect_left(self.starts, end)
        return (first, last) if first < last else None


# Universal Dependencies


def read_conllu(path: Path, corpus: str, *, limit: int | None = None) -> Iterator[Example]:
    """Yield one example a document of a CoNLL-U file, its text rebuilt from SpaceAfter and paragraphs."""
    document: list[tuple[bool, list[list[str]], dict[str, tuple[int, int, str]]]] = []
    name, rows, new_paragraph, n = "", [], False, 0
    ranges: dict[int, tuple[int, str, str]] = {}
    for line in open_lines(path):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            if document:
                yield _conllu_document(corpus, name, document)
                n += 1
                if limit and n >= limit:
                    return
            document, name = [], line.partition("=")[2].strip()
        elif line.startswith("# newpar"):
            new_paragraph = True
        elif not line:
            if rows:
                document.append((new_paragraph, rows, ranges))  # type: ignore[arg-type]
            rows, ranges, new_paragraph = [], {}, False
        elif not line.startswith("#"):
            row = line.split("\t")
            if "-" in row[0]:
                first, last = map(int, row[0].split("-"))
                ranges[first] = (last, row[1], row[9])
            elif "." not in row[0]:
                rows.append(row)
    if document:
        yield _conllu_document(corpus, name, document)


_ENTITY = re.compile(r"\((\d+)-([a-z]+)(?:-[^()]*)?(\))?|(\d+)\)|\)")


def _conllu_document(corpus: str, name: str, document: list) -> Example:
    parts: list[str] = []
    size = 0
    words: list[tuple[int, int, int, list[str]]] = []  # start, end, sentence, row
    paragraphs = any(p for p, _, _ in document[1:])
    for s, (new_paragraph, rows, ranges) in enumerate(document):
        if s:
            gap = "\n\n" if new_paragraph else ("" if _no_space(document[s - 1]) else " ")
            if not paragraphs and s % 7 == 0:
                gap = "\n\n"  # a corpus without paragraphs still has to show what one is
            parts.append(gap)
            size += len(gap)
        i = 0
        while i < len(rows):
            number = int(rows[i][0])
            if number in ranges:
                last, form, misc = ranges[number]
                group = rows[i : i + last - number + 1]
            else:
                form, misc, group = rows[i][1], rows[i][9], [rows[i]]
            start = size
            if "".join(r[1] for r in group) == form:
                for r in group:
                    words.append((start, start + len(r[1]), s, r))
                    start += len(r[1])
            else:
                for k, r in enumerate(group):
                    words.append((size, size + len(form) if k == 0 else size, s, r))
            space = "" if "SpaceAfter=No" in misc or i + len(group) == len(rows) else " "
            parts.append(form + space)
            size += len(form) + len(space)
            i += len(group)
    text = "".join(parts)
    atoms = find_atoms(text)
    return _with_syntax(Example(corpus, name, text, atoms), words)


def _no_space(entry: tuple) -> bool:
    return "SpaceAfter=No" in entry[1][-1][9]


def _with_syntax(example: Example, words: list[tuple[int, int, int, list[str]]]) -> Example:
    starts = {a.span.start: k for k, a in enumerate(example.atoms)}
    index = AtomIndex(example.atoms)
    syntax = Syntax()
    segment = [0] * len(example.atoms)
    first_word: dict[int, int] = {}
    broken: set[int] = set()
    last_sentence = -1
    for w, (start, end, sentence, row) in enumerate(words):
        first_word.setdefault(sentence, w)
        atom = starts.get(start)
        if atom is None or end <= start:
            broken.add(sentence)
            covered = index.cover(start, max(end, start + 1))
            atom = covered[0] if covered else -1
        else:
            segment[atom] = 2 if sentence != last_sentence else 1
        last_sentence = sentence
        syntax.atom.append(atom)
        syntax.sentence.append(sentence)
        syntax.upos.append(row[3])
        syntax.xpos.append(row[4])
        syntax.script.append(lemma_script(row[1], row[2]))
        syntax.head.append(first_word[sentence] + int(row[6]) - 1 if row[6] not in ("0", "_") else -1)
        syntax.deprel.append(row[7])
    if any("Entity=" in row[9] for *_, row in words):
        _entities(syntax, [row[9] for *_, row in words])
    for sentence in broken:  # the corpus's words cannot be had from atoms here: leave the sentence out
        for w, s in enumerate(syntax.sentence):
            if s == sentence:
                syntax.atom[w] = -1
    example.segment, example.syntax = segment, syntax
    return example


def _entities(syntax: Syntax, miscs: list[str]) -> None:
    opened: dict[int, list[tuple[int, str]]] = {}
    spans: list[tuple[int, int, int, str]] = []  # first word, last word, chain, type
    for w, misc in enumerate(miscs):
        value = next((m[7:] for m in misc.split("|") if m.startswith("Entity=")), "")
        for match in _ENTITY.finditer(value):
            chain, kind, single, closing = match.groups()
            if chain and single:
                spans.append((w, w, int(chain), kind))
            elif chain:
                opened.setdefault(int(chain), []).append((w, kind))
            elif closing and opened.get(int(closing)):
                start, kind = opened[int(closing)].pop()
                spans.append((start, w, int(closing), kind))
    syntax.mention = [None] * len(miscs)
    syntax.chain = [-1] * len(miscs)
    syntax.entities = [(start, end, kind) for start, end, _, kind in spans]
    for start, end, chain, kind in sorted(spans, key=lambda s: s[1] - s[0], reverse=True):
        heads = [w for w in range(start, end + 1) if not start <= syntax.head[w] <= end]
        if heads:  # of two mentions with one head the shorter is kept
            head = next((w for w in heads if syntax.upos[w] != "PUNCT"), heads[0])
            syntax.mention[head], syntax.chain[head] = kind, chain


# Attribution


def read_polnear(data: Path, part: str, *, silver_tags: bool = False) -> Iterator[Example]:
    """Yield the articles of PolNeAR (train or dev), with CoreNLP's names, and its tags if wanted, as silver labels."""
    silver = {
        row["doc"]: row["sents"]
        for row in map(json.loads, open_lines(data / f"polnear/silver-corenlp-{part}.jsonl.gz"))
    }
    for row in map(json.loads, open_lines(data / f"polnear/{part}.jsonl.gz")):
        text = row["text"]
        atoms = find_atoms(text)
        example = Example("polnear", row["doc"], text, atoms)
        index = AtomIndex(atoms)
        annotations = next(iter(row["attributions"].values()))
        example.frames = polnear_frames(annotations, index)
        sentences = silver.get(row["doc"])
        if sentences:
            example.names = _silver_names(sentences, index, len(atoms))
            if silver_tags:
                example.silver_xpos = _silver_tags(sentences[::SILVER_TAGS_EVERY], index)
        yield example


def polnear_frames(annotations: list[dict], index: AtomIndex) -> list[Frame]:
    """Return the attributions of one article as atom ranges; those without a cue are left out."""
    frames = []
    for a in annotations:
        cue = [r for r in (index.cover(*s) for s in a["cue"]) if r]
        if not cue:
            continue
        frames.append(
            Frame(
                cue=(min(r[0] for r in cue), max(r[1] for r in cue)),
                source=[r for r in (index.cover(*s) for s in a["source"]) if r],
                content=[r for r in (index.cover(*s) for s in a["content"]) if r],
            )
        )
    return frames


SILVER_TAGS_EVERY = 3
"""Of so many sentences of PolNeAR one lends its machine tags: fewer words than the treebanks hold."""

_SAME_IN_UD = frozenset({
    "NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "JJS", "RB", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD", "PRP", "PRP$",
    "DT", "CD", "CC", "EX", "WDT", "WP",
})  # fmt: skip
"""Penn tags that CoreNLP and the treebanks give to the same words; "to" and punctuation differ."""


def _silver_tags(sentences: list, index: AtomIndex) -> dict[int, str]:
    tags = {}
    for sentence in sentences:
        for start, end, pos, _label in sentence:
            covered = index.cover(start, end)
            if covered and pos in _SAME_IN_UD:
                tags[covered[0]] = pos
    return tags


_SILVER = {"PERSON": "PERSON", "ORGANIZATION": "ORG", "LOCATION": "LOC", "MISC": "OTHER"}


def _silver_names(sentences: list, index: AtomIndex, n: int) -> list[str]:
    names = ["O"] * n
    for sentence in sentences:
        before = None
        for start, end, _pos, label in sentence:
            kind = _SILVER.get(label)
            covered = index.cover(start, end)
            if kind and covered:
                for k in range(*covered):
                    names[k] = ("I-" if before == kind or k > covered[0] else "B-") + kind
            before = kind
    return names


# OntoGUM


def read_gum(data: Path, part: str) -> Iterator[Example]:
    """Yield the documents of GUM with OntoGUM's chains of coreference in the place of its own.

    Of OntoGUM's mentions those count whose head is that of one of GUM's entities; what is in no chain stands alone.
    """
    chains = read_ontogum(data / f"gum/ontogum-{part}.conll.gz")
    for example, (_, mentions) in zip(
        read_conllu(data / f"gum/gum-{part}.conllu.gz", "gum"), chains, strict=True
    ):
        syntax = example.syntax
        if syntax is None or syntax.mention is None:
            raise ValueError(f"{example.name} of GUM {part} holds no entities")
        of_head: dict[int, int] = {}
        for first, end, chain in sorted(mentions, key=lambda m: m[0] - m[1]):
            heads = [w for w in range(first, end) if not first <= syntax.head[w] < end]
            if heads:
                of_head[heads[0]] = chain
        syntax.chain = [of_head.get(w, -2 - w) if kind else -1 for w, kind in enumerate(syntax.mention)]
        yield example


_MARK = re.compile(r"\((\d+)\)|\((\d+)|(\d+)\)")


def read_ontogum(path: Path) -> Iterator[tuple[list[str], list[tuple[int, int, int]]]]:
    """Yield the words and the mentions of each document of a file in CoNLL-2012 columns.

    A mention is the half-open range of its words and the number of its chain.
    """
    words: list[str] = []
    mentions: list[tuple[int, int, int]] = []
    opened: dict[int, list[int]] = {}
    for line in open_lines(path):
        if line.startswith(("# end document", "#end document")):
            yield words, mentions
            words, mentions, opened = [], [], {}
        elif line.strip() and not line.startswith("#"):
            cells, k = line.rstrip("\n").split("\t"), len(words)
            words.append(cells[1])
            for single, opening, closing in _MARK.findall(cells[-1]):
                if single:
                    mentions.append((k, k + 1, int(single)))
                elif opening:
                    opened.setdefault(int(opening), []).append(k)
                else:
                    mentions.append((opened[int(closing)].pop(), k + 1, int(closing)))
    if words:
        yield words, mentions
