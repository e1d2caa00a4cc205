"""Pages are made one after the other: Python makes one at a time, and of several begun at once all would come late."""

from __future__ import annotations

import asyncio
import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PATIENCE_S = 0.25
"""Seconds after which a page is begun all the same: the one before may wait for a lock, and be of no hurry itself."""
_LONG_OR_SHORT = re.compile(r"/static/.*|/api/.*|/[^/]+(?:/[^/]+)?\.(?:csv|json|jsonl|geojson)")
"""What is made beside: files, which may take seconds, and what takes next to nothing."""


class Turns:
    """Has each page wait until the one before is made.

    Every look into the database lets another thread go on, and it takes a moment until this one may again: four pages that
    are made side by side take several times as long as one after the other.

    Args:
        app: what answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._turn = asyncio.Semaphore(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request when its turn comes."""
        if scope["type"] != "http" or _LONG_OR_SHORT.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        try:
            await asyncio.wait_for(self._turn.acquire(), _PATIENCE_S)
        except TimeoutError:
            await self._app(scope, receive, send)
            return
        is_over = False

        def end() -> None:
            nonlocal is_over
            if not is_over:
                is_over = True
                self._turn.release()

        async def ending(message: Message) -> None:
            # It is made by now; how fast its reader takes it is no matter to others.
            end()
            await send(message)

        try:
            await self._app(scope, receive, ending)
        finally:
            end()
