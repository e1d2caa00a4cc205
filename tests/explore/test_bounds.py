"""What is sent to the site: a form as long as the site gives one is read, and more is refused in the site's own way."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.types import Message

from onrecord.explore.app import make_app
from onrecord.explore.bounds import MOST_SENT
from onrecord.store import Store
from tests.store.reports import CODEC, made_up


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "small.db", codec=CODEC) as opened:
        opened.add(*made_up("Five died.").parts)
        yield opened


@pytest.fixture
def site(store: Store) -> Iterator[TestClient]:
    with TestClient(make_app(store), base_url="http://127.0.0.1:8321") as client:
        yield client


@pytest.fixture
def form(site: TestClient) -> dict[str, str]:
    """A form that is kept."""
    return {"form": str(site.app.state.form_token), "question": "stories", "name": "All"}  # type: ignore[attr-defined]


def test_a_form_within_the_bound_is_kept(site: TestClient, store: Store, form: dict[str, str]) -> None:
    filled = {**form, "more": "x" * (MOST_SENT - 200)}
    assert site.post("/saved", data=filled, follow_redirects=False).status_code == 303
    assert len(store.saved_searches()) == 1


@pytest.mark.parametrize("size", [MOST_SENT, 5_000_000])
@pytest.mark.parametrize("address", ["/saved", "/corrections", "/corrections/C1/undo", "/relate"])
def test_more_is_refused_with_what_to_do(
    site: TestClient, store: Store, form: dict[str, str], address: str, size: int
) -> None:
    answer = site.post(address, data={**form, "more": "x" * size}, follow_redirects=False)
    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "What was sent has more than 64 KB" in answer.text
    assert "nothing was changed" in answer.text
    assert "xxx" not in answer.text
    assert store.saved_searches() == ()


def test_files_and_pieces_of_unknown_length_are_bounded_too(
    site: TestClient, store: Store, form: dict[str, str]
) -> None:
    sent = {"more": ("a.txt", b"x" * MOST_SENT)}
    assert site.post("/saved", data=form, files=sent).status_code == 413
    pieces = (b"form=" + b"x" * 1_000 for _ in range(100))
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert site.post("/saved", content=pieces, headers=kind).status_code == 413
    assert store.saved_searches() == ()


def test_a_program_is_told_as_json(site: TestClient) -> None:
    answer = site.post("/api/v1/stories", content=b"x" * (MOST_SENT + 1))
    assert answer.status_code == 413
    assert answer.json()["what"] == "what was sent has more than 64 KB"


def test_a_form_that_is_cut_off_on_its_way_changes_nothing(
    site: TestClient, store: Store, form: dict[str, str]
) -> None:
    body = f"form={form['form']}&question=stories&name=Half".encode()
    coming: list[Message] = [
        {"type": "http.request", "body": body, "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return coming.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/saved",
        "raw_path": b"/saved",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1"), (b"content-type", b"application/x-www-form-urlencoded")],
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
        "root_path": "",
        "http_version": "1.1",
    }
    asyncio.run(site.app(scope, receive, send))  # type: ignore[arg-type]
    assert store.saved_searches() == ()
