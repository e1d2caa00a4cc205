"""Browsers at the site: pages that are opened, what these ask for, and axe's rules."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import uvicorn

from onrecord.explore.app import make_app
from onrecord.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"

Visit = Callable[..., "Page"]
"""Opens an address in a browser of its own; `width` and options of a Playwright context may be given."""


@contextmanager
def served(store: Store) -> Iterator[str]:
    """Serve a store, and give the address."""
    config = uvicorn.Config(make_app(store), host="127.0.0.1", port=0, log_level="warning")
    server = uvicorn.Server(config)
    socket = config.bind_socket()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def visiting(browser: Browser, site: str, cookies: Mapping[str, str] | None = None) -> Iterator[Visit]:
    """Give what opens a page; in the end nothing was asked of elsewhere, and nothing went wrong.

    Args:
        browser: the browser.
        site: the address of the site.
        cookies: cookies that it holds already.
    """
    contexts, asked, wrong = [], [], []

    def visit(address: str = "/", *, width: int = 1280, **options: Any) -> Page:
        context = browser.new_context(
            base_url=site, viewport={"width": width, "height": 900}, locale="en-GB", **options
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.add_cookies(
            [{"name": name, "value": value, "url": site} for name, value in (cookies or {}).items()]
        )
        context.on("request", lambda request: asked.append(request.url))
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        context.on(
            "console",
            lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None,
        )
        page = context.new_page()
        page.goto(address)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert {urlsplit(address).hostname for address in asked} == {"127.0.0.1"}
    assert wrong == []


def is_in_view(place: Locator) -> bool:
    """Tell whether something stands within the window, once the page has come to rest; scripts are not needed for it."""
    place.page.wait_for_load_state("load")
    box, window = place.bounding_box(), place.page.viewport_size
    if box is None or window is None:
        return False
    return box["y"] >= 0 and box["y"] + box["height"] <= window["height"]


def serious_faults(page: Page) -> list[str]:
    """Return what axe finds on a page that keeps people out, everything that can be opened being open."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    # Handed over by the browser's own tools: the site's rules forbid scripts that stand in a page.
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run()")
    assert len(found["passes"]) > 20
    bad = [one for one in found["violations"] if one["impact"] in ("serious", "critical")]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in bad for node in one["nodes"]]
