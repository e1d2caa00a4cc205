"""What is sent to the site is bounded: its forms are short, and nobody is to fill the memory with one."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.explore.problems import told

MOST_SENT = 64 << 10
"""Bytes of a form; the longest that the site gives has some 3,000 characters to fill in."""
_MOST_READ = 16 << 20
"""Bytes of a longer one that are read and dropped: a browser that is cut off while it sends shows no answer."""


class Bounds:
    """Refuses a request that brings more than a form can.

    Args:
        app: what answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        try:
            body = await _body_of(receive)
        except ClientDisconnect:
            return
        if body is not None:
            await self._app(scope, _Sent(body, receive), send)
            return
        request = Request(scope)
        answer = await run_in_threadpool(
            told,
            request,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"what was sent has more than {MOST_SENT >> 10} KB",
            request.url.path,
            "go back, shorten what you wrote, and send it again; nothing was changed",
        )
        await answer(scope, receive, send)


class _Sent:
    """Gives what was read already, and then what comes after."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        """Return the next message of a request."""
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


async def _body_of(receive: Receive) -> bytes | None:
    """Return what a request brings, or None where that is too much.

    Raises:
        ClientDisconnect: not all of it came.
    """
    body, n_read = b"", 0
    while n_read <= _MOST_READ:
        message = await receive()
        if message["type"] != "http.request":
            raise ClientDisconnect
        part = message.get("body", b"")
        n_read += len(part)
        if n_read <= MOST_SENT:
            body += part
        if not message.get("more_body", False):
            break
    return body if n_read <= MOST_SENT else None
