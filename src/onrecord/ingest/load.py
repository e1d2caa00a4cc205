"""Documents out of files, addresses, streams and texts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from onrecord.errors import InputError
from onrecord.ingest.assembly import named
from onrecord.ingest.carriers import find_captures
from onrecord.ingest.documents import document_in_text, document_of
from onrecord.ingest.options import DEFAULTS, IngestOptions
from onrecord.model import Capture, Document

_MOST_COUNTED = 1000
"""Reports that are counted of a carrier that is refused for holding several."""


def load_document(
    source: str, *, options: IngestOptions = DEFAULTS, stdin: BinaryIO | None = None
) -> Document:
    """Return the report in a file, at an address, or on standard input ("-").

    Whether it is a page, plain text, or an item of an agency is told from its content, its name, and what a
    server says.

    Args:
        source: a path, an http(s) address, or "-".
        options: what the caller knows, and the limits.
        stdin: where "-" reads from; `sys.stdin.buffer` if None.

    Raises:
        InputError: the input cannot be read, or holds several reports; each kind has a class of its own, and the
            message names input, cause and remedy.
    """
    found = find_captures(source, options=options, stdin=stdin, follow=False)
    first, *others = islice(found, _MOST_COUNTED + 1)
    if others:
        count = f"{1 + len(others):,}" if len(others) < _MOST_COUNTED else f"over {_MOST_COUNTED:,}"
        raise InputError(
            what=f"it holds {count} reports, not one",
            where=named(source),
            remedy="put them all on record with `onrecord read`, or take them one by one from `load_documents`",
        )
    if isinstance(first, InputError):
        raise first
    return document_of(first, options=options)


def load_documents(
    source: str, *, options: IngestOptions = DEFAULTS, stdin: BinaryIO | None = None
) -> Iterator[Document | InputError]:
    """Yield the reports in a file, at an address, or on standard input ("-"), in order.

    A carrier (a feed, a site map, an archive, JSON Lines ...) gives all its reports; a page or text gives one. A
    report that cannot be read gives the error in its place and costs the others nothing; so does a source that
    cannot be opened. Nothing is raised.

    Args:
        source: a path, an http(s) address, or "-".
        options: what the caller knows, and the limits; what it says of a report holds for every one.
        stdin: where "-" reads from; `sys.stdin.buffer` if None.
    """
    for found in find_captures(source, options=options, stdin=stdin):
        if isinstance(found, InputError):
            yield found
            continue
        try:
            document = document_of(found, options=options)
        except InputError as problem:
            yield problem
        else:
            yield document


def document_from_html(data: bytes, *, source: str, options: IngestOptions = DEFAULTS) -> Document:
    """Return the report in the bytes of a page.

    Args:
        data: the page, in whatever character set.
        source: how to name the input ("-", a path or an address).
        options: what the caller knows, and the limits.

    Raises:
        InputError: as for `load_document`.
    """
    return document_of(Capture(input=source, data=data, media_type="text/html"), options=options)


def document_from_text(text: str, *, source: str = "-", options: IngestOptions = DEFAULTS) -> Document:
    """Return the report in a plain text.

    Line ends become "\\n", and furniture at the two ends ("All news") is left out; nothing else changes.

    Raises:
        InputError: as for `load_document`.

    >>> text = "Harbour reopens\\n\\nLIMA, May 4, 2021 (HPA) - The harbour is open, the mayor said."
    >>> document = document_from_text(text)
    >>> document.parts.headline.cut(document.text), document.published, document.agency
    ('Harbour reopens', '2021-05-04', 'HPA')
    """
    data = text.encode("utf-8", "surrogatepass")
    return document_in_text(text, Capture(input=source, data=data, media_type="text/plain"), options=options)
