"""A site over a small store of its own, asked without a network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from onrecord.explore.app import make_app
from onrecord.export.codec import JsonCodec
from onrecord.store import Store
from tests.conftest import Desk


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
