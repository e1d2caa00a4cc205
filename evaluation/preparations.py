"""How files of an origin become the files of a corpus, where they are not taken as they are.

Each preparation takes the origin and the entry of the file in `corpora.toml`, and returns the bytes to write. What it
gives is checked against a digest of its content, so an origin that changed, or a step that went wrong, is seen.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
import tarfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from evaluation.origins import Origin
from onrecord.errors import ResourceError


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """One file of a corpus.

    Attributes:
        path: where it goes, under the folder of the corpora.
        sha256: digest of its content (`evaluation.digests.content_digest`).
        origin: path of a file or folder in the repository.
        prepare: name of its preparation in `PREPARATIONS`.
        keep: what is kept of a folder or part, in the words of the preparation.
        without: names that the origin lacks or that are left out.
    """

    path: str
    sha256: str
    origin: str
    prepare: str = "as it is"
    keep: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def hashed(name: str) -> int:
    """Return the number by which halves and thirds of corpora were drawn: the first 32 bits of SHA-1."""
    return int(hashlib.sha1(name.encode("utf-8")).hexdigest()[:8], 16)


def as_it_is(origin: Origin, file: PinnedFile) -> bytes:
    """Return a file unchanged."""
    return origin.read(file.origin)


def packed(origin: Origin, file: PinnedFile) -> bytes:
    """Return a file packed by gzip."""
    return _gzip(origin.read(file.origin))


def joined(origin: Origin, file: PinnedFile) -> bytes:
    """Return the files of the documents of one part of GUM, one after the other, packed.

    `origin` is the path of a document with `*` for its name; `keep` names the list of parts and the part. Texts from
    Reddit have underscores for words there and are left out.
    """
    listing, part = file.keep
    sections = re.split(r"^## ", origin.read(listing).decode("utf-8"), flags=re.MULTILINE)
    named = [one for one in sections if one.split("\n", 1)[0].strip() == part]
    if len(named) != 1:
        raise _unexpected(f"{len(named)} sections are called {part!r}", listing)
    names = re.findall(r"^\s*\*\s*(\S+)\s*$", named[0], flags=re.MULTILINE)
    texts = [
        origin.read(file.origin.replace("*", name)) for name in names if not name.startswith("GUM_reddit_")
    ]
    return _gzip(b"".join(texts))


def two_thirds(origin: Origin, file: PinnedFile) -> bytes:
    """Return the lines (JSON) of the two thirds of documents that are kept of re3d, unchanged."""
    kept = []
    for line in origin.read(file.origin).splitlines(keepends=True):
        if line.strip():
            row = json.loads(line)
            if hashed(row.get("documentId", row["_id"])) % 3:
                kept.append(line)
    return b"".join(kept)


def pages(origin: Origin, file: PinnedFile) -> bytes:
    """Return the bodies (JSON) of the half of the pages that is kept, in order of name."""
    gold = json.loads(origin.read(file.origin))
    kept = {name: entry for name, entry in gold.items() if hashed(name) % 2}
    return (json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode("utf-8")


def folders(origin: Origin, file: PinnedFile) -> bytes:
    """Return the files below the folders of `keep`, as an archive that names them from `origin`."""
    return _tar(
        (f"{folder}/{name}", data)
        for folder in file.keep
        for name, data in origin.under(f"{file.origin}/{folder}").items()
        if name.endswith(".xml")
    )


def instances(origin: Origin, file: PinnedFile) -> bytes:
    """Return the rows of a list of instances that the documents below the folders of `keep` refer to."""
    documents = [
        data
        for folder in file.keep
        for name, data in origin.under(f"{file.origin}/{folder}").items()
        if name.endswith(".xml")
    ]
    named = {one.decode("utf-8") for data in documents for one in _INSTANCE.findall(data)}
    head, *rows = origin.read(f"{file.origin}/list_instances.csv").decode("utf-8").splitlines()
    return ("\n".join([head, *(row for row in rows if row.split("\t")[0] in named)]) + "\n").encode("utf-8")


def half(origin: Origin, file: PinnedFile) -> bytes:
    """Return the half of the TimeML documents that is kept, as an archive."""
    found = origin.under(file.origin)
    return _tar(
        (name, data)
        for name, data in found.items()
        if name.split("/")[0] in file.keep and name.endswith(".tml") and hashed(name.split("/")[-1]) % 2
    )


_INSTANCE = re.compile(rb'instance_id="([^"]+)"')
_FIELDS = (
    "publisher",
    "publication_date",
    "author",
    "title",
    "credit",
    "wire",
    "level",
    "trump_count",
    "clinton_count",
)


def polnear(origin: Origin, file: PinnedFile) -> bytes:
    """Return one JSON object a line for each report of a part of PolNeAR: its data, text and attributions.

    `origin` is the folder of the corpus, `keep` the part.
    """
    (part,) = file.keep
    files = origin.under(f"{file.origin}/{part}")
    lines = []
    for row in _reports(origin, file.origin, part):
        doc = row["filename"]
        notes = {
            who: _member(files, f"attributions/{doc}_{who}.ann").decode("utf-8")
            for who in row["annotators"].split("|")
        }
        out: dict[str, Any] = {"doc": doc, **{name: row[name] for name in _FIELDS}}
        out["text"] = _member(files, f"text/{doc}.txt").decode("utf-8")
        out["attributions"] = {who: read_attributions(ann) for who, ann in notes.items()}
        out["ann"] = notes
        lines.append(_compact(out))
    return _gzip("".join(lines).encode("utf-8"))


def corenlp(origin: Origin, file: PinnedFile) -> bytes:
    """Return one JSON object a line for each report of a part of PolNeAR: its sentences as tagged tokens.

    A token is its offsets, its part of speech and its class of name. `without` names reports without a parse.
    """
    (part,) = file.keep
    files = origin.under(f"{file.origin}/{part}")
    lines = []
    for row in _reports(origin, file.origin, part):
        doc = row["filename"]
        if doc not in file.without:
            root = ElementTree.fromstring(_member(files, f"corenlp/{doc}.txt.xml"))
            lines.append(_compact({"doc": doc, "sents": read_sentences(root)}))
    return _gzip("".join(lines).encode("utf-8"))


def read_attributions(ann: str) -> list[dict[str, Any]]:
    """Return the attributions of a brat file: source, cue and content of each as spans in order of offset."""
    spans: dict[str, list[list[int]]] = {}
    events: list[tuple[str, str]] = []
    for line in ann.splitlines():
        name, _, rest = line.partition("\t")
        if name.startswith("T"):
            offsets = rest.split("\t", 1)[0].partition(" ")[2]
            spans[name] = [[int(number) for number in pair.split()] for pair in offsets.split(";")]
        elif name.startswith("E"):
            events.append((name, rest))
    found = []
    for name, rest in events:
        roles: dict[str, list[list[int]]] = {"source": [], "cue": [], "content": []}
        for argument in rest.split():
            role, _, span = argument.partition(":")
            role = role.rstrip("0123456789").lower()
            if role in roles:
                roles[role] += spans[span]
        found.append({"id": name, **{role: sorted(own) for role, own in roles.items()}})
    return found


def read_sentences(root: ElementTree.Element) -> list[list[list[Any]]]:
    """Return the tokens of each sentence of a CoreNLP file: begin, end, part of speech, class of name."""
    return [
        [
            [
                int(token.findtext("CharacterOffsetBegin", "")),
                int(token.findtext("CharacterOffsetEnd", "")),
                token.findtext("POS", ""),
                token.findtext("NER", ""),
            ]
            for token in sentence.iter("token")
        ]
        for sentence in root.iter("sentence")
        if sentence.find("tokens") is not None
    ]


def _reports(origin: Origin, folder: str, part: str) -> list[dict[str, str]]:
    table = origin.read(f"{folder}/metadata.tsv").decode("utf-8")
    rows = csv.DictReader(io.StringIO(table, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
    return sorted((row for row in rows if row["compartment"] == part), key=lambda row: row["filename"])


def _member(files: dict[str, bytes], name: str) -> bytes:
    if name not in files:
        raise _unexpected(f"there is no {name}", "the origin")
    return files[name]


def _compact(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def _tar(members: Iterable[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, data in sorted(members):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return _gzip(buffer.getvalue())


def _unexpected(what: str, where: str) -> ResourceError:
    return ResourceError(
        what=what, where=where, remedy="check that the origin is at the commit named in corpora.toml"
    )


PREPARATIONS: dict[str, Callable[[Origin, PinnedFile], bytes]] = {
    "as it is": as_it_is,
    "packed": packed,
    "joined": joined,
    "two thirds": two_thirds,
    "pages": pages,
    "folders": folders,
    "instances": instances,
    "half": half,
    "polnear": polnear,
    "corenlp": corenlp,
}
"""Every preparation by its name in `corpora.toml`."""
