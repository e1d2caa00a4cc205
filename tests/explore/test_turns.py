"""Pages one after the other: none waits for long, nobody's slow line holds others up, and files are made beside."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from starlette.types import Message, Receive, Scope, Send

from onrecord.explore.turns import Turns


class App:
    """An application that notes what it is making at once, and makes nothing until it is let."""

    def __init__(self) -> None:
        self.making: list[str] = []
        self.most = 0
        self.let = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.making.append(scope["path"])
        self.most = max(self.most, len(self.making))
        await (self.let.wait() if scope["path"] in ("/slow", "/stories.csv") else asyncio.sleep(0.01))
        self.making.remove(scope["path"])
        if scope["path"] == "/broken":
            raise ValueError("broken")
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


async def ask(turns: Turns, path: str, send: Callable[[Message], Awaitable[None]] | None = None) -> None:
    async def nothing(message: Message) -> None:
        del message

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    await turns({"type": "http", "path": path}, receive, send or nothing)


def test_pages_are_made_one_after_the_other() -> None:
    async def several() -> int:
        app = App()
        turns = Turns(app)
        await asyncio.gather(*(ask(turns, f"/stories/T{number}") for number in range(5)))
        return app.most

    assert asyncio.run(several()) == 1


def test_one_that_takes_long_holds_up_the_others_for_a_moment_only() -> None:
    async def beside_a_slow_one() -> None:
        app = App()
        turns = Turns(app)
        slow = asyncio.create_task(ask(turns, "/slow"))
        await asyncio.sleep(0)
        await asyncio.wait_for(asyncio.gather(*(ask(turns, f"/reports/{n}") for n in range(3))), 5)
        assert not slow.done()
        app.let.set()
        await slow
        # Its turn is given back once, and the next pages come one by one again.
        app.most = 0
        await asyncio.gather(*(ask(turns, f"/reports/{n}") for n in range(3)))
        assert app.most == 1

    asyncio.run(beside_a_slow_one())


def test_files_static_files_and_programs_wait_for_no_page() -> None:
    async def beside_a_slow_one() -> None:
        app = App()
        turns = Turns(app)
        slow = asyncio.create_task(ask(turns, "/slow"))
        await asyncio.sleep(0)
        for path in ("/static/site.css", "/api/v1/stories", "/stories/T1.quotations.csv", "/search.jsonl"):
            await asyncio.wait_for(ask(turns, path), 0.2)
        assert not slow.done()  # and none of them waited for it
        app.let.set()
        await slow

    asyncio.run(beside_a_slow_one())


def test_a_reader_with_a_slow_line_holds_up_nobody() -> None:
    async def beside_a_slow_line() -> None:
        turns = Turns(App())
        taken = asyncio.Event()

        async def slowly(message: Message) -> None:
            del message
            await taken.wait()

        slow = asyncio.create_task(ask(turns, "/stories", slowly))
        await asyncio.sleep(0.05)
        await asyncio.wait_for(ask(turns, "/"), 0.2)
        assert not slow.done()
        taken.set()
        await slow

    asyncio.run(beside_a_slow_line())


def test_a_page_that_breaks_gives_its_turn_back() -> None:
    async def after_a_broken_one() -> None:
        turns = Turns(App())
        with pytest.raises(ValueError, match="broken"):
            await ask(turns, "/broken")
        await asyncio.wait_for(ask(turns, "/"), 0.2)

    asyncio.run(after_a_broken_one())
