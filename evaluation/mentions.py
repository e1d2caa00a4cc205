"""Names found in text, against three corpora of named mentions.

Exact span and type of every name of a reading. A person is PERSON, a body ORG, and every kind of place LOC;
other types are left out on both sides. The article before a name counts in no corpus and is taken off.

    python -m evaluation.mentions --data ../shared/data
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from evaluation.metrics import Counts, bootstrap_interval
from onrecord.model import Document, Reading, Span, text_digest, trim

Gold = tuple[str, frozenset[tuple[Span, str]]]
"""A text, and its names with their types."""

_RE3D = {"Person": "PERSON", "Organisation": "ORG", "Location": "LOC"}
_CROSSNER = {
    "person": "PERSON",
    "politician": "PERSON",
    "organisation": "ORG",
    "politicalparty": "ORG",
    "location": "LOC",
    "country": "LOC",
}
_UNER = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}
_READING = {"PERSON": "PERSON", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}
_ARTICLES = ("the ", "The ", "a ", "A ", "an ", "An ")


def read_re3d(folder: Path) -> Iterator[Gold]:
    """Yield the documents of re3d; of several labels of one span, the one of highest confidence counts.

    Descriptions ("a local official") are labelled like names there: only spans with a capital letter after
    the article are taken.
    """
    for path in sorted(folder.glob("*/documents.jsonl")):
        best: dict[str, dict[tuple[int, int], tuple[float, str]]] = {}
        for row in _rows(path.with_name("entities.jsonl")):
            spans = best.setdefault(row["documentId"], {})
            key = (row["begin"], row["end"])
            spans[key] = max(spans.get(key, (-1.0, "")), (float(row["confidence"]), row["type"]))
        for row in _rows(path):
            names = {
                (_bare(Span(*key), row["text"]), _RE3D[kind])
                for key, (_, kind) in best.get(row["_id"], {}).items()
                if kind in _RE3D
            }
            yield row["text"], frozenset(n for n in names if row["text"][n[0].start : n[0].end][:1].isupper())


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def read_tagged(path: Path, types: dict[str, str], *, column: int, form: int) -> Iterator[Gold]:
    """Yield the sentences of a file of BIO tags, words joined by blanks.

    Args:
        path: the file; an empty line ends a sentence.
        types: types of the corpus that count, and what they are here.
        column: the column of the tag.
        form: the column of the word.
    """
    words: list[tuple[str, str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("# "):
            continue
        if line.strip():
            cells = line.split("\t")
            words.append((cells[form], cells[column]))
        elif words:
            yield _sentence(words, types)
            words = []


def _sentence(words: list[tuple[str, str]], types: dict[str, str]) -> Gold:
    text, names = "", set()
    opened: tuple[int, str] | None = None
    for word, tag in [*words, ("", "O")]:
        if opened is not None and not (tag.startswith("I-") and tag[2:] == opened[1]):
            if opened[1] in types:
                names.add((_bare(Span(opened[0], len(text.rstrip())), text), types[opened[1]]))
            opened = None
        if tag != "O" and opened is None:
            opened = (len(text), tag[2:])
        text += word + " "
    return text.rstrip(), frozenset(names)


def _bare(span: Span, text: str) -> Span:
    span = trim(span, text)
    for article in _ARTICLES:
        if span.cut(text).startswith(article):
            return Span(span.start + len(article), span.end)
    return span


def names_of(reading: Reading) -> frozenset[tuple[Span, str]]:
    """Return the names of a reading with their types, without articles and possessive endings."""
    return frozenset(
        (_bare(mention.name_span or mention.span, reading.text), _READING[mention.type])
        for mention in reading.mentions
        if mention.kind == "name" and mention.type in _READING
    )


def score_names(golds: Iterable[Gold], read: Callable[[Document], Reading]) -> list[Counts]:
    """Return right, gold and found names of each text."""
    rows = []
    for text, gold in golds:
        found = names_of(read(Document(text_digest(text), "-", text)))
        rows.append(Counts(len(gold & found), len(gold), len(found)))
    return rows


def measure(
    read: Callable[[Document], Reading], data: Path, *, limit: int | None = None
) -> dict[str, list[Counts]]:
    """Return the counts of each text by corpus; `limit` is texts of each corpus."""
    politics, ewt = data / "crossner-politics" / "dev.txt", data / "uner-ewt" / "en_ewt-ud-dev.iob2"
    corpora: dict[str, Iterable[Gold]] = {
        "re3d": read_re3d(data / "re3d"),
        "CrossNER politics dev": read_tagged(politics, _CROSSNER, column=1, form=0),
        "UNER EWT dev": read_tagged(ewt, _UNER, column=2, form=1),
    }
    return {name: score_names(islice(golds, limit), read) for name, golds in corpora.items()}


def main() -> None:
    """Print the scores of the installed weights on the three corpora."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.mentions", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the corpora")
    parser.add_argument("--limit", type=int, help="the first N texts of each corpus only")
    arguments = parser.parse_args()
    from onrecord.read.reader import Reader

    for name, rows in measure(Reader.load().read, arguments.data, limit=arguments.limit).items():
        low, high = bootstrap_interval(rows)
        print(f"{name:22s} {sum(rows, Counts(0, 0, 0))}  F1 between {low:.1f} and {high:.1f}")


if __name__ == "__main__":
    main()
