"""Readers of the corpora of names, and names read off the entities of other corpora.

All give one flat layer of names without titles and articles, as CoreNLP's labels on PolNeAR have it. Where a corpus draws
its names otherwise, its atoms are `NOT_KNOWN` and cost nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from onrecord.read.atoms import find_atoms
from training.corpora import NOT_KNOWN, AtomIndex, Example, Syntax, open_lines

_CROSSNER = {
    "person": "PERSON", "politician": "PERSON", "organisation": "ORG", "politicalparty": "ORG", "location": "LOC",
    "country": "LOC", "election": "OTHER", "event": "OTHER", "misc": "OTHER",
}  # fmt: skip
_TYPES = _CROSSNER | {
    "PER": "PERSON", "ORG": "ORG", "LOC": "LOC", "MISC": "OTHER", "corporation": "ORG", "group": "ORG", "product": "OTHER",
    "creative-work": "OTHER",
}  # fmt: skip
"""Labels of CrossNER, wikigold and WNUT 2017, and what they are here."""


def read_token_names(path: Path, corpus: str) -> Iterator[Example]:
    """Yield examples of a CoNLL file of names (CrossNER, wikigold, WNUT 2017), some sentences a text."""
    sentences: list[list[tuple[str, str]]] = []
    rows: list[tuple[str, str]] = []
    n = 0
    for line in [*open_lines(path), "\n"]:
        parts = line.split()
        if parts and parts[0] != "-DOCSTART-":
            rows.append((parts[0], parts[-1]))
            continue
        if rows:
            sentences.append(rows)
            rows = []
        if sentences and (len(sentences) >= 8 or parts):
            yield _token_names(corpus, f"{corpus}-{n}", sentences)
            sentences, n = [], n + 1
    if sentences:
        yield _token_names(corpus, f"{corpus}-{n}", sentences)


_NO_SPACE_BEFORE = re.compile(r"^([.,;:!?%)\]}\u2019\u201d]|'s|n't|'|\u2019s|'re|'ve|'ll|'d)$")
_NO_SPACE_AFTER = re.compile(r"^[(\[{$\u201c\u2018#]$")


def join_tokens(tokens: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """Return running text made of tokens, and the offsets of each."""
    text, spans, quoted = "", [], False
    glue = True
    for token in tokens:
        if token in ("``", "''", '"'):
            token = '"'
            space = "" if glue or quoted else " "
            quoted = not quoted
            glue = quoted
        else:
            space = "" if glue or _NO_SPACE_BEFORE.match(token) else " "
            glue = bool(_NO_SPACE_AFTER.match(token))
        text += space
        spans.append((len(text), len(text) + len(token)))
        text += token
    return text, spans


def _token_names(corpus: str, name: str, sentences: list[list[tuple[str, str]]]) -> Example:
    text, marks, segments = "", [], []
    for rows in sentences:
        line, spans = join_tokens([r[0] for r in rows])
        text += " " if text else ""
        offset = len(text)
        text += line
        segments.append(offset)
        before = "O"
        for (start, end), (_, label) in zip(spans, rows, strict=True):
            prefix, _, kind = label.partition("-")
            mapped = _TYPES.get(kind)
            if mapped:
                begin = prefix == "B" or before != kind
                marks.append((offset + start, offset + end, mapped, begin))
            before = kind
    atoms = find_atoms(text)
    index = AtomIndex(atoms)
    names = ["O"] * len(atoms)
    for start, end, kind, begin in marks:
        covered = index.cover(start, end)
        if covered:
            for k in range(*covered):
                names[k] = ("B-" if begin and k == covered[0] else "I-") + kind
    return Example(corpus, name, text, atoms, names=names)


# Entities of GUM

_GUM = {"person": "PERSON", "organization": "ORG", "place": "LOC"}
_LINK_WORDS = frozenset({"ADP", "DET", "CCONJ", "PUNCT", "PART", "NUM", "SYM"})
_MODIFIERS = frozenset({"nmod:desc", "appos", "list", "parataxis"})
"""Relations of words that stand before or beside a name and are no part of it."""


def add_entity_names(example: Example) -> Example:
    """Give an example with entities its names: the entities whose head is a proper noun, the widest first.

    A title before a name ("President") and demonyms are `NOT_KNOWN`: corpora differ there.
    """
    syntax = example.syntax
    if syntax is None or not syntax.entities:
        return example
    names = ["O"] * len(example.atoms)
    ends = _atom_ends(syntax, len(example.atoms))
    for w, atom in enumerate(syntax.atom):
        if atom >= 0 and (syntax.upos[w] == "PROPN" or (syntax.upos[w] == "ADJ" and _capital(example, atom))):
            names[atom : ends[w]] = [NOT_KNOWN] * (ends[w] - atom)
    taken = [False] * len(example.atoms)
    for start, end, kind in sorted(syntax.entities, key=lambda e: e[0] - e[1]):
        run = _name_run(
            syntax, start, end, links=_LINK_WORDS - {"ADP", "DET"} if kind == "person" else _LINK_WORDS
        )
        if run is None:
            continue
        first, last = syntax.atom[run[0]], ends[run[1]]
        if first < 0 or last <= first or any(taken[first:last]) or kind == "time":
            continue
        if kind == "person" and syntax.xpos[run[1]] == "NNPS":  # "Palestinians" are no person's name
            continue
        label = _GUM.get(kind, "OTHER")
        names[first:last] = [f"B-{label}", *[f"I-{label}"] * (last - first - 1)]
        taken[first:last] = [True] * (last - first)
    example.names = names
    return example


def _capital(example: Example, atom: int) -> bool:
    return example.atoms[atom].span.cut(example.text)[:1].isupper()


def _atom_ends(syntax: Syntax, n: int) -> list[int]:
    """Return, for each word, the atom after its last."""
    ends, after = [0] * len(syntax.atom), n
    for w in range(len(syntax.atom) - 1, -1, -1):
        if syntax.atom[w] >= 0:
            ends[w] = after
            after = syntax.atom[w]
    return ends


def _name_run(syntax: Syntax, start: int, end: int, *, links: frozenset[str]) -> tuple[int, int] | None:
    """Return the first and last word of the name that heads an entity, None where its head is no proper noun."""
    heads = [w for w in range(start, end + 1) if not start <= syntax.head[w] <= end]
    if not heads or syntax.upos[heads[0]] != "PROPN":
        return None
    first = last = heads[0]
    while (
        first > start
        and syntax.xpos[first - 1] in ("NNP", "NNPS")
        and syntax.deprel[first - 1] not in _MODIFIERS
    ):
        first -= 1
    while last < end:
        after = last + 1
        while after < end and syntax.upos[after] in links and after - last < 3:
            after += 1
        comma = any(syntax.upos[w] == "PUNCT" and syntax.xpos[w] == "," for w in range(last + 1, after + 1))
        if comma or syntax.upos[after] not in ("PROPN", "NUM") or syntax.deprel[after] in _MODIFIERS:
            break
        last = after
    return first, last


# re3d

_RE3D = {"Person": "PERSON", "Organisation": "ORG", "Location": "LOC", "Nationality": "OTHER"}
_RE3D_HEADS = {
    "Person": "person", "Organisation": "organization", "Location": "place", "MilitaryPlatform": "object",
    "Weapon": "object", "Vehicle": "object", "DocumentReference": "object",
}  # fmt: skip
_EITHER = "either a place or a body"
_TITLES = frozenset({
    "mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady", "hm", "he", "prof", "professor", "president", "vice",
    "prime", "minister", "ministers", "foreign", "secretary", "defence", "defense", "deputy", "general", "gen", "lt",
    "col", "colonel", "maj", "major", "capt", "captain", "brig", "brigadier", "sgt", "sergeant", "adm", "admiral",
    "marshal", "king", "queen", "prince", "princess", "sheikh", "sheik", "imam", "ayatollah", "ambassador", "envoy",
    "special", "chancellor", "commissioner", "senator", "fco", "of", "state", "governor", "mayor", "judge", "justice",
    "chief", "director", "spokesman", "spokeswoman", "high", "representative", "us", "u.s", "uk", "british", "russian",
    "american", "french", "iraqi", "syrian", "turkish", "chairman", "leader", "commander", "former", ".", "'",
})  # fmt: skip
PRONOUNS = frozenset({
    "i", "we", "you", "he", "she", "it", "they", "me", "us", "him", "her", "them", "this", "that", "these", "those",
    "who", "my", "our", "your", "his", "its", "their", "one",
})  # fmt: skip
"""Words that are labelled like names in re3d and are none."""
_LINKS = frozenset(
    ["of", "and", "for", "the", "in", "al", "on", "to", "de", "la", "von", "van", "&", "-", "'", ".", ","]
)


def is_trained_on(document: str) -> bool:
    """Tell whether a document of re3d goes into training, by its id: about half of those at hand."""
    return int(hashlib.sha1(document.encode()).hexdigest()[:8], 16) % 3 == 1


def read_re3d(folder: Path, *, dev: bool) -> Iterator[Example]:
    """Yield the documents of re3d with names, and with the types of heads of all marked phrases, pronouns included.

    re3d marks phrases with titles and with what follows ("ISIL fighters"). A name is taken from a phrase whose words, a
    title before them taken off, all have capitals; of other phrases the capital words are `NOT_KNOWN`. Of several labels
    of one phrase the one of highest confidence counts.
    """
    for path in sorted(folder.glob("*/documents.jsonl")):
        best: dict[str, dict[tuple[int, int], tuple[float, str]]] = {}
        places: dict[str, set[tuple[int, int]]] = {}
        for row in map(json.loads, filter(str.strip, open_lines(path.with_name("entities.jsonl")))):
            spans = best.setdefault(row["documentId"], {})
            key = (row["begin"], row["end"])
            spans[key] = max(spans.get(key, (-1.0, "")), (float(row["confidence"]), row["type"]))
            if row["type"] == "Location":
                places.setdefault(row["documentId"], set()).add(key)
        for row in map(json.loads, filter(str.strip, open_lines(path))):
            if is_trained_on(row["_id"]) != dev:
                own = best.get(row["_id"], {})
                for key in places.get(
                    row["_id"], ()
                ):  # a country that acts is a body there, a place elsewhere
                    if own[key][1] == "Organisation":
                        own[key] = (0.0, _EITHER)
                yield _re3d_document(row["_id"], row["text"], own)


def _re3d_document(name: str, text: str, marked: dict[tuple[int, int], tuple[float, str]]) -> Example:
    atoms = find_atoms(text)
    index = AtomIndex(atoms)
    words = [a.span.cut(text) for a in atoms]
    names = [NOT_KNOWN if w[:1].isupper() else "O" for w in words]
    heads: dict[int, str] = {}
    taken = [False] * len(atoms)
    for (start, end), (_, kind) in sorted(marked.items(), key=lambda m: m[0][0] - m[0][1]):
        covered = index.cover(start, end)
        if covered is None:
            continue
        first, last = covered
        if kind in _RE3D_HEADS:
            heads[_phrase_head(words, first, last)] = _RE3D_HEADS[kind]
        if kind not in _RE3D:
            continue
        if words[first].lower() in ("the", "a", "an"):
            first += 1
        if kind == "Person":
            while first < last - 1 and words[first].lower() in _TITLES:
                first += 1
        named = [w[:1].isupper() or w[:1].isdigit() for w in words[first:last]]
        whole = all(n or w.lower() in _LINKS for n, w in zip(named, words[first:last], strict=True))
        if not any(named) or not whole or any(taken[first:last]) or words[first].lower() in PRONOUNS:
            continue
        label = _RE3D[kind]
        if kind == "Person" and words[first].lower() in _TITLES:
            continue
        names[first:last] = [f"B-{label}", *[f"I-{label}"] * (last - first - 1)]
        taken[first:last] = [True] * (last - first)
    return Example("re3d", name, text, atoms, names=names, heads=heads)


_PHRASE_ENDS = frozenset({
    "of", "in", "from", "at", "on", "for", "to", "with", "by", "near", ",", "(", "-", "who", "which", "that", "whose",
})  # fmt: skip


def _phrase_head(words: list[str], first: int, last: int) -> int:
    for k in range(first + 1, last):
        if words[k].lower() in _PHRASE_ENDS:
            return k - 1
    return last - 1


def read_all(data: Path, part: str) -> Iterator[Example]:
    """Yield every text of the corpora of names; part is "train" or "dev"."""
    yield from read_token_names(data / f"crossner-politics/{part}.txt", "crossner")
    yield from read_token_names(data / f"wnut17/{part}.conll", "wnut17")
    yield from read_re3d(data / "re3d", dev=part == "dev")
    if part == "train":
        yield from read_token_names(data / "wikigold/wikigold-kept.conll", "wikigold")
