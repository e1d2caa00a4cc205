"""Pages, style sheets and files sent packed (gzip) to whoever can unpack them."""

from __future__ import annotations

import re
import zlib

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LEAST = 1_000
"""Bytes of an answer from which it is packed."""
_LEVEL = 4
"""Of 9: packs a page in a millisecond or two; more takes several times that and saves a twentieth."""
_LARGE = 200_000
"""Bytes from which others are answered meanwhile."""
_PACKED = re.compile(
    r"(?:text/|application/(?:json|jsonl|geo\+json|atom\+xml|[\w.+-]*\+(?:json|xml))|image/svg\+xml).*"
)
"""Kinds of content that get much smaller."""
_TAKES_GZIP = re.compile(
    r"(?:^|,)\s*(?:gzip|x-gzip|\*)\s*(?:;\s*q\s*=\s*(?:1(?:\.0*)?|0?\.\d*[1-9]\d*)\s*)?(?=,|$)", re.I
)


class Packing:
    """Packs answers for whoever says that it can unpack them.

    Args:
        app: what answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        takes = takes_gzip(Headers(scope=scope).get("accept-encoding", ""))
        await self._app(scope, receive, _Packer(send, takes=takes).send)


class _Packer:
    """Packs one answer: the beginning is held back until it is known whether the rest is worth it."""

    def __init__(self, send: Send, *, takes: bool) -> None:
        self._send, self._takes = send, takes
        self._start: Message | None = None
        self._packer: zlib._Compress | None = None

    async def send(self, message: Message) -> None:
        """Send a message on, packed where it is a part of an answer that is."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if message["status"] != 200 or not _PACKED.fullmatch(headers.get("content-type", "")):
                await self._send(message)
                return
            headers.add_vary_header("Accept-Encoding")
            if self._takes and "content-encoding" not in headers:
                self._start = message
                return
        elif message["type"] == "http.response.body" and (self._start or self._packer):
            await self._pack(message)
            return
        await self._send(message)

    async def _pack(self, message: Message) -> None:
        body, more = message.get("body", b""), message.get("more_body", False)
        start, self._start = self._start, None
        if start is not None:
            if len(body) >= _LEAST or more:
                self._packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
                headers = MutableHeaders(scope=start)
                headers["Content-Encoding"] = "gzip"
                del headers["Content-Length"]
            if self._packer is None:
                await self._send(start)
                await self._send(message)
                return
        packed = (
            await run_in_threadpool(self._packed, body, more)
            if len(body) > _LARGE
            else self._packed(body, more)
        )
        if start is not None:
            if not more:
                MutableHeaders(scope=start)["Content-Length"] = str(len(packed))
            await self._send(start)
        if packed or not more:
            await self._send({**message, "body": packed})

    def _packed(self, body: bytes, more: bool) -> bytes:
        if self._packer is None:
            return body
        packed = self._packer.compress(body)
        return packed if more else packed + self._packer.flush()


def takes_gzip(header: str) -> bool:
    """Tell whether who sends an `Accept-Encoding` header can unpack gzip.

    >>> takes_gzip("br;q=1.0, gzip;q=0.8"), takes_gzip("gzip;q=0"), takes_gzip("identity")
    (True, False, False)
    """
    return bool(_TAKES_GZIP.search(header))
