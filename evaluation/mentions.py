"""Names found in text, against three corpora of named mentions.

Exact span and type of every name of a reading (of re3d, of every phrase that begins with a capital). A person is
PERSON, a body ORG, and every kind of place LOC; other types are left out on both sides. The article before a name
counts in no corpus and is taken off.

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
from training.named import PRONOUNS, is_trained_on, join_tokens

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
    """Yield the documents of re3d that are not trained on; of several labels of one span, that of highest confidence counts.

    Pronouns and descriptions ("a local official") are labelled like names there: only phrases with a capital letter after
    the article are taken, pronouns left out. They are whole phrases, with titles and what follows ("Foreign
    Secretary Boris Johnson", "ISIL fighters"), so they are held against whole mentions.
    """
    for path in sorted(folder.glob("*/documents.jsonl")):
        best: dict[str, dict[tuple[int, int], tuple[float, str]]] = {}
        for row in _rows(path.with_name("entities.jsonl")):
            spans = best.setdefault(row["documentId"], {})
            key = (row["begin"], row["end"])
            spans[key] = max(spans.get(key, (-1.0, "")), (float(row["confidence"]), row["type"]))
        for row in _rows(path):
            if is_trained_on(row["_id"]):
                continue
            names = {
                (_bare(Span(*key), row["text"]), _RE3D[kind])
                for key, (_, kind) in best.get(row["_id"], {}).items()
                if kind in _RE3D
            }
            yield row["text"], frozenset(n for n in names if _has_capital(n[0], row["text"]))


def _has_capital(span: Span, text: str) -> bool:
    words = span.cut(text)
    return words[:1].isupper() and words.lower() not in PRONOUNS


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def read_tagged(path: Path, types: dict[str, str]) -> Iterator[Gold]:
    """Yield the sentences of a file of words with BIO tags, the words joined as running text is.

    Args:
        path: the file, word and tag parted by a tab; an empty line ends a sentence.
        types: types of the corpus that count, and what they are here.
    """
    rows: list[tuple[str, str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.strip():
            word, _, tag = line.partition("\t")
            rows.append((word, tag.strip()))
        elif rows:
            text, spans = join_tokens([word for word, _ in rows])
            yield text, _names([Span(*s) for s in spans], [tag for _, tag in rows], types, text)
            rows = []


def read_uner(path: Path) -> Iterator[Gold]:
    """Yield the documents of a file of Universal NER in the words of their texts, each sentence on a line of its own.

    The file does not tell where paragraphs end, and many of its texts are letters with a line for each greeting.

    Raises:
        ValueError: a word is not in the text of its sentence.
    """
    sentences: list[tuple[str, list[Span], list[str]]] = []
    text, end, spans, tags = "", 0, list[Span](), list[str]()
    for line in [*path.read_text(encoding="utf-8").splitlines(), "", "# newdoc"]:
        if line.startswith("# newdoc") and sentences:
            yield _joined(sentences)
            sentences = []
        elif line.startswith("# text = "):
            text, end = line.removeprefix("# text = "), 0
        elif line.strip() and not line.startswith("#"):
            _, word, tag = line.split("\t")[:3]
            start = text.find(word, end)
            if start < 0:
                raise ValueError(f"{path}: {word!r} does not follow in {text!r}")
            end = start + len(word)
            spans.append(Span(start, end))
            tags.append(tag)
        elif spans:
            sentences.append((text, spans, tags))
            spans, tags = [], []


def _joined(sentences: list[tuple[str, list[Span], list[str]]]) -> Gold:
    text, names = "", set[tuple[Span, str]]()
    for line, spans, tags in sentences:
        text += "\n" if text else ""
        moved = [Span(s.start + len(text), s.end + len(text)) for s in spans]
        text += line
        names |= _names(moved, tags, _UNER, text)
    return text, frozenset(names)


def _names(
    spans: list[Span], tags: list[str], types: dict[str, str], text: str
) -> frozenset[tuple[Span, str]]:
    names = set()
    first: int | None = None
    for k, tag in enumerate([*tags, "O"]):
        if first is not None and not (tag.startswith("I-") and tag[2:] == tags[first][2:]):
            kind = types.get(tags[first][2:])
            if kind is not None:
                names.add((_bare(Span(spans[first].start, spans[k - 1].end), text), kind))
            first = None
        if tag != "O" and first is None:
            first = k
    return frozenset(names)


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


def phrases_of(reading: Reading) -> frozenset[tuple[Span, str]]:
    """Return the mentions of a reading that begin with a capital letter, names and others, as whole phrases.

    Of bodies and places that are named, the name is the whole.
    """
    found = set()
    for mention in reading.mentions:
        people = mention.head < len(reading.words) and reading.words[mention.head].xpos in ("NNS", "NNPS")
        kind = _READING.get(mention.type)
        if people and (
            mention.type in ("PERSON", "NORP") or (mention.type, mention.kind) == ("OTHER", "name")
        ):
            kind = "ORG"  # to re3d any group of people is an organisation ("Syrians", "Iraqi soldiers")
        if mention.kind == "pronoun" or kind is None:
            continue
        named = mention.kind == "name" and kind != "PERSON"
        whole = mention.name_span or mention.span if named else mention.span
        span = _bare(_without_tail(whole, mention.head, reading), reading.text)
        if _has_capital(span, reading.text):
            found.add((span, kind))
    return frozenset(found)


def _without_tail(span: Span, head: int, reading: Reading) -> Span:
    """Return a phrase without what follows its head by a preposition other than "of", or by a verb.

    So re3d draws its phrases: "Ministers of Narva" is one, "volunteers at the port" ends before "at".
    """
    for word in reading.words[head + 1 :]:
        if word.span.start >= span.end:
            break
        tail = word.upos in ("VERB", "AUX", "SCONJ") or (word.upos == "ADP" and word.lemma != "of")
        if tail and word.span.start > span.start:
            return Span(span.start, word.span.start)
    return span


def score_names(
    golds: Iterable[Gold],
    read: Callable[[Document], Reading],
    find: Callable[[Reading], frozenset[tuple[Span, str]]] = names_of,
) -> list[Counts]:
    """Return right, gold and found names of each text."""
    rows = []
    for text, gold in golds:
        found = find(read(Document(text_digest(text), "-", text)))
        rows.append(Counts(len(gold & found), len(gold), len(found)))
    return rows


def measure(
    read: Callable[[Document], Reading], data: Path, *, limit: int | None = None
) -> dict[str, list[Counts]]:
    """Return the counts of each text by corpus; `limit` is texts of each corpus."""
    return {
        name: score_names(islice(golds, limit), read, find) for name, (golds, find) in corpora(data).items()
    }


def corpora(data: Path) -> dict[str, tuple[Iterable[Gold], Callable[[Reading], frozenset[tuple[Span, str]]]]]:
    """Return the texts of each corpus, and what of a reading is held against its names."""
    politics, ewt = data / "crossner-politics" / "dev.txt", data / "uner-ewt" / "en_ewt-ud-dev.iob2"
    return {
        "re3d": (read_re3d(data / "re3d"), phrases_of),
        "CrossNER politics dev": (read_tagged(politics, _CROSSNER), names_of),
        "UNER EWT dev": (read_uner(ewt), names_of),
    }


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
