"""What the OpenAPI document promises holds for whatever may be asked, however odd."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from starlette.types import ASGIApp, Receive, Scope, Send

from onrecord.desk.questions import find_entities, find_stories, timeline
from onrecord.explore.api.routes import PREFIX, router
from onrecord.explore.app import make_app
from onrecord.store import Store
from tests.conftest import Desk

schemathesis: Any = pytest.importorskip(
    "schemathesis", reason="schemathesis is not installed (pip install '.[test]')"
)

pytestmark = [pytest.mark.weights, pytest.mark.slow]

PATHS = [route.path for route in router.routes]
KINDS = [
    (path, mode, is_known)
    for path in PATHS
    for mode in ("positive", "negative")
    for is_known in ((True, False) if "{" in path else (False,))
    # What takes no parameter cannot be asked as it should not.
    if (path, mode) != (f"{PREFIX}/counts", "negative")
]
CASES = int(os.environ.get("ONRECORD_API_CASES", "15"))
"""Cases of each address, kind and id: as it should be asked, and as it should not."""


class AtHome:
    """Asks a site by the name of this computer, as a browser on it does."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [one for one in scope.get("headers", ()) if one[0] != b"host"]
        await self.app({**scope, "headers": [*headers, (b"host", b"127.0.0.1")]}, receive, send)


def known(store: Store, desk: Desk, path: str) -> dict[str, str]:
    """Return what of the path names something that is there."""
    if "{key}" in path:
        return {"key": desk.keys["hostile.txt"]}
    if "{id}" not in path:
        return {}
    if "/stories" in path:
        return {"id": find_stories(store)[-1].id}
    if "/happenings" in path:
        return {"id": timeline(store, several=True)[0].id}
    return {"id": str(find_entities(store, "kaminska")[0].id)}


@pytest.mark.parametrize(("path", "mode", "is_known"), KINDS)
def test_every_answer_is_as_promised(store: Store, desk: Desk, path: str, mode: str, is_known: bool) -> None:
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", AtHome(make_app(store)))
    # A day after another, a name without a word: what makes a question senseless no schema can say.
    schema.config.checks.positive_data_acceptance.expected_statuses = ["200", "400", "404"]
    schema.config.checks.negative_data_rejection.expected_statuses = [
        "400",
        "401",
        "404",
        "405",
        "414",
        "422",
    ]
    there = known(store, desk, path) if is_known else {}
    strategy = schema[path]["GET"].as_strategy(generation_mode=schemathesis.GenerationMode(mode))

    @given(case=strategy)
    @settings(max_examples=CASES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def check(case: Any) -> None:
        case.path_parameters.update(there)
        case.call_and_validate()

    check()
