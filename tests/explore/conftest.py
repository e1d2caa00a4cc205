"""A site over a small store of its own, asked without a network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from onrecord.explore.app import make_app
from onrecord.export.codec import JsonCodec
from onrecord.store import Store
from tests.conftest import Desk
from tests.explore.forms import Reader

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def store(desk: Desk, tmp_path: Path) -> Iterator[Store]:
    """A copy of the desk's store, to be written to."""
    path = tmp_path / "site.db"
    shutil.copy(desk.path, path)
    with Store.open(path, codec=JsonCodec(), create=False) as store:
        yield store


@pytest.fixture
def site(store: Store) -> Iterator[TestClient]:
    """The site over it, as this computer's own browser asks for it."""
    with TestClient(make_app(store), base_url="http://127.0.0.1:8321") as client:
        yield client


# Not for the whole session: an event loop runs for as long as it is there.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give Debian's Chromium; tests are skipped where it or Playwright is missing."""
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def reader(site: TestClient, store: Store) -> Reader:
    return Reader(site, store)


@pytest.fixture
def wire(desk: Desk) -> str:
    return desk.keys["wire.txt"]
