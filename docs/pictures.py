"""Make the pictures of the tutorial anew, by walking through the site in a browser.

    python docs/pictures.py            write them to docs/pictures/
    python docs/pictures.py FOLDER     write them to another folder

The bundled reports are put into a store of their own, at a time that is always the same, so that the same program with
the same fonts makes the same pictures. It needs Debian's Chromium, Playwright (`onrecord[test]`) and the weights.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from onrecord.pipeline import Recorder

PICTURES = Path(__file__).parent / "pictures"
WIDTH, HEIGHT = 1040, 900
"""Pixels of the window; a picture may show less of it from below."""
MOST_BYTES = 150_000
"""Bytes that a picture may have, as everybody who clones the repository gets them all."""

_AT = "2026-05-14T08:00:00Z"
"""When everything is done that a page tells the time of."""
_CLOCKS = ("intake", "linking", "correcting", "saving", "following")
"""Modules of the store that look at the clock."""
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-lcd-text",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--hide-scrollbars",
)
_AUTHOR = "Halina Brzoska"

Shoot = Callable[..., None]
"""Takes a picture of the window: its name, how many pixels high, and how many from above."""


def make_pictures(folder: Path, recorder: Callable[[], Recorder] | None = None) -> list[Path]:
    """Make all pictures, and return where they are.

    Args:
        folder: where they go; it is made where it is not there.
        recorder: what gives the recorder; None for the installed weights.
    """
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    with _site(recorder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(_FLAGS))
        context = browser.new_context(
            base_url=address,
            viewport={"width": WIDTH, "height": HEIGHT},
            locale="en-GB",
            color_scheme="light",
            reduced_motion="reduce",
        )
        page = context.new_page()

        def shoot(name: str, height: int, top: float = 0) -> None:
            page.wait_for_load_state("load")
            path = folder / f"{name}.png"
            clip = {"x": 0, "y": top, "width": WIDTH, "height": height}
            page.screenshot(path=path, clip=clip, animations="disabled")  # type: ignore[arg-type]
            made.append(path)

        _walk(page, shoot)
        browser.close()
    return made


@contextmanager
def _site(recorder: Callable[[], Recorder] | None) -> Iterator[str]:
    """Serve a store of the bundled reports, and give the address."""
    import uvicorn

    from onrecord.commands.example import MANIFEST, example_folder
    from onrecord.desk import refresh, take_in
    from onrecord.explore.app import make_app
    from onrecord.export.codec import JsonCodec
    from onrecord.ingest import IngestOptions
    from onrecord.pipeline import load
    from onrecord.store import Store

    with ExitStack() as stack:
        for name in _CLOCKS:
            stack.enter_context(patch.object(import_module(f"onrecord.store.{name}"), "now", lambda: _AT))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        store = stack.enter_context(Store.open(folder / "footbridge.db", codec=JsonCodec()))
        manifests = [str(example_folder() / MANIFEST)]
        for taken in take_in(
            store, [], recorder=recorder or load, options=IngestOptions(), manifests=manifests
        ):
            if taken.problem is not None:
                raise SystemExit(taken.problem)
        refresh(store)
        server = uvicorn.Server(
            uvicorn.Config(make_app(store), host="127.0.0.1", port=0, log_level="warning")
        )
        socket = server.config.bind_socket()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{socket.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)


def _walk(page: Page, shoot: Shoot) -> None:
    """Go the way of the tutorial."""
    page.goto("/")
    shoot("today", 820)
    page.get_by_role("region", name="In dispute").get_by_role(
        "link", name="Footbridge over Drava collapses"
    ).click()
    page.goto(page.url.partition("#")[0])
    shoot("sources", 800)
    _to_top(page.locator("#contradictions"))
    shoot("dispute", 440)
    page.goto("/stories")
    page.locator("ol.stories a").first.click()
    _to_top(page.locator("article.lineage").filter(has_text="Nobody told us"))
    shoot("utterance", 160)
    page.locator("article.lineage li").filter(has_text="shortened").get_by_role("link").first.click()
    page.wait_for_url("**/reports/*")
    page.wait_for_load_state("load")
    # From the top of the page, as it comes to rest at the words a little sooner or later.
    page.evaluate("window.scrollTo(0, 0)")
    at = page.locator(".at").first.bounding_box()
    shoot("words", 330, max(0, at["y"] - 250) if at else 0)
    page.goto("/people?name=hafner")
    page.locator("ul.names a").first.click()
    _to_top(page.locator("#accused"))
    shoot("accused", 520)
    page.goto("/people?name=zupan")
    page.locator("ul.names a").first.click()
    shoot("one-entry", 520)
    page.get_by_role("link", name="correct who it is").click()
    page.get_by_label("These reports mean somebody else").check()
    page.get_by_role("checkbox", name="Student wins half marathon").check()
    page.get_by_label("Who says so").fill(_AUTHOR)
    page.get_by_label("Why").fill("The winner is a student; the spokeswoman is 54 and was on duty.")
    _to_top(page.locator("form.correct"))
    shoot("correct", 610)
    page.get_by_role("button", name="Keep the correction").click()
    page.get_by_role("button", name="Look now").click()
    page.goto("/people?name=zupan")
    shoot("two-entries", 430)
    page.goto("/corrections")
    shoot("corrections", 360)


def _to_top(place: Locator) -> None:
    """Scroll until something stands at the upper edge of the window."""
    place.evaluate("(one) => window.scrollTo(0, one.getBoundingClientRect().top + window.scrollY - 16)")


def main(arguments: list[str]) -> int:
    """Make the pictures; 1 where one has more bytes than it may."""
    made = make_pictures(Path(arguments[0]) if arguments else PICTURES)
    too_large = [path for path in made if path.stat().st_size > MOST_BYTES]
    for path in made:
        print(f"{path} {path.stat().st_size:,} bytes{' (too large)' if path in too_large else ''}")
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
