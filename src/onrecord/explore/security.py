"""What keeps the site to itself: whom it answers, what its pages may load, and who may change anything."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from http import HTTPStatus
from ipaddress import ip_address
from typing import TypeVar

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.desk.answer_json import json_text

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""A page loads what the site itself serves, and nothing else; no script or style stands in a page."""

# Browsers are to tell other sites nothing of where a reader comes from. Under "no-referrer" they tell this site nothing
# either: its own forms would come with `Origin: null` and be refused.
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # Other sites learn nothing of what is read here. With "no-referrer" a browser would send the site's own forms with
    # the origin "null", and they could not be told from those of others.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

COOKIE = "onrecord_token"
LONGEST_ADDRESS = 8_192
"""Bytes of a path with its query that are read; a filter with every field filled has some 2,000."""

_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_API = "/api/v1"
_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([\w.-]+))(?::\d{0,5})?", re.ASCII)

_Any = TypeVar("_Any", bound=Response)


class Guard:
    """Answers whoever may ask, and refuses the others.

    Without a token only this computer is answered, by its own names: a page of another site that resolves to this
    computer is refused (DNS rebinding). With one, whoever knows it.

    Args:
        app: what answers.
        token: what must be known, or None.
    """

    def __init__(self, app: ASGIApp, token: str | None) -> None:
        self._app = app
        self._token = token.encode("utf-8", "surrogateescape") if token is not None else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = self._refused(Request(scope))
        if refused is not None:
            await harden(refused)(scope, receive, send)
            return

        async def hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                _put_on(MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, hardened)

    def _refused(self, request: Request) -> Response | None:
        path, query = request.scope["path"], request.scope["query_string"]
        if len(path) + len(query) > LONGEST_ADDRESS:
            return _refusal(request, HTTPStatus.REQUEST_URI_TOO_LONG, "this address is too long")
        if "\0" in path or b"%00" in query or b"\0" in query:
            return _refusal(request, HTTPStatus.BAD_REQUEST, "no address holds a NUL")
        host = host_of(request.headers.get("host", ""))
        if host is None:
            return _refusal(request, HTTPStatus.BAD_REQUEST, "this is no name of a host")
        if self._token is None and not is_this_computer(host):
            return _refusal(
                request, HTTPStatus.MISDIRECTED_REQUEST, "this site is served to this computer alone"
            )
        if request.method in _CHANGING and not _is_from_here(request):
            return _refusal(request, HTTPStatus.FORBIDDEN, "this request comes from another site")
        return None if self._token is None else self._without_token(request, self._token)

    def _without_token(self, request: Request, token: bytes) -> Response | None:
        given = request.query_params.get("token", "")
        if given and hmac.compare_digest(given.encode("utf-8", "replace"), token):
            # Kept in a cookie, so that it stands in no address that is passed on. One slash at the beginning: with two,
            # a path would be the name of another host.
            kept = request.url.remove_query_params("token")
            path = f"/{kept.path.lstrip('/')}"
            answer = RedirectResponse(f"{path}?{kept.query}" if kept.query else path, status_code=303)
            answer.set_cookie(COOKIE, _kept(token), httponly=True, samesite="strict")
            return answer
        cookie = request.cookies.get(COOKIE, "")
        if hmac.compare_digest(cookie.encode("utf-8", "replace"), _kept(token).encode()):
            return None
        # Headers are bytes, which were read as Latin-1.
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and hmac.compare_digest(bearer.strip().encode("latin-1"), token):
            return None
        refusal = _refusal(
            request,
            HTTPStatus.UNAUTHORIZED,
            "a token is needed",
            remedy="open the address that `onrecord serve` printed, or send the token as a bearer token",
        )
        refusal.headers["WWW-Authenticate"] = "Bearer"
        return refusal


class Heads:
    """Answers HEAD as GET, without the body.

    Args:
        app: what answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def headers_alone(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        # A copy: the server looks at its own to tell that nothing follows.
        await self._app({**scope, "method": "GET"}, receive, headers_alone)


def harden(response: _Any) -> _Any:
    """Return a response with the headers that every one has."""
    _put_on(response.headers)
    return response


def _put_on(headers: MutableHeaders) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "no-store")


def masked(token: str) -> str:
    """Return a token as a page holds it, another way on each page.

    Pages are packed: whoever can have one made with words of their own in it, and sees how large it comes out, could tell
    letter by letter what else it holds (BREACH). What is different every time tells nothing.
    """
    plain = token.encode()
    pad = secrets.token_bytes(len(plain))
    return (pad + _xor(plain, pad)).hex()


def is_masked(given: str, token: str) -> bool:
    """Tell whether a form sends the token, as it is or as a page held it.

    >>> is_masked(masked("0f3a"), "0f3a"), is_masked(masked("0f3b"), "0f3a"), is_masked("?", "0f3a")
    (True, False, False)
    """
    plain = token.encode()
    if hmac.compare_digest(given.encode("utf-8", "replace"), plain):
        return True
    try:
        both = bytes.fromhex(given)
    except ValueError:
        return False
    half = len(plain)
    return len(both) == 2 * half and hmac.compare_digest(_xor(both[:half], both[half:]), plain)


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def is_api(request: Request) -> bool:
    """Tell whether a program asks, and no reader."""
    path: str = request.scope["path"]
    return path == _API or path.startswith(f"{_API}/")


def told_plainly(request: Request, status: int, what: str, where: str, *, remedy: str) -> Response:
    """Return what is wrong as JSON from the API, and as plain text elsewhere."""
    if is_api(request):
        text = json_text({"what": what, "where": where, "remedy": remedy})
        return Response(text, status_code=status, media_type="application/json")
    return PlainTextResponse(f"{what[:1].upper()}{what[1:]}: {remedy}.\n", status_code=status)


def host_of(header: str) -> str | None:
    """Return the name of the host in a Host header, or None where there is none.

    >>> host_of("127.0.0.1:8321"), host_of("[::1]:80"), host_of("[::1"), host_of("evil.example@localhost"), host_of("")
    ('127.0.0.1', '::1', None, None, None)
    """
    found = _HOST.fullmatch(header)
    return None if found is None else (found[1] or found[2]).lower()


def is_this_computer(host: str) -> bool:
    """Tell whether a host name is one of this computer's own.

    >>> is_this_computer("127.0.0.1"), is_this_computer("localhost"), is_this_computer("rebound.example")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _kept(token: bytes) -> str:
    """Return what a cookie holds: it tells that the token was known, and not the token."""
    return hmac.new(token, b"onrecord reader", hashlib.sha256).hexdigest()


def _refusal(request: Request, status: int, what: str, *, remedy: str | None = None) -> Response:
    return told_plainly(
        request,
        status,
        what,
        "request",
        remedy=remedy or "open the address that `onrecord serve` printed",
    )


def _is_from_here(request: Request) -> bool:
    """Tell whether a request that changes something comes from a page of this site, or from no page at all."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return True
    _, marked, netloc = origin.partition("://")
    return bool(marked) and netloc == request.headers.get("host")
