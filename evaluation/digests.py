"""Digests of what corpora hold, so that figures are compared on the very same data only.

A packed file counts by what is in it: the same text packed by another program, or at another hour, is the same.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from evaluation.task_files import Corpus, Task
from onrecord.errors import ResourceError


def content_digest(name: str, data: bytes) -> str:
    """Return the SHA-256 of what a file holds, as hexadecimal digits.

    Of `.tar.gz` that is the names and contents of its members in order of name; of `.gz` the unpacked bytes; of
    anything else the bytes as they are.

    Raises:
        ResourceError: a packed file is damaged.
    """
    try:
        if name.endswith(".tar.gz"):
            return _digest_of_members(_members(data))
        return hashlib.sha256(gzip.decompress(data) if name.endswith(".gz") else data).hexdigest()
    except (OSError, EOFError, zlib.error, tarfile.TarError) as error:
        raise ResourceError(
            what=f"the packed file is damaged ({error})", where=name, remedy="delete it and fetch it again"
        ) from error


def corpora_digest(task: Task, shared: Path) -> str:
    """Return one SHA-256 over every file that a task reads: over sorted names and the digests of contents.

    Args:
        task: the task; its file lists what it reads.
        shared: the folder that holds `data/` (and `specimens/` where the task needs them).

    Raises:
        ResourceError: a file or pattern of the task finds nothing, or a packed file is damaged.
    """
    found = {path for corpus in task.corpora for path in corpus_files(corpus, shared)}
    named = ((str(path.relative_to(shared).as_posix()), path) for path in found)
    return _digest_of_members(
        (name, content_digest(name, path.read_bytes()).encode("ascii")) for name, path in named
    )


def corpus_files(corpus: Corpus, shared: Path) -> list[Path]:
    """Return the files of a corpus that are read, in order of name.

    Raises:
        ResourceError: one of them, or anything for a pattern, is not there.
    """
    found: set[Path] = set()
    for pattern in corpus.files:
        matched = {path for path in (shared / corpus.folder).glob(pattern) if path.is_file()}
        if not matched:
            raise ResourceError(
                what=f"{corpus.name} lacks {pattern}",
                where=str(shared / corpus.folder),
                remedy=f"fetch it (python -m evaluation.download --out {shared / 'data'}), "
                "or name the folder that holds it",
            )
        found |= matched
    return sorted(found)


def _members(data: bytes) -> list[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as tar:
        return [
            (member.name, handle.read())
            for member in tar.getmembers()
            if member.isfile() and (handle := tar.extractfile(member)) is not None
        ]


def _digest_of_members(members: Iterable[tuple[str, bytes]]) -> str:
    whole = hashlib.sha256()
    for name, data in sorted(members):
        whole.update(f"{len(name.encode('utf-8'))} {name} {len(data)}\n".encode())
        whole.update(data)
    return whole.hexdigest()
