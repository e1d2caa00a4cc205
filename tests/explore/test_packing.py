"""What is sent packed, and to whom; and that a page that is packed tells nothing of the token in it."""

from __future__ import annotations

import asyncio
import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.types import Message

from onrecord.explore.app import make_app
from onrecord.explore.packing import takes_gzip
from onrecord.store import Store
from tests.store.reports import CODEC, made_up

PACKED = ("/", "/stories", "/static/site.css", "/static/site.js?v=1", "/api/docs", "/api/v1/openapi.json")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "small.db", codec=CODEC) as opened:
        for number in range(30):
            opened.add(*made_up(f"Five died in harbour {number}.", outlet="Courier").parts)
        yield opened


@pytest.fixture
def site(store: Store) -> Iterator[TestClient]:
    with TestClient(make_app(store), base_url="http://127.0.0.1:8321") as client:
        yield client


def sent(site: TestClient, path: str, accept: str = "", method: str = "GET") -> tuple[Message, bytes]:
    """Return the head of an answer, and its body as it is sent."""
    path, _, query = path.partition("?")
    headers = [(b"host", b"127.0.0.1"), *([(b"accept-encoding", accept.encode())] if accept else [])]
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": headers,
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
        "root_path": "",
        "http_version": "1.1",
    }
    messages: list[Message] = []
    coming: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if not coming:
            # The reader stays.
            await asyncio.Event().wait()
        return coming.pop()

    async def send(message: Message) -> None:
        messages.append(message)

    asyncio.run(site.app(scope, receive, send))  # type: ignore[arg-type]
    return messages[0], b"".join(one.get("body", b"") for one in messages[1:])


def headers_of(head: Message) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in head["headers"]}


@pytest.mark.parametrize("address", PACKED)
def test_who_can_unpack_gets_pages_styles_and_files_packed(site: TestClient, address: str) -> None:
    plain_head, plain = sent(site, address)
    head, body = sent(site, address, "gzip, deflate, br")
    headers = headers_of(head)
    if len(plain) < 1_000:
        assert body == plain
        return
    assert headers["content-encoding"] == "gzip"
    assert headers["content-length"] == str(len(body))
    assert len(body) < len(plain) * 0.6
    unpacked = re.sub(rb'name="form" value="\w+"', b"", gzip.decompress(body))
    assert unpacked == re.sub(rb'name="form" value="\w+"', b"", plain)
    for one in (headers, headers_of(plain_head)):
        assert "Accept-Encoding" in one["vary"]
    assert "content-encoding" not in headers_of(plain_head)


def test_a_head_has_the_headers_of_the_page(site: TestClient) -> None:
    head, body = sent(site, "/stories", "gzip", "HEAD")
    assert body == b""
    assert headers_of(head)["content-encoding"] == "gzip"


def test_lines_that_are_sent_one_by_one_are_packed_too(site: TestClient) -> None:
    plain = sent(site, "/search.jsonl?q=harbour")[1]
    head, body = sent(site, "/search.jsonl?q=harbour", "gzip")
    assert plain.count(b"\n") == 30
    assert headers_of(head)["content-encoding"] == "gzip"
    assert "content-length" not in headers_of(head)
    assert gzip.decompress(body) == plain


def test_refusals_and_parts_of_files_are_not_packed(site: TestClient) -> None:
    assert "content-encoding" not in headers_of(sent(site, "/nothing", "gzip")[0])
    answer = site.get("/static/site.css", headers={"range": "bytes=0-99"})
    assert (answer.status_code, len(answer.content)) == (206, 100)


@pytest.mark.parametrize(
    ("header", "takes"),
    [
        ("gzip", True),
        ("GZIP", True),
        ("deflate, gzip;q=1.0, *;q=0.5", True),
        ("gzip;q=0.001", True),
        ("*", True),
        ("", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip;q=0.000", False),
        ("gzipped", False),
        ("identity;q=1", False),
    ],
)
def test_what_a_reader_takes_is_asked(header: str, takes: bool) -> None:
    assert takes_gzip(header) is takes


def test_the_token_of_forms_is_written_another_way_on_each_page(site: TestClient) -> None:
    tokens = {
        token
        for _ in range(3)
        for token in re.findall(r'name="form" value="(\w+)"', site.get("/stories").text)
    }
    assert len(tokens) >= 3
    own = str(site.app.state.form_token)  # type: ignore[attr-defined]
    assert own not in site.get("/stories").text
    for token in tokens:
        kept = {"form": token, "question": "stories", "name": token}
        assert site.post("/saved", data=kept, follow_redirects=False).status_code == 303
        assert site.post("/saved", data={**kept, "form": token[:-2]}).status_code == 403
        assert site.post("/saved", data={**kept, "form": f"{token}00"}).status_code == 403
    for guessed in ("", "0", "00" * 64, "é"):
        assert site.post("/saved", data={"form": guessed}).status_code == 403
