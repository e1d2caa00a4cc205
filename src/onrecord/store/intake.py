"""Putting reports into the store: each whole or not at all, each once, older versions kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping

from onrecord.model.capture import Capture
from onrecord.model.document import Document
from onrecord.model.filing import filing_key
from onrecord.model.record import Record
from onrecord.store.base import StoreBase
from onrecord.store.codec import compress
from onrecord.store.moments import day_of, now, place_among, sortable_utc
from onrecord.store.queries import adding
from onrecord.store.rows import Added
from onrecord.store.words import fold, nameable, storable

CARRIER_FIELDS = (
    "input", "media_type", "charset", "url", "outlet", "published", "agency", "bylines", "headline", "retrieved"
)  # fmt: skip
"""What a carrier says of a report: every field of `Capture` but the bytes."""


class Intake(StoreBase):
    """The part of the store that takes reports in."""

    def knows(self, capture: Capture) -> str | None:
        """Return the key of the report that was added from the same bytes, address and outlet, or None.

        Asked before a report is read, it saves the reading: adding the same inputs again costs little.

        Raises:
            StoreError: the database cannot be read.
        """
        with self._backend.reading() as connection:
            return adding.key_seen_at(connection, place_of(capture))

    def add(self, capture: Capture, document: Document, record: Record) -> Added:
        """Put a report in, whole or not at all, and return what became of it.

        It is acknowledged, that is, this returns, only once it is on the disk: neither a kill nor a power cut can
        lose it then. The same bytes, address and outlet add nothing, nor do the same text, address and outlet in
        other bytes. Another text at the same address becomes a version beside the others. One writer comes after
        the other.

        Args:
            capture: the bytes as they came.
            document: what was read from them.
            record: its record; its report has the text, address and outlet of `document`.

        Raises:
            ValueError: the record is one of another document.
            StoreLocked: another program kept the database locked for too long.
            StoreFull: no room is left.
            StoreError: the database cannot be written.
        """
        key = filing_key(document)
        if filing_key(record.report) != key:
            raise ValueError(f"the record is of report {filing_key(record.report)}, the document is {key}")
        # Made before the transaction, so that other writers wait no longer than they must.
        at = now()
        sighting = _sighting_values(capture, key, at)
        held = _capture_values(capture)
        made = record_values(key, record, self._codec.encode(record), at)
        shown = _report_values(capture, document, key, at)
        with self._backend.writing() as connection:
            seen = adding.key_seen_at(connection, sighting["place"])
            if seen is not None:
                return self._known(connection, seen)
            if adding.report_with(connection, key) is not None:
                adding.put_sighting(connection, sighting)
                return self._known(connection, key)
            adding.put_capture(connection, held)
            shown["text_id"] = adding.put_text(connection, document.id, storable(document.text))
            others = adding.versions_at(connection, shown["url"]) if shown["url"] is not None else ()
            sequence = adding.put_report(connection, shown)
            adding.put_sighting(connection, sighting)
            adding.put_record(connection, made)
            adding.forget_set_aside(connection, nameable(capture.input), capture.digest)
            return _linked(connection, Added("new", key, sequence), others, shown["retrieved_utc"])

    def replace_record(self, key: str, record: Record) -> None:
        """Put a new record of a report in the place of the one that is there, as after new weights.

        Raises:
            ValueError: the record is one of another report.
            NotInStore: no report has the key.
            StoreError: the database cannot be written.
        """
        if filing_key(record.report) != key:
            raise ValueError(f"the record is of report {filing_key(record.report)}, not of {key}")
        made = record_values(key, record, self._codec.encode(record), now())
        with self._backend.writing() as connection:
            if not adding.replace_record(connection, key, made):
                raise self._missing(key)

    def _known(self, connection: Connection, key: str) -> Added:
        row = adding.report_with(connection, key)
        if row is None:
            raise self._missing(key)
        return Added("known", key, row["sequence"], row["version_of"])


def place_of(capture: Capture) -> str:
    """Return the digest of bytes, address and outlet, by which a capture is known again."""
    told = json.dumps([capture.digest, capture.url, capture.outlet])
    return hashlib.sha256(told.encode()).hexdigest()


def record_values(key: str, record: Record, data: bytes, at: str) -> dict[str, Any]:
    """Return the row of a record.

    Args:
        key: key of its report.
        record: the record.
        data: its bytes, uncompressed.
        at: when it was made.
    """
    return {
        "key": key,
        "program": record.onrecord,
        "weights": record.weights,
        "schema": record.schema,
        "digest": hashlib.sha256(data).hexdigest(),
        "made_at": at,
        "data": compress(data),
    }


def _sighting_values(capture: Capture, key: str, at: str) -> dict[str, Any]:
    said = {name: getattr(capture, name) for name in CARRIER_FIELDS}
    carrier = json.dumps({name: value for name, value in said.items() if value not in (None, ())})
    return {
        "place": place_of(capture),
        "key": key,
        "digest": capture.digest,
        "carrier": carrier,
        "seen_at": at,
    }


def _capture_values(capture: Capture) -> dict[str, Any]:
    return {
        "digest": capture.digest,
        "data": compress(capture.data),
        "n_bytes": len(capture.data),
        "media_type": _named(capture.media_type),
        "charset": _named(capture.charset),
        "retrieved": _named(capture.retrieved),
    }


def _report_values(capture: Capture, document: Document, key: str, at: str) -> dict[str, Any]:
    headline = document.parts.headline
    return {
        "key": key,
        "text_digest": document.id,
        "input": nameable(document.input),
        "url": _named(document.url),
        "outlet": _named(document.outlet),
        "outlet_folded": fold(nameable(document.outlet)) if document.outlet is not None else None,
        "agency": _named(document.agency),
        "published": _named(document.published),
        "published_day": day_of(document.published),
        "published_utc": sortable_utc(document.published),
        "language": document.language,
        "headline": storable(headline.cut(document.text)) if headline else None,
        "capture_digest": capture.digest,
        "place": place_of(capture),
        "retrieved_utc": sortable_utc(document.retrieved or capture.retrieved),
        "added_at": at,
    }


def _named(word: str | None) -> str | None:
    return nameable(word) if word is not None else None


def _linked(
    connection: Connection, added: Added, others: Sequence[RowMapping], retrieved: str | None
) -> Added:
    """Put a report among the versions of its address, and return what became of it."""
    if not others:
        return added
    place = place_among([row["retrieved_utc"] for row in others], retrieved)
    before = others[place - 1]["key"] if place else None
    after = others[place]["key"] if place < len(others) else None
    adding.link_versions(connection, before, added.key, after)
    return Added("newer version" if after is None else "older version", added.key, added.sequence, before)
