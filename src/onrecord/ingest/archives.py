"""Pages out of web archives: WARC, packed or not, and WACZ, which is a ZIP file of them. Read as streams."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

import structlog

from onrecord.errors import InputError, NoBody, UnreadableInput
from onrecord.ingest.assembly import named
from onrecord.ingest.inputs import too_large
from onrecord.ingest.streams import Inflow
from onrecord.model import Capture

_log = structlog.get_logger(__name__)

_READABLE = re.compile(r"text/(?:html|plain)|application/xhtml\+xml", re.IGNORECASE)
_MEMBER = re.compile(r"(?:^|/)archive/[^/]+\.warc(?:\.gz)?$", re.IGNORECASE)


def read_warc(stream: Inflow, *, where: str, max_bytes: int) -> Iterator[Capture | InputError]:
    """Yield the pages and texts of a WARC file, in order; memory holds one record at a time.

    A page is a response with status 200, or a resource, in HTML or plain text. Others (pictures, revisits,
    redirects) are left out and counted in the log. Where the archive is damaged or cut short, one error says so
    after what was read before the damage.

    Args:
        stream: the archive, unpacked.
        where: its name, the first part of the names of the reports.
        max_bytes: largest report, in bytes, once its own packing is undone.
    """
    left_out: Counter[str] = Counter()
    given = 0
    try:
        for record in _records(stream):
            wanted = _sort_of(record)
            if wanted is not None:
                left_out[wanted] += 1
                continue
            try:
                capture = _capture(record, where, max_bytes)
            except EOFError:
                yield stream.problem or _cut(where, record.stream_pos)
                return
            except InputError as problem:
                yield problem
            else:
                given += 1
                yield capture
    except (OSError, ValueError, zlib.error) as error:
        yield stream.problem or UnreadableInput(
            what=f"the archive is damaged near byte {stream.tell():,}, unpacked ({error}); what came before was read",
            where=named(where),
            remedy="get the archive again",
        )
        return
    if stream.problem is not None:
        yield stream.problem
    elif not given:
        yield _nothing(where, left_out)
    if left_out:
        _log.info("records left out", input=where, pages=given, **left_out)


def _records(stream: Inflow) -> Iterator[Any]:
    from fastwarc.warc import ArchiveIterator

    # Unpacked by us, with a guard: fastwarc would unpack a bomb as far as it goes to get past a record.
    yield from ArchiveIterator(stream, stream_detect=False)


def _cut(where: str, position: int) -> UnreadableInput:
    return UnreadableInput(
        what=f"the archive ends within the record at byte {position:,}, unpacked; what came before was read",
        where=named(where),
        remedy="get the archive again",
    )


def _nothing(where: str, left_out: Counter[str]) -> NoBody:
    told = ", ".join(f"{count} {sort}" for sort, count in left_out.most_common()) or "no record"
    return NoBody(
        what=f"the archive holds no page: {told}",
        where=named(where),
        remedy="give an archive with pages in HTML or text",
    )


def _sort_of(record: Any) -> str | None:
    """Return what a record is where it is no page that can be read, or None where it is one."""
    kind = str(getattr(record.record_type, "name", record.record_type))
    if record.headers.get("Content-Length") is None:
        return None  # its headers are cut off: `_capture` says so
    if kind not in ("response", "resource"):
        return kind
    if kind == "response" and (not record.is_http or record.http_headers is None):
        return "response of another protocol"
    if kind == "response" and record.http_headers.status_code != 200:
        return "response with another status than 200"
    media_type = _media_type(record)
    return None if media_type and _READABLE.match(media_type) else "of another type"


def _media_type(record: Any) -> str | None:
    found = record.http_content_type if record.is_http else record.headers.get("Content-Type")
    return found.partition(";")[0].strip().lower() if found else None


def _capture(record: Any, where: str, max_bytes: int) -> Capture:
    """Return the capture of one record.

    Raises:
        EOFError: the archive ends within it.
        InputTooLarge, UnreadableInput: it is over the limit, or its own packing is damaged.
    """
    name = f"{where}#{(record.record_id or str(record.stream_pos)).strip('<>')}"
    packed = record.reader.read(max_bytes + 1)
    if len(packed) > max_bytes:
        raise too_large(name, max_bytes, record.content_length)
    if len(packed) < record.content_length or record.headers.get("Content-Length") is None:
        raise EOFError
    return Capture(
        input=name,
        data=_unpacked(packed, record.http_headers if record.is_http else None, name, max_bytes),
        media_type=_media_type(record),
        charset=record.http_charset if record.is_http else None,
        url=(record.headers.get("WARC-Target-URI") or "").strip("<>") or None,
        retrieved=record.headers.get("WARC-Date"),
    )


def _unpacked(data: bytes, headers: Any, where: str, max_bytes: int) -> bytes:
    """Return a payload with chunks joined and packing undone, as its HTTP headers have it.

    Many archives hold the payload unpacked under the headers of the packed one; it is then left as it is.
    """
    if headers is None:
        return data
    try:
        if "chunked" in (headers.get("Transfer-Encoding") or "").lower() and re.match(
            rb"[0-9A-Fa-f]+\s*[;\r\n]", data
        ):
            from fastwarc.stream_io import ChunkedReader

            data = ChunkedReader(io.BytesIO(data)).read(max_bytes + 1)
        packing = (headers.get("Content-Encoding") or "").strip().lower()
        if packing in ("gzip", "x-gzip", "deflate"):
            data = _inflated(data, packing, max_bytes)
        elif packing == "br" and not data.lstrip().startswith(b"<"):
            from fastwarc.stream_io import BrotliReader

            data = BrotliReader(io.BytesIO(data)).read(max_bytes + 1)
    except (OSError, ValueError, zlib.error) as error:
        raise UnreadableInput(
            what=f"its own packing is damaged ({error})", where=where, remedy="get the page again"
        ) from error
    if len(data) > max_bytes:
        raise too_large(where, max_bytes)
    return data


def _inflated(data: bytes, packing: str, max_bytes: int) -> bytes:
    if packing != "deflate":
        return (
            zlib.decompressobj(wbits=31).decompress(data, max_bytes + 1) if data[:2] == b"\x1f\x8b" else data
        )
    if data.lstrip().startswith(b"<"):
        return data
    bits = 15 if data[:1] == b"\x78" else -15
    return zlib.decompressobj(wbits=bits).decompress(data, max_bytes + 1)


def is_wacz(names: list[str]) -> bool:
    """Tell whether a ZIP file with members of these names is a WACZ."""
    return any(map(_MEMBER.search, names))


def read_wacz(source: BinaryIO, *, where: str, max_bytes: int) -> Iterator[Capture | InputError]:
    """Yield the pages and texts of every WARC file in a WACZ; see `read_warc`.

    Args:
        source: the ZIP file; it must be seekable.
        where: its name.
        max_bytes: largest report, in bytes, unpacked.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            for member in archive.infolist():
                if not _MEMBER.search(member.filename):
                    continue
                try:
                    with archive.open(member) as packed:
                        inner = Inflow(packed, where=named(where))  # type: ignore[arg-type]
                        yield from read_warc(inner, where=where, max_bytes=max_bytes)
                except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
                    yield _bad_zip(where, member.filename, error)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        yield _bad_zip(where, None, error)


def _bad_zip(where: str, member: str | None, error: Exception) -> UnreadableInput:
    place = f"{named(where)} ({member})" if member else named(where)
    return UnreadableInput(
        what=f"the ZIP file is damaged or of a kind that is not read ({error})",
        where=place,
        remedy="get the archive again",
    )
