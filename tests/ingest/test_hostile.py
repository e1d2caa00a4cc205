"""Carriers of any bytes: whatever comes, there are documents or errors that name the input, and never a fault."""

from __future__ import annotations

import gzip
import io
import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.ingest import IngestOptions, load_documents, read_manifest
from onrecord.ingest.kinds import kind_of, looks_html
from onrecord.model import Document
from tests.carrier_texts import (
    PAGE,
    lines,
    news_item,
    ninjs,
    ninjs_3,
    packed,
    rss,
    rss_item,
    warc_page,
)

SAMPLES = (
    rss(rss_item("one"), rss_item("two")),
    json.dumps([ninjs(), ninjs_3()]).encode(),
    lines(ninjs(), ninjs_3()),
    news_item().encode(),
    f"<newsMessage><itemSet>{news_item()}</itemSet></newsMessage>".encode(),
    warc_page(1) + warc_page(2),
    packed(warc_page(1), warc_page(2)),
    gzip.compress(PAGE.encode()),
    PAGE.encode(),
)
OPTIONS = IngestOptions(languages=(), max_bytes=200_000)
PIECES = st.sampled_from(
    [b"<", b"&", b"&#0;", b"]]>", b"<![CDATA[", b"\x00", b"\xff\xfe", b"{", b"[", b'"', b"<!DOCTYPE a [", b"\r\n\r\n", b"null",
     b"Content-Length: -1", b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"PK\x03\x04", b"<item>", b"<entry/>", b"\xed\xa0\x80"]
)  # fmt: skip


def taken_in(data: bytes) -> list[Document | InputError]:
    return list(load_documents("-", options=OPTIONS, stdin=io.BytesIO(data)))


def check(found: list[Document | InputError]) -> None:
    for one in found:
        if isinstance(one, InputError):
            assert one.where
            assert one.remedy
        else:
            spans = (
                one.parts.headline,
                one.parts.dateline,
                one.parts.byline,
                one.parts.body,
                *one.parts.boilerplate,
            )
            assert all(span is None or span.cut(one.text).strip() for span in spans)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.integers(0, 3000), st.one_of(PIECES, st.binary(max_size=8))), max_size=6),
    st.integers(0, 400),
)
def test_damaged_carriers_give_documents_or_errors(
    sample: bytes, changes: list[tuple[int, bytes]], cut: int
) -> None:
    data = bytearray(sample[: len(sample) - cut] if cut < len(sample) else sample)
    for place, piece in changes:
        at = place % max(1, len(data))
        data[at : at + len(piece) // 2] = piece
    check(taken_in(bytes(data)))


@settings(max_examples=100, deadline=None)
@given(st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["uri", "bodies", "body_html", "body_text", "headline", "headlines", "byline", "by", "located", "value",
                 "role", "name", "pubstatus", "infosource", "maintext", "title", "authors", "url", "date_publish", "body",
                 "sections", "summary", "paragraphs", "versioncreated", "standard", "links", "html", "source_info"]
            ),
            inner, max_size=8,
        ),
    ),
    max_leaves=30,
))  # fmt: skip
def test_json_of_any_shape_gives_documents_or_errors(value: object) -> None:
    check(taken_in(json.dumps(value).encode()))


@settings(max_examples=50, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(st.dictionaries(st.sampled_from(["file", "item", "url", "published"]), st.text(max_size=9))).map(json.dumps)))  # fmt: skip
def test_any_manifest_gives_entries_or_errors(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = Path(tmp_path_factory.mktemp("m")) / "m.json"
    path.write_text(text, encoding="utf-8", errors="replace")
    assert all(isinstance(found, InputError) for found in read_manifest(str(path)))


@pytest.mark.parametrize(
    "head",
    [b"<!---->" * 1170 + b"x", b"<?a?>" * 1600 + b"x", b"<!DOCTYPE a [" + b"'] \"" * 2000, b"<!DOCTYPE a [x] " * 500, b"<" * 8192],
)  # fmt: skip
def test_what_an_input_is_gets_told_at_once(head: bytes) -> None:
    begun = time.perf_counter()
    kind_of(head)
    looks_html(head, by_type=None)
    assert time.perf_counter() - begun < 1.0
