"""Pages from a server on this machine: rules, limits and refusals."""

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from onrecord.errors import FetchRefused, InputError, InputTooLarge, NotText, UnreadableInput
from onrecord.ingest import IngestOptions, load_document
from onrecord.ingest.fetch import check_address, user_agent

PAGE = (
    b"<html><head><title>Harbour opens again</title></head><body><h1>Harbour opens again</h1>"
    b"<p>The harbour of Lima was opened again on Monday after the storm, the mayor said.</p></body></html>"
)
agents: list[str] = []


class Handler(BaseHTTPRequestHandler):
    def answer(self, body: bytes, *, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"content_type": "text/html", "content_length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        agents.append(self.headers.get("user-agent", ""))
        if self.path == "/robots.txt":
            self.answer(b"User-agent: *\nDisallow: /private/\n", content_type="text/plain")
        elif self.path == "/moved":
            self.answer(b"", status=302, location="/page")
        elif self.path == "/loop":
            self.answer(b"", status=302, location="/loop")
        elif self.path == "/away":
            self.answer(b"", status=302, location="ftp://lima.example/page")
        elif self.path == "/to-private":
            self.answer(b"", status=302, location="/private/page")
        elif self.path == "/packed":
            self.answer(gzip.compress(PAGE), content_encoding="gzip")
        elif self.path == "/bomb":
            self.answer(gzip.compress(b"a" * 30_000_000), content_encoding="gzip")
        elif self.path == "/large":
            self.answer(b"a" * 20_000)
        elif self.path == "/pdf":
            self.answer(b"%PDF-1.7", content_type="application/pdf")
        elif self.path == "/latin":
            page = PAGE.replace(b"the mayor", "the café’s mayor".encode("cp1252"))
            self.answer(page, content_type="text/html; charset=iso-8859-1")
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(20):
                self.wfile.write(b" ")
                time.sleep(0.1)
        elif self.path.startswith(("/page", "/private")):
            self.answer(PAGE)
        else:
            self.answer(b"", status=404)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


OPEN = IngestOptions(allow_private=True)


@pytest.mark.parametrize("path", ["/page", "/moved", "/packed"])
def test_page_is_read_with_its_address_and_time(site: str, path: str) -> None:
    document = load_document(site + path, options=OPEN)
    assert document.text.startswith("Harbour opens again\n\nThe harbour of Lima")
    assert document.input == site + path
    assert document.url == site + path.replace("/moved", "/page")
    assert document.retrieved is not None
    assert document.retrieved.endswith("Z")
    assert set(agents) == {user_agent()}


def test_server_charset_is_heeded(site: str) -> None:
    assert "the café’s mayor" in load_document(site + "/latin", options=OPEN).text


def test_loopback_is_refused_unless_allowed(site: str) -> None:
    with pytest.raises(FetchRefused, match="not a public address"):
        load_document(site + "/page")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://10.1.2.3/", "http://192.168.0.9:8080/a", "http://169.254.169.254/latest",
        "http://[::1]/", "http://[fe80::1]/", "http://[::ffff:10.0.0.1]/", "http://0.0.0.0/", "http://2130706433/",
        "http://localhost/", "http://224.0.0.1/", "http://100.64.0.1/",
    ],
)  # fmt: skip
def test_private_addresses_are_refused(url: str) -> None:
    with pytest.raises(FetchRefused):
        check_address(url, allow_private=False)


def test_public_address_passes() -> None:
    check_address("http://8.8.8.8/", allow_private=False)


@pytest.mark.parametrize("url", ["ftp://lima.example/a", "file:///etc/hosts", "http:///a"])
def test_other_schemes_are_refused(url: str) -> None:
    with pytest.raises(FetchRefused, match="only http"):
        check_address(url, allow_private=True)


@pytest.mark.parametrize(
    ("path", "error", "words"),
    [
        ("/private/page", FetchRefused, "robots.txt"),
        ("/to-private", FetchRefused, "robots.txt"),
        ("/loop", FetchRefused, "redirects"),
        ("/away", FetchRefused, "only http"),
        ("/bomb", InputTooLarge, "bytes"),
        ("/large", InputTooLarge, "20,000 bytes"),
        ("/pdf", NotText, "application/pdf"),
        ("/none", UnreadableInput, "404"),
    ],
)
def test_refusals_name_cause_and_remedy(site: str, path: str, error: type[InputError], words: str) -> None:
    with pytest.raises(error, match=words) as caught:
        load_document(site + path, options=IngestOptions(allow_private=True, max_bytes=10_000))
    assert caught.value.remedy


def test_slow_server_is_given_up(site: str) -> None:
    with pytest.raises(FetchRefused, match="time limit"):
        load_document(site + "/slow", options=IngestOptions(allow_private=True, timeout_s=0.5))


def test_host_that_is_not_there_is_named() -> None:
    with pytest.raises(UnreadableInput):
        load_document("http://127.0.0.1:9/", options=OPEN)
