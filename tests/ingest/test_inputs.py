"""Inputs: which ones the arguments name, and those that cannot be opened."""

import io
import os
from pathlib import Path

import pytest

from onrecord.errors import InputTooLarge, UnreadableInput
from onrecord.ingest import IngestOptions, expand_inputs, load_document

TEXT = "Harbour opens again\n\nThe harbour of Lima was opened again on Monday, the mayor told reporters.\n"


def test_directories_patterns_and_addresses_are_expanded_once_and_sorted(tmp_path: Path) -> None:
    for name in ("b.html", "a.txt", "c.pdf", "sub/d.HTM", "f.warc.gz", "g.gz", ".hidden.txt", ".git/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    arguments = [
        str(tmp_path),
        str(tmp_path / "*.html"),
        "-",
        "https://lima.example/a",
        str(tmp_path / "a.txt"),
    ]
    assert expand_inputs(arguments) == [
        "-",
        *(str(tmp_path / name) for name in ("a.txt", "b.html", "f.warc.gz", "sub/d.HTM")),
        "https://lima.example/a",
    ]


@pytest.mark.parametrize(
    ("name", "words"), [("none.txt", "no such file"), ("*.html", "no file matches"), ("", "holds no")]
)
def test_arguments_that_name_nothing_are_refused(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(UnreadableInput, match=words):
        expand_inputs([str(tmp_path / name) if name else str(tmp_path)])


def test_file_name_with_brackets_is_no_pattern(tmp_path: Path) -> None:
    path = tmp_path / "report[1].txt"
    path.write_text(TEXT)
    assert expand_inputs([str(path)]) == [str(path)]


def test_text_file_and_standard_input_are_read(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT)
    document = load_document(str(path))
    assert document.input == str(path)
    assert document.text == TEXT.rstrip()
    assert load_document("-", stdin=io.BytesIO(TEXT.encode())).input == "-"


def test_page_is_told_from_its_content_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "saved.txt"
    path.write_text(
        f"<!DOCTYPE html><html><body><h1>Harbour opens again</h1><p>{TEXT[21:]}</p></body></html>"
    )
    assert "<p>" not in load_document(str(path)).text


@pytest.mark.parametrize("large_by", ["file", "stream"])
def test_input_over_the_limit_is_refused_before_it_is_read(tmp_path: Path, large_by: str) -> None:
    path = tmp_path / "large.html"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with path.open("rb") as stream, pytest.raises(InputTooLarge, match="bytes"):
        load_document("-" if large_by == "stream" else str(path), stdin=stream)
    with path.open("rb") as stream:
        with pytest.raises(InputTooLarge):
            load_document("-", stdin=stream, options=IngestOptions(max_bytes=1000))
        assert stream.tell() <= 1001 + io.DEFAULT_BUFFER_SIZE


def test_missing_file_and_directory_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="no such file"):
        load_document(str(tmp_path / "none.txt"))
    with pytest.raises(UnreadableInput, match="directory"):
        load_document(str(tmp_path))
    with pytest.raises(UnreadableInput):
        load_document("bad\x00name.txt")


def test_file_without_read_permission_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "closed.txt"
    path.write_text(TEXT)
    path.chmod(0)
    if os.access(path, os.R_OK):  # a superuser reads everything: the refusal is then acted out

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableInput, match="permission denied"):
        load_document(str(path))
