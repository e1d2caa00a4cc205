"""Pages from a server on this machine: rules, limits and refusals."""

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from onrecord.errors import FetchRefused, InputError, InputTooLarge, NoBody, NotText, UnreadableInput
from onrecord.ingest import IngestOptions, captures_fetched, find_captures, load_document, load_documents
from onrecord.ingest.fetch import Fetched, NotModified, check_address, fetch, user_agent
from onrecord.model import Capture, Document
from tests.carrier_texts import HEADLINE, packed, rss, rss_item, warc_page

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
        elif self.path == "/feed":
            self.answer_feed()
        elif self.path == "/archive":
            self.answer(packed(warc_page(1)), content_type="application/gzip")
        elif self.path.startswith("/map"):
            self.answer(self.site_map().encode(), content_type="application/xml")
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

    def answer_feed(self) -> None:
        if self.headers.get("if-none-match") == '"two"':
            self.answer(b"", status=304, etag='"two"')
        else:
            feed = rss(
                rss_item(), f"<title>Only a link</title><link>http://{self.headers['host']}/page</link>"
            )
            day = "Tue, 03 Mar 2026 09:15:00 GMT"
            self.answer(
                feed, content_type="application/rss+xml; charset=utf-8", etag='"two"', last_modified=day
            )

    def site_map(self) -> str:
        site = f"http://{self.headers['host']}"
        if self.path == "/map-index":
            inner = "".join(
                f"<sitemap><loc>{site}/{name}</loc></sitemap>" for name in ("map", "none", "map-index")
            )
            return f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{inner}</sitemapindex>"
        news = (
            "<news:news xmlns:news='n'><news:publication><news:name>Lima Post</news:name></news:publication>"
            "<news:publication_date>2026-03-03T09:15:00-05:00</news:publication_date><news:title>T</news:title></news:news>"
        )
        inner = "".join(
            f"<url><loc>{site}/{name}</loc>{news}</url>" for name in ("page", "private/a", "page2", "page3")
        )
        return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{inner}</urlset>"

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


def test_a_feed_asked_for_again_is_fetched_only_when_it_has_changed(site: str) -> None:
    first = fetch(site + "/feed", options=OPEN)
    assert isinstance(first, Fetched)
    assert (first.etag, first.last_modified) == ('"two"', "Tue, 03 Mar 2026 09:15:00 GMT")
    assert (first.media_type, first.charset) == ("application/rss+xml", "utf-8")
    found = [one for one in captures_fetched(first, source="my feed") if isinstance(one, Capture)]
    assert [one.input for one in found] == ["my feed#cable-1"]
    assert found[0].retrieved == first.retrieved
    again = fetch(site + "/feed", options=OPEN, etag=first.etag, last_modified=first.last_modified)
    assert isinstance(again, NotModified)
    assert (again.etag, again.last_modified) == ('"two"', "Tue, 03 Mar 2026 09:15:00 GMT")
    assert isinstance(fetch(site + "/feed", options=OPEN, etag='"one"'), Fetched)


def test_an_answer_of_not_modified_that_was_not_asked_for_is_an_error(site: str) -> None:
    with pytest.raises(UnreadableInput, match="404"):
        fetch(site + "/nowhere", options=OPEN, etag='"two"')


def test_a_feed_at_an_address_gives_its_entries_and_follows_links_where_asked(site: str) -> None:
    found = list(find_captures(site + "/feed", options=OPEN))
    assert isinstance(found[0], Capture)
    assert found[0].input == f"{site}/feed#cable-1"
    assert found[0].retrieved is not None
    assert isinstance(found[1], InputError)
    following = IngestOptions(allow_private=True, follow_links=True)
    first, second = load_documents(site + "/feed", options=following)
    assert isinstance(first, Document)
    assert first.text.startswith(HEADLINE)
    assert isinstance(second, Document)
    assert (second.input, second.outlet) == (f"{site}/page", "Andes Radio")
    assert second.text.startswith("Harbour opens again")


def test_an_archive_at_an_address_is_read(site: str) -> None:
    (found,) = find_captures(site + "/archive", options=OPEN)
    assert isinstance(found, Capture)
    assert found.retrieved == "2026-03-04T10:00:00Z"


def test_pages_of_a_site_map_are_fetched_with_its_rules_kept(site: str) -> None:
    found = list(find_captures(site + "/map", options=OPEN))
    assert [isinstance(one, Capture) for one in found] == [True, False, True, True]
    assert isinstance(found[0], Capture)
    assert (found[0].input, found[0].outlet) == (f"{site}/page", "Lima Post")
    assert found[0].published == "2026-03-03T09:15:00-05:00"
    assert "robots.txt" in str(found[1])
    capped = list(find_captures(site + "/map", options=IngestOptions(allow_private=True, max_pages=3)))
    assert len(capped) == 4
    assert isinstance(capped[-1], InputTooLarge)
    index = list(find_captures(site + "/map-index", options=OPEN))
    assert sum(isinstance(one, Capture) for one in index) == 3
    assert {type(one) for one in index if not isinstance(one, Capture)} >= {UnreadableInput, NoBody}


def test_a_list_of_addresses_is_fetched(site: str, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(f"# pages of Lima\n{site}/page\n\n{site}/none\n{site}/moved\n")
    first, second, third = load_documents(str(path), options=OPEN)
    assert isinstance(first, Document)
    assert isinstance(second, UnreadableInput)
    assert isinstance(third, Document)
    assert (third.input, third.url) == (f"{site}/moved", f"{site}/page")
    with pytest.raises(NoBody, match="list of addresses"):
        load_document(str(path), options=OPEN)


def test_what_is_only_listed_is_guarded_like_any_address(site: str, tmp_path: Path) -> None:
    path = tmp_path / "map.xml"
    path.write_text(
        f"<urlset><url><loc>{site}/page</loc></url><url><loc>file:///etc/hosts</loc></url></urlset>"
    )
    found = list(find_captures(str(path)))
    assert [type(one) for one in found] == [FetchRefused, FetchRefused]
