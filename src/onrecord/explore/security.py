"""What keeps the site to itself: whom it answers, what its pages may load, and who may change anything."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from http.cookies import SimpleCookie
from ipaddress import ip_address
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

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
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

COOKIE = "onrecord_token"
_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})

Next = Callable[[Request], Awaitable[Response]]


class Guard:
    """Answers whoever may ask, and refuses the others.

    Without a token only this computer is answered, by its own names: a page of another site that resolves to this
    computer is refused (DNS rebinding). With one, whoever knows it.

    Args:
        token: what must be known, or None.
    """

    def __init__(self, token: str | None) -> None:
        self._token = token

    async def __call__(self, request: Request, call_next: Next) -> Response:
        """Answer a request, or refuse it."""
        refused = self._refused(request)
        response = refused if refused is not None else await call_next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if "cache-control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response

    def _refused(self, request: Request) -> Response | None:
        if self._token is None and not is_this_computer(request.url.hostname or ""):
            return PlainTextResponse("This site is served to this computer alone.\n", status_code=421)
        if request.method in _CHANGING and not _is_from_here(request):
            return PlainTextResponse("This request comes from another site.\n", status_code=403)
        if self._token is None:
            return None
        return self._without_token(request, self._token)

    def _without_token(self, request: Request, token: str) -> Response | None:
        given = request.query_params.get("token", "")
        if given and hmac.compare_digest(given.encode(), token.encode()):
            # Kept in a cookie, so that it stands in no address that is passed on.
            kept = request.url.remove_query_params("token")
            answer = RedirectResponse(
                f"{kept.path}?{kept.query}" if kept.query else kept.path, status_code=303
            )
            answer.set_cookie(COOKIE, token, httponly=True, samesite="strict")
            return answer
        header = request.headers.get("authorization", "")
        cookies: SimpleCookie = SimpleCookie(request.headers.get("cookie", ""))
        known = cookies[COOKIE].value if COOKIE in cookies else header.removeprefix("Bearer ")
        if hmac.compare_digest(known.encode(), token.encode()):
            return None
        return PlainTextResponse(
            "A token is needed: open the address that `onrecord serve` printed, or send it as a bearer token.\n",
            status_code=401,
            headers={"WWW-Authenticate": "Bearer"},
        )


def is_this_computer(host: str) -> bool:
    """Tell whether a host name is one of this computer's own.

    >>> is_this_computer("127.0.0.1"), is_this_computer("localhost"), is_this_computer("rebound.example")
    (True, True, False)
    """
    if host in ("localhost", "testserver"):
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_from_here(request: Request) -> bool:
    """Tell whether a request that changes something comes from a page of this site, or from no page at all."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")
