"""A related store, only read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from onrecord.export.codec import JsonCodec
from onrecord.store import Store
from tests.conftest import Desk


@pytest.fixture
def store(desk: Desk) -> Iterator[Store]:
    with Store.open(desk.path, codec=JsonCodec(), create=False, read_only=True) as store:
        yield store
