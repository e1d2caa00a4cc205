"""Whom the site answers, what every answer says of itself, and that nothing in a report or an address steers anything."""

from __future__ import annotations

import asyncio
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.types import Message

from onrecord.desk import refresh
from onrecord.desk.answer_json import json_text
from onrecord.desk.questions import find_entities, find_stories, timeline
from onrecord.explore.app import make_app
from onrecord.explore.security import COOKIE, HEADERS
from onrecord.export.codec import JsonCodec
from onrecord.pipeline import Recorder
from onrecord.store import Store
from tests.desk.told_reports import add_reports

pytestmark = pytest.mark.weights

HERE = "http://127.0.0.1:8321"
TOKEN = "a-token-of-many-letters"
API = "/api/v1"

KINDS = (
    "/",
    "/stories.csv",
    "/stories.jsonl",
    "/timeline.geojson",
    "/api/docs",
    f"{API}/stories",
    f"{API}/openapi.json",
    f"{API}/nothing",
    f"{API}/stories?limit=x",
    "/nothing",
    "/static/site.css",
    "/static/nothing",
    "/static",
    "/timeline?several=perhaps",
    "/stories.csv?since=x",
)
"""One address for each kind of answer."""

STEERING = "\u202e\u2066\u200f\x1b[2J\x07\r\nSet-Cookie: x=1\u0085\u2028\ufeff\U000e0001"
MARKUP = "</title></style></script><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}{% raw %}'\"`--><!--"

VALUES = (
    STEERING,
    MARKUP,
    "x" * 7_000,
    "\ud7ff" * 300,
    "-1",
    "9" * 400,
    "NaN",
    "'; DROP TABLE report; --",
    '"((',
    "*",
)
FILTER = ("/stories", "/stories.csv", f"{API}/timeline")
PARAMETERS = {
    **dict.fromkeys(("since", "until", "outlet", "person", "place", "type", "label"), FILTER),
    "q": ("/search", "/search.json", f"{API}/search"),
    "name": ("/people", "/people.csv", f"{API}/people"),
    "several": ("/timeline", "/timeline.jsonl", f"{API}/timeline"),
    "skip": ("/disputes", f"{API}/disputes"),
    "limit": (f"{API}/disputes",),
    "token": (f"{API}/stories", "/stories"),
}
"""Pages that read each parameter."""


def check_page(text: str) -> None:
    """Check that nothing in a page runs, loads or turns the reading order."""
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2066\u200f\U000e0001]", text)
    assert not re.search(r'<script(?! src="/static/site\.js)|<img|<b onclick|</style>.*</style>', text, re.S)
    assert ">49<" not in text


def asked_raw(site: TestClient, path: str, query: str) -> int:
    """Return the status of an answer to an address that no client would send."""
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", b"127.0.0.1")],
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
        "root_path": "",
        "http_version": "1.1",
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(site.app(scope, receive, send))  # type: ignore[arg-type]
    return int(sent[0]["status"])


@pytest.fixture
def guarded(store: Store) -> Iterator[TestClient]:
    """A site that asks for a token."""
    app = make_app(store, token=TOKEN)
    with TestClient(app, base_url="http://desk.example", raise_server_exceptions=False) as client:
        yield client


HOSTILE = {
    "script.txt": (
        "</style></title><script>alert(1)</script> {{ 7*7 }} {% include 'x' %} \u202egnp.exe\n\n"
        'The mayor Jan </style><script>alert(2)</script> Kowalski said: "{{ 7*7 }} <img src=x onerror=alert(3)> I will stay '
        'in Gdansk." Police arrested two people in Gdansk on Friday. \u202eThe union denied it\u202c, Adam <b '
        "onclick=alert(4)>Wrona</b> said.\n",
        "Evil </style><script>alert(5)</script> & Sons {{ 7*7 }}",
        "2026-04-05",
    ),
    "long.txt": (
        f"A long word in Gdansk\n\nPolice arrested two people in Gdansk on Friday, {'W' * 990_000} said.\n",
        "Long Post",
        "2026-04-06",
    ),
}
"""Reports that mean harm."""


@pytest.fixture(scope="module")
def hostile(recorder: Recorder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A site over them."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    add_reports(folder / "desk.db", folder, HOSTILE, recorder)
    with Store.open(folder / "desk.db", codec=JsonCodec()) as store:
        refresh(store)
        with TestClient(make_app(store), base_url=HERE) as client:
            yield client


class TestHeaders:
    @pytest.mark.parametrize("address", KINDS)
    @pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE", "BREW"])
    def test_every_answer_has_them(self, site: TestClient, address: str, method: str) -> None:
        answer = site.request(method, address, follow_redirects=False)
        assert answer.status_code < 500
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
        assert "cache-control" in answer.headers
        assert "access-control-allow-origin" not in answer.headers

    def test_refusals_have_them_too(self, guarded: TestClient) -> None:
        answer = guarded.get("/")
        assert answer.status_code == 401
        for name, value in HEADERS.items():
            assert answer.headers[name] == value

    def test_only_the_page_for_colleagues_has_a_style_of_its_own(
        self, site: TestClient, store: Store
    ) -> None:
        answer = site.get(f"/stories/{find_stories(store)[0].id}/report.html")
        policy = answer.headers["content-security-policy"]
        assert re.fullmatch(
            r"default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            policy,
        )

    def test_head_gives_the_headers_alone(self, site: TestClient) -> None:
        for address in ("/stories", "/stories.jsonl", f"{API}/stories", "/static/site.css"):
            assert site.head(address).content == b""
            assert site.head(address).status_code == site.get(address).status_code == 200
            assert site.head(address).headers["content-type"] == site.get(address).headers["content-type"]

    def test_an_unknown_method_is_told_which_ones_there_are(self, site: TestClient) -> None:
        for address in ("/stories", f"{API}/stories"):
            for method in ("POST", "OPTIONS", "BREW"):
                answer = site.request(method, address)
                assert answer.status_code == 405
                assert "GET" in answer.headers["allow"]


class TestHosts:
    @pytest.mark.parametrize(
        "host", ["127.0.0.1", "127.0.0.1:8321", "localhost:1", "LOCALHOST", "[::1]:8321", "127.8.8.8"]
    )
    def test_names_of_this_computer_are_answered(self, site: TestClient, host: str) -> None:
        assert site.get("/", headers={"host": host}).status_code == 200

    @pytest.mark.parametrize(
        ("host", "status"),
        [
            ("rebound.example", 421),
            ("127.0.0.1.rebound.example", 421),
            ("localhost.rebound.example", 421),
            ("testserver", 421),
            ("10.0.0.1", 421),
            ("0.0.0.0", 421),
            ("evil.example@127.0.0.1", 400),
            ("127.0.0.1/evil", 400),
            ("127.0.0.1?evil", 400),
            ("[::1", 400),
            ("[::1]evil", 400),
            ("127.0.0.1:port", 400),
            ("", 400),
        ],
    )
    def test_other_names_are_refused(self, site: TestClient, host: str, status: int) -> None:
        for address in ("/", f"{API}/stories", "/static/site.css"):
            assert site.get(address, headers={"host": host}).status_code == status

    def test_a_malformed_name_is_refused_beside_a_token_too(self, guarded: TestClient) -> None:
        given = {"host": "[::1", "authorization": f"Bearer {TOKEN}"}
        assert guarded.get("/", headers=given).status_code == 400


class TestTokens:
    def test_as_a_query_it_becomes_a_cookie_that_does_not_tell_it(self, guarded: TestClient) -> None:
        answer = guarded.get(f"/stories?place=krak&token={TOKEN}", follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"] == "/stories?place=krak"
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "samesite=strict" in cookie.lower()
        assert TOKEN not in cookie
        assert guarded.get("/stories").status_code == 200

    def test_it_leads_to_no_other_site(self, guarded: TestClient) -> None:
        for path in ("//evil.example/", "///evil.example/", "/%2fevil.example/", "/\\evil.example/"):
            answer = guarded.get(f"http://desk.example{path}?token={TOKEN}", follow_redirects=False)
            assert not re.match(r"[/\\]{2}|\w+:", answer.headers.get("location", "/"))

    @pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
    def test_as_a_bearer(self, guarded: TestClient, scheme: str) -> None:
        given = {"authorization": f"{scheme} {TOKEN}"}
        assert guarded.get(f"{API}/stories", headers=given).status_code == 200

    @pytest.mark.parametrize(
        "token",
        ["wrong", "", " ", TOKEN[:-1], f"{TOKEN}x", "żółć", "\u202e", "\x00", "é" * 5_000, "%00", "\\u0000"],
    )
    def test_a_wrong_one_is_refused_however_it_is_sent(self, guarded: TestClient, token: str) -> None:
        sent = token.encode()
        for address in ("/", f"{API}/stories", "/static/site.css", "/stories.csv"):
            for headers in (
                {b"authorization": b"Bearer " + sent},
                {b"authorization": b"Basic " + sent},
                {b"authorization": sent},
                {b"cookie": COOKIE.encode() + b"=" + sent},
                {b"cookie": b'a:b[]=1; =; \xff\xfe; expires="' + sent},
            ):
                assert guarded.get(address, headers=headers).status_code == 401
        answer = guarded.get("/", params={"token": token})
        assert answer.status_code in (401, 400, 414)
        assert guarded.get("/?token=%ff%fe%c3").status_code == 401

    def test_the_token_itself_is_no_cookie(self, guarded: TestClient) -> None:
        assert guarded.get("/", headers={"cookie": f"{COOKIE}={TOKEN}"}).status_code == 401

    def test_what_is_missing_is_told_as_json_to_programs(self, guarded: TestClient) -> None:
        answer = guarded.get(f"{API}/stories")
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.json()["what"] == "a token is needed"

    def test_one_beyond_ascii_works(self, store: Store) -> None:
        token = "żółć-and-more-letters"
        with TestClient(make_app(store, token=token), base_url="http://desk.example") as client:
            assert client.get("/", headers={b"authorization": f"Bearer {token}".encode()}).status_code == 200
            assert client.get("/", params={"token": token}).status_code == 200

    def test_nothing_of_the_store_is_told_without_one(self, guarded: TestClient) -> None:
        for address in (*KINDS, "/reports/x/record.css", "/api/v1/counts"):
            answer = guarded.get(address)
            assert answer.status_code == 401
            assert "report" not in answer.text


class TestOtherSites:
    @pytest.mark.parametrize(
        "headers",
        [
            {"origin": "http://evil.example"},
            {"origin": "null"},
            {"origin": ""},
            {"origin": "127.0.0.1:8321"},
            {"origin": "http://[::1"},
            {"origin": "http://127.0.0.1:8321.evil.example"},
            {"origin": "http://127.0.0.1:9999"},
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"sec-fetch-site": "cross-site", "origin": HERE},
        ],
    )
    def test_they_change_nothing(self, site: TestClient, headers: dict[str, str]) -> None:
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert site.request(method, "/relate", headers=headers).status_code == 403

    def test_a_form_of_this_site_is_taken_and_a_guessed_one_is_not(self, site: TestClient) -> None:
        headers = {"origin": HERE, "sec-fetch-site": "same-origin"}
        for form in ("", "guessed", "żółć", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")):
            assert site.post("/relate", headers=headers, data={"form": form}).status_code == 403
        form = site.app.state.form_token  # type: ignore[attr-defined]
        for back, led in (
            ("", "/"),
            ("/stories/T1a", "/stories/T1a"),
            ("//evil.example", "/"),
            ("/\\evil", "/"),
        ):
            answer = site.post(
                "/relate", headers=headers, data={"form": form, "back": back}, follow_redirects=False
            )
            assert (answer.status_code, answer.headers["location"]) == (303, led)
        site.app.state.desk.wait(60)  # type: ignore[attr-defined]


class TestPaths:
    @pytest.mark.parametrize(
        "path",
        [
            "../app.py",
            "..%2fapp.py",
            "%2e%2e/app.py",
            "%2e%2e%2f%2e%2e%2fapp.py",
            "..\\app.py",
            "..%5capp.py",
            "....//app.py",
            "/etc/passwd",
            "%2fetc%2fpasswd",
            "site.css/../../app.py",
            "site.css%2500",
            "",
        ],
    )
    def test_nothing_but_files_of_the_site_is_given(self, site: TestClient, path: str) -> None:
        answer = site.get(f"{HERE}/static/{path}")
        assert answer.status_code in (400, 404)
        assert "make_app" not in answer.text

    @pytest.mark.parametrize(
        "address", ["/stories/%00", "/stories?place=%00", "/static/site.css%00", f"{API}/people?name=a%00"]
    )
    def test_a_nul_is_refused(self, site: TestClient, address: str) -> None:
        assert site.get(address).status_code == 400

    @pytest.mark.parametrize(
        "address", ["/stories/..%2f..%2fetc", "/stories/%ff%fe", "/stories/T%0d%0aX:y", "/people/%2e%2e.csv"]
    )
    def test_an_odd_id_is_not_there(self, site: TestClient, address: str) -> None:
        for each in (address, API + address.removesuffix(".csv")):
            assert site.get(each).status_code == 404


class TestAddresses:
    @pytest.mark.parametrize("path", ["/search", f"{API}/search", "/stories", "/", "/static/site.css"])
    def test_an_endless_one_is_refused(self, site: TestClient, path: str) -> None:
        long = "a" * 1_000_000
        assert asked_raw(site, path, f"q={long}") == 414
        assert asked_raw(site, f"{path}/{long}", "") == 414

    @pytest.mark.parametrize("value", VALUES)
    def test_no_value_of_a_parameter_steers_anything(self, hostile: TestClient, value: str) -> None:
        for name, pages in PARAMETERS.items():
            for address in pages:
                answer = hostile.get(address, params={name: value})
                assert answer.status_code in (200, 400, 422), (address, name)
                assert "set-cookie" not in answer.headers
                if answer.headers["content-type"].startswith("text/html"):
                    check_page(answer.text)

    def test_json_never_says_nan(self) -> None:
        for number in (float("nan"), float("inf")):
            with pytest.raises(ValueError, match="JSON"):
                json_text({"score": number})


class TestReports:
    def test_what_they_say_stays_text_on_every_page(self, hostile: TestClient) -> None:
        store: Store = hostile.app.state.desk.store  # type: ignore[attr-defined]
        addresses = ["/", *(f"{one}?several=false" for one in ("/stories", "/timeline", "/disputes"))]
        addresses += [f"/people/{one.id}" for one in find_entities(store, "gdansk")]
        addresses += [f"/happenings/{one.id}" for one in timeline(store)]
        for one in find_stories(store):
            addresses += [f"/stories/{one.id}", f"/stories/{one.id}/report.html"]
        addresses += [f"/reports/{row.key}" for row in store.reports()]
        addresses += ["/search?q=gdansk", "/people?name=gdansk"]
        for address in addresses:
            answer = hostile.get(address)
            assert answer.status_code == 200, address
            check_page(answer.text)

    def test_no_style_sheet_holds_words_of_a_report(self, hostile: TestClient) -> None:
        store: Store = hostile.app.state.desk.store  # type: ignore[attr-defined]
        for row in store.reports():
            style = hostile.get(f"/reports/{row.key}/record.css")
            assert style.headers["content-type"].startswith("text/css")
            assert "alert" not in style.text
            assert "</style" not in style.text

    def test_files_hold_them_whole_and_safe(self, hostile: TestClient) -> None:
        answer = hostile.get("/stories.json")
        assert "\u202e" not in answer.text
        assert any("\u202e" in row["title"] for row in answer.json()["answer"])
        rows = csv.reader(io.StringIO(hostile.get("/search.csv?q=gdansk").text, newline=""))
        assert not any(cell.startswith(("=", "+", "@", "\t")) for row in rows for cell in row)
