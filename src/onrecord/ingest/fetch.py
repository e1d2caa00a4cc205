"""Pages and carriers from the web: robots rules kept, private addresses refused, time and size bounded."""

from __future__ import annotations

import ipaddress
import re
import socket
import time
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies

from onrecord.errors import FetchRefused, NotText, UnreadableInput
from onrecord.ingest.inputs import too_large
from onrecord.ingest.options import IngestOptions

MAX_REDIRECTS = 8
_MAX_ROBOTS_BYTES = 500_000
"""Bytes of robots.txt that RFC 9309 asks a crawler to read."""

_ROBOTS_KEPT_S = 3600
_REDIRECTS = (301, 302, 303, 307, 308)
_PAGE_TYPE = re.compile(r"text/(?:html|plain)|application/xhtml\+xml", re.IGNORECASE)
_CARRIER_TYPE = re.compile(
    r"text/|application/(?:[\w.-]+\+(?:xml|json)|xml|json|jsonl|ndjson|x-ndjson|x-json|rss|atom|gzip|x-gzip|warc"
    r"|(?:x-)?wacz|zip|octet-stream)\b",
    re.IGNORECASE,
)
_PAGE_ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.8"
_CARRIER_ACCEPT = (
    "application/rss+xml,application/atom+xml,application/json,text/html,application/xhtml+xml,application/xml;q=0.9,"
    "text/plain;q=0.8,*/*;q=0.1"
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page, or a carrier of reports, as the server gave it.

    Attributes:
        data: its bytes, unpacked.
        url: its address after redirects.
        charset: character set that the server declared, or None.
        html: whether the server called it HTML; None where it did not say.
        retrieved: ISO 8601 time in UTC at which it was had.
        media_type: what the server called it, without parameters, or None.
        etag: validator to ask with the next time, as the server wrote it, or None.
        last_modified: the other validator, likewise.
    """

    data: bytes
    url: str
    charset: str | None
    html: bool | None
    retrieved: str
    media_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server's answer that nothing has changed since the validators it was asked with.

    Attributes:
        url: the address after redirects.
        retrieved: ISO 8601 time in UTC at which it was asked.
        etag: validator to ask with the next time: a new one, or the one that was asked with.
        last_modified: the other validator, likewise.
    """

    url: str
    retrieved: str
    etag: str | None
    last_modified: str | None


def user_agent() -> str:
    """Return the name under which pages are fetched: "OnRecord/" and the version."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"OnRecord/{version('onrecord')}"
    except PackageNotFoundError:
        return "OnRecord/0"


def fetch_page(url: str, *, options: IngestOptions) -> Fetched:
    """Return the page at an address, if its site lets robots read it.

    Every address on the way, redirects included, is looked up first; one that is private, loopback,
    link-local or otherwise not public is refused unless `options.allow_private`.

    Raises:
        FetchRefused: robots rules, a private address, too many redirects, or the time limit.
        UnreadableInput: the address cannot be reached, or answers with an error.
        InputTooLarge: the page is larger than `options.max_bytes`.
        NotText: the server says that it is something else than a page or a text.
    """
    fetched = _fetch(url, options, _Wanted(_PAGE_ACCEPT, _PAGE_TYPE))
    if isinstance(fetched, NotModified):
        raise _bad_status(url, 304, "Not Modified")
    return fetched


def fetch(
    url: str, *, options: IngestOptions, etag: str | None = None, last_modified: str | None = None
) -> Fetched | NotModified:
    """Return what is at an address, be it a page or a carrier of reports, if its site lets robots read it.

    One who asks again and again gives the validators of the last answer, and is told where nothing has changed.
    Addresses are looked up and refused as by `fetch_page`.

    Args:
        url: the address.
        options: the limits.
        etag: validator of the last answer, or None.
        last_modified: the other validator, or None.

    Raises:
        FetchRefused, UnreadableInput, InputTooLarge: as for `fetch_page`.
        NotText: the server says that it is nothing that reports come in.
    """
    return _fetch(url, options, _Wanted(_CARRIER_ACCEPT, _CARRIER_TYPE, etag, last_modified))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a server is asked for: types in order of liking, those taken, and the validators of the last answer."""

    accept: str
    types: re.Pattern[str]
    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        conditions = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {"Accept": self.accept} | {name: value for name, value in conditions.items() if value}


def _fetch(url: str, options: IngestOptions, wanted: _Wanted) -> Fetched | NotModified:
    deadline = time.monotonic() + options.timeout_s
    current = url
    for _ in range(MAX_REDIRECTS + 1):
        _check_robots(current, options, deadline)
        answer = _get(current, options.allow_private, options.max_bytes, deadline, wanted=wanted)
        if answer.status in _REDIRECTS and answer.location:
            current = urljoin(current, answer.location)
            continue
        retrieved = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        if answer.status == 304 and (wanted.etag or wanted.last_modified):
            return NotModified(
                current, retrieved, answer.etag or wanted.etag, answer.last_modified or wanted.last_modified
            )
        if answer.status != 200:
            raise _bad_status(url, answer.status, answer.reason)
        if answer.kind and not wanted.types.match(answer.kind):
            raise NotText(
                what=f"the server calls it {answer.kind}",
                where=url,
                remedy="give the address of a page, a text or a feed",
            )
        return Fetched(
            data=answer.data,
            url=current,
            charset=answer.charset,
            html=None if not answer.kind else "html" in answer.kind.lower(),
            retrieved=retrieved,
            media_type=answer.kind,
            etag=answer.etag,
            last_modified=answer.last_modified,
        )
    raise FetchRefused(
        what=f"more than {MAX_REDIRECTS} redirects", where=url, remedy="give the address the page ends up at"
    )


def _bad_status(url: str, status: int, reason: str) -> UnreadableInput:
    return UnreadableInput(
        what=f"the server answered {status} ({reason})",
        where=url,
        remedy="check the address in a browser; a page behind a login must be saved from there",
    )


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    reason: str
    location: str | None
    kind: str | None
    charset: str | None
    data: bytes
    etag: str | None
    last_modified: str | None


def check_address(url: str, *, allow_private: bool) -> None:
    """Refuse an address that is no web address, or whose host is not public in any of its addresses.

    Raises:
        FetchRefused: the address is private, loopback, link-local, reserved, or not http(s).
        UnreadableInput: the host has no address.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UnreadableInput(
            what=f"this is no address ({error})", where=url, remedy="check its spelling"
        ) from error
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise FetchRefused(
            what="only http and https addresses are fetched",
            where=url,
            remedy="give the address of a web page",
        )
    if allow_private:
        return
    try:
        found = socket.getaddrinfo(
            host, port or (443 if parts.scheme == "https" else 80), type=socket.SOCK_STREAM
        )
    except (OSError, UnicodeError) as error:
        raise UnreadableInput(
            what=f"the host {host!r} was not found ({error})",
            where=url,
            remedy="check the spelling and the connection to the web",
        ) from error
    for entry in found:
        _check_ip(str(entry[4][0]), url)


def _check_ip(address: str, url: str) -> None:
    ip = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    if not ip.is_global or ip.is_multicast or (mapped is not None and not mapped.is_global):
        raise FetchRefused(
            what=f"its host is at {address}, which is not a public address",
            where=url,
            remedy="allow private addresses if this page is meant to be read",
        )


def _check_robots(url: str, options: IngestOptions, deadline: float) -> None:
    parts = urlsplit(url)
    check_address(url, allow_private=options.allow_private)
    origin = f"{parts.scheme}://{parts.netloc}"
    rules = _robots(
        origin, options.allow_private, int(time.time() // _ROBOTS_KEPT_S), deadline_in=_Deadline(deadline)
    )
    if rules is None:
        raise FetchRefused(
            what="the site's robots.txt cannot be read, so its rules are not known",
            where=url,
            remedy="try later, or save the page from a browser",
        )
    if not rules.can_fetch(url, user_agent()):
        raise FetchRefused(
            what="the site's robots.txt asks programs not to read this page",
            where=url,
            remedy="save the page from a browser and give the file",
        )


class _Deadline:
    """A point in time that does not tell cached calls apart."""

    def __init__(self, at: float) -> None:
        self.at = at

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Deadline)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=256)
def _robots(origin: str, allow_private: bool, hour: int, *, deadline_in: _Deadline) -> Any:
    """Return the robots rules of a site, None where the server fails to give them (RFC 9309)."""
    from protego import Protego

    current = f"{origin}/robots.txt"
    for _ in range(MAX_REDIRECTS + 1):
        answer = _get(current, allow_private, _MAX_ROBOTS_BYTES, deadline_in.at, cut=True)
        if answer.status in _REDIRECTS and answer.location:
            current = urljoin(current, answer.location)
            continue
        if answer.status >= 500:
            return None
        return Protego.parse(answer.data.decode("utf-8", errors="replace") if answer.status == 200 else "")
    return Protego.parse("")


def _get(
    url: str,
    allow_private: bool,
    max_bytes: int,
    deadline: float,
    *,
    cut: bool = False,
    wanted: _Wanted | None = None,
) -> _Answer:
    """Return one answer, redirects not followed; with `cut`, a body over the limit is cut, not refused."""
    import httpx2

    check_address(url, allow_private=allow_private)
    left = deadline - time.monotonic()
    if left <= 0:
        raise _too_slow(url)
    headers = {
        "User-Agent": user_agent(),
        "Accept": _PAGE_ACCEPT,
        "Accept-Encoding": "gzip, deflate",
        **(wanted.headers() if wanted else {}),
    }
    try:
        with (
            httpx2.Client(timeout=left, follow_redirects=False, headers=headers) as client,
            client.stream("GET", url) as response,
        ):
            if not allow_private and not getproxies():
                # The name may have been looked up anew for the connection: what counts is who answers.
                stream = response.extensions.get("network_stream")
                peer = stream.get_extra_info("server_addr") if stream is not None else None
                if peer:
                    _check_ip(str(peer[0]), url)
            kind, _, parameters = response.headers.get("content-type", "").partition(";")
            charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", parameters, re.IGNORECASE)
            length = response.headers.get("content-length", "")
            if length.isdigit() and int(length) > max_bytes and response.status_code == 200 and not cut:
                raise too_large(url, max_bytes, int(length))
            whole = response.status_code == 200
            data = _read_body(response, url, max_bytes, deadline, cut) if whole else b""
            return _Answer(
                status=response.status_code,
                reason=response.reason_phrase,
                location=response.headers.get("location"),
                kind=kind.strip() or None,
                charset=charset[1] if charset else None,
                data=data,
                etag=response.headers.get("etag"),
                last_modified=response.headers.get("last-modified"),
            )
    except httpx2.TimeoutException as error:
        raise _too_slow(url) from error
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
        raise UnreadableInput(
            what=f"the address cannot be reached ({error or type(error).__name__})",
            where=url,
            remedy="check the address and the connection to the web",
        ) from error


def _too_slow(url: str) -> FetchRefused:
    return FetchRefused(
        what="the server took longer than the time limit",
        where=url,
        remedy="try later, or raise the limit (timeout_s)",
    )


def _read_body(response: Any, url: str, max_bytes: int, deadline: float, cut: bool) -> bytes:
    """Return the body, unpacked no further than the limit: a small packed page may unpack to gigabytes."""
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise UnreadableInput(
            what=f"the page is packed in a way that was not asked for ({packing})",
            where=url,
            remedy="save the page from a browser",
        )
    unpacker = zlib.decompressobj(wbits=47) if packing not in ("", "identity") else None
    data = bytearray()
    for chunk in response.iter_raw(65536):
        if time.monotonic() > deadline:
            raise _too_slow(url)
        try:
            if unpacker is not None and packing == "deflate" and not data and chunk[:1] != b"\x78":
                unpacker = zlib.decompressobj(wbits=-15)
            data += unpacker.decompress(chunk, max_bytes + 1 - len(data)) if unpacker else chunk
        except zlib.error as error:
            raise UnreadableInput(
                what=f"the packed page is damaged ({error})", where=url, remedy="save the page from a browser"
            ) from error
        if len(data) > max_bytes:
            if cut:
                return bytes(data[:max_bytes])
            raise too_large(url, max_bytes)
    return bytes(data)
