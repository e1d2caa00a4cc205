"""Digests of corpora: by what they hold, not by how it is packed."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from evaluation.digests import content_digest, corpora_digest
from evaluation.task_files import Corpus, Task
from onrecord.errors import ResourceError

CORPUS = Corpus("Letters", "data/letters", ("*.txt",), "all", "CC0", "some/repository", "a paper")
TASK = Task("letters", "Letters", "About.", "command", "rule", corpora=(CORPUS,))


def tar(members: dict[str, bytes], *, mtime: int = 0) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), mtime
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def test_packing_does_not_count_and_content_does() -> None:
    plain = hashlib.sha256(b"A letter.").hexdigest()
    assert content_digest("a.txt", b"A letter.") == plain
    packed = {gzip.compress(b"A letter.", level, mtime=level) for level in (1, 9)}
    assert len(packed) == 2
    assert {content_digest("a.txt.gz", data) for data in packed} == {plain}
    assert content_digest("a.txt.gz", gzip.compress(b"Another.")) != plain


def test_an_archive_counts_by_names_and_contents_in_any_order() -> None:
    one = content_digest("a.tar.gz", tar({"a": b"1", "b": b"2"}))
    assert content_digest("a.tar.gz", tar({"b": b"2", "a": b"1"}, mtime=9)) == one
    assert content_digest("a.tar.gz", tar({"a": b"1", "b": b"3"})) != one
    assert content_digest("a.tar.gz", tar({"a": b"1", "c": b"2"})) != one
    assert content_digest("a.tar.gz", tar({"a": b"12", "b": b""})) != one


def test_a_damaged_file_is_named() -> None:
    for name in ("a.txt.gz", "a.tar.gz"):
        with pytest.raises(ResourceError, match="damaged") as raised:
            content_digest(name, gzip.compress(b"A letter." * 99)[:-12])
        assert raised.value.where == name


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "letters"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("A", encoding="utf-8")
    (folder / "b.txt").write_text("B", encoding="utf-8")
    return tmp_path


def test_the_digest_of_corpora_moves_with_names_contents_and_number_of_files(shared: Path) -> None:
    folder = shared / "data" / "letters"
    seen = [corpora_digest(TASK, shared)]
    (folder / "notes.md").write_text("not read", encoding="utf-8")
    assert corpora_digest(TASK, shared) == seen[0]
    (folder / "b.txt").write_text("C", encoding="utf-8")
    seen.append(corpora_digest(TASK, shared))
    (folder / "b.txt").rename(folder / "c.txt")
    seen.append(corpora_digest(TASK, shared))
    (folder / "d.txt").write_text("D", encoding="utf-8")
    seen.append(corpora_digest(TASK, shared))
    assert len(set(seen)) == 4


def test_a_file_that_two_corpora_read_counts_once(shared: Path) -> None:
    twice = replace(TASK, corpora=(CORPUS, replace(CORPUS, name="Again", files=("a.txt",))))
    assert corpora_digest(twice, shared) == corpora_digest(TASK, shared)


def test_a_missing_corpus_is_told_with_the_command_that_fetches_it(shared: Path) -> None:
    lacking = replace(TASK, corpora=(replace(CORPUS, files=("a.txt", "z.txt")),))
    with pytest.raises(ResourceError, match=r"Letters lacks z\.txt.*evaluation\.download"):
        corpora_digest(lacking, shared)
