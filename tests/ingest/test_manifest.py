"""Manifests: in each of their forms, what they give wins, and what is missing costs the others nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.errors import InputError, NoBody, UnreadableInput
from onrecord.ingest import Entry, IngestOptions, document_of, read_manifest
from tests.carrier_texts import BODY, HEADLINE, PAGE, lines, ninjs, rss, rss_item

ROWS = [
    {"id": "A", "file": "page.html", "outlet": "Quito Post", "published": "2026-03-02T08:00:00-05:00", "url": "https://post.example/a"},
    {"id": "B", "file": "feed.xml", "item": "two", "outlet": "Radio Two"},
    {"id": "C", "file": "sub/item.json", "published": "2026-03-01", "agency": "HPA"},
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.html").write_text(
        PAGE.replace("<head>", '<head><meta property="og:site_name" content="Other">')
    )
    (tmp_path / "feed.xml").write_bytes(
        rss(rss_item("one"), rss_item("two", title="Second headline of the day"))
    )
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "item.json").write_text(json.dumps(ninjs()))
    return tmp_path


def read(path: Path, text: str | bytes, options: IngestOptions | None = None) -> list[Entry | InputError]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_manifest(str(path), options=options or IngestOptions()))


def csv_of(rows: list[dict[str, str]]) -> str:
    columns = ["id", "file", "item", "outlet", "published", "url", "agency"]
    return "\r\n".join(
        [",".join(columns), *(",".join(row.get(name, "") for name in columns) for row in rows)]
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("m.json", json.dumps({"scenario": "x", "reports": ROWS})),
        ("m.json", json.dumps(ROWS)),
        ("m.jsonl", lines(*ROWS)),
        ("m.csv", csv_of(ROWS)),
        ("m.csv", b"\xef\xbb\xbf" + csv_of(ROWS).encode()),
    ],
)
def test_every_form_gives_the_same(folder: Path, name: str, text: str | bytes) -> None:
    entries = read(folder / name, text)
    assert all(isinstance(entry, Entry) for entry in entries), entries
    first, second, third = (entry for entry in entries if isinstance(entry, Entry))
    assert (first.id, first.capture.input) == ("A", str(folder / "page.html"))
    assert (first.capture.outlet, first.capture.url) == ("Quito Post", "https://post.example/a")
    assert second.capture.input == f"{folder / 'feed.xml'}#two"
    assert second.capture.headline == "Second headline of the day"
    document = document_of(first.capture, options=first.options)
    assert (document.outlet, document.url) == ("Quito Post", "https://post.example/a")
    assert (document.published, document.published_because) == ("2026-03-02T08:00:00-05:00", "given")
    document = document_of(second.capture, options=second.options)
    assert (document.outlet, document.published) == ("Radio Two", "2026-03-03T09:15:00-05:00")
    document = document_of(third.capture, options=third.options)
    assert (document.published, document.agency) == ("2026-03-01", "HPA")
    assert document.outlet == "Andes Press Agency"


def test_the_callers_options_stand_where_the_manifest_says_nothing(folder: Path) -> None:
    entries = read(
        folder / "m.json", json.dumps(ROWS[:2]), IngestOptions(outlet="Mine", published="2026-01-01")
    )
    first, second = (entry for entry in entries if isinstance(entry, Entry))
    assert (first.options.outlet, second.options.outlet) == ("Quito Post", "Radio Two")
    assert second.options.published == "2026-01-01"


def test_what_is_missing_is_named_and_costs_the_others_nothing(folder: Path) -> None:
    rows = [
        {"file": "absent.html"},
        {"file": "feed.xml", "item": "three"},
        {"file": "feed.xml"},
        {"outlet": "No file"},
        {"file": "page.html", "published": "yesterday"},
        "text",
        {"file": "page.html"},
    ]
    entries = read(folder / "m.json", json.dumps(rows))
    told = [str(entry) for entry in entries if isinstance(entry, InputError)]
    assert [isinstance(entry, Entry) for entry in entries] == [False] * 6 + [True]
    for text, words in zip(
        told, ("no such file", "no item 'three'", "holds 2 reports", "names no file", "ISO 8601", "names no file"),
        strict=True,
    ):  # fmt: skip
        assert words in text
    assert f"{folder / 'm.json'}, report 4" in told[3]


def test_the_declared_character_set_of_a_report_is_used(folder: Path) -> None:
    (folder / "old.txt").write_bytes(f"{HEADLINE}\n\n{BODY[1]}\n\n{BODY[2]}\n".encode("cp1252"))
    (entry,) = read(folder / "m.json", json.dumps([{"file": "old.txt", "encoding": "iso-8859-1"}]))
    assert isinstance(entry, Entry)
    assert entry.capture.charset == "iso-8859-1"
    assert BODY[1] in document_of(entry.capture, options=entry.options).text


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", '{"x": 1}', '{"reports": 5}', "[" * 50_000, "\x00\x01"])
def test_what_is_no_manifest_is_named(folder: Path, text: str) -> None:
    (problem,) = read(folder / "m.json", text)
    assert isinstance(problem, InputError)
    assert problem.where == str(folder / "m.json")


def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    (problem,) = read_manifest(str(tmp_path / "none.json"))
    assert isinstance(problem, UnreadableInput)


def test_an_item_that_its_feed_gives_no_text_for_is_named(folder: Path) -> None:
    (folder / "thin.xml").write_bytes(
        rss("<title>Rocks</title><guid>x</guid><link>https://andes.example/x</link>")
    )
    (problem,) = read(folder / "m.json", json.dumps([{"file": "thin.xml", "item": "x"}]))
    assert isinstance(problem, NoBody)
    assert "no text" in str(problem)
